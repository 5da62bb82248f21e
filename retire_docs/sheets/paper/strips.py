"""Ink on paper → strips: pieces of lines of text, cut close, ready to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from retire_docs.sheets.ocr.engine import Gray
from retire_docs.sheets.paper.pieces import pieces_of

_SMALLEST, _LARGEST = 4.0, 30.0
"""Points: type sizes on forms; what is smaller is a speck, what is larger no letter."""
_SPECK = 1.3
"""Points: ink whose longer side is smaller is dirt."""
_TYPE = 12.0
_LINE_LIKE = (1.7, 0.2)
"""Points of usual type, and its ems: what is longer than the first and thinner than the second is what is left of a
rule, or a line to write on."""
_REACH = 0.4
"""Ems that letters may reach out of their line; what reaches further is a seal, a stroke, a rule."""
_NOISE = (6, 0.3)
"""Pieces of ink of which all, or where they are so many most, are smaller than this part of an em, are dirt."""
_LETTER, _MANY, _AMONG = (0.5, 1.4), 40, 0.3
"""Ems: the longer side of a letter; so many letters, and so many for each speck, make pale ink writing."""
_THIN = 0.45
"""Of the usual height of lines: what is lower is a part of one, such as 一, dots, a line that was written on."""
_SHARED = 0.5
"""Lines share less than this part of the lower one's height."""
_PART, _NEAR, _WHOLE = 0.7, 0.25, 1.25
"""Of the usual height of letters: what is lower than the first, nearer than the second and with it no higher than the
third is another part of the same letters."""
_GAP = 1.3
"""Ems: wider gaps part the pieces of a line."""
_ROOM = 0.12
"""Ems of paper around a strip."""
_INCH = 72


Band: TypeAlias = tuple[int, int]
"""From which to which row of pixels a line goes."""


class Strip(NamedTuple):
    """A piece of a line: its box on the page in pixels, the height of its line's letters likewise."""

    left: int
    top: int
    right: int
    bottom: int
    size: float


def usual_size(ink: NDArray[np.uint8], dpi: float) -> float:
    """The usual height of a page's letters in pixels."""
    letters = _letters(ink, dpi)
    return _size(letters, dpi) if len(letters) else 12 * dpi / _INCH


def is_writing(pale: NDArray[np.uint8], usual: float) -> bool:
    """Whether the pale ink of a page is writing, and no noise: there are many letters among its specks."""
    sides = _sides(pale)
    letters = int(((sides >= _LETTER[0] * usual) & (sides <= _LETTER[1] * usual)).sum())
    specks = int(((sides > 2) & (sides < _NOISE[1] * usual)).sum())
    return letters >= _MANY and letters >= _AMONG * specks


def has_letters(pale: NDArray[np.uint8], usual: float) -> bool:
    """Whether there is a letter in the pale ink of a cell."""
    sides = _sides(pale)
    return bool(((sides >= _LETTER[0] * usual) & (sides <= _LETTER[1] * usual)).any())


def _sides(ink: NDArray[np.uint8]) -> NDArray[np.int32]:
    """The longer sides of connected ink in pixels."""
    pieces = pieces_of(ink)
    return np.asarray(np.maximum(pieces[:, 2], pieces[:, 3]), np.int32)


def strips_in(ink: NDArray[np.uint8], left: int, top: int, dpi: float, usual: float) -> list[Strip]:
    """The strips of a part of a page whose corner is at (left, top), line by line; ``usual`` is the usual height of the
    page's letters."""
    letters = _letters(ink, dpi)
    if not len(letters):
        return []
    found = []
    for line, band in _lines(letters, _size(letters, dpi), usual):
        found += [_strip(piece, line, band, left, top) for piece in _pieces(line) if not _is_noise(piece, usual)]
    return found


def _is_noise(piece: NDArray[np.int32], usual: float) -> bool:
    sides = np.maximum(piece[:, 2] - piece[:, 0], piece[:, 3] - piece[:, 1])
    most = float(np.quantile(sides, 0.8)) if len(piece) >= _NOISE[0] else float(sides.max())
    return most < _NOISE[1] * usual


def cut(gray: Gray, strip: Strip) -> Gray:
    """The picture of a strip, with a little paper around."""
    room = max(2, round(_ROOM * strip.size))
    height, width = gray.shape
    return gray[
        max(0, strip.top - room) : min(height, strip.bottom + room),
        max(0, strip.left - room) : min(width, strip.right + room),
    ]


def _letters(ink: NDArray[np.uint8], dpi: float) -> NDArray[np.int32]:
    """The boxes of connected ink (left, top, right, bottom) without dirt."""
    boxes = pieces_of(ink)[:, :4].copy()
    speck = _SPECK * dpi / _INCH
    boxes = boxes[np.maximum(boxes[:, 2], boxes[:, 3]) >= speck]
    em = _TYPE * dpi / _INCH
    longer, shorter = np.maximum(boxes[:, 2], boxes[:, 3]), np.minimum(boxes[:, 2], boxes[:, 3])
    boxes = boxes[~((longer > _LINE_LIKE[0] * em) & (shorter < _LINE_LIKE[1] * em))]
    boxes[:, 2:] += boxes[:, :2]
    return boxes


def _size(letters: NDArray[np.int32], dpi: float) -> float:
    """The usual height of letters in pixels: of the taller half, as Chinese letters fall apart."""
    heights = np.sort(letters[:, 3] - letters[:, 1])
    low, high = _SMALLEST * dpi / _INCH, _LARGEST * dpi / _INCH
    real = heights[(heights >= low) & (heights <= high)]
    return float(real[int(len(real) * 0.75)]) if len(real) else float(heights[-1])


def _lines(letters: NDArray[np.int32], size: float, usual: float) -> list[tuple[NDArray[np.int32], Band]]:
    """Letters in lines, from top to bottom, with where each line is."""
    tall = letters[:, 3] - letters[:, 1] > 2.2 * size
    body = letters[~tall] if (~tall).any() else letters
    bands = _bands(body, size, usual)
    lines: list[list[NDArray[np.int32]]] = [[] for _ in bands]
    for box in letters:
        overlap = [min(box[3], below) - max(box[1], above) for above, below in bands]
        near = int(np.argmax(overlap)) if max(overlap) > 0 else _nearest(box, bands)
        lines[near].append(box)
    return [(np.array(line), band) for line, band in zip(lines, bands, strict=True) if line]


def _nearest(box: Sequence[int], bands: Sequence[tuple[int, int]]) -> int:
    middle = (box[1] + box[3]) / 2
    return min(range(len(bands)), key=lambda n: abs((bands[n][0] + bands[n][1]) / 2 - middle))


def _bands(letters: NDArray[np.int32], size: float, usual: float) -> list[tuple[int, int]]:
    """From where to where lines go. Letters of two lines may touch the same row; the middles of letters tell."""
    bands: list[list[int]] = []
    ordered = letters[np.argsort(letters[:, 1] + letters[:, 3])]
    core: list[tuple[float, float]] = []
    for box in ordered:
        height = box[3] - box[1]
        middle = (box[1] + box[3]) / 2
        if height < _THIN * size:
            continue
        if core and middle < core[-1][1]:
            core[-1] = (core[-1][0], max(core[-1][1], min(box[3], core[-1][0] + 0.9 * size)))
            bands[-1] = [min(bands[-1][0], box[1]), max(bands[-1][1], box[3])]
        else:
            core.append((float(box[1]), float(min(box[3], box[1] + 0.9 * size))))
            bands.append([int(box[1]), int(box[3])])
    if not bands:
        bands = [[int(ordered[:, 1].min()), int(ordered[:, 3].max())]]
    return _apart(bands, usual)


def _apart(bands: Sequence[Sequence[int]], usual: float) -> list[tuple[int, int]]:
    """Bands of which none lies mostly in another, or is but a part of the usual letters: the upper parts of letters are
    no line of their own."""
    found: list[tuple[int, int]] = []
    for above, below in sorted((band[0], band[1]) for band in bands):
        if found:
            before = found[-1]
            shared = min(below, before[1]) - max(above, before[0])
            lower = min(below - above, before[1] - before[0])
            part = lower < _PART * usual and shared > -_NEAR * usual and below - before[0] < _WHOLE * usual
            if shared > _SHARED * lower or part:
                found[-1] = (before[0], max(below, before[1]))
                continue
        found.append((above, below))
    return found


def _pieces(line: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """A line cut at wide gaps."""
    line = line[np.argsort(line[:, 0])]
    gap = _GAP * _height(line)
    start, reach = 0, line[0][2]
    for number, box in enumerate(line[1:], 1):
        if box[0] - reach > gap:
            yield line[start:number]
            start = number
        reach = max(reach, box[2])
    yield line[start:]


def _height(line: NDArray[np.int32]) -> float:
    return float(np.quantile(line[:, 3] - line[:, 1], 0.8))


def _strip(piece: NDArray[np.int32], line: NDArray[np.int32], band: Band, left: int, top: int) -> Strip:
    size = _height(line)
    reach = _REACH * min(size, band[1] - band[0])
    above = max(int(piece[:, 1].min()), round(band[0] - reach))
    below = max(above + 1, min(int(piece[:, 3].max()), round(band[1] + reach)))
    return Strip(
        int(piece[:, 0].min()) + left,
        above + top,
        int(piece[:, 2].max()) + left,
        below + top,
        max(1.0, 0.9 * (band[1] - band[0])),
    )
