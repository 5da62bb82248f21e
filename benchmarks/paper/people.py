"""Invented people whose values look like those of a real roster, consistent with one another, in normal form."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from stdnum import luhn
from stdnum.cn import uscc

from benchmarks.paper import words
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.conditions import presumed
from retire_docs.domain.derive import derive
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Value
from retire_docs.domain.values import duration
from retire_docs.domain.values.id_number import check_character

Person = dict[str, Value]
RARE_NAMES = 0.05
_LEFT_OUT = 0.08
"""So many of the fields that may be empty are."""
_ALWAYS = frozenset({"姓名", "身份证号", "性别", "出生日期", "退休类别", "参保身份", "单位名称", "申请日期"})
_SECONDARY = 0.55
"""How often a 是否 is 是."""


class Chance(random.Random):
    """A source of chance that makes the small things that people's records are made of."""

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(self.choices("0123456789", k=count))

    def month(self, first: int, last: int) -> str:
        """A month of these years."""
        return f"{self.randint(first, last)}-{self.randint(1, 12):02}"

    def day(self, first: int, last: int) -> str:
        """A day of these years."""
        return f"{self.month(first, last)}-{self.randint(1, 28):02}"

    def name(self, sex: str) -> str:
        """A usual name; a rarer character now and then."""
        given = words.MEN if sex == "男" else words.WOMEN
        chosen = "".join(self.choice(given) for _ in range(self.choices((1, 2), (2, 5))[0]))
        if self.random() < RARE_NAMES:
            chosen = chosen[:-1] + self.choice(words.RARE)
        return self.choice(words.SURNAMES) + chosen

    def phone(self) -> str:
        """A mobile number."""
        return f"1{self.choice('3356789')}{self.digits(9)}"

    def yes(self, share: float = _SECONDARY) -> str:
        """是 or 否."""
        return "是" if self.random() < share else "否"


def shift(month: str, months: int) -> str:
    """A month so many months later."""
    at = int(month[:4]) * 12 + int(month[5:7]) - 1 + months
    return f"{at // 12}-{at % 12 + 1:02}"


def between(first: str, last: str) -> int:
    """Months from one month to another."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])


def id_number(chance: Chance, region: str, birth: str, sex: str) -> str:
    """A valid number that agrees with birth and sex; its region (a whole city) has none of its own."""
    sequence = chance.randint(0, 99) * 10 + chance.choice((1, 3, 5, 7, 9) if sex == "男" else (0, 2, 4, 6, 8))
    first17 = f"{region}00{birth.replace('-', '')}{sequence:03}"
    return first17 + check_character(first17)


def card(chance: Chance) -> str:
    """A bank card's number with its check digit."""
    number = chance.choice(("621700", "622848", "621226", "621799", "623083")) + chance.digits(
        chance.choice((12, 12, 9))
    )
    return number + luhn.calc_check_digit(number)


def record(chance: Chance, city: str) -> Person:
    """All that a roster may say of one person, nothing left out."""
    place, districts, region, area, post = words.REGIONS[city]
    sex = chance.choice("男女")
    birth = chance.day(1964, 1968) if sex == "男" else chance.day(1969, 1976)
    town = _Town(chance, place, chance.choice(districts), area, post)
    person: Person = {
        "姓名": chance.name(sex),
        "性别": sex,
        "身份证号": id_number(chance, region, birth, sex),
        "出生日期": birth,
        "参保身份": chance.choices(("企业职工", "灵活就业人员", "机关事业单位人员"), (6, 2, 2))[0],
        "城市": place[3:],
    }
    person |= _contact(chance, town, region)
    person |= _employer(chance, town, region)
    person |= _career(chance, birth, sex, town, str(person["单位名称"]))
    person |= _family(chance, town, region, sex)
    person |= _office(chance, town, person)
    for field in dictionary():
        if field.kind == "是否" and field.name not in person and not field.derive:
            person[field.name] = chance.yes()
    return derive(person)[0]


class _Town:
    """Where somebody lives, and how things are called there."""

    def __init__(self, chance: Chance, place: str, district: str, area: str, post: str) -> None:
        self.chance, self.place, self.district, self.area, self.post = chance, place, district, area, post
        self.short = place[-3:] if place.endswith("市") else place

    def address(self) -> str:
        """Where somebody lives."""
        c, start = self.chance, f"{self.place}{self.district}"
        if c.random() < 0.3:
            return f"{start}{c.choice(words.TOWNS)}{c.choice(words.VILLAGES)}{c.randint(1, 12)}组{c.randint(1, 150)}号"
        estate = f"{c.choice(words.ESTATES)}{c.randint(1, 40)}号楼" if c.random() < 0.6 else f"{c.randint(1, 300)}号"
        room = f"{c.randint(1, 5)}单元{c.randint(1, 18)}0{c.randint(1, 4)}室" if "号楼" in estate else ""
        return f"{start}{c.choice((c.choice(words.ROADS), c.choice(words.TOWNS)))}{estate}{room}"

    def household(self) -> str:
        """Where somebody is registered: shorter."""
        c = self.chance
        return f"{self.place}{self.district}" + c.choice(
            (c.choice(words.TOWNS), c.choice(words.ROADS) + f"{c.randint(1, 99)}号")
        )

    def company(self) -> str:
        """An employer."""
        c = self.chance
        head = c.choice((self.short, self.short, self.district, ""))
        return f"{head}{c.choice(words.BRANDS)}{c.choice(words.TRADES)}{c.choice(words.ENDINGS)}"

    def works(self) -> str:
        """What employers were called before."""
        return f"{self.chance.choice((self.short, self.district))}{self.chance.choice(words.OLD)}"

    def bank(self) -> str:
        """A branch of a bank."""
        c = self.chance
        place = c.choice((self.short[:-1], self.district[:-1] if len(self.district) > 2 else ""))
        return f"{c.choice(words.BANKS)}{place}{c.choice(words.BRANCHES)}"

    def phone(self) -> str:
        """A telephone on a desk."""
        return f"{self.area}-{self.chance.choice('2345678')}{self.chance.digits(6)}"


def _contact(chance: Chance, town: _Town, region: str) -> Person:
    mobile = chance.phone()
    return {
        "个人编号": f"{region}{chance.digits(chance.choice((6, 6, 8)))}",
        "民族": chance.choice(words.NATIONS),
        "政治面貌": chance.choice(words.PARTY),
        "文化程度": chance.choice(words.SCHOOLING),
        "健康状况": chance.choice(words.HEALTH),
        "本人联系电话": mobile,
        "亲属联系电话": chance.phone(),
        "寄递联系电话": mobile,
        "联系地址": town.address(),
        "亲属姓名": chance.name(chance.choice("男女")),
        "亲属关系": chance.choice(words.KIN),
        "户籍所在地": town.household(),
        "退休后居住地": town.address(),
        "快递地址": town.address(),
        "邮政编码": town.post + chance.digits(2),
        "社保卡银行账号": card(chance),
        "社保卡发放银行": town.bank(),
        "公积金银行卡号": card(chance),
        "公积金开户银行": town.bank(),
        "代办人姓名": chance.name("男"),
        "代办人身份证号": id_number(chance, region, chance.day(1970, 1995), "男"),
    }


def _employer(chance: Chance, town: _Town, region: str) -> Person:
    code = f"91{region}00MA{chance.digits(1)}{''.join(chance.choices('0123456789ABCDEFGHJKLMNPQRTUWXY', k=6))}"
    start = chance.day(2025, 2026)
    days = [f"{start[:8]}{min(int(start[8:]) + n, 28):02}" for n in (0, 5, 6)]
    return {
        "单位名称": town.company(),
        "统一社会信用代码": code + uscc.calc_check_digit(code),
        "单位地址": f"{town.place}{town.district}{chance.choice(words.ROADS)}{chance.randint(1, 400)}号",
        "单位联系电话": town.phone(),
        "经办人": chance.name(chance.choice("男女")),
        "经办人电话": chance.phone(),
        "请示日期": start,
        "欠费原因": chance.choice(words.ARREARS),
        "公示开始日期": days[0],
        "公示结束日期": days[1],
        "公示落款日期": days[0],
        "公示证明日期": days[2],
        "公示地点": chance.choice(words.SIGNS),
        "公示结果": chance.choice(("无异议", "无异议", "有异议")),
        "异议处理情况": chance.choice(words.OBJECTIONS),
        "异议受理电话": town.phone(),
        "人社监督电话": town.phone(),
        "申请日期": start,
        "告知日期": start[:7],
    }


def _career(chance: Chance, birth: str, sex: str, town: _Town, employer: str) -> Person:
    began = shift(birth[:7], chance.randint(17 * 12, 22 * 12))
    insured = max("1986-10", shift(began, chance.randint(0, 60)))
    retires = shift(birth[:7], (60 if sex == "男" else 50) * 12 + chance.randint(0, 8))
    regarded, paid = max(between(began, insured), 0), between(insured, retires)
    moment = _moments(chance, began, insured, retires, birth)
    return {
        **moment,
        "参加工作认定材料": chance.choice(words.PROOFS),
        "最早用工形式": chance.choice(("固定工", "合同工")),
        "最早出生日期记载材料": chance.choice(words.PROOFS),
        "档案存放单位": f"{town.short}{chance.choice(('人才服务中心', '人力资源和社会保障局', '公共就业服务中心'))}",
        "视同缴费年限": duration.normal(regarded),
        "实际缴费年限": duration.normal(paid),
        "缴费年限": duration.normal(regarded + paid),
        "本地缴费年限": duration.normal(paid),
        "扣减工龄": duration.normal(chance.randint(1, 40)),
        "扣减工龄原因": chance.choice(("长期病假", "除名", "劳动教养", "中断缴费")),
        "退休类别": chance.choices(tuple(dictionary()["退休类别"].choices), (6, 3, 3, 3, 1, 1))[0],
        "原法定退休年龄": "男60" if sex == "男" else chance.choice(("女55", "女50")),
        "特殊工种名称": chance.choice(words.SPECIAL),
        "特殊工种从业年限": duration.normal(chance.randint(96, 260)),
        "特殊工种从业经历": _history(chance, began, shift(began, 150), town, None, 2),
        "工作简历": _history(chance, began, retires, town, employer, chance.randint(2, 4)),
        "工作期间情况": chance.sample(("上学", "长期病假", "除名", "自动离职"), chance.choice((1, 1, 2))),
        "工作岗位": chance.choice(("管理岗位", "专业技术岗位", "生产操作岗位")),
        "职务或工种": chance.choice(words.JOBS),
        "确认退休年龄": f"P{60 if sex == '男' else 50}Y{chance.randint(0, 8)}M",
        **_salary(chance, town),
    }


def _moments(chance: Chance, began: str, insured: str, retires: str, birth: str) -> Person:
    def spell(longest: int) -> str:
        start = shift(began, chance.randint(6, 200))
        return f"{start}/{shift(start, chance.randint(3, longest))}"

    def maybe_day(month: str) -> str:
        return f"{month}-{chance.randint(1, 28):02}" if chance.random() < 0.4 else month

    return {
        "参加工作时间": maybe_day(began),
        "档案最早记载出生日期": birth if chance.random() < 0.8 else birth[:7],
        "参保日期": maybe_day(insured),
        "建账日期": max("1996-01", insured),
        "符合退休条件时间": maybe_day(retires),
        "拟退休时间": maybe_day(retires),
        "批准退休时间": maybe_day(retires),
        "待遇执行时间": shift(retires, 1),
        "连续工龄起算时间": began,
        "视同缴费起止时间": f"{began}/{insured}" if began < insured else f"{insured}/{shift(insured, 12)}",
        "在本单位工作时间": f"{shift(began, 60)}/{retires}",
        "上学时间": spell(48),
        "长期病假时间": spell(24),
        "除名时间": spell(24),
        "自动离职时间": spell(24),
        "开除时间": spell(24),
        "劳动教养时间": spell(24),
        "欠费期间": f"{shift(retires, -30)}/{shift(retires, -chance.randint(1, 20))}",
    }


def _history(chance: Chance, start: str, end: str, town: _Town, now: str | None, entries: int) -> list[str]:
    months = max(between(start, end), entries * 8)
    cuts = sorted(chance.sample(range(6, months - 1), entries - 1))
    begins = [0, *cuts]
    lines = []
    for number, begin in enumerate(begins):
        last = number + 1 == entries
        until = ".." if last and now else shift(start, (begins[number + 1] if not last else months) - 1)
        where = now if last and now else town.works() if number == 0 else chance.choice((town.works(), town.company()))
        lines.append(f"{shift(start, begin)}/{until} {where}")
    return lines


def _salary(chance: Chance, town: _Town) -> Person:
    parts = [chance.randint(60_000, 400_000) / 100 for _ in range(4)]
    base = chance.randint(3_000, 9_000)
    office = chance.choice(("人社", "组", "教"))
    own, firm = round(base * 0.08 * 6, 2), round(base * 0.16 * 6, 2)
    return {
        "职务级别": chance.choice(words.LEVELS),
        "退休批文文号": f"{office}退〔{chance.randint(2024, 2026)}〕{chance.randint(1, 300)}号",
        "退休批准机关": f"{town.district}{chance.choice(('人力资源和社会保障局', '委组织部', '教育局'))}",
        "职务变动情况": [f"{chance.month(2014, 2018)}/{chance.month(2019, 2024)} 任{chance.choice(words.LEVELS)}"],
        "工资执行时间": chance.month(2022, 2025),
        "提高退休费比例": chance.choice(("5%", "10%", "15%")),
        "提高退休费事由": chance.choice(words.RAISES),
        "退休工资金额": f"{chance.randint(250_000, 800_000) / 100:.2f}",
        "补缴基数": f"{base:.2f}",
        "单位补缴金额": f"{firm:.2f}",
        "个人补缴金额": f"{own:.2f}",
        "补缴合计": f"{own + firm:.2f}",
        "欠费险种": chance.choice(words.INSURANCES),
        **dict(
            zip(("职务岗位工资", "级别薪级工资", "津贴补贴", "其他工资项目"), (f"{p:.2f}" for p in parts), strict=True)
        ),
        "工资合计": f"{sum(parts):.2f}",
    }


def _family(chance: Chance, town: _Town, region: str, sex: str) -> Person:
    other = "女" if sex == "男" else "男"
    child = chance.choice("男女")
    return {
        "婚姻状况": chance.choices(("已婚", "离异未再婚", "再婚", "丧偶", "未婚"), (7, 1, 1, 1, 1))[0],
        "结婚时间": chance.day(1988, 1996),
        "配偶姓名": chance.name(other),
        "配偶身份证号": id_number(chance, region, chance.day(1964, 1975), other),
        "配偶户籍所在地": town.household(),
        "配偶单位": town.company(),
        "子女姓名": chance.name(child),
        "子女性别": child,
        "子女出生日期": chance.day(1990, 1999),
        "独生子女证号": f"{region}{chance.digits(8)}",
        "独生子女证发证日期": chance.day(1992, 2002),
        "独生子女证发证机关": f"{town.district}计划生育委员会",
        "养老待遇申报方式": chance.choice(("合并申报", "自行申报")),
        "医保征缴申报方式": chance.choice(("合并申报", "自行申报")),
        "奖励金申报方式": chance.choice(("合并申报", "自行申报")),
        "档案丢失情况": chance.choice(words.LOST_HOW),
        "档案丢失原因": chance.choice(words.LOST),
    }


def _office(chance: Chance, town: _Town, person: Person) -> Person:
    day = chance.day(2025, 2026)
    return {
        "附页表名": "办理登记表",
        "文书编号": f"{town.short[:-1]}退告字〔{day[:4]}〕{chance.randint(1, 400)}号",
        "文书日期": day,
        "文书依据": chance.choice(words.RULES),
        "申请事项": chance.choice(words.AFFAIRS),
        "身份证号后四位": str(person["身份证号"])[-4:],
        "办理机关": f"{town.district}{chance.choice(('社会保险事业服务中心', '人力资源和社会保障局', '政务服务中心'))}",
        "机关地址": f"{town.place}{town.district}{chance.choice(words.ROADS)}{chance.randint(1, 300)}号",
        "机关电话": town.phone(),
        "窗口经办人": chance.name(chance.choice("男女")),
        "补正期限": f"{shift(day[:7], 1)}-{chance.randint(1, 28):02}",
        "承诺办结日期": f"{shift(day[:7], 1)}-{chance.randint(1, 28):02}",
        "查询方式": chance.choice(words.QUERIES),
        "复议机关": f"{town.short}人民政府",
        "诉讼法院": f"{town.district}人民法院",
        "复议期限": "六十日",
        "诉讼期限": "六个月",
        "合计份数": str(chance.randint(5, 14)),
        "合计页数": str(chance.randint(15, 90)),
    }


def _continued(c: Chance) -> Person:
    def entry() -> str:
        return f"{c.randint(1985, 2010)}年{c.randint(1, 12)}月在{c.choice(words.OLD)}任{c.choice(words.JOBS)}"

    return {
        "附页项目": c.choice(("工作简历", "退休后居住地", "特殊工种从业经历", "单位名称")),
        "附页内容": "；".join(entry() for _ in range(c.randint(1, 3))),
    }


def _missing(c: Chance) -> Person:
    faults = {"存在问题": c.choice(words.FAULTS), "补正办法": c.choice(words.CURES), "依据条款": c.choice(words.RULES)}
    return {**_material(c), **faults}


def _refused(c: Chance) -> Person:
    return {
        "事项名称": c.choice(words.AFFAIRS),
        "不予理由": c.choice(words.REASONS),
        "依据条款": c.choice(words.RULES),
        "处理办法": c.choice(words.NEXT),
    }


def _material(c: Chance) -> Person:
    return {
        "材料名称": c.choice(words.MATERIALS),
        "材料份数": str(c.randint(1, 3)),
        "材料形式": c.choice(words.FORMS),
        "材料页数": str(c.randint(1, 40)),
        "材料备注": c.choice(words.REMARKS),
    }


_ENTRIES: dict[str, Callable[[Chance], Person]] = {
    "附页条目": _continued,
    "材料清单": _missing,
    "目录": _material,
    "理由清单": _refused,
}


def for_form(chance: Chance, pack: Pack, form: Form) -> Person:
    """Somebody who hands this form in, with some fields left empty."""
    city = pack.id if pack.id in words.REGIONS else chance.choice(sorted(words.REGIONS))
    for _ in range(500):
        person = record(chance, city)
        if presumed(form.applies, person):
            return {n: v for n, v in person.items() if n in _ALWAYS or chance.random() >= _LEFT_OUT}
    raise LookupError(f"nobody hands in {pack.id}/{form.id}")


def items(chance: Chance, name: str, around: Person, pack: Pack) -> Sequence[Person]:
    """What a list of a form shows: people of the same employer, or entries."""
    if name in _ENTRIES:
        return [_ENTRIES[name](chance) for _ in range(chance.randint(2, 5))]
    city = pack.id if pack.id in words.REGIONS else chance.choice(sorted(words.REGIONS))
    return [{**record(chance, city), "单位名称": around["单位名称"]} for _ in range(chance.randint(2, 6))]
