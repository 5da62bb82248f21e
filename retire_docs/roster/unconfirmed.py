"""The column 状态 of a records workbook: which values of a row were read with doubt and not confirmed yet.

Written by parse, read by the roster reader: ``存疑：姓名、身份证号；未读出：工作简历``. Whoever has checked a value
takes its field out of the cell, or empties the cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retire_docs.domain.fields import dictionary

STATUS = "状态"
DOUBTFUL, UNREAD = "存疑", "未读出"
CONFIRMED = "无存疑"
"""What stands where there is nothing to confirm."""

_PART = re.compile(rf"({DOUBTFUL}|{UNREAD})\s*[:：]")
_BETWEEN = re.compile(r"[、，,;；\s]+")


def told(doubtful: Iterable[str], unread: Iterable[str]) -> str:
    """The cell's text."""
    parts = [(DOUBTFUL, list(doubtful)), (UNREAD, list(unread))]
    return "；".join(f"{word}：{'、'.join(names)}" for word, names in parts if names) or CONFIRMED


def is_ours(cell: object) -> bool:
    """Whether a cell under 状态 says what parse writes; other people's rosters have such a column, too."""
    text = str(cell or "").strip()
    return text == CONFIRMED or bool(_PART.match(text))


def unconfirmed(text: str) -> list[str]:
    """The fields that a cell names, in its order."""
    names = _BETWEEN.split(_PART.sub(" ", text))
    return [name for name in names if name in dictionary()]
