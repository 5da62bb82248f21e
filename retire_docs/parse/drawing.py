"""Pictures of what was seen: each page with its lines, cells, slots, values and confidences, for a look at why
something was read as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from retire_docs.errors import UnreadableFile
from retire_docs.files import unwritable
from retire_docs.parse.files import catalogue, read_forms
from retire_docs.parse.reading import FormReading, Reading, Status
from retire_docs.parse.slots import all_fields
from retire_docs.sheets.files import kind_of, load, read_sheets
from retire_docs.sheets.ocr.engines import Ocr
from retire_docs.sheets.pdf import page_picture
from retire_docs.sheets.sheet import PARAGRAPH, WRAP, Box, Sheet, Unit

_DPI = 110
_INCH = 72
_COLOURS: dict[Status, str] = {
    "read": "#0a7d32",
    "blank": "#7a7a7a",
    "doubtful": "#c77700",
    "unreadable": "#c00000",
    "absent": "#7a7a7a",
}
_RULE, _CELL, _TEXT = "#2060d0", "#9fc0ff", "#404040"
_A4 = (595.3, 841.9)
_LINE = 14.0  # points; of a page that has no places of its own
_MARGIN = 36.0
_FONT_SIZE = 9


def draw_file(path: Path, folder: Path, only: str | None = None, ocr: Ocr = "rapidocr") -> list[Path]:
    """Draw the pages of a file into ``folder``; a Word file, which has no places, as a plan of its cells. Returns the
    pictures. Raises UnreadableFile, Unwritable."""
    data = load(path)
    kind = kind_of(data, str(path))
    pages = [page for page in read_sheets(data, kind, str(path), ocr, catalogue) if isinstance(page, Sheet)]
    sheets = [page if page.width else planned(page) for page in pages]
    try:
        forms = read_forms(sheets, path, only)
    except UnreadableFile:
        forms = []
    made = []
    for page, sheet in zip(pages, sheets, strict=True):
        picture = page_picture(data, page.page, _DPI) if page.width else _blank(sheet)
        _draw(picture, sheet, forms, plan=not page.width)
        made.append(_save(picture, folder / f"{path.parent.name}-{path.name}-{sheet.page}.png"))
    return made


def _save(picture: Image.Image, path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path)
    except OSError as error:
        raise unwritable(path, error) from None
    return path


def planned(sheet: Sheet) -> Sheet:
    """A sheet without places with its cells laid out row by row, as high as their lines need."""
    columns = max((unit.column or 0) + unit.columns for unit in sheet.units) if sheet.units else 1
    width = _A4[0] - 2 * _MARGIN
    top, placed = _MARGIN, []
    for units in _bands(sheet.units):
        height = _LINE * max(1, *(_lines(unit, width / columns) for unit in units))
        for unit in units:
            left = _MARGIN + width * (unit.column or 0) / columns
            right = left + width * unit.columns / columns if unit.row is not None else _MARGIN + width
            placed.append((unit, left, top, right, top + height))
        top += height
    height = max(top + _MARGIN, _A4[1])
    boxed = [
        replace(unit, box=Box(left / _A4[0], upper / height, right / _A4[0], lower / height))
        for unit, left, upper, right, lower in placed
    ]
    return replace(sheet, units=boxed, width=_A4[0], height=height)


def _bands(units: Sequence[Unit]) -> Iterator[list[Unit]]:
    """The units that stand side by side: those of a row, or a line alone."""
    band: list[Unit] = []
    for unit in units:
        if band and (unit.row is None or (unit.table, unit.row) != (band[0].table, band[0].row)):
            yield band
            band = []
        band.append(unit)
    if band:
        yield band


def _lines(unit: Unit, column: float) -> int:
    """How many lines a unit's text takes in its columns."""
    across = max(column * unit.columns if unit.row is not None else _A4[0] - 2 * _MARGIN, _LINE)
    return sum(1 + int(len(line) * _LINE / across) for line in _plain(unit.text).split("\n"))


def _plain(text: str) -> str:
    return text.replace(WRAP, "\n").replace(PARAGRAPH, "\n").rstrip("\n")


def _blank(sheet: Sheet) -> Image.Image:
    size = [round((side or 0) * _DPI / _INCH) for side in (sheet.width, sheet.height)]
    return Image.new("RGB", (size[0], size[1]), "white")


def _draw(picture: Image.Image, sheet: Sheet, forms: Sequence[FormReading], *, plan: bool) -> None:
    draw = ImageDraw.Draw(picture)

    def at(box: Box) -> tuple[float, float, float, float]:
        return (
            box.left * picture.width,
            box.top * picture.height,
            box.right * picture.width,
            box.bottom * picture.height,
        )

    for unit in sheet.units:
        if unit.box and unit.row is not None:
            draw.rectangle(at(unit.box), outline=_CELL, width=2)
        if plan and unit.box:
            draw.text(at(unit.box)[:2], _wrapped(unit, picture.width), fill=_TEXT, font=_font())
    for rule in sheet.rules:
        draw.line(at(rule), fill=_RULE, width=1)
    in_cell: Counter[Box] = Counter()
    for form in forms:
        for name, reading in all_fields(form.fields, form.lists):
            for one in (reading, *reading.also):
                if one.box and one.page == sheet.page:
                    in_cell[one.box] += 1
                    # A plan knows only cells: what was read stands at their foot, one above the other.
                    _label(draw, at(one.box), name, one, up=in_cell[one.box] if plan else 0)


def _wrapped(unit: Unit, width: int) -> str:
    assert unit.box is not None
    across = max(1, int((unit.box.right - unit.box.left) * width / _FONT_SIZE / 1.05))
    lines = _plain(unit.text).split("\n")
    return "\n".join(line[n : n + across] for line in lines for n in range(0, max(len(line), 1), across))


def _label(
    draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], name: str, reading: Reading, *, up: int
) -> None:
    """The slot's frame, and what was read below it, or so many lines ``up``."""
    colour = _COLOURS[reading.status]
    draw.rectangle(box, outline=colour, width=2)
    value = "、".join(reading.value) if isinstance(reading.value, list) else reading.value or ""
    said = f"{name}：{value or reading.status} {reading.confidence:.2f}".replace("\n", " ")
    width = draw.textlength(said, font=_font())
    left, top = box[0], box[3] - up * _FONT_SIZE * 1.2
    draw.rectangle((left, top, left + width, top + _FONT_SIZE * 1.2), fill="#fff6c8")
    draw.text((left, top), said, fill=colour, font=_font())


@cache
def _font() -> ImageFont.FreeTypeFont:
    file = resources.files("retire_docs.forms").joinpath("fonts/NotoSerifSC-Regular.ttf")
    with resources.as_file(file) as path:
        return ImageFont.truetype(str(path), _FONT_SIZE)
