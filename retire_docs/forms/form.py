"""The compiled form: what a city's Word template says, apart from how a writer sets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from retire_docs.domain.conditions import Condition, fields_of
from retire_docs.forms.views import Look, Style

SLACK = 0.02
"""Of a line's width: faces differ a little from the one that is measured."""
LISTS = ("名单", "附页条目", "材料清单", "理由清单", "目录")
"""What a form may repeat rows for: the people of a paper, the entries of a 附页, and the materials, reasons and
contents of the letters and the cover."""


@dataclass(frozen=True)
class Slot:
    """A place in a form where a value stands.

    ``of_list`` is the list whose items it shows, None for the paper's own record. ``size`` is the type size in
    points. ``style`` is set for ticks. ``within``: the tests that it stands under, and what they must say.
    ``place`` says where in the Word file it stands.
    """

    id: str
    field: str
    look: Look
    of_list: str | None
    size: float
    style: Style | None
    within: tuple[tuple[str, bool], ...]
    place: str


@dataclass(frozen=True)
class Line:
    """A paragraph of a fixed cell: fixed texts with their sizes, and slots. Lengths in points.

    ``pitch`` is the distance of its lines; ``id`` names it where its pitch may shrink with the type.
    """

    id: str
    parts: tuple[tuple[str, float] | Slot, ...]
    pitch: float
    indent: float = 0
    first: float = 0


@dataclass(frozen=True)
class Room:
    """A cell that cannot grow: its inner width and height in points, and what stands in it."""

    width: float
    height: float
    lines: tuple[Line, ...]
    of_list: str | None = None

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The slots of all its lines."""
        return tuple(part for line in self.lines for part in line.parts if isinstance(part, Slot))

    @cached_property
    def sizes(self) -> tuple[tuple[str, float], ...]:
        """Slot id and type size of each slot."""
        return tuple((slot.id, slot.size) for slot in self.slots)

    @cached_property
    def left_on_one_line(self) -> float | None:
        """Points left for the slots where the room has a single paragraph, its fixed text taken as full-width."""
        if len(self.lines) != 1:
            return None
        line = self.lines[0]
        fixed = sum(len(part[0]) * part[1] for part in line.parts if not isinstance(part, Slot))
        return (self.width - line.indent - line.first) * (1 - SLACK) - fixed


@dataclass(frozen=True)
class Test:
    """An ``if`` of the template: its part stands only where the condition is known to hold."""

    id: str
    condition: Condition
    of_list: str | None


@dataclass(frozen=True)
class Form:
    """A template's meaning. ``version`` is a digest of its content and of the field kinds that it uses."""

    version: str
    slots: tuple[Slot, ...]
    tests: tuple[Test, ...]
    rooms: tuple[Room, ...]

    @cached_property
    def slots_of(self) -> Mapping[str | None, tuple[Slot, ...]]:
        """The slots by the list whose items they show (None: the paper's own record)."""
        return {name: tuple(s for s in self.slots if s.of_list == name) for name in self._scopes}

    @cached_property
    def rooms_of(self) -> Mapping[str | None, tuple[Room, ...]]:
        """The fixed cells, likewise."""
        return {name: tuple(r for r in self.rooms if r.of_list == name) for name in self._scopes}

    @property
    def _scopes(self) -> tuple[str | None, ...]:
        return (None, *LISTS)

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The fields that the form shows or asks for in a test, each once, in order."""
        asked = (name for test in self.tests for name in fields_of(test.condition))
        return tuple(dict.fromkeys([*(slot.field for slot in self.slots), *asked]))

    @cached_property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        """Field → the options that this form has a box for."""
        ticks = [(slot.field, slot.look.option) for slot in self.slots if slot.look.option]
        return {name: tuple(o for f, o in ticks if f == name) for name, _ in ticks}
