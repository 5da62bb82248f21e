"""What follows from what: empty fields are derived, filled ones compared."""

from __future__ import annotations

import pytest

from retire_docs.domain.derive import derive
from retire_docs.domain.record import Record, Value

MAN, WOMAN = "100000196503120014", "100000196503120022"
ILL = "因病或非因工致残完全丧失劳动能力提前退休"


@pytest.mark.parametrize(
    ("number", "sex", "birth"),
    [
        (MAN, "男", "1965-03-12"),
        (WOMAN, "女", "1965-03-12"),
        ("11010519491231002X", "女", "1949-12-31"),
        ("911156196503120005", "女", "1965-03-12"),
        ("100000650312001", "男", "1965-03-12"),
        ("100000650312002", "女", "1965-03-12"),
        ("CHN110065031201", None, None),
    ],
)
def test_sex_and_birth_follow_from_the_id_number(number: str, sex: str | None, birth: str | None) -> None:
    record, differences = derive({"身份证号": number})
    assert (record.get("性别"), record.get("出生日期")) == (sex, birth)
    assert differences == []


@pytest.mark.parametrize("empty", [{}, {"性别": None}])
def test_what_is_empty_is_derived(empty: Record) -> None:
    assert derive({"身份证号": WOMAN, **empty})[0]["性别"] == "女"


def test_nothing_follows_from_nothing() -> None:
    assert derive({"姓名": "张三", "性别": None}) == ({"姓名": "张三"}, [])


def test_what_agrees_is_left_as_it_is() -> None:
    given: Record = {"身份证号": MAN, "性别": "男", "出生日期": "1965-03-12"}
    assert derive(given) == (given, [])


def test_a_month_that_agrees_gives_way_to_the_day() -> None:
    record, differences = derive({"身份证号": MAN, "出生日期": "1965-03"})
    assert record["出生日期"] == "1965-03-12"
    assert differences == []


@pytest.mark.parametrize("filled", ["1965-03-21", "1965-02", "1956-03-12"])
def test_a_birth_that_differs_is_told_and_kept(filled: str) -> None:
    record, differences = derive({"身份证号": MAN, "出生日期": filled})
    assert record["出生日期"] == filled
    assert [(d.field, d.source) for d in differences] == [("出生日期", "身份证号")]
    assert "1965年3月12日" in differences[0].message


def test_a_sex_that_differs_is_told_and_kept() -> None:
    record, differences = derive({"身份证号": MAN, "性别": "女"})
    assert record["性别"] == "女"
    assert differences[0].message == "性别填的是“女”，与身份证号得出的“男”不一致"


@pytest.mark.parametrize(
    ("category", "hazardous", "ill"),
    [("正常退休", "否", "否"), ("特殊工种提前退休", "是", "否"), (ILL, "否", "是"), ("退职", "否", "是")],
)
def test_ticks_follow_from_the_category(category: str, hazardous: str, ill: str) -> None:
    record, differences = derive({"退休类别": category})
    assert (record["特殊工种提前退休"], record["因病提前退休或退职"]) == (hazardous, ill)
    assert differences == []


def test_a_tick_that_contradicts_the_category_is_told() -> None:
    record, differences = derive({"退休类别": "正常退休", "特殊工种提前退休": "是"})
    assert record["特殊工种提前退休"] == "是"
    assert [d.field for d in differences] == ["特殊工种提前退休"]


@pytest.mark.parametrize(
    ("filled", "ticked"),
    [
        ({"上学时间": "1983-09/1986-07"}, ["上学"]),
        ({"长期病假时间": "1990-01/1990-06", "上学时间": "1983-09/1986-07"}, ["上学", "长期病假"]),
        ({"除名时间": "1990-01/..", "工作期间情况": ["长期病假", "上学"]}, ["上学", "除名", "长期病假"]),
        ({"上学时间": "1983-09/1986-07", "工作期间情况": ["上学"]}, ["上学"]),
        ({"上学时间": None, "工作期间情况": ["开除"]}, ["开除"]),
    ],
)
def test_periods_tick_what_they_are_of(filled: dict[str, Value | None], ticked: list[str]) -> None:
    assert derive(filled)[0]["工作期间情况"] == ticked


def test_no_period_ticks_nothing() -> None:
    assert "工作期间情况" not in derive({"姓名": "张三", "开除时间": None})[0]


def test_the_given_record_is_not_changed() -> None:
    given: dict[str, Value | None] = {
        "身份证号": MAN,
        "上学时间": "1983-09/1986-07",
        "工作期间情况": ["开除"],
        "性别": None,
    }
    before = {name: list(value) if isinstance(value, list) else value for name, value in given.items()}
    derive(given)
    assert given == before


def test_only_the_asked_fields_are_derived() -> None:
    assert derive({"身份证号": MAN}, [])[0] == {"身份证号": MAN}
