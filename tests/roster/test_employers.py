"""单位信息: what is said once of an employer reaches all its people, and nobody else's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.roster.books import GOOD, HEADER, LI, book, people, told

Rows = Sequence[Sequence[object]]
PEOPLE = [*HEADER, "单位名称"]

ONE_BELOW_ANOTHER: Rows = [
    ["单位信息"],
    [],
    ["单位名称：", "示例厂"],
    ["信用代码", "91620400MA0000009P"],
    ["电话", "0943-1234567"],
    ["经办人*", "王五"],
    ["公示开始日期", dt.date(2026, 11, 2)],
]
SIDE_BY_SIDE: Rows = [
    ["单位名称", "示例厂", "信用代码", "91620400MA0000009P"],
    ["电话", "0943-1234567", "公示地点", None, "经办人", "王五"],
    ["公示开始日期", "2026年11月2日"],
]
TABLE: Rows = [
    ["各单位情况"],
    ["序号", "单位名称", "信用代码", "电话", "经办人", "公示开始日期"],
    [1, "示例厂", "91620400MA0000009P", "0943-1234567", "王五", dt.date(2026, 11, 2)],
]
TOLD = {
    "单位名称": "示例厂",
    "统一社会信用代码": "91620400MA0000009P",
    "单位联系电话": "0943-1234567",
    "经办人": "王五",
    "公示开始日期": "2026-11-02",
}


@pytest.mark.parametrize("rows", [ONE_BELOW_ANOTHER, SIDE_BY_SIDE, TABLE])
@pytest.mark.parametrize("name", ["单位信息", "单位信息 ", "企业"])
def test_every_layout(tmp_path: Path, rows: Rows, name: str) -> None:
    file = book(tmp_path / "a.xlsx", HEADER, GOOD, **{name: rows})
    (zhang,) = people(file)
    assert TOLD.items() <= zhang.record.items()
    assert not told(file)


def test_columns_of_the_same_names(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, *TOLD], [*GOOD, *TOLD.values()])
    assert TOLD.items() <= people(file)[0].record.items()


def test_the_row_itself_comes_first(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "经办人"], [*GOOD, "赵六"], 单位信息=TABLE)
    assert people(file)[0].record["经办人"] == "赵六"


def test_somebody_insured_alone_has_no_employer(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "参保身份"], [*GOOD, "灵活就业"], 单位信息=TABLE)
    assert "单位名称" not in people(file)[0].record


SEVERAL: Rows = [
    ["单位名称", "电话", "城市"],
    ["甲（集团）公司", "0943-1111111", "白银"],
    ["乙公司", "0730-2222222", "屈原"],
]


def test_several_employers_are_told_apart_by_name(tmp_path: Path) -> None:
    rows = [PEOPLE, [*GOOD, "甲(集团)公司"], ["李四", LI, "乙公司"]]
    file = book(tmp_path / "a.xlsx", *rows, 单位信息=SEVERAL)
    assert [(p.record["单位联系电话"], p.record["城市"]) for p in people(file)] == [
        ("0943-1111111", "白银"),
        ("0730-2222222", "屈原"),
    ]
    assert people(file)[0].record["单位名称"] == "甲(集团)公司"
    assert not told(file)


def test_an_employer_that_is_not_told_of(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", PEOPLE, [*GOOD, "乙公斯"], ["李四", LI, None], 单位信息=SEVERAL)
    assert told(file) == [
        (
            "a.xlsx 表“人员” C2",
            "“单位信息”里没有单位“乙公斯”，单位的各项留空",
            "是否指“乙公司”？改正单位名称，或在“单位信息”里加上这个单位",
        ),
        ("a.xlsx 表“人员” C3", "“单位信息”里有几个单位，这一行没有填单位名称，单位的各项留空", "填写单位名称"),
    ]
    assert ["单位联系电话" in p.record for p in people(file)] == [False, False]


def test_the_only_employer_is_not_that_of_somebody_with_another(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", PEOPLE, [*GOOD, "乙公司"], 单位信息=TABLE)
    assert people(file)[0].record["单位名称"] == "乙公司"
    assert "经办人" not in people(file)[0].record


def test_an_only_employer_without_a_name_is_everybodys(tmp_path: Path) -> None:
    file = book(
        tmp_path / "a.xlsx", PEOPLE, [*GOOD, "乙公司"], 单位信息=[["电话", "0943-1234567"], ["公示地点", "厂门口"]]
    )
    (zhang,) = people(file)
    assert (zhang.record["单位名称"], zhang.record["公示地点"]) == ("乙公司", "厂门口")


def test_what_is_wrong_in_it_is_told(tmp_path: Path) -> None:
    rows = [["单位名称", "示例厂"], ["信用代码", "123"], ["法人代表", "某某"], ["单位联系电话号", "1"]]
    assert told(book(tmp_path / "a.xlsx", HEADER, GOOD, 单位信息=rows)) == [
        (
            "a.xlsx 表“单位信息” B2",
            "统一社会信用代码“123”：统一社会信用代码应为18位，现为3位",
            "对照营业执照重新输入18位统一社会信用代码",
        ),
        ("a.xlsx 表“单位信息” A3", "不认识表头“法人代表”，未使用", "不需要时可不理会；字段名见 retire-docs fields"),
        ("a.xlsx 表“单位信息” A4", "不认识表头“单位联系电话号”，未使用", "若与“单位联系电话”是同一项，改成这个名字"),
    ]


def test_an_employer_twice_and_one_without_a_name(tmp_path: Path) -> None:
    rows = [*SEVERAL, ["乙公司", "0730-3333333", None], [None, "0730-4444444", None]]
    file = book(tmp_path / "a.xlsx", PEOPLE, [*GOOD, "乙公司"], 单位信息=rows)
    assert told(file) == [
        ("a.xlsx 表“单位信息” A4", "单位“乙公司”在这张表里不止一行，用最后一行", "每个单位只留一行"),
        ("a.xlsx 表“单位信息” 第5行", "这一行没有单位名称，未使用", "填写单位名称，或删去这一行"),
    ]
    assert people(file)[0].record["单位联系电话"] == "0730-3333333"
