"""What a drawn paper says: the truth beside its pictures, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.paper.papers import Paper
from benchmarks.paper.places import Spot
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Value
from retire_docs.forms.filling import NUMBER_IN_LIST
from retire_docs.forms.form import LISTS
from retire_docs.forms.library import word_form
from retire_docs.forms.projection import project_lists, shown

CHECKED = frozenset({"身份证号", "统一社会信用代码", "银行卡号", "日期", "年月", "日期或年月", "期间"})
FREE = frozenset({"文本", "姓名", "地址", "经历"})
Key = tuple[str | None, int, str]


def class_of(kind: str, *, ticked: bool) -> str:
    """What a field counts as: ticks; numbers with checks and dates; free text; options in words; other numbers."""
    if ticked:
        return "ticks"
    if kind in CHECKED:
        return "checked"
    return "free" if kind in FREE else "option" if kind in ("选项", "多选", "是否") else "number"


@dataclass
class FieldTruth:
    """A field of a form. ``value`` is None where nothing was filled in; ``how`` is printed, handwriting or the manner
    of its ticks; ``lacking``: characters that the face has not, drawn in another; ``box`` is in fractions of the page
    as it was before it was scanned."""

    of_list: str | None
    item: int
    field: str
    kind: str
    sort: str
    value: Value | None
    shown: str
    how: str
    page: int | None
    box: list[float] | None
    lacking: str = ""


@dataclass
class BoxTruth:
    """A box or bracket: whether its option is the answer, and what was drawn there."""

    of_list: str | None
    item: int
    field: str
    option: str
    on: bool
    manner: str
    page: int | None
    box: list[float] | None


@dataclass
class Truth:
    """A drawn paper. ``matrices``: for each page where a point of the unscanned page (in fractions) is on the picture
    (in pixels), 3 x 3, row by row. ``skipped`` says why nothing was drawn."""

    split: str
    number: int
    kind: str
    pack: str
    form: str
    title: str
    printer: str
    face: str
    ink: str
    words: str
    manner: str
    family: str | None
    dpi: int
    degradations: list[str] = field(default_factory=list)
    file: str = ""
    pages: int = 0
    fields: list[FieldTruth] = field(default_factory=list)
    boxes: list[BoxTruth] = field(default_factory=list)
    matrices: list[list[float]] = field(default_factory=list)
    skipped: str = ""

    def save(self, folder: Path) -> None:
        """Write it beside the picture."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / f"{self.number:05}.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Truth:
        """Read it."""
        read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        read["fields"] = [FieldTruth(**one) for one in read["fields"]]
        read["boxes"] = [BoxTruth(**one) for one in read["boxes"]]
        return cls(**read)


def of_paper(of: Paper) -> Truth:
    """The truth without what was drawn."""
    return Truth(
        of.split, of.number, of.kind, of.pack.id, of.form.id, of.form.title, of.printer, of.face, of.ink, of.words,
        of.manner, of.family, of.dpi,
    )  # fmt: skip


def told(of: Paper) -> dict[Key, Value]:
    """The values that the filled form tells."""
    form = word_form(of.pack, of.form).form
    values: dict[Key, Value] = {(None, 0, name): value for name, value in shown(form, of.done.own).items()}
    for name, items in project_lists(form, of.done).items():
        values |= {(name, number, n): v for number, item in enumerate(items) for n, v in item.items()}
    return values


def fields(of: Paper, spots: Mapping[Key, list[Spot]], lacking: Mapping[Key, str]) -> Iterator[FieldTruth]:
    """All fields that the form has a place for, but for the numbers of a list's rows."""
    values = told(of)
    for key in _keys(of):
        at = spots.get(key, [])
        name, item, field_name = key
        ticked = all(slot.style for slot in word_form(of.pack, of.form).form.slots_of[name] if slot.field == field_name)
        texts = [spot for spot in at if not spot.slot.style and spot.glyphs] or at
        kind, value = dictionary()[field_name].kind, values.get(key)
        yield FieldTruth(
            name, item, field_name, kind, class_of(kind, ticked=ticked), value,
            "" if value is None else dictionary()[field_name].values.show(value),
            of.manner if ticked else "handwriting" if of.by_hand else "printed",
            texts[0].page if texts else None,
            list(texts[0].box or ()) if texts else None,
            lacking.get(key, ""),
        )  # fmt: skip


def _keys(of: Paper) -> Iterator[Key]:
    form = word_form(of.pack, of.form).form
    for name in (None, *LISTS):
        count = 1 if name is None else len(of.done.lists.get(name, ()))
        there = (slot.field for slot in form.slots_of[name] if _there(slot.within, of))
        names = [one for one in dict.fromkeys(there) if one != NUMBER_IN_LIST]
        yield from ((name, item, one) for item in range(count) for one in names)


def _there(within: tuple[tuple[str, bool], ...], of: Paper) -> bool:
    """Whether a part of the form stands on this paper."""
    return all(of.done.own.holds.get(test, on) == on for test, on in within)
