"""A scan or a phone's photo of a sheet → the sheet upright and flat: level lines, even light, no seals in the way.

Where the sheet's outline shows on a darker ground, its perspective is undone; then its ruling lines are made level and
plumb, or where it has none its rows of text. What is not sure is left as it is. Every step finds a homography on a
small draft; the picture itself is sampled once.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

_Bytes: TypeAlias = NDArray[np.uint8]
_Floats: TypeAlias = NDArray[np.float64]
_Mask: TypeAlias = NDArray[np.bool_]

LEAST_DPI, MOST_DPI = 150.0, 300.0
"""Pages are enlarged to the one and shrunk to the other: small print is read at the one, nothing is gained beyond."""
_A4 = (210 / 25.4, 297 / 25.4)
"""Inches."""
_LONGEST = 6000
"""Pixels of the longer side of a picture; OpenCV warps none beyond 32,767, and no page needs as many."""
_DRAFT = 1240
"""Pixels of the longer side of the drafts in which lines are looked for: 105 dpi."""
_SMALL = 620
"""Pixels of the longer side of the picture in which the sheet's outline is looked for."""

_SHEET = 0.2
"""The least share of a photo that a sheet covers: below, it can hardly be read."""
_FILLED = 0.93
"""The share of a quadrilateral that is light where it is a sheet, at least."""
_STEP = 12
"""Levels by which the ground beside a sheet is darker, at least; see also :data:`_DARKER`."""
_BESIDE = 0.8
"""The share of a side of a sheet that shows the step, at least."""
_SHARP = 0.55
"""The share of the step that is done within four pixels."""
_DARKER = 0.15
"""The ground beside a sheet is darker by this share at least."""
_SEEN = 0.3
"""The least share of a side beside which the ground is in the picture."""
_BENT = 0.012
"""So much of its length an outline may be off from straight sides."""
_SHORT_SIDE = 0.05
"""Of an outline's length: shorter sides are bent or torn corners."""
_SQUARE = 35.0
"""Degrees by which a sheet's corners may be off from square, seen aslant."""
_OPPOSITE = 1.8
"""Opposite sides differ by no larger factor."""
_MOST_OF = 0.5
"""The least share of a photo that a sheet covers whose sides it does not show all."""
_NEAR = 0.008
"""A side nearer to the picture's edge than this share of the longer side is where the picture ends, not the sheet."""
_INSET = 0.003
"""This share of a sheet's size is cut off all around: its edge throws a shadow."""
_ASPECT = 0.25
"""A sheet whose sides' ratio is off from A4's by this share is A4, seen aslant."""
_DISAGREE = 8.0
"""Degrees: ruling lines that are off from the sheet's edges by more show that it was no sheet's edge."""

_NEARLY = 3.0
"""Degrees: lines found so near to level need not be looked for again when they are."""
_ASLANT = 0.25
"""The share of pieces of lines that may disagree."""
_MARGIN = 0.008
"""Of a sheet's longer side, 2 mm: ruling lines that end nearer to its edge run out of it."""
_RUN_OUT = 4
"""So many pieces of lines run out where a sheet is cut; a line has two edges."""
_INK_OUT = 0.12
"""The share of a sheet's edge beside which there is text, at most."""
_TRIED = 3
"""So many outlines are tried."""
_BLACK_GROUND = 0.25
"""The black around a sheet in a scanner against its paper."""
_THICK = 9
"""Pixels of 1240: thinner black things that touch the picture's edge may be lines."""
_STEEPEST = 25.0
"""Degrees that a ruling line may be off: skew and perspective come to so much together."""
_SHEAR = 12.0
"""Degrees by which what is level and what is plumb may be off from a right angle in a photo."""
_SHORTEST = 0.04
"""Of the draft's longer side: shorter pieces of lines may be strokes of characters."""
_TOLERANCE = 0.6
"""Degrees that a piece of a ruling line may be off from what the others say."""
_PIECES = 6
"""So many pieces of lines say how the others run."""
_LENGTH = 1.5
"""So often the draft's longer side do these pieces measure together, at least; a line has two edges."""
_KEYSTONE = 0.25
"""How much the direction of lines may plausibly change over half a page's diagonal (radians, one sigma)."""
_KEYSTONE_LEFT = 0.04
"""The same when perspective was undone by the sheet's outline."""
_MOST_KEYSTONE = 0.4
"""The same at most: no page is read that is seen more aslant."""
_UNCERTAIN = 0.0004
"""How far off a piece of a line is that is as long as the draft, in radians, one sigma."""
_GROWN = 0.3
"""The share of its size by which a page grows at most at each side when lines are made level."""
_UNMOVED = 1.5
"""Pixels at 150 dpi: a correction that moves no corner by more is none."""
_SKEW = 12.0
"""Degrees: so far rows of text are followed."""

_LIGHT = 2.0
"""Pixels per millimetre of the picture of the light on the paper."""
_LARGEST_INK = 15
"""Millimetres: the widest thing that is ink and not shadow, such as a seal's star."""
_DARKEST = 40
"""Levels: paper in the deepest shadow."""
_GRAIN = 0.85
"""How much darker than its lightest grains paper is in a noisy picture, at most."""
_RED = 34
"""Levels by which red outshines green in ink of seals."""
_STRONG = 70
"""The same in the middle of a stroke: what is nowhere so red is noise of colour."""
_MAGENTA = 50
"""Levels by which red with these added must outshine blue, by as much: else it is ink of a blue or purple pen."""
_LARGEST_SEAL = 100.0
"""Millimetres: larger red things are ruling lines or a table under the sheet, which stay."""
_PALEST_INK, _BLACK = 140.0, 24.0
"""Levels of red: of ink of seals at least, of black text at most."""
_SPECK = 0.5
"""Square millimetres: smaller red things are specks."""
_FRINGE = 0.5
"""Millimetres around seal ink that are tinged."""


@dataclass(frozen=True)
class Paper:
    """A page of paper upright and flat.

    ``gray``: paper near white (255), ink dark, light even; red and magenta ink is taken out, text under it stays. Blue
    ink stays; so does a blue seal, and red handwriting is lost. ``colour``: the same place by place in RGB, light as
    it was. ``seal``: where red or magenta ink is. ``dpi`` is estimated from the page's size taken for A4.
    """

    gray: NDArray[np.uint8]
    colour: NDArray[np.uint8]
    seal: NDArray[np.bool_]
    dpi: float

    def turned(self, quarters: int) -> Paper:
        """The page turned anticlockwise by quarters."""

        gray, colour = (np.ascontiguousarray(np.rot90(array, quarters)) for array in (self.gray, self.colour))
        return Paper(gray, colour, np.ascontiguousarray(np.rot90(self.seal, quarters)), self.dpi)


def straighten(picture: NDArray[np.uint8]) -> Paper:
    """The sheet in a picture (H x W x 3 RGB) upright and flat.

    Undone are: perspective, where the sheet's outline or ruling lines show it; skew up to 12 degrees (rows of text) or
    25 (ruling lines), any with an outline; a turn by a quarter, told by how rows of text run (not whether the page
    stands on its head). The page is scaled to 150 to 300 dpi.
    """
    picture = _shrunk(picture, _LONGEST)
    reduced = _shrunk(picture, 2 * _SMALL)
    for sheet in (*_sheets_in(reduced)[:_TRIED], None):
        pose = _pose(picture, reduced, sheet)
        if pose is not None:
            break
    assert pose is not None
    colour, ground, dpi = _taken(picture, pose, _ground(reduced, sheet))
    gray, seal = _ink(colour, dpi)
    if ground is not None:
        gray[ground] = 255
        colour[ground] = 255
        seal &= ~ground
    return Paper(gray, colour, seal, dpi)


# Where the sheet is


@dataclass(frozen=True)
class _Outline:
    """The outline of a sheet in shares of the picture's width and height. ``whole``: four corners from the top left
    clockwise (some may lie outside of the picture); else a polygon that ends where the picture does, of which
    ``edges`` are the sheet's own (two points of each, clockwise), off from level and plumb by ``turn`` degrees."""

    corners: _Floats
    whole: bool
    edges: tuple[_Floats, ...] = ()
    turn: float = 0.0


@dataclass(frozen=True)
class _Side:
    """A straight piece of an outline, clockwise, and the line through it (a x + b y + c = 0)."""

    start: _Floats
    end: _Floats
    line: _Floats

    @property
    def length(self) -> float:
        return _length(self.end - self.start)

    @property
    def points(self) -> _Floats:
        """Its ends moved onto the line."""
        ends = np.stack([self.start, self.end])
        off = (ends @ self.line[:2] + self.line[2]) / _length(self.line[:2])
        return np.asarray(ends - off[:, None] * self.line[:2] / _length(self.line[:2]))


def _sheets_in(reduced: _Bytes) -> list[_Outline]:
    """Outlines of what may be the sheet in a photo, the best first: light, straight sides, the ground around darker.
    Whole ones are better, then larger ones: what a shadow cuts off from a sheet is smaller."""
    small = _shrunk(reduced, _SMALL)
    lightness = _closed(_gray(cv2.medianBlur(_least(small), 3)), 9)
    polygons = [polygon for mask in _light_things(small, lightness) if (polygon := _polygon(mask)) is not None]
    found = [outline for polygon in polygons if (outline := _outline(lightness, *polygon)) is not None]
    found.sort(key=lambda outline: (not outline.whole, -cv2.contourArea(outline.corners.astype(np.float32))))
    different: list[_Outline] = []
    for outline in found:
        if not any(_alike(outline, other) for other in different):
            different.append(outline)
    return different


def _alike(one: _Outline, other: _Outline) -> bool:
    same = one.whole == other.whole and one.corners.shape == other.corners.shape
    return same and bool(np.abs(one.corners - other.corners).max() < _NEAR)


def _light_things(small: _Bytes, lightness: _Bytes) -> Iterator[_Bytes]:
    """Masks of what may be paper: lighter than a level, or with less colour, which shadows do not change."""
    otsu, _ = cv2.threshold(lightness, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    light, dark = lightness[lightness > otsu], lightness[lightness <= otsu]
    if not light.size or not dark.size:
        return
    low, high = float(np.median(dark)), float(np.median(light))
    for level in (otsu, *(low + share * (high - low) for share in (0.25, 0.4, 0.6, 0.75))):
        yield np.asarray(lightness > level, np.uint8)
    closed = _gray(cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)))
    brightest = np.maximum(_most(closed), 1)
    colour = _gray(cv2.medianBlur(_gray(cv2.divide(brightest - _least(closed), brightest, scale=255)), 5))
    otsu, _ = cv2.threshold(colour, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    yield np.asarray(colour <= otsu, np.uint8)


def _polygon(mask: _Bytes) -> tuple[_Floats, _Floats] | None:
    """The contour of the largest light thing and the corners of its hull, if it is as large and full as a sheet."""
    mask = _gray(cv2.morphologyEx(_closed(mask, 5), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)))
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)
    hull = cv2.convexHull(contour)
    area, full = cv2.contourArea(contour), cv2.contourArea(hull)
    if area < max(_SHEET * mask.size, _FILLED * full):
        return None
    corners = cv2.approxPolyDP(hull, _BENT * cv2.arcLength(hull, closed=True), closed=True)
    return np.asarray(contour[:, 0], np.float64), _clockwise(np.asarray(corners[:, 0], np.float64))


def _outline(lightness: _Bytes, contour: _Floats, corners: _Floats) -> _Outline | None:
    """The outline whose corners are given, if all its sides that lie in the picture are a sheet's edges."""
    height, width = lightness.shape
    around = sum(_length(end - start) for start, end in _sides(corners))
    sides = []
    for start, end in _sides(corners):
        if _length(end - start) < _SHORT_SIDE * around or _at_border(start, end, width, height):
            continue
        line = _fitted(contour, start, end)
        if line is None:
            return None
        shown = _step_shown(lightness, start, end, line)
        if shown is None:
            continue
        if shown < _BESIDE:
            return None
        sides.append(_Side(start, end, line))
    if len(sides) == 4 and (whole := _whole_corners(sides, width, height)) is not None:
        return _Outline(whole / (width, height), True)
    if not 1 <= len(sides) <= 4 or cv2.contourArea(corners.astype(np.float32)) < _MOST_OF * width * height:
        return None
    turns = [_turn(side.end - side.start) for side in sides]
    longest = max(range(len(sides)), key=lambda number: sides[number].length)
    if any(abs((turn - turns[longest] + 45) % 90 - 45) > _SQUARE for turn in turns):
        return None
    edges = tuple(side.points / (width, height) for side in sides)
    return _Outline(corners / (width, height), False, edges, turns[longest])


def _turn(run: _Floats) -> float:
    """Degrees that a direction is off from level or plumb, -45 to 45."""
    return float((np.degrees(np.arctan2(run[1], run[0])) + 45) % 90 - 45)


def _fitted(contour: _Floats, start: _Floats, end: _Floats) -> _Floats | None:
    """The line through the points of a contour between two corners, but for their ends, since corners are bent."""
    length = max(1.0, _length(end - start))
    along = (end - start) / length
    place = contour - start
    share = place @ along / length
    off = np.abs(place @ np.array([-along[1], along[0]]))
    near = contour[(share > 0.08) & (share < 0.92) & (off < 0.02 * length + 4)]
    if len(near) < 20:
        return None
    dx, dy, x, y = cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return np.array([-dy, dx, dy * x - dx * y], np.float64)


def _whole_corners(sides: list[_Side], width: int, height: int) -> _Floats | None:
    """Where four sides meet, if that is how a sheet of paper may be seen."""
    crossings = [np.cross(sides[i - 1].line, sides[i].line) for i in range(4)]
    if any(abs(c[2]) < 1e-6 for c in crossings):
        return None
    corners = _clockwise(np.array([c[:2] / c[2] for c in crossings]))
    if not np.all((corners > (-0.3 * width, -0.3 * height)) & (corners < (1.3 * width, 1.3 * height))):
        return None
    runs = [end - start for start, end in _sides(corners)]
    for number, run in enumerate(runs):
        following, opposite = runs[(number + 1) % 4], runs[(number + 2) % 4]
        cosine = float(run @ following) / (_length(run) * _length(following) + 1e-9)
        if abs(cosine) > np.sin(np.radians(_SQUARE)) or _length(run) > _OPPOSITE * _length(opposite):
            return None
    return corners


def _clockwise(corners: _Floats) -> _Floats:
    """The corners of a convex polygon from the top left one clockwise."""
    centre = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - centre[1], corners[:, 0] - centre[0])
    corners = corners[np.argsort(angles)]
    return np.roll(corners, -int(np.argmin(corners.sum(axis=1))), axis=0)


def _sides(corners: _Floats) -> Iterator[tuple[_Floats, _Floats]]:
    return zip(corners, np.roll(corners, -1, axis=0), strict=True)


def _length(run: _Floats) -> float:
    return float(np.hypot(run[0], run[1]))


def _at_border(start: _Floats, end: _Floats, width: int, height: int) -> bool:
    """Whether a side lies where the picture ends."""
    points = np.linspace(start, end, 9)[1:-1]
    left, top = points[:, 0], points[:, 1]
    near = _NEAR * max(width, height)
    return any(bool(np.mean(away < near) > 0.6) for away in (left, top, width - 1 - left, height - 1 - top))


def _step_shown(lightness: _Bytes, start: _Floats, end: _Floats, line: _Floats) -> float | None:
    """The share of a side along which it is lighter inside (to the right of the way) than outside, at once: the
    edge of a shadow is soft. None where the picture ends too near to the side to tell."""
    along = (end - start) / max(1.0, _length(end - start))
    inward = np.array([-along[1], along[0]])
    points = start + np.linspace(0.06, 0.94, 60)[:, None] * (end - start)
    normal = line[:2] / np.hypot(line[0], line[1])
    points = points - (points @ normal + line[2] / np.hypot(line[0], line[1]))[:, None] * normal
    away = np.arange(-11, 12)
    profile = _at(lightness, points + away[:, None, None] * inward)
    inside, outside = profile[-5:].max(axis=0), np.median(profile[:5], axis=0)
    sharp = (profile[4:] - profile[:-4])[4:-4].max(axis=0)
    step = inside - outside
    shown = (step >= np.maximum(_STEP, _DARKER * inside)) & (sharp >= _SHARP * step)
    beyond = points + away[3] * inward
    seen = np.all((beyond >= 0) & (beyond < lightness.shape[::-1]), axis=1)
    return float(np.mean(shown[seen])) if np.mean(seen) > _SEEN else None


def _at(image: _Bytes, places: _Floats) -> _Floats:
    """The levels of an image at places (x, y), at its edge for places beyond."""
    x = np.clip(np.rint(places[..., 0]), 0, image.shape[1] - 1).astype(np.intp)
    y = np.clip(np.rint(places[..., 1]), 0, image.shape[0] - 1).astype(np.intp)
    return np.asarray(image[y, x], np.float64)


def _closed(image: _Bytes, reach: int) -> _Bytes:
    return _gray(cv2.morphologyEx(image, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8)))


def _widened(corners: _Floats, width: int, height: int) -> _Floats:
    """A polygon whose corners near to where the picture ends are moved beyond: nothing is cut off there."""
    near = _NEAR * max(width, height) * 1.5
    low, high = corners < near, corners > np.array([width, height]) - near
    return np.where(low, corners - 2 * near, np.where(high, corners + 2 * near, corners))


def _ground(reduced: _Bytes, sheet: _Outline | None) -> _Bytes | None:
    """A mask (255) of what beside the sheet is in a picture, None where that is nothing: what is outside of the
    sheet's outline; where none was found, the black that a scanner leaves around a sheet."""
    height, width = reduced.shape[:2]
    if sheet:
        if sheet.whole:
            return None
        y, x = np.mgrid[0:height, 0:width].astype(np.float32)
        outside = np.zeros((height, width), np.bool_)
        for edge in sheet.edges:
            start, end = edge * (width, height)
            dx, dy = (end - start) / max(1.0, _length(end - start))
            outside |= (y - start[1]) * dx - (x - start[0]) * dy < _INSET * height
        return np.asarray(outside, np.uint8) * 255
    lightness = _most(reduced)
    dark = np.asarray(lightness < _BLACK_GROUND * float(np.percentile(lightness[::3, ::3], 75)), np.uint8)
    # What is beyond the picture is taken for black, so that thin wedges along its edge are thick.
    framed = cv2.copyMakeBorder(dark, _THICK, _THICK, _THICK, _THICK, cv2.BORDER_CONSTANT, value=1)
    thick = _gray(cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((_THICK, _THICK), np.uint8)))
    _, labels = cv2.connectedComponents(thick, connectivity=8)
    frame = np.asarray(labels == labels[0, 0], np.uint8)[_THICK:-_THICK, _THICK:-_THICK] * 255
    return _gray(cv2.dilate(frame, np.ones((7, 7), np.uint8))) if frame.any() else None


# How the page lies in the picture


@dataclass(frozen=True)
class _Pose:
    """``matrix`` leads from the picture (in its pixels) to a page of ``size`` (width, height) in pixels of about the
    same size."""

    matrix: _Floats
    size: tuple[float, float]
    dpi: float

    def then(self, matrix: _Floats, size: tuple[float, float]) -> _Pose:
        return replace(self, matrix=matrix @ self.matrix, size=size)

    def draft(self, reduced: _Bytes, scale: float) -> _Bytes:
        """A small gray picture of the page, from a picture reduced by ``scale``."""
        shrink = min(1.0, _DRAFT / max(self.size))
        size = (max(1, round(self.size[0] * shrink)), max(1, round(self.size[1] * shrink)))
        matrix = _scaling(shrink) @ self.matrix @ _scaling(1 / scale)
        gray = cv2.cvtColor(reduced, cv2.COLOR_RGB2GRAY)
        return _gray(cv2.warpPerspective(gray, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def _pose(picture: _Bytes, reduced: _Bytes, sheet: _Outline | None) -> _Pose | None:
    """How the page lies in a picture; None where its lines show that what was taken for a sheet is none."""
    height, width = picture.shape[:2]
    pose = _on_sheet(sheet, width, height) if sheet else _whole(width, height)
    scale = reduced.shape[1] / width
    draft = pose.draft(reduced, scale)
    if _runs_down(draft):
        w, h = pose.size
        pose = pose.then(np.array([[0, 1, 0], [-1, 0, w], [0, 0, 1.0]]), (h, w))
        draft = _gray(np.ascontiguousarray(np.rot90(draft)))
    for again in (False, True):
        pieces = _pieces(draft)
        if sheet and not again and (_aslant(pieces, draft) or (sheet.whole and _runs_out(pieces, draft))):
            return None
        keystone = _KEYSTONE_LEFT if sheet and sheet.whole else _KEYSTONE
        correction = _level(pieces, draft, again, keystone, _DISAGREE if sheet and sheet.whole else _STEEPEST)
        if correction is None:
            break
        pose = _corrected(pose, correction, draft.shape, keep=sheet is not None)
        if _turn_of(correction, draft.shape) < _NEARLY:
            break
        draft = pose.draft(reduced, scale)
    return pose


def _aslant(pieces: _Floats, draft: _Bytes) -> bool:
    """Whether many lines in a draft are neither level nor plumb, so that its frame is no sheet but light."""
    longer, length = max(draft.shape), pieces[:, 4]
    least = np.minimum(np.abs(pieces[:, 2]), np.abs(pieces[:, 3]))
    aslant = float(length[least > np.sin(np.radians(_DISAGREE)) * length].sum())
    return bool(aslant > 2 * longer and aslant > _ASLANT * length.sum())


def _runs_out(pieces: _Floats, draft: _Bytes) -> bool:
    """Whether lines or text in a draft run out of its frame, which then is no sheet but light."""
    height, width = draft.shape
    longer = max(height, width)
    for run, other, middle, side in ((2, 3, 0, width), (3, 2, 1, height)):
        straight = np.abs(pieces[:, other]) < np.tan(np.radians(_DISAGREE)) * np.abs(pieces[:, run])
        reach = np.abs(pieces[:, run]) / 2
        for end in (side / 2 + pieces[:, middle] - reach, side / 2 - pieces[:, middle] - reach):
            if np.sum(straight & (end < _MARGIN * longer)) >= _RUN_OUT:
                return True
    ink, near, far = _inked(draft), round(_MARGIN * longer / 2), round(_MARGIN * longer * 2)
    strips = (ink[near:far], ink[-far:-near], ink[:, near:far].T, ink[:, -far:-near].T)
    return any(bool(np.mean(strip.any(axis=0)) > _INK_OUT) for strip in strips)


def _whole(width: int, height: int) -> _Pose:
    return _Pose(np.eye(3), (width, height), (width * height / (_A4[0] * _A4[1])) ** 0.5)


def _on_sheet(sheet: _Outline, width: int, height: int) -> _Pose:
    """The page on a sheet: flat where its outline is whole, else only turned so that its edges are level."""
    corners = sheet.corners * (width, height)
    if not sheet.whole:
        return _turned_sheet(corners, sheet.turn, width, height)
    top, right, bottom, left = (_length(end - start) for start, end in _sides(corners))
    w, h = max(top, bottom), max(left, right)
    if abs(max(w, h) / min(w, h) / 2**0.5 - 1) < _ASPECT:
        shorter, longer = (w * h / 2**0.5) ** 0.5, (w * h * 2**0.5) ** 0.5
        w, h = (longer, shorter) if w > h else (shorter, longer)
    cut = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * _INSET * (w, h)
    flat = np.array([[0, 0], [w, 0], [w, h], [0, h]]) + cut
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat.astype(np.float32))
    return _Pose(np.asarray(matrix, np.float64), (w, h), (w * h / (_A4[0] * _A4[1])) ** 0.5)


def _turned_sheet(corners: _Floats, turn: float, width: int, height: int) -> _Pose:
    """The page on a sheet that is not whole."""
    corners = _widened(corners, width, height)
    angle = np.radians(turn)
    rotated = np.array([[np.cos(angle), np.sin(angle), 0], [-np.sin(angle), np.cos(angle), 0], [0, 0, 1.0]])
    moved = _moved(rotated, corners)
    (left, top), (right, bottom) = moved.min(axis=0), moved.max(axis=0)
    matrix = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1.0]]) @ rotated
    w, h = float(right - left), float(bottom - top)
    return _Pose(matrix, (w, h), (w * h / (_A4[0] * _A4[1])) ** 0.5)


def _turn_of(correction: _Floats, shape: tuple[int, ...]) -> float:
    """Degrees by which a correction turns the page's edges, at most; of the middle of its sides."""
    height, width = shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64) - (width / 2, height / 2)
    moved = _moved(correction, corners)
    across = [np.degrees(np.arctan2(d[1], d[0])) for d in (moved[1] - moved[0], moved[2] - moved[3])]
    down = [np.degrees(np.arctan2(-d[0], d[1])) for d in (moved[3] - moved[0], moved[2] - moved[1])]
    return float(np.abs([*across, *down]).max())


def _corrected(pose: _Pose, correction: _Floats, shape: tuple[int, ...], keep: bool) -> _Pose:
    """A pose after a correction found in a draft (from its centre). With ``keep`` the page's frame stays, else it
    grows so that nothing is cut off."""
    width, height = pose.size
    shrink = shape[1] / width
    centre = np.array([[1, 0, width / 2], [0, 1, height / 2], [0, 0, 1.0]])
    matrix = centre @ _scaling(1 / shrink) @ correction @ _scaling(shrink) @ np.linalg.inv(centre)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    moved = _moved(matrix, corners)
    if np.abs(moved - corners).max() < _UNMOVED * pose.dpi / LEAST_DPI:
        return pose
    if keep:
        return pose.then(matrix, pose.size)
    beyond = _GROWN * np.array([width, height])
    low = np.maximum(moved.min(axis=0), -beyond)
    high = np.minimum(moved.max(axis=0), beyond + np.array([width, height]))
    shift = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1.0]])
    return pose.then(shift @ matrix, (float(high[0] - low[0]), float(high[1] - low[1])))


def _scaling(by: float) -> _Floats:
    return np.diag([by, by, 1.0])


def _moved(matrix: _Floats, points: _Floats) -> _Floats:
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:])


# How lines and rows run


def _level(pieces: _Floats, draft: _Bytes, again: bool, keystone: float, steepest: float) -> _Floats | None:
    """The homography (in the draft's pixels from its centre) that makes ruling lines level and plumb which are off by
    ``steepest`` degrees at most; rows of text where there are none; None where neither tells."""
    height, width = draft.shape
    half = (width**2 + height**2) ** 0.5 / 2
    across = _family(pieces, half, max(height, width), keystone, steepest)
    down = _family(pieces[:, [1, 0, 3, 2, 4]], half, max(height, width), keystone, steepest)
    if across and down and abs(across[0] + down[0]) > np.tan(np.radians(_SHEAR)):
        down = None  # stripes of a screen, a fold: level lines and rows of text are many
    if across is None and down is None:
        if again or (skew := _row_skew(draft)) is None:
            return None
        across = (float(np.tan(np.radians(skew))), 0.0)
    if across is None:
        assert down is not None
        across = (-down[0], 0.0)
    if down is None:
        down = (-across[0], 0.0)
    return _scaling(half) @ _plumb(across, down) @ _scaling(1 / half)


def _pieces(draft: _Bytes) -> _Floats:
    """Straight pieces of edges: x, y of the middle from the draft's centre, its run in x and y, its length."""
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(draft)[0]
    if found is None:
        return np.empty((0, 5))
    ends = np.asarray(found, np.float64).reshape(-1, 4)
    height, width = draft.shape
    run = ends[:, 2:] - ends[:, :2]
    middle = (ends[:, :2] + ends[:, 2:]) / 2 - (width / 2, height / 2)
    length = np.hypot(run[:, 0], run[:, 1])
    pieces = np.column_stack([middle, run, length])
    return np.asarray(pieces[length >= _SHORTEST * max(width, height)])


def _family(pieces: _Floats, half: float, longer: int, keystone: float, steepest: float) -> tuple[float, float] | None:
    """How the level ones of pieces of lines run, as ``(v, w)``: at (x, y) in units of ``half`` their direction is
    (1 - w x, v - w y). None where too few agree."""
    pieces = pieces[np.abs(pieces[:, 3]) <= np.tan(np.radians(steepest)) * np.abs(pieces[:, 2])]
    if len(pieces) < _PIECES:
        return None
    pieces = pieces[np.argsort(-pieces[:, 4])]
    x, y, slope, length = pieces[:, 0] / half, pieces[:, 1] / half, pieces[:, 3] / pieces[:, 2], pieces[:, 4]
    lever = slope * x - y
    v, w = _agreed(slope, lever, length)
    near = np.zeros(len(slope), np.bool_)
    for tolerance in (1.5, 1.0, 0.7, 0.5, 0.5):
        off = np.abs(slope - v - w * lever)
        limit = np.radians(tolerance * _TOLERANCE)
        near = off < limit
        if near.sum() < 2:
            return None
        weight = np.where(near, (1 - (off / limit) ** 2) ** 2 * length**2, 0.0) / (longer * _UNCERTAIN) ** 2
        v, w = _solved(slope, lever, weight, keystone)
    enough = near.sum() >= _PIECES and length[near].sum() >= _LENGTH * longer
    return (v, w) if enough and abs(w) < _MOST_KEYSTONE else None


def _agreed(slope: _Floats, lever: _Floats, length: _Floats) -> tuple[float, float]:
    """The field of directions, of those that two of the longest pieces say, that most of all pieces agree with."""
    pairs = np.array([*itertools.combinations(range(min(len(slope), 40)), 2)])
    one, two = pairs[:, 0], pairs[:, 1]
    apart = lever[two] - lever[one]
    wide = np.abs(apart) > 0.15
    w = np.where(wide, (slope[two] - slope[one]) / np.where(wide, apart, 1.0), 0.0)
    w = np.where(np.abs(w) < _MOST_KEYSTONE, w, 0.0)
    v = slope[one] - w * lever[one]
    off = np.abs(slope[None, :] - v[:, None] - w[:, None] * lever[None, :])
    best = int(np.argmax((length * np.clip(1 - off / np.radians(_TOLERANCE), 0, None)).sum(axis=1)))
    return float(v[best]), float(w[best])


def _solved(slope: _Floats, lever: _Floats, weight: _Floats, keystone: float) -> tuple[float, float]:
    """Least squares for ``slope = v + w lever``; ``w`` is held near 0 as far as the lines do not tell it."""
    a = np.array([[weight.sum(), (weight * lever).sum()], [0.0, (weight * lever**2).sum() + 1 / keystone**2]])
    a[1, 0] = a[0, 1]
    v, w = np.linalg.solve(a, [(weight * slope).sum(), (weight * lever * slope).sum()])
    return float(v), float(w)


def _plumb(across: tuple[float, float], down: tuple[float, float]) -> _Floats:
    """The homography that sends the points where level and plumb lines meet to infinity, and leaves lengths at the
    centre as they are."""
    (v, w), (p, q) = across, down
    level, plumb = np.array([1.0, v, w]), np.array([p, 1.0, q])
    horizon = np.cross(level, plumb)
    projective = np.array([[1, 0, 0], [0, 1, 0], horizon / horizon[2]])
    axes = np.column_stack([level[:2] / np.hypot(*level[:2]), plumb[:2] / np.hypot(*plumb[:2])])
    affine = np.eye(3)
    affine[:2, :2] = np.linalg.inv(axes)
    return np.asarray(affine @ projective)


def _inked(draft: _Bytes) -> _Bytes:
    """The ink of a draft as 255, without long lines."""
    ink = _gray(cv2.adaptiveThreshold(draft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15))
    for kernel in (np.ones((1, 45), np.uint8), np.ones((45, 1), np.uint8)):
        lines = cv2.dilate(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), np.ones((3, 3), np.uint8))
        ink = _gray(cv2.subtract(ink, lines))
    return ink


def _runs_down(draft: _Bytes) -> bool:
    """Whether rows of text run up or down a draft: characters of a row stand nearer to each other than rows do."""
    ink = _inked(draft)
    across = down = 0.0
    for reach in (3, 5, 8):
        merged = cv2.dilate(ink, np.ones((reach, reach), np.uint8))
        _, _, stats, _ = cv2.connectedComponentsWithStats(merged, connectivity=8)
        wide, high = (stats[1:, side].astype(np.float64) for side in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
        thin = np.minimum(wide, high) < 0.05 * max(draft.shape)
        solid = thin & (stats[1:, cv2.CC_STAT_AREA] > 0.35 * wide * high) & (np.minimum(wide, high) > 8)
        across += float(np.clip(wide - 2 * high, 0, None)[solid].sum())
        down += float(np.clip(high - 2 * wide, 0, None)[solid].sum())
    return bool(down > 1.5 * across + 0.2 * max(draft.shape))


def _row_skew(draft: _Bytes) -> float | None:
    """Degrees that rows of text fall to the right, told by how sharply their profile stands out."""
    y, x = np.nonzero(_inked(draft))
    if len(x) < 500:
        return None
    x, y = x - draft.shape[1] / 2, y - draft.shape[0] / 2
    size = max(draft.shape)

    def sharpness(degrees: float) -> float:
        rows = np.rint(y - x * np.tan(np.radians(degrees)) + size).astype(np.intp)
        return float((np.diff(np.bincount(rows, minlength=2 * size).astype(np.float64)) ** 2).sum())

    best, scores = 0.0, {}
    for step, reach in ((0.5, _SKEW), (0.1, 0.6), (0.025, 0.15)):
        angles = best + np.arange(-reach, reach + step / 2, step)
        scores = {float(a): sharpness(float(a)) for a in angles}
        if step == 0.5 and max(scores.values()) < 2 * float(np.median([*scores.values()])):
            return None
        best = max(scores, key=lambda a: scores[a])
    return best


# The page's ink


def _taken(picture: _Bytes, pose: _Pose, ground: _Bytes | None) -> tuple[_Bytes, _Mask | None, float]:
    """The page in colour at a good size, where on it is no paper (None: nowhere), its dpi."""
    dpi = min(max(pose.dpi, LEAST_DPI), MOST_DPI)
    scale = dpi / pose.dpi
    if abs(scale - 1) < 0.01:
        scale, dpi = 1.0, pose.dpi
    size = (max(1, round(pose.size[0] * scale)), max(1, round(pose.size[1] * scale)))
    matrix, width = _scaling(scale) @ pose.matrix, picture.shape[1]
    if np.array_equal(pose.matrix, np.eye(3)):
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        same = picture.copy() if scale == 1 else _gray(cv2.resize(picture, size, interpolation=how))
        mask = None if ground is None else cv2.resize(ground, size, interpolation=cv2.INTER_NEAREST) > 0
        return same, mask, dpi
    if ground is None:
        ground = np.zeros((picture.shape[0] // 4 + 1, picture.shape[1] // 4 + 1), np.uint8)
    reduced = matrix @ np.diag([width / ground.shape[1], picture.shape[0] / ground.shape[0], 1.0])
    outside = cv2.warpPerspective(ground, reduced, size, flags=cv2.INTER_NEAREST, borderValue=255)
    if scale < 0.7:
        picture = _shrunk(picture, round(max(picture.shape) * scale))
    matrix = matrix @ _scaling(width / picture.shape[1])
    # What is beyond the picture gets the light of its rim, so that there is no edge there.
    flat = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return _gray(flat), np.asarray(cv2.dilate(outside, np.ones((5, 5), np.uint8)) > 0), dpi


def _ink(colour: _Bytes, dpi: float) -> tuple[_Bytes, _Mask]:
    """The ink of a page in even light, seals taken out; where seals are."""
    red, green, blue = (_even(_gray(channel), dpi) for channel in cv2.split(colour))
    seal = _seal(red, green, blue, dpi)
    gray = _gray(cv2.cvtColor(cv2.merge([red, green, blue]), cv2.COLOR_RGB2GRAY))
    gray = _gray(cv2.min(gray, red))
    if seal.any():
        reach = 2 * round(_FRINGE * dpi / 25.4) + 1
        around = cv2.dilate(seal.astype(np.uint8), np.ones((reach, reach), np.uint8)).astype(np.bool_)
        gray[around] = _gray(cv2.LUT(red, _bleaching(red[seal])))[around]
    return gray, seal


def _bleaching(red: _Bytes) -> _Bytes:
    """How levels of red where a seal is become gray: its ink white, what is as dark as text under it black."""
    ink = max(_PALEST_INK, float(np.percentile(red, 35)))
    levels = (np.arange(256) - _BLACK) * (255 / (ink - _BLACK))
    return _gray(np.clip(levels, 0, 255))


def _even(channel: _Bytes, dpi: float) -> _Bytes:
    """A channel divided by the light on the paper, which is what is left where ink is wiped away."""
    height, width = channel.shape
    shrink = min(1.0, _LIGHT * 25.4 / dpi)
    small = cv2.resize(
        channel, (max(1, round(width * shrink)), max(1, round(height * shrink))), interpolation=cv2.INTER_AREA
    )
    reach = round(_LARGEST_INK * _LIGHT) | 1
    bright = cv2.dilate(small, np.ones((3, 3), np.uint8))
    light = cv2.morphologyEx(
        bright, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8), borderType=cv2.BORDER_REPLICATE
    )
    light = _gray(cv2.blur(cv2.medianBlur(light, 5), (3, 3)))
    light = np.maximum(_gray(cv2.erode(light, np.ones((5, 5), np.uint8))), _DARKEST)  # else shadows get dark rims
    # The lightest of the grains of noise was taken for the light; the paper is darker than that, on the whole.
    grain = max(_GRAIN, float(np.median(small / light)))
    light = _gray(cv2.convertScaleAbs(light, alpha=min(1.0, grain)))
    full = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    return _gray(cv2.divide(channel, full, scale=255))


def _seal(red: _Bytes, green: _Bytes, blue: _Bytes, dpi: float) -> _Mask:
    """Where ink of seals is: redder than green, no bluer than red, in patches larger than specks."""
    bluer = np.maximum(blue, _MAGENTA) - np.uint8(_MAGENTA)
    redness = _gray(cv2.blur(cv2.min(cv2.subtract(red, green), cv2.subtract(red, bluer)), (3, 3)))
    ink = np.asarray(redness >= _RED, np.uint8)
    if not ink.any():
        return ink.astype(np.bool_)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    strong = np.zeros(len(stats), np.bool_)
    strong[np.unique(labels[redness >= _STRONG])] = True
    kept = strong & (stats[:, cv2.CC_STAT_AREA] >= _SPECK * (dpi / 25.4) ** 2)
    kept &= np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= _LARGEST_SEAL * dpi / 25.4
    kept[0] = False
    return np.asarray(kept[labels])


def _shrunk(picture: _Bytes, longest: int) -> _Bytes:
    height, width = picture.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return _gray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))


def _least(colour: _Bytes) -> _Bytes:
    """The least of red, green and blue."""
    red, green, blue = cv2.split(colour)
    return _gray(cv2.min(cv2.min(red, green), blue))


def _most(colour: _Bytes) -> _Bytes:
    """The most of red, green and blue."""
    red, green, blue = cv2.split(colour)
    return _gray(cv2.max(cv2.max(red, green), blue))


def _gray(array: object) -> _Bytes:
    return np.asarray(array, np.uint8)
