"""The longest values that are usual in life, for every field; nobody's data."""

from __future__ import annotations

from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.record import Value

_BY_KIND: dict[str, Value] = {
    "姓名": "阿卜杜拉·买买提·吐尔逊江",
    "身份证号": "110101196503120018",
    "统一社会信用代码": "91620400MA0000009P",
    "银行卡号": "6217000000000000013",
    "编号": "62040000000000001234",
    "电话": "0943-5550101、13900000001",
    "邮政编码": "730900",
    "日期": "2026-12-28",
    "年月": "2026-12",
    "日期或年月": "1965-12-28",
    "期间": "1986-10/1989-12",
    "时长": "P39Y11M",
    "是否": "是",
    "金额": "12345.67",
    "整数": "60",
    "年龄": "P62Y11M",
    "地址": "甘肃省白银市白银区人民路街道友好路社区金鱼花园小区东区25号楼3单元1203室",
    "文本": "中国工商银行股份有限公司白银市人民路支行营业部",
    "经历": [
        "1983-09/1992-12 在甘肃省白银市第一机械设备制造有限责任公司",
        "1993-01/1999-12 白银市示例建筑安装工程集团第二分公司",
        "2000-01/.. 白银市示例特种机械有限公司",
    ],
}
_BY_NAME: dict[str, Value] = {
    "单位名称": "白银市示例特种机械设备制造（集团）股份有限责任公司第一分公司",
    "特殊工种从业经历": ["1990-01/2005-12 白银市示例铜矿井下采掘车间", "2006-01/2010-12 白银市示例铜矿井下运输车间"],
    "民族": "维吾尔族",
    "特殊工种名称": "井下采掘工",
    "附页内容": "甲" * 400,
}


def longest(field: Field) -> Value:
    """The longest usual value of a field."""
    if field.name in _BY_NAME:
        return _BY_NAME[field.name]
    if field.options:
        options = list(field.options)
        return options if field.kind == "多选" else max(options, key=len)
    return _BY_KIND[field.kind]


def record() -> dict[str, Value]:
    """All fields at their longest."""
    return {field.name: longest(field) for field in dictionary()}
