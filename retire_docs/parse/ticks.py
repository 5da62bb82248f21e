"""Ticks: which of the boxes and brackets in a text are ticked, however somebody ticked them.

Known: ☑ ☒ ■ in place of the box; √ ✓ before, after or in place of it, also beside the label; R and £ of Wingdings whose
font was lost; brackets with a mark in them. Options and boxes may have been typed anew: whether the boxes stand before
their labels or behind them is seen, not taken from the template. A mark that may be two options' is nobody's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Value
from retire_docs.forms.form import Slot
from retire_docs.forms.outline import squeeze
from retire_docs.forms.projection import chosen
from retire_docs.parse.matching import Match, Span, Word

State: TypeAlias = Literal["on", "crossed", "off", "no", "gone", "unclear"]
"""``crossed``: the box itself holds a ×; ``no``: a bare × or 否; ``gone``: neither box nor mark is there; ``unclear``:
something else, or a mark that may be another option's."""
Order: TypeAlias = Literal["before", "behind"]
"""Where boxes stand, seen from their labels."""

_EMPTY = "□☐◻▢⬜○◯〇£"
_ON = "☑✓✔√✅■●▣◼⬛🗹∨"
_BOXED_CROSS = "☒❎⌧🗵"
_CROSS = "×✗✘╳❌"
_LETTERS = {"R": "on", "V": "on", "v": "on", "ü": "on", "þ": "on", "ý": "crossed", "X": "no", "x": "no"}
"""What Wingdings' and Wingdings 2's ticks look like when their font is lost; V and x also when typed for a tick."""
_SPACES = " \t\n\v\u2029\u3000\xa0"
_BOX = re.compile(f"[{_EMPTY}{_BOXED_CROSS}☑■●▣◼⬛🗹]")
_TOKEN = re.compile(f"[{_EMPTY}{_ON}{_BOXED_CROSS}{_CROSS}]|(?<!\\S)[RVvXxüþý](?!\\S)")
_STRAY = re.compile(f"[{_ON}{_CROSS}]+")


@dataclass
class Tick:
    """A tick slot, the text in which it stands, and what that says; how sure that is, and whether
    a picture says it."""

    slot: Slot
    text: str
    state: State = "gone"
    certainty: float = 1.0
    seen: bool = False


def read_ticks(match: Match, text: str, slots: Sequence[Slot]) -> list[Tick]:
    """The ticks of a unit in order. ``slots`` are those of the unit that are there."""
    states: dict[str, State] = {}
    for row in _states(match, text):
        states.update(row)
    ticks = []
    for slot in slots:
        span = match.spans.get(slot.id)
        alone = text[span.start : span.end] if span else ""
        ticks.append(Tick(slot, text.strip(), states.get(slot.id) or _state(alone, slot)))
    return ticks


def _states(match: Match, text: str) -> Iterator[dict[str, State]]:
    """What the boxes that stand in a row with their labels say."""
    for row in rows_of(match):
        boxes = [step for place in row.places if isinstance(step := match.way.steps[place], Slot)]
        if all(label in match.words for label in row.labels):
            gaps = _gaps(match, text, row.labels, row.order)
            yield dict(zip([slot.id for slot in boxes], _judge(gaps, boxes, row.order), strict=True))
        elif _BOX.search(text) or _STRAY.search(text):
            yield {slot.id: "unclear" for slot in boxes}  # its labels are not those of the form


class Row(NamedTuple):
    """Boxes in a row with their labels: the numbers of their steps, and on which side the boxes stand."""

    places: list[int]
    labels: list[int]
    order: Order


def rows_of(match: Match) -> Iterator[Row]:
    """The rows of boxes of a way; a box alone in its cell is in none."""
    steps, number = match.way.steps, 0
    while number < len(steps):
        places = []
        while number < len(steps) and _is_box(steps[number]):
            places.append(number)
            number += 2
        if not places:
            number += 1
            continue
        number -= 1
        order = _order(steps, places)
        labels = [place + (1 if order == "before" else -1) for place in places]
        if all(0 <= label < len(steps) and isinstance(steps[label], Word) for label in labels):
            yield Row(places, labels, order)


def _is_box(step: object) -> bool:
    """Whether a step is a box beside a label; brackets hold their tick between words of their own."""
    return isinstance(step, Slot) and step.style is not None and bool(step.style.empty.strip())


def _order(steps: Sequence[object], places: Sequence[int]) -> Order:
    """Where the template has its boxes: by the words beside them that say the option, else by which comes first."""
    before = behind = 0
    for place in places:
        slot = steps[place]
        assert isinstance(slot, Slot)
        option = squeeze(slot.look.option or "")
        left = steps[place - 1] if place else None
        right = steps[place + 1] if place + 1 < len(steps) else None
        before += isinstance(right, Word) and right.text.startswith(option)
        behind += isinstance(left, Word) and left.text.endswith(option)
    if before == behind:
        last = places[-1] + 1 < len(steps) and isinstance(steps[places[-1] + 1], Word)
        return "before" if last and (places[0] == 0 or before) else "behind" if places[0] else "before"
    return "before" if before > behind else "behind"


def _gaps(match: Match, text: str, labels: Sequence[int], order: Order) -> list[str]:
    """What stands before the first label, between the labels, and behind the last."""
    spans = [match.words[label] for label in labels]
    first, last = (labels[0] - 1, labels[-1]) if order == "before" else (labels[0], labels[-1] + 1)
    opens = 0 if first == 0 else _edge(match, first - 1, spans[0].start).end
    closes = len(text) if last + 1 == len(match.way.steps) else _edge(match, last + 1, spans[-1].end).start
    between = [text[a.end : b.start] for a, b in itertools.pairwise(spans)]
    return [text[min(opens, spans[0].start) : spans[0].start], *between, text[spans[-1].end : closes]]


def _edge(match: Match, number: int, usual: int) -> Span:
    """Where the step beside a row stands."""
    step = match.way.steps[number]
    span = match.words.get(number) or (match.spans.get(step.id) if isinstance(step, Slot) else None)
    return span or Span(usual, usual)


def _judge(gaps: Sequence[str], slots: Sequence[Slot], template: Order) -> list[State]:
    """What each label's box says. ``gaps`` are one more than the labels."""
    order = _seen_order(gaps, _BOX, template) or _seen_order(gaps, _TOKEN, template)
    if order is None:
        return _by_touch(gaps, slots)
    count = len(slots)
    states: list[State] = ["gone"] * count
    strays: list[tuple[int, State]] = []
    for number, gap in enumerate(gaps):
        owner = number if order == "before" else number - 1
        other = number - 1 if order == "before" else number
        own, stray = _parted(gap, order) if 0 <= owner < count else ("", gap)
        if 0 <= owner < count:
            states[owner] = _state(own, slots[owner])
        found = _STRAY.search(stray)
        nearest = min(max(owner, 0), count - 1)
        if not found and stray.strip(_SPACES + _EMPTY) and states[nearest] in ("off", "gone"):
            states[nearest] = "unclear"  # somebody wrote something else there
        if found:
            touches = stray.startswith(found[0]) if order == "before" else stray.endswith(found[0])
            edge = not 0 <= owner < count
            said = _state(found[0], slots[min(max(other, 0), count - 1)])
            outermost = not 0 <= other < count
            sure = touches or edge or outermost
            whose = (owner,) if outermost else (other,) if sure else (owner, other)
            strays += [(index, said if sure else "unclear") for index in whose if 0 <= index < count]
    for index, said in strays:
        if states[index] in ("off", "gone"):
            states[index] = said
    return states


def _seen_order(gaps: Sequence[str], what: re.Pattern[str], template: Order) -> Order | None:
    """Where the boxes are seen to stand: one in each gap before a label, or behind; as the template has it where both
    are so; None where neither is."""
    there = [bool(what.search(gap)) for gap in gaps]
    before, behind = all(there[:-1]), all(there[1:])
    if before and behind:
        return template
    return "before" if before else "behind" if behind else None


def _parted(gap: str, order: Order) -> tuple[str, str]:
    """A gap's own box with what belongs to it, and what stands apart on the side of the other label."""
    boxes = list(_BOX.finditer(gap))
    if not boxes:
        return gap, ""
    if order == "before":
        start = boxes[-1].start()
        while start and not gap[start - 1].isspace():
            start -= 1
        return gap[start:], gap[:start]
    end = boxes[0].end()
    while end < len(gap) and not gap[end].isspace():
        end += 1
    return gap[:end], gap[end:]


def _by_touch(gaps: Sequence[str], slots: Sequence[Slot]) -> list[State]:
    """Where no order is seen, a mark is that label's which it touches; touching both or none it may be either's."""
    count = len(slots)
    states: list[State] = ["gone"] * count
    for number, gap in enumerate(gaps):
        for token in _TOKEN.finditer(gap):
            left = number - 1 if token.start() == 0 else None
            right = number if token.end() == len(gap) else None
            sides = [side for side in (left, right) if side is not None and 0 <= side < count]
            near = [side for side in (number - 1, number) if 0 <= side < count]
            if len(near) == 1:
                sides = near
            said = _state(token[0], slots[near[0]]) if near else "gone"
            for side in sides if len(sides) == 1 else near:
                now: State = said if len(sides) == 1 else "off" if said == "off" else "unclear"
                if states[side] in ("gone", "off"):
                    states[side] = now
    return states


def _state(text: str, slot: Slot) -> State:
    """What a text says of the box in it."""
    said = "".join(text.split()).strip("_＿")
    if any(character in _ON for character in said):
        return "on"
    if any(character in _BOXED_CROSS for character in said):
        return "crossed"
    if said in _LETTERS:
        return "on" if _LETTERS[said] == "on" else "crossed" if _LETTERS[said] == "crossed" else "no"
    if said == slot.look.option:
        return "on"
    bare = said.strip(_EMPTY + "()（）[]【】")
    if bare in ("否", "无", "不", "没有") or (bare and all(character in _CROSS for character in bare)):
        return "no"
    if bare:
        return "unclear"
    in_bracket = slot.style is not None and not slot.style.empty.strip()
    return "off" if said or in_bracket else "gone"


@dataclass(frozen=True)
class Choice:
    """What the ticks of a field say: the value, and in Chinese what is doubtful."""

    value: Value | None
    why: str = ""


def choose(field: str, ticks: Iterable[Tick]) -> Choice:
    """The value that a field's ticks make together. A bare × is a no where others are ticked or 否 is the only other
    answer in words; alone it may mean either."""
    ticks = list(ticks)
    states: dict[str, set[State]] = {}
    for tick in ticks:
        states.setdefault(tick.slot.look.option or "", set()).add(tick.state)
    on = [option for option, found in states.items() if "on" in found]
    marked = on or [option for option, found in states.items() if "crossed" in found]
    unclear = [option for option, found in states.items() if "unclear" in found]
    refused = [option for option, found in states.items() if "no" in found and option not in marked]
    if dictionary()[field].kind == "多选":
        return Choice(chosen(field, marked), _strange(unclear))
    if len(marked) > 1:
        return Choice(None, f"勾了{len(marked)}项（{'、'.join(marked)}），只能勾一项")
    if not marked and refused:
        return _refusal(field, ticks, refused)
    if not marked and len(unclear) == 1 and any(t.seen and t.state == "unclear" for t in ticks):
        return Choice(chosen(field, unclear), f"“{unclear[0]}”处像是有钩，看不清")
    return Choice(chosen(field, marked), _strange(unclear))


def _refusal(field: str, ticks: Iterable[Tick], refused: Sequence[str]) -> Choice:
    brackets = any(tick.slot.style is not None and tick.slot.style.no is not None for tick in ticks)
    if refused == ["是"] and dictionary()[field].kind == "是否" and brackets:
        return Choice("否")
    return Choice(None, f"“{'、'.join(refused)}”处打的是×或写着否，看不出是要还是不要")


def _strange(options: Sequence[str]) -> str:
    return f"“{'、'.join(options)}”处的钩看不出是不是它的" if options else ""
