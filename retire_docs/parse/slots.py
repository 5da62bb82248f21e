"""A form laid over its sheets → a reading of every slot, and the fields that they make together."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.values import Malformed, Parsed
from retire_docs.domain.values.base import quoted
from retire_docs.forms import views
from retire_docs.forms.filling import REFERENCE
from retire_docs.forms.form import Form, Slot
from retire_docs.forms.outline import bare, squeeze
from retire_docs.parse.laying import Laid, Layout, Placed, Stretch
from retire_docs.parse.matching import Match, Span, fixed_of
from retire_docs.parse.reading import Fields, Reading
from retire_docs.parse.ticks import Tick, choose, read_ticks
from retire_docs.sheets.sheet import PARAGRAPH, WRAP, Box

_DATED = ("日期", "年月", "日期或年月")
_DATE_AT_END = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*(?:[月./-]\s*(?:\d{1,2}\s*日?)?)?$")
_LONGEST_VALUE = 4000
"""Characters of one value; whoever writes more has not filled in a form."""


@dataclass
class _Seen:
    """What stands in a slot: its text, where, and whether its limits are sure. ``beside``: it was typed beside its
    cell; ``missing``: the place itself was not found; ``absent``: an ``if`` left it out."""

    slot: Slot
    text: str = ""
    page: int | None = None
    box: Box | None = None
    sure: bool = True
    beside: bool = False
    missing: bool = False
    absent: bool = False


@dataclass
class Slots:
    """The fields of a form as read: its own, and those of the items of its lists; and what was found on the way."""

    fields: Fields
    lists: dict[str, list[Fields]]
    findings: list[Finding]


def read_slots(layout: Layout, laid: Laid, where: str) -> Slots:
    """Read every slot of a form. ``where`` is for messages."""
    reader = _Reader(layout.outline.form, laid, where)
    reader.read(layout)
    return reader.slots()


class _Reader:
    def __init__(self, form: Form, laid: Laid, where: str) -> None:
        self.form = form
        self.laid = laid
        self.where = where
        self.findings: list[Finding] = []
        self.seen: dict[tuple[str | None, int], list[_Seen]] = defaultdict(list)
        self.ticks: dict[tuple[str | None, int], list[tuple[Tick, _Seen]]] = defaultdict(list)
        self._conditions = {test.id: bare(test.condition) for test in form.tests}
        self._holds: dict[str, bool] = {}
        self._left = list(laid.left_over)
        self.words: set[str] = set()

    def read(self, layout: Layout) -> None:
        self.words = layout.words
        numbers = {id(unit): number for number, unit in enumerate(layout.units)}
        found: list[tuple[int, Placed, list[Match]]] = []
        for index, placed in enumerate(self.laid.placed):
            if placed.unit.slots:
                number = numbers.get(id(placed.unit))
                fixed = fixed_of(placed.unit.parts) if number is None else layout.fixed[number]
                matches = fixed.matches(placed.stretch.text) if placed.stretch else []
                self._learn(matches)
                found.append((index, placed, matches))
        for index, placed, matches in found:
            self._unit(index, placed, self._best(matches))

    def _learn(self, matches: Sequence[Match]) -> None:
        """Where the words of one way are there and those of the other are not, its tests are known to hold or not."""
        if len(matches) < 2:
            return
        first, second = sorted(matches, key=_fit, reverse=True)[:2]
        if _fit(first) > _fit(second):
            for test, on in first.way.tests.items():
                condition, negated = self._conditions[test]
                self._holds.setdefault(condition, on != negated)

    def _best(self, matches: Sequence[Match]) -> Match | None:
        """The way of a unit that fits best; of equal ones the one whose tests are known to hold, then the first."""
        if not matches:
            return None

        def agrees(match: Match) -> int:
            score = 0
            for test, on in match.way.tests.items():
                condition, negated = self._conditions[test]
                told = self._holds.get(condition)
                score += 0 if told is None else 1 if told == (on != negated) else -1
            return score

        return max(matches, key=lambda match: (_fit(match), agrees(match)))

    def _unit(self, index: int, placed: Placed, match: Match | None) -> None:
        stretch = placed.stretch
        if stretch is None or match is None:
            for slot in placed.unit.slots:
                gone = placed.unit.optional or bool(placed.unit.of_list)
                if slot.of_list is None or placed.item is not None:
                    self._keep(placed, [_Seen(slot, missing=not gone, absent=gone)])
            return
        spans: dict[str, Span] = {**match.spans, **_parted(match, stretch.text)}
        seen = {slot.id: self._see(slot, spans.get(slot.id), stretch) for slot in placed.unit.slots}
        repeated = {id for items in match.repeated.values() for item in items for id in item}
        alone = [slot for slot in placed.unit.slots if slot.id not in repeated]
        if len(alone) == 1 and not seen[alone[0].id].text.strip() and not alone[0].style and not placed.unit.label:
            self._look_beside(index, stretch, seen[alone[0].id])
        self._keep(placed, [seen[slot.id] for slot in alone], stretch.text[match.tail.start : match.tail.end])
        for name, items in match.repeated.items():
            for number, of_one in enumerate(items):
                of_item = [self._see(s, of_one.get(s.id), stretch) for s in placed.unit.slots if s.of_list == name]
                self._keep(Placed(placed.unit, stretch, number), of_item)

    def _see(self, slot: Slot, span: Span | None, stretch: Stretch) -> _Seen:
        if span is None:
            return _Seen(slot, absent=True)
        page, box = stretch.place(span.start, span.end)
        text = stretch.text[span.start : span.end]
        if stretch.row is None and stretch.units[0].characters is not None:
            text = text.replace("\n", WRAP)  # in running text on paper a value ends a line only because it is full
        return _Seen(slot, text, page, box, span.sure)

    def _keep(self, placed: Placed, seen: list[_Seen], tail: str = "") -> None:
        """File what was seen under its list and item; ticks need their neighbours to be understood."""
        scopes = defaultdict(list)
        for one in seen:
            scopes[(one.slot.of_list, placed.item or 0)].append(one)
        for scope, of_scope in scopes.items():
            there = [one for one in of_scope if one.slot.style and not one.absent and not one.missing]
            ticks = read_ticks([(one.slot, one.text) for one in there], tail)
            self.ticks[scope] += zip(ticks, there, strict=True)
            self.seen[scope] += [one for one in of_scope if one not in there]

    def _look_beside(self, index: int, stretch: Stretch, seen: _Seen) -> None:
        """An empty cell: was its value typed behind its label, or in a cell that somebody put beside it?"""
        before = self.laid.placed[index - 1] if index else None
        if before and before.stretch and before.unit.label and not before.unit.slots:
            label = squeeze(before.unit.label).replace("\n", "")
            text = before.stretch.text
            if before.stretch.squeezed.startswith(label) and (rest := _after(text, label).lstrip(":： \u3000")).strip():
                page, box = before.stretch.place(len(text) - len(rest), len(text))
                seen.text, seen.page, seen.box, seen.beside = rest, page, box, True
                return
        for other in self._left:
            if _adjacent(stretch, other):
                page, box = other.place(0, len(other.text))
                seen.text, seen.page, seen.box, seen.beside = other.text, page, box, True
                self._left.remove(other)
                return

    def slots(self) -> Slots:
        """All that was seen, as fields."""
        lists: dict[str, list[Fields]] = {}
        scopes = sorted({*self.seen, *self.ticks}, key=lambda scope: (scope[0] or "", scope[1]))
        own: Fields = {}
        for of_list, item in scopes:
            fields = self._fields(self.seen[of_list, item], self.ticks[of_list, item])
            if of_list is None:
                own = fields
            elif any(reading.status not in ("absent", "blank") for reading in fields.values()):
                lists.setdefault(of_list, []).append(fields)
        for stretch in self._left:
            if stretch.squeezed in self.words:  # a table's head that is repeated on the next page
                continue
            page, _ = stretch.place(0, 0)
            words = quoted(stretch.text.replace(WRAP, ""))
            remedy = "核对它属于哪一格；要录入时写进格子里再读"
            message = f"第{page}页有表上没有的文字{words}，没有读入"
            self.findings.append(Finding("parse.left_over", "note", message, self.where, remedy))
        ordered = {name: own[name] for name in self.form.fields if name in own}
        return Slots(ordered, lists, self.findings)

    def _fields(self, seen: Iterable[_Seen], ticks: Iterable[tuple[Tick, _Seen]]) -> Fields:
        of_field: dict[str, list[Reading]] = defaultdict(list)
        for one in seen:
            of_field[one.slot.field].append(read_text(one))
        groups: dict[str, list[tuple[Tick, _Seen]]] = defaultdict(list)
        for tick, one in ticks:
            groups[one.slot.field].append((tick, one))
        for name, group in groups.items():
            of_field[name].append(_read_group(name, group))
        return {name: _joined(name, readings) for name, readings in of_field.items()}


def _fit(match: Match) -> tuple[float, int]:
    """How well a way fits: the share of its words, then how many they are."""
    return match.share, match.found


def _parted(match: Match, text: str) -> dict[str, Span]:
    """Slots without a word between them: which lines are whose, so that each can be what its kind asks for."""
    spans: dict[str, Span] = {}
    for slots, span in match.shared:
        told = PARAGRAPH in text[span.start : span.end]
        lines = list(_lines(text, span, PARAGRAPH if told else f"\n{WRAP}"))
        if told and len(lines) == len(slots):
            spans.update({slot.id: Span(*line) for slot, line in zip(slots, lines, strict=True)})
            continue
        lines = [line for line in lines if line[0] < line[1]][:_MOST_LINES]
        known: dict[tuple[str, int, int], float] = {}
        cuts = max(
            itertools.combinations_with_replacement(range(len(lines) + 1), len(slots) - 1),
            key=lambda cuts: _suit(slots, lines, cuts, text, known),
        )
        for slot, (first, last) in zip(slots, itertools.pairwise((0, *cuts, len(lines))), strict=True):
            at = lines[first][0] if first < len(lines) else span.end
            spans[slot.id] = Span(at, lines[last - 1][1] if last > first else at)
    return spans


def _lines(text: str, span: Span, ends: str) -> Iterator[tuple[int, int]]:
    """Where the lines of a part of a text stand."""
    at = span.start
    for line in re.split(f"[{ends}]", text[span.start : span.end]):
        yield at, at + len(line)
        at += len(line) + 1


_MOST_LINES = 24


Lines: TypeAlias = Sequence[tuple[int, int]]


def _suit(
    slots: Sequence[Slot], lines: Lines, cuts: Sequence[int], text: str, known: dict[tuple[str, int, int], float]
) -> float:
    """How well the lines suit the slots, cut so."""
    score = 0.0
    for slot, (first, last) in zip(slots, itertools.pairwise((0, *cuts, len(lines))), strict=True):
        key = slot.id, first, last
        if key not in known:
            known[key] = _suits(slot, text[lines[first][0] : lines[last - 1][1]] if last > first else "")
        score += known[key]
        if last > first and text[lines[last - 1][1] : lines[last - 1][1] + 1] == WRAP:
            score -= 1.5  # the line only went on
    return score


def _suits(slot: Slot, value: str) -> float:
    """How well a value suits a slot: one of a kind that not every text is counts most, an entry of a history more than
    a line without its years, and each line of what usually has one against it."""
    value = unwrapped(slot, value).strip()
    if not value:
        return 0.0
    kind = dictionary()[slot.field].kind
    try:
        parsed = _parse(slot, value)
    except Malformed:
        return -2.0
    lines = value.count("\n") + 1
    if kind == "经历":
        unclear = len(parsed.doubts) if parsed else 0
        return 1 + 0.3 * (lines - unclear) - 0.15 * unclear
    return (1.0 if kind in _FREE else 2.0) - 0.35 * (lines - 1)


_FREE = ("文本", "姓名", "地址")


def _after(text: str, label: str) -> str:
    """What follows a squeezed label in a text."""
    left = len(label)
    for position, character in enumerate(text):
        if left == 0:
            return text[position:]
        left -= not character.isspace()
    return ""


def _adjacent(stretch: Stretch, other: Stretch) -> bool:
    """Whether a cell stands right of another, or right below it in a column of its own."""
    here, there = stretch.units[0], other.units[0]
    if here.row is None or there.row is None or stretch.row is None or other.row is None:
        return False
    if here.page != there.page or here.table != there.table:
        return False
    right = other.row == stretch.row and there.column == (here.column or 0) + here.columns
    below = other.row == stretch.row + here.rows and there.column == here.column
    return right or below


def read_text(seen: _Seen) -> Reading:
    """The reading of a slot that is no tick."""
    if seen.absent:
        return Reading(None, "", "absent")
    if seen.missing:
        return Reading(None, "", "unreadable", 0.0, why="表上找不到这一格")
    raw = unwrapped(seen.slot, seen.text)[:_LONGEST_VALUE]
    reading = Reading(None, raw, "read", page=seen.page, box=seen.box)
    if moved := REFERENCE.fullmatch(raw.strip()):
        reading.status, reading.moved = "absent", int(moved[1])
        return reading
    try:
        parsed = _parse(seen.slot, raw)
    except views.Untold as error:
        reading.status, reading.why = "absent", error.what
        return reading
    except Malformed as error:
        parsed = _of_other_lines(seen)
        if parsed is None:
            reading.doubt(error.what)
            return reading
        reading.doubt("写在几行里，从哪里断开是推断的")
    if parsed is None:
        reading.status = "blank"
    else:
        reading.value = parsed.value
        for doubt in parsed.doubts:
            reading.doubt(doubt)
    if seen.beside:
        reading.doubt("写在格子旁边，不在格子里")
    if not seen.sure and reading.status != "blank":
        reading.doubt("旁边的文字被改动，分不清从哪里到哪里")
    return reading


_BEGINS_ENTRY = re.compile(rf"{WRAP}(?=\s*\d{{4}}\s*[年./-]\s*{WRAP}?\d{{1,2}}\s*{WRAP}?月?\s*{WRAP}?[至到~～—－-])")


def unwrapped(slot: Slot, text: str) -> str:
    """A text whose full lines go on in the next, but where a new entry of a list of years begins."""
    if WRAP in text and dictionary()[slot.field].kind == "经历":
        text = _BEGINS_ENTRY.sub("\n", text)
    return text.replace(WRAP, "")


def _of_other_lines(seen: _Seen) -> Parsed | None:
    """The value where full lines are values of their own, such as telephone numbers, or lines that are not full belong
    together, as where an office program breaks a number anywhere."""
    for old, new in ((WRAP, "\n"), ("\n", WRAP)):
        if old in seen.text.strip():
            with contextlib.suppress(Malformed):
                return _parse(seen.slot, unwrapped(seen.slot, seen.text.replace(old, new)))
    return None


def _parse(slot: Slot, raw: str) -> Parsed | None:
    """The value of a text. A signature may stand before a date. Raises Malformed."""
    try:
        return views.read(slot.field, slot.look, raw)
    except Malformed:
        field = dictionary()[slot.field]
        if (slot.look.view or field.kind) not in _DATED:
            raise
        blank = squeeze(views.blank(field, slot.look))
        if blank and squeeze(raw).endswith(blank):
            return None
        if date := _DATE_AT_END.search(raw.rstrip()):
            return views.read(slot.field, slot.look, date[0])
        raise


def _read_group(field: str, group: Sequence[tuple[Tick, _Seen]]) -> Reading:
    """The reading of a field from all its ticks; its place is that of the first tick that counts."""
    choice = choose(field, [tick for tick, _ in group])
    marked = [seen for tick, seen in group if tick.state in ("on", "cross")]
    at = (marked or [seen for _, seen in group])[0]
    raw = "　".join(f"{tick.slot.look.option}{tick.text.strip()}" for tick, _ in group)
    reading = Reading(choice.value, raw, "read" if choice.value else "blank", page=at.page, box=at.box)
    if choice.why:
        reading.doubt(choice.why)
    elif all(tick.state == "gone" for tick, _ in group):
        reading.doubt("方框不见了，看不出勾没勾")
    return reading


_RANK = ("read", "doubtful", "unreadable", "blank", "absent")


def _joined(name: str, readings: list[Reading]) -> Reading:
    """A field's best reading, with the others beside it; values that exclude one another are doubtful."""
    best = best_of(readings)
    best.also = [reading for reading in readings if reading is not best]
    values = [reading.value for reading in readings if reading.value is not None]
    if any(not compatible(value, best.value) for value in values):
        shown = "、".join(dict.fromkeys(quoted(reading.raw.strip()) for reading in readings if reading.value))
        best.doubt(f"表上几处{name}不一样：{shown}")
    return best


def best_of(readings: Iterable[Reading]) -> Reading:
    """The reading that is surest, of equal ones the one that tells most."""
    return min(readings, key=lambda reading: (_RANK.index(reading.status), -_fineness(reading)))


def _fineness(reading: Reading) -> int:
    return len(reading.value) if isinstance(reading.value, str) and reading.value[:4].isdigit() else 0


def compatible(value: object, best: object) -> bool:
    """Whether a value says the same as the best one, or less of it."""
    return value == best or (isinstance(value, str) and isinstance(best, str) and best.startswith(f"{value}-"))


def all_fields(fields: Fields, lists: Mapping[str, Sequence[Fields]]) -> Iterator[tuple[str, Reading]]:
    """Every reading of a form, those of its lists included."""
    yield from fields.items()
    for items in lists.values():
        for item in items:
            yield from item.items()
