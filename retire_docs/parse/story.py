"""The story of parse: find the files → read each → join what belongs together → write the records → report.

What happens to one file is told in :mod:`.files`: load → sheets → which form → lay it over → read its slots → judge.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retire_docs.cities.load import city
from retire_docs.domain.finding import Finding
from retire_docs.errors import Exit, Fault, NoDocument, RetireDocsError, UnreadableFile, Unwritable, worst
from retire_docs.files import write_atomically
from retire_docs.parse import jsonl
from retire_docs.parse.altered import beside, compare, printed_records
from retire_docs.parse.crew import each
from retire_docs.parse.drawing import draw_file
from retire_docs.parse.files import catalogue, read_file
from retire_docs.parse.pages import settle_missing
from retire_docs.parse.people import Person, join
from retire_docs.parse.reading import ROSTER, FormReading
from retire_docs.parse.records import write_records
from retire_docs.parse.supplement import join_supplements
from retire_docs.sheets.files import walk
from retire_docs.sheets.ocr.engines import Ocr, engine

FORMATS = (".jsonl", ".xlsx")


@dataclass(frozen=True)
class Order:
    """What the user asked for. ``city`` narrows the forms that are looked for; ``out`` is the records file (None:
    the readings are for the caller); ``draw`` is the folder for pictures of what was seen, ``evidence`` that for a
    strip of the picture for each value; ``workers`` processes read files side by side (None: as many as there are
    processors); ``overwrite`` a records file that is there; ``ocr`` names the engine for paper;
    ``manifests`` say what was printed, beside those in folders among the inputs."""

    inputs: Sequence[Path]
    city: str | None = None
    out: Path | None = None
    draw: Path | None = None
    workers: int | None = None
    overwrite: bool = False
    ocr: Ocr = "rapidocr"
    evidence: Path | None = None
    manifests: Sequence[Path] = ()


@dataclass
class Outcome:
    """What came of it: the forms in the order of the files, findings, files that could not be read, how it ends."""

    forms: list[FormReading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    faults: list[Fault | str] = field(default_factory=list)
    codes: set[Exit] = field(default_factory=set)
    files: int = 0
    people: int = 0
    skipped: int = 0
    drawn: list[Path] = field(default_factory=list)

    @property
    def exit_code(self) -> Exit:
        """How the run ends."""
        return worst(self.codes)

    def fail(self, error: RetireDocsError) -> None:
        """Take in an error that ends one file, not the run."""
        self.faults.extend(error.faults)
        self.codes.add(error.exit_code)


def parse(order: Order, progress: Callable[[Path], None] = lambda path: None) -> Outcome:
    """Read files into records. Raises RetireDocsError where nothing can be read at all."""
    if order.out and order.out.exists() and not order.overwrite:
        raise Unwritable(Fault(str(order.out), "文件已经在了，里面可能有核对过的", "换一个文件名，或加 --overwrite"))
    outcome = Outcome()
    only = city(order.city).id if order.city else None
    for fault in catalogue().faults:
        outcome.fail(fault)
    printed = {**beside(order.inputs), **printed_records(order.manifests)}
    if order.ocr == "tesseract":
        engine(order.ocr)  # where it is missing nothing is begun
    read = functools.partial(_read, only=only, ocr=order.ocr, evidence=order.evidence)
    for path, result in each(read, _files(order), order.workers):
        outcome.files += 1
        if isinstance(result, NoDocument) and path not in order.inputs:
            outcome.skipped += 1
        elif isinstance(result, RetireDocsError):
            outcome.fail(result)
        else:
            outcome.forms += result
        progress(path)
    join_supplements(outcome.forms)
    for form in outcome.forms:
        compare(form, printed)
    settle_missing(outcome.forms)
    people = join(outcome.forms)
    outcome.people = len(people)
    _sum_up(outcome, people)
    if order.out:
        _write(order.out, outcome, people)
    if order.draw:
        _draw(order.draw, outcome, only, order.ocr)
    return outcome


def _read(path: Path, beat: Callable[[], None], only: str | None, ocr: Ocr, evidence: Path | None) -> list[FormReading]:
    return read_file(path, only, ocr, evidence, beat)


def _files(order: Order) -> list[Path]:
    """The files to be read; the records file of an earlier run is none of them. Raises UnreadableFile."""
    out = order.out.resolve() if order.out else None
    files = [path for path in dict.fromkeys(walk(order.inputs)) if path.resolve() != out]
    if not files:
        where = "、".join(map(str, order.inputs))
        raise UnreadableFile(Fault(where, "里面没有文件", "给出文件、文件夹，或 *.pdf 这样的写法"))
    return files


def _sum_up(outcome: Outcome, people: Sequence[Person]) -> None:
    outcome.findings = [
        *(finding for form in outcome.forms for finding in form.findings),
        *(finding for person in people for finding in person.findings),
    ]
    if any(finding.severity == "blocks" for finding in outcome.findings):
        outcome.codes.add(Exit.SOME_FAILED)


def _write(out: Path, outcome: Outcome, people: Sequence[Person]) -> None:
    if out.suffix.lower() == ".jsonl":
        write_atomically(out, jsonl.lines(outcome.forms))
    else:
        write_records(out, people, outcome.forms, outcome.findings)


def _draw(folder: Path, outcome: Outcome, only: str | None, ocr: Ocr) -> None:
    """Pictures of what was seen in each file that could be read."""
    for path in dict.fromkeys(Path(form.source) for form in outcome.forms if form.form != ROSTER):
        outcome.drawn += draw_file(path, folder, only, ocr)
