"""A form laid over its sheets → a reading of every slot, and the fields that they make together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.values.base import quoted
from retire_docs.forms.form import Form, Slot
from retire_docs.forms.outline import bare
from retire_docs.parse.laying import Laid, Layout, Placed
from retire_docs.parse.looking import look_at_ticks
from retire_docs.parse.matching import Match, Span, fixed_of
from retire_docs.parse.parting import parted
from retire_docs.parse.reading import Fields, Reading, best_of, compatible
from retire_docs.parse.spelling import spelled
from retire_docs.parse.stretches import Stretch
from retire_docs.parse.texts import Seen, read_text
from retire_docs.parse.ticks import Tick, choose, read_ticks
from retire_docs.sheets.sheet import WRAP

if TYPE_CHECKING:
    from retire_docs.sheets.paper.look import Look


@dataclass
class Slots:
    """The fields of a form as read: its own, and those of the items of its lists; and what was found on the way."""

    fields: Fields
    lists: dict[str, list[Fields]]
    findings: list[Finding]


_PLAIN = 0.65
"""A mark that is less certain may be a blot."""


def read_slots(layout: Layout, laid: Laid, where: str, looks: Mapping[int, Look]) -> Slots:
    """Read every slot of a form. ``where`` is for messages; ``looks`` are its pages of paper by their number."""
    reader = _Reader(layout.outline.form, laid, where, looks)
    reader.read(layout)
    return reader.slots()


class _Reader:
    def __init__(self, form: Form, laid: Laid, where: str, looks: Mapping[int, Look]) -> None:
        self.form = form
        self.laid = laid
        self.where = where
        self.looks = looks
        self.findings: list[Finding] = []
        self.seen: dict[tuple[str | None, int], list[Seen]] = defaultdict(list)
        self.ticks: dict[tuple[str | None, int], list[tuple[Tick, Seen]]] = defaultdict(list)
        self._conditions = {test.id: bare(test.condition) for test in form.tests}
        self._holds: dict[str, bool] = {}
        self._left = list(laid.left_over)
        self._place = {id(stretch): number for number, stretch in enumerate(laid.stretches)}
        self._used: set[int] = set()  # cells of labels behind which a value was found
        self.words: set[str] = set()

    def read(self, layout: Layout) -> None:
        self.words = layout.words
        numbers = {id(unit): number for number, unit in enumerate(layout.units)}
        found: list[tuple[int, Placed, list[Match]]] = []
        for index, placed in enumerate(self.laid.placed):
            if placed.unit.slots:
                number = numbers.get(id(placed.unit))
                fixed = fixed_of(placed.unit.parts) if number is None else layout.fixed[number]
                matches = fixed.matches(placed.stretch.text, misread=placed.stretch.on_paper) if placed.stretch else []
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
                    self._keep(placed, [Seen(slot, missing=not gone, absent=gone)])
            return
        spans: dict[str, Span] = {**match.spans, **parted(match, stretch.text)}
        words = bool(placed.unit.label)
        seen = {s.id: self._see(s, spans.get(s.id), stretch, in_words=words) for s in placed.unit.slots}
        repeated = {id for items in match.repeated.values() for item in items for id in item}
        alone = [slot for slot in placed.unit.slots if slot.id not in repeated]
        if stretch.on_paper:
            _doubt_mixed(match, seen)
        if len(alone) == 1 and not seen[alone[0].id].text.strip() and not alone[0].style and not placed.unit.label:
            self._look_beside(index, stretch, seen[alone[0].id])
        if len(alone) == 1 and not placed.unit.label:
            seen[alone[0].id].doubt = self._strange(index, placed, stretch)
        there = [slot for slot in alone if slot.style and not seen[slot.id].absent]
        on_paper = there and stretch.units[0].page in self.looks
        ticks = look_at_ticks(match, stretch, there, self.looks) if on_paper else read_ticks(match, stretch.text, there)
        for tick in ticks:
            self.ticks[tick.slot.of_list, placed.item or 0].append((tick, seen[tick.slot.id]))
        self._keep(placed, [seen[slot.id] for slot in alone if slot not in there])
        for name, items in match.repeated.items():
            for number, of_one in enumerate(items):
                of_item = [self._see(s, of_one.get(s.id), stretch) for s in placed.unit.slots if s.of_list == name]
                self._keep(Placed(placed.unit, stretch, number), of_item)

    def _see(self, slot: Slot, span: Span | None, stretch: Stretch, *, in_words: bool = False) -> Seen:
        if span is None:
            return Seen(slot, absent=True)
        page, box = stretch.place(span.start, span.end)
        text = stretch.text[span.start : span.end]
        if stretch.row is None and stretch.units[0].characters is not None:
            text = text.replace("\n", WRAP)  # in running text on paper a value ends a line only because it is full
        seen = Seen(slot, text, page, box, span.sure, in_words=in_words)
        if glyphs := stretch.glyphs(span.start, span.end):
            read = [glyph and spelled(slot, glyph) for glyph in glyphs]
            seen.text = "".join(glyph.text if glyph else char for char, glyph in zip(text, read, strict=True))
            seen.glyphs = [glyph for glyph in read if glyph]
        if seen.glyphs and box and not slot.style and page in self.looks:
            seen.hand = self.looks[page].hand(box)
        return seen

    def _keep(self, placed: Placed, seen: Iterable[Seen]) -> None:
        """File what was seen under its list and item."""
        for one in seen:
            self.seen[one.slot.of_list, placed.item or 0].append(one)

    def _look_beside(self, index: int, stretch: Stretch, seen: Seen) -> None:
        """An empty cell: was its value typed behind its label, or in a cell that somebody put beside it?"""
        before = self.laid.placed[index - 1] if index else None
        if before and before.stretch and before.unit.label and not before.unit.slots:
            label = before.unit.key
            text = before.stretch.text
            if before.stretch.squeezed.startswith(label) and (rest := _after(text, label).lstrip(":： \u3000")).strip():
                page, box = before.stretch.place(len(text) - len(rest), len(text))
                seen.text, seen.page, seen.box, seen.beside = rest, page, box, True
                self._used.add(id(before.stretch))
                return
        for other in self._left:
            if _adjacent(stretch, other):
                page, box = other.place(0, len(other.text))
                seen.text, seen.page, seen.box, seen.beside = other.text, page, box, True
                self._left.remove(other)
                return

    def _strange(self, index: int, placed: Placed, stretch: Stretch) -> str:
        """What is strange about the place of a cell: another label before it, or its own twice, or text beside it that
        belongs nowhere."""
        for other in self._left:
            if _adjacent(stretch, other) or _adjacent(other, stretch):
                return f"旁边的格里还有{quoted(other.text.replace(WRAP, ''))}"
        before = self.laid.placed[index - 1] if index else None
        if before is None or before.unit.slots or before.unit.row != placed.unit.row or placed.unit.of_list:
            return ""
        label = before.unit.key
        if label in self.laid.twice:
            return f"“{label}”在表上有几处"
        number = self._place.get(id(stretch), 0)
        left = self.laid.stretches[number - 1] if number else None
        if left and left.row == stretch.row and left.squeezed != label and left.squeezed in self.words:
            return f"左边写的是“{left.squeezed}”，不是“{label}”"
        return ""

    def _behind_labels(self) -> Iterator[tuple[int, str, str]]:
        """What was typed behind labels and is no cell's value: its page, the label, the text."""
        for placed in self.laid.placed:
            if placed.unit.slots or placed.unit.row is None or placed.stretch is None:
                continue
            label, stretch = placed.unit.key, placed.stretch
            if not label or id(stretch) in self._used or label not in stretch.squeezed:
                continue
            if rest := stretch.squeezed.replace(label, "", 1).strip(":*()"):
                yield stretch.units[0].page, label, rest

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
        for page, label, rest in self._behind_labels():
            message = f"第{page}页写在“{label}”后面的{quoted(rest)}没有读入"
            remedy = "核对它是不是这一项的值；要录入时写进格子里再读"
            self.findings.append(Finding("parse.left_over", "note", message, self.where, remedy))
        ordered = {name: own[name] for name in self.form.fields if name in own}
        return Slots(ordered, lists, self.findings)

    def _fields(self, seen: Iterable[Seen], ticks: Iterable[tuple[Tick, Seen]]) -> Fields:
        of_field: dict[str, list[Reading]] = defaultdict(list)
        for one in seen:
            of_field[one.slot.field].append(read_text(one))
        groups: dict[str, list[tuple[Tick, Seen]]] = defaultdict(list)
        for tick, one in ticks:
            groups[one.slot.field].append((tick, one))
        for name, group in groups.items():
            of_field[name].append(_read_group(name, group))
        return {name: _joined(name, readings) for name, readings in of_field.items()}


def _doubt_mixed(match: Match, seen: Mapping[str, Seen]) -> None:
    """Values that stand in one place without a word between are parted by what each may be: where one is empty, and a
    text has digits or lines more than it should, that may be wrong."""
    for slots, _ in match.shared:
        there = [seen[slot.id] for slot in slots if slot.id in seen and not slot.style]
        texts = [one.text.strip() for one in there]
        if not all(texts) and any(
            _is_text(one.slot) and (any(c.isdigit() for c in text) or "\n" in text)
            for one, text in zip(there, texts, strict=True)
        ):
            for one in there:
                one.mixed = True


def _is_text(slot: Slot) -> bool:
    return dictionary()[slot.field].kind in ("文本", "姓名", "经历")


def _fit(match: Match) -> tuple[float, int]:
    """How well a way fits: the share of its words, then how many they are."""
    return match.share, match.found


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


def _read_group(field: str, group: Sequence[tuple[Tick, Seen]]) -> Reading:
    """The reading of a field from all its ticks; its place is that of the first tick that counts."""
    choice = choose(field, [tick for tick, _ in group])
    marked = [seen for tick, seen in group if tick.state in ("on", "crossed")]
    at = (marked or [seen for _, seen in group])[0]
    raw = "　".join(dict.fromkeys(" ".join(tick.text.split()) for tick, _ in group))
    reading = Reading(choice.value, raw, "read" if choice.value else "blank", page=at.page, box=at.box)
    if choice.why:
        reading.doubt(choice.why)
    elif any(tick.seen and tick.state in ("on", "crossed") and tick.certainty < _PLAIN for tick, _ in group):
        reading.doubt("像是有钩，看不清")
    elif all(tick.state == "gone" for tick, _ in group):
        reading.doubt("方框不见了，看不出勾没勾")
    return reading


def _joined(name: str, readings: list[Reading]) -> Reading:
    """A field's best reading, with the others beside it; values that exclude one another are doubtful."""
    best = best_of(readings)
    best.also = [reading for reading in readings if reading is not best]
    values = [reading.value for reading in readings if reading.value is not None]
    if any(not compatible(value, best.value) for value in values):
        shown = "、".join(dict.fromkeys(quoted(reading.raw.strip()) for reading in readings if reading.value))
        best.doubt(f"表上几处{name}不一样：{shown}")
    return best


def all_fields(fields: Fields, lists: Mapping[str, Sequence[Fields]]) -> Iterator[tuple[str, Reading]]:
    """Every reading of a form, those of its lists included."""
    yield from fields.items()
    for items in lists.values():
        for item in items:
            yield from item.items()
