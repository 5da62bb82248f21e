"""Reading a Word template: its :class:`Form`, and the program that writes it filled.

Runs that Word split are joined on the XML tree; every tag becomes a placeholder in it; the tree is written out
once, and the placeholders become one Jinja2 program whose variables hold ready XML.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from retire_docs.domain.fields import dictionary
from retire_docs.errors import Fault, InvalidTemplate
from retire_docs.forms import rooms, tags
from retire_docs.forms.form import Form, Line, Room, Slot, Test
from retire_docs.forms.ooxml import NS, W14, attr, code_of, find, w
from retire_docs.forms.package import Package
from retire_docs.forms.runs import isolate_tags, own_texts, run_text
from retire_docs.forms.styles import Cascade, Styles
from retire_docs.forms.views import STYLES, Style
from retire_docs.forms.word import RunLook, WordForm, wire

MAIN = "word/document.xml"
UNREADABLE = (
    OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, etree.XMLSyntaxError,
    ValueError,
)  # fmt: skip
"""What comes of a file that is no Word file, or a damaged or locked one."""
PARTS = re.compile(r"word/(document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml")
_XMLNS = re.compile(r' xmlns:\w+="[^"]*"')

# Jinja2's delimiters are characters that XML cannot hold, so that no text of a template is taken for a tag.
_environment = SandboxedEnvironment(
    block_start_string="\x01", block_end_string="\x02", variable_start_string="\x03", variable_end_string="\x04",
    comment_start_string="\x05", comment_end_string="\x06", undefined=StrictUndefined, autoescape=False,
    keep_trailing_newline=True,
)  # fmt: skip
_environment.globals.clear()
_environment.filters.clear()


@dataclass(frozen=True)
class Template:
    """A Word template whose tags were understood and stand as processing instructions in its parts.

    ``parts`` are the members of the file, ``tagged`` the trees of those that have tags; ``marker`` is the name of
    the instructions. ``cascades`` tell the looks of the slots, ``pitches`` the lines of cells that cannot grow.
    """

    form: Form
    parts: Mapping[str, bytes]
    tagged: Mapping[str, etree._Element]
    marker: str
    looks: Mapping[str, RunLook]
    cascades: Mapping[str, Cascade]
    pitches: Mapping[str, Line]


def compile_template(path: Path) -> WordForm:
    """Compile a Word template to what fills it. Raises InvalidTemplate with all its faults."""
    template = read_template(path)
    programs = {name: _program(root, template.marker) for name, root in template.tagged.items()}
    return WordForm(
        form=template.form,
        programs={name: _environment.from_string(source) for name, source in programs.items()},
        looks=template.looks,
        pitches=template.pitches,
        package=Package.of({name: data for name, data in template.parts.items() if name not in programs}),
    )


def read_template(path: Path) -> Template:
    """Read a Word template and understand its tags. Raises InvalidTemplate with all its faults."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        roots = {
            n: etree.fromstring(data)
            for n, data in parts.items()
            if n.startswith("word/") and n.endswith((".xml", ".rels"))
        }
        if MAIN not in roots or roots[MAIN].find(w("body")) is None:
            raise ValueError("没有正文，或是“严格”格式")
        changed = {name: root for name, root in roots.items() if PARTS.fullmatch(name) and _has_tags(root)}
    except UNREADABLE as error:
        raise InvalidTemplate(
            Fault(path.name, "不是能打开的 Word 文件（.docx）", f"用 Word 或 WPS 另存为 .docx（{error}）")
        ) from None
    compiler = _Compiler(path.name, Styles(parts.get("word/styles.xml")))
    for root in changed.values():
        compiler.place_tags(root)
    if compiler.faults:
        raise InvalidTemplate(*compiler.faults)
    return Template(
        form=Form(_version(parts, compiler.slots), tuple(compiler.slots), tuple(compiler.tests), tuple(compiler.rooms)),
        parts=parts,
        tagged=changed,
        marker=compiler.marker,
        looks=compiler.looks,
        cascades=compiler.cascades,
        pitches=compiler.pitches,
    )


def _program(root: etree._Element, marker: str) -> str:
    """The Jinja2 source that writes one part."""
    source = etree.tostring(root, encoding="unicode", xml_declaration=False)
    placeholder = re.compile(rf"<\?{marker} (.*?)\?>|@@{marker} (.*?)@@")
    fixed, *rest = placeholder.split(source)
    pieces = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', wire(fixed)]
    for node, attribute, fixed in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
        pieces += [_to_jinja(node or attribute), wire(fixed)]
    return "".join(pieces)


def _has_tags(root: etree._Element) -> bool:
    text = "".join(t.text or "" for t in root.iter(w("t")))
    return any(mark in text for mark in tags.MARKS)


def _version(parts: Mapping[str, bytes], slots: list[Slot]) -> str:
    digest = hashlib.sha256()
    for name in sorted(n for n in parts if n.startswith("word/")):
        digest.update(name.encode() + b"\0" + parts[name])
    for name in sorted({slot.field for slot in slots}):
        digest.update(f"{name}:{dictionary()[name].kind}".encode())
    return digest.hexdigest()[:12]


@dataclass
class _Opening:
    """An ``if`` or ``for`` that is not closed yet: its loop variable and list, or its test and whether its ``else``
    has come; and the element that it stands in."""

    kind: str
    parent: etree._Element | None
    item: str | None = None
    list: str | None = None
    test: str | None = None
    otherwise: bool = False


class _Compiler:
    """Puts placeholders for the tags of one template, collecting slots, tests, rooms and faults on the way."""

    def __init__(self, file: str, styles: Styles) -> None:
        self.file = file
        self.styles = styles
        self.slots: list[Slot] = []
        self.tests: list[Test] = []
        self.rooms: list[Room] = []
        self.looks: dict[str, RunLook] = {}
        self.cascades: dict[str, Cascade] = {}
        self.pitches: dict[str, Line] = {}
        self.faults: list[Fault] = []
        self._open: list[_Opening] = []
        self._items: dict[str, str | None] = {}  # slot id → the loop variable whose item it shows
        # Placeholders in the written tree: nothing that a template can hold looks like one.
        self.marker = f"rd{secrets.token_hex(8)}"

    def place_tags(self, root: etree._Element) -> None:
        """Put a placeholder for every tag of one part."""
        for number, paragraph in enumerate(list(root.iter(w("p"))), 1):
            self._paragraph(paragraph, place_of(paragraph, number))
        for opening in self._open:
            self._fault("末尾", f"{{% {opening.kind} %}} 没有对应的 {{% end{opening.kind} %}}")
        self._open.clear()
        self._fixed_cells(root)
        _keep_cells_whole(root)

    def _fault(self, place: str, what: str) -> None:
        self.faults.append(Fault(f"{self.file} {place}", what, "用 Word 打开模板，改正这个标签"))

    def _paragraph(self, paragraph: etree._Element, place: str) -> None:
        runs = isolate_tags(paragraph)
        for run in runs:
            text = run_text(run)
            try:
                tag, vanishes = tags.parse(text)
                self._place_tag(tag, vanishes, run, paragraph, place, text)
            except tags.BadTag as error:
                self._fault(place, str(error))
        left = "".join(t.text or "" for t in own_texts(paragraph) if t.getparent() not in runs)
        if any(mark in left for mark in tags.MARKS):
            self._fault(place, f"“{left.strip()[:30]}”中有不成对的 {{{{ }}}} 或 {{% %}}")

    def _place_tag(
        self, tag: tags.Tag, vanishes: str, run: etree._Element, paragraph: etree._Element, place: str, text: str
    ) -> None:
        if isinstance(tag, tags.SlotTag):
            self._replace(run, self._slot(tag, run, place))
            return
        target = _whole(vanishes, paragraph, text) if vanishes else run
        self._replace(target, self._statement(tag, text, target.getparent()))

    def _slot(self, tag: tags.SlotTag, run: etree._Element, place: str) -> str:
        of_list = self._list_of(tag.item)
        style = STYLES[tag.look.style] if tag.look.option else None
        id = f"s{len(self.slots)}"
        if style and (box := _check_box(run)) is not None:
            style = _control_style(box)
            checked = find(box, "w14:checked")
            if checked is not None:
                checked.set(f"{{{W14}}}val", self._in_attribute(_variable(id + "_on", tag.item)))
        within = tuple((o.test, not o.otherwise) for o in self._open if o.test)
        self.cascades[id] = self.styles.run(run)
        size = self.cascades[id].size
        self.slots.append(Slot(id, tag.field, tag.look, of_list, size, style, within, place))
        self._items[id] = tag.item
        if style and style.symbol:
            _set_font(run, style.symbol)
        self.looks[id] = _look(run, size)
        return _variable(id, tag.item)

    def _statement(self, tag: tags.Tag, text: str, parent: etree._Element | None) -> str:
        if isinstance(tag, tags.ForTag):
            self._open.append(_Opening("for", parent, item=tag.item, list=tag.list))
            return f"for {tag.item} in {tag.list}"
        if isinstance(tag, tags.IfTag):
            test = Test(f"c{len(self.tests)}", tag.condition, self._list_of(tag.item))
            self._open.append(_Opening("if", parent, test=test.id))
            self.tests.append(test)
            return f"if {_variable(test.id, tag.item)}"
        wanted = tag.of if isinstance(tag, tags.EndTag) else "if"
        if not self._open or self._open[-1].kind != wanted:
            raise tags.BadTag(f"标签 {text} 前面没有对应的 {wanted}")
        if self._open[-1].parent is not parent:
            raise tags.BadTag(f"标签 {text} 要与对应的 {wanted} 写在同一处（同一段、同一格或同一张表）")
        if isinstance(tag, tags.ElseTag):
            self._open[-1].otherwise = True
            return "else"
        self._open.pop()
        return f"end{wanted}"

    def _list_of(self, item: str | None) -> str | None:
        if item is None:
            return None
        for opening in reversed(self._open):
            if opening.item == item:
                return opening.list
        raise tags.BadTag(f"“{item}.”只能写在 for {item} in 名单 与 endfor 之间")

    def _fixed_cells(self, root: etree._Element) -> None:
        """Find the cells that cannot grow, and let the pitch of their lines follow the type."""
        slots = {_variable(slot.id, self._items[slot.id]): slot for slot in self.slots}

        def slot_of(node: etree._Element) -> Slot | None:
            return slots.get(node.text or "") if isinstance(node, etree._ProcessingInstruction) else None

        for room, paragraphs in rooms.find_rooms(root, slot_of, lambda run: self.styles.run(run).size):
            lines = [replace(line, id=f"p{len(self.pitches) + n}") for n, line in enumerate(room.lines)]
            item = self._items[room.slots[0].id]
            for line, paragraph in zip(lines, paragraphs, strict=True):
                spacing = find(paragraph, "w:pPr/w:spacing")
                if spacing is not None and attr(spacing, "lineRule") == "exact":
                    spacing.set(w("line"), self._in_attribute(_variable(line.id, item)))
                self.pitches[line.id] = line
            self.rooms.append(replace(room, lines=tuple(lines)))

    def _in_attribute(self, code: str) -> str:
        return f"@@{self.marker} {code}@@"

    def _replace(self, element: etree._Element, code: str) -> None:
        parent = element.getparent()
        assert parent is not None
        placeholder = etree.ProcessingInstruction(self.marker, code)
        placeholder.tail = element.tail
        parent.replace(element, placeholder)


def _whole(vanishes: str, paragraph: etree._Element, text: str) -> etree._Element:
    """The row or paragraph that vanishes with a tag. Raises BadTag where the tag is not alone in it."""
    target = paragraph if vanishes == "p" else next(paragraph.iterancestors(w("tr")), None)
    if target is None:
        raise tags.BadTag(f"标签 {text} 要写在表格的行里")
    if "".join(t.text or "" for t in target.iter(w("t"))).strip() != text.strip():
        raise tags.BadTag(f"标签 {text} 应独占{'一行表格' if vanishes == 'tr' else '一个段落'}")
    if next(target.iter(w("sectPr")), None) is not None:
        raise tags.BadTag(f"标签 {text} 所在的段落带着分节符，移到另一段")
    return target


def _keep_cells_whole(root: etree._Element) -> None:
    """Word wants a paragraph in every cell, also where an ``if`` leaves out all that stood there."""
    for cell in root.iter(w("tc")):
        depth, certain = 0, False
        for child in cell:
            if isinstance(child, etree._ProcessingInstruction):
                code = (child.text or "").split(" ")[0]
                depth += {"if": 1, "for": 1, "endif": -1, "endfor": -1}.get(code, 0)
            elif child.tag == w("p") and not depth:
                certain = True
        if not certain and next(cell.iter(w("p")), None) is not None and cell[-1].tag != w("sdt"):
            etree.SubElement(cell, w("p"))


def _variable(id: str, item: str | None) -> str:
    return f"{item}['{id}']" if item else id


def _to_jinja(code: str) -> str:
    statement = code.startswith(("if ", "for ", "else", "endif", "endfor"))
    return f"\x01{code}\x02" if statement else f"\x03{code}\x04"


def place_of(paragraph: etree._Element, number: int) -> str:
    """Where a paragraph stands, for messages."""
    words = "".join(t.text or "" for t in paragraph.iter(w("t"))).strip()
    return f"第{number}段“{words[:20]}{'…' if len(words) > 20 else ''}”"


def _set_font(run: etree._Element, font: str) -> None:
    """Give a run one font for every script: office programs other than Word look there, not at the symbol's own."""
    properties = find(run, "w:rPr")
    if properties is None:
        properties = etree.Element(w("rPr"))
        run.insert(0, properties)
    old = find(properties, "w:rFonts")
    if old is not None:
        properties.remove(old)
    properties.insert(0, etree.Element(w("rFonts"), {w(s): font for s in ("ascii", "hAnsi", "eastAsia", "cs")}))


_AFTER_SIZE = r"<w:(highlight|u|effect|bdr|shd|fitText|vertAlign|rtl|cs|em|lang|eastAsianLayout|specVanish|oMath)\b"
"""Run properties that the schema wants after the type size."""


def _look(run: etree._Element, size: float) -> RunLook:
    properties = find(run, "w:rPr")
    if properties is None:
        return RunLook("<w:rPr>", size, "</w:rPr>")
    xml = _XMLNS.sub("", etree.tostring(properties, encoding="unicode", with_tail=False))
    xml = re.sub(r"<w:szC?s? [^>]*/>", "", xml)
    if xml.endswith("/>"):
        return RunLook("<w:rPr>", size, "</w:rPr>")
    at = re.search(_AFTER_SIZE, xml)
    cut = at.start() if at else len(xml) - len("</w:rPr>")
    return RunLook(xml[:cut], size, xml[cut:])


def _check_box(run: etree._Element) -> etree._Element | None:
    """The check-box content control around a run, if there is one."""
    for control in run.iterancestors(w("sdt")):
        found: etree._Element | None = control.find("w:sdtPr/w14:checkbox", NS)
        return found
    return None


def _control_style(box: etree._Element) -> Style:
    """The glyphs that a check-box content control itself names."""

    def glyph(state: str, default: str) -> str:
        element = find(box, f"w14:{state}")
        code = None if element is None else element.get(f"{{{W14}}}val")
        return chr(code_of(code)) if code_of(code) else default

    return Style(glyph("checkedState", "☒"), glyph("uncheckedState", "☐"))
