"""Every mistake of a ``city.yaml`` at once, each with its line: keys, references, conditions, clauses."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from retire_docs.cities.model import Pack
from retire_docs.domain.conditions import COMPARISONS
from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.values import Malformed
from retire_docs.errors import Fault

FILE = "city.yaml"
_COMPARABLE = ("日期", "年月", "日期或年月", "时长", "整数", "金额")

Place: TypeAlias = tuple[int | str, ...]
Finding: TypeAlias = tuple[Place, str, str]
"""Where in the tree, what is wrong, what to do."""

_REASONS = {
    "missing": ("缺少必填项", "补上这一项"),
    "extra_forbidden": ("不认识的项目名", "检查拼写；项目名见 templates/city.schema.json"),
    "literal_error": ("不是允许的取值", "改成模型允许的取值之一"),
    "string_pattern_mismatch": ("代号写法不对", "只用小写字母、数字和下划线，以字母开头"),
    "string_too_short": ("是空的", "填写内容"),
}


def lint(folder: Path) -> list[Fault]:
    """All faults of ``folder/city.yaml``, in the order of their lines; none means that it can be loaded."""
    where = f"{folder.name}/{FILE}"
    try:
        text = (folder / FILE).read_text(encoding="utf-8")
        tree = YAML(typ="safe").compose(text)
        data = _lenient().load(text)
    except (OSError, UnicodeDecodeError) as error:
        return [Fault(where, f"读不出来（{error}）", "检查文件是否存在、是否为 UTF-8 编码")]
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return [Fault(f"{where} 第{line}行", f"YAML 写法有误：{error.problem}", "检查缩进、冒号、引号")]
    if not isinstance(data, dict):
        return [Fault(where, "应是“项目: 内容”的形式", "参照已有城市的 city.yaml")]
    findings = [*_duplicates(tree, ()), *_shape(data, folder), *_references(data, folder)]
    located = sorted((_line(tree, place), message, remedy) for place, message, remedy in findings)
    return [Fault(f"{where} 第{line}行", message, remedy) for line, message, remedy in dict.fromkeys(located)]


def _lenient() -> YAML:
    yaml = YAML(typ="safe")
    yaml.allow_duplicate_keys = True
    return yaml


def _line(node: Node, place: Place) -> int:
    """The line of the innermost part of ``place`` that is in the file."""
    line = 1
    for key in place:
        found: tuple[Node, Node] | None = None
        if isinstance(node, MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(key)), None)
        elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            found = (node.value[key], node.value[key])
        if not found:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def _duplicates(node: Node, place: Place) -> Iterator[Finding]:
    if isinstance(node, MappingNode):
        counts = Counter(key.value for key, _ in node.value)
        for name, count in counts.items():
            if count > 1:
                yield (*place, name), f"“{name}”写了{count}次", "只留一个"
        for key, value in node.value:
            yield from _duplicates(value, (*place, key.value))
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node.value):
            yield from _duplicates(value, (*place, number))


def _shape(data: dict[str, Any], folder: Path) -> Iterator[Finding]:
    """What does not fit the model."""
    try:
        Pack.model_validate({**data, "id": folder.name, "folder": folder})
    except ValidationError as error:
        for fault in error.errors():
            what, remedy = _REASONS.get(fault["type"], (fault["msg"], "参照已有城市的 city.yaml"))
            name = ".".join(map(str, fault["loc"]))
            allowed = fault.get("ctx", {}).get("expected", "")
            yield fault["loc"], f"{name}：{what}", f"可用：{allowed}" if allowed else remedy


def _references(data: dict[str, Any], folder: Path) -> Iterator[Finding]:
    """Names that lead nowhere, and conditions that cannot be answered."""
    matters = [entry.get("id") for _, entry in _entries(data, "matters")]
    forms = [entry.get("id") for _, entry in _entries(data, "forms")]
    yield from _clauses(data, (), data.get("sources") or {})
    for section, key in (
        ("matters", "id"),
        ("forms", "id"),
        ("forms", "title"),
        ("forms", "file"),
        ("materials", "id"),
    ):
        yield from _unique(data, section, key)
    for place, form in _entries(data, "forms"):
        yield from _file(place, form.get("file"), folder)
        yield from _condition((*place, "applies"), form.get("applies"))
    for place, matter in _entries(data, "matters"):
        yield from _condition((*place, "asked"), matter.get("asked"))
        yield from _condition((*place, "applies"), matter.get("applies"))
        for at, acceptance in _entries(matter, "acceptance"):
            yield from _condition((*place, *at, "when"), acceptance.get("when"))
    for place, material in _entries(data, "materials"):
        yield from _material(place, material, matters, forms)
    for place, limit in _entries(data, "limits"):
        if limit.get("matter") is not None:
            yield from _known((*place, "matter"), "事项", limit["matter"], matters)
    for section in ("rules", "channels"):
        for place, rule in _entries(data, section):
            yield from _condition((*place, "when"), rule.get("when"))


def _entries(data: Mapping[str, Any], section: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    listed = data.get(section)
    for number, entry in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(entry, dict):
            yield (section, number), entry


def _clauses(part: object, place: Place, sources: Mapping[str, Any]) -> Iterator[Finding]:
    """Every ``clause`` names a source of the pack."""
    if isinstance(part, dict):
        if isinstance(clause := part.get("clause"), dict) and "source" in clause:
            yield from _known((*place, "clause", "source"), "依据", clause["source"], sources)
        for key, value in part.items():
            yield from _clauses(value, (*place, key), sources)
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _clauses(value, (*place, number), sources)


def _unique(data: Mapping[str, Any], section: str, key: str) -> Iterator[Finding]:
    seen: set[object] = set()
    for place, entry in _entries(data, section):
        value = entry.get(key)
        if value is not None and value in seen:
            yield (*place, key), f"{section} 里的 {key} “{value}”重复", "改成不同的"
        seen.add(value)


def _file(place: Place, file: object, folder: Path) -> Iterator[Finding]:
    if isinstance(file, str) and not (folder / file).is_file():
        near = difflib.get_close_matches(file, [path.name for path in folder.glob("*.docx")], n=1)
        yield (*place, "file"), f"没有文件“{file}”", f"是否指“{near[0]}”" if near else "把 Word 文件放进这个文件夹"


def _material(
    place: Place, material: dict[str, Any], matters: Iterable[Any], forms: Iterable[Any]
) -> Iterator[Finding]:
    yield from _condition((*place, "needed"), material.get("needed"))
    wanted = material.get("matters")
    for number, matter in enumerate(wanted if isinstance(wanted, list) else []):
        yield from _known((*place, "matters", number), "事项", matter, matters)
    if material.get("form") is not None:
        yield from _known((*place, "form"), "表", material["form"], forms)
    if (name := material.get("field")) is not None:
        if name not in dictionary():
            yield (*place, "field"), *_unknown_field(name)
        elif dictionary()[name].kind != "是否":
            yield (*place, "field"), f"“{name}”不是“是否”字段", "写登记有没有交这件材料的是否字段"


def _known(place: Place, what: str, name: object, known: Iterable[Any]) -> Iterator[Finding]:
    names = [str(k) for k in known]
    if str(name) not in names:
        near = difflib.get_close_matches(str(name), names, n=1)
        yield place, f"没有{what}“{name}”", f"是否指“{near[0]}”" if near else f"可用：{'、'.join(names) or '无'}"


def _unknown_field(name: object) -> tuple[str, str]:
    near = dictionary().nearest(str(name))
    return f"字段词典里没有“{name}”", f"是否指“{near}”" if near else "字段见 retire-docs fields"


def _condition(place: Place, condition: object) -> Iterator[Finding]:
    """What makes a condition unanswerable (see :mod:`retire_docs.domain.conditions`)."""
    if condition is None:
        return
    if not isinstance(condition, dict):
        yield place, "条件应写成 {字段: 值}", "参照 docs/templates.md"
        return
    for key, wanted in condition.items():
        at = (*place, key)
        if key in ("all", "any"):
            for number, part in enumerate(wanted if isinstance(wanted, list) else [None]):
                yield from _condition((*at, number), part if part is not None else "")
        elif key == "not":
            yield from _condition(at, wanted)
        elif key not in dictionary():
            yield at, *_unknown_field(key)
        elif dictionary()[key].of == "程序":
            yield at, f"条件用了名册里没有的字段“{key}”", "换成名册里有的字段"
        elif isinstance(wanted, dict):
            yield from _comparison(at, dictionary()[key], wanted)
        else:
            yield from _options(at, dictionary()[key], wanted)


def _options(place: Place, field: Field, wanted: object) -> Iterator[Finding]:
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if field.choices and value not in field.choices:
            yield place, f"“{field.name}”没有选项“{value}”", f"可用：{'、'.join(field.choices)}"


def _comparison(place: Place, field: Field, wanted: dict[str, Any]) -> Iterator[Finding]:
    for operation, bound in wanted.items():
        at = (*place, operation)
        if operation not in COMPARISONS:
            yield at, f"不认识的比较“{operation}”", f"可用：{'、'.join(COMPARISONS)}"
        elif field.kind not in _COMPARABLE:
            yield at, f"“{field.name}”是{field.kind}，不能比大小", "改成 {字段: 值}"
        else:
            yield from _bound(at, field, bound)


def _bound(place: Place, field: Field, bound: object) -> Iterator[Finding]:
    try:
        normal = field.parse(str(bound)).value
    except Malformed:
        normal = None
    if normal != str(bound):
        yield place, f"“{bound}”不是{field.kind}的标准写法", f"写成 {normal or field.values.EXAMPLE} 的样子"
