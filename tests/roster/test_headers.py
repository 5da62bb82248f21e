"""The header is found wherever it stands and however it is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from retire_docs.errors import UnreadableRoster
from retire_docs.roster.read import open_roster
from tests.roster.books import GOOD, HEADER, LI, ZHANG, book, fill, marks, people, told

FIELDS = "字段名见 retire-docs fields"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓名*", "姓名"),
        ("＊姓　名：", "姓名"),
        ("姓\n名", "姓名"),
        ("1.姓名（必填）", "姓名"),
        ("身份证号（必填）", "身份证号"),
        ("身份证号\n（18位，文本格式）", "身份证号"),
        ("社会保障号（身份证号）", "身份证号"),
        ("公民身份号码【必填】*", "身份证号"),
        ("参加工作时间(年月)", "参加工作时间"),
        ("参加工作时间（如1985年7月）", "参加工作时间"),
        ("参加工作时间\n(格式：yyyy-mm)", "参加工作时间"),
        ("缴费年限（年）", "缴费年限"),
        ("重复参保（是/否）", "重复参保"),
        ("参保类别（下拉选择）", "参保身份"),
        ("手机号", "本人联系电话"),
    ],
)
def test_headers_as_people_write_them(tmp_path: Path, header: str, field: str) -> None:
    file = book(tmp_path / "a.xlsx", [header, "民族", "姓名", "身份证号"])
    ((_, found),) = open_roster(file).sheets
    assert found.columns[0].field
    assert found.columns[0].field.name == field


@pytest.mark.parametrize("header", ["电话（单位）", "缴费年限（视同）", "出生日期（档案）", "姓名（配偶）"])
def test_brackets_that_are_part_of_the_name_are_not_dropped(tmp_path: Path, header: str) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, header], [*GOOD, "李四"])
    ((where, message, _),) = told(file)
    assert (where, message) == ("a.xlsx 表“人员” C1", f"不认识表头“{header}”，未使用")


def test_the_unit_in_the_header_counts(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "缴费年限（月）", "视同缴费年限（年）"], [*GOOD, 378, "7"])
    (zhang,) = people(file)
    assert (zhang.record["缴费年限"], zhang.record["视同缴费年限"]) == ("P31Y6M", "P7Y0M")


def test_an_unknown_header_is_reported_with_the_nearest_field(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", ["序号", *HEADER, "参保曰期", "备注"], [1, *GOOD, "1996-01-01", "x"])
    assert told(file) == [
        ("a.xlsx 表“人员” D1", "不认识表头“参保曰期”，未使用", "若与“参保日期”是同一项，改成这个名字"),
        ("a.xlsx 表“人员” E1", "不认识表头“备注”，未使用", f"不需要时可不理会；{FIELDS}"),
    ]
    assert people(file)[0].record == {"姓名": "张三", "身份证号": ZHANG, "性别": "男", "出生日期": "1965-03-12"}


def test_two_columns_of_one_field(tmp_path: Path) -> None:
    file = book(
        tmp_path / "a.xlsx",
        [*HEADER, "手机", "联系电话"],
        [*GOOD, None, "13900000002"],
        ["李四", LI, "13900000003", "13900000004"],
    )
    assert [p.record["本人联系电话"] for p in people(file)] == ["13900000002", "13900000003"]
    message = "“手机”和“联系电话”都是本人联系电话，前一列空着时才用后一列"
    assert told(file) == [("a.xlsx 表“人员” D1", message, "只留一列")]


def test_columns_in_any_order_and_names_told_with_every_finding(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", ["手机", "身份证号", "姓名"], ["123456789012", ZHANG, "张三"])
    (found,) = marks(file)
    assert found.finding.person == "张三"


@pytest.mark.parametrize("above", [0, 1, 4, 24, 28])
def test_titles_above_the_header(tmp_path: Path, above: int) -> None:
    notes: list[list[object]] = [
        ["关于做好2026年退休人员申报工作的通知"],
        ["单位：示例厂", None, "2026年11月"],
        [],
    ] * 10
    file = book(tmp_path / "a.xlsx", *notes[:above], HEADER, GOOD)
    assert [(p.name, p.row) for p in people(file)] == [("张三", above + 1)]
    assert not marks(file)


def test_a_header_too_far_down_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRoster) as error:
        open_roster(book(tmp_path / "a.xlsx", *[["说明"]] * 31, HEADER, GOOD))
    assert "前30行里没有同时含“姓名”和其他已知项目的一行" in str(error.value)
    assert f"表头用字段名，如 姓名、性别、出生日期、身份证号、个人编号；{FIELDS}" in str(error.value)


def test_a_header_without_names_is_told_with_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(UnreadableRoster, match="表“人员”表头认得“性别、身份证号”，但没有“姓名”，这张表未使用"):
        open_roster(book(tmp_path / "a.xlsx", ["名", "身份证号", "性别"], GOOD))


def two_rows(path: Path, upper: Sequence[object], lower: Sequence[object], *merged: str) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    fill(sheet, [["退休人员名册"], upper, lower, ["张三", ZHANG, "李四", LI, "0943-1234567", "汉"]])
    for area in ("A1:F1", *merged):
        sheet.merge_cells(area)
    made.save(path)
    return path


EXPECTED = {"姓名": "张三", "身份证号": ZHANG, "配偶姓名": "李四", "配偶身份证号": LI, "民族": "汉"}


@pytest.mark.parametrize("merged", [(), ("A2:A3", "B2:B3", "C2:D2", "F2:F3")])
@pytest.mark.parametrize("group", ["配偶", "配偶信息", "配偶情况"])
def test_a_header_over_two_rows(tmp_path: Path, group: str, merged: tuple[str, ...]) -> None:
    upper = ["姓名", "身份证号", group, None, "单位信息", "民族"]
    file = two_rows(tmp_path / "a.xlsx", upper, [None, None, "姓名", "身份证号", "电话", None], *merged)
    (zhang,) = people(file)
    assert zhang.row == 3
    assert EXPECTED.items() <= zhang.record.items()
    assert zhang.record["单位联系电话"] == "0943-1234567"
    assert not marks(file)


def test_two_rows_of_which_only_the_lower_names_fields(tmp_path: Path) -> None:
    upper = ["基本", None, "家庭", None, "其他", None]
    lower = ["姓名", "身份证号", "配偶姓名", "配偶身份证号", "手机", "民族"]
    assert EXPECTED.items() <= people(two_rows(tmp_path / "a.xlsx", upper, lower))[0].record.items()


def test_a_column_right_of_a_merged_group_is_not_under_it(tmp_path: Path) -> None:
    upper = ["姓名", "身份证号", "配偶", None, None, None]
    lower = [None, None, "姓名", "身份证号", "联系电话", "民族"]
    (zhang,) = people(two_rows(tmp_path / "a.xlsx", upper, lower, "A2:A3", "B2:B3", "C2:D2"))
    assert zhang.record["本人联系电话"] == "0943-1234567"


def test_somebody_elses_data_never_become_the_persons(tmp_path: Path) -> None:
    upper = ["姓名", "身份证号", "配偶", None, None, "民族"]
    lower = [None, None, "姓名", "身份证号", "联系电话", None]
    file = two_rows(tmp_path / "a.xlsx", upper, lower, "A2:A3", "B2:B3", "C2:E2")
    assert "本人联系电话" not in people(file)[0].record
    assert told(file)[0][:2] == ("a.xlsx 表“Sheet” E3", "不认识表头“配偶联系电话”，未使用")


def test_three_rows_with_merged_names(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    fill(sheet, [["姓名", "人员信息"], [None, "证件", None, "配偶"], [None, "身份证号", "民族", "姓名"]])
    fill(sheet, [["张三", ZHANG, "汉", "李四"]], 4)
    for area in ("A1:A3", "B1:D1", "B2:C2"):
        sheet.merge_cells(area)
    made.save(tmp_path / "a.xlsx")
    (zhang,) = people(tmp_path / "a.xlsx")
    assert {"姓名": "张三", "身份证号": ZHANG, "民族": "汉", "配偶姓名": "李四"}.items() <= zhang.record.items()


def test_characters_that_cannot_be_printed_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"\x01名册\x07\n姓名\x02,身份证号\n张三,{ZHANG}\n", encoding="utf-8")
    assert people(tmp_path / "a.csv")[0].name == "张三"


@pytest.mark.parametrize(
    "footer",
    [
        ["合计", "3人"],
        ["合  计", None, "共3人"],
        ["制表人：王五    审核人：赵六"],
        ["说明：以上人员已公示"],
        ["注：1. 手机填本人"],
        ["经办人：李四", "13900000000"],
        ["共3人"],
        [None, "填表日期：2026年11月"],
    ],
)
def test_a_footer_is_nobody(tmp_path: Path, footer: list[object]) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "手机"], [*GOOD, None], footer)
    assert [p.name for p in people(file)] == ["张三"]
    assert not marks(file)


def test_a_row_without_name_and_id_is_told_once(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "手机"], [None, None, "13900000000"], GOOD)
    roster = open_roster(file)
    for _ in range(2):
        assert [p.name for p in roster.people()] == ["张三"]
        (found,) = roster.marks
        assert found.finding.where == "a.xlsx 表“人员” 第2行"
        assert found.finding.message == "这一行没有姓名和身份证号，只有本人联系电话，未使用"
