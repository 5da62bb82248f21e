"""What the commands share: output that survives any console, and one place where situations become exit codes."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

import click
from click.exceptions import NoArgsIsHelpError
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from retire_docs.cities.load import PACKS
from retire_docs.domain.finding import Finding
from retire_docs.errors import Exit, RetireDocsError

MOST_SHOWN = 40
"""Findings printed on the terminal; all of them are in the report."""
_LABELS = {"blocks": "✗ 未办", "ask": "! 请核对", "note": "· 提示"}


def prepare_streams(streams: Iterable[TextIO]) -> None:
    """A character that the console's encoding (GBK …) does not have is printed as “?”, never an error."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def messages() -> Console:
    """Where everything but results goes: stderr."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def counting(words: str) -> Iterator[Callable[[str], None]]:
    """A line on a terminal that counts, such as ``已办 {task.completed} 人``; it is called with what is being done."""
    columns = (
        SpinnerColumn(),
        TextColumn(words),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
    )
    console = messages()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=None)
        yield lambda what: progress.update(task, advance=1, description=what)


def run(command: Callable[..., object], arguments: Sequence[str] | None = None) -> int:
    """Run a click command; every situation ends in its exit code, never in a traceback."""
    prepare_streams((sys.stdout, sys.stderr))
    try:
        result = command(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        return int(result) if isinstance(result, int) else Exit.DONE
    except NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return Exit.USAGE
    except click.UsageError as error:
        click.echo(f"用法有误：{_usage(error)}", err=True)
        return Exit.USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断；已写好的文件都完整", err=True)
        return Exit.INTERRUPTED
    except RetireDocsError as error:
        for fault in error.faults:
            click.echo(str(fault), err=True)
        return error.exit_code
    except Exception as error:
        if os.environ.get("RETIRE_DOCS_DEBUG"):
            traceback.print_exc()
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__}（{last.filename}:{last.lineno}）"
        click.echo(f"程序内部错误：{where}。请把这一行反馈给开发者。", err=True)
        return Exit.INTERNAL


def _usage(error: click.UsageError) -> str:
    """What is wrong with a command line, in Chinese."""
    path = error.ctx.command_path if error.ctx else "retire-docs"
    advice = f"加 --help 看用法：{path} --help"
    if isinstance(error, click.MissingParameter) and error.param:
        what = error.param.metavar or error.param.name or ""
        options = "、".join(error.param.opts) if isinstance(error.param, click.Option) else ""
        return f"缺少 {options} {what}".replace("  ", " ") + f"；{advice}"
    if isinstance(error, click.NoSuchOption):
        return f"没有选项 {error.option_name}；{advice}"
    if isinstance(error, click.BadParameter):
        return f"“{error.param.opts[0] if error.param else ''}”的内容不对（{_wanted(error)}）；{advice}"
    group = error.ctx.command if error.ctx else None
    if isinstance(group, click.Group) and "command" in error.message:
        return f"没有这个命令；可用：{'、'.join(group.commands)}；{advice}"
    return f"{error.message}；{advice}"


def _wanted(error: click.BadParameter) -> str:
    """What a parameter may be, in Chinese where click says it in English."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"可用：{'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.IntRange):
        return f"应是 {kind.min} 以上" + (f"、{kind.max} 以下" if kind.max else "") + "的整数"
    if isinstance(kind, click.Path):
        return "没有这个文件夹" if kind.dir_okay and not kind.file_okay else "没有这个文件"
    return error.message


def own_packs(command: Callable[..., object]) -> Callable[..., object]:
    """The option ``--packs``: folders of a user's own packs, beside those of the environment variable."""

    def remember(_context: click.Context, _parameter: click.Parameter, folders: tuple[Path, ...]) -> None:
        # In the environment, so that every process of a run finds the same packs.
        if folders:
            known = os.environ.get(PACKS)
            os.environ[PACKS] = os.pathsep.join([*([known] if known else []), *(str(f.resolve()) for f in folders)])

    return click.option(
        "--packs",
        multiple=True,
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        metavar="文件夹",
        help=f"自己的城市所在的文件夹，可重复；也可用环境变量 {PACKS}。",
        callback=remember,
        expose_value=False,
        is_eager=True,
    )(command)


def font_files(command: Callable[..., object]) -> Callable[..., object]:
    """The option ``--font``: font files beside the installed ones."""
    return click.option(
        "--font",
        "fonts",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="文件",
        help="字体文件，可重复：同名的字体先用它；别的字体没有的字也从它取。",
    )(command)


def print_findings(findings: Sequence[Finding], rest: str = "问题清单") -> None:
    """Findings with place and remedy, the grave ones first; ``rest`` is where all of them are."""
    rank = list(_LABELS)
    ordered = sorted(findings, key=lambda finding: rank.index(finding.severity))
    for finding in ordered[:MOST_SHOWN]:
        who = f"{finding.person} " if finding.person else ""
        place = f"（{finding.where}）" if finding.where else ""
        remedy = f"；{finding.remedy}" if finding.remedy else ""
        click.echo(f"{_LABELS[finding.severity]} {who}{finding.message}{place}{remedy}", err=True)
    if len(ordered) > MOST_SHOWN:
        click.echo(f"……还有{len(ordered) - MOST_SHOWN}条，见{rest}", err=True)
