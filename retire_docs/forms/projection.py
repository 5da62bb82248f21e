"""What a filled form tells of its record: ``project`` in the law ``read(fill(r)) == project(form, r)``.

A slot of kind 年月 tells no day, a field without a box for its option nothing; a part that an ``if`` left out is not
there. A field that stands at several places is told by the one that tells most of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Record, Value
from retire_docs.domain.values import Malformed
from retire_docs.forms import views
from retire_docs.forms.filling import REFERENCE, Filling, Scope, fill
from retire_docs.forms.form import LISTS, Form, Slot


def project(form: Form, record: Record, lists: Mapping[str, Sequence[Record]] | None = None) -> dict[str, Value]:
    """What ``form``, filled for ``record``, tells of it. What moved to the 附页 is not told here."""
    return shown(form, fill(form, record, lists).own)


def project_lists(form: Form, filling: Filling) -> dict[str, list[dict[str, Value]]]:
    """What a filled form tells of the items of its lists, those that it shows."""
    around = filling.own.holds
    return {
        name: [shown(form, scope, name, around) for scope in filling.lists[name]]
        for name in LISTS
        if form.slots_of[name]
    }


def shown(
    form: Form, scope: Scope, of_list: str | None = None, around: Mapping[str, bool] | None = None
) -> dict[str, Value]:
    """What the slots of a scope tell; ``around``: the tests of the paper that an item's part stands under."""
    holds = {**(around or {}), **scope.holds}
    slots = [slot for slot in form.slots_of[of_list] if all(holds.get(id) == on for id, on in slot.within)]
    told: dict[str, Value] = {}
    for name in dict.fromkeys(slot.field for slot in slots):
        of_field = [slot for slot in slots if slot.field == name]
        values = [value for slot in of_field if not slot.style and (value := _text(slot, scope.texts[slot.id]))]
        value = finest(values) if values else _ticks(name, [slot for slot in of_field if slot.style], scope)
        if value:
            told[name] = value
    return told


def finest(values: Iterable[Value]) -> Value:
    """Of values that a field has at several places the one that tells most: a day more than its month."""
    best, *others = values
    for other in others:
        if isinstance(best, str) and isinstance(other, str) and other.startswith(f"{best}-"):
            best = other
    return best


def chosen(field: str, options: Iterable[str]) -> Value | None:
    """The value that ticked options make; None where there is none, or several exclude one another."""
    of = dictionary()[field]
    ticked = [option for option in of.choices if option in set(options)]
    if of.kind == "多选":
        return ticked or None
    return ticked[0] if len(ticked) == 1 else None


def _text(slot: Slot, text: str) -> Value | None:
    if REFERENCE.fullmatch(text):
        return None
    try:
        parsed = views.read(slot.field, slot.look, text)
    except Malformed:
        return None
    return parsed.value if parsed else None


def _ticks(field: str, slots: list[Slot], scope: Scope) -> Value | None:
    options = {slot.look.option or "" for slot in slots if scope.ticked[slot.id]}
    if any(slot.style and slot.style.no == scope.texts[slot.id] for slot in slots):
        options.add("否")
    return chosen(field, options)
