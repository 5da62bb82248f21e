"""How sure is what was read from paper? A value is as sure as its least certain character; print is believed from a
threshold on, handwriting only where something else bears it out. The thresholds were set on a split of the benchmark of
its own (docs/parsing.md).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from statistics import fmean

from retire_docs.domain.derive import derive
from retire_docs.domain.fields import dictionary
from retire_docs.parse.reading import Fields, Reading
from retire_docs.parse.reading import Paper as FromPaper
from retire_docs.sheets.ocr.engine import UNREAD, Glyph
from retire_docs.sheets.sheet import Sheet

_PRINTED = 0.8
"""Print whose least certain character is surer is believed."""
_OPTION = 0.4
"""The same of an option, which no misreading of a single character makes."""
_WRITTEN = 0.9
"""The same of handwriting that something bears out."""
_UNCLEAR = 0.945
"""Pages of which a smaller share was read for certain are unclear."""
_STRONGEST = 4.0
_OWN, _CLEAR = 0.35, 2.5
"""A value's own leaning counts so much beside that of all values of its form; a clear one counts alone."""
_CHECKED = ("身份证号", "统一社会信用代码", "银行卡号", "选项", "是否")
"""Kinds that bear themselves out: check digits, and options that no misreading makes."""


def weigh(reading: Reading, glyphs: Sequence[Glyph], hand: float) -> None:
    """Give a reading the confidence of its characters. Ink that nobody can read makes it doubtful at once."""
    if reading.status not in ("read", "doubtful"):
        return
    letters = [glyph for glyph in glyphs if not _is_punctuation(glyph.text)] or glyphs
    weakest = min(letters, key=lambda glyph: glyph.certainty)
    reading.confidence = min(reading.confidence, weakest.certainty)
    reading.paper = FromPaper(weakest.certainty, weakest.text, max(-_STRONGEST, min(hand, _STRONGEST)))
    if any(glyph.text == UNREAD for glyph in glyphs):
        reading.doubt("有看不出的字迹")


def _is_punctuation(char: str) -> bool:
    """Whether a character changes no value: which quotation mark or bracket it is."""
    return char != UNREAD and unicodedata.category(char[0]) in ("Pi", "Pf", "Ps", "Pe", "Po") and char not in ".。·"


def settle(forms: Iterable[Fields], sheets: Iterable[Sheet]) -> None:
    """Believe or doubt what was read from paper: the fields of a form and those of its lists, together. Of a page of
    which much is unclear nothing is believed, not even that a place is empty."""
    forms = list(forms)
    unclear = {sheet.page for sheet in sheets if sheet.clarity < _UNCLEAR}
    everything = [one for fields in forms for reading in fields.values() for one in (reading, *reading.also)]
    leanings = [one.paper.hand for one in everything if one.paper]
    usual = fmean(leanings) if leanings else 0.0
    for fields in forms:
        for name, reading in fields.items():
            for one in (reading, *reading.also):
                if one.page in unclear and one.status in ("read", "blank") and not _is_ticked(name, one):
                    one.doubt("这一页的字迹不清，请对照原件")
                elif one.paper and one.status == "read":
                    _settle(name, one, fields, by_hand=_is_by_hand(one.paper.hand, usual))


def _is_ticked(name: str, reading: Reading) -> bool:
    """Whether boxes say a value: no engine read it."""
    return reading.paper is None and (bool(dictionary()[name].choices) or dictionary()[name].kind == "是否")


def doubt_all(forms: Iterable[Fields], why: str) -> None:
    """Doubt whatever was read, and that places are empty."""
    for fields in forms:
        for reading in fields.values():
            if reading.status in ("read", "blank"):
                reading.doubt(why)


def _is_by_hand(own: float, usual: float) -> bool:
    return own > _CLEAR or _OWN * own + usual > 0


def _settle(name: str, reading: Reading, fields: Fields, *, by_hand: bool) -> None:
    assert reading.paper
    is_option = bool(dictionary()[name].choices)
    if reading.paper.certainty < (_WRITTEN if by_hand else _OPTION if is_option else _PRINTED):
        reading.doubt(f"“{reading.paper.weakest}”字看不清")
    elif by_hand and not _is_borne_out(name, reading, fields):
        reading.doubt("是手写的，没有别处可以印证")


def _is_borne_out(name: str, reading: Reading, fields: Fields) -> bool:
    """Whether handwriting is borne out: by its own check digits, as an option, by the ID number, or by another place
    that says the same."""
    if dictionary()[name].kind in _CHECKED or dictionary()[name].choices:
        return True
    others = [one for one in (fields[name], *fields[name].also) if one is not reading]
    return any(one.value == reading.value for one in others) or _follows_from_id(name, reading, fields)


def _follows_from_id(name: str, reading: Reading, fields: Fields) -> bool:
    number = fields.get("身份证号")
    if number is None or number.status != "read" or number.value is None or name == "身份证号":
        return False
    derived, _ = derive({"身份证号": number.value})
    return name in derived and derived[name] == reading.value
