"""期间: from a month to a month. Normal form ``YYYY-MM/YYYY-MM``, an open end is ``..`` (ISO 8601-2)."""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values import dates
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, compact, dashed, one, quoted

NAME = "期间"
EXAMPLE = "1983年9月至1986年7月"
OPEN = ".."
REMEDY = "写成 1983年9月至1986年7月 这样的起止年月"
_DATE = r"\d{4}\s*(?:年\s*\d{1,2}\s*月?(?:\s*\d{1,2}\s*[日号])?|[./\-]\s*\d{1,2}(?:[./\-]\d{1,2})?|\d{2}(?:\d{2})?)"
_TO = r"\s*起?\s*(?:[-~〜/]{1,2}\s*[至到]?|[至到])\s*"
SPAN = re.compile(rf"[自从]?\s*({_DATE}){_TO}({_DATE}|今|现在|目前|\.\.)\s*止?")


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = dashed(compact(raw))
    match = SPAN.fullmatch(text)
    if not match:
        raise Malformed(f"{quoted(text)}看不出起止年月", REMEDY)
    return Parsed(normal(match[1], match[2]))


def normal(start: str, end: str) -> str:
    """Two written dates → normal form. Raises Malformed where the end lies before the start."""
    begin = one(dates.month_only(start).value)
    finish = one(dates.month_only(end).value) if end[0].isdigit() else OPEN
    if finish != OPEN and finish < begin:
        raise Malformed(f"止于{dates.show_month(finish)}，早于开始的{dates.show_month(begin)}", REMEDY)
    return f"{begin}/{finish}"


def show(value: Value) -> str:
    start, end = one(value).split("/")
    return f"{dates.show_month(start)}至{'今' if end == OPEN else dates.show_month(end)}"
