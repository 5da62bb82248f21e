"""The records workbook: one row a person, joined by ID number alone, and a roster that ``fill`` takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.domain.derive import derive
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Value
from retire_docs.errors import Exit
from retire_docs.parse.reading import FormReading, Reading
from retire_docs.parse.records import join, write_records
from retire_docs.roster.read import open_roster
from tests.fill.people import id_number
from tests.parse.papers import PERSON, filled, printed
from tests.strategies import records

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
    assert "“1985年7月15日”、“1986年7月15日”" in finding.message


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
@settings(max_examples=150, deadline=None)
def test_the_workbook_is_a_roster_of_the_same_records(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever is in a record is in the roster that the workbook is."""
    names = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
    values = {n: v for n, v in data.draw(records(names)).items() if not dictionary()[n].is_nothing("".join(v))}
    values, _ = derive({**{n: v for n, v in values.items() if _fits_a_cell(v)}, "姓名": "张三", "身份证号": NUMBER})
    path = written(tmp_path_factory.mktemp("r"), form(dict(values)))
    [person] = list(open_roster(path).people())
    assert {name: person.record.get(name) for name in values} == values


def _fits_a_cell(value: Value) -> bool:
    """A cell holds no control characters of Excel's escapes; long text it does."""
    text = "".join(value)
    return "_x" not in text and not any(ord(c) > 0xFFFF and not c.isprintable() for c in text) and len(text) < 30_000


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
