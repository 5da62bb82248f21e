"""One cell → one value, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata

from retire_docs.domain.fields import Field
from retire_docs.domain.record import Value
from retire_docs.domain.values import Malformed, Raw
from retire_docs.domain.values.id_number import masked
from retire_docs.roster.header import Column
from retire_docs.roster.marks import Mark, mark
from retire_docs.roster.sheets import Sheet

_FORMULA_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_LONGEST_SHOWN = 24


def value_of(
    sheet: Sheet, row: int, column: Column, raw: Raw | None, of: Field, marks: list[Mark], person: str = ""
) -> Value | None:
    """The value of a cell; what is wrong or suspicious goes to ``marks``."""
    if raw is None or (isinstance(raw, str) and of.is_nothing(raw.strip())):
        return None
    raw = sheet.exact(row + 1, column.index, raw)
    try:
        if isinstance(raw, str) and raw.strip().upper().startswith(_FORMULA_ERRORS):
            raise Malformed(f"单元格是公式错误 {raw.strip()}", "改正公式，或直接填写内容")
        parsed = of.parse(raw, column.header)
    except Malformed as error:
        message = f"{of.name}“{shown(raw, of)}”：{_told(error.what, raw, of)}"
        marks.append(mark(sheet, row, column.index, "roster.malformed", "blocks", message, error.remedy, person))
        return None
    for doubt in parsed.doubts:
        message = f"{of.name}：{_told(doubt, raw, of)}"
        marks.append(mark(sheet, row, column.index, "roster.suspicious", "ask", message, "核对后可不改", person))
    return parsed.value


def shown(raw: Raw, of: Field) -> str:
    """A cell's content as messages repeat it: on one line, a personal one masked, a number with all its places."""
    text = " ".join(_typed(raw).split())
    text = masked(text) if of.personal and not text.startswith(_FORMULA_ERRORS) else text
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def _told(what: str, raw: Raw, of: Field) -> str:
    """The kind's own words; what they repeat of a personal cell is masked."""
    if not of.personal:
        return what
    typed = unicodedata.normalize("NFKC", _typed(raw))
    return re.sub(r"“([^”]+)”", lambda quote: f"“{masked(quote[1])}”" if _repeats(quote[1], typed) else quote[0], what)


def _repeats(quoted: str, typed: str) -> bool:
    bare = re.sub(r"\W", "", unicodedata.normalize("NFKC", quoted)).upper()
    return bool(bare) and bare in re.sub(r"\W", "", typed).upper()


def _typed(raw: Raw) -> str:
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)
