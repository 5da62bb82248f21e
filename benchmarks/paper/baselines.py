"""What somebody would do without us: a whole page through an engine, and values looked for beside their labels.

The baselines are told which form the page is; they have the form's own labels, and parse what they find as we do.
Values stand right of their label in the same row, else below it; in lists below the head of their column. A box is
ticked where the characters beside its label say so.
"""

from __future__ import annotations

import difflib
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageSequence

from benchmarks.paper.ink import Picture
from benchmarks.paper.places import layout
from benchmarks.paper.scoring import PaperResult, Readings, Results, compared
from benchmarks.paper.truth import FieldTruth, Truth
from retire_docs.domain.record import Value
from retire_docs.domain.values import Malformed
from retire_docs.forms import views
from retire_docs.forms.form import Slot
from retire_docs.forms.outline import OutlineUnit, squeeze
from retire_docs.forms.projection import chosen
from retire_docs.parse.files import read_file
from retire_docs.parse.reading import Reading

_ALIKE = 0.75
_ON, _OFF = "☑☒√✓✔vVＶ■●区团回", "□口O0〇○ロ日"


@dataclass(frozen=True)
class Seen:
    """A line of text that an engine found, in pixels."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Its height."""
        return self.bottom - self.top


@dataclass(frozen=True)
class Sought:
    """What a slot is looked for by: its label, what follows it in the same cell, and the other words of its unit."""

    slot: Slot
    label: str
    after: str


def pictures(of: Truth, folder: Path) -> list[Picture]:
    """The pages of a paper."""
    with Image.open(folder / of.file) as image:
        return [np.array(page.convert("RGB")) for page in ImageSequence.Iterator(image)]


@cache
def _rapid(threads: int) -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def rapid(picture: Picture, page: int = 1, threads: int = 2) -> list[Seen]:
    """A whole page through RapidOCR: detection and recognition, no turning of lines."""
    found = _rapid(threads)(picture[..., ::-1], use_cls=False)
    if found.boxes is None:
        return []
    return [
        Seen(page, text, *(float(x) for x in (*box.min(axis=0), *box.max(axis=0))))
        for box, text in zip(found.boxes, found.txts, strict=True)
    ]


def tesseract(picture: Picture, page: int = 1) -> list[Seen]:
    """A whole page through Tesseract, which gives words: those that stand close together are one line."""
    import pytesseract

    image, kind = Image.fromarray(picture), pytesseract.Output.DICT
    # --psm 4 finds most on forms: its default, 6 and 11 were tried.
    data = pytesseract.image_to_data(image, lang="chi_sim", config="--psm 4", output_type=kind)
    words = []
    for n, text in enumerate(data["text"]):
        if text.strip() and data["height"][n] > 8:
            left, top = float(data["left"][n]), float(data["top"][n])
            words.append(Seen(page, text.strip(), left, top, left + data["width"][n], top + data["height"][n]))
    return _joined(words)


def _joined(words: Sequence[Seen]) -> list[Seen]:
    """Words that stand close together in a row, as one."""
    lines: list[Seen] = []
    for word in sorted(words, key=lambda word: word.left):
        for number, line in enumerate(lines):
            gap = word.left - line.right
            if _same_row(line, word) and -line.height < gap < 0.9 * max(line.height, word.height):
                lines[number] = Seen(
                    word.page, line.text + word.text, line.left, min(line.top, word.top), max(line.right, word.right),
                    max(line.bottom, word.bottom),
                )  # fmt: skip
                break
        else:
            lines.append(word)
    return sorted(lines, key=lambda line: line.top)


ENGINES: dict[str, Callable[[Picture, int], list[Seen]]] = {"RapidOCR": rapid, "Tesseract": tesseract}


def read(of: Truth, folder: Path, name: str) -> Results:
    """A paper as a baseline reads it."""
    lines = [line for n, page in enumerate(pictures(of, folder), 1) for line in ENGINES[name](page, n)]
    found = PaperResult(
        "paper", of.split, of.number, f"{of.pack}/{of.form}", of.family is None, of.family, of.pages, True, of.pages,
        "told", "",
    )  # fmt: skip
    return compared(of, found, _readings(of, lines))


def _readings(of: Truth, lines: Sequence[Seen]) -> Readings:
    sought: dict[tuple[str | None, str], list[Sought]] = {}
    for one in _sought(of.pack, of.form):
        sought.setdefault((one.slot.of_list, one.slot.field), []).append(one)
    readings = {}
    for field in of.fields:
        raw, value = _value(field, sought.get((field.of_list, field.field), ()), lines)
        readings[field.of_list, field.item, field.field] = Reading(value, raw, "read" if value else "blank")
    return readings


def _value(field: FieldTruth, sought: Sequence[Sought], lines: Sequence[Seen]) -> tuple[str, Value | None]:
    texts = [one for one in sought if not one.slot.style]
    for one in texts:
        raw = _below(one.label, field.item, lines) if field.of_list else _beside(one, lines)
        if not raw:
            continue
        try:
            parsed = views.read(one.slot.field, one.slot.look, raw)
        except Malformed:
            continue
        if parsed:
            return raw, parsed.value
    ticks = [one for one in sought if one.slot.style]
    on = [one.slot.look.option or "" for one in ticks if _is_ticked(one, lines)]
    return "", chosen(field.field, on) if ticks and not texts else None


@cache
def _sought(pack: str, form: str) -> list[Sought]:
    return list(_labels(layout(pack, form).units))


def _labels(units: Sequence[OutlineUnit]) -> Iterator[Sought]:
    """Each slot with its label: the words before it in its own cell, else the cell before it; in lists the head."""
    for number, unit in enumerate(units):
        before = ""
        for at, part in enumerate(unit.parts):
            if isinstance(part, str):
                before = part.strip("\n").split("\n")[-1]
            elif isinstance(part, Slot):
                follows = unit.parts[at + 1] if at + 1 < len(unit.parts) else ""
                after = follows.strip("\n").split("\n")[0] if isinstance(follows, str) else ""
                yield Sought(part, before or _other_label(units, number), after)


def _other_label(units: Sequence[OutlineUnit], number: int) -> str:
    unit = units[number]
    if unit.of_list:
        rows = [one for one in units if one.row == unit.row and one.of_list]
        head = [one for one in units if one.row == (unit.row or 0) - 1]
        place = rows.index(unit)
        return head[place].key if place < len(head) else ""
    return next((one.key for one in reversed(units[:number]) if one.key and not one.slots), "")


def _find(label: str, lines: Sequence[Seen]) -> tuple[Seen, str] | None:
    """The line that holds a label, and what follows it there."""
    wanted = label.strip("：:（）() ")
    if not wanted:
        return None
    near: tuple[float, Seen] | None = None
    for line in lines:
        text = squeeze(line.text)
        if wanted in text:
            return line, text.split(wanted, 1)[1].lstrip("：:")
        score = difflib.SequenceMatcher(None, wanted, text).ratio()
        if score >= _ALIKE and (near is None or score > near[0]):
            near = (score, line)
    return (near[1], "") if near else None


def _beside(one: Sought, lines: Sequence[Seen]) -> str:
    found = _find(one.label, lines)
    if found is None:
        return ""
    line, rest = found
    if rest:
        return rest.split(one.after, 1)[0] if one.after else rest
    right = [other for other in lines if _same_row(line, other) and other.left >= line.right - 2]
    if right:
        first = min(right, key=lambda other: other.left)
        text = "".join(other.text for other in _paragraph(first, lines))
        return text.split(one.after, 1)[0] if one.after else text
    return _below(one.label, 0, lines)


def _paragraph(first: Seen, lines: Sequence[Seen]) -> Iterator[Seen]:
    """A line and those that go on right below it."""
    yield first
    last = first
    for line in sorted(lines, key=lambda line: line.top):
        gap = line.top - last.bottom
        same = line.page == last.page and abs(line.left - first.left) < first.height
        if line is not first and same and -0.4 * last.height < gap < 0.35 * last.height and line.top > last.top:
            yield line
            last = line


def _below(label: str, item: int, lines: Sequence[Seen]) -> str:
    found = _find(label, lines)
    if found is None:
        return ""
    head = found[0]
    below = [
        line for line in lines
        if line.page == head.page and line.top >= head.bottom - 2 and line.left < head.right and line.right > head.left
    ]  # fmt: skip
    below.sort(key=lambda line: line.top)
    return below[item].text if item < len(below) else ""


def _same_row(one: Seen, other: Seen) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return one.page == other.page and overlap > 0.5 * min(one.height, other.height)


def _is_ticked(one: Sought, lines: Sequence[Seen]) -> bool:
    """Whether the characters beside an option's label say that it is ticked."""
    option = squeeze(one.slot.look.option or "")
    first = one.after.startswith(option)
    if not first and not one.label.endswith(option):
        return _says_on(one.label, lines)
    near = [line for line in lines if option in squeeze(line.text)]
    for line in near:
        text = squeeze(line.text)
        at = text.find(option)
        beside = text[at - 1 : at] if first else text[at + len(option) : at + len(option) + 1]
        if beside and beside in _ON:
            return True
    return False


def _says_on(label: str, lines: Sequence[Seen]) -> bool:
    found = _find(label, lines)
    return found is not None and any(character in _ON for character in found[1][:2])


def speed(papers: Sequence[Truth], folder: Path, threads: int = 2) -> tuple[float, float, float, int]:
    """Median seconds of our reading of a page, of a whole-page pass of RapidOCR, their median ratio, and of how many
    pages; in this process, with as many threads each, turn by turn."""
    ours, theirs = [], []
    single = [of for of in papers if of.pages == 1]
    for number, of in enumerate(single):
        page = pictures(of, folder)[0]
        spent = [_seconds(read_file, folder / of.file), _seconds(rapid, page, 1, threads)]
        if number > 1:  # everything is loaded
            ours.append(spent[0])
            theirs.append(spent[1])
    if not ours:
        return 0.0, 0.0, 0.0, 0
    ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
    return statistics.median(ours), statistics.median(theirs), statistics.median(ratios), len(ours)


def _seconds(work: Callable[..., object], *arguments: object) -> float:
    start = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - start
