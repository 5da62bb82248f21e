"""金额: an amount in yuan. Normal form: digits with two decimals, ``3456.78``."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, compact, one, quoted

NAME = "金额"
EXAMPLE = "3456.78"
_ARITHMETIC = 1e-6  # what adding up in a spreadsheet leaves behind


def parse(raw: Raw, asked: Asked) -> Parsed:
    if isinstance(raw, float) and abs(raw - round(raw, 2)) < _ARITHMETIC:
        raw = round(raw, 2)
    text = re.sub(r"[\s¥￥]|人民币|元整?$|(?<=\d),(?=\d{3}(?!\d))", "", compact(raw))
    if not re.fullmatch(r"\d{1,12}(\.\d+)?", text):
        raise Malformed(f"{quoted(compact(raw))}不是金额", "只写数字，单位为元，如 3456.78")
    amount = Decimal(text)
    cents = amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return Parsed(str(cents), () if cents == amount else (f"金额{quoted(text)}多于两位小数，按{cents}元计",))


def show(value: Value) -> str:
    return f"{one(value)}元"
