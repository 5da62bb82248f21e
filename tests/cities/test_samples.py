"""The sample rosters: nobody is refused, and every condition of every pack is met and not met by somebody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from retire_docs.cities.load import cities
from retire_docs.cities.model import Pack
from retire_docs.domain.conditions import Condition, holds
from retire_docs.domain.record import Record
from retire_docs.roster.read import open_roster
from retire_docs.shipped import shipped


def people(pack: Pack) -> list[Record]:
    found = list(open_roster(shipped("samples") / f"{pack.id}.xlsx").people())
    assert not any(person.blocked for person in found)
    return [person.record for person in found]


def conditions(pack: Pack) -> Iterator[tuple[str, Condition]]:
    for form in pack.forms:
        if form.applies:
            yield f"表 {form.id}", form.applies
    for matter in pack.matters:
        for what, condition in (("办", matter.asked), ("适用", matter.applies)):
            if condition:
                yield f"事项 {matter.id} {what}", condition
    for material in pack.materials:
        if material.needed:
            yield f"材料 {material.id}", material.needed


@pytest.mark.parametrize("pack", cities(), ids=lambda pack: pack.id)
def test_every_condition_is_met_and_not_met(pack: Pack) -> None:
    everybody = people(pack)
    assert 8 <= len(everybody) <= 12
    one_sided = {}
    for name, condition in conditions(pack):
        truths = {holds(condition, record) for record in everybody}
        if not {True, False} <= truths:
            one_sided[name] = truths
    assert one_sided == {}
