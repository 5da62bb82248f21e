"""选项: one of the field's options. Normal form: the option's text."""

from __future__ import annotations

from retire_docs.domain.record import Value
from retire_docs.domain.values import options
from retire_docs.domain.values.base import Asked, Parsed, Raw, one, plain

NAME = "选项"
EXAMPLE = ""


def parse(raw: Raw, asked: Asked) -> Parsed:
    return Parsed(options.match(plain(raw), asked.options))


def show(value: Value) -> str:
    return one(value)
