"""A finding at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from retire_docs.domain.finding import Finding, Severity
from retire_docs.roster.sheets import Cells, Sheet, column_letters

LIST_SHEET = "问题一览"
EVIDENCE_SHEET = "依据"
NOTICES_SHEET = "公示名单"
NOTICES_HEADS = ("所在的表", "所在的文件")
"""The first columns of our 公示名单: a sheet of that name may well be the user's own list of people."""
_NUMBERED = re.compile(rf"({LIST_SHEET}|{EVIDENCE_SHEET})[ (]*\d*\)?")


def is_aside(name: str) -> bool:
    """Whether a sheet of our workbooks is no part of the roster: problems, where values were read. It may be very long,
    and is known before it is read."""
    return bool(_NUMBERED.fullmatch(name.strip()))


def is_our_notices(name: str, top: Iterable[Cells]) -> bool:
    """Whether a sheet (these are its first rows) lists the people of papers that show no ID number."""
    return name.strip() == NOTICES_SHEET and any(set(NOTICES_HEADS) <= set(map(str, row)) for row in top)


@dataclass(frozen=True)
class Mark:
    """A finding at a cell of a sheet (row and column from 0; no column: the whole row)."""

    sheet: str
    row: int
    column: int | None
    finding: Finding


def mark(
    sheet: Sheet,
    row: int,
    column: int | None,
    code: str,
    severity: Severity,
    message: str,
    remedy: str = "",
    person: str = "",
) -> Mark:
    """A finding, told with file, sheet and cell as the spreadsheet names it."""
    at = f"{column_letters(column)}{row + 1}" if column is not None else f"第{row + 1}行"
    where = f"{place(sheet)} {at}"
    return Mark(sheet.name, row, column, Finding(code, severity, message, where, remedy, person))


def place(sheet: Sheet) -> str:
    """File and sheet, for messages."""
    return f"{sheet.file.name} 表“{sheet.name.strip()}”"
