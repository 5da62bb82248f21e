"""What stands in a PDF's form fields and typewriter notes: not in the page's text, but placed as if it were."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from retire_docs.sheets.characters import Turned
from retire_docs.sheets.lines import ASCENT, Char

_TICKED, _EMPTY = "☑", "□"
_BOXES = frozenset("□☐☑☒■○◯●◎")
"""Where the page itself shows one of these under a box to tick, that one is it."""
_LARGEST = 12.0
"""Points: text in a field is taken to be no larger."""
_NARROW = 0.5
"""The width of a Latin letter, in ems."""
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_LISTED = (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)
_TICKS = (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON)
_PASSWORD = 1 << 13


@contextmanager
def form_of(document: pdfium.PdfDocument) -> Iterator[Any]:
    """PDFium's view of the form fields of a document; None where it has none."""
    if raw.FPDF_GetFormType(document) == raw.FORMTYPE_NONE:
        yield None
        return
    wishes = raw.FPDF_FORMFILLINFO(version=2)
    form = raw.FPDFDOC_InitFormFillEnvironment(document, wishes)
    try:
        yield form
    finally:
        if form:
            raw.FPDFDOC_ExitFormFillEnvironment(form)


def add(chars: list[Char], page: Any, form: Any, place: Turned) -> None:
    """Add to the characters of a page what its fields and notes say."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(note) & _HIDDEN:
                _add(chars, note, form, place)
        finally:
            raw.FPDFPage_CloseAnnot(note)


def _add(chars: list[Char], note: Any, form: Any, place: Turned) -> None:
    subtype = raw.FPDFAnnot_GetSubtype(note)
    if subtype == raw.FPDF_ANNOT_FREETEXT:
        contents = _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size))
        chars.extend(_placed(contents, _box(note, place)))
    elif subtype == raw.FPDF_ANNOT_WIDGET and form:
        kind = raw.FPDFAnnot_GetFormFieldType(form, note)
        if kind in _TICKS:
            _tick(chars, _is_ticked(note, form), _box(note, place))
        elif kind in _LISTED or kind == raw.FPDF_FORMFIELD_TEXTFIELD:
            chars.extend(_placed(_value(note, form, kind), _box(note, place)))


def _is_ticked(note: Any, form: Any) -> bool:
    """Whether a box is ticked: which of its appearances is shown, else its value."""
    shown = _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(note, b"AS", buffer, size))
    return (shown or _value(note, form, raw.FPDF_FORMFIELD_CHECKBOX)) not in ("", "Off")


def _value(note: Any, form: Any, kind: int) -> str:
    """What a field shows: the words of the options that are chosen, else its value."""
    if kind in _LISTED:
        chosen = [
            _option(note, form, number)
            for number in range(raw.FPDFAnnot_GetOptionCount(form, note))
            if raw.FPDFAnnot_IsOptionSelected(form, note, number)
        ]
        if chosen:
            return "\n".join(chosen)
    elif raw.FPDFAnnot_GetFormFieldFlags(form, note) & _PASSWORD:
        return ""
    return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, note, buffer, size))


def _option(note: Any, form: Any, number: int) -> str:
    return _string(lambda buffer, size: raw.FPDFAnnot_GetOptionLabel(form, note, number, buffer, size))


def _string(ask: Callable[[Any, int], int]) -> str:
    """A string that PDFium gives in UTF-16, its length (in bytes, with the end) first."""
    size = ask(None, 0)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    ask(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace")


def _box(note: Any, place: Turned) -> tuple[float, float, float, float]:
    rectangle = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(note, rectangle)
    return place.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _tick(chars: list[Char], ticked: bool, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    for index, char in enumerate(chars):
        if char.text in _BOXES and left < char.right and char.left < right and top < char.bottom and char.top < bottom:
            if ticked:
                chars[index] = char._replace(text=_TICKED)
            return
    chars.extend(_placed(_TICKED if ticked else _EMPTY, box))


def _placed(text: str, box: tuple[float, float, float, float]) -> Iterator[Char]:
    """Text in a box: its lines spread from top to bottom, the characters of each from the left."""
    left, top, right, bottom = box
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    height = (bottom - top) / len(lines)
    size = max(0.1, min(_LARGEST, 0.8 * height))
    for number, line in enumerate(lines):
        middle = top + (number + 0.5) * height
        base = middle - size / 2 + ASCENT * size
        ems = [_NARROW if char.isascii() else 1.0 for char in line]
        em = min(size, (right - left) / (sum(ems) or 1))
        x = left
        for char, wide in zip(line, ems, strict=True):
            yield Char(char, x, middle - size / 2, x + wide * em, middle + size / 2, base, size, 0)
            x += wide * em
