"""电话: mobile (1[3-9] and 9 digits), landline with or without area code and extension, short service numbers.

Only a mobile number of the wrong length or start is malformed; several numbers are joined by “、”.
"""

from __future__ import annotations

import re

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, compact, dashed, one, plain

NAME = "电话"
EXAMPLE = "13900000000"
REMEDY = "写成 11 位手机号，或带区号的座机如 0943-1234567"
_SPLIT = re.compile(r"[、,，;；/／\n]|(?<=\d)\s{2,}(?=[\d(+])|(?<=\d{7})\s(?=\d{7})")
_COUNTRY = re.compile(r"^(?:(?:\+|00)86-?(?=\d)|86-?(?=1[3-9]\d{9}$))")
_LABEL = re.compile(r"^[^\d:]{1,8}:")
_EXTENSION = re.compile(r"转|分机|ext\.?|#", re.IGNORECASE)
_USUAL = re.compile(r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?|(0\d{2,3}-)?\d{5}|[48]00-?\d{3}-?\d{4}(-\d{1,6})?|1[0-2]\d{1,4}")


def parse(raw: Raw, asked: Asked) -> Parsed:
    numbers = [number for typed in _SPLIT.split(plain(raw)) if (number := dashed(compact(typed)))]
    if not numbers:
        raise Malformed("没有号码", REMEDY)
    parsed = [_number(n) for n in numbers]
    return Parsed("、".join(p for p, _ in parsed), tuple(d for _, d in parsed if d))


def _number(text: str) -> tuple[str, str]:
    number = re.sub(r"[\s(]", "", _EXTENSION.sub("-", _LABEL.sub("", text).replace(")", "-")))
    number = _COUNTRY.sub("", re.sub(r"-+", "-", number).strip("-"))
    bare = number.replace("-", "")
    if not bare:
        raise Malformed("没有号码", REMEDY)
    if strange := re.search(r"\D", bare):
        raise Malformed(f"含有电话号码以外的字符“{strange[0]}”", REMEDY)
    if bare.startswith("1") and len(bare) >= 9 and not number.startswith("12"):
        if not re.fullmatch(r"1[3-9]\d{9}", bare):
            raise Malformed(f"手机号应为13至19开头的11位数字，现为{len(bare)}位“{bare[:3]}…”", REMEDY)
        return bare, ""
    if not 3 <= len(bare) <= 17:
        raise Malformed(f"电话号码为{len(bare)}位", REMEDY)
    return number, "" if _USUAL.fullmatch(number) else f"末四位{bare[-4:]}的号码不像常见的电话号码，请核对"


def show(value: Value) -> str:
    return one(value)
