"""The README: what each file covers, person by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.samples.people import Sample

README = """\
# 样例名册

名册里的人、单位、号码**全部是虚构的**，与任何真实的人和单位无关：身份证号一律用地区码 110101 和很小的顺序码
（校验码正确），银行卡号、统一社会信用代码、电话也都是编的。除 messy.xlsx 外，名册里的人按现行规定（2025年起的延迟退休）
在2026年11月、12月退休，年限、简历、公示日期彼此一致，可以直接拿来试用：

    retire-docs fill samples/baiyin.xlsx --city 白银 -o 输出
    retire-docs fill samples/quyuan.xlsx --city 屈原管理区 -o 输出
    retire-docs fill samples/luan.xlsx --city 六安 -o 输出
    retire-docs fill samples/bozhou.xlsx --city 亳州 -o 输出
    retire-docs fill samples/guyang.xlsx --city 固阳 -o 输出
    retire-docs fill samples/messy.xlsx -o 输出

这个文件夹由 `python -m tools.samples` 生成，请改程序，不要直接改文件。

## baiyin.xlsx（白银市）

空白名册填好的样子；一个单位写在“单位信息”表里，项目和内容左右并排。

{baiyin}

## quyuan.xlsx（屈原管理区）

“单位信息”表是一行表头、两个单位各一行；每人在“单位名称”里写自己的单位。性别和出生日期空着，由身份证号得出。

{quyuan}

## luan.xlsx（六安市）

两个单位各一行；灵活就业人员的“单位名称”空着。

{luan}

## bozhou.xlsx（亳州市）

一个企业、一个事业单位（不公示）。14项联办事项都有人申请，每人对每一项都答了“是”或“否”。

{bozhou}

## guyang.xlsx（固阳县）

两个单位各一行。

{guyang}

## messy.xlsx（杂乱的名册）

单位自己做的表：上有标题，表头占两行、有合并单元格，表头用别的叫法（身份证号码、手机、退休类型……），
一个写错的表头“参保曰期”，多出的“序号”“备注”两列，中间有空行，下有“合计”和制表人，另有一张只有文字的“说明”表；
“城市”一列里白银和屈原管理区混在一起。✗ 的行不生成，别的行照做。{good}。
这份名册里有的人不合规定，是有意的。

{messy}
"""


def write_readme(rosters: Mapping[str, Sequence[Sample]], folder: Path) -> None:
    """What each file covers, person by person."""
    refused = sum(sample.about.startswith("✗") for sample in rosters["messy"])
    good = f"{len(rosters['messy'])}行中{refused}行是坏的"
    text = README.format(good=good, **{name: _table(samples) for name, samples in rosters.items()})
    (folder / "README.md").write_text(text, encoding="utf-8")


def _table(samples: Sequence[Sample]) -> str:
    rows = (f"| {number} | {sample.row['姓名']} | {sample.about} |" for number, sample in enumerate(samples, 1))
    return "\n".join(("| | 姓名 | 看什么 |", "|---|---|---|", *rows))
