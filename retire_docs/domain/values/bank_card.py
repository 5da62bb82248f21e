"""银行卡号: card or account number. 62…, 16–19 digits; passbook accounts have other lengths and no Luhn digit."""

from __future__ import annotations

import re

from stdnum import luhn

from retire_docs.domain.record import Value
from retire_docs.domain.values.base import Asked, Malformed, Parsed, Raw, digits, one, rounded_by_spreadsheet

NAME = "银行卡号"
EXAMPLE = "6217000000000000012"
REMEDY = "对照银行卡重新输入卡号"


def parse(raw: Raw, asked: Asked) -> Parsed:
    text = digits(raw)
    if not re.fullmatch(r"\d+", text):
        raise Malformed("银行账号含有数字以外的字符", REMEDY)
    if not 8 <= len(text) <= 30:
        raise Malformed(f"银行账号为{len(text)}位，不像是账号", REMEDY)
    doubts = []
    if rounded_by_spreadsheet(raw):
        doubts.append("账号被存成了数字，第16位是0，可能已被表格改动，请核对")
    if not 16 <= len(text) <= 19:
        doubts.append(f"账号{len(text)}位，银行卡一般为16—19位，请核对")
    elif not luhn.is_valid(text):
        doubts.append("银行卡号校验位不符，请核对（存折账号可不理会）")
    return Parsed(text, tuple(doubts))


def show(value: Value) -> str:
    return one(value)
