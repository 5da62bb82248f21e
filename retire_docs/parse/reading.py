"""What was read: a value with its evidence and doubt, and a form of such values. Plain and picklable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from retire_docs.domain.finding import Finding
from retire_docs.domain.record import Value
from retire_docs.sheets.sheet import Box

Status: TypeAlias = Literal["read", "blank", "doubtful", "unreadable", "absent"]

PlaceKind: TypeAlias = Literal["signature", "seal", "fingerprint", "date"]

SURE, DOUBTFUL = 0.99, 0.5
"""Confidence of what a file says in characters: nothing was recognised, so only a judgement can doubt it."""


class Paper(NamedTuple):
    """How a value was read from paper: the certainty of its least certain character, which one that is, and whether it
    was written by hand (above 0 it rather was)."""

    certainty: float
    weakest: str
    hand: float


@dataclass(slots=True)
class Reading:
    """A slot's value as read. ``value`` is in its kind's normal form, None where there is none or it is malformed;
    ``raw`` is what stands there; ``why`` says in Chinese what is doubtful. ``place`` names a row of a roster;
    ``moved`` is the number under which the value stands on the 附页; ``also`` are other places of the same field;
    ``strip`` is the file of the picture of its place; ``paper`` is set where an engine read it from paper."""

    value: Value | None
    raw: str
    status: Status
    confidence: float = SURE
    page: int | None = None
    box: Box | None = None
    why: str = ""
    moved: int | None = None
    also: list[Reading] = field(default_factory=list)
    strip: str = ""
    paper: Paper | None = None

    def doubt(self, why: str) -> None:
        """Mark as doubtful, for one more reason."""
        if self.status in ("read", "doubtful", "blank"):
            self.status = "doubtful"
            self.confidence = min(self.confidence, DOUBTFUL)
            self.why = "；".join(filter(None, (self.why, why)))


@dataclass(frozen=True)
class Place:
    """A place for a hand or a seal. ``filled``: whether there is ink; None where the paper does not tell."""

    kind: PlaceKind
    filled: bool | None
    page: int
    box: Box


Fields: TypeAlias = dict[str, Reading]


@dataclass(slots=True)
class FormReading:
    """A form as read from a file, or (``form`` is :data:`ROSTER`) a row of a roster.

    ``pages`` are those of the file; ``match`` is the share of the form's own words that were found. ``form`` None: no
    pack knows it, ``candidates`` are the nearest: (city, form, title, score). ``case`` is the page code's. ``places``
    are those for a hand or a seal, on paper.
    """

    source: str
    pages: list[int]
    city: str | None = None
    form: str | None = None
    title: str = ""
    version: str | None = None
    match: float = 0.0
    fields: Fields = field(default_factory=dict)
    lists: dict[str, list[Fields]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    candidates: list[tuple[str, str, str, float]] = field(default_factory=list)
    case: str | None = None
    where: str = ""
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def person(self) -> str:
        """Whose it is, for messages."""
        return _text(self.fields, "姓名")

    @property
    def id_number(self) -> str:
        """The 身份证号 that was read without doubt, or nothing."""
        reading = self.fields.get("身份证号")
        return _text(self.fields, "身份证号") if reading and reading.status == "read" else ""


ROSTER = "roster"
"""What stands as the form of a record that is a row of a roster."""


def _text(fields: Fields, name: str) -> str:
    reading = fields.get(name)
    return reading.value if reading and isinstance(reading.value, str) else ""


_RANK = ("read", "doubtful", "unreadable", "blank", "absent")


def best_of(readings: Iterable[Reading]) -> Reading:
    """The reading that is surest, of equal ones the one that tells most."""
    return min(readings, key=lambda reading: (_RANK.index(reading.status), -_fineness(reading)))


def _fineness(reading: Reading) -> int:
    return len(reading.value) if isinstance(reading.value, str) and reading.value[:4].isdigit() else 0


def compatible(value: object, best: object) -> bool:
    """Whether a value says the same as the best one, or less of it."""
    return value == best or (isinstance(value, str) and isinstance(best, str) and best.startswith(f"{value}-"))
