"""The messy roster: a table as it comes from an office, with what an office gets wrong."""

from __future__ import annotations

import datetime as dt

from tools.samples.baiyin import MACHINES
from tools.samples.people import Row, Sample, Typed, card, id_number, month, statutory
from tools.samples.quyuan import GRAIN

GROUPS = (("职工基本情况", 3, 7), ("参保情况", 8, 12), ("退休情况", 13, 15))
"""Merged cells of the header's first row: text, first and last column."""
HEADERS = (
    "序号", "城市", "姓名", "性别", "身份证号码", "出生年月", "手机", "工作单位", "人员类别", "参加工作年月",
    "参保曰期", "养老保险缴费月数", "退休类型", "退休时间", "职务（工种）", "社保卡账号", "备注",
)  # fmt: skip
BAIYIN, QUYUAN = "白银", "屈原管理区"
_FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}


def _person(number: int, place: str, name: str, sex: str, birth: str, written: Typed, group: str, **more: Typed) -> Row:
    """A row that is right; ``written`` is the birth date as somebody typed it."""
    row: Row = {
        "城市": place,
        "姓名": name,
        "性别": sex,
        "身份证号码": id_number(birth, number * 2 - (sex == "男")),
        "出生年月": written,
        "手机": f"1390000{number:04}",
        "工作单位": MACHINES if place.startswith(BAIYIN) else GRAIN,
        "人员类别": "职工",
        "参加工作年月": "1995.7",
        "参保曰期": "1995.7",
        "养老保险缴费月数": month(statutory(birth, group)) - month("1995-07") + 1,
        "退休类型": "正常",
        "退休时间": statutory(birth, group),
        "职务（工种）": "钳工",
        "社保卡账号": card(number),
    }
    return {**row, **more}


def people() -> list[Sample]:
    """The people of ``messy.xlsx``."""
    return [*_first(), *_second()]


def _first() -> list[Sample]:
    wide = id_number("1976-03-12", 70).translate(_FULL_WIDTH)
    wrong = id_number("1965-06-15", 47)
    spaced = "139 0000 0022"
    return [
        Sample(
            "完全正确的一行；日期写作 1965.3.12",
            _person(21, BAIYIN, "王建军", "男", "1965-03-12", "1965.3.12", "男60"),
        ),
        Sample(
            "身份证号全角、末位“Ｘ”；日期写作 1976/3/12；手机带空格",
            _person(22, QUYUAN, "李红霞", "女", "1976-03-12", "1976/3/12", "女50", 身份证号码=wide, 手机=spaced),
        ),
        Sample(
            "✗ 身份证号存成数字，末几位已丢失",
            _person(23, BAIYIN, "张丽", "女", "1971-06-19", "1971年6月", "女55", 身份证号码=1.10101197106190e17),
        ),
        Sample(
            "✗ 身份证号校验码不对；日期写作 196506",
            _person(24, BAIYIN, "刘志远", "男", "1965-06-15", "196506", "男60", 身份证号码=_wrong(wrong)),
        ),
        Sample("✗ 日期不存在：1965-02-30", _person(25, QUYUAN, "陈卫国", "男", "1965-02-28", "1965-02-30", "男60")),
        Sample(
            "单位名称有 & < > 和括号；真正的 Excel 日期",
            _person(
                26, BAIYIN, "孙爱民", "男", "1966-05-07", dt.date(1966, 5, 7), "男60",
                工作单位="A&B（中国）公司<测试>", 退休时间=dt.date(2026, 10, 7),
            ),
        ),
        Sample(
            "日期写作全角 １９６５年３月", _person(27, BAIYIN, "周建平", "男", "1965-03-25", "１９６５年３月", "男60")
        ),
    ]  # fmt: skip


def _second() -> list[Sample]:
    again = _person(21, BAIYIN, "王建军", "男", "1965-03-12", "1965年3月12日", "男60", 备注="重复？")
    return [
        Sample(
            "✗ 年月写成数字 1965.1，分不清1月还是10月", _person(28, QUYUAN, "吴德胜", "男", "1965-10-09", 1965.1, "男60")
        ),
        Sample(
            "✗ 退休类型“内退”不是可选的内容",
            _person(29, BAIYIN, "郑凤英", "女", "1976-04-02", "1976-04-02", "女50", 退休类型="内退"),
        ),
        Sample(
            "! 性别与身份证号不一致；退休时间写成还不到龄的月份",
            _person(30, QUYUAN, "冯秋云", "女", "1971-07-02", "1971年7月2日", "女55", 性别="男", 退休时间="2026年7月"),
        ),
        Sample("与第1人重复", again),
        Sample(
            "文字里有表情符号；城市写全称“白银市”",
            _person(31, "白银市", "褚俊杰", "男", "1966-07-17", "1966.07.17", "男60", **{"职务（工种）": "叉车工🚜👍"}),
        ),
        Sample(
            "灵活就业人员，单位一格写“/”；姓名中间有空格；备注很长",
            _person(
                32, QUYUAN, "卫  红", "女", "1971-06-26", "1971-6-26", "女55",
                人员类别="灵活就业", 工作单位="/", 备注="2021年从单位辞职后续保，档案在人才中心，电话常打不通",
            ),
        ),
        Sample(
            "正确的一行；城市写代号 quyuan",
            _person(33, "quyuan", "蒋国庆", "男", "1966-06-30", "1966年06月30日", "男60"),
        ),
    ]  # fmt: skip


def _wrong(number: str) -> str:
    """The ID number with another last digit."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")
