"""Small Word templates for tests, made with python-docx."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt
from docx.table import _Cell


def template(path: Path, *paragraphs: str | list[str]) -> Path:
    """A template of paragraphs; a list gives the runs into which Word split one."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for run in [runs] if isinstance(runs, str) else runs:
            paragraph.add_run(run)
    document.save(str(path))
    return path


def table(document: Document, *rows: list[str]) -> None:
    """Add a table of these cell texts."""
    grid = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def fixed_cell(path: Path, text: str, *, width_mm: float, height_mm: float, size: float = 10.5) -> Path:
    """A template of one cell of exact height."""
    document = docx.Document()
    grid = document.add_table(1, 1)
    grid.autofit = False
    row = grid.rows[0]
    properties = row._tr.get_or_add_trPr()
    properties.append(parse_xml(f'<w:trHeight {nsdecls("w")} w:val="{round(height_mm * 56.7)}" w:hRule="exact"/>'))
    cell: _Cell = row.cells[0]
    cell.width = Mm(width_mm)
    run = cell.paragraphs[0].add_run(text)
    run.font.size = Pt(size)
    document.save(str(path))
    return path


def check_box(path: Path, tag: str) -> Path:
    """A template with a real check-box content control around a tag."""
    document = docx.Document()
    paragraph = document.add_paragraph("固定工")
    w14 = "http://schemas.microsoft.com/office/word/2010/wordml"
    control = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="{w14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>TAG</w:t></w:r></w:sdtContent></w:sdt>"
    )
    paragraph._p.append(control)
    next(t for t in control.iter() if t.tag.endswith("}t")).text = tag
    document.save(str(path))
    return path
