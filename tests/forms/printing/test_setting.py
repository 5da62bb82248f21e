"""Setting templates on pages, read back from the PDF by PDFium. Places in points from the upper left corner."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import docx
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from retire_docs.domain.record import Record
from retire_docs.forms import filling
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf
from tests.forms.build import fixed_cell
from tests.forms.printing import documents as made
from tests.forms.printing.documents import PAGE_BREAK, document, height, jc, p, r, save, tbl, tc, tr, val

NEAR = pytest.approx
LEFT, TOP = 90, 72  # the margins of the documents


@cache
def faces() -> Faces:
    return Faces(installed=False)


def printed(path: Path, record: Record | None = None, lists: Mapping[str, Sequence[Record]] | None = None) -> bytes:
    """A template filled and set."""
    form = PrintForm.of(path, faces())
    pdf = Pdf(faces(), "x")
    pdf.add(form.pages(filling.fill(form.form, record or {}, lists)))
    return pdf.finish()


class Char(NamedTuple):
    """A character: where it begins and ends, its baseline, its size, its weight and colour, and which way it is
    turned."""

    char: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    colour: tuple[int, int, int]
    turned: bool


class Sheet:
    """A page read back."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.width, self.height = page.get_size()
        self.chars = list(_chars(page))
        self.text = "".join(c.char for c in self.chars)
        self.rules = [o.get_bounds() for o in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)]
        self.pictures = [o.get_bounds() for o in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)]

    def lines(self) -> list[str]:
        """Its text by baseline, from above."""
        ordered = sorted(self.chars, key=lambda c: (round(c.baseline), c.left))
        return ["".join(c.char for c in line) for _, line in itertools.groupby(ordered, lambda c: round(c.baseline))]

    def at(self, words: str) -> Char:
        """The first character of some words."""
        return self.chars[self.text.index(words)]

    def levels(self) -> list[float]:
        """The heights of the rules across, from above."""
        return sorted({round(self.height - (b + t) / 2, 1) for left, b, right, t in self.rules if right - left > 20})


def _chars(page: pdfium.PdfPage) -> Iterator[Char]:
    text, height = page.get_textpage(), page.get_height()
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if char <= " " or char.isspace() or raw.FPDFText_IsGenerated(text, index):
            continue
        left, _, right, _ = text.get_charbox(index, loose=True)
        shown = raw.FPDFText_GetTextObject(text, index)
        parts = [raw.c_uint() for _ in range(4)]
        raw.FPDFText_GetFillColor(text, index, *parts)
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, index, matrix)
        _, baseline = _origin(text, index)
        yield Char(
            char,
            left,
            right,
            height - baseline,
            raw.FPDFText_GetFontSize(text, index),
            raw.FPDFTextObj_GetTextRenderMode(shown) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE,
            (parts[0].value, parts[1].value, parts[2].value),
            abs(matrix.b) > 0.5,
        )


def _origin(text: pdfium.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = raw.c_double(), raw.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    return x.value, y.value


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "template.docx"


def sheets(
    at: Path, built: Document, record: Record | None = None, lists: Mapping[str, Sequence[Record]] | None = None
) -> list[Sheet]:
    return [Sheet(page) for page in pdfium.PdfDocument(printed(save(built, at), record, lists))]


def sheet(at: Path, *blocks: str, record: Record | None = None) -> Sheet:
    """The only page of a document of these blocks."""
    (page,) = sheets(at, document(*blocks), record)
    return page


# Pages


def test_sections_have_pages_of_their_own_measures(at: Path) -> None:
    pages = sheets(at, made.landscape_section())
    assert [(round(page.width), round(page.height)) for page in pages] == [(595, 842), (842, 595), (595, 842)]
    assert pages[1].at("第二部分").baseline > 90  # its own upper margin


def test_a_continuous_section_has_its_own_side_margins_on_the_same_page(at: Path) -> None:
    (page,) = sheets(at, made.narrower_section())
    assert page.at("宽").left == NEAR(LEFT, abs=1)
    assert page.at("窄").left == NEAR(150, abs=1)
    assert page.at("又宽").left == NEAR(LEFT, abs=1)


def test_page_numbers_are_those_of_the_page(at: Path) -> None:
    pages = sheets(at, made.page_numbers())
    assert [page.lines()[-1] for page in pages] == ["第1页共2页", "第2页共2页"]
    assert {page.lines()[0] for page in pages} == {"退休一件事申请材料"}


def test_first_and_even_pages_have_their_own_headers(at: Path) -> None:
    pages = sheets(at, made.first_and_even_headers())
    assert [page.lines()[0] for page in pages] == ["首页不同的页眉", "双数页页眉", "单数页页眉"]


@pytest.mark.parametrize(("form", "numbers"), [("numberInDash", ["-3-", "-4-"]), ("upperRoman", ["III", "IV"])])
def test_page_numbers_have_their_sections_form_and_start(at: Path, form: str, numbers: list[str]) -> None:
    built = document(p(PAGE_BREAK), p("末页"))
    reference = made.edge(built, "footer", "a", p(made.simple_field("PAGE")))
    numbering = f'<w:pgNumType w:fmt="{form}" w:start="3"/>'
    pages = sheets(at, made.ending(built, made.section(references=reference, more=numbering)))
    assert [page.lines()[-1] for page in pages] == numbers


def test_a_page_break_in_a_run_ends_the_page_also_where_widows_are_not_wanted(at: Path) -> None:
    pages = sheets(at, document(p(f"{r('之前')}{PAGE_BREAK}{r('之后')}"), p(PAGE_BREAK), p("末页")))
    assert [page.text for page in pages] == ["之前", "之后", "末页"]
    assert pages[2].at("末页").baseline == NEAR(pages[1].at("之后").baseline)


def test_a_heading_goes_with_the_paragraph_that_it_heads(at: Path) -> None:
    first, second = sheets(at, made.kept_together())
    assert "标题" not in first.text
    assert second.lines()[0] == "标题不离开下一段"


# Paragraphs


@pytest.mark.parametrize(("align", "left"), [("left", 90.0), ("center", 276.6), ("right", 463.3)])
def test_a_line_stands_where_it_is_aligned(at: Path, align: str, left: float) -> None:
    assert sheet(at, p("甲乙丙丁", jc(align))).at("甲").left == NEAR(left, abs=1)


def test_spread_text_reaches_both_ends(at: Path) -> None:
    page = sheet(at, p("姓名栏", jc("distribute")))
    assert page.at("姓").left == NEAR(LEFT, abs=1)
    assert page.at("栏").right == NEAR(595.3 - 90, abs=1)


def test_indents_in_characters_count_in_the_papers_type(at: Path) -> None:
    page = sheet(at, p("甲", '<w:ind w:firstLineChars="200" w:firstLine="100"/>', val("sz", 32)))
    assert page.at("甲").left == NEAR(LEFT + 32, abs=1)


def test_pitches(at: Path) -> None:
    def lines(attributes: str) -> float:
        text = "甲乙丙丁戊己庚辛壬癸" * 8
        page = sheet(at, p(text, f"<w:spacing {attributes}/>"))
        first, second = sorted({round(c.baseline, 1) for c in page.chars})[:2]
        return second - first

    natural = lines("")
    assert lines('w:line="560" w:lineRule="exact"') == NEAR(28, abs=0.2)
    assert lines('w:line="500" w:lineRule="atLeast"') == NEAR(25, abs=0.2)
    assert lines('w:line="100" w:lineRule="atLeast"') == NEAR(natural, abs=0.2)
    assert lines('w:line="480" w:lineRule="auto"') == NEAR(2 * natural, abs=0.3)


def test_an_exact_pitch_stays_on_a_grid_and_the_least_fills_whole_lines(at: Path) -> None:
    """As in Word (ECMA-376, 17.6.5); LibreOffice sets all of them in lines of the grid."""
    (page,) = sheets(at, made.pitches_beside_grid())
    one, two, three, four, five = (page.at(c).baseline for c in "一二三四五")
    assert two - one == NEAR(20, abs=0.3)
    assert three - two > 25
    assert five - four == NEAR(15.6, abs=3)


def test_between_paragraphs_the_larger_space_stands(at: Path) -> None:
    natural = sheet(at, p("甲"), p("乙"))
    spaced = sheet(at, p("甲", '<w:spacing w:after="200"/>'), p("乙", '<w:spacing w:before="300"/>'))
    assert gap(spaced) - gap(natural) == NEAR(15, abs=0.1)


def gap(page: Sheet) -> float:
    return page.at("乙").baseline - page.at("甲").baseline


def test_likes_that_want_no_space_have_none(at: Path) -> None:
    style = '<w:pStyle w:val="ListParagraph"/><w:spacing w:before="300" w:after="300"/><w:contextualSpacing/>'
    assert gap(sheet(at, p("甲", style), p("乙", style))) == NEAR(gap(sheet(at, p("甲"), p("乙"))), abs=0.1)


TAB = "<w:r><w:tab/></w:r>"


def stop(kind: str, leader: str = "") -> str:
    filled = f' w:leader="{leader}"' if leader else ""
    return f'<w:tabs><w:tab w:val="{kind}" w:pos="6000"{filled}/></w:tabs>'


def test_tabs_end_at_their_stops(at: Path) -> None:
    right = sheet(at, p(f"{r('甲')}{TAB}{r('乙丙')}", stop("right")))
    assert right.at("丙").right == NEAR(LEFT + 300, abs=0.5)
    centre = sheet(at, p(f"{r('甲')}{TAB}{r('乙丙')}", stop("center")))
    assert centre.at("丙").left == NEAR(LEFT + 300, abs=0.5)
    decimal = sheet(at, p(f"{r('甲')}{TAB}{r('12.50')}", stop("decimal")))
    assert decimal.at(".50").left == NEAR(LEFT + 300, abs=1)


@pytest.mark.parametrize(("leader", "char"), [("dot", "."), ("underscore", "_"), ("hyphen", "-")])
def test_a_leader_fills_its_tab(at: Path, leader: str, char: str) -> None:
    page = sheet(at, p(f"{r('甲')}{TAB}{r('乙')}", stop("right", leader)))
    filling_chars = [c for c in page.chars if c.char == char]
    assert filling_chars[0].left == NEAR(page.at("甲").right, abs=1)
    assert filling_chars[-1].right == NEAR(page.at("乙").left, abs=1)


# Looks


def test_a_look_ends_with_its_run(at: Path) -> None:
    look = f"<w:b/>{val('color', 'FF0000')}{val('spacing', 60)}{val('w', 150)}{val('vertAlign', 'superscript')}"
    page = sheet(at, p(f"{r('甲')}{r('乙', look)}{r('丙丁')}"), p("戊"))
    assert (page.at("乙").bold, page.at("乙").colour) == (True, (255, 0, 0))
    for char in "甲丙戊":
        found = page.at(char)
        assert (found.bold, found.colour) == (False, (0, 0, 0))
        assert found.size == NEAR(10.5)
    assert page.at("丁").left - page.at("丙").left == NEAR(10.5, abs=0.1)
    assert page.at("乙").baseline < page.at("丙").baseline


def test_blanks_are_underlined(at: Path) -> None:
    under = val("u", "single")
    page = sheet(at, p(f"{r('甲')}{r('　' * 4, under)}{r('乙')}"), p(f"{r('丙')}{r(' ' * 10, under)}"))
    (_, narrow), wide = sorted((left, right) for left, _, right, _ in page.rules)
    assert wide == NEAR((LEFT + 10.5, LEFT + 10.5 + 42), abs=0.5)
    assert narrow > LEFT + 10.5 + 20


def test_a_transparent_picture_has_its_size(at: Path) -> None:
    (page,) = sheets(at, made.pictures())
    left, bottom, right, top = page.pictures[0]
    assert (right - left, top - bottom) == NEAR((85, 42.5), abs=0.5)


# Tables


def test_rows_keep_exact_heights_and_grow_from_least_ones(at: Path) -> None:
    page = sheet(
        at,
        tbl(
            [4000],
            tr("甲" * 200, style=height(800, "exact")),
            tr("乙", style=height(600)),
            tr("丙" * 60, style=height(600)),
        ),
    )
    one, two, three, four = page.levels()
    assert two - one == NEAR(40, abs=0.2)
    assert three - two == NEAR(30, abs=0.2)
    assert four - three > 45


def test_heading_rows_come_again_on_each_page(at: Path) -> None:
    pages = sheets(at, made.repeated_header())
    assert [page.text.count("序号") for page in pages] == [1, 1, 1]
    assert [page.lines()[0] for page in pages[1:]] == ["序号姓名备注"] * 2
    assert "".join(page.text for page in pages).count("职工养老") == 60


def test_a_row_that_must_not_break_but_is_higher_than_a_page_breaks(at: Path) -> None:
    heading = tr("栏", style="<w:tblHeader/>")
    pages = sheets(at, document(tbl([3000], heading, tr("甲" * 900, style="<w:cantSplit/>"), tr("乙"))))
    assert "".join(page.text for page in pages).count("甲") == 900
    assert len(pages) == 2


def test_an_exact_row_higher_than_a_page_does_not_go_on_for_ever(at: Path) -> None:
    heading = tr("栏", style="<w:tblHeader/>")
    assert len(sheets(at, document(tbl([3000], heading, tr("甲", style=height(15000, "exact")), tr("乙"))))) <= 3


def test_text_of_a_merged_cell_goes_on_on_the_next_page(at: Path) -> None:
    pages = sheets(at, made.long_merged_cell())
    assert "".join(page.text for page in pages).count("国务院") == 12


def test_a_table_of_old_word_begins_left_of_the_margin_and_of_new_word_at_it(at: Path) -> None:
    built = document(tbl([4000], tr("甲")))
    (old,) = sheets(at, built)
    for setting in built.settings.element.iter("{*}compatSetting"):
        if "compatibilityMode" in setting.values():
            setting.set(qn("w:val"), "15")
    (new,) = sheets(at, built)
    assert old.at("甲").left == NEAR(LEFT, abs=1)
    assert new.at("甲").left == NEAR(LEFT + 5.4, abs=1)


def test_all_cells_of_a_row_begin_below_the_largest_upper_margin(at: Path) -> None:
    margin = '<w:tcMar><w:top w:w="400" w:type="dxa"/></w:tcMar>'
    page = sheet(at, tbl([2000, 2000], tr(tc("甲", margin), "乙")))
    assert page.at("甲").baseline == page.at("乙").baseline > TOP + 20


def test_text_that_runs_down_stands_upright_but_for_latin_and_brackets(at: Path) -> None:
    down = val("textDirection", "tbRlV")
    page = sheet(at, tbl([900, 4000], tr(tc("申请（人）AB", down), "乙", style=height(3000, "exact"))))
    # PDFium gives the matrix that the page has in the end: what is upright is not turned.
    assert {c.char: c.turned for c in page.chars} == {
        **dict.fromkeys("申请人乙", False), **dict.fromkeys("（）AB", True)
    }  # fmt: skip
    baselines = [page.at(c).baseline for c in "申请人"]
    assert baselines == sorted(baselines)
    assert page.at("申").left == NEAR(page.at("人").left, abs=0.1)


def test_a_row_grows_with_text_that_runs_down(at: Path) -> None:
    """As in Word; LibreOffice cuts it off."""
    (page,) = sheets(at, made.turned_in_growing_row())
    one, two = page.levels()[:2]
    assert two - one >= 7 * 10.5


def test_text_that_runs_down_is_centred_in_all_the_rows_that_its_cell_spans(at: Path) -> None:
    first = sheets(at, made.turned_over_rows())[0]
    chars = [first.at(c) for c in "个人信息"]
    middle = (chars[0].baseline + chars[-1].baseline) / 2
    assert middle == NEAR(TOP + 6 * 30 / 2 + 4, abs=4)


# Numbering


def test_numbers_before_paragraphs(at: Path) -> None:
    (page,) = sheets(at, made.numbering())
    begins = ("一、基本", "（一）个人", "（二）单位", "1.名称", "二、承诺", "（一）个人", "十一、第11", "1.根据", "1.1二级",
              "1.1.1三级", "1.2根据", "2.下一条", "●项目", "-小项目", "第1条根据", "第2条第二条", "1.重新开始", "2.接着")  # fmt: skip
    lines = iter(page.lines())
    for begin in begins:
        assert any(line.startswith(begin) for line in lines), begin


# Filling


def names(*given: str) -> dict[str, list[Record]]:
    return {"名单": [{"姓名": name} for name in given]}


def test_rows_and_numbers_stand_for_each_item_of_a_list(at: Path) -> None:
    built = document(
        tbl(
            [1000, 3000],
            tr("序号", "姓名"),
            tr("{%tr for 人 in 名单 %}", ""),
            tr("{{ 人.序号 }}", "{{ 人.姓名 }}"),
            tr("{%tr endfor %}", ""),
        )
    )
    (page,) = sheets(at, built, lists=names("张三", "李四", "王五"))
    assert page.lines() == ["序号姓名", "1张三", "2李四", "3王五"]
    assert len(page.levels()) == 5
    (empty,) = sheets(at, built)
    assert empty.lines() == ["序号姓名"]


@pytest.mark.parametrize(
    ("sex", "lines"), [("男", ["甲", "男的", "丁"]), ("女", ["甲", "女的", "丁"]), (None, ["甲", "女的", "丁"])]
)
def test_what_an_if_leaves_out_takes_no_room(at: Path, sex: str | None, lines: list[str]) -> None:
    page = sheet(
        at, p("甲"), p('{%p if 性别 == "男" %}'), p("男的"), p("{%p else %}"), p("女的"), p("{%p endif %}"), p("丁"),
        record={"性别": sex} if sex else {},
    )  # fmt: skip
    assert page.lines() == lines
    assert page.at("丁").baseline - page.at("甲").baseline == NEAR(2 * 15.2, abs=0.5)


def test_a_value_that_is_too_long_steps_down_and_stays_in_its_cell(at: Path) -> None:
    def value_size(text: str) -> Sheet:
        path = fixed_cell(at, "{{ 单位名称 }}", width_mm=50, height_mm=8)
        return Sheet(pdfium.PdfDocument(printed(path, {"单位名称": text}))[0])

    short, long = value_size("甲公司"), value_size("甲" * 22 + "公司")
    assert short.at("甲").size == NEAR(10.5)
    assert long.at("甲").size < 10.5
    assert len(long.lines()) == 2
    assert max(c.baseline for c in long.chars) < TOP + 8 * 72 / 25.4 - 1


def test_a_ticked_check_box_control_is_a_tick(at: Path) -> None:
    built = document(p(f"{made.control(r('{{ 性别|tick(&quot;男&quot;) }}'), made.CHECK_BOX)}{r('男')}"))
    assert sheets(at, built, {"性别": "男"})[0].text == "☒男"
    assert sheets(at, built, {"性别": "女"})[0].text == "☐男"


def test_nothing_is_lost_of_a_document_read_from_word(at: Path) -> None:
    """Paragraphs and rows in content controls are set like others."""
    built = made.content_controls()
    (page,) = sheets(at, built)
    for words in ("整段在控件里", "第二段", "控件里的行", "控件里的格", "格内控件", "表后"):
        assert words in page.text
    assert docx.Document(str(at)).tables
