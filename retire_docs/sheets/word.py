"""Word files → sheets, a sheet for each page that ends by hand (a page break, a section)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from retire_docs.errors import Fault, UnreadableFile
from retire_docs.forms.blocks import Block, Cell, Paragraph, Row, Table, read_blocks
from retire_docs.forms.compiler import MAIN, UNREADABLE
from retire_docs.forms.ooxml import W, w
from retire_docs.sheets.sheet import PARAGRAPH, Sheet, Unit

LARGEST_PART = 50_000_000
"""Bytes of one unpacked part: a form has 200 KB, a bomb has gigabytes."""
_EDGES = re.compile(r"word/(header|footer)\d*\.xml")
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_word(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a Word file; ``name`` is for messages. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, name)
    except UNREADABLE as error:
        what = f"Word 文件不完整或已损坏（{type(error).__name__}）"
        raise UnreadableFile(Fault(name, what, "用 Word 或 WPS 打开后另存为 .docx；打不开时重新索取一份")) from None


def _read(archive: zipfile.ZipFile, name: str) -> list[Sheet]:
    pages = _Pages()
    edges = [n for n in archive.namelist() if _EDGES.fullmatch(n)]
    for part in sorted(n for n in edges if "header" in n):
        pages.blocks(read_blocks(_root(archive, part, name)), margin=True)
    body = _root(archive, MAIN, name).find(w("body"))
    if body is None:
        raise ValueError("no body")
    pages.blocks(read_blocks(body))
    for part in sorted(n for n in edges if "footer" in n):
        pages.blocks(read_blocks(_root(archive, part, name)), margin=True)
    return pages.done()


def _root(archive: zipfile.ZipFile, part: str, name: str) -> etree._Element:
    info = archive.getinfo(part) if part in archive.NameToInfo else None
    if info is None:
        raise ValueError(f"no {part}")
    if info.file_size > LARGEST_PART:
        size = LARGEST_PART // 1_000_000
        raise UnreadableFile(Fault(name, f"文件内容解开后超过 {size} MB，不像一张表", "检查文件；分成几个文件再试"))
    if info.compress_type not in _DEFLATED:
        raise ValueError("compression")
    with archive.open(info) as file:
        data = file.read(LARGEST_PART + 1)
    if _STRICT in data[:4000]:
        data = data.replace(_STRICT, W.encode())
    return etree.fromstring(data, _PARSER)


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@dataclass
class _Pages:
    """Gathers units, page after page. ``rows`` counts through the page."""

    sheets: list[Sheet] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    rows: int = 0
    tables: int = 0

    def blocks(self, blocks: Iterable[Block], *, margin: bool = False) -> None:
        for block in blocks:
            match block:
                case Paragraph():
                    if block.page and self.units:
                        self._end_page()
                    if text := text_of(block):
                        self.units.append(Unit(text + PARAGRAPH, len(self.sheets) + 1, margin=margin))
                case Table():
                    self._table(block)

    def _table(self, table: Table) -> None:
        self.tables += 1
        for row in table.rows:
            if isinstance(row, Row):
                for cell in row.cells:
                    self._cell(cell)
                self.rows += 1

    def _cell(self, cell: Cell) -> None:
        text = PARAGRAPH.join(text_of(block) for block in cell.content if isinstance(block, Paragraph))
        nested = [block for block in cell.content if isinstance(block, Table)]
        if text.strip() or nested or not cell.continues:
            page = len(self.sheets) + 1
            self.units.append(Unit(text, page, self.tables, self.rows, cell.column, columns=cell.span))
        for table in nested:
            self._table(table)

    def _end_page(self) -> None:
        self.sheets.append(Sheet(len(self.sheets) + 1, self.units))
        self.units, self.rows, self.tables = [], 0, 0

    def done(self) -> list[Sheet]:
        self._end_page()
        return self.sheets


def text_of(paragraph: Paragraph) -> str:
    """A paragraph's text, without the holes."""
    return "".join(piece for piece in paragraph.pieces if isinstance(piece, str))
