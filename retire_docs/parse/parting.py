"""Slots that stand in lines of one cell without a word between them: which lines are whose."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from retire_docs.domain.fields import dictionary
from retire_docs.domain.values import Malformed
from retire_docs.forms.form import Slot
from retire_docs.parse.matching import Match, Span
from retire_docs.parse.texts import parse_text, unwrapped
from retire_docs.sheets.sheet import PARAGRAPH, WRAP


def parted(match: Match, text: str) -> dict[str, Span]:
    """Slots without a word between them: which lines are whose, so that each can be what its kind asks for."""
    spans: dict[str, Span] = {}
    for slots, span in match.shared:
        told = PARAGRAPH in text[span.start : span.end]
        lines = list(_lines(text, span, PARAGRAPH if told else f"\n{WRAP}"))
        if told and len(lines) == len(slots):
            spans.update({slot.id: Span(*line) for slot, line in zip(slots, lines, strict=True)})
            continue
        lines = [line for line in lines if line[0] < line[1]][:_MOST_LINES]
        known: dict[tuple[str, int, int], float] = {}
        cuts = max(
            itertools.combinations_with_replacement(range(len(lines) + 1), len(slots) - 1),
            key=lambda cuts: _suit(slots, lines, cuts, text, known),
        )
        for slot, (first, last) in zip(slots, itertools.pairwise((0, *cuts, len(lines))), strict=True):
            at = lines[first][0] if first < len(lines) else span.end
            spans[slot.id] = Span(at, lines[last - 1][1] if last > first else at)
    return spans


def _lines(text: str, span: Span, ends: str) -> Iterator[tuple[int, int]]:
    """Where the lines of a part of a text stand."""
    at = span.start
    for line in re.split(f"[{ends}]", text[span.start : span.end]):
        yield at, at + len(line)
        at += len(line) + 1


_MOST_LINES = 24


Lines: TypeAlias = Sequence[tuple[int, int]]


def _suit(
    slots: Sequence[Slot], lines: Lines, cuts: Sequence[int], text: str, known: dict[tuple[str, int, int], float]
) -> float:
    """How well the lines suit the slots, cut so."""
    score = 0.0
    for slot, (first, last) in zip(slots, itertools.pairwise((0, *cuts, len(lines))), strict=True):
        key = slot.id, first, last
        if key not in known:
            known[key] = _suits(slot, text[lines[first][0] : lines[last - 1][1]] if last > first else "")
        score += known[key]
        at = lines[last - 1][1] if last > first else 0
        if last > first and text[at : at + 1] == WRAP and not _BEGINS_HISTORY.match(text, at + 1):
            score -= 1.5  # the line only went on
    return score


def _suits(slot: Slot, value: str) -> float:
    """How well a value suits a slot: one of a kind that not every text is counts most, an entry of a history more than
    a line without its years, and each line of what usually has one against it."""
    value = unwrapped(slot, value).strip()
    if not value:
        return 0.0
    kind = dictionary()[slot.field].kind
    try:
        parsed = parse_text(slot, value)
    except Malformed:
        return -2.0
    lines = value.count("\n") + 1
    if kind == "经历":
        unclear = len(parsed.doubts) if parsed else 0
        return 1 + 0.3 * (lines - unclear) - 0.15 * unclear
    return (1.0 if kind in _FREE else 2.0) - 0.35 * (lines - 1)


_BEGINS_HISTORY = re.compile(r"\s*\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]")
_FREE = ("文本", "姓名", "地址")
