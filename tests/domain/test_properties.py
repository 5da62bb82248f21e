"""What holds for every value of every kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.record import Value
from retire_docs.domain.values import KINDS, id_number
from retire_docs.domain.values.base import plain
from tests.strategies import RARE, id_numbers, records, texts, values

# Kinds whose normal form depends on the field's options are tried with each field; of the others one field stands for all.
FIELDS = [next(f for f in dictionary() if f.kind == kind) for kind in KINDS]
FIELDS += [f for f in dictionary() if f.options and f not in FIELDS]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@given(data=st.data())
@settings(deadline=None)
def test_reading_what_was_shown_gives_the_value_again(field: Field, data: st.DataObject) -> None:
    value = data.draw(values(field))
    shown = field.values.show(value)
    assert field.parse(shown).value == value
    assert field.values.show(field.parse(shown).value) == shown


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
@given(data=st.data())
@settings(deadline=None)
def test_the_normal_form_is_taken_as_it_is(field: Field, data: st.DataObject) -> None:
    value = data.draw(values(field))
    typed = value if isinstance(value, str) else ("；" if field.kind == "经历" else "、").join(value)
    assert field.parse(typed).value == value


@given(texts())
def test_text_strategies_give_normal_forms(text: str) -> None:
    assert plain(text) == text
    assert text.strip()


@given(id_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_in_an_id_number_is_always_found(number: str, at: int, other: str) -> None:
    field = dictionary()["身份证号"]
    mistyped = number[:at] + other + number[at + 1 :]
    if mistyped == number:
        assert not field.parse(mistyped).doubts
    else:
        with pytest.raises(ValueError, match="身份证号"):
            field.parse(mistyped)


@given(id_numbers())
def test_a_masked_number_shows_its_last_four_only(number: str) -> None:
    masked = id_number.masked(number)
    assert masked[-4:] == number[-4:]
    assert set(masked[:-4]) == {"*"}
    assert len(masked) == len(number)


@given(records(["姓名", "性别", "工作简历", "工作期间情况"]))
def test_records_hold_the_asked_fields_in_normal_form(record: dict[str, Value]) -> None:
    assert set(record) <= {"姓名", "性别", "工作简历", "工作期间情况"}
    for name, value in record.items():
        field = dictionary()[name]
        assert field.parse(field.values.show(value)).value == value


def test_rare_characters_are_rare() -> None:
    assert any(ord(character) > 0xFFFF for character in RARE)
