"""The outline of a form: what its template says and where its slots are, in reading order.

The units are those of a sheet (the cells of tables, and the text between tables), so that an outline can be laid over
a filled one. A unit that an ``if`` may leave out or a ``for`` may repeat is marked so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

from retire_docs.cities.model import Form as PackForm
from retire_docs.cities.model import Pack
from retire_docs.domain.conditions import Condition
from retire_docs.domain.values.base import half_width
from retire_docs.forms.blocks import Block, Cell, Hole, Paragraph, Row, Table, read_blocks
from retire_docs.forms.compiler import Template, read_template
from retire_docs.forms.form import Form, Slot
from retire_docs.forms.ooxml import w

_PARTS = re.compile(r"word/(header|document|footer)\d*\.xml")
_ORDER = {"header": 0, "document": 1, "footer": 2}
_SLOT = re.compile(r"(?:\w+\[')?(s\d+)(?:'\])?")


@dataclass(frozen=True)
class Either:
    """An ``if`` inside a unit: one of two stretches stands."""

    test: str
    then: tuple[Part, ...]
    otherwise: tuple[Part, ...]


@dataclass(frozen=True)
class Repeat:
    """A ``for`` inside a unit: its stretch stands once for each item."""

    list: str
    body: tuple[Part, ...]


Part: TypeAlias = "str | Slot | Either | Repeat"
"""Fixed text (squeezed, see :func:`squeeze`), a slot, or a stretch that a statement rules."""


@dataclass(frozen=True)
class OutlineUnit:
    """A cell (``row`` counts through the whole form), or text between tables (``row`` is None).

    ``optional``: an ``if`` may leave it out; ``of_list``: it is one of a row that a ``for`` repeats; ``margin``: it is
    in the page's header or footer.
    """

    parts: tuple[Part, ...]
    row: int | None = None
    optional: bool = False
    of_list: str | None = None
    margin: bool = False

    @cached_property
    def label(self) -> str:
        """Its fixed text, both ways of an ``if`` left out."""
        return "".join(part for part in self.parts if isinstance(part, str))

    @cached_property
    def key(self) -> str:
        """Its fixed text as stretches of a sheet are compared: squeezed, without line ends."""
        return self.label.replace("\n", "")

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """All slots in it."""
        return tuple(_slots(self.parts))


@dataclass(frozen=True, eq=False)
class Outline:
    """A form to be read: which, its slots, its units in reading order."""

    pack: Pack
    entry: PackForm
    form: Form
    units: tuple[OutlineUnit, ...]

    @property
    def title(self) -> str:
        """The line with which the form begins, squeezed; nothing where it begins with a slot."""
        first = self.units[0].parts[0] if self.units else ""
        return first.split("\n")[0] if isinstance(first, str) else ""

    @property
    def text(self) -> str:
        """All that the form itself says, squeezed."""
        return "\n".join(text for unit in self.units for text in _fixed(unit.parts))


def squeeze(text: str) -> str:
    """The form in which texts of a sheet and of a template are compared: half-width, without spaces; line ends stay
    where they part something. Character by character, so that places can be found again (see :func:`kept`)."""
    return "".join(text.translate(_ALIKE).split())


def kept(text: str) -> list[int]:
    """The positions in ``text`` of the characters that :func:`squeeze` keeps."""
    return [position for position, character in enumerate(text) if not character.isspace()]


def _alike() -> dict[int, str]:
    """Characters of full and half width, and boxes, as one."""
    codes = [*range(0xFF01, 0xFF5F), *range(0x2010, 0x2016), *range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00)]
    table = {code: half for code in codes if len(half := half_width(chr(code))) == 1}
    return {**table, **dict.fromkeys(map(ord, "‐‑‒–—―−─"), "-"), ord("∶"): ":", ord("﹕"): ":"}


_ALIKE = _alike()


def outline_of(pack: Pack, entry: PackForm, path: Path | None = None) -> Outline:
    """The outline of a pack's form, or of a superseded template of it at ``path``. Raises InvalidTemplate."""
    template = read_template(path or pack.template(entry))
    return Outline(pack, entry, template.form, tuple(units_of(template)))


def units_of(template: Template) -> Iterator[OutlineUnit]:
    """The units of a template."""
    parts = [(m[1], name) for name in template.tagged if (m := _PARTS.fullmatch(name))]
    slots = {slot.id: slot for slot in template.form.slots}
    for kind, name in sorted(parts, key=lambda part: (_ORDER[part[0]], part[1])):
        root = template.tagged[name]
        body = root.find(w("body")) if kind == "document" else root
        assert body is not None
        builder = _Builder(slots)
        builder.blocks(read_blocks(body))
        for unit in builder.done():
            yield unit if kind == "document" else replace(unit, margin=True)


@dataclass
class _Open:
    """A statement that is not closed: what was gathered before it, and its first branch once its ``else`` came."""

    kind: str
    name: str
    before: list[Part]
    then: tuple[Part, ...] | None = None


@dataclass
class _Builder:
    """Gathers units. Statements around rows and tables mark units; those within a unit become parts of it."""

    slots: dict[str, Slot]
    units: list[OutlineUnit] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    rows: int = 0
    around: list[_Open] = field(default_factory=list)
    """Statements that stand around whole cells; those within the unit being gathered are in ``inside``."""
    inside: list[_Open] = field(default_factory=list)

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            match block:
                case Hole():
                    self.hole(block)
                case Paragraph():
                    self.paragraph(block)
                case Table():
                    self.table(block)

    def paragraph(self, paragraph: Paragraph) -> None:
        for piece in paragraph.pieces:
            if isinstance(piece, Hole):
                self.hole(piece)
            elif text := squeeze(piece):
                self.parts.append(text)
        self.parts.append("\n")

    def hole(self, hole: Hole) -> None:
        word, _, rest = hole.code.partition(" ")
        if word in ("if", "for"):
            name = rest.rpartition(" ")[2]
            self.inside.append(_Open(word, name, self.parts))
            self.parts = []
        elif word == "else":
            if self.inside:
                self.inside[-1].then, self.parts = tuple(self.parts), []
        elif word in ("endif", "endfor"):
            self._close()
        elif slot := _SLOT.fullmatch(hole.code):
            self.parts.append(self.slots[slot[1]])

    def _close(self) -> None:
        if not self.inside:
            self.around.pop()
            return
        opening = self.inside.pop()
        test = opening.name.rpartition("['")[2].rstrip("']")
        part: Part
        if opening.kind == "for":
            part = Repeat(opening.name, tuple(self.parts))
        elif opening.then is None:
            part = Either(test, tuple(self.parts), ())
        else:
            part = Either(test, opening.then, tuple(self.parts))
        self.parts = [*opening.before, part]

    def table(self, table: Table) -> None:
        """End the text before a table; statements that are open stand around its cells from now on."""
        self._around()
        for row in table.rows:
            if isinstance(row, Hole):
                self.hole(row)
                self._around()
            else:
                self._row(row)

    def _row(self, row: Row) -> None:
        for cell in row.cells:
            self._cell(cell)
        self.rows += 1

    def _cell(self, cell: Cell) -> None:
        inner = _Builder(self.slots, rows=self.rows)
        inner.blocks(cell.content)
        units = inner.done()
        own = [part for unit in units if unit.row is None for part in (*unit.parts, "\n")]
        nested = [unit for unit in units if unit.row is not None]
        if own or nested or not cell.continues:
            self._unit(_trimmed(own), self.rows)
        for unit in nested:
            self._unit(unit.parts, unit.row)
        self.rows = max(self.rows, inner.rows)

    def _around(self) -> None:
        for opening in self.inside:
            self._flow(opening.before)
            if opening.then:
                self._flow(list(opening.then))
            opening.before, opening.then = [], None
        self._flow(self.parts)
        self.around += self.inside
        self.parts, self.inside = [], []

    def _flow(self, parts: list[Part]) -> None:
        trimmed = _trimmed(parts)
        if trimmed:
            self._unit(trimmed, None)

    def _unit(self, parts: tuple[Part, ...], row: int | None) -> None:
        lists = [opening.name for opening in self.around if opening.kind == "for"]
        optional = any(opening.kind == "if" for opening in self.around)
        self.units.append(OutlineUnit(parts, row, optional, lists[-1] if lists else None))

    def done(self) -> list[OutlineUnit]:
        self._flow(self.parts)
        return self.units


def _trimmed(parts: list[Part]) -> tuple[Part, ...]:
    """Without line ends around, and with fixed texts that follow one another as one."""
    joined: list[Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    cleaned = [re.sub("\n+", "\n", part) if isinstance(part, str) else part for part in joined]
    if cleaned and isinstance(cleaned[0], str):
        cleaned[0] = cleaned[0].lstrip("\n")
    if cleaned and isinstance(cleaned[-1], str):
        cleaned[-1] = cleaned[-1].rstrip("\n")
    return tuple(part for part in cleaned if part)


def _slots(parts: Iterable[Part]) -> Iterator[Slot]:
    for part in parts:
        match part:
            case Slot():
                yield part
            case Either():
                yield from _slots((*part.then, *part.otherwise))
            case Repeat():
                yield from _slots(part.body)


def undecided(form: Form, units: Iterable[OutlineUnit]) -> Iterator[tuple[Slot, Slot]]:
    """Slots of which an ``if`` shows one or the other, where nothing that the form says tells which: a slot of each
    way. A test that is asked elsewhere with words of its own tells it."""
    conditions = {test.id: bare(test.condition)[0] for test in form.tests}
    choices = [choice for unit in units for choice in _choices(unit.parts)]
    told = {conditions[c.test] for c in choices if "".join(_fixed(c.then)) != "".join(_fixed(c.otherwise))}
    for choice in choices:
        slots = list(_slots(choice.then)), list(_slots(choice.otherwise))
        if all(slots) and conditions[choice.test] not in told:
            yield slots[0][0], slots[1][0]


def bare(condition: Condition) -> tuple[str, bool]:
    """A condition without its ``not``, and whether it had one: tests that ask the same are answered together."""
    negated = False
    while list(condition) == ["not"]:
        condition, negated = condition["not"], not negated
    return repr(condition), negated


def _choices(parts: Iterable[Part]) -> Iterator[Either]:
    for part in parts:
        match part:
            case Either():
                yield part
                yield from _choices((*part.then, *part.otherwise))
            case Repeat():
                yield from _choices(part.body)


def _fixed(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case str():
                yield part
            case Either():
                yield from _fixed((*part.then, *part.otherwise))
            case Repeat():
                yield from _fixed(part.body)
