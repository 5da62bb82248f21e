"""Draw the first drafts of 亳州's papers: ``python tools/drafts/bozhou.py`` writes templates/bozhou/.

The plan shows no form. It names the 联办申请表 (its annex 2, which our copy lacks) and the 表格 of its annex 5, so
their layout is ours; ``public_notice`` and ``commitment`` do not occur in it at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from paper import FANGSONG, HEI, SONG, TITLE, Cell, Checkbox, Inline, P, Paper, Row, Table, u, write

OUT = Path(__file__).resolve().parents[2] / "templates" / "bozhou"

SPACE = "\u3000"  # the full-width space: as wide in every Chinese font
DATE = f"{SPACE * 3}年{SPACE * 2}月{SPACE * 2}日"
HOUSEHOLD = f"{3 * SPACE}省{3 * SPACE}市{3 * SPACE}县（市、区）{4 * SPACE}乡镇（街道）{4 * SPACE}村（社区）"
ILLNESS = "因病或非因工致残完全丧失劳动能力提前退休"
MARGINS = (18, 14, 20, 20)
GRID = (26, 34, 19, 34, 23, 34)  # three labels with their values, or two: label, value over two, label, value over two

# Annex 4: the matters with their offices, and the field by which a person asks for each.
LABOUR, MEDICAL = "市人力资源社会保障局", "市医疗保障局"
MATTERS: list[tuple[str, str, str]] = [
    ("职工养老保险待遇申领", LABOUR, "申请养老待遇"),
    ("社会保险费欠费补缴申报", LABOUR, "申请欠费补缴"),
    ("职工养老保险待遇发放账户变更", LABOUR, "申请账户变更"),
    ("工伤保险伤残津贴待遇补差", LABOUR, "申请伤残津贴补差"),
    ("城镇职工基本养老保险关系异地转移接续", LABOUR, "申请异地转移"),
    ("机关事业单位基本养老保险与城镇企业职工基本养老保险转移接续", LABOUR, "申请机关企业转移"),
    ("城镇职工基本养老保险与城乡居民基本养老保险转移接续", LABOUR, "申请城乡居民转移"),
    ("多重养老保险关系个人账户退费", LABOUR, "申请多重账户退费"),
    ("失业保险金停发", LABOUR, "申请失业金停发"),
    ("劳动用工（解聘）备案", LABOUR, "申请解聘备案"),
    ("职工基本医疗保险在职转退休信息变更", MEDICAL, "申请医保在职转退休"),
    ("退休职工医疗保险累计缴费年限确认", MEDICAL, "申请医保年限确认"),
    ("企业退休职工领取独生子女父母光荣证一次性奖励", "市卫生健康委员会", "申请独生子女奖励金"),
    ("退休职工住房公积金提取", "市住房公积金管理中心", "申请提取公积金"),
]


# --- tags and small parts -------------------------------------------------------------------------------------


def tag(field: str, filters: str = "") -> str:
    """``{{ field|filters }}``."""
    return f"{{{{ {field}{'|' + filters if filters else ''} }}}}"


def blank(field: str, characters: int) -> str:
    """A tag that leaves room to write where there is no value."""
    return tag(field, f'blank("{SPACE * characters}")')


def box(field: str, option: str) -> Checkbox:
    """The box of an option."""
    return Checkbox(tag(field, f'tick("{option}")'))


def boxes(field: str, *options: str | tuple[str, str], gap: int = 2) -> list[Inline]:
    """Boxes before their options; a pair is the option and the word that is printed for it."""
    out: list[Inline] = []
    for item in options:
        option, shown = (item, item) if isinstance(item, str) else item
        out += [box(field, option), shown + SPACE * gap]
    out[-1] = str(out[-1]).rstrip(SPACE)
    return out


def yes_no(field: str) -> list[Inline]:
    """□是 □否."""
    return boxes(field, "是", "否", gap=1)


def sheet(name: str, landscape: bool = False) -> Paper:
    """Without the gap beside digits, so that the engine's widths hold in Word and WPS."""
    margins = (18, 14, 15, 15) if landscape else MARGINS
    return Paper(name, margins=margins, landscape=landscape, latin_gap=False)


def title(text: str, size: float = 20, after: float = 8) -> P:
    """The title in 小标宋."""
    return P(text, align="center", font=TITLE, size=size, line=round(size * 1.5), after=after, keep_next=True)


def dated(after: str = "") -> P:
    """The day on which a person's form is filled in, at the right over the table."""
    text = f"填表日期：{tag('申请日期', '日期')}{after}"
    return P(text, font=SONG, size=10.5, line=18, align="right", right=1, keep_next=True)


def text(content: Inline | Sequence[Inline], **look: object) -> P:
    """A paragraph of a cell's text."""
    return P(content, **{"font": SONG, "size": 10.5, "line": 14, **look})  # type: ignore[arg-type]


def form(widths: Sequence[float], rows: Sequence[Row]) -> Table:
    """A form's table."""
    return Table(widths, rows, font=SONG, size=10.5, line=14)


def bar(name: str, span: int = 6) -> Row:
    """A section's name over the whole width."""
    return Row([Cell(name, span=span, font=HEI)], 8)


def three(*pairs: tuple[str, str], height: float = 10) -> Row:
    """Three labels with their values, in GRID."""
    return Row([part for pair in pairs for part in pair], height)


def two(*pairs: tuple[str, str | P], height: float = 10) -> Row:
    """Two labels with their values, in GRID."""
    return Row([part for name, value in pairs for part in (name, Cell(value, span=2))], height)


def wide(name: str, value: str | P | Sequence[P], height: float = 10, align: str = "left", span: int = 5) -> Row:
    """A label and a value over the rest of the row."""
    return Row([name, Cell(value, span=span, align=align)], height)


def ticked(name: str, content: Sequence[Inline], height: float = 10, span: int = 5) -> Row:
    """A label and its boxes."""
    return wide(name, text(content, left=0.5), height, span=span)


def sign(label: str, width: int = 7) -> str:
    """A label and room to sign."""
    return f"{label}：{SPACE * width}"


def statement(name: str, says: str, who: str, height: float, span: int = 5) -> Row:
    """A row with what the applicant declares, and the place for the signature and date."""
    parts = [
        text(says, indent=2, align="both", line=17),
        text(sign(who, 9), align="right", right=6, line=20, before=6),
        text(DATE, align="right", right=2, line=20),
    ]
    return Row([name, Cell(parts, span=span)], height)


def opinion(heading: str, signers: Sequence[str], span: int, room: float = 12, seal: bool = True) -> Cell:
    """An opinion's cell: heading, room to write, who signs, place for the seal, date."""
    body = [text(heading, line=18)] if heading else []
    body += [text(sign(who), line=19, left=1.5, before=room if n == 0 else 0) for n, who in enumerate(signers)]
    body += [text("（盖章）", align="right", right=4, line=19)] if seal else [text("", line=19)]
    return Cell([*body, text(DATE, align="right", right=1, line=19)], span=span)


# --- 联办申请表 -------------------------------------------------------------------------------------------------


def application() -> Paper:
    """The joint application: who, which of the 14 matters, and what is handed on to other offices."""
    name = "亳州市参保职工“退休一件事”联办申请表"
    rows = [*_applicant(), *_matters(), *_application_end()]
    return sheet(name).add(title(name), dated(), form((12, 14, 52, 26, 44, 22), rows))


def _applicant() -> list[Row]:
    def pair(left: str, value: str, right: str, other: str) -> Row:
        return Row([Cell(left, span=2), value, right, Cell(other, span=2)], 10)

    status = text(boxes("参保身份", "企业职工", "机关事业单位人员", "灵活就业人员"), align="center")
    return [
        pair("姓　　名", tag("姓名"), "身份证号码", tag("身份证号")),
        Row([Cell("参保单位", span=2), Cell(tag("单位名称"), span=4)], 9),
        Row([Cell("参保身份", span=2), Cell(status, span=4)], 9),
        pair("养老保险\n缴费月数", tag("缴费年限", "月数"), "养老待遇\n执行时间", tag("待遇执行时间", "年月")),
        Row([Cell("联系方式", span=2), Cell(tag("本人联系电话"), span=4)], 9),
    ]


def _matters() -> list[Row]:
    rows = [
        bar("申请联办事项（在申请办理的事项后打√）"),
        Row([Cell("序号", font=HEI), Cell("事项名称", span=3, font=HEI), *_heads("责任单位", "申请办理")], 7.5),
    ]
    for number, (name, office, field) in enumerate(MATTERS, 1):
        height = 11 if len(name) > 24 else 8
        tick = Cell(text(box(field, "是"), align="center"))
        rows.append(Row([str(number), Cell(name, span=3, align="left"), office, tick], height))
    return rows


def _heads(*names: str) -> list[Cell]:
    return [Cell(name, font=HEI) for name in names]


def _application_end() -> list[Row]:
    says = (
        "本人申请办理以上所选的联办事项，所填写的内容和提交的材料真实、准确、完整，如有不实，愿意承担相应的法律责任。"
    )
    signed = [
        text(says, indent=2, align="both", line=16),
        text(f"{sign('申请人（签名）', 8)}{DATE}", align="right", right=2, line=20, before=5),
    ]
    window = [
        text(f"□ 受理{SPACE * 3}□ 不予受理，原因：", line=18),
        text(f"{sign('经办人（签名）', 8)}（盖章）{SPACE * 2}{DATE}", align="right", right=2, line=20, before=14),
    ]
    return [
        Row([Cell("申请人\n声　明", span=2), Cell(signed, span=4)], 26),
        Row([Cell("受理窗口\n意　见", span=2), Cell(window, span=4)], 26),
    ]


# --- 企业职工退休申请表 -------------------------------------------------------------------------------------------


def retirement_application() -> Paper:
    """亳州市企业职工退休申请表, one page."""
    name = "亳州市企业职工退休申请表"
    rows = [*_person(), *_service(), *_career(32), *_payment(), *_retirement_opinions()]
    return sheet(name).add(title(name, 22), dated(), form(GRID, rows))


def _person() -> list[Row]:
    return [
        two(("姓　　名", tag("姓名")), ("身份证号码", tag("身份证号"))),
        three(("性　　别", tag("性别")), ("民　　族", tag("民族")), ("出生日期", tag("出生日期"))),
        two(("个人编号", tag("个人编号")), ("联系电话", tag("本人联系电话")), height=9),
        wide("参保单位", tag("单位名称"), 9),
        wide("户籍所在地", tag("户籍所在地", f'blank("{HOUSEHOLD}")'), 10),
        wide("退休后居住地", tag("退休后居住地"), 10),
    ]


def _service() -> list[Row]:
    """Dates, years and kind of retirement, with the post."""
    due = three(
        ("职务或工种", tag("职务或工种")),
        ("符合退休\n条件时间", tag("符合退休条件时间")),
        ("拟退休时间", tag("拟退休时间")),
        height=14.5,
    )
    post = three(
        ("特殊工种名称", tag("特殊工种名称")),
        ("特殊工种\n从业年限", tag("特殊工种从业年限")),
        ("原法定\n退休年龄", tag("原法定退休年龄")),
        height=11,
    )
    return [*_dates_and_years(), due, post]


def _dates_and_years() -> list[Row]:
    """The archive's birth date, the beginnings, the contribution years and 退休类别."""
    archive = two(
        ("档案最早记载\n出生日期", tag("档案最早记载出生日期")),
        ("最早出生日期\n记载材料", tag("最早出生日期记载材料")),
        height=11,
    )
    begin = three(("参加工作时间", tag("参加工作时间")), ("参保日期", tag("参保日期")), ("建账日期", tag("建账日期")))
    return [archive, begin, _years(), Row(["退休类别", Cell(_kinds(), span=5)], 14.5)]


def _years() -> Row:
    """Contribution years: deemed, real, all."""
    return three(
        (f"视同缴费\n年{SPACE * 2}限", tag("视同缴费年限")),
        (f"实际缴费\n年{SPACE * 2}限", tag("实际缴费年限")),
        (f"累计缴费\n年{SPACE * 2}限", tag("缴费年限")),
        height=11,
    )


def _kinds() -> list[P]:
    """退休类别 in two lines of boxes."""
    first = boxes("退休类别", "正常退休", "弹性提前退休", "弹性延迟退休", "特殊工种提前退休", gap=1)
    second = boxes("退休类别", ILLNESS, "退职", gap=1)
    return [text(line, line=17, left=0.5) for line in (first, second)]


def _career(height: float) -> list[Row]:
    return [wide("工作简历", tag("工作简历"), height)]


def _payment() -> list[Row]:
    return [two(("养老金\n发放银行", tag("社保卡发放银行")), ("社保卡\n银行账号", tag("社保卡银行账号")), height=11)]


def _retirement_opinions() -> list[Row]:
    says = "本人申请办理退休手续，所填写的内容和提交的材料真实、准确、完整，如有不实，愿意承担相应的法律责任。"
    employer = opinion("参保单位意见：", ["经办人", "负责人"], 3, 6)
    office = opinion("人力资源社会保障部门意见：", ["经办人", "负责人"], 3, 6)
    return [statement("本人申请", says, "申请人（签名）", 30), Row([employer, office], 38)]


# --- 离退休人员社会化管理服务基本信息表 ----------------------------------------------------------------------------


def social_service_form() -> Paper:
    """离退休人员社会化管理服务基本信息表, one page with a place for the photo."""
    name = "离退休人员社会化管理服务基本信息表"
    rows = [*_retiree(), *_retired_from(), *_home(), *_relative(), *_service_opinions()]
    return sheet(name).add(title(name, after=10), dated(), form((27, 50, 27, 34, 32), rows))


def _retiree() -> list[Row]:
    def pair(left: str, value: str, right: str, other: str, last: Cell | None, height: float = 11) -> Row:
        return Row([left, value, right, other, last], height)

    photo = Cell("照　　片", rows=4)
    return [
        pair("姓　　名", tag("姓名"), "性　　别", tag("性别"), photo),
        pair("身份证号码", tag("身份证号"), "出生日期", tag("出生日期"), None),
        pair("民　　族", tag("民族"), "文化程度", tag("文化程度"), None),
        pair("政治面貌", tag("政治面貌"), "婚姻状况", tag("婚姻状况"), None),
    ]


def _halves(left: str, value: str, right: str, other: str, height: float = 11) -> Row:
    return Row([left, value, right, Cell(other, span=2)], height)


def _retired_from() -> list[Row]:
    return [
        wide("原工作单位", tag("单位名称"), 11, span=4),
        _halves("职务或工种", tag("职务或工种"), "健康状况", tag("健康状况"), 11.5),
        _halves("参加工作时间", tag("参加工作时间"), "退休时间", tag("批准退休时间")),
        _halves("退休类别", tag("退休类别"), "待遇执行时间", tag("待遇执行时间", "年月"), 11.5),
        _halves("养老金\n发放银行", tag("社保卡发放银行"), "社保卡\n银行账号", tag("社保卡银行账号"), 11.5),
    ]


def _home() -> list[Row]:
    return [
        wide("户籍所在地", tag("户籍所在地", f'blank("{HOUSEHOLD}")'), 11.5, span=4),
        wide("现居住地址", tag("退休后居住地", f'blank("{HOUSEHOLD}")'), 11.5, span=4),
        wide("联系电话", tag("本人联系电话"), 10, "center", span=4),
    ]


def _relative() -> list[Row]:
    return [
        _halves("亲属姓名", tag("亲属姓名"), "与本人关系", tag("亲属关系")),
        wide("亲属联系电话", tag("亲属联系电话"), 10, "center", span=4),
    ]


def _service_opinions() -> list[Row]:
    says = "本人确认以上信息真实、准确，今后有变动的，及时告知。"
    employer, receiver = "移交单位（参保单位）意见：", "社会化管理服务机构意见："
    return [
        statement("本人确认", says, "本人签名", 30, span=4),
        Row([opinion(employer, ["经办人"], 2, 16), opinion(receiver, ["经办人"], 3, 16)], 42),
    ]


# --- 机关事业单位工资表 -------------------------------------------------------------------------------------------


def wage_form() -> Paper:
    """机关事业单位工资表: what a person earned last, by its parts."""
    name = "机关事业单位工资表"
    table = form(GRID, [*_office_person(), *_pay(), *_pay_opinions()])
    return sheet(name).add(title(name, 22, after=10), dated(f"{SPACE * 2}单位：元/月"), table)


def _office_person() -> list[Row]:
    """Who it is, for the forms of 机关事业单位."""
    return [
        two(("姓　　名", tag("姓名")), ("身份证号码", tag("身份证号")), height=11),
        three(("性　　别", tag("性别")), ("民　　族", tag("民族")), ("出生日期", tag("出生日期")), height=11),
        wide("工作单位", tag("单位名称"), 11),
        two(("职务职级\n（岗位等级）", tag("职务级别")), ("参加工作时间", tag("参加工作时间")), height=12),
    ]


PAY = [
    ("职务（岗位）工资", "职务岗位工资"),
    ("级别（薪级）工资", "级别薪级工资"),
    ("津贴补贴", "津贴补贴"),
    ("其　　他", "其他工资项目"),
    ("合　　计", "工资合计"),
]


def _pay() -> list[Row]:
    head = [Cell("工资项目", span=2, font=HEI), Cell("月标准", span=2, font=HEI), Cell("备　　注", span=2, font=HEI)]
    lines = [Row([Cell(name, span=2), Cell(tag(field), span=2), Cell("", span=2)], 14) for name, field in PAY]
    when = two(("工资标准\n执行时间", tag("工资执行时间")), ("退休时间", tag("批准退休时间")), height=12)
    return [when, bar("退休时工资构成"), Row(head, 9), *lines]


def _pay_opinions() -> list[Row]:
    says = "以上工资项目和标准已经本人核对，与本人实际情况一致。"
    return [
        statement("本人确认", says, "本人签名", 30),
        Row(
            [
                opinion("单位意见：", ["经办人", "负责人"], 3, 20),
                opinion("主管部门（工资管理部门）意见：", ["经办人", "负责人"], 3, 20),
            ],
            50,
        ),
    ]


# --- 机关事业单位参保人员申领基本养老金审核表 -----------------------------------------------------------------------


def pension_review() -> Paper:
    """机关事业单位参保人员申领基本养老金审核表, one page."""
    name = "机关事业单位参保人员申领基本养老金审核表"
    rows = [*_office_person(), *_office_service(), *_office_payment(), *_office_opinions()]
    return sheet(name).add(title(name), dated(), form(GRID, rows))


def _office_service() -> list[Row]:
    retired = three(
        ("退休类别", tag("退休类别")),
        ("批准退休\n时　　间", tag("批准退休时间")),
        ("待遇执行\n时　　间", tag("待遇执行时间", "年月")),
        height=15,
    )
    changed = f"2014年10月至2024年10月内职务变动（包含晋升和降职）：{SPACE}"
    return [
        three(("参保日期", tag("参保日期")), ("建账日期", tag("建账日期")), ("个人编号", tag("个人编号")), height=11),
        _years(),
        retired,
        two(("退休批准机关", tag("退休批准机关")), ("退休批文文号", tag("退休批文文号")), height=11.5),
        Row([Cell("职务变动", rows=2), Cell(text([changed, *yes_no("职务变动")], left=0.5), span=5)], 9),
        Row([None, Cell(tag("职务变动情况"), span=5, align="left")], 22),
    ]


def _office_payment() -> list[Row]:
    return [
        two(("养老金\n发放银行", tag("社保卡发放银行")), ("社保卡\n银行账号", tag("社保卡银行账号")), height=11),
        two(("联系电话", tag("本人联系电话")), ("现居住地址", tag("退休后居住地")), height=16),
    ]


def _office_opinions() -> list[Row]:
    says = "本人申请领取基本养老金，所填写的内容和提交的材料真实、准确、完整，如有不实，愿意承担相应的法律责任。"
    return [
        statement("本人申请", says, "申请人（签名）", 31),
        Row(
            [
                opinion("单位意见：", ["经办人", "负责人"], 3, 14),
                opinion("社会保险经办机构审核意见：", ["经办人", "复核人"], 3, 14),
            ],
            45,
        ),
    ]


# --- 提高退休费比例补贴审核表 --------------------------------------------------------------------------------------


def ratio_review() -> Paper:
    """提高退休费比例补贴审核表, one page."""
    name = "提高退休费比例补贴审核表"
    proof = "（荣誉证书、表彰文件、任职或从业年限证明等的名称、文号、日期）"
    rows = [
        *_office_person(),
        two(("批准退休时间", tag("批准退休时间")), ("待遇执行时间", tag("待遇执行时间", "年月")), height=11),
        two(("退休批准机关", tag("退休批准机关")), ("退休批文文号", tag("退休批文文号")), height=11.5),
        wide("提高退休费\n比例的事由", tag("提高退休费事由"), 30),
        wide("申请提高的\n比　　例", tag("提高退休费比例"), 11, align="center"),
        Row(["相关材料", Cell(text(proof, line=17), span=5, valign="top")], 34),
        *_ratio_opinions(),
    ]
    return sheet(name).add(title(name, 22, after=10), dated(), form(GRID, rows))


def _ratio_opinions() -> list[Row]:
    says = "本人所填写的内容和提交的材料真实、准确、完整，如有不实，愿意承担相应的法律责任。"
    offices = [("单位意见：", 2), ("主管部门意见：", 2), ("审核部门意见：", 2)]
    cells = [opinion(heading, ["经办人", "负责人"], span, 20) for heading, span in offices]
    return [statement("本人申请", says, "申请人（签名）", 32), Row(cells, 50)]


# --- 机关事业单位退休（退职）人员信息审核花名册 ----------------------------------------------------------------------

# Column heading, width in mm, tag. The list goes to the office only; it is not posted.
ROSTER: list[tuple[str, float, str]] = [
    ("序号", 10, tag("人.序号")),
    ("姓名", 24, tag("人.姓名")),
    ("性别", 10, tag("人.性别")),
    ("身份证号码", 37, tag("人.身份证号")),
    ("出生日期", 26, tag("人.出生日期")),
    ("参加工作\n时间", 26, tag("人.参加工作时间")),
    ("职务职级\n（岗位等级）", 26, tag("人.职务级别")),
    ("退休类别", 23, tag("人.退休类别")),
    ("批准退休\n时间", 26, tag("人.批准退休时间")),
    ("退休批文文号", 26, tag("人.退休批文文号")),
    ("待遇执行\n时间", 21, tag("人.待遇执行时间", "年月")),
    ("备注", 12, ""),
]


def roster_review() -> Paper:
    """机关事业单位退休（退职）人员信息审核花名册 of one employer, landscape; it may run over several pages."""
    name = "机关事业单位退休（退职）人员信息审核花名册"
    paper = Paper(name, margins=(18, 15, 15, 15), landscape=True, page_numbers=True, latin_gap=False)
    return paper.add(title(name), _filed_by(), _people(ROSTER, 11, 9), *_list_end(("审核人", "复核人"), "审核单位"))


def _filed_by() -> P:
    """The employer over its list."""
    code = blank("统一社会信用代码", 10)
    parts = f"填报单位：{blank('单位名称', 18)}{SPACE * 2}统一社会信用代码：{code}"
    return P(parts, font=SONG, size=10.5, line=20, after=2, keep_next=True)


def _people(columns: Sequence[tuple[str, float, str]], height: float, size: float = 10) -> Table:
    """One row a person: ``columns`` are header, width and what stands in the cell."""
    empty = len(columns) - 1

    def loop(mark: str) -> Row:
        return Row([Cell(mark), Cell("", span=empty)], height, exact=False)

    return Table(
        [width for _, width, _ in columns],
        [
            Row([Cell(head, font=HEI) for head, _, _ in columns], 12, header=True),
            loop("{%tr for 人 in 名单 %}"),
            Row([value for _, _, value in columns], height, exact=False),
            loop("{%tr endfor %}"),
        ],
        font=SONG,
        size=size,
        line=13.5,
        margin=0.6,
    )


def _list_end(signers: tuple[str, str], office: str) -> list[P]:
    """Who made the employer's list and who reviews it, with the places for both seals."""

    def line(content: str, **look: object) -> P:
        return P(content, **{"font": SONG, "size": 10.5, "line": 22, "keep_next": True, **look})  # type: ignore[arg-type]

    left, right = SPACE * 3, SPACE * 24
    agent = f"经办人：{blank('经办人', 6)}{left}联系电话：{blank('经办人电话', 9)}"
    return [
        line(agent, before=6),
        line(f"{sign('单位负责人（签字）', 23)}{sign(signers[0] + '（签字）')}{sign(signers[1] + '（签字）')}"),
        line(f"{left}填报单位（盖章）{right}{office}（盖章）", before=10),
        line(f"{left}{DATE}{right}{DATE}", keep_next=False),
    ]


# --- 单位补欠费申报表 -------------------------------------------------------------------------------------------

ARREARS: list[tuple[str, float, str]] = [
    ("序号", 11, tag("人.序号")),
    ("姓名", 30, tag("人.姓名")),
    ("身份证号码", 42, tag("人.身份证号")),
    ("欠费险种", 36, tag("人.欠费险种")),
    ("欠费起止时间", 48, tag("人.欠费期间")),
    ("补缴基数", 25, tag("人.补缴基数")),
    ("单位应补缴\n金额", 25, tag("人.单位补缴金额")),
    ("个人应补缴\n金额", 25, tag("人.个人补缴金额")),
    ("合计", 25, tag("人.补缴合计")),
]


def arrears_form() -> Paper:
    """单位补欠费申报表 of one employer, landscape; it may run over several pages."""
    name = "单位补欠费申报表"
    employer = form(
        (34, 100, 40, 93),
        [
            Row(["单位名称", tag("单位名称"), "统一社会信用代码", tag("统一社会信用代码")], 11),
            Row(["单位地址", tag("单位地址"), "单位联系电话", tag("单位联系电话")], 11),
            Row(["欠费原因", Cell(tag("欠费原因"), span=3, align="left")], 11),
        ],
    )
    unit = P("单位：元", font=SONG, size=10.5, line=18, align="right", right=1, before=4, keep_next=True)
    paper = Paper(name, margins=(18, 15, 15, 15), landscape=True, page_numbers=True, latin_gap=False)
    paper.add(title(name, 22), employer, unit, _people(ARREARS, 10))
    says = "本单位申报的补缴人员、险种、时段、基数和金额真实、准确，如有不实，愿意承担相应的法律责任。"
    return paper.add(
        P(says, font=SONG, size=10.5, line=20, indent=2, before=5, keep_next=True),
        *_list_end(("审核人", "复核人"), "社会保险经办机构"),
    )


# --- 灵活就业人员企业基本养老保险待遇领取资格确认表 --------------------------------------------------------------------


def flexible_confirmation() -> Paper:
    """灵活就业人员企业基本养老保险待遇领取资格确认表, one page."""
    name = "灵活就业人员企业基本养老保险待遇领取资格确认表"
    rows = [*_flexible_person(), *_flexible_service(), *_career(34), *_payment(), *_flexible_opinions()]
    return sheet(name).add(title(name, 18), dated(), form(GRID, rows))


def _flexible_person() -> list[Row]:
    return [
        two(("姓　　名", tag("姓名")), ("身份证号码", tag("身份证号"))),
        three(("性　　别", tag("性别")), ("民　　族", tag("民族")), ("出生日期", tag("出生日期"))),
        two(("个人编号", tag("个人编号")), ("联系电话", tag("本人联系电话"))),
        wide("户籍所在地", tag("户籍所在地", f'blank("{HOUSEHOLD}")'), 10),
        wide("现居住地址", tag("退休后居住地"), 10),
        wide("档案存放单位", tag("档案存放单位"), 10),
    ]


def _flexible_service() -> list[Row]:
    moved: list[Inline] = [*yes_no("异地参保"), f"{SPACE * 3}已办理转移：", *yes_no("已办理转移")]
    question = "在异地参加过企业职工养老保险："
    return [
        *_dates_and_years(),
        three(
            ("原法定\n退休年龄", tag("原法定退休年龄")),
            ("符合退休\n条件时间", tag("符合退休条件时间")),
            ("拟退休时间", tag("拟退休时间")),
            height=11,
        ),
        ticked("异地参保", [question, *moved], 10),
    ]


def _flexible_opinions() -> list[Row]:
    says = "本人申请确认基本养老保险待遇领取资格，所填写的内容和提交的材料真实、准确、完整，如有不实，愿意承担相应的法律责任。"
    decision = [
        text(f"经审核，该同志{SPACE}□ 符合{SPACE}□ 不符合{SPACE}企业职工基本养老保险待遇领取条件。", indent=2, line=18),
        text(f"待遇自{SPACE * 3}年{SPACE * 2}月起领取。", indent=2, line=18),
        text(f"{sign('经办人', 8)}{sign('复核人', 8)}{sign('负责人', 8)}", line=20, before=10, left=1.5),
        text("（盖章）", align="right", right=6, line=20),
        text(DATE, align="right", right=2, line=20),
    ]
    return [
        statement("本人申请", says, "申请人（签名）", 30),
        Row(["参保地社会\n保险经办机构\n确认意见", Cell(decision, span=5)], 40),
    ]


# --- papers that the plan does not name --------------------------------------------------------------------------


def _letter(content: Inline | Sequence[Inline], **look: object) -> P:
    """A paragraph of a letter: 三号, pitch 28 points (GB/T 9704)."""
    return P(content, **{"font": FANGSONG, "size": 16, "line": 28, "indent": 2, "align": "both", **look})  # type: ignore[arg-type]


NOTICE: list[tuple[str, float, str]] = [
    ("序号", 9, tag("人.序号")),
    ("姓名", 20, tag("人.姓名")),
    ("性别", 9, tag("人.性别")),
    ("出生年月", 24, tag("人.出生日期", "年月")),
    ("参加\n工作时间", 24, tag("人.参加工作时间", "年月")),
    ("缴费年限", 25, tag("人.缴费年限")),
    ("退休类别", 17, tag("人.退休类别", "public")),
    ("拟退休\n时间", 24, tag("人.拟退休时间", "年月")),
    ("特殊工种及\n累计年限", 24, f"{tag('人.特殊工种名称')}\n{tag('人.特殊工种从业年限')}"),
]


def public_notice() -> Paper:
    """The notice that an employer posts: no ID number, account, address or illness."""
    name = "关于企业职工拟退休人员有关情况的公示"
    period = f"{tag('公示开始日期', '日期')}至{tag('公示结束日期', '日期')}"
    paper = Paper(name, margins=(24, 18, 17, 17), latin_gap=False)
    return paper.add(
        title(name, 22, after=14),
        _letter(
            "根据企业职工基本养老保险有关规定，现将我单位拟申请办理退休人员的有关情况予以公示，接受职工和社会监督。",
            after=6,
        ),
        _people(NOTICE, 11, 10.5),
        _letter(f"公示时间：{period}", before=8),
        _letter(f"公示地点：{blank('公示地点', 14)}", align="left"),
        _letter("公示期间，如对公示内容有异议，请以书面或者电话方式向本单位或者参保地人力资源和社会保障部门反映。"),
        _letter(f"本单位异议受理电话：{blank('异议受理电话', 8)}", align="left", keep_next=True),
        _letter(f"人社部门监督电话：{blank('人社监督电话', 8)}", align="left", keep_next=True),
        _letter(f"{blank('单位名称', 12)}（盖章）", align="right", indent=0, right=1, before=26, keep_next=True),
        _letter(tag("公示落款日期", "日期"), align="right", indent=0, right=3),
    )


PROMISES = [
    "一、本人（单位）填写的内容和提交的材料真实、准确、完整、有效，不隐瞒与办理退休有关的情况。",
    (
        "二、本人知悉并同意，参保地人力资源和社会保障部门将退休待遇审核信息（姓名、身份证号码、参保单位、"
        "养老保险缴费月数、养老待遇执行时间、联系方式）推送到同级医疗保障、卫生健康或住房公积金管理部门，"
        "用于办理所申请的事项。"
    ),
    "三、本人只领取一份基本养老保险待遇；存在多重养老保险关系的，如实说明并按规定办理。",
    "四、如有不实，愿意退回多领取的待遇，并承担相应的法律责任。",
]


def commitment() -> Paper:
    """The commitment letter; its words are ours."""
    person = Table(
        (24, 56, 26, 52),
        [
            Row([Cell("姓　　名", font=HEI), tag("姓名"), Cell("身份证号码", font=HEI), tag("身份证号")], 12),
            Row([Cell("联系电话", font=HEI), tag("本人联系电话"), Cell("参保身份", font=HEI), tag("参保身份")], 12),
            Row([Cell("参保单位", font=HEI), Cell(tag("单位名称"), span=3)], 12),
        ],
        size=12,
        line=15,
    )
    return Paper("承诺书", margins=(28, 20, 26, 26), latin_gap=False).add(
        title(f"承{SPACE}诺{SPACE}书", 22, after=18),
        person,
        _letter("本人（单位）申请办理亳州市参保职工“退休一件事”联办事项，郑重承诺：", before=16),
        *(_letter(promise) for promise in PROMISES),
        _letter(["承诺人（签名）：", u(SPACE * 8)], align="left", before=26, line=32, keep_next=True),
        _letter(["单位经办人（签名）：", u(SPACE * 8)], align="left", line=32, keep_next=True),
        _letter("（灵活就业人员仅本人签名）", size=12, line=20, align="left", keep_next=True),
        _letter("参保单位（盖章）", align="right", indent=0, right=4, before=16, keep_next=True),
        _letter(tag("申请日期", "日期"), align="right", indent=0, right=3),
    )


PAPERS: list[Callable[[], Paper]] = [
    application,
    retirement_application,
    social_service_form,
    wage_form,
    pension_review,
    ratio_review,
    roster_review,
    arrears_form,
    flexible_confirmation,
    public_notice,
    commitment,
]


if __name__ == "__main__":
    write(PAPERS, OUT)
