"""多选: several of the field's options, typed with “、” between. Normal form: a list in the options' order."""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values import options
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, one, plain

NAME = "多选"
EXAMPLE = ""


def parse(raw: Raw, asked: Asked) -> Parsed:
    typed = [t for t in re.split(r"[、,，;；/\s]+", plain(raw)) if t]
    if not typed:
        raise Malformed("没有内容", f"填写：{'、'.join(asked.options)}，多项之间用“、”")
    found = {options.match(t, asked.options) for t in typed}
    return Parsed([option for option in asked.options if option in found])


def show(value: Value) -> str:
    return one(value)
