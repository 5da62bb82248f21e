"""The contract of an engine that reads text in pictures. It gives neutral lines; nothing else knows which engine runs.

An engine is made once in a process, with its options, and is used by one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNREAD = "\ufffd"
"""Stands for ink that an engine could make nothing of: it is not blank."""

Gray: TypeAlias = "NDArray[np.uint8]"
"""A picture, height x width: 0 is ink, 255 is paper."""


class Glyph(NamedTuple):
    """A character as read: where it stands across its strip in pixels, how sure the engine is (0 to 1), and what else
    it may be, likeliest first."""

    text: str
    left: float
    right: float
    certainty: float
    others: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of text as read."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """What it says."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def certainty(self) -> float:
        """That of its least certain character; 0 where nothing was read."""
        return min((glyph.certainty for glyph in self.glyphs), default=0.0)


class Placed(NamedTuple):
    """A line that was found on a page, with its box in pixels."""

    line: Line
    left: float
    top: float
    right: float
    bottom: float


class Engine(Protocol):
    """Reads text in pictures."""

    name: str

    def read(self, strips: Sequence[Gray]) -> list[Line]:
        """Read strips that hold one line of text each, cut close; an empty line where nothing can be read."""

    def find(self, page: Gray) -> list[Placed]:
        """Find the lines of a page and read them."""
