"""Marks on paper: is a box ticked, does a bracket hold one, is there ink at a place? Engines do not tell: of ticked
boxes they drop most. Where a box must be is known from the words beside it; how it looks is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from retire_docs.sheets.ocr.engine import Gray

_INK = 170
"""Darker is ink of a box or a mark; paler is what shines through or the fringe of a letter."""
_SIDES = (0.5, 1.1)
"""Ems: the side of a box."""
_FRAME = 0.72
"""Of each side of a box so much is seen at least."""
_EMPTY, _TICKED = 0.035, 0.07
"""The share of a box that is ink: an empty one has less, a ticked one more."""
_IN_BRACKET = (0.02, 0.05)
"""Of a square em: a bracket with less ink in it is empty, one with more holds a mark."""
_FILLED = 0.85
"""A box of which this share is ink is filled in."""
_CORNER = 0.3
"""A cross has ink in the corners of the box, of this share of its side."""

State: TypeAlias = Literal["on", "crossed", "off", "gone", "unclear"]


class Frame(NamedTuple):
    """A box on paper: left and top corner and side in pixels, and how much of its weakest side is seen."""

    left: int
    top: int
    side: int
    seen: float


@dataclass(frozen=True)
class Mark:
    """What a box or bracket says, how sure that is (0 to 1), and the frame where there is one."""

    state: State
    certainty: float
    frame: Frame | None = None


def mark_of(gray: Gray, size: float) -> Mark:
    """What the box in a region says. ``size`` is the size of the type beside it in pixels."""
    ink = (gray < _INK).astype(np.uint8)
    frame = frame_in(ink, size)
    if frame is None:
        share = float(ink.sum()) / (size * size)
        return Mark("gone", 1.0) if share < 0.01 else Mark("unclear", 0.3)
    return _judged(ink, frame)


def bracket_of(gray: Gray, size: float) -> Mark:
    """Whether a bracket holds a mark. The region lies between its two halves, of which a fringe may reach in."""
    ink = (gray < _INK).astype(np.uint8)
    width = ink.shape[1]
    fringe = min(round(0.2 * size), width // 4)
    share = float(ink[:, fringe : width - fringe].sum()) / (size * size)
    if share >= _IN_BRACKET[1]:
        return Mark("on", min(1.0, 0.5 + share / (4 * _IN_BRACKET[1])))
    if share <= _IN_BRACKET[0]:
        return Mark("off", 1.0 - share / (2 * _IN_BRACKET[0]))
    return Mark("unclear", 0.5)


def _judged(ink: NDArray[np.uint8], frame: Frame) -> Mark:
    wall = max(2, round(0.13 * frame.side))
    inner = ink[
        frame.top + wall : frame.top + frame.side - wall + 1, frame.left + wall : frame.left + frame.side - wall + 1
    ]
    share = float(inner.mean()) if inner.size else 0.0
    if share >= _TICKED:
        certainty = min(1.0, 0.5 + (share - _TICKED) / (2 * _TICKED))
        return Mark("crossed" if share < _FILLED and _is_cross(inner) else "on", certainty, frame)
    if share <= _EMPTY:
        return Mark("off", min(1.0, 0.5 + (_EMPTY - share) / (2 * _EMPTY) + 0.25), frame)
    return Mark("unclear", 0.5, frame)


def _is_cross(inner: NDArray[np.uint8]) -> bool:
    """Whether ink reaches into all corners and the middle."""
    height, width = inner.shape
    h, w = max(1, round(_CORNER * height)), max(1, round(_CORNER * width))
    corners = (inner[:h, :w], inner[:h, -w:], inner[-h:, :w], inner[-h:, -w:])
    middle = inner[height // 2 - h // 2 : height // 2 + h // 2 + 1, width // 2 - w // 2 : width // 2 + w // 2 + 1]
    return all(part.mean() > 0.1 for part in (*corners, middle))


def frame_in(ink: NDArray[np.uint8], size: float) -> Frame | None:
    """The best square frame in a region: of each side nearly all is seen, and beyond it there is less."""
    height, width = ink.shape
    near = cv2.dilate(ink, np.ones((3, 3), np.uint8)).astype(np.int32)
    across = np.pad(near.cumsum(1), ((0, 0), (1, 0)))
    down = np.pad(near.cumsum(0), ((1, 0), (0, 0)))
    best: Frame | None = None
    for side in range(max(6, round(_SIDES[0] * size)), round(_SIDES[1] * size) + 1):
        if side >= height or side >= width:
            break
        h = across[:, side:] - across[:, :-side]  # [y, x]: ink of the row y from x on
        v = down[side:, :] - down[:-side, :]
        rows, columns = height - side, width - side
        weakest = np.minimum.reduce(
            [h[:rows, :columns], h[side : side + rows, :columns], v[:rows, :columns], v[:rows, side : side + columns]]
        )
        at = int(weakest.argmax())
        top, left = divmod(at, columns)
        seen = float(weakest[top, left]) / side
        # Of frames that are seen alike the larger: a smaller one may lie within a filled box.
        if seen >= _FRAME and (best is None or seen * side**0.5 > best.seen * best.side**0.5):
            best = Frame(left, top, side, seen)
    return best
