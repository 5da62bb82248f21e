"""Which of a city's forms a person needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from retire_docs.cities.describe import KINDS
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.conditions import fields_of, holds, presumed, unknown_fields
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Record


@dataclass(frozen=True)
class Choice:
    """A form, whether it is made for this person, and why (``unknown``: fields that would have settled it)."""

    form: Form
    made: bool
    unknown: tuple[str, ...] = ()
    reason: str = ""


def choose(pack: Pack, record: Record, ids: Collection[str] = (), kinds: Collection[str] = ()) -> list[Choice]:
    """All forms of the pack, made or left out. ``ids`` and ``kinds`` narrow them if given."""
    return [_choice(form, record) for form in wanted(pack, ids, kinds)]


def wanted(pack: Pack, ids: Collection[str], kinds: Collection[str]) -> list[Form]:
    """The pack's forms that the user asked for: all, or those with these ids or titles, or of these kinds."""
    if not ids and not kinds:
        return list(pack.forms)
    return [
        form
        for form in pack.forms
        if not {form.id, form.title}.isdisjoint(ids) or not {form.kind, KINDS[form.kind]}.isdisjoint(kinds)
    ]


def _choice(form: Form, record: Record) -> Choice:
    truth = holds(form.applies, record)
    if truth is None:
        return Choice(form, presumed(form.applies, record), tuple(unknown_fields(form.applies, record)))
    return Choice(form, truth, reason="" if truth else _reason(form, record))


def _reason(form: Form, record: Record) -> str:
    facts = []
    for name in dict.fromkeys(fields_of(form.applies)):
        value = record.get(name)
        facts.append(f"{name}为“{dictionary()[name].values.show(value)}”" if value is not None else f"未填{name}")
    return "，".join(facts)
