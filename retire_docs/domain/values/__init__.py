"""The kinds of value, one small module each with the same verbs (see :mod:`.base`)."""

from __future__ import annotations

from retire_docs.domain.values import (
    address,
    age,
    bank_card,
    choice,
    choices,
    code,
    credit_code,
    day,
    day_or_month,
    duration,
    history,
    id_number,
    integer,
    money,
    month,
    name,
    period,
    phone,
    postcode,
    text,
    yes_no,
)
from retire_docs.domain.values.base import Asked, Kind, Malformed, Parsed, Raw

__all__ = ["KINDS", "Asked", "Kind", "Malformed", "Parsed", "Raw"]

_MODULES: tuple[Kind, ...] = (
    name, id_number, credit_code, bank_card, code, phone, postcode, day, month, day_or_month, period, duration,
    choice, choices, yes_no, money, integer, age, address, history, text,
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.NAME: kind for kind in _MODULES}
"""Chinese name of the kind → its module."""
