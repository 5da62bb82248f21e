"""Writing filled Word files: one render of the parts that change, and a zip whose other members were
compressed when the template was compiled."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Template

from retire_docs.forms import fit
from retire_docs.forms.filling import Filling, Scope
from retire_docs.forms.form import Form, Line
from retire_docs.forms.rooms import DEFAULT_SIZE
from retire_docs.forms.views import Style

STAMP = (1980, 1, 1, 0, 0, 0)  # the same record gives the same bytes
_LEVEL = 1  # deflate's fastest: 20 % larger, three times as fast


@dataclass(frozen=True)
class RunLook:
    """The run properties of a slot as XML, before and after its type size (in half points)."""

    before: str
    size: int | None
    after: str

    def xml(self, down: float) -> str:
        if self.size is None:
            half = round(fit.stepped(DEFAULT_SIZE, down) * 2)
            return self.before + (f'<w:sz w:val="{half}"/>' if down else "") + self.after
        return f'{self.before}<w:sz w:val="{round(fit.stepped(self.size / 2, down) * 2)}"/>{self.after}'


@dataclass(frozen=True)
class WordForm:
    """A compiled Word template: its meaning, and the program that writes it."""

    form: Form
    programs: Mapping[str, Template]
    looks: Mapping[str, RunLook]
    pitches: Mapping[str, Line]
    archive: bytes
    """A zip of the parts that no record changes."""

    def write(self, filling: Filling) -> bytes:
        """The filled form as a Word file."""
        variables = self._variables(filling.own)
        for name, scopes in filling.lists.items():
            variables[name] = [self._variables(scope) for scope in scopes]
        buffer = io.BytesIO()
        buffer.write(self.archive)
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
            for part, program in self.programs.items():
                info = zipfile.ZipInfo(part, STAMP)
                archive.writestr(info, program.render(variables), zipfile.ZIP_DEFLATED, _LEVEL)
        return buffer.getvalue()

    def _variables(self, scope: Scope) -> dict[str, Any]:
        variables: dict[str, Any] = dict(scope.holds)
        styles = self._styles
        for id, text in scope.texts.items():
            style = styles[id]
            content = _symbol(style.symbol, text) if style and style.symbol else _text(text)
            variables[id] = f"<w:r>{self.looks[id].xml(scope.down.get(id, 0))}{content}</w:r>"
        for id, on in scope.ticked.items():
            variables[f"{id}_on"] = "1" if on else "0"
        for id, line in self.pitches.items():
            variables[id] = str(round(fit.pitch(line, scope.down.get(id, 0)) * 20))
        return variables

    @cached_property
    def _styles(self) -> dict[str, Style | None]:
        return {slot.id: slot.style for slot in self.form.slots}


def _symbol(font: str, char: str) -> str:
    """A character of a symbol font, without the F000 that Word adds: with it LibreOffice draws a crossed box
    (no glyph) after Chinese text, which looks ticked."""
    return f'<w:sym w:font="{font}" w:char="{ord(char) & 0xFF:04X}"/>'


def _text(text: str) -> str:
    """A value as the content of a run: line breaks and tabs become Word's, everything else stands as typed."""
    xml = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    if "\n" in xml:
        xml = xml.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    if "\t" in xml:
        xml = xml.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return xml
