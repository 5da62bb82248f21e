"""A form that is one page (or two) in life is so here: blank, and with the longest usual values."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from retire_docs.cities.load import cities
from retire_docs.domain.record import Record
from retire_docs.forms import filling, metrics
from retire_docs.forms.compiler import compiled
from tests.fill.longest import record

PEOPLE = 2
"""How many an employer's notice names, for a paper of one page, when all have the longest values."""

SOFFICE = shutil.which("soffice")
FONTS = Path(metrics.__file__).parent / "fonts"


def pages(pdf: Path) -> int:
    """How many pages a PDF has, from its page tree."""
    data = pdf.read_bytes()
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            data += zlib.decompress(stream)
        except zlib.error:
            continue
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", data))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_every_form_has_its_number_of_pages(tmp_path: Path) -> None:
    expected: dict[str, int] = {}
    fillings: dict[str, Record] = {"blank": {}, "longest": record()}
    for pack in cities():
        for form in pack.forms:
            word = compiled(pack.template(form))
            for name, values in fillings.items():
                people = [values] * PEOPLE if form.per == "employer" else []
                done = filling.fill(word.form, values, {"名单": people})
                assert not done.moved, f"{form.title}: {[m.slot.field for m in done.moved]}"
                file = tmp_path / f"{pack.id}-{form.id}-{name}.docx"
                file.write_bytes(word.write(done))
                expected[file.stem] = form.pages
    convert(tmp_path)
    assert {stem: pages(tmp_path / f"{stem}.pdf") for stem in expected} == expected


def convert(folder: Path) -> None:
    """Every Word file of a folder as PDF, set in the shipped font whatever this machine has installed."""
    fonts = folder / "fonts.conf"
    fonts.write_text(f"<fontconfig><dir>{FONTS}</dir><cachedir>{folder}/cache</cachedir></fontconfig>")
    command = [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    files = sorted(str(path) for path in folder.glob("*.docx"))
    subprocess.run(
        [*command, "--outdir", str(folder), *files],
        check=True,
        capture_output=True,
        timeout=180,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )
