"""``retire-docs fill``."""

from __future__ import annotations

from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from retire_docs.cli.console import messages, own_packs, print_findings
from retire_docs.fill.story import Order, Outcome
from retire_docs.fill.story import fill as make


@click.command()
@own_packs
@click.argument("rosters", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="名册…")
@click.option("--city", metavar="城市", help="城市名或代号，见 retire-docs cities；名册有“城市”一列时可不写。")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="输出文件夹。")
@click.option("--form", "forms", multiple=True, metavar="表", help="只做这张表（代号或名称），可重复；见 cities show。")
@click.option("--kind", "kinds", multiple=True, metavar="种类", help="只做这一类，如 公示、承诺书、申请表，可重复。")
@click.option("--overwrite", is_flag=True, help="输出文件夹里已有结果时，覆盖同名文件。")
@click.option("--why", is_flag=True, help="说明哪些表没有做、为什么，每张表留空了什么。")
def fill(
    rosters: tuple[Path, ...],
    city: str | None,
    out: Path,
    forms: tuple[str, ...],
    kinds: tuple[str, ...],
    overwrite: bool,
    why: bool,
) -> int:
    """名册里的每个人，一人一套表。

    名册可以是 .xlsx、.xls、.ods、.csv，可以给几份。坏的行不影响别的行：原因写在“问题清单.xlsx”和屏幕上。
    """
    return report(run(Order(rosters, out, city, forms, kinds, overwrite, why)), out)


def run(order: Order) -> Outcome:
    """Make the packets, with a progress line on a terminal."""
    columns = (
        SpinnerColumn(),
        TextColumn("已办 {task.completed} 人"),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
    )
    console = messages()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        return make(order, lambda person: progress.update(task, advance=1, description=person.name))


def report(outcome: Outcome, out: Path) -> int:
    """Tell what was made, what was not and why; returns the exit code."""
    print_findings(outcome.findings)
    for fault in outcome.faults:
        click.echo(f"✗ {fault}", err=True)
    for line in outcome.left_out:
        click.echo(f"· {line}", err=True)
    click.echo(f"名册{outcome.people}人：做好{outcome.done}人、{outcome.files}个文件，在 {out}", err=True)
    if outcome.done < outcome.people:
        click.echo(f"未做好{outcome.people - outcome.done}人，按上面的说明改正后再运行", err=True)
    for path in outcome.problems:
        click.echo(f"名册中的问题已标在 {path}", err=True)
    return outcome.exit_code
