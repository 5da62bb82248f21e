"""Aligning two sequences: the longest common rising order, and the cheapest alignment (Needleman and Wunsch)."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence


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
