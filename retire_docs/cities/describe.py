"""A pack told in words, for ``cities`` and ``cities show``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from retire_docs.cities.model import Clause, Form, Handoff, Limit, Material, Matter, Pack

ORIGINS = {
    "official": "官方表样（方案附有）",
    "named": "方案点名，版式为本程序所拟",
    "ours": "方案未提，本程序所拟",
}
KINDS = {
    "registration": "登记表",
    "application": "申请表",
    "determination": "认定表",
    "public_notice": "公示",
    "notice_certificate": "公示证明",
    "commitment": "承诺书",
    "disclosure": "告知书",
    "guide": "须知",
    "letter": "文书",
    "attachment": "附页",
    "cover": "封面",
}
"""What the kinds of forms are called."""
_PER = {"person": "每人一份", "employer": "每单位一份"}
_COMPARED = {"before": "早于", "after": "不早于", "less_than": "少于", "at_least": "不少于"}


def line(pack: Pack) -> str:
    """One line: id, name, how many of what, and the status of the plan."""
    states = "、".join(dict.fromkeys(source.status for source in pack.sources.values()))
    counts = f"{len(pack.matters)}个事项　{len(pack.forms)}张表　{len(pack.materials)}项材料"
    return f"{pack.id:<10}{pack.province}{pack.city}　{counts}　（{states}）"


def page(pack: Pack) -> str:
    """Everything a user wants to know of a city."""
    sections = {
        "表": (line for form in pack.forms for line in _form(form)),
        "联办事项": (line for matter in pack.matters for line in _matter(matter, pack)),
        "申报材料": (line for material in pack.materials for line in _material(material, pack)),
        "时限": (line for limit in pack.limits for line in _limit(limit, pack)),
        "渠道": (f"{channel.says}　{clause(channel.clause, pack)}" for channel in pack.channels),
        "联系": (f"{contact.what}：{contact.value}　{clause(contact.clause, pack)}" for contact in pack.contacts),
        "推送": (line for handoff in pack.handoffs for line in _handoff(handoff, pack)),
        "矛盾与待确认": (f"[{note.kind}] {note.says}" for note in pack.notes),
    }
    lines = [f"{pack.province}{pack.city}（{pack.id}）", *_sources(pack)]
    for title, entries in sections.items():
        told = [f"  {entry}" for entry in entries]
        lines += ["", f"【{title}】", *(told or ["  方案未写"])]
    return "\n".join(lines)


def _sources(pack: Pack) -> Iterator[str]:
    for source in pack.sources.values():
        number = f" {source.number}" if source.number else ""
        yield f"依据：{source.title}{number}（{source.status}；{source.seen}核对）"


def _form(form: Form) -> Iterator[str]:
    applies = f"；{condition(form.applies)}时用" if form.applies else ""
    facts = f"{KINDS[form.kind]}；{ORIGINS[form.origin]}；{_PER[form.per]}，{form.pages}页{applies}"
    yield f"{form.id}　《{form.title}》　{facts}"
    if form.note:
        yield f"    注：{form.note}"


def _matter(matter: Matter, pack: Pack) -> Iterator[str]:
    yield f"{matter.id}　{matter.name}　{matter.office}" + (f"　{matter.kind}" if matter.kind else "")
    yield f"    {clause(matter.clause, pack)}"
    for acceptance in matter.acceptance:
        which = "（其一）" if acceptance.one_of else ""
        yield f"    受理条件{which}：{acceptance.says}　{clause(acceptance.clause, pack)}"


def _material(material: Material, pack: Pack) -> Iterator[str]:
    facts = [f"{material.copies}份" if material.copies else "", "、".join(material.parts), "、".join(material.medium)]
    when = f"{condition(material.needed)}时要" if material.needed else ""
    yield f"{material.name}　{'；'.join(fact for fact in (*facts, when) if fact)}"
    names = {matter.id: matter.name for matter in pack.matters}
    if material.matters:
        yield f"    用于：{'、'.join(names[matter] for matter in material.matters)}"
    if material.open:
        yield f"    待确认：{material.open}"
    yield f"    {clause(material.clause, pack)}"


def _limit(limit: Limit, pack: Pack) -> Iterator[str]:
    starts = f"，自{limit.starts}起" if limit.starts else ""
    matter = f"{limit.matter}：" if limit.matter else ""
    yield f"{matter}{limit.what} {limit.days}个{limit.unit}{starts}　{clause(limit.clause, pack)}"
    if limit.note:
        yield f"    注：{limit.note}"


def _handoff(handoff: Handoff, pack: Pack) -> Iterator[str]:
    more = "等（方案只列了这些）" if handoff.minimum else ""
    yield f"给{'、'.join(handoff.to)}：{'、'.join(handoff.items)}{more}　{clause(handoff.clause, pack)}"


def clause(of: Clause, pack: Pack) -> str:
    """A clause with its place, and whether the paper is in force for good."""
    return f"〔{pack.sources[of.source].status} {of.at}：{of.says}〕"


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
