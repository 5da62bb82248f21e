"""Finding and loading packs."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from retire_docs.cities.lint import FILE, lint
from retire_docs.cities.model import Pack
from retire_docs.errors import Fault, InvalidPack, UnknownCity
from retire_docs.shipped import shipped

PACKS = "RETIRE_DOCS_PACKS"
"""The environment variable that names the folders of a user's own packs, as PATH does."""
COMMON = "common"
"""The pack of papers that every city uses; it is no city."""


def load_pack(folder: Path) -> Pack:
    """Load one pack. Raises InvalidPack with every mistake of ``city.yaml``, each with its line."""
    try:
        data = YAML(typ="safe").load((folder / FILE).read_text(encoding="utf-8"))
        return Pack.model_validate({**data, "id": folder.name, "folder": folder})
    except (OSError, UnicodeDecodeError, MarkedYAMLError, DuplicateKeyError, TypeError, ValidationError):
        # A pack that loads is not linted: that reads the file once more.
        raise InvalidPack(*lint(folder)) from None


def folders() -> Mapping[str, Path]:
    """Id → folder of every pack that can be found; a user's own goes before a shipped one of the same id."""
    return _folders(os.environ.get(PACKS, ""))


@cache
def _folders(own: str) -> Mapping[str, Path]:
    places = [shipped("templates"), *(Path(place) for place in own.split(os.pathsep) if place)]
    return {path.parent.name: path.parent for place in places for path in sorted(place.glob(f"*/{FILE}"))}


def _pack(id: str) -> Pack:
    return _sound(folders()[id])


@cache
def _sound(folder: Path) -> Pack:
    """A pack that can be used. A user's own is linted here, the shipped ones are by the tests."""
    pack = load_pack(folder)
    if folder.parent != shipped("templates") and (faults := lint(folder)):
        raise InvalidPack(*faults)
    return pack


def cities() -> list[Pack]:
    """All cities, in the order of their ids."""
    return [_pack(id) for id in folders() if id != COMMON]


def common() -> Pack:
    """The papers that every city uses."""
    return _pack(COMMON)


def city(name: str) -> Pack:
    """The city with this id or Chinese name, whole or its beginning. Raises UnknownCity."""
    wanted = name.strip()
    if wanted.lower() in folders() and wanted.lower() != COMMON:
        return _pack(wanted.lower())
    meant = [pack for pack in cities() if len(wanted) > 1 and pack.city.startswith(wanted)]
    if len(meant) == 1:
        return meant[0]
    known = [f"{pack.city}（{pack.id}）" for pack in cities()]
    near = difflib.get_close_matches(wanted, [p.city for p in cities()] + [p.id for p in cities()], n=1, cutoff=0.4)
    raise UnknownCity(
        Fault(
            f"城市“{name}”",
            "没有这个城市" + (f"，是否指“{near[0]}”" if near else ""),
            f"可用：{'、'.join(known)}",
        )
    )
