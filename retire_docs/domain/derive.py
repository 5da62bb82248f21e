"""What follows from what: empty fields are derived, filled ones are compared and a difference is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from retire_docs.domain.conditions import Condition, holds
from retire_docs.domain.fields import Dictionary, Field, dictionary
from retire_docs.domain.record import Record, Value
from retire_docs.domain.values import id_number


class Difference(NamedTuple):
    """A filled field that does not agree with the one it would follow from."""

    field: str
    source: str
    message: str


_BY_ID: dict[str, Callable[[Value], str | None]] = {"性别": id_number.sex, "出生日期": id_number.birth_date}


def derive(record: Record, fields: Iterable[Field] | None = None) -> tuple[dict[str, Value], list[Difference]]:
    """The record with its empty fields derived, and the filled ones that differ. Nothing is overwritten,
    except that a month gives way to the day that agrees with it."""
    names = dictionary()
    result = {name: value for name, value in record.items() if value is not None}
    differences: list[Difference] = []
    for field in names if fields is None else fields:
        if not (rule := field.derive):
            continue
        if "into" in rule:
            _into(result, field, rule["into"], rule["is"], names)
            continue
        if "copy" in rule:
            _copy(result, field, rule["copy"], rule["when"])
            continue
        source = rule["from"]
        if (given := result.get(source)) is None:
            continue
        follows = _BY_ID[rule["by"]](given) if "by" in rule else ("是" if given in rule["is"] else "否")
        if follows is None:
            continue
        present = result.get(field.name)
        if present is None or (isinstance(present, str) and follows.startswith(f"{present}-")):
            result[field.name] = follows
        elif present != follows:
            shown = (field.values.show(present), field.values.show(follows))
            differences.append(
                Difference(field.name, source, f"{field.name}填的是“{shown[0]}”，与{source}得出的“{shown[1]}”不一致")
            )
    return result, differences


def _copy(record: dict[str, Value], field: Field, source: str, when: Condition) -> None:
    """Where the condition holds, an empty field is the same as ``source``."""
    if field.name not in record and source in record and holds(when, record):
        record[field.name] = record[source]


def _into(record: dict[str, Value], field: Field, into: str, option: str, names: Dictionary) -> None:
    """A filled period ticks its option of the list field ``into``."""
    if field.name not in record:
        return
    ticked = record.get(into, [])
    chosen = {option, *([ticked] if isinstance(ticked, str) else ticked)}
    record[into] = [o for o in names[into].options if o in chosen]
