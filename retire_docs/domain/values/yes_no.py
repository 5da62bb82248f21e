"""是否: a question answered by 是 or 否."""

from __future__ import annotations

from retire_docs.domain.record import Value
from retire_docs.domain.values import options
from retire_docs.domain.values.base import Asked, Parsed, Raw, one, plain

NAME = "是否"
EXAMPLE = "是"
OPTIONS = {
    "是": ("是的", "对", "有", "y", "t", "v", "yes", "true", "1", "√", "✓", "✔", "需要", "已", "已办", "已交", "申请", "☑", "✅", "■"),
    "否": ("不是", "不", "无", "n", "f", "no", "false", "0", "×", "✗", "✘", "x", "不需要", "未", "未办", "未交", "不申请", "没有", "□", "☐"),
}


def parse(raw: Raw, asked: Asked) -> Parsed:
    return Parsed(options.match(plain(raw), OPTIONS))


def show(value: Value) -> str:
    return one(value)
