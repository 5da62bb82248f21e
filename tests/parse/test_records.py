"""The records workbook: one row a person, joined by ID number alone, and a roster that ``fill`` takes."""

from __future__ import annotations

import errno
import itertools
import re
import tempfile
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook, load_workbook

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.domain.derive import derive
from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.record import Value
from retire_docs.errors import Exit
from retire_docs.files import DiskFull
from retire_docs.parse.people import join
from retire_docs.parse.reading import FormReading, Reading
from retire_docs.parse.records import write_records
from retire_docs.roster.read import open_roster
from retire_docs.sheets.sheet import Box
from tests.fill.people import id_number
from tests.parse.papers import PERSON, filled, printed
from tests.strategies import records, values

NUMBER = id_number("19651120", "001")


def form(fields: dict[str, Value | None], *, doubtful: tuple[str, ...] = (), **more: object) -> FormReading:
    def reading(name: str, value: Value | None) -> Reading:
        raw = "" if value is None else dictionary()[name].values.show(value)
        return Reading(value, raw, "doubtful" if name in doubtful else "read" if value else "blank")

    read = {name: reading(name, value) for name, value in fields.items()}
    return FormReading("a.docx", [1], "baiyin", "registration", "办理登记表", fields=read, **more)  # type: ignore[arg-type]


def written(path: Path, *forms: FormReading) -> Path:
    file = path / "记录.xlsx"
    people = join(forms)
    write_records(file, people, forms, [f for person in people for f in person.findings])
    return file


def test_forms_are_joined_by_number_alone(tmp_path: Path) -> None:
    """The same name under two numbers is two people; without a number a form is a row of its own."""
    other = id_number("19651120", "003")
    people = join(
        [
            form({"姓名": "张三", "身份证号": NUMBER, "参保日期": "1992-01"}),
            form({"姓名": "张三", "身份证号": NUMBER, "建账日期": "1996-01"}),
            form({"姓名": "张三", "身份证号": other}),
            form({"姓名": "张三", "身份证号": None, "性别": "男"}),
            form({"姓名": "张三", "身份证号": NUMBER}, doubtful=("身份证号",)),
        ]
    )
    assert [len(person.forms) for person in people] == [2, 1, 1, 1]
    assert {name for name, reading in people[0].fields.items() if reading.value} == {
        "姓名", "身份证号", "参保日期", "建账日期",
    }  # fmt: skip


def test_forms_that_disagree_make_the_field_doubtful() -> None:
    [person] = join(
        [
            form({"姓名": "张三", "身份证号": NUMBER, "参加工作时间": "1985-07"}),
            form({"姓名": "张三", "身份证号": NUMBER, "参加工作时间": "1985-07-15"}),
            form({"姓名": "张三", "身份证号": NUMBER, "参加工作时间": "1986-07-15"}),
        ]
    )
    assert person.fields["参加工作时间"].value == "1985-07-15"
    assert person.fields["参加工作时间"].status == "doubtful"
    [finding] = person.findings
    assert (finding.code, finding.severity) == ("parse.forms_disagree", "ask")
    assert "“1985年7月15日”（a.docx）、“1986年7月15日”（a.docx）" in finding.message


def test_people_of_an_employers_paper_join_where_they_have_a_number() -> None:
    item = {"姓名": Reading("张三", "张三", "read"), "身份证号": Reading(NUMBER, NUMBER, "read")}
    posted = {"姓名": Reading("李四", "李四", "read")}
    paper = form({"单位名称": "示例厂"}, lists={"名单": [item, posted]})
    people = join([form({"姓名": "张三", "身份证号": NUMBER}), paper])
    assert [person.name for person in people] == ["张三"]
    assert people[0].fields["单位名称"].value == "示例厂"


def test_the_workbook_shows_doubt(tmp_path: Path) -> None:
    doubted = form({"姓名": "张三", "身份证号": NUMBER, "社保卡银行账号": None, "性别": "男"}, doubtful=("性别",))
    doubted.fields["社保卡银行账号"] = Reading(None, "62170000000O", "doubtful", why="银行账号含有数字以外的字符")
    doubted.fields["工作简历"] = Reading(None, "", "unreadable", 0, why="表上找不到这一格")
    sheet = load_workbook(written(tmp_path, doubted))["记录"]
    header = [cell.value for cell in sheet[1]]
    assert header[:4] == ["状态", "城市", "姓名", "性别"]
    row = {str(name): sheet.cell(2, column) for column, name in enumerate(header, 1)}
    assert row["状态"].value == "存疑：性别、社保卡银行账号；未读出：工作简历"
    assert row["城市"].value == "白银市"
    assert row["社保卡银行账号"].value == "62170000000O"
    assert row["性别"].fill.fgColor.rgb == row["社保卡银行账号"].fill.fgColor.rgb == "00FFEB9C"
    assert row["工作简历"].fill.fgColor.rgb == "00FFC7CE"
    assert row["姓名"].fill.fill_type is None
    note = row["社保卡银行账号"].comment
    assert note is not None
    assert "含有数字以外的字符" in note.text
    assert "62170000000O" in note.text


def test_nothing_is_a_formula(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, form({"姓名": "=1+1", "身份证号": NUMBER, "文化程度": "@SUM(A1)"})))["记录"]
    assert {cell.data_type for cell in sheet[2] if cell.value} == {"s"}


NAMES = [f.name for f in dictionary() if f.of != "程序" and f.name not in ("城市", "单位名称")]


@given(data=st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_the_workbook_is_a_roster_of_the_same_records(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is in a record is in the roster that the workbook is."""
    names = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    record = {n: v for n, v in data.draw(records(names)).items() if not dictionary()[n].is_nothing("".join(v))}
    record, _ = derive({**record, "姓名": "张三", "身份证号": NUMBER})
    path = written(tmp_path_factory.mktemp("r"), form(dict(record)))
    [person] = list(open_roster(path).people())
    assert {name: person.record.get(name) for name in record} == record


def test_what_is_confirmed_is_used_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doubted = form({**PERSON, "身份证号": NUMBER, "退休类别": "正常退休"}, doubtful=("社保卡银行账号", "性别"))
    path = written(tmp_path, doubted)
    assert run(main, ["fill", str(path), "-o", str(tmp_path / "一")]) == Exit.DONE
    err = capsys.readouterr().err
    assert "社保卡银行账号是识读的，还没有核对，没有使用" in err
    assert "再从“状态”里删去“社保卡银行账号”" in err
    [person] = list(open_roster(path).people())
    assert "社保卡银行账号" not in person.record
    assert person.record["性别"] == "男", "follows from the number"

    book = load_workbook(path)
    book["记录"].cell(2, 1).value = "存疑：性别"
    book.save(path)
    [person] = list(open_roster(path).people())
    assert person.record["社保卡银行账号"] == PERSON["社保卡银行账号"]
    assert [mark.finding.code for mark in person.marks] == ["roster.unconfirmed"]

    book["记录"].cell(2, 1).value = None
    book.save(path)
    [person] = list(open_roster(path).people())
    assert not person.marks
    assert person.record["性别"] == "男"


@pytest.mark.parametrize("by", ["、", "，", ",", " ", "；"])
def test_whatever_stands_between_the_names(by: str, tmp_path: Path) -> None:
    path = written(tmp_path, form(dict(PERSON)))
    book = load_workbook(path)
    book["记录"].cell(2, 1).value = f"存疑：性别{by}民族"
    book.save(path)
    [person] = list(open_roster(path).people())
    assert sorted(m.finding.message[:2] for m in person.marks) == ["性别", "民族"]


def test_a_doubtful_name_stops_the_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, form({**PERSON, "身份证号": NUMBER}, doubtful=("姓名",)))
    assert run(main, ["fill", str(path), "-o", str(tmp_path / "一")]) == Exit.SOME_FAILED
    assert "姓名是识读的，还没有核对" in capsys.readouterr().err
    assert not list((tmp_path / "一").rglob("*.docx"))


def test_another_column_of_that_name_is_left_alone(tmp_path: Path) -> None:
    from tests.fill.people import person, roster

    path = roster(tmp_path / "名册.xlsx", {**person(), "状态": "在职"}, {**person("李四"), "状态": "存疑待查"})
    people = list(open_roster(path).people())
    assert all(not any(m.finding.code == "roster.unconfirmed" for m in p.marks) for p in people)
    assert any("状态" in m.finding.message for m in open_roster(path).marks)


def test_from_filled_files_to_the_same_papers(tmp_path: Path) -> None:
    """parse → fill gives the form that was read."""
    (tmp_path / "登记表.docx").write_bytes(filled("baiyin", "registration"))
    (tmp_path / "公示.pdf").write_bytes(printed("baiyin", "public_notice", PERSON, {"名单": [PERSON]}))
    assert run(main, ["parse", str(tmp_path), "-o", str(tmp_path / "记录.xlsx")]) == Exit.DONE
    assert load_workbook(tmp_path / "记录.xlsx").sheetnames == ["记录", "依据", "公示名单"]
    assert run(main, ["fill", str(tmp_path / "记录.xlsx"), "-o", str(tmp_path / "再填")]) == Exit.DONE
    [again] = (tmp_path / "再填").rglob("办理登记表.docx")
    from retire_docs.parse.files import read_file
    from tests.parse.papers import told

    assert told(read_file(again)[0].fields) == told(read_file(tmp_path / "登记表.docx")[0].fields)


KINDS = {f.kind: f for f in dictionary() if f.of != "程序" and f.name not in ("城市", "姓名", "身份证号")}
"""A field of each kind."""


def through(path: Path, name: str, value: Value) -> Value | None:
    """A value as the roster reader finds it in the workbook."""
    [person] = open_roster(written(path, form({"姓名": "张三", "身份证号": NUMBER, name: value}))).people()
    return person.record.get(name)


@pytest.mark.parametrize("of", KINDS.values(), ids=KINDS)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_every_kind_comes_back(of: Field, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    value = data.draw(values(of).filter(lambda value: not of.is_nothing("".join(value))))
    assert through(tmp_path_factory.mktemp("r"), of.name, value) == value


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "'甲", "''", "#甲", "_x000D_", "_x005F_x000D_", "_x0041_x0042_",
        "_x000d_乙_x", "TRUE", "1e5", "001", "甲\n乙", "甲\t乙", "<b>&amp;]]>", "𠅤" * 20, "👨\u200d👩\u200d👧", "\x85".join("甲乙")[::2],
        "长" * 32_767, "𠅤" * 16_383,
    ],
)  # fmt: skip
def test_awkward_text_comes_back(text: str, tmp_path: Path) -> None:
    assert through(tmp_path, "扣减工龄原因", text) == text


@pytest.mark.parametrize("text", ["长" * 32_768, "𠅤" * 16_384, "_x000D_" * 4_000], ids=["BMP", "beyond", "escaped"])
def test_text_that_no_cell_holds_is_doubtful_and_cut(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, form({"姓名": "张三", "身份证号": NUMBER, "扣减工龄原因": text}))
    row = cells(path, "记录")[0]
    assert row["状态"] == "存疑：扣减工龄原因"
    assert row["扣减工龄原因"].endswith("（太长，以下省略）")
    assert len(row["扣减工龄原因"].encode("utf-16-le")) <= 2 * 32_767
    [person] = open_roster(path).people()
    assert "扣减工龄原因" not in person.record


def cells(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet under its header."""
    header, *rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def test_what_no_workbook_can_hold_is_replaced(tmp_path: Path) -> None:
    """PDFs give such characters; a paper with them must not stop the workbook of all the others."""
    bad = form({"姓名": "张三", "身份证号": NUMBER})
    bad.fields["民族"] = Reading(None, "汉\x01\ufffe\ud800族", "doubtful", why="含有\x02不能打印的字符")
    path = written(tmp_path, bad)
    assert cells(path, "记录")[0]["民族"] == "汉\ufffd\ufffd族"
    assert [row["原文"] for row in cells(path, "依据") if row["字段"] == "民族"] == ["汉\ufffd\ufffd族"]


def test_the_evidence_tells_where_each_value_was_read(tmp_path: Path) -> None:
    read = form({"姓名": "张三", "身份证号": NUMBER})
    read.fields["性别"] = Reading(
        "男", "☑男□女", "doubtful", 0.5, 2, Box(0.1, 0.25, 0.5, 0.3), "勾得不清楚", also=[Reading("男", "男", "read")]
    )
    read.fields["子女姓名"] = Reading(None, "", "absent")
    rows = cells(written(tmp_path, read), "依据")
    assert [(row["字段"], row["状态"]) for row in rows] == [
        ("姓名", "读出"), ("身份证号", "读出"), ("性别", "存疑"), ("性别", "读出"),
    ]  # fmt: skip
    assert rows[2] == {
        "姓名": "张三", "城市": "白银市", "表": "办理登记表", "字段": "性别", "值": "男", "原文": "☑男□女",
        "状态": "存疑", "可信度": 0.5, "文件": "a.docx", "页": 2, "位置（左 上 右 下，%）": "10.0 25.0 50.0 30.0",
        "说明": "勾得不清楚",
    }  # fmt: skip


def test_evidence_goes_on_in_a_second_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retire_docs.parse.records.MOST_ROWS", 4)
    path = written(tmp_path, *(form({"姓名": "张三", "身份证号": NUMBER}) for _ in range(3)))
    assert load_workbook(path).sheetnames == ["记录", "依据", "依据 2"]
    assert [len(cells(path, sheet)) for sheet in ("依据", "依据 2")] == [3, 3]
    assert len(list(open_roster(path).people())) == 1
    assert not open_roster(path).marks


def test_no_cell_of_any_sheet_is_a_formula(tmp_path: Path) -> None:
    evil = "=1+1"
    item = {"姓名": Reading(evil, evil, "read"), "民族": Reading(None, evil, "doubtful", why=evil)}
    fields = {name: Reading(evil, evil, "doubtful", why=evil) for name in ("姓名", "民族")}
    paper = FormReading(evil, [1], evil, "registration", evil, fields=fields, lists={"名单": [item]}, where=evil)
    finding = Finding(evil, "ask", evil, evil, evil, evil)
    write_records(tmp_path / "记录.xlsx", join([paper]), [paper], [finding])
    book = load_workbook(tmp_path / "记录.xlsx")
    assert book.sheetnames == ["记录", "依据", "公示名单", "问题一览"]
    assert {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None} == {"s", "n"}
    assert evil in [cell.value for row in book["问题一览"] for cell in row]


def test_findings_are_listed_with_their_codes(tmp_path: Path) -> None:
    one, other = (form({"姓名": "张三", "身份证号": NUMBER, "民族": value}) for value in ("汉族", "回族"))
    path = written(tmp_path, one, other)
    [listed] = cells(path, "问题一览")
    assert (listed["轻重"], listed["代号"], listed["谁"]) == ("请核对", "parse.forms_disagree", "张三")


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_disagreement_is_one_finding_whatever_the_order(order: tuple[int, ...], tmp_path: Path) -> None:
    """Two papers agree and one does not; each is marked, since nobody knows which is right."""
    cards = ["6217000000000000012", "6217000000000000012", "6217000000000000020"]
    papers = [form({"姓名": "张三", "身份证号": NUMBER, "社保卡银行账号": card}) for card in cards]
    for number, paper in enumerate(papers):
        paper.where = f"{number}.docx"
    people = join([papers[number] for number in order])
    [finding] = people[0].findings
    assert finding.message.startswith("几张表上的社保卡银行账号不一样：“")
    assert re.search(r"0012”（[01].docx）", finding.message)
    assert "0020”（2.docx）" in finding.message
    assert "62170" not in finding.message
    assert "2.docx" in finding.where.split("、")
    assert len(finding.where.split("、")) == 2, "a paper for each value"
    assert [paper.fields["社保卡银行账号"].status for paper in papers] == ["doubtful"] * 3
    write_records(tmp_path / "记录.xlsx", people, papers, [finding])
    assert cells(tmp_path / "记录.xlsx", "记录")[0]["状态"] == "存疑：社保卡银行账号"
    header = [cell.value for cell in load_workbook(tmp_path / "记录.xlsx")["记录"][1]]
    note = load_workbook(tmp_path / "记录.xlsx")["记录"].cell(2, header.index("社保卡银行账号") + 1).comment
    assert note is not None
    assert "6217000000000000020”（2.docx）" in note.text, "the user's own file shows all of it"


def test_a_month_does_not_disagree_with_its_day() -> None:
    """Though the day is the doubtful one of the two."""
    month = form({"身份证号": NUMBER, "参保日期": "1992-01"})
    day = form({"身份证号": NUMBER, "参保日期": "1992-01-05"}, doubtful=("参保日期",))
    [person] = join([month, day])
    assert not person.findings
    assert (person.fields["参保日期"].value, person.fields["参保日期"].status) == ("1992-01", "read")


def test_the_best_reading_is_kept() -> None:
    doubtful = form({"姓名": "张三", "身份证号": NUMBER, "民族": "汉族"}, doubtful=("民族",))
    unreadable = form({"身份证号": NUMBER})
    unreadable.fields["民族"] = Reading(None, "", "unreadable")
    blank = form({"身份证号": NUMBER, "民族": None})
    read = form({"身份证号": NUMBER, "民族": "汉族"})
    assert [join(forms)[0].fields["民族"].status for forms in (
        [blank, unreadable, doubtful, read], [blank, unreadable, doubtful], [blank, unreadable], [blank],
    )] == ["read", "doubtful", "unreadable", "blank"]  # fmt: skip


def test_two_cities_for_one_person_are_asked_about(tmp_path: Path) -> None:
    here, there = form({"姓名": "张三", "身份证号": NUMBER}), form({"姓名": "张三", "身份证号": NUMBER})
    there.city = "guyang"
    row = cells(written(tmp_path, here, there), "记录")[0]
    assert (row["状态"], row["城市"]) == ("存疑：城市", "白银市")


def test_a_city_that_a_roster_names_and_nobody_knows_stays(tmp_path: Path) -> None:
    row = form({"姓名": "张三", "身份证号": NUMBER, "城市": "某市"})
    row.city, row.form = None, "roster"
    assert cells(written(tmp_path, row), "记录")[0]["城市"] == "某市"


def test_a_listed_person_with_a_doubtful_number_is_a_row(tmp_path: Path) -> None:
    """Nothing that could be mended is put aside; what shows no number is."""
    doubtful = {"姓名": Reading("张三", "张三", "read"), "身份证号": Reading(None, "11O101", "doubtful", why="错")}
    without = {"姓名": Reading("李四", "李四", "read"), "身份证号": Reading(None, "", "blank")}
    paper = form({"单位名称": "示例厂"}, lists={"名单": [doubtful, without]})
    path = written(tmp_path, paper)
    [row] = cells(path, "记录")
    assert (row["姓名"], row["身份证号"], row["单位名称"]) == ("张三", "11O101", "示例厂")
    assert row["状态"] == "存疑：身份证号"
    [aside] = cells(path, "公示名单")
    assert list(aside.values()) == ["办理登记表", "a.docx", "白银市", "李四", "示例厂"]
    assert [person.name for person in open_roster(path).people()] == ["张三"]


def test_a_cover_makes_no_second_row(tmp_path: Path) -> None:
    """The program's own covers and letters show no number: such a paper cannot be joined and is nobody new."""
    (tmp_path / "封面.docx").write_bytes(filled("common", "cover"))
    (tmp_path / "登记表.docx").write_bytes(filled("baiyin", "registration"))
    assert run(main, ["parse", str(tmp_path), "-o", str(tmp_path / "记录.xlsx")]) == Exit.DONE
    assert len(cells(tmp_path / "记录.xlsx", "记录")) == 1
    assert [row["所在的表"] for row in cells(tmp_path / "记录.xlsx", "公示名单")] == ["材料封面"]


def test_a_form_on_which_nothing_was_read_is_a_row(tmp_path: Path) -> None:
    """It is somebody's; an empty form is not."""
    lost, empty = form({"性别": None}), form({"姓名": None, "身份证号": None, "性别": None})
    lost.fields |= {name: Reading(None, "", "unreadable", 0) for name in ("姓名", "身份证号")}
    [row] = cells(written(tmp_path, lost, empty), "记录")
    assert row["状态"] == "未读出：姓名、身份证号"


def test_the_programs_own_fields_are_no_columns(tmp_path: Path) -> None:
    [row] = cells(written(tmp_path, form({"姓名": "张三", "身份证号": NUMBER, "附页项目": "工作简历"})), "记录")
    assert list(row) == ["状态", "城市", "姓名", "身份证号"]


def test_every_cell_of_a_record_is_text(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, form({**PERSON}, doubtful=("民族",))))["记录"]
    assert {cell.number_format for cell in sheet[2]} == {"@"}
    assert sheet.freeze_panes == "D2"
    assert sheet.auto_filter.ref == sheet.dimensions


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), etree.SerialisationError("IO_ENOSPC")]
)
def test_a_full_disk_is_told(error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is noticed: in the rows' temporary files, too, of which none stays behind."""

    def full(*_: object) -> None:
        raise error

    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    monkeypatch.setattr(Workbook, "save", full)
    with pytest.raises(DiskFull, match="磁盘已满"):
        written(tmp_path, form({"姓名": "张三", "身份证号": NUMBER}))
    assert not list((tmp_path / "tmp").iterdir())
    assert not (tmp_path / "记录.xlsx").exists()


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    """What is written is not kept: two thousand people with forty values each."""
    people = [form({**PERSON, "身份证号": id_number(f"{1960 + n // 900}0101", f"{n % 900:03}")}) for n in range(2_000)]
    joined = join(people)
    tracemalloc.start()
    write_records(tmp_path / "记录.xlsx", joined, people, [])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 25_000_000


def test_a_records_workbook_read_again_keeps_what_is_not_confirmed(tmp_path: Path) -> None:
    """parse of a records workbook: what nobody confirmed is there again, and still doubtful."""
    path = written(tmp_path, form({**PERSON, "身份证号": NUMBER}, doubtful=("社保卡银行账号",)))
    again = tmp_path / "再.xlsx"
    assert run(main, ["parse", str(path), "-o", str(again)]) == Exit.DONE
    sheet = load_workbook(again)["记录"]
    row = {cell.value: sheet.cell(2, column).value for column, cell in enumerate(sheet[1], 1)}
    assert row["状态"] == "存疑：社保卡银行账号"
    assert row["社保卡银行账号"] == PERSON["社保卡银行账号"]
