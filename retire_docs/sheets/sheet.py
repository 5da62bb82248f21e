"""The sheet: a page as the reader sees it, whatever it came from.

Its text is cut into units in reading order: the cells of tables, row by row, each where it begins; and the lines
between. A cell that spans rows stands once, in the first of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from retire_docs.forms.printing.page_code import PageCode
from retire_docs.sheets.ocr.engine import Glyph

if TYPE_CHECKING:
    from retire_docs.sheets.paper.look import Look

WRAP = "\v"
"""Stands in the text of a unit where a line ends only because it is full; a line that ends by hand has ``\\n``."""

PARAGRAPH = "\u2029"
"""Stands in the text of a unit where a paragraph ends, if the file itself tells paragraphs."""


class Box(NamedTuple):
    """A place on a page, in fractions of its width and height from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Unit:
    """A cell of a table, or text outside of tables (``row`` and ``column`` are None).

    ``row`` and ``column`` count from 0 in the table (numbered on its page by ``table``); lines of text end with
    ``\\n`` or :data:`WRAP`. ``characters`` are the places of the characters of ``text``, where the page has places:
    None for line ends and other characters without one. ``margin``: it is a page's header or footer, such as the
    page's number, and no part of the text around it. ``glyphs``: the characters as an engine read them from paper,
    None where the file itself says what they are.
    """

    text: str
    page: int
    table: int | None = None
    row: int | None = None
    column: int | None = None
    rows: int = 1
    columns: int = 1
    box: Box | None = None
    characters: Sequence[Box | None] | None = None
    margin: bool = False
    glyphs: Sequence[Glyph | None] | None = None


@dataclass(frozen=True)
class Sheet:
    """A page: its number in the file (from 1), its units, its size in points where it has one.

    ``code`` is the page code that was found on it; ``needs_ocr``: there is a picture and next to no text, so that
    only a reader of paper sees what it says; ``rules`` are its ruling lines, each from corner to corner; ``look``: a
    page of paper to look at again, for marks; ``clarity``: the share of its Chinese characters that an engine was
    certain of.
    """

    page: int
    units: Sequence[Unit]
    width: float | None = None
    height: float | None = None
    code: PageCode | None = None
    needs_ocr: bool = False
    rules: Sequence[Box] = ()
    look: Look | None = None
    clarity: float = 1.0
