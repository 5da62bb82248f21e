"""年月: a month. Normal form ``YYYY-MM``; a day that was typed is dropped."""

from __future__ import annotations

from retire_docs.domain.record import Value
from retire_docs.domain.values import dates
from retire_docs.domain.values.base import Asked, Parsed, Raw, one

NAME = "年月"
EXAMPLE = "1992-01"


def parse(raw: Raw, asked: Asked) -> Parsed:
    return dates.month_only(raw)


def show(value: Value) -> str:
    return dates.show_month(one(value))
