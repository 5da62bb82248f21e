"""Templates as they should not be: everything is still on the pages, or the file is refused in words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from retire_docs.errors import InvalidTemplate
from retire_docs.forms import filling
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf
from tests.pdf import text_of

FACES = Faces(installed=False)
LINES = 150


def texts(document: Document, path: Path) -> list[str]:
    """The text of each page that stands inside the page."""
    document.save(str(path))
    form = PrintForm.of(path, FACES)
    pdf = Pdf(FACES, "x")
    pdf.add(form.pages(filling.fill(form.form, {})))
    data = pdf.finish()
    return [text_of(data, page) for page in range(pdf.pages)]


def numbered(count: int = LINES) -> list[str]:
    return [f"行{n:03}完" for n in range(count)]


def row(*paragraphs: str, header: bool = False, keep: bool = False) -> str:
    look = "<w:pPr><w:keepNext/></w:pPr>" if keep else ""
    cells = "".join(f"<w:p>{look}<w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return f"<w:tr><w:trPr>{'<w:tblHeader/>' if header else ''}</w:trPr><w:tc><w:tcPr/>{cells}</w:tc></w:tr>"


def table(*rows: str) -> str:
    return f'<w:tbl {nsdecls("w")}><w:tblPr/><w:tblGrid><w:gridCol w:w="5000"/></w:tblGrid>{"".join(rows)}</w:tbl>'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(table(*(row(text, header=True) for text in numbered())), id="heading rows only"),
        pytest.param(table(row(*numbered(), keep=True)), id="a cell all kept together"),
        pytest.param(
            table(f"<w:tr><w:tc><w:tcPr/>{table(row(*numbered()))}<w:p/></w:tc></w:tr>"),
            id="a high row in a table in a cell",
        ),
        pytest.param(table(row(*numbered(60), header=True), row(*numbered()[60:])), id="a heading higher than a page"),
    ],
)
def test_what_is_higher_than_a_page_goes_on_on_the_next(body: str, tmp_path: Path) -> None:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(body))
    pages = texts(document, tmp_path / "表.docx")
    assert len(pages) > 1
    for text in numbered():
        assert sum(text in page for page in pages) >= 1, text
    assert max(len(page) for page in pages) < 70 * len("行000完")


def test_a_first_page_with_a_high_header_holds_less(tmp_path: Path) -> None:
    document = docx.Document()
    section = document.sections[0]
    section.different_first_page_header_footer = True
    for number in range(30):
        section.first_page_header.add_paragraph(f"眉{number}")
    for text in numbered(40):
        document.add_paragraph(text)
    first, *others = texts(document, tmp_path / "表.docx")
    assert "眉29" in first
    assert "行000完" in first
    assert "行030完" in "".join(others)
    assert "行030完" not in first


def test_a_cell_that_continues_nothing_is_a_cell(tmp_path: Path) -> None:
    document = docx.Document()
    merged = row("孤儿").replace("<w:tcPr/>", "<w:tcPr><w:vMerge/></w:tcPr>")
    document.element.body.insert(0, parse_xml(table(merged)))
    assert "孤儿" in texts(document, tmp_path / "表.docx")[0]


def test_a_header_does_not_count_on_the_numbering_of_the_text(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    document.sections[0].header.add_paragraph("眉", style="List Number")
    (page,) = texts(document, tmp_path / "表.docx")
    assert "1.甲2.乙" in page


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "x", "99999999999", "", "12pt"])
@pytest.mark.parametrize("attribute", ["w:sz w:val", "w:spacing w:line", "w:gridSpan w:val", "w:ilvl w:val"])
def test_a_number_that_is_none_is_passed_over(attribute: str, value: str, tmp_path: Path) -> None:
    element, name = attribute.split()
    document = docx.Document()
    grid = document.add_table(1, 1)
    paragraph = grid.cell(0, 0).paragraphs[0]
    run = paragraph.add_run("还在")
    bad = parse_xml(f'<{element} {nsdecls("w")} {name}="{value}"/>')
    parent = {
        "w:sz": run._r.get_or_add_rPr(),
        "w:gridSpan": grid.cell(0, 0)._tc.get_or_add_tcPr(),
        "w:ilvl": paragraph._p.get_or_add_pPr(),
    }.get(element, paragraph._p.get_or_add_pPr())
    parent.append(bad)
    assert "还在" in "".join(texts(document, tmp_path / "表.docx"))


def test_text_beside_a_field_and_in_an_alternative_is_there(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.sections[0].footer.paragraphs[0]
    mark = '<w:fldChar w:fldCharType="{}"/>'
    field = f"{mark.format('begin')}<w:instrText>PAGE</w:instrText>{mark.format('end')}"
    paragraph._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>第</w:t>{field}<w:t>页</w:t></w:r>"))
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = (
        f'<mc:AlternateContent {mc} {nsdecls("w")}><mc:Choice Requires="w14"><w:r><w:t>首选</w:t></w:r></mc:Choice>'
    )
    document.add_paragraph("正文")._p.append(parse_xml(f"{choice}<mc:Fallback/></mc:AlternateContent>"))
    (page,) = texts(document, tmp_path / "表.docx")
    assert "第1页" in page
    assert "首选" in page


def rewritten(source: Path, target: Path, part: str, data: bytes | None) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
            elif data is not None:
                new.writestr(name, data)
    return target


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("word/document.xml", None),
        (
            "word/document.xml",
            b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body/></w:document>',
        ),
        ("word/styles.xml", b"<w:styles"),
        ("word/_rels/document.xml.rels", b""),
    ],
)
def test_a_damaged_file_is_refused_in_words(part: str, data: bytes | None, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("x")
    document.save(str(tmp_path / "好.docx"))
    with pytest.raises(InvalidTemplate, match="不是能打开的 Word 文件"):
        PrintForm.of(rewritten(tmp_path / "好.docx", tmp_path / "坏.docx", part, data), FACES)


def test_a_bullet_that_no_font_has_is_another_bullet(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("要点", style="List Bullet")
    numbering = document.part.numbering_part.element
    for text in numbering.iter(qn("w:lvlText")):
        text.set(qn("w:val"), "➢")
    assert "•要点" in texts(document, tmp_path / "表.docx")[0]
