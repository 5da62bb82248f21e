"""Was a form altered after it was printed? Its page code names the case; the manifest that ``fill`` left beside the
files says what was printed in it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.record import Record, Value
from retire_docs.domain.values.base import quoted
from retire_docs.errors import Fault, UnreadableFile
from retire_docs.files import unread
from retire_docs.forms.projection import project
from retire_docs.parse.files import catalogue
from retire_docs.parse.reading import SURE, FormReading, Reading, compatible

MANIFEST = "manifest.json"
"""What ``fill`` names it."""


def printed_records(paths: Iterable[Path]) -> dict[str, Record]:
    """The records of the cases in manifests, or in folders that hold one. Raises UnreadableFile."""
    records: dict[str, Record] = {}
    for path in paths:
        file = path / MANIFEST if path.is_dir() else path
        try:
            packets = json.loads(file.read_text(encoding="utf-8"))["packets"]
            records |= {packet["case"]: packet["record"] for packet in packets if packet.get("case")}
        except OSError as error:
            raise UnreadableFile(unread(file, error)) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            fault = Fault(
                str(file), "不是 retire-docs fill 写的 manifest.json", "给出 fill 的结果文件夹，或里面的 manifest.json"
            )
            raise UnreadableFile(fault) from None
    return records


def beside(inputs: Iterable[Path]) -> dict[str, Record]:
    """The records of manifests in folders among what a user names; a file of that name may be another program's."""
    records: dict[str, Record] = {}
    for path in inputs:
        if path.is_dir() and (path / MANIFEST).is_file():
            with contextlib.suppress(UnreadableFile):
                records |= printed_records([path])
    return records


def compare(form: FormReading, records: Mapping[str, Record]) -> None:
    """Compare what was read with what was printed: what agrees is borne out, what does not is doubtful and told."""
    record = records.get(form.case or "")
    outline = next(
        (
            outline
            for outline in catalogue().outlines
            if (outline.pack.id, outline.entry.id, outline.form.version) == (form.city, form.form, form.version)
        ),
        None,
    )
    if record is None or outline is None:
        return
    for name, printed in project(outline.form, record).items():
        if printed is not None and (reading := form.fields.get(name)):
            _compare(form, name, reading, printed)


def _compare(form: FormReading, name: str, reading: Reading, printed: Value) -> None:
    if reading.status in ("absent", "unreadable"):
        return
    if reading.value is not None and compatible(printed, reading.value):
        if reading.paper and reading.status == "doubtful":
            reading.status, reading.why, reading.confidence = "read", "", SURE
        return
    shown = "" if dictionary()[name].personal else quoted(dictionary()[name].values.show(printed))
    reading.doubt(f"打印时是{shown}，现在读到的不一样" if shown else "和打印时的不一样")
    if reading.value is not None:
        message = f"{name}和打印时的不一样" + (f"，打印的是{shown}" if shown else "") + "：打印后改过，或没有读对"
        finding = Finding(
            "parse.altered", "ask", message, form.where, "对照原件；改过的地方要有签章，或重新打印", form.person
        )
        form.findings.append(finding)
