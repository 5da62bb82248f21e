"""Reading drawn papers, and comparing what was read with what they say."""

from __future__ import annotations

import dataclasses
import json
import multiprocessing
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.paper.truth import BoxTruth, FieldTruth, Key, Truth
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Value
from retire_docs.forms.views import ticked
from retire_docs.parse.files import read_file
from retire_docs.parse.reading import FormReading, Reading, best_of

MARKED = ("doubtful", "unreadable", "unread")
"""What a person is told to look at."""
_KNOWN = {"value", "raw", "status", "confidence", "page", "box", "why", "moved", "also"}
Readings = Mapping[Key, Reading]


@dataclass
class FieldResult:
    """A field: what the paper says and what was read. ``status`` is unread where its form was not found."""

    line: str
    split: str
    number: int
    form: str
    printer: str
    face: str
    by_hand: bool
    clean: bool
    degradations: list[str]
    of_list: str | None
    item: int
    field: str
    kind: str
    sort: str
    how: str
    value: str
    read: str
    raw: str
    status: str
    confidence: float
    why: str
    exact: bool
    lacking: str
    notes: str

    @property
    def filled(self) -> bool:
        """Whether something was filled in."""
        return bool(self.value)

    @property
    def wrong(self) -> bool:
        """Whether it is wrong and nobody is told."""
        return not self.exact and self.status not in MARKED


@dataclass
class BoxResult:
    """A box: whether it is ticked, and whether it was read so."""

    line: str
    split: str
    number: int
    clean: bool
    field: str
    option: str
    manner: str
    doc_manner: str
    on: bool
    read: bool
    status: str

    @property
    def exact(self) -> bool:
        """Whether it was read right."""
        return self.on == self.read


@dataclass
class PaperResult:
    """A paper: whether its form was found, on how many of its pages."""

    line: str
    split: str
    number: int
    form: str
    clean: bool
    family: str | None
    pages: int
    found: bool
    found_pages: int
    claimed: str
    error: str


@dataclass
class Results:
    """The results of some papers."""

    papers: list[PaperResult]
    fields: list[FieldResult]
    boxes: list[BoxResult]

    def add(self, other: Results) -> None:
        """Take in others."""
        self.papers += other.papers
        self.fields += other.fields
        self.boxes += other.boxes

    def of(self, *, clean: bool) -> Results:
        """Those of clean papers, or of degraded ones."""
        return Results(
            [one for one in self.papers if one.clean == clean],
            [one for one in self.fields if one.clean == clean],
            [one for one in self.boxes if one.clean == clean],
        )

    def save(self, path: Path) -> None:
        """A line for each, as JSON."""
        rows: Iterable[FieldResult | BoxResult | PaperResult] = [*self.papers, *self.fields, *self.boxes]
        text = "".join(json.dumps(asdict(row), ensure_ascii=False) + "\n" for row in rows)
        path.write_text(text, encoding="utf-8")


def squeezed(text: str) -> str:
    """As values are compared: NFKC, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def shown(field: str, value: Value | None) -> str:
    """A value as it is compared."""
    return "" if not value else squeezed(dictionary()[field].values.show(value))


def read_all(papers: Sequence[Truth], folder: Path, workers: int) -> Results:
    """Read papers and compare."""
    results = Results([], [], [])
    if workers < 2:
        for of in papers:
            results.add(read_one(of, folder))
        return results
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for one in pool.imap(_Reading(folder), papers, 4):
            results.add(one)
    return results


@dataclass
class _Reading:
    folder: Path

    def __call__(self, of: Truth) -> Results:
        return read_one(of, self.folder)


def read_one(of: Truth, folder: Path, read: Callable[[Path], list[FormReading]] = read_file) -> Results:
    """Read a paper and compare."""
    try:
        forms, error = read(folder / of.file), ""
    except Exception as problem:  # the rest is to be measured all the same
        forms, error = [], f"{type(problem).__name__}: {problem}"
    right = [form for form in forms if (form.city, form.form) == (of.pack, of.form)]
    pages = {page for form in right for page in form.pages}
    found = PaperResult(
        "paper", of.split, of.number, f"{of.pack}/{of.form}", of.family is None, of.family, of.pages, bool(right),
        len(pages), "、".join(f"{form.city}/{form.form}" for form in forms), error,
    )  # fmt: skip
    return compared(of, found, _readings(right))


def _readings(forms: Sequence[FormReading]) -> Readings:
    """The readings of a form; the best where it was found in several parts."""
    gathered: dict[Key, list[Reading]] = {}
    for form in forms:
        for name, reading in form.fields.items():
            gathered.setdefault((None, 0, name), []).append(reading)
        for of_list, items in form.lists.items():
            for item, fields in enumerate(items):
                for name, reading in fields.items():
                    gathered.setdefault((of_list, item, name), []).append(reading)
    return {key: best_of(readings) for key, readings in gathered.items()}


def compared(of: Truth, found: PaperResult, readings: Readings) -> Results:
    """What was read beside what the paper says."""
    absent = "absent" if found.found else "unread"
    fields = [_field(of, field, readings.get((field.of_list, field.item, field.field)), absent) for field in of.fields]
    boxes = [_box(of, box, readings.get((box.of_list, box.item, box.field)), absent) for box in of.boxes]
    return Results([found], fields, boxes)


def _field(of: Truth, field: FieldTruth, reading: Reading | None, absent: str) -> FieldResult:
    value = squeezed(field.shown)
    read = shown(field.field, reading.value) if reading else ""
    return FieldResult(
        "field", of.split, of.number, f"{of.pack}/{of.form}", of.printer, of.face,
        by_hand=of.face not in ("noto", "hei", "song", "kai"),
        clean=of.family is None,
        degradations=of.degradations,
        of_list=field.of_list, item=field.item, field=field.field, kind=field.kind, sort=field.sort, how=field.how,
        value=value, read=read,
        raw=reading.raw if reading else "",
        status=reading.status if reading else absent,
        confidence=reading.confidence if reading else 0.0,
        why=reading.why if reading else "",
        exact=value == read,
        lacking=field.lacking,
        notes=_notes(reading) if reading else "",
    )  # fmt: skip


def _box(of: Truth, box: BoxTruth, reading: Reading | None, absent: str) -> BoxResult:
    read = reading is not None and reading.value is not None and ticked(box.option, reading.value)
    status = reading.status if reading else absent
    return BoxResult(
        "box",
        of.split,
        of.number,
        of.family is None,
        box.field,
        box.option,
        box.manner,
        of.manner,
        box.on,
        read,
        status,
    )


def _notes(reading: Reading) -> str:
    """What else a reading says, whatever that is."""
    others = {field.name: getattr(reading, field.name) for field in dataclasses.fields(reading)}
    told = {name: value for name, value in others.items() if name not in _KNOWN and value}
    also = [one.raw for one in reading.also if one.raw.strip()]
    return "; ".join([*(f"{name}={value!r}" for name, value in told.items()), *([f"also={also}"] if also else [])])


def by(fields: Iterable[FieldResult], *sorts: str) -> Iterator[FieldResult]:
    """The filled fields of these sorts."""
    return (one for one in fields if one.filled and one.sort in sorts)
