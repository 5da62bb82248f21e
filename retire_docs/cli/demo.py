"""``retire-docs demo``: the main job on the sample rosters."""

from __future__ import annotations

from pathlib import Path

import click

from retire_docs.cities.load import cities
from retire_docs.cli import fill
from retire_docs.errors import Exit, worst
from retire_docs.fill.prints import Wish
from retire_docs.fill.story import Order
from retire_docs.shipped import shipped


@click.command()
@click.argument("out", type=click.Path(path_type=Path), metavar="文件夹")
@click.option("--overwrite", is_flag=True, help="文件夹里已有结果时，覆盖同名文件。")
def demo(out: Path, overwrite: bool) -> int:
    """用随附的样例名册（虚构的人）做一遍：每个城市一份名册，一人一套表，Word 和 PDF 都有。"""
    codes = []
    for pack in cities():
        sample = shipped("samples") / f"{pack.id}.xlsx"
        click.echo(f"—— {pack.city}：{sample.name}", err=True)
        target = out / pack.city
        order = Order([sample], target, pack.id, overwrite=overwrite, pdf=Wish())
        codes.append(Exit(fill.report(fill.run(order), target)))
    return worst(codes)
