"""Draw the forms of 固阳 (Guyang): ``python tools/drafts/guyang.py`` writes templates/guyang/.

The plan shows no form. It names three papers for people whose archive is lost (``lost_archive_application``,
``lost_archive_commitment``, ``lost_archive_statement``); ``application``, ``public_notice`` and ``commitment`` are
ours. The layout of all of them is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from paper import HEI, TITLE, Cell, Checkbox, Inline, P, Paper, Row, Table, u, write

OUT = Path(__file__).resolve().parents[2] / "templates" / "guyang"

ILLNESS = "因病或非因工致残完全丧失劳动能力提前退休"
GAP = "\u3000"  # the full-width space: as wide in every font
DATE = f"{GAP * 4}年{GAP * 2}月{GAP * 2}日"
OFFICE = "固阳县人力资源和社会保障局"
LOST_ARCHIVE_PAPER = "《关于参加企业职工养老保险人员职工档案丢失办理退休的通知》（包人社办字【2018】204号）"
HOUSEHOLD = f"{GAP * 3}省（区）{GAP * 3}市{GAP * 3}县（旗、区）{GAP * 3}镇（街道）{GAP * 3}村（社区）"


# --- tags and small parts -------------------------------------------------------------------------------------


def tag(field: str, *filters: str) -> str:
    """``{{ field|filter|… }}``."""
    return "{{ " + "|".join((field, *filters)) + " }}"


def room(field: str, characters: int) -> str:
    """A tag that leaves room to write where there is no value."""
    return tag(field, f'blank("{GAP * characters}")')


def box(field: str, option: str) -> Checkbox:
    """A check box that Word and WPS can tick."""
    return Checkbox(tag(field, f'tick("{option}")'))


def boxes(field: str, *options: str, gap: int = 2) -> list[Inline]:
    """Options, each behind its box."""
    out: list[Inline] = []
    for option in options:
        out += [box(field, option), f" {option}{GAP * gap}"]
    out[-1] = f" {options[-1]}"
    return out


def title(text: str, size: float = 22, after: float = 10) -> P:
    """The title in 小标宋."""
    return P(text, align="center", font=TITLE, size=size, line=round(size * 1.6), after=after, keep_next=True)


def letter(content: Inline | Sequence[Inline], **look: object) -> P:
    """A paragraph of a letter: 三号, pitch 28 points (GB/T 9704)."""
    return P(content, **{"size": 16, "line": 28, "indent": 2, "align": "both", **look})  # type: ignore[arg-type]


def seal(who: str, date: str) -> list[P]:
    """Who seals, the place for it and the date, kept on one page."""
    return [
        letter(f"{who}（盖章）", align="right", indent=0, right=1, before=28, keep_next=True),
        letter(date, align="right", indent=0, right=3),
    ]


def label(text: str, span: int = 1, rows: int = 1) -> Cell:
    """A cell that says what stands beside it."""
    return Cell(text, span=span, rows=rows, font=HEI)


def left(content: str | P | Sequence[P], span: int = 1) -> Cell:
    """A cell whose text begins at the left."""
    return Cell(content, span=span, align="left")


# --- 退休“一件事”申请表 ----------------------------------------------------------------------------------------

COLUMNS = (27, 47, 19, 15, 22, 40)  # 170 mm


def application() -> Paper:
    """退休“一件事”申请表, one page: the person, what the pre-review of 四（一） looks at, what is applied for."""
    name = "退休“一件事”申请表"
    rows = [*_person(), *_review(), *_matters(), *_signatures()]
    paper = Paper(name, margins=(17, 14, 20, 20), latin_gap=False)
    return paper.add(
        title(f"固阳县{name}", size=20, after=2),
        P(f"申请日期：{tag('申请日期', '日期')}", size=10.5, line=16, align="right", right=1, after=2, keep_next=True),
        Table(COLUMNS, rows, line=14),
    )


def _pair(first: str, value: str | P, second: str, other: str | P, height: float = 9.5) -> Row:
    """Two labels with their values."""
    return Row([label(first), Cell(value), label(second, span=2), Cell(other, span=2)], height)


def _wide(name: str, value: str | P | Sequence[P], height: float = 9.5) -> Row:
    return Row([label(name), left(value, span=5)], height)


def _ticks(content: Sequence[Inline], align: str = "left") -> P:
    return P(content, size=10.5, line=17, align=align)


def _person() -> list[Row]:
    kinds = [
        _ticks(boxes("退休类别", "正常退休", "弹性提前退休", "弹性延迟退休", "特殊工种提前退休")),
        _ticks(boxes("退休类别", ILLNESS, "退职")),
    ]
    who: list[Cell | str | None] = [
        label("姓　名"),
        tag("姓名"),
        label("性别"),
        tag("性别"),
        label("出生日期"),
        tag("出生日期"),
    ]
    status = _ticks(boxes("参保身份", "企业职工", "灵活就业人员", gap=1), "center")
    return [
        Row(who, 10),
        _pair("身份证号", tag("身份证号"), "联系电话", tag("本人联系电话")),
        _pair("个人编号", tag("个人编号"), "参保身份", status),
        _wide("用人单位", tag("单位名称")),
        _wide("户籍所在地", tag("户籍所在地", f'blank("{HOUSEHOLD}")')),
        _wide("退休后居住地", tag("退休后居住地")),
        _pair("社保卡账号\n（工商银行）", tag("社保卡银行账号"), "发放银行", tag("社保卡发放银行"), 11),
        _wide("退休类别", kinds, 14),
    ]


def _review() -> list[Row]:
    """与退休相关的基础信息, as 四（一） lists them: age, contribution, archive."""
    whole = _ticks(boxes("档案完整", "是", "否", gap=4), "center")
    lost = _ticks(boxes("档案丢失", "是", "否", gap=4), "center")
    return [
        Row([Cell("档案初审：与退休相关的基础信息", span=6, font=HEI)], 7.5),
        _pair("档案出生时间", tag("档案最早记载出生日期"), "退休时间", tag("批准退休时间")),
        _pair("待遇执行时间", tag("待遇执行时间"), "连续工龄起算时间", tag("连续工龄起算时间")),
        _pair("缴费起始时间", tag("参保日期"), "视同缴费起止时间", tag("视同缴费起止时间")),
        _pair("视同缴费年限", tag("视同缴费年限"), "实际缴费年限", tag("实际缴费年限")),
        _pair("累计缴费年限", tag("缴费年限"), "其中在固阳县累计", tag("本地缴费年限")),
        _pair("档案是否完整", whole, "档案是否丢失", lost),
    ]


def _matters() -> list[Row]:
    basic: list[list[Inline]] = [
        [box("申请养老待遇", "是"), f" 养老保险退休审批、基本养老保险待遇核定{GAP * 2}",
         box("申请办理社保卡", "是"), " 办理社保卡"],
        [box("申请社会化管理", "是"), " 企业退休人员纳入社会化服务管理信息维护"],
    ]  # fmt: skip
    joined: list[Inline] = [
        box("申请医保在职转退休", "是"), f" 在职转退休医疗保险办理{GAP * 2}",
        box("申请提取公积金", "是"), " 退休人员住房公积金提取",
    ]  # fmt: skip
    return [
        _wide("申请基本事项", [_ticks(line) for line in basic], 14),
        _wide("申请联办事项\n（自愿）", _ticks(joined), 11),
    ]


def _signatures() -> list[Row]:
    claim = "本人申请办理退休“一件事”，以上填写的内容和提交的材料真实、准确、完整，如有不实，愿意承担相应的法律责任。"
    mine = [
        P(claim, size=10.5, line=16, indent=2, align="both"),
        P(f"申请人（签名）：{GAP * 10}{DATE}", size=10.5, line=18, left=5, before=12),
    ]

    def opinion(who: str, note: str, span: int) -> Cell:
        return Cell(
            [
                P(who, font=HEI, size=10.5, line=16),
                P(note, size=9, line=14),
                P("经办人（签名）：", size=10.5, line=18, before=12),
                P("（盖章）", size=10.5, line=18, align="right", right=4),
                P(DATE, size=10.5, line=18, align="right", right=1),
            ],
            span=span,
        )

    return [
        Row([label("本人申请"), Cell(mine, span=5)], 29),
        Row(
            [
                opinion("用人单位意见：", "（灵活就业人员不填）", 2),
                opinion("受理窗口意见：", "（办理联办事项的，注明与联办部门共享的日期）", 4),
            ],
            42,
        ),
    ]


# --- 公示 -------------------------------------------------------------------------------------------------------

# Column heading, width in mm, tag. No ID number, account, address or illness may stand here.
NOTICE: list[tuple[str, float, str]] = [
    ("序号", 10, tag("人.序号")),
    ("姓名", 24, tag("人.姓名")),
    ("性别", 10, tag("人.性别")),
    ("出生年月", 25, tag("人.出生日期", "年月")),
    ("参加\n工作时间", 25, tag("人.参加工作时间", "年月")),
    ("累计\n缴费年限", 26, tag("人.缴费年限")),
    ("退休类别", 25, tag("人.退休类别", "public")),
    ("拟退休\n时间", 25, tag("人.拟退休时间", "年月")),
]


def public_notice() -> Paper:
    """拟退休人员公示 of one employer; the list may run over several pages."""
    loops = [
        Row([Cell(text, span=len(NOTICE))], 9, exact=False) for text in ("{%tr for 人 in 名单 %}", "{%tr endfor %}")
    ]
    table = Table(
        [width for _, width, _ in NOTICE],
        [
            Row([Cell(head, font=HEI) for head, _, _ in NOTICE], 12, header=True),
            loops[0],
            Row([value for _, _, value in NOTICE], 11, exact=False),
            loops[1],
        ],
        line=14,
        margin=0.6,
    )
    paper = Paper("拟退休人员公示", margins=(24, 18, 20, 20), latin_gap=False)
    return paper.add(
        title("拟退休人员公示", after=14),
        letter(
            "根据企业职工基本养老保险退休的有关规定，现将我单位拟办理退休人员的有关情况予以公示，接受职工和社会监督。",
            after=6,
        ),
        table,
        letter(f"公示时间：{tag('公示开始日期', '日期')}至{tag('公示结束日期', '日期')}", before=8),
        letter(f"公示地点：{room('公示地点', 14)}", align="left"),
        letter(
            f"对公示内容有异议的，请在公示期内向本单位或者{OFFICE}反映。反映情况应当实事求是，"
            "并留下真实姓名和联系方式。"
        ),
        letter(f"本单位电话：{room('异议受理电话', 10)}", align="left"),
        letter(f"{OFFICE}电话：{room('人社监督电话', 10)}", align="left", keep_next=True),
        *seal(room("单位名称", 12), tag("公示落款日期", "日期")),
    )


# --- 承诺书 -----------------------------------------------------------------------------------------------------


def _who(*rows: Sequence[tuple[str, str]]) -> Table:
    """Who signs: rows of one or two labels with values."""

    def cells(row: Sequence[tuple[str, str]]) -> list[Cell]:
        lone = len(row) == 1
        return [cell for name, value in row for cell in (label(name), left(value, 3) if lone else Cell(value))]

    return Table([25, 51, 27, 55], [Row(cells(row), 11) for row in rows], size=11, line=14)


def commitment() -> Paper:
    """承诺书: a general statement of the applicant, and of the employer where it files."""
    paper = Paper("承诺书", margins=(28, 20, 26, 26), latin_gap=False)
    promises = [
        "一、填报的所有信息真实、准确、完整，提交的个人档案、身份证、户口簿、社会保障卡等材料真实、有效。",
        (
            "二、已经知道基本养老保险退休的条件；自愿选择办理医疗保险在职转退休、住房公积金提取等联办事项，"
            "同意办理所需的信息和材料由各联办部门共享。"
        ),
        "三、本人不重复领取基本养老金；情况发生变化的，及时告知办理部门。",
        "四、如有不实，自愿退回多领取的待遇，并承担相应的法律责任。",
    ]
    return paper.add(
        title(f"承{GAP}诺{GAP}书", after=16),
        _who(
            [("姓　名", tag("姓名")), ("身份证号", tag("身份证号"))],
            [("参保身份", tag("参保身份")), ("联系电话", tag("本人联系电话"))],
            [("用人单位", tag("单位名称"))],
        ),
        letter("本人（单位）申请办理固阳县退休“一件事”，郑重承诺：", before=14),
        *(letter(promise) for promise in promises),
        letter(
            ["承诺人（签名）：", u(GAP * 7), GAP, tag("申请日期", "日期")],
            before=26, line=32, align="left", keep_next=True,
        ),
        letter(
            ["用人单位（盖章）：", u(GAP * 6), GAP, tag("申请日期", "日期")], line=32, align="left", keep_next=True
        ),
        letter("（灵活就业人员由本人签名，不需要单位盖章）", size=14, line=24, align="left"),
    )  # fmt: skip


# --- papers for people whose archive is lost --------------------------------------------------------------------


def lost_archive_application() -> Paper:
    """丢失档案人员个人退休申请: situation and reason of the loss."""
    name = "丢失档案人员个人退休申请"
    employer = P([*boxes("有用人单位", "否", "是", gap=1), f"（单位名称：{room('单位名称', 12)}）"], size=12, line=17)
    claim = [
        P(
            f"本人职工档案已经丢失，现按照{LOST_ARCHIVE_PAPER}，申请办理退休。"
            "以上填写的档案丢失情况和原因真实，如有不实，愿意承担相应的法律责任。",
            size=12, line=21, indent=2, align="both",
        ),
        P(f"申请人（签名）：{GAP * 12}", size=12, line=24, align="right", right=3, before=16),
        P(tag("申请日期", "日期"), size=12, line=24, align="right", right=3),
    ]  # fmt: skip
    rows = [
        _four("姓　名", tag("姓名"), "性　别", tag("性别")),
        _four("身份证号", tag("身份证号"), "出生日期", tag("出生日期")),
        _four("参保身份", tag("参保身份"), "联系电话", tag("本人联系电话")),
        _four_wide("户籍所在地", tag("户籍所在地")),
        _four_wide("居住地址", tag("退休后居住地")),
        _four_wide("是否有\n用人单位", employer, 13),
        _four("缴费起始时间", tag("参保日期"), "实际缴费年限", tag("实际缴费年限")),
        _four("固阳县累计\n缴费年限", tag("本地缴费年限"), "符合退休\n条件时间", tag("符合退休条件时间"), 12),
        _four_wide("档案丢失情况", tag("档案丢失情况"), 44),
        _four_wide("档案丢失原因", tag("档案丢失原因"), 36),
        _four_wide("本人申请", claim, 54),
    ]
    return Paper(name, margins=(20, 15, 20, 20), latin_gap=False).add(
        title(name, after=8),
        P(f"{OFFICE}：", size=12, line=20, after=4, keep_next=True),
        Table([29, 53, 29, 59], rows, size=12, line=17, margin=1.5),
    )


def _four(first: str, value: str, second: str, other: str, height: float = 10.5) -> Row:
    return Row([label(first), value, label(second), other], height)


def _four_wide(name: str, value: str | P | Sequence[P], height: float = 10.5) -> Row:
    return Row([label(name), left(value, span=3)], height)


def lost_archive_commitment() -> Paper:
    """个人承诺书: pension by actual contribution first; signature and the place for a fingerprint."""
    paper = Paper("个人承诺书", margins=(28, 20, 26, 26), latin_gap=False)
    promises = [
        "一、本人职工档案确已丢失，在《丢失档案人员个人退休申请》中说明的情况和原因真实。",
        "二、本人同意先按实际缴费年限计发养老金待遇。",
        "三、本人提交的身份证、户口簿、社会保障卡等材料真实、有效。",
        "以上承诺是本人的真实意思，如有不实，由本人承担相应的法律责任。",
    ]
    sign = [
        P("承诺人（签字）：", size=16, line=28, left=1),
        P(tag("申请日期", "日期"), size=16, line=28, left=1, before=22),
    ]
    finger = [P("（按手印处）", size=12, line=20, align="center")]
    return paper.add(
        title("个人承诺书", after=16),
        _who(
            [("姓　名", tag("姓名")), ("身份证号", tag("身份证号"))],
            [("参保身份", tag("参保身份")), ("联系电话", tag("本人联系电话"))],
            [("参保日期", tag("参保日期")), ("实际缴费年限", tag("实际缴费年限"))],
        ),
        letter(f"{OFFICE}：", indent=0, before=14),
        letter(f"本人申请办理退休，因职工档案丢失，按照{LOST_ARCHIVE_PAPER}，郑重承诺："),
        *(letter(promise) for promise in promises),
        P("", size=16, line=24, keep_next=True),
        Table(
            [98, 60],
            [Row([Cell(sign, align="left", borders="top left bottom"), Cell(finger, valign="bottom")], 42)],
            size=16,
        ),
    )


def lost_archive_statement() -> Paper:
    """单位档案丢失说明: an employer about one person."""
    name = "单位档案丢失说明"
    rows = [
        _four("姓　名", tag("姓名"), "性　别", tag("性别")),
        _four("身份证号", tag("身份证号"), "出生日期", tag("出生日期")),
        _four_wide("在本单位\n工作时间", tag("在本单位工作时间"), 12),
        _four_wide("档案丢失情况", tag("档案丢失情况"), 48),
        _four_wide("档案丢失原因", tag("档案丢失原因"), 38),
    ]
    paper = Paper(name, margins=(24, 18, 20, 20), latin_gap=False)
    return paper.add(
        title(name, after=12),
        _plain(f"{OFFICE}：", indent=0),
        _plain("下表所列人员为我单位职工，其个人档案现已丢失，有关情况说明如下：", after=6),
        Table([29, 53, 29, 59], rows, size=12, line=17, margin=1.5),
        _plain("以上情况属实，如有不实，我单位愿意承担相应的责任。", before=8, after=4, keep_next=True),
        _plain(["单位负责人（签字）：", u(GAP * 9)], keep_next=True),
        _plain(["经办人：", u(room("经办人", 7))], keep_next=True),
        _plain(["经办人联系电话：", u(room("经办人电话", 9))], keep_next=True),
        _plain(["统一社会信用代码：", u(room("统一社会信用代码", 10))], keep_next=True),
        _plain(f"{room('单位名称', 12)}（盖章）", align="right", indent=0, right=1, before=16, keep_next=True),
        _plain(DATE, align="right", indent=0, right=3),
    )


def _plain(content: Inline | Sequence[Inline], **look: object) -> P:
    """A paragraph beside a table: 四号, pitch 26 points."""
    return P(content, **{"size": 14, "line": 26, "indent": 2, **look})  # type: ignore[arg-type]


PAPERS: list[Callable[[], Paper]] = [
    application, public_notice, commitment,
    lost_archive_application, lost_archive_commitment, lost_archive_statement,
]  # fmt: skip


if __name__ == "__main__":
    write(PAPERS, OUT)
