"""Word XML, with its tags as processing instructions → the tree (ECMA-376, part 1, 17)."""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from retire_docs.forms.compiler import MAIN, Template
from retire_docs.forms.ooxml import attr, code_of, find, integer, number, points, w
from retire_docs.forms.printing import tree
from retire_docs.forms.printing.looks import DRAWING, paragraph_style, text_style, theme
from retire_docs.forms.printing.marks import of_symbol
from retire_docs.forms.printing.numbering import NumberingReader
from retire_docs.forms.printing.pictures import is_picture
from retire_docs.forms.printing.tables_reader import read_table, runs_down
from retire_docs.forms.styles import Cascade, Styles, as_level

_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_COMPATIBLE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_EMU = 12700.0  # a point in English metric units
_WRAPPERS = {
    w(tag) for tag in ("sdt", "sdtContent", "hyperlink", "smartTag", "customXml", "ins", "moveTo", "dir", "bdo")
}
_PAGE_FIELDS = {"PAGE": False, "NUMPAGES": True, "SECTIONPAGES": True}
_USUAL_TAB = 36.0
_WORD_2013 = 15


def read_document(template: Template) -> tree.Document:
    """The tree of a template."""
    return _Reader(template).document()


def nodes_of(element: etree._Element) -> Iterator[etree._Element]:
    """The children that count: those of wrappers (content controls, links, accepted insertions) in their place, and
    of alternatives the first."""
    for child in element:
        if child.tag in _WRAPPERS:
            yield from nodes_of(child)
        elif child.tag == f"{{{_COMPATIBLE}}}AlternateContent":
            yield from nodes_of(child[0] if len(child) else child)
        else:
            yield child


class _Reader:
    def __init__(self, template: Template) -> None:
        self.template = template
        self.styles = Styles(template.parts.get("word/styles.xml"))
        self.fonts = theme(template.parts.get("word/theme/theme1.xml"))
        self.numberings = NumberingReader(template.parts.get("word/numbering.xml"), self.fonts)
        settings = template.parts.get("word/settings.xml")
        self.settings = etree.fromstring(settings) if settings else etree.Element(w("settings"))
        self._part = MAIN

    def document(self) -> tree.Document:
        body = self._root(MAIN).find(w("body"))
        assert body is not None
        sections: list[tree.Section] = []
        gathered: list[etree._Element] = []
        for child in nodes_of(body):
            if child.tag == w("sectPr"):
                sections.append(self._section(child, gathered, sections))
                break
            gathered.append(child)
            ends = find(child, "w:pPr/w:sectPr") if child.tag == w("p") else None
            if ends is not None:
                sections.append(self._section(ends, gathered, sections))
                gathered = []
        else:
            sections.append(self._section(etree.Element(w("sectPr")), gathered, sections))
        return tree.Document(
            tuple(sections),
            self._tab(),
            self._on("evenAndOddHeaders"),
            self._on("compat/w:doNotUseHTMLParagraphAutoSpacing"),
        )

    def _root(self, part: str) -> etree._Element:
        tagged = self.template.tagged.get(part)
        return etree.fromstring(self.template.parts[part]) if tagged is None else tagged

    def _on(self, setting: str) -> bool:
        element = find(self.settings, f"w:{setting}")
        return element is not None and attr(element) not in ("0", "false", "off")

    def _tab(self) -> float:
        return points(find(self.settings, "w:defaultTabStop"), "val") or _USUAL_TAB

    def _section(
        self, properties: etree._Element, content: list[etree._Element], earlier: list[tree.Section]
    ) -> tree.Section:
        size, margin = find(properties, "w:pgSz"), find(properties, "w:pgMar")
        before = earlier[-1] if earlier else None
        grid = find(properties, "w:docGrid")
        starts = {"continuous": "here", "oddPage": "odd", "evenPage": "even"}.get(
            attr(find(properties, "w:type")) or "", "page"
        )
        gutter = points(margin, "gutter")
        numbers = find(properties, "w:pgNumType")
        first = attr(numbers, "start")
        return tree.Section(
            width=points(size, "w") or 595.3,
            height=points(size, "h") or 841.9,
            margins={side: abs(points(margin, side)) + (gutter if side == "left" else 0) for side in tree.SIDES},
            header=points(margin, "header"),
            footer=points(margin, "footer"),
            headers={**(before.headers if before else {}), **self._edges(properties, "header")},
            footers={**(before.footers if before else {}), **self._edges(properties, "footer")},
            content=self.blocks(content),
            starts=starts,  # type: ignore[arg-type]
            first_differs=Cascade((as_level(properties),)).on("w:titlePg"),
            first_number=integer(first, 1, 0, 1_000_000) if first else None,
            number_format=attr(numbers, "fmt") or "decimal",
            grid=points(grid, "linePitch") if attr(grid, "type") in ("lines", "linesAndChars") else None,
        )

    def _edges(self, properties: etree._Element, kind: str) -> dict[str, tuple[tree.Block, ...]]:
        """Headers or footers by the pages that they stand on."""
        found = {}
        for reference in properties.iter(w(f"{kind}Reference")):
            part = self._target(reference.get(f"{{{_RELATIONS}}}id"))
            if part in self.template.parts:
                self._part = part
                found[attr(reference, "type") or "default"] = self.blocks(nodes_of(self._root(part)))
                self._part = MAIN
        return found

    def _target(self, relation: str | None) -> str:
        """The part that a relation of the part being read leads to."""
        folder, name = posixpath.split(self._part)
        relations = self.template.parts.get(f"{folder}/_rels/{name}.rels")
        for element in etree.fromstring(relations) if relations else ():
            if element.get("Id") == relation:
                target = element.get("Target") or ""
                return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        return ""

    # Blocks

    def blocks(self, elements: Iterable[etree._Element]) -> tuple[tree.Block, ...]:
        """Paragraphs and tables with the tags around them."""
        return self.nest(elements, self._block)

    def _block(self, element: etree._Element) -> Iterator[tree.Block]:
        if element.tag == w("p"):
            yield self.paragraph(element)
        elif element.tag == w("tbl"):
            yield read_table(
                element, self.styles.table(element), self.blocks, self.nest, nodes_of, beyond=self._beyond(element)
            )

    def _beyond(self, table: etree._Element) -> bool:
        """Whether a table reaches beyond its room by its cells' margin, so that its text begins where other text does:
        so in files of Word 2010 and before."""
        modes = (e for e in self.settings.iter(w("compatSetting")) if attr(e, "name") == "compatibilityMode")
        return not _in_cell(table) and number(attr(next(modes, None))) < _WORD_2013

    def nest(
        self, elements: Iterable[etree._Element], read: Callable[[etree._Element], Iterator[Any]]
    ) -> tuple[Any, ...]:
        """What ``read`` makes of each element, ``if`` and ``for`` tags as nodes around what they hold."""
        stack: list[tuple[str, str, list[Any], list[Any] | None]] = [("", "", [], None)]
        for element in elements:
            code = self.code(element)
            word, _, rest = code.partition(" ")
            kind, about, held, otherwise = stack[-1]
            current = held if otherwise is None else otherwise
            if word == "if":
                stack.append(("if", _id(rest), [], None))
            elif word == "for":
                stack.append(("for", rest.rpartition(" ")[2], [], None))
            elif word == "else":
                stack[-1] = (kind, about, held, [])
            elif word in ("endif", "endfor"):
                stack.pop()
                _, _, outer, outer_else = stack[-1]
                node = (
                    tree.Loop(about, tuple(held))
                    if word == "endfor"
                    else tree.Choice(about, tuple(held), tuple(otherwise or ()))
                )
                (outer if outer_else is None else outer_else).append(node)
            else:
                current.extend(read(element))
        return tuple(stack[0][2])

    def code(self, element: etree._Element) -> str:
        """The tag that a processing instruction stands for; nothing for any other element."""
        if isinstance(element, etree._ProcessingInstruction) and element.target == self.template.marker:
            return element.text or ""
        return ""

    def paragraph(self, element: etree._Element) -> tree.Paragraph:
        """A paragraph with its style resolved."""
        mark = self.styles.mark(element)
        cascade = self.styles.paragraph(element)
        numbered = self.numberings.of(cascade, mark)
        if numbered:
            cascade = self.styles.paragraph(element, numbered[1])
        content = self.nest(self._inline_nodes(element), self._inline)
        look = text_style(mark, self.fonts)
        first = next((node.style.size for node in content if isinstance(node, (tree.Text, tree.SlotText))), look.size)
        return tree.Paragraph(
            style=paragraph_style(cascade, look, first, self._following_pitch(element), in_cell=_in_cell(element)),
            content=content,
            numbering=numbered[0] if numbered else None,
            fixed=not numbered and all(isinstance(n, (tree.Text, tree.Tab, tree.Picture)) for n in content),
        )

    def _following_pitch(self, paragraph: etree._Element) -> tree.Pitch | None:
        """The pitch of a line in a cell that cannot grow: it follows the type."""
        line = attr(find(paragraph, "w:pPr/w:spacing"), "line") or ""
        if not line.startswith(f"@@{self.template.marker} "):
            return None
        id = _id(line)
        return tree.Pitch("exact", self.template.pitches[id].pitch, id)

    # Inlines

    def _inline_nodes(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """Runs and tags; of a field of a page number one run, of any other field the text that it last had."""
        skipping = ""
        _part_fields(paragraph)
        for node in nodes_of(paragraph):
            begins = [attr(c, "fldCharType") for c in node.iter(w("fldChar"))] if node.tag == w("r") else []
            if skipping:
                if "end" in begins:
                    skipping = ""
                continue
            if "begin" in begins:
                name = _field_name(_instructions(node))
                if name in _PAGE_FIELDS:
                    skipping = "" if "end" in begins else name
                    yield _page_field(node, name)
                    continue
            if node.tag == w("fldSimple"):
                name = _field_name(attr(node, "instr") or "")
                if name in _PAGE_FIELDS:
                    run = find(node, "w:r")
                    yield _page_field(node if run is None else run, name)
                else:
                    yield from self._inline_nodes(node)
                continue
            yield node

    def _inline(self, element: etree._Element) -> Iterator[tree.Inline]:
        if code := self.code(element):
            id = _id(code)
            yield tree.SlotText(id, self._look(element, self.template.cascades[id]))
        elif element.tag == w("r"):
            cascade = self.styles.run(element)
            if not cascade.on("w:vanish"):
                yield from self._run(element, self._look(element, cascade))

    def _look(self, element: etree._Element, cascade: Cascade) -> tree.TextStyle:
        style = text_style(cascade, self.fonts)
        return replace(style, upright=True) if runs_down(next(element.iterancestors(w("tc")), None)) else style

    def _run(self, run: etree._Element, style: tree.TextStyle) -> Iterator[tree.Inline]:
        for child in nodes_of(run):
            if child.tag == w("t"):
                if text := _seen(child.text or ""):
                    yield tree.Text(text, style)
            elif child.tag in (w("tab"), w("ptab")):
                yield tree.Tab(style)
            elif child.tag in (w("br"), w("cr")):
                yield tree.LineBreak(style, page=attr(child, "type") == "page")
            elif child.tag == w("noBreakHyphen"):
                yield tree.Text("\u2011", style)
            elif child.tag == w("sym"):
                code = code_of(attr(child, "char"))
                if mark := of_symbol(attr(child, "font") or "", code):
                    yield tree.Text(mark, style)
            elif child.tag == w("drawing"):
                yield from self._pictures(child)
            elif child.tag == "page":
                yield tree.PageNumber(style, pages=_PAGE_FIELDS[child.text or ""])

    def _pictures(self, drawing: etree._Element) -> Iterator[tree.Picture]:
        for inline in drawing.iter(f"{{{_PLACED}}}inline"):
            extent = inline.find(f"{{{_PLACED}}}extent")
            blip = next(inline.iter(f"{{{DRAWING}}}blip"), None)
            part = "" if blip is None else self._target(blip.get(f"{{{_RELATIONS}}}embed"))
            if extent is not None and is_picture(self.template.parts.get(part, b"")):
                width, height = (number(extent.get(name)) / _EMU for name in ("cx", "cy"))
                data = self.template.parts[part]
                yield tree.Picture(f"P{hashlib.sha256(data).hexdigest()[:12]}", data, width, height)


def _seen(text: str) -> str:
    """Text as it prints: line ends of the file and thin spaces are spaces, what nobody sees is not there."""
    spaced = re.sub("[\t\r\n\u2000-\u200a\u202f\u205f]", " ", text)
    return "".join(char for char in spaced if unicodedata.category(char) != "Cf")


def _in_cell(element: etree._Element) -> bool:
    return next(element.iterancestors(w("tc")), None) is not None


def _id(code: str) -> str:
    """The slot, test or line that a placeholder names."""
    found = re.search(r"\b[scp]\d+\b", code)
    return found[0] if found else code


def _part_fields(paragraph: etree._Element) -> None:
    """Give each mark of a field a run of its own, also where text stands in the same run."""
    for run in paragraph.findall(w("r")):
        own = [child for child in run if child.tag != w("rPr")]
        if len(own) > 1 and any(child.tag == w("fldChar") for child in own):
            properties = find(run, "w:rPr")
            for child in own:
                part = etree.Element(w("r"))
                if properties is not None:
                    part.append(etree.fromstring(etree.tostring(properties)))
                part.append(child)
                run.addprevious(part)
            paragraph.remove(run)


def _instructions(run: etree._Element) -> str:
    """The instructions of the field that begins in a run."""
    words = "".join(i.text or "" for i in run.iter(w("instrText")))
    for following in run.itersiblings(w("r")):
        if words and any(attr(c, "fldCharType") for c in following.iter(w("fldChar"))):
            break
        words += "".join(i.text or "" for i in following.iter(w("instrText")))
    return words


def _field_name(instructions: str) -> str:
    return (instructions.split() or [""])[0].upper()


def _page_field(run: etree._Element, name: str) -> etree._Element:
    """A run in the place of a field, with the same look, that says what number is wanted."""
    stand_in = etree.Element(w("r"))
    properties = find(run, "w:rPr")
    if properties is not None:
        stand_in.append(etree.fromstring(etree.tostring(properties)))
    etree.SubElement(stand_in, "page").text = name
    run.addprevious(stand_in)  # so that its paragraph's styles are found
    stand_in.tail = None
    return stand_in
