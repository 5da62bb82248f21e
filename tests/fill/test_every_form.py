"""Whatever stands in a record stands on the form: every form of every pack, random and awkward values."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import dictionary
from retire_docs.forms import filling
from retire_docs.forms.compiler import compiled
from retire_docs.forms.filling import Filling, Scope
from retire_docs.forms.form import LISTS
from retire_docs.forms.word import WordForm
from tests.forms.read import text_of
from tests.strategies import records

FORMS = [pytest.param(pack, form, id=f"{pack.id}-{form.id}") for pack in (*cities(), common()) for form in pack.forms]


def shown(scope: Scope, word: WordForm) -> list[str]:
    """What the slots of a scope show, as ``text_of`` reads it."""
    symbols = {slot.id for slot in word.form.slots if slot.style and slot.style.symbol}
    return [f"<{ord(text) & 0xFF:04X}>" if id in symbols else text for id, text in scope.texts.items()]


def everything(done: Filling, word: WordForm) -> list[str]:
    return [
        text
        for scope in [done.own, *(s for scopes in done.lists.values() for s in scopes)]
        for text in shown(scope, word)
    ]


@pytest.mark.parametrize(("pack", "form"), FORMS)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_value_is_found_again(pack: Pack, form: Form, data: st.DataObject) -> None:
    word = compiled(pack.template(form))
    record = data.draw(records(word.form.fields))
    people = data.draw(st.lists(records(word.form.fields), max_size=3)) if word.form.options or form.per == "employer" or pack.id == "common" else []
    done = filling.fill(word.form, record, dict.fromkeys(LISTS, people))
    written = word.write(done)
    docx.Document(io.BytesIO(written))
    text = text_of(written)
    all_parts_stand = all(done.own.holds.values())
    for value in everything(done, word):
        assert value in text or not all_parts_stand, repr(value)
    for moved in done.moved:
        assert filling.reference(moved.number) in text or not all_parts_stand


@pytest.mark.parametrize(("pack", "form"), FORMS)
@given(data=st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_moved_is_whole_on_the_supplementary_page(pack: Pack, form: Form, data: st.DataObject) -> None:
    word = compiled(pack.template(form))
    record = data.draw(records(word.form.fields))
    done = filling.fill(word.form, {name: _lengthened(name, value) for name, value in record.items()})
    attachment = compiled(common().template(common().form("attachment")))
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
