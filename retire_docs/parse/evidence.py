"""Evidence: for each value that was read from paper or a PDF the strip of the picture where it stands."""

from __future__ import annotations

import hashlib
import io
import itertools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from retire_docs.files import write_atomically
from retire_docs.parse.reading import FormReading, Reading
from retire_docs.parse.slots import all_fields
from retire_docs.sheets.pdf import page_picture
from retire_docs.sheets.sheet import Box, Sheet

if TYPE_CHECKING:
    from retire_docs.sheets.paper.look import Look

_ROOM = 0.008
"""Of the page's width: what is shown around a place."""
_DPI = 150
"""Of the pictures of pages of a PDF that is no scan."""


def save_strips(forms: Iterable[FormReading], sheets: Iterable[Sheet], path: Path, data: bytes, folder: Path) -> None:
    """Save the strips of a file's values in ``folder``, each named for its page and field, and note in each reading
    which is its. Raises Unwritable."""
    looks = {sheet.page: sheet.look for sheet in sheets if sheet.look}
    pages: dict[int, Image.Image] = {}
    used: set[Path] = set()
    own = folder / f"{path.stem}-{hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:6]}"
    for number, form in enumerate(forms, 1):
        for name, reading in all_fields(form.fields, form.lists):
            for one in (reading, *reading.also):
                if one.box and one.page and (strip := _strip(one, looks, pages, data)):
                    file = _free(own / f"{number}-{one.page}-{_safe(name)}.png", used)
                    out = io.BytesIO()
                    strip.save(out, "PNG")
                    write_atomically(file, out.getvalue())
                    one.strip = str(file)


def _strip(
    reading: Reading, looks: Mapping[int, Look], pages: dict[int, Image.Image], data: bytes
) -> Image.Image | None:
    assert reading.box
    assert reading.page
    if look := looks.get(reading.page):
        return Image.fromarray(look.picture(_with_room(reading.box)))
    if not data.startswith(b"%PDF"):
        return None
    if reading.page not in pages:
        pages[reading.page] = page_picture(data, reading.page, _DPI)
    page, box = pages[reading.page], _with_room(reading.box)
    return page.crop(
        (round(box.left * page.width), round(box.top * page.height),
         round(box.right * page.width), round(box.bottom * page.height))
    )  # fmt: skip


def _with_room(box: Box) -> Box:
    return Box(max(0.0, box.left - _ROOM), max(0.0, box.top - _ROOM / 1.4), min(1.0, box.right + _ROOM),
               min(1.0, box.bottom + _ROOM / 1.4))  # fmt: skip


def _safe(name: str) -> str:
    return re.sub(r'[\\/:*?"<>|\s]', "_", name)


def _free(file: Path, used: set[Path]) -> Path:
    """A name that no other strip of the file has: a field may stand at several places."""
    free = next(
        name
        for number in itertools.count(1)
        if (name := file.with_name(f"{file.stem}-{number}{file.suffix}") if number > 1 else file) not in used
    )
    used.add(free)
    return free
