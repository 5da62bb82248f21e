"""The ruling lines of a picture: long, thin and straight, also where they are broken, faint or dotted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from retire_docs.sheets.ocr.engine import Gray

_INK = 200
"""What is darker than this is ink, on paper that is near white."""
_SHORTEST, _LONG = 0.2, 0.6
"""Inches: a rule that hangs on others at both ends, and one that stands alone. Strokes of letters are short."""
_BREAK = 0.03
"""Inches: pieces that are shorter are dirt, small breaks are bridged. Dotted lines are seen as faint ones."""
_THICKEST = 0.045
"""Inches: 9 pixels at 200 dpi; what is thicker is an area."""
_DRIFT = 0.012
"""By so much of its length may a rule miss the level."""
_FAINT = 12
"""How much darker than what is above and below it a faint rule is at least."""
_AROUND, _PALER = 0.2, 16
"""Inches around a pixel, and by how many levels it is darker than the mean of them where it is pale ink."""
_SMOOTH = 0.06
"""Inches along a faint rule over which its grey is averaged."""
_ALONE, _ALONE_SOLID, _SOLID = 0.12, 0.35, 0.96
_BESIDE = (0.012, 0.05)
"""No more of what is so many inches above and below a rule is ink: strokes of a line of text have others beside them,
also where they form a line together. More may be beside one that is drawn without a break."""
_TOUCH = 0.05
"""Inches: rules that end so near to each other meet."""

Box: TypeAlias = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True)
class Rules:
    """Ruling lines as boxes in pixels, and the pixels that they cover."""

    across: list[Box]
    down: list[Box]
    pixels: NDArray[np.uint8]


def ink_of(gray: Gray) -> NDArray[np.uint8]:
    """The pixels that are ink: 255, the others 0."""
    return np.asarray((gray < _INK).view(np.uint8) * np.uint8(255))


def pale_ink(gray: Gray, ink: NDArray[np.uint8], dpi: float) -> NDArray[np.uint8]:
    """The pixels of a page without rules that are darker than what is around, but no ink nor beside some."""
    around = max(3, round(_AROUND * dpi)) | 1
    smooth = cv2.blur(gray, (3, 3))
    pale = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, _PALER)
    near = cv2.dilate(ink, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.bitwise_and(pale, cv2.bitwise_not(near)), np.uint8)


def rules_of(gray: Gray, dpi: float) -> Rules:
    """The rules of a page: the long ones, and short ones between them."""
    across, down = _Candidates(gray, dpi), _Candidates(np.ascontiguousarray(gray.T), dpi)
    rows, columns = across.long(), down.long()
    while True:
        more_columns = down.between(rows) - columns
        columns |= more_columns
        more_rows = across.between(columns) - rows
        rows |= more_rows
        if not more_rows and not more_columns:
            break
    pixels = cv2.bitwise_or(across.pixels(rows), np.ascontiguousarray(down.pixels(columns).T))
    return Rules(sorted(rows), sorted(map(_turned, columns)), np.asarray(pixels, np.uint8))


def _turned(box: Box) -> Box:
    left, top, right, bottom = box
    return top, left, bottom, right


class _Candidates:
    """What may be rules across a picture."""

    def __init__(self, gray: Gray, dpi: float) -> None:
        self.ink, self.dpi = ink_of(gray), dpi
        dark = self._runs(self.ink, _SHORTEST)
        faint = self._runs(_ridges(gray, dpi), _LONG)
        opened = cv2.bitwise_or(dark, faint)
        count, self._labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
        self.boxes: dict[Box, int] = {}
        for number in range(1, count):
            left, top, width, height, area = (int(value) for value in stats[number])
            if self._is_thin(width, height, area):
                self.boxes[left, top, left + width, top + height] = number

    def _runs(self, marked: NDArray[np.uint8], length: float) -> NDArray[np.uint8]:
        """Runs of marked pixels of a length in inches, small breaks bridged."""
        gap = np.ones((1, max(3, round(_BREAK * self.dpi))), np.uint8)
        clean = cv2.morphologyEx(marked, cv2.MORPH_OPEN, gap)
        bridged = cv2.morphologyEx(clean, cv2.MORPH_CLOSE, gap)
        opened = cv2.morphologyEx(bridged, cv2.MORPH_OPEN, np.ones((1, round(length * self.dpi)), np.uint8))
        return np.asarray(opened, np.uint8)

    def _is_thin(self, width: int, height: int, area: int) -> bool:
        thickness = area / max(width, 1)
        return thickness <= _THICKEST * self.dpi and height <= _THICKEST * self.dpi + _DRIFT * width

    def long(self) -> set[Box]:
        """Those that are long, with paper beside them."""
        return {box for box in self.boxes if box[2] - box[0] >= _LONG * self.dpi and self._is_alone(box)}

    def between(self, others: Iterable[Box]) -> set[Box]:
        """Those that have paper beside them between the first and the last of the rules that they meet, as far as they
        go between these; ``others`` run the other way and are given turned."""
        others, found = list(others), set()
        near = _TOUCH * self.dpi
        for box, number in list(self.boxes.items()):
            left, top, right, bottom = box
            middle = (top + bottom) / 2
            at = [
                (other[1] + other[3]) // 2
                for other in others
                if other[0] - near <= middle <= other[2] + near
                and left - near <= (other[1] + other[3]) / 2 <= right + near
            ]
            if at:
                part = (max(left, min(at)), top, min(right, max(at)), bottom)
                if part[2] - part[0] >= _SHORTEST * self.dpi and self._is_alone(part):
                    self.boxes.setdefault(part, number)
                    found.add(part)
        return found

    def _is_alone(self, box: Box) -> bool:
        left, top, right, bottom = box
        near, far = max(2, round(_BESIDE[0] * self.dpi)), round(_BESIDE[1] * self.dpi)
        above = self.ink[max(0, top - far) : max(0, top - near), left:right]
        below = self.ink[bottom + near : bottom + far, left:right]
        limit = _ALONE_SOLID if self._is_solid(box) else _ALONE
        return all(not band.size or float(band.mean()) <= 255 * limit for band in (above, below))

    def _is_solid(self, box: Box) -> bool:
        """Whether it is drawn without a break."""
        left, top, right, bottom = box
        return float(self.ink[top:bottom, left:right].any(0).mean()) >= _SOLID

    def pixels(self, boxes: Iterable[Box]) -> NDArray[np.uint8]:
        """The pixels of some of them."""
        kept = np.zeros(int(self._labels.max()) + 1, np.uint8)
        kept[[self.boxes[box] for box in boxes]] = 255
        return np.asarray(kept[self._labels], np.uint8)


def _ridges(gray: Gray, dpi: float) -> NDArray[np.uint8]:
    """Faint rules: thin stretches that are darker than what is above and below."""
    smooth = cv2.blur(gray, (max(3, round(_SMOOTH * dpi)), 1))
    away = max(3, round(0.025 * dpi))
    above, below = np.roll(smooth, away, 0), np.roll(smooth, -away, 0)
    darker = cv2.subtract(cv2.min(above, below), smooth)
    return np.asarray((darker > _FAINT).view(np.uint8) * np.uint8(255))


def without_rules(gray: Gray, rules: Rules) -> Gray:
    """A page with its rules taken out; what crosses them stays."""
    near = np.asarray(cv2.dilate(rules.pixels, np.ones((3, 3), np.uint8)), np.uint8)
    ink = ink_of(gray)
    free = np.asarray(cv2.bitwise_and(ink, cv2.bitwise_not(near)), np.uint8)
    crossing = cv2.bitwise_or(*_between(free, near))
    wiped = gray.copy()
    wiped[(near > 0) & (crossing == 0)] = 255
    return wiped


def _between(free: NDArray[np.uint8], near: NDArray[np.uint8]) -> Iterator[NDArray[np.uint8]]:
    """Pixels of rules with ink close by on both sides: above and below, left and right."""
    for kernel in (np.ones((9, 1), np.uint8), np.ones((1, 9), np.uint8)):
        closed = cv2.morphologyEx(free, cv2.MORPH_CLOSE, kernel)
        yield np.asarray(cv2.bitwise_and(closed, near), np.uint8)
