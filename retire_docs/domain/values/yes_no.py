"""是否: a question answered by 是 or 否."""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values import options
from retire_docs.domain.values.base import Asked, Parsed, Raw, compact, one

NAME = "是否"
EXAMPLE = "是"
_YES = "是的 对 有 y t v yes true 1 √ ✓ ✔ ☑ ✅ ■ 需要 已 已办 已交 申请"
_NO = "不是 不 无 没有 n f x no false 0 × ✗ ✘ □ ☐ 不需要 未 未办 未交 不申请"
OPTIONS = {"是": tuple(_YES.split()), "否": tuple(_NO.split())}


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = compact(raw)
    if counted := re.fullmatch(r"(\d{1,3})\s*[份张页本]", text):  # how many were handed in
        return Parsed("是" if int(counted[1]) else "否")
    return Parsed(options.match(text, OPTIONS))


def show(value: Value) -> str:
    return one(value)
