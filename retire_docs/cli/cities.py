"""``retire-docs cities``: what cities there are, what each wants, whether a pack is sound, how two differ."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from retire_docs.cities import describe
from retire_docs.cities.diff import diff as compare
from retire_docs.cities.lint import FILE
from retire_docs.cities.load import cities as all_cities
from retire_docs.cities.load import city as one_city
from retire_docs.cities.load import folders
from retire_docs.cli.console import own_packs
from retire_docs.errors import Exit, Fault, InvalidPack
from retire_docs.forms.lint import lint_pack, unset_in_pack


@click.group(invoke_without_command=True)
@own_packs
@click.pass_context
def cities(context: click.Context) -> None:
    """列出能办的城市；cities show 城市 看一个城市要什么。"""
    if context.invoked_subcommand is None:
        for pack in all_cities():
            click.echo(describe.line(pack))


@cities.command()
@own_packs
@click.argument("city", metavar="城市")
def show(city: str) -> None:
    """一个城市的联办事项、表、材料、时限和条文出处。"""
    click.echo(describe.page(one_city(city)))


@cities.command()
@own_packs
@click.argument("a", metavar="城市甲")
@click.argument("b", metavar="城市乙")
def diff(a: str, b: str) -> None:
    """两个城市的表、事项、材料、时限，左右对照。"""
    console = Console(highlight=False, soft_wrap=False)
    for table in compare(one_city(a), one_city(b)):
        console.print(table)


@cities.command()
@own_packs
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[文件夹]")
def lint(folder: Path | None) -> int:
    """检查城市的资料和表样，一次列出全部毛病：文件、行或段、改法。不给文件夹时检查全部城市。"""
    packs = list(folders().values()) if folder is None else _packs_in(folder)
    faults = [fault for pack in packs for fault in lint_pack(pack)]
    for fault in faults:
        click.echo(str(fault))
    for note in (note for pack in packs for note in unset_in_pack(pack)):
        click.echo(f"提示 {note}")
    click.echo(f"检查了{len(packs)}个城市：{f'{len(faults)}处毛病' if faults else '没有毛病'}", err=True)
    return Exit.INVALID_PACK if faults else Exit.DONE


def _packs_in(folder: Path) -> list[Path]:
    """The folder itself if it is a pack, else the packs in it. Raises InvalidPack where there is none."""
    found = [folder] if (folder / FILE).exists() else sorted(path.parent for path in folder.glob(f"*/{FILE}"))
    if not found:
        raise InvalidPack(Fault(str(folder), f"这里没有城市的资料（{FILE}）", "给城市的文件夹，或装着几个城市的文件夹"))
    return found
