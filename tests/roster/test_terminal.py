"""What the user sees of rosters at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.errors import Exit
from retire_docs.roster.problems import PROBLEMS
from tests.roster.books import LI, ZHANG, book, people

CAPTURE = pytest.CaptureFixture[str]
HEADER = ["姓名", "身份证号", "参保身份", "退休类别", "单位名称"]
GOOD = ["李四", LI, "企业职工", "正常退休", "示例厂"]


def test_a_broken_row_never_stops_the_others(tmp_path: Path, capsys: CAPTURE) -> None:
    broken = ["张三", ZHANG[:-1] + "0", "企业职工", "正常退休", "示例厂"]
    file, out = book(tmp_path / "名册.xlsx", HEADER, broken, GOOD), tmp_path / "out"
    assert run(main, ["fill", str(file), "--city", "白银", "-o", str(out)]) == Exit.SOME_FAILED
    told = capsys.readouterr().err
    line = next(line for line in told.splitlines() if "校验码" in line)
    assert line.startswith("✗ 未办 张三 身份证号“**************0010”：身份证号校验码不对，有数字写错或颠倒")
    assert "名册.xlsx 表“人员” B2" in line
    assert line.endswith("；对照身份证原件重新输入18位号码")
    assert broken[1] not in told
    assert f"名册中的问题已标在 {out / PROBLEMS}" in told
    assert list(out.glob("*/李四-*/*.docx"))
    assert not list(out.glob("*/张三-*"))
    assert [p.blocked for p in people(out / PROBLEMS)] == [True, False]


def test_a_roster_that_cannot_be_opened_does_not_stop_another(tmp_path: Path, capsys: CAPTURE) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04nonsense")
    file, out = book(tmp_path / "好.xlsx", HEADER, GOOD), tmp_path / "out"
    code = run(main, ["fill", str(tmp_path / "坏.xlsx"), str(file), "--city", "白银", "-o", str(out)])
    assert code == Exit.SOME_FAILED
    assert f"{tmp_path / '坏.xlsx'}：文件不完整或已损坏；重新复制或下载一份" in capsys.readouterr().err
    assert list(out.glob("*/李四-*/*.docx"))


def test_the_same_person_twice_is_asked_about(tmp_path: Path, capsys: CAPTURE) -> None:
    file = book(tmp_path / "名册.xlsx", HEADER, GOOD, GOOD)
    assert run(main, ["fill", str(file), "--city", "白银", "-o", str(tmp_path / "out")]) == Exit.DONE
    words = "! 请核对 李四 身份证号与表“人员”第2行的李四相同（名册.xlsx 表“人员” B3）；同一个人只留一行"
    assert words in capsys.readouterr().err
    assert (tmp_path / "out" / PROBLEMS).exists()


@pytest.mark.parametrize("city", ["白银", "quyuan"])
def test_a_blank_roster(tmp_path: Path, capsys: CAPTURE, city: str) -> None:
    file = tmp_path / "新" / "名册.xlsx"
    assert run(main, ["roster", "new", "--city", city, "-o", str(file)]) == Exit.DONE
    assert f"空白名册已写到 {file}" in capsys.readouterr().err
    assert people(file) == []
    assert run(main, ["roster", "new", "--city", city, "-o", str(file)]) == Exit.UNWRITABLE
    assert "文件已经在了；换一个文件名，或加 --overwrite" in capsys.readouterr().err
    assert run(main, ["roster", "new", "--city", city, "-o", str(file), "--overwrite"]) == Exit.DONE


def test_a_city_that_is_not_known(tmp_path: Path, capsys: CAPTURE) -> None:
    assert run(main, ["roster", "new", "--city", "月球", "-o", str(tmp_path / "a.xlsx")]) == Exit.USAGE
    assert "没有这个城市" in capsys.readouterr().err
