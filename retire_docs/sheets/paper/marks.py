"""Marks on paper: is a box ticked, does a bracket hold one, is there ink at a place? Engines do not tell: of ticked
boxes they drop most. Where a box must be is known from the words beside it; how it looks is measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from retire_docs.sheets.ocr.engine import Gray
from retire_docs.sheets.paper.pieces import pieces_of

_INK, _SHARES = (140, 225), (0.5, 0.33)
"""The levels between which the border of ink lies: these parts of the way from paper to the darkest that is there, the
second where no box is seen with the first, since a box may be paler than the mark in it."""
_SIDES = (0.5, 1.1)
"""Ems: the side of a box."""
_FRAME = 0.72
"""Of each side of a box so much is seen at least."""
_EMPTY, _TICKED = 0.035, 0.07
"""The share of a box that is ink: an empty one has less, a ticked one more."""
_IN_BRACKET = (0.035, 0.06)
"""Of a square em: a bracket with less ink in it is empty, one with more holds a mark."""
_HALF, _ASIDE = (0.42, 0.45), 0.15
"""Half a bracket: ems that it is wide at most and high at least, and how far from the middle of the region."""
_WALL = 0.6
"""Lines of a box of which this share is ink belong to its wall."""
_BLURRED = 0.2
"""Of a box: its walls are blurred so far at most; a mark goes through what is left."""
_FILLED = 0.8
"""A box of which this share is wall is filled in."""
_CORNER, _REACHED = 0.3, 0.06
"""A cross has ink in the middle and in the corners, of this share of its side: so much of each."""

_STROKE, _TALL, _NEAR = 0.02, 0.35, 0.3
"""A mark beside a box: the least ink in square ems, the least height in ems, the farthest that it may be off."""
_SCRIBBLED = (0.4, 0.3)
"""A box that is so much ink, with so much around it on both sides, was struck out."""
_AROUND = 0.8
"""What runs along this share of a box and its label runs around or through them."""

Side: TypeAlias = Literal["left", "right"]
State: TypeAlias = Literal["on", "crossed", "no", "off", "gone", "unclear"]
"""``crossed``: the box holds a cross; ``no``: the bracket does; ``gone``: there is no box; ``unclear``: more ink than
in an empty one, but no mark, or struck out."""


class Frame(NamedTuple):
    """A box on paper: left and top corner and side in pixels, and how much of its weakest side is seen."""

    left: int
    top: int
    side: int
    seen: float


@dataclass(frozen=True)
class Mark:
    """What a box or bracket says, how sure that is (0 to 1), the frame where there is one, how much of it is ink."""

    state: State
    certainty: float
    frame: Frame | None = None
    share: float = 0.0


def mark_of(gray: Gray, size: float, label: Side | None = None) -> Mark:
    """What the box in a region says. ``size`` is the size of the type beside it in pixels, ``label`` the side of the
    region at which the box's label begins."""
    if not gray.size:
        return Mark("unclear", 0.0)
    for share in _SHARES:
        ink = _ink(gray, share)
        if frame := frame_in(ink, size):
            break
    if frame is None:
        share = float(ink.sum()) / (size * size)
        return Mark("gone", 1.0) if share < 0.01 else Mark("unclear", 0.3)
    inside = _judged(ink, frame)
    outside = _beside(ink, frame, size, label)
    if inside.state == "on" and inside.share >= _SCRIBBLED[0] and outside.around >= _SCRIBBLED[1]:
        return Mark("unclear", 0.5, frame)
    if inside.state in ("off", "unclear") and outside.mark:
        return Mark("on", 0.7, frame)
    return inside


class _Outside(NamedTuple):
    """What is around a box: whether a mark touches it or stands right beside; how much ink, in square ems, where there
    is some on both sides."""

    mark: bool
    around: float


def _beside(ink: NDArray[np.uint8], frame: Frame, size: float, label: Side | None) -> _Outside:
    free = ink.copy()
    left, top, right, bottom = frame.left, frame.top, frame.left + frame.side, frame.top + frame.side
    edge = max(1, round(0.12 * frame.side))
    free[max(0, top - edge) : bottom + edge + 1, max(0, left - edge) : right + edge + 1] = 0
    reach = round(_NEAR * size) + edge
    before, after = free[:, max(0, left - 2 * reach) : max(0, left - edge)], free[:, right + edge : right + reach]
    sides = [float(part.sum()) / size**2 for part in (before, after)]
    around = sum(sides) if min(sides) >= _STROKE else 0.0
    mark = False
    for x, y, width, height, area in pieces_of(free).tolist():
        of_label = (label == "right" and x > right) or (label == "left" and x + width <= left)
        away = max(left - edge - (x + width), x - (right + edge), top - edge - (y + height), y - (bottom + edge))
        if area >= _STROKE * size * size and away <= _NEAR * size and not of_label:
            mark |= height >= _TALL * size and width >= _TALL * size / 2
    return _Outside(mark, around)


def is_circled(gray: Gray, size: float, width: float) -> bool:
    """Whether something runs around a box and its label, which are ``width`` pixels wide, or through both."""
    least = max(_AROUND * width, 1.8 * size)
    return any(wide >= least and high >= size for _, _, wide, high, _ in pieces_of(_ink(gray)).tolist())


def _ink(gray: Gray, share: float = _SHARES[-1]) -> NDArray[np.uint8]:
    """What is ink in a region, by the darkest of it: boxes and marks may be pale as a whole."""
    if not gray.size:
        return np.zeros((0, 0), np.uint8)
    darkest = float(np.quantile(gray, 0.01))
    return (gray < min(max(255 - share * (255 - darkest), _INK[0]), _INK[1])).astype(np.uint8)


def bracket_of(gray: Gray, size: float) -> Mark:
    """Whether a bracket holds a mark. The region lies between its two halves, of which a fringe may reach in."""
    ink = _ink(gray)
    width = ink.shape[1]
    fringe = min(round(0.2 * size), width // 4)
    if not width:
        return Mark("unclear", 0.0)
    inner = _without_halves(ink, size)[:, fringe : width - fringe]
    share = float(inner.sum()) / (size * size)
    if share >= _IN_BRACKET[1]:
        rows, columns = np.flatnonzero(inner.any(1)), np.flatnonzero(inner.any(0))
        mark = inner[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        return Mark("no" if _is_cross(mark) else "on", min(1.0, 0.5 + share / (4 * _IN_BRACKET[1])))
    if share <= _IN_BRACKET[0]:
        return Mark("off", 1.0 - share / (2 * _IN_BRACKET[0]))
    return Mark("unclear", 0.5)


def _without_halves(ink: NDArray[np.uint8], size: float) -> NDArray[np.uint8]:
    """Ink without the halves of the bracket that reach into the region: tall, thin and at its edges."""
    if not ink.size:
        return ink
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = np.ones(count, np.uint8)
    kept[0] = 0
    for number, (x, _, width, height, _) in enumerate(stats[1:count].tolist(), 1):
        aside = abs((x + width / 2) / ink.shape[1] - 0.5) > _ASIDE
        kept[number] = not (aside and width <= _HALF[0] * size and height >= _HALF[1] * size)
    return np.asarray(kept[labels], np.uint8)


def _judged(ink: NDArray[np.uint8], frame: Frame) -> Mark:
    inner = _inside(ink, frame)
    if inner is None:
        return Mark("on", 1.0, frame, 1.0)  # filled in
    share = float(inner.mean())
    if share >= _TICKED:
        certainty = min(1.0, 0.5 + (share - _TICKED) / (2 * _TICKED))
        return Mark("crossed" if _is_cross(inner) else "on", certainty, frame, share)
    if share <= _EMPTY:
        return Mark("off", min(1.0, 0.75 + (_EMPTY - share) / (4 * _EMPTY)), frame)
    return Mark("unclear", 0.5, frame)


def _inside(ink: NDArray[np.uint8], frame: Frame) -> NDArray[np.uint8] | None:
    """What is within the walls of a box, however thick they are; None where there is nothing but wall."""
    box = ink[frame.top : frame.top + frame.side + 1, frame.left : frame.left + frame.side + 1]
    # All walls are equally thick; what makes one seem thicker is a mark.
    wall = sorted(_wall(lines) for lines in (box, box[::-1], box.T, box.T[::-1]))[1]
    if 2 * wall >= _FILLED * len(box):
        return None
    wall = max(wall, round(_BLURRED * len(box)))
    return box[wall : len(box) - wall, wall : box.shape[1] - wall]


def _wall(lines: NDArray[np.uint8]) -> int:
    """How many lines from a side on belong to its wall, with the pale edge of it."""
    shares = lines.mean(1)
    thick = 0
    while thick < len(shares) // 2 and (shares[thick] > _WALL or thick < 2):
        thick += 1
    return thick + 1


def _is_cross(inner: NDArray[np.uint8]) -> bool:
    """Whether ink reaches into all corners and the middle."""
    height, width = inner.shape
    h, w = max(1, round(_CORNER * height)), max(1, round(_CORNER * width))
    corners = (inner[:h, :w], inner[:h, -w:], inner[-h:, :w], inner[-h:, -w:])
    middle = inner[height // 2 - h // 2 : height // 2 + h // 2 + 1, width // 2 - w // 2 : width // 2 + w // 2 + 1]
    return all(part.mean() > _REACHED for part in (*corners, middle))


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
