"""What every kind of value has in common.

A kind is a module with the same few names:

- ``NAME``: the Chinese name by which the field dictionary and templates call it; ``EXAMPLE``: what one types;
- ``parse(raw, asked)``: what somebody typed or an office program stored → :class:`Parsed`, the normal form
  and what is suspicious about it; raises :class:`Malformed`, the only thing that blocks;
- ``show(value)``: the normal form as an official form prints it. ``parse(show(value)).value == value``.

The asymmetry is wanted: a wrong refusal costs a retiree a trip, so only what is malformed blocks.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

from retire_docs.domain.record import Value

Raw: TypeAlias = str | int | float | bool | dt.date | dt.datetime
"""What a cell or a form gives. A float is what a spreadsheet stores for every number."""

EXACT_FLOAT = 2**53
"""Above it a double no longer holds every integer: the last digits are gone."""


@dataclass(frozen=True)
class Asked:
    """What the question itself says about the answer: the header as typed, and the options with synonyms."""

    header: str = ""
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Parsed(NamedTuple):
    """A value in normal form, and in Chinese what is suspicious about it."""

    value: Value
    doubts: tuple[str, ...] = ()


class Malformed(ValueError):
    """The text cannot be such a value. ``what`` is wrong, ``remedy`` tells how to mend it, both in Chinese."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what}；{remedy}")
        self.what = what
        self.remedy = remedy


class Kind(Protocol):
    """The verbs of a kind; every module of this package is one."""

    NAME: str
    EXAMPLE: str

    def parse(self, raw: Raw, asked: Asked) -> Parsed:
        """What was typed → normal form. Raises Malformed."""

    def show(self, value: Value) -> str:
        """Normal form → as an official form prints it."""


_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_JOINERS = re.compile("[\u200c\u200d\ufe0e\ufe0f]")
SPACES = " \t\n\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What stands around text without being part of it."""
_LINE_END = re.compile("\r\n|[\r\u2028\u2029]")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_LONG_NUMBER = re.compile(r"\d{10,}[\dXx]")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+|\d\.\d+E\d+")
_LARGEST = 1e40
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─"), "-")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(raw: Raw) -> str:
    """Text as typed, without space around it and without characters that nobody sees; line ends become ``\\n``.

    Raises Malformed on characters that no document can hold (control characters, lone surrogates).
    """
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, (int, float)) and not abs(raw) < _LARGEST:
        raise Malformed("单元格里的数字过大或不是数", "把单元格格式设为“文本”后重新填写")
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, dt.datetime) and not (raw.hour or raw.minute or raw.second):
        raw = raw.date()
    text = str(raw)
    if text.isprintable():  # nothing to set aside but spaces
        return text.strip()
    text = _LINE_END.sub("\n", text)
    if bad := _FORBIDDEN.search(text):
        raise Malformed(f"含有不能打印的控制字符 U+{ord(bad[0]):04X}", "删去该字符后重新填写")
    return _INVISIBLE.sub("", text).strip(SPACES + "\u200c\u200d")


def compact(raw: Raw) -> str:
    """Text for numbers and dates: half-width (NFKC), digits of any script as 0–9, single spaces, trimmed."""
    return " ".join(half_width(plain(raw)).split())


def half_width(text: str) -> str:
    """The form in which texts are compared: NFKC, digits of any script as 0–9, nothing that nobody sees."""
    if text.isascii():
        return text
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFKC", _JOINERS.sub("", text))
    if _OTHER_DIGIT.search(text):
        text = "".join(str(unicodedata.decimal(character, character)) for character in text)
    return text


def dashed(text: str) -> str:
    """Compact text with every dash as “-”: they all look alike and are typed for one another."""
    return text.translate(_DASHES)


def quoted(text: str) -> str:
    """What somebody typed as a message repeats it: on one line, not too long, and no long number readable."""
    line = _LONG_NUMBER.sub(lambda number: "*" * (len(number[0]) - 4) + number[0][-4:], " ".join(text.split()))
    return f"“{line}”" if len(line) <= 24 else f"“{line[:23]}…”"


def digits(raw: Raw) -> str:
    """A number that is really text (ID, card, code): half-width, upper case, no spaces or hyphens.

    Raises Malformed where a spreadsheet stored it as a number and has lost the last digits.
    """
    text = dashed(compact(raw)).upper()
    if isinstance(raw, float) and abs(raw) > EXACT_FLOAT:
        raise Malformed(
            "号码被存成了数字，表格只保留前15位，末几位已经丢失",
            "把这一列的单元格格式设为“文本”，再对照原件重新输入号码",
        )
    if isinstance(raw, (int, float)) and not text.isalnum():
        raise Malformed("号码被存成了带小数或负号的数字", "把这一列设为“文本”，再对照原件重新输入号码")
    if _SCIENTIFIC.fullmatch(text):
        raise Malformed(f"号码已变成科学计数法“{text}”，末几位已经丢失", "把这一列设为“文本”，再对照原件重新输入号码")
    return re.sub(r"[\s\-_.·'‘’`]", "", text)


def rounded_by_spreadsheet(raw: Raw) -> bool:
    """A number of 16 digits that ends in 0: a spreadsheet keeps 15, the last may have been another."""
    return isinstance(raw, float) and raw.is_integer() and len(str(int(raw))) > 15 and int(raw) % 10 == 0


def one(value: Value) -> str:
    """The text of a kind that has a single value."""
    return value if isinstance(value, str) else "、".join(value)
