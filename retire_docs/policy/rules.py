"""The dated national rules, from ``retirement.yaml``: which was in force on a day, and by which paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict
from ruamel.yaml import YAML

Group = Literal["男60", "女55", "女50"]
"""Who retires at which age by the law of 1978: 女55 and 女50 cannot be told from an ID number."""
GROUPS: tuple[Group, ...] = ("男60", "女55", "女50")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Entry):
    """A paper: ``sure`` C was read, Q is quoted by several; ``checked`` is the day when somebody last looked."""

    title: str
    number: str | None
    sure: Literal["C", "Q"]
    checked: dt.date

    def __str__(self) -> str:
        return self.title + (f"（{self.number}）" if self.number else "")


class _Dated(_Entry):
    source: str
    from_: dt.date | None


def _index(month: object) -> object:
    """``1965-01`` → months since year 0; a YAML reader may have taken it for text."""
    if isinstance(month, str):
        return int(month[:4]) * 12 + int(month[5:7]) - 1
    return month


class Age(_Entry):
    """The age of a group in years, and how it rises with the birth month (counted from year 0)."""

    base: int
    first: Annotated[int | None, BeforeValidator(_index)] = None
    every: int = 1
    most: int = 0


class StatutoryAge(_Dated):
    """法定退休年龄."""

    groups: dict[Group, Age]


class Flexible(_Dated):
    """弹性退休: months that one may retire earlier or later, and how long before it must be told in writing."""

    early: int
    late: int
    early_notice: int
    late_notice: int


class MinimumContribution(_Dated):
    """最低缴费年限: ``months`` up to the year ``until``, then ``step`` more each year up to ``most``."""

    months: int
    until: int
    step: int
    most: int


class Rules(_Entry):
    """All rules, each list in the order of their days."""

    sources: dict[str, Source]
    statutory_age: list[StatutoryAge]
    flexible: list[Flexible]
    minimum_contribution: list[MinimumContribution]


@cache
def rules() -> Rules:
    """The shipped rules."""
    text = resources.files("retire_docs.policy").joinpath("retirement.yaml").read_text(encoding="utf-8")
    data = YAML(typ="safe").load(text)
    for entries in data.values():
        for entry in entries if isinstance(entries, list) else ():
            entry["from_"] = entry.pop("from")
    return Rules.model_validate(data)


Rule = TypeVar("Rule", StatutoryAge, Flexible, MinimumContribution)


def in_force(entries: Sequence[Rule], day: dt.date) -> Rule | None:
    """The rule that is in force on a day; None where there was none yet."""
    return next((entry for entry in reversed(entries) if entry.from_ is None or entry.from_ <= day), None)
