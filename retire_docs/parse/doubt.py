"""How sure is what was read from paper? A value is as sure as its least certain character."""

from __future__ import annotations

from collections.abc import Sequence

from retire_docs.parse.reading import Reading
from retire_docs.sheets.ocr.engine import UNREAD, Glyph

_SURE = 0.8


def weigh(reading: Reading, glyphs: Sequence[Glyph]) -> None:
    """Give a reading the confidence of its characters; mark it as doubtful where that is low."""
    if reading.status not in ("read", "doubtful"):
        return
    reading.confidence = min(reading.confidence, *(glyph.certainty for glyph in glyphs), 1.0)
    if any(glyph.text == UNREAD for glyph in glyphs):
        reading.doubt("有看不出的字迹")
    elif reading.confidence < _SURE:
        weakest = min(glyphs, key=lambda glyph: glyph.certainty)
        reading.doubt(f"“{weakest.text}”字看不清")
