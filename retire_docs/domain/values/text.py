"""文本: anything, as typed."""

from __future__ import annotations

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, one, plain

NAME = "文本"
EXAMPLE = ""


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = plain(raw)
    if not text:
        raise Malformed("没有内容", "填写内容，或整格留空")
    return Parsed(text)


def show(value: Value) -> str:
    return one(value)
