"""Ticks made by hand: √ ✓ × ■, leaving their box, beside or over it, options circled, a wrong one crossed out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks.paper.ink import INKS, Colour, Frame, Mask, Picture, frame, lay
from benchmarks.paper.people import Chance
from benchmarks.paper.places import Spot

Point = tuple[float, float]
PRINTED = "printed"
MANNERS = ("check", "tick", "cross", "filled", "leaving", "beside", "over", "circled", "corrected")
USUAL = (30, 14, 6, 8, 12, 8, 8, 6, 10)
"""How often people make which."""


@dataclass
class Pen:
    """What somebody ticks with; widths are in pixels at 200 dpi."""

    chance: Chance
    colour: Colour
    width: float
    scale: float
    """Of the picture's pixels to those at 200 dpi."""

    @classmethod
    def of(cls, chance: Chance, ink: str, dpi: float) -> Pen:
        """A pen."""
        return cls(chance, INKS[ink], chance.uniform(2, 4), dpi / 200)

    def stroke(self, picture: Picture, points: Sequence[Point], jitter: float) -> None:
        """Draw a bent line near these points."""
        dx, dy = self.chance.gauss(0, jitter), self.chance.gauss(0, jitter)
        moved = [(x + dx + self.chance.gauss(0, jitter), y + dy + self.chance.gauss(0, jitter)) for x, y in points]
        xs, ys = zip(*moved, strict=True)
        pad = 12
        left, top = int(min(xs)) - pad, int(min(ys)) - pad
        mask = np.zeros((int(max(ys)) - top + pad, int(max(xs)) - left + pad), np.uint8)
        fine = [(round((x - left) * 16), round((y - top) * 16)) for x, y in _smooth(moved)]
        for number, (one, other) in enumerate(itertools.pairwise(fine)):
            swing = 1 + 0.25 * np.sin(number / max(len(fine), 1) * 3.1)
            width = max(1, round(self.width * self.scale * swing * self.chance.uniform(0.85, 1.1)))
            cv2.line(mask, one, other, 255, width, cv2.LINE_AA, 4)
        lay(picture, _soft(mask) * np.float32(self.chance.uniform(0.85, 1)), left, top, self.colour)


def _soft(mask: Picture) -> Mask:
    return np.asarray(cv2.GaussianBlur(mask, (3, 3), 0.5), np.float32) / np.float32(255)


def _smooth(points: Sequence[Point]) -> list[Point]:
    """A line through the points, bent at them (Catmull and Rom)."""
    ends = [points[0], *points, points[-1]]
    made: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(8):
            t = step / 8
            made.append((_spline(a[0], b[0], c[0], d[0], t), _spline(a[1], b[1], c[1], d[1], t)))
    return [*made, points[-1]]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    # Half of the usual tension: corners stay corners.
    m, n = (c - a) / 4, (d - b) / 4
    return (2 * t**3 - 3 * t**2 + 1) * b + (t**3 - 2 * t**2 + t) * m + (3 * t**2 - 2 * t**3) * c + (t**3 - t**2) * n


def square(spot: Spot, picture: Picture) -> Frame:
    """Where a box's ink is within its em, or the middle of an empty bracket."""
    place = frame(spot.glyphs[0].box, picture)
    em = place.height
    if not spot.glyphs[0].text:
        side = em * 0.8
        return Frame(place.middle - side / 2, place.top + em * 0.1, place.middle + side / 2, place.top + em * 0.9)
    side = min(place.width, em) * 0.78
    return Frame(place.middle - side / 2, place.top + em * 0.12, place.middle + side / 2, place.top + em * 0.12 + side)


def _at(box: Frame, points: Sequence[Point]) -> list[Point]:
    return [(box.left + x * box.width, box.top + y * box.height) for x, y in points]


def check(pen: Pen, picture: Picture, box: Frame) -> None:
    """√ within its box."""
    pen.stroke(picture, _at(box, [(0.08, 0.5), (0.38, 0.9), (0.98, 0.05)]), box.width * 0.05)


def tick(pen: Pen, picture: Picture, box: Frame) -> None:
    """✓: short and bent."""
    pen.stroke(
        picture, _at(box, [(0.2, 0.45), (0.35, 0.62), (0.45, 0.88), (0.65, 0.4), (0.95, 0.12)]), box.width * 0.04
    )


def cross(pen: Pen, picture: Picture, box: Frame) -> None:
    """×."""
    pen.stroke(picture, _at(box, [(0.1, 0.12), (0.9, 0.88)]), box.width * 0.06)
    pen.stroke(picture, _at(box, [(0.9, 0.1), (0.1, 0.92)]), box.width * 0.06)


def filled(pen: Pen, picture: Picture, box: Frame) -> None:
    """■: hatched until it is full."""
    rows = 9
    zigzag = [(0.08 if n % 2 else 0.92, 0.08 + 0.84 * n / rows) for n in range(rows + 1)]
    pen.stroke(picture, _at(box, zigzag), box.width * 0.03)
    pen.stroke(picture, _at(box, [(y, x) for x, y in zigzag]), box.width * 0.03)


def leaving(pen: Pen, picture: Picture, box: Frame) -> None:
    """√ that leaves its box."""
    reach = pen.chance.uniform(1.3, 1.8)
    pen.stroke(picture, _at(box, [(0.0, 0.4), (0.35, 0.95), (reach, -0.15 - reach / 4)]), box.width * 0.07)


def beside(pen: Pen, picture: Picture, box: Frame) -> None:
    """√ that is drawn beside its box, touching it or nearly."""
    dx = -pen.chance.uniform(0.5, 0.75) * box.width
    dy = pen.chance.uniform(-0.35, 0.1) * box.height
    check(pen, picture, Frame(box.left + dx, box.top + dy, box.right + dx, box.bottom + dy))


def over(pen: Pen, picture: Picture, box: Frame) -> None:
    """A large √ over its box."""
    grow = pen.chance.uniform(0.3, 0.5)
    wide, high = box.width * grow, box.height * grow
    check(pen, picture, Frame(box.left - wide, box.top - high, box.right + wide, box.bottom + high * 0.6))


def circle(pen: Pen, picture: Picture, spot: Spot) -> None:
    """A line around an option and its box."""
    here = frame(spot.glyphs[0].box, picture)
    places = [here, *(frame(glyph.box, picture) for glyph in spot.label if glyph.page == spot.page)]
    near = [place for place in places if abs(place.top - here.top) < here.height / 2]
    em = here.height
    left, right = min(p.left for p in near) - em * 0.2, max(p.right for p in near) + em * 0.2
    top, bottom = here.top - em * 0.22, here.bottom + em * 0.22
    start = pen.chance.uniform(0, 6.28)
    turn = [start + n * 6.6 / 22 for n in range(23)]
    points = [
        (
            (left + right) / 2 + (right - left) / 2 * float(np.cos(t)),
            (top + bottom) / 2 + (bottom - top) / 2 * float(np.sin(t)),
        )
        for t in turn
    ]
    pen.stroke(picture, points, em * 0.025)


def strike(pen: Pen, picture: Picture, box: Frame) -> None:
    """Crossing out a wrong tick: scribbled over, or two lines through it."""
    if pen.chance.random() < 0.6:
        zigzag = [(-0.25 + 1.5 * n / 9, -0.2 if n % 2 else 1.2) for n in range(10)]
        pen.stroke(picture, _at(box, zigzag), box.width * 0.07)
        return
    for height in (0.38, 0.66):
        pen.stroke(picture, _at(box, [(-0.5, height), (0.5, height + 0.05), (1.5, height)]), box.width * 0.05)


_ONES: dict[str, Callable[[Pen, Picture, Frame], None]] = {
    "check": check, "tick": tick, "cross": cross, "filled": filled, "leaving": leaving, "beside": beside, "over": over,
}  # fmt: skip
_IN_BRACKETS = ("check", "tick", "over")
"""A × in a bracket means no; the others need a box."""


def mark(pen: Pen, picture: Picture, spot: Spot, manner: str) -> str:
    """Tick an option in a manner, or in the nearest that its form allows; which it was."""
    if manner == "circled" and not spot.label:
        manner = "check"
    if spot.slot.style and spot.slot.style.no and manner not in _IN_BRACKETS:
        manner = "check"
    if manner == "circled":
        circle(pen, picture, spot)
    else:
        _ONES.get(manner, check)(pen, picture, square(spot, picture))
    return manner if manner in _ONES or manner == "circled" else "check"


def refuse(pen: Pen, picture: Picture, spot: Spot) -> None:
    """× in a bracket that asks: no."""
    cross(pen, picture, square(spot, picture))


def correct(pen: Pen, picture: Picture, wrong: Spot) -> None:
    """Tick a wrong option, and cross it out."""
    box = square(wrong, picture)
    check(pen, picture, box)
    strike(pen, picture, box)
