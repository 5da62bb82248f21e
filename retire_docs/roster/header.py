"""Finding the header of a sheet and what each column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from retire_docs.domain.fields import Field, dictionary
from retire_docs.roster.sheets import Cells

SEARCH_DEPTH = 30
"""Rows in which a header is looked for; titles and notes may stand above it."""


@dataclass(frozen=True)
class Column:
    """A column of people: its place (from 0), the header as typed, and the field that it is, if any."""

    index: int
    header: str
    field: Field | None


@dataclass(frozen=True)
class Header:
    """Where people begin: the first row under the header (from 0), and the columns."""

    first_row: int
    columns: tuple[Column, ...]
    named: frozenset[str] = field(default=frozenset())

    @property
    def is_of_people(self) -> bool:
        """Whether this is a list of people: it has names, and something else that is known."""
        return "姓名" in self.named and len(self.named) >= 2


def find_header(rows: Sequence[Cells], *, employer: bool = False) -> Header | None:
    """The header with the most known fields, over one row or two; None where no row names two fields."""
    best: Header | None = None
    for number in range(min(len(rows), SEARCH_DEPTH)):
        for candidate in (_single(rows, number, employer), _double(rows, number, employer)):
            if candidate and len(candidate.named) >= 2 and (best is None or len(candidate.named) > len(best.named)):
                best = candidate
    return best


def _single(rows: Sequence[Cells], number: int, employer: bool) -> Header:
    return _header(number + 1, [[_text(cell)] for cell in rows[number]], employer)


def _double(rows: Sequence[Cells], number: int, employer: bool) -> Header | None:
    """Two rows: groups above (merged cells give their text only at the left), columns below."""
    if number + 1 >= len(rows):
        return None
    upper, lower = list(rows[number]), list(rows[number + 1])
    length = max(len(upper), len(lower))
    texts, group = [], ""
    for index in range(length):
        above = _text(upper[index]) if index < len(upper) else ""
        below = _text(lower[index]) if index < len(lower) else ""
        group = above or group
        texts.append([group + below, below] if below else [above])
    return _header(number + 2, texts, employer)


def _header(first_row: int, texts: list[list[str]], employer: bool) -> Header:
    columns = []
    for index, candidates in enumerate(texts):
        shown = candidates[-1]
        if shown:
            found = (dictionary().find(text, employer=employer) for text in candidates)
            match = next((f for f in found if f and f.of != "程序"), None)
            columns.append(Column(index, shown, match))
    return Header(first_row, tuple(columns), frozenset(c.field.name for c in columns if c.field))


def _text(cell: object) -> str:
    return "" if cell is None else "".join(str(cell).split())
