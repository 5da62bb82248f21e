"""The characters of a PDF page, each with its place as it is displayed."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from retire_docs.forms.printing.marks import of_symbol
from retire_docs.sheets.lines import ASCENT, DESCENT, Char, Clip

_SKEW = math.tan(math.radians(12))
"""Text that is turned further than this from the axes is a watermark, not the form's."""
_INVISIBLE = 3
"""The text render mode of text behind the picture of a scan."""
_SYMBOL_FONTS = ("wingdings", "wingdings 2")
_STAND_IN = "opensymbol"
"""What LibreOffice draws their characters with, under their codes; no code is a mark in both."""
_PRIVATE = range(0xF000, 0xF100)
_SYMBOL_CODES = {code for code in range(0x20, 0x100) if any(of_symbol(font, code) for font in _SYMBOL_FONTS)}
_BLANK = 0x20
_HYPHENS = (0x02, 0xFFFE)
"""What PDFium makes of a hyphen at a line's end."""


class Turned(NamedTuple):
    """From the space of a page's objects to the page as displayed, in points, y downwards: a matrix as PDF has."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box, displayed: left, top, right, bottom."""
        x1, y1 = self.a * left + self.c * bottom + self.e, self.b * left + self.d * bottom + self.f
        x2, y2 = self.a * right + self.c * top + self.e, self.b * right + self.d * top + self.f
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def then(self, other: Turned) -> Turned:
        """This, and then another."""
        a, b, c, d, e, f = self
        A, B, C, D, E, F = other  # noqa: N806
        return Turned(a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F)


def quarter(turns: int, width: float, height: float) -> Turned:
    """Turn a displayed page of this size anticlockwise by quarters."""
    return (
        Turned(1, 0, 0, 1, 0, 0),
        Turned(0, -1, 1, 0, 0, width),
        Turned(-1, 0, 0, -1, width, height),
        Turned(0, 1, -1, 0, height, 0),
    )[turns % 4]


@dataclass
class Text:
    """The characters of a page, and those that are drawn invisibly (behind the picture of a scan). Of ``unknown`` ones
    the file does not say what they are."""

    chars: list[Char] = field(default_factory=list)
    unseen: list[Char] = field(default_factory=list)
    unknown: int = 0

    def turn(self) -> int:
        """The way in which most of the text reads, in quarters clockwise."""
        counts = Counter(char.turn for char in self.chars or self.unseen if not char.text.isspace())
        return max(counts, key=lambda turn: (counts[turn], -turn), default=0)


class _Run(NamedTuple):
    """What the characters of a text object share."""

    object: int
    turn: int | None
    size: float
    base: float
    upright: bool
    invisible: bool
    unknown: bool
    symbols: bool
    clip: Clip | None


def fast(function: Any, *arguments: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """A function of PDFium without the checks of ctypes' pointers: it is called for every character."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    made: Callable[..., Any] = ctypes.CFUNCTYPE(result, *arguments)(address or 0)
    return made


_P, _I = ctypes.c_void_p, ctypes.c_int
_unicode = fast(raw.FPDFText_GetUnicode, _P, _I, result=ctypes.c_uint)
_object = fast(raw.FPDFText_GetTextObject, _P, _I, result=_P)
_loose = fast(raw.FPDFText_GetLooseCharBox, _P, _I, _P)
_tight = fast(raw.FPDFText_GetCharBox, _P, _I, _P, _P, _P, _P)
_origin = fast(raw.FPDFText_GetCharOrigin, _P, _I, _P, _P)
_matrix = fast(raw.FPDFText_GetMatrix, _P, _I, _P)
_generated = fast(raw.FPDFText_IsGenerated, _P, _I)
_render_mode = fast(raw.FPDFTextObj_GetTextRenderMode, _P)
_font_size = fast(raw.FPDFText_GetFontSize, _P, _I, result=ctypes.c_double)
_clip_path = fast(raw.FPDFPageObj_GetClipPath, _P, result=_P)
_clip_paths = fast(raw.FPDFClipPath_CountPaths, _P)
_clip_segments = fast(raw.FPDFClipPath_CountPathSegments, _P, _I)
_clip_segment = fast(raw.FPDFClipPath_GetPathSegment, _P, _I, _I, result=_P)
_point = fast(raw.FPDFPathSegment_GetPoint, _P, _P, _P)
_font_of = fast(raw.FPDFTextObj_GetFont, _P, result=_P)
_font_name = fast(raw.FPDFFont_GetBaseFontName, _P, _P, ctypes.c_size_t, result=ctypes.c_size_t)
_no_unicode = fast(raw.FPDFText_HasUnicodeMapError, _P, _I)


_FIRST_ACCENT = 0x300
_JUST = 0.001  # points


def count(page: Any) -> int:
    """How many characters a text page has."""
    return int(raw.FPDFText_CountChars(page))


def read(page: Any, place: Turned, width: float, height: float) -> Text:
    """The characters of a text page. ``place`` is how the page is displayed, in what size."""
    handle = ctypes.cast(page, ctypes.c_void_p)
    text, runs = Text(), _Runs(handle, place)
    box = raw.FS_RECTF()
    box_at = ctypes.addressof(box)
    append, a, e = text.chars.append, place.a, place.e
    upright_page = place.b == 0 and a > 0
    high = 0
    run: _Run | None = None
    for index in range(count(page)):
        code = _unicode(handle, index)
        owner = _object(handle, index)
        if not owner or (code == _BLANK and _generated(handle, index)):
            continue  # made up by PDFium: line ends, and spaces where it sees gaps
        if run is None or owner != run.object:
            run = runs.of(index, owner)
        if run.turn is None:
            continue
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if code < 0x20 or code in _HYPHENS:
            if code not in _HYPHENS:
                text.unknown += code not in (0x09, 0x0A, 0x0D)
                continue
            code = 0x2D
        char = chr(code)
        if code in _PRIVATE or (run.symbols and code in _SYMBOL_CODES):
            char = runs.symbol(index, code) or char
        text.unknown += run.unknown
        if run.upright and upright_page:
            _loose(handle, index, box_at)
            left, right = box.left * a + e, box.right * a + e
            size, base = run.size, run.base
            made = Char(char, left, base - ASCENT * size, right, base + DESCENT * size, base, size, 0)
        else:
            made = runs.turned(index, char, run)
        x, y = (made.left + made.right) / 2, (made.top + made.bottom) / 2
        if not (0 <= x <= width and 0 <= y <= height):
            continue
        if run.clip is not None and not run.clip.shows(x, y):
            made = made._replace(clip=run.clip)
        if code >= _FIRST_ACCENT and text.chars and unicodedata.combining(char):
            last = text.chars[-1]  # an accent stands wherever its font likes, and belongs to the letter before
            made = made._replace(left=last.left + _JUST, right=last.left + _JUST, base=last.base)
        if run.invisible:
            text.unseen.append(made)
        else:
            append(made)
    return text


class _Runs:
    """Asks PDFium for what text objects have, once for each."""

    def __init__(self, handle: Any, place: Turned) -> None:
        self.handle = handle
        self.place = place
        self._fonts: dict[int, str] = {}
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._four = tuple(ctypes.c_double() for _ in range(4))
        self._matrix = raw.FS_MATRIX()
        self._floats = ctypes.c_float(), ctypes.c_float()
        self._floats_at = [ctypes.addressof(value) for value in self._floats]

    def of(self, index: int, owner: int) -> _Run:
        """The text object of a character."""
        handle, place, m = self.handle, self.place, self._matrix
        _matrix(handle, index, ctypes.addressof(m))
        # Where the line and the letters point to, displayed.
        along = (m.a * place.a + m.b * place.c, m.a * place.b + m.b * place.d)
        up = math.hypot(m.c, m.d)
        size = up * _font_size(handle, index)
        base = self.origin(index)[1]
        name = self._font(index)
        return _Run(
            owner,
            _turn(*along) if size > 0.01 else None,
            size,
            base,
            m.b == 0 and m.c == 0 and m.a > 0,
            _render_mode(owner) == _INVISIBLE,
            bool(_no_unicode(handle, index)),
            name in (*_SYMBOL_FONTS, _STAND_IN),
            self._clip(owner),
        )

    def _clip(self, owner: int) -> Clip | None:
        """The box that a text object shows through."""
        path = _clip_path(owner)
        count = _clip_paths(path) if path else 0
        left = top = -math.inf
        right = bottom = math.inf
        x, y = self._floats
        for number in range(count):
            xs, ys = [], []
            for index in range(_clip_segments(path, number)):
                if _point(_clip_segment(path, number, index), *self._floats_at):
                    xs.append(x.value)
                    ys.append(y.value)
            if xs:
                box = self.place.box(min(xs), min(ys), max(xs), max(ys))
                left, top = max(left, box[0]), max(top, box[1])
                right, bottom = min(right, box[2]), min(bottom, box[3])
        return Clip(left, top, right, bottom) if left < right < math.inf and top < bottom else None

    def origin(self, index: int) -> tuple[float, float]:
        """Where a character begins on its baseline, displayed."""
        _origin(self.handle, index, ctypes.addressof(self._x), ctypes.addressof(self._y))
        return self.place.box(self._x.value, self._y.value, self._x.value, self._y.value)[:2]

    def turned(self, index: int, char: str, run: _Run) -> Char:
        """A character that does not simply stand upright."""
        left, right, bottom, top = self._four
        _tight(self.handle, index, *map(ctypes.addressof, self._four))
        box = self.place.box(left.value, bottom.value, right.value, top.value)
        x, y = self.origin(index)
        up, down, turn, size = ASCENT * run.size, DESCENT * run.size, run.turn or 0, run.size
        match turn:
            case 0:
                return Char(char, min(box[0], x), y - up, box[2], y + down, y, size, turn)
            case 1:
                return Char(char, x - down, min(box[1], y), x + up, box[3], x, size, turn)
            case 2:
                return Char(char, box[0], y - down, max(box[2], x), y + up, y, size, turn)
        return Char(char, x - up, box[1], x + down, max(box[3], y), x, size, turn)

    def symbol(self, index: int, code: int) -> str | None:
        """The mark that a character of a symbol font is."""
        font = self._font(index)
        fonts = _SYMBOL_FONTS if font == _STAND_IN else (font,)
        return next((mark for name in fonts if (mark := of_symbol(name, code))), None)

    def _font(self, index: int) -> str:
        """The font of a character, as :mod:`.marks` calls it."""
        key = _font_of(_object(self.handle, index))
        if key not in self._fonts:
            buffer = ctypes.create_string_buffer(128)
            if key:
                _font_name(key, ctypes.addressof(buffer), 128)
            self._fonts[key] = _plain(buffer.value.decode("utf-8", "replace"))
        return self._fonts[key]


def _plain(name: str) -> str:
    """``ABCDEF+Wingdings2`` → ``wingdings 2``."""
    name = name.rpartition("+")[2].lower().replace(" ", "").replace("-regular", "")
    return "wingdings 2" if name == "wingdings2" else name


def _turn(x: float, y: float) -> int | None:
    """Quarters clockwise from reading to the right; None for what runs aslant."""
    if abs(y) <= abs(x) * _SKEW:
        return 0 if x > 0 else 2
    if abs(x) <= abs(y) * _SKEW:
        return 1 if y > 0 else 3
    return None
