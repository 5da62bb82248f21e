"""When somebody retires: the published values, the edges, the wrong tables that circulate."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.errors import Exit
from retire_docs.policy.rules import GROUPS, Group, rules
from retire_docs.policy.when import Month, minimum_contribution, nobody_retires_in, when
from tests.fill.people import id_number

FILES = sorted((Path(__file__).parents[1] / "cases" / "policy").glob("*.yaml"))
TODAY = dt.date(2026, 11, 24)


def cases(key: str) -> list[Any]:
    found = []
    for file in FILES:
        data = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
        found += [
            pytest.param(data["as_of"], case, id=f"{file.stem}-{case['group']}-{case['birth']}")
            for case in data.get(key, [])
        ]
    return found


@pytest.mark.parametrize(("as_of", "case"), cases("cases"))
def test_case(as_of: dt.date, case: dict[str, Any]) -> None:
    answer = when(Month.of(str(case["birth"])), case["group"], as_of)
    assert (answer.statutory_age, answer.delay, str(answer.statutory)) == (
        case["age_months"], case["delay"], str(case["retires"]),
    )  # fmt: skip


@pytest.mark.parametrize(("as_of", "case"), cases("wrong"))
def test_wrong_tables(as_of: dt.date, case: dict[str, Any]) -> None:
    assert when(Month.of(str(case["birth"])), case["group"], as_of).statutory_age != case["age_months"]


months = st.builds(Month, st.integers(1950, 2010), st.integers(1, 12))


@given(birth=months, group=st.sampled_from(GROUPS))
def test_later_births_never_retire_earlier(birth: Month, group: Group) -> None:
    here, next_month = when(birth, group, TODAY), when(birth.plus(1), group, TODAY)
    assert here.statutory < next_month.statutory
    assert 0 <= next_month.delay - here.delay <= 1
    assert here.statutory == birth.plus(here.base_age + here.delay)


@given(birth=months, group=st.sampled_from(GROUPS))
def test_the_flexible_window(birth: Month, group: Group) -> None:
    answer = when(birth, group, TODAY)
    if answer.statutory < Month(2025, 1):
        assert answer.earliest is None
        assert answer.latest is None
        return
    assert answer.earliest is not None
    assert answer.latest is not None
    assert birth.plus(answer.base_age) <= answer.earliest <= answer.statutory
    assert answer.statutory.number - answer.earliest.number <= 36
    assert answer.latest == answer.statutory.plus(36)
    assert answer.pension_from == answer.statutory.plus(1)


@pytest.mark.parametrize(
    ("year", "months"), [(2025, 180), (2029, 180), (2030, 186), (2031, 192), (2038, 234), (2039, 240), (2050, 240)]
)
def test_the_least_contribution(year: int, months: int) -> None:
    assert minimum_contribution(year, TODAY) == months


@pytest.mark.parametrize(
    ("group", "step", "first"), [("男60", 5, "2025-01"), ("女55", 5, "2025-01"), ("女50", 3, "2025-01")]
)
def test_months_in_which_nobody_retires(group: Group, step: int, first: str) -> None:
    """Where the age jumps a month is left out: every fifth, of 女50 every third."""
    start = Month.of(first)
    empty = [n for n in range(60) if nobody_retires_in(start.plus(n), group, TODAY)]
    assert empty == list(range(0, 60, step))
    reached = {str(when(Month(1950, 1).plus(n), group, TODAY).statutory) for n in range(700)}
    assert all(str(start.plus(n)) not in reached for n in empty)


def test_a_day_is_the_same_day_or_the_months_last() -> None:
    assert when(Month(1965, 1), "男60", TODAY).statutory.day(31) == dt.date(2025, 2, 28)


def test_every_rule_names_a_source_that_somebody_checked() -> None:
    for entries in (rules().statutory_age, rules().flexible, rules().minimum_contribution):
        days = [entry.from_ or dt.date.min for entry in entries]
        assert days == sorted(days)
        for entry in entries:
            assert rules().sources[entry.source].checked <= TODAY


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(main, ["when", "--birth", "1971-06", "--group", "女55", "--as-of", "2026-11-24", "--json"]) == Exit.DONE
    answer = json.loads(capsys.readouterr().out)
    assert answer == {
        "schema": 1, "group": "女55", "birth_month": "1971-06", "as_of": "2026-11-24", "statutory_age_months": 665,
        "delay_months": 5, "retirement_month": "2026-11", "earliest_month": "2026-06", "latest_month": "2029-11",
        "early_notice_months": 3, "late_notice_months": 1, "min_contribution_months": 180,
        "pension_from_month": "2026-12",
        "rule": "《国务院关于渐进式延迟法定退休年龄的办法》（全国人民代表大会常务委员会 2024年9月13日 决定批准）",
    }  # fmt: skip


def test_words(capsys: pytest.CaptureFixture[str]) -> None:
    number = id_number("19650112", "001")
    assert run(main, ["when", "--id-number", number, "--as-of", "2026-11-24"]) == Exit.DONE
    out, err = capsys.readouterr()
    assert "法定退休年龄 60岁1个月，比60岁晚1个月，2025年2月到龄，2025年3月起领养老金" in out
    assert "可以弹性提前，最早 2025年1月：提前3个月书面告知单位" in out
    assert "可以弹性延迟，最晚 2028年2月：到龄前1个月与单位书面约定" in out
    assert "人社部发〔2024〕94号" in out
    assert number not in out + err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "写 --birth 或 --id-number，写一个"),
        (["--birth", "1971-05", "--id-number", "x"], "写 --birth 或 --id-number，写一个"),
        (["--birth", "1971-05"], "女职工的原法定退休年龄是 50 还是 55 要问清楚，不能推断"),
        (["--id-number", id_number("19710512", "002")], "女职工的原法定退休年龄是 50 还是 55 要问清楚，不能推断"),
        (["--id-number", id_number("19710512", "002"), "--group", "男60"], "--group 男60 与身份证号的性别（女）不符"),
        (["--birth", "1971-13", "--group", "女50"], "出生日期：没有1971年13月"),
        (["--id-number", "123"], "身份证号应为18位，现为3位"),
        (["--birth", "1971-05", "--group", "女50", "--as-of", "明天"], "看不出是哪一天"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(main, ["when", *arguments]) == Exit.USAGE
    assert words in capsys.readouterr().err
