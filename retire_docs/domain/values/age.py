"""年龄: years and, since retirement ages move by months, months. Normal form ISO 8601, ``P60Y5M``."""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values import duration
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, compact, quoted

NAME = "年龄"
EXAMPLE = "60岁5个月"
_AGE = re.compile(r"(\d{1,3})(?:\.0)?\s*周?岁?(?:零?\s*(\d{1,2})\s*个?月)?")
_ISO = re.compile(r"P(\d{1,3})Y(\d{1,2})M")


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = compact(raw)
    match = _AGE.fullmatch(text) or _ISO.fullmatch(text)
    if not match or int(match[1]) > 120 or int(match[2] or 0) > 11:
        raise Malformed(f"{quoted(text)}不是年龄", "写成 60 或 60岁5个月")
    return Parsed(duration.normal(int(match[1]) * 12 + int(match[2] or 0)))


def show(value: Value) -> str:
    years, months = divmod(duration.in_months(value), 12)
    return f"{years}岁{months}个月" if months else str(years)
