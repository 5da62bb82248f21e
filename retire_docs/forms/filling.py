"""A form filled for a record: the text, size and tick of every slot, before any writer sets it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from retire_docs.domain.conditions import holds
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Record
from retire_docs.forms import fit, views
from retire_docs.forms.form import LISTS, Form, Room, Slot

NUMBER_IN_LIST = "序号"


@dataclass
class Scope:
    """The filled slots of one record: whose; slot id → text; which are ticked; which tests hold; how far type stepped
    down (slot id or line id → points); the first slots of cells whose content is cut off all the same."""

    whose: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    ticked: dict[str, bool] = field(default_factory=dict)
    holds: dict[str, bool] = field(default_factory=dict)
    down: dict[str, float] = field(default_factory=dict)
    clipped: list[Slot] = field(default_factory=list)


@dataclass
class Moved:
    """A value that did not fit its cell and stands on the 附页."""

    slot: Slot
    text: str
    number: int
    whose: str


@dataclass
class Filling:
    """All scopes of a paper: its own, and one for each item of each list."""

    own: Scope
    lists: dict[str, list[Scope]]
    moved: list[Moved]

    @property
    def clipped(self) -> list[Slot]:
        """Cells that hold more than they can show, by their first slots."""
        return [slot for scope in (self.own, *itertools.chain(*self.lists.values())) for slot in scope.clipped]


def fill(form: Form, record: Record, lists: Mapping[str, Sequence[Record]] | None = None) -> Filling:
    """Fill ``form``. Values are in normal form; a field that the record lacks leaves its blank."""
    moved: list[Moved] = []
    own = _scope(form, None, record, moved)
    items = {
        name: [_scope(form, name, {**item, NUMBER_IN_LIST: str(n)}, moved) for n, item in enumerate(given, 1)]
        for name, given in ((name, (lists or {}).get(name, ())) for name in LISTS)
    }
    return Filling(own, items, moved)


def _scope(form: Form, of_list: str | None, record: Record, moved: list[Moved]) -> Scope:
    scope = Scope(str(record.get("姓名") or ""))
    for slot in form.slots_of[of_list]:
        value = record.get(slot.field)
        if slot.style:
            assert slot.look.option is not None
            scope.ticked[slot.id] = on = views.ticked(slot.look.option, value)
            scope.texts[slot.id] = slot.style.ticked if on else slot.style.not_ticked(slot.look.option, value)
        else:
            scope.texts[slot.id] = views.show(slot.field, slot.look, value)
    for test in form.tests:
        if test.of_list == of_list:
            scope.holds[test.id] = holds(test.condition, record) is True
    for room in form.rooms_of[of_list]:
        _settle(room, scope, moved)
    return scope


def _settle(room: Room, scope: Scope, moved: list[Moved]) -> None:
    """Step the room's type down as far as needed; move the longest value out where that is not enough."""
    while (down := fit.largest_scale(room, scope.texts)) is None:
        movable = [slot for slot in room.slots if not slot.style and len(scope.texts[slot.id]) > len(reference(1))]
        if not movable:
            down = max(slot.size for slot in room.slots) - fit.FLOOR
            scope.clipped.append(room.slots[0])
            break
        longest = max(movable, key=lambda slot: len(scope.texts[slot.id]))
        moved.append(Moved(longest, scope.texts[longest.id], len(moved) + 1, scope.whose))
        scope.texts[longest.id] = reference(len(moved))
    if down:
        for line in room.lines:
            scope.down[line.id] = down
        for slot in room.slots:
            scope.down[slot.id] = down


def reference(number: int) -> str:
    """What stands in a cell whose value is on the 附页."""
    return f"（见附页第{number}项）"


REFERENCE = re.compile(r"[（(]见附页第\s*(\d+)\s*项[）)]")
"""A :func:`reference` in what somebody reads."""


def without_box(form: Form, record: Record) -> list[tuple[str, str]]:
    """Fields whose value this form has no box for: (field, value). The form is kept as it is; users are told."""
    missing = []
    for name, options in form.options.items():
        value = record.get(name)
        if value is not None and set(dictionary()[name].choices) - set(options):
            items = value if isinstance(value, list) else [value]
            missing += [(name, item) for item in items if item not in options and item != "否"]
    return missing
