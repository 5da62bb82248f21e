"""When does somebody retire? Statutory month, flexible window, contribution asked for, first month of the pension.

The law counts in months; where a day is printed it is the same day, or the last of the month.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from typing import NamedTuple

from retire_docs.policy.rules import Age, Group, MinimumContribution, Source, in_force, rules


class Month(NamedTuple):
    """A calendar month."""

    year: int
    month: int

    @classmethod
    def of(cls, text: str) -> Month:
        """``1965-03`` or ``1965-03-12``."""
        return cls(int(text[:4]), int(text[5:7]))

    @property
    def number(self) -> int:
        """Months since year 0."""
        return self.year * 12 + self.month - 1

    def plus(self, months: int) -> Month:
        """So many months later."""
        year, month = divmod(self.number + months, 12)
        return Month(year, month + 1)

    def day(self, day: int) -> dt.date:
        """A day of it, or its last where it has no such day."""
        return dt.date(self.year, self.month, min(day, calendar.monthrange(self.year, self.month)[1]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True)
class When:
    """The answer; durations in months. ``earliest`` and ``latest`` are None where there is no flexible retirement."""

    group: Group
    birth: Month
    as_of: dt.date
    base_age: int
    delay: int
    statutory: Month
    earliest: Month | None
    latest: Month | None
    early_notice: int | None
    late_notice: int | None
    minimum_contribution: int
    source: Source
    flexible_source: Source | None

    @property
    def statutory_age(self) -> int:
        """法定退休年龄 in months."""
        return self.base_age + self.delay

    @property
    def pension_from(self) -> Month:
        """待遇开始月: the month after the statutory one."""
        return self.statutory.plus(1)


def when(birth: Month, group: Group, as_of: dt.date) -> When:
    """When somebody born in a month retires by the rules in force on a day."""
    age_rule = in_force(rules().statutory_age, as_of)
    assert age_rule is not None, "there has always been one"
    age = age_rule.groups[group]
    delay = _delay(birth, age)
    statutory = birth.plus(age.base * 12 + delay)
    if age_rule.from_ and statutory.day(1) < age_rule.from_:  # reached while the rule before was in force
        earlier = when(birth, group, age_rule.from_ - dt.timedelta(days=1))
        return replace(earlier, as_of=as_of)
    flexible = in_force(rules().flexible, as_of)
    return When(
        group=group,
        birth=birth,
        as_of=as_of,
        base_age=age.base * 12,
        delay=delay,
        statutory=statutory,
        # Never before the age of the law before.
        earliest=max(statutory.plus(-flexible.early), birth.plus(age.base * 12)) if flexible else None,
        latest=statutory.plus(flexible.late) if flexible else None,
        early_notice=flexible.early_notice if flexible else None,
        late_notice=flexible.late_notice if flexible else None,
        minimum_contribution=minimum_contribution(statutory.year, as_of),
        source=rules().sources[age_rule.source],
        flexible_source=rules().sources[flexible.source] if flexible else None,
    )


def _delay(birth: Month, age: Age) -> int:
    if age.first is None or birth.number < age.first:
        return 0
    return min((birth.number - age.first) // age.every + 1, age.most)


def minimum_contribution(year: int, as_of: dt.date) -> int:
    """最低缴费月数 of a year: the statutory one, or the chosen one of an early retirement."""
    rule = in_force(rules().minimum_contribution, as_of)
    assert isinstance(rule, MinimumContribution), "there has always been one"
    return min(rule.months + rule.step * max(0, year - rule.until), rule.most)


def nobody_retires_in(month: Month, group: Group, as_of: dt.date) -> bool:
    """Whether no birth month leads to this statutory month: since the age jumps, some have no retiree at all."""
    rule = in_force(rules().statutory_age, as_of)
    assert rule is not None, "there has always been one"
    age = rule.groups[group]
    births = (month.plus(-age.base * 12 - delay) for delay in range(age.most + 1))
    return all(birth.plus(age.base * 12 + _delay(birth, age)) != month for birth in births)
