"""A page of paper to look at again: is there ink at a place, a mark in a box, a seal?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retire_docs.sheets.ocr.engine import Gray
from retire_docs.sheets.paper.hand import leaning
from retire_docs.sheets.paper.marks import Mark, Side, bracket_of, is_circled, mark_of
from retire_docs.sheets.paper.straighten import Paper
from retire_docs.sheets.sheet import Box

_INCH = 72
_COLOURED = 40
"""Levels by which the colours of a pixel differ that is no grey."""
_TRACE = 0.0002
"""Of a page that is coloured: less is noise."""


@dataclass(frozen=True)
class Look:
    """A page of paper: straightened, and its picture without rules. Places are in fractions of the page."""

    paper: Paper
    text: Gray

    def mark(self, box: Box, size: float, label: Side | None = None, around: Box | None = None) -> Mark:
        """What the box at a place says; ``size`` is that of the type beside it in points, ``label`` the side of the
        place at which its label begins, ``around`` the place of both together."""
        pixels = size * self.paper.dpi / _INCH
        mark = mark_of(self._cut(self.text, box), pixels, label)
        if around is None or mark.state not in ("off", "unclear", "gone"):
            return mark
        room = 0.9 * pixels
        height, width = self.text.shape
        wide = Box(around.left - room / width, around.top - room / height,
                   around.right + room / width, around.bottom + room / height)  # fmt: skip
        if is_circled(self._cut(self.text, wide), pixels, (around.right - around.left) * width):
            return Mark("on", 0.7, mark.frame)
        return mark

    def bracket(self, box: Box, size: float) -> Mark:
        """Whether a bracket that a place lies in holds a mark."""
        return bracket_of(self._cut(self.text, box), size * self.paper.dpi / _INCH)

    def ink(self, box: Box) -> float:
        """The share of a place that is ink."""
        part = self._cut(self.text, box)
        return float((part < 170).mean()) if part.size else 0.0

    def part(self, box: Box) -> Gray:
        """A place in grey, without rules."""
        return self._cut(self.text, box)

    def hand(self, box: Box) -> float:
        """Whether what stands at a place was written by hand: above 0 it rather was."""
        return leaning(self.part(box))

    def sealed(self, box: Box) -> float:
        """The share of a place that is a seal's ink."""
        height, width = self.paper.seal.shape
        part = self.paper.seal[_slice(box.top, box.bottom, height), _slice(box.left, box.right, width)]
        return float(part.mean()) if part.size else 0.0

    @property
    def is_colourless(self) -> bool:
        """Whether the page was scanned in grey, so that a seal does not show."""
        colour = self.paper.colour[::8, ::8].astype(np.int16)
        return bool((colour.max(2) - colour.min(2) > _COLOURED).mean() < _TRACE)

    def picture(self, box: Box) -> NDArray[np.uint8]:
        """A place in colour."""
        height, width = self.paper.gray.shape
        return self.paper.colour[_slice(box.top, box.bottom, height), _slice(box.left, box.right, width)]

    @staticmethod
    def _cut(gray: Gray, box: Box) -> Gray:
        height, width = gray.shape
        return gray[_slice(box.top, box.bottom, height), _slice(box.left, box.right, width)]


def _slice(start: float, end: float, length: int) -> slice:
    return slice(max(0, round(start * length)), max(0, min(length, round(end * length))))
