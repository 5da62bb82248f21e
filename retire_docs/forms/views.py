"""How a slot shows a value: a view of its kind, or a tick, and what stands when there is none."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.record import Value
from retire_docs.domain.values import dates, duration
from retire_docs.domain.values.base import one


@dataclass(frozen=True)
class View:
    """A way to show some kinds other than their own. ``blank`` stands when there is no value."""

    kinds: tuple[str, ...]
    show: Callable[[Field, Value], str]
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

VIEWS: dict[str, View] = {
    "年月": View(("日期", "年月", "日期或年月"), lambda f, v: dates.show_month(one(v)), MONTH_BLANK),
    "日期": View(("日期", "日期或年月"), lambda f, v: dates.show_day(one(v)), DAY_BLANK),
    "月数": View(("时长",), lambda f, v: str(duration.in_months(v))),
    # A posted notice must not tell an illness.
    "public": View(("选项",), lambda f, v: f.public.get(one(v), one(v))),
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
        if look.blank is not None:
            return look.blank
        return VIEWS[look.view].blank if look.view else _BLANKS.get(field.kind, "")
    return VIEWS[look.view].show(field, value) if look.view else field.values.show(value)


def ticked(option: str, value: Value | None) -> bool:
    """Whether a tick slot for ``option`` is ticked."""
    return option in value if isinstance(value, list) else option == value
