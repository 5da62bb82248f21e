"""Rosters for tests: invented people in real workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import Workbook

from retire_docs.domain.values.id_number import check_character


def id_number(birth: str = "19650312", sequence: str = "001") -> str:
    """A valid ID number of nobody."""
    first17 = f"110101{birth}{sequence}"
    return first17 + check_character(first17)


def person(name: str = "张三", **more: object) -> dict[str, object]:
    """A good row."""
    return {
        "姓名": name,
        "身份证号": id_number(),
        "参保身份": "企业职工",
        "退休类别": "正常退休",
        "单位名称": "示例厂",
        "申请独生子女奖励金": "否",
        **more,
    }


def roster(path: Path, *people: Mapping[str, object]) -> Path:
    """A workbook with a header row and these people."""
    headers = list(dict.fromkeys(key for row in people for key in row))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "人员"
    sheet.append(headers)
    for row in people:
        sheet.append([row.get(header) for header in headers])
    book.save(path)
    return path
