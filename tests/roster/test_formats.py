"""Any file in which somebody keeps a roster is read, or refused in plain words."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from retire_docs.errors import Exit, UnreadableRoster
from retire_docs.roster.read import open_roster
from tests.roster.books import CARD, FILES, GOOD, HEADER, LI, ZHANG, book, fill, marks, people, rewritten, whole_roster

LOST = "身份证号“**************0000”：号码被存成了数字，表格只保留前15位，末几位已经丢失"
AGAIN = "用 Excel 或 WPS 打开后另存为 .xlsx 再试"


def xlsx(folder: Path) -> Path:
    return whole_roster(folder / "roster.xlsx")


def xls(folder: Path) -> Path:
    return FILES / "roster.xls"


def ods(folder: Path) -> Path:
    return FILES / "roster.ods"


def renamed(folder: Path) -> Path:
    return xlsx(folder).rename(folder / "renamed.xls")


def renamed_back(folder: Path) -> Path:
    return Path(shutil.copy(FILES / "roster.xls", folder / "renamed.xlsx"))


def renamed_ods(folder: Path) -> Path:
    return Path(shutil.copy(FILES / "roster.ods", folder / "renamed.xlsx"))


@pytest.mark.parametrize("make", [xlsx, xls, ods, renamed, renamed_back, renamed_ods])
def test_every_format_tells_the_same(make: Callable[[Path], Path], tmp_path: Path) -> None:
    zhang, wang, zhao = people(make(tmp_path))
    assert (zhang.sheet.strip(), zhang.row, wang.row, zhao.row) == ("人员", 6, 7, 9)
    assert zhang.record == {
        "姓名": "张三",
        "身份证号": ZHANG,
        "性别": "男",
        "出生日期": "1965-03-12",
        "本人联系电话": "13900000000",
        "社保卡银行账号": CARD,
        "配偶姓名": "李四",
        "配偶身份证号": LI,
        "单位名称": "示例厂",
        "单位联系电话": "0943-1234567",
        "公示开始日期": "2026-11-02",
        "民族": "汉",
    }
    assert wang.record["本人联系电话"] == "13900000001"
    assert LOST in [mark.finding.message for mark in zhao.marks]
    assert zhao.blocked
    assert not zhang.marks


def test_a_cell_merged_over_several_people_is_each_ones(tmp_path: Path) -> None:
    for file in (whole_roster(tmp_path / "a.xlsx"), FILES / "roster.xls"):
        zhang, wang, zhao = people(file)
        assert [p.record["单位名称"] for p in (zhang, wang, zhao)] == ["示例厂", "示例厂", "另一厂"]


def test_a_person_merged_over_two_rows_is_one_person(tmp_path: Path) -> None:
    made = Workbook()
    fill(made.worksheets[0], [[*HEADER, "工作简历"], [*GOOD, "1985年7月至1990年1月 甲厂"], [None, None, "乙厂"]])
    for merged in ("A2:A3", "B2:B3"):
        made.worksheets[0].merge_cells(merged)
    made.save(tmp_path / "a.xlsx")
    found = marks(tmp_path / "a.xlsx")
    assert [person.name for person in people(tmp_path / "a.xlsx")] == ["张三"]
    assert found[0].finding.message == "这一行没有姓名和身份证号，只有工作简历，未使用"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("comma", [",", "\t", ";"])
def test_csv(tmp_path: Path, encoding: str, comma: str) -> None:
    rows = [
        ["名册"],
        [],
        ["姓名", "身份证号", "参加工作时间"],
        ["张㛃", f'="{ZHANG}"', "1985/7/1"],
        ["李四", f"'{LI}", ""],
    ]
    file = tmp_path / "名册[1].csv"
    file.write_bytes("\r\n".join(comma.join(row) for row in rows).encode(encoding))
    zhang, li = people(file)
    assert zhang.record["姓名"] == "张㛃"
    assert (zhang.record["身份证号"], zhang.record["参加工作时间"], zhang.row) == (ZHANG, "1985-07-01", 3)
    assert li.record["身份证号"] == LI
    assert not zhang.marks
    assert not li.marks


def test_csv_with_line_breaks_in_a_cell(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'"姓\n名",身份证号,民族\n张三,{ZHANG},"汉\n族"\n李四,{LI},"a,b"\n', encoding="utf-8")
    assert [(p.name, p.row, p.record["民族"]) for p in people(file)] == [("张三", 1, "汉\n族"), ("李四", 2, "a,b")]


@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_text_under_a_workbooks_name_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f"姓名\t身份证号\n张三\t{ZHANG}\n", encoding="gb18030")
    assert people(tmp_path / name)[0].record["身份证号"] == ZHANG


def test_blank_rows_and_columns_before_everything_keep_the_places(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for column, value in zip("CD", HEADER, strict=True):
        sheet[f"{column}5"] = value
    sheet["C8"], sheet["D8"] = "张三", "1"
    made.save(tmp_path / "a.xlsx")
    (found,) = marks(tmp_path / "a.xlsx")
    assert (found.row, found.column) == (7, 3)
    assert found.finding.where == "a.xlsx 表“Sheet” D8"


def test_blank_rows_and_cells_with_only_spaces_are_nobody(tmp_path: Path) -> None:
    file = book(tmp_path / "a.xlsx", HEADER, [None], GOOD, [" ", "\u3000"], [None, None], ["李四", LI])
    assert [(p.name, p.row) for p in people(file)] == [("张三", 2), ("李四", 5)]
    assert not marks(file)


def test_several_sheets(tmp_path: Path) -> None:
    file = book(
        tmp_path / "a.xlsx", HEADER, GOOD, 二车间=[["身份证号", "姓名"], [LI, "李四"]], 说明=[["随便写的"]], 空=[]
    )
    assert [(p.sheet, p.name) for p in people(file)] == [("人员", "张三"), ("二车间", "李四")]
    assert [m.finding.message for m in marks(file)] == ["前30行里没有同时含“姓名”和其他已知项目的一行，这张表未使用"]


def test_hidden_sheets_are_not_read_and_named_where_nothing_else_is_there(tmp_path: Path) -> None:
    made = Workbook()
    for name in ("藏一", "藏二"):
        fill(sheet := made.create_sheet(name), [HEADER, GOOD])
        sheet.sheet_state = "hidden" if name == "藏一" else "veryHidden"
    made.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableRoster) as error:
        open_roster(tmp_path / "a.xlsx")
    assert "没有找到表头（没有内容）" in str(error.value)
    assert str(error.value).endswith("隐藏的表 “藏一”、“藏二” 不读，要用时先取消隐藏")


def test_a_chart_is_passed_over(tmp_path: Path) -> None:
    made = Workbook()
    fill(made.worksheets[0], [HEADER, GOOD])
    made.create_chartsheet("图")
    made.save(tmp_path / "a.xlsx")
    assert [p.name for p in people(tmp_path / "a.xlsx")] == ["张三"]
    assert not marks(tmp_path / "a.xlsx")


@pytest.mark.parametrize("file", ["a.xlsx", "roster.ods"])
def test_a_formulas_error_is_told(tmp_path: Path, file: str) -> None:
    path = FILES / file
    if file == "a.xlsx":
        path = book(tmp_path / file, [*HEADER, "民族"], ["王五", LI, "=1/0"])
        rewritten(path, '<c r="C2"><f>1/0</f><v ?/?>(</v>)?', '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v>')
    (found,) = [m.finding for m in marks(path) if "公式" in m.finding.message]
    assert found.severity == "blocks"
    assert found.message == "民族“#DIV/0!”：单元格是公式错误 #DIV/0!"
    assert found.remedy == "改正公式，或直接填写内容"
    assert found.where.endswith("C2" if path.suffix == ".xlsx" else "H8")


def encrypted() -> bytes:
    """The beginning of an .xlsx with a password: an OLE file with such a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def word(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "word", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return (folder / "word").read_bytes()


BROKEN = "文件不完整或已损坏"
REFUSED: list[tuple[str, Callable[[Path], bytes], str]] = [
    ("空.xlsx", lambda _: b"", "文件是空的；检查是否选对了文件，或重新导出"),
    ("空.csv", lambda _: b"\r\n ", "文件是空的；检查是否选对了文件，或重新导出"),
    ("密.xlsx", lambda _: encrypted(), "文件设了打开密码；在 Excel 或 WPS 里去掉打开密码，保存后再试"),
    ("密.xls", lambda _: encrypted(), "文件设了打开密码；在 Excel 或 WPS 里去掉打开密码，保存后再试"),
    ("断.xlsx", lambda f: xlsx(f).read_bytes()[:3000], f"{BROKEN}；重新复制或下载一份；或{AGAIN}"),
    ("断.xls", lambda f: xls(f).read_bytes()[:700], f"打不开，{BROKEN}；{AGAIN}"),
    ("文档.xlsx", word, f"内容不是表格（可能是改了名的其他文件）；{AGAIN}"),
    ("图片.xlsx", lambda _: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", f"打不开，内容不是表格，或文件已损坏；检查是否选对了文件；{AGAIN}"),
    ("乱.xlsx", lambda _: b"nothing", f"打不开，内容不是表格，或文件已损坏；检查是否选对了文件；{AGAIN}"),
    ("网页.xls", lambda _: b"<html><table>", f"内容是网页或 XML，不是表格文件（有些系统这样导出）；{AGAIN}"),
    ("码.csv", lambda _: b"\xff\x80\x80,\x81", f"文字编码不是 UTF-8 或 GB18030；{AGAIN}"),
    ("名册.docx", lambda _: b"{}", f"不是名册文件；名册应为 .xlsx、.xlsm、.xls、.ods、.csv；其他表格{AGAIN}"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_what_is_no_roster_is_refused(tmp_path: Path, name: str, content: Callable[[Path], bytes], words: str) -> None:
    file = tmp_path / name
    file.write_bytes(content(tmp_path))
    with pytest.raises(UnreadableRoster) as error:
        open_roster(file)
    assert str(error.value) == f"{file}：{words}"
    assert error.value.exit_code == Exit.SOME_FAILED


def test_a_roster_is_told_by_its_content(tmp_path: Path) -> None:
    file = xlsx(tmp_path)
    assert len(list(open_roster(file.rename(tmp_path / "名册.dat")).people())) > 0


def test_a_file_with_bytes_changed_is_read_or_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # No .xls: of some damaged ones python-calamine 0.9 asks for terabytes, and the process ends.
    for source in (FILES / "roster.ods", whole_roster(tmp_path / "roster.xlsx")):
        data, file = source.read_bytes(), tmp_path / f"broken{source.suffix}"
        for seed in range(60):
            chance, broken = random.Random(seed), bytearray(data)
            for _ in range(5):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            file.write_bytes(broken)
            try:
                people(file)
            except UnreadableRoster as error:
                assert error.faults
    capfd.readouterr()  # the reader's own words on stderr


def test_an_xls_that_claims_more_than_it_has_is_broken(tmp_path: Path) -> None:
    data = bytearray((FILES / "roster.xls").read_bytes())
    entry = data.find("Workbook\0".encode("utf-16-le"))
    data[entry + 120 : entry + 128] = (1 << 40).to_bytes(8, "little")
    (tmp_path / "a.xls").write_bytes(data)
    with pytest.raises(UnreadableRoster, match="打不开，文件不完整或已损坏"):
        open_roster(tmp_path / "a.xls")


def test_a_folder_a_missing_file_and_a_name_too_long(tmp_path: Path) -> None:
    (tmp_path / "夹.xlsx").mkdir()
    for name, words in (
        ("夹.xlsx", "是文件夹，不是文件；给出文件夹里的名册文件"),
        ("无.xlsx", "没有这个文件；检查路径和文件名"),
        ("长" * 200 + ".xlsx", "长…：文件名太长；把文件名改短再试"),
    ):
        with pytest.raises(UnreadableRoster) as error:
            open_roster(tmp_path / name)
        assert words in str(error.value)


def test_the_longest_name_that_a_file_can_have(tmp_path: Path) -> None:
    file = book(tmp_path / ("长" * 83 + ".xlsx"), HEADER, GOOD)
    assert [p.name for p in people(file)] == ["张三"]
