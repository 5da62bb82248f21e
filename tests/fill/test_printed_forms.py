"""Whatever stands in a record stands on the printed form: every form of every pack, random and awkward values."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Value
from retire_docs.forms import filling
from retire_docs.forms.form import LISTS
from retire_docs.forms.library import word_form
from retire_docs.forms.printing import page_code
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.forms.printing.tree import TextStyle
from tests.fill.longest import record as longest
from tests.fill.test_every_form import expected, stands
from tests.pdf import squeezed, text_of
from tests.strategies import records

FORMS = [pytest.param(pack, form, id=f"{pack.id}-{form.id}") for pack in (*cities(), common()) for form in pack.forms]
FACES = Faces(installed=False)
GLYPHS = FACES.glyphs(TextStyle("仿宋", "仿宋", 12))
MARKUP = "#set $x$ *b* _i_ @a \\n `c` // /* ( [ { {{ 姓名 }} {% if %} <w:t> &amp; \"“'”) Tj ET <0041> %%EOF"


def drawable(value: Value) -> Value:
    """A value without the characters that the shipped font lacks, or that run from right to left."""
    if isinstance(value, list):
        return [str(drawable(item)) for item in value]
    return "".join(
        c for c in value if c == "\n" or (GLYPHS[c] and unicodedata.bidirectional(c) not in ("R", "AL", "AN"))
    )


def printed(form: PrintForm, done: filling.Filling) -> bytes:
    pages = form.pages(done)
    assert page_code.draw(pages, "x", "y", "0" * 12, "ABCDEFGHJKLM")
    pdf = Pdf(FACES, "测试")
    pdf.add(pages)
    return pdf.finish()


@pytest.mark.parametrize(("pack", "form"), FORMS)
@given(data=st.data())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_value_is_in_the_text_of_the_pdf(pack: Pack, form: Form, data: st.DataObject) -> None:
    sheet = PrintForm.of(pack.template(form), FACES)
    word = word_form(pack, form)
    kept = {name: drawable(value) for name, value in data.draw(records(word.form.fields)).items()}
    record = {name: value for name, value in kept.items() if value}
    people = [record] if any(slot.of_list for slot in word.form.slots) else []
    done = filling.fill(sheet.form, record, dict.fromkeys(LISTS, people))
    assert not list(sheet.gate.missing(done))
    text = text_of(printed(sheet, done))
    moved = {(m.slot.id, m.text) for m in done.moved}
    for slot in sheet.form.slots:
        value = expected(slot, {**record, "序号": "1"} if slot.of_list else record)
        whole = value is not None and (slot.id, value) not in moved and stands(slot, word, record)
        if whole and not slot.style and slot not in done.clipped:
            assert squeezed(value or "") in text, (slot.field, slot.place)


@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_what_looks_like_markup_prints_as_typed(pack: Pack, form: Form) -> None:
    sheet = PrintForm.of(pack.template(form), FACES)
    names = {slot.field for slot in sheet.form.slots if not slot.style and slot.look.view is None}
    record: dict[str, Value] = dict.fromkeys(names, MARKUP)
    plain = {name: value for name, value in record.items() if _takes_text(name)}
    if plain:
        done = filling.fill(sheet.form, plain, {name: [plain] for name in LISTS})
        text = text_of(printed(sheet, done))
        assert squeezed(MARKUP) in text or (done.moved and all(m.text == MARKUP for m in done.moved))


def _takes_text(name: str) -> bool:
    return dictionary()[name].kind in ("文本", "地址", "姓名")


@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_a_printed_form_has_the_pages_that_it_has_in_life(pack: Pack, form: Form) -> None:
    sheet = PrintForm.of(pack.template(form), FACES)
    for values in ({}, longest()):
        people = [values] * 2 if form.per == "employer" else []
        assert len(sheet.pages(filling.fill(sheet.form, values, {"名单": people}))) == form.pages
