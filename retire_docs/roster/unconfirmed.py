"""The column 状态 of a records workbook: which values of a row were read with doubt and not confirmed yet.

Written by parse, read by the roster reader: ``存疑：姓名、身份证号；未读出：工作简历``. Whoever has checked a value
takes its field out of the cell, or empties the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from retire_docs.domain.fields import dictionary

STATUS = "状态"
DOUBTFUL, UNREAD = "存疑", "未读出"
CONFIRMED = "无存疑"
"""What stands where there is nothing to confirm."""

_PART = re.compile(rf"({DOUBTFUL}|{UNREAD})\s*[:：]")
_BETWEEN = re.compile(r"[、，,;；/／。\s]+")


class Unconfirmed(NamedTuple):
    """What a cell says: the fields that are not confirmed, and words in it that name no field."""

    fields: frozenset[str]
    strange: tuple[str, ...]


def told(doubtful: Iterable[str], unread: Iterable[str]) -> str:
    """The cell's text."""
    parts = [(DOUBTFUL, list(doubtful)), (UNREAD, list(unread))]
    return "；".join(f"{word}：{'、'.join(names)}" for word, names in parts if names) or CONFIRMED


def unconfirmed(cell: object) -> Unconfirmed | None:
    """What a cell under 状态 says; None where it says nothing, or something else: other people's rosters have such a
    column, too, and “存疑：资料不全” or “缴费异常” in it is theirs."""
    text = str(cell or "").strip()
    if text == CONFIRMED:
        return Unconfirmed(frozenset(), ())
    if not _PART.search(text):
        return None
    words = [word for word in _BETWEEN.split(_PART.sub(" ", text)) if word and word != CONFIRMED]
    found = {word: field.name for word in words if (field := dictionary().find(word))}
    if words and not found:
        return None
    return Unconfirmed(frozenset(found.values()), tuple(word for word in words if word not in found))
