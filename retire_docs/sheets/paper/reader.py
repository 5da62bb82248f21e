"""A straightened page of paper → its sheet: rules make cells, ink makes lines, an engine reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from retire_docs.forms.outline import squeeze
from retire_docs.forms.printing.page_code import PageCode
from retire_docs.sheets.blanks import Blank
from retire_docs.sheets.grid import Cell, Line, Table, tables_of
from retire_docs.sheets.lines import ASCENT, Char, is_latin
from retire_docs.sheets.ocr.engine import UNREAD, Engine, Glyph, Gray
from retire_docs.sheets.ocr.engine import Line as Read
from retire_docs.sheets.paper.codes import code_on
from retire_docs.sheets.paper.look import Look
from retire_docs.sheets.paper.ruling import Rules, ink_of, pale_ink, rules_of, without_rules
from retire_docs.sheets.paper.straighten import Paper
from retire_docs.sheets.paper.strips import Strip, cut, has_letters, is_writing, strips_in, usual_size
from retire_docs.sheets.recognise import Catalogue
from retire_docs.sheets.sheet import Box, Sheet
from retire_docs.sheets.units import units_of

_INCH = 72
_INSET = 2
"""Pixels of a cell beside its rules that may be theirs."""
_HALF, _HALF_LATIN = 0.52, 0.3
_REACH, _REACH_LATIN = 0.68, 0.55
"""Ems: half the width of a Chinese and of a Latin character, and how far one of them may reach from its middle."""
_DARK = 170
_SOME, _NARROW = 0.05, 0.3
"""Of a square em, and of an em across: less ink is a fringe or a speck."""
_ROUND = "oO0〇○●•·°"
_CERTAIN = 0.9
"""What an engine is surer of is as good as certain."""
_TALL, _TWICE = 0.5, 0.6
"""Ems: a digit is higher; how certain the two are that were read as one."""
_FLAT = 0.2
"""Ems: ink that is lower is a line to write on."""
_TRIED, _UPRIGHT = 6, 0.8
"""So many strips are read to see which way a page stands; with this certainty on the average it stands upright."""
_AS_LONG = (0.6, 1.35)
"""Ink of a label may be shorter or longer by these factors than its characters are wide."""
_SAMPLES, _SAID = 3, 0.6
"""So many labels are read all the same; what is read of one is alike by more than this."""


class PaperReader:
    """Reads the pages of a file one after another with an engine; ``catalogue`` are the forms that they may be."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.engine = engine
        self.catalogue = catalogue
        self._last: list[int] = []

    def read(self, paper: Paper, number: int) -> Sheet:
        """The sheet of a page; ``number`` is its place in the file, from 1."""
        page, code = self._upright(paper)
        forms = self.catalogue.coded(code) if code else []
        lines: dict[int, Read] = {}
        if not forms:
            lines = page.read(self.engine, page.above_tables())
            forms = self.catalogue.titled(page.texts(lines)) or self._last
        labels = page.labels(self.catalogue.blanks.of(form) for form in forms)
        self._last = forms
        samples = page.samples(labels)
        wanted = [n for n in page.unknown(labels) if n not in lines]
        lines |= page.read(self.engine, [*wanted, *(n for key in samples for n in page.owned[key])])
        if not page.shows(samples, labels, lines):
            labels = {}
            lines |= page.read(self.engine, [n for n in range(len(page.strips)) if n not in lines])
        lines = {n: Read(self.catalogue.wording.mended(line.glyphs)) for n, line in lines.items()}
        return page.sheet(number, lines, labels, code)

    def _upright(self, paper: Paper) -> tuple[_Page, PageCode | None]:
        found = code_on(paper.gray, paper.dpi)
        if found and found.quarters:
            paper = paper.turned(found.quarters)
            found = code_on(paper.gray, paper.dpi)
        page = _Page(paper, found.box if found else None)
        if found is None and page.is_upside_down(self.engine):
            page = _Page(paper.turned(2), None)
        return page, found.code if found else None


Key: TypeAlias = tuple[int, int, int]
"""A cell of a page: the number of its table from 0, its row and column."""


class _Page:
    """What is seen on a page before anything is read."""

    def __init__(self, paper: Paper, code: tuple[int, int, int, int] | None) -> None:
        self.paper = paper
        self.scale = _INCH / paper.dpi
        rules = rules_of(paper.gray, paper.dpi)
        self.text = without_rules(paper.gray, rules)
        if code:
            left, top, right, bottom = code
            self.text[top:bottom, left:right] = 255
        self.rules = _in_points(rules, self.scale)
        self.tables = tables_of(self.rules)
        self.strips: list[Strip] = []
        self.owned: dict[Key | None, list[int]] = defaultdict(list)
        for key, strip in _strips(self.text, self.tables, paper.dpi):
            self.owned[key].append(len(self.strips))
            self.strips.append(strip)

    def is_upside_down(self, engine: Engine) -> bool:
        """Whether its text is read better the other way up."""
        longest = sorted(self.strips, key=lambda strip: strip.left - strip.right)[:_TRIED]
        crops = [cut(self.text, strip) for strip in longest]
        upright = engine.read(crops)
        if not upright or _mean(upright) > _UPRIGHT:
            return False
        return _mean(engine.read([np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops])) > _mean(upright)

    def read(self, engine: Engine, numbers: Sequence[int]) -> dict[int, Read]:
        """What some strips say."""
        return dict(zip(numbers, engine.read([cut(self.text, self.strips[n]) for n in numbers]), strict=True))

    def above_tables(self) -> list[int]:
        """The strips above the first table: the title is among them."""
        if not self.tables:
            return []
        top = self.tables[0].ys[0] / self.scale
        return [n for n in self.owned[None] if self.strips[n].bottom <= top]

    def texts(self, lines: Mapping[int, Read]) -> list[str]:
        """What some strips say, those of a line together."""
        by_line: dict[int, list[int]] = defaultdict(list)
        for n in sorted(lines, key=lambda n: self.strips[n].left):
            strip = self.strips[n]
            middle = (strip.top + strip.bottom) // 2
            near = next((at for at in by_line if abs(at - middle) < strip.size / 2), middle)
            by_line[near].append(n)
        return ["".join(lines[n].text for n in numbers) for numbers in by_line.values()]

    def labels(self, blanks: Iterable[Blank]) -> dict[Key, str]:
        """What is known of the page's cells from the first blank that it has the cells of, where ink and words agree in
        length."""
        known = next((found for blank in blanks if (found := blank.labels(self.tables))), {})
        return {key: text for key, text in known.items() if self._is_as_long(key, text)}

    def _is_as_long(self, key: Key, text: str) -> bool:
        inked = sum((s.right - s.left) / s.size for n in self.owned[key] for s in (self.strips[n],))
        said = sum(0.5 if char.isascii() else 1.0 for char in text)
        return _AS_LONG[0] * said <= inked <= _AS_LONG[1] * said

    def samples(self, labels: Mapping[Key, str]) -> list[Key]:
        """Some labels that are read all the same, to see that it is that form."""
        long = [key for key, text in labels.items() if len(text) > 1]
        return [long[n * (len(long) - 1) // (_SAMPLES - 1)] for n in range(_SAMPLES)] if len(long) >= _SAMPLES else []

    def shows(self, samples: Sequence[Key], labels: Mapping[Key, str], lines: Mapping[int, Read]) -> bool:
        """Whether the samples say what is known of them, but perhaps one."""
        said = [
            SequenceMatcher(None, squeeze("".join(lines[n].text for n in self.owned[key])), labels[key]).ratio()
            for key in samples
        ]
        return not labels or (bool(samples) and sum(ratio > _SAID for ratio in said) >= _SAMPLES - 1)

    def unknown(self, labels: Mapping[Key, str]) -> list[int]:
        """The strips of which nothing is known."""
        return [n for key, numbers in self.owned.items() if key is None or key not in labels for n in numbers]

    def sheet(self, number: int, lines: Mapping[int, Read], labels: Mapping[Key, str], code: PageCode | None) -> Sheet:
        """The page as a sheet of what was read, and of what is known."""
        chars: list[Char] = []
        for key, numbers in self.owned.items():
            if key is not None and key in labels:
                chars += self._label(labels[key], self.strips[numbers[0]])
            else:
                for n in numbers:
                    strip = self.strips[n]
                    chars += _chars(strip, cut(self.text, strip), lines[n], self.scale)
        height, width = (side * self.scale for side in self.text.shape)
        units = units_of(chars, self.tables, number, width, height)
        drawn = [Box(r.left / width, r.top / height, r.right / width, r.bottom / height) for r in self.rules]
        look = Look(self.paper, self.text)
        return Sheet(number, units, width, height, code, False, drawn, look, _clarity(lines.values()))

    def _label(self, text: str, strip: Strip) -> Iterator[Char]:
        """A text that is known, set where its first strip stands."""
        width = (strip.right - strip.left) * self.scale / len(text)
        top, bottom = strip.top * self.scale, strip.bottom * self.scale
        for n, char in enumerate(text):
            left = strip.left * self.scale + n * width
            yield Char(char, left, top, left + width, bottom, bottom, bottom - top, 0)


def _clarity(lines: Iterable[Read]) -> float:
    """The share of the Chinese characters that was read for certain."""
    certainties = [glyph.certainty for line in lines for glyph in line.glyphs if _is_chinese(glyph.text)]
    return sum(certainty >= _CERTAIN for certainty in certainties) / len(certainties) if certainties else 1.0


def _is_chinese(char: str) -> bool:
    return char.isalpha() and not char.isascii()


def _mean(lines: Sequence[Read]) -> float:
    """The mean certainty of what was read."""
    certainties = [glyph.certainty for line in lines for glyph in line.glyphs]
    return float(np.mean(certainties)) if certainties else 0.0


def _in_points(rules: Rules, scale: float) -> list[Line]:
    """Rules as lines without thickness, in points."""
    across = [Line(left * scale, (top + bottom) / 2 * scale, right * scale, (top + bottom) / 2 * scale)
              for left, top, right, bottom in rules.across]  # fmt: skip
    down = [Line((left + right) / 2 * scale, top * scale, (left + right) / 2 * scale, bottom * scale)
            for left, top, right, bottom in rules.down]  # fmt: skip
    return across + down


def _strips(text: Gray, tables: Sequence[Table], dpi: float) -> Iterator[tuple[Key | None, Strip]]:
    """The strips of all cells, and those outside of tables, each with the cell that it is in. Pale ink counts where
    much of the page is pale, and in cells that have no other."""
    ink = ink_of(text)
    usual = usual_size(ink, dpi)
    pale = pale_ink(text, ink, dpi)
    if is_writing(pale, usual):
        ink = np.asarray(cv2.bitwise_or(ink, pale), np.uint8)
    outside = ink.copy()
    for number, table in enumerate(tables):
        for cell in table.cells:
            left, top, right, bottom = _pixels(cell, dpi)
            found = strips_in(ink[top:bottom, left:right], left, top, dpi, usual)
            if not found and has_letters(pale[top:bottom, left:right], usual):
                found = strips_in(pale[top:bottom, left:right], left, top, dpi, usual)
            for strip in found:
                yield (number, cell.row, cell.column), strip
            outside[top - 2 * _INSET : bottom + 2 * _INSET, left - 2 * _INSET : right + 2 * _INSET] = 0
    for strip in strips_in(outside, 0, 0, dpi, usual):
        yield None, strip


def _pixels(cell: Cell, dpi: float) -> tuple[int, int, int, int]:
    scale = dpi / _INCH
    return (
        round(cell.left * scale) + _INSET,
        round(cell.top * scale) + _INSET,
        round(cell.right * scale) - _INSET,
        round(cell.bottom * scale) - _INSET,
    )


def _chars(strip: Strip, crop: Gray, line: Read, scale: float) -> Iterator[Char]:
    """What was read in a strip as characters on the page; ink of which nothing was read is UNREAD."""
    size = (strip.bottom - strip.top) * scale
    top = strip.top * scale
    start = (strip.left + strip.right - crop.shape[1]) / 2
    em = min(max(strip.bottom - strip.top, strip.size), 1.6 * strip.size)
    for glyph in _placed(crop, list(_without_gaps(line.glyphs)), em):
        left, right = (start + glyph.left) * scale, (start + glyph.right) * scale
        yield Char(glyph.text, left, top, right, top + size, top + ASCENT * size, size, 0, glyph=glyph)


def _placed(crop: Gray, glyphs: Sequence[Glyph], em: float) -> Iterator[Glyph]:
    """Characters with the places that they take, and UNREAD where there is ink that is none of them."""
    at = 0.0
    for n, (glyph, (left, right)) in enumerate(zip(glyphs, _edges(crop, glyphs, em), strict=True)):
        if _has_ink(crop, at, left, em):
            yield Glyph(UNREAD, at, left, 0.0)
        if glyph.text != "0" or not _is_in_number(glyphs, n):
            glyph = _as_full_stop(glyph, crop, left, right, em)
        if glyph.text == "1" and all(other.text != "1" for other in _beside(glyphs, n)):
            yield from _doubled(glyph, crop, left, right, em)
        else:
            yield glyph._replace(left=left, right=right)
        at = right
    if _has_ink(crop, at, crop.shape[1], em):
        yield Glyph(UNREAD, at, crop.shape[1], 0.0)


def _doubled(glyph: Glyph, crop: Gray, left: float, right: float, em: float) -> Iterator[Glyph]:
    """A 1, or two of them where two stand: an engine of steps across the line takes 11 for 1."""
    ink = crop[:, round(left) : round(right)] < _DARK
    columns = np.flatnonzero(np.diff(np.r_[0, (ink.sum(0) > 0).astype(np.int8), 0]))
    runs = [
        (a, b)
        for a, b in zip(columns[::2], columns[1::2], strict=True)
        if (rows := np.flatnonzero(ink[:, a:b].any(1))).size and rows[-1] - rows[0] > _TALL * em
    ]
    if len(runs) != 2:
        yield glyph._replace(left=left, right=right)
        return
    middle = left + (runs[0][1] + runs[1][0]) / 2
    certainty = min(glyph.certainty, _TWICE)
    yield glyph._replace(left=left, right=middle, certainty=certainty)
    yield glyph._replace(left=middle, right=right, certainty=certainty)


def _is_in_number(glyphs: Sequence[Glyph], n: int) -> bool:
    """Whether there is a digit beside a character."""
    return any(glyph.text.isascii() and glyph.text.isdigit() for glyph in _beside(glyphs, n))


def _beside(glyphs: Sequence[Glyph], n: int) -> Sequence[Glyph]:
    """The characters before and after one."""
    return (*glyphs[max(0, n - 1) : n], *glyphs[n + 1 : n + 2])


def _as_full_stop(glyph: Glyph, crop: Gray, left: float, right: float, em: float) -> Glyph:
    """A small circle at the foot of a line is a full stop, whatever round thing an engine took it for."""
    if glyph.text not in _ROUND:
        return glyph
    rows = np.flatnonzero((crop[:, round(left) : round(right)] < _DARK).any(1))
    at_foot = crop.shape[0] < 0.8 * em or (rows.size and rows[0] > 0.4 * crop.shape[0])
    low = rows.size and rows[-1] - rows[0] < 0.5 * em and at_foot
    return glyph._replace(text="。") if low else glyph


def _has_ink(crop: Gray, left: float, right: float, em: float) -> bool:
    """Whether there is ink between two places, that is more than a line below them or a fringe."""
    ink = crop[:, round(left) : round(right)] < _DARK
    rows = np.flatnonzero(ink.any(1))
    return bool(ink.sum() > _SOME * em * em and rows[-1] - rows[0] > _FLAT * em and ink.shape[1] > _NARROW * em)


def _edges(crop: Gray, glyphs: Sequence[Glyph], em: float) -> Iterator[tuple[float, float]]:
    """From where to where each character goes: side by side, but where there is room for another between them, which
    the engine made nothing of."""
    if not glyphs:
        return
    columns = (255 - crop.astype(np.int32)).sum(0)
    middles = [(glyph.left + glyph.right) / 2 for glyph in glyphs]
    halves = [em * (_HALF_LATIN if glyph.text.isascii() else _HALF) for glyph in glyphs]
    reach = [em * (_REACH_LATIN if glyph.text.isascii() else _REACH) for glyph in glyphs]
    left = _least(columns, middles[0] - reach[0], middles[0] - 0.8 * halves[0])
    for number, (middle, half) in enumerate(zip(middles, halves, strict=True)):
        end = _least(columns, middle + 0.8 * half, middle + reach[number])
        if number + 1 == len(middles):
            yield left, end
            return
        after, half_after = middles[number + 1], halves[number + 1]
        if after - middle > 1.5 * (half + half_after):
            yield left, end
            left = _least(columns, after - reach[number + 1], after - 0.8 * half_after)
        else:
            edge = _least(columns, middle, after)
            yield left, edge
            left = edge


def _least(columns: NDArray[np.int32], start: float, end: float) -> float:
    """The middle of the columns with the least ink between two places."""
    first, last = max(0, int(start)), min(len(columns), max(int(start) + 1, round(end)))
    if first >= last:
        return min(max((start + end) / 2, 0.0), float(len(columns)))
    part = columns[first:last]
    least = np.flatnonzero(part <= part.min() + 64)
    return float(first + least[len(least) // 2]) + 0.5


def _without_gaps(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Characters without the spaces that an engine sees between them, but those between Latin words."""
    for number, glyph in enumerate(glyphs):
        if not glyph.text.isspace():
            yield glyph
        elif 0 < number < len(glyphs) - 1:
            before, after = glyphs[number - 1].text, glyphs[number + 1].text
            if is_latin(before) and is_latin(after) and before.isalpha() and after.isalpha():
                yield glyph
