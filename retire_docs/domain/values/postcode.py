"""邮政编码: six digits."""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, digits, one

NAME = "邮政编码"
EXAMPLE = "100000"


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = digits(raw)
    if isinstance(raw, (int, float)) and re.fullmatch(r"\d{5}", text):
        return Parsed(f"0{text}", (f"邮政编码存成了数字，已补上首位的0：0{text}",))
    if not re.fullmatch(r"\d{6}", text):
        raise Malformed("邮政编码应为6位数字", "重新填写6位邮政编码")
    return Parsed(text)


def show(value: Value) -> str:
    return one(value)
