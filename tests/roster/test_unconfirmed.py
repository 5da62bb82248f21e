"""The column 状态: what was read with doubt is refused until somebody confirms it, and is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.domain.fields import dictionary
from retire_docs.errors import Exit
from retire_docs.roster.marks import NOTICES_HEADS
from retire_docs.roster.problems import write_problems
from retire_docs.roster.read import Person, open_roster
from retire_docs.roster.unconfirmed import told as status
from retire_docs.roster.unconfirmed import unconfirmed
from tests.forms.read import text_of
from tests.roster.books import CARD, HEADER, ZHANG, book, marks, people, told

NAMES = [field.name for field in dictionary() if field.of != "程序"]
COLUMNS = ["状态", *HEADER, "民族", "银行账号", "单位名称"]


def roster(path: Path, *cells: object) -> Path:
    """A roster with a column 状态, a person for each of its cells."""
    rows = [
        [cell, f"张{'三四五'[n]}", ZHANG if n == 0 else None, "汉族", CARD, "示例厂"] for n, cell in enumerate(cells)
    ]
    return book(path / "记录.xlsx", COLUMNS, *rows)


def one(path: Path, cell: object) -> Person:
    [person] = people(roster(path, cell))
    return person


def codes(path: Path, *cells: object) -> list[str]:
    """What is told of a roster: as it is opened, of its people, and when all of them have been read."""
    read = open_roster(roster(path, *cells))
    of_people = [mark.finding.code for person in read.people() for mark in person.marks]
    return [mark.finding.code for mark in read.marks] + of_people


@given(st.lists(st.sampled_from(NAMES), unique=True), st.lists(st.sampled_from(NAMES), unique=True))
def test_what_is_told_is_understood(doubtful: list[str], unread: list[str]) -> None:
    said = unconfirmed(status(doubtful, unread))
    assert said is not None
    assert said.fields == {*doubtful, *unread}
    assert not said.strange


@pytest.mark.parametrize(
    "cell",
    [
        "存疑：民族、银行账号",
        "存疑:民族,社保卡银行账号",
        "存疑：民族，社保卡银行账号",
        "存疑：民族; 社保卡银行账号",
        "存疑 ： 民族；社保卡银行账号；",
        "存疑：民族 社保卡银行账号",
        "存疑：民族\n社保卡银行账号",
        "未读出：民族；存疑：社保卡银行账号",
        "存疑：；未读出：、民族/社保卡银行账号",
        "看过一遍；存疑：民族、社保卡银行账号",
    ],
)
def test_whatever_parts_the_names(cell: str, tmp_path: Path) -> None:
    person = one(tmp_path, cell)
    assert set(person.refused) == {"民族", "社保卡银行账号"}
    assert person.record.keys() == {"姓名", "身份证号", "性别", "出生日期", "单位名称"}


def test_a_refused_value_is_told_at_its_cell_and_masked(tmp_path: Path) -> None:
    assert told(roster(tmp_path, "存疑：社保卡银行账号；未读出：民族")) == [
        (
            "记录.xlsx 表“人员” D2",
            "民族是识读的，还没有核对，没有使用：“汉族”",
            "对照原件核对、改正这一格，再从“状态”里删去“民族”；全都核对过就清空“状态”这一格",
        ),
        (
            "记录.xlsx 表“人员” E2",
            "社保卡银行账号是识读的，还没有核对，没有使用：“************0006”",
            "对照原件核对、改正这一格，再从“状态”里删去“社保卡银行账号”；全都核对过就清空“状态”这一格",
        ),
    ]


def test_what_was_not_read_is_told_too(tmp_path: Path) -> None:
    file = book(tmp_path / "记录.xlsx", COLUMNS, ["未读出：民族", "张三", ZHANG, None, CARD, "示例厂"])
    [(where, message, remedy)] = told(file)
    assert (where, message) == ("记录.xlsx 表“人员” D2", "民族没有读出来，留空")
    assert "对照原件填写这一格" in remedy


@pytest.mark.parametrize("cell", [None, "", "  ", "无存疑", "存疑：", "存疑：；未读出：", "存疑：、"])
def test_confirmed_values_are_used_and_nothing_is_told(cell: object, tmp_path: Path) -> None:
    person = one(tmp_path, cell)
    assert (person.record["民族"], person.record["社保卡银行账号"]) == ("汉族", CARD)
    assert not codes(tmp_path, cell)


@pytest.mark.parametrize("cell", ["在职", "缴费异常", "重复参保、档案丢失", "存疑：资料不全", "存疑待查", "姓名"])
def test_a_column_of_the_users_own_is_left_alone(cell: str, tmp_path: Path) -> None:
    """Some of these words are names of fields, others ours; a roster may have a column 状态 for anything."""
    assert one(tmp_path, cell).record["民族"] == "汉族"
    assert codes(tmp_path, cell) == ["roster.unknown_header"]


def test_a_word_that_names_no_field_is_told(tmp_path: Path) -> None:
    file = roster(tmp_path, "存疑：民族（已看）、社保卡银行账号")
    [person] = people(file)
    assert set(person.refused) == {"社保卡银行账号"}
    assert person.record["民族"] == "汉族"
    assert ("记录.xlsx 表“人员” A2", "“状态”里的“民族（已看）”不是字段名，没有当作存疑") in [t[:2] for t in told(file)]


def test_another_word_in_our_column_counts_as_confirmed_and_is_told_once(tmp_path: Path) -> None:
    file = roster(tmp_path, "存疑：民族", "已核对", "OK")
    assert [person.record.get("民族") for person in people(file)] == [None, "汉族", "汉族"]
    read = open_roster(file)
    assert not read.marks
    assert len(list(read.people())) == 3
    [told_once] = read.marks
    assert told_once.finding.message == "“状态”写的是“已核对”，不是“存疑：…”，这一行等2行当作已核对"
    assert (told_once.finding.code, told_once.finding.severity) == ("roster.unknown_status", "ask")


def test_nothing_follows_from_a_refused_value(tmp_path: Path) -> None:
    person = one(tmp_path, "存疑：身份证号")
    assert not {"身份证号", "性别", "出生日期"} & person.record.keys()
    assert not person.blocked


def test_what_follows_from_a_certain_value_is_used(tmp_path: Path) -> None:
    file = book(tmp_path / "记录.xlsx", ["状态", *HEADER, "性别"], ["存疑：性别", "张三", ZHANG, "女"])
    [person] = people(file)
    assert person.record["性别"] == "男"


def test_a_refused_list_is_not_made_of_what_follows_for_it(tmp_path: Path) -> None:
    """上学时间 ticks 上学; whether there was more is just what nobody has confirmed."""
    header = ["状态", *HEADER, "工作期间情况", "上学时间"]
    file = book(tmp_path / "记录.xlsx", header, ["存疑：工作期间情况", "张三", ZHANG, "上学、除名", "1986.9-1988.7"])
    [person] = people(file)
    assert person.record["上学时间"] == "1986-09/1988-07"
    assert "工作期间情况" not in person.record


def test_a_doubtful_name_blocks(tmp_path: Path) -> None:
    person = one(tmp_path, "存疑：姓名")
    assert person.blocked
    assert "姓名" not in person.record
    assert [mark.finding.severity for mark in person.marks] == ["blocks"]


def test_fill_leaves_the_blank_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = roster(tmp_path, "存疑：社保卡银行账号")
    out = tmp_path / "结果"
    assert run(main, ["fill", str(file), "--city", "白银", "-o", str(out)]) == Exit.DONE
    err = capsys.readouterr().err
    assert "! 请核对 张三 社保卡银行账号是识读的，还没有核对，没有使用" in err
    assert CARD not in err
    [form] = out.rglob("办理登记表.docx")
    text = text_of(form)
    assert ZHANG in text
    assert CARD not in text
    given_back = load_workbook(out / "问题清单.xlsx")["人员"]
    assert given_back["E2"].comment is not None
    assert given_back["E2"].value == CARD


def test_fill_uses_what_was_confirmed_in_the_list_of_problems(tmp_path: Path) -> None:
    """The list of problems is mended and given in again, as the user does."""
    file = roster(tmp_path, "存疑：社保卡银行账号、姓名")
    out = tmp_path / "结果"
    assert run(main, ["fill", str(file), "--city", "白银", "-o", str(out)]) == Exit.SOME_FAILED
    assert not list(out.rglob("*.docx"))
    problems = load_workbook(out / "问题清单.xlsx")
    problems["人员"]["A2"].value = None
    problems.save(file)
    assert run(main, ["fill", str(file), "--city", "白银", "-o", str(out), "--overwrite"]) == Exit.DONE
    [form] = out.rglob("办理登记表.docx")
    assert CARD in text_of(form)
    assert not any(mark.finding.code == "roster.unconfirmed" for mark in marks(file))


def test_fill_without_a_confirmed_number(tmp_path: Path) -> None:
    out = tmp_path / "结果"
    file = roster(tmp_path, "存疑：身份证号")
    assert run(main, ["fill", str(file), "--city", "白银", "-o", str(out)]) == Exit.DONE
    assert [path.parent.name for path in out.rglob("办理登记表.docx")] == ["张三-无证号"]


def test_our_other_sheets_are_no_roster(tmp_path: Path) -> None:
    evidence = [["姓名", "城市", "表", "字段", "值"], ["张三", "白银市", "登记表", "民族", "汉族"]]
    notices: list[list[object]] = [[*NOTICES_HEADS, *HEADER], ["公示", "公示.pdf", "李四", None]]
    others: dict[str, Sequence[Sequence[object]]] = {
        "依据": evidence,
        "依据 2": evidence,
        "公示名单": notices,
        "问题一览": evidence,
    }
    file = book(tmp_path / "记录.xlsx", HEADER, ["张三", ZHANG], **others)
    assert [person.name for person in people(file)] == ["张三"]
    assert not marks(file)


def test_a_list_of_the_users_own_under_that_name_is_read(tmp_path: Path) -> None:
    file = book(tmp_path / "名册.xlsx", HEADER, 公示名单=[HEADER, ["张三", ZHANG]])
    assert [person.name for person in people(file)] == ["张三"]


def test_a_large_list_of_problems_keeps_text_as_it_was(tmp_path: Path) -> None:
    """What a workbook's XML would change on the way stays: an escape, a formula, an error's name."""
    file = tmp_path / "名册.csv"
    file.write_text("状态,姓名,民族\n存疑：民族,张三,_x000D_=\n", encoding="utf-8")
    write_problems(file, marks(file), tmp_path / "问题清单.xlsx")
    [person] = people(tmp_path / "问题清单.xlsx")
    assert set(person.refused) == {"民族"}
    assert "“_x000D_=”" in person.marks[0].finding.message
