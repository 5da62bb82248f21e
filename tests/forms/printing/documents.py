"""Small Word files, each with one thing that ordinary official forms have; :data:`SAMPLES` holds them all."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from PIL import Image, ImageDraw

Builder: TypeAlias = Callable[[], Document]
SAMPLES: dict[str, Builder] = {}
"""Name → what builds the file."""

FONT = "宋体"
LONG = (
    "根据《国务院办公厅关于加快推进“一件事一次办”打造政务服务升级版的指导意见》要求，申请人应当如实填写本表，"
    "并对所填内容的真实性负责；经审核不符合条件的，由经办机构在15个工作日内一次性告知理由。"
)
_NAMESPACES = nsdecls("w") + ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"


def sample(build: Builder) -> Builder:
    """Enter a builder in :data:`SAMPLES`."""
    SAMPLES[build.__name__] = build
    return build


def save(document: Document, path: Path) -> Path:
    """Save a document."""
    document.save(str(path))
    return path


# XML of the parts of a document


def val(tag: str, value: object) -> str:
    """A property of one value."""
    return f'<w:{tag} w:val="{value}"/>'


def jc(word: str) -> str:
    """The property that aligns."""
    return val("jc", word)


def r(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, style: str = "", look: str = "") -> str:
    """A paragraph of a text, or of runs."""
    runs = content if content.startswith("<") else r(content, look) if content else ""
    return f"<w:p><w:pPr>{style}<w:rPr>{look}</w:rPr></w:pPr>{runs}</w:p>"


def tc(content: str, style: str = "", width: int = 0) -> str:
    """A cell of a text, or of blocks."""
    blocks = content if content.startswith(("<w:p>", "<w:tbl>", "<w:sdt>")) else p(content)
    measure = f'<w:tcW w:w="{width}" w:type="dxa"/>' if width else ""
    return f"<w:tc><w:tcPr>{measure}{style}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, style: str = "") -> str:
    """A row."""
    return f"<w:tr><w:trPr>{style}</w:trPr>{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def height(twips: int, rule: str = "atLeast") -> str:
    """The property that sets a row's height."""
    return f'<w:trHeight w:val="{twips}" w:hRule="{rule}"/>'


def borders(kind: str = "single", size: int = 4) -> str:
    """The rules of a table, all of one kind."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = "".join(f'<w:{side} w:val="{kind}" w:sz="{size}" w:space="0" w:color="000000"/>' for side in sides)
    return f"<w:tblBorders>{rules}</w:tblBorders>"


def tbl(columns: list[int], *rows: str, style: str | None = None) -> str:
    """A table of a grid of these widths (twips)."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    properties = borders() if style is None else style
    if "tblW" not in properties:
        properties = f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/>' + properties
    layout = '<w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{properties}{layout}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def section(
    size: tuple[int, int] = (11906, 16838),
    *,
    more: str = "",
    references: str = "",
    kind: str = "",
    margins: tuple[int, int, int, int] = (1440, 1800, 1440, 1800),
) -> str:
    """Section properties; measures in twips, margins from the top clockwise."""
    top, right, bottom, left = margins
    turned = ' w:orient="landscape"' if size[0] > size[1] else ""
    starts = val("type", kind) if kind else ""
    return (
        f'<w:sectPr>{references}{starts}<w:pgSz w:w="{size[0]}" w:h="{size[1]}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="851" w:footer="992" w:gutter="0"/>'
        f"{more}</w:sectPr>"
    )


LANDSCAPE = (16838, 11906)
GRID = '<w:docGrid w:type="lines" w:linePitch="312"/>'


def document(*blocks: str, ends: str | None = None) -> Document:
    """A document of these blocks, all in one font."""
    made = docx.Document()
    defaults = made.styles.element.find(qn("w:docDefaults"))
    defaults.getparent().replace(
        defaults,
        element(
            f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
            '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
            "<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>"
        ),
    )
    normal = made.styles["Normal"].element
    for child in normal.findall(qn("w:rPr")) + normal.findall(qn("w:pPr")):
        normal.remove(child)
    body = made.element.body
    for child in list(body):
        body.remove(child)
    for block in element(f"<w:body>{''.join(blocks)}{ends or section()}</w:body>"):
        body.append(block)
    return made


def element(source: str) -> Any:
    """The element of some XML, whose prefixes need not be declared."""
    head, rest = source.split(">", 1)
    return parse_xml(f"{head} {_NAMESPACES}>{rest}")


def edge(made: Document, kind: str, id: str, content: str, on: str = "default") -> str:
    """Add a header or footer to a document; gives the reference that its section properties want."""
    tag = {"header": "hdr", "footer": "ftr"}[kind]
    part = Part(
        PackURI(f"/word/{kind}{id}.xml"),
        _HEADER.format(kind),
        f"<w:{tag} {_NAMESPACES}>{content}</w:{tag}>".encode(),
        made.part.package,
    )
    relation = made.part.relate_to(part, f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}")
    return f'<w:{kind}Reference {nsdecls("r")} w:type="{on}" r:id="{relation}"/>'


def ending(made: Document, properties: str) -> Document:
    """Give a document its last section's properties."""
    body = made.element.body
    body.remove(body[-1])
    body.append(element(properties))
    return made


def simple_field(name: str) -> str:
    """A field as fldSimple."""
    return f'<w:fldSimple w:instr=" {name} ">{r("9")}</w:fldSimple>'


def complex_field(instructions: str) -> str:
    """A field of begin, instructions, separator, last result and end."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instructions} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("9")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'


# Pages


@sample
def landscape_section() -> Document:
    return document(
        p("第一部分：竖排的一页。"),
        p(f"<w:r/>{r(LONG)}", section(margins=(1134, 1134, 1134, 1134))),
        p("第二部分：横放的一页，右边距较宽。", jc("right")),
        p(LONG * 2),
        p(LONG, section(LANDSCAPE, margins=(1800, 2835, 1440, 1440))),
        p("第三部分：又是竖排。", jc("center")),
        p(LONG),
    )


@sample
def continuous_section() -> Document:
    return document(
        p("一、正文。"),
        p(LONG, section()),
        p("二、连续的一节，仍在同一页上。"),
        p(LONG * 2, section(kind="continuous")),
        p("三、另起一页的一节。"),
    )


def narrower_section() -> Document:
    """A section that goes on on the same page between other side margins; LibreOffice keeps the page's."""
    narrow = section(margins=(1440, 3000, 1440, 3000), kind="continuous")
    return document(p("宽", section()), p(LONG), p("窄", narrow), p("又宽"), ends=section(kind="continuous"))


@sample
def page_numbers() -> Document:
    made = document()
    references = edge(made, "header", "a", p("退休一件事申请材料", jc("center")))
    references += edge(
        made,
        "footer",
        "b",
        p(f"{r('第 ')}{simple_field('PAGE')}{r(' 页 共 ')}{complex_field('NUMPAGES')}{r(' 页')}", jc("center")),
    )
    ending(made, section(references=references))
    body = made.element.body
    for block in element(f"<w:body>{''.join(p(LONG) for _ in range(20))}</w:body>"):
        body.insert(len(body) - 1, block)
    return made


@sample
def first_and_even_headers() -> Document:
    made = document()
    references = edge(made, "header", "a", p("首页不同的页眉", jc("left")), on="first")
    references += edge(made, "header", "b", p("单数页页眉", jc("right")))
    references += edge(made, "header", "c", p("双数页页眉", jc("left")), on="even")
    number = complex_field("PAGE \\* MERGEFORMAT")
    references += edge(made, "footer", "d", p(f"{r('－ ')}{number}{r(' －')}", jc("right")))
    references += edge(made, "footer", "e", p(f"{r('－ ')}{complex_field('PAGE')}{r(' －')}", jc("left")), on="even")
    ending(made, section(references=references, more="<w:titlePg/>"))
    made.settings.odd_and_even_pages_header_footer = True
    body = made.element.body
    for block in element(f"<w:body>{''.join(p(LONG) for _ in range(40))}</w:body>"):
        body.insert(len(body) - 1, block)
    return made


@sample
def tall_header() -> Document:
    made = document()
    lines = "".join(p(f"页眉第{n}行", jc("center"), val("sz", "28")) for n in range(1, 5))
    references = edge(made, "header", "a", lines)
    ending(made, section(references=references))
    made.element.body.insert(0, element(p("正文被高出上边距的页眉推下去。")))
    return made


# Paragraphs


@sample
def alignments() -> Document:
    return document(*(p(f"{word}：{LONG}", jc(word)) for word in ("left", "center", "right", "both", "distribute")))


@sample
def indents() -> Document:
    return document(
        p(LONG, '<w:ind w:firstLineChars="200" w:firstLine="420"/>'),
        p(LONG, '<w:ind w:leftChars="300" w:left="630" w:rightChars="200" w:right="420"/>'),
        p(LONG, '<w:ind w:left="720" w:hanging="720"/>'),
        p(LONG, '<w:ind w:left="600" w:right="900" w:firstLine="300"/>'),
        p(LONG, '<w:ind w:leftChars="200" w:left="420" w:hangingChars="200" w:hanging="420"/>'),
        p(LONG, '<w:ind w:firstLineChars="200" w:firstLine="640"/>', val("sz", "32")),
    )


@sample
def spacing() -> Document:
    def spaced(attributes: str, look: str = "") -> str:
        return p(LONG, f"<w:spacing {attributes}/>", look)

    return document(
        spaced('w:before="240" w:after="120"'),
        spaced('w:line="560" w:lineRule="exact"', val("sz", "32")),
        spaced('w:line="240" w:lineRule="exact"'),
        spaced('w:line="500" w:lineRule="atLeast"'),
        spaced('w:line="200" w:lineRule="atLeast"'),
        spaced('w:line="360" w:lineRule="auto"'),
        spaced('w:line="480" w:lineRule="auto"'),
        spaced('w:line="276" w:lineRule="auto" w:beforeLines="50" w:before="156"'),
    )


@sample
def line_grid() -> Document:
    """The text is a whole number of lines high: LibreOffice centres its grid in it, Word begins at the top."""
    return document(
        p(LONG),
        p(LONG, val("snapToGrid", 0)),
        p("较大的标题占几格", jc("center"), val("sz", 44)),
        p(LONG, '<w:spacing w:line="360" w:lineRule="auto"/>'),
        tbl([4000, 4000], tr("表中的行", LONG)),
        p(LONG),
        ends=section(more=GRID, margins=(1440, 1800, 1670, 1800)),
    )


def pitches_beside_grid() -> Document:
    """Lines with a pitch of their own on a grid: an exact pitch stays in Word, LibreOffice sets it in whole lines."""
    return document(
        p("一", '<w:spacing w:line="400" w:lineRule="exact"/>'),
        p("二", '<w:spacing w:line="400" w:lineRule="exact"/>'),
        p("三", '<w:spacing w:line="500" w:lineRule="atLeast"/>'),
        p("四", '<w:spacing w:line="200" w:lineRule="atLeast"/>'),
        p("五"),
        ends=section(more=GRID),
    )


@sample
def breaks() -> Document:
    return document(
        p("第一页只有这一段。"),
        p("这一段另起一页。", "<w:pageBreakBefore/>"),
        p(f"{r('分页符之前。')}{PAGE_BREAK}{r('分页符之后，同一段里。')}"),
        p(f"{r('行内换行之前')}<w:r><w:br/></w:r>{r('行内换行之后')}"),
        p(PAGE_BREAK),
        p("分页符独占一段之后。"),
    )


def _filler(lines: int) -> str:
    return "".join(p(f"第{n}行") for n in range(1, lines + 1))


@sample
def kept_together() -> Document:
    pitch = '<w:spacing w:line="400" w:lineRule="exact"/>'
    lines = [p(f"第{n}行", pitch) for n in range(1, 34)]
    return document(*lines, p("标题不离开下一段", f"<w:keepNext/>{pitch}"), p(LONG, f"<w:keepLines/>{pitch}"))


@sample
def widows() -> Document:
    pitch = '<w:spacing w:line="400" w:lineRule="exact"/>'
    lines = [p(f"第{n}行", pitch) for n in range(1, 33)]
    return document(
        *lines, p(LONG, f'<w:widowControl w:val="1"/>{pitch}'), p(LONG, f'<w:widowControl w:val="0"/>{pitch}')
    )


@sample
def no_space_between_likes() -> Document:
    spaced = '<w:spacing w:before="200" w:after="200"/><w:contextualSpacing/>'
    return document(
        p("第一项", f'<w:pStyle w:val="ListParagraph"/>{spaced}'),
        p("第二项", f'<w:pStyle w:val="ListParagraph"/>{spaced}'),
        p("别的样式", '<w:spacing w:before="200" w:after="200"/>'),
        p("同样的一段", '<w:spacing w:before="100" w:after="300"/>'),
        p("又一段"),
    )


@sample
def tabs() -> Document:
    def stops(*stops: tuple[int, str, str]) -> str:
        return (
            "<w:tabs>"
            + "".join(
                f'<w:tab w:val="{kind}" w:pos="{at}"' + (f' w:leader="{leader}"' if leader else "") + "/>"
                for at, kind, leader in stops
            )
            + "</w:tabs>"
        )

    tab = "<w:r><w:tab/></w:r>"
    return document(
        p(f"{r('姓名')}{tab}{r('张三')}{tab}{r('单位')}", stops((2000, "left", ""), (5000, "left", ""))),
        p(f"{r('目录一')}{tab}{r('12')}", stops((8300, "right", "dot"))),
        p(
            f"{r('签名')}{tab}{r('日期')}{tab}{r('年')}",
            stops((3000, "left", "underscore"), (6000, "right", "underscore")),
        ),
        p(f"{r('左')}{tab}{r('居中的字')}{tab}{r('右')}", stops((4150, "center", ""), (8300, "right", ""))),
        p(f"{r('金额')}{tab}{r('1234.56')}", stops((5000, "decimal", ""))),
        p(f"{r('默认')}{tab}{r('制表')}{tab}{r('位')}"),
        p(f"{r('悬挂：')}{tab}{r(LONG)}", '<w:ind w:left="1260" w:hanging="1260"/>'),
        p(
            f'{r("签字：")}<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>{r("（章）")}',
            stops((5000, "left", "")),
        ),
    )


# Runs


@sample
def looks() -> Document:
    kinds = {
        "粗体": "<w:b/>", "斜体": "<w:i/>", "下划线": val("u", "single"), "双下划线": val("u", "double"),
        "删除线": "<w:strike/>", "红色": val("color", "FF0000"), "突出": val("highlight", "yellow"),
        "底纹": '<w:shd w:val="clear" w:color="auto" w:fill="D9D9D9"/>', "波浪线": val("u", "wave"),
        "点线": val("u", "dotted"), "粗线": val("u", "thick"), "虚线": val("u", "dash"),
    }  # fmt: skip
    return document(
        *(p(f"{r('前文')}{r(f'{name}ABC文字', look)}{r('后文')}") for name, look in kinds.items()),
        p(
            f"{r('面积')}{r('12 m')}{r('2', val('vertAlign', 'superscript'))}{r('，')}{r('H')}{r('2', val('vertAlign', 'subscript'))}{r('O 结束')}"
        ),
        p(
            f"{r('字距')}{r('加宽的文字', val('spacing', '60'))}{r('正常')}{r('紧缩的文字', val('spacing', '-20'))}{r('后文')}"
        ),
        p(f"{r('缩放')}{r('扁的文字', val('w', '150'))}{r('正常')}{r('瘦的文字', val('w', '66'))}{r('后文')}"),
        p(f"{r('位置')}{r('提升', val('position', '12'))}{r('正常')}{r('降低', val('position', '-12'))}{r('后文')}"),
        *(p(f"字号{half / 2}", look=val("sz", half)) for half in (18, 24, 32, 44)),
    )


@sample
def underlined_blanks() -> Document:
    under = val("u", "single")
    return document(
        p(f"{r('本人')}{r('        ', under)}{r('（身份证号：')}{r('　　　　　　', under)}{r('）自愿申请。')}"),
        p(f"{r('日期：')}{r('    ', under)}{r('年')}{r('  ', under)}{r('月')}{r('  ', under)}{r('日')}"),
        p(f"{r('联系电话')}{r('　　　　　　　　　　', under)}"),
        p(f"{r('联系地址')}{r(' ' * 30, under)}", jc("right")),
    )


# Tables


@sample
def table_widths() -> Document:
    return document(
        p("按栅格"),
        tbl([1500, 3000, 3500], tr("甲", "乙", "丙"), tr("一", LONG, "三")),
        p("按页宽的百分之八十"),
        tbl([1000, 3000], tr("甲", "乙"), style=f'<w:tblW w:w="4000" w:type="pct"/>{borders()}'),
        p("居中"),
        tbl([2000, 2000], tr("甲", "乙"), style=f'<w:tblW w:w="4000" w:type="dxa"/>{jc("center")}{borders()}'),
        p("靠右"),
        tbl([2000, 2000], tr("甲", "乙"), style=f'<w:tblW w:w="4000" w:type="dxa"/>{jc("right")}{borders()}'),
        p("缩进"),
        tbl(
            [2000, 2000],
            tr("甲", "乙"),
            style=f'<w:tblW w:w="4000" w:type="dxa"/><w:tblInd w:w="1000" w:type="dxa"/>{borders()}',
        ),
        p("完"),
    )


@sample
def row_heights() -> Document:
    return document(
        tbl(
            [2000, 6000],
            tr("定高", "行高固定为两厘米", style=height(1134, "exact")),
            tr("最小", "行高至少一厘米", style=height(567)),
            tr("最小", LONG, style=height(567)),
            tr("自动", LONG),
            tr(
                tc("定高居中", val("vAlign", "center")),
                tc("下对齐", val("vAlign", "bottom")),
                style=height(900, "exact"),
            ),
            tr(tc("居中", val("vAlign", "center")), LONG),
        ),
        p("表后"),
    )


@sample
def spans() -> Document:
    def merged(content: str, how: str = "", span: int = 1, style: str = "") -> str:
        return tc(content, f'<w:gridSpan w:val="{span}"/><w:vMerge{how}/>{style}')

    begin = ' w:val="restart"'
    middle = val("vAlign", "center")
    return document(
        tbl(
            [1500, 2000, 2000, 2500],
            tr(tc("跨四列的标题", val("gridSpan", "4"))),
            tr(merged("跨三行", begin, style=middle), "乙", tc("跨两列", val("gridSpan", "2"))),
            tr(merged(""), merged("跨两行两列", begin, 2, middle), "丁"),
            tr(merged(""), merged("", "", 2), "戊", style=height(800)),
            tr("甲", merged(LONG, begin), "丙", "丁"),
            tr("甲", merged(""), "丙", "丁"),
            style=f'<w:tblW w:w="8000" w:type="dxa"/>{borders()}',
        ),
        p("表后"),
    )


@sample
def nested_table() -> Document:
    inner = tbl([1200, 1800], tr("内一", "内二"), tr("内三", "内四的文字较长要换行"))
    return document(
        tbl([3000, 5000], tr("外面", tc(f"{p('里面有表：')}{inner}{p('表后')}")), tr("下一行", "完")),
        p("表后"),
    )


@sample
def border_kinds() -> Document:
    def edged(text: str, **sides: str) -> str:
        rules = "".join(f"<w:{side} {rule}/>" for side, rule in sides.items())
        return tc(text, f"<w:tcBorders>{rules}</w:tcBorders>")

    none, thick = 'w:val="nil"', 'w:val="single" w:sz="24" w:color="000000"'
    return document(
        tbl([4000, 4000], tr("双线", "表"), tr("二", "三"), style=borders("double")),
        p(""),
        tbl([4000, 4000], tr("虚线", "表"), style=borders("dashed")),
        p(""),
        tbl([4000, 4000], tr("点线", "表"), style=borders("dotted", 8)),
        p(""),
        tbl(
            [2000, 2000, 2000],
            tr(edged("无左", left=none), edged("无下", bottom=none), edged("粗右", right=thick)),
            tr("一", edged("无上", top=none), "三"),
        ),
        p(""),
        tbl([4000], tr(edged("只有下划线", bottom='w:val="single" w:sz="12" w:color="000000"')), style=" "),
        p(""),
        tbl([3000, 3000], tr("红框", "蓝"), style=borders("single", 12).replace("000000", "FF0000")),
    )


@sample
def turned_cells() -> Document:
    down, up = val("textDirection", "tbRlV"), val("textDirection", "btLr")
    middle = val("vAlign", "center")
    centred = jc("center")
    return document(
        tbl(
            [700, 900, 700, 5000],
            tr(
                tc(p("申请人基本信息", centred), down + middle),
                tc(p("单位意见（盖章）——2024年", centred), down + middle),
                tc(p("自下而上ABC", centred), up + middle),
                "横排的文字",
                style=height(3400, "exact"),
            ),
            tr(tc(p("个人承诺"), down), tc(p("备注"), down), tc(p("备注"), up), LONG, style=height(1700)),
        ),
        p("表后"),
    )


@sample
def turned_over_rows() -> Document:
    """The headings at the side of many forms: one cell over several rows, also over the end of a page."""
    down = val("textDirection", "tbRlV") + val("vAlign", "center")

    def side(text: str, rows: int) -> list[str]:
        begins = tc(p(text, jc("center")), f"{val('vMerge', 'restart')}{down}")
        return [
            tr(begins if n == 0 else tc("", f"<w:vMerge/>{down}"), f"第{n}行", style=height(600)) for n in range(rows)
        ]

    return document(tbl([700, 7000], *side("个人信息", 6), *side("工作经历，（简历）", 30)), p("表后"))


def turned_in_growing_row() -> Document:
    """A row grows with text that runs down, as in Word; LibreOffice cuts it off."""
    return document(tbl([700, 7000], tr(tc("行高随竖排的字", val("textDirection", "tbRlV")), "一行")), p("表后"))


@sample
def long_merged_cell() -> Document:
    """A merged cell whose text goes on on the next page."""
    rows = [
        tr(tc(LONG * 12, val("vMerge", "restart")) if n == 0 else tc("", "<w:vMerge/>"), f"第{n}行", style=height(1500))
        for n in range(12)
    ]
    return document(tbl([3000, 4000], *rows), p("表后"))


@sample
def spread_labels() -> Document:
    """Labels spread over their cells."""
    return document(
        tbl([1800, 5000], *(tr(tc(p(text, jc("distribute"))), LONG) for text in ("姓名", "身份证号码", "ID卡号"))),
        p("姓名", jc("distribute") + '<w:ind w:left="1000" w:right="4000"/>'),
    )


@sample
def space_at_top() -> Document:
    lines = [p(f"第{n}行", '<w:spacing w:before="200" w:after="100"/>') for n in range(60)]
    return document(*lines, p("另起一页", '<w:pageBreakBefore/><w:spacing w:before="600"/>'))


@sample
def cell_margins() -> Document:
    wide = '<w:tcMar><w:top w:w="200" w:type="dxa"/><w:left w:w="500" w:type="dxa"/><w:bottom w:w="300" w:type="dxa"/><w:right w:w="500" w:type="dxa"/></w:tcMar>'
    every = '<w:tblCellMar><w:top w:w="100" w:type="dxa"/><w:left w:w="28" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar>'
    return document(
        tbl([4000, 4000], tr(tc(LONG, wide), LONG)),
        p(""),
        tbl([4000, 4000], tr(LONG, "窄边"), style=borders() + every),
        p("表后"),
    )


@sample
def repeated_header() -> Document:
    heading = "<w:cantSplit/><w:tblHeader/>"
    rows = [tr(str(n), f"第{n}人", "职工养老", style=height(450)) for n in range(1, 61)]
    return document(
        p("名单", jc("center")),
        tbl([1000, 3000, 3000], tr("序号", "姓名", "备注", style=heading), *rows),
        p("表后"),
    )


@sample
def rows_over_pages() -> Document:
    return document(
        tbl([1500, 6500], *(tr(f"可断{n}", LONG * 4) for n in range(1, 9))),
        p("之间"),
        tbl([1500, 6500], *(tr(f"不断{n}", LONG * 4, style="<w:cantSplit/>") for n in range(1, 9))),
        p("表后"),
    )


@sample
def merge_over_pages() -> Document:
    def first(n: int) -> str:
        return tc("跨页合并" if n == 1 else "", val("vMerge", "restart") if n == 1 else "<w:vMerge/>")

    return document(tbl([1500, 6500], *(tr(first(n), f"第{n}行", style=height(800)) for n in range(1, 31))), p("表后"))


@sample
def table_style() -> Document:
    made = document()
    table = made.add_table(3, 3, style="Table Grid")
    for n, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = f"格{n}"
    return made


# Numbering

_LEVELS = {
    "chinese": [("chineseCounting", "%1、", 0), ("chineseCounting", "（%2）", 420), ("decimal", "%3.", 840)],
    "decimal": [("decimal", "%1.", 0), ("decimal", "%1.%2", 425), ("decimal", "%1.%2.%3", 850)],
    "bullet": [("bullet", "●", 420), ("bullet", "-", 840)],
    "suffix": [("decimal", "第%1条", 0)],
}


def _numbering() -> str:
    abstract, numbers = "", ""
    for id, (name, levels) in enumerate(_LEVELS.items(), 50):
        suffix = val("suff", "space") if name == "suffix" else ""
        inner = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{suffix}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left + 420}" w:hanging="420"/></w:pPr></w:lvl>'
            for n, (form, text, left) in enumerate(levels)
        )
        abstract += (
            f'<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
        )
        numbers += f'<w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>'
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers += f'<w:num w:numId="60"><w:abstractNumId w:val="51"/>{again}</w:num>'
    return f"<w:numbering>{abstract}{numbers}</w:numbering>"


def numbered(text: str, id: int, level: int = 0, style: str = "") -> str:
    """A paragraph of a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{id}"/></w:numPr>{style}')


@sample
def numbering() -> Document:
    made = document(
        numbered("基本情况", 50), numbered("个人", 50, 1), numbered("单位", 50, 1), numbered("名称", 50, 2),
        numbered("承诺", 50), numbered("个人", 50, 1), *(numbered(f"第{n}", 50) for n in range(3, 12)),
        numbered(LONG, 51), numbered("二级", 51, 1), numbered("三级", 51, 2), numbered(LONG, 51, 1), numbered("下一条", 51),
        numbered("项目", 52), numbered("小项目", 52, 1), numbered(LONG, 52),
        numbered(LONG, 53), numbered("第二条", 53),
        numbered("重新开始", 60), numbered("接着", 60),
    )  # fmt: skip
    part = next(r.target_part for r in made.part.rels.values() if r.reltype == RELATIONSHIP_TYPE.NUMBERING)
    for child in list(part.element):
        part.element.remove(child)
    for child in element(_numbering()):
        part.element.append(child)
    return made


# Pictures and controls


def picture(kind: str) -> io.BytesIO:
    """A small picture; PNG with a transparent ground."""
    image = Image.new("RGBA", (120, 60), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((5, 5, 115, 55), fill=(200, 30, 30, 128), outline=(0, 0, 0, 255))
    out = io.BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(out, kind)
    out.seek(0)
    return out


@sample
def pictures() -> Document:
    made = document()
    made.add_paragraph("透明图：").add_run().add_picture(picture("PNG"), width=Mm(30))
    made.add_paragraph("照片：").add_run().add_picture(picture("JPEG"), width=Mm(20))
    grid = made.add_table(1, 2, style="Table Grid")
    grid.rows[0].cells[0].paragraphs[0].add_run().add_picture(picture("PNG"), width=Mm(25))
    grid.rows[0].cells[1].text = "格里的图"
    made.add_paragraph("图后")
    return made


def control(content: str, properties: str = "") -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


CHECK_BOX = (
    '<w14:checkbox><w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)


@sample
def content_controls() -> Document:
    return document(
        p(f"{r('性别：')}{control(r('☐'), CHECK_BOX)}{r('男')}{control(r('☐'), CHECK_BOX)}{r('女')}"),
        control(p("整段在控件里") + p("第二段")),
        tbl(
            [4000, 4000],
            control(tr("控件里的行", "乙")),
            f"<w:tr>{control(tc('控件里的格'))}{tc('普通格')}</w:tr>",
            tr("丙", tc(control(p("格内控件")))),
        ),
        p("表后"),
    )
