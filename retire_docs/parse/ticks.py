"""Ticks: which of the boxes and brackets in a text are ticked, however somebody ticked them.

Known: ☑ ☒ ■ in place of the box; √ ✓ × before, after or in place of it, also behind the label; R and £ of Wingdings
whose font was lost; brackets with a mark in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Value
from retire_docs.forms.form import Slot
from retire_docs.forms.projection import chosen

State: TypeAlias = Literal["on", "off", "cross", "gone", "unclear"]
"""``cross``: marked with a ×, which may mean yes or no; ``gone``: neither box nor mark is there."""

_EMPTY = "□☐◻▢⬜○◯〇£\u25a2"
_ON = "☑✓✔√✅■●▣◼⬛🗹∨"
_CROSSED = "☒×✗✘╳❌⌧🗵"
_LETTERS = {"R": "on", "V": "on", "v": "on", "ü": "on", "þ": "on", "X": "cross", "x": "cross", "ý": "cross"}
"""What Wingdings' and Wingdings 2's ticks look like when their font is lost; V and x also when typed for a tick."""
_BOX = re.compile(f"[{_EMPTY}☑☒■▣◼⬛🗹⌧🗵]")
_MARK = re.compile(f"[{_ON}{_CROSSED}]")


@dataclass
class Tick:
    """A tick slot, the text around its box, and what that says."""

    slot: Slot
    text: str
    state: State = "gone"


def read_ticks(slots: Sequence[tuple[Slot, str]], tail: str) -> list[Tick]:
    """The ticks of a unit in order, each with the text between its neighbours' words; ``tail`` follows the last."""
    ticks = [Tick(slot, text) for slot, text in slots]
    for number, tick in enumerate(ticks):
        own = tick.text
        box = _BOX.search(own)
        # A mark left of the box, apart from it, stands behind the label of the option before.
        if box and number and _MARK.search(before := own[: box.start()]) and before[-1:].isspace():
            _add(ticks[number - 1], before)
            own = own[box.start() :]
        _add(tick, own)
    if ticks and (stray := _MARK.findall(tail)) and not _BOX.search(tail):
        _add(ticks[-1], "".join(stray))
    return ticks


def _add(tick: Tick, text: str) -> None:
    state = _state(text, tick.slot)
    if tick.state in ("gone", "off") or state in ("on", "cross"):
        tick.state = state if state != "gone" else tick.state


def _state(text: str, slot: Slot) -> State:
    """What a text says of the box in it."""
    said = "".join(text.split()).strip("_＿")
    if any(character in _ON for character in said):
        return "on"
    if any(character in _CROSSED for character in said):
        return "cross"
    if said in _LETTERS:
        return "on" if _LETTERS[said] == "on" else "cross"
    if said == slot.look.option:
        return "on"
    if said in ("否", "无"):
        return "cross"
    bare = said.strip(_EMPTY + "()（）[]【】")
    if bare:
        return "unclear"
    in_bracket = slot.style is not None and not slot.style.empty.strip()
    return "off" if said or in_bracket else "gone"


@dataclass(frozen=True)
class Choice:
    """What the ticks of a field say: the value, and in Chinese what is doubtful."""

    value: Value | None
    why: str = ""


def choose(field: str, ticks: Iterable[Tick]) -> Choice:
    """The value that a field's ticks make together."""
    states: dict[str, set[State]] = {}
    single_no = False
    for tick in ticks:
        option = tick.slot.look.option or ""
        states.setdefault(option, set()).add(tick.state)
        single_no |= tick.state == "cross" and tick.slot.style is not None and tick.slot.style.no is not None
    on = [option for option, found in states.items() if "on" in found]
    crossed = [option for option, found in states.items() if "cross" in found and "on" not in found]
    unclear = [option for option, found in states.items() if "unclear" in found and not found & {"on", "cross"}]
    if single_no and not on and crossed == ["是"]:
        return Choice("否")
    marked = on or crossed
    if dictionary()[field].kind == "多选":
        return Choice(chosen(field, marked), _strange(unclear))
    if len(marked) > 1:
        return Choice(None, f"勾了{len(marked)}项（{'、'.join(marked)}），只能勾一项")
    return Choice(chosen(field, marked), _strange(unclear) if not marked else "")


def _strange(options: list[str]) -> str:
    return f"“{'、'.join(options)}”处写的看不出勾没勾" if options else ""
