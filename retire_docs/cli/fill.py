"""``retire-docs fill``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from retire_docs.cli.console import counting, font_files, own_packs, print_findings
from retire_docs.fill.prints import Wish
from retire_docs.fill.story import Order, Outcome
from retire_docs.fill.story import fill as make

FORMATS = ("docx", "pdf")


def _formats(_context: click.Context, _parameter: click.Parameter, value: str) -> frozenset[str]:
    """The formats of a list such as ``docx,pdf``."""
    wanted = frozenset(word.strip().lower() for word in value.replace("，", ",").split(",") if word.strip())
    if not wanted or not wanted <= set(FORMATS):
        raise click.BadParameter(f"“{value}”不是格式，可用：{'、'.join(FORMATS)}，用逗号连写")
    return wanted


@click.command()
@own_packs
@click.argument("rosters", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="名册…")
@click.option("--city", metavar="城市", help="城市名或代号，见 retire-docs cities；名册有“城市”一列时可不写。")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path), metavar="文件夹", help="输出文件夹。")
@click.option("--form", "forms", multiple=True, metavar="表", help="只做这张表（代号或名称），可重复；见 cities show。")
@click.option("--kind", "kinds", multiple=True, metavar="种类", help="只做这一类，如 公示、承诺书、申请表，可重复。")
@click.option("--overwrite", is_flag=True, help="输出文件夹里已有结果时，覆盖同名文件。")
@click.option("--why", is_flag=True, help="说明哪些表没有做、为什么，每张表留空了什么。")
@click.option(
    "--format",
    "formats",
    default="docx",
    metavar="格式",
    callback=_formats,
    help="docx、pdf 或 docx,pdf；不写是 docx。",
)
@click.option(
    "--merge",
    type=click.Choice(["person", "roster"]),
    help="PDF 合成一个：person 一人一个（带封面、目录、页码），roster 全部人一个，按名册的次序。",
)
@click.option("--duplex", is_flag=True, help="双面打印：合成的 PDF 里每张表从正面开始。")
@click.option("--portal", is_flag=True, help="给网上平台的：每个 PDF 不超过 2 MB，一人一个压缩包。")
@click.option("--no-page-code", is_flag=True, help="页脚不印二维码。")
@font_files
@click.option(
    "--pdf-engine",
    type=click.Choice(["own", "libreoffice"]),
    default="own",
    help="用什么排 PDF：own 自己排（快，不用装别的），libreoffice 用装好的 LibreOffice。",
)
def fill(
    rosters: tuple[Path, ...],
    city: str | None,
    out: Path,
    forms: tuple[str, ...],
    kinds: tuple[str, ...],
    overwrite: bool,
    why: bool,
    formats: frozenset[str],
    merge: Literal["person", "roster"] | None,
    duplex: bool,
    portal: bool,
    no_page_code: bool,
    fonts: tuple[Path, ...],
    pdf_engine: Literal["own", "libreoffice"],
) -> int:
    """名册里的每个人，一人一套表。

    名册可以是 .xlsx、.xls、.ods、.csv，可以给几份。坏的行不影响别的行：原因写在“问题清单.xlsx”和屏幕上。
    """
    pdf = Wish(pdf_engine, fonts, merge, duplex, portal, not no_page_code) if "pdf" in formats else None
    if pdf is None and (merge or duplex or portal or no_page_code or fonts or pdf_engine != "own"):
        raise click.UsageError(
            "--merge、--duplex、--portal、--no-page-code、--font、--pdf-engine 是 PDF 的选项，"
            "请加 --format pdf 或 docx,pdf"
        )
    order = Order(rosters, out, city, forms, kinds, overwrite, why, word="docx" in formats, pdf=pdf)
    return report(run(order), out)


def run(order: Order) -> Outcome:
    """Make the packets, with a progress line on a terminal."""
    with counting("已办 {task.completed} 人") as count:
        return make(order, lambda person: count(person.name))


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
