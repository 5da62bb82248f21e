"""A pack's forms, compiled and bound: the template's rules that depend on what the form is for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import dictionary
from retire_docs.errors import Fault, InvalidTemplate
from retire_docs.forms.compiler import compile_template
from retire_docs.forms.form import Slot
from retire_docs.forms.word import WordForm

_POSTED = "public_notice"


def word_form(pack: Pack, form: Form) -> WordForm:
    """A form of a pack, compiled and checked once in this process. Raises InvalidTemplate with all its faults."""
    return _bound(pack.template(form), form.kind, form.per)


@cache
def _bound(template: Path, kind: str, per: str) -> WordForm:
    word = compile_template(template)
    if faults := list(misplaced(template.name, kind, per, word)):
        raise InvalidTemplate(*faults)
    return word


def misplaced(file: str, kind: str, per: str, word: WordForm) -> Iterator[Fault]:
    """What the template may not show on a form of this kind: a posted notice holds nothing private."""
    for slot in word.form.slots:
        where = f"{file} {slot.place}"
        if kind == _POSTED and (what := _private(slot)):
            yield Fault(where, f"公示上不得出现{what}", "删去这个标签，或改用 |public")
        if slot.of_list == "名单" and per == "person":
            yield Fault(where, "一人一份的表没有“名单”", "改成 per: employer，或删去循环")


def _private(slot: Slot) -> str | None:
    field = dictionary()[slot.field]
    if field.personal:
        return f"“{field.name}”"
    if field.public and slot.look.view != "public":
        return f"“{field.name}”的原文（可能透露病情）"
    return None
