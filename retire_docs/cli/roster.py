"""``retire-docs roster``: blank rosters."""

from __future__ import annotations

from pathlib import Path

import click

from retire_docs.cities.load import city as one_city
from retire_docs.cli.console import own_packs
from retire_docs.fill.columns import columns_of
from retire_docs.roster.blank import write_blank


@click.group()
def roster() -> None:
    """名册。"""


@roster.command()
@own_packs
@click.option("--city", required=True, metavar="城市", help="城市名或代号。")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="文件.xlsx", help="写到哪里。")
@click.option("--overwrite", is_flag=True, help="文件已在时覆盖。")
def new(city: str, out: Path, overwrite: bool) -> None:
    """一份空白名册：只有这个城市用得着的列，有下拉选项和填写说明。"""
    pack = one_city(city)
    write_blank(out, f"{pack.city}“退休一件事”人员名册", columns_of(pack), overwrite=overwrite)
    click.echo(f"空白名册已写到 {out}", err=True)
