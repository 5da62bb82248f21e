"""Whatever stands in a cell is either taken or refused with words; nothing else ever happens, and soon."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.values import KINDS, Malformed, Parsed, Raw

FIELDS = [next(field for field in dictionary() if field.kind == kind) for kind in KINDS]
every_kind = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.kind)

JUNK: list[Raw] = [
    "", " ", "　", "\n", "\t\r\n", "\u200b", "\u200d", "\ufe0f", "\xa0", "-", "—", "/", "、", "；", ".", "..", "0", "-1", "+", "()",
    "None", "nan", "#REF!", str(object()), "[1, 2]", "{{ 姓名 }}", "<xml/>", "A&B", "\\", "%s", "'", "年月日", "年", "月", "至今", "整", "零", "又",
    "🎉", "👨\u200d👩\u200d👧", "1️⃣9️⃣", "①②③", "⑩", "٣", "Ⅷ", "²", "½", "㋂", "㏠", "𝟙𝟡𝟞𝟝", "一九六五", "𠅤", "e\u0301", "\u202e123",
    "\x00", "\x0b", "\x1f", "\x85", "\ud800", "\uffff", "\U0010ffff", "ﷺ", "＃",
    "9" * 10_000, "9" * 5_000 + "年", "9" * 5_000 + "个月", "0." + "9" * 10_000, "张" * 10_000, "1985年3" + " " * 10_000 + "x",
    "1985.7-1992.3" + "x" * 10_000, "1985.7-1992.3 A厂；" * 1_000, "、" * 10_000, "-" * 10_000, "(" * 10_000, "· " * 5_000,
    "1" * 6 + "-" * 10_000, "P" + "9" * 5_000 + "Y1M", "1E" + "9" * 5_000, "1e5", "E+17", "1_000",
    0, -1, 1, 2**53, 2**53 + 1, 10**5_000, -(10**5_000), True, False,
    0.0, -0.0, -1.0, 0.1, 1e-300, 1e300, 1.7976931348623157e308, 5e-324, 1965.1, 23813.0, -23813.0, 1e16, 1.10101e17,
    float("nan"), float("inf"), float("-inf"),
    dt.date.min, dt.date.max, dt.date(1965, 3, 12), dt.datetime.min, dt.datetime.max, dt.datetime(1965, 3, 12, 23, 59, 59, 999_999),
    dt.datetime(1965, 3, 12, tzinfo=dt.UTC),
]  # fmt: skip


def take(field: Field, raw: Raw) -> Parsed | None:
    """What becomes of a cell; fails where it is neither taken nor refused with words."""
    try:
        parsed = field.parse(raw)
    except Malformed as refusal:
        assert refusal.what
        assert refusal.remedy
        assert len(refusal.what) < 200, "a message must be readable"
        return None
    assert parsed.value, "nothing must not pass for a value"
    assert all(len(doubt) < 200 for doubt in parsed.doubts)
    return parsed


@every_kind
def test_junk_is_taken_or_refused(field: Field) -> None:
    for raw in JUNK:
        start = time.process_time()
        parsed = take(field, raw)
        assert time.process_time() - start < 0.5, f"too long: {repr(raw)[:80]}"
        if parsed:
            assert field.parse(field.values.show(parsed.value)).value == parsed.value, repr(raw)[:80]


@every_kind
@given(raw=st.text() | st.floats() | st.integers() | st.booleans() | st.dates() | st.datetimes())
@settings(deadline=None, max_examples=30)
def test_random_cells_are_taken_or_refused(field: Field, raw: Raw) -> None:
    take(field, raw)


@every_kind
@given(raw=st.from_regex(r"[0-9 年月日至今在.,、/\-EX()+~个]{0,24}", fullmatch=True))
@settings(deadline=None, max_examples=60)
def test_what_almost_looks_right_is_taken_or_refused(field: Field, raw: str) -> None:
    if parsed := take(field, raw):
        assert field.parse(field.values.show(parsed.value)).value == parsed.value


@every_kind
@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x0b", "\x7f", "\x9f", "\ud800", "\ufffe"])
def test_control_characters_are_refused_by_code_point(field: Field, bad: str) -> None:
    with pytest.raises(Malformed, match=rf"U\+{ord(bad):04X}"):
        field.parse(f"甲{bad}乙")


@every_kind
def test_a_message_never_repeats_an_id_number(field: Field) -> None:
    number = "100000196503120041"  # of the right form, with a wrong check digit
    for typed in (number, f"号码{number}", f"{number[:6]} {number[6:]}"):
        try:
            words = field.parse(typed).doubts
        except Malformed as refusal:
            words = (str(refusal),)
        assert not any(number in text or number[6:] in text for text in words)
