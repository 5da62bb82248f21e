"""Readings as JSON, a form a line. The shape is a contract: ``docs/schema/parse.schema.json`` is made from it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Literal, NotRequired

from pydantic import Field
from typing_extensions import TypedDict

from retire_docs.parse.reading import Fields, FormReading, PlaceKind, Reading
from retire_docs.sheets.sheet import Box

SCHEMA: Literal[1] = 1
_PLACES = 4  # decimals of a box: a hundredth of a millimetre of a page


class ReadingJson(TypedDict):
    """A field as read. ``box``: left, top, right, bottom in fractions of the page from its top left corner; ``strip``:
    the file of the picture of its place."""

    value: str | list[str] | None
    raw: str
    status: Literal["read", "blank", "doubtful", "unreadable", "absent"]
    confidence: Annotated[float, Field(ge=0, le=1)]
    page: int | None
    box: Annotated[list[float], Field(min_length=4, max_length=4)] | None
    why: NotRequired[str]
    strip: NotRequired[str]
    also: NotRequired[list[ReadingJson]]


class PlaceJson(TypedDict):
    """A place for a hand or a seal on paper; ``filled`` null: the paper does not tell."""

    kind: PlaceKind
    filled: bool | None
    page: int
    box: Annotated[list[float], Field(min_length=4, max_length=4)]


class FindingJson(TypedDict):
    """What was found on the way; ``code`` is stable."""

    code: str
    severity: Literal["blocks", "ask", "note"]
    message: str
    where: str
    remedy: str


class CandidateJson(TypedDict):
    """A form that an unknown one is nearest to."""

    city: str
    form: str
    title: str
    score: float


class FormJson(TypedDict):
    """A form, or (``form`` is "roster") a row of a roster; ``form`` null: no pack knows it, see ``candidates``."""

    schema: Literal[1]
    source: str
    pages: list[int]
    city: str | None
    form: str | None
    version: str | None
    match: float
    fields: dict[str, ReadingJson]
    places: dict[str, PlaceJson]
    findings: list[FindingJson]
    lists: NotRequired[dict[str, list[dict[str, ReadingJson]]]]
    case: NotRequired[str]
    where: NotRequired[str]
    candidates: NotRequired[list[CandidateJson]]


def lines(forms: Iterable[FormReading]) -> bytes:
    """All forms, one a line, in UTF-8."""
    return b"".join(json.dumps(to_json(form), ensure_ascii=False).encode() + b"\n" for form in forms)


def to_json(form: FormReading) -> FormJson:
    """A form as plain data, keys in the order of the contract."""
    result: FormJson = {
        "schema": SCHEMA,
        "source": form.source,
        "pages": form.pages,
        "city": form.city,
        "form": form.form,
        "version": form.version,
        "match": form.match,
        "fields": _fields(form.fields),
        "places": {
            name: {"kind": place.kind, "filled": place.filled, "page": place.page, "box": _box(place.box)}
            for name, place in form.places.items()
        },
        "findings": [
            {"code": f.code, "severity": f.severity, "message": f.message, "where": f.where, "remedy": f.remedy}
            for f in form.findings
        ],
    }
    if form.lists:
        result["lists"] = {name: [_fields(item) for item in items] for name, items in form.lists.items()}
    if form.case:
        result["case"] = form.case
    if form.where:
        result["where"] = form.where
    if form.form is None:
        result["candidates"] = [
            {"city": city, "form": name, "title": title, "score": score} for city, name, title, score in form.candidates
        ]
    return result


def _fields(fields: Fields) -> dict[str, ReadingJson]:
    return {name: _reading(reading) for name, reading in fields.items()}


def _box(box: Box) -> list[float]:
    return [round(edge, _PLACES) for edge in box]


def _reading(reading: Reading) -> ReadingJson:
    result: ReadingJson = {
        "value": reading.value,
        "raw": reading.raw,
        "status": reading.status,
        "confidence": reading.confidence,
        "page": reading.page,
        "box": _box(reading.box) if reading.box else None,
    }
    if reading.why:
        result["why"] = reading.why
    if reading.strip:
        result["strip"] = reading.strip
    if reading.also:
        result["also"] = [_reading(other) for other in reading.also]
    return result
