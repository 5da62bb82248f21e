"""What a Word template has and print does not set: named, never dropped silently.

Each entry says what it is, where it stands, and what to do; whoever needs it prints through LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from retire_docs.errors import Fault
from retire_docs.forms.compiler import PARTS, place_of
from retire_docs.forms.ooxml import attr, code_of, find, number, w
from retire_docs.forms.printing.looks import DRAWING
from retire_docs.forms.printing.marks import of_symbol
from retire_docs.forms.printing.pictures import is_picture
from retire_docs.forms.printing.table_drawing import BORDERS

REMEDY = "在 Word 里改成不用它的写法，或打印时加 --pdf-engine libreoffice"
_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_DRAWN = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_VML = "urn:schemas-microsoft-com:vml"

_ELEMENTS = {
    w("txbxContent"): "文本框",
    f"{{{_DRAWN}}}anchor": "浮动的图片或图形",
    f"{{{_CHART}}}chart": "图表",
    w("object"): "嵌入的对象",
    w("pict"): "旧式图形（VML）",
    w("ruby"): "拼音指南",
    w("footnoteReference"): "脚注",
    w("endnoteReference"): "尾注",
    f"{{{_MATH}}}oMath": "公式",
    w("framePr"): "图文框",
    w("pBdr"): "段落边框",
    w("bdr"): "字符边框",
    w("fitText"): "“调整宽度”",
    w("eastAsianLayout"): "双行合一、纵横混排",
    w("em"): "着重号",
    w("pgBorders"): "页面边框",
    w("lnNumType"): "行号",
    w("bidiVisual"): "从右到左的表格",
    w("tl2br"): "斜线表头",
    w("tr2bl"): "斜线表头",
    w("tblpPr"): "文字环绕的表格（按不环绕排）",
    w("tblCellSpacing"): "单元格间距",
    w("altChunk"): "嵌入的外部文件",
    w("subDoc"): "子文档",
    w("smallCaps"): "小型大写字母",
    w("caps"): "全部大写字母",
    w("outline"): "空心字",
    w("shadow"): "阴影字",
    w("emboss"): "阳文",
    w("imprint"): "阴文",
    w("dstrike"): "双删除线（按单线排）",
    w("effect"): "文字动画",
    w("hMerge"): "旧式的横向合并",
    w("tblPrEx"): "一行自己的表格格式",
    w("tcFitText"): "单元格“适应文字”",
    w("lvlPicBulletId"): "图片项目符号",
    w("isLgl"): "法律式编号",
    w("mirrorIndents"): "对称缩进",
    f"{{{DRAWING}}}srcRect": "裁剪过的图片（按未裁剪排）",
}
TRACKED = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange")
_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_UNDERLINES = ("single", "double", "thick", "none")
_BORDERS = ("nil", "none", *BORDERS)
_DEFAULT_ON = {w("kinsoku"): "不避头尾的段落", w("wordWrap"): "允许单词中间断行的段落"}
_OFF = ("0", "false", "off", "none")


def unset(file: str, parts: Mapping[str, bytes]) -> list[Fault]:
    """All that a template has and print does not set, each kind once a part, with the first place."""
    found: dict[str, Fault] = {}
    for name in sorted(parts):
        if PARTS.fullmatch(name):
            root = etree.fromstring(parts[name])
            for what, element in _in_part(root):
                where = f"{file} {_place(root, element)}".rstrip()
                found.setdefault(what, Fault(where, f"有{what}，自己排版的 PDF 里没有", REMEDY))
    for what in _elsewhere(parts):
        found.setdefault(what, Fault(file, what, "换成 PNG 或 JPEG 图片"))
    return list(found.values())


def _in_part(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for element in root.iter(etree.Element):
        if (what := _ELEMENTS.get(str(element.tag))) and attr(element) not in _OFF:
            yield what, element
    for element in root.iter(w("cols")):
        if number(attr(element, "num"), 1) > 1:
            yield "分栏", element
    for element in root.iter(w("docGrid")):
        if attr(element, "type") in ("linesAndChars", "snapToChars") and number(attr(element, "charSpace")):
            yield "文档网格的字符间距", element
    for element in root.iter(w("u")):
        if attr(element) not in _UNDERLINES:
            yield f"下划线样式（{attr(element)}，按单线排）", element
    for group in root.iter(w("tblBorders"), w("tcBorders")):
        for element in group:
            if attr(element) not in _BORDERS:
                yield f"边框样式（{attr(element)}，按单线排）", element
    for element in root.iter(*_DEFAULT_ON):
        if attr(element) in _OFF:
            yield _DEFAULT_ON[str(element.tag)], element
    for element in root.iter(w("sym")):
        code = attr(element, "char") or ""
        if of_symbol(attr(element, "font") or "", code_of(code)) is None:
            yield f"符号字体 {attr(element, 'font')} 的字符 {code}", element
    for element in root.iter(f"{{{DRAWING}}}xfrm"):
        if element.get("rot") or element.get("flipH") or element.get("flipV"):
            yield "旋转或翻转的图片（按未旋转排）", element
    for element in root.iter(f"{{{_DRAWN}}}inline"):
        if next(element.iter(f"{{{DRAWING}}}blip"), None) is None:
            yield "嵌入的图形或图表", element
    for section in root.iter(w("sectPr")):
        for name in ("w:textDirection", "w:vAlign"):
            if attr(find(section, name)) not in (None, "lrTb", "top"):
                yield "整节的文字方向或垂直对齐", section
    for element in root.iter(w("fldSimple"), w("instrText")):
        words = (attr(element, "instr") or element.text or "").split()
        name = words[0].upper() if words else ""
        if name in _FIELDS and root.tag == w("document"):
            yield f"正文里的域 {name}（印成 1）", element
        elif name and (name.isalpha() or name == "=") and name not in _FIELDS:
            yield f"域 {name}（按上次的结果排）", element
    for element in root.iter(*(w(name) for name in TRACKED)):
        yield "修订痕迹（按已接受排）", element
        break
    for element in root.iter(w("br")):
        if attr(element, "type") == "column":
            yield "分栏符", element


def _place(root: etree._Element, element: etree._Element) -> str:
    """The paragraph that an element stands in, or the first of what it holds."""
    paragraph = element if element.tag == w("p") else next(element.iterancestors(w("p")), None)
    if paragraph is None:
        paragraph = next(element.iter(w("p")), None)
    if paragraph is None:
        table = next(element.iterancestors(w("tbl")), None)
        paragraph = None if table is None else next(table.iter(w("p")), None)
    if paragraph is None:
        return ""
    number = next(n for n, p in enumerate(root.iter(w("p")), 1) if p is paragraph)
    return place_of(paragraph, number)


def _elsewhere(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Pictures that cannot be set, and what the document's other parts ask for."""
    for name, data in parts.items():
        if re.match(r"word/media/", name) and not is_picture(data):
            yield f"图片 {name.rpartition('/')[2]} 打不开，或是不支持的格式（EMF、WMF、SVG）"
        for relation in etree.fromstring(data) if name.endswith(".rels") else ():
            if relation.get("TargetMode") == "External" and str(relation.get("Type")).endswith("/image"):
                yield "图片不在文件里，只是链接"
    yield from _table_styles(parts)


def _table_styles(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Styles that give some rows or columns of a table a look of their own."""
    styles = parts.get("word/styles.xml")
    for style in etree.fromstring(styles).iter(w("style")) if styles else ():
        used = f'<w:tblStyle w:val="{attr(style, "styleId")}"/>'.encode()
        if find(style, "w:tblStylePr") is not None and used in parts.get("word/document.xml", b""):
            yield f"表格样式“{attr(find(style, 'w:name'))}”给首行、隔行等的样子没有排"
