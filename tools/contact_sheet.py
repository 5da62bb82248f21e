"""Pictures of all forms of each city, for docs and for the eye: ``python -m tools.contact_sheet [CITY …]``.

Every form filled with the sample people, and blank, as it prints in the shipped font; drawn by PDFium.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from retire_docs.cities.load import cities, city
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.conditions import presumed
from retire_docs.domain.record import Record
from retire_docs.forms import filling
from retire_docs.forms.printing.faces import Faces, shipped_font
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.roster.read import open_roster
from retire_docs.shipped import shipped

OUT = Path(__file__).parents[1] / "docs" / "forms"
PAGE = (360, 509)
CAPTION, GAP, COLUMNS = 26, 10, 6


def sheet(pack: Pack) -> Image.Image:
    """All pages of all forms of a city, filled and blank."""
    people: list[Record] = [
        p.record for p in open_roster(shipped("samples") / f"{pack.id}.xlsx").people() if not p.blocked
    ]
    faces = Faces(installed=False)
    pages = []
    for form in pack.forms:
        printed = PrintForm.of(pack.template(form), faces)
        pages += [(form.title, page) for page in _pages(form, printed, people)]
        pages += [(f"{form.title}（空白）", page) for page in _pages(form, printed, [])]
    return _arranged(pages)


def _pages(form: Form, printed: PrintForm, people: list[Record]) -> list[Image.Image]:
    fitting = [record for record in people if presumed(form.applies, record)]
    richest = max(fitting, key=lambda record: len(set(record) & set(printed.form.fields)), default={})
    filled = filling.fill(printed.form, richest, {"名单": fitting if form.per == "employer" else []})
    pdf = Pdf(printed.faces, form.title)
    pdf.add(printed.pages(filled))
    return [page.render(scale=1.2).to_pil().convert("L") for page in pdfium.PdfDocument(pdf.finish())]


def _arranged(pages: list[tuple[str, Image.Image]]) -> Image.Image:
    width, height = PAGE[0] + GAP, PAGE[1] + CAPTION + GAP
    rows = -(-len(pages) // COLUMNS)
    whole = Image.new("L", (COLUMNS * width + GAP, rows * height + GAP), 200)
    draw, font = ImageDraw.Draw(whole), ImageFont.truetype(shipped_font(), 15)
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
