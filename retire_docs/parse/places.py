"""Signed, sealed, dated? The places that a form leaves for a hand or a seal, and whether there is ink on the paper.

They are told by the form's own words: 签名, 签字 and the like with a colon behind, （盖章）, 年 月 日 that is no slot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from retire_docs.forms.outline import kept, squeeze
from retire_docs.parse.laying import Laid
from retire_docs.parse.reading import Place, PlaceKind
from retire_docs.parse.stretches import Stretch
from retire_docs.sheets.sheet import Box

if TYPE_CHECKING:
    from retire_docs.sheets.paper.look import Look

_WHO = "法定代表人|主要负责人|负责人|经办人|复核人|审核人|确认人员|承诺人|代办人"
_TOKEN = re.compile(
    rf"(?P<seal>\((?:盖章|公章|签章)\))|(?P<fingerprint>\(按手印处?\))"
    rf"|(?P<signature>(?:[\w/、]{{0,10}}?(?:\((?:签名|签字)\)|签名|签字):)|\((?:签名|签字)\)|(?:{_WHO}):)"
    rf"|(?P<date>年月日)"
)
_INK = {"signature": 0.25, "fingerprint": 0.25, "date": 0.02}
"""Of a square em of ink: more is a signature; a digit of a date has less."""
_SEALED = 0.004
"""Of the place of a seal that is its ink."""
_WIDE = 9.0
"""Ems: as wide is a signature that nothing bounds."""


class _Spot(NamedTuple):
    """Where a token stands on a page, and the type size as fractions of the page's width and height."""

    page: int
    box: Box
    em: float
    high: float


def read_places(laid: Laid, looks: Mapping[int, Look]) -> dict[str, Place]:
    """The places of a form laid over pages of paper, by the words at them; the same words again get a number."""
    places: dict[str, Place] = {}
    for placed in laid.placed:
        if placed.stretch is None or not _TOKEN.search(placed.unit.key):
            continue
        for name, place in _of_stretch(placed.unit.key, placed.stretch, looks):
            again = sum(key == name or key.startswith(f"{name}-") for key in places)
            places[f"{name}-{again + 1}" if again else name] = place
    return places


def _of_stretch(label: str, stretch: Stretch, looks: Mapping[int, Look]) -> Iterator[tuple[str, Place]]:
    """The places in one cell or stretch of text: the tokens of the form in their order, found in what was read."""
    squeezed, positions = squeeze(stretch.text), kept(stretch.text)
    at = 0
    for token in _TOKEN.finditer(label):
        kind: PlaceKind = token.lastgroup  # type: ignore[assignment]
        found = _found(token[0], kind, squeezed, at)
        if found is None:
            continue
        start, at = found
        spot = _spot(stretch, positions[start], positions[at - 1] + 1, looks)
        if spot is None:
            continue
        name = token[0].strip(":").replace("年月日", "日期")
        if kind == "date":
            yield name, _dated(stretch, squeezed, positions, start, at, spot, looks)
        else:
            yield name, _inked(kind, stretch, positions, at, spot, looks)


def _found(token: str, kind: PlaceKind, squeezed: str, at: int) -> tuple[int, int] | None:
    """Where a token stands from ``at`` on; a date may have been written into it, other words may be misread."""
    if kind == "date":
        date = re.compile("年.{0,6}?月.{0,6}?日").search(squeezed, at)
        return date.span() if date else None
    if (start := squeezed.find(token, at)) >= 0:
        return start, start + len(token)
    core = token.strip("():")[-2:]
    start = squeezed.find(core, at)
    return (start, start + len(core)) if start >= 0 else None


def _spot(stretch: Stretch, start: int, end: int, looks: Mapping[int, Look]) -> _Spot | None:
    page, box = stretch.place(start, end)
    if box is None or page not in looks:
        return None
    height = box.bottom - box.top
    rows, columns = looks[page].text.shape
    return _Spot(page, box, height * rows / columns, height)


def _inked(
    kind: PlaceKind, stretch: Stretch, positions: list[int], after: int, spot: _Spot, looks: Mapping[int, Look]
) -> Place:
    box, look = spot.box, looks[spot.page]
    if kind == "seal":
        around = Box(
            box.left - 4 * spot.em, box.top - 3 * spot.high, box.right + 4 * spot.em, box.bottom + 3 * spot.high
        )
        sealed = look.sealed(around) >= _SEALED
        return Place(kind, True if sealed else None if look.is_colourless else False, spot.page, around)
    right = _bound(stretch, positions, after, spot)
    area = Box(box.right, box.top - 0.4 * spot.high, right, box.bottom + 0.4 * spot.high)
    ink = look.ink(area) * (area.right - area.left) / spot.em * (area.bottom - area.top) / spot.high
    return Place(kind, ink >= _INK[kind], spot.page, area)


def _bound(stretch: Stretch, positions: list[int], after: int, spot: _Spot) -> float:
    """How far to the right a signature may go: to the next words of the line, or the end of the cell."""
    unit = next((u for u in stretch.units if u.page == spot.page and u.box), None)
    edge = unit.box.right if unit and unit.box and unit.row is not None else 0.97
    return max(min(edge, spot.box.right + _WIDE * spot.em), spot.box.right + spot.em / 2)


def _dated(
    stretch: Stretch, squeezed: str, positions: list[int], start: int, end: int, spot: _Spot, looks: Mapping[int, Look]
) -> Place:
    """A date is there where year, month and day have ink."""
    look = looks[spot.page]
    edges = []
    for sign in "年月日":
        at = squeezed.index(sign, start, end)
        page, box = stretch.place(positions[at], positions[at] + 1)
        if box is None or page != spot.page:
            return Place("date", None, spot.page, spot.box)
        edges.append(box)
    year, month, day = edges
    gaps = [
        Box(year.left - 2.5 * spot.em, year.top, year.left, year.bottom),
        Box(year.right, year.top, month.left, year.bottom),
        Box(month.right, month.top, day.left, month.bottom),
    ]
    inked = [
        look.ink(gap) * max(0.0, gap.right - gap.left) / spot.em * (gap.bottom - gap.top) / spot.high >= _INK["date"]
        for gap in gaps
    ]
    filled = True if all(inked) else None if inked[1] or inked[2] else False
    return Place("date", filled, spot.page, Box(gaps[0].left, year.top, day.right, day.bottom))
