"""The law: what is read from a filled form is what the form can tell of its record. Every form of every pack, through
Word, through our PDF, and through LibreOffice's conversions of the Word file."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retire_docs import office
from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Record, Value
from retire_docs.forms import filling
from retire_docs.forms.form import LISTS, Slot
from retire_docs.forms.library import word_form
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.projection import project_lists, shown
from retire_docs.parse.slots import read_slots
from retire_docs.sheets.pdf import read_pdf
from retire_docs.sheets.sheet import Sheet
from retire_docs.sheets.word import read_word
from tests.fill.longest import record as longest
from tests.fill.test_printed_forms import FACES, drawable, printed
from tests.parse.papers import PERSON, layout, told
from tests.pdf import squeezed
from tests.strategies import records
from tools.office import SOFFICE

FORMS = [pytest.param(pack, form, id=f"{pack.id}-{form.id}") for pack in (*cities(), common()) for form in pack.forms]
Told = tuple[dict[str, Value], dict[str, list[dict[str, Value]]]]


def read(pack: Pack, form: Form, sheets: Iterable[object]) -> Told:
    """The values that are read from the sheets of a form."""
    laid_out = layout(pack.id, form.id)
    slots = read_slots(laid_out, laid_out.lay([sheet for sheet in sheets if isinstance(sheet, Sheet)]), "表", {})
    return told(slots.fields), {name: [told(item) for item in items] for name, items in slots.lists.items()}


def projected(pack: Pack, form: Form, done: filling.Filling) -> Told:
    """The values that the filled form can tell."""
    of = word_form(pack, form).form
    lists = {name: items for name, items in project_lists(of, done).items() if items}
    return shown(of, done.own), lists


def people_of(pack: Pack, form: Form, data: st.DataObject) -> tuple[dict[str, Value], list[dict[str, Value]]]:
    of = word_form(pack, form).form
    listed = any(slot.of_list for slot in of.slots)
    return data.draw(records(of.fields)), data.draw(st.lists(records(of.fields), max_size=3)) if listed else []


@pytest.mark.parametrize(("pack", "form"), FORMS)
@given(data=st.data())
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_through_word(pack: Pack, form: Form, data: st.DataObject) -> None:
    word = word_form(pack, form)
    record, people = people_of(pack, form, data)
    done = filling.fill(word.form, record, dict.fromkeys(LISTS, people))
    assert read(pack, form, read_word(word.write(done), "表")) == projected(pack, form, done)


def undivided(form: Form, pack: Pack) -> set[str]:
    """Fields that stand in lines of one cell without a word between: on paper nothing tells whose a line is where it
    could be any's. Their values are compared as one text."""
    groups: set[str] = set()
    for unit in layout(pack.id, form.id).units:
        parts = [part for part in unit.parts if part != "\n"]
        for first, second in itertools.pairwise(parts):
            if isinstance(first, Slot) and isinstance(second, Slot) and not first.style and not second.style:
                groups |= {first.field, second.field}
    return groups


def on_paper(values: dict[str, Value], one: set[str]) -> dict[str, str]:
    """Values as paper shows them: without white space and line ends, ligatures taken apart."""
    texts = {name: squeezed(dictionary()[name].values.show(value)) for name, value in values.items()}
    together = "".join(texts.pop(name) for name in list(values) if name in one)
    return {**texts, "…": "".join(sorted(_without_years(together)))}


def _without_years(text: str) -> str:
    """Years and separators are written otherwise when a line is taken for another field's."""
    return "".join(c for c in text if c not in "0123456789年月日至今在工作:：-./、PYM个")


@pytest.mark.parametrize(("pack", "form"), FORMS)
@given(data=st.data())
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_through_our_pdf(pack: Pack, form: Form, data: st.DataObject) -> None:
    sheet = PrintForm.of(pack.template(form), FACES)
    record, people = people_of(pack, form, data)
    kept = [{n: v for n, v in ((n, drawable(v)) for n, v in one.items()) if v} for one in (record, *people)]
    done = filling.fill(sheet.form, kept[0], dict.fromkeys(LISTS, kept[1:]))
    if done.clipped:
        return  # what does not fit a fixed cell is not on the paper; fill tells so
    one = undivided(form, pack)
    fields, lists = read(pack, form, read_pdf(printed(sheet, done), "表"))
    expected, expected_lists = projected(pack, form, done)
    assert on_paper(fields, one) == on_paper(expected, one)
    assert {name: [on_paper(item, one) for item in items] for name, items in lists.items()} == {
        name: [on_paper(item, one) for item in items] for name, items in expected_lists.items()
    }


USUAL: Sequence[Record] = (PERSON, longest(), {})


@pytest.mark.parametrize(("pack", "form"), FORMS)
@pytest.mark.parametrize("record", USUAL, ids=["usual", "longest", "blank"])
def test_usual_values_through_our_pdf_to_the_letter(pack: Pack, form: Form, record: Record) -> None:
    sheet = PrintForm.of(pack.template(form), FACES)
    done = filling.fill(sheet.form, record, dict.fromkeys(LISTS, [record] * 2))
    assert read(pack, form, read_pdf(printed(sheet, done), "表")) == projected(pack, form, done)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_usual_values_through_libreoffice_to_the_letter(tmp_path: Path) -> None:
    cases: dict[str, tuple[Pack, Form, filling.Filling]] = {}
    folders = {name: tmp_path / name for name in ("word", "odt", "back", "pdf")}
    for folder in folders.values():
        folder.mkdir()
    for parameter in FORMS:
        pack, form = parameter.values
        assert isinstance(pack, Pack)
        assert isinstance(form, Form)
        for number, record in enumerate(USUAL):
            word = word_form(pack, form)
            done = filling.fill(word.form, record, dict.fromkeys(LISTS, [record] * 2))
            name = f"{pack.id}-{form.id}-{number}"
            (folders["word"] / f"{name}.docx").write_bytes(word.write(done))
            cases[name] = (pack, form, done)
    files = sorted(folders["word"].iterdir())
    odt = [path for path in office.convert(files, folders["odt"], "odt") if isinstance(path, Path)]
    back = [path for path in office.convert(odt, folders["back"], "docx") if isinstance(path, Path)]
    pdf = [path for path in office.convert(files, folders["pdf"]) if isinstance(path, Path)]
    assert len(files) == len(back) == len(pdf) == len(cases)
    wrong = []
    for path in [*back, *pdf]:
        pack, form, done = cases[path.stem]
        sheets = read_word(path.read_bytes(), "表") if path.suffix == ".docx" else read_pdf(path.read_bytes(), "表")
        got, expected = read(pack, form, sheets), projected(pack, form, done)
        if lost := differences(got, expected):
            wrong.append((path.name, lost))
    # In a row of fixed height LibreOffice leaves out of its PDF the line that does not fit: a telephone number has lost
    # its last digit. It is doubtful and has no value.
    cut = "0943-5550101、13900000001"
    assert wrong == [("quyuan-application-1.pdf", [("本人联系电话", None, cut)])]


def differences(got: Told, expected: Told) -> list[tuple[str, object, object]]:
    """What differs, for the message."""
    fields = [(n, got[0].get(n), expected[0].get(n)) for n in {**got[0], **expected[0]}]
    lists = [
        (f"{name} {number} {n}", a.get(n), b.get(n))
        for name in expected[1]
        for number, (a, b) in enumerate(zip(got[1].get(name, []), expected[1][name], strict=False))
        for n in {**a, **b}
    ]
    return [one for one in [*fields, *lists] if one[1] != one[2]]
