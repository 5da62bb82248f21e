"""The law: what is read from a filled form is what the form can tell of its record. Every form of every pack."""

from __future__ import annotations

import functools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.record import Value
from retire_docs.forms import filling
from retire_docs.forms.form import LISTS
from retire_docs.forms.library import word_form
from retire_docs.forms.outline import outline_of
from retire_docs.forms.projection import project_lists, shown
from retire_docs.parse.laying import Layout
from retire_docs.parse.reading import Fields
from retire_docs.parse.slots import read_slots
from retire_docs.sheets.word import read_word
from tests.strategies import records

FORMS = [pytest.param(pack, form, id=f"{pack.id}-{form.id}") for pack in (*cities(), common()) for form in pack.forms]


@functools.cache
def layout_of(pack_id: str, form_id: str) -> Layout:
    pack = next(p for p in (*cities(), common()) if p.id == pack_id)
    return Layout(outline_of(pack, pack.form(form_id)))


def told(fields: Fields) -> dict[str, Value]:
    return {name: reading.value for name, reading in fields.items() if reading.value}


@pytest.mark.parametrize(("pack", "form"), FORMS)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_word(pack: Pack, form: Form, data: st.DataObject) -> None:
    word = word_form(pack, form)
    record = data.draw(records(word.form.fields))
    listed = any(slot.of_list for slot in word.form.slots)
    people = data.draw(st.lists(records(word.form.fields), max_size=3)) if listed else []
    done = filling.fill(word.form, record, dict.fromkeys(LISTS, people))
    layout = layout_of(pack.id, form.id)
    read = read_slots(layout, layout.lay(read_word(word.write(done), "x")), "x")
    assert told(read.fields) == shown(word.form, done.own)
    lists = {name: [told(item) for item in items] for name, items in read.lists.items()}
    expected = {name: items for name, items in project_lists(word.form, done).items() if items}
    assert lists == expected
