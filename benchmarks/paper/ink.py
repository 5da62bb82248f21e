"""Putting values on a picture of a page: taking the printed ones away, and setting them in another face, or by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.paper.faces import HANDWRITING, Face, face
from benchmarks.paper.people import Chance
from benchmarks.paper.places import Glyph
from retire_docs.sheets.lines import ASCENT
from retire_docs.sheets.sheet import Box

Picture = NDArray[np.uint8]
"""Height x width x RGB."""
Mask = NDArray[np.float32]
"""How much ink lies where, 0 to 1."""
Colour = tuple[int, int, int]

INKS: dict[str, Colour] = {"black": (28, 28, 32), "blue-black": (28, 36, 78), "blue": (30, 52, 150)}
PRINT: Colour = (0, 0, 0)


@dataclass(frozen=True)
class Frame:
    """A box in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Where its middle is, across."""
        return (self.left + self.right) / 2


def frame(box: Box, picture: Picture) -> Frame:
    """A box of a page in pixels of its picture."""
    height, width = picture.shape[:2]
    return Frame(box.left * width, box.top * height, box.right * width, box.bottom * height)


def lay(picture: Picture, mask: Mask, left: int, top: int, colour: Colour) -> None:
    """Lay ink on a picture; what is outside of it is lost."""
    height, width = mask.shape
    x, y = max(0, left), max(0, top)
    right, bottom = min(picture.shape[1], left + width), min(picture.shape[0], top + height)
    if right <= x or bottom <= y:
        return
    part = mask[y - top : bottom - top, x - left : right - left, None]
    under = picture[y:bottom, x:right].astype(np.float32)
    ink = under / 255 * np.array(colour, np.float32)
    picture[y:bottom, x:right] = (under * (1 - part) + ink * part).astype(np.uint8)


def erase(picture: Picture, boxes: Iterable[Box], rules: Sequence[Box]) -> None:
    """Take printed characters away, but leave the ruling lines that run through their boxes."""
    height, width = picture.shape[:2]
    gone = np.zeros((height, width), bool)
    for box in boxes:
        place = frame(box, picture)
        em = place.height
        left, right = round(place.left - 1), round(place.right + 1)
        gone[max(0, round(place.top - em * 0.06)) : round(place.bottom + em * 0.1), max(0, left) : right] = True
    for rule in rules:
        place = frame(rule, picture)
        top, left = max(0, int(place.top) - 1), max(0, int(place.left) - 1)
        gone[top : int(place.bottom) + 2, left : int(place.right) + 2] = False
    picture[gone] = 255


def runs(glyphs: Sequence[Glyph], kept: str = "") -> Iterator[list[Glyph]]:
    """Characters that follow one another on a line; those of ``kept`` stay as they are printed."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and (glyph.text in kept or not _follows(run[-1], glyph)):
            yield run
            run = []
        if glyph.text not in kept:
            run.append(glyph)
    if run:
        yield run


def _follows(one: Glyph, other: Glyph) -> bool:
    height = one.box.bottom - one.box.top
    return one.page == other.page and abs(one.box.top - other.box.top) < height / 2 and other.box.left > one.box.left


def print_run(picture: Picture, run: Sequence[Glyph], name: str) -> None:
    """Set characters in a printed face, each in the middle of its place."""
    chosen, noto = face(name), face("noto")
    image = Image.fromarray(picture)
    draw = ImageDraw.Draw(image)
    for glyph in run:
        place = frame(glyph.box, picture)
        font = (chosen if chosen.has(glyph.text) else noto).at(place.height)
        draw.text((place.middle, place.top + ASCENT * place.height), glyph.text, (0, 0, 0), font, anchor="ms")
    picture[:] = np.asarray(image)


@dataclass
class Hand:
    """Somebody's handwriting: a font, an ink, how large and how straight. ``lacking`` gathers what the font has not."""

    chance: Chance
    face: Face
    colour: Colour
    size: float
    slope: float
    lacking: set[str]

    @classmethod
    def of(cls, chance: Chance, name: str, ink: str) -> Hand:
        """A hand with its habits."""
        return cls(chance, face(name), INKS[ink], chance.uniform(1.0, 1.25), chance.gauss(0, 0.008), set())

    def write(self, picture: Picture, run: Sequence[Glyph], room: Box | None) -> None:
        """Write characters where a run stands; in a cell of its own they may take up more of it."""
        first, last = frame(run[0].box, picture), frame(run[-1].box, picture)
        place = Frame(first.left, first.top, last.right, first.bottom)
        limits = (
            frame(room, picture)
            if room
            else Frame(place.left, place.top, place.right + place.height * 0.3, place.bottom)
        )
        em = min(place.height * self.size, limits.height * 0.95 if room else place.height * 1.2)
        text = [glyph.text for glyph in run]
        natural = self._width(text, em)
        if natural > limits.width * 0.97:
            em *= max(0.55, limits.width * 0.97 / natural)
            natural = self._width(text, em)
        start = place.middle - natural / 2
        start = max(limits.left + 1, min(start, limits.right - natural))
        self._write(picture, text, start, place.top + place.height * 0.86, em)

    def _font(self, character: str) -> Face:
        others = (face(name) for name in HANDWRITING)
        for one in (self.face, *others):
            if one.has(character):
                return one
            self.lacking.add(character)
        return face("kai")

    def _width(self, text: Sequence[str], em: float) -> float:
        return sum(self._font(c).at(em).getlength(c) for c in text)

    def _write(self, picture: Picture, text: Sequence[str], left: float, base: float, em: float) -> None:
        at, drift = left, self.chance.uniform(-0.04, 0.04) * em
        for character in text:
            size = em * self.chance.uniform(0.92, 1.08)
            font = self._font(character)
            mask = _glyph(character, font, size, self.chance.uniform(-4, 4))
            mask *= self.chance.uniform(0.82, 1.0) * self._pressure(mask.shape)
            advance = font.at(em).getlength(character)
            x = at + advance / 2 - mask.shape[1] / 2 + self.chance.gauss(0, 0.02) * em
            y = (
                base
                + drift
                - self.slope * (at - left)
                - mask.shape[0] * 0.5
                - size * 0.36
                + self.chance.gauss(0, 0.03) * em
            )
            lay(picture, mask, round(x), round(y), self.colour)
            drift += self.chance.gauss(0, 0.015) * em
            at += advance

    def _pressure(self, shape: tuple[int, ...]) -> Mask:
        """A pen presses harder here than there."""
        coarse = np.array([[self.chance.uniform(0.75, 1.0) for _ in range(3)] for _ in range(3)], np.float32)
        return np.asarray(
            cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC).clip(0, 1), np.float32
        )


def _glyph(character: str, font: Face, size: float, angle: float) -> Mask:
    """A turned character in the middle of a square; its em's middle is the square's."""
    side = round(size * 2)
    image = Image.new("L", (side, side), 0)
    base = side / 2 + size * 0.36
    ImageDraw.Draw(image).text((side / 2, base), character, 255, font.at(size), anchor="ms")
    turned = image.rotate(angle, Image.Resampling.BICUBIC)
    return np.asarray(turned, np.float32) / np.float32(255)
