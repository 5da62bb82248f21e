"""One file → the forms in it, or the people of a roster. Plain in, plain out: it can run in a process of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from retire_docs.cities.load import COMMON, cities, common
from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.record import Value
from retire_docs.domain.values import Malformed
from retire_docs.errors import Fault, UnreadableFile
from retire_docs.forms.outline import Outline
from retire_docs.parse.doubt import doubt_all, settle
from retire_docs.parse.evidence import save_strips
from retire_docs.parse.judging import judge
from retire_docs.parse.laying import Layout
from retire_docs.parse.places import read_places
from retire_docs.parse.reading import ROSTER, FormReading, Reading
from retire_docs.parse.slots import all_fields, read_slots
from retire_docs.roster.read import Person, open_roster
from retire_docs.sheets.files import kind_of, load, read_sheets
from retire_docs.sheets.ocr.engines import Ocr
from retire_docs.sheets.recognise import Catalogue, Found, Unknown
from retire_docs.sheets.sheet import Sheet

_WORD, _STRANGE = 2, 4
"""Where so many pieces of text on paper, of at least so many characters, belong to no place of the form, it was laid
over wrongly."""


def read_file(
    path: Path,
    only: str | None = None,
    ocr: Ocr = "rapidocr",
    evidence: Path | None = None,
    beat: Callable[[], None] = lambda: None,
) -> list[FormReading]:
    """The forms of a file, in order; ``only`` narrows to a city, ``ocr`` names the engine for paper, ``evidence`` is
    the folder for pictures of what was read; ``beat`` is called for each page. Raises UnreadableFile,
    UnreadableRoster, MissingProgram, Unwritable."""
    data = load(path)
    kind = kind_of(data, str(path))
    if kind == "workbook":
        return _read_roster(path)
    pages = []
    for page in read_sheets(data, kind, str(path), ocr, catalogue):
        pages.append(page)
        beat()
    forms = read_forms(pages, path, only)
    if evidence:
        save_strips(forms, [page for page in pages if isinstance(page, Sheet)], path, data, evidence)
    return forms


def read_forms(pages: Sequence[Sheet | Fault], path: Path, only: str | None) -> list[FormReading]:
    """The forms of a file's sheets; what is wrong with a page stands for it."""
    sheets = [page for page in pages if isinstance(page, Sheet)]
    forms = [
        _read_found(found, path) if isinstance(found, Found) else _unknown(found, path)
        for found in catalogue().recognise((sheet for sheet in sheets if not sheet.needs_ocr), _packs(only))
    ]
    if scanned := [sheet.page for sheet in sheets if sheet.needs_ocr]:
        forms.append(_scanned(scanned, path))
    forms += [_broken(page, path) for page in pages if isinstance(page, Fault)]
    if not forms:
        raise UnreadableFile(Fault(str(path), "里面没有文字", "检查是否选对了文件"))
    return forms


def _read_found(found: Found, path: Path) -> FormReading:
    outline, pages = found.outline, [sheet.page for sheet in found.sheets]
    where = f"{path.name} {_pages(pages)}“{outline.entry.title}”"
    layout = layout_of(outline)
    laid = layout.lay(found.sheets)
    looks = {sheet.page: sheet.look for sheet in found.sheets if sheet.look}
    slots = read_slots(layout, laid, where, looks)
    form = FormReading(
        source=str(path),
        pages=pages,
        city=outline.pack.id,
        form=outline.entry.id,
        title=outline.entry.title,
        version=outline.form.version,
        match=round(found.match, 3),
        fields=slots.fields,
        lists=slots.lists,
        findings=slots.findings,
        case=found.code.case if found.code else None,
        where=where,
        places=read_places(laid, looks) if looks else {},
    )
    if not found.proven:
        _doubt_pages(form, "几张同样的表，这一页是不是这个人的没有二维码可以证明", form.pages[0])
    if laid.repeated:
        _doubt_pages(form, "像是几张同样的表接在一起，分不清是谁的", None)
    every = [form.fields, *(item for items in form.lists.values() for item in items)]
    settle(every, found.sheets)
    strange = sum(len(stretch.squeezed) >= _WORD for stretch in laid.left_over)
    if looks and strange >= _STRANGE:
        doubt_all(every, f"纸上有{strange}处文字对不上这张表，可能对错了格")
    judge(form)
    return form


def _doubt_pages(form: FormReading, why: str, but: int | None) -> None:
    """Doubt all that was read, on the pages ``but`` one."""
    for _, reading in all_fields(form.fields, form.lists):
        if reading.value is not None and reading.page != but:
            reading.doubt(why)


def _pages(pages: Sequence[int]) -> str:
    return f"第{'、'.join(map(str, pages))}页" if pages else ""


def _unknown(unknown: Unknown, path: Path) -> FormReading:
    pages = [sheet.page for sheet in unknown.sheets]
    where = f"{path.name} {_pages(pages)}"
    near = [
        (c.outline.pack.id, c.outline.entry.id, c.outline.entry.title, round(min(c.score, 1.0), 3))
        for c in unknown.candidates
    ]
    named = "、".join(f"{c.outline.pack.city}“{c.outline.entry.title}”（{c.score:.0%}）" for c in unknown.candidates)
    if unknown.excluded:
        other = unknown.candidates[0].outline
        message = f"是{other.pack.city}“{other.entry.title}”，不是 --city 所要的城市的表"
        remedy = "要读它就去掉 --city"
    else:
        message = "认不出是哪一张表" + (f"，最接近的是 {named}" if named else "")
        remedy = "检查文件；自己的城市用 --packs 指出表样"
    finding = Finding("parse.unknown_form", "blocks", message, where, remedy)
    return FormReading(str(path), pages, candidates=near, findings=[finding], where=where)


def _scanned(pages: Sequence[int], path: Path) -> FormReading:
    where = f"{path.name} {_pages(pages)}"
    message = f"{_pages(pages)}是扫描件或照片，要用纸面识读才能读"
    finding = Finding("parse.needs_ocr", "blocks", message, where, "去掉 --ocr none；有 Word 或 PDF 原件时读原件")
    return FormReading(str(path), list(pages), findings=[finding], where=where)


def _broken(fault: Fault, path: Path) -> FormReading:
    finding = Finding("parse.broken_page", "blocks", fault.what, fault.where, fault.remedy)
    return FormReading(str(path), [], findings=[finding], where=fault.where)


def _packs(only: str | None) -> tuple[str, ...]:
    """The ids of the packs whose forms are looked for: none means all."""
    return (only, COMMON) if only else ()


@cache
def catalogue() -> Catalogue:
    """The forms of all packs, prepared once in a process."""
    return Catalogue((*cities(), common()))


@cache
def layout_of(outline: Outline) -> Layout:
    """A form prepared for laying over, once in a process."""
    return Layout(outline)


def _read_roster(path: Path) -> list[FormReading]:
    roster = open_roster(path)
    forms = [_row(person) for person in roster.people()]
    findings = [mark.finding for mark in roster.marks]
    if not forms:
        findings.append(Finding("parse.empty_roster", "note", "表头下面没有人", path.name, "检查是否选对了文件"))
    if findings:
        forms.append(FormReading(str(path), [], form=ROSTER, findings=findings, where=path.name))
    return forms


def _row(person: Person) -> FormReading:
    """A row of a roster: what it says, what is malformed, what is suspicious."""
    fields = {name: Reading(value, _shown(name, value), "read") for name, value in person.record.items()}
    for mark in person.marks:
        name = None if mark.column is None else person.columns.get(mark.column)
        if name is not None and mark.finding.severity != "note":
            fields.setdefault(name, _refused(name, person.refused.get(name, ""))).doubt(mark.finding.message)
    ordered = {field.name: fields[field.name] for field in dictionary() if field.name in fields}
    city = person.record.get("城市")
    return FormReading(
        source=str(person.file),
        pages=[],
        city=_city_id(city),
        form=ROSTER,
        title=f"{person.sheet} 第{person.row + 1}行",
        match=1.0,
        fields=ordered,
        findings=[mark.finding for mark in person.marks],
        where=person.where,
    )


def _refused(name: str, raw: str) -> Reading:
    """What stands in a cell that is not in the record: malformed, or not confirmed since an earlier reading."""
    with contextlib.suppress(Malformed):
        return Reading(dictionary()[name].parse(raw).value if raw.strip() else None, raw, "read")
    return Reading(None, raw, "read")


def _city_id(name: Value | None) -> str | None:
    found = [pack.id for pack in cities() if isinstance(name, str) and name in (pack.id, pack.city)]
    return found[0] if found else None


def _shown(name: str, value: Value) -> str:
    return dictionary()[name].values.show(value)
