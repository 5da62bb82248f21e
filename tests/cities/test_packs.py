"""The shipped packs: whole, consistent, every statement with its source; and what a broken one says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from retire_docs.cities.load import cities, common, load_pack
from retire_docs.cities.model import Clause, Form, Pack
from retire_docs.domain.conditions import COMPARISONS, CONNECTIVES, Condition
from retire_docs.domain.fields import dictionary
from retire_docs.errors import InvalidPack
from retire_docs.forms.library import word_form
from retire_docs.shipped import shipped

PACKS = [*cities(), common()]
FORMS = [pytest.param(pack, form, id=f"{pack.id}-{form.id}") for pack in PACKS for form in pack.forms]


def parts_of(condition: Condition | None) -> Iterator[tuple[str, object]]:
    """Every field of a condition with what it is compared to."""
    for key, wanted in (condition or {}).items():
        if key in CONNECTIVES:
            for part in wanted if isinstance(wanted, list) else [wanted]:
                yield from parts_of(part)
        else:
            yield key, wanted


def conditions_of(pack: Pack) -> Iterator[Condition | None]:
    yield from (form.applies for form in pack.forms)
    for matter in pack.matters:
        yield from (matter.applies, matter.asked)
        yield from (acceptance.when for acceptance in matter.acceptance)
    yield from (material.needed for material in pack.materials)
    yield from (rule.when for rule in (*pack.rules, *pack.channels))


def clauses_of(entry: object) -> Iterator[Clause]:
    """Every clause inside a pack or a part of it."""
    if isinstance(entry, Clause):
        yield entry
    elif isinstance(entry, BaseModel):
        for _, value in entry:
            yield from clauses_of(value)
    elif isinstance(entry, list):
        for item in entry:
            yield from clauses_of(item)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_what_a_pack_refers_to_is_there(pack: Pack) -> None:
    matters = {matter.id for matter in pack.matters}
    forms = {form.id for form in pack.forms}
    assert len(forms) == len(pack.forms)
    assert len({form.title for form in pack.forms}) == len(pack.forms)
    assert len({material.id for material in pack.materials}) == len(pack.materials)
    for material in pack.materials:
        assert matters.issuperset(material.matters), material.id
        assert material.form is None or material.form in forms, material.id
        assert material.field is None or dictionary()[material.field].kind == "是否", material.id
    for limit in pack.limits:
        assert limit.matter is None or limit.matter in matters
    for clause in clauses_of(pack):
        assert clause.source in pack.sources


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
def test_conditions_ask_for_fields_and_options_that_there_are(pack: Pack) -> None:
    for condition in conditions_of(pack):
        for name, wanted in parts_of(condition):
            field = dictionary()[name]
            if isinstance(wanted, dict):
                assert set(wanted) <= set(COMPARISONS)
            elif field.choices:
                options = wanted if isinstance(wanted, list) else [wanted]
                assert set(options) <= set(field.choices), (pack.id, condition)


@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_every_template_compiles(pack: Pack, form: Form) -> None:
    assert word_form(pack, form).form.slots


@pytest.mark.parametrize(("pack", "form"), [p for p in FORMS if p.values[1].kind == "public_notice"])  # type: ignore[union-attr]
def test_a_public_notice_shows_nothing_private(pack: Pack, form: Form) -> None:
    for slot in word_form(pack, form).form.slots:
        field = dictionary()[slot.field]
        assert not field.personal, slot.place
        if field.public:
            assert slot.look.view == "public", slot.place


@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_only_an_official_form_claims_to_be_one(pack: Pack, form: Form) -> None:
    if form.origin == "official":
        assert form.clause
        assert "推得" in (form.note or ""), "users must know that the layout was inferred"
    if pack.id != "common":
        assert form.note


def broken(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of a pack with parts of its city.yaml replaced."""
    target = folder / "broken"
    shutil.copytree(shipped("templates") / "baiyin", target)
    file = target / "city.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")
    return target


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([("city: 白银市", "citty: 白银市")], ["city：缺少必填项；补上这一项", "citty：不认识的项目名；检查拼写"]),
        ([("origin: official", "origin: offical")], ["不是允许的取值；可用：'official', 'named' or 'ours'"]),
        ([("city: 白银市", "city: 白银市\ncity: 白银市")], ["“city”写了2次；只留一个"]),
        ([("city: 白银市", "city: [白银市")], ["YAML 写法有误"]),
    ],
)
def test_a_broken_pack_names_its_faults(tmp_path: Path, changes: list[tuple[str, str]], words: list[str]) -> None:
    with pytest.raises(InvalidPack) as error:
        load_pack(broken(tmp_path, *changes))
    assert "broken/city.yaml 第" in str(error.value)
    for word in words:
        assert word in str(error.value)
    assert error.value.exit_code == 5


def test_faults_carry_their_lines(tmp_path: Path) -> None:
    folder = broken(tmp_path, ("origin: official", "origin: offical"))
    line = (folder / "city.yaml").read_text(encoding="utf-8").splitlines().index("    origin: offical") + 1
    with pytest.raises(InvalidPack, match=f"broken/city.yaml 第{line}行：forms.0.origin"):
        load_pack(folder)


def test_a_pack_without_city_yaml(tmp_path: Path) -> None:
    with pytest.raises(InvalidPack, match=r"city\.yaml：读不出来"):
        load_pack(tmp_path)
