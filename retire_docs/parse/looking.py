"""Ticks on paper: where a box or bracket must be, seen from its label, and what the picture shows there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retire_docs.forms.form import Slot
from retire_docs.parse.matching import Match, Span
from retire_docs.parse.stretches import Stretch
from retire_docs.parse.ticks import Order, Tick, rows_of
from retire_docs.sheets.sheet import Box

if TYPE_CHECKING:
    from retire_docs.sheets.paper.look import Look
    from retire_docs.sheets.paper.marks import Side

_REACH = 1.9
"""Ems from a label in which its box stands."""
_INTO = 0.45
"""Ems into the label that are looked at as well: where it begins is only as sure as an engine is."""
_BRACKET = 1.2
"""Ems between the halves of a bracket of which the second was not read."""
_ROOM = 0.3
"""Ems above and below a label that its box may reach."""
_INCH = 72


@dataclass(frozen=True)
class _Place:
    """Where something stands: page and box."""

    page: int
    box: Box


def look_at_ticks(match: Match, stretch: Stretch, slots: Sequence[Slot], looks: Mapping[int, Look]) -> list[Tick]:
    """The ticks of a unit as the picture shows them."""
    looking = _Looking(match, stretch, looks)
    labels = {slot.id: (label, order) for slot, label, order in looking.labelled()}
    return [looking.tick(slot, labels.get(slot.id)) for slot in slots]


class _Looking:
    def __init__(self, match: Match, stretch: Stretch, looks: Mapping[int, Look]) -> None:
        self.match = match
        self.stretch = stretch
        self.looks = looks

    def labelled(self) -> Iterator[tuple[Slot, int, Order]]:
        """The boxes that stand beside a word: slot, number of the word, and where the box stands."""
        steps = self.match.way.steps
        for row in rows_of(self.match):
            for place, label in zip(row.places, row.labels, strict=True):
                slot = steps[place]
                assert isinstance(slot, Slot)
                yield slot, label, row.order

    def tick(self, slot: Slot, label: tuple[int, Order] | None) -> Tick:
        """What the picture shows at a slot."""
        in_bracket = slot.style is not None and not slot.style.empty.strip()
        if in_bracket:
            place = self._in_bracket(slot)
        elif label is not None:
            place = self._beside(slot, *label)
        else:
            place = self._alone()
        text = self.stretch.text.strip()
        if place is None:
            return Tick(slot, text, "unclear", 0.0, seen=True)
        look = self.looks[place.page]
        if in_bracket:
            mark = look.bracket(place.box, slot.size)
        elif label is not None:
            side: Side = "right" if label[1] == "before" else "left"
            mark = look.mark(place.box, slot.size, side, self._with_label(place, *label))
        else:
            mark = look.mark(place.box, slot.size)
        return Tick(slot, text, mark.state, mark.certainty, seen=True)

    def _with_label(self, place: _Place, label: int, order: Order) -> Box | None:
        """The place of a box and of its label, as far as that stands on the same line and is the box's alone."""
        span = self.match.words[label]
        first, last = self._char(span.start), self._char(span.end - 1)
        if first is None or last is None or not _same_line(first, last):
            return None
        # Of the room before its label a box takes an em.
        em = (first.box.right - first.box.left) or 0.02
        left = max(place.box.left, first.box.left - 1.3 * em) if order == "before" else first.box.left
        right = last.box.right if order == "before" else min(place.box.right, last.box.right + 1.3 * em)
        return Box(left, min(first.box.top, last.box.top), right, max(first.box.bottom, last.box.bottom))

    def _alone(self) -> _Place | None:
        """The cell that a box has for itself."""
        page, box = self.stretch.place(0, 0)
        return _Place(page, box) if box else None

    def _beside(self, slot: Slot, label: int, order: Order) -> _Place | None:
        """From a label as far as its box can reach."""
        span = self.match.words.get(label)
        if span is None:
            return None
        at = self._char(span.start if order == "before" else span.end - 1)
        if at is None:
            return None
        em = self._em(slot, at.page)
        up = _ROOM * self._high(slot, at.page)
        if order == "before":
            left = max(at.box.left - _REACH * em, self._edge_before(span, at))
            return _Place(at.page, Box(left, at.box.top - up, at.box.left + _INTO * em, at.box.bottom + up))
        right = min(at.box.right + _REACH * em, self._edge_after(span, at))
        return _Place(at.page, Box(at.box.right - _INTO * em, at.box.top - up, right, at.box.bottom + up))

    def _in_bracket(self, slot: Slot) -> _Place | None:
        """Between the words around a slot."""
        steps = self.match.way.steps
        number = next((n for n, step in enumerate(steps) if step is slot), None)
        if number is None:
            return None
        before, after = self.match.words.get(number - 1), self.match.words.get(number + 1)
        left = self._char(before.end - 1) if before else None
        right = self._char(after.start) if after else None
        if left is None:
            return None
        wide = _BRACKET * self._em(slot, left.page)
        if right is None or left.page != right.page or right.box.left < left.box.right + wide / 2:
            return _Place(left.page, left.box._replace(left=left.box.right, right=left.box.right + wide))
        return _Place(left.page, Box(left.box.right, min(left.box.top, right.box.top), right.box.left,
                                     max(left.box.bottom, right.box.bottom)))  # fmt: skip

    def _edge_before(self, span: Span, at: _Place) -> float:
        """The right edge of the word before, if it stands on the same line; else the cell's."""
        ends = [s.end for n, s in self.match.words.items() if s.end <= span.start]
        other = self._char(max(ends) - 1) if ends else None
        return other.box.right if other and _same_line(other, at) else self._cell(at).left

    def _edge_after(self, span: Span, at: _Place) -> float:
        starts = [s.start for n, s in self.match.words.items() if s.start >= span.end]
        other = self._char(min(starts)) if starts else None
        return other.box.left if other and _same_line(other, at) else self._cell(at).right

    def _cell(self, at: _Place) -> Box:
        unit = next((u for u in self.stretch.units if u.page == at.page and u.row is not None), None)
        return unit.box if unit and unit.box else Box(0, 0, 1, 1)

    def _char(self, position: int) -> _Place | None:
        """The place of a character of the stretch."""
        page, box = self.stretch.place(position, position + 1)
        return _Place(page, box) if box else None

    def _em(self, slot: Slot, page: int) -> float:
        """The size of a slot's type as a fraction of the page's width."""
        paper = self.looks[page].paper
        return float(slot.size * paper.dpi / _INCH / paper.gray.shape[1])

    def _high(self, slot: Slot, page: int) -> float:
        paper = self.looks[page].paper
        return float(slot.size * paper.dpi / _INCH / paper.gray.shape[0])


def _same_line(one: _Place, other: _Place) -> bool:
    a, b = one.box, other.box
    overlap = min(a.bottom, b.bottom) - max(a.top, b.top)
    return one.page == other.page and overlap > 0.4 * min(a.bottom - a.top, b.bottom - b.top)
