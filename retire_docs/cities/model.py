"""What a pack says: the shape of ``city.yaml``.

Every list entry that comes from a plan carries its :class:`Clause`: which source, where in it, and the words.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Condition = dict[str, Any]
"""Structured condition on a record, see :mod:`retire_docs.domain.conditions`."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Clause(_Entry):
    """A quotation: ``source`` is a key of ``sources``, ``at`` the place in it, ``says`` its words."""

    source: Text
    at: Text
    says: Text


class Source(_Entry):
    """A document that the pack rests on. ``seen`` is the day when somebody last read it for this pack."""

    title: Text
    number: str | None = None
    issued: dt.date | None = None
    status: Literal["正式", "试行", "讨论稿"]
    seen: dt.date
    note: str | None = None


class Acceptance(_Entry):
    """受理条件 of a matter. Conditions with the same ``one_of`` are alternatives; the others must all hold.

    ``when`` is the condition as data where a record can decide it; else only the words are given.
    """

    says: Text
    one_of: str | None = None
    when: Condition | None = None
    clause: Clause


class Matter(_Entry):
    """联办事项, one of the joined procedures.

    ``asked``: when a person's case contains it (no condition: always); ``applies``: who can have it at all.
    """

    id: Text
    name: Text
    office: Text
    kind: str | None = None
    result: str | None = None
    asked: Condition | None = None
    applies: Condition | None = None
    acceptance: list[Acceptance] = []
    clause: Clause
    note: str | None = None


class Material(_Entry):
    """申报材料, an entry of the city's list.

    ``matters``: the ids of the matters that want it (empty: the whole case, or the plan does not say). ``parts``
    tells what is handed in (原件, 复印件, 正反面复印件, 扫描件), ``needed`` when; materials with the same
    ``one_of`` replace one another. ``form``: the pack's form that it is; ``field``: the 是否 field of a form
    that says whether it was handed in. ``hidden``: named elsewhere in the plan than in its list.
    ``open``: what the plan leaves unclear, to be asked at the window.
    """

    id: Id
    name: Text
    matters: list[Text] = []
    copies: int | None = None
    parts: list[Literal["原件", "复印件", "正反面复印件", "扫描件"]] = []
    medium: list[Literal["纸质", "电子"]] = []
    size: str | None = None
    origin: str | None = None
    needed: Condition | None = None
    one_of: str | None = None
    form: str | None = None
    field: str | None = None
    hidden: bool = False
    open: str | None = None
    clause: Clause
    note: str | None = None


class Limit(_Entry):
    """A time limit: ``days`` in ``unit`` from the event ``starts`` (None where the plan does not say)."""

    what: Text
    days: int
    unit: Literal["工作日", "日", "月"]
    matter: str | None = None
    starts: str | None = None
    clause: Clause
    note: str | None = None


class Rule(_Entry):
    """Another sentence of the plan that says who does what, when and how; ``id`` is its stable code."""

    id: Id
    topic: Text
    says: Text
    when: Condition | None = None
    clause: Clause
    note: str | None = None


class Form(_Entry):
    """A form of the city: a Word template.

    ``title`` is also the file's title and unique in the pack. ``origin``: ``official`` where the plan shows the
    form, ``named`` where it only names it, ``ours`` where no plan does. ``per``: one for each person, or one for
    all people of an employer. ``applies``: for whom it is made. ``pages``: how many it has in life.
    """

    id: Id
    title: Text
    kind: Literal[
        "registration", "application", "determination", "public_notice", "notice_certificate",
        "commitment", "disclosure", "guide", "letter", "attachment", "cover",
    ]  # fmt: skip
    file: Text
    origin: Literal["official", "named", "ours"]
    per: Literal["person", "employer"] = "person"
    applies: Condition | None = None
    pages: int = 1
    clause: Clause | None = None
    note: str | None = None


class Note(_Entry):
    """A known contradiction, an open question or a hint, shown to the user."""

    kind: Literal["矛盾", "待确认", "提示"]
    says: Text
    clause: Clause | None = None


class Contact(_Entry):
    """Whom to ask, as the plan prints it."""

    what: Text
    value: Text
    clause: Clause


class Handoff(_Entry):
    """What is handed on to other offices. ``minimum``: the plan says “等”, the list is not closed."""

    to: list[Text]
    items: list[Text]
    minimum: bool = False
    clause: Clause


class Defaults(_Entry):
    """Values that no plan states; they are ours and marked so wherever they are shown."""

    notice_days: int = 10


class Pack(_Entry):
    """A city's folder, or that of the papers that all cities use."""

    city: Text
    province: Text | None = None
    sources: dict[str, Source] = {}
    matters: list[Matter] = []
    forms: list[Form]
    materials: list[Material] = []
    limits: list[Limit] = []
    rules: list[Rule] = []
    channels: list[Rule] = []
    contacts: list[Contact] = []
    states: list[str] = []
    handoffs: list[Handoff] = []
    notes: list[Note] = []
    defaults: Defaults = Defaults()

    id: str = ""
    folder: Path = Path()
    """``id`` and ``folder`` are the folder's name and path; the loader sets them."""

    def template(self, form: Form) -> Path:
        """The form's Word template."""
        return self.folder / form.file

    def form(self, id: str) -> Form:
        """The form with this id. Raises KeyError."""
        return {form.id: form for form in self.forms}[id]
