"""经历: what somebody did from when to when, a line each.

Normal form: a list of ``YYYY-MM/YYYY-MM 单位`` (see 期间); a line without a readable period stays as it is typed.
Printed as the forms ask: ``1985年7月至1992年3月在某厂工作``.
"""

from __future__ import annotations

import re
from functools import cache

from retire_docs.domain.record import Value
from retire_docs.domain.values import period
from retire_docs.domain.values.base import (
    SPACES,
    Asked,
    Malformed,
    Parsed,
    Raw,
    compact,
    dashed,
    half_width,
    plain,
    quoted,
)

NAME = "经历"
EXAMPLE = "1985年7月至1992年3月在某某厂工作；1992年4月至今在某某公司工作"
_SPLIT = re.compile(r"\n|[;；]|[,，。、](?=\s*\d{4}\s*[年./\-])")
_LONGEST_SPAN = 60
_DAY_LIKE = re.compile(r"[\d止]")
_NORMAL = re.compile(r"(\d{4}-\d{2}/(?:\d{4}-\d{2}|\.\.)) (.+)")
_TRAILING = SPACES + ",，;；。、"
_LEADING = re.compile(r"^[\s,，:：\u200c\u200d\ufe0e\ufe0f]+")
_WORKPLACE = re.compile(
    "(公司|集团|企业|厂|矿|店|社|局|所|院|校|中学|小学|大学|中心|站|部|处|科|股|车间|工段|班组|队|行|室|馆|场|单位|委员会|政府)"
    "([（(].*[）)])?$"
)
_DOES = re.compile("(?<!责)任|工作|学习|上学|读书|就读|插队|下乡|服役|入伍|参军|^在")


def parse(raw: Raw, asked: Asked) -> Parsed:
    lines = [line.rstrip(_TRAILING).strip() for line in _SPLIT.split(plain(raw))]
    entries = [_entry(line) for line in lines if line]
    if not entries:
        raise Malformed("没有写任何一段经历", f"写成“{EXAMPLE}”")
    unclear = [line for line in entries if not _NORMAL.fullmatch(line)]
    doubts = tuple(f"{quoted(line)}看不出起止年月，将按原文打印" for line in unclear)
    return Parsed(entries, doubts)


def _entry(line: str) -> str:
    # The period is looked for in a half-width copy of the same length; the name of a unit stays as it is typed.
    head = "".join(map(_half_width, line[:_LONGEST_SPAN]))
    if (span := period.SPAN.match(head)) and (where := _LEADING.sub("", line[span.end() :])):
        return f"{period.normal(span[1], span[2])} {_where(where)}"
    return line


@cache
def _half_width(character: str) -> str:
    half = dashed(half_width(character))
    return half if len(half) == 1 else character


def _where(text: str) -> str:
    """Where somebody was: “在某厂工作” is the unit alone, since that is how it is printed."""
    text = text.strip()
    unit = _LEADING.sub("", text[1:-2]).rstrip(_TRAILING)
    worked = text.startswith("在") and text.endswith("工作") and _is_workplace(unit)
    return unit if worked else text


def _is_workplace(text: str) -> bool:
    """Whether the text only names where somebody worked, so that 在…工作 belongs around it."""
    return bool(_WORKPLACE.search(text)) and not _DOES.search(text)


def show(value: Value) -> str:
    return "\n".join(_show_entry(line) for line in ([value] if isinstance(value, str) else value))


def _show_entry(line: str) -> str:
    match = _NORMAL.fullmatch(line)
    if not match:
        return line
    if _is_workplace(match[2]):
        return f"{period.show(match[1])}在{match[2]}工作"
    # A digit at the end of the period would be read as its day.
    return period.show(match[1]) + ("：" if _DAY_LIKE.match(compact(match[2][:1])) else "") + match[2]
