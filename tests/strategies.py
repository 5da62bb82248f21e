"""Values and records that can stand on a form: everything in the normal form of its kind, the awkward included.

``values(field)`` gives what ``field.parse`` would give; ``records(names)`` whole records of such values.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from stdnum import luhn
from stdnum.cn import uscc

from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.record import Value
from retire_docs.domain.values import Malformed, dates, duration, period
from retire_docs.domain.values.base import one, plain
from retire_docs.domain.values.id_number import check_character

RARE = "㛃㐱䶮〇𠅤𬭎𬱖𫖯𪚥龘"
"""Characters that fonts and old encodings lack; several outside the first plane."""

AWKWARD = (
    "A&B公司", "<w:t>", "\"'", "]]>", "&amp;", "{{ 姓名 }}", "{% if 性别 %}", "{#", "}}", "%", "\\", "$1", "\\1",
    "_x000D_", "☑□", "√", "　", "  ", "\t", "\n", "e\u0301", "龙\U000e0100", "👨\u200d👩\u200d👧", "١٢٣", "①", "ﬁ", "Ａ１", "，", "；",
)  # fmt: skip
"""Pieces that markup, templates, layout or Unicode normal forms trip over."""

_COMMON = "王李张刘陈杨黄赵吴周甘肃白银市区县街道社区厂公司职工退休办事"


def texts(longest: int = 60) -> SearchStrategy[str]:
    """Text in normal form: printable, trimmed, not empty."""
    characters = st.sampled_from(_COMMON + RARE) | st.characters(exclude_categories=["Cs", "Cc", "Cn"])
    pieces = characters | st.sampled_from(AWKWARD)
    return st.lists(pieces, min_size=1, max_size=longest).map("".join).map(_plain_or_empty).filter(bool)


def names() -> SearchStrategy[str]:
    """Names, from two characters to very long ones with several dots."""
    part = st.text(_COMMON + RARE, min_size=1, max_size=4) | st.sampled_from(
        ["A&B", "O'Neil", "J. Smith", "阿不都热合曼"]
    )
    return _parsed("姓名", st.lists(part, min_size=1, max_size=4).map("·".join) | texts(12)).map(one)


def days() -> SearchStrategy[str]:
    """Calendar days, ISO."""
    return _dates().map(dt.date.isoformat)


def months() -> SearchStrategy[str]:
    """Months, ISO."""
    return days().map(lambda day: day[:7])


def periods() -> SearchStrategy[str]:
    """From a month to the same or a later one, or open."""
    closed = st.tuples(months(), months()).map(sorted).map("/".join)
    return closed | months().map(lambda month: f"{month}/{period.OPEN}")


def histories() -> SearchStrategy[Value]:
    """Lines as people write them, through the kind's own parse; some without a readable period."""
    line = st.builds(
        lambda span, between, where: f"{period.show(span)}{between}{where}",
        periods(), st.sampled_from(["", "在", " ", "：", "，"]), texts(12) | st.sampled_from(["白银公司", "白银一中学习", "12日刊任编辑"]),
    )  # fmt: skip
    written = st.lists(line | line.map(lambda text: f"{text}工作") | texts(12), min_size=1, max_size=8)
    return _parsed(
        "经历", written.flatmap(lambda lines: st.sampled_from(["\n", "；", "，"]).map(lambda by: by.join(lines)))
    )


def id_numbers() -> SearchStrategy[str]:
    """Numbers of nobody: citizens' of a region that does not exist, residents' of 港澳台, foreigners'."""
    first17 = st.builds(
        lambda region, birth, sequence: f"{region}{birth:%Y%m%d}{sequence}",
        st.sampled_from(["100000", "810000", "820000", "830000", "911156"]),
        st.dates(dt.date(1900, 1, 1), dt.date(2020, 12, 31)),
        _digits(3),
    )
    return first17.map(lambda number: number + check_character(number))


def _values_by_kind() -> dict[str, Callable[[Field], SearchStrategy[Value]]]:
    yuan = st.integers(0, 10**9).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
    numbers = st.integers(0, 999_999_999).map(str)
    phone = (
        st.builds("1{}{}".format, st.integers(3, 9), _digits(9))
        | st.builds("0943-{}".format, _digits(7))
        | st.sampled_from(["12333", "0943-12345", "010-12345678-801", "400-800-1234"])
    )
    anything: dict[str, SearchStrategy[Value]] = {
        "文本": texts(),
        "姓名": names(),
        "地址": _parsed("地址", texts()),
        "编号": _parsed("编号", st.text("0123456789AEX-甘字第号", min_size=1, max_size=24)),
        "身份证号": id_numbers(),
        "统一社会信用代码": _digits(13)
        .map(lambda d: f"91620{d[:5]}M{d[5:11]}")
        .map(lambda c: c + uscc.calc_check_digit(c)),
        "银行卡号": _digits(16).map(lambda d: f"62{d}").map(lambda number: number + luhn.calc_check_digit(number)),
        "电话": st.lists(phone, min_size=1, max_size=3).map("、".join),
        "邮政编码": _digits(6),
        "日期": days(),
        "年月": months(),
        "日期或年月": days() | months(),
        "期间": periods(),
        "时长": st.integers(0, duration.LONGEST).map(duration.normal),
        "是否": st.sampled_from(["是", "否"]),
        "金额": yuan,
        "整数": numbers,
        "年龄": st.integers(0, 120 * 12).map(duration.normal),
        "经历": histories(),
    }
    by_kind: dict[str, Callable[[Field], SearchStrategy[Value]]] = {
        kind: functools.partial(_whatever_the_field, strategy) for kind, strategy in anything.items()
    }
    by_kind["选项"] = lambda field: st.sampled_from(field.choices)
    by_kind["多选"] = lambda field: st.sets(st.sampled_from(field.choices), min_size=1).map(
        lambda chosen: [option for option in field.choices if option in chosen]
    )
    return by_kind


def values(field: Field) -> SearchStrategy[Value]:
    """Values of a field in normal form."""
    return _BY_KIND[field.kind](field)


def records(field_names: Iterable[str]) -> SearchStrategy[dict[str, Value]]:
    """Records that hold any of these fields, from none to all."""
    return st.fixed_dictionaries({}, optional={name: values(dictionary()[name]) for name in field_names})


def _whatever_the_field(strategy: SearchStrategy[Value], field: Field) -> SearchStrategy[Value]:
    return strategy


def _digits(count: int) -> SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


def _dates() -> SearchStrategy[dt.date]:
    return st.dates(dt.date(dates.FIRST_YEAR, 1, 1), dt.date(dates.LAST_YEAR, 12, 31))


def _plain_or_empty(text: str) -> str:
    try:
        return plain(text)
    except Malformed:
        return ""


def _parsed(kind: str, typed: SearchStrategy[str]) -> SearchStrategy[Value]:
    """What a kind makes of these texts, where it takes them: its normal form."""
    field = next(field for field in dictionary() if field.kind == kind)

    def parse(text: str) -> Value:
        try:
            return field.parse(text).value
        except Malformed:
            return ""

    return typed.map(parse).filter(bool)


_BY_KIND = _values_by_kind()
