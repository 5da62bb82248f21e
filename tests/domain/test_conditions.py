"""Conditions: three-valued, as Kleene's strong logic has it."""

from __future__ import annotations

import datetime as dt

import pytest

from retire_docs.domain.conditions import Condition, Truth, fields_of, holds, presumed, unknown_fields
from retire_docs.domain.record import Record

YES: Condition = {"性别": "男"}
NO: Condition = {"性别": "女"}
OPEN: Condition = {"退休类别": "退职"}
RECORD: Record = {"性别": "男", "退休类别": None}

AND = {
    (True, True): True, (True, False): False, (True, None): None,
    (False, True): False, (False, False): False, (False, None): False,
    (None, True): None, (None, False): False, (None, None): None,
}  # fmt: skip
OR = {
    (True, True): True, (True, False): True, (True, None): True,
    (False, True): True, (False, False): False, (False, None): None,
    (None, True): True, (None, False): None, (None, None): None,
}  # fmt: skip
WRITTEN: dict[Truth, Condition] = {True: YES, False: NO, None: OPEN}


@pytest.mark.parametrize(("truths", "result"), AND.items())
def test_all(truths: tuple[Truth, Truth], result: Truth) -> None:
    assert holds({"all": [WRITTEN[t] for t in truths]}, RECORD) is result


@pytest.mark.parametrize(("truths", "result"), OR.items())
def test_any(truths: tuple[Truth, Truth], result: Truth) -> None:
    assert holds({"any": [WRITTEN[t] for t in truths]}, RECORD) is result


@pytest.mark.parametrize(("truth", "result"), [(True, False), (False, True), (None, None)])
def test_not(truth: Truth, result: Truth) -> None:
    assert holds({"not": WRITTEN[truth]}, RECORD) is result


@pytest.mark.parametrize("condition", [None, {}, {"all": []}, {"not": {"any": []}}])
def test_no_condition_holds_always(condition: Condition | None) -> None:
    assert holds(condition, {}) is True
    assert presumed(condition, {}) is True


def test_several_fields_must_all_hold() -> None:
    condition = {"性别": "男", "参保身份": "企业职工"}
    assert holds(condition, {"性别": "男", "参保身份": "企业职工"}) is True
    assert holds(condition, {"性别": "女"}) is False
    assert holds(condition, {"性别": "男"}) is None


@pytest.mark.parametrize(
    ("value", "wanted", "result"),
    [
        ("正常退休", ["正常退休", "退职"], True),
        ("弹性提前退休", ["正常退休", "退职"], False),
        (["上学", "开除"], "开除", True),
        (["上学", "开除"], ["除名", "上学"], True),
        (["上学", "开除"], "除名", False),
        ([], "上学", False),
        ("60", 60, True),
        ("1965-03-12", dt.date(1965, 3, 12), True),
        (None, ["正常退休"], None),
    ],
)
def test_a_value_or_any_of_a_list(value: str | list[str] | None, wanted: object, result: Truth) -> None:
    assert holds({"某": wanted}, {"某": value}) is result


@pytest.mark.parametrize(
    ("value", "comparison", "result"),
    [
        ("1969-12-31", {"before": "1970-01-01"}, True),
        ("1970-01-01", {"before": "1970-01-01"}, False),
        ("1970-01-01", {"after": "1970-01-01"}, True),
        ("1969-12-31", {"after": "1970-01-01"}, False),
        ("1970-01-01", {"before": dt.date(1970, 1, 1)}, False),
        ("1969-12-31", {"before": dt.date(1970, 1, 1)}, True),
        # Where the archive tells the month only.
        ("1970-01", {"before": "1970-01-01"}, False),
        ("1970-01", {"after": "1970-01-01"}, True),
        ("1969-12", {"before": "1970-01-01"}, True),
        ("1970-01", {"before": "1970-01-15"}, None),
        ("1970-01", {"after": "1970-01-15"}, None),
        ("1970-01", {"after": "1970-01"}, True),
        ("1970-01-31", {"before": "1970-02"}, True),
        ("1970-02-01", {"before": "1970-02"}, False),
        # Both ends.
        ("1970-06-01", {"after": "1970-01-01", "before": "1971-01-01"}, True),
        ("1971-06-01", {"after": "1970-01-01", "before": "1971-01-01"}, False),
        ("1971-06", {"after": "1971-06-15", "before": "1971-01-01"}, False),
        # Durations go through months, numbers through their size, not their spelling.
        ("P15Y0M", {"at_least": "P15Y0M"}, True),
        ("P14Y11M", {"at_least": "P15Y0M"}, False),
        ("P9Y6M", {"less_than": "P15Y0M"}, True),
        ("P15Y0M", {"less_than": "P15Y0M"}, False),
        ("P0Y0M", {"at_least": "P0Y1M"}, False),
        ("60", {"at_least": 55}, True),
        ("9", {"at_least": 10}, False),
        ("3456.78", {"less_than": 3456.79}, True),
        (None, {"at_least": "P15Y0M"}, None),
    ],
)
def test_comparisons(value: str | None, comparison: Condition, result: Truth) -> None:
    assert holds({"某": comparison}, {"某": value}) is result


@pytest.mark.parametrize(
    ("condition", "result"),
    [
        (OPEN, False),
        ({"not": OPEN}, True),
        ({"any": [OPEN, YES]}, True),
        ({"all": [OPEN, YES]}, False),
        ({"all": [{"not": OPEN}, YES]}, True),
        ({"not": {"not": OPEN}}, False),
        ({"退休类别": "退职", "性别": "男"}, False),
    ],
)
def test_what_is_not_known_is_presumed_not_to_be_the_case(condition: Condition, result: bool) -> None:
    assert presumed(condition, RECORD) is result


def test_a_month_on_both_sides_of_a_bound_is_not_presumed_either_way() -> None:
    born = {"出生日期": "1970-01"}
    assert presumed({"出生日期": {"before": "1970-01-15"}}, born) is False
    assert presumed({"not": {"出生日期": {"before": "1970-01-15"}}}, born) is True


def test_the_fields_of_a_condition() -> None:
    condition: Condition = {
        "all": [{"甲": "1"}, {"not": {"any": [{"乙": ["1"]}, {"丙": {"before": "1970"}}]}}],
        "甲": "2",
    }
    assert list(fields_of(condition)) == ["甲", "乙", "丙", "甲"]
    assert list(fields_of(None)) == []


def test_the_fields_that_would_settle_it() -> None:
    condition: Condition = {
        "any": [{"甲": "1"}, {"乙": "1", "甲": "2"}, {"not": {"丙": "1"}}, {"丁": {"before": "1970-01-15"}}]
    }
    record = {"丙": "1", "丁": "1970-01"}
    assert holds(condition, record) is None
    assert unknown_fields(condition, record) == ["甲", "乙", "丁"]
