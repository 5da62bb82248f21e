"""Paper for tests: printed forms as pictures, and what hands do to them."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from retire_docs.domain.record import Record
from retire_docs.parse.files import read_file, read_forms
from retire_docs.parse.reading import FormReading, Reading
from retire_docs.sheets.pdf import page_picture, read_pdf
from retire_docs.sheets.sheet import Box, Sheet
from tests.parse.papers import PERSON, printed

DPI = 150


@functools.cache
def pages(pack: str, form: str, case: str = "ABCDEFGHJKLM", *, empty: bool = False) -> tuple[Image.Image, ...]:
    """A form's pages as they come out of a printer and a scanner."""
    data = pdf(pack, form, case, empty=empty)
    count = sum(isinstance(page, Sheet) for page in read_pdf(data, form))
    return tuple(page_picture(data, number, DPI) for number in range(1, count + 1))


@functools.cache
def pdf(pack: str, form: str, case: str = "ABCDEFGHJKLM", *, empty: bool = False) -> bytes:
    """A form as printed."""
    record: Record = {} if empty else PERSON
    return printed(pack, form, record, case=case)


@functools.cache
def from_pdf(pack: str, form: str, *, empty: bool = False) -> FormReading:
    """What the digital PDF says: the truth for its scan."""
    return read_forms(list(read_pdf(pdf(pack, form, empty=empty), form)), Path("表.pdf"), None)[0]


def read(
    path: Path, pictures: tuple[Image.Image, ...] | list[Image.Image], name: str = "扫描.tif", **save: object
) -> FormReading:
    """What is read from pictures saved as a file of this name."""
    file = path / name
    first, *others = (picture.copy() for picture in pictures)  # Pillow leaves marks of a format on what it saves
    more: Mapping[str, object] = {"save_all": True, "append_images": others} if others else {}
    first.save(file, **{**more, **save})  # type: ignore[arg-type]
    return read_file(file)[0]


def values(form: FormReading) -> dict[str, object]:
    """The values that were read for certain."""
    return {name: one.value for name, one in form.fields.items() if one.status == "read" and one.value is not None}


def drawing(picture: Image.Image) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """A copy of a picture to draw on."""
    copy = picture.copy()
    return copy, ImageDraw.Draw(copy)


def pixels(picture: Image.Image, box: Box) -> tuple[float, float, float, float]:
    """A place in pixels."""
    return box.left * picture.width, box.top * picture.height, box.right * picture.width, box.bottom * picture.height


def place(pack: str, form: str, text: str, *, page: int = 1, empty: bool = True, nth: int = 0) -> Box:
    """Where a text stands on a printed page."""
    found = 0
    for sheet in read_pdf(pdf(pack, form, empty=empty), form):
        assert isinstance(sheet, Sheet)
        if sheet.page != page:
            continue
        for unit in sheet.units:
            at = unit.text.find(text)
            while at >= 0 and unit.characters:
                boxes = [box for box in unit.characters[at : at + len(text)] if box]
                if boxes and found == nth:
                    return Box(min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes),
                               max(b.bottom for b in boxes))  # fmt: skip
                found += bool(boxes)
                at = unit.text.find(text, at + 1)
    raise LookupError(text)


def tilted(picture: Image.Image, degrees: float) -> Image.Image:
    """Laid askew on the scanner."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def photographed(picture: Image.Image) -> Image.Image:
    """On a dark table, seen aslant."""
    import cv2

    height, width = picture.height, picture.width
    table = (
        np.random.default_rng(1).normal(70, 8, (int(height * 1.15), int(width * 1.2), 3)).clip(0, 255).astype(np.uint8)
    )
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    target = source * 0.98 + np.array([(90, 70), (40, 50), (110, 60), (60, 90)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    size = (table.shape[1], table.shape[0])
    warped = cv2.warpPerspective(np.asarray(picture), matrix, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, size)
    table[mask > 127] = warped[mask > 127]
    return Image.fromarray(table)


def as_pdf(*pictures: Image.Image) -> bytes:
    """A scanner's PDF."""
    out = io.BytesIO()
    first, *others = (picture.copy() for picture in pictures)
    first.save(out, "PDF", save_all=True, append_images=others, resolution=DPI)
    return out.getvalue()


def reading(form: FormReading, name: str) -> Reading:
    return form.fields[name]
