"""A form for print: the template's tree, with what is the same for every filling set once."""

from __future__ import annotations

from pathlib import Path

from retire_docs.forms.compiler import Template, read_template
from retire_docs.forms.filling import Filling
from retire_docs.forms.form import Form
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.marks import of_symbol
from retire_docs.forms.printing.pages import Page, set_pages
from retire_docs.forms.printing.reader import read_document
from retire_docs.forms.printing.setter import Known, Setter


class PrintForm:
    """A template compiled for print with the faces of a run."""

    def __init__(self, template: Template, faces: Faces) -> None:
        self.form: Form = template.form
        self.faces = faces
        self._document = read_document(template)
        self._pitches = template.pitches
        self._marks = {
            slot.id: {c: of_symbol(slot.style.symbol, ord(c)) or c for c in (slot.style.ticked, slot.style.empty)}
            for slot in self.form.slots
            if slot.style and slot.style.symbol
        }
        self._known = Known()

    @classmethod
    def of(cls, path: Path, faces: Faces) -> PrintForm:
        """Compile a template. Raises InvalidTemplate with all its faults."""
        return cls(read_template(path), faces)

    def pages(self, filling: Filling) -> list[Page]:
        """The form's pages, filled."""
        setter = Setter(filling, self.faces, self._document.tab, self._pitches, self._marks, self._known)
        return set_pages(self._document, setter)
