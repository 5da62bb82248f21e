"""Two packs side by side: forms, matters, materials, limits."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rich.table import Table

from retire_docs.cities.describe import ORIGINS, condition
from retire_docs.cities.model import Form, Limit, Material, Matter, Pack

_ALIKE = 0.5
"""How alike two names must be to stand in one row."""
_NOTHING = "—"

Entry = TypeVar("Entry")


def diff(a: Pack, b: Pack) -> list[Table]:
    """A table a section; entries of like names stand in one row, those that only one has beside a dash."""
    return [
        _table("表", a, b, a.forms, b.forms, lambda form: f"{form.kind} {form.title}", _form),
        _table("联办事项", a, b, a.matters, b.matters, lambda matter: matter.name, _matter),
        _table("申报材料", a, b, a.materials, b.materials, lambda material: material.name, _material),
        _table("时限", a, b, a.limits, b.limits, lambda limit: f"{limit.matter or ''}{limit.what}", _limit),
    ]


def _table(
    title: str,
    a: Pack,
    b: Pack,
    ours: Sequence[Entry],
    theirs: Sequence[Entry],
    name: Callable[[Entry], str],
    told: Callable[[Entry], str],
) -> Table:
    table = Table(title=title, title_justify="left", show_lines=True, expand=True)
    for pack in (a, b):
        table.add_column(pack.city, overflow="fold", ratio=1)
    for left, right in _pairs(ours, theirs, name):
        table.add_row(told(left) if left else _NOTHING, told(right) if right else _NOTHING)
    return table


def _pairs(
    ours: Sequence[Entry], theirs: Sequence[Entry], name: Callable[[Entry], str]
) -> Iterator[tuple[Entry | None, Entry | None]]:
    left = {name(entry): entry for entry in theirs}
    for entry in ours:
        near = difflib.get_close_matches(name(entry), left, n=1, cutoff=_ALIKE)
        yield entry, left.pop(near[0]) if near else None
    for entry in left.values():
        yield None, entry


def _form(form: Form) -> str:
    return f"《{form.title}》\n{ORIGINS[form.origin]}；{form.pages}页"


def _matter(matter: Matter) -> str:
    return f"{matter.name}\n{matter.office}"


def _material(material: Material) -> str:
    facts = [f"{material.copies}份" if material.copies else "", "、".join(material.parts), "、".join(material.medium)]
    when = f"{condition(material.needed)}时要" if material.needed else ""
    return "\n".join(text for text in (material.name, "；".join(f for f in (*facts, when) if f)) if text)


def _limit(limit: Limit) -> str:
    starts = f"，自{limit.starts}起" if limit.starts else ""
    return f"{limit.what}：{limit.days}个{limit.unit}{starts}"
