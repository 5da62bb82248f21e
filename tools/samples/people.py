"""What a person of the samples is made of, and the law in force that their dates follow."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from stdnum import luhn
from stdnum.cn import uscc

from retire_docs.domain.values import duration
from retire_docs.domain.values.id_number import check_character

Typed: TypeAlias = str | int | float | dt.date
Row: TypeAlias = dict[str, Typed]


class Sample(NamedTuple):
    """A row of a roster, and what it is there for (in Chinese, for the README)."""

    about: str
    row: Row


# --- dates and the law in force (Decision of 2024-09-13) ---------------------------------------------------------

AGES = {"男60": (60, "1965-01", 4, 36), "女55": (55, "1970-01", 4, 36), "女50": (50, "1975-01", 2, 60)}
"""Group → old age, first birth month that is delayed, birth months for a month of delay, most months of delay."""


def month(text: str) -> int:
    """``1985-07`` (a day may follow) → months since year 0."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def later(day: str, months: int) -> str:
    """The same day so many months on, or the last day of that month."""
    year, index = divmod(month(day) + months, 12)
    return dt.date(year, index + 1, min(int(day[8:10]), calendar.monthrange(year, index + 1)[1])).isoformat()


def statutory(birth: str, group: str) -> str:
    """The day of the statutory retirement age."""
    age, first, step, most = AGES[group]
    behind = month(birth) - month(first)
    return later(birth, age * 12 + (min(behind // step + 1, most) if behind >= 0 else 0))


def spoken(months: int) -> str:
    """Whole months as one writes them, 31年6个月."""
    return duration.show(duration.normal(months))


def spelled(iso: str) -> str:
    """``1985-07`` → 1985年7月."""
    return f"{iso[:4]}年{int(iso[5:7])}月"


# --- the parts of a person ---------------------------------------------------------------------------------------


def who(number: int, name: str, sex: str, birth: str) -> Row:
    """Everything that follows from a running number: ID, telephones, card."""
    return {
        "姓名": name,
        "性别": sex,
        "出生日期": birth,
        "身份证号": id_number(birth, number * 2 - (sex == "男")),
        "个人编号": f"10000000{number:02}",
        "本人联系电话": f"1390000{number:04}",
        "社保卡银行账号": card(number),
    }


def id_number(birth: str, sequence: int) -> str:
    """An ID number that is nobody's; an odd sequence is a man."""
    first17 = f"110101{birth.replace('-', '')}{sequence:03}"
    return first17 + check_character(first17)


def card(number: int) -> str:
    """A card number of 19 digits that is nobody's."""
    first18 = f"62170000000000{number:04}"
    return first18 + luhn.calc_check_digit(first18)


def credit_code(region: str, number: int, kind: str = "91") -> str:
    """A credit code that is nobody's; ``12`` is a public institution."""
    first17 = f"{kind}{region}MA{number:07}"
    return first17 + uscc.calc_check_digit(first17)


def due(birth: str, group: str, kind: str = "正常退休", on: str = "") -> Row:
    """Kind and dates of retirement: on the statutory day, or ``on`` another (flexible retirement)."""
    day = statutory(birth, group)
    dates: Row = {"符合退休条件时间": day, "拟退休时间": on or day, "批准退休时间": on or day}
    return {"原法定退休年龄": group, "退休类别": kind, "确认退休年龄": age_at(birth, on or day)} | dates


def early(birth: str, group: str, kind: str, met: str, on: str) -> Row:
    """Early retirement: the condition is ``met`` on a day, retirement is ``on`` another; the employer has told so."""
    return {**due(birth, group, kind, on), "符合退休条件时间": met, "告知日期": on[:7]}


def age_at(birth: str, day: str) -> str:
    """The age in completed months, 60岁5个月."""
    years, months = divmod(month(day) - month(birth) - (day[8:10] < birth[8:10]), 12)
    return f"{years}岁{months}个月" if months else f"{years}岁"


def service(began: str, insured: str, last: str, *, deducted: int = 0, unpaid: int = 0, deemed_later: int = 0) -> Row:
    """Years of contribution: deemed before ``insured``, actual up to the month ``last``; they add up.

    Of the months since ``insured``, some may be deemed as well: a public institution's before October 2014.
    """
    deemed = month(insured) - month(began) - deducted + deemed_later
    actual = month(last) - month(insured) + 1 - unpaid - deemed_later
    row: Row = {"参加工作时间": began, "参保日期": insured, "建账日期": max(insured, "1996-01")}
    row |= {"实际缴费年限": spoken(actual), "缴费年限": spoken(deemed + actual)}
    return row | {name: spoken(m) for name, m in (("视同缴费年限", deemed), ("扣减工龄", deducted)) if m}


def archive(birth: str, paper: str = "招工登记表", work: str = "招工登记表") -> Row:
    """What the archive says first about the birth date, and what the beginning of work rests on."""
    return {"档案最早记载出生日期": birth, "最早出生日期记载材料": paper, "参加工作认定材料": work}


def career(*spells: tuple[str, str]) -> Row:
    """A work history without gaps: each spell lasts until the next begins, the last until now."""
    ends = [spelled(later(f"{start}-01", -1)) for start, _ in spells[1:]] + ["今"]
    text = "；".join(f"{spelled(start)}至{end}{what}" for (start, what), end in zip(spells, ends, strict=True))
    return {"工作简历": text}


def special(start: str, end: str, place: str, post: str) -> Row:
    """Years in a special post."""
    return {
        "特殊工种从业经历": f"{spelled(start)}至{spelled(end)}在{place}从事{post}工作",
        "特殊工种名称": post,
        "特殊工种从业年限": spoken(month(end) - month(start) + 1),
    }


def answers(names: Sequence[str], given: str) -> Row:
    """One answer a name: 是 for ``y``, 否 for ``n``, 自行 and 合并 for ``s`` and ``j``; ``.`` is left unanswered."""
    words = {"y": "是", "n": "否", "s": "自行申报", "j": "合并申报"}
    return {name: words[letter] for name, letter in zip(names, given, strict=True) if letter != "."}


def notice(first: str, last: str, place: str, employer_phone: str, office_phone: str) -> Row:
    """An employer's public notice, put up on its first day."""
    return {
        "公示开始日期": first,
        "公示结束日期": last,
        "公示地点": place,
        "公示落款日期": first,
        "异议受理电话": employer_phone,
        "人社监督电话": office_phone,
    }
