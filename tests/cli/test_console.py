"""Every situation ends in its exit code and plain words, on any console."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from retire_docs.cli import console
from retire_docs.cli.main import main
from retire_docs.errors import Exit, worst
from tests.fill.people import id_number, person, roster

CAPTURE = pytest.CaptureFixture[str]


def run(*arguments: object) -> int:
    return console.run(main, [str(a) for a in arguments])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([], Exit.USAGE, "从名册批量生成各市的登记表"),
        (["fill"], Exit.USAGE, "用法有误：缺少 名册…；加 --help 看用法"),
        (["fill", "x.xlsx"], Exit.USAGE, "用法有误：缺少 -o、--out 文件夹；加 --help 看用法"),
        (["fill", "x.xlsx", "-o", "x", "--nothing"], Exit.USAGE, "没有选项 --nothing"),
        (
            ["nonsense"],
            Exit.USAGE,
            "没有这个命令；可用：fill、parse、preview、fonts、cities、fields、roster、when、demo",
        ),
        (["cities", "白银"], Exit.USAGE, "没有这个命令；可用：show、diff、lint"),
        (["cities", "show", "月球"], Exit.USAGE, "没有这个城市"),
        (["cities", "show", "白银县"], Exit.USAGE, "是否指“白银市”"),
        (
            ["fill", "没有.xlsx", "--city", "白银", "-o", "x"],
            Exit.SOME_FAILED,
            "没有.xlsx：没有这个文件；检查路径和文件名",
        ),
        (
            ["fill", "a.doc", "--city", "白银", "-o", "x"],
            Exit.SOME_FAILED,
            "没有这个文件；检查路径和文件名",
        ),
        (["roster", "new", "--city", "白银", "-o", "x.csv"], Exit.UNWRITABLE, "空白名册是 .xlsx 文件"),
    ],
)
def test_situations_and_their_codes(
    arguments: list[str], code: Exit, words: str, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == code
    out, err = capsys.readouterr()
    assert words in err
    assert out == ""
    assert "Traceback" not in err


def test_fill_from_the_command_line(tmp_path: Path, capsys: CAPTURE) -> None:
    book = roster(tmp_path / "名册.xlsx", person("张三"), person("李四", 身份证号="1101011965031200"))
    assert run("fill", book, "--city", "白银市", "-o", tmp_path / "out", "--why") == Exit.SOME_FAILED
    out, err = capsys.readouterr()
    assert out == ""
    assert (
        "✗ 未办 李四 身份证号“************1200”：身份证号应为18位，现为16位（名册.xlsx 表“人员” B3）；对照身份证原件重新输入18位号码"
        in err
    )
    assert "· 张三：《提前退休权益告知书》未生成，退休类别为“正常退休”" in err
    assert "名册2人：做好1人、4个文件" in err
    assert "名册中的问题已标在" in err
    assert id_number() not in err


def test_fields_as_json(capsys: CAPTURE) -> None:
    assert run("fields", "--json") == 0
    fields = {field["name"]: field for field in json.loads(capsys.readouterr().out)}
    assert "公民身份号码" in fields["身份证号"]["synonyms"]
    assert fields["身份证号"]["code"] == "AAC002"
    assert fields["身份证号"]["personal"] is True
    assert list(fields["性别"]["options"]) == ["男", "女"]


def test_cities_show_tells_forms_matters_materials_and_clauses(capsys: CAPTURE) -> None:
    assert run("cities", "show", "baiyin") == 0
    text = capsys.readouterr().out
    assert "registration　《办理登记表》　登记表；官方表样（方案附有）；每人一份，2页" in text
    assert "离休、退休提取住房公积金" in text
    assert "并非（参保身份为灵活就业人员）时要" in text
    assert "〔试行 附件4 申报材料：" in text
    assert "法定办结时限 60个工作日" in text


def test_a_console_that_lacks_characters_prints_on(tmp_path: Path) -> None:
    """GBK has no 𠅤 and no ✗: the run goes on and the rest is readable."""
    book = roster(tmp_path / "r.xlsx", person("𠅤", 身份证号="123"))
    command = [sys.executable, "-m", "retire_docs", "fill", str(book), "--city", "baiyin", "-o", str(tmp_path / "out")]
    result = subprocess.run(command, capture_output=True, env={"PYTHONIOENCODING": "gbk", "PATH": ""}, check=False)
    assert result.returncode == Exit.SOME_FAILED
    assert "身份证号应为18位，现为3位" in result.stderr.decode("gbk")


def test_an_interruption() -> None:
    @click.command()
    def interrupted() -> None:
        raise KeyboardInterrupt

    assert console.run(interrupted, []) == Exit.INTERRUPTED


def test_an_internal_error_is_no_traceback(capsys: CAPTURE) -> None:
    @click.command()
    def broken() -> None:
        raise ZeroDivisionError

    assert console.run(broken, []) == Exit.INTERNAL
    err = capsys.readouterr().err
    assert "程序内部错误：ZeroDivisionError（" in err
    assert "Traceback" not in err


def test_the_worst_code_wins() -> None:
    assert worst([Exit.DONE, Exit.SOME_FAILED, Exit.UNWRITABLE]) == Exit.UNWRITABLE
    assert worst([Exit.UNWRITABLE, Exit.INVALID_PACK]) == Exit.INVALID_PACK
    assert worst([]) == Exit.DONE


def test_streams_that_cannot_be_reconfigured_are_left_alone() -> None:
    console.prepare_streams([io.StringIO()])
