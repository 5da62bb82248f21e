"""What a form may show depends on what it is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from retire_docs.cities.model import Form, Pack
from retire_docs.errors import InvalidTemplate
from retire_docs.forms.library import word_form
from tests.forms.build import template


def pack(folder: Path, text: str, **form: str) -> tuple[Pack, Form]:
    template(folder / "a.docx", "{{ 单位名称 }}", text)
    entry = Form.model_validate({"id": "a", "title": "甲", "kind": "guide", "file": "a.docx", "origin": "ours", **form})
    return Pack(city="甲市", forms=[entry], folder=folder), entry


@pytest.mark.parametrize("field", ["身份证号", "社保卡银行账号", "退休后居住地", "本人联系电话", "长期病假时间"])
def test_a_posted_notice_with_something_private_is_refused(tmp_path: Path, field: str) -> None:
    with pytest.raises(InvalidTemplate, match=f"a.docx 第2段.*公示上不得出现“{field}”；删去这个标签"):
        word_form(*pack(tmp_path, f"{{{{ {field} }}}}", kind="public_notice"))


def test_a_posted_notice_shows_kinds_of_retirement_in_public_words(tmp_path: Path) -> None:
    with pytest.raises(InvalidTemplate, match="可能透露病情"):
        word_form(*pack(tmp_path, "{{ 退休类别 }}", kind="public_notice"))


def test_a_posted_notice_with_public_words_is_taken(tmp_path: Path) -> None:
    assert word_form(*pack(tmp_path, "{{ 退休类别|public }}", kind="public_notice"))


def test_a_persons_form_has_no_list_of_people(tmp_path: Path) -> None:
    with pytest.raises(InvalidTemplate, match="一人一份的表没有“名单”"):
        word_form(*pack(tmp_path, "{% for 人 in 名单 %}{{ 人.姓名 }}{% endfor %}"))
