"""The template as print sees it: sections of paragraphs and tables, with the tags as nodes.

Lengths in points, resolved from the styles once when the template is read; nothing here knows Word XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, Literal, TypeAlias, TypeVar

Node = TypeVar("Node")


@dataclass(frozen=True, eq=False)
class Choice(Generic[Node]):
    """An ``if`` of the template: which of its parts stands is for the filling to say."""

    test: str
    then: tuple[Node | Choice[Node] | Loop[Node], ...]
    otherwise: tuple[Node | Choice[Node] | Loop[Node], ...] = ()


@dataclass(frozen=True, eq=False)
class Loop(Generic[Node]):
    """A ``for``: its part stands once for each item of a list."""

    list: str
    body: tuple[Node | Choice[Node] | Loop[Node], ...]


Alignment: TypeAlias = Literal["left", "center", "right", "both", "distribute"]


@dataclass(frozen=True)
class TextStyle:
    """How text looks. ``asian`` and ``western`` name fonts, ``colour`` and ``shade`` are six hex digits, ``raised`` is
    the distance above the line, ``spacing`` is added to each character, ``scale`` stretches it sideways;
    ``upright``: the line runs down and Chinese characters stand upright in it."""

    asian: str
    western: str
    size: float
    bold: bool = False
    italic: bool = False
    underline: str | None = None
    strike: bool = False
    colour: str | None = None
    shade: str | None = None
    raised: float = 0
    spacing: float = 0
    scale: float = 1
    asian_hint: bool = False
    upright: bool = False

    def __hash__(self) -> int:
        """Reckoned once: looks are asked for with every stretch of text."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.asian, self.western, self.size, self.bold, self.colour, self.upright))


@dataclass(frozen=True, eq=False)
class Text:
    """Fixed text."""

    text: str
    style: TextStyle


@dataclass(frozen=True, eq=False)
class SlotText:
    """Where a slot's text stands."""

    slot: str
    style: TextStyle


@dataclass(frozen=True, eq=False)
class Tab:
    """A tab."""

    style: TextStyle


@dataclass(frozen=True, eq=False)
class LineBreak:
    """A line that ends by hand; ``page``: the page ends too."""

    style: TextStyle
    page: bool = False


@dataclass(frozen=True, eq=False)
class PageNumber:
    """The number of the page, or of all ``pages``."""

    style: TextStyle
    pages: bool = False


@dataclass(frozen=True, eq=False)
class Picture:
    """An inline picture: ``data`` is a PNG, JPEG, … file, ``name`` what pages call it."""

    name: str
    data: bytes
    width: float
    height: float


Inline: TypeAlias = Text | SlotText | Tab | LineBreak | PageNumber | Picture


@dataclass(frozen=True)
class Pitch:
    """The distance of lines: ``exact``, at ``least`` so much, or ``auto``: so many times the type's own.

    ``id`` names a line of a cell that cannot grow, whose pitch follows the type.
    """

    rule: Literal["exact", "least", "auto"]
    value: float
    id: str | None = None


@dataclass(frozen=True)
class TabStop:
    """A tab stop, measured from the paragraph's margin."""

    at: float
    align: Literal["left", "center", "right", "decimal"] = "left"
    leader: str | None = None


@dataclass(frozen=True)
class Level:
    """A level of a numbering: ``format`` is Word's name of it, ``text`` holds ``%1`` for the first level's number."""

    format: str
    text: str
    start: int
    suffix: Literal["tab", "space", "nothing"]
    style: TextStyle


@dataclass(frozen=True, eq=False)
class Numbering:
    """The number before a paragraph: of which list, on which of its levels. ``anew`` names a part of the list that
    begins again where it first comes."""

    list: str
    level: int
    levels: tuple[Level, ...]
    anew: str | None = None


@dataclass(frozen=True)
class ParagraphStyle:
    """How a paragraph is set. ``first`` is the first line's indent beyond ``left`` (negative: hanging).

    ``mark`` is what an empty paragraph is set in; ``latin_gap``: a quarter em stands between Chinese and Western
    text; ``hanging_marks``: a closing mark may stand beyond the line's end; ``on_grid``: lines keep to the section's
    grid; ``together``: no space between paragraphs of the same ``name``.
    """

    mark: TextStyle
    pitch: Pitch
    align: Alignment = "left"
    left: float = 0
    right: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    keep_next: bool = False
    keep_lines: bool = False
    widows: bool = True
    break_before: bool = False
    latin_gap: bool = True
    hanging_marks: bool = True
    on_grid: bool = True
    tabs: tuple[TabStop, ...] = ()
    shade: str | None = None
    name: str | None = None
    together: bool = False


@dataclass(frozen=True, eq=False)
class Paragraph:
    """A paragraph. ``fixed``: it is the same for every filling."""

    style: ParagraphStyle
    content: tuple[Inline | Choice[Inline] | Loop[Inline], ...]
    numbering: Numbering | None = None
    fixed: bool = False


@dataclass(frozen=True)
class Border:
    """A rule: Word's name of its kind, its width in points, its colour."""

    kind: str
    width: float
    colour: str = "000000"

    @property
    def room(self) -> float:
        """The height that it takes: a double one has two rules and as much between."""
        return self.width * (3 if self.kind == "double" else 1)


Side: TypeAlias = Literal["top", "left", "bottom", "right"]
SIDES: tuple[Side, ...] = ("top", "left", "bottom", "right")


@dataclass(frozen=True, eq=False)
class Cell:
    """A cell: its first column and how many it spans; ``merge``: it begins a cell over several rows or continues the
    one above. ``margins`` and ``borders`` by side; a border of None is said to be none."""

    column: int
    span: int
    content: tuple[Block, ...]
    merge: Literal["begins", "continues"] | None = None
    align: Literal["top", "center", "bottom"] = "top"
    direction: Literal["across", "down", "up"] = "across"
    margins: Mapping[Side, float] = field(default_factory=dict)
    borders: Mapping[Side, Border | None] = field(default_factory=dict)
    shade: str | None = None
    fixed: bool = False


@dataclass(frozen=True, eq=False)
class Row:
    """A row. ``height`` is ``least`` or ``exact``."""

    cells: tuple[Cell, ...]
    height: float
    rule: Literal["least", "exact"]
    header: bool = False
    whole: bool = False
    """It does not break across pages."""


@dataclass(frozen=True, eq=False)
class Table:
    """A table: ``columns`` are the widths of its grid; ``borders`` the outer and inner rules that cells have where
    they name none; ``share`` is the part of the room's width that it takes, where it is measured so."""

    columns: tuple[float, ...]
    rows: tuple[Row | Choice[Row] | Loop[Row], ...]
    align: Literal["left", "center", "right"]
    indent: float
    borders: Mapping[str, Border | None]
    share: float | None = None


Block: TypeAlias = "Paragraph | Table | Choice[Block] | Loop[Block]"


@dataclass(frozen=True, eq=False)
class Section:
    """A part of the document with a page of its own measures. ``margins`` by side; ``header`` and ``footer`` are the
    distances from the page's edge; ``headers`` and ``footers`` by ``default``, ``first`` and ``even``; ``grid`` is the
    pitch of the grid that lines keep to; ``starts`` says where it begins; ``number_format`` is how its pages' numbers
    are written."""

    width: float
    height: float
    margins: Mapping[Side, float]
    header: float
    footer: float
    headers: Mapping[str, tuple[Block, ...]]
    footers: Mapping[str, tuple[Block, ...]]
    content: tuple[Block, ...]
    starts: Literal["page", "here", "odd", "even"] = "page"
    first_differs: bool = False
    first_number: int | None = None
    number_format: str = "decimal"
    grid: float | None = None


@dataclass(frozen=True, eq=False)
class Document:
    """The whole template. ``tab`` is the distance of tab stops where a paragraph names none; ``even_differ``: even
    pages have headers of their own; ``spaces_add``: the space below a paragraph and that above the next both stand."""

    sections: tuple[Section, ...]
    tab: float
    even_differ: bool = False
    spaces_add: bool = False
