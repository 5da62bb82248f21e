"""Fitting values into cells that cannot grow: type steps down, and what still does not fit goes elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from retire_docs.forms import metrics
from retire_docs.forms.form import SLACK, Line, Room, Slot

FLOOR = 7.5
STEP = 0.5
_TIGHT = 1.2  # least pitch of shrunken type, in its size


def largest_scale(room: Room, texts: Mapping[str, str]) -> float | None:
    """How many points the slots' type must step down so that ``texts`` (slot id → text) fit; None: it never fits."""
    if _obviously_fits(room, texts) or _surely_fits(room, texts):
        return 0
    top = max(slot.size for slot in room.slots)
    down = 0.0
    while down == 0 or top - down >= FLOOR:
        if _height(room, texts, down) <= room.height + 0.5:
            return down
        down += STEP
    return None


def stepped(size: float, down: float) -> float:
    """A type size after stepping down, never below the floor (nor above where it was)."""
    return min(size, max(size - down, FLOOR))


def pitch(line: Line, down: float) -> float:
    """A line's pitch when its type has stepped down: as it is, or tight where the type shrank."""
    if not down:
        return line.pitch
    sizes = [stepped(p.size, down) if isinstance(p, Slot) else p[1] for p in line.parts]
    return min(line.pitch, max(sizes, default=line.pitch) * _TIGHT)


def _obviously_fits(room: Room, texts: Mapping[str, str]) -> bool:
    """One line whose characters would fit even if all were full-width: how it is with nearly every value."""
    if (left := room.left_on_one_line) is None:
        return False
    for id, size in room.sizes:
        text = texts[id]
        left -= len(text) * size
        if left < 0 or "\n" in text:
            return False
    return True


def _surely_fits(room: Room, texts: Mapping[str, str]) -> bool:
    """Whether the lines fit even if each wasted as much as the longest piece that may not be broken."""
    height = 0.0
    for line in room.lines:
        total, longest, breaks = line.first, 0.0, 0
        for part in line.parts:
            text, size = (texts[part.id], part.size) if isinstance(part, Slot) else part
            measured = _measured(text)
            total += measured.ems * size
            longest = max(longest, measured.longest * size)
            breaks += measured.breaks
        limit = (room.width - line.indent) * (1 - SLACK)
        if limit <= longest:
            return False
        wraps = 0 if total <= limit and not breaks else breaks + int(total / (limit - longest))
        height += (1 + wraps) * line.pitch
    return height <= room.height


def _height(room: Room, texts: Mapping[str, str], down: float) -> float:
    return sum(_count(line, room.width, texts, down) * pitch(line, down) for line in room.lines)


def _count(line: Line, width: float, texts: Mapping[str, str], down: float) -> int:
    """How many lines a paragraph takes."""
    limit = max((width - line.indent) * (1 - SLACK), FLOOR)
    lines, x = 1, line.first
    for part in line.parts:
        text, size = (texts[part.id], stepped(part.size, down)) if isinstance(part, Slot) else part
        measured = _measured(text)
        if not measured.breaks and x + measured.ems * size <= limit:
            x += measured.ems * size
            continue
        for piece, ems in measured.pieces:
            advance = ems * size
            if piece == "\n":
                lines, x = lines + 1, 0.0
                continue
            if x + advance > limit and x > 0:
                lines, x = lines + 1, 0.0
            while advance > limit:  # a word longer than the line breaks anywhere
                lines, advance = lines + 1, advance - limit
            x += advance
    return lines


class _Measured(NamedTuple):
    """A text's unbreakable pieces with their widths in em, their sum and the longest, and its line breaks."""

    pieces: tuple[tuple[str, float], ...]
    ems: float
    longest: float
    breaks: int


@lru_cache(maxsize=4096)
def _measured(text: str) -> _Measured:
    pieces = tuple((piece, metrics.width(piece.rstrip(metrics.SPACES))) for piece in metrics.pieces(text))
    widths = [ems for _, ems in pieces]
    return _Measured(pieces, sum(widths), max(widths, default=0), text.count("\n"))
