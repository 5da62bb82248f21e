"""Filling one form and writing it, with its 附页 where something did not fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from retire_docs.cities.load import common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.record import Record
from retire_docs.errors import Unwritable
from retire_docs.files import DiskFull
from retire_docs.fill.names import safe
from retire_docs.fill.output import Output, Packet
from retire_docs.forms import filling
from retire_docs.forms.library import word_form
from retire_docs.forms.word import WordForm

ATTACHMENT = "attachment"


def make(
    pack: Pack,
    form: Form,
    packet: Packet,
    record: Record,
    output: Output,
    lists: Mapping[str, Sequence[Record]] | None = None,
) -> Iterator[Unwritable | str]:
    """Write a form; gives what could not be written, and in words what the user must look at on it."""
    word = word_form(pack, form)
    filled = filling.fill(word.form, record, lists)
    yield from _write(output, packet, form.title, form.id, word, filled)
    if filled.moved:
        yield from _attachment(packet, form, record, filled.moved, output)
    for name, option in filling.without_box(word.form, record):
        yield f"《{form.title}》没有“{option}”的选项框，{name}未打钩，原表如此"
    for slot in filled.clipped:
        yield f"《{form.title}》的“{slot.field}”太长，格子里印不全"


def _attachment(
    packet: Packet, form: Form, record: Record, moved: Sequence[filling.Moved], output: Output
) -> Iterator[Unwritable]:
    pack = common()
    sheet = pack.form(ATTACHMENT)
    word = word_form(pack, sheet)
    single = record.get("姓名") or len({m.whose for m in moved}) == 1
    entries: list[Record] = [
        {"附页项目": m.slot.field if single else f"{m.whose} {m.slot.field}", "附页内容": m.text} for m in moved
    ]
    filled = filling.fill(word.form, {**record, "附页表名": form.title}, {"附页条目": entries})
    yield from _write(output, packet, f"{form.title}附页", sheet.id, word, filled)


def _write(
    output: Output, packet: Packet, title: str, form: str, word: WordForm, filled: filling.Filling
) -> Iterator[Unwritable]:
    try:
        output.write(packet, f"{safe(title)}.docx", word.write(filled), form=form, version=word.form.version)
    except DiskFull:
        raise
    except Unwritable as error:
        yield error
