"""Laying a form over its sheets: which stretch of a sheet is which unit of the form.

By order and labels, not by positions: rows may be higher, columns wider, rows added or split, rules missing. Labels
that stand once on both sides are anchors; between two anchors the units are paired one by one where their number and
labels agree, else by the cheapest alignment.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from retire_docs.domain.fields import dictionary
from retire_docs.forms.outline import Outline, OutlineUnit, squeeze
from retire_docs.parse.alignment import aligned, longest_rising
from retire_docs.parse.matching import Fixed, fixed_of
from retire_docs.parse.stretches import Stretch, stretches_of
from retire_docs.sheets.sheet import Sheet

_LARGEST_GAP = 250_000
"""Pairs of units that an alignment weighs; more is no form."""


class Placed(NamedTuple):
    """A unit of the form and where it is on the sheets: None where nothing was found. ``item`` counts the repetitions
    of a row that a ``for`` repeats."""

    unit: OutlineUnit
    stretch: Stretch | None
    item: int | None = None


@dataclass
class Laid:
    """A form laid over its sheets: its units in order, and what of the sheets belongs to none of them."""

    placed: list[Placed]
    left_over: list[Stretch]
    stretches: list[Stretch]
    twice: set[str]
    """Labels of the form that stand on the sheets more than once."""
    repeated: bool = False
    """So many labels stand there twice that it is more than one form."""


class Layout:
    """A form prepared for laying over; made once and used for many sheets."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.units = outline.units
        self.fixed: list[Fixed] = [fixed_of(unit.parts) for unit in self.units]
        self.has_slots = [bool(unit.slots) for unit in self.units]
        self.labels = [unit.key for unit in self.units]
        counts = Counter(label for label, slots in zip(self.labels, self.has_slots, strict=True) if not slots)
        self.anchors = {
            label: number
            for number, label in enumerate(self.labels)
            if not self.has_slots[number] and counts[label] == 1 and label and self.units[number].of_list is None
        }
        self.words = set(self.labels) - {""}
        long = {word for word in self.words if len(word) > 1 and not word.isdigit()}  # a row's number may be a value
        self.strange = [
            long - {squeeze(o) for slot in u.slots for o in dictionary()[slot.field].choices} for u in self.units
        ]
        """For each unit the labels that cannot be its value."""

    def lay(self, sheets: Iterable[Sheet]) -> Laid:
        """Lay the form over the sheets of a filled one."""
        stretches = stretches_of(sheets, self.words)
        placed: list[Placed] = []
        for margin in (False, True):
            numbers = [n for n, unit in enumerate(self.units) if unit.margin == margin]
            laying = _Laying(self, numbers, [s for s in stretches if s.margin == margin])
            laying.run()
            placed += laying.placed
        placed = list(self._rescued(placed, [s for s in stretches if s.row is None]))
        taken = {id(one.stretch) for one in placed if one.stretch}
        left = [s for s in stretches if id(s) not in taken and s.text.strip() and not s.margin]
        counts = Counter(stretch.squeezed for stretch in stretches if stretch.squeezed in self.anchors)
        twice = {label for label, count in counts.items() if count > 1}
        return Laid(placed, left, stretches, twice, repeated=len(twice) > _TWICE * max(len(counts), 1))

    def _rescued(self, placed: list[Placed], flows: list[Stretch]) -> Iterator[Placed]:
        """Cells that were not found are looked for together in the text outside of tables: the frame of a signature
        may not be drawn, so that on paper it is no cell."""
        for lost, group in itertools.groupby(placed, key=_is_lost):
            cells = list(group)
            if not lost:
                yield from cells
                continue
            joined = OutlineUnit(tuple(part for cell in cells for part in (*cell.unit.parts, "\n")))
            fixed = fixed_of(joined.parts)
            found = max(flows, key=lambda flow: fixed.share(flow.squeezed), default=None)
            if joined.slots and joined.label.strip() and found and fixed.share(found.squeezed) > _SURE:
                yield Placed(joined, found)
            else:
                yield from cells


def _is_lost(placed: Placed) -> bool:
    unit = placed.unit
    return placed.stretch is None and unit.row is not None and not unit.optional and unit.of_list is None


class _Laying:
    """Lays the units of these numbers over stretches."""

    def __init__(self, layout: Layout, numbers: list[int], stretches: list[Stretch]) -> None:
        self.layout = layout
        self.numbers = numbers
        self.stretches = stretches
        self.placed: list[Placed] = []

    def run(self) -> None:
        position = {number: at for at, number in enumerate(self.numbers)}
        unit = stretch = 0
        for number, next_stretch in self._anchors():
            self._gap(self.numbers[unit : position[number]], self.stretches[stretch:next_stretch])
            self.placed.append(Placed(self.layout.units[number], self.stretches[next_stretch]))
            unit, stretch = position[number] + 1, next_stretch + 1
        self._gap(self.numbers[unit:], self.stretches[stretch:])

    def _anchors(self) -> list[tuple[int, int]]:
        """Labels that stand once on both sides, in the longest order that both share."""
        found: dict[str, int] = {}
        twice: set[str] = set()
        for number, stretch in enumerate(self.stretches):
            text = stretch.squeezed
            if text in self.layout.anchors:
                if text in found:
                    twice.add(text)
                found[text] = number
        mine = set(self.numbers)
        pairs = sorted(
            (self.layout.anchors[text], number)
            for text, number in found.items()
            if text not in twice and self.layout.anchors[text] in mine
        )
        return longest_rising(pairs)

    def _gap(self, numbers: list[int], stretches: list[Stretch]) -> None:
        """Pair the units between two anchors with the stretches between them."""
        if not numbers:
            return
        wanted = self._wanted(numbers, len(stretches))
        if len(wanted) == len(stretches) and all(
            self._fits(w.number, stretch) for w, stretch in zip(wanted, stretches, strict=True)
        ):
            for w, stretch in zip(wanted, stretches, strict=True):
                self.placed.append(Placed(self.layout.units[w.number], stretch, w.item))
        else:
            self._align(wanted, stretches)

    def _wanted(self, numbers: list[int], count: int) -> list[_Wanted]:
        """The units that are looked for, those of a ``for`` repeated so often that ``count`` stretches are taken up."""
        repeated = [n for n in numbers if self.layout.units[n].of_list]
        if not repeated:
            return [_Wanted(n) for n in numbers]
        before = [_Wanted(n) for n in numbers if n < repeated[0]]
        after = [_Wanted(n) for n in numbers if n > repeated[-1]]
        times = max(0, round((count - len(before) - len(after)) / len(repeated)))
        return [*before, *(_Wanted(n, item) for item in range(times) for n in repeated), *after]

    def _fits(self, number: int, stretch: Stretch) -> bool:
        """Whether a stretch can be this unit without a second thought."""
        unit = self.layout.units[number]
        if (unit.row is None) != (stretch.row is None):
            return False
        if not self.layout.labels[number]:
            return stretch.squeezed not in self.layout.strange[number]
        return self.layout.fixed[number].share(stretch.squeezed) > _SURE

    def _align(self, wanted: list[_Wanted], stretches: list[Stretch]) -> None:
        """The alignment that costs least (Needleman and Wunsch)."""
        if len(wanted) * len(stretches) > _LARGEST_GAP:
            self.placed += [Placed(self.layout.units[w.number], None, w.item) for w in wanted]
            return
        pairs = dict(
            aligned(
                [self._skip_unit(w) for w in wanted],
                [self._skip_stretch(s) for s in stretches],
                self._scores(wanted, stretches),
            )
        )
        for index, w in enumerate(wanted):
            at = pairs.get(index)
            self.placed.append(Placed(self.layout.units[w.number], None if at is None else stretches[at], w.item))

    def _scores(self, wanted: list[_Wanted], stretches: list[Stretch]) -> list[list[float]]:
        """How well each unit goes with each stretch; staying in the row, or leaving it, together counts a little."""
        known: dict[tuple[int, int], float] = {}
        scores = []
        for index, w in enumerate(wanted):
            row = []
            for at, stretch in enumerate(stretches):
                key = (w.number, at)
                if key not in known:
                    known[key] = self._score(w.number, stretch)
                row.append(known[key] + self._together(wanted, stretches, index, at))
            scores.append(row)
        return scores

    def _score(self, number: int, stretch: Stretch) -> float:
        unit = self.layout.units[number]
        if (unit.row is None) != (stretch.row is None):
            return _NEVER
        label = self.layout.labels[number]
        if not label:
            return -1.0 if stretch.squeezed in self.layout.strange[number] else 0.4
        weight = 1 + min(len(label), 20) / 10
        score = weight * (2 * self.layout.fixed[number].share(stretch.squeezed, fuzzy=True) - 1)
        # Somebody may have deleted the words in a cell that he filled in.
        may_be = self.layout.has_slots[number] and stretch.squeezed not in self.layout.words
        return max(score, _RETYPED) if may_be else score

    def _together(self, wanted: list[_Wanted], stretches: list[Stretch], index: int, at: int) -> float:
        unit, item = self.layout.units[wanted[index].number], wanted[index].item
        if index and at:
            before, item_before = self.layout.units[wanted[index - 1].number], wanted[index - 1].item
            row_before = stretches[at - 1].row
        elif not index and self.placed and (anchor := self.placed[-1].stretch):
            before, item_before, row_before = self.placed[-1].unit, self.placed[-1].item, anchor.row
        else:
            return 0.0
        together = before.row == unit.row and item_before == item
        return 0.3 if together == (row_before == stretches[at].row) else -0.1

    def _skip_unit(self, wanted: _Wanted) -> float:
        unit = self.layout.units[wanted.number]
        if unit.optional:
            return -0.01
        label = self.layout.labels[wanted.number]
        return -0.4 * (1 + min(len(label), 20) / 10) if label else -0.3

    def _skip_stretch(self, stretch: Stretch) -> float:
        if not stretch.squeezed:
            return -0.02
        return -0.3 if stretch.squeezed in self.layout.words else -0.6


class _Wanted(NamedTuple):
    """A unit that is looked for: its number, and which repetition of it."""

    number: int
    item: int | None = None


_SURE = 0.9
_RETYPED = -0.2
"""What a cell with slots counts whose words are all gone: more than to leave both unpaired."""
_TWICE = 0.3
"""Of the labels that stand once on a form; a table's head that is repeated is less."""
_NEVER = -1000.0
