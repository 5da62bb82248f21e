"""Rows: what is taken, what is refused, in which words; and one row never stops another."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from openpyxl import Workbook

from retire_docs.roster.read import open_roster
from tests.roster.books import CARD, GOOD, HEADER, LI, ZHANG, book, id_number, marks, people, rewritten, told

RETYPE = "把这一列的单元格格式设为“文本”，再对照原件重新输入号码"
LOST = "号码被存成了数字，表格只保留前15位，末几位已经丢失"


def numbers(path: Path, *cells: str, header: str = "身份证号") -> Path:
    """A roster whose numbers stand in the XML as given."""
    file = book(path, ["姓名", header], *[["张三", 1] for _ in cells])
    for row, number in enumerate(cells, 2):
        rewritten(file, rf'(<c r="B{row}"[^>]*>)<v>1</v>', rf"\g<1><v>{number}</v>")
    return file


@pytest.mark.parametrize("spelled", ["110101196503120000", "1.1010119650312E+17", "1.1010119650312e17"])
def test_an_id_that_excel_has_rounded_is_refused_with_the_reason(tmp_path: Path, spelled: str) -> None:
    message = f"身份证号“**************0000”：{LOST}"
    assert told(numbers(tmp_path / "a.xlsx", spelled)) == [("a.xlsx 表“人员” B2", message, RETYPE)]


@pytest.mark.parametrize("spelled", ["110101196503120020", "110101196503120016"])
def test_an_id_that_another_program_has_rounded_is_refused_too(tmp_path: Path, spelled: str) -> None:
    """JavaScript writes the nearest float with all its places, others its exact value."""
    (found,) = marks(numbers(tmp_path / "a.xlsx", spelled))
    assert found.finding.severity == "blocks"
    assert LOST in found.finding.message


def test_an_id_written_whole_is_taken(tmp_path: Path) -> None:
    zhang, li = people(numbers(tmp_path / "a.xlsx", ZHANG, id_number(3)))
    assert (zhang.record["身份证号"], li.record["身份证号"]) == (ZHANG, id_number(3))


@pytest.mark.parametrize(
    "tag", ['<x:c r="B2" s="1"><x:v>{}</x:v></x:c>', '<c s="1" r="B2" t="n"><f>A1</f><v>{}</v></c>']
)
def test_an_id_written_whole_in_other_xml(tmp_path: Path, tag: str) -> None:
    file = numbers(tmp_path / "a.xlsx", "1")
    rewritten(file, "<worksheet ", '<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ')
    rewritten(file, r'<c r="B2".*?</c>', tag.format(ZHANG))
    assert people(file)[0].record["身份证号"] == ZHANG


def test_a_card_of_16_digits_is_intact(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "银行账号"], [*GOOD, int(CARD)])
    assert people(file)[0].record["社保卡银行账号"] == CARD
    assert not marks(file)


def test_a_card_whose_16th_digit_may_be_lost_is_asked_about(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "银行账号"], [*GOOD, 6217000000000030])
    assert "社保卡银行账号：账号被存成了数字，第16位是0，可能已被表格改动，请核对" in [
        m for _, m, _ in told(file, "ask")
    ]


def test_a_card_of_19_digits_as_a_number_is_refused(tmp_path: Path) -> None:
    file = numbers(tmp_path / "a.xlsx", "6217000000000000000", header="银行账号")
    assert told(file)[0][1:] == (f"社保卡银行账号“***************0000”：{LOST}", RETYPE)


@pytest.mark.parametrize(
    ("header", "typed", "message", "remedy"),
    [
        (
            "身份证号",
            ZHANG[:-1] + "0",
            "身份证号“**************0010”：身份证号校验码不对，有数字写错或颠倒",
            "对照身份证原件重新输入18位号码",
        ),
        ("身份证号", "1101", "身份证号“1101”：身份证号应为18位，现为4位", "对照身份证原件重新输入18位号码"),
        (
            "手机",
            "1390000000",
            "本人联系电话“******0000”：手机号应为13至19开头的11位数字，现为10位“139…”",
            "写成 11 位手机号，或带区号的座机如 0943-1234567",
        ),
        (
            "配偶身份证号",
            "1.10101E+17",
            "配偶身份证号“*******E+17”：号码已变成科学计数法“*******E+17”，末几位已经丢失",
            "把这一列设为“文本”，再对照原件重新输入号码",
        ),
        (
            "参保日期",
            "去年春天",
            "参保日期“去年春天”：“去年春天”看不出是哪一天",
            "写成 1965年3月12日、1965-3-12 或 1965.3.12 这样的日期",
        ),
        ("参保日期", "#N/A", "参保日期“#N/A”：单元格是公式错误 #N/A", "改正公式，或直接填写内容"),
        ("重复参保", "也许", "重复参保“也许”：“也许”不是可选的内容", "只能填：是、否；都不是就空着"),
    ],
)
def test_a_malformed_cell_is_told_with_place_value_and_remedy(
    tmp_path: Path, header: str, typed: str, message: str, remedy: str
) -> None:
    file = book(tmp_path / "a.xlsx", ["姓名", "民族", header], ["张三", "汉", typed], ["李四", "汉", None])
    (found,) = marks(file)
    assert (found.finding.where, found.finding.person) == ("a.xlsx 表“人员” C2", "张三")
    assert (found.finding.severity, found.finding.message) == ("blocks", message)
    assert found.finding.remedy.startswith(remedy)
    assert [(p.name, p.blocked) for p in people(file)] == [("张三", True), ("李四", False)]


def test_what_the_message_repeats_of_a_personal_cell_is_masked(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "手机", "结婚时间"], [*GOOD, "13900001234转", "一九九〇年五月初八"])
    everything = " ".join(message for _, message, _ in told(file))
    assert "13900001234" not in everything
    assert "一九九〇" not in everything


def test_a_row_without_a_name(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", HEADER, [None, ZHANG], ["李四", LI])
    assert told(file) == [("a.xlsx 表“人员” A2", "这一行没有姓名", "填写姓名，或删去这一行")]
    assert [(p.name, p.blocked) for p in people(file)] == [("第2行", True), ("李四", False)]


@pytest.mark.parametrize("nothing", ["/", "—", "无", " ", "-", "没有"])
def test_a_dash_is_nothing(tmp_path: Path, nothing: str) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "手机"], [*GOOD, nothing])
    assert "本人联系电话" not in people(file)[0].record
    assert not marks(file)


def test_what_does_not_agree_is_asked_about_at_its_cell(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "性别"], [*GOOD, "女"])
    message = "性别填的是“女”，与身份证号得出的“男”不一致"
    assert told(file, "ask") == [("a.xlsx 表“人员” C2", message, "以档案和证件原件为准核对，改正有误的一处")]


def test_the_same_id_in_two_rows_names_both(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", HEADER, GOOD, ["李四", LI], 二车间=[["身份证号", "姓名"], [ZHANG.lower(), "张叁"]])
    assert told(file, "ask") == [
        ("a.xlsx 表“二车间” A2", "身份证号与表“人员”第2行的张三相同", "同一个人只留一行；不是同一个人时改正身份证号")
    ]
    assert [p.blocked for p in people(file)] == [False, False, False]


def test_a_large_roster_is_read_row_by_row(tmp_path: Path) -> None:
    made = Workbook(write_only=True)
    sheet = made.create_sheet("人员")
    sheet.append([*HEADER, "工作简历", "手机"])
    for number in range(20_000):
        sheet.append(
            ["张三", id_number(number % 1000, f"1965{number // 1000 % 12 + 1:02}12"), f"1985年7月至今 厂{number}", ""]
        )
    made.save(tmp_path / "a.xlsx")
    tracemalloc.start()
    try:
        count = sum(1 for _ in open_roster(tmp_path / "a.xlsx").people())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 20_000_000
