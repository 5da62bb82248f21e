"""Where values and boxes stand on the pages of a filled form's PDF, character by character.

The form is laid over its digital pages, whose characters are not guessed; where a value is not found as it was filled
in, the form is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from retire_docs.cities.load import city, common
from retire_docs.cities.model import Pack
from retire_docs.forms.filling import Filling, Scope
from retire_docs.forms.form import Slot
from retire_docs.forms.outline import outline_of, squeeze
from retire_docs.parse.laying import Layout, Placed
from retire_docs.parse.matching import Match, Span, Word, fixed_of
from retire_docs.parse.parting import parted
from retire_docs.parse.stretches import Stretch, around
from retire_docs.sheets.sheet import Box, Sheet


class Misplaced(Exception):
    """A value is not found where it was filled in."""


class Glyph(NamedTuple):
    """A character on a page: the box of its em, in fractions of the page."""

    text: str
    page: int
    box: Box


@dataclass(frozen=True)
class Spot:
    """Where a slot stands: its characters, and for a tick those of its label. ``room`` is the cell, where nothing else
    stands in it; ``of_list`` and ``item`` say whose it is."""

    slot: Slot
    of_list: str | None
    item: int
    glyphs: tuple[Glyph, ...]
    label: tuple[Glyph, ...] = ()
    room: Box | None = None

    @property
    def page(self) -> int | None:
        """The page that it begins on."""
        return self.glyphs[0].page if self.glyphs else None

    @property
    def box(self) -> Box | None:
        """The box around it on that page."""
        return around([glyph.box for glyph in self.glyphs if glyph.page == self.page])


def pack_of(id: str) -> Pack:
    """A city's pack, or that of all cities."""
    return common() if id == "common" else city(id)


@cache
def layout(pack: str, form: str) -> Layout:
    """A form prepared for laying over."""
    of = pack_of(pack)
    return Layout(outline_of(of, of.form(form)))


def spots(form: Layout, sheets: Sequence[Sheet], done: Filling) -> list[Spot]:
    """Where the slots of a filled form stand. Raises Misplaced."""
    found = [spot for placed in form.lay(sheets).placed if placed.unit.slots for spot in _of_unit(placed, done)]
    for spot in found:
        if not spot.slot.style:
            _check(spot, _scope(done, spot.of_list, spot.item))
    return found


def _scope(done: Filling, of_list: str | None, item: int) -> Scope:
    if of_list is None:
        return done.own
    if item >= len(done.lists[of_list]):
        raise Misplaced(f"{of_list}: more rows than people")
    return done.lists[of_list][item]


def _check(spot: Spot, scope: Scope) -> None:
    text = "".join(glyph.text for glyph in spot.glyphs)
    wanted = squeeze(scope.texts[spot.slot.id])
    if squeeze(text) != wanted:
        raise Misplaced(f"{spot.slot.field}: {text!r} instead of {wanted!r}")


def _of_unit(placed: Placed, done: Filling) -> Iterator[Spot]:
    """The spots of a unit; nothing where an ``if`` left it out."""
    stretch, unit = placed.stretch, placed.unit
    if stretch is None:
        if not unit.optional and not unit.of_list:
            raise Misplaced(f"{unit.label or unit.slots[0].field}: not found")
        return
    match = _match(fixed_of(unit.parts).matches(stretch.text), done)
    spans: dict[str, Span] = {**match.spans, **parted(match, stretch.text)}
    repeated = {id for items in match.repeated.values() for item in items for id in item}
    for slot in unit.slots:
        if slot.id in spans and slot.id not in repeated:
            yield _spot(slot, placed.item or 0, stretch, spans[slot.id], match)
    for items in match.repeated.values():
        for number, of_item in enumerate(items):
            yield from (_spot(s, number, stretch, of_item[s.id], None) for s in unit.slots if s.id in of_item)


def _match(matches: Sequence[Match], done: Filling) -> Match:
    """The way of a unit that was filled in."""

    def agrees(match: Match) -> bool:
        return all(done.own.holds.get(test, on) == on for test, on in match.way.tests.items())

    if not matches:
        raise Misplaced("no text")
    return max(matches, key=lambda match: (agrees(match), match.share))


def _spot(slot: Slot, item: int, stretch: Stretch, span: Span, match: Match | None) -> Spot:
    glyphs = tuple(_glyphs(stretch, range(span.start, span.end)))
    label: tuple[Glyph, ...] = ()
    if slot.style:
        label = tuple(_glyphs(stretch, _label(match, slot))) if match else ()
        glyphs = glyphs or _bracket(stretch, span.start)
    alone = squeeze("".join(glyph.text for glyph in glyphs)) == stretch.squeezed and stretch.row is not None
    room = stretch.units[0].box if alone and len(stretch.units) == 1 else None
    return Spot(slot, slot.of_list, item, glyphs, label, room)


def _glyphs(stretch: Stretch, positions: Sequence[int]) -> Iterator[Glyph]:
    for position in positions:
        character = stretch.text[position]
        if character.isspace():
            continue
        page, box = stretch.place(position, position + 1)
        if box is None:
            raise Misplaced(f"{character}: no place")
        yield Glyph(character, page, box)


def _bracket(stretch: Stretch, at: int) -> tuple[Glyph, ...]:
    """The empty inside of a bracket, as a glyph without a character."""
    before = next((n for n in range(at - 1, -1, -1) if not stretch.text[n].isspace()), None)
    after = next((n for n in range(at, len(stretch.text)) if not stretch.text[n].isspace()), None)
    if before is None or after is None:
        raise Misplaced("a bracket without its ends")
    (page, left), (other, right) = stretch.place(before, before + 1), stretch.place(after, after + 1)
    if left is None or right is None or page != other or right.left < left.right:
        raise Misplaced("a bracket over two lines")
    # A full-width bracket has its ink in the outer half of its em.
    inner = Box(
        left.right - (left.right - left.left) * 0.3,
        left.top,
        right.left + (right.right - right.left) * 0.3,
        left.bottom,
    )
    return (Glyph("", page, inner),)


def _label(match: Match, slot: Slot) -> Sequence[int]:
    """The positions of the words beside a box that say its option."""
    steps, option = match.way.steps, squeeze(slot.look.option or "")
    number = steps.index(slot)
    after = steps[number + 1] if number + 1 < len(steps) else None
    before = steps[number - 1] if number else None
    if isinstance(after, Word) and after.text.startswith(option) and (span := match.words.get(number + 1)):
        return range(span.start, min(span.start + len(option), span.end))
    if isinstance(before, Word) and before.text.endswith(option) and (span := match.words.get(number - 1)):
        return range(max(span.end - len(option), span.start), span.end)
    return ()


def by_field(found: Sequence[Spot]) -> Mapping[tuple[str | None, int, str], list[Spot]]:
    """The spots of each field."""
    of: dict[tuple[str | None, int, str], list[Spot]] = {}
    for spot in found:
        of.setdefault((spot.of_list, spot.item, spot.slot.field), []).append(spot)
    return of
