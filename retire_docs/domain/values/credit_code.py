"""统一社会信用代码 (GB 32100-2015). A wrong check character is a doubt: some codes of the first years fail.

The earlier 组织机构代码 (9) and business licence numbers (15) are taken with a doubt.
"""

from __future__ import annotations

import re

from stdnum.cn import uscc

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, digits, one

NAME = "统一社会信用代码"
EXAMPLE = "91620400MA0000009P"
REMEDY = "对照营业执照重新输入18位统一社会信用代码"


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = digits(raw)
    if re.fullmatch(r"[0-9A-Z]{9}|\d{15}", text):
        return Parsed(text, ("是旧的组织机构代码或注册号，现应填18位统一社会信用代码",))
    if len(text) != 18:
        raise Malformed(f"统一社会信用代码应为18位，现为{len(text)}位", REMEDY)
    if not re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{18}", text):
        raise Malformed("统一社会信用代码只用数字和除 I、O、S、V、Z 以外的大写字母", REMEDY)
    return Parsed(text, () if uscc.calc_check_digit(text[:17]) == text[17] else ("统一社会信用代码校验码不符，请核对",))


def show(value: Value) -> str:
    return one(value)
