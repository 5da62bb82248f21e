"""地址: a place as written on one line; spaces and line breaks inside are no part of it."""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, one, plain

NAME = "地址"
EXAMPLE = "某某省某某市某某区某某街道某某社区1号楼1单元101室"
_GAP = re.compile(r"(\S)(\s+)(?=(\S))")


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = _GAP.sub(_between, plain(raw))
    if not text:
        raise Malformed("没有地址", "填写地址，或整格留空")
    return Parsed(text, ("地址过短，请写到街道、小区或村组",) if len(text) < 4 else ())


def _between(gap: re.Match[str]) -> str:
    """What stays of a gap: nothing beside Chinese; a space for a line break between Latin words."""
    if not (gap[1].isascii() and gap[3].isascii()):
        return gap[1]
    return gap[1] + (" " if "\n" in gap[2] else gap[2])


def show(value: Value) -> str:
    return one(value)
