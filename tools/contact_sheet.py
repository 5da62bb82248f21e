"""Pictures of all forms of each city, for docs and for the eye: ``python -m tools.contact_sheet [CITY …]``.

Every form filled with the sample people, and blank; set by LibreOffice in the shipped font, drawn by PDFium.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from retire_docs.cities.load import cities, city
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.conditions import presumed
from retire_docs.domain.record import Record
from retire_docs.forms import filling, metrics
from retire_docs.forms.library import word_form
from retire_docs.roster.read import open_roster
from retire_docs.shipped import shipped
from tools.office import FONTS, convert

OUT = Path(__file__).parents[1] / "docs" / "forms"
PAGE = (360, 509)
CAPTION, GAP, COLUMNS = 26, 10, 6


def sheet(pack: Pack) -> Image.Image:
    """All pages of all forms of a city, filled and blank."""
    people: list[Record] = [
        p.record for p in open_roster(shipped("samples") / f"{pack.id}.xlsx").people() if not p.blocked
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, form in enumerate(pack.forms):
            (folder / f"{number:02}-{form.title}.docx").write_bytes(_filled(pack, form, people))
            (folder / f"{number:02}-{form.title}（空白）.docx").write_bytes(_filled(pack, form, []))
        pages = [(pdf.stem[3:], page) for pdf in convert(folder, system_fonts=True) for page in _pages(pdf)]
    return _arranged(pages)


def _filled(pack: Pack, form: Form, people: list[Record]) -> bytes:
    word = word_form(pack, form)
    fitting = [record for record in people if presumed(form.applies, record)]
    richest = max(fitting, key=lambda record: len(set(record) & set(word.form.fields)), default={})
    return word.write(filling.fill(word.form, richest, {"名单": fitting if form.per == "employer" else []}))


def _pages(pdf: Path) -> list[Image.Image]:
    document = pdfium.PdfDocument(pdf)
    return [page.render(scale=1.2).to_pil().convert("L") for page in document]


def _arranged(pages: list[tuple[str, Image.Image]]) -> Image.Image:
    width, height = PAGE[0] + GAP, PAGE[1] + CAPTION + GAP
    rows = -(-len(pages) // COLUMNS)
    whole = Image.new("L", (COLUMNS * width + GAP, rows * height + GAP), 200)
    draw, font = ImageDraw.Draw(whole), ImageFont.truetype(FONTS / metrics.FONT_FILE, 15)
    for number, (title, page) in enumerate(pages):
        x, y = GAP + number % COLUMNS * width, GAP + number // COLUMNS * height
        draw.text((x, y), title[:22], 0, font)
        page.thumbnail(PAGE, Image.Resampling.LANCZOS)
        whole.paste(page, (x, y + CAPTION))
    return whole


def main() -> None:
    """Write the sheets of the cities named, or of all."""
    OUT.mkdir(parents=True, exist_ok=True)
    for pack in [city(name) for name in sys.argv[1:]] or cities():
        sheet(pack).quantize(16).save(OUT / f"{pack.id}.png", optimize=True)


if __name__ == "__main__":
    main()
