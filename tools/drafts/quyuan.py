"""Draw the first drafts of 屈原管理区's papers: ``python tools/drafts/quyuan.py`` writes templates/quyuan/.

``application`` and ``guide`` are annexes 3 and 1 of the plan, word for word; the plan only names the others
(``commitment`` is the application's statement as a sheet of its own), so that their layout is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from paper import HEI, KAI, TITLE, Cell, Checkbox, Inline, P, Paper, Row, Run, Table, u, write

OUT = Path(__file__).resolve().parents[2] / "templates" / "quyuan"

ILLNESS = "因病或非因工致残完全丧失劳动能力提前退休"
# Room to write is ideographic spaces: they are as wide in every font.
GAP = "\u3000"
HOUSEHOLD = f"{3 * GAP}省{3 * GAP}市{3 * GAP}县（市、区）{4 * GAP}乡镇（街道）{3 * GAP}村（社区）"
DATE = f"年{2 * GAP}月{2 * GAP}日"
FORM_MARGINS = (18, 15, 20, 20)

STATEMENT = (
    "本人承诺通过“退休一件事一次办”办理业务，有义务确保所提交的所有材料及所填写的上述"
    "《屈原管理区企业职工“退休一件事一次办”联办申请表》信息真实合法，有效，同时管理好自己的银行帐号及密码。"
    "并承诺对因提交虚假材料、证件及填写的信息所引发的一切后果承担相应的法律责任。"
    "本人只领取一份养老金，如有重复领取养老金的，按有关政策、法规规定处理。"
)


# --- tags and small parts -------------------------------------------------------------------------------------


def tag(field: str, *filters: str) -> str:
    """``{{ field|filter|… }}``."""
    return "{{ " + "|".join((field, *filters)) + " }}"


def blank(text: str) -> str:
    """The filter that says what stands where there is no value."""
    return f'blank("{text}")'


def tick(field: str, option: str, look: str = "") -> str:
    """The tag of one box; ``look`` is ``wingdings`` where the plan has U+F0A3."""
    return tag(field, f'tick("{option}","{look}")' if look else f'tick("{option}")')


def yes_no(field: str) -> str:
    """是 and 否 as 附件 3 prints all its pairs: U+F0A3 before 是, □ before 否."""
    return f"{tick(field, '是', 'wingdings')} 是{GAP}{tick(field, '否')} 否"


def title(text: str, size: float = 18, after: float = 8) -> P:
    """The title in 小标宋."""
    return P(text, align="center", font=TITLE, size=size, line=size * 1.6, after=after, keep_next=True)


def left(content: str, span: int = 1, rows: int = 1, valign: str = "center") -> Cell:
    """A cell whose text begins at the left."""
    return Cell(content, span=span, rows=rows, align="left", valign=valign)


def stacked(text: str, rows: int = 1) -> Cell:
    """A label with its characters below one another."""
    return Cell("\n".join(text), rows=rows)


def hand(span: int, heading: str, signers: Sequence[str], size: float = 10.5, seal: bool = True) -> Cell:
    """An opinion's cell: heading, room to write, who signs, seal place and date."""
    end = [P(f"{who}：", size=size, line=20, left=1) for who in signers]
    end.append(P("（盖章）" if seal else "", size=size, line=20, align="right", right=3))
    body = [P(heading, size=size, line=18), P("", size=size, line=20), *end]
    return Cell([*body, P(DATE, size=size, line=20, align="right", right=1)], span=span)


def signed(text: str, who: str, span: int, size: float = 10.5) -> Cell:
    """A statement's cell with the place for the signature and the date."""
    pitch = size * 1.6
    return Cell(
        [
            P(text, size=size, line=pitch, indent=2, align="both"),
            P(f"{who}：", size=size, line=pitch, left=22, before=8),
            P(DATE, size=size, line=pitch, align="right", right=2, before=4),
        ],
        span=span,
    )


# --- application: 附件 3 --------------------------------------------------------------------------------------

# What the applicant hands in: the group, and its papers with the field that says whether each was handed in.
HANDED_IN: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "2.退休人员养老保险待遇核准",
        [
            ("社保卡", "提交社保卡"),
            ("参保人员退休申报表", "提交退休申报表"),
            ("退休资格认定表", "提交退休资格认定表"),
        ],
    ),
    (
        "3.医疗保险费年限核定",
        [("破产改制工龄补偿表", "提交工龄补偿表"), ("或其他佐证资料", "提交其他佐证资料")],
    ),
    (
        "4.城镇独生子女父母奖励金资格核准",
        [
            ("城镇独生子女父母奖励对象申请表", "提交奖励对象申请表"),
            ("本人及配偶身份证（离异未再婚不提交配偶身份证）", "提交夫妻身份证"),
            ("全家三口户口页（离异未再婚不提交配偶户口页）", "提交户口页"),
            ("夫妻结婚证", "提交结婚证"),
            ("或其他婚姻关系证明", "提交其他婚姻证明"),
            ("独生子女证", "提交独生子女证"),
            ("或其他独生子女证明文件", "提交其他独生子女证明"),
            ("本人一寸免冠彩色近照3张", "提交一寸照片"),
            (
                "在屈原本地参保，但户籍在外地或后迁入屈原户籍的，还需提供原户籍地计划生育婚育证明",
                "提交婚育证明",
            ),
        ],
    ),
]


def application() -> Paper:
    """联办申请表: two pages, the second begins with 养老保险申办事项."""
    name = "屈原管理区企业职工“退休一件事一次办”联办申请表"
    first = Table([28.5, 46, 45.5, 14, 8, 28], [*_person(), *_handed_in()], size=12, margin=1.4)
    second = Table(
        [14, 14, 20, 25, 14, 14, 20, 49],
        [*_pension(), *_joined_matters(), *_mailing(), _window()],
        size=12,
        margin=1.4,
    )
    turn = P("", size=1, line=1, page_break_before=True)
    return Paper(name, margins=FORM_MARGINS).add(title(name), first, turn, second)


def _person() -> list[Row]:
    kinds = (
        f"{tick('退休类别', '正常退休', 'wingdings')} 正常退休{2 * GAP}"
        f"{tick('退休类别', '特殊工种提前退休')} 特殊工种提前退休{2 * GAP}"
        f"{tick('退休类别', ILLNESS, 'wingdings')} 病退"
    )
    months = "养老保险实际缴费月数\n（需打印个人权益单）"
    return [
        Row(["姓  名", tag("姓名"), "社会保障号\n（身份证号）", Cell(tag("身份证号"), span=3)], 15),
        Row(
            [
                "户籍\n所在地",
                Cell(tag("户籍所在地", blank(HOUSEHOLD)), span=2),
                "手  机\n号  码",
                Cell(tag("本人联系电话"), span=2),
            ],
            15,
        ),
        Row(["职工退休\n类型", Cell(kinds, span=5)], 15),
        Row(["参加工作时间", tag("参加工作时间"), months, Cell(tag("实际缴费年限", "月数"), span=3)], 15),
        Row(
            [
                Cell("是否申请城镇独生子女\n父母奖励金", span=2),
                Cell(yes_no("申请独生子女奖励金"), span=4),
            ],
            15,
        ),
    ]


def _handed_in() -> list[Row]:
    count = 1 + sum(len(papers) for _, papers in HANDED_IN)
    label = Cell("申请办理\n资料", rows=count)
    rows = [Row([label, left("1.身份证", span=4), yes_no("提交身份证")], 10.5)]
    for group, papers in HANDED_IN:
        for n, (paper, field) in enumerate(papers):
            head = left(group, rows=len(papers)) if n == 0 else None
            rows.append(Row([None, head, left(paper, span=3), yes_no(field)], _height(paper)))
    return rows


def _height(paper: str) -> float:
    """Row height for a paper's name of one, two or three lines of 15 characters."""
    return 10.5 if len(paper) <= 15 else 13 if len(paper) <= 30 else 19


def _pension() -> list[Row]:
    claim = Cell(
        [
            P(STATEMENT, size=12, line=21, indent=2, align="both"),
            P("申请人确认上述内容属实：（签名）", size=12, line=24, left=11, before=14),
            P(DATE, size=12, line=24, align="right", right=3, before=8),
        ],
        span=7,
    )
    asked = tick("申请养老待遇", "是", "wingdings") + "职工基本养老保险退休"
    return [
        Row([Cell("养老保险\n申办事项", span=2), left(asked, span=6)], 14),
        Row(
            [
                Cell("待遇发放\n银  行", span=2),
                "开户银行",
                Cell(tag("社保卡发放银行"), span=3),
                "账号",
                tag("社保卡银行账号"),
            ],
            14,
        ),
        Row([stacked("参保人员申请"), claim], 80),
    ]


def _joined_matters() -> list[Row]:
    def ways(field: str, first: str = "wingdings") -> str:
        return f"{tick(field, '合并申报', first)}合并申报{2 * GAP}{tick(field, '自行申报')}自行申报"

    phone = tick("公积金掌上办理", "是") + "通过“岳阳住房公积金”微信公众号掌上办理"
    choices = [
        ("养老保险待遇核准", ways("养老待遇申报方式", "")),
        ("医疗保险费征缴", ways("医保征缴申报方式")),
        ("城镇独生子女父母奖励金资格核准", ways("奖励金申报方式")),
        ("退休人员住房公积金销户提取", phone),
    ]
    return [
        Row([Cell("部门联办事项", span=8, font=HEI)], 10),
        Row([Cell("事项名称", span=4), Cell("申报方式选择", span=4)], 10),
        *(Row([Cell(name, span=4), left(choice, span=4)], 11) for name, choice in choices),
    ]


def _mailing() -> list[Row]:
    service = Cell(tick("寄递服务", "是") + "寄递服务", span=2, rows=2)
    return [
        Row(
            [service, "邮政编码", Cell(tag("邮政编码"), span=3), "联系电话", tag("寄递联系电话")],
            11,
        ),
        Row([None, "快递地址", left(tag("快递地址"), span=5)], 13),
    ]


def _window() -> Row:
    def opinion(says: str, span: int) -> Cell:
        return Cell(
            [
                P(says, size=12, line=21, indent=2),
                P("（签  名）", size=12, line=24, left=7, before=30),
                P(DATE, size=12, line=24, align="right", right=1, before=8),
            ],
            span=span,
        )

    return Row(
        [
            "窗口\n审核\n意见",
            opinion("该同志提供资料齐全，同意受理。", 4),
            "窗口\n主管\n意见",
            opinion("该同志提供资料齐全,同意办理。", 2),
        ],
        62,
    )


# --- guide: 附件 1 --------------------------------------------------------------------------------------------

GUIDE_SIZE, GUIDE_LINE = 14, 23.5


def guide() -> Paper:
    """办理须知 with the confirmations of its 一（三）."""
    name = "屈原管理区企业职工“退休一件事一次办”办理须知"
    paper = Paper(name, margins=(24, 20, 23, 23), page_numbers=True)
    paper.add(title(name, after=10), _text("尊敬的申请人：", indent=0))
    paper.add(_text("为保护您的合法权益，根据现行法律法规政策规定，现将相关规定告知如下："))
    return paper.add(*_guide_pension(), *_guide_confirmations(), *_guide_medical(), *_guide_papers())


def _text(content: Inline | Sequence[Inline], indent: float = 2, keep_next: bool = False) -> P:
    return P(content, size=GUIDE_SIZE, line=GUIDE_LINE, indent=indent, align="both", keep_next=keep_next)


def _heading(text: str, font: str = HEI) -> P:
    return P(text, font=font, size=GUIDE_SIZE, line=GUIDE_LINE, indent=2, keep_next=True)


def _guide_pension() -> list[P]:
    return [
        _heading("一、养老保险退休规定"),
        _heading("（一）退休年龄", KAI),
        _text("1、男年满60周岁、女干部年满55周岁、女工人年满50周岁。"),
        _text(
            "2、从事井下、高温、高空、特别繁重体力劳动或其他有害身体健康工作的，符合特殊工种退休条件，"
            "经省、市人社部门审核通过，退休年龄男年满55周岁，女年满45周岁。"
        ),
        _text(
            "3、因病或非因工致残，由医院证明并经劳动鉴定委员会确认完全丧失劳动能力的，经市人社部门审核通过，"
            "退休年龄为男年满50周岁，女年满45周岁。"
        ),
        _heading("（二）缴费年限", KAI),
        _text("职工基本养老保险缴费年限满15年。"),
    ]


def _guide_confirmations() -> list[P]:
    questions = [
        ("是否存在重复参保及缴费", "重复参保"),
        ("是否存在少缴、多缴及缴费没有满足退休条件", "缴费异常"),
        ("是否存在省外、省内转移未办理的情况", "转移未办理"),
        ("是否存在有职工档案，但档案未在人社部门的情况", "档案未在人社"),
    ]
    out = [
        _heading("（三）无法办理情况", KAI),
        _text(["参保人员姓名：", u(tag("姓名", blank(12 * GAP)))], keep_next=True),
        _text(["身份证号码：", u(tag("身份证号", blank(13 * GAP)))], keep_next=True),
    ]
    for question, field in questions:
        boxes = f"{tick(field, '是', 'wingdings')} 是{2 * GAP}{tick(field, '否', 'wingdings')} 否"
        out.append(_text(question, keep_next=True))
        out.append(_text([boxes, f"{3 * GAP}确认人员：", _line()]))
    age = f"企业参保职工退休年龄确认（{tag('确认退休年龄', blank(2 * GAP))}）岁"
    out.append(_text([age, f"{GAP}确认人员：", _line()]))
    return out


def _line() -> Run:
    """A line to sign on."""
    return u(7 * GAP)


def _guide_medical() -> list[P]:
    return [
        _heading("二、医疗保险退休规定（办理医保退休需满足以下条件）"),
        _text("1、用人单位职工达到国家法定正常退休年龄或领取养老金后。"),
        _text(
            "2、达到职工基本医疗保险累计缴费最低年限（男满30年，女满25年，其中，2003年1月1日以前符合国家规定的"
            "连续工龄或工作年限，视同基本医疗保险缴费年限），其中在本省范围内的实际缴费年限不得低于10年，"
            "《湖南省职工基本医疗保险实施办法》湘政办发〔2022〕66号文件自2023年实施后，"
            "每年增加在本省范围内的最低实际缴费年限1年，5年内逐步达到15年。"
        ),
    ]


def _guide_papers() -> list[P]:
    lines = [
        "1、《屈原管理区企业职工“退休一件事一次办”联办申请表》、身份证（原件及正反面复印件）；",
        "2、申请办理养老保险业务，需提供社保卡（原件及正反面复印件）、参保人员退休申请表、退休资格认定表；",
        "3、申请办理医保业务，需提供破产改制工龄补偿表或工资发放表或劳动合同等原始佐证材料，供区医保局审核；",
        "4、申请办理城镇独生子女父母奖励金，需提供以下资料供区卫健局审核：",
        "（1）城镇独生子女父母奖励对象申请表；",
        "（2）本人及配偶身份证原件及正反面复印件。若离异未再婚，则无需提供配偶身份证复印件；",
        "（3）夫妻双方户口本（原件及复印件）、子（女）户口页(复印件）。若离异未再婚，则无需提供配偶户口页；",
        "（4）结婚证（原件及复印件）。若离异未再婚或者再婚，则需提供离婚证及离婚协议书或判决书（复印件）；",
        (
            "（5）独生子女证或独生子女父母光荣证或无子女证明（原件及复印件），"
            "或独生子女证遗失由所在乡镇街道核实后出具《<独生子女父母光荣证>遗失证明》；"
        ),
        "（6）本人一寸免冠彩色近照3张；",
        "（7）若在屈原本地参保，但户籍在外地或后迁入屈原户籍的，还需提供原户籍地计划生育婚育证明。",
    ]
    return [_heading("三、申请人办理资料指引"), *map(_text, lines)]


# --- public notice --------------------------------------------------------------------------------------------

# Column heading, width in mm, tag. No ID number, account, address or illness may stand here.
NOTICE: list[tuple[str, float, str]] = [
    ("序号", 11, tag("人.序号")),
    ("姓名", 26, tag("人.姓名")),
    ("性别", 11, tag("人.性别")),
    ("出生年月", 24, tag("人.出生日期", "年月")),
    ("参加工作\n时间", 24, tag("人.参加工作时间", "年月")),
    ("视同缴费\n年限", 24.5, tag("人.视同缴费年限")),
    ("实际缴费\n年限", 24.5, tag("人.实际缴费年限")),
    ("退休类别", 25, tag("人.退休类别", "public")),
    ("拟退休\n时间", 24, tag("人.拟退休时间", "年月")),
    ("工种名称", 20, tag("人.特殊工种名称")),
    ("从业起止时间", 38, tag("人.特殊工种从业经历")),
    ("累计年限", 21, tag("人.特殊工种从业年限")),
]


def public_notice() -> Paper:
    """企业职工退休公示表 of one employer; the list may run over several pages."""
    name = "企业职工退休公示表"
    paper = Paper(name, margins=(20, 16, 12, 12), landscape=True, page_numbers=True)
    return paper.add(title(name, size=22, after=6), *_notice_intro(), _notice_table(), *_notice_end())


def _notice_text(content: Inline | Sequence[Inline], before: float = 0) -> P:
    return P(content, size=14, line=24, indent=2, align="both", before=before, keep_next=True)


def _notice_intro() -> list[P]:
    return [
        _notice_text(
            "根据企业职工基本养老保险退休待遇资格确认的有关规定，现将我单位拟办理退休人员的有关情况予以公示，"
            f"接受职工和社会监督。公示时间：{tag('公示开始日期', '日期')}至{tag('公示结束日期', '日期')}。"
        ),
        P("", size=6, line=6, keep_next=True),
    ]


def _notice_table() -> Table:
    heads = [Cell(head, rows=2, font=HEI) for head, _, _ in NOTICE[:-3]]
    group = Cell("从事特殊工种情况", span=3, font=HEI)
    loop = [Cell("{%tr for 人 in 名单 %}"), Cell("", span=len(NOTICE) - 1)]
    done = [Cell("{%tr endfor %}"), Cell("", span=len(NOTICE) - 1)]
    rows = [
        Row([*heads, group], 8, header=True),
        Row([*(None for _ in heads), *(Cell(head, font=HEI) for head, _, _ in NOTICE[-3:])], 8, header=True),
        Row(loop, 8, exact=False),
        Row(
            [Cell(value, align="left", size=9) if "经历" in value else value for _, _, value in NOTICE], 11, exact=False
        ),
        Row(done, 8, exact=False),
    ]
    return Table([width for _, width, _ in NOTICE], rows, margin=0.8)


def _notice_end() -> list[P]:
    return [
        _notice_text(f"公示地点：{tag('公示地点', blank(20 * GAP))}", before=8),
        _notice_text(
            "公示期间，如对公示内容有异议，请以书面或者电话方式向本单位或者屈原管理区人社局反映。"
            "反映情况应当实事求是，并留下真实姓名和联系方式。"
        ),
        _notice_text(
            f"本单位异议受理电话：{tag('异议受理电话', blank(10 * GAP))}"
            f"{2 * GAP}屈原管理区人社局监督电话：{tag('人社监督电话', blank(10 * GAP))}"
        ),
        P(
            [f"{tag('单位名称', blank(15 * GAP))}（盖章）"],
            size=14,
            line=24,
            align="right",
            right=3,
            before=16,
            keep_next=True,
        ),
        P(tag("公示落款日期", "日期"), size=14, line=24, align="right", right=6),
    ]


# --- 参保人员退休申请表 ------------------------------------------------------------------------------------------

GRID = [26, 40, 13, 11, 13, 21, 20, 26]  # 0 26 66 79 90 103 124 144 170


def retirement_application() -> Paper:
    """参保人员退休申请表, one page."""
    name = "参保人员退休申请表"
    rows = [*_who(), *_career(), _history(), _bank(), *_approvals()]
    return Paper(name, margins=FORM_MARGINS).add(title(name, size=22), _filled_on(), Table(GRID, rows))


def _filled_on() -> P:
    return P(f"填表日期：{tag('申请日期', '日期')}", size=10.5, line=18, align="right", right=1, keep_next=True)


def _who() -> list[Row]:
    return [
        Row(
            [
                "姓  名",
                tag("姓名"),
                "性别",
                tag("性别"),
                "民族",
                tag("民族"),
                "出生年月",
                tag("出生日期", "年月"),
            ],
            10,
        ),
        Row(
            ["身份证号", Cell(tag("身份证号"), span=3), Cell("联系电话", span=2), Cell(tag("本人联系电话"), span=2)],
            10,
        ),
        Row(["户籍所在地", left(tag("户籍所在地", blank(HOUSEHOLD)), span=7)], 11),
        Row(["退休后居住地", left(tag("退休后居住地"), span=7)], 11),
        Row(["参保单位", left(tag("单位名称"), span=7)], 10),
    ]


def _career() -> list[Row]:
    return [
        _triple(
            ("参加工作时间", tag("参加工作时间")),
            ("参保日期", tag("参保日期")),
            ("参保身份", tag("参保身份")),
        ),
        _triple(
            ("视同缴费年限", tag("视同缴费年限")),
            ("实际\n缴费年限", tag("实际缴费年限")),
            ("累计\n缴费年限", tag("缴费年限")),
        ),
        Row(["退休类别", Cell(_categories(), span=7)], 15),
        _triple(
            ("职务或工种", tag("职务或工种")),
            ("符合退休\n条件时间", tag("符合退休条件时间")),
            ("拟退休\n时间", tag("拟退休时间", "年月")),
        ),
        _triple(
            ("特殊工种名称", tag("特殊工种名称")),
            ("特殊工种\n从业年限", tag("特殊工种从业年限")),
            ("原法定\n退休年龄", tag("原法定退休年龄")),
        ),
    ]


def _triple(first: tuple[str, str], second: tuple[str, str], third: tuple[str, str]) -> Row:
    """A row of three labels and values in GRID."""
    (a, x), (b, y), (c, z) = first, second, third
    return Row([a, x, Cell(b, span=2), Cell(y, span=2), c, z], 11)


def _categories() -> list[P]:
    """退休类别 as check boxes, three a line."""
    lines = [
        [("正常退休", "正常退休"), ("弹性提前退休", "弹性提前退休"), ("弹性延迟退休", "弹性延迟退休")],
        [("特殊工种提前退休", "特殊工种提前退休"), (ILLNESS, "病退"), ("退职", "退职")],
    ]
    out = []
    for line in lines:
        parts: list[Inline] = []
        for option, shown in line:
            parts += [Checkbox(tick("退休类别", option)), shown + GAP * (11 - len(shown))]
        parts[-1] = line[-1][1]
        out.append(P(parts, size=10.5, line=18, left=1))
    return out


def _history() -> Row:
    return Row(["工作简历", left(tag("工作简历"), span=7)], 46)


def _bank() -> Row:
    return Row(
        [
            "养老金\n发放银行",
            left(tag("社保卡发放银行"), span=3),
            Cell("社保卡银行账号", span=2),
            Cell(tag("社保卡银行账号"), span=2),
        ],
        12,
    )


def _approvals() -> list[Row]:
    claim = "本人申请办理退休手续，所填写的内容和提交的材料真实、准确、完整，如有不实，愿意承担相应的法律责任。"
    return [
        Row(["本人申请", signed(claim, "本人签名", 7)], 28),
        Row(
            [
                "单位意见",
                hand(3, "", ["经办人", "负责人"]),
                "人社\n部门\n意见",
                hand(3, "", ["经办人", "负责人"]),
            ],
            42,
        ),
    ]


# --- 退休资格认定表 ---------------------------------------------------------------------------------------------


def determination() -> Paper:
    """退休资格认定表, one page."""
    name = "退休资格认定表"
    rows = [*_who_is_judged(), *_birth(), *_service(), *_special_post(), *_conclusion()]
    table = Table([26, 20, 28, 14, 12, 22, 48], rows)  # 0 26 46 74 88 100 122 170
    return Paper(name, margins=FORM_MARGINS).add(title(name, size=22), _filled_on(), table)


def _who_is_judged() -> list[Row]:
    return [
        Row(["姓  名", Cell(tag("姓名"), span=2), "性别", tag("性别"), "个人编号", tag("个人编号")], 10),
        Row(
            ["身份证号", Cell(tag("身份证号"), span=2), Cell("联系电话", span=2), Cell(tag("本人联系电话"), span=2)], 10
        ),
        Row(["参保单位", left(tag("单位名称"), span=6)], 10),
    ]


def _birth() -> list[Row]:
    return [
        Row(
            [
                Cell("出生日期", rows=2),
                Cell("身份证记载", span=2),
                Cell("档案最早记载", span=3),
                "档案记载材料名称",
            ],
            9,
        ),
        Row(
            [
                None,
                Cell(tag("出生日期"), span=2),
                Cell(tag("档案最早记载出生日期"), span=3),
                tag("最早出生日期记载材料"),
            ],
            12,
        ),
    ]


def _service() -> list[Row]:
    years = [("视同缴费年限", "视同缴费年限", 2), ("实际缴费年限", "实际缴费年限", 3), ("累计缴费年限", "缴费年限", 1)]
    return [
        Row(
            [
                "参加工作时间",
                Cell(tag("参加工作时间"), span=2),
                Cell("认定材料", span=2),
                left(tag("参加工作认定材料"), span=2),
            ],
            12,
        ),
        Row(["参保日期", Cell(tag("参保日期"), span=2), Cell("建账日期", span=2), Cell(tag("建账日期"), span=2)], 10),
        Row([Cell("缴费年限", rows=2), *(Cell(head, span=span) for head, _, span in years)], 9),
        Row([None, *(Cell(tag(field), span=span) for _, field, span in years)], 10),
        Row(
            ["扣减工龄", Cell(tag("扣减工龄"), span=2), Cell("扣减原因", span=2), left(tag("扣减工龄原因"), span=2)], 12
        ),
    ]


def _special_post() -> list[Row]:
    return [
        Row(
            [
                Cell("特殊工种", rows=2),
                "工种名称",
                tag("特殊工种名称"),
                Cell("从业年限", span=2),
                Cell(tag("特殊工种从业年限"), span=2),
            ],
            12,
        ),
        Row([None, "从业经历\n及\n起止时间", left(tag("特殊工种从业经历"), span=5)], 26),
    ]


def _conclusion() -> list[Row]:
    options = [
        ["正常退休", "弹性提前退休", "弹性延迟退休", "特殊工种提前退休"],
        [ILLNESS, "退职"],
    ]
    kinds = [
        P((2 * GAP).join(tick("退休类别", option) + option for option in line), size=10.5, line=18, left=1)
        for line in options
    ]
    basis = "经审核，该同志的退休资格认定意见如下："
    return [
        Row(["退休类别", Cell(kinds, span=6)], 15),
        Row(
            [
                "符合退休\n条件时间",
                Cell(tag("符合退休条件时间"), span=2),
                Cell("批准退休时间", span=2),
                Cell(tag("批准退休时间"), span=2),
            ],
            12,
        ),
        Row([Cell("认定意见", rows=2), Cell(_opinion(basis), span=6)], 25),
        Row([None, *(hand(span, f"{who}意见：", ["签名"], seal=seal) for who, span, seal in SIGNERS)], 42),
    ]


SIGNERS = [("经办", 2, False), ("复核", 3, False), ("负责人", 1, True)]


def _opinion(text: str) -> list[P]:
    return [P(text, size=10.5, line=18, indent=2), P("", size=10.5, line=18), P("", size=10.5, line=18)]


# --- 城镇独生子女父母奖励对象申请表 --------------------------------------------------------------------------------


def only_child_reward_application() -> Paper:
    """城镇独生子女父母奖励对象申请表, one page with a place for the photo."""
    name = "城镇独生子女父母奖励对象申请表"
    rows = [*_applicant(), *_spouse(), *_child(), *_reward_account(), *_reward_approvals()]
    table = Table([10, 24, 23, 27, 20, 10, 20, 36], rows)  # 0 10 34 57 84 104 114 134 170
    return Paper(name, margins=FORM_MARGINS).add(title(name, size=22), _filled_on(), table)


def _applicant() -> list[Row]:
    photo = Cell("照片\n（一寸免冠彩色）", rows=4)
    return [
        Row([stacked("本人", rows=5), *_pair("姓  名", "姓名"), "性别", Cell(tag("性别"), span=2), photo], 11),
        Row([None, *_pair("身份证号", "身份证号"), "出生年月", Cell(tag("出生日期", "年月"), span=2), None], 11),
        Row(
            [None, *_pair("联系电话", "本人联系电话"), "退休时间", Cell(tag("批准退休时间", "年月"), span=2), None], 11
        ),
        Row([None, "工作单位", left(tag("单位名称"), span=5), None], 12),
        Row([None, "户籍所在地", left(tag("户籍所在地", blank(HOUSEHOLD)), span=6)], 11),
    ]


def _pair(label: str, field: str) -> tuple[Cell, Cell]:
    """A label and its value in the left half of the table."""
    return Cell(label), Cell(tag(field), span=2)


def _spouse() -> list[Row]:
    status: list[Inline] = []
    for option in ("未婚", "已婚", "离异未再婚", "再婚", "丧偶"):
        status += [Checkbox(tick("婚姻状况", option)), f"{option}{2 * GAP}"]
    status[-1] = "丧偶"
    return [
        Row([Cell("婚姻状况", span=2), Cell([P(status, size=10.5, align="center")], span=6)], 11),
        Row([stacked("配偶", rows=4), *_pair("姓  名", "配偶姓名"), "结婚时间", Cell(tag("结婚时间"), span=3)], 11),
        Row([None, "身份证号", Cell(tag("配偶身份证号"), span=6)], 11),
        Row([None, "工作单位", left(tag("配偶单位"), span=6)], 11),
        Row([None, "户籍所在地", left(tag("配偶户籍所在地", blank(HOUSEHOLD)), span=6)], 11),
    ]


def _child() -> list[Row]:
    born = [Cell("出生日期"), Cell(tag("子女出生日期"))]
    issued = [Cell("发证日期"), Cell(tag("独生子女证发证日期"), span=3)]
    return [
        Row([stacked("子女", rows=3), *_pair("姓  名", "子女姓名"), "性别", tag("子女性别"), *born], 11),
        Row([None, *_pair("独生子女\n证  号", "独生子女证号"), *issued], 11),
        Row([None, "发证机关", left(tag("独生子女证发证机关"), span=6)], 11),
    ]


def _reward_account() -> list[Row]:
    account = Cell(tag("社保卡银行账号"), span=3)
    return [Row([Cell("开户银行", span=2), Cell(tag("社保卡发放银行"), span=2), "银行账号", account], 12)]


def _reward_approvals() -> list[Row]:
    claim = (
        "本人承诺：以上填写的内容和提交的材料真实、准确、完整。如有虚假，自愿退回已领取的奖励金，并承担相应的法律责任。"
    )
    offices = [("单位（社区）意见：", 3), ("乡镇（街道）审核意见：", 3), ("区卫健局审核意见：", 2)]
    return [
        Row([Cell("本人承诺", span=2), signed(claim, "申请人（签名）", 6)], 30),
        Row([hand(span, heading, ["经办人", "负责人"]) for heading, span in offices], 46),
    ]


# --- 承诺书 ---------------------------------------------------------------------------------------------------


def commitment() -> Paper:
    """承诺书: the applicant's statement of the 联办申请表 as a sheet of its own."""
    paper = Paper("承诺书", margins=(37, 35, 28, 26))

    def line(content: Inline | Sequence[Inline], **look: float) -> P:
        return P(content, size=16, line=28, align="both", keep_next=True, **look)  # type: ignore[arg-type]

    return paper.add(
        title(f"承{GAP}诺{GAP}书", size=22, after=28),
        line([f"姓{2 * GAP}名：", u(tag("姓名", blank(15 * GAP)))]),
        line(["身份证号：", u(tag("身份证号", blank(15 * GAP)))], after=14),
        line(STATEMENT, indent=2),
        line("申请人确认上述内容属实：（签名）", left=5, before=56),
        P(DATE, size=16, line=28, align="right", right=2, before=14),
    )


PAPERS: list[Callable[[], Paper]] = [
    application,
    guide,
    public_notice,
    retirement_application,
    determination,
    only_child_reward_application,
    commitment,
]


if __name__ == "__main__":
    write(PAPERS, OUT)
