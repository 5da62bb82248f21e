"""``retire-docs preview``: a form as pictures."""

from __future__ import annotations

from pathlib import Path

import click

from retire_docs.cli.console import font_files, own_packs
from retire_docs.fill.preview import preview as draw


@click.command()
@own_packs
@click.argument("city", metavar="城市")
@click.argument("form", metavar="表")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="图片.png", help="写到哪里。")
@click.option("--roster", type=click.Path(path_type=Path), metavar="名册", help="照名册里的一个人填。")
@click.option("--row", type=click.IntRange(min=1), metavar="行", help="名册的第几行（表格软件左边的行号）。")
@click.option("--slots", is_flag=True, help="在每个空上写出它的字段名。")
@click.option("--dpi", type=click.IntRange(36, 600), default=100, show_default=True, metavar="数", help="精细程度。")
@font_files
def preview(
    city: str,
    form: str,
    out: Path,
    roster: Path | None,
    row: int | None,
    slots: bool,
    dpi: int,
    fonts: tuple[Path, ...],
) -> None:
    """把一张表画成图片：空白的，或照名册的一行填好的；几页就几张。"""
    if row and not roster:
        raise click.UsageError("--row 要和 --roster 一起用")
    made, notes = draw(city, form, out, roster=roster, row=row, slots=slots, fonts=fonts, dpi=dpi)
    for note in notes:
        click.echo(f"· {note}", err=True)
    for path in made:
        click.echo(str(path))
