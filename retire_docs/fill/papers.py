"""A form filled, with its 附页 where something did not fit: a paper, not yet written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from retire_docs.cities.load import common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.record import Record
from retire_docs.forms import filling
from retire_docs.forms.library import word_form
from retire_docs.forms.word import WordForm

ATTACHMENT = "attachment"
COVER = "cover"

Lists: TypeAlias = Mapping[str, Sequence[Record]]
"""What a form repeats rows for, by the list's name."""


@dataclass(frozen=True)
class Paper:
    """A filled form of a pack. ``title`` names its files."""

    pack: Pack
    form: Form
    title: str
    filled: filling.Filling

    @property
    def word(self) -> WordForm:
        """The compiled form."""
        return word_form(self.pack, self.form)

    def look_at(self, record: Record) -> Iterator[str]:
        """In words what the user must look at on it."""
        for name, option in filling.without_box(self.word.form, record):
            yield f"《{self.form.title}》没有“{option}”的选项框，{name}未打钩，原表如此"
        for slot in self.filled.clipped:
            yield f"《{self.form.title}》的“{slot.field}”太长，格子里印不全"


def fill_form(pack: Pack, form: Form, record: Record, lists: Lists | None = None) -> list[Paper]:
    """A form filled for a record, and its 附页 if it needs one."""
    filled = filling.fill(word_form(pack, form).form, record, lists)
    papers = [Paper(pack, form, form.title, filled)]
    if filled.moved:
        papers.append(_attachment(form, record, filled.moved))
    return papers


def _attachment(form: Form, record: Record, moved: Sequence[filling.Moved]) -> Paper:
    pack = common()
    sheet = pack.form(ATTACHMENT)
    single = record.get("姓名") or len({m.whose for m in moved}) == 1
    entries: list[Record] = [
        {"附页项目": m.slot.field if single else f"{m.whose} {m.slot.field}", "附页内容": m.text} for m in moved
    ]
    filled = filling.fill(word_form(pack, sheet).form, {**record, "附页表名": form.title}, {"附页条目": entries})
    return Paper(pack, sheet, f"{form.title}附页", filled)


def cover(record: Record, city: str, entries: Sequence[Record]) -> Paper:
    """The cover of a person's or employer's papers, with their contents."""
    pack = common()
    sheet = pack.form(COVER)
    id_number = str(record.get("身份证号") or "")
    facts: dict[str, str] = {"城市": city, "合计份数": str(len(entries))}
    facts["合计页数"] = str(sum(int(str(entry["材料页数"])) for entry in entries))
    if id_number:
        facts["身份证号后四位"] = id_number[-4:]
    filled = filling.fill(word_form(pack, sheet).form, {**record, **facts}, {"目录": entries})
    return Paper(pack, sheet, sheet.title, filled)
