"""Word files as people hand them in: saved by other programs, changed by hand, typed beside the slot."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from retire_docs.forms.ooxml import W, find, w
from retire_docs.parse.files import read_file
from retire_docs.parse.reading import FormReading
from tests.parse.papers import PERSON, cell_of, edited, filled, layout, read, row_of, run_of, told

NS = f'xmlns:w="{W}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
NAME = "张守信"


def element(xml: str) -> etree._Element:
    """An element of Word XML; ``w:`` and ``w14:`` are known."""
    return etree.fromstring(
        xml.replace(" ", f" {NS} ", 1) if " " in xml.split(">")[0] else xml.replace(">", f" {NS}>", 1)
    )


def only(path: Path, data: bytes) -> FormReading:
    [form] = read(path, data)
    assert form.form is not None, form.findings
    return form


def unedited(path: Path) -> dict[str, object]:
    return dict(told(only(path, filled("baiyin", "registration")).fields))


def as_insertion(root: etree._Element) -> None:
    """The name was changed with changes tracked: 李四 deleted, 张守信 inserted."""
    run = run_of(root, NAME)
    deleted = element('<w:del w:id="1" w:author="a"><w:r><w:delText>李四</w:delText></w:r></w:del>')
    inserted = element('<w:ins w:id="2" w:author="a"></w:ins>')
    run.addprevious(deleted)
    run.addprevious(inserted)
    inserted.append(run)


def in_control(root: etree._Element) -> None:
    """The name stands in a content control."""
    run = run_of(root, NAME)
    control = element("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent></w:sdtContent></w:sdt>")
    run.addprevious(control)
    control[1].append(run)


def cell_in_control(root: etree._Element) -> None:
    """A content control around the whole cell, as Word makes it for a single-cell selection."""
    cell = cell_of(root, NAME)
    control = element("<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent></w:sdtContent></w:sdt>")
    cell.addprevious(control)
    control[1].append(cell)


def cut_into_runs(root: etree._Element) -> None:
    """Word cut the text into runs, with spelling marks and bookmarks between."""
    run = run_of(root, NAME)
    for character in NAME:
        piece = copy.deepcopy(run)
        text = find(piece, "w:t")
        assert text is not None
        text.text = character
        run.addprevious(element('<w:proofErr w:type="spellStart"/>'))
        run.addprevious(piece)
    parent = run.getparent()
    assert parent is not None
    parent.remove(run)


def widened(root: etree._Element) -> None:
    """Columns were dragged and a grid column came in between, as WPS does."""
    for grid in root.iter(w("tblGrid")):
        grid.insert(1, element('<w:gridCol w:w="240"/>'))
    for cell in root.iter(w("tc")):
        span = find(cell, "w:tcPr/w:gridSpan")
        if span is not None:
            span.set(w("val"), str(int(span.get(w("val")) or 1) + 1))


def empty_row(root: etree._Element) -> None:
    """An empty row was added in the middle of the table."""
    row = row_of(root, NAME)
    added = copy.deepcopy(row)
    for text in added.iter(w("t")):
        text.text = ""
    row.addnext(added)


def paragraphs_around(root: etree._Element) -> None:
    """Empty paragraphs were typed before and after the table."""
    table = next(root.iter(w("tbl")))
    table.addprevious(element("<w:p></w:p>"))
    table.addnext(element("<w:p></w:p>"))


def empty_lines_in_cell(root: etree._Element) -> None:
    """An empty line was typed above the name, in its cell."""
    paragraph = next(run_of(root, NAME).iterancestors(w("p")))
    paragraph.addprevious(element("<w:p></w:p>"))


def hidden_text(root: etree._Element) -> None:
    """Hidden text stands beside the name."""
    run_of(root, NAME).addnext(element("<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部编号</w:t></w:r>"))


def merge_field(root: etree._Element) -> None:
    """The name came from a mail merge: the field's code is no text."""
    run = run_of(root, NAME)
    run.addprevious(element('<w:r><w:fldChar w:fldCharType="begin"/></w:r>'))
    run.addprevious(element("<w:r><w:instrText> MERGEFIELD 姓名 </w:instrText></w:r>"))
    run.addprevious(element('<w:r><w:fldChar w:fldCharType="separate"/></w:r>'))
    run.addnext(element('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))


def deleted_row(root: etree._Element) -> None:
    """A copied row was deleted with changes tracked."""
    row = row_of(root, NAME)
    gone = copy.deepcopy(row)
    gone.insert(0, element('<w:trPr><w:del w:id="9" w:author="a"/></w:trPr>'))
    row.addnext(gone)


def full_width_labels(root: etree._Element) -> None:
    """Somebody typed labels anew: half-width brackets, spaces inside."""
    for text in root.iter(w("t")):
        if text.text:
            text.text = text.text.replace("（", "(").replace("）", ")").replace("姓名", "姓  名")


@pytest.mark.parametrize(
    "edit",
    [
        as_insertion, in_control, cell_in_control, cut_into_runs, widened, empty_row, paragraphs_around,
        empty_lines_in_cell, hidden_text, merge_field, deleted_row, full_width_labels,
    ],
)  # fmt: skip
def test_what_changes_nothing_that_is_said_is_read_the_same(
    edit: Callable[[etree._Element], None], tmp_path: Path
) -> None:
    form = only(tmp_path, edited(filled("baiyin", "registration"), edit))
    assert told(form.fields) == unedited(tmp_path)
    assert {name for name, reading in form.fields.items() if reading.status == "doubtful"} == set()


def test_a_strict_file_is_read(tmp_path: Path) -> None:
    data = filled("baiyin", "registration")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "word/document.xml":
                content = content.replace(W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            new.writestr(info.filename, content)
    assert told(only(tmp_path, out.getvalue()).fields) == unedited(tmp_path)


def typed_behind_label(root: etree._Element) -> None:
    run_of(root, NAME).find(w("t")).text = ""  # type: ignore[union-attr]
    label = next(t for t in root.iter(w("t")) if (t.text or "").replace("　", "").strip() == "姓名")
    label.text = f"{label.text}：{NAME}"


def cell_beside(root: etree._Element) -> None:
    """The cell was split and the name typed into the new half."""
    cell = cell_of(root, NAME)
    half = copy.deepcopy(cell)
    for text in cell.iter(w("t")):
        text.text = ""
    cell.addnext(half)


@pytest.mark.parametrize("edit", [typed_behind_label, cell_beside])
def test_text_beside_its_slot_is_found(edit: Callable[[etree._Element], None], tmp_path: Path) -> None:
    form = only(tmp_path, edited(filled("baiyin", "registration"), edit))
    assert told(form.fields) == unedited(tmp_path)
    if edit is typed_behind_label:
        name = form.fields["姓名"]
        assert (name.value, name.status) == (NAME, "doubtful")
        assert "不在格子里" in name.why


def test_words_that_belong_nowhere_are_told(tmp_path: Path) -> None:
    def note(root: etree._Element) -> None:
        row = row_of(root, NAME)
        added = copy.deepcopy(row)
        for number, text in enumerate(added.iter(w("t"))):
            text.text = "此件材料不全请补" if number == 0 else ""
        row.addnext(added)

    form = only(tmp_path, edited(filled("baiyin", "registration"), note))
    assert [f.code for f in form.findings] == ["parse.left_over"]
    assert "此件材料不全请补" in form.findings[0].message
    assert told(form.fields) == unedited(tmp_path)


def test_the_prompt_of_an_empty_control_is_no_value(tmp_path: Path) -> None:
    def prompt(root: etree._Element) -> None:
        run = run_of(root, NAME)
        text = find(run, "w:t")
        assert text is not None
        text.text = "单击或点击此处输入文字。"
        control = element("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent></w:sdtContent></w:sdt>")
        run.addprevious(control)
        control[1].append(run)

    assert only(tmp_path, edited(filled("baiyin", "registration"), prompt)).fields["姓名"].status == "blank"


def test_rows_that_somebody_added_are_read(tmp_path: Path) -> None:
    people = [{**PERSON, "姓名": name} for name in ("张三", "李四")]

    def one_more(root: etree._Element) -> None:
        row = row_of(root, "李四")
        added = copy.deepcopy(row)
        for text in added.iter(w("t")):
            text.text = {"2": "3", "李四": "王五"}.get(text.text or "", text.text)
        row.addnext(added)

    form = only(tmp_path, edited(filled("luan", "employer_request", PERSON, {"名单": people}), one_more))
    assert [item["姓名"].value for item in form.lists["名单"]] == ["张三", "李四", "王五"]
    assert form.lists["名单"][2]["身份证号"].value == PERSON["身份证号"]


def test_dates_and_numbers_as_people_write_them(tmp_path: Path) -> None:
    def typed(root: etree._Element) -> None:
        changes = {
            "1965年11月20日": "1965.11.20",
            "1992年1月": "1992-1",
            "13900000001": "139 0000 0001",
            "6年6个月": "6年半",
        }
        for text in root.iter(w("t")):
            if text.text in changes:
                text.text = changes[text.text]

    fields = only(tmp_path, edited(filled("baiyin", "registration"), typed)).fields
    assert fields["档案最早记载出生日期"].value == "1965-11-20"
    assert fields["参保日期"].value == "1992-01"
    assert fields["本人联系电话"].value == "13900000001"
    assert (fields["视同缴费年限"].value, fields["视同缴费年限"].status) == (None, "doubtful")
    assert fields["视同缴费年限"].raw == "6年半"


def test_a_blank_of_several_words_filled_in_by_hand(tmp_path: Path) -> None:
    record = {**PERSON, "退休后居住地": None}

    def typed(root: etree._Element) -> None:
        text = next(t for t in root.iter(w("t")) if "省　　　市" in (t.text or ""))
        text.text = "　甘肃　省　白银　市　白银　区（县）　人民路　街道（社区）　小区（家属院）　　　楼　　　单元"

    form = only(tmp_path, edited(filled("baiyin", "registration", record), typed))
    assert form.fields["退休后居住地"].value == "甘肃省白银市白银区（县）人民路街道（社区）"


def test_a_signature_before_a_date(tmp_path: Path) -> None:
    def signed(root: etree._Element) -> None:
        text = next(t for t in root.iter(w("t")) if "承诺人（签名）" in (t.text or ""))
        text.text = "承诺人（签名）：　张守信　　　"

    for date, value in ((None, None), ("2026-11-02", "2026-11-02")):
        form = only(tmp_path, edited(filled("guyang", "commitment", {**PERSON, "申请日期": date}), signed))
        assert form.fields["申请日期"].value == value
        assert form.fields["申请日期"].status == ("read" if value else "blank")


def ticked(change: Callable[[str], str]) -> Callable[[etree._Element], None]:
    """All text of the cell 最早用工形式, changed."""

    def edit(root: etree._Element) -> None:
        cell = cell_of(root, "合同工")
        texts = list(cell.iter(w("t")))
        whole = change("".join(text.text or "" for text in texts))
        for number, text in enumerate(texts):
            text.text = whole if number == 0 else ""

    return edit


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("固定工 □　　合同工 ☑", "合同工"),
        ("固定工 □　　合同工 √", "合同工"),
        ("固定工 □　　合同工 □√", "合同工"),
        ("固定工 □　　合同工 √□", "合同工"),
        ("固定工 ☐　　合同工 ☒", "合同工"),
        ("固定工 □　　合同工 ■", "合同工"),
        ("固定工 □　　合同工 ✔", "合同工"),
        ("固定工□　合同工（√）", "合同工"),
        ("固定工 ×　　合同工 √", "合同工"),
        ("固定工 □　　合同工 R", "合同工"),
        ("固定工 £　　合同工 R", "合同工"),
        ("固定工 □　　合同工 □", None),
        ("固定工 ○　　合同工 ●", "合同工"),
    ],
)
def test_ticks_after_their_label_however_typed(written: str, value: str | None, tmp_path: Path) -> None:
    data = edited(filled("baiyin", "registration"), ticked(lambda _: written))
    reading = only(tmp_path, data).fields["最早用工形式"]
    assert (reading.value, reading.status) == (value, "read" if value else "blank")


@pytest.mark.parametrize("written", ["固定工 ☑　　合同工 ☑", "固定工 √　　合同工 ■"])
def test_two_ticks_where_one_is_asked_for(written: str, tmp_path: Path) -> None:
    data = edited(filled("baiyin", "registration"), ticked(lambda _: written))
    reading = only(tmp_path, data).fields["最早用工形式"]
    assert (reading.value, reading.status) == (None, "doubtful")
    assert "勾了2项（固定工、合同工）" in reading.why


@pytest.mark.parametrize("mark", ["√", "✓", "V", "■", "☑", "对"])
def test_marks_in_brackets(mark: str, tmp_path: Path) -> None:
    def edit(root: etree._Element) -> None:
        run = run_of(root, "√")
        text = find(run, "w:t")
        assert text is not None
        text.text = mark

    reading = only(tmp_path, edited(filled("baiyin", "registration"), edit)).fields["工作期间情况"]
    if mark == "对":
        assert reading.status == "doubtful"
    else:
        assert (reading.value, reading.status) == (["上学"], "read")


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        ("□正常退休", "□√正常退休", "正常退休"),
        ("□正常退休", "√ 正常退休", "正常退休"),
        ("□正常退休", "□ 正常退休√ ", "正常退休"),
        ("□正常退休", "☒ 正常退休", "正常退休"),
    ],
)
def test_ticks_before_their_label_however_typed(old: str, new: str, value: str, tmp_path: Path) -> None:
    def edit(root: etree._Element) -> None:
        cell = cell_of(root, "正常退休")
        for paragraph in cell.iter(w("p")):
            texts = list(paragraph.iter(w("t")))
            whole = "".join(text.text or "" for text in texts).replace(old, new)
            for number, text in enumerate(texts):
                text.text = whole if number == 0 else ""

    data = edited(filled("bozhou", "retirement_application", {**PERSON, "退休类别": None}), edit)
    reading = only(tmp_path, data).fields["退休类别"]
    assert (reading.value, reading.status) == (value, "read")


def symbols(root: etree._Element) -> None:
    """Every box as a symbol of Wingdings 2, as Word inserts them."""
    for text in list(root.iter(w("t"))):
        if text.text in ("□", "☑"):
            code = "F0A3" if text.text == "□" else "F052"
            text.addnext(element(f'<w:sym w:font="Wingdings 2" w:char="{code}"/>'))
            text.text = ""


def letters_in_wingdings(root: etree._Element) -> None:
    """Every box as a letter in the font Wingdings 2, as people type them."""
    for text in list(root.iter(w("t"))):
        if text.text in ("□", "☑"):
            text.text = "£" if text.text == "□" else "R"
            run = text.getparent()
            assert run is not None
            old = find(run, "w:rPr")
            if old is not None:
                run.remove(old)
            run.insert(0, element('<w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr>'))


def check_box_controls(root: etree._Element) -> None:
    """Every box as a check-box content control."""
    for text in list(root.iter(w("t"))):
        if text.text in ("□", "☑"):
            run = text.getparent()
            assert run is not None
            state = int(text.text == "☑")
            control = element(
                f'<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="{state}"/></w14:checkbox></w:sdtPr>'
                f"<w:sdtContent><w:r><w:t>{'☒' if state else '☐'}</w:t></w:r></w:sdtContent></w:sdt>"
            )
            run.addprevious(control)
            parent = run.getparent()
            assert parent is not None
            parent.remove(run)


def legacy_check_boxes(root: etree._Element) -> None:
    """Every box as a form field of Word 97."""
    for text in list(root.iter(w("t"))):
        if text.text in ("□", "☑"):
            run = text.getparent()
            assert run is not None
            state = int(text.text == "☑")
            text.text = ""
            run.addprevious(
                element(
                    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:sizeAuto/><w:default w:val="0"/>'
                    f'<w:checked w:val="{state}"/></w:checkBox></w:ffData></w:fldChar></w:r>'
                )
            )
            run.addprevious(element("<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"))
            run.addprevious(element('<w:r><w:fldChar w:fldCharType="end"/></w:r>'))


@pytest.mark.parametrize("edit", [symbols, letters_in_wingdings, check_box_controls, legacy_check_boxes])
@pytest.mark.parametrize(("pack", "form"), [("baiyin", "registration"), ("guyang", "application")])
def test_ticks_in_every_encoding(edit: Callable[[etree._Element], None], pack: str, form: str, tmp_path: Path) -> None:
    data = filled(pack, form)
    plain = told(only(tmp_path, data).fields)
    assert told(only(tmp_path, edited(data, edit)).fields) == plain


def test_two_forms_in_one_file(tmp_path: Path) -> None:
    """承诺书 of two people, one after the other with a page break between."""
    other = {**PERSON, "姓名": "李四", "身份证号": None}
    bodies = []
    edited(filled("baiyin", "commitment", other), lambda root: bodies.append(copy.deepcopy(root[0])))

    def append(root: etree._Element) -> None:
        body = root[0]
        end = body[-1]
        end.addprevious(element('<w:p><w:r><w:br w:type="page"/></w:r></w:p>'))
        for block in list(bodies[0])[:-1]:
            end.addprevious(block)

    forms = read(tmp_path, edited(filled("baiyin", "commitment"), append))
    assert [(form.form, form.pages, form.fields["姓名"].value) for form in forms] == [
        ("commitment", [1], NAME),
        ("commitment", [2], "李四"),
    ]


def test_forms_pasted_without_a_page_break(tmp_path: Path) -> None:
    """登记表 of three people one after the other, as “插入文件中的文字” makes them: cut at their titles."""
    bodies: list[etree._Element] = []
    for name in ("李四", "王五"):
        other = {**PERSON, "姓名": name, "工作岗位": "管理岗位"}
        edited(filled("baiyin", "registration", other), lambda root: bodies.append(copy.deepcopy(root[0])))

    def append(root: etree._Element) -> None:
        end = root[0][-1]
        for body in bodies:
            for block in list(body)[:-1]:
                end.addprevious(block)

    forms = read(tmp_path, edited(filled("baiyin", "registration"), append))
    assert [(form.fields["姓名"].value, form.fields["工作岗位"].value) for form in forms] == [
        (NAME, "生产操作岗位"),
        ("李四", "管理岗位"),
        ("王五", "管理岗位"),
    ]


def test_forms_pasted_without_their_titles_are_doubtful(tmp_path: Path) -> None:
    bodies: list[etree._Element] = []
    other = {**PERSON, "姓名": "李四"}
    edited(filled("guyang", "application", other), lambda root: bodies.append(copy.deepcopy(root[0])))

    def append(root: etree._Element) -> None:
        end = root[0][-1]
        for block in [block for block in list(bodies[0])[:-1] if block.tag == w("tbl")]:
            end.addprevious(block)

    [form] = read(tmp_path, edited(filled("guyang", "application"), append))
    assert {reading.status for reading in form.fields.values() if reading.value} == {"doubtful"}
    assert "接在一起" in form.fields["姓名"].why


def test_an_unknown_form_is_reported_and_not_forced(tmp_path: Path) -> None:
    def replace(root: etree._Element) -> None:
        for number, text in enumerate(root.iter(w("t"))):
            text.text = "关于召开安全生产会议的通知各车间班组" if number % 5 == 0 else "请准时参加不得缺席"

    [form] = read(tmp_path, edited(filled("baiyin", "commitment"), replace))
    assert form.form is None
    assert form.findings[0].code == "parse.unknown_form"
    assert not form.fields


def test_another_citys_form_is_named_as_a_candidate(tmp_path: Path) -> None:
    file = tmp_path / "表.docx"
    file.write_bytes(filled("bozhou", "retirement_application"))
    [form] = read_file(file, "baiyin")
    assert form.form is None
    assert form.candidates[0][:2] == ("bozhou", "retirement_application")
    assert "是亳州市“企业职工退休申请表”，不是 --city 所要的城市的表" in form.findings[0].message


def retyped(label: str, change: Callable[[str], str]) -> Callable[[etree._Element], None]:
    """All text of the cell with a label, typed anew, without content controls."""

    def edit(root: etree._Element) -> None:
        cell = cell_of(root, label)
        paragraphs = list(cell.iter(w("p")))
        whole = change("\n".join("".join(t.text or "" for t in p.iter(w("t"))) for p in paragraphs))
        for paragraph in paragraphs[1:]:
            parent = paragraph.getparent()
            assert parent is not None
            parent.remove(paragraph)
        for child in list(paragraphs[0]):
            if child.tag != w("pPr"):
                paragraphs[0].remove(child)
        run = element("<w:r></w:r>")
        for number, line in enumerate(whole.split("\n")):
            if number:
                run.append(element('<w:br w:clear="all"/>'))
            text = element('<w:t xml:space="preserve"></w:t>')
            text.text = line
            run.append(text)
        paragraphs[0].append(run)

    return edit


EITHER = "?"
"""Nobody can tell: the value must not be taken."""


@pytest.mark.parametrize(
    ("form", "field", "label", "typed", "value"),
    [
        ("baiyin/registration", "最早用工形式", "合同工", "□固定工　　☑合同工", "合同工"),
        ("baiyin/registration", "最早用工形式", "合同工", "☑固定工　　□合同工", "固定工"),
        ("baiyin/registration", "最早用工形式", "合同工", "固定工 □　　√合同工 □", "合同工"),
        ("baiyin/registration", "最早用工形式", "合同工", "√固定工 □　合同工 □", "固定工"),
        ("baiyin/registration", "最早用工形式", "合同工", "固定工 □　√　合同工 □", EITHER),
        ("baiyin/registration", "最早用工形式", "合同工", "固定工　合同工√", "合同工"),
        ("baiyin/registration", "最早用工形式", "合同工", "固定工√　合同工", "固定工"),
        ("baiyin/registration", "最早用工形式", "合同工", "固定工 □　合同工 ×", EITHER),
        ("baiyin/registration", "工作岗位", "管理岗位", "管理岗位　√专业技术岗位　生产操作岗位　灵活就业人员", "专业技术岗位"),
        ("baiyin/registration", "工作岗位", "管理岗位", "管理岗位√　专业技术岗位　生产操作岗位　灵活就业人员", "管理岗位"),
        ("baiyin/registration", "申请医保在职转退休", "在职转退休登记", "× 申请基本医疗保险视同缴费年限核定（在职转退休登记）联办", EITHER),
        ("baiyin/registration", "申请医保在职转退休", "在职转退休登记", "申请基本医疗保险视同缴费年限核定（在职转退休登记）联办 ☑", "是"),
        ("luan/retirement_application", "退休类别", "弹性提前退休", "正常退休□ 弹性提前退休☑ 弹性延迟退休□ 特殊工种提前退休□\n因病或非因工致残完全丧失劳动能力提前退休□ 退职□", "弹性提前退休"),
        ("luan/retirement_application", "退休类别", "弹性提前退休", "正常退休☑ 弹性提前退休□ 弹性延迟退休□ 特殊工种提前退休□\n因病或非因工致残完全丧失劳动能力提前退休□ 退职□", "正常退休"),
        ("luan/retirement_application", "参保身份", "灵活就业人员", "企业职工☑ 灵活就业人员□", "企业职工"),
        ("luan/retirement_application", "参保身份", "灵活就业人员", "企业职工√　　灵活就业人员", "企业职工"),
        ("bozhou/application", "参保身份", "机关事业单位人员", "企业职工 ☑　机关事业单位人员 □　灵活就业人员 □", "企业职工"),
        ("bozhou/application", "参保身份", "机关事业单位人员", "企业职工 □　机关事业单位人员 ☑　灵活就业人员 □", "机关事业单位人员"),
        ("bozhou/application", "参保身份", "机关事业单位人员", "企业职工 □　机关事业单位人员 □　灵活就业人员 ☑", "灵活就业人员"),
        ("bozhou/application", "参保身份", "机关事业单位人员", "□企业职工　☑机关事业单位人员　□灵活就业人员", "机关事业单位人员"),
    ],
)  # fmt: skip
def test_options_typed_anew(form: str, field: str, label: str, typed: str, value: str, tmp_path: Path) -> None:
    pack, name = form.split("/")
    blank = {**PERSON, field: None}
    reading = only(tmp_path, edited(filled(pack, name, blank), retyped(label, lambda _: typed))).fields[field]
    if value == EITHER:
        assert (reading.value, reading.status) == (None, "doubtful")
    else:
        assert (reading.value, reading.status) == (value, "read"), reading.why
    assert "".join(typed.split()) in "".join(reading.raw.split())


@pytest.mark.parametrize(
    ("typed", "value"),
    [("是☑ 否□", "是"), ("是□ 否☑", "否"), ("□ 是　☑ 否", "否"), ("是√　否", "是"), ("是　否√", "否"), ("×", EITHER)],
)
def test_yes_and_no_typed_anew(typed: str, value: str, tmp_path: Path) -> None:
    data = edited(filled("guyang", "application", {**PERSON, "档案丢失": None}), _of_row("档案丢失", typed))
    reading = only(tmp_path, data).fields["档案丢失"]
    expected = (None, "doubtful") if value == EITHER else (value, "read")
    assert (reading.value, reading.status) == expected, reading.why


def _of_row(field: str, typed: str) -> Callable[[etree._Element], None]:
    """The cell of a field's ticks in 固阳's 申请表, typed anew."""
    unit = next(u for u in layout("guyang", "application").units if any(s.field == field for s in u.slots))
    number = [u for u in layout("guyang", "application").units if u.row is not None].index(unit)

    def edit(root: etree._Element) -> None:
        cells = [
            c
            for c in root.iter(w("tc"))
            if (m := c.find(f"{w('tcPr')}/{w('vMerge')}")) is None or m.get(w("val")) == "restart"
        ]
        paragraph = next(cells[number].iter(w("p")))
        for child in list(paragraph):
            if child.tag != w("pPr"):
                paragraph.remove(child)
        run = element("<w:r><w:t></w:t></w:r>")
        run[0].text = typed
        paragraph.append(run)

    return edit


def test_struck_out_text_is_not_read(tmp_path: Path) -> None:
    def strike(root: etree._Element) -> None:
        run = run_of(root, NAME)
        correction = copy.deepcopy(run)
        text = find(correction, "w:t")
        assert text is not None
        text.text = "李四"
        run.addnext(correction)
        run.insert(0, element("<w:rPr><w:strike/></w:rPr>"))

    assert only(tmp_path, edited(filled("baiyin", "registration"), strike)).fields["姓名"].value == "李四"


def swap_labels(root: etree._Element) -> None:
    """The labels 个人参保日期 and 建账日期 exchanged."""
    texts = {t.text: t for t in root.iter(w("t")) if t.text in ("个人参保日期", "建账日期")}
    texts["个人参保日期"].text, texts["建账日期"].text = "建账日期", "个人参保日期"


def double_row(root: etree._Element) -> None:
    """The row with 建账日期 stands twice, with another date."""
    row = row_of(root, "建账日期")
    added = copy.deepcopy(row)
    for text in added.iter(w("t")):
        text.text = {"1996年1月": "1997年1月"}.get(text.text or "", text.text)
    row.addnext(added)


@pytest.mark.parametrize("edit", [swap_labels, double_row])
def test_a_value_beside_another_label_is_doubtful(edit: Callable[[etree._Element], None], tmp_path: Path) -> None:
    fields = only(tmp_path, edited(filled("baiyin", "registration"), edit)).fields
    assert fields["建账日期"].status in ("doubtful", "unreadable")
    assert fields["参保日期"].status in ("doubtful", "unreadable")
    assert fields["姓名"].status == "read"


def test_a_name_in_two_cells_is_doubtful(tmp_path: Path) -> None:
    def split(root: etree._Element) -> None:
        cell = cell_of(root, NAME)
        half = copy.deepcopy(cell)
        for part, text in ((cell, "张"), (half, "守信")):
            first = next(part.iter(w("t")))
            first.text = text
        cell.addnext(half)

    assert only(tmp_path, edited(filled("baiyin", "registration"), split)).fields["姓名"].status == "doubtful"


def test_text_behind_a_label_whose_cell_is_filled_is_told(tmp_path: Path) -> None:
    def typed(root: etree._Element) -> None:
        label = next(t for t in root.iter(w("t")) if t.text == "本人联系电话")
        label.text = "本人联系电话13911112222"

    form = only(tmp_path, edited(filled("baiyin", "registration"), typed))
    assert [f.code for f in form.findings] == ["parse.left_over"]
    assert "写在“本人联系电话”后面的" in form.findings[0].message


@pytest.mark.parametrize("typed", ["1966.6.12/1966.7.1", "农历1966年4月24日", "约1966年6月"])
def test_a_date_with_two_readings_is_not_taken(typed: str, tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        for text in root.iter(w("t")):
            if text.text == "1965年11月20日":
                text.text = typed

    reading = only(tmp_path, edited(filled("baiyin", "registration"), change)).fields["档案最早记载出生日期"]
    assert (reading.value, reading.status, reading.raw) == (None, "doubtful", typed)


def test_a_cell_whose_words_were_deleted_is_read(tmp_path: Path) -> None:
    """Somebody typed over the words 开户银行：… of the cell."""
    data = edited(
        filled("luan", "retirement_application", {**PERSON, "退休类别": None}),
        retyped("弹性提前退休", lambda _: "弹性延迟退休"),
    )
    form = only(tmp_path, data)
    assert form.fields["姓名"].status == "read"
    assert form.fields["退休类别"].status in ("doubtful", "unreadable", "blank")
    assert form.fields["退休类别"].value in (None, "弹性延迟退休")
