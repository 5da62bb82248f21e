"""问题清单.xlsx is the user's own workbook, with the bad cells coloured and the reasons as notes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from retire_docs.errors import Unwritable
from retire_docs.roster.problems import PROBLEMS, WHOLE_WORKBOOK, write_problems
from retire_docs.roster.read import open_roster
from tests.roster.books import FILES, GOOD, HEADER, LI, ZHANG, book, fill, marks, people, rewritten

RED, YELLOW, BLUE = "00FFC7CE", "00FFEB9C", "00DDEBF7"


def given_back(file: Path, folder: Path) -> Path:
    write_problems(file, marks(file), folder / "out" / PROBLEMS)
    return folder / "out" / PROBLEMS


def sheet_of(path: Path, name: str | None = None) -> Worksheet:
    sheet = load_workbook(path)[name] if name else load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def note(sheet: Worksheet, cell: str) -> tuple[str, str]:
    """Colour and words of a marked cell."""
    comment = sheet[cell].comment
    return sheet[cell].fill.fgColor.rgb, comment.text if comment else ""


def test_the_users_own_workbook(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    fill(sheet, [["名册"], ["参保曰期", *HEADER, "性别"], [None, "张三", ZHANG, "女"], [None, "李四", "1101", None]])
    sheet["A1"].font = Font(bold=True, size=20)
    sheet["B2"].comment = Comment("我的批注", "我")
    sheet["F3"] = "=1+1"
    sheet.column_dimensions["C"].width = 33
    sheet.merge_cells("A1:D1")
    fill(made.create_sheet("我的草稿"), [["别动"]])
    made["我的草稿"].sheet_state = "hidden"
    made.save(tmp_path / "a.xlsx")

    path = given_back(tmp_path / "a.xlsx", tmp_path)
    back = sheet_of(path)
    message = "身份证号“1101”：身份证号应为18位，现为4位；对照身份证原件重新输入18位号码"
    assert note(back, "C4") == (RED, message)
    message = "性别填的是“女”，与身份证号得出的“男”不一致；以档案和证件原件为准核对，改正有误的一处"
    assert note(back, "D3") == (YELLOW, message)
    assert note(back, "A2") == (BLUE, "不认识表头“参保曰期”，未使用；若与“参保日期”是同一项，改成这个名字")
    assert note(back, "C3") == ("00000000", "")
    assert note(back, "B2")[1] == "我的批注"
    assert (back["A1"].font.sz, back["F3"].value, back.column_dimensions["C"].width) == (20, "=1+1", 33)
    assert load_workbook(path)["我的草稿"]["A1"].value == "别动"


def test_corrected_there_it_is_a_roster_again(tmp_path: Path) -> None:
    path = given_back(book(tmp_path / "a.xlsx", HEADER, ["张三", "1"], ["李四", LI]), tmp_path)
    made = load_workbook(path)
    made.worksheets[0]["B2"].value = ZHANG
    made.save(path)
    assert [p.record["身份证号"] for p in people(path)] == [ZHANG, LI]
    assert not marks(path)


def test_several_findings_at_a_cell_and_one_at_a_merged_cell(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    fill(sheet, [["姓名", "身份证号", "怪列", "银行账号"], [], ["张三", ZHANG, None, 6217000000000020]])
    for area in ("A1:A2", "B1:B2", "C1:C2", "D1:D2"):
        sheet.merge_cells(area)
    made.save(tmp_path / "a.xlsx")
    back = sheet_of(given_back(tmp_path / "a.xlsx", tmp_path))
    assert note(back, "C1")[1].startswith("不认识表头“怪列”")
    assert len(note(back, "D3")[1].splitlines()) == 2


def test_numbers_keep_their_digits(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", [*HEADER, "手机"], ["张三", 1, "1"], ["李四", LI, "139"])
    rewritten(file, r'(<c r="B2"[^>]*>)<v>1</v>', rf"\g<1><v>{ZHANG}</v>")
    path = given_back(file, tmp_path)
    assert sheet_of(path)["B2"].value == ZHANG
    assert people(path)[0].record["身份证号"] == ZHANG


@pytest.mark.parametrize("name", ["roster.xls", "roster.ods"])
def test_other_formats_are_given_back_as_xlsx(tmp_path: Path, name: str) -> None:
    path = given_back(FILES / name, tmp_path)
    sheet = sheet_of(path, "人员 ")
    colour, words = note(sheet, "B10")
    assert colour == RED
    assert words.startswith("身份证号“**************0000”：号码被存成了数字")
    assert (sheet["B7"].value, sheet["A3"].value) == (ZHANG, "2026年退休人员名册")
    assert sheet_of(path, "单位信息")["B1"].value == "示例厂"
    assert [p.name for p in people(path)] == ["张三", "王五", "赵六"]


def test_a_csv_is_given_back_as_text(tmp_path: Path) -> None:
    file = tmp_path / "名册[1]：a?.csv"
    file.write_text("姓名,身份证号,民族\n张三,1,=1+1\n李四,2,#N/A\n王五,3,\x0bx\n", encoding="gb18030")
    sheet = sheet_of(given_back(file, tmp_path))
    assert sheet.title == "名册_1_：a_"
    assert [sheet[cell].value for cell in ("C2", "C3", "C4")] == ["=1+1", "#N/A", "x"]
    assert (sheet["C2"].data_type, sheet["B2"].number_format) == ("s", "@")
    assert note(sheet, "B3")[0] == RED


def test_of_a_large_roster_the_top_and_the_bad_rows(tmp_path: Path) -> None:
    made = Workbook(write_only=True)
    sheet = made.create_sheet("人员")
    sheet.append([*HEADER, "备注"])
    for number in range(2, WHOLE_WORKBOOK + 100):
        sheet.append([f"张{number}" if number % 1000 == 0 else "张三", "1" if number % 1000 == 0 else None, number])
    made.save(tmp_path / "a.xlsx")
    back = sheet_of(given_back(tmp_path / "a.xlsx", tmp_path))
    assert back.max_row == 30 + 5
    assert [back.cell(row, 1).value for row in (1, 30, 31, 35)] == ["姓名", "张三", "张1000", "张5000"]
    colour, words = note(back, "B35")
    assert colour == RED
    assert words.startswith("原表B5000：身份证号“1”：身份证号应为18位，现为1位")


def test_what_openpyxl_cannot_load_is_given_back_all_the_same(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", HEADER, ["张三", "1"], GOOD)
    rewritten(file, "</sheetData>", '</sheetData><dataValidations><dataValidation type="nonsense"/></dataValidations>')
    sheet = sheet_of(given_back(file, tmp_path))
    assert (note(sheet, "B2")[0], sheet["B3"].value) == (RED, ZHANG)


def test_a_workbook_with_macros_loses_them_and_opens(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsm", HEADER, ["张三", "1"])
    with zipfile.ZipFile(given_back(file, tmp_path)) as archive:
        assert b"spreadsheetml.sheet.main+xml" in archive.read("[Content_Types].xml")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", HEADER, ["张三", "1"])
    (tmp_path / "out").write_text("")
    with pytest.raises(Unwritable, match="写不进去"):
        given_back(file, tmp_path)


def test_what_was_mended_is_no_longer_marked(tmp_path: Path) -> None:
    """The list of problems is mended and given in again, as the user does."""
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "人员"
    sheet.append(["姓名", "身份证号", "本人联系电话"])
    sheet.append(["张三", "123", "12"])
    sheet["C2"].comment = Comment("自己的批注", "我")
    roster = tmp_path / "名册.xlsx"
    book.save(roster)

    def problems(file: Path, target: Path) -> Worksheet:
        opened = open_roster(file)
        found = [m for person in opened.people() for m in person.marks]
        write_problems(file, [*opened.marks, *found], target)
        made = load_workbook(target)["人员"]
        assert isinstance(made, Worksheet)
        return made

    marked = problems(roster, first)
    assert marked["B2"].comment
    assert "原批注：自己的批注" in marked["C2"].comment.text
    mended = load_workbook(first)
    mended["人员"]["B2"] = "110101196503120018"
    mended.save(first)
    again = problems(first, second)
    assert again["B2"].comment is None
    assert again["B2"].fill.fill_type is None
    assert again["C2"].comment
    listed = load_workbook(second)["问题一览"]
    assert [cell.value for cell in listed[2]][:3] == ["未办", "张三", "一.xlsx 表“人员” C2"]
