"""``retire-docs fields``: the field dictionary."""

from __future__ import annotations

import json
from itertools import groupby

import click

from retire_docs.domain.fields import Field, dictionary


@click.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def fields(as_json: bool) -> None:
    """字段词典：名册表头和模板标签用的名字、同义词、种类、选项。"""
    if as_json:
        click.echo(json.dumps([_as_json(field) for field in dictionary()], ensure_ascii=False, indent=2))
        return
    for group, members in groupby(dictionary(), key=lambda field: field.group):
        click.echo(f"【{group}】")
        for field in members:
            click.echo(f"  {_line(field)}")


def _line(field: Field) -> str:
    facts = [field.kind]
    if field.options:
        facts.append("/".join(field.options))
    if field.code:
        facts.append(field.code)
    if field.personal:
        facts.append("敏感")
    synonyms = f"　也作：{'、'.join(field.synonyms)}" if field.synonyms else ""
    return f"{field.name}（{'；'.join(facts)}）{synonyms}" + (f"　注：{field.note}" if field.note else "")


def _as_json(field: Field) -> dict[str, object]:
    return {
        "name": field.name,
        "group": field.group,
        "kind": field.kind,
        "of": field.of,
        "synonyms": list(field.synonyms),
        "options": {option: list(synonyms) for option, synonyms in field.options.items()},
        "code": field.code,
        "personal": field.personal,
        "note": field.note,
    }
