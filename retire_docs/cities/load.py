"""Finding and loading packs."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from retire_docs.cities.model import Pack
from retire_docs.errors import Fault, InvalidPack, UnknownCity
from retire_docs.shipped import shipped

FILE = "city.yaml"
COMMON = "common"
"""The pack of papers that every city uses; it is no city."""

_REASONS = {
    "missing": "缺少必填项",
    "extra_forbidden": "不认识的项目名，请检查拼写",
    "literal_error": "不是允许的取值",
    "string_pattern_mismatch": "只能用小写字母、数字和下划线，并以字母开头",
}


def load_pack(folder: Path) -> Pack:
    """Load one pack. Raises InvalidPack with every mistake of ``city.yaml``, each with its line."""
    path = folder / FILE
    where = f"{folder.name}/{FILE}"
    try:
        text = path.read_text(encoding="utf-8")
        data = YAML(typ="safe").load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidPack(Fault(where, f"读不出来（{error}）", "检查文件是否存在、是否为 UTF-8 编码")) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InvalidPack(
            Fault(f"{where} 第{line}行", f"YAML 写法有误：{error.problem}", "检查缩进、冒号和重复的项目名")
        ) from None
    try:
        return Pack.model_validate({**data, "id": folder.name, "folder": folder})
    except (ValidationError, TypeError) as error:
        if isinstance(error, TypeError):
            raise InvalidPack(Fault(where, "应是“项目: 内容”的形式")) from None
        raise InvalidPack(*_faults(error, where, text)) from None


def _faults(error: ValidationError, where: str, text: str) -> list[Fault]:
    tree = YAML().load(text)
    return [
        Fault(
            f"{where} 第{_line(tree, fault['loc'])}行",
            f"{'.'.join(map(str, fault['loc']))}：{_REASONS.get(fault['type'], fault['msg'])}",
        )
        for fault in error.errors()
    ]


def _line(tree: Any, place: tuple[int | str, ...]) -> int:
    """The line of the innermost part of ``place`` that is in the file."""
    line = 1
    for key in place:
        try:
            line = (tree.lc.item if isinstance(key, int) else tree.lc.key)(key)[0] + 1
            tree = tree[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line


@cache
def _folders() -> Mapping[str, Path]:
    """Id → folder of every pack that can be found."""
    return {path.parent.name: path.parent for path in sorted(shipped("templates").glob(f"*/{FILE}"))}


@cache
def _pack(id: str) -> Pack:
    return load_pack(_folders()[id])


def cities() -> list[Pack]:
    """All cities, in the order of their ids."""
    return [_pack(id) for id in _folders() if id != COMMON]


def common() -> Pack:
    """The papers that every city uses."""
    return _pack(COMMON)


def city(name: str) -> Pack:
    """The city with this id or Chinese name, whole or its beginning. Raises UnknownCity."""
    wanted = name.strip()
    if wanted.lower() in _folders() and wanted.lower() != COMMON:
        return _pack(wanted.lower())
    meant = [pack for pack in cities() if len(wanted) > 1 and pack.city.startswith(wanted)]
    if len(meant) == 1:
        return meant[0]
    known = [f"{pack.city}（{pack.id}）" for pack in cities()]
    near = difflib.get_close_matches(wanted, [p.city for p in cities()] + [p.id for p in cities()], n=1)
    raise UnknownCity(
        Fault(
            f"城市“{name}”",
            "没有这个城市的模板" + (f"，是否指“{near[0]}”" if near else ""),
            f"可用：{'、'.join(known)}",
        )
    )
