"""``retire-docs parse``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from retire_docs.cli.console import counting, own_packs, print_findings
from retire_docs.parse import jsonl
from retire_docs.parse.reading import ROSTER, FormReading
from retire_docs.parse.slots import all_fields
from retire_docs.parse.story import FORMATS, Order, Outcome
from retire_docs.parse.story import parse as read
from retire_docs.roster.marks import LIST_SHEET
from retire_docs.sheets.ocr.engines import NAMES, Ocr


@click.command()
@own_packs
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件或文件夹…")
@click.option("--city", metavar="城市", help="只认这个城市的表；不写（或写 auto）时各市的表都认。")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    metavar="结果",
    help="记录.xlsx 或 记录.jsonl；不写时 JSONL 打在屏幕上。",
)
@click.option(
    "--draw",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="把每页画成图片：看到的线、格子、每个空读成了什么、有多可信。",
)
@click.option(
    "--ocr",
    type=click.Choice(NAMES),
    default=NAMES[0],
    show_default=True,
    help="扫描件、照片用哪个识别引擎：rapidocr 随本软件安装；tesseract 要另装；none 不读纸面。",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    metavar="文件夹",
    help="每个值存一条小图，是它在纸上的样子，核对时不用翻原件。",
)
@click.option(
    "--manifest",
    "manifests",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="文件",
    help="fill 写的 manifest.json（或它的文件夹）：带二维码的表和打印时逐项比，改过的指出来。",
)
@click.option("--overwrite", is_flag=True, help="结果文件已经在了，也覆盖它（核对过的也会没有）。")
@click.option("--workers", type=click.IntRange(1, 64), metavar="数", help="同时读几个文件；不写时看处理器有几个。")
def parse(
    inputs: tuple[Path, ...],
    city: str | None,
    out: Path | None,
    draw: Path | None,
    ocr: Ocr,
    evidence: Path | None,
    manifests: tuple[Path, ...],
    overwrite: bool,
    workers: int | None,
) -> int:
    """把填好的表读回成记录：Word 文件、PDF、扫描件、照片、名册，可以给文件夹。

    认出是哪一市的哪一张表，逐空读出并校验。拿不准的标“存疑”，核对以前不会被别的命令使用；读不了的文件写明原因，不影响别的。
    """
    if out and out.suffix.lower() not in FORMATS:
        raise click.UsageError(f"-o 应是 {' 或 '.join(FORMATS)} 文件")
    outcome = run(
        Order(inputs, None if city == "auto" else city, out, draw, workers, overwrite, ocr, evidence, manifests)
    )
    if out is None:
        click.echo(jsonl.lines(outcome.forms).decode(), nl=False)
    return report(outcome, out)


def run(order: Order) -> Outcome:
    """Read the files, with a progress line on a terminal."""
    with counting("已读 {task.completed} 个文件") as count:
        return read(order, lambda path: count(path.name))


def report(outcome: Outcome, out: Path | None) -> int:
    """Tell what was read and what was not; returns the exit code."""
    in_workbook = out is not None and out.suffix.lower() == ".xlsx"
    print_findings(outcome.findings, f"{out}的“{LIST_SHEET}”" if in_workbook else "结果里的 findings")
    for fault in outcome.faults:
        click.echo(f"✗ {fault}", err=True)
    known = [form for form in outcome.forms if form.form]
    counts = Counter(reading.status for form in known for _, reading in all_fields(form.fields, form.lists))
    rows = sum(form.form == ROSTER and bool(form.fields) for form in known)
    papers = sum(form.form != ROSTER for form in known)
    what = "、".join(filter(None, (f"{papers}张表" if papers else "", f"名册{rows}行" if rows else ""))) or "没有认出表"
    click.echo(
        f"{outcome.files}个文件：{what}，{outcome.people}人；"
        f"读出{counts['read']}项，存疑{counts['doubtful']}项，未读出{counts['unreadable']}项"
        + (f"，在 {out}" if out else ""),
        err=True,
    )
    if outcome.skipped:
        click.echo(f"· 文件夹里有{outcome.skipped}个文件不是表，没有读", err=True)
    for path in outcome.drawn:
        click.echo(f"· 图片 {path}", err=True)
    if unknown := [form for form in outcome.forms if _is_left(form)]:
        click.echo(f"有{len(unknown)}处没有读成，见上面的说明", err=True)
    return outcome.exit_code


def _is_left(form: FormReading) -> bool:
    return form.form is None
