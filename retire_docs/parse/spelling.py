"""What an engine read in a slot, spelled as its kind can be: a number has digits only, a date 年 月 日.

A character that the kind cannot have gives way to the likeliest other one that the engine held possible, or to the one
that it looks like. It is then only as certain as that one was, so that the value is doubtful.
"""

from __future__ import annotations

from retire_docs.domain.fields import dictionary
from retire_docs.forms.form import Slot
from retire_docs.sheets.ocr.engine import UNREAD, Glyph

_DIGITS = frozenset("0123456789")
_ALPHABETS = {
    "身份证号": _DIGITS | {"X", "x"},
    "银行卡号": _DIGITS,
    "电话": _DIGITS | set("-－—/、,，;；()（）"),
    "邮政编码": _DIGITS,
    "整数": _DIGITS,
    "日期": _DIGITS | set("年月日.-/"),
    "年月": _DIGITS | set("年月日.-/"),
    "日期或年月": _DIGITS | set("年月日.-/"),
    "时长": _DIGITS | set("年个月."),
    "期间": _DIGITS | set("年月日至今—-－~～.到"),
    "统一社会信用代码": _DIGITS | set("ABCDEFGHJKLMNPQRTUWXY"),
}
_ALIKE = {
    **dict.fromkeys("|lI！!丨︱｜Il", "1"), **dict.fromkeys("OoQ〇○口D", "0"), **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"), **dict.fromkeys("B", "8"), **dict.fromkeys("gq", "9"), "b": "6", "H": "4",
    "個": "个", "箇": "个", "曰": "日", "目": "月", "用": "月", "午": "年",
}  # fmt: skip
_GUESSED = 0.3
"""How certain a character is that was only put in since it looks alike."""


def spelled(slot: Slot, glyph: Glyph) -> Glyph:
    """A character of a slot as its kind can have it."""
    field = dictionary()[slot.field]
    alphabet = _ALPHABETS.get(slot.look.view or field.kind) or _ALPHABETS.get(field.kind)
    if alphabet is None or glyph.text in alphabet or glyph.text == UNREAD or glyph.text.isspace():
        return glyph
    other = next(((text, likely) for text, likely in glyph.others if text in alphabet), None)
    if other:
        return glyph._replace(text=other[0], certainty=other[1])
    alike = _ALIKE.get(glyph.text, "")
    return glyph._replace(text=alike, certainty=_GUESSED) if alike in alphabet else glyph
