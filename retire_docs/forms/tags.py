"""The template language: what may stand between ``{{ }}`` and ``{% %}``.

Small and invertible on purpose: a slot shows one field in one way, ``if`` asks one field, ``for`` runs over one
list. No arithmetic, no concatenation, no calls; whatever else Jinja could do is refused, with the reason.

    {{ 姓名 }}   {{ 参保日期|年月 }}   {{ 最早用工形式|tick("固定工") }}   {{ 户籍所在地|blank("   省   市") }}
    {%tr for 人 in 名单 %} … {%tr endfor %}   {%p if 参保身份 == "灵活就业人员" %} … {%p endif %}
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from retire_docs.domain.conditions import Condition
from retire_docs.domain.fields import dictionary
from retire_docs.forms.form import LISTS
from retire_docs.forms.views import STYLES, VIEWS, Look

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
MARKS = ("{{", "}}", "{%", "%}")

_WHOLE = re.compile(r"\{%\s*(tr|p)\s+")
_environment = SandboxedEnvironment()
_AUTOCORRECTED = str.maketrans("“”‘’｜＂", '""\'\'|"')
"""What Chinese Word makes of the marks that one types in a tag."""


class BadTag(ValueError):
    """A tag that is outside the language; the message is for the user."""


@dataclass(frozen=True)
class SlotTag:
    """``{{ field|… }}``; ``item`` is the loop variable where the field is one of an item of a list."""

    field: str
    look: Look
    item: str | None = None


@dataclass(frozen=True)
class IfTag:
    """``{% if … %}``: a condition on one field, of an item of a list where ``item`` is set."""

    condition: Condition
    item: str | None = None


@dataclass(frozen=True)
class ForTag:
    """``{% for item in list %}``."""

    item: str
    list: str


@dataclass(frozen=True)
class EndTag:
    """``{% endif %}`` or ``{% endfor %}``."""

    of: Literal["if", "for"]


@dataclass(frozen=True)
class ElseTag:
    """What stands where the ``if`` is not known to hold."""


Tag: TypeAlias = SlotTag | IfTag | ElseTag | ForTag | EndTag


def parse(text: str) -> tuple[Tag, str]:
    """A tag and what vanishes with it: ``tr`` its table row, ``p`` its paragraph, or nothing. Raises BadTag."""
    text = text.translate(_AUTOCORRECTED)
    if text.startswith("{{"):
        return _slot(text), ""
    whole = _WHOLE.match(text)
    body = _WHOLE.sub("{% ", text)
    return _statement(body), whole[1] if whole else ""


def _ast(source: str, shown: str) -> nodes.Node:
    try:
        return _environment.parse(source).body[0]
    except TemplateSyntaxError:
        raise BadTag(f"标签 {shown} 写法有误；写法见 docs/templates.md") from None


def _slot(text: str) -> SlotTag:
    output = _ast(text, text)
    if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
        raise BadTag(f"标签 {text} 应只写一个字段")
    node = output.nodes[0]
    filters: list[tuple[str, list[str]]] = []
    while isinstance(node, nodes.Filter):
        filters.insert(0, (node.name, [_constant(a, text) for a in node.args]))
        if node.node is None or node.kwargs:
            raise BadTag(f"标签 {text} 的过滤器写法有误")
        node = node.node
    field, item = _field(node, text)
    return SlotTag(field, _look(field, filters, text), item)


def _look(field: str, filters: list[tuple[str, list[str]]], text: str) -> Look:
    look = Look()
    for name, args in filters:
        if name == "blank" and len(args) == 1:
            look = look.but(blank=args[0])
        elif name == "tick" and 1 <= len(args) <= 2:
            look = look.but(option=_option(field, args[0], text), style=args[1] if len(args) == 2 else "box")
            if look.style not in STYLES:
                raise BadTag(f"标签 {text} 的打钩样式“{look.style}”不存在，可用：{'、'.join(STYLES)}")
        elif name in VIEWS and not args:
            kind = dictionary()[field].kind
            if kind not in VIEWS[name].kinds:
                raise BadTag(f"标签 {text}：“{field}”是{kind}，不能用“{name}”显示")
            look = look.but(view=name)
        else:
            raise BadTag(f"标签 {text} 的“{name}”不存在或参数有误，可用：{'、'.join((*VIEWS, 'tick', 'blank'))}")
    return look


def _option(field: str, option: str, text: str) -> str:
    choices = dictionary()[field].choices
    if option not in choices:
        raise BadTag(f"标签 {text}：“{field}”没有选项“{option}”，可选：{'、'.join(choices) or '无'}")
    return option


def _field(node: nodes.Node, text: str) -> tuple[str, str | None]:
    if isinstance(node, nodes.Name):
        name, item = node.name, None
    elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        name, item = node.attr, node.node.name
    else:
        raise BadTag(f"标签 {text} 只能写一个字段，不能运算、拼接或调用")
    if name not in dictionary():
        near = dictionary().nearest(name)
        raise BadTag(f"标签 {text} 的字段“{name}”不在字段词典中" + (f"，是否指“{near}”" if near else ""))
    return name, item


def _constant(node: nodes.Node, text: str) -> str:
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return node.value
    raise BadTag(f"标签 {text} 的参数应是引号中的文字")


def _statement(text: str) -> Tag:
    word = text.strip("{%} \t").split(maxsplit=1)[:1]
    match word:
        case ["else"]:
            return ElseTag()
        case ["endif"]:
            return EndTag("if")
        case ["endfor"]:
            return EndTag("for")
        case ["if"]:
            node = _ast(text + "{% endif %}", text)
            assert isinstance(node, nodes.If)
            return _condition(node.test, text)
        case ["for"]:
            loop = _ast(text + "{% endfor %}", text)
            if (
                isinstance(loop, nodes.For)
                and isinstance(loop.target, nodes.Name)
                and isinstance(loop.iter, nodes.Name)
                and loop.iter.name in LISTS
                and loop.test is None
            ):
                return ForTag(loop.target.name, loop.iter.name)
            raise BadTag(f"标签 {text} 应写成 for 人 in 名单，可用的列表：{'、'.join(LISTS)}")
    raise BadTag(f"标签 {text} 不在模板语言之内，只可用 if、else、endif、for、endfor")


def _condition(test: nodes.Node, text: str) -> IfTag:
    if isinstance(test, nodes.Not):
        inner = _condition(test.node, text)
        return IfTag({"not": inner.condition}, inner.item)
    if isinstance(test, nodes.Compare) and len(test.ops) == 1:
        operand = test.ops[0]
        field, item = _field(test.expr, text)
        values = operand.expr.items if isinstance(operand.expr, nodes.List) else [operand.expr]
        wanted = [_constant(v, text) for v in values]
        if choices := dictionary()[field].choices:
            for value in wanted:
                if value not in choices:
                    raise BadTag(f"标签 {text}：“{field}”没有选项“{value}”，可选：{'、'.join(choices)}")
        if operand.op in ("eq", "in"):
            return IfTag({field: wanted}, item)
        if operand.op in ("ne", "notin"):
            return IfTag({"not": {field: wanted}}, item)
    raise BadTag(f'标签 {text} 的条件应写成：if 字段 == "值"、if 字段 in ["值", "值"] 或前加 not')
