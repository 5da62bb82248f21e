"""``retire-docs fonts``: which fonts stand for those that official papers are set in."""

from __future__ import annotations

from pathlib import Path

import click

from retire_docs.cli.console import font_files
from retire_docs.forms.printing.faces import FAMILIES, Faces, shipped_font


@click.command()
@font_files
def fonts(fonts: tuple[Path, ...]) -> None:
    """印 PDF 用的字体：公文的每种字体由哪个字体文件代替。

    先用 --font 给的同名字体，再用本机装的；它们没有的字由 --font 给的别的字体印，最后用随附的 Noto Serif SC。
    """
    faces = Faces(fonts)
    for name, members in FAMILIES.items():
        face = faces.standing_for(members[0])
        shipped = face.file == shipped_font()
        click.echo(f"{name}\t{'随附的 ' if shipped else ''}{face.file if not shipped else face.file.name}")
        if shipped:
            click.echo(
                f"{name}：本机没有（{'、'.join(members[:4])} 都没有），装上或用 --font 给一个，版式更像", err=True
            )
