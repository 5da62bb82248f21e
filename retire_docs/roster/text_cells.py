"""Text as a workbook can hold it: never a formula, nothing that XML refuses, nothing that reading would change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell

if TYPE_CHECKING:
    from openpyxl.workbook.child import _WorkbookChild

LONGEST = 32_767
"""What a cell holds, in units of UTF-16."""
_CUT = "…（太长，以下省略）"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""``_x000D_`` in a workbook's XML means the character; written so that it stays what was typed."""


def storable(text: str) -> str:
    """The text as it is written: without control characters, U+FFFD for what is no character, and what is too long
    is cut, with words that say so."""
    text = _NO_CHARACTER.sub("\ufffd", _CONTROL.sub("", text))
    written = _ESCAPE.sub("_x005F_", text)
    if _length(written) <= LONGEST:
        return written
    while _length(written) + len(_CUT) > LONGEST:
        text = text[: int(len(text) * (LONGEST - len(_CUT)) / (_length(written) + 1))]
        written = _ESCAPE.sub("_x005F_", text)
    return written + _CUT


def fits(text: str) -> bool:
    """Whether a cell can hold the whole text."""
    return 3 * len(text) <= LONGEST or _length(_ESCAPE.sub("_x005F_", text)) <= LONGEST


def text_cell(sheet: _WorkbookChild, text: str | None) -> Cell:
    """A cell of text for ``append``, in the format “@”."""
    cell = WriteOnlyCell(sheet)
    set_text(cell, text)
    cell.number_format = "@"
    return cell


def set_text(cell: Cell, text: str | None) -> None:
    """Put text into a cell, whatever it begins with."""
    cell.value = None if text is None else storable(text)
    cell.data_type = "s" if text else "n"


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
