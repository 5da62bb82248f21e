"""A form for print: the template's tree, with what is the same for every filling set once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from retire_docs.errors import Fault, InvalidTemplate
from retire_docs.forms.compiler import UNREADABLE, Template, read_template
from retire_docs.forms.filling import Filling
from retire_docs.forms.form import Form
from retire_docs.forms.printing import tree
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.glyph_gate import GlyphGate
from retire_docs.forms.printing.marks import of_symbol
from retire_docs.forms.printing.measuring import CONTROLS, FONT_REMEDY
from retire_docs.forms.printing.pages import Page, set_pages
from retire_docs.forms.printing.reader import read_document
from retire_docs.forms.printing.setter import Known, Setter
from retire_docs.forms.printing.unset import REMEDY, unset


class PrintForm:
    """A template compiled for print with the faces of a run. ``unset``: what of it is not set, see :mod:`.unset`;
    ``gate``: whether fonts have all of
    a filling; ``places``: pages say where slots stand, which costs time."""

    def __init__(self, file: str, template: Template, faces: Faces, *, places: bool = False) -> None:
        self.form: Form = template.form
        self.faces = faces
        self.unset: list[Fault] = unset(file, template.parts)
        self._document = _read(file, template)
        self._pitches = template.pitches
        self._places = places
        self.gate = GlyphGate(template, faces)
        self._marks = {
            slot.id: {c: of_symbol(slot.style.symbol, ord(c)) or c for c in (slot.style.ticked, slot.style.empty)}
            for slot in self.form.slots
            if slot.style and slot.style.symbol
        }
        self._known = Known()
        self._check_fixed_text(file)

    @classmethod
    def of(cls, path: Path, faces: Faces, *, places: bool = False) -> PrintForm:
        """Compile a template. Raises InvalidTemplate with all its faults."""
        return cls(path.name, read_template(path), faces, places=places)

    def pages(self, filling: Filling) -> list[Page]:
        """The form's pages, filled."""
        setter = Setter(
            filling, self.faces, self._document.tab, self._pitches, self._marks, self._known, places=self._places
        )
        return set_pages(self._document, setter)

    def _check_fixed_text(self, file: str) -> None:
        """Raise InvalidTemplate where no font has a character that the template itself says."""
        lacking = {
            char: node.text
            for node in _texts(self._document)
            for char in node.text
            if self.faces.glyphs(node.style)[char] is None and char not in CONTROLS
        }
        if lacking:
            raise InvalidTemplate(
                *(
                    Fault(f"{file} “{text.strip()[:12]}”", f"没有字体能画“{char}”（U+{ord(char):04X}）", FONT_REMEDY)
                    for char, text in lacking.items()
                )
            )


def _read(file: str, template: Template) -> tree.Document:
    """The template's tree. Raises InvalidTemplate where the file says what no Word file may."""
    try:
        return read_document(template)
    except (ArithmeticError, AttributeError, LookupError, TypeError, *UNREADABLE) as error:
        what = f"里面有看不懂的版式（{type(error).__name__}：{str(error)[:60]}）"
        raise InvalidTemplate(Fault(file, what, REMEDY)) from error


def _texts(document: tree.Document) -> Iterator[tree.Text]:
    """All fixed text of a document."""
    for section in document.sections:
        edges = [*section.headers.values(), *section.footers.values()]
        for blocks in (section.content, *edges):
            yield from _texts_in(blocks)


def _texts_in(nodes: Sequence[Any]) -> Iterator[tree.Text]:
    for node in nodes:
        match node:
            case tree.Text():
                yield node
            case tree.Choice():
                yield from _texts_in((*node.then, *node.otherwise))
            case tree.Loop():
                yield from _texts_in(node.body)
            case tree.Paragraph():
                for level in node.numbering.levels if node.numbering else ():
                    if level.format != "bullet":  # another bullet does as well
                        yield tree.Text(level.text, level.style)
                yield from _texts_in(node.content)
            case tree.Table():
                yield from _texts_in(node.rows)
            case tree.Row():
                for cell in node.cells:
                    yield from _texts_in(cell.content)
