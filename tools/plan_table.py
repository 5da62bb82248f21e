"""Write docs/plans.md: which sentence of each plan stands in which entry of its pack: ``python tools/plan_table.py``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from retire_docs.cities.load import cities
from retire_docs.cities.model import Clause, Pack

TARGET = Path(__file__).parents[1] / "docs" / "plans.md"
HEAD = """\
# 方案的话，各在哪一条

由 `python tools/plan_table.py` 从各城市的 `city.yaml` 生成，不要手改。左边是方案的原话和出处，右边是它在资料里的条目；
`check` 和 `cities show` 引用的就是这些话。
"""


def entries(pack: Pack) -> Iterator[tuple[Clause | None, str]]:
    """Every entry of a pack with its clause, named by section and id."""
    yield from ((form.clause, f"表 `{form.id}`《{form.title}》") for form in pack.forms)
    for matter in pack.matters:
        yield matter.clause, f"事项 `{matter.id}`"
        yield from ((acceptance.clause, f"事项 `{matter.id}` 受理条件") for acceptance in matter.acceptance)
    yield from ((material.clause, f"材料 `{material.id}` {material.name}") for material in pack.materials)
    yield from (
        (limit.clause, f"时限 {limit.matter or ''}{limit.what} {limit.days}{limit.unit}") for limit in pack.limits
    )
    yield from ((channel.clause, f"渠道 `{channel.id}`") for channel in pack.channels)
    yield from ((contact.clause, f"联系 {contact.what}") for contact in pack.contacts)
    yield from ((handoff.clause, f"推送 {'、'.join(handoff.to)}") for handoff in pack.handoffs)
    yield from ((rule.clause, f"规定 `{rule.id}`（{rule.topic}）") for rule in pack.rules)


def table() -> str:
    """The whole page."""
    lines = [HEAD]
    for pack in cities():
        lines += [f"## {pack.city}", "", "| 出处 | 方案的话 | 条目 |", "|---|---|---|"]
        rows: dict[tuple[str, str], list[str]] = {}
        for clause, entry in entries(pack):
            if clause:
                says = " ".join(clause.says.split()).replace("|", "\\|").replace("<", "&lt;")
                rows.setdefault((clause.at, says), []).append(entry)
        lines += [f"| {at} | {says} | {'；'.join(dict.fromkeys(found))} |" for (at, says), found in rows.items()]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
