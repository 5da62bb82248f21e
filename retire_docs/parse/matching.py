"""Finding a form's fixed words in a stretch of text, and what stands between them: the values.

The words are looked for one after another, each from the end of the one before, so that the time is linear whatever
the text holds. A word that somebody changed is found by its longest part that is left.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from retire_docs.forms.form import Slot
from retire_docs.forms.outline import Either, Part, Repeat, kept, squeeze
from retire_docs.parse.alignment import laid_along
from retire_docs.sheets.sheet import PARAGRAPH

_HALF = 0.5
"""Of a word, so much must be left in one piece to be taken for it."""
_MOST_WAYS = 64
"""Ways through the ``if`` of one unit that are tried."""

_ENDS = re.compile(f"[\n{PARAGRAPH}]")

Step: TypeAlias = "Word | Slot | Repeat"


@dataclass(frozen=True)
class Word:
    """Fixed text that stands on one line; ``begins``, ``ends``: a paragraph begins or ends with it."""

    text: str
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True)
class Way:
    """A way through a unit's parts: words and slots in order, and which tests it takes to hold."""

    steps: tuple[Step, ...]
    tests: Mapping[str, bool] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Characters of fixed text."""
        return sum(len(step.text) for step in self.steps if isinstance(step, Word))


@dataclass(frozen=True)
class Span:
    """Where a value stands in a text: from ``start`` to ``end``; ``sure`` is False where a word beside it is lost."""

    start: int
    end: int
    sure: bool = True


@dataclass(frozen=True)
class Match:
    """A text matched with a way: the spans of its slots (of lists: for each repetition), how many characters of the
    words were found and where, by the number of their step. ``shared`` are slots without a word between them, and the
    span in which all of them stand."""

    way: Way
    spans: Mapping[str, Span]
    shared: Sequence[tuple[Sequence[Slot], Span]]
    repeated: Mapping[str, Sequence[Mapping[str, Span]]]
    found: int
    words: Mapping[int, Span]

    @property
    def share(self) -> float:
        """The share of the words that was found."""
        return self.found / self.way.length if self.way.length else 1.0


class Fixed:
    """The fixed words of a unit, and the ways through it."""

    def __init__(self, ways: Sequence[Way]) -> None:
        self.ways = ways
        steps = ways[0].steps if len(ways) == 1 else ()
        self._single = steps[0].id if len(steps) == 1 and isinstance(steps[0], Slot) else None

    def share(self, squeezed: str, *, fuzzy: bool = False) -> float:
        """The largest share of the words of a way that a squeezed text has in their order."""
        return max(_share(way, squeezed, fuzzy=fuzzy) for way in self.ways)

    def matches(self, text: str, *, misread: bool = False) -> list[Match]:
        """A text matched with each way; ``misread``: an engine read it from paper, so that words may be misread."""
        if self._single:  # a cell for one value: most are
            return [Match(self.ways[0], {self._single: _all_of(text)}, (), _NONE, 0, {})]
        positions = kept(text)
        squeezed = squeeze(text)
        begins = {0, *(n for n, (a, b) in enumerate(itertools.pairwise(positions), 1) if _ENDS.search(text, a, b))}
        found = [_Matcher(way, text, squeezed, positions, begins).match() for way in self.ways]
        if not misread:
            return found
        return [
            match
            if match.share == 1
            else _Matcher(match.way, text, squeezed, positions, begins, _laid(match.way, squeezed)).match()
            for match in found
        ]


_NONE: Mapping[str, Sequence[Mapping[str, Span]]] = {}


def _all_of(text: str) -> Span:
    """A text without the spaces around it."""
    start = len(text) - len(text.lstrip())
    return Span(start, max(start, len(text.rstrip())))


def fixed_of(parts: Iterable[Part]) -> Fixed:
    """The fixed words of a unit's parts."""
    return Fixed(list(itertools.islice(_ways(tuple(parts)), _MOST_WAYS)))


def _ways(parts: tuple[Part, ...], begins: bool = True) -> Iterator[Way]:
    choices = [part for part in parts if isinstance(part, Either)]
    for chosen in itertools.product((True, False), repeat=len(choices)):
        picked = dict(zip(map(id, choices), chosen, strict=True))
        flat: list[Part] = []
        for part in parts:
            if isinstance(part, Either):
                flat += part.then if picked[id(part)] else part.otherwise
            else:
                flat.append(part)
        tests = {choice.test: picked[id(choice)] for choice in choices}
        if any(isinstance(part, Either) for part in flat):
            for inner in _ways(tuple(flat), begins):
                yield Way(inner.steps, {**tests, **inner.tests})
        else:
            yield Way(tuple(_steps(flat, begins)), tests)


def _steps(parts: Iterable[Part], begins: bool) -> Iterator[Step]:
    for part in parts:
        if isinstance(part, str):
            lines = part.split("\n")
            for number, line in enumerate(lines):
                if line:
                    yield Word(line, begins=begins or number > 0, ends=number + 1 < len(lines))
                begins = False
            begins = part.endswith("\n")
        else:
            assert not isinstance(part, Either)
            yield part
            begins = False


def _share(way: Way, squeezed: str, *, fuzzy: bool) -> float:
    found, at = 0, 0
    for step in way.steps:
        if not isinstance(step, Word):
            continue
        position = squeezed.find(step.text, at)
        if position >= 0:
            found += len(step.text)
            at = position + len(step.text)
        elif fuzzy and (near := _nearest(step.text, squeezed, at)):
            found += near[1] - near[0]
            at = near[1]
    return found / way.length if way.length else 1.0


def _nearest(word: str, squeezed: str, at: int, reach: int = 2000) -> tuple[int, int] | None:
    """Where the longest part of a word stands, if it is long enough to be taken for it."""
    window = squeezed[at : at + reach]
    matcher = difflib.SequenceMatcher(None, word, window, autojunk=False)
    longest = matcher.find_longest_match()
    if longest.size < max(2, _HALF * len(word)):
        return None
    return at + longest.b, at + longest.b + longest.size


def _laid(way: Way, squeezed: str) -> dict[int, tuple[int, int] | None]:
    """Where the words of a way stand, by the number of their step, in a text in which they may be misread."""
    words = [step.text if isinstance(step, Word) else None for step in way.steps]
    return dict(enumerate(laid_along(words, squeezed)))


class _Matcher:
    """Finds the words of a way one after another, or takes where they are from ``known``."""

    def __init__(
        self,
        way: Way,
        text: str,
        squeezed: str,
        positions: Sequence[int],
        begins: set[int],
        known: Mapping[int, tuple[int, int] | None] | None = None,
    ) -> None:
        self.known = known
        self.way = way
        self.text = text
        self.squeezed = squeezed
        self.positions = positions
        self.begins = begins
        self.spans: dict[str, Span] = {}
        self.shared: list[tuple[Sequence[Slot], Span]] = []
        self.repeated: dict[str, list[dict[str, Span]]] = {}
        self.words: dict[int, Span] = {}

    def match(self) -> Match:
        at = found = 0
        waiting: list[Slot | Repeat] = []
        lost = False
        for number, step in enumerate(self.way.steps):
            if not isinstance(step, Word):
                waiting.append(step)
                continue
            where = self._where(number, step, at, waiting)
            if where is None:
                lost = True
                continue
            self._assign(waiting, at, where[0], lost)
            self.words[number] = self._span(*where)
            found += where[1] - where[0] if where[1] - where[0] < len(step.text) else len(step.text)
            waiting, lost, at = [], False, where[1]
        if waiting:
            self._assign(waiting, at, len(self.squeezed), lost)
        return Match(self.way, self.spans, self.shared, self.repeated, found, self.words)

    def _where(self, number: int, word: Word, at: int, waiting: Sequence[Slot | Repeat]) -> tuple[int, int] | None:
        if self.known is not None:
            return self.known[number]
        return self._find(number, word, at, last=bool(waiting) and number + 1 == len(self.way.steps))

    def _find(self, number: int, word: Word, at: int, *, last: bool) -> tuple[int, int] | None:
        """Where a word stands: the unit's last word at the end if it is there, one that begins or ends a paragraph
        where a line does, else the first that comes."""
        length = len(word.text)
        if last and self.squeezed.endswith(word.text) and len(self.squeezed) - length >= at:
            return len(self.squeezed) - length, len(self.squeezed)
        first = position = self.squeezed.find(word.text, at)
        while position >= 0 and not self._parts(number, word, position, at):
            position = self.squeezed.find(word.text, position + 1)
        position = position if position >= 0 else first
        return (position, position + length) if position >= 0 else _nearest(word.text, self.squeezed, at)

    def _parts(self, number: int, word: Word, position: int, at: int) -> bool:
        """Whether lines begin and end with a word as its paragraph does, or the word stands right beside that of the
        next paragraph: a line that ends by hand may be just full."""
        end = position + len(word.text)
        begins = position in self.begins or (position == at and self._is_word(number - 1))
        ends = end == len(self.squeezed) or end in self.begins
        if not ends and self._is_word(number + 1):
            following = self.way.steps[number + 1]
            ends = isinstance(following, Word) and self.squeezed.startswith(following.text, end)
        return (not word.begins or begins) and (not word.ends or ends)

    def _is_word(self, number: int) -> bool:
        return 0 <= number < len(self.way.steps) and isinstance(self.way.steps[number], Word)

    def _assign(self, waiting: list[Slot | Repeat], start: int, end: int, lost: bool) -> None:
        """What stands between two words is the value of the slot between them."""
        for step in waiting:
            if isinstance(step, Repeat):
                self.repeated[step.list] = self._repeated(step, self._span(start, end))
        slots = [step for step in waiting if isinstance(step, Slot)]
        if len(slots) > 1 and not lost:
            self.shared.append((slots, self._between(start, end)))
            return
        for number, slot in enumerate(slots):
            span = self._span(start, end) if number == 0 else self._span(end, end)
            self.spans[slot.id] = Span(span.start, span.end, not lost)

    def _between(self, start: int, end: int) -> Span:
        """The text between two words with the spaces and line ends in it."""
        first = self.positions[start - 1] + 1 if start else 0
        return Span(first, self.positions[end] if end < len(self.positions) else len(self.text))

    def _repeated(self, repeat: Repeat, span: Span) -> list[dict[str, Span]]:
        """The repetitions of a stretch: each ends with the stretch's last word."""
        text = self.text[span.start : span.end]
        ways = list(itertools.islice(_ways(repeat.body, begins=False), _MOST_WAYS))
        closing = ways[0].steps[-1] if ways[0].steps else None
        pieces: list[tuple[int, int]] = []
        if isinstance(closing, Word):
            start = 0
            while (at := text.find(closing.text, start)) >= 0:
                pieces.append((start, at + len(closing.text)))
                start = at + len(closing.text)
        elif text.strip():
            pieces.append((0, len(text)))
        items = []
        for start, end in pieces:
            best = max(Fixed(ways).matches(text[start:end]), key=lambda match: match.share)
            shift = span.start + start
            items.append({id: Span(s.start + shift, s.end + shift, s.sure) for id, s in best.spans.items()})
        return items

    def _span(self, start: int, end: int) -> Span:
        """Positions among the squeezed characters → in the text."""
        if start >= end:
            at = self.positions[start] if start < len(self.positions) else len(self.text)
            return Span(at, at)
        return Span(self.positions[start], self.positions[end - 1] + 1)
