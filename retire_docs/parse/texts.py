"""What stands in a slot that is no tick → its value."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from retire_docs.domain.fields import dictionary
from retire_docs.domain.values import Malformed, Parsed
from retire_docs.forms import views
from retire_docs.forms.filling import REFERENCE
from retire_docs.forms.form import Slot
from retire_docs.forms.outline import squeeze
from retire_docs.parse.doubt import weigh
from retire_docs.parse.reading import Reading
from retire_docs.sheets.ocr.engine import Glyph
from retire_docs.sheets.sheet import WRAP, Box

_DATED = ("日期", "年月", "日期或年月")
_DATE_AT_END = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*(?:[月./-]\s*(?:\d{1,2}\s*日?)?)?$")
_LONGEST_VALUE = 4000
"""Characters of one value; whoever writes more has not filled in a form."""


@dataclass
class Seen:
    """What stands in a slot: its text, where, and whether its limits are sure. ``beside``: it was typed beside its
    cell; ``in_words``: the form has words of its own in the same cell; ``doubt``: what is strange about the place;
    ``missing``: the place itself was not found; ``absent``: an ``if`` left it out; ``mixed``: other values stand in
    the same place. ``glyphs`` are its characters as an engine read them from paper; ``hand``: above 0 they rather were
    written by hand."""

    slot: Slot
    text: str = ""
    page: int | None = None
    box: Box | None = None
    sure: bool = True
    beside: bool = False
    in_words: bool = False
    doubt: str = ""
    missing: bool = False
    absent: bool = False
    mixed: bool = False
    glyphs: Sequence[Glyph] = ()
    hand: float = 0.0


def read_text(seen: Seen) -> Reading:
    """The reading of a slot that is no tick."""
    reading = _read(seen)
    if seen.mixed:
        reading.doubt("和别的空写在一处，分不清哪个是哪个")
    if seen.glyphs:
        weigh(reading, seen.glyphs, seen.hand)
    return reading


def _read(seen: Seen) -> Reading:
    if seen.absent:
        return Reading(None, "", "absent")
    if seen.missing:
        return Reading(None, "", "unreadable", 0.0, why="表上找不到这一格")
    raw = _unlabelled(seen.slot, unwrapped(seen.slot, seen.text))[:_LONGEST_VALUE]
    reading = Reading(None, raw, "read", page=seen.page, box=seen.box)
    if moved := REFERENCE.fullmatch(raw.strip()):
        reading.status, reading.moved = "absent", int(moved[1])
        return reading
    if seen.glyphs and _is_blank(seen.slot, raw):
        reading.status = "blank"
        return reading
    try:
        parsed = parse_text(seen.slot, raw, signed=seen.in_words)
    except views.Untold as error:
        reading.status, reading.why = "absent", error.what
        return reading
    except Malformed as error:
        parsed = _of_other_lines(seen)
        if parsed is None:
            reading.doubt(error.what)
            return reading
        reading.doubt("写在几行里，从哪里断开是推断的")
    if parsed and parsed.doubts and seen.box:
        raw, parsed = _mended(seen.slot, raw, parsed)
        reading.raw = raw
    if parsed is None:
        reading.status = "blank"
    else:
        reading.value = parsed.value
        for doubt in parsed.doubts:
            reading.doubt(doubt)
    if seen.beside:
        reading.doubt("写在格子旁边，不在格子里")
    if seen.doubt and reading.status != "blank":
        reading.doubt(seen.doubt)
    if not seen.sure and reading.status != "blank":
        reading.doubt("旁边的文字被改动，分不清从哪里到哪里")
    return reading


_BLANK = 0.8
"""How much of the words of an empty place may have been misread."""


def _is_blank(slot: Slot, raw: str) -> bool:
    """Whether a text is but what stands in the place when it is empty, such as 省 市 县, perhaps misread."""
    said, blank = squeeze(raw).replace("\n", ""), squeeze(views.blank(dictionary()[slot.field], slot.look))
    if len(blank) < 2 or not said:
        return False
    return said in blank or SequenceMatcher(None, said, blank).ratio() >= _BLANK


_BEGINS_ENTRY = re.compile(rf"{WRAP}(?=\s*\d{{4}}\s*[年./-]\s*{WRAP}?\d{{1,2}}\s*{WRAP}?月?\s*{WRAP}?[至到~～—－-])")


def unwrapped(slot: Slot, text: str) -> str:
    """A text whose full lines go on in the next, but where a new entry of a list of years begins."""
    if WRAP in text and dictionary()[slot.field].kind == "经历":
        text = _BEGINS_ENTRY.sub("\n", text)
    return text.replace(WRAP, "")


def _mended(slot: Slot, raw: str, parsed: Parsed) -> tuple[str, Parsed]:
    """A history from paper, where a line without a readable period may go on in the next, and an entry may have ended
    with a full line: as it makes most sense."""
    if dictionary()[slot.field].kind != "经历":
        return raw, parsed
    lines: list[str] = []
    for line in raw.split("\n"):
        goes_on = lines and not _YEAR.match(line) and _is_unclear(slot, lines[-1])
        lines[-1:] = [lines[-1] + line] if goes_on else [*lines[-1:], line]
    for other in ("\n".join(lines), entries_apart("\n".join(lines))):
        with contextlib.suppress(Malformed):
            mended = parse_text(slot, other)
            if mended and len(mended.doubts) < len(parsed.doubts):
                raw, parsed = other, mended
    return raw, parsed


def _is_unclear(slot: Slot, line: str) -> bool:
    """Whether a line begins with a year and yet no period can be read from it."""
    if not _YEAR.match(line):
        return False
    try:
        entry = parse_text(slot, line)
    except Malformed:
        return True
    return entry is None or bool(entry.doubts)


_YEAR = re.compile(r"\s*\d{4}\s*[年./-]")
_WITHIN = re.compile(r"(?<=[^\d\s至到~～—－自从年月、，,；;.-])(?=\d{4}\s*年\s*\d{1,2}\s*月\s*[至到])")


def entries_apart(text: str) -> str:
    """A history with a line for each stretch of years, also where one follows another within a line."""
    return _WITHIN.sub("\n", text)


def _of_other_lines(seen: Seen) -> Parsed | None:
    """The value where full lines are values of their own, such as telephone numbers, or lines that are not full belong
    together, as where an office program breaks a number anywhere."""
    for old, new in ((WRAP, "\n"), ("\n", WRAP)):
        if old in seen.text.strip():
            with contextlib.suppress(Malformed):
                return parse_text(seen.slot, unwrapped(seen.slot, seen.text.replace(old, new)), signed=seen.in_words)
    return None


def parse_text(slot: Slot, raw: str, *, signed: bool = False) -> Parsed | None:
    """The value of a text, None where it is blank. ``signed``: a signature may stand before a date. Raises
    Malformed."""
    try:
        return views.read(slot.field, slot.look, raw)
    except Malformed:
        field = dictionary()[slot.field]
        if not signed or (slot.look.view or field.kind) not in _DATED:
            raise
        blank = squeeze(views.blank(field, slot.look))
        if blank and squeeze(raw).endswith(blank):
            return None
        date = _DATE_AT_END.search(raw.rstrip())
        if date and not re.search(r"\d", raw[: date.start()]):
            return views.read(slot.field, slot.look, date[0])
        raise


_LABELLED = re.compile(r"\s*([^:：\n]{1,12})[:：]\s*(?=\S)")


def _unlabelled(slot: Slot, text: str) -> str:
    """A text without the field's own name that somebody repeated before it: 姓名：张三."""
    found = _LABELLED.match(text)
    named = dictionary().find(found[1]) if found else None
    return text[found.end() :] if found and named and named.name == slot.field else text
