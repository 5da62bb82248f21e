"""How a page gets to a file: scanned, faxed, photographed, or photographed from a screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from benchmarks.paper.faces import face
from benchmarks.paper.ink import Picture
from benchmarks.paper.people import Chance

Matrix = NDArray[np.float64]
_SEAL = (205, 35, 45)


@dataclass
class Scan:
    """A picture on its way: what was done to it, and where the points of the page (in fractions) are on it. ``jpeg``
    is the quality that it is saved with, 0 for none."""

    picture: Picture
    chance: Chance
    dpi: int
    matrix: Matrix
    names: list[str] = field(default_factory=list)
    jpeg: int = 0

    def sometimes(self, share: float, step: Callable[[Scan], None]) -> None:
        """Do a step now and then."""
        if self.chance.random() < share:
            step(self)

    def note(self, name: str) -> None:
        """Write down what was done."""
        self.names.append(name)

    def moved(self, matrix: Matrix) -> None:
        """Points have moved so."""
        self.matrix = np.asarray(matrix @ self.matrix, np.float64)


def take(picture: Picture, family: str | None, chance: Chance, common: Chance, dpi: int) -> Scan:
    """A page as it gets into a file; ``common`` decides what is the same for all pages of a paper."""
    height, width = picture.shape[:2]
    scan = Scan(picture, chance, dpi, np.diag([float(width), float(height), 1.0]))
    if family is None:
        return scan
    quality = common.choice((40, 50, 60, 75, 85, 0))
    sealed = common.random() < 0.35
    if sealed:
        seal(scan)
    _FAMILIES[family](scan)
    if family in ("photo", "screen"):
        quality = quality or 80
    if family == "fax":
        quality = 0
    scan.jpeg = quality
    if quality:
        scan.note(f"jpeg{quality}")
    if dpi != 200:
        scan.note(f"dpi{dpi}")
    return scan


def _scanned(scan: Scan) -> None:
    """Ink and paper, folds, skew, shadow, noise, blur."""
    from benchmarks.paper import effects  # numba: seconds to import

    if scan.chance.random() < 0.6:
        effects.paper(scan)
    scan.sometimes(0.25, crease)
    scan.sometimes(0.85, skew)
    scan.sometimes(0.3, edge_shadow)
    scan.sometimes(0.5, noise)
    scan.sometimes(0.45, blur)
    scan.sometimes(0.5, gray)


def _faxed(scan: Scan) -> None:
    """One bit for each pixel."""
    scan.sometimes(0.7, lambda s: skew(s, 2.0))
    scan.note("fax")
    chance, picture = scan.chance, cv2.cvtColor(scan.picture, cv2.COLOR_RGB2GRAY)
    target = chance.choice((150, 180, 200))
    scale = target / scan.dpi
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    scan.moved(np.diag([scale, scale, 1.0]))
    scan.note(f"dpi{target}")
    if chance.random() < 0.4:
        scan.note("dither")
        grain = _random(chance).standard_normal(small.shape, np.float32) * chance.uniform(3, 9)
        light = (small.astype(np.float32) * 0.97 + 5 + grain).clip(0, 255).astype(np.uint8)
        bits = Image.fromarray(light).convert("1")
    else:
        bits = Image.fromarray(((small > chance.randint(140, 190)) * 255).astype(np.uint8)).convert("1")
    out = np.array(bits.convert("L"))
    specks = _random(chance).random(out.shape) < chance.uniform(0.0001, 0.0008)
    out[specks] = 255 - out[specks]
    scan.picture = out


def _photographed(scan: Scan) -> None:
    """A page on a table, by a phone."""
    if scan.chance.random() < 0.35:
        crease(scan)
    perspective(scan, _table(scan), 0.05)
    scan.note("photo")
    light(scan)
    scan.sometimes(0.5, soft_shadow)
    scan.sometimes(0.5, blur)
    noise(scan)


def _of_screen(scan: Scan) -> None:
    """A page on a screen, by a phone: a pattern of two grids, cold light."""
    scan.note("screen")
    frame = np.full((int(scan.picture.shape[0] * 1.12), int(scan.picture.shape[1] * 1.12), 3), 34, np.uint8)
    perspective(scan, frame, 0.025)
    moire(scan)
    light(scan)
    scan.sometimes(0.5, blur)
    noise(scan)


_FAMILIES: dict[str, Callable[[Scan], None]] = {
    "scan": _scanned, "fax": _faxed, "photo": _photographed, "screen": _of_screen,
}  # fmt: skip


def _random(chance: Chance) -> np.random.Generator:
    return np.random.default_rng(chance.getrandbits(32))


def gray(scan: Scan) -> None:
    """Without colour."""
    scan.note("gray")
    if scan.picture.ndim == 3:
        scan.picture = cast(Picture, cv2.cvtColor(scan.picture, cv2.COLOR_RGB2GRAY))


def blur(scan: Scan) -> None:
    """Out of focus, a little."""
    scan.note("blur")
    sigma = scan.chance.uniform(0.5, 1.1) * max(1.0, scan.dpi / 200)
    scan.picture = cast(Picture, cv2.GaussianBlur(scan.picture, (0, 0), sigma))


def noise(scan: Scan) -> None:
    """The sensor's."""
    scan.note("noise")
    strength = scan.chance.uniform(3, 11)
    grain = _random(scan.chance).standard_normal(scan.picture.shape, np.float32) * strength
    scan.picture = (scan.picture + grain).clip(0, 255).astype(np.uint8)


def skew(scan: Scan, most: float = 5.0) -> None:
    """Put askew on the glass."""
    scan.note("skew")
    angle = scan.chance.choice((scan.chance.uniform(-most, most), scan.chance.gauss(0, most / 4)))
    angle = max(-most, min(most, angle))
    height, width = scan.picture.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    paper = int(np.percentile(scan.picture, 90))
    scan.picture = cast(
        Picture,
        cv2.warpAffine(
            scan.picture, turn[:2], (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper, paper, paper)
        ),
    )
    scan.moved(turn)


def crease(scan: Scan) -> None:
    """The page was folded: a dark and a bright line, and one half a little darker."""
    scan.note("crease")
    height, width = scan.picture.shape[:2]
    across = scan.chance.random() < 0.6
    length = height if across else width
    at = length * scan.chance.choice((1 / 3, 1 / 2, 2 / 3)) + scan.chance.uniform(-20, 20)
    distance = np.arange(length, dtype=np.float32) - at
    shade = 1 - 0.16 * np.exp(-((distance / 2.2) ** 2)) + 0.05 * np.exp(-(((distance - 5) / 3) ** 2))
    shade -= 0.06 * np.exp(-np.abs(distance) / 40) * (distance > 0)
    _multiply(scan, shade[:, None] if across else shade[None, :])


def edge_shadow(scan: Scan) -> None:
    """The lid was not shut: dark at an edge."""
    scan.note("shadow")
    height, width = scan.picture.shape[:2]
    reach = scan.chance.uniform(0.05, 0.16)
    ramp = 1 - scan.chance.uniform(0.25, 0.5) * np.exp(-np.arange(width, dtype=np.float32) / (width * reach / 2))
    _multiply(scan, (ramp if scan.chance.random() < 0.5 else ramp[::-1])[None, :].repeat(height, 0))


def light(scan: Scan) -> None:
    """Light from one side, and its colour."""
    scan.note("light")
    height, width = scan.picture.shape[:2]
    angle, strength = scan.chance.uniform(0, 6.28), scan.chance.uniform(0.1, 0.35)
    y, x = np.mgrid[0:height:8, 0:width:8].astype(np.float32)
    ramp = (x / width - 0.5) * np.cos(angle) + (y / height - 0.5) * np.sin(angle)
    shade = cv2.resize((1 - strength * (ramp + 0.6)).astype(np.float32), (width, height))
    _multiply(scan, np.asarray(shade))
    if scan.picture.ndim == 3:
        tint = np.array(
            [scan.chance.uniform(0.93, 1.0), scan.chance.uniform(0.95, 1.0), scan.chance.uniform(0.88, 1.0)]
        )
        scan.picture = (scan.picture * tint).clip(0, 255).astype(np.uint8)


def soft_shadow(scan: Scan) -> None:
    """The shadow of a hand or a phone."""
    scan.note("shadow")
    height, width = scan.picture.shape[:2]
    small = np.ones((height // 8, width // 8), np.float32)
    h, w = small.shape
    x, y = scan.chance.uniform(0, w), scan.chance.choice((0.0, float(h))) + scan.chance.uniform(-h / 8, h / 8)
    size = (int(w * scan.chance.uniform(0.3, 0.6)), int(h * scan.chance.uniform(0.15, 0.4)))
    cv2.ellipse(small, (int(x), int(y)), size, scan.chance.uniform(0, 180), 0, 360, scan.chance.uniform(0.6, 0.78), -1)
    small = cv2.GaussianBlur(small, (0, 0), scan.chance.uniform(3, 10))
    _multiply(scan, np.asarray(cv2.resize(small, (width, height))))


def moire(scan: Scan) -> None:
    """The grid of the screen against that of the sensor."""
    scan.note("moire")
    height, width = scan.picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = np.ones((height, width, 3), np.float32)
    period, angle = scan.chance.uniform(5, 26), scan.chance.uniform(0, 3.14)
    bend = scan.chance.uniform(0, 25) * np.sin(y / height * 3.14)
    for channel in range(3):
        a = angle + channel * 0.02
        wave = np.sin(6.283 * ((x + bend) * np.cos(a) + y * np.sin(a)) / (period * (1 + channel * 0.015)))
        shade[..., channel] -= scan.chance.uniform(0.03, 0.07) * (1 + wave)
    shade *= (1 - 0.05 * (np.sin(6.283 * y / scan.chance.uniform(2.2, 3.2)) > 0))[..., None]
    cold = np.array([0.92, 0.97, 1.0], np.float32)
    scan.picture = (scan.picture * shade * cold).clip(0, 255).astype(np.uint8)


def _multiply(scan: Scan, shade: NDArray[np.float32]) -> None:
    wide = shade[..., None] if scan.picture.ndim == 3 else shade
    scan.picture = (scan.picture * wide).clip(0, 255).astype(np.uint8)


def _table(scan: Scan) -> Picture:
    """Something that a page lies on: wood, or a plain desk."""
    height, width = (int(side * 1.14) for side in scan.picture.shape[:2])
    chance = scan.chance
    colour = np.array(
        chance.choice(((142, 104, 70), (96, 70, 52), (120, 122, 126), (176, 160, 138), (60, 66, 74))), np.float32
    )
    rough = _random(chance).standard_normal((height // 4, max(2, width // 90))).astype(np.float32)
    grain = cv2.resize(cv2.GaussianBlur(rough, (0, 0), 1.2), (width, height)) * chance.uniform(5, 16)
    return (colour + grain[..., None]).clip(0, 255).astype(np.uint8)


def perspective(scan: Scan, ground: Picture, most: float) -> None:
    """The page seen from a corner, on what it lies on."""
    scan.note("perspective")
    chance = scan.chance
    height, width = scan.picture.shape[:2]
    high, wide = ground.shape[:2]
    left, top = (wide - width) / 2, (high - height) / 2
    corners = [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
    turn = np.deg2rad(chance.uniform(-3, 3))
    moved = []
    for x, y in corners:
        dx, dy = x - wide / 2, y - high / 2
        x, y = wide / 2 + dx * np.cos(turn) - dy * np.sin(turn), high / 2 + dx * np.sin(turn) + dy * np.cos(turn)
        inward = (-np.sign(dx) * chance.uniform(0, most) * width, -np.sign(dy) * chance.uniform(0, most) * height)
        moved.append((min(max(x + inward[0], 4), wide - 4), min(max(y + inward[1], 4), high - 4)))
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(moved, np.float32))
    page = cv2.warpPerspective(scan.picture, matrix, (wide, high), flags=cv2.INTER_AREA)
    there = cv2.warpPerspective(np.ones((height, width), np.float32), matrix, (wide, high))
    shadow = cv2.GaussianBlur(np.roll(there, (10, 8), (0, 1)), (0, 0), 9)
    under = ground * (1 - 0.45 * shadow[..., None])
    scan.picture = (page * there[..., None] + under * (1 - there[..., None])).clip(0, 255).astype(np.uint8)
    scan.moved(np.asarray(matrix, np.float64))


def seal(scan: Scan) -> None:
    """A red seal, often over text."""
    scan.note("seal")
    chance, dpi = scan.chance, scan.dpi
    side = round(chance.uniform(38, 44) / 25.4 * dpi)
    text = chance.choice(
        (
            "宏达机械制造有限公司",
            "社会保险事业服务中心",
            "人力资源和社会保障局",
            "银光化工集团有限公司",
            "长通汽车运输有限责任公司",
        )
    )
    mask = np.asarray(_seal(text, side).rotate(chance.uniform(-25, 25), Image.Resampling.BICUBIC), np.float32) / 255
    rough = _random(chance).random((side // 5 + 1, side // 5 + 1)).astype(np.float32)
    worn = cv2.resize(rough, mask.shape[::-1], interpolation=cv2.INTER_CUBIC)
    mask = (mask * (0.62 + 0.5 * worn)).clip(0, 1) * chance.uniform(0.6, 0.9)
    height, width = scan.picture.shape[:2]
    left = round(chance.uniform(0.08, 0.9) * (width - side))
    top = round(chance.uniform(0.35, 0.95) * (height - side))
    here = scan.picture[top : top + side, left : left + side].astype(np.float32)
    ink = here * np.array(_SEAL, np.float32) / 255
    scan.picture = scan.picture.copy()
    scan.picture[top : top + side, left : left + side] = (here * (1 - mask[..., None]) + ink * mask[..., None]).astype(
        np.uint8
    )


def _seal(text: str, side: int) -> Image.Image:
    """A ring, a star, and a name around it."""
    big = side * 2
    image = Image.new("L", (big, big), 0)
    draw = ImageDraw.Draw(image)
    draw.ellipse((6, 6, big - 6, big - 6), outline=255, width=max(3, big // 42))
    middle, star = big / 2, big * 0.15
    corners = []
    for n in range(10):
        reach, angle = (star if n % 2 == 0 else star * 0.39), np.pi * (n / 5 - 0.5)
        corners.append((middle + reach * float(np.cos(angle)), middle + reach * float(np.sin(angle))))
    draw.polygon(corners, fill=255)
    size = big * 0.125
    font = face("song").at(size)
    span = np.deg2rad(min(270, 26 * len(text)))
    for n, character in enumerate(text):
        angle = -span / 2 + span * n / max(len(text) - 1, 1)
        tile = Image.new("L", (round(size * 1.6),) * 2, 0)
        ImageDraw.Draw(tile).text(
            (size * 0.8, size * 1.16), character, 255, font, anchor="ms", stroke_width=max(1, big // 400)
        )
        tile = tile.rotate(-float(np.rad2deg(angle)), Image.Resampling.BICUBIC)
        reach = big * 0.385
        x, y = middle + reach * float(np.sin(angle)), middle - reach * float(np.cos(angle))
        image.paste(255, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)
    return image.resize((side, side), Image.Resampling.LANCZOS)
