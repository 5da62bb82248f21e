"""身份证号: 公民身份号码 (GB 11643-1999), 17 digits and a check character (ISO 7064 MOD 11-2).

Also 港澳台居民居住证 (81/82/83…) and 外国人永久居留身份证 since 2023-12-01 (9…), which have the same form.
Blocks only on length, characters, calendar date, a birth outside 1900–today, and the check character.
The area code is not checked: codes are given at registration and change later.
Numbers of 15 digits, and the older residence card (3 letters, 12 digits), are taken with a doubt.
"""

from __future__ import annotations

import datetime as dt
import re

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, digits, one

NAME = "身份证号"
EXAMPLE = "100000196503120014"  # of nobody: there is no region 100000
REMEDY = "对照身份证原件重新输入18位号码"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = digits(raw)
    if re.fullmatch(r"[A-Z]{3}\d{12}", text):
        return Parsed(text, ("旧式外国人永久居留身份证号码，请核对是否已换领新证",))
    if re.fullmatch(r"\d{15}", text):
        _birth(f"19{text[6:12]}")
        return Parsed(text, ("15位旧号码，现在办事须用18位公民身份号码",))
    if len(text) != 18:
        raise Malformed(f"身份证号应为18位，现为{len(text)}位", REMEDY)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        raise Malformed("身份证号含有数字和末位X以外的字符", REMEDY)
    _birth(text[6:14])
    if check_character(text[:17]) != text[17]:
        raise Malformed("身份证号校验码不对，有数字写错或颠倒", REMEDY)
    return Parsed(text)


def check_character(first17: str) -> str:
    """The 18th character that belongs to 17 digits."""
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def _birth(packed: str) -> dt.date:
    try:
        birth = dt.date(int(packed[:4]), int(packed[4:6]), int(packed[6:8]))
    except ValueError:
        raise Malformed("身份证号中的出生日期不存在", REMEDY) from None
    if not dt.date(1900, 1, 1) <= birth <= dt.date.today():
        raise Malformed("身份证号中的出生日期不在1900年至今之内", REMEDY)
    return birth


def birth_date(value: Value) -> str | None:
    """The birth date in an ID number, ISO; None where the number holds none."""
    number = one(value)
    if len(number) == 18:
        return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    if number.isdigit():
        return f"19{number[6:8]}-{number[8:10]}-{number[10:12]}"
    return None


def sex(value: Value) -> str | None:
    """男 or 女 by the sequence number: odd is male; None where the number does not tell."""
    number = one(value)
    if not number[:-1].isdigit():
        return None
    return "男" if int(number[16] if len(number) == 18 else number[14]) % 2 else "女"


def masked(value: str) -> str:
    """For messages and logs: nothing but the last four."""
    return "*" * max(len(value) - 4, 0) + value[-4:]


def show(value: Value) -> str:
    return one(value)
