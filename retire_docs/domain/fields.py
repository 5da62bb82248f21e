"""The field dictionary: every field that forms, rosters and records share, from ``fields.yaml``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

from ruamel.yaml import YAML

from retire_docs.domain.values import KINDS, Asked, Kind, Parsed, Raw
from retire_docs.domain.values.options import key

_NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "－", "／"})
_NOTHING_BUT_IN_TEXT = frozenset({"无", "没有", "暂无"})
_FREE_TEXT = frozenset({"文本", "是否"})


@dataclass(frozen=True)
class Field:
    """An entry of the dictionary.

    ``synonyms`` are accepted as headers; ``options`` map an option to its synonyms; ``code`` is the 社保 indicator;
    ``of`` tells whose it is: the person's, the employer's, or the program's own; ``personal`` ones never stand on a
    posted notice and are masked on the terminal; ``public`` maps an option to the words that a notice prints instead.
    ``nothing`` are writings that mean an empty cell. ``derive`` tells how an empty field follows from another
    (see :mod:`.derive`).
    """

    name: str
    kind: str
    group: str
    synonyms: tuple[str, ...] = ()
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    code: str | None = None
    of: Literal["人", "单位", "程序"] = "人"
    personal: bool = False
    public: Mapping[str, str] = field(default_factory=dict)
    derive: Mapping[str, Any] | None = None
    nothing: tuple[str, ...] = ()
    note: str | None = None

    @property
    def values(self) -> Kind:
        """The module of the field's kind."""
        return KINDS[self.kind]

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be ticked: the options, or 是 and 否."""
        return ("是", "否") if self.kind == "是否" else tuple(self.options)

    def is_nothing(self, text: str) -> bool:
        """Whether a writing stands for nothing: a dash in an empty cell, 无 where no text is asked for."""
        return (
            not text
            or text in _NOTHING
            or text in self.nothing
            or (text in _NOTHING_BUT_IN_TEXT and self.kind not in _FREE_TEXT)
        )

    def parse(self, raw: Raw, header: str = "") -> Parsed:
        """What somebody typed → normal form. ``header`` may say the unit. Raises Malformed."""
        return self.values.parse(raw, Asked(header or self.name, self.options))


@dataclass(frozen=True)
class Dictionary:
    """All fields in their order, and the way from a header to a field."""

    fields: Mapping[str, Field]
    headers: Mapping[str, str]

    def __getitem__(self, name: str) -> Field:
        return self.fields[name]

    def __contains__(self, name: object) -> bool:
        return name in self.fields

    def __iter__(self) -> Iterator[Field]:
        return iter(self.fields.values())

    def find(self, header: str, *, employer: bool = False) -> Field | None:
        """The field that a header names; ``employer`` prefers the employer's (电话 → 单位电话)."""
        wanted = key(header).strip("*:")
        name = (self.headers.get(f"单位{wanted}") if employer else None) or self.headers.get(wanted)
        return self.fields[name] if name else None

    def nearest(self, header: str) -> str | None:
        """The field of a roster whose name or synonym is closest to an unknown header."""
        known = [header for header, name in self.headers.items() if self.fields[name].of != "程序"]
        near = difflib.get_close_matches(key(header), known, n=1, cutoff=0.5)
        return self.headers[near[0]] if near else None


@cache
def dictionary() -> Dictionary:
    """The shipped field dictionary."""
    text = resources.files("retire_docs.domain").joinpath("fields.yaml").read_text(encoding="utf-8")
    groups = YAML(typ="safe").load(text)
    fields = {name: _field(name, group, entry) for group, entries in groups.items() for name, entry in entries.items()}
    headers: dict[str, str] = {}
    for entry in fields.values():
        for header in (entry.name, *entry.synonyms):
            if headers.setdefault(key(header), entry.name) != entry.name:
                raise ValueError(f"{header}: stands for both {headers[key(header)]} and {entry.name}")
    return Dictionary(fields, headers)


def _field(name: str, group: str, entry: dict[str, Any]) -> Field:
    options = entry.pop("options", {})
    if isinstance(options, list):
        options = dict.fromkeys(options, ())
    return Field(
        name=name,
        group=group,
        options={str(option): tuple(map(str, synonyms)) for option, synonyms in options.items()},
        synonyms=tuple(entry.pop("synonyms", ())),
        nothing=tuple(entry.pop("nothing", ())),
        **entry,
    )
