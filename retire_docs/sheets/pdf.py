"""PDF files → sheets, a sheet for each page. What is drawn is read, not guessed: characters and lines by PDFium.

PDFium is not safe for threads: one file after the other in a process.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import zxingcpp
from PIL import Image

from retire_docs.errors import Fault, UnreadableFile
from retire_docs.forms.printing.page_code import PageCode
from retire_docs.sheets import characters, rules, widgets
from retire_docs.sheets.characters import Text, Turned, quarter
from retire_docs.sheets.grid import Line, tables_of
from retire_docs.sheets.lent_font import lend_font
from retire_docs.sheets.rules import Drawn
from retire_docs.sheets.sheet import Box, Sheet
from retire_docs.sheets.units import units_of

MOST_PAGES = 3_000
MOST_CHARACTERS = 200_000
MOST_OBJECTS = 200_000
"""On a page; a dense form has 2,000 characters and 500 objects."""
LARGEST_SIDE = 200 * 72.0
"""Points: the largest that PDF 1.4 lets a page's side be."""
SMALLEST_SIDE = 36.0
"""Points: nothing that is half an inch wide is a form."""
_MOST_PIXELS = 100_000_000
"""Of a picture of a page: an A3 sheet at 600 dpi has 70 millions."""
_INCH = 72
_CORNER = 25 * 72 / 25.4
"""Points: the side of the corner that the page code is looked for in; it reaches 16 mm, copies are shifted."""
_CORNER_DPI = 230
"""Three pixels for the code's smallest module."""
_CODE = 5 * 72 / 25.4
"""Points: no code is smaller."""
_PIECES = 40
"""So many small things in a corner may be a code drawn square by square."""
_LITTLE = 30
"""A page with fewer characters has next to no text: a stamp, a page number."""
_PICTURED = 0.5
"""A page of which pictures cover this share is a picture."""
_OUTLINED = 100
"""So many shapes and no text: its letters are drawn as shapes."""
_REMEDIES = {
    raw.FPDF_ERR_PASSWORD: ("加了密码，打不开", "用 PDF 阅读器输入密码打开，另存（或打印）为不加密的 PDF 再试"),
    raw.FPDF_ERR_SECURITY: ("用了不支持的加密方式，打不开", "在原来的软件里打开，打印成普通 PDF 再试"),
}


def read_pdf(data: bytes, name: str) -> Iterator[Sheet | Fault]:
    """The sheets of a PDF file, or for a page that cannot be read why; ``name`` is for messages. Raises
    UnreadableFile."""
    with _opened(data, name) as document, widgets.form_of(document) as form:
        for number in range(1, len(document) + 1):
            yield _sheet(document, form, number, name)


def page_picture(data: bytes, page: int, dpi: int) -> Image.Image:
    """A page (from 1) as a picture, turned so that its text reads upright, as :func:`read_pdf` sees it; smaller than
    asked for where it would be huge."""
    with _opened(data, "PDF") as document, _loaded(document, page) as opened:
        turn = _seen(opened).turn
        scale = dpi / _INCH
        pixels = opened.get_width() * opened.get_height() * scale**2
        if pixels > _MOST_PIXELS:
            scale *= (_MOST_PIXELS / pixels) ** 0.5
        bitmap = opened.render(scale=scale)
        picture: Image.Image = bitmap.to_pil().convert("RGB")
        bitmap.close()
        turned = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}
        return picture.transpose(turned[turn]) if turn else picture


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[pdfium.PdfDocument]:
    """A document that can be read and is closed in the end. Raises UnreadableFile."""
    if b"%PDF-" not in data[:1024]:
        what = "文件是空的" if not data else "不是 PDF 文件"
        raise UnreadableFile(Fault(name, what, "检查是否选错了文件；重新下载或重新导出一份"))
    lend_font()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        damaged = ("PDF 文件不完整或已损坏，打不开", "重新下载、重新扫描或重新导出一份")
        raise UnreadableFile(Fault(name, *_REMEDIES.get(code, damaged))) from None
    try:
        _check(document, name)
        yield document
    finally:
        document.close()


def _check(document: pdfium.PdfDocument, name: str) -> None:
    """Raise UnreadableFile where no page of a document can be read."""
    count = len(document)
    if not count:
        raise UnreadableFile(Fault(name, "PDF 里一页也没有", "重新导出一份"))
    if count > MOST_PAGES:
        what = f"有 {count} 页，一个文件最多读 {MOST_PAGES} 页"
        raise UnreadableFile(Fault(name, what, "拆成几个文件再试"))
    if raw.FPDF_GetFormType(document) in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
        with _loaded(document, 1) as page:
            chars = _seen(page).text.chars
        if "Adobe" in "".join(char.text for char in chars):
            what = "是 XFA 动态表单，内容只有 Adobe Reader 能显示"
            raise UnreadableFile(Fault(name, what, "用 Adobe Reader 打开，打印成普通 PDF 再试"))


@contextmanager
def _loaded(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    page = document[number - 1]
    try:
        yield page
    finally:
        page.close()


def _sheet(document: pdfium.PdfDocument, form: Any, number: int, name: str) -> Sheet | Fault:
    """A page, or what is wrong with it."""
    where = f"{name} 第{number}页"
    try:
        with _loaded(document, number) as page:
            width, height = page.get_width(), page.get_height()
            if not all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in (width, height)):
                what = f"这一页的大小（{width / _INCH * 2.54:.0f}×{height / _INCH * 2.54:.0f} 厘米）不像一张表"
                return Fault(where, what, "检查这一页；重新导出或打印成 A4 再试")
            return _read(page, form, number)
    except pdfium.PdfiumError:
        return Fault(where, "这一页已损坏，读不出来", "重新扫描或重新导出这一页")
    except _TooMuch as error:
        return Fault(where, str(error), "不像一张表；检查这一页，或打印后扫描再试")


class _TooMuch(Exception):
    """More on a page than any form has."""


@dataclass(frozen=True)
class _Seen:
    """The characters of a page seen upright: turned by quarters, in the space that ``place`` leads to, its size."""

    text: Text
    turn: int
    place: Turned
    width: float
    height: float


def _read(page: pdfium.PdfPage, form: Any, number: int) -> Sheet:
    seen = _seen(page)
    width, height, chars = seen.width, seen.height, seen.text.chars
    drawn = rules.read(page, seen.place, MOST_OBJECTS)
    if drawn is None:
        raise _TooMuch(f"这一页上有 {MOST_OBJECTS} 个以上的图形")
    paper = _is_picture(seen, drawn)
    if paper:
        chars = chars + seen.text.unseen
    widgets.add(chars, page, form, seen.place)
    units = units_of(chars, tables_of(drawn.lines), number, width, height)
    lines = [Box(r.left / width, r.top / height, r.right / width, r.bottom / height) for r in drawn.lines]
    return Sheet(number, units, width, height, _code(page, seen, drawn), paper, lines)


def _seen(page: pdfium.PdfPage) -> _Seen:
    """The characters of a page, turned so that most of them read to the right."""
    width, height = page.get_width(), page.get_height()
    place = _displayed(page)
    handle = raw.FPDFText_LoadPage(page)
    if not handle:
        raise pdfium.PdfiumError("no text")
    try:
        if characters.count(handle) > MOST_CHARACTERS:
            raise _TooMuch(f"这一页上有 {MOST_CHARACTERS} 个以上的字")
        text = characters.read(handle, place, width, height)
        turn = text.turn()
        if turn:
            place = place.then(quarter(turn, width, height))
            width, height = (height, width) if turn % 2 else (width, height)
            text = characters.read(handle, place, width, height)
    finally:
        raw.FPDFText_ClosePage(handle)
    return _Seen(text, turn, place, width, height)


def _displayed(page: pdfium.PdfPage) -> Turned:
    """How the space of a page's objects is displayed."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, box)
    return {
        1: Turned(0, 1, 1, 0, -box.bottom, -box.left),
        2: Turned(-1, 0, 0, 1, box.right, -box.bottom),
        3: Turned(0, -1, -1, 0, box.top, box.right),
    }.get(raw.FPDFPage_GetRotation(page), Turned(1, 0, 0, -1, -box.left, box.top))


def _is_picture(seen: _Seen, drawn: Drawn) -> bool:
    """Whether only a reader of paper sees what a page says: next to no text (or none that says what its letters are)
    on pictures, or letters that are drawn as shapes."""
    text = seen.text
    known = sum(not char.text.isspace() for char in text.chars) - text.unknown
    pictured = sum(_inside(picture, seen) for picture in drawn.pictures) >= _PICTURED * seen.width * seen.height
    if text.unknown > known or (drawn.covered and pictured):
        return True
    return known < _LITTLE and (pictured or (not known and len(drawn.shapes) >= _OUTLINED))


def _inside(box: Line, seen: _Seen) -> float:
    """The area of a box that is on the page."""
    width = min(box.right, seen.width) - max(box.left, 0)
    return max(0.0, width) * max(0.0, min(box.bottom, seen.height) - max(box.top, 0))


def _code(page: pdfium.PdfPage, seen: _Seen, drawn: Drawn) -> PageCode | None:
    """The page code of a page. Where nothing that may be one is drawn, no corner is looked at."""
    for right, bottom in ((True, True), (False, True), (True, False), (False, False)):
        corner = Line(
            seen.width - _CORNER if right else 0, seen.height - _CORNER if bottom else 0,
            seen.width if right else _CORNER, seen.height if bottom else _CORNER,
        )  # fmt: skip
        if _may_show(corner, drawn) and (code := _read_code(_corner_picture(page, corner, seen))):
            return code
    return None


def _may_show(corner: Line, drawn: Drawn) -> bool:
    """Whether something is drawn in a corner that may be a code: a picture, many small shapes, a shape of its size."""
    if any(_touch(corner, picture) for picture in drawn.pictures):
        return True
    shapes = [shape for shape in drawn.shapes if _touch(corner, shape)]
    if any(_CODE < shape.right - shape.left < 2 * _CORNER and shape.bottom - shape.top > _CODE for shape in shapes):
        return True
    return len(shapes) + sum(_touch(corner, line) for line in drawn.lines) >= _PIECES


def _touch(one: Line, other: Line) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _corner_picture(page: pdfium.PdfPage, corner: Line, seen: _Seen) -> Image.Image:
    """A corner of the page as a picture; ``corner`` is its place on the page seen upright."""
    left, top, right, bottom = quarter(-seen.turn, seen.width, seen.height).box(*corner)
    width, height = page.get_width(), page.get_height()
    crop = (max(0, left), max(0, height - bottom), max(0, width - right), max(0, top))
    bitmap = page.render(scale=_CORNER_DPI / _INCH, crop=crop, grayscale=True)
    picture: Image.Image = bitmap.to_pil().copy()
    bitmap.close()
    return picture


def _read_code(picture: Image.Image) -> PageCode | None:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return next((code for barcode in found if (code := PageCode.read(barcode.text))), None)
