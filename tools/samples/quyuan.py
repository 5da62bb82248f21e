"""屈原管理区: two employers; sex and birth date are left to the ID number."""

from __future__ import annotations

from tools.samples.people import (
    Row,
    Sample,
    Typed,
    answers,
    archive,
    career,
    due,
    early,
    id_number,
    notice,
    service,
    special,
    who,
)

GRAIN, DIKES = "屈原管理区示例粮油有限公司", "岳阳市示例水利建设有限公司"
EMPLOYERS: list[Row] = [
    {
        "单位名称": GRAIN,
        **notice("2026-10-12", "2026-10-26", "厂区大门公示栏", "0730-5550101", "0730-5550103"),
    },
    {
        "单位名称": DIKES,
        **notice("2026-10-14", "2026-10-28", "公司一楼大厅、项目部公示栏", "0730-5550102", "0730-5550103"),
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


def _person(number: int, name: str, sex: str, birth: str, *parts: Row, **more: Typed) -> Row:
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
        "户籍在外地或后迁入": "否",
    }
    row = {**who(number, name, sex, birth), **usual, **archive(birth), **answers(QUESTIONS, "nnnn")}
    for part in (answers(JOINT, "jjs"), *parts):
        row |= part
    del row["性别"], row["出生日期"]  # left blank: they follow from the ID number
    return {**row, **more}


def delivery(number: int, address: str) -> Row:
    """Delivery by post."""
    return {"寄递服务": "是", "邮政编码": "414418", "寄递联系电话": f"1390000{number:04}", "快递地址": address}


def people() -> list[Sample]:
    """The people of ``quyuan.xlsx``."""
    return [*_rewarded(), *_early(), *_other()]


def _rewarded() -> list[Sample]:
    home = "湖南省岳阳市屈原管理区示例镇示例社区11组11号"
    away = "湖北省荆州市监利市示例镇示例村3组"
    long = (
        "湖南省岳阳市屈原管理区示例镇示例大道与示例二路交汇处东南角示例花园二期"
        "（原示例农场职工宿舍区）12号楼3单元1202室"
    )
    return [
        Sample(
            "男60，正常退休；已婚，申请独生子女奖励金，资料齐全；三项都合并申报",
            _person(
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
            _person(
                12, "彭秀英", "女", "1976-03-21", due("1976-03-21", "女50"), service("1995-09", "1995-09", "2026-11"),
                career(("1995-09", f"在{GRAIN}工作")),
                answers(JOINT, "jjj"), papers("yyyy", "ny", "ynynyynyn"),
                child("周子示", "男", "2000-08-08", "屈独字第000012号", "2001-03"),
                申请独生子女奖励金="是", 婚姻状况="离异未再婚", 申请日期="2026-11-02",
            ),
        ),
        Sample(
            "女55，正常退休；再婚，申请奖励金；户籍在外地（婚育证明）；寄递服务，地址很长",
            _person(
                13, "周美华", "女", "1971-06-03", due("1971-06-03", "女55"), service("1991-07", "1992-07", "2026-11"),
                career(("1991-07", f"在{DIKES}工作")), delivery(13, long),
                answers(JOINT, "jjj"), papers("yyyy", "ny", "yyyyyynyy"),
                spouse(13, "许建设", "男", "1968-09-12", "2005-05-01", "无固定单位", away),
                child("李一示", "男", "1996-11-02", "监独字第000013号", "1997-09"),
                户籍所在地=away, 户籍在外地或后迁入="是", 退休后居住地=long, 单位名称=DIKES, 职务或工种="会计",
                申请独生子女奖励金="是", 婚姻状况="再婚", 独生子女证发证机关="监利市示例镇计划生育办公室",
                申请日期="2026-11-03",
            ),
        ),
        Sample(
            "男60，正常退休；丧偶，申请奖励金：方案没有写丧偶交什么，夫妻身份证、结婚证、婚姻证明三问未答",
            _person(
                14, "李大同", "男", "1966-07-09", due("1966-07-09", "男60"), service("1986-02", "1992-07", "2026-12"),
                career(("1986-02", f"在{DIKES}工作")),
                answers(JOINT, "jjj"), papers("yyyy", "yn", "y.y..nyyn"),
                child("李青示", "女", "1993-12-12", "屈独字第000014号", "1994-10"),
                单位名称=DIKES, 职务或工种="工程师", 申请独生子女奖励金="是", 婚姻状况="丧偶", 申请日期="2026-12-01",
            ),
        ),
    ]  # fmt: skip


def _early() -> list[Sample]:
    ill = "因病或非因工致残完全丧失劳动能力提前退休"
    return [
        Sample(
            "特殊工种提前退休（男55）；不申请奖励金；资料用“√”“×”作答",
            _person(
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
            _person(
                16, "何春桃", "女", "1980-05-08", early("1980-05-08", "女50", ill, "2026-10-15", "2026-11-15"),
                service("2000-04", "2000-04", "2026-11"), career(("2000-04", f"在{GRAIN}工作")),
                papers("yyyy", "ny"), 婚姻状况="未婚", 申请日期="2026-11-03",
            ),
        ),
    ]  # fmt: skip


def _other() -> list[Sample]:
    away = "湖南省益阳市南县示例镇示例村5组"
    return [
        Sample(
            "灵活就业人员（女55）：没有单位，不做公示；户籍在外地；医保、奖励金自行申报；寄递服务；没有公积金",
            _person(
                17, "谭玉兰", "女", "1971-07-22", due("1971-07-22", "女55"),
                service("1996-04", "1996-04", "2026-12", unpaid=24),
                career(("1996-04", "在岳阳市示例针织厂工作"), ("2003-01", "待业"), ("2005-01", "灵活就业")),
                answers(JOINT, "jss"), papers("yyyn", "nn"), delivery(17, "湖南省岳阳市屈原管理区示例镇示例街9号"),
                户籍所在地=away, 户籍在外地或后迁入="是", 参保身份="灵活就业人员", 单位名称="", 职务或工种="灵活就业", 公积金掌上办理="否",
                申请日期="2026-12-01",
            ),
        ),
        Sample(
            "男60，正常退休；四个“无法办理情况”里“转移未办理”答“是”，先办转移",
            _person(
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
            _person(
                19, "向小芳", "女", "1976-10-19", due("1976-10-19", "女50", "弹性提前退休", "2026-12-19"),
                service("1997-05", "1997-05", "2026-12"), career(("1997-05", f"在{DIKES}工作")),
                papers("yyyy", "ny"), 民族="土家族", 单位名称=DIKES, 申请日期="2026-12-01",
            ),
        ),
        Sample(
            "弹性延迟退休（女55，法定2025年4月，延至2026年11月），申请表也没有这一选项（! 请核对）；"
            "四问、资料和奖励金都未答（! 请核对）",
            _person(
                20, "蒋淑芬", "女", "1970-03-08", due("1970-03-08", "女55", "弹性延迟退休", "2026-11-08"),
                service("1990-10", "1992-07", "2026-11"), career(("1990-10", f"在{GRAIN}工作")),
                dict.fromkeys((*QUESTIONS, *JOINT, "申请独生子女奖励金", "婚姻状况", "寄递服务", "公积金掌上办理"), ""),
                职务或工种="统计", 申请日期="2026-11-02",
            ),
        ),
    ]  # fmt: skip
