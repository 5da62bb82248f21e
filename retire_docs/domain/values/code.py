"""编号: a number that is a name (个人编号, 证号): digits and letters as typed, leading zeros kept."""

from __future__ import annotations

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, compact, digits, one, rounded_by_spreadsheet

NAME = "编号"
EXAMPLE = "6204000001"


def parse(raw: Raw, asked: Asked) -> Parsed:
    digits(raw)  # refuses a number that has lost digits
    text = compact(raw)
    if not text:
        raise Malformed("没有编号", "填写编号，或整格留空")
    return Parsed(text, ("编号被存成了数字，末位是0，可能已被表格改动，请核对",) if rounded_by_spreadsheet(raw) else ())


def show(value: Value) -> str:
    return one(value)
