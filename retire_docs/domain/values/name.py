"""姓名: a person's name, kept as typed: rare characters and the middle dot of minority names stay.

Spaces that only spread a short name (“张  三”) go; dots typed for “·” between two parts become “·”.
"""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, one, plain, quoted

NAME = "姓名"
EXAMPLE = "张三"
_DOT = re.compile(r"(?<=\w)\s*[•・‧∙⋅﹒．･·]\s*(?=\w)|(?<=[^\W\x00-\x7f])\s*\.\s*(?=[^\W\x00-\x7f])")
_LOST = re.compile("[?？*＊#＃□�]")
_ODD = re.compile("[（(:：=/、，,；;]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = _DOT.sub("·", re.sub(r"\s+", " ", plain(raw)))
    if not text.isascii():
        text = re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)
    if not text:
        raise Malformed("没有姓名", "填写姓名")
    doubts = []
    if lost := _LOST.search(text):
        doubts.append(f"姓名{quoted(text)}含有“{lost[0]}”，请核对是否有生僻字丢失")
    if private := _PRIVATE.search(text):
        doubts.append(f"姓名含有自造字 U+{ord(private[0]):04X}，别的电脑上显示不出，请换成标准编码的字")
    if re.search(r"\d", text):
        doubts.append(f"姓名{quoted(text)}含有数字，请核对")
    if odd := _ODD.search(text):
        doubts.append(f"姓名{quoted(text)}含有“{odd[0]}”，请核对是不是只写了姓名")
    if len(text) > 30:
        doubts.append(f"姓名有{len(text)}个字，请核对")
    return Parsed(text, tuple(doubts))


def show(value: Value) -> str:
    return one(value)
