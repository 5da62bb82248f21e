"""Mending single characters by the words around them: an engine takes 管理 for 管埋.

Only what the engine itself held possible is put in place of what it read, where that makes a word that forms use of
what was none; and a simplified character in place of a traditional one, since forms are written in simplified ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from retire_docs.domain.fields import dictionary
from retire_docs.forms.outline import Outline
from retire_docs.sheets.ocr.engine import Glyph

_POSSIBLE = 0.003
"""What an engine held less likely is no choice."""
_SURE = 0.999
"""What an engine was surer of stays."""
_MENDED = 0.9
"""How sure a character is that a word proves."""


_NUMBERED = re.compile(r"[\[［【〔{][12]\d{3}[\]］】〕}]|[(（「][12]\d{3}[)）」](?=\d+号)")


class Wording:
    """The pairs of characters that the forms and their options use."""

    def __init__(self, outlines: Iterable[Outline]) -> None:
        self._outlines = list(outlines)

    @cached_property
    def _pairs(self) -> frozenset[str]:
        packs = {outline.pack.id: outline.pack for outline in self._outlines}
        texts = [
            *(outline.text for outline in self._outlines),
            *(name for pack in packs.values() for name in (pack.city, pack.province or "")),
            *(choice for field in dictionary() for choice in field.choices),
        ]
        return frozenset(text[n : n + 2] for text in texts for n in range(len(text) - 1))

    def mended(self, glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
        """The characters of a line, some of them replaced."""
        found = list(glyphs)
        for n, glyph in enumerate(found):
            if glyph.text.isascii() or glyph.certainty >= _SURE or not glyph.others:
                continue
            before = found[n - 1].text if n else ""
            after = found[n + 1].text if n + 1 < len(found) else ""
            if self._is_word(before, glyph.text, after):
                continue
            others = [other for other, likely in glyph.others if likely >= _POSSIBLE]
            word = next((other for other in others if self._is_word(before, other, after)), None)
            glyph = found[n] = _among_simplified(glyph)
            if word:
                found[n] = glyph._replace(text=word, certainty=max(_MENDED, 1 - glyph.certainty))
            elif not _is_simplified(glyph.text):
                plain = next(((o, p) for o, p in glyph.others if not o.isascii() and _is_simplified(o)), None)
                if plain:
                    found[n] = glyph._replace(text=plain[0], certainty=max(plain[1], 1 - glyph.certainty))
        return tuple(_as_document_number(found))

    def _is_word(self, before: str, char: str, after: str) -> bool:
        return (bool(before) and before + char in self._pairs) or (bool(after) and char + after in self._pairs)


def _as_document_number(glyphs: list[Glyph]) -> list[Glyph]:
    """The brackets around the year of an official document's number, 〔2026〕5号, whichever brackets were read (GB/T
    9704, 7.2.5)."""
    text = "".join(glyph.text if len(glyph.text) == 1 else " " for glyph in glyphs)
    for found in _NUMBERED.finditer(text):
        for at, bracket in ((found.start(), "〔"), (found.end() - 1, "〕")):
            glyphs[at] = glyphs[at]._replace(text=bracket, certainty=max(glyphs[at].certainty, _MENDED))
    return glyphs


def _among_simplified(glyph: Glyph) -> Glyph:
    """A simplified character is as certain as it is among simplified ones: of 黄 and 黃 only one is meant."""
    if not _is_simplified(glyph.text):
        return glyph
    traditional = sum(likely for other, likely in glyph.others if not _is_simplified(other))
    return glyph._replace(certainty=min(1.0, glyph.certainty / max(1 - traditional, glyph.certainty)))


def _is_simplified(char: str) -> bool:
    """Whether a character is in GB 2312, which has no traditional ones."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
