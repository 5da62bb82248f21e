"""Page codes in a picture: which, where, and which way up the page stands."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import zxingcpp

from retire_docs.forms.printing.page_code import PageCode
from retire_docs.sheets.ocr.engine import Gray

_CORNER = 1.1
"""Inches: the side of the corner that is looked at; copies are shifted."""
_ROOM = 0.04
"""Inches of paper around a code that are wiped with it."""


class Found(NamedTuple):
    """A page code, its box in pixels, and by how many quarters the page must be turned anticlockwise."""

    code: PageCode
    box: tuple[int, int, int, int]
    quarters: int


def code_on(gray: Gray, dpi: float) -> Found | None:
    """The page code in a corner of a page."""
    height, width = gray.shape
    side = min(round(_CORNER * dpi), height, width)
    for top, left in ((height - side, width - side), (height - side, 0), (0, width - side), (0, 0)):
        corner = np.ascontiguousarray(gray[top : top + side, left : left + side])
        for barcode in zxingcpp.read_barcodes(corner, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)):
            if code := PageCode.read(barcode.text):
                where = barcode.position
                points = (where.top_left, where.top_right, where.bottom_left, where.bottom_right)
                room = round(_ROOM * dpi)
                xs, ys = [p.x for p in points], [p.y for p in points]
                box = (
                    max(0, left + min(xs) - room), max(0, top + min(ys) - room),
                    left + max(xs) + room, top + max(ys) + room,
                )  # fmt: skip
                return Found(code, box, round(barcode.orientation / 90) % 4)
    return None
