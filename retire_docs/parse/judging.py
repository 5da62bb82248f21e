"""Judging what was read: do the values of a form agree, and can a mistyped ID number be mended?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from retire_docs.domain.derive import derive
from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.record import Value
from retire_docs.domain.values import Malformed
from retire_docs.domain.values import id_number as ids
from retire_docs.domain.values.base import Asked, digits
from retire_docs.parse.reading import Fields, FormReading

_CHARACTERS = "0123456789X"
_FEW = 4
"""Places that may be missing from a page that is there; more are missing with their page."""


def judge(form: FormReading) -> None:
    """Mark what does not agree as doubtful, and tell it as findings."""
    where = form.where or form.source
    for fields in (form.fields, *(item for items in form.lists.values() for item in items)):
        _repair(fields)
        _compare(fields)
        form.findings += _tell(fields, where)


def _repair(fields: Fields) -> None:
    """Propose the only ID number that differs in one character, has a right check character and agrees with the birth
    date and sex beside it. It stays doubtful: one in fifty numbers with two wrong digits has such a wrong mending."""
    reading = fields.get("身份证号")
    if reading is None or reading.status != "doubtful" or reading.value is not None:
        return
    birth, sex = _read(fields, "出生日期"), _read(fields, "性别")
    if not birth:
        return
    fitting = [n for n in _neighbours(reading.raw) if (ids.birth_date(n) or "").startswith(birth)]
    fitting = [n for n in fitting if sex in (None, ids.sex(n))]
    if len(fitting) == 1:
        reading.value = fitting[0]
        reading.doubt("按出生日期和校验码推断只错了一位，已补成通过校验的号码，请对照身份证核对")


def _neighbours(raw: str) -> Iterator[str]:
    """The valid ID numbers that differ from a written one in one character."""
    try:
        number = digits(raw)
    except Malformed:
        return
    if len(number) != 18:
        return
    for position in range(18):
        for character in _CHARACTERS if position == 17 else _CHARACTERS[:10]:
            changed = number[:position] + character + number[position + 1 :]
            if changed != number and _is_valid(changed):
                yield changed


def _is_valid(number: str) -> bool:
    try:
        ids.parse(number, Asked())
    except Malformed:
        return False
    return True


def _read(fields: Fields, name: str) -> str | None:
    reading = fields.get(name)
    return reading.value if reading and reading.status == "read" and isinstance(reading.value, str) else None


def _compare(fields: Fields) -> None:
    """What follows from another field must agree with it; the one that can check itself is believed."""
    record: dict[str, Value | None] = {
        name: reading.value for name, reading in fields.items() if reading.status == "read"
    }
    _, differences = derive(record)
    for difference in differences:
        fields[difference.field].doubt(difference.message)
    for name, into, option in _ticked_by():
        ticked = fields.get(into)
        if ticked and record.get(name) and option not in (ticked.value or ()):
            ticked.doubt(f"填了{name}，“{option}”没有打钩")


@cache
def _ticked_by() -> list[tuple[str, str, str]]:
    """Fields that tick an option of another where they are filled in: field, the other, its option."""
    rules = [(field.name, field.derive) for field in dictionary() if field.derive and "into" in field.derive]
    return [(name, rule["into"], rule["is"]) for name, rule in rules]


def missing(fields: Fields) -> list[str]:
    """Fields whose places were not found."""
    return [name for name, reading in fields.items() if reading.status == "unreadable" and reading.moved is None]


def tell_missing(lacking: Sequence[str], where: str, name: str) -> Finding:
    """The finding that places of a form were not found."""
    most = len(lacking) > _FEW
    some = "、".join(lacking[:_FEW]) + (f"等{len(lacking)}格" if most else "")
    message = f"表上找不到{some}" + ("，像是少了一页，或不是这一版的表" if most else "")
    remedy = "补上缺的那一页再读" if most else "看看这一格是不是改了名或删掉了"
    return Finding("parse.missing", "blocks" if most else "ask", message, where, remedy, name)


def _tell(fields: Fields, where: str) -> Iterator[Finding]:
    name = _read(fields, "姓名") or ""
    if lacking := missing(fields):
        yield tell_missing(lacking, where, name)
    for field, reading in fields.items():
        if reading.status == "doubtful":
            page = f" 第{reading.page}页" if reading.page else ""
            why = reading.why or "看不清"
            if dictionary()[field].personal:
                why = why.replace(reading.raw.strip(), ids.masked(reading.raw.strip())) if reading.raw.strip() else why
            remedy = "对照原件核对，改正后再用"
            message = why if why.startswith(field) else f"{field}：{why}"
            yield Finding("parse.doubtful", "ask", message, f"{where}{page}", remedy, name)
