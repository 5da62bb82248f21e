"""How a slot shows a value: a view of its kind, or a tick, and what stands when there is none; and the way back."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass

from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.record import Value
from retire_docs.domain.values import KINDS, Asked, Malformed, Parsed, dates, duration
from retire_docs.domain.values.base import one


@dataclass(frozen=True)
class View:
    """A way to show some kinds other than their own, and to read what is shown (raises Malformed). ``blank`` stands
    when there is no value."""

    kinds: tuple[str, ...]
    show: Callable[[Field, Value], str]
    read: Callable[[Field, str], Parsed]
    blank: str = ""


@dataclass(frozen=True)
class Style:
    """How a tick is drawn: the glyphs of a ticked and an empty one.

    ``symbol`` names the symbol font whose private characters they are; ``no`` is a 否 in a bracket of its own.
    """

    ticked: str
    empty: str
    symbol: str | None = None
    no: str | None = None

    def not_ticked(self, option: str, value: Value | None) -> str:
        """What stands where the option is not the answer: empty, or ``no`` where the one bracket of a 是否 asks."""
        return self.no if self.no and (option, value) == ("是", "否") else self.empty


MONTH_BLANK = "　　年　月"
DAY_BLANK = "　　年　月　日"


class Untold(Malformed):
    """What stands in a slot keeps the value from being told, as a posted notice does with an illness."""


def _of_public(field: Field, text: str) -> Parsed:
    """The option of a posted notice. Raises Untold."""
    if text in field.public.values():
        raise Untold(f"公示上只写“{text}”，看不出是哪一种{field.name}", "以申请表为准")
    return field.parse(text)


VIEWS: dict[str, View] = {
    "年月": View(
        ("日期", "年月", "日期或年月"),
        lambda f, v: dates.show_month(one(v)),
        lambda f, text: dates.month_only(text),
        MONTH_BLANK,
    ),
    "日期": View(
        ("日期", "日期或年月"),
        lambda f, v: dates.show_day(one(v)),
        lambda f, text: KINDS["日期或年月"].parse(text, Asked()),
        DAY_BLANK,
    ),
    "月数": View(
        ("时长",), lambda f, v: str(duration.in_months(v)), lambda f, text: duration.parse(text, Asked("月数"))
    ),
    # A posted notice must not tell an illness.
    "public": View(("选项",), lambda f, v: f.public.get(one(v), one(v)), _of_public),
}

STYLES: dict[str, Style] = {
    "box": Style("☑", "□"),
    "wingdings": Style("\uf052", "\uf0a3", symbol="Wingdings 2"),
    "bracket": Style("√", "　", no="×"),
}

_BLANKS = {"年月": MONTH_BLANK, "日期": DAY_BLANK, "期间": f"{MONTH_BLANK}至{MONTH_BLANK}"}


@dataclass(frozen=True)
class Look:
    """What a tag says about showing: ``view``; or the ``option`` that is ticked and its ``style``; and ``blank``."""

    view: str | None = None
    option: str | None = None
    style: str = "box"
    blank: str | None = None

    def but(self, **changes: str) -> Look:
        """The same with some of it changed."""
        return dataclasses.replace(self, **changes)


def show(field_name: str, look: Look, value: Value | None) -> str:
    """The text that stands in a slot that is no tick."""
    field = dictionary()[field_name]
    if value is None or value == []:
        return blank(field, look)
    return VIEWS[look.view].show(field, value) if look.view else field.values.show(value)


def blank(field: Field, look: Look) -> str:
    """What stands in a slot without a value."""
    if look.blank is not None:
        return look.blank
    return VIEWS[look.view].blank if look.view else _BLANKS.get(field.kind, "")


_EMPTY = re.compile(r"[\s_＿﹍ˍ﹏]+")
_DATE_WORDS = re.compile("[年月日至到起止.-]*")


def read(field_name: str, look: Look, text: str) -> Parsed | None:
    """The inverse of :func:`show`: the value that a slot's text shows, None where it shows none. What is written into
    a blank of several words (省 市 区) counts with those words beside which something stands. Raises Malformed."""
    field = dictionary()[field_name]
    unfilled = blank(field, look)
    bare = _EMPTY.sub("", text)
    if _alike(bare) == _alike(_EMPTY.sub("", unfilled)) or field.is_nothing(text.strip()):
        return None
    if (field.kind in _DATED or look.view in _DATED) and _DATE_WORDS.fullmatch(bare):
        return None
    if words := _EMPTY.sub(" ", unfilled).split():
        text = _written_in(words, text)
    if look.view:
        return VIEWS[look.view].read(field, text.strip())
    return field.parse(text)


_DATED = frozenset({"日期", "年月", "日期或年月", "期间"})


def _written_in(words: list[str], text: str) -> str:
    """The text without the words of its blank that nothing was written before, where all are still there in order."""
    at, pieces = 0, []
    for word in words:
        found = _alike(text).find(_alike(word), at)
        if found < 0:
            return text
        if before := _EMPTY.sub("", text[at:found]):
            pieces += [before, word]
        at = found + len(word)
    return "".join([*pieces, _EMPTY.sub("", text[at:])])


def _alike(text: str) -> str:
    """Brackets of both widths as one; character by character."""
    return text.replace("（", "(").replace("）", ")")


def ticked(option: str, value: Value | None) -> bool:
    """Whether a tick slot for ``option`` is ticked."""
    return option in value if isinstance(value, list) else option == value
