"""The ruling lines of a PDF page, out of what is drawn on it."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from retire_docs.sheets.characters import Turned, fast
from retire_docs.sheets.grid import Line

THICKEST = 5.0
"""Points: what is filled and thicker than this is an area, not a line."""
_STRAIGHT = 1.0
"""Points by which a line may miss the level or the plumb."""
_COVERING = 300 * 300.0
"""Square points of a picture that may hide text: a seal is smaller, a scanned page larger."""
_DEEPEST = 8
"""Forms in forms are followed so far."""


@dataclass
class Drawn:
    """What is drawn on a page: lines, places of pictures and of other shapes. ``covered``: a large picture is drawn
    over all of its text."""

    lines: list[Line] = field(default_factory=list)
    pictures: list[Line] = field(default_factory=list)
    shapes: list[Line] = field(default_factory=list)
    texts: int = 0
    covered_texts: int = 0

    @property
    def covered(self) -> bool:
        """Whether a picture is drawn over all text."""
        return 0 < self.texts == self.covered_texts


_P, _I = ctypes.c_void_p, ctypes.c_int
_count = fast(raw.FPDFPage_CountObjects, _P)
_get = fast(raw.FPDFPage_GetObject, _P, _I, result=_P)
_count_in = fast(raw.FPDFFormObj_CountObjects, _P)
_get_in = fast(raw.FPDFFormObj_GetObject, _P, ctypes.c_ulong, result=_P)
_type = fast(raw.FPDFPageObj_GetType, _P)
_bounds = fast(raw.FPDFPageObj_GetBounds, _P, _P, _P, _P, _P)
_matrix = fast(raw.FPDFPageObj_GetMatrix, _P, _P)
_mode = fast(raw.FPDFPath_GetDrawMode, _P, _P, _P)
_transparent = fast(raw.FPDFPageObj_HasTransparency, _P)
_segments = fast(raw.FPDFPath_CountSegments, _P)
_segment = fast(raw.FPDFPath_GetPathSegment, _P, _I, result=_P)
_point = fast(raw.FPDFPathSegment_GetPoint, _P, _P, _P)
_kind = fast(raw.FPDFPathSegment_GetType, _P)
_closes = fast(raw.FPDFPathSegment_GetClose, _P)


def read(page: Any, place: Turned, limit: int) -> Drawn | None:
    """What is drawn on a page; ``place`` is how it is displayed. None where there are more objects than ``limit``."""
    handle = ctypes.cast(page, ctypes.c_void_p)
    reader = _Reader(limit)
    return reader.drawn if reader.objects(handle, _count, _get, place, 0) else None


class _Reader:
    """Walks over objects. The variables that PDFium writes to are made once."""

    def __init__(self, limit: int) -> None:
        self.drawn = Drawn()
        self.left = limit
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._at = [ctypes.addressof(value) for value in self._floats]
        self._ints = [ctypes.c_int() for _ in range(2)]
        self._ints_at = [ctypes.addressof(value) for value in self._ints]
        self._m = raw.FS_MATRIX()

    def objects(self, handle: Any, count: Any, get: Any, place: Turned, depth: int) -> bool:
        """Read the objects of a page or a form; whether they are not too many."""
        number = count(handle)
        self.left -= max(number, 0)
        if self.left < 0:
            return False
        for index in range(number):
            item = get(handle, index)
            kind = _type(item)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self.path(item, place)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.picture(self.bounds(item, place), opaque=not _transparent(item))
            elif kind == raw.FPDF_PAGEOBJ_TEXT:
                self.drawn.texts += 1
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                inner = self.matrix(item).then(place)
                if not self.objects(item, _count_in, _get_in, inner, depth + 1):
                    return False
        return True

    def picture(self, box: Line, *, opaque: bool) -> None:
        """Add a picture, which may cover what was drawn before."""
        self.drawn.pictures.append(box)
        if opaque and (box.right - box.left) * (box.bottom - box.top) >= _COVERING:
            self.drawn.covered_texts = self.drawn.texts

    def bounds(self, item: int, place: Turned) -> Line:
        """Where an object is, displayed."""
        if not _bounds(item, *self._at):
            return Line(0, 0, 0, 0)
        left, bottom, right, top = (value.value for value in self._floats)
        return Line(*place.box(left, bottom, right, top))

    def matrix(self, item: int) -> Turned:
        m = self._m
        if not _matrix(item, ctypes.addressof(m)):
            return Turned(1, 0, 0, 1, 0, 0)
        return Turned(m.a, m.b, m.c, m.d, m.e, m.f)

    def path(self, item: int, place: Turned) -> None:
        """Add the lines of a path."""
        _mode(item, *self._ints_at)
        filled, stroked = self._ints[0].value, self._ints[1].value
        if not filled and not stroked:
            return
        segments = _segments(item)
        box = self.bounds(item, place)
        width, height = box.right - box.left, box.bottom - box.top
        if min(width, height) <= THICKEST and segments <= 5:
            if stroked:  # its bounds reach further by the pen's width
                pen = min(width, height) / 2
                box = Line(box.left + pen, box.top + pen, box.right - pen, box.bottom - pen) if pen < 2 else box
            self.drawn.lines.append(box)
            return
        self.drawn.shapes.append(box)
        if stroked or segments > 5:
            points = self.points(item, segments, self.matrix(item).then(place))
            if stroked:
                self.drawn.lines.extend(_edges(points))
            else:
                self.drawn.lines.extend(_thin(points))

    def points(self, item: int, segments: int, place: Turned) -> list[list[tuple[float, float] | None]]:
        """The pieces of a path, each as its corners; None where a curve ends."""
        x, y = self._floats[:2]
        pieces: list[list[tuple[float, float] | None]] = []
        for index in range(segments):
            segment = _segment(item, index)
            _point(segment, *self._at[:2])
            at = place.box(x.value, y.value, x.value, y.value)[:2]
            kind = _kind(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO or not pieces:
                pieces.append([])
            if kind == raw.FPDF_SEGMENT_BEZIERTO:
                pieces[-1].append(None)
            pieces[-1].append(at)
            if _closes(segment):
                pieces[-1].append(pieces[-1][0])
        return pieces


def _edges(pieces: list[list[tuple[float, float] | None]]) -> Iterator[Line]:
    """The straight level and plumb pieces of stroked paths."""
    for corners in pieces:
        for a, b in itertools.pairwise(corners):
            if a and b:
                width, height = abs(a[0] - b[0]), abs(a[1] - b[1])
                if min(width, height) <= _STRAIGHT < max(width, height):
                    yield Line(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def _thin(pieces: list[list[tuple[float, float] | None]]) -> Iterator[Line]:
    """The filled pieces that are thin enough for lines."""
    for corners in pieces:
        known = [corner for corner in corners if corner]
        xs, ys = [x for x, _ in known], [y for _, y in known]
        if len(known) == len(corners) and min(max(xs) - min(xs), max(ys) - min(ys)) <= THICKEST:
            yield Line(min(xs), min(ys), max(xs), max(ys))
