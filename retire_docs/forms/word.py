"""Writing filled Word files: one render of the parts that change, and a zip whose other members were
compressed when the template was compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Template

from retire_docs.forms import fit
from retire_docs.forms.filling import Filling, Scope
from retire_docs.forms.form import Form, Line
from retire_docs.forms.package import Package


@dataclass(frozen=True)
class RunLook:
    """The run properties of a slot as XML, before and after its type size (points)."""

    before: str
    size: float
    after: str

    def xml(self, down: float) -> str:
        """The properties when the type has stepped down by ``down`` points."""
        return f'{self.before}<w:sz w:val="{round(fit.stepped(self.size, down) * 2)}"/>{self.after}'


@dataclass(frozen=True)
class WordForm:
    """A compiled Word template: its meaning, and the program that writes it.

    ``programs`` make the parts that change, ``package`` holds the others. ``looks`` belong to slots, ``pitches``
    to the lines of cells that cannot grow.
    """

    form: Form
    programs: Mapping[str, Template]
    looks: Mapping[str, RunLook]
    pitches: Mapping[str, Line]
    package: Package

    def write(self, filling: Filling) -> bytes:
        """The filled form as a Word file."""
        variables = self._variables(filling.own)
        for name, scopes in filling.lists.items():
            variables[name] = [self._variables(scope) for scope in scopes]
        return self.package.with_parts(
            {part: p.render(variables).encode("latin-1") for part, p in self.programs.items()}
        )

    def _variables(self, scope: Scope) -> dict[str, Any]:
        """What the programs call for: the runs of the slots, the states of check boxes, pitches and tests."""
        variables: dict[str, Any] = {**self._usual_pitches, **scope.holds}
        symbols, openings = self._symbols, self._openings
        for id, text in scope.texts.items():
            content = _symbol(symbols[id], text) if id in symbols else _text(text)
            opening = self._opening(id, scope.down[id]) if id in scope.down else openings[id]
            variables[id] = f"{opening}{wire(content)}</w:r>"
        for id, on in scope.ticked.items():
            variables[f"{id}_on"] = "1" if on else "0"
        for id, down in scope.down.items():
            if id in self.pitches:
                variables[id] = _twentieths(fit.pitch(self.pitches[id], down))
        return variables

    @cached_property
    def _symbols(self) -> dict[str, str]:
        """Slot id → the symbol font that draws its tick, where one does."""
        return {slot.id: slot.style.symbol for slot in self.form.slots if slot.style and slot.style.symbol}

    @cached_property
    def _openings(self) -> dict[str, str]:
        """Slot id → the beginning of its run in its usual size."""
        return {id: self._opening(id, 0) for id in self.looks}

    def _opening(self, id: str, down: float) -> str:
        return wire(f"<w:r>{self.looks[id].xml(down)}")

    @cached_property
    def _usual_pitches(self) -> dict[str, str]:
        return {id: _twentieths(line.pitch) for id, line in self.pitches.items()}


def wire(text: str) -> str:
    """Text as its UTF-8 bytes, a character each. Programs are rendered in this form: making bytes of a whole part
    is then a copy, where encoding it would cost as much as everything else but deflating it."""
    return text if text.isascii() else text.encode().decode("latin-1")


def _twentieths(points: float) -> str:
    return str(round(points * 20))


def _symbol(font: str, char: str) -> str:
    """A character of a symbol font, without the F000 that Word adds: with it LibreOffice draws a crossed box
    (no glyph) after Chinese text, which looks ticked."""
    return f'<w:sym w:font="{font}" w:char="{ord(char) & 0xFF:04X}"/>'


def _text(text: str) -> str:
    """A value as the content of a run: line breaks and tabs become Word's, everything else stands as typed."""
    if "&" in text or "<" in text or ">" in text:
        text = escape(text)
    xml = f'<w:t xml:space="preserve">{text}</w:t>'
    if "\n" in xml:
        xml = xml.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in xml:
        xml = xml.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return xml
