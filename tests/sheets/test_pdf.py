"""PDF files → sheets: our own, LibreOffice's, and ones made by hand for what programs do."""

from __future__ import annotations

import difflib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from lxml import etree
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.record import Record
from retire_docs.errors import Fault, UnreadableFile
from retire_docs.forms import filling
from retire_docs.forms.form import LISTS
from retire_docs.forms.library import word_form
from retire_docs.forms.printing import page_code
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.page_code import PageCode
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.sheets import pdf as reader
from retire_docs.sheets.pdf import page_picture, read_pdf
from retire_docs.sheets.sheet import WRAP, Sheet, Unit
from tests.fill.longest import record as longest
from tools.office import SOFFICE, convert

PACKS = (*cities(), common())
FORMS = [pytest.param(pack, form, id=f"{pack.id}-{form.id}") for pack in PACKS for form in pack.forms]
FACES = Faces(installed=False)
CASE, VERSION = "ABCDEFGHJKLM", "0123456789AB"
A4 = (595, 842)


# Files made by hand


def words(x: float, y: float, text: str, size: float = 10, matrix: str = "1 0 0 1") -> str:
    """Text in a Chinese font whose characters are an em wide, at a place from the lower left corner."""
    code = text.encode("utf-16-be").hex()
    return f"BT /F2 {size} Tf {matrix} {x} {y} Tm <{code}> Tj ET"


def latin(x: float, y: float, text: str, size: float = 10) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET"


def grid(xs: list[float], ys: list[float]) -> str:
    lines = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys] + [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return "\n".join(["0.5 w", *lines])


def made(
    *pages: str, size: tuple[float, float] = A4, rotate: int = 0, fonts: dict[str, str] | None = None
) -> pikepdf.Pdf:
    """A document with pages of these operators."""
    document = pikepdf.new()
    plain = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/STSong-Light"), Flags=6, ItalicAngle=0, Ascent=880, Descent=-120,
        CapHeight=880, StemV=93, FontBBox=[-25, -254, 1000, 880],
    )  # fmt: skip
    info = Dictionary(Registry=String("Adobe"), Ordering=String("GB1"), Supplement=2)
    below = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType0, BaseFont=Name("/STSong-Light"), CIDSystemInfo=info,
        FontDescriptor=document.make_indirect(descriptor), DW=1000,
    )  # fmt: skip
    song = Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/STSong-Light"), Encoding=Name("/UniGB-UCS2-H"),
        DescendantFonts=[document.make_indirect(below)],
    )  # fmt: skip
    table = Dictionary(F1=plain, F2=song)
    for name, base in (fonts or {}).items():
        table[f"/{name}"] = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name(f"/{base}"))
    for operators in pages:
        page = Dictionary(
            Type=Name.Page, MediaBox=[0, 0, *size], Rotate=rotate, Resources=Dictionary(Font=table),
            Contents=document.make_stream(operators.encode("latin-1")),
        )  # fmt: skip
        document.pages.append(pikepdf.Page(document.make_indirect(page)))
    return document


def saved(document: pikepdf.Pdf, **how: object) -> bytes:
    out = io.BytesIO()
    document.save(out, **how)  # type: ignore[arg-type]
    return out.getvalue()


def sheet_of(*operators: str, rotate: int = 0, size: tuple[float, float] = A4, **more: dict[str, str]) -> Sheet:
    return only(saved(made("\n".join(operators), rotate=rotate, size=size, fonts=more.get("fonts"))))


def only(data: bytes) -> Sheet:
    (sheet,) = sheets_of(data)
    return sheet


def sheets_of(data: bytes) -> list[Sheet]:
    found = list(read_pdf(data, "x.pdf"))
    assert all(isinstance(sheet, Sheet) for sheet in found), found
    return [sheet for sheet in found if isinstance(sheet, Sheet)]


def texts(sheet: Sheet) -> list[str]:
    return [unit.text for unit in sheet.units]


def cells(sheet: Sheet) -> list[tuple[int | None, int | None, str]]:
    return [(unit.row, unit.column, unit.text) for unit in sheet.units]


# Every form


def printed(pack: Pack, form: Form, record: Record) -> bytes:
    sheet = PrintForm.of(pack.template(form), FACES)
    people = [record] if any(slot.of_list for slot in sheet.form.slots) else []
    pages = sheet.pages(filling.fill(sheet.form, record, dict.fromkeys(LISTS, people)))
    page_code.draw(pages, pack.id, form.id, VERSION, CASE)
    pdf = Pdf(FACES, form.title)
    pdf.add(pages)
    return pdf.finish()


def written(pack: Pack, form: Form, record: Record) -> bytes:
    word = word_form(pack, form)
    people = [record] if any(slot.of_list for slot in word.form.slots) else []
    return word.write(filling.fill(word.form, record, dict.fromkeys(LISTS, people)))


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SYMBOLS = {"0052": "☑", "00A3": "□"}


SAID = str.maketrans("☑□", "R£")
"""Where LibreOffice has no symbol font it shows the letters of its codes."""


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def word_cells(word: bytes) -> list[str]:
    """The cells of a Word file, row by row, each where it begins; without those of tables without any borders, which
    no reader of paper sees."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return [
        text
        for table in root.iter(f"{W}tbl")
        if next(table.iterancestors(f"{W}tc"), None) is None
        for text in _cells(table)
    ]


def _cells(table: etree._Element) -> Iterator[str]:
    for row in table.iterchildren(f"{W}tr"):
        for cell in row.iterchildren(f"{W}tc"):
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            if merged is None or merged.get(f"{W}val") == "restart":
                yield squeezed("".join(_text(p) for p in cell.iterchildren(f"{W}p")))
                for inner in cell.iterchildren(f"{W}tbl"):
                    yield from _cells(inner)


def _text(paragraph: etree._Element) -> str:
    out = []
    for node in paragraph.iter():
        if node.tag == f"{W}t":
            out.append(node.text or "")
        elif node.tag == f"{W}sym":
            out.append(SYMBOLS[node.get(f"{W}char", "")])
        elif node.tag == f"{W}noBreakHyphen":
            out.append("-")
    return "".join(out)


BORDERLESS = {"guyang-lost_archive_commitment": ["承诺人（签字）：", "（按手印处）"]}
"""A table that only places words; what is in it comes as lines."""
TWO_PAGES = {"common-attachment"}
"""Where the longest values make a second page: the head of the table stands there again, and a row is cut in two."""


def differences(name: str, word: list[str], pdf: list[Unit]) -> list[object]:
    """Where the cells of a Word file and of its PDF are not the same, beyond what is known."""
    read = [squeezed(unit.text) for unit in pdf if unit.table is not None]
    told = [cell for cell in word if not cell.startswith(tuple(BORDERLESS.get(name, ["\0"])))]
    if read != told and name in TWO_PAGES:
        return [] if set(squeezed("".join(told))) == set(squeezed("".join(read))) else ["other characters"]
    matcher = difflib.SequenceMatcher(None, told, read, autojunk=False)
    return [(told[a:b], read[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


RECORDS: list[Record] = [{}, longest()]


@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_our_own_print_has_the_cells_of_the_word_file(pack: Pack, form: Form) -> None:
    for record in RECORDS:
        sheets = sheets_of(printed(pack, form, record))
        units = [unit for sheet in sheets for unit in sheet.units]
        assert not differences(f"{pack.id}-{form.id}", word_cells(written(pack, form, record)), units)
        assert [unit.page for unit in units] == sorted(unit.page for unit in units)
        for number, sheet in enumerate(sheets, 1):
            assert not sheet.needs_ocr
            if sheet.code:  # not every page has room for it
                assert sheet.code == PageCode(pack.id, form.id, VERSION.lower(), number, len(sheets), CASE)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffices_print_has_the_cells_of_the_word_file(tmp_path: Path) -> None:
    words_of = {}
    for pack in PACKS:
        for form in pack.forms:
            for number, record in enumerate(RECORDS):
                word = written(pack, form, record)
                (tmp_path / f"{pack.id}-{form.id}.{number}.docx").write_bytes(word)
                words_of[f"{pack.id}-{form.id}.{number}"] = [cell.translate(SAID) for cell in word_cells(word)]
    wrong = {}
    for file in convert(tmp_path):
        units = [unit for sheet in sheets_of(file.read_bytes()) for unit in sheet.units]
        units = [replace(unit, text=unit.text.translate(SAID)) for unit in units]
        if found := differences(file.stem.partition(".")[0], words_of[file.stem], units):
            wrong[file.stem] = found
    assert not wrong


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffices_boxes_and_ticks_of_a_symbol_font(tmp_path: Path) -> None:
    pack = next(pack for pack in PACKS if pack.id == "quyuan")
    word = written(pack, pack.form("application"), {"申请独生子女奖励金": "是"})
    (tmp_path / "x.docx").write_bytes(word)
    (file,) = convert(tmp_path, system_fonts=True)
    units = [unit for sheet in sheets_of(file.read_bytes()) for unit in sheet.units]
    assert not differences("", word_cells(word), units)
    assert {"☑", "□"} <= set("".join(unit.text for unit in units))


@cache
def registration() -> bytes:
    pack = next(pack for pack in PACKS if pack.id == "baiyin")
    return printed(pack, pack.form("registration"), longest())


def test_every_character_has_its_place() -> None:
    for sheet in sheets_of(registration()):
        assert sheet.width == pytest.approx(595.3, abs=0.1)
        assert sheet.height == pytest.approx(841.9, abs=0.1)
        assert sheet.rules
        for unit in sheet.units:
            assert unit.box is not None
            assert unit.characters is not None
            assert len(unit.characters) == len(unit.text)
            for char, box in zip(unit.text, unit.characters, strict=True):
                assert (box is None) == (char in f"\n{WRAP}"), (unit.text, char)
                if box:
                    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
                    assert unit.box.left <= x <= unit.box.right
                    assert unit.box.top <= y <= unit.box.bottom


def test_values_over_several_lines_are_whole_without_the_wraps() -> None:
    text = "\n".join(unit.text.replace(WRAP, "") for sheet in sheets_of(registration()) for unit in sheet.units)
    for value in (
        "1990年1月至2005年12月在白银市示例铜矿井下采掘车间工作\n2006年1月至2010年12月",
        "甘肃省白银市白银区人民路街道友好路社区金鱼花园小区东区25号楼3单元1203室",
        "依据《关于对社会保险领域严重失信企业及其有关人员实施联合惩戒的合作备忘录》",
        "移交司法机关处理。\n法定代表人：",
    ):
        assert value in text


# Cells


TABLE = grid([50, 150, 300], [700, 730, 760])
IN_TABLE = (words(60, 740, "甲一"), words(160, 740, "乙二"), words(60, 710, "丙三"), words(160, 710, "丁四"))
CELLS = [(0, 0, "甲一"), (0, 1, "乙二"), (1, 0, "丙三"), (1, 1, "丁四")]
FILLED = "\n".join([f"50 {y} 250 0.5 re f" for y in (700, 730, 760)] + [f"{x} 700 0.5 60 re f" for x in (50, 150, 300)])
ONE_FILL = FILLED.replace(" f\n", "\n")
RECTANGLES = "\n".join(f"{x} {y} {width - 0.4} 29.6 re S" for x, width in ((50, 100), (150, 150)) for y in (700, 730))
DASHED = f"[3 2] 0 d {TABLE}"
THICK = "\n".join(
    [f"50 {y} 250 0.8 re f 50 {y + 1.4} 250 0.8 re f" for y in (700, 760)]
    + ["50 730 250 0.5 re f"]
    + [f"{x} 700 0.8 62 re f" for x in (50, 150, 300)]
)


@pytest.mark.parametrize("lines", [TABLE, FILLED, ONE_FILL, RECTANGLES, DASHED, THICK], ids=range(6))
def test_however_borders_are_drawn(lines: str) -> None:
    assert cells(sheet_of(lines, *IN_TABLE)) == CELLS


def test_borders_and_text_in_a_form_xobject_that_is_moved() -> None:
    document = made("q 2 0 0 2 -20 -700 cm /X Do Q")
    inner = document.make_stream(f"{TABLE} {' '.join(IN_TABLE)}".encode())
    inner.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, *A4], Matrix=[1, 0, 0, 1, 0, 0],
        Resources=document.pages[0].Resources,
    )  # fmt: skip
    document.pages[0].Resources = Dictionary(XObject=Dictionary(X=document.make_indirect(inner)))
    sheet = only(saved(document))
    assert cells(sheet) == CELLS
    assert sheet.units[0].box is not None
    assert sheet.units[0].box.left == pytest.approx(80 / 595, abs=0.002)


def test_an_underline_a_footers_rule_and_a_frame_are_no_tables() -> None:
    sheet = sheet_of(
        *(words(60, 700, "申请人（签字）：　　　　　日期"), "140 698 m 240 698 l S"),
        *("50 60 m 545 60 l S", words(280, 40, "第一页")),
        *("50 500 200 30 re S", words(60, 510, "框里的话")),
        *("52 420 9 9 re S", words(64, 421, "同意")),
    )
    assert cells(sheet) == [
        (None, None, text) for text in ("申请人（签字）：　　　　　日期", "框里的话", "同意", "第一页")
    ]


def test_a_single_cell_of_several_lines_is_a_cell_and_a_frame_round_the_page_is_none() -> None:
    sheet = sheet_of(words(250, 800, "附页"), "50 500 500 200 re S", words(60, 680, "一、甲"), words(60, 660, "二、乙"))
    assert cells(sheet) == [(None, None, "附页"), (0, 0, "一、甲\n二、乙")]
    framed = sheet_of("30 30 535 780 re S", words(250, 790, "标题"), TABLE, *IN_TABLE)
    assert cells(framed) == [(None, None, "标题"), *CELLS]


def test_an_area_is_no_line() -> None:
    shaded = "0.9 g 50 700 250 30 re f 0 0 595 842 re f 0 g"
    assert cells(sheet_of(shaded, TABLE, *IN_TABLE)) == CELLS


def test_a_word_that_runs_over_the_wall_stays_whole() -> None:
    sheet = sheet_of(TABLE, latin(110, 740, "13900000001"), words(200, 740, "电话"))
    assert texts(sheet)[:2] == ["13900000001", "电话"]


def test_digits_in_boxes_are_cells() -> None:
    lines = grid([50 + 14 * i for i in range(19)], [700, 714])
    number = "110101196503120018"
    sheet = sheet_of(lines, *(latin(54 + 14 * i, 703, digit) for i, digit in enumerate(number)))
    assert texts(sheet) == list(number)


def test_reading_order_with_a_nested_table() -> None:
    sheet = sheet_of(
        grid([50, 150, 300], [600, 730, 760]),
        *(words(60, 740, "甲"), words(160, 740, "乙"), words(60, 700, "丙"), words(160, 715, "丁")),
        *(grid([170, 230, 290], [640, 670]), words(180, 650, "戊"), words(240, 650, "己")),
        *(words(60, 780, "上面"), words(60, 560, "下面")),
    )
    assert texts(sheet) == ["上面", "甲", "乙", "丙", "丁", "戊", "己", "下面"]
    assert [unit.table for unit in sheet.units] == [None, 1, 1, 1, 1, 2, 2, None]


# Characters and lines


def test_bold_by_drawing_twice_and_raised_figures() -> None:
    sheet = sheet_of(words(60, 700, "人员人员"), words(60.4, 700, "人员人员"), words(100, 704, "２", 6))
    assert texts(sheet) == ["人员人员２"]


def test_wide_gaps_keep_columns_apart() -> None:
    sheet = sheet_of(words(60, 700, "姓名"), words(200, 700, "性别　男"))
    assert texts(sheet)[0].split("  ")[0] == "姓名"
    assert re.fullmatch("姓名 {10,40}性别　男", texts(sheet)[0])


def test_spaces_between_words_that_are_not_in_the_file() -> None:
    sheet = sheet_of(
        latin(60, 700, "abc def"), latin(60, 680, "abc"), latin(79, 680, "def"), latin(60, 660, "1  2"),
        *(latin(60 + 9 * i, 640, digit) for i, digit in enumerate("62170000")),
    )  # fmt: skip
    assert texts(sheet) == ["abc def", "abc def", "1  2", "62170000"]


def test_a_symbol_font() -> None:
    sheet = sheet_of(
        words(60, 700, "是"), r"BT /F3 10 Tf 70 700 Td (R) Tj ET", words(90, 700, "否"),
        r"BT /F3 10 Tf 100 700 Td (\243) Tj ET", fonts={"F3": "ABCDEF+Wingdings2"},
    )  # fmt: skip
    assert squeezed(texts(sheet)[0]) == "是☑否□"


def test_wraps_and_line_ends_in_a_cell() -> None:
    frame = grid([50, 160, 300], [600, 700, 730])  # 10 characters fit into 110 − 2 × 5
    lines = ["一二三四五六七八九十", "甲乙丙。", "一二三四五六七八", "丁（戊）", "一二三四五六七八九", "（己）"]
    sheet = sheet_of(frame, words(55, 710, "题"), *(words(55, 685 - 14 * i, line) for i, line in enumerate(lines)))
    assert texts(sheet)[2] == (
        f"一二三四五六七八九十{WRAP}甲乙丙。\n一二三四五六七八\n丁（戊）\n一二三四五六七八九{WRAP}（己）"
    )


def test_an_indented_line_begins_a_paragraph_though_the_one_before_is_full() -> None:
    frame = grid([50, 160, 300], [600, 700, 730])
    lines = [(75, "一二三四五六七八"), (55, "一二三四五六七八九十"), (75, "甲乙丙丁")]
    sheet = sheet_of(frame, *(words(x, 685 - 14 * i, line) for i, (x, line) in enumerate(lines)))
    assert texts(sheet)[2] == f"一二三四五六七八{WRAP}一二三四五六七八九十\n甲乙丙丁"


def test_centred_lines() -> None:
    frame = grid([50, 160, 300], [600, 700, 730])
    lines = [(65, "一二三四五六七八"), (80, "甲乙丙丁戊"), (55, "一二三四五六七八九十"), (95, "己庚")]
    sheet = sheet_of(frame, *(words(x, 685 - 14 * i, line) for i, (x, line) in enumerate(lines)))
    assert texts(sheet)[2] == f"一二三四五六七八\n甲乙丙丁戊\n一二三四五六七八九十{WRAP}己庚"


def test_words_that_were_parted_at_a_space_and_numbers_that_were_cut() -> None:
    frame = grid([50, 160, 300], [600, 700, 730])  # 100 points: 18 digits
    sheet = sheet_of(
        frame,
        *(latin(55, 685, "Certificate of"), latin(55, 671, "employment")),
        *(latin(165, 685, "110101196503120018000000"), latin(165, 671, "42")),
    )
    assert texts(sheet)[2:] == [f"Certificate of {WRAP}employment", f"110101196503120018000000{WRAP}42"]


def test_full_lines_outside_of_tables_say_so() -> None:
    full = "一二三四五六七八九十" * 4
    sheet = sheet_of(
        words(200, 780, "承诺书", 20),
        *(words(100, 740, full[2:]), words(80, 720, full), words(80, 700, "到此为止。")),
        *(words(100, 680, "另一段。"), words(300, 600, "签字："), words(300, 580, "日期：")),
    )
    assert texts(sheet) == [
        "承诺书", full[2:] + WRAP, full + WRAP, "到此为止。", "另一段。", "签字：", "日期："
    ]  # fmt: skip


def test_paragraphs_with_indents_go_on_where_the_next_line_has_none() -> None:
    """A line that was broken early, since what follows does not go apart."""
    full = "一二三四五六七八九十" * 4
    sheet = sheet_of(
        *(words(100, 740, full[2:]), words(80, 720, full[4:]), words(80, 700, "继续。")),
        *(words(100, 680, full[2:]), words(100, 660, "（签字）：" + "　" * 12), words(100, 640, "日期：")),
    )
    assert texts(sheet) == [
        full[2:] + WRAP, full[4:] + WRAP, "继续。", full[2:], "（签字）：" + "　" * 12, "日期："
    ]  # fmt: skip


def test_a_name_at_the_right_over_two_lines() -> None:
    sheet = sheet_of(
        words(80, 760, "一二三四五六七八九十" * 4), words(80, 700, "白银市示例特种机械设备制造有限公司第一分公司" + "甲" * 14),
        words(380, 685, "公司（盖章）"),
    )  # fmt: skip
    assert texts(sheet)[1].endswith(f"甲{WRAP}")
    assert texts(sheet)[2] == "公司（盖章）"


@pytest.mark.parametrize("number", ["第 1 页 共 2 页", "- 3 -", "12", "1/2"])
def test_the_number_of_a_page_is_no_part_of_its_text(number: str) -> None:
    sheet = sheet_of(words(80, 700, "正文"), words(80, 680, "12"), words(280, 30, number))
    assert [unit.margin for unit in sheet.units] == [False, False, True]


def test_text_that_stands_upright_in_a_narrow_cell_or_is_turned() -> None:
    sheet = sheet_of(
        grid([50, 64, 150, 300], [600, 700]),
        *(words(52, 680 - 12 * i, char) for i, char in enumerate("基本信息")),
        *(words(100, 610, "向上读", matrix="0 1 -1 0"), words(200, 690, "向下读", matrix="0 -1 1 0")),
    )
    assert [text.replace(WRAP, "") for text in texts(sheet)] == ["基本信息", "向上读", "向下读"]
    for unit in sheet.units:
        assert unit.box is not None
        assert all(b is None or unit.box.left < b.left < b.right < unit.box.right for b in unit.characters or ())


def test_a_watermark_across_the_page_is_not_the_forms_text() -> None:
    assert texts(sheet_of(words(60, 700, "正文"), words(200, 300, "样本样本", 60, "0.7 0.7 -0.7 0.7"))) == ["正文"]


# Turned pages


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages(rotate: int) -> None:
    """The content is drawn so that it reads upright when the page is shown turned."""
    matrix = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 595 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 842"}[rotate]
    size = (842, 595) if rotate % 180 else A4
    moved = "" if rotate % 180 == 0 else "1 0 0 1 0 -247 cm"
    sheet = sheet_of(f"q {matrix} cm {moved}", TABLE, *IN_TABLE, "Q", rotate=rotate)
    assert cells(sheet) == CELLS
    assert (sheet.width, sheet.height) == size
    box = sheet.units[0].box
    assert box is not None
    assert box.left == pytest.approx(50 / size[0], abs=0.002)
    assert box.top == pytest.approx((842 - 760) / size[1], abs=0.002)


@pytest.mark.parametrize(
    ("matrix", "size"),
    [("0 1 -1 0 595 0", (842, 595)), ("-1 0 0 -1 595 842", A4), ("0 -1 1 0 0 842", (842, 595))],
    ids=["up", "head down", "down"],
)
def test_pages_whose_content_is_turned(matrix: str, size: tuple[int, int]) -> None:
    moved = "1 0 0 1 0 -247 cm" if size[0] > size[1] else ""
    data = saved(made(f"q {matrix} cm {moved} {TABLE} {' '.join(IN_TABLE)} 400 500 20 20 re f Q"))
    sheet = only(data)
    assert cells(sheet) == CELLS
    assert (sheet.width, sheet.height) == size
    picture = page_picture(data, 1, 72)
    assert picture.size == size
    assert picture.getpixel((410, size[1] - 510 + (247 if moved else 0))) == (0, 0, 0)


def test_a_page_code_on_every_page_however_turned() -> None:
    document = pikepdf.open(io.BytesIO(registration()))
    for page, rotate in zip(document.pages, (90, 180), strict=True):
        page.Rotate = rotate
    sheets = sheets_of(saved(document))
    assert [sheet.code and sheet.code.page for sheet in sheets] == [1, 2]
    assert "阿卜杜拉·买买提·吐尔逊江" in texts(sheets[0])


def test_no_corner_is_looked_at_where_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(zxingcpp, "read_barcodes", fail)
    assert sheet_of(TABLE, *IN_TABLE).code is None


# Fields and notes


def with_notes(*notes: Dictionary, form: bool = True, more: str = "") -> pikepdf.Pdf:
    document = made(f"{TABLE} {words(60, 740, '姓名')} {more}")
    made_notes = Array([document.make_indirect(note) for note in notes])
    document.pages[0].Annots = made_notes
    if form:
        widgets = [note for note in made_notes if note.Subtype == Name.Widget]
        document.Root.AcroForm = Dictionary(Fields=Array(widgets), DA=String("/F1 10 Tf 0 g"))
    return document


def widget(kind: str, name: str, rectangle: list[float], **more: object) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name(f"/{kind}"),
        T=String(name),
        Rect=rectangle,
        F=4,
        **more,  # type: ignore[arg-type]
    )


def test_values_of_fields() -> None:
    document = with_notes(*_fields(), more=words(75, 601, "同意") + words(75, 581, "不同意"))
    assert texts(only(saved(document))) == ["姓名", "张三丰", "乙类", "第一行\n第二行", "☑同意", "□不同意"]


def _fields() -> list[Dictionary]:
    on = Dictionary(N=Dictionary(Yes=Dictionary(), Off=Dictionary()))
    options = Array([Array([String("a"), String("甲类")]), Array([String("b"), String("乙类")])])
    hidden = widget("Tx", "hidden", [155, 500, 295, 520], V=String("看不见"))
    hidden.F = 2
    return [
        widget("Tx", "name", [155, 735, 295, 755], V=String("张三丰")),
        widget("Tx", "long", [155, 702, 295, 728], V=String("第一行\r第二行"), Ff=1 << 12),
        widget("Btn", "yes", [60, 600, 70, 610], AS=Name.Yes, V=Name.Yes, AP=on),
        widget("Btn", "no", [60, 580, 70, 590], AS=Name.Off, V=Name.Off, AP=on),
        widget("Ch", "list", [60, 705, 140, 725], Ff=1 << 17, V=String("b"), Opt=options),
        widget("Tx", "empty", [155, 540, 295, 560]),
        hidden,
    ]


def test_a_box_that_the_page_shows_is_ticked_and_not_doubled() -> None:
    on = Dictionary(N=Dictionary(Yes=Dictionary(), Off=Dictionary()))
    document = with_notes(
        widget("Btn", "yes", [60, 600, 70, 610], AS=Name.Yes, V=Name.Yes, AP=on),
        widget("Btn", "no", [60, 580, 70, 590], AS=Name.Off, V=Name.Off, AP=on),
        more=words(60, 601, "□同意") + words(60, 581, "□不同意"),
    )
    assert texts(only(saved(document)))[-2:] == ["☑同意", "□不同意"]


def test_typewriter_notes() -> None:
    def note(rectangle: list[float], text: str, flags: int = 4) -> Dictionary:
        return Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=rectangle, Contents=String(text), F=flags,
            DA=String("/F1 10 Tf"),
        )  # fmt: skip

    document = with_notes(
        note([155, 735, 295, 755], "李四"), note([155, 705, 295, 725], "看不见", 2),
        note([60, 600, 200, 630], "写在表外\r\n两行"), form=False,
    )  # fmt: skip
    assert texts(only(saved(document))) == ["姓名", "李四", "", "", "写在表外", "两行"]


# Paper


def picture(document: pikepdf.Pdf, image: Image.Image) -> Dictionary:
    stream = document.make_stream(image.convert("L").tobytes())
    stream.stream_dict = Dictionary(
        Type=Name.XObject, Subtype=Name.Image, Width=image.width, Height=image.height, ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )  # fmt: skip
    return Dictionary(I=document.make_indirect(stream))


def scan(operators: str, image: Image.Image | None = None) -> bytes:
    document = made(operators)
    document.pages[0].Resources.XObject = picture(document, image or Image.new("L", (60, 80), 255))
    return saved(document)


WHOLE = "q 595 0 0 842 0 0 cm /I Do Q"
LETTER = "\n".join(words(60, 700 - 20 * i, "一二三四五六七八九十" * 3) for i in range(5))


def test_what_needs_a_reader_of_paper() -> None:
    assert only(scan(WHOLE)).needs_ocr
    assert only(scan(f"{WHOLE} {words(280, 30, '第一页')}")).needs_ocr
    assert only(scan("q 595 0 0 421 0 0 cm /I Do Q q 595 0 0 421 0 421 cm /I Do Q")).needs_ocr
    assert not only(scan(f"{LETTER} q 100 0 0 100 300 100 cm /I Do Q")).needs_ocr
    assert not only(scan(f"{WHOLE} {LETTER}")).needs_ocr
    assert not only(saved(made(""))).needs_ocr


def test_text_behind_a_scan_is_given_and_yet_paper_is_to_be_read() -> None:
    for operators in (f"{WHOLE} 3 Tr {LETTER}", f"{LETTER} {WHOLE}"):
        sheet = only(scan(operators))
        assert sheet.needs_ocr
        assert len(sheet.units) == 5
    assert texts(only(saved(made(f"{words(60, 700, '看得见')} 3 Tr {words(60, 600, '看不见')}")))) == ["看得见"]


def test_a_page_code_on_a_scan() -> None:
    shown = page_picture(registration(), 1, 200)
    assert shown.mode == "RGB"
    for turn in (0, 90, 180, 270):
        turned = shown.rotate(turn, expand=True)
        code = only(scan(WHOLE, turned)).code
        assert code is not None
        assert (code.form, code.page, code.case) == ("registration", 1, CASE)


# What cannot be read


def refused(data: bytes) -> Fault:
    with pytest.raises(UnreadableFile) as caught:
        list(read_pdf(data, "表.pdf"))
    (fault,) = caught.value.faults
    assert isinstance(fault, Fault)
    assert fault.where == "表.pdf"
    assert fault.remedy
    return fault


def test_files_that_cannot_be_read_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    good = saved(made(words(60, 700, "字"), words(60, 700, "字")))
    locked = saved(made(""), encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "密码" in refused(locked).what
    assert "空" in refused(b"").what
    assert "不是 PDF" in refused(b"PK\x03\x04" + b"0" * 2000).what
    for damaged in (b"%PDF-1.7\n", b"%PDF-1.7\n" + good[200:400], b"%PDF-1.7 trailer << /Root 1 0 R >> %%EOF"):
        assert "损坏" in refused(damaged).what
    monkeypatch.setattr(reader, "MOST_PAGES", 1)
    assert "有 2 页" in refused(good).what


def test_a_document_without_pages() -> None:
    refused(saved(pikepdf.new()))


def test_a_form_that_only_one_program_shows() -> None:
    document = made(latin(60, 700, "Please wait... Adobe Reader 8 or higher"))
    xfa = document.make_stream(b"<xdp/>")
    document.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array([String("xdp"), xfa]))
    assert "XFA" in refused(saved(document)).what


@pytest.mark.parametrize(
    ("limit", "words_"),
    [("MOST_CHARACTERS", "个以上的字"), ("MOST_OBJECTS", "个以上的图形")],
)
def test_a_page_with_too_much_is_named_and_the_others_are_read(
    limit: str, words_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, limit, 10)
    crowded = words(60, 700, "一二三四五六七八九十甲") + " 10 10 m 20 20 l S" * 11
    fault, sheet = read_pdf(saved(made(crowded, words(60, 700, "字"))), "表.pdf")
    assert isinstance(fault, Fault)
    assert fault.where == "表.pdf 第1页"
    assert words_ in fault.what
    assert isinstance(sheet, Sheet)
    assert texts(sheet) == ["字"]


@pytest.mark.parametrize("size", [(20000, 842), (10, 10)])
def test_a_page_of_absurd_size(size: tuple[float, float]) -> None:
    (fault,) = read_pdf(saved(made("", size=size)), "表.pdf")
    assert isinstance(fault, Fault)
    assert "大小" in fault.what


def test_damage_at_any_place_is_no_crash() -> None:
    good = registration()
    for start in range(0, len(good), max(1, len(good) // 60)):
        broken = good[:start] + b"\0" * 40 + good[start + 40 :]
        try:
            list(read_pdf(broken, "x"))
            list(read_pdf(good[:start], "x"))
        except UnreadableFile:
            pass
