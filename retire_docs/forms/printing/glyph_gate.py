"""Whether fonts have every character of the values that a form shows: looked up before anything is written.

It needs the looks of the slots alone, so it also stands before LibreOffice and before templates that we cannot set.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from retire_docs.forms.compiler import Template
from retire_docs.forms.filling import Filling, Scope
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.looks import text_style, theme
from retire_docs.forms.printing.measuring import CONTROLS


class Missing(NamedTuple):
    """A character of a value that no font has: whose value, of which field, and the character."""

    whose: str
    field: str
    char: str


class GlyphGate:
    """The slots of a template and the glyphs that draw them. Ticks of symbol fonts are drawn without a font."""

    def __init__(self, template: Template, faces: Faces) -> None:
        fonts = theme(template.parts.get("word/theme/theme1.xml"))
        self._slots = [
            (slot, faces.glyphs(text_style(template.cascades[slot.id], fonts)))
            for slot in template.form.slots
            if not (slot.style and slot.style.symbol)
        ]

    def missing(self, filling: Filling) -> Iterator[Missing]:
        """The characters of values that no font has. Nothing of a filling that has some may be printed."""
        for scope in (filling.own, *(scope for scopes in filling.lists.values() for scope in scopes)):
            yield from self._missing_in(scope)

    def _missing_in(self, scope: Scope) -> Iterator[Missing]:
        for slot, glyphs in self._slots:
            for char in scope.texts.get(slot.id, ""):
                if glyphs[char] is None and char not in CONTROLS:
                    yield Missing(scope.whose, slot.field, char)
