"""整数: a whole number that is counted (years of age, sheets)."""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, compact, one, quoted

NAME = "整数"
EXAMPLE = "60"


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = re.sub(r"(周?岁|份|张|人|个)$", "", compact(raw)).strip()
    if not re.fullmatch(r"\d{1,9}", text):
        raise Malformed(f"{quoted(compact(raw))}不是整数", "只写数字，如 60")
    return Parsed(str(int(text)))


def show(value: Value) -> str:
    return one(value)
