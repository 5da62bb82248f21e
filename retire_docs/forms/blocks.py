"""Word XML → what stands where: paragraphs, tables, rows and cells with their text (ECMA-376, part 1, 17).

Filled files and templates go through the same reading, so that a template is a sheet with holes: where a
template's tags were, there are :class:`Hole` in the text. Accepted are insertions, content controls, links, text
boxes; left out are deletions, hidden text and the prompts of empty content controls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from lxml import etree

from retire_docs.forms.ooxml import W14, attr, code_of, find, integer, w
from retire_docs.forms.printing.marks import OUTLINES, of_symbol

_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_COLUMNS = 63  # as many as Word allows
_DEEPEST = 60  # elements within elements: no office program nests deeper, a broken file may


@dataclass(frozen=True)
class Hole:
    """Where a tag of a template was: ``code`` names its slot or statement."""

    code: str


Piece: TypeAlias = str | Hole


@dataclass
class Paragraph:
    """The text of a paragraph, in pieces where it has holes. ``page``: a new page begins with it."""

    pieces: list[Piece] = field(default_factory=list)
    page: bool = False


@dataclass
class Cell:
    """A cell: its first column, how many it spans, and whether it goes on from the row above."""

    column: int
    span: int
    continues: bool
    content: list[Block]


@dataclass
class Row:
    """A row's cells."""

    cells: list[Cell]


@dataclass
class Table:
    """A table's rows; between those of a template stand statements."""

    rows: list[Row | Hole]


Block: TypeAlias = "Paragraph | Table | Hole"


def read_blocks(body: etree._Element) -> list[Block]:
    """The blocks of a body, header, footer or cell."""
    blocks: list[Block] = []
    _Reader(blocks).children(body, 0)
    return blocks


class _Reader:
    """Reads the children of one element into ``blocks``; ``paragraph`` is the one that text goes to."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks
        self.paragraph: Paragraph | None = None
        self.font: str | None = None
        self._new_page = False

    def children(self, element: etree._Element, depth: int) -> None:
        if depth > _DEEPEST:
            raise ValueError("嵌套太深")
        for child in element:
            self._child(child, child.tag, depth)

    def _child(self, child: etree._Element, tag: object, depth: int) -> None:
        if action := _ACTIONS.get(tag):
            action(self, child, depth)
        elif isinstance(tag, str):
            if tag not in _SILENT:
                self.children(child, depth + 1)
        elif isinstance(child, etree._ProcessingInstruction):
            self._hole(child)

    def _hole(self, instruction: etree._Element) -> None:
        hole = Hole(instruction.text or "")
        if self.paragraph is None:
            self.blocks.append(hole)
        else:
            self.paragraph.pieces.append(hole)

    def text(self, text: str) -> None:
        if self.paragraph is not None:
            self.paragraph.pieces.append(text)

    def on_paragraph(self, element: etree._Element, depth: int) -> None:
        outer, paragraph = self.paragraph, Paragraph(page=self._new_page)
        self._new_page = False
        properties = next(element.iterchildren(_PPR), None)
        ends_section = False
        if properties is not None:
            before = find(properties, "w:pageBreakBefore")
            paragraph.page |= before is not None and attr(before) not in _OFF
            section = find(properties, "w:sectPr")
            ends_section = section is not None and attr(find(section, "w:type")) != "continuous"
        self.blocks.append(paragraph)
        self.paragraph = paragraph
        self.children(element, depth + 1)
        self.paragraph = outer
        self._new_page |= ends_section

    def on_run(self, element: etree._Element, depth: int) -> None:
        self.font = None
        for child in element:
            tag = child.tag
            if tag == _T:
                self.on_text(child, depth)
            elif tag != _RPR:
                self._child(child, tag, depth + 1)
            elif self._is_hidden(child):
                return
        self.font = None

    def _is_hidden(self, properties: etree._Element) -> bool:
        """Whether a run is hidden or struck out; its font is remembered where it is one of symbols."""
        for child in properties:
            if child.tag == _FONTS:
                name = child.get(_ASCII) or ""
                self.font = name if name.startswith("Wingdings") else None
            elif child.tag in _GONE and attr(child) not in _OFF:
                return True
        return False

    def on_text(self, element: etree._Element, _depth: int) -> None:
        text = element.text
        if text:
            if "_x005F_" in text:
                text = _ESCAPED.sub("_", text)
            self.text(text if self.font is None else "".join(of_symbol(self.font, ord(c)) or c for c in text))

    def on_symbol(self, element: etree._Element, _depth: int) -> None:
        code = code_of(attr(element, "char"))
        self.text(of_symbol(attr(element, "font") or "", code) or (chr(code) if code else ""))

    def on_tab(self, _element: etree._Element, _depth: int) -> None:
        self.text("\t")

    def on_break(self, element: etree._Element, _depth: int) -> None:
        if attr(element, "type") == "page":
            self._page_break()
        else:
            self.text("\n")

    def _page_break(self) -> None:
        """A page that ends by hand: what follows in the paragraph begins a new one."""
        if self.paragraph is not None and not any(isinstance(p, str) and p.strip() for p in self.paragraph.pieces):
            self.paragraph.page = True
        elif self.paragraph is not None:
            self.paragraph = Paragraph(page=True)
            self.blocks.append(self.paragraph)

    def on_hyphen(self, _element: etree._Element, _depth: int) -> None:
        self.text("-")

    def on_form_field(self, element: etree._Element, _depth: int) -> None:
        """A check box of Word 97's kind."""
        box = find(element, "w:ffData/w:checkBox")
        if box is not None:
            state = find(box, "w:checked")
            state = find(box, "w:default") if state is None else state
            self.text("□" if state is None or attr(state) in _OFF else "☑")

    def on_control(self, element: etree._Element, depth: int) -> None:
        """A content control. A check box counts as it looks, and as it says where its glyph is one of its own font; an
        empty control shows only a prompt."""
        properties, content = find(element, "w:sdtPr"), find(element, "w:sdtContent")
        if properties is not None:
            box = properties.find(_CHECK_BOX)
            if box is not None and content is not None and _is_strange(content):
                checked = box.find(_CHECKED)
                on = checked is not None and checked.get(_CHECKED_VAL) not in _OFF
                self._control_text("☑" if on else "□")
                return
            prompt = find(properties, "w:showingPlcHdr")
            if prompt is not None and attr(prompt) not in _OFF:
                if content is not None and self.paragraph is None:
                    self._prompt(content, depth)
                return
        if content is not None:
            self.children(content, depth + 1)

    def _control_text(self, text: str) -> None:
        if self.paragraph is None:
            self.blocks.append(Paragraph([text]))
        else:
            self.text(text)

    def _prompt(self, content: etree._Element, depth: int) -> None:
        """A control around cells or paragraphs: they are there, their prompt is not."""
        inner = _Reader([])
        inner.children(content, depth + 1)
        for block in inner.blocks:
            self.blocks.append(Paragraph() if isinstance(block, Paragraph) else block)

    def on_alternatives(self, element: etree._Element, depth: int) -> None:
        if len(element):
            self.children(element[0], depth + 1)

    def on_text_box(self, element: etree._Element, depth: int) -> None:
        """A text box: its paragraphs follow the one that it hangs on."""
        outer, self.paragraph = self.paragraph, None
        self.children(element, depth + 1)
        self.paragraph = outer

    def on_table(self, element: etree._Element, depth: int) -> None:
        rows: list[Row | Hole] = []
        _rows(element, rows, depth + 1)
        self.blocks.append(Table(rows))


def _is_strange(content: etree._Element) -> bool:
    """Whether a check box shows a single glyph that is no usual mark."""
    text = "".join(t.text or "" for t in content.iter(w("t"))).strip()
    symbols = next(content.iter(w("sym")), None) is not None
    holes = any(isinstance(node, etree._ProcessingInstruction) for node in content.iter())
    return len(text) <= 1 and text not in OUTLINES and not symbols and not holes


def _rows(element: etree._Element, rows: list[Row | Hole], depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError("嵌套太深")
    for child in element:
        if child.tag == _TR:
            properties = next(child.iterchildren(_TRPR), None)
            if properties is None or find(properties, "w:del") is None:
                before = None if properties is None else attr(find(properties, "w:gridBefore"))
                row = Row([])
                _cells(child, row.cells, integer(before, 0, 0, _COLUMNS), depth + 1)
                rows.append(row)
        elif isinstance(child, etree._ProcessingInstruction):
            rows.append(Hole(child.text or ""))
        elif child.tag not in _SILENT and isinstance(child.tag, str):
            _rows(child, rows, depth + 1)


def _cells(element: etree._Element, cells: list[Cell], column: int, depth: int) -> int:
    """Read a row's cells; returns the column after them."""
    if depth > _DEEPEST:
        raise ValueError("嵌套太深")
    for child in element:
        if child.tag == _TC:
            span, continues, deleted = 1, False, False
            properties = next(child.iterchildren(_TCPR), None)
            if properties is not None:
                for entry in properties:
                    if entry.tag == _GRID_SPAN:
                        span = integer(attr(entry), 1, 1, _COLUMNS)
                    elif entry.tag == _V_MERGE:
                        continues = attr(entry) != "restart"
                    elif entry.tag == _CELL_DEL:
                        deleted = True
            if not deleted:
                blocks: list[Block] = []
                _Reader(blocks).children(child, depth + 1)
                cells.append(Cell(column, span, continues, blocks))
            column += span
        elif child.tag not in _SILENT and isinstance(child.tag, str):
            column = _cells(child, cells, column, depth + 1)
    return column


_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-F]{4}_)")
"""LibreOffice writes text that looks like an escape as Excel would; Word has no escapes in text."""
_OFF = ("0", "false", "off")
_PPR, _RPR, _TRPR, _TCPR, _TR, _TC, _T = map(w, ("pPr", "rPr", "trPr", "tcPr", "tr", "tc", "t"))
_FONTS, _ASCII, _GRID_SPAN, _V_MERGE, _CELL_DEL = map(w, ("rFonts", "ascii", "gridSpan", "vMerge", "cellDel"))
_GONE = frozenset(map(w, ("vanish", "strike", "dstrike")))
_CHECK_BOX, _CHECKED, _CHECKED_VAL = (f"{{{W14}}}{name}" for name in ("checkbox", "checked", "val"))
_SILENT = frozenset(
    {
        *map(w, ("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr", "tblPrEx")),
        *map(w, ("instrText", "delText", "delInstrText", "del", "moveFrom", "lastRenderedPageBreak", "softHyphen")),
        *map(w, ("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd", "rt")),
    }
)
"""What holds no text that a reader sees."""

Action: TypeAlias = Callable[[_Reader, etree._Element, int], None]
_ACTIONS: dict[object, Action] = {
    w("p"): _Reader.on_paragraph,
    w("r"): _Reader.on_run,
    w("t"): _Reader.on_text,
    w("sym"): _Reader.on_symbol,
    w("tab"): _Reader.on_tab,
    w("ptab"): _Reader.on_tab,
    w("br"): _Reader.on_break,
    w("cr"): _Reader.on_break,
    w("noBreakHyphen"): _Reader.on_hyphen,
    w("fldChar"): _Reader.on_form_field,
    w("sdt"): _Reader.on_control,
    w("tbl"): _Reader.on_table,
    w("txbxContent"): _Reader.on_text_box,
    f"{{{_COMPATIBLE}}}AlternateContent": _Reader.on_alternatives,
}


def texts_of(blocks: Iterable[Block]) -> list[Paragraph]:
    """The paragraphs of some blocks, those of tables left out."""
    return [block for block in blocks if isinstance(block, Paragraph)]
