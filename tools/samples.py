"""Write the sample rosters and their README to ``samples/``: the same bytes on every run.

Everybody in them is invented. ID numbers carry the area code 110101 and low sequence numbers, with right check
digits; cards, credit codes and telephones likewise belong to nobody. The people of ``baiyin.xlsx`` and
``quyuan.xlsx`` retire in November or December 2026 by the law in force; those of ``messy.xlsx`` need not.

Run ``python tools/samples.py``.
"""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet
from stdnum import luhn
from stdnum.cn import uscc

from retire_docs.cities.load import city
from retire_docs.domain.fields import dictionary
from retire_docs.domain.values import duration
from retire_docs.domain.values.id_number import check_character
from retire_docs.fill.columns import columns_of
from retire_docs.roster.blank import PEOPLE_SHEET, write_blank
from retire_docs.roster.read import EMPLOYER_SHEET
from retire_docs.roster.sheets import column_letters

FOLDER = Path(__file__).resolve().parents[1] / "samples"
WRITTEN = dt.datetime(2026, 11, 1)  # the date in the files' properties
HEADER_ROW = 3  # of the people's sheet in a blank roster
LAYOUT_NOTE = (260, 110)  # width and height of a header's note, which openpyxl forgets

Typed: TypeAlias = str | int | float | dt.date
Row: TypeAlias = dict[str, Typed]


class Sample(NamedTuple):
    """A row of a roster, and what it is there for (in Chinese, for the README)."""

    about: str
    row: Row


# --- dates and the law in force (Decision of 2024-09-13) ---------------------------------------------------------

AGES = {"男60": (60, "1965-01", 4, 36), "女55": (55, "1970-01", 4, 36), "女50": (50, "1975-01", 2, 60)}
"""Group → old age, first birth month that is delayed, birth months for a month of delay, most months of delay."""


def month(text: str) -> int:
    """``1985-07`` (a day may follow) → months since year 0."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def later(day: str, months: int) -> str:
    """The same day so many months on, or the last day of that month."""
    year, index = divmod(month(day) + months, 12)
    return dt.date(year, index + 1, min(int(day[8:10]), calendar.monthrange(year, index + 1)[1])).isoformat()


def statutory(birth: str, group: str) -> str:
    """The day of the statutory retirement age."""
    age, first, step, most = AGES[group]
    behind = month(birth) - month(first)
    return later(birth, age * 12 + (min(behind // step + 1, most) if behind >= 0 else 0))


def spoken(months: int) -> str:
    """Whole months as one writes them, 31年6个月."""
    return duration.show(duration.normal(months))


def spelled(iso: str) -> str:
    """``1985-07`` → 1985年7月."""
    return f"{iso[:4]}年{int(iso[5:7])}月"


# --- the parts of a person ---------------------------------------------------------------------------------------


def who(number: int, name: str, sex: str, birth: str) -> Row:
    """Everything that follows from a running number: ID, telephones, card."""
    return {
        "姓名": name,
        "性别": sex,
        "出生日期": birth,
        "身份证号": id_number(birth, number * 2 - (sex == "男")),
        "个人编号": f"10000000{number:02}",
        "本人联系电话": f"1390000{number:04}",
        "社保卡银行账号": card(number),
    }


def id_number(birth: str, sequence: int) -> str:
    """An ID number that is nobody's; an odd sequence is a man."""
    first17 = f"110101{birth.replace('-', '')}{sequence:03}"
    return first17 + check_character(first17)


def card(number: int) -> str:
    """A card number of 19 digits that is nobody's."""
    first18 = f"62170000000000{number:04}"
    return first18 + luhn.calc_check_digit(first18)


def credit_code(region: str, number: int) -> str:
    """A credit code that is nobody's."""
    first17 = f"91{region}MA{number:07}"
    return first17 + uscc.calc_check_digit(first17)


def due(birth: str, group: str, kind: str = "正常退休", on: str = "") -> Row:
    """Kind and dates of retirement: on the statutory day, or ``on`` another (flexible retirement)."""
    day = statutory(birth, group)
    dates: Row = {"符合退休条件时间": day, "拟退休时间": on or day, "批准退休时间": on or day}
    return {"原法定退休年龄": group, "退休类别": kind, "确认退休年龄": str(age_at(birth, on or day))} | dates


def early(birth: str, group: str, kind: str, met: str, on: str) -> Row:
    """Early retirement: the condition is ``met`` on a day, retirement is ``on`` another; the employer has told so."""
    return {**due(birth, group, kind, on), "符合退休条件时间": met, "告知日期": on[:7]}


def age_at(birth: str, day: str) -> int:
    """Completed years of age."""
    return (month(day) - month(birth) - (day[8:10] < birth[8:10])) // 12


def service(began: str, insured: str, last: str, *, deducted: int = 0, unpaid: int = 0) -> Row:
    """Years of contribution: deemed before ``insured``, actual up to the month ``last``; they add up."""
    deemed = month(insured) - month(began) - deducted
    actual = month(last) - month(insured) + 1 - unpaid
    row: Row = {"参加工作时间": began, "参保日期": insured, "建账日期": max(insured, "1996-01")}
    row |= {"实际缴费年限": spoken(actual), "缴费年限": spoken(deemed + actual)}
    return row | {name: spoken(m) for name, m in (("视同缴费年限", deemed), ("扣减工龄", deducted)) if m}


def archive(birth: str, paper: str = "招工登记表", work: str = "招工登记表") -> Row:
    """What the archive says first about the birth date, and what the beginning of work rests on."""
    return {"档案最早记载出生日期": birth, "最早出生日期记载材料": paper, "参加工作认定材料": work}


def career(*spells: tuple[str, str]) -> Row:
    """A work history without gaps: each spell lasts until the next begins, the last until now."""
    ends = [spelled(later(f"{start}-01", -1)) for start, _ in spells[1:]] + ["今"]
    text = "；".join(f"{spelled(start)}至{end}{what}" for (start, what), end in zip(spells, ends, strict=True))
    return {"工作简历": text}


def special(start: str, end: str, place: str, post: str) -> Row:
    """Years in a special post."""
    return {
        "特殊工种从业经历": f"{spelled(start)}至{spelled(end)}在{place}从事{post}工作",
        "特殊工种名称": post,
        "特殊工种从业年限": spoken(month(end) - month(start) + 1),
    }


# --- 白银 --------------------------------------------------------------------------------------------------------

MACHINES = "白银市示例机械有限公司"
BAIYIN_EMPLOYER: Row = {
    "单位名称": MACHINES,
    "统一社会信用代码": credit_code("620400", 1),
    "单位联系电话": "0943-5550101",
    "公示开始日期": "2026-10-12",
    "公示结束日期": "2026-10-26",
    "公示地点": "公司办公楼一楼公示栏",
    "公示落款日期": "2026-10-12",
    "公示证明日期": "2026-10-27",
    "公示结果": "无异议",
    "异议受理电话": "0943-5550102",
    "人社监督电话": "0943-5550103",
}
WORKS = "白银市示例铁合金厂"


def _baiyin(number: int, name: str, sex: str, birth: str, *parts: Row, **more: Typed) -> Row:
    usual: Row = {
        "亲属联系电话": f"1380000{number:04}",
        "退休后居住地": f"甘肃省白银市白银区示例街道示例社区示例小区{number}号楼1单元101室",
        "参保身份": "企业职工",
        "社保卡发放银行": "甘肃银行白银示例支行",
        "最早用工形式": "合同工",
        "工作岗位": "生产操作岗位",
        "异地参保": "否",
        "申请医保在职转退休": "是",
        "申请提取公积金": "是",
    }
    row = {**who(number, name, sex, birth), **usual, **archive(birth)}
    for part in parts:
        row |= part
    return {**row, **more}


def baiyin() -> list[Sample]:
    """The people of ``baiyin.xlsx``."""
    return [*_baiyin_normal(), *_baiyin_early(), *_baiyin_other()]


def _baiyin_normal() -> list[Sample]:
    return [
        Sample(
            "男60，正常退休；固定工，视同缴费年限；医保、公积金联办都申请",
            _baiyin(
                1, "张守信", "男", "1966-06-12", due("1966-06-12", "男60"), service("1985-07", "1992-01", "2026-11"),
                career(("1985-07", f"在{WORKS}工作"), ("1998-04", f"在{MACHINES}工作")),
                最早用工形式="固定工", 申请日期="2026-11-02",
            ),
        ),
        Sample(
            "女55，正常退休，管理岗位；档案最早记载的出生日期（1971年6月）早于身份证（1971年7月），到龄按档案算",
            _baiyin(
                2, "李桂兰", "女", "1971-07-08", due("1971-06-18", "女55"), service("1990-12", "1992-01", "2026-11"),
                archive("1971-06-18", "入团志愿书", "干部录用审批表"),
                career(("1990-12", "在白银市示例商场工作"), ("2001-03", f"在{MACHINES}工作")),
                最早用工形式="固定工", 工作岗位="管理岗位", 申请日期="2026-11-02",
            ),
        ),
        Sample(
            "女50，正常退休；姓名有生僻字“㛃”（基本区以外，U+36C3）；没有视同缴费年限；没有公积金",
            _baiyin(
                3, "马秀㛃", "女", "1976-03-05", due("1976-03-05", "女50"), service("1995-06", "1995-06", "2026-11"),
                career(("1995-06", "在白银市示例纺织厂工作"), ("2004-02", f"在{MACHINES}工作")),
                申请提取公积金="否", 申请日期="2026-11-02",
            ),
        ),
    ]  # fmt: skip


def _baiyin_early() -> list[Sample]:
    ill = "因病或非因工致残完全丧失劳动能力提前退休"
    return [
        Sample(
            "特殊工种提前退休（男55）：从业经历、名称、年限，提前退休权益告知；姓名有扩展区的字“𬭎”（U+2CB4E）",
            _baiyin(
                4, "刘𬭎", "男", "1971-11-20",
                early("1971-11-20", "男60", "特殊工种提前退休", "2026-11-20", "2026-11-20"),
                service("1990-09", "1992-01", "2026-11"),
                special("1990-09", "2003-08", WORKS, "高温熔炼工"),
                career(("1990-09", f"在{WORKS}工作"), ("2003-09", f"在{MACHINES}工作")),
                最早用工形式="固定工", 申请日期="2026-11-03",
            ),
        ),
        Sample(
            "因病提前退休（女，47岁）；公示上只写“提前退休”；长期病假",
            _baiyin(
                5, "王淑珍", "女", "1979-04-09", early("1979-04-09", "女50", ill, "2026-10-15", "2026-11-15"),
                service("1998-07", "1998-07", "2026-11"),
                career(("1998-07", f"在{MACHINES}工作")),
                长期病假时间="2025年6月至2026年9月", 申请日期="2026-11-03",
            ),
        ),
        Sample(
            "退职（男，45岁，不满50岁）；不申请联办",
            _baiyin(
                6, "赵文海", "男", "1981-08-15", early("1981-08-15", "男60", "退职", "2026-10-15", "2026-11-15"),
                service("2003-05", "2003-05", "2026-11"),
                career(("2003-05", f"在{MACHINES}工作")),
                申请医保在职转退休="否", 申请提取公积金="否", 申请日期="2026-11-03",
            ),
        ),
    ]  # fmt: skip


def _baiyin_other() -> list[Sample]:
    dates: Row = {
        "上学时间": "1986年9月至1988年7月",
        "劳动教养时间": "1990年3月至1991年2月",
        "长期病假时间": "2009年5月至2010年4月",
    }
    return [
        Sample(
            "灵活就业人员（女55）：没有单位名称，不做公示和公示证明；异地参保，已办理转移；没有公积金",
            _baiyin(
                7, "陈玉梅", "女", "1971-07-16", due("1971-07-16", "女55"), service("1990-08", "1992-01", "2026-12"),
                career(
                    ("1990-08", "在白银市示例纺织厂工作"), ("2003-01", "在浙江某某服装有限公司工作"),
                    ("2011-01", "灵活就业"),
                ),
                参保身份="灵活就业人员", 最早用工形式="固定工", 工作岗位="灵活就业人员",
                异地参保="是", 已办理转移="是", 申请提取公积金="否", 申请日期="2026-12-01",
            ),
        ),
        Sample(
            "弹性提前退休（法定2027年3月，选2026年12月）；民族姓名带“·”",
            _baiyin(
                8, "艾力·买买提江", "男", "1966-09-23", due("1966-09-23", "男60", "弹性提前退休", "2026-12-23"),
                service("1987-08", "1992-01", "2026-12"),
                career(("1987-08", f"在{WORKS}工作"), ("1999-01", f"在{MACHINES}工作")),
                最早用工形式="固定工", 工作岗位="专业技术岗位", 申请日期="2026-12-01",
            ),
        ),
        Sample(
            "弹性延迟退休（法定2025年3月，延至2026年12月）；异地参保，未办理转移，异地的36个月没有计入；"
            "公积金发放至另一家银行；工作简历20段，原格放不下，转附页",
            _baiyin(
                9, "杨永年", "男", "1965-02-11", due("1965-02-11", "男60", "弹性延迟退休", "2026-12-11"),
                service("1983-10", "1992-01", "2026-12", unpaid=36), _long_career(),
                最早用工形式="固定工", 工作岗位="管理岗位", 异地参保="是", 已办理转移="否",
                公积金开户银行="中国建设银行白银示例支行", 公积金银行卡号=card(99), 申请日期="2026-12-01",
            ),
        ),
        Sample(
            "男60，正常退休；工作期间上学、劳动教养、长期病假三段；扣减工龄1年",
            _baiyin(
                10, "周国强", "男", "1966-07-28", due("1966-07-28", "男60"),
                service("1984-12", "1992-01", "2026-12", deducted=12), dates,
                career(
                    ("1984-12", f"在{WORKS}工作"), ("1986-09", "在白银市示例职工大学学习"),
                    ("1988-08", f"在{WORKS}工作"), ("1990-03", "劳动教养"),
                    ("1991-03", f"在{WORKS}工作"), ("2000-01", f"在{MACHINES}工作"),
                ),
                最早用工形式="固定工", 扣减工龄原因="劳动教养期间不计算连续工龄", 申请日期="2026-12-01",
            ),
        ),
    ]  # fmt: skip


def _long_career() -> Row:
    """Twenty spells, more than the registration form has room for."""
    mill, chemical = "白银市示例有色金属工业公司", "白银市示例化工（集团）股份有限公司"
    stone, new = "白银市示例建筑材料有限责任公司", "白银市示例新型材料科技有限公司"
    return career(
        ("1983-10", f"在{mill}第三冶炼厂原料车间备料工段工作"),
        ("1986-03", f"在{mill}第三冶炼厂生产技术科任统计员"),
        ("1988-09", f"在{mill}劳动服务公司综合加工厂任车间副主任"),
        ("1990-05", f"在{mill}劳动服务公司经营管理部任副主任"),
        ("1992-01", f"在{chemical}供销处原材料采购科任副科长、科长"),
        ("1994-07", f"在{chemical}驻兰州办事处任副主任"),
        ("1996-11", f"在{chemical}企业管理部（政策研究室）任副部长"),
        ("1998-02", f"在{chemical}第一分公司任副经理，负责生产调度和设备检修"),
        ("1999-04", f"在{chemical}第二分公司任副经理，负责安全环保和质量检验"),
        ("2001-08", f"在{stone}生产安全部任部长，兼任石料场场长"),
        ("2003-03", "在深圳某某电子科技有限公司行政人事部工作"),
        ("2006-03", f"在{stone}市场营销部任部长，兼任驻银川、西宁办事处主任"),
        ("2009-06", f"在{new}综合管理部任部长，兼任职工代表大会秘书"),
        ("2011-01", f"在{new}物资供应部任部长，兼任招标采购办公室主任"),
        ("2012-10", f"在{new}质量检验中心任主任，兼任计量管理办公室主任"),
        ("2015-02", f"在{MACHINES}生产计划部任副部长，负责铸造、锻压两个车间"),
        ("2017-05", f"在{MACHINES}设备动力部任部长，兼任节能减排办公室主任"),
        ("2018-09", f"在{MACHINES}安全环保部任部长，兼任职业健康管理办公室主任"),
        ("2020-06", f"在{MACHINES}企业管理部任部长，兼任档案室主任"),
        ("2022-01", f"在{MACHINES}综合办公室任主任"),
    )


# --- 屈原管理区 --------------------------------------------------------------------------------------------------

GRAIN, DIKES = "屈原管理区示例粮油有限公司", "岳阳市示例水利建设有限公司"
QUYUAN_EMPLOYERS: list[Row] = [
    {
        "单位名称": GRAIN,
        "公示开始日期": "2026-10-12",
        "公示结束日期": "2026-10-26",
        "公示地点": "厂区大门公示栏",
        "公示落款日期": "2026-10-12",
        "异议受理电话": "0730-5550101",
        "人社监督电话": "0730-5550103",
    },
    {
        "单位名称": DIKES,
        "公示开始日期": "2026-10-14",
        "公示结束日期": "2026-10-28",
        "公示地点": "公司一楼大厅、项目部公示栏",
        "公示落款日期": "2026-10-14",
        "异议受理电话": "0730-5550102",
        "人社监督电话": "0730-5550103",
    },
]
QUESTIONS = ("重复参保", "缴费异常", "转移未办理", "档案未在人社")
BASIC_PAPERS = ("提交身份证", "提交社保卡", "提交退休申报表", "提交退休资格认定表")
MEDICAL_PAPERS = ("提交工龄补偿表", "提交其他佐证资料")
FAMILY_PAPERS = (
    "提交奖励对象申请表", "提交夫妻身份证", "提交户口页", "提交结婚证", "提交其他婚姻证明", "提交独生子女证",
    "提交其他独生子女证明", "提交一寸照片", "提交婚育证明",
)  # fmt: skip
JOINT = ("养老待遇申报方式", "医保征缴申报方式", "奖励金申报方式")


def answers(names: Sequence[str], given: str) -> Row:
    """One answer a name: 是 for ``y``, 否 for ``n``, 自行 and 合并 for ``s`` and ``j``; ``.`` is left unanswered."""
    words = {"y": "是", "n": "否", "s": "自行申报", "j": "合并申报"}
    return {name: words[letter] for name, letter in zip(names, given, strict=True) if letter != "."}


def papers(basic: str, medical: str, family: str = "n" * 9) -> Row:
    """Which papers were handed in."""
    return answers(BASIC_PAPERS, basic) | answers(MEDICAL_PAPERS, medical) | answers(FAMILY_PAPERS, family)


def spouse(number: int, name: str, sex: str, birth: str, married: str, employer: str, home: str) -> Row:
    """The husband or wife."""
    return {
        "结婚时间": married,
        "配偶姓名": name,
        "配偶身份证号": id_number(birth, number * 2 - (sex == "男")),
        "配偶单位": employer,
        "配偶户籍所在地": home,
    }


def child(name: str, sex: str, birth: str, certificate: str, issued: str) -> Row:
    """The only child and its certificate."""
    return {
        "子女姓名": name,
        "子女性别": sex,
        "子女出生日期": birth,
        "独生子女证号": certificate,
        "独生子女证发证日期": issued,
        "独生子女证发证机关": "屈原管理区示例镇计划生育办公室",
    }


def _quyuan(number: int, name: str, sex: str, birth: str, *parts: Row, **more: Typed) -> Row:
    home = f"湖南省岳阳市屈原管理区示例镇示例社区{number}组{number}号"
    usual: Row = {
        "民族": "汉族",
        "户籍所在地": home,
        "退休后居住地": home,
        "参保身份": "企业职工",
        "单位名称": GRAIN,
        "社保卡发放银行": "中国农业银行岳阳示例支行",
        "职务或工种": "操作工",
        "申请养老待遇": "是",
        "公积金掌上办理": "是",
        "寄递服务": "否",
        "申请独生子女奖励金": "否",
        "婚姻状况": "已婚",
    }
    row = {**who(number, name, sex, birth), **usual, **archive(birth), **answers(QUESTIONS, "nnnn")}
    for part in (answers(JOINT, "jjs"), *parts):
        row |= part
    del row["性别"], row["出生日期"]  # left blank: they follow from the ID number
    return {**row, **more}


def delivery(number: int, address: str) -> Row:
    """Delivery by post."""
    return {"寄递服务": "是", "邮政编码": "414418", "寄递联系电话": f"1390000{number:04}", "快递地址": address}


def quyuan() -> list[Sample]:
    """The people of ``quyuan.xlsx``."""
    return [*_quyuan_rewarded(), *_quyuan_early(), *_quyuan_other()]


def _quyuan_rewarded() -> list[Sample]:
    home = "湖南省岳阳市屈原管理区示例镇示例社区11组11号"
    away = "湖北省荆州市监利市示例镇示例村3组"
    long = (
        "湖南省岳阳市屈原管理区示例镇示例大道与示例二路交汇处东南角示例花园二期"
        "（原示例农场职工宿舍区）12号楼3单元1202室"
    )
    return [
        Sample(
            "男60，正常退休；已婚，申请独生子女奖励金，资料齐全；三项都合并申报",
            _quyuan(
                11, "黄立新", "男", "1966-06-15", due("1966-06-15", "男60"), service("1985-03", "1992-07", "2026-11"),
                career(("1985-03", "在屈原农场示例米厂工作"), ("1999-06", f"在{GRAIN}工作")),
                answers(JOINT, "jjj"), papers("yyyy", "yn", "yyyynynyn"),
                spouse(11, "罗小玲", "女", "1969-02-10", "1992-10-01", GRAIN, home),
                child("黄小示", "女", "1994-05-20", "屈独字第000011号", "1995-06"),
                申请独生子女奖励金="是", 申请日期="2026-11-02",
            ),
        ),
        Sample(
            "女50，正常退休；离异未再婚，申请奖励金：不交配偶身份证、结婚证，交其他婚姻证明",
            _quyuan(
                12, "彭秀英", "女", "1976-03-21", due("1976-03-21", "女50"), service("1995-09", "1995-09", "2026-11"),
                career(("1995-09", f"在{GRAIN}工作")),
                answers(JOINT, "jjj"), papers("yyyy", "ny", "ynynyynyn"),
                child("周子示", "男", "2000-08-08", "屈独字第000012号", "2001-03"),
                申请独生子女奖励金="是", 婚姻状况="离异未再婚", 申请日期="2026-11-02",
            ),
        ),
        Sample(
            "女55，正常退休；再婚，申请奖励金；户籍在外地（婚育证明）；寄递服务，地址很长",
            _quyuan(
                13, "周美华", "女", "1971-06-03", due("1971-06-03", "女55"), service("1991-07", "1992-07", "2026-11"),
                career(("1991-07", f"在{DIKES}工作")), delivery(13, long),
                answers(JOINT, "jjj"), papers("yyyy", "ny", "yyyyyynyy"),
                spouse(13, "许建设", "男", "1968-09-12", "2005-05-01", "无固定单位", away),
                child("李一示", "男", "1996-11-02", "监独字第000013号", "1997-09"),
                户籍所在地=away, 退休后居住地=long, 单位名称=DIKES, 职务或工种="会计",
                申请独生子女奖励金="是", 婚姻状况="再婚", 独生子女证发证机关="监利市示例镇计划生育办公室",
                申请日期="2026-11-03",
            ),
        ),
        Sample(
            "男60，正常退休；丧偶，申请奖励金：方案没有写丧偶交什么，夫妻身份证、结婚证、婚姻证明三问未答",
            _quyuan(
                14, "李大同", "男", "1966-07-09", due("1966-07-09", "男60"), service("1986-02", "1992-07", "2026-12"),
                career(("1986-02", f"在{DIKES}工作")),
                answers(JOINT, "jjj"), papers("yyyy", "yn", "y.y..nyyn"),
                child("李青示", "女", "1993-12-12", "屈独字第000014号", "1994-10"),
                单位名称=DIKES, 职务或工种="工程师", 申请独生子女奖励金="是", 婚姻状况="丧偶", 申请日期="2026-12-01",
            ),
        ),
    ]  # fmt: skip


def _quyuan_early() -> list[Sample]:
    ill = "因病或非因工致残完全丧失劳动能力提前退休"
    return [
        Sample(
            "特殊工种提前退休（男55）；不申请奖励金；资料用“√”“×”作答",
            _quyuan(
                15, "吴铁柱", "男", "1971-11-11",
                early("1971-11-11", "男60", "特殊工种提前退休", "2026-11-11", "2026-11-11"),
                service("1991-03", "1992-07", "2026-11"),
                special("1991-03", "2003-02", "屈原农场示例米厂", "特别繁重体力劳动装卸搬运工"),
                career(("1991-03", "在屈原农场示例米厂工作"), ("2003-03", f"在{GRAIN}工作")),
                dict.fromkeys(BASIC_PAPERS, "√"), dict.fromkeys(MEDICAL_PAPERS, "×"),
                职务或工种="装卸搬运工", 申请日期="2026-11-03",
            ),
        ),
        Sample(
            "因病提前退休（女，46岁），表上勾“病退”；未婚",
            _quyuan(
                16, "何春桃", "女", "1980-05-08", early("1980-05-08", "女50", ill, "2026-10-15", "2026-11-15"),
                service("2000-04", "2000-04", "2026-11"), career(("2000-04", f"在{GRAIN}工作")),
                papers("yyyy", "ny"), 婚姻状况="未婚", 申请日期="2026-11-03",
            ),
        ),
    ]  # fmt: skip


def _quyuan_other() -> list[Sample]:
    away = "湖南省益阳市南县示例镇示例村5组"
    return [
        Sample(
            "灵活就业人员（女55）：没有单位，不做公示；户籍在外地；医保、奖励金自行申报；寄递服务；没有公积金",
            _quyuan(
                17, "谭玉兰", "女", "1971-07-22", due("1971-07-22", "女55"),
                service("1996-04", "1996-04", "2026-12", unpaid=24),
                career(("1996-04", "在岳阳市示例针织厂工作"), ("2003-01", "待业"), ("2005-01", "灵活就业")),
                answers(JOINT, "jss"), papers("yyyn", "nn"), delivery(17, "湖南省岳阳市屈原管理区示例镇示例街9号"),
                户籍所在地=away, 参保身份="灵活就业人员", 单位名称="", 职务或工种="灵活就业", 公积金掌上办理="否",
                申请日期="2026-12-01",
            ),
        ),
        Sample(
            "男60，正常退休；四个“无法办理情况”里“转移未办理”答“是”，先办转移",
            _quyuan(
                18, "邓国梁", "男", "1966-07-30", due("1966-07-30", "男60"),
                service("1987-01", "1992-07", "2026-12", unpaid=60),
                career(
                    ("1987-01", "在屈原农场示例糖厂工作"), ("2001-01", "在广东某某食品有限公司工作"),
                    ("2006-01", f"在{DIKES}工作"),
                ),
                answers(QUESTIONS, "nnyn"), papers("yyyy", "yn"),
                单位名称=DIKES, 职务或工种="电工", 申请日期="2026-12-01",
            ),
        ),
        Sample(
            "弹性提前退休（女50，法定2027年9月，选2026年12月）：申请表没有这一选项（! 请核对）；土家族",
            _quyuan(
                19, "向小芳", "女", "1976-10-19", due("1976-10-19", "女50", "弹性提前退休", "2026-12-19"),
                service("1997-05", "1997-05", "2026-12"), career(("1997-05", f"在{DIKES}工作")),
                papers("yyyy", "ny"), 民族="土家族", 单位名称=DIKES, 申请日期="2026-12-01",
            ),
        ),
        Sample(
            "弹性延迟退休（女55，法定2025年4月，延至2026年11月），申请表也没有这一选项（! 请核对）；"
            "四问、资料和奖励金都未答（! 请核对）",
            _quyuan(
                20, "蒋淑芬", "女", "1970-03-08", due("1970-03-08", "女55", "弹性延迟退休", "2026-11-08"),
                service("1990-10", "1992-07", "2026-11"), career(("1990-10", f"在{GRAIN}工作")),
                dict.fromkeys((*QUESTIONS, *JOINT, "申请独生子女奖励金", "婚姻状况", "寄递服务", "公积金掌上办理"), ""),
                职务或工种="统计", 申请日期="2026-11-02",
            ),
        ),
    ]  # fmt: skip


# --- the messy roster --------------------------------------------------------------------------------------------

GROUPS = (("职工基本情况", 3, 7), ("参保情况", 8, 12), ("退休情况", 13, 15))
"""Merged cells of the header's first row: text, first and last column."""
MESSY = (
    "序号", "城市", "姓名", "性别", "身份证号码", "出生年月", "手机", "工作单位", "人员类别", "参加工作年月",
    "参保曰期", "养老保险缴费月数", "退休类型", "退休时间", "职务（工种）", "社保卡账号", "备注",
)  # fmt: skip
BAIYIN, QUYUAN = "白银", "屈原管理区"
_FULL_WIDTH = {ord(c): ord(c) + 0xFEE0 for c in "0123456789X"}


def _messy(number: int, place: str, name: str, sex: str, birth: str, written: Typed, group: str, **more: Typed) -> Row:
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


def messy() -> list[Sample]:
    """The people of ``messy.xlsx``."""
    return [*_messy_first(), *_messy_second()]


def _messy_first() -> list[Sample]:
    wide = id_number("1976-03-12", 70).translate(_FULL_WIDTH)
    wrong = id_number("1965-06-15", 47)
    spaced = "139 0000 0022"
    return [
        Sample(
            "完全正确的一行；日期写作 1965.3.12",
            _messy(21, BAIYIN, "王建军", "男", "1965-03-12", "1965.3.12", "男60"),
        ),
        Sample(
            "身份证号全角、末位“Ｘ”；日期写作 1976/3/12；手机带空格",
            _messy(22, QUYUAN, "李红霞", "女", "1976-03-12", "1976/3/12", "女50", 身份证号码=wide, 手机=spaced),
        ),
        Sample(
            "✗ 身份证号存成数字，末几位已丢失",
            _messy(23, BAIYIN, "张丽", "女", "1971-06-19", "1971年6月", "女55", 身份证号码=1.10101197106190e17),
        ),
        Sample(
            "✗ 身份证号校验码不对；日期写作 196506",
            _messy(24, BAIYIN, "刘志远", "男", "1965-06-15", "196506", "男60", 身份证号码=_wrong(wrong)),
        ),
        Sample("✗ 日期不存在：1965-02-30", _messy(25, QUYUAN, "陈卫国", "男", "1965-02-28", "1965-02-30", "男60")),
        Sample(
            "单位名称有 & < > 和括号；真正的 Excel 日期",
            _messy(
                26, BAIYIN, "孙爱民", "男", "1966-05-07", dt.date(1966, 5, 7), "男60",
                工作单位="A&B（中国）公司<测试>", 退休时间=dt.date(2026, 10, 7),
            ),
        ),
        Sample(
            "日期写作全角 １９６５年３月", _messy(27, BAIYIN, "周建平", "男", "1965-03-25", "１９６５年３月", "男60")
        ),
    ]  # fmt: skip


def _messy_second() -> list[Sample]:
    again = _messy(21, BAIYIN, "王建军", "男", "1965-03-12", "1965年3月12日", "男60", 备注="重复？")
    return [
        Sample(
            "✗ 年月写成数字 1965.1，分不清1月还是10月", _messy(28, QUYUAN, "吴德胜", "男", "1965-10-09", 1965.1, "男60")
        ),
        Sample(
            "✗ 退休类型“内退”不是可选的内容",
            _messy(29, BAIYIN, "郑凤英", "女", "1976-04-02", "1976-04-02", "女50", 退休类型="内退"),
        ),
        Sample(
            "! 性别与身份证号不一致；退休时间写成还不到龄的月份",
            _messy(30, QUYUAN, "冯秋云", "女", "1971-07-02", "1971年7月2日", "女55", 性别="男", 退休时间="2026年7月"),
        ),
        Sample("与第1人重复", again),
        Sample(
            "文字里有表情符号；城市写全称“白银市”",
            _messy(31, "白银市", "褚俊杰", "男", "1966-07-17", "1966.07.17", "男60", **{"职务（工种）": "叉车工🚜👍"}),
        ),
        Sample(
            "灵活就业人员，单位一格写“/”；姓名中间有空格；备注很长",
            _messy(
                32, QUYUAN, "卫  红", "女", "1971-06-26", "1971-6-26", "女55",
                人员类别="灵活就业", 工作单位="/", 备注="2021年从单位辞职后续保，档案在人才中心，电话常打不通",
            ),
        ),
        Sample(
            "正确的一行；城市写代号 quyuan",
            _messy(33, "quyuan", "蒋国庆", "男", "1966-06-30", "1966年06月30日", "男60"),
        ),
    ]  # fmt: skip


def _wrong(number: str) -> str:
    """The ID number with another last digit."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


# --- workbooks ---------------------------------------------------------------------------------------------------


def write_city(name: str, samples: Sequence[Sample], employers: Sequence[Row]) -> None:
    """A city's blank roster filled in: one employer as name and value side by side, several as a table."""
    path, pack = FOLDER / f"{name}.xlsx", city(name)
    write_blank(path, f"{pack.city}“退休一件事”人员名册（样例，人员均为虚构）", columns_of(pack), overwrite=True)
    book = load_workbook(path)
    people = _sheet(book, PEOPLE_SHEET)
    _people(people, [sample.row for sample in samples])
    if len(employers) == 1:
        _employer(_sheet(book, EMPLOYER_SHEET), employers[0])
    else:
        del book[EMPLOYER_SHEET]
        _employers(book.create_sheet(EMPLOYER_SHEET, 1), employers)
    _restore_notes(book)
    save(book, path)


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _people(sheet: Worksheet, rows: Sequence[Row]) -> None:
    titles = next(sheet.iter_rows(min_row=HEADER_ROW, max_row=HEADER_ROW, values_only=True))
    headers = {str(title): column for column, title in enumerate(titles, 1)}
    for number, row in enumerate(rows, HEADER_ROW + 1):
        for field, value in row.items():
            assert field in dictionary(), field
            if field in headers and value != "":
                sheet.cell(number, headers[field], value)


def _employer(sheet: Worksheet, employer: Row) -> None:
    for name, value in sheet.iter_rows(max_col=2):
        value.value = employer.get(str(name.value))


def _employers(sheet: Worksheet, employers: Sequence[Row]) -> None:
    for column, field in enumerate(employers[0], 1):
        sheet.cell(1, column, field).font = Font(bold=True)
        sheet.column_dimensions[column_letters(column - 1)].width = 24
        for row, employer in enumerate(employers, 2):
            sheet.cell(row, column, employer[field]).number_format = "@"


def _restore_notes(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows(max_row=sheet.max_row):
            for note in (cell.comment for cell in row if cell.comment):
                note.width, note.height = LAYOUT_NOTE


def write_messy(samples: Sequence[Sample]) -> None:
    """A roster as it comes from an office: titles, a header of two rows, gaps, a footer, a second sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "2026年拟退休人员"
    _titles(sheet)
    _double_header(sheet, 4)
    row = 6
    for number, sample in enumerate(samples, 1):
        row += {6: 1, 13: 2}.get(number, 0)  # blank rows
        for column, header in enumerate(MESSY, 1):
            sheet.cell(row, column, number if header == "序号" else sample.row.get(header))
        row += 1
    sheet.cell(row, 1, "合计")
    sheet.cell(row, 12, f"=SUM(L6:L{row - 1})")
    sheet.cell(row + 1, 1, "制表人：示例　　审核人：示例　　2026年11月1日")
    _explanation(book.create_sheet("说明"))
    save(book, FOLDER / "messy.xlsx")


def _titles(sheet: Worksheet) -> None:
    last = len(MESSY)
    sheet.cell(1, 1, "拟退休人员花名册（样例，人员均为虚构）").font = Font(bold=True, size=16)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center")
    sheet.cell(2, 1, "填报单位：某某人力资源服务有限公司　　填报日期：2026年11月1日")
    for row in (1, 2):
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)


def _double_header(sheet: Worksheet, row: int) -> None:
    """Groups above with merged cells, columns below; columns without a group are merged over both rows."""
    grouped = {column for _, first, last in GROUPS for column in range(first, last + 1)}
    for column, header in enumerate(MESSY, 1):
        sheet.cell(row + (column in grouped), column, header).font = Font(bold=True)
        if column not in grouped:
            sheet.merge_cells(start_row=row, start_column=column, end_row=row + 1, end_column=column)
    for text, first, last in GROUPS:
        sheet.cell(row, first, text).font = Font(bold=True)
        sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)


def _explanation(sheet: Worksheet) -> None:
    lines = (
        "填表说明",
        "1. 本表由各单位填报，一人一行。",
        "2. 身份证号码请仔细核对。",
        "3. 有疑问请致电 0943-5550101。",
    )
    for row, line in enumerate(lines, 1):
        sheet.cell(row, 1, line)


def save(book: Workbook, path: Path) -> None:
    """Save a workbook that has the same bytes on every run."""
    book.properties.creator = "retire_docs"
    book.properties.created = WRITTEN
    data = io.BytesIO()
    book.save(data)
    stamp = WRITTEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(data) as saved, zipfile.ZipFile(path, "w") as archive:
        for member in saved.namelist():
            content = saved.read(member)
            if member == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, content)
            entry = zipfile.ZipInfo(member, WRITTEN.timetuple()[:6])
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)


# --- README ------------------------------------------------------------------------------------------------------

README = """\
# 样例名册

名册里的人、单位、号码**全部是虚构的**，与任何真实的人和单位无关：身份证号一律用地区码 110101 和很小的顺序码
（校验码正确），银行卡号、统一社会信用代码、电话也都是编的。前两份名册的人按现行规定（2025年起的延迟退休）
在2026年11月、12月退休，年限、简历、公示日期彼此一致，可以直接拿来试用：

    retire-docs fill samples/baiyin.xlsx --city 白银 -o 输出
    retire-docs fill samples/quyuan.xlsx --city 屈原管理区 -o 输出
    retire-docs fill samples/messy.xlsx -o 输出

这个文件夹由 `python tools/samples.py` 生成，请改程序，不要直接改文件。

## baiyin.xlsx（白银市）

空白名册填好的样子；一个单位写在“单位信息”表里，项目和内容左右并排。

{baiyin}

## quyuan.xlsx（屈原管理区）

“单位信息”表是一行表头、两个单位各一行；每人在“单位名称”里写自己的单位。性别和出生日期空着，由身份证号得出。

{quyuan}

## messy.xlsx（杂乱的名册）

单位自己做的表：上有标题，表头占两行、有合并单元格，表头用别的叫法（身份证号码、手机、退休类型……），
一个写错的表头“参保曰期”，多出的“序号”“备注”两列，中间有空行，下有“合计”和制表人，另有一张只有文字的“说明”表；
“城市”一列里白银和屈原管理区混在一起。✗ 的行不生成，别的行照做。{good}。
这份名册里有的人不合规定，是有意的。

{messy}
"""


def write_readme(rosters: Mapping[str, Sequence[Sample]]) -> None:
    """What each file covers, person by person."""
    refused = sum(sample.about.startswith("✗") for sample in rosters["messy"])
    good = f"{len(rosters['messy'])}行中{refused}行是坏的"
    text = README.format(good=good, **{name: _table(samples) for name, samples in rosters.items()})
    (FOLDER / "README.md").write_text(text, encoding="utf-8")


def _table(samples: Sequence[Sample]) -> str:
    rows = (f"| {number} | {sample.row['姓名']} | {sample.about} |" for number, sample in enumerate(samples, 1))
    return "\n".join(("| | 姓名 | 看什么 |", "|---|---|---|", *rows))


def main() -> None:
    """Write everything."""
    FOLDER.mkdir(exist_ok=True)
    rosters = {"baiyin": baiyin(), "quyuan": quyuan(), "messy": messy()}
    write_city("baiyin", rosters["baiyin"], [BAIYIN_EMPLOYER])
    write_city("quyuan", rosters["quyuan"], QUYUAN_EMPLOYERS)
    write_messy(rosters["messy"])
    write_readme(rosters)


if __name__ == "__main__":
    main()
