"""Draw the first draft of an official paper as a lean Word file.

Only for drafting: once a form's Word file lies in ``templates/`` it is the source and is edited in
Word or WPS. Lengths are millimetres for the page, columns and rows, and points for type and lines.
Every line of text has an exact pitch, so that the page count does not depend on the machine's fonts.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

FANGSONG = "仿宋_GB2312"
SONG = "宋体"
TITLE = "方正小标宋简体"
HEI = "黑体"
KAI = "楷体_GB2312"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_IGNORABLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"'
_NS = f'xmlns:w="{W}" xmlns:w14="{W14}"'


def twips(mm: float) -> int:
    """Millimetres → twentieths of a point."""
    return round(mm * 1440 / 25.4)


@dataclass(frozen=True)
class Run:
    """A piece of text of one look. ``size`` in points; None takes the paragraph's."""

    text: str
    font: str | None = None
    size: float | None = None
    bold: bool = False
    underline: bool = False

    def xml(self, font: str, size: float) -> str:
        return f"<w:r>{_rpr(self.font or font, self.size or size, self.bold, self.underline)}{_text(self.text)}</w:r>"


@dataclass(frozen=True)
class Checkbox:
    """A Word check-box content control around a tick tag, e.g. ``{{ 退休类别|tick("正常退休") }}``."""

    tag: str

    def xml(self, font: str, size: float) -> str:
        return (
            "<w:sdt><w:sdtPr><w14:checkbox>"
            '<w14:checked w14:val="0"/>'
            f'<w14:checkedState w14:val="2611" w14:font="{SONG}"/>'
            f'<w14:uncheckedState w14:val="25A1" w14:font="{SONG}"/>'
            "</w14:checkbox></w:sdtPr><w:sdtContent>"
            f"<w:r>{_rpr(SONG, size, False, False)}{_text(self.tag)}</w:r>"
            "</w:sdtContent></w:sdt>"
        )


Inline = str | Run | Checkbox


def b(text: str, **look: object) -> Run:
    """Bold text."""
    return Run(text, bold=True, **look)  # type: ignore[arg-type]


def u(text: str, **look: object) -> Run:
    """Underlined text (also a blank of spaces to write on)."""
    return Run(text, underline=True, **look)  # type: ignore[arg-type]


@dataclass(frozen=True)
class P:
    """A paragraph. ``indent`` and ``hanging`` count characters; ``line`` is the exact pitch in points."""

    content: Inline | Sequence[Inline] = ""
    align: str = "left"  # left center right both distribute
    font: str = FANGSONG
    size: float = 12
    line: float | None = None
    indent: float = 0  # first line, in characters
    left: float = 0  # whole paragraph, in characters
    right: float = 0
    before: float = 0  # points
    after: float = 0
    keep_next: bool = False
    keep_lines: bool = True
    page_break_before: bool = False

    def xml(self) -> str:
        inlines = [self.content] if isinstance(self.content, (str, Run, Checkbox)) else list(self.content)
        runs = "".join((Run(i) if isinstance(i, str) else i).xml(self.font, self.size) for i in inlines)
        pitch = self.line or round(self.size * 1.35 * 2) / 2
        ind = ""
        if self.indent or self.left or self.right:
            em = self.size * 20
            ind = (
                f'<w:ind w:left="{round(self.left * em)}" w:right="{round(self.right * em)}" '
                f'w:firstLine="{round(self.indent * em)}"/>'
            )
        before = f'w:before="{round(self.before * 20)}" ' if self.before else ""
        after = f'w:after="{round(self.after * 20)}" ' if self.after else ""
        return (
            "<w:p><w:pPr>"
            + ("<w:keepNext/>" if self.keep_next else "")
            + ("<w:keepLines/>" if self.keep_lines else "")
            + ("<w:pageBreakBefore/>" if self.page_break_before else "")
            + f'<w:spacing {before}{after}w:line="{round(pitch * 20)}" w:lineRule="exact"/>{ind}'
            + ("" if self.align == "left" else f'<w:jc w:val="{self.align}"/>')
            + ("" if runs else _rpr(self.font, self.size, False, False))
            + f"</w:pPr>{runs}</w:p>"
        )


@dataclass(frozen=True)
class Cell:
    """A cell. ``span`` columns wide; ``rows`` rows high: the rows below must then have ``None`` there.

    ``content`` is text (set in the table's font and size) or paragraphs or nested tables.
    """

    content: str | P | Sequence[P] = ""
    span: int = 1
    rows: int = 1
    align: str = "center"
    valign: str = "center"
    font: str | None = None
    size: float | None = None
    line: float | None = None
    vertical: bool = False  # characters stand below one another
    borders: str = ""  # sides without a rule, e.g. "top bottom"


@dataclass(frozen=True)
class Row:
    """A table row. ``cells`` in order; ``None`` continues the cell above (same span).

    ``height`` in mm, ``exact`` keeps it whatever stands in it. Rows break across pages only where ``breaks``.
    """

    cells: Sequence[Cell | str | None]
    height: float = 8
    exact: bool = True
    header: bool = False
    breaks: bool = False


@dataclass(frozen=True)
class Table:
    """A bordered table of fixed column widths (mm)."""

    widths: Sequence[float]
    rows: Sequence[Row]
    font: str = FANGSONG
    size: float = 10.5
    line: float | None = None
    margin: float = 1.2  # left and right inside a cell, mm
    outer: float = 1.0  # outer rule, points
    inner: float = 0.5

    def xml(self) -> str:
        grid = [twips(w) for w in self.widths]
        total = sum(grid)
        edge, rule = round(self.outer * 8), round(self.inner * 8)
        borders = "".join(
            f'<w:{s} w:val="single" w:sz="{edge if s in ("top", "left", "bottom", "right") else rule}" '
            f'w:space="0" w:color="000000"/>'
            for s in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        m = twips(self.margin)
        head = (
            f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/>'
            f"<w:tblBorders>{borders}</w:tblBorders>"
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{m}" w:type="dxa"/>'
            f'<w:right w:w="{m}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{''.join(f'<w:gridCol w:w={_q(w)}/>' for w in grid)}</w:tblGrid>"
        )
        return head + "".join(self._rows(grid)) + "</w:tbl>"

    def _rows(self, grid: list[int]) -> Iterable[str]:
        above: dict[int, Cell] = {}  # first column -> the cell that still reaches down
        left_rows: dict[int, int] = {}
        for n, row in enumerate(self.rows):
            out, col = [], 0
            for item in row.cells:
                if item is None:
                    cell, merge = above[col], "<w:vMerge/>"
                    left_rows[col] -= 1
                    content = P("", size=self.size).xml()
                else:
                    cell = Cell(item) if isinstance(item, str) else item
                    merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
                    if cell.rows > 1:
                        above[col], left_rows[col] = cell, cell.rows - 1
                    content = self._content(cell)
                width = sum(grid[col : col + cell.span])
                out.append(
                    f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
                    + (f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "")
                    + merge
                    + self._cell_borders(cell)
                    + ('<w:textDirection w:val="tbRlV"/>' if cell.vertical else "")
                    + f'<w:vAlign w:val="{cell.valign}"/></w:tcPr>{content}</w:tc>'
                )
                col += cell.span
            if col != len(grid):
                raise ValueError(f"row {n} fills {col} of {len(grid)} columns")
            rule = "exact" if row.exact else "atLeast"
            yield (
                "<w:tr><w:trPr>"
                + ("" if row.breaks else "<w:cantSplit/>")
                + f'<w:trHeight w:val="{twips(row.height)}" w:hRule="{rule}"/>'
                + ("<w:tblHeader/>" if row.header else "")
                + f"</w:trPr>{''.join(out)}</w:tr>"
            )

    @staticmethod
    def _cell_borders(cell: Cell) -> str:
        if not cell.borders:
            return ""
        sides = set(cell.borders.split())
        order = [s for s in ("top", "left", "bottom", "right") if s in sides]
        return "<w:tcBorders>" + "".join(f'<w:{s} w:val="nil"/>' for s in order) + "</w:tcBorders>"

    def _content(self, cell: Cell) -> str:
        if isinstance(cell.content, str):
            look = {
                "font": cell.font or self.font,
                "size": cell.size or self.size,
                "line": cell.line or self.line,
                "align": cell.align,
            }
            return "".join(P(t, **look).xml() for t in cell.content.split("\n"))  # type: ignore[arg-type]
        items = [cell.content] if isinstance(cell.content, P) else cell.content
        return "".join(p.xml() for p in items)


@dataclass
class Paper:
    """An A4 paper. ``margins`` top, bottom, left, right in mm.

    ``latin_gap`` False takes away the quarter em that Word puts between Chinese characters and digits, so that
    a line is as long as the sum of its characters.
    """

    title: str
    margins: tuple[float, float, float, float] = (25, 20, 25, 25)
    landscape: bool = False
    page_numbers: bool = False
    latin_gap: bool = True
    body: list[str] = field(default_factory=list)

    def add(self, *blocks: P | Table) -> Paper:
        self.body.extend(block.xml() for block in blocks)
        return self

    def save(self, path: Path) -> None:
        """Write the Word file, the same bytes for the same content."""
        parts = {
            "[Content_Types].xml": _content_types(self.page_numbers),
            "_rels/.rels": _RELS,
            "word/document.xml": self._document(),
            "word/_rels/document.xml.rels": _document_rels(self.page_numbers),
            "word/styles.xml": _STYLES if self.latin_gap else _STYLES.replace("<w:qFormat/>", _NO_LATIN_GAP),
            "word/settings.xml": _SETTINGS,
            "word/fontTable.xml": _FONTS,
            "docProps/core.xml": _core(self.title),
            "docProps/app.xml": _APP,
        }
        if self.page_numbers:
            parts["word/footer1.xml"] = _FOOTER
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
            for name, text in parts.items():
                z.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), _XML + text, zipfile.ZIP_DEFLATED)

    def _document(self) -> str:
        w, h = (297, 210) if self.landscape else (210, 297)
        orient = ' w:orient="landscape"' if self.landscape else ""
        top, bottom, left, right = map(twips, self.margins)
        footer = '<w:footerReference w:type="default" r:id="rId4"/>' if self.page_numbers else ""
        # Word needs a paragraph after a last table; it is made as small as can be.
        tail = "" if self.body and self.body[-1].endswith("</w:p>") else P("", size=1, line=1).xml()
        return (
            f'<w:document {_NS} {_IGNORABLE} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
            f"<w:body>{''.join(self.body)}{tail}"
            f'<w:sectPr>{footer}<w:pgSz w:w="{twips(w)}" w:h="{twips(h)}"{orient}/>'
            f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
            f'w:header="{twips(12)}" w:footer="{twips(12)}" w:gutter="0"/></w:sectPr></w:body></w:document>'
        )


def write(papers: Iterable[Callable[[], Paper]], folder: Path) -> None:
    """Draw the papers and save each under its function's name."""
    for paper in papers:
        paper().save(folder / f"{paper.__name__}.docx")


def _q(value: object) -> str:
    return f'"{value}"'


def _rpr(font: str, size: float, bold: bool, underline: bool) -> str:
    half = round(size * 2)
    return (
        f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'
        + ("<w:b/>" if bold else "")
        + f'<w:sz w:val="{half}"/>'
        + ('<w:u w:val="single"/>' if underline else "")
        + "</w:rPr>"
    )


def _text(text: str) -> str:
    """Text with ``\\n`` as a line break and U+F0A3 as the Wingdings 2 box that such forms use."""
    out = []
    for i, line in enumerate(text.split("\n")):
        if i:
            out.append("<w:br/>")
        for j, piece in enumerate(line.split("\uf0a3")):
            if j:
                out.append('<w:sym w:font="Wingdings 2" w:char="00A3"/>')
            if piece:
                out.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return "".join(out)


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _content_types(footer: bool) -> str:
    extra = f'<Override PartName="/word/footer1.xml" ContentType="{_CT}.footer+xml"/>' if footer else ""
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_CT}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_CT}.styles+xml"/>'
        f'<Override PartName="/word/settings.xml" ContentType="{_CT}.settings+xml"/>'
        f'<Override PartName="/word/fontTable.xml" ContentType="{_CT}.fontTable+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        f"{extra}</Types>"
    )


_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/'
    'core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_REL}/extended-properties" Target="docProps/app.xml"/></Relationships>'
)


def _document_rels(footer: bool) -> str:
    extra = f'<Relationship Id="rId4" Type="{_REL}/footer" Target="footer1.xml"/>' if footer else ""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{_REL}/settings" Target="settings.xml"/>'
        f'<Relationship Id="rId3" Type="{_REL}/fontTable" Target="fontTable.xml"/>{extra}</Relationships>'
    )


_STYLES = (
    f"<w:styles {_NS}><w:docDefaults><w:rPrDefault>{_rpr(FANGSONG, 12, False, False)[:-8]}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    "<w:semiHidden/><w:unhideWhenUsed/></w:style></w:styles>"
)
_NO_LATIN_GAP = '<w:qFormat/><w:pPr><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/></w:pPr>'
_SETTINGS = (
    f'<w:settings {_NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:ulTrailSpace/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
_FONTS = (
    f"<w:fonts {_NS}>"
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{alt}"/><w:charset w:val="86"/></w:font>'
        for name, alt in [(FANGSONG, "仿宋"), (SONG, "SimSun"), (TITLE, "宋体"), (HEI, "SimHei"), (KAI, "楷体")]
    )
    + '<w:font w:name="Wingdings 2"><w:charset w:val="02"/></w:font></w:fonts>'
)


def _core(title: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>zh-CN</dc:language></cp:coreProperties>"
    )


_APP = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
_FOOTER = (
    f"<w:ftr {_NS}>"
    + P("", align="center", font=SONG, size=9)
    .xml()
    .replace(
        "</w:p>",
        f'<w:r>{_rpr(SONG, 9, False, False)}<w:t xml:space="preserve">第 </w:t></w:r>'
        f'<w:fldSimple w:instr=" PAGE "><w:r>{_rpr(SONG, 9, False, False)}<w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r>{_rpr(SONG, 9, False, False)}<w:t xml:space="preserve"> 页  共 </w:t></w:r>'
        f'<w:fldSimple w:instr=" NUMPAGES "><w:r>{_rpr(SONG, 9, False, False)}<w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r>{_rpr(SONG, 9, False, False)}<w:t xml:space="preserve"> 页</w:t></w:r></w:p>',
    )
    + "</w:ftr>"
)
