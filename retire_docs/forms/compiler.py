"""Compiling a Word template into a :class:`Form` and the program that writes it.

Runs that Word split are joined on the XML tree; every tag becomes a placeholder in it; the tree is written out
once, and the placeholders become one Jinja2 program whose variables hold ready XML.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from retire_docs.domain.fields import dictionary
from retire_docs.errors import Fault, InvalidTemplate
from retire_docs.forms import rooms, tags
from retire_docs.forms.form import Form, Line, Room, Slot, Test
from retire_docs.forms.ooxml import NS, W14, attr, find, w
from retire_docs.forms.package import Package
from retire_docs.forms.runs import isolate_tags, run_text
from retire_docs.forms.views import STYLES, Style
from retire_docs.forms.word import RunLook, WordForm

PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_XMLNS = re.compile(r' xmlns:\w+="[^"]*"')

# In the written tree a placeholder is a processing instruction; in an attribute, this text.
_PLACEHOLDER = re.compile(r"<\?rd (.*?)\?>|@@rd (.*?)@@")

# Jinja2's delimiters are characters that XML cannot hold, so that no text of a template is taken for a tag.
_environment = SandboxedEnvironment(
    block_start_string="\x01", block_end_string="\x02", variable_start_string="\x03", variable_end_string="\x04",
    comment_start_string="\x05", comment_end_string="\x06", undefined=StrictUndefined, autoescape=False,
    keep_trailing_newline=True,
)  # fmt: skip


@cache
def compiled(path: Path) -> WordForm:
    """The template, compiled once in this process. Raises InvalidTemplate."""
    return compile_template(path)


def compile_template(path: Path) -> WordForm:
    """Compile a Word template. Raises InvalidTemplate with all its faults."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
        changed = {n: etree.fromstring(data) for n, data in parts.items() if PARTS.fullmatch(n) and _has_tags(data)}
    except (OSError, zipfile.BadZipFile, etree.XMLSyntaxError) as error:
        raise InvalidTemplate(
            Fault(path.name, "不是能打开的 Word 文件（.docx）", f"用 Word 或 WPS 另存为 .docx（{error}）")
        ) from None
    compiler = _Compiler(path.name)
    programs = {name: compiler.program(root) for name, root in changed.items()}
    if compiler.faults:
        raise InvalidTemplate(*compiler.faults)
    return WordForm(
        form=Form(_version(parts, compiler.slots), tuple(compiler.slots), tuple(compiler.tests), tuple(compiler.rooms)),
        programs={name: _environment.from_string(source) for name, source in programs.items()},
        looks=compiler.looks,
        pitches=compiler.pitches,
        package=Package.of({name: data for name, data in parts.items() if name not in programs}),
    )


def _has_tags(data: bytes) -> bool:
    text = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", data.decode("utf-8")))
    return any(mark in text for mark in tags.MARKS)


def _version(parts: Mapping[str, bytes], slots: list[Slot]) -> str:
    digest = hashlib.sha256()
    for name in sorted(n for n in parts if n.startswith("word/")):
        digest.update(name.encode() + b"\0" + parts[name])
    for name in sorted({slot.field for slot in slots}):
        digest.update(f"{name}:{dictionary()[name].kind}".encode())
    return digest.hexdigest()[:12]


class _Compiler:
    """Turns the parts of one template into programs, collecting slots, tests, rooms and faults on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.slots: list[Slot] = []
        self.tests: list[Test] = []
        self.rooms: list[Room] = []
        self.looks: dict[str, RunLook] = {}
        self.pitches: dict[str, Line] = {}
        self.faults: list[Fault] = []
        self._open: list[tuple[str, str | None, str | None]] = []  # if/for, loop variable, list

    def program(self, root: etree._Element) -> str:
        """The Jinja2 source of one part."""
        for number, paragraph in enumerate(list(root.iter(w("p"))), 1):
            self._paragraph(paragraph, place_of(paragraph, number))
        for kind, _, _ in self._open:
            self._fault("末尾", f"{{% {kind} %}} 没有对应的 {{% end{kind} %}}")
        self._open.clear()
        self._fixed_cells(root)
        source = etree.tostring(root, encoding="unicode", xml_declaration=False)
        return '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + _PLACEHOLDER.sub(_to_jinja, source)

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
        left = "".join(t.text or "" for t in paragraph.iter(w("t")) if t.getparent() not in runs)
        if any(mark in left for mark in tags.MARKS):
            self._fault(place, f"“{left.strip()[:30]}”中有不成对的 {{{{ }}}} 或 {{% %}}")

    def _place_tag(
        self, tag: tags.Tag, vanishes: str, run: etree._Element, paragraph: etree._Element, place: str, text: str
    ) -> None:
        if isinstance(tag, tags.SlotTag):
            _replace(run, self._slot(tag, run, place))
            return
        statement = self._statement(tag, text)
        target = run
        if vanishes:
            row = next(paragraph.iterancestors(w("tr")), None) if vanishes == "tr" else paragraph
            if row is None:
                raise tags.BadTag(f"标签 {text} 要写在表格的行里")
            target = row
            if "".join(t.text or "" for t in target.iter(w("t"))).strip() != text.strip():
                raise tags.BadTag(f"标签 {text} 应独占{'一行表格' if vanishes == 'tr' else '一个段落'}")
        _replace(target, statement)

    def _slot(self, tag: tags.SlotTag, run: etree._Element, place: str) -> str:
        of_list = self._list_of(tag.item)
        style = STYLES[tag.look.style] if tag.look.option else None
        id = f"s{len(self.slots)}"
        if style and (box := _check_box(run)) is not None:
            style = _control_style(box)
            checked = find(box, "w14:checked")
            if checked is not None:
                checked.set(f"{{{W14}}}val", f"@@rd {_variable(id + '_on', tag.item)}@@")
        slot = Slot(id, tag.field, tag.look, of_list, rooms.type_size(run), style, place)
        self.slots.append(slot)
        if style and style.symbol:
            _set_font(run, style.symbol)
        self.looks[id] = _look(run)
        return _variable(id, tag.item)

    def _statement(self, tag: tags.Tag, text: str) -> str:
        if isinstance(tag, tags.EndTag):
            if not self._open or self._open[-1][0] != tag.of:
                raise tags.BadTag(f"标签 {text} 前面没有对应的 {tag.of}")
            self._open.pop()
            return f"end{tag.of}"
        if isinstance(tag, tags.ElseTag):
            if not self._open or self._open[-1][0] != "if":
                raise tags.BadTag(f"标签 {text} 前面没有对应的 if")
            return "else"
        if isinstance(tag, tags.ForTag):
            self._open.append(("for", tag.item, tag.list))
            return f"for {tag.item} in {tag.list}"
        assert isinstance(tag, tags.IfTag)
        test = Test(f"c{len(self.tests)}", tag.condition, self._list_of(tag.item))
        self._open.append(("if", None, None))
        self.tests.append(test)
        return f"if {_variable(test.id, tag.item)}"

    def _list_of(self, item: str | None) -> str | None:
        if item is None:
            return None
        for _, name, of_list in reversed(self._open):
            if name == item:
                return of_list
        raise tags.BadTag(f"“{item}.”只能写在 for {item} in 名单 与 endfor 之间")

    def _fixed_cells(self, root: etree._Element) -> None:
        by_variable = {slot.id: slot for slot in self.slots}

        def slot_of(node: etree._Element) -> Slot | None:
            if not isinstance(node, etree._ProcessingInstruction) or not node.text:
                return None
            return by_variable.get(re.sub(r".*\['(.*)'\]", r"\1", node.text))

        items = {of_list: item for item, of_list in _loops(root)}
        for room, paragraphs in rooms.find_rooms(root, slot_of):
            lines = []
            for line, paragraph in zip(room.lines, paragraphs, strict=True):
                line = replace(line, id=f"p{len(self.pitches)}")
                lines.append(line)
                spacing = find(paragraph, "w:pPr/w:spacing")
                if spacing is not None and attr(spacing, "lineRule") == "exact":
                    item = items.get(room.of_list) if room.of_list else None
                    spacing.set(w("line"), f"@@rd {_variable(line.id, item)}@@")
                self.pitches[line.id] = line
            self.rooms.append(replace(room, lines=tuple(lines)))


def _loops(root: etree._Element) -> list[tuple[str, str]]:
    texts = [pi.text or "" for pi in root.iter(etree.PI)]
    return [(m[1], m[2]) for m in (re.fullmatch(r"for (\w+) in (\w+)", t) for t in texts) if m]


def _variable(id: str, item: str | None) -> str:
    return f"{item}['{id}']" if item else id


def _to_jinja(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    statement = code.startswith(("if ", "for ", "else", "endif", "endfor"))
    return f"\x01{code}\x02" if statement else f"\x03{code}\x04"


def _replace(element: etree._Element, code: str) -> None:
    parent = element.getparent()
    assert parent is not None
    placeholder = etree.ProcessingInstruction("rd", code)
    placeholder.tail = element.tail
    parent.replace(element, placeholder)


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


def _look(run: etree._Element) -> RunLook:
    properties = find(run, "w:rPr")
    if properties is None:
        return RunLook("<w:rPr>", None, "</w:rPr>")
    xml = _XMLNS.sub("", etree.tostring(properties, encoding="unicode", with_tail=False))
    xml = re.sub(r"<w:szCs [^>]*/>", "", xml)
    match = re.search(r'<w:sz w:val="(\d+)"/>', xml)
    if not match:
        if xml.endswith("/>"):
            return RunLook("<w:rPr>", None, "</w:rPr>")
        at = re.search(_AFTER_SIZE, xml)
        cut = at.start() if at else len(xml) - len("</w:rPr>")
        return RunLook(xml[:cut], None, xml[cut:])
    return RunLook(xml[: match.start()], int(match[1]), xml[match.end() :])


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
        return chr(int(code, 16)) if code else default

    return Style(glyph("checkedState", "☒"), glyph("uncheckedState", "☐"))
