"""Forms → people: joined by their 身份证号 alone, the best reading of each field, and what does not agree."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retire_docs.cities.load import COMMON, cities
from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.values.base import quoted
from retire_docs.domain.values.id_number import masked
from retire_docs.parse.pages import complete, sets_of
from retire_docs.parse.reading import Fields, FormReading, Reading, best_of, compatible

_ITEMS = "名单"
_CITY, _NAME, _NUMBER = "城市", "姓名", "身份证号"
_MOST_NAMED = 6
"""Places that a message names of those that disagree."""
_SHOWN = 200  # characters of what stands on the paper that a note repeats


@dataclass
class Person:
    """What all forms of a person say: the best reading of each field, the city by its Chinese name, which forms, and
    what does not agree."""

    fields: Fields = field(default_factory=dict)
    city: Reading | None = None
    forms: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def name(self) -> str:
        """姓名 as read, for messages."""
        return name_of(self.fields)


@dataclass(frozen=True)
class _Part:
    """What one form says of one person."""

    form: FormReading
    fields: Fields

    @property
    def where(self) -> str:
        return self.form.where or self.form.source


def join(forms: Sequence[FormReading]) -> list[Person]:
    """Join forms to people by their 身份证号 alone, and only one that was read without doubt; a form without is a row
    of its own. People of a list (an employer's paper) join where they have a number. Readings that disagree are marked
    doubtful in the forms, too, so that whoever looks at a form alone is told."""
    people: list[list[_Part]] = []
    by_number: dict[str, list[_Part]] = {}
    for form, own in ((parts[0], complete(parts)) for parts in sets_of(forms)):
        for fields in _people_of(form, own):
            number = _number(fields)
            parts = by_number.get(number) if number else None
            if parts is None:
                parts = []
                people.append(parts)
                if number:
                    by_number[number] = parts
            parts.append(_Part(form, fields))
    return [_person(parts) for parts in people]


def _people_of(form: FormReading, fields: Fields) -> Iterator[Fields]:
    """The people that a form tells of, whose pages together say ``fields``, each with the city and the employer that it
    names."""
    own = _without_ours(fields)
    city = _city(form)
    if _names_somebody(own) and not _shows_no_number(form, own):
        yield {**own, **city}
    for item in form.lists.get(_ITEMS, ()):
        if _has_number(item):
            yield {**_of_employer(own), **_without_ours(item), **city}


def people_without_number(form: FormReading) -> Iterator[Fields]:
    """The people that cannot be joined to anybody: papers show no ID number of theirs by design."""
    own = _without_ours(form.fields)
    city = _city(form)
    if _names_somebody(own) and _shows_no_number(form, own):
        yield {**own, **city}
    for item in form.lists.get(_ITEMS, ()):
        if not _has_number(item):
            yield {**_of_employer(own), **_without_ours(item), **city}


def _without_ours(fields: Fields) -> Fields:
    """Without the fields that the program itself puts on a paper: 序号, 附页项目, …"""
    return {name: reading for name, reading in fields.items() if dictionary()[name].of != "程序"}


def _of_employer(fields: Fields) -> Fields:
    return {name: reading for name, reading in fields.items() if dictionary()[name].of == "单位"}


def _city(form: FormReading) -> Fields:
    """The city of the pack whose form it is; a row of a roster says its own."""
    if form.city in (None, COMMON):
        return {}
    name = city_name(form.city)
    return {_CITY: Reading(name, name, "read")}


def city_name(city: str | None) -> str:
    """A city's Chinese name by the id of its pack; what is no id stays as it is."""
    return next((pack.city for pack in cities() if pack.id == city), city or "")


def _names_somebody(own: Fields) -> bool:
    """Whether it is a person's form, and anything at all stands on it."""
    of_people = [reading for name, reading in own.items() if dictionary()[name].of == "人"]
    return (_NAME in own or _NUMBER in own) and any(map(tells, of_people))


def _shows_no_number(form: FormReading, own: Fields) -> bool:
    """Whether a paper of the program's own (a cover, a letter) leaves the ID number out."""
    return form.city == COMMON and _NUMBER not in own


def _has_number(item: Fields) -> bool:
    """Whether something stands as somebody's ID number, though it be doubtful."""
    reading = item.get(_NUMBER)
    return reading is not None and tells(reading)


def _number(fields: Fields) -> str:
    reading = fields.get(_NUMBER)
    certain = reading is not None and reading.status == "read" and isinstance(reading.value, str)
    return str(reading.value) if reading and certain else ""


def name_of(fields: Fields) -> str:
    """姓名 as read, or nothing."""
    reading = fields.get(_NAME)
    return reading.value if reading and isinstance(reading.value, str) else ""


def _person(parts: Sequence[_Part]) -> Person:
    """The best reading of each field, and what does not agree."""
    person = Person(forms=[part.where for part in parts])
    by_field: dict[str, list[tuple[_Part, Reading]]] = {}
    for part in parts:
        for name, reading in part.fields.items():
            by_field.setdefault(name, []).append((part, reading))
    person.fields = {name: best_of(reading for _, reading in said) for name, said in by_field.items()}
    for name, said in by_field.items():
        best = person.fields[name].value
        given = [(part, reading) for part, reading in said if reading.value is not None]
        if any(not _agree(reading.value, best) for _, reading in given):
            person.findings.append(_disagree(name, given, person.name))
    person.city = person.fields.pop(_CITY, None)
    return person


def _agree(value: object, best: object) -> bool:
    return compatible(value, best) or compatible(best, value)


def _disagree(name: str, given: Sequence[tuple[_Part, Reading]], person: str) -> Finding:
    """Mark a field's readings as doubtful and tell what stands where, a place for each value. What is told on a screen
    is masked."""
    places = dict(reversed([(shown_value(name, reading), part.where) for part, reading in given]))
    first = list(itertools.islice(reversed(places.items()), _MOST_NAMED))
    more = f"等{len(places)}种" if len(places) > _MOST_NAMED else ""
    told_apart = "、".join(f"“{value[:_SHOWN]}”（{where}）" for value, where in first) + more
    for _, reading in given:
        reading.doubt(f"几张表上的{name}不一样：{told_apart}")
    personal = dictionary()[name].personal
    shown = [f"{_masked(value) if personal else quoted(value)}（{where}）" for value, where in first]
    message = f"几张表上的{name}不一样：{'、'.join(shown)}{more}"
    where = "、".join(dict.fromkeys(where for _, where in first))
    return Finding("parse.forms_disagree", "ask", message, where, "对照原件核对，改正有误的一张", person)


def _masked(value: str) -> str:
    return f"“{masked(value)[-12:]}”"


def shown_value(name: str, reading: Reading) -> str:
    """The value as the roster reader takes it."""
    return dictionary()[name].values.show(reading.value) if reading.value is not None else ""


def tells(reading: Reading) -> bool:
    """Whether anything stands there."""
    return reading.value is not None or asks(reading)


def asks(reading: Reading) -> bool:
    """Whether somebody has to look at it before it is used."""
    return reading.status in ("doubtful", "unreadable")
