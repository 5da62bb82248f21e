"""A form that is one page (or two) in life is so here: blank, and with the longest usual values."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from retire_docs.cities.load import cities
from retire_docs.domain.record import Record
from retire_docs.forms import filling
from retire_docs.forms.library import word_form
from tests.fill.longest import record
from tools.office import SOFFICE, convert

PEOPLE = 2
"""How many an employer's notice names, for a paper of one page, when all have the longest values."""


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_every_form_has_its_number_of_pages(tmp_path: Path) -> None:
    expected: dict[str, int] = {}
    fillings: dict[str, Record] = {"blank": {}, "longest": record()}
    for pack in cities():
        for form in pack.forms:
            word = word_form(pack, form)
            for name, values in fillings.items():
                people = [values] * PEOPLE if form.per == "employer" else []
                done = filling.fill(word.form, values, {"名单": people})
                assert not done.moved, f"{form.title}: {[m.slot.field for m in done.moved]}"
                file = tmp_path / f"{pack.id}-{form.id}-{name}.docx"
                file.write_bytes(word.write(done))
                expected[file.stem] = form.pages
    made = {pdf.stem: len(pdfium.PdfDocument(pdf)) for pdf in convert(tmp_path)}
    assert made == expected
