"""A form as pictures: blank, filled for a row of a roster, or with the names of its slots drawn over it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium

from retire_docs.cities.load import city as one_city
from retire_docs.cities.load import common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.record import Record
from retire_docs.errors import Fault, RetireDocsError, UnreadableRoster
from retire_docs.files import write_atomically
from retire_docs.fill.choose import wanted
from retire_docs.forms import filling
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.measuring import FONT_REMEDY
from retire_docs.forms.printing.pages import Page
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.forms.printing.stamp import label
from retire_docs.roster.read import Person, open_roster

POINTS_PER_INCH = 72


def preview(
    place: str,
    name: str,
    out: Path,
    *,
    roster: Path | None,
    row: int | None,
    slots: bool,
    fonts: Sequence[Path],
    dpi: int,
) -> tuple[list[Path], list[str]]:
    """Draw a form of a city: the pictures, a file a page, and in words whose it is and what of it is not so.

    ``row`` is the row of the sheet as a spreadsheet counts it; without it the roster's first person is taken.
    Raises RetireDocsError.
    """
    pack, form = find(place, name)
    if out.suffix.lower() != ".png":
        raise RetireDocsError(Fault(str(out), "预览只画成 PNG 图片", "文件名用 .png 结尾"))
    record, people, notes = _values(roster, row)
    printed = PrintForm.of(pack.template(form), Faces(fonts), places=slots)
    filled = filling.fill(printed.form, record, {"名单": people if form.per == "employer" else []})
    lacking = [
        Fault(f"{m.whose}的“{m.field}”", f"“{m.char}”（U+{ord(m.char):04X}）没有字体能印", FONT_REMEDY)
        for m in printed.gate.missing(filled)
    ]
    if lacking:
        raise RetireDocsError(*lacking)
    pages = printed.pages(filled)
    if slots:
        for page in pages:
            _name_slots(page, printed)
    pdf = Pdf(printed.faces, form.title)
    pdf.add(pages)
    return list(_draw(pdf.finish(), out, dpi)), [*notes, *map(str, printed.unset)]


def find(place: str, name: str) -> tuple[Pack, Form]:
    """The form of this id or title. Raises UnknownCity, or RetireDocsError where the city has no such form."""
    pack = common() if place in ("common", "通用") else one_city(place)
    found = wanted(pack, [name], [])
    if not found:
        known = "、".join(f"{form.id}（{form.title}）" for form in pack.forms)
        raise RetireDocsError(Fault(f"{pack.city}的“{name}”", "没有这张表", f"可用：{known}"))
    return pack, found[0]


def _values(roster: Path | None, row: int | None) -> tuple[Record, list[Record], list[str]]:
    """The record of a row, all of the people of the same employer, and what is to be known of the row.
    Raises UnreadableRoster."""
    if roster is None:
        return {}, [], []
    people = list(open_roster(roster).people())
    person = _in_row(people, row)
    if person is None:
        rows = "、".join(str(p.row + 1) for p in people[:12])
        raise UnreadableRoster(
            Fault(f"{roster.name}{f' 第{row}行' if row else ''}", "这里没有人", f"有人的行：{rows or '无'}")
        )
    employer = person.record.get("单位名称")
    notes = [f"照第{person.row + 1}行填：{person.name}"]
    notes += [f"{mark.finding.message}（没有填上）" for mark in person.marks if mark.finding.severity == "blocks"]
    return person.record, [p.record for p in people if p.record.get("单位名称") == employer], notes


def _in_row(people: Sequence[Person], row: int | None) -> Person | None:
    return next((person for person in people if row is None or person.row + 1 == row), None)


def _name_slots(page: Page, printed: PrintForm) -> None:
    """Write the name of each slot where it stands."""
    slots = {slot.id: slot for slot in printed.form.slots}
    named: set[str] = set()
    for place in reversed({place.slot: place for place in reversed(page.drawing.places)}.values()):
        slot = slots[place.slot]
        # A tick says its option; the first of a field says the field too.
        words = [slot.field] if slot.field not in named or not slot.look.option else []
        label(page, "=".join([*words, *filter(None, [slot.look.option])]), place, printed.faces)
        named.add(slot.field)


def _draw(data: bytes, out: Path, dpi: int) -> list[Path]:
    """Pictures of the pages: ``out``, then ``out``-2 and so on. Raises Unwritable."""
    made = []
    for number, page in enumerate(pdfium.PdfDocument(data), 1):
        picture = io.BytesIO()
        page.render(scale=dpi / POINTS_PER_INCH).to_pil().save(picture, "PNG")
        path = out if number == 1 else out.with_name(f"{out.stem}-{number}{out.suffix}")
        write_atomically(path, picture.getvalue())
        made.append(path)
    return made
