"""A blank roster asks for a city's fields only, helps with filling in, and reads back what was typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.domain.fields import dictionary
from retire_docs.errors import Exit, Unwritable
from retire_docs.roster.blank import PEOPLE_SHEET, write_blank
from retire_docs.roster.read import EMPLOYER_SHEET, open_roster
from tests.roster.books import CARD, ZHANG, marks, people

NAMES = [
    "姓名",
    "身份证号",
    "社保卡银行账号",
    "参保身份",
    "参加工作时间",
    "重复参保",
    "工作期间情况",
    "单位名称",
    "单位联系电话",
]


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    write_blank(tmp_path / "a.xlsx", "某市名册", [dictionary()[name] for name in NAMES], overwrite=False)
    return tmp_path / "a.xlsx"


def sheet(file: Path, name: str) -> Worksheet:
    found = load_workbook(file)[name]
    assert isinstance(found, Worksheet)
    return found


def test_only_the_fields_asked_for(blank: Path) -> None:
    people_sheet, employer = sheet(blank, PEOPLE_SHEET), sheet(blank, EMPLOYER_SHEET)
    assert [cell.value for cell in people_sheet[3]] == NAMES[:8]
    assert [row[0].value for row in employer.iter_rows()] == ["单位名称", "单位联系电话"]


def test_numbers_are_text_and_the_header_stays(blank: Path) -> None:
    people_sheet = sheet(blank, PEOPLE_SHEET)
    assert people_sheet.freeze_panes == "B4"
    for column in "ABCDEFGH":
        assert people_sheet[f"{column}4"].number_format == "@"
        assert people_sheet[f"{column}503"].number_format == "@"
        assert people_sheet.column_dimensions[column].number_format == "@"
    assert sheet(blank, EMPLOYER_SHEET)["B2"].number_format == "@"


def test_notes_with_examples(blank: Path) -> None:
    notes = [cell.comment.text for cell in sheet(blank, PEOPLE_SHEET)[3] if cell.comment]
    assert len(notes) == 8
    assert notes[0] == "种类：姓名\n例：张三"
    assert notes[3] == "种类：选项\n可填：企业职工、灵活就业人员、机关事业单位人员"
    assert "可填几项，用“、”分开" in notes[6]


def test_drop_down_options(blank: Path) -> None:
    people_sheet, options = sheet(blank, PEOPLE_SHEET), sheet(blank, "选项")
    rules = {str(rule.sqref): rule.formula1 for rule in people_sheet.data_validations.dataValidation}
    assert rules == {"D4:D503": "'选项'!$A$1:$A$3", "F4:F503": "'选项'!$B$1:$B$2"}
    assert [[cell.value for cell in row] for row in options] == [
        ["企业职工", "是"],
        ["灵活就业人员", "否"],
        ["机关事业单位人员", None],
    ]
    assert options.sheet_state == "hidden"


def test_blank_it_is_a_roster_of_nobody(blank: Path) -> None:
    assert people(blank) == []
    assert not marks(blank)
    assert open_roster(blank).fields == set(NAMES)


def test_filled_in_it_gives_what_was_typed(blank: Path) -> None:
    made = load_workbook(blank)
    typed = ["张三", ZHANG, CARD, "企业职工", "1985年7月", "否", "上学、除名", None]
    for column, value in enumerate(typed, 1):
        made[PEOPLE_SHEET].cell(4, column).value = value
    made[EMPLOYER_SHEET]["B1"], made[EMPLOYER_SHEET]["B2"] = "示例厂", "0943-1234567"
    made.save(blank)
    (zhang,) = people(blank)
    assert zhang.record == {
        "姓名": "张三",
        "身份证号": ZHANG,
        "性别": "男",
        "出生日期": "1965-03-12",
        "社保卡银行账号": CARD,
        "参保身份": "企业职工",
        "参加工作时间": "1985-07",
        "重复参保": "否",
        "工作期间情况": ["上学", "除名"],
        "单位名称": "示例厂",
        "单位联系电话": "0943-1234567",
    }
    assert not marks(blank)


def test_nothing_is_overwritten_unasked(blank: Path) -> None:
    fields = [dictionary()["姓名"]]
    with pytest.raises(Unwritable, match="文件已经在了；换一个文件名，或加 --overwrite") as error:
        write_blank(blank, "新", fields, overwrite=False)
    assert error.value.exit_code == Exit.UNWRITABLE
    write_blank(blank, "新", fields, overwrite=True)
    assert sheet(blank, PEOPLE_SHEET)["A1"].value == "新"


def test_a_blank_roster_is_an_xlsx(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match=r"空白名册是 \.xlsx 文件；文件名以 \.xlsx 结尾"):
        write_blank(tmp_path / "a.xls", "某市名册", [], overwrite=False)
