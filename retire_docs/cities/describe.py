"""A pack told in words, for ``cities`` and ``cities show``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from retire_docs.cities.model import Clause, Form, Limit, Material, Matter, Pack

ORIGINS = {
    "official": "官方表样（方案附有）",
    "named": "方案点名，版式为本程序所拟",
    "ours": "方案未提，本程序所拟",
}
_PER = {"person": "每人一份", "employer": "每单位一份"}
_COMPARED = {"before": "早于", "after": "不早于", "less_than": "少于", "at_least": "不少于"}


def line(pack: Pack) -> str:
    """One line: id, name, how many of what, and the status of the plan."""
    states = "、".join(dict.fromkeys(source.status for source in pack.sources.values()))
    return f"{pack.id:<10}{pack.province}{pack.city}　{len(pack.matters)}个事项　{len(pack.forms)}张表　{len(pack.materials)}项材料　（{states}）"


def page(pack: Pack) -> str:
    """Everything a user wants to know of a city."""
    return "\n".join(_page(pack))


def _page(pack: Pack) -> Iterator[str]:
    yield f"{pack.province}{pack.city}（{pack.id}）"
    for source in pack.sources.values():
        number = f" {source.number}" if source.number else ""
        yield f"依据：{source.title}{number}（{source.status}；{source.seen}核对）"
    yield "\n【表】"
    for form in pack.forms:
        yield from _form(form)
    yield "\n【联办事项】"
    for matter in pack.matters:
        yield from _matter(matter)
    yield "\n【申报材料】"
    for material in pack.materials:
        yield from _material(material, pack)
    yield "\n【时限】" if pack.limits else "\n【时限】方案未写"
    for limit in pack.limits:
        yield from _limit(limit)
    if pack.notes:
        yield "\n【矛盾与待确认】"
        yield from (f"  [{note.kind}] {note.says}" for note in pack.notes)


def _form(form: Form) -> Iterator[str]:
    applies = f"；{condition(form.applies)}时用" if form.applies else ""
    yield f"  {form.id}　《{form.title}》　{ORIGINS[form.origin]}；{_PER[form.per]}，{form.pages}页{applies}"
    if form.note:
        yield f"      注：{form.note}"


def _matter(matter: Matter) -> Iterator[str]:
    yield f"  {matter.id}　{matter.name}　{matter.office}" + (f"　{matter.kind}" if matter.kind else "")
    for acceptance in matter.acceptance:
        yield f"      受理条件{'（其一）' if acceptance.one_of else ''}：{acceptance.says}　{clause(acceptance.clause)}"
    yield f"      {clause(matter.clause)}"


def _material(material: Material, pack: Pack) -> Iterator[str]:
    copies = f"{material.copies}份" if material.copies else ""
    facts = [copies, "、".join(material.parts), "、".join(material.medium)]
    when = f"；{condition(material.needed)}时要" if material.needed else ""
    yield f"  {material.name}　{'；'.join(f for f in facts if f)}{when}"
    names = {matter.id: matter.name for matter in pack.matters}
    if material.matters:
        yield f"      用于：{'、'.join(names.get(m, m) for m in material.matters)}"
    if material.open:
        yield f"      待确认：{material.open}"
    yield f"      {clause(material.clause)}"


def _limit(limit: Limit) -> Iterator[str]:
    starts = f"，自{limit.starts}起" if limit.starts else ""
    matter = f"{limit.matter}：" if limit.matter else ""
    yield f"  {matter}{limit.what} {limit.days}个{limit.unit}{starts}　{clause(limit.clause)}"
    if limit.note:
        yield f"      注：{limit.note}"


def clause(of: Clause) -> str:
    """A clause with its place."""
    return f"〔{of.at}：{of.says}〕"


def condition(wanted: Mapping[str, Any] | None) -> str:
    """A condition in Chinese."""
    return "且".join(_part(key, value) for key, value in (wanted or {}).items())


def _part(key: str, value: Any) -> str:
    if key == "not":
        return f"并非（{condition(value)}）"
    if key in ("all", "any"):
        return "（" + ("且" if key == "all" else "或").join(condition(part) for part in value) + "）"
    if isinstance(value, Mapping):
        return "且".join(f"{key}{_COMPARED[op]}{bound}" for op, bound in value.items())
    return f"{key}为{'或'.join(map(str, value)) if isinstance(value, list) else value}"
