"""The field dictionary: consistent in itself, and found by what people write above a column."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from retire_docs.domain.derive import derive
from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.values import KINDS
from retire_docs.domain.values.options import key

FIELDS = list(dictionary())
every_field = pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)

TELLING = re.compile(
    "身份证号|个人编号|账号|卡号|银行|电话|地址|居住地|户籍|邮政编码|病|配偶|子女|婚|工资|劳动教养|开除|证号"
)
"""What a name has when the field tells something that must not hang on a wall."""
NOT_TELLING = {"提交", "申请", "参保"}  # whether a paper was handed in tells nothing


@every_field
def test_the_kind_is_known(field: Field) -> None:
    assert field.kind in KINDS


def test_a_header_stands_for_one_field() -> None:
    headers = Counter(key(header) for field in FIELDS for header in {field.name, *field.synonyms})
    assert [header for header, count in headers.items() if count > 1] == []


@every_field
def test_a_field_is_found_by_its_headers(field: Field) -> None:
    for header in (field.name, *field.synonyms):
        assert dictionary().find(header) is field
        assert dictionary().find(f" *{header}： ") is field


@every_field
def test_the_name_can_stand_in_a_tag(field: Field) -> None:
    assert field.name.isidentifier()


@every_field
def test_options_are_read_back(field: Field) -> None:
    assert bool(field.options) == (field.kind in ("选项", "多选"))
    for option, synonyms in field.options.items():
        for typed in (option, *synonyms):
            assert field.parse(typed).value == ([option] if field.kind == "多选" else option)


@every_field
def test_what_tells_of_somebody_is_personal(field: Field) -> None:
    if field.of == "人" and TELLING.search(field.name) and field.name[:2] not in NOT_TELLING:
        assert field.personal


@every_field
def test_what_a_notice_prints_instead_is_said_of_an_option_and_tells_no_illness(field: Field) -> None:
    assert set(field.public) <= set(field.options)
    if not field.personal and field.kind == "选项":
        assert not any("病" in field.public.get(option, option) for option in field.options)


@every_field
def test_the_derive_rule_names_what_there_is(field: Field) -> None:
    if not (rule := field.derive):
        return
    if "into" in rule:
        assert rule["is"] in dictionary()[rule["into"]].options
        return
    if "copy" in rule:
        assert dictionary()[rule["copy"]].kind == field.kind
        assert all(option in dictionary()[name].options for name, option in rule["when"].items())
        return
    source = dictionary()[rule["from"]]
    if "by" in rule:
        assert source.kind == "身份证号"
        assert derive({source.name: "100000196503120014"}, [field])[0][field.name]
    else:
        assert set(rule["is"]) <= set(source.options)
        assert field.kind == "是否"


@every_field
def test_codes_are_of_one_field(field: Field) -> None:
    if field.code:
        assert re.fullmatch(r"A[A-Z]{2}\d{3}", field.code)
        assert [f.name for f in FIELDS if f.code == field.code] == [field.name]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("社会保障号（身份证号）", "身份证号"),
        ("社会保障号(身份证号)", "身份证号"),
        ("姓　名", "姓名"),
        ("姓\n名", "姓名"),
        ("*姓名", "姓名"),
        ("手机号码：", "本人联系电话"),
        ("电话", "本人联系电话"),
        ("最早在国有、集体企业用工形式", "最早用工形式"),
        ("\u200b姓名", "姓名"),
    ],
)
def test_headers_as_people_write_them(header: str, name: str) -> None:
    found = dictionary().find(header)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("header", ["", "  ", "**", "备注", "姓名张三", "\x00", "\ud800", "☑"])
def test_headers_that_are_no_field(header: str) -> None:
    assert dictionary().find(header) is None


def test_in_the_employers_sheet_the_employers_field_is_meant() -> None:
    for header, name in [("电话", "单位联系电话"), ("名称", "单位名称"), ("经办人", "经办人")]:
        found = dictionary().find(header, employer=True)
        assert found is not None
        assert found.name == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("身份证号吗", "身份证号"),
        ("参加工作日", "参加工作时间"),
        ("社保卡银行帐号", "社保卡银行账号"),
        ("备注", None),
        ("\x00", None),
    ],
)
def test_the_nearest_field(header: str, name: str | None) -> None:
    assert dictionary().nearest(header) == name


def test_yes_or_no_can_be_ticked() -> None:
    assert dictionary()["异地参保"].choices == ("是", "否")
    assert dictionary()["最早用工形式"].choices == ("固定工", "合同工")
    assert dictionary()["姓名"].choices == ()


def test_the_header_tells_the_unit() -> None:
    field = dictionary()["实际缴费年限"]
    assert field.parse(60.0, "实际缴费月数").value == "P5Y0M"
    assert field.parse(60.0).value == "P60Y0M"


def test_membership_and_order() -> None:
    assert "姓名" in dictionary()
    assert "没有的" not in dictionary()
    assert [field.name for field in FIELDS[:2]] == ["城市", "姓名"]
