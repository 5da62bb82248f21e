"""时长: years and months, such as contribution years. Normal form ISO 8601, ``P7Y6M``, months 0–11.

Everything goes through months: 10.83年 is 130 months, not 10年8个月.
"""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, compact, one, quoted

NAME = "时长"
EXAMPLE = "31年6个月"
REMEDY = "写成 31年6个月 或 378个月"
LONGEST = 70 * 12
_YEARS = re.compile(r"(\d{1,4}(?:\.\d+)?)\s*年")
_BOTH = re.compile(r"(?:(\d{1,4})\s*年)?\s*[零又]?\s*(?:(\d{1,4})\s*个?月)?整?")
_ISO = re.compile(r"P(\d{1,4})Y(\d{1,4})M")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d+)?")


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = compact(raw)
    months, doubts = _months(text, asked.header)
    if months > LONGEST:
        raise Malformed(f"{quoted(text)}超过{LONGEST // 12}年", REMEDY)
    return Parsed(normal(months), doubts)


def _months(text: str, header: str) -> tuple[int, tuple[str, ...]]:
    if iso := _ISO.fullmatch(text):
        return int(iso[1]) * 12 + int(iso[2]), ()
    if (both := _BOTH.fullmatch(text)) and (both[1] or both[2]):
        years, months = int(both[1] or 0), int(both[2] or 0)
        if both[1] and months > 11:
            return years * 12 + months, (f"“{text}”的月数超过11，按{years * 12 + months}个月计",)
        return years * 12 + months, ()
    if years_only := _YEARS.fullmatch(text):
        return _of_years(float(years_only[1]), text)
    if _NUMBER.fullmatch(text):
        number = float(text)
        if "月" in header or number > 70:
            if not number.is_integer():
                raise Malformed(f"{quoted(text)}个月不是整月", REMEDY)
            return int(number), () if "月" in header else (f"“{text}”没有单位，按{int(number)}个月理解",)
        return _of_years(number, text)
    raise Malformed(f"{quoted(text)}看不出是几年几个月", REMEDY)


def _of_years(years: float, text: str) -> tuple[int, tuple[str, ...]]:
    months = round(years * 12)
    if years.is_integer():
        return months, ()
    decimals = text.partition(".")[2].rstrip("年 ")
    other = f"；如指{int(years)}年{int(decimals)}个月，请写全" if len(decimals) <= 2 and int(decimals) <= 11 else ""
    return months, (f"{quoted(text)}按{years:g}年（{months}个月）理解{other}",)


def normal(months: int) -> str:
    """Whole months → normal form."""
    return f"P{months // 12}Y{months % 12}M"


def in_months(value: Value) -> int:
    """Normal form → whole months."""
    match = _ISO.fullmatch(one(value))
    if not match:
        raise ValueError(f"not a duration: {value!r}")
    return int(match[1]) * 12 + int(match[2])


def show(value: Value) -> str:
    years, months = divmod(in_months(value), 12)
    return f"{years}年{months}个月" if months and years else f"{years}年" if years else f"{months}个月"
