"""The template language: what it takes, and what it says to what it does not take."""

from __future__ import annotations

import pytest

from retire_docs.forms import tags
from retire_docs.forms.views import Look


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("{{ 姓名 }}", tags.SlotTag("姓名", Look())),
        ("{{参保日期|年月}}", tags.SlotTag("参保日期", Look(view="年月"))),
        ('{{ 最早用工形式|tick("固定工") }}', tags.SlotTag("最早用工形式", Look(option="固定工"))),
        ('{{ 异地参保|tick("是","wingdings") }}', tags.SlotTag("异地参保", Look(option="是", style="wingdings"))),
        ('{{ 申请日期|日期|blank("___") }}', tags.SlotTag("申请日期", Look(view="日期", blank="___"))),
        ("{{ 人.姓名 }}", tags.SlotTag("姓名", Look(), "人")),
        ("{% for 人 in 名单 %}", tags.ForTag("人", "名单")),
        ('{% if 性别 == "男" %}', tags.IfTag({"性别": ["男"]})),
        ('{% if 性别 != "男" %}', tags.IfTag({"not": {"性别": ["男"]}})),
        ('{% if not 性别 in ["男", "女"] %}', tags.IfTag({"not": {"性别": ["男", "女"]}})),
        ('{% if 人.性别 == "女" %}', tags.IfTag({"性别": ["女"]}, "人")),
        ("{% else %}", tags.ElseTag()),
        ("{% endif %}", tags.EndTag("if")),
        ("{% endfor %}", tags.EndTag("for")),
    ],
)
def test_the_language(text: str, tag: tags.Tag) -> None:
    assert tags.parse(text) == (tag, "")


@pytest.mark.parametrize(("text", "vanishes"), [("{%tr endfor %}", "tr"), ("{%p endif %}", "p"), ("{% endif %}", "")])
def test_what_vanishes_with_a_tag(text: str, vanishes: str) -> None:
    assert tags.parse(text)[1] == vanishes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ 姓各 }}", "字段“姓各”不在字段词典中，是否指“姓名”"),
        ("{{ 姓名 + 性别 }}", "只能写一个字段，不能运算、拼接或调用"),
        ("{{ 姓名.upper() }}", "只能写一个字段"),
        ("{{ 姓名.__class__ }}", "字段“__class__”不在字段词典中"),
        ("{{ 姓名|upper }}", "“upper”不存在或参数有误"),
        ("{{ 姓名|年月 }}", "“姓名”是姓名，不能用“年月”显示"),
        ('{{ 性别|tick("难") }}', "“性别”没有选项“难”，可选：男、女"),
        ('{{ 性别|tick("男","圆圈") }}', "打钩样式“圆圈”不存在"),
        ("{{ 性别|tick(男) }}", "参数应是引号中的文字"),
        ("{{ }}", "写法有误"),
        ("{{ 姓名| }}", "写法有误"),
        ("{% if 性别 %}", "条件应写成"),
        ('{% if 性别 == "难" %}', "没有选项“难”"),
        ('{% if 性别 == "男" and 民族 == "汉族" %}', "条件应写成"),
        ("{% for 人 in 人员 %}", "应写成 for 人 in 名单"),
        ("{% set x = 1 %}", "不在模板语言之内"),
        ("{% include 'x' %}", "不在模板语言之内"),
        ("{% macro f() %}", "不在模板语言之内"),
    ],
)
def test_what_is_refused_says_why(text: str, words: str) -> None:
    with pytest.raises(tags.BadTag) as error:
        tags.parse(text)
    assert words in str(error.value)
