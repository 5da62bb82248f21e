"""附页: values that moved to a supplementary page, joined back to the form that they moved from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from retire_docs.cities.load import COMMON
from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.values import Malformed
from retire_docs.parse.reading import Fields, FormReading, Reading
from retire_docs.parse.texts import entries_apart

_FORM = "attachment"
_ENTRIES = "附页条目"
Key = tuple[str, str, str]
"""The folder, the form's title and whose it is."""


def join_supplements(forms: Sequence[FormReading]) -> None:
    """Give moved values back to their forms, in place; one whose 附页 is not there is told."""
    entries: dict[Key, dict[int, Fields]] = defaultdict(dict)
    for page in forms:
        if (page.city, page.form) == (COMMON, _FORM):
            for item in page.lists.get(_ENTRIES, []):
                number = item.get("序号")
                if number and isinstance(number.value, str):
                    entries[_key(page, _said(page, "附页表名"))].setdefault(int(number.value), item)
    for form in forms:
        for name, reading in _moved(form):
            entry = entries.get(_key(form, form.title), {}).get(reading.moved or 0)
            if entry is None or not _give(name, reading, entry):
                reading.status, reading.confidence = "unreadable", 0.0
                reading.why = f"写着{reading.raw.strip()}，没有找到这一页"
                remedy = "把附页和这张表一起读"
                where = form.where or form.source
                form.findings.append(Finding("parse.no_supplement", "ask", f"{name}：{reading.why}", where, remedy))


def _moved(form: FormReading) -> Iterable[tuple[str, Reading]]:
    for fields in (form.fields, *(item for items in form.lists.values() for item in items)):
        for name, reading in fields.items():
            if reading.moved is not None:
                yield name, reading


def _give(name: str, reading: Reading, item: Fields) -> bool:
    """Take the value of an entry; whether it is this field's."""
    content = item.get("附页内容")
    named = item.get("附页项目")
    if content is None or named is None or named.value != name:
        return False
    reading.raw, reading.page, reading.box = content.raw, content.page, content.box
    reading.status = "read"
    raw = content.raw
    if dictionary()[name].kind == "经历" and (apart := entries_apart(raw)) != raw:
        raw = apart
        reading.doubt("有几段写在一行里，从哪里分开是推断的")
    try:
        parsed = dictionary()[name].parse(raw)
    except Malformed as error:
        reading.doubt(error.what)
    else:
        reading.value = parsed.value
        for doubt in parsed.doubts:
            reading.doubt(doubt)
    return True


def _key(form: FormReading, title: str) -> Key:
    return str(Path(form.source).parent), title, _said(form, "身份证号") or form.person


def _said(form: FormReading, name: str) -> str:
    reading = form.fields.get(name)
    return reading.value if reading and isinstance(reading.value, str) else ""
