"""Aligning two sequences: the longest common rising order, the cheapest alignment (Needleman and Wunsch), and a
pattern with gaps laid along a text that was misread here and there."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from typing import Any


def longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs that rise in the first number the longest choice that rises in the second, too."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for number, (_, second) in enumerate(pairs):
        at = bisect.bisect_left(tails, second)
        before.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(second)
            ends.append(number)
        else:
            tails[at], ends[at] = second, number
    chain: list[tuple[int, int]] = []
    number_or_none = ends[-1] if ends else None
    while number_or_none is not None:
        chain.append(pairs[number_or_none])
        number_or_none = before[number_or_none]
    return chain[::-1]


def aligned(
    skip_rows: Sequence[float], skip_columns: Sequence[float], scores: Sequence[Sequence[float]]
) -> Iterator[tuple[int, int]]:
    """The pairs of the best alignment of rows with columns."""
    columns = len(skip_columns)
    line = [0.0]
    for skip in skip_columns:
        line.append(line[-1] + skip)
    moves: list[bytearray] = []
    for skip_row, score in zip(skip_rows, scores, strict=True):
        current, move = [line[0] + skip_row], bytearray(columns)
        last = current[0]
        for at in range(columns):
            best, step = line[at] + score[at], 0
            if (up := line[at + 1] + skip_row) > best:
                best, step = up, 1
            if (left := last + skip_columns[at]) > best:
                best, step = left, 2
            current.append(best)
            move[at] = step
            last = best
        line = current
        moves.append(move)
    pairs: list[tuple[int, int]] = []
    row, at = len(skip_rows), columns
    while row and at:
        step = moves[row - 1][at - 1]
        if step == 0:
            row, at = row - 1, at - 1
            pairs.append((row, at))
        elif step == 1:
            row -= 1
        else:
            at -= 1
    return reversed(pairs)


_STRANGE = 0.05
"""What a character in a gap costs, against 1 for one that a word lacks, has too many or otherwise."""
_MOST = 8_000_000
"""Pairs of characters of a pattern and a text that are weighed; more is no form."""


def laid_along(words: Sequence[str | None], text: str) -> list[tuple[int, int] | None]:
    """Where the words of a pattern stand in a text, in their order, though characters may be misread, missing or
    added; None in ``words`` is a gap, in which anything may stand. A word of which not half is found is None."""
    import numpy as np

    pattern = [char for word in words for char in (word if word is not None else (None,))]
    found: list[tuple[int, int] | None] = [None] * len(words)
    if not text or len(pattern) * len(text) > _MOST:
        return found
    codes = np.array([ord(char) for char in text])
    columns = np.arange(len(text) + 1, dtype=np.float32)
    costs = np.empty((len(pattern) + 1, len(text) + 1), np.float32)
    costs[0] = columns
    for row, char in enumerate(pattern):
        before, now = costs[row], costs[row + 1]
        step = np.float32(_STRANGE if char is None else 1)
        now[:] = before if char is None else before + 1
        if char is not None:
            np.minimum(now[1:], before[:-1] + (codes != ord(char)), out=now[1:])
        now[:] = np.minimum.accumulate(now - step * columns) + step * columns
    pairs = _pairs(pattern, text, costs)
    starts = list(itertools.accumulate((1 if word is None else len(word) for word in words), initial=0))
    for number, word in enumerate(words):
        if word is None:
            continue
        at = [pairs[row] for row in range(starts[number], starts[number + 1]) if row in pairs]
        same = sum(
            text[pairs[row]] == pattern[row] for row in range(starts[number], starts[number + 1]) if row in pairs
        )
        if at and 2 * same >= len(word):
            found[number] = (at[0], at[-1] + 1)
    return found


def _pairs(pattern: Sequence[str | None], text: str, costs: Any) -> dict[int, int]:
    """Which character of the text each character of the pattern was paired with, seen from the end."""
    pairs: dict[int, int] = {}
    row, column = len(pattern), len(text)
    while row and column:
        cost, char = costs[row, column], pattern[row - 1]
        if char is None:
            if abs(costs[row - 1, column] - cost) < 0.01:
                row -= 1
            else:
                column -= 1
        elif abs(costs[row - 1, column - 1] + (text[column - 1] != char) - cost) < 0.01:
            row, column = row - 1, column - 1
            pairs[row] = column
        elif abs(costs[row - 1, column] + 1 - cost) < 0.01:
            row -= 1
        else:
            column -= 1
    return pairs
