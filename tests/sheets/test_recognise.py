"""Which form it is, and that other papers are none."""

from __future__ import annotations

import pytest

from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.forms import filling
from retire_docs.forms.form import LISTS
from retire_docs.forms.library import word_form
from retire_docs.parse.files import catalogue
from retire_docs.sheets.recognise import Catalogue, Found, Unknown
from retire_docs.sheets.sheet import Sheet, Unit
from retire_docs.sheets.word import read_word
from tests.fill.longest import record as longest

FORMS = [pytest.param(pack, form, id=f"{pack.id}-{form.id}") for pack in (*cities(), common()) for form in pack.forms]


def sheets_of(pack: Pack, form: Form, *, blank: bool) -> list[Sheet]:
    word = word_form(pack, form)
    record = {} if blank else longest()
    return read_word(word.write(filling.fill(word.form, record, dict.fromkeys(LISTS, [record] * 8))), "表")


@pytest.mark.parametrize("blank", [True, False], ids=["blank", "longest"])
@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_every_form_is_found_whole_and_by_each_page(pack: Pack, form: Form, blank: bool) -> None:
    sheets = sheets_of(pack, form, blank=blank)
    for part in [sheets, *([sheet] for sheet in sheets)]:
        [found] = catalogue().recognise(part)
        assert isinstance(found, Found)
        assert (found.outline.pack.id, found.outline.entry.id) == (pack.id, form.id)


@pytest.mark.parametrize("left_out", cities(), ids=lambda pack: pack.id)
def test_the_forms_of_a_city_without_a_pack_are_none_of_the_others(left_out: Pack) -> None:
    others = Catalogue(pack for pack in (*cities(), common()) if pack.id != left_out.id)
    for form in left_out.forms:
        for blank in (True, False):
            for found in others.recognise(sheets_of(left_out, form, blank=blank)):
                assert isinstance(found, Unknown), (form.id, found.outline.entry.id)
                assert found.candidates


def test_other_papers_are_unknown() -> None:
    text = "关于召开安全生产会议的通知\n各车间、班组：定于本月召开职工大会，请准时参加，不得缺席。特此通知。"
    [found] = catalogue().recognise([Sheet(1, [Unit(text, 1)])])
    assert isinstance(found, Unknown)


def test_blank_backs_are_no_forms() -> None:
    assert catalogue().recognise([Sheet(1, []), Sheet(2, [Unit("", 2)])]) == []
