"""``retire-docs when``."""

from __future__ import annotations

import datetime as dt
import json

import click

from retire_docs.domain.fields import dictionary
from retire_docs.domain.values import Malformed, age, duration, id_number
from retire_docs.domain.values.dates import show_month
from retire_docs.policy.rules import GROUPS, Group
from retire_docs.policy.when import Month, When
from retire_docs.policy.when import when as reckon


@click.command()
@click.option("--birth", metavar="年月", help="出生年月，如 1971-05。")
@click.option("--id-number", "number", metavar="号码", help="身份证号：从里面取出生年月和性别。")
@click.option("--group", type=click.Choice(GROUPS), help="原法定退休年龄：女职工是 50 还是 55，从身份证号看不出来。")
@click.option("--as-of", metavar="日期", help="按哪一天的规定；不写是今天。")
@click.option("--json", "as_json", is_flag=True, help="给程序用：月份写 YYYY-MM，时长写月数。")
def when(birth: str | None, number: str | None, group: Group | None, as_of: str | None, as_json: bool) -> None:
    """什么时候到法定退休年龄，可以提前、延迟到什么时候，要缴费多少年。"""
    if (birth is None) == (number is None):
        raise click.UsageError("写 --birth 或 --id-number，写一个")
    born, sex = _of_number(number) if number else (_month("出生日期", birth or ""), None)
    answer = reckon(born, _group(group, sex), _day(as_of))
    click.echo(json.dumps(_plain(answer), ensure_ascii=False) if as_json else "\n".join(_words(answer)))


def _of_number(number: str) -> tuple[Month, str | None]:
    value = _value("身份证号", number)
    birth = id_number.birth_date(value)
    if birth is None:
        raise click.UsageError("这种证件号码里没有出生日期，改用 --birth")
    return Month.of(birth), id_number.sex(value)


def _month(field: str, text: str) -> Month:
    try:
        return Month.of(_value("参保日期", text))
    except click.UsageError as error:
        raise click.UsageError(f"{field}：{error.message}") from None


def _value(field: str, text: str) -> str:
    """A value in normal form; UsageError with the kind's own words."""
    try:
        value = dictionary()[field].parse(text).value
    except Malformed as error:
        raise click.UsageError(f"{error.what}；{error.remedy}") from None
    assert isinstance(value, str)
    return value


def _group(group: Group | None, sex: str | None) -> Group:
    if group is None and sex == "男":
        return "男60"
    if group is None:
        which = "女职工的原法定退休年龄是 50 还是 55 要问清楚，不能推断"
        raise click.UsageError(f"写 --group（{'、'.join(GROUPS)}）：{which}")
    if sex is not None and not group.startswith(sex):
        raise click.UsageError(f"--group {group} 与身份证号的性别（{sex}）不符")
    return group


def _day(text: str | None) -> dt.date:
    if text is None:
        return dt.date.today()
    value = _value("参保日期", text)
    return dt.date.fromisoformat(value if len(value) > 7 else f"{value}-01")


def _plain(answer: When) -> dict[str, object]:
    return {
        "schema": 1,
        "group": answer.group,
        "birth_month": str(answer.birth),
        "as_of": answer.as_of.isoformat(),
        "statutory_age_months": answer.statutory_age,
        "delay_months": answer.delay,
        "retirement_month": str(answer.statutory),
        "earliest_month": answer.earliest and str(answer.earliest),
        "latest_month": answer.latest and str(answer.latest),
        "early_notice_months": answer.early_notice,
        "late_notice_months": answer.late_notice,
        "min_contribution_months": answer.minimum_contribution,
        "pension_from_month": str(answer.pension_from),
        "rule": str(answer.source),
    }


def _words(answer: When) -> list[str]:
    def said(month: Month) -> str:
        return show_month(str(month))

    def long(months: int) -> str:
        return duration.show(duration.normal(months))

    def old(months: int) -> str:
        return age.show(duration.normal(months))

    pension = f"{said(answer.pension_from)}起领养老金"
    early = f"提前{answer.early_notice}个月书面告知单位，缴费年限要够所选那一年的最低年限"
    later = f"，比{answer.base_age // 12}岁晚{answer.delay}个月" if answer.delay else ""
    lines = [
        f"{answer.group}，{said(answer.birth)}出生，按{answer.as_of.year}年{answer.as_of.month}月{answer.as_of.day}日的规定：",
        f"法定退休年龄 {old(answer.statutory_age)}{later}，{said(answer.statutory)}到龄，{pension}",
        f"最低缴费年限 {long(answer.minimum_contribution)}（按{answer.statutory.year}年）",
    ]
    if answer.earliest and answer.latest:
        lines += [
            f"可以弹性提前，最早 {said(answer.earliest)}：{early}",
            f"可以弹性延迟，最晚 {said(answer.latest)}：到龄前{answer.late_notice}个月与单位书面约定",
        ]
    sources = dict.fromkeys(str(source) for source in (answer.source, answer.flexible_source) if source)
    return [*lines, f"依据：{'、'.join(sources)}"]
