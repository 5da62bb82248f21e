"""What the reader of workbooks leaves out, read from the file itself: long numbers' digits, and formulas' errors."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from lxml import etree

from retire_docs.domain.values.base import EXACT_FLOAT

_BLOCK = 1 << 20
_FORMULA = rb"(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?"
_LONG = re.compile(rb'<(?:\w+:)?c\b[^>]*?\sr="([A-Z]+\d+)"[^>]*>\s*' + _FORMULA + rb"<(?:\w+:)?v>(\d{16,})(?:\.0)?</")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*\st=\"e\"[^>]*)>\s*" + _FORMULA + rb"<(?:\w+:)?v>(#[^<]+)</")
_PLACE = re.compile(rb'\sr="([A-Z]+)(\d+)"')
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ODS_ERROR = b'value-type="error"'


def long_numbers(file: Path, sheet: str) -> Mapping[str, str]:
    """Cell → the digits of a number too long for a float, of an .xlsx whose numbers are whole."""
    found: dict[str, str] = {}
    with _xlsx(file) as archive:
        if archive:
            for chunk in _chunks(archive, _part(archive, sheet)):
                found.update((cell.decode(), number.decode()) for cell, number in _LONG.findall(chunk))
    return _whole(found)


def _whole(found: Mapping[str, str]) -> Mapping[str, str]:
    """The numbers that have all their digits.

    A program that calculates in floats writes some number near the true one; one number that no float gives
    shows that the file's program keeps integers whole. Excel, at typing, puts zeros after the 15th digit.
    """
    if all(_of_a_float(number) for number in found.values() if int(number) > EXACT_FLOAT):
        return {}
    return {cell: number for cell, number in found.items() if number[15:].strip("0")}


def _of_a_float(number: str) -> bool:
    """Whether these are the digits that a program may write for a float."""
    value = float(number)
    return int(number) in (int(value), int(Decimal(repr(value))), int(Decimal(f"{value:.16g}")))


def errors(file: Path, sheet: str) -> Mapping[int, Mapping[int, str]]:
    """Row → column → the error that a formula shows there (from 0): .xlsx and .ods; an .xls does not tell."""
    with _xlsx(file) as archive:
        if archive:
            return _xlsx_errors(archive, sheet)
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            if any(_ODS_ERROR in chunk for chunk in _chunks(archive, "content.xml")):
                return _ods_errors(archive, sheet)
    return {}


def _xlsx_errors(archive: zipfile.ZipFile, sheet: str) -> Mapping[int, Mapping[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for chunk in _chunks(archive, _part(archive, sheet)):
        if b't="e"' in chunk:
            for attributes, text in _ERROR.findall(chunk):
                if place := _PLACE.search(attributes):
                    found[int(place[2]) - 1][_column(place[1])] = text.decode()
    return found


def _ods_errors(archive: zipfile.ZipFile, sheet: str) -> Mapping[int, Mapping[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    with archive.open("content.xml") as stream:
        for _, table in etree.iterparse(stream, tag=f"{_TABLE}table"):
            row = 0
            for line in table.iter(f"{_TABLE}table-row") if table.get(f"{_TABLE}name") == sheet else ():
                for column, text in _error_cells(line):
                    found[row][column] = text
                row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
            table.clear()
    return found


def _error_cells(line: etree._Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in line:
        if any(str(key).endswith("}value-type") and value == "error" for key, value in cell.attrib.items()):
            yield column, "".join(map(str, cell.itertext())) or "#VALUE!"
        column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))


@contextmanager
def _xlsx(file: Path) -> Iterator[zipfile.ZipFile | None]:
    """The archive of an .xlsx, or None where the file is something else."""
    if not zipfile.is_zipfile(file):
        yield None
        return
    with zipfile.ZipFile(file) as archive:
        yield archive if "xl/workbook.xml" in archive.namelist() else None


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part's bytes, cut only at the end of a row, so that no cell is torn and little is in memory."""
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(_BLOCK):
            rest += block
            cut = rest.rfind(b"row>") + 4
            if cut > 3:
                yield rest[:cut]
                rest = rest[cut:]
    yield rest


def _part(archive: zipfile.ZipFile, name: str) -> str:
    """The member that holds a sheet, by way of the workbook's relations."""
    workbook = etree.fromstring(archive.read("xl/workbook.xml"))
    relations = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {str(r.get("Id")): r.get("Target") or "" for r in relations}
    for sheet in workbook.iter("{*}sheet"):
        if sheet.get("name") == name:
            id = next(str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id"))
            target = targets[id]
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(name)


def _column(letters: bytes) -> int:
    """A → 0, AA → 26."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1
