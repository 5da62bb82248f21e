"""Compiling Word templates and writing filled ones."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from retire_docs.domain.record import Record
from retire_docs.errors import InvalidTemplate
from retire_docs.forms import filling
from retire_docs.forms.compiler import compile_template
from tests.forms.build import check_box, fixed_cell, table, template
from tests.forms.read import text_of


def filled(path: Path, record: Record, people: list[Record] | None = None) -> bytes:
    word = compile_template(path)
    return word.write(filling.fill(word.form, record, {"名单": people or []}))


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "template.docx"


def test_a_tag_that_word_split_into_runs_is_joined(at: Path) -> None:
    template(at, ["甲{", "{ 姓", "名 }", "}乙{{ 性别", " }}丙"])
    assert text_of(filled(at, {"姓名": "张三", "性别": "男"})) == "甲张三乙男丙\n"


def test_a_tags_value_has_the_look_of_its_run(at: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph("姓名：").add_run("{{ 姓名 }}")
    run.bold, run.font.name = True, "黑体"
    document.save(str(at))
    out = at.with_name("out.docx")
    out.write_bytes(filled(at, {"姓名": "张三"}))
    value = docx.Document(str(out)).paragraphs[0].runs[1]
    assert (value.text, value.bold, value.font.name) == ("张三", True, "黑体")


@pytest.mark.parametrize(
    "value",
    [
        "A&B公司",
        "<甲>",
        "“引号\"与'撇号",
        "{{ 姓名 }}",
        "{% if %}",
        "]]>",
        "👷",
        "𠅤𬭎㛃〇",
        "a\\b",
        "C:\\新建\\n",
        "甲&amp;乙",
        "@@rd s0@@",
        "<?rd s0?>",
    ],
)
def test_values_come_out_as_typed(at: Path, value: str) -> None:
    template(at, "[{{ 单位名称 }}]")
    assert text_of(filled(at, {"单位名称": value})) == f"[{value}]\n"


def test_line_breaks_and_tabs_become_words(at: Path) -> None:
    template(at, "{{ 扣减工龄原因 }}")
    assert text_of(filled(at, {"扣减工龄原因": "甲\n乙\t丙"})) == "甲\n乙\t丙\n"


def test_blanks_stand_where_nothing_is_known(at: Path) -> None:
    template(
        at, '{{ 姓名|blank("____") }}|{{ 申请日期 }}|{{ 建账日期 }}|{{ 上学时间 }}|{{ 性别|tick("男") }}|{{ 性别 }}|'
    )
    assert text_of(filled(at, {})) == "____|　　年　月　日|　　年　月|　　年　月至　　年　月|□||\n"


def test_ticks_in_three_styles(at: Path) -> None:
    template(
        at,
        '{{ 性别|tick("男") }}{{ 性别|tick("女") }}',
        '（{{ 性别|tick("男","bracket") }}）（{{ 性别|tick("女","bracket") }}）',
        '{{ 性别|tick("男","wingdings") }}{{ 性别|tick("女","wingdings") }}',
        '{{ 工作期间情况|tick("上学") }}{{ 工作期间情况|tick("开除") }}{{ 工作期间情况|tick("除名") }}',
    )
    text = text_of(filled(at, {"性别": "女", "工作期间情况": ["上学", "除名"]}))
    assert text == "□☑\n（　）（√）\n<00A3><0052>\n☑□☑\n"


@pytest.mark.parametrize(("answer", "text"), [("是", "（√）\n"), ("否", "（×）\n"), (None, "（　）\n")])
def test_a_question_with_one_bracket_shows_a_no(at: Path, answer: str | None, text: str) -> None:
    template(at, '（{{ 已办理转移|tick("是","bracket") }}）')
    assert text_of(filled(at, {"已办理转移": answer})) == text


@pytest.mark.parametrize(("value", "state", "glyph"), [("固定工", "1", "☒"), ("合同工", "0", "☐"), (None, "0", "☐")])
def test_a_content_control_is_checked(at: Path, value: str | None, state: str, glyph: str) -> None:
    check_box(at, '{{ 最早用工形式|tick("固定工") }}')
    out = at.with_name("out.docx")
    out.write_bytes(filled(at, {"最早用工形式": value}))
    assert text_of(out) == f"固定工{glyph}\n"
    with zipfile.ZipFile(out) as archive:
        assert f'<w14:checked w14:val="{state}"/>' in archive.read("word/document.xml").decode()


def test_rows_repeat_for_each_person(at: Path) -> None:
    document = docx.Document()
    table(
        document,
        ["序号", "姓名"],
        ["{%tr for 人 in 名单 %}", ""],
        ["{{ 人.序号 }}", "{{ 人.姓名 }}"],
        ["{%tr endfor %}", ""],
    )
    document.add_paragraph("{{ 单位名称 }}")
    document.save(str(at))
    out = at.with_name("out.docx")
    out.write_bytes(filled(at, {"单位名称": "甲厂"}, [{"姓名": "张三"}, {"姓名": "李四"}]))
    read = docx.Document(str(out))
    assert [[c.text for c in row.cells] for row in read.tables[0].rows] == [
        ["序号", "姓名"],
        ["1", "张三"],
        ["2", "李四"],
    ]
    assert read.paragraphs[-1].text == "甲厂"


@pytest.mark.parametrize(("record", "text"), [({"性别": "男"}, "男士\n"), ({"性别": "女"}, "女士\n"), ({}, "女士\n")])
def test_a_part_that_a_condition_leaves_out_is_gone(at: Path, record: Record, text: str) -> None:
    template(at, '{%p if 性别 == "男" %}', "男士", "{%p else %}", "女士", "{%p endif %}")
    assert text_of(filled(at, record)) == text


def test_headers_and_footers_are_filled(at: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文")
    document.sections[0].footer.paragraphs[0].text = "{{ 姓名 }}"
    document.save(str(at))
    data = filled(at, {"姓名": "张三"})
    assert "张三" in text_of(data, "word/footer1.xml")


def test_the_same_record_gives_the_same_bytes(at: Path) -> None:
    template(at, "{{ 姓名 }}")
    assert filled(at, {"姓名": "张三"}) == filled(at, {"姓名": "张三"})


def test_the_version_follows_the_content(at: Path) -> None:
    first = compile_template(template(at, "{{ 姓名 }}")).form.version
    assert compile_template(template(at, "{{ 姓名 }}")).form.version == first
    assert compile_template(template(at, "{{ 姓名 }}。")).form.version != first


def test_every_fault_of_a_template_is_told_with_its_place(at: Path) -> None:
    template(at, "第一段", "姓名{{ 姓各 }}", '{% if 性别 == "男" %}', "{{ 姓名", "{% endfor %}", "{{ 人.姓名 }}")
    with pytest.raises(InvalidTemplate) as error:
        compile_template(at)
    text = str(error.value)
    assert "template.docx 第2段“姓名{{ 姓各 }}”：标签 {{ 姓各 }} 的字段“姓各”不在字段词典中，是否指“姓名”" in text
    assert "template.docx 第4段“{{ 姓名”：“{{ 姓名”中有不成对的 {{ }} 或 {% %}" in text
    assert "第5段“{% endfor %}”：标签 {% endfor %} 前面没有对应的 for" in text
    assert "第6段“{{ 人.姓名 }}”：“人.”只能写在 for 人 in 名单 与 endfor 之间" in text
    assert "末尾：{% if %} 没有对应的 {% endif %}" in text
    assert error.value.exit_code == 5


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_word_file_is_named(at: Path, data: bytes) -> None:
    at.write_bytes(data)
    with pytest.raises(InvalidTemplate, match=r"template\.docx：不是能打开的 Word 文件"):
        compile_template(at)


def size_of(data: bytes, at: Path) -> float:
    at.write_bytes(data)
    size = docx.Document(str(at)).tables[0].cell(0, 0).paragraphs[0].runs[0].font.size
    assert size is not None
    return float(size.pt)


def test_a_value_that_fits_keeps_its_size(at: Path) -> None:
    fixed_cell(at, "{{ 单位名称 }}", width_mm=60, height_mm=6)
    assert size_of(filled(at, {"单位名称": "甲" * 14}), at) == 10.5


def test_a_long_value_steps_down_in_size(at: Path) -> None:
    fixed_cell(at, "{{ 单位名称 }}", width_mm=60, height_mm=6)
    assert size_of(filled(at, {"单位名称": "甲" * 18}), at) == 8.5


def test_two_lines_are_used_where_the_cell_has_them(at: Path) -> None:
    fixed_cell(at, "{{ 单位名称 }}", width_mm=60, height_mm=12)
    assert size_of(filled(at, {"单位名称": "甲" * 27}), at) == 10.5


def test_what_does_not_fit_at_the_floor_moves_to_the_attachment(at: Path) -> None:
    fixed_cell(at, "{{ 扣减工龄原因 }}", width_mm=60, height_mm=6)
    word = compile_template(at)
    done = filling.fill(word.form, {"扣减工龄原因": "甲" * 60})
    assert [(m.slot.field, m.text, m.number) for m in done.moved] == [("扣减工龄原因", "甲" * 60, 1)]
    assert text_of(word.write(done)).strip() == "（见附页第1项）"


def test_a_form_without_a_box_for_the_value_says_so(at: Path) -> None:
    template(at, '{{ 退休类别|tick("正常退休") }} {{ 退休类别|tick("退职") }}')
    form = compile_template(at).form
    assert filling.without_box(form, {"退休类别": "弹性提前退休"}) == [("退休类别", "弹性提前退休")]
    assert filling.without_box(form, {"退休类别": "退职"}) == []
    assert filling.without_box(form, {}) == []


def test_quotes_that_word_curled_are_taken(at: Path) -> None:
    template(at, "{{ 性别｜tick(“男”) }}")
    assert text_of(filled(at, {"性别": "男"})) == "☑\n"


def test_what_looks_like_a_placeholder_is_text(at: Path) -> None:
    template(at, "@@rd range(3)|list@@ {# 甲 #} \x7f{{ 姓名 }}".replace("\x7f", ""))
    assert text_of(filled(at, {"姓名": "张三"})) == "@@rd range(3)|list@@ {# 甲 #} 张三\n"


def test_an_if_must_end_where_it_began(at: Path) -> None:
    document = docx.Document()
    document.add_paragraph('{%p if 性别 == "男" %}')
    table(document, ["{%p endif %}", ""])
    document.save(str(at))
    with pytest.raises(InvalidTemplate, match="要与对应的 if 写在同一处"):
        compile_template(at)


def test_a_cell_that_an_if_empties_keeps_a_paragraph(at: Path) -> None:
    document = docx.Document()
    table(document, ['{%p if 性别 == "男" %}', "乙"])
    cell = document.tables[0].cell(0, 0)
    cell.add_paragraph("甲")
    cell.add_paragraph("{%p endif %}")
    document.save(str(at))
    out = at.with_name("out.docx")
    out.write_bytes(filled(at, {"性别": "女"}))
    assert [c.text for c in docx.Document(str(out)).tables[0].rows[0].cells] == ["", "乙"]
    assert len(docx.Document(str(out)).tables[0].cell(0, 0).paragraphs) == 1


def test_an_employers_list_may_be_run_over_twice(at: Path) -> None:
    document = docx.Document()
    for name in ("人", "职工"):
        table(document, [f"{{%tr for {name} in 名单 %}}", ""], [f"{{{{ {name}.姓名 }}}}", ""], ["{%tr endfor %}", ""])
    document.save(str(at))
    assert text_of(filled(at, {}, [{"姓名": "张三"}])).count("张三") == 2


def fixed(at: Path, text: str, xml: str = "") -> Path:
    """A fixed cell, and something else done to its properties or its run's."""
    path = fixed_cell(at, text, width_mm=60, height_mm=6)
    document = docx.Document(str(path))
    if xml == "auto":
        width = next(document.tables[0].cell(0, 0)._tc.iter(qn("w:tcW")))
        width.set(qn("w:w"), "0")
        width.set(qn("w:type"), "auto")
        document.tables[0].columns[0].width = Mm(60)
    if xml == "style":
        document.styles["Normal"].font.size = Pt(22)
        size = document.tables[0].cell(0, 0).paragraphs[0].runs[0]._r.find(f".//{qn('w:sz')}")
        size.getparent().remove(size)
    document.save(str(path))
    return path


def test_a_width_that_is_automatic_comes_from_the_grid(at: Path) -> None:
    assert size_of(filled(fixed(at, "{{ 单位名称 }}", "auto"), {"单位名称": "甲" * 18}), at) == 8.5


def test_a_size_that_comes_from_the_style_steps_down_too(at: Path) -> None:
    fixed(at, "{{ 单位名称 }}", "style")
    assert compile_template(at).form.slots[0].size == 22
    assert size_of(filled(at, {"单位名称": "甲" * 18}), at) < 9


def test_a_symbol_stays_one_when_its_cell_steps_down(at: Path) -> None:
    fixed(at, '{{ 单位名称 }} {{ 性别|tick("男","wingdings") }}')
    assert "<00A3>" in text_of(filled(at, {"单位名称": "甲" * 16}))


def test_what_an_if_may_leave_out_counts_in_a_fixed_cell(at: Path) -> None:
    fixed(at, '{% if 性别 == "男" %}{{ 扣减工龄原因 }}{% endif %}')
    assert "（见附页第1项）" in text_of(filled(at, {"性别": "男", "扣减工龄原因": "甲" * 99}))


def test_what_cannot_be_shown_whole_is_told(at: Path) -> None:
    fixed_cell(at, "{{ 姓名 }}", width_mm=8, height_mm=4, size=26)
    done = filling.fill(compile_template(at).form, {"姓名": "买买提·阿不都"})
    assert [slot.field for slot in done.clipped] == ["姓名"]


def test_a_slot_knows_what_it_stands_under(at: Path) -> None:
    template(at, '{% if 性别 == "男" %}{{ 姓名 }}{% else %}{{ 民族 }}{% endif %}{{ 单位名称 }}')
    form = compile_template(at).form
    assert [slot.within for slot in form.slots] == [(("c0", True),), (("c0", False),), ()]
    assert "性别" in form.fields
