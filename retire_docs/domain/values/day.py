"""日期: a calendar day. Normal form ``YYYY-MM-DD``."""

from __future__ import annotations

from retire_docs.domain.record import Value
from retire_docs.domain.values import dates
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, one

NAME = "日期"
EXAMPLE = "2026-11-02"


def parse(raw: Raw, asked: Asked) -> Parsed:
    written, doubts = dates.read(raw)
    if written.day is None:
        raise Malformed(f"“{dates.show_month(written.iso)}”没有写到日", dates.REMEDY)
    return Parsed(written.iso, doubts)


def show(value: Value) -> str:
    return dates.show_day(one(value))
