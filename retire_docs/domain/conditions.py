"""Conditions on a record: structured data, three-valued.

A condition is YAML, not a language:

- ``{参保身份: 灵活就业人员}``: the field has this value; a list means any of them; several fields mean all;
- ``{出生日期: {before: 1970-01-01}}``, ``after`` (inclusive), ``at_least``, ``less_than``
  for dates, durations, numbers;
- ``{all: […]}``, ``{any: […]}``, ``{not: …}``.

The answer is ``True``, ``False`` or ``None``: not known, because a field that decides it was not filled in.
``None`` follows Kleene's strong logic, so that an unknown that cannot matter does not spread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from retire_docs.domain.record import Record

Condition: TypeAlias = Mapping[str, Any]
Truth: TypeAlias = bool | None

CONNECTIVES = ("all", "any", "not")
_MONTH = re.compile(r"^\d{4}-\d{2}$")
_DURATION = re.compile(r"^P(\d+)Y(\d+)M$")


def holds(condition: Condition | None, record: Record) -> Truth:
    """Whether ``condition`` holds for ``record``. No condition holds always."""
    return _holds(condition, record, None)


def presumed(condition: Condition | None, record: Record) -> bool:
    """Whether a condition holds if what is not known is not the case: “everybody but X” then holds, “only X” not."""
    return _holds(condition, record, False) is True


def _holds(condition: Condition | None, record: Record, unknown: Truth) -> Truth:
    if not condition:
        return True
    return _all(_part(key, wanted, record, unknown) for key, wanted in condition.items())


def fields_of(condition: Condition | None) -> Iterator[str]:
    """The names of the fields that a condition asks for, in order, with repetitions."""
    return (name for name, _ in _questions(condition))


def unknown_fields(condition: Condition | None, record: Record) -> list[str]:
    """The fields that would have to be filled in to settle a condition that is not known yet."""
    return list(dict.fromkeys(f for f, wanted in _questions(condition) if _part(f, wanted, record, None) is None))


def _questions(condition: Condition | None) -> Iterator[tuple[str, Any]]:
    """Each field that a condition asks for, with what it asks of it."""
    for key, wanted in (condition or {}).items():
        if key in ("all", "any"):
            for part in wanted:
                yield from _questions(part)
        elif key == "not":
            yield from _questions(wanted)
        else:
            yield key, wanted


def _part(key: str, wanted: Any, record: Record, unknown: Truth) -> Truth:
    if key == "all":
        return _all(_holds(part, record, unknown) for part in wanted)
    if key == "any":
        return _any(_holds(part, record, unknown) for part in wanted)
    if key == "not":
        truth = _holds(wanted, record, unknown)
        return None if truth is None else not truth
    value = record.get(key)
    if value is None:
        return unknown
    if isinstance(wanted, Mapping):
        return _all(_compare(op, value, bound, unknown) for op, bound in wanted.items())
    options = {str(w) for w in (wanted if isinstance(wanted, list) else [wanted])}
    return not options.isdisjoint(value if isinstance(value, list) else [value])


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "before": lambda value, bound: value < bound,
    "after": lambda value, bound: value >= bound,
    "less_than": lambda value, bound: value < bound,
    "at_least": lambda value, bound: value >= bound,
}


def _compare(op: str, value: object, bound: object, unknown: Truth) -> Truth:
    """Compare; not known where some day of a month lies on either side of the bound."""
    (first, last), (start, _) = _ranks(value), _ranks(bound)
    truth = COMPARISONS[op](first, start)
    return truth if COMPARISONS[op](last, start) == truth else unknown


def _ranks(value: object) -> tuple[Any, Any]:
    """Two things between which the value lies and that compare as it does: months for a duration, a number,
    ISO text for days. Only a month has two different ones: its first and last day."""
    text = str(value)
    if m := _DURATION.match(text):
        months = int(m[1]) * 12 + int(m[2])
        return months, months
    if _MONTH.match(text):
        return f"{text}-01", f"{text}-31"
    rank = float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text
    return rank, rank


def _all(truths: Iterable[Truth]) -> Truth:
    seen = list(truths)
    return False if False in seen else None if None in seen else True


def _any(truths: Iterable[Truth]) -> Truth:
    seen = list(truths)
    return True if True in seen else None if None in seen else False
