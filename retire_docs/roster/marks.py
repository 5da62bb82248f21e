"""A finding at its cell."""

from __future__ import annotations

from dataclasses import dataclass

from retire_docs.domain.finding import Finding, Severity
from retire_docs.roster.sheets import Sheet, column_letters

LIST_SHEET = "问题一览"
EVIDENCE_SHEET = "依据"
NOTICES_SHEET = "公示名单"
OUR_SHEETS = frozenset({LIST_SHEET, EVIDENCE_SHEET, NOTICES_SHEET})
"""Sheets of our workbooks that are no part of the roster itself: problems, and where values were read."""


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
