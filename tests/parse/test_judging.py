"""Doubt: what is not in order is told and never used in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from retire_docs.domain.record import Value
from retire_docs.forms.ooxml import w
from retire_docs.parse.reading import FormReading
from tests.fill.people import id_number
from tests.parse.papers import PERSON, edited, filled, printed, read

NUMBER = id_number("19651120", "001")


def with_number(path: Path, number: str, **more: Value | None) -> FormReading:
    def change(root: etree._Element) -> None:
        for text in root.iter(w("t")):
            if text.text == NUMBER:
                text.text = number

    record = {**PERSON, "身份证号": NUMBER, **more}
    [form] = read(path, edited(filled("guyang", "application", record), change))
    return form


def test_a_number_with_one_wrong_digit_is_mended_and_stays_doubtful(tmp_path: Path) -> None:
    """The digit of the birth date: only one mending agrees with the date beside it."""
    wrong = NUMBER[:9] + str((int(NUMBER[9]) + 1) % 10) + NUMBER[10:]
    reading = with_number(tmp_path, wrong).fields["身份证号"]
    assert (reading.value, reading.status, reading.raw) == (NUMBER, "doubtful", wrong)
    assert "校验码不对" in reading.why
    assert "对照身份证核对" in reading.why


def test_a_number_that_several_mendings_fit_is_left_alone(tmp_path: Path) -> None:
    wrong = NUMBER[:15] + str((int(NUMBER[15]) + 1) % 10) + NUMBER[16:]
    reading = with_number(tmp_path, wrong, 出生日期=None, 性别=None).fields["身份证号"]
    assert (reading.value, reading.status) == (None, "doubtful")


def test_no_wrong_number_of_one_digit_is_ever_taken(tmp_path: Path) -> None:
    for position in range(18):
        for digit in "0123456789":
            wrong = NUMBER[:position] + digit + NUMBER[position + 1 :]
            if wrong == NUMBER:
                continue
            reading = with_number(tmp_path, wrong).fields["身份证号"]
            assert reading.status == "doubtful", wrong
            assert reading.value in (None, NUMBER)
        if position == 3:
            break  # the check digit finds every single error; the mending is the same for all positions


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("性别", "女", "性别填的是“女”，与身份证号得出的“男”不一致"),
        ("出生日期", "1965-11-21", "出生日期填的是“1965年11月21日”，与身份证号得出的“1965年11月20日”不一致"),
    ],
)
def test_sex_and_birth_against_the_number(field: str, value: str, words: str, tmp_path: Path) -> None:
    form = with_number(tmp_path, NUMBER, **{field: value})
    assert form.fields[field].status == "doubtful"
    assert form.fields["身份证号"].status == "read"
    assert [f.message for f in form.findings] == [words]
    assert form.findings[0].severity == "ask"


def test_a_date_that_does_not_exist(tmp_path: Path) -> None:
    def change(root: etree._Element) -> None:
        for text in root.iter(w("t")):
            if text.text == "1965年11月20日":
                text.text = "1965年11月31日"

    [form] = read(tmp_path, edited(filled("baiyin", "registration"), change))
    reading = form.fields["档案最早记载出生日期"]
    assert (reading.value, reading.status) == (None, "doubtful")
    assert "没有1965年11月31日这一天" in reading.why


def test_the_same_field_at_two_places_of_a_form_that_disagree(tmp_path: Path) -> None:
    """固阳's 承诺书 has the date twice."""
    changed: list[bool] = []

    def change(root: etree._Element) -> None:
        for text in root.iter(w("t")):
            if text.text == "2026年11月2日" and not changed:
                text.text = "2026年11月3日"
                changed.append(True)

    data = edited(filled("guyang", "commitment", {**PERSON, "申请日期": "2026-11-02"}), change)
    [form] = read(tmp_path, data)
    reading = form.fields["申请日期"]
    assert reading.status == "doubtful"
    assert "表上几处申请日期不一样" in reading.why
    assert len(reading.also) == 1


def test_the_words_of_a_posted_notice_tell_no_illness(tmp_path: Path) -> None:
    ill = {**PERSON, "退休类别": "因病或非因工致残完全丧失劳动能力提前退休"}
    [form] = read(tmp_path, filled("baiyin", "public_notice", PERSON, {"名单": [ill]}))
    reading = form.lists["名单"][0]["退休类别"]
    assert (reading.value, reading.status, reading.raw) == (None, "absent", "提前退休")


def test_evidence_is_where_the_value_stands(tmp_path: Path) -> None:
    """The box of the name on the printed form is within its cell, and that of a tick around its box."""
    [form] = read(tmp_path, printed("baiyin", "registration"), "表.pdf")
    name, kind = form.fields["姓名"].box, form.fields["最早用工形式"].box
    assert name is not None
    assert kind is not None
    assert 0.26 < name.left < name.right < 0.49
    assert 0.1 < name.top < name.bottom < 0.14
    assert kind.right - kind.left < 0.03
    assert form.fields["单位联系电话"].page == 2
