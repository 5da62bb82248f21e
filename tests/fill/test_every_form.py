"""Whatever stands in a record stands on the form: every form of every pack, random and awkward values."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.conditions import holds
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Record
from retire_docs.forms import filling
from retire_docs.forms.form import LISTS, Slot
from retire_docs.forms.library import word_form
from retire_docs.forms.views import VIEWS
from retire_docs.forms.word import WordForm
from tests.forms.read import text_of
from tests.strategies import records

FORMS = [pytest.param(pack, form, id=f"{pack.id}-{form.id}") for pack in (*cities(), common()) for form in pack.forms]


def expected(slot: Slot, record: Record) -> str | None:
    """What must stand in a slot, from the record and its kind alone; None where nothing is known of it."""
    field, value = dictionary()[slot.field], record.get(slot.field)
    if slot.style:
        on = slot.look.option in value if isinstance(value, list) else slot.look.option == value
        glyph = slot.style.ticked if on else slot.style.empty
        if not on and slot.style.no and (slot.look.option, value) == ("是", "否"):
            glyph = slot.style.no
        return f"<{ord(glyph) & 0xFF:04X}>" if slot.style.symbol else glyph
    if value is None:
        return None
    if slot.look.view:
        return VIEWS[slot.look.view].show(field, value)
    return field.values.show(value)


def stands(slot: Slot, word: WordForm, record: Record) -> bool:
    """Whether the part that a slot is in is there."""
    tests = {test.id: test.condition for test in word.form.tests}
    return all((holds(tests[id], record) is True) == wanted for id, wanted in slot.within)


@pytest.mark.parametrize(("pack", "form"), FORMS)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_value_is_found_again(pack: Pack, form: Form, data: st.DataObject) -> None:
    word = word_form(pack, form)
    record = data.draw(records(word.form.fields))
    listed = any(slot.of_list for slot in word.form.slots)
    people = data.draw(st.lists(records(word.form.fields), max_size=3)) if listed else []
    done = filling.fill(word.form, record, dict.fromkeys(LISTS, people))
    written = word.write(done)
    docx.Document(io.BytesIO(written))
    text = text_of(written)
    moved = {(m.slot.id, m.text) for m in done.moved}
    for slot in word.form.slots:
        for item in people if slot.of_list else [record]:
            numbered = item if slot.field != "序号" else {"序号": str(people.index(item) + 1)}
            value = expected(slot, numbered)
            if value is not None and stands(slot, word, item) and (slot.id, value) not in moved:
                assert value in text, (slot.field, slot.place)
    for m in done.moved:
        assert filling.reference(m.number) in text or m.slot.within


@pytest.mark.parametrize(("pack", "form"), FORMS)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_moved_is_whole_on_the_supplementary_page(pack: Pack, form: Form, data: st.DataObject) -> None:
    word = word_form(pack, form)
    record = data.draw(records(word.form.fields))
    done = filling.fill(word.form, {name: _lengthened(name, value) for name, value in record.items()})
    attachment = word_form(common(), common().form("attachment"))
    entries = [{"附页项目": moved.slot.field, "附页内容": moved.text} for moved in done.moved]
    text = text_of(attachment.write(filling.fill(attachment.form, record, {"附页条目": entries})))
    for moved in done.moved:
        assert moved.text in text
        assert moved.slot.field in text


def _lengthened(name: str, value: str | list[str]) -> str | list[str]:
    """A value that no cell can hold, for the kinds that can be long."""
    if dictionary()[name].kind in ("文本", "地址") and isinstance(value, str):
        return value * 40
    return value
