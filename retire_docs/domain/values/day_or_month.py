"""日期或年月: a day, or the month where the archive tells no more. ``YYYY-MM-DD`` or ``YYYY-MM``."""

from __future__ import annotations

from retire_docs.domain.record import Value
from retire_docs.domain.values import dates
from retire_docs.domain.values.base import Asked, Parsed, Raw, one

NAME = "日期或年月"
EXAMPLE = "1985年7月"


def parse(raw: Raw, asked: Asked) -> Parsed:
    written, doubts = dates.read(raw)
    return Parsed(written.iso, doubts)


def show(value: Value) -> str:
    return dates.show_day(one(value))
