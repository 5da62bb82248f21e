"""Draw the forms of 六安 (Lu'an).

``application_employer`` and ``application_individual`` are the two forms of annex 1 of the plan, word for word and in
its order. The plan only names ``retirement_application``, ``employer_request``, ``public_notice`` and
``special_post_application``; ``commitment`` is the forms' statement as a sheet of its own: their layout is ours.

Run ``python tools/drafts/luan.py`` to write them all to ``templates/luan/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from paper import HEI, SONG, TITLE, Cell, Checkbox, Inline, P, Paper, Row, Table, u, write

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "luan"

SPACE = "\u3000"  # the full-width space: as wide in every Chinese font
DAY = f"{SPACE * 3}年{SPACE * 2}月{SPACE * 2}日"
ILLNESS = "因病或非因工致残完全丧失劳动能力提前退休"

# The statement that both forms of annex 1 end with.
COMMITMENT = (
    "承诺提交的所有材料真实、合法、有效。并承诺对因提交虚假材料引发的后果承担相应法律责任。"
    "如有重复领取待遇的，按有关政策、法规处理。"
)


def tag(field: str, *filters: str) -> str:
    """A tag, e.g. ``{{ 拟退休时间|年月 }}``."""
    return "{{ " + "|".join((field, *filters)) + " }}"


def blank(text: str) -> str:
    """The filter that says what stands where there is no value."""
    return f'blank("{text}")'


def tick(field: str, option: str) -> str:
    """A box that is ticked when the field is the option."""
    return tag(field, f'tick("{option}")')


def _paper(
    title: str, margins: tuple[float, float, float, float], landscape: bool = False, page_numbers: bool = False
) -> Paper:
    """Without the gap beside digits the engine's widths hold in Word and WPS."""
    return Paper(title, margins, landscape, page_numbers, latin_gap=False)


# --- annex 1: the two forms ---------------------------------------------------------------------------------------

FORM_TITLE = "企业职工退休“一件事一次办”申请表（2023版）"
WIDTH = 257.0
MATTERS = (51.0, 66.0, 114.0, WIDTH)  # where the columns of the matters end: name, box, always wanted, if applied for
LINE = 17.0

NORMAL_PAPERS = (
    "1.有职工人事档案的：《拟退休（退职）人员申请表》、职工人事档案。",
    "2.无职工人事档案的：《拟退休（退职）人员申请表》。",
)
EARLY_PAPERS = (
    (
        "《拟退休（退职）人员申请表》、职工人事档案、提前退休公示材料、特殊工种提前退休申请书、"
        "因病或非因工伤残完全丧失劳动能力鉴定书。"
    ),
)
NO_PAPERS = ("无需材料",)


def application_employer() -> Paper:
    """The employer's form: 本表供参保单位申报职工退休使用."""
    head = [
        ("单位名称", 21),
        (tag("单位名称"), 81),
        ("单位\n地址", 94),
        (tag("单位地址"), 162),
        ("代办人", 179),
        (tag("经办人"), 207),
        ("联系电话", 227.5),
        (tag("经办人电话"), WIDTH),
    ]
    notes = (
        "注：1.本表供参保单位申报职工退休使用，由法人单位代办人填写。",
        f"{SPACE * 2}2.申报多项业务时，存在重复申报资料的，仅需提交一份。",
    )
    always = "参保单位办理职工退休手续的请示、职工本人社会保障卡"
    return _application(head, always, "职工医疗保险在职转退休", "代办人：（签名）", notes)


def application_individual() -> Paper:
    """The form of those in flexible employment: 本表供灵活就业人员退休使用."""
    head = [
        ("申请人", 16),
        (tag("姓名"), 45),
        ("居民身份证号码\n（社会保障号码）", 82.5),
        (tag("身份证号"), 129.5),
        ("联系\n地址", 142),
        (tag("联系地址"), 215),
        ("联系\n电话", 227.5),
        (tag("本人联系电话"), WIDTH),
    ]
    notes = (
        "注：1.本表供灵活就业人员退休使用，由本人或代办人填写。",
        f"{SPACE * 2}2.申报多项业务时，存在重复申报资料的，仅需提交一份。",
    )
    always = "本人社会保障卡（代办另需提供代办人身份证件）"
    medical = "职工医疗保险在职转退休\n（参保人员在职转退休）"
    return _application(head, always, medical, "申请人/代办人：（签名）", notes)


def _application(
    head: Sequence[tuple[str, float]], always: str, medical: str, signer: str, notes: Sequence[str]
) -> Paper:
    """One of the two forms: who applies, the matters with their papers, the statement, the notes below."""
    ends = sorted({end for _, end in head}.union(MATTERS))
    widths = [end - before for before, end in zip([0, *ends[:-1]], ends, strict=True)]
    rows = [
        _row(ends, [(Cell(text), end) for text, end in head], 19),
        *_matter_rows(ends, always, medical),
        _row(ends, [(Cell(_statement(signer)), WIDTH)], 34),
    ]
    paper = _paper(FORM_TITLE, (17, 12, 20, 20), landscape=True)
    return paper.add(
        P(FORM_TITLE, align="center", font=TITLE, size=22, line=34, after=7, keep_next=True),
        Table(widths, rows, font=SONG, size=12, line=LINE),
        P("", size=4, line=5, keep_next=True),
        *(P(note, font=SONG, size=12, line=18, left=1, keep_next=note != notes[-1]) for note in notes),
    )


def _row(ends: Sequence[float], cells: Iterable[tuple[Cell | None, float]], height: float) -> Row:
    """A row whose cells are given with where they end; None continues the cell above."""
    out: list[Cell | None] = []
    column = 0
    for cell, end in cells:
        reached = ends.index(end) + 1
        out.append(None if cell is None else _spanning(cell, reached - column))
        column = reached
    return Row(out, height)


def _spanning(cell: Cell, span: int) -> Cell:
    return Cell(cell.content, span, cell.rows, cell.align, cell.valign, cell.font, cell.size, cell.line)


def _matter_rows(ends: Sequence[float], always: str, medical: str) -> list[Row]:
    name, box, wanted, _ = MATTERS
    matters = [
        ("职工正常退休", "申请正常退休", NORMAL_PAPERS, 19.0),
        ("职工提前退休(退职)", "申请提前退休", EARLY_PAPERS, 19.0),
        (medical, "申请医保在职转退休", NO_PAPERS, 17.0),
        ("退休职工住房公积金提取", "申请提取公积金", NO_PAPERS, 17.0),
    ]
    rows = [
        _row(
            ends,
            [
                (Cell("服务事项名称", rows=2), name),
                (Cell("需要\n办理", rows=2), box),
                (Cell("所需材料"), WIDTH),
            ],
            9,
        ),
        _row(ends, [(None, name), (None, box), (Cell("必需\n提供"), wanted), (Cell("依申请提供"), WIDTH)], 14),
    ]
    for label, field, papers, height in matters:
        first = field == matters[0][1]
        rows.append(
            _row(
                ends,
                [
                    (Cell(label), name),
                    (Cell(tick(field, "是"), size=14, line=20), box),
                    (Cell(always, rows=len(matters), align="left") if first else None, wanted),
                    (Cell([_cell_text(text) for text in papers]), WIDTH),
                ],
                height,
            )
        )
    return rows


def _cell_text(text: str) -> P:
    return P(text, font=SONG, size=12, line=LINE, align="both")


def _statement(signer: str) -> list[P]:
    room = 53 - len(signer) - len(DAY)
    return [
        P(COMMITMENT, font=SONG, size=12, line=20, indent=2, align="both"),
        P(
            [f"{signer}{SPACE * room}", tag("申请日期", "日期", blank(DAY))],
            font=SONG, size=12, line=22, before=22, left=2,
        ),
    ]  # fmt: skip


# --- parts of the papers whose layout is ours ---------------------------------------------------------------------


def _title(text: str, after: float = 14) -> P:
    return P(text, align="center", font=TITLE, size=22, line=34, after=after, keep_next=True)


def _letter(content: Inline | Sequence[Inline], **look: object) -> P:
    """A paragraph of a letter: 三号, pitch 28 points (GB/T 9704)."""
    return P(content, **{"size": 16, "line": 28, "indent": 2, "align": "both", **look})  # type: ignore[arg-type]


def _seal(date: str) -> list[P]:
    """The employer's full name, the place for its seal and the date, kept on one page."""
    name = tag("单位名称", blank(SPACE * 12))
    return [
        _letter(f"{name}（盖章）", align="right", indent=0, right=1, before=26, keep_next=True),
        _letter(tag(date, "日期"), align="right", indent=0, right=3, keep_next=True),
    ]


def _people(columns: Sequence[tuple[str, float, str | Sequence[P]]], height: float, head: float = 12) -> Table:
    """One row a person: ``columns`` are header, width and what stands in the cell."""

    def loop(mark: str) -> Row:
        return Row([mark, Cell("", span=len(columns) - 1)], height=height, exact=False)

    return Table(
        widths=[width for _, width, _ in columns],
        rows=[
            Row([Cell(name, font=HEI) for name, _, _ in columns], height=head, header=True),
            loop("{%tr for 人 in 名单 %}"),
            Row([Cell(value) for _, _, value in columns], height=height, exact=False),
            loop("{%tr endfor %}"),
        ],
        size=10.5,
        line=14,
        margin=0.5,
    )


def _left(content: str | Sequence[P], span: int = 1) -> Cell:
    return Cell(content, span=span, align="left")


def _label(text: str) -> Cell:
    return Cell(text, font=HEI)


def _boxes(field: str, options: Sequence[tuple[str, str]], gap: int = 2) -> list[Inline]:
    """Check boxes: option and what is printed after the box."""
    out: list[Inline] = []
    for option, shown in options:
        out += [Checkbox(tick(field, option)), f" {shown}{SPACE * gap}"]
    out[-1] = f" {options[-1][1]}"
    return out


def _opinion(span: int, heading: str, *signers: str, room: float) -> Cell:
    """An office's opinion: heading, room to write (points), who signs, seal and date."""
    return Cell(
        [
            P(heading, size=12, line=18, before=4),
            P("", size=12, line=room),
            *(P(f"{who}：", size=12, line=20, left=0.5) for who in signers),
            P("（盖章）", size=12, line=20, align="right", right=2),
            P(DAY, size=12, line=20, align="right", right=0.5),
        ],
        span=span,
        valign="top",
    )


def _claim(text: str, signer: str, span: int) -> Cell:
    """A statement with the place for the signature and the date."""
    return Cell(
        [
            P(text, size=12, line=19, indent=2, align="both"),
            P(f"{signer}（签名）：{SPACE * 9}{DAY}", size=12, line=22, align="right", right=1, before=10),
        ],
        span=span,
    )


# --- 拟退休（退职）人员申请表 -----------------------------------------------------------------------------------------

GRID = (24.5, 34.2, 12, 12.5, 13, 21.2, 24.5, 34.1)  # 176: label value label value label value label value


def retirement_application() -> Paper:
    """拟退休（退职）人员申请表, one page."""
    name = "拟退休（退职）人员申请表"
    filled_on = P(["填表日期：", tag("申请日期", "日期")], size=10.5, line=18, align="right", right=0.5, keep_next=True)
    rows = [*_who(), *_dates(), *_kind(), *_after(), *_opinions()]
    paper = _paper(name, (16, 12, 17, 17))
    return paper.add(_title(name, after=2), filled_on, Table(GRID, rows, size=10.5, line=14, margin=1.0))


def _triple(first: tuple[str, str], second: tuple[str, str], third: tuple[str, str], height: float = 10.5) -> Row:
    """Three labels and values in GRID."""
    (a, x), (b, y), (c, z) = first, second, third
    return Row([a, x, Cell(b, span=2), Cell(y, span=2), c, z], height)


def _who() -> list[Row]:
    identity = [Cell(_boxes_line("参保身份", [("企业职工", "企业职工"), ("灵活就业人员", "灵活就业人员")]), span=4)]
    archive = Cell(_boxes_line("有人事档案", [("是", "有"), ("否", "无")]))
    return [
        Row([f"姓{SPACE}名", tag("姓名"), "性别", tag("性别"), "民族", tag("民族"), "出生日期", tag("出生日期")], 10.5),
        Row(
            ["身份证号", Cell(tag("身份证号"), span=3), Cell("联系电话", span=2), Cell(tag("本人联系电话"), span=2)],
            10.5,
        ),
        Row(["参保单位", _left(tag("单位名称"), span=7)], 10.5),
        Row(["参保身份", *identity, Cell("职工人事档案", span=2), archive], 10.5),
        Row(["退休后居住地", _left(tag("退休后居住地"), span=7)], 10.5),
    ]


def _boxes_line(field: str, options: Sequence[tuple[str, str]], gap: int = 2) -> list[P]:
    return [P(_boxes(field, options, gap), size=10.5, line=16, align="center")]


def _dates() -> list[Row]:
    return [
        Row(
            [
                "档案最早记载\n出生日期", tag("档案最早记载出生日期"), Cell("记载材料\n名称", span=2),
                _left(tag("最早出生日期记载材料"), span=4),
            ],
            10.5,
        ),
        _triple(("参加工作时间", tag("参加工作时间")), ("参保日期", tag("参保日期")), ("建账日期", tag("建账日期")), 10.5),
        _triple(
            ("视同缴费年限", tag("视同缴费年限")),
            ("实际缴费年限", tag("实际缴费年限")),
            ("累计缴费年限", tag("缴费年限")), 10.5,
        ),
        _triple(
            ("原法定\n退休年龄", tag("原法定退休年龄")),
            ("符合退休\n条件时间", tag("符合退休条件时间")),
            ("拟退休\n（退职）时间", tag("拟退休时间")),
        ),
    ]  # fmt: skip


def _kind() -> list[Row]:
    lines = [
        [
            ("正常退休", "正常退休"),
            ("弹性提前退休", "弹性提前退休"),
            ("弹性延迟退休", "弹性延迟退休"),
            ("特殊工种提前退休", "特殊工种提前退休"),
        ],
        [(ILLNESS, ILLNESS), ("退职", "退职")],
    ]
    kinds = [P(_boxes("退休类别", line), size=10.5, line=18, left=0.5) for line in lines]
    return [
        Row(["退休（退职）\n类别", Cell(kinds, span=7)], 15),
        _triple(
            ("职务或工种", tag("职务或工种")),
            ("特殊工种名称", tag("特殊工种名称")),
            ("特殊工种\n从业年限", tag("特殊工种从业年限")),
        ),
        Row(["工作简历", _left(tag("工作简历"), span=7)], 40),
    ]


def _after() -> list[Row]:
    return [
        Row(
            [
                "社保卡\n发放银行", _left(tag("社保卡发放银行"), span=3), Cell("社会保障卡\n银行账号", span=2),
                Cell(tag("社保卡银行账号"), span=2),
            ],
            11.5,
        )
    ]  # fmt: skip


def _opinions() -> list[Row]:
    claim = "本人申请办理退休（退职）手续。以上所填内容和提交的材料真实、合法、有效；如有不实，承担相应法律责任。"
    offices = ("参保单位意见：", "受理窗口意见：", "养老保险行政部门审批意见：")
    return [
        Row(["本人申请", _claim(claim, "申请人", 7)], 27),
        Row([_opinion(span, office, room=54) for office, span in zip(offices, (2, 4, 2), strict=True)], 43),
    ]


# --- 参保单位办理职工退休手续的请示 -----------------------------------------------------------------------------------


def employer_request() -> Paper:
    """The employer's letter that asks for the retirement of its people."""
    columns = [
        ("序号", 9.0, tag("人.序号")),
        ("姓名", 20.0, tag("人.姓名")),
        ("性别", 9.0, tag("人.性别")),
        ("身份证号", 40.5, tag("人.身份证号")),
        ("参加\n工作时间", 22.5, tag("人.参加工作时间", "年月")),
        ("累计\n缴费年限", 22.5, tag("人.缴费年限")),
        ("退休类别", 22.0, tag("人.退休类别")),
        ("拟退休\n时间", 22.5, tag("人.拟退休时间", "年月")),
    ]
    contact = f"（联系人：{tag('经办人', blank(SPACE * 6))}{SPACE * 2}联系电话：{tag('经办人电话', blank(SPACE * 8))}）"
    paper = _paper("参保单位办理职工退休手续的请示", (28, 22, 21, 21), page_numbers=True)
    return paper.add(
        _title(tag("单位名称", blank(SPACE * 14)), after=0),
        _title("关于办理职工退休手续的请示", after=18),
        _letter([u(SPACE * 8), "人力资源和社会保障局："], indent=0),
        _letter(
            "根据企业职工基本养老保险有关规定和《六安市推进“企业职工退休一件事一次办”工作方案》"
            "（六人社秘〔2023〕48号），现为我单位下列职工申请办理退休（退职）手续：",
            after=6,
        ),
        _people(columns, height=10),
        _letter(
            "我单位承诺提交的所有材料真实、合法、有效，有关材料随文报送。",
            before=8,
        ),
        _letter("妥否，请批示。", keep_next=True),
        *_seal("请示日期"),
        _letter(contact, align="left", before=12),
    )


# --- 提前退休公示 -------------------------------------------------------------------------------------------------


def public_notice() -> Paper:
    """The notice that an employer posts: no ID number, account, address or illness."""
    special = [
        P(tag("人.特殊工种名称"), size=10.5, line=14, align="center"),
        P(tag("人.特殊工种从业经历"), size=9, line=12),
        P(tag("人.特殊工种从业年限"), size=10.5, line=14, align="center"),
    ]
    columns: list[tuple[str, float, str | Sequence[P]]] = [
        ("序号", 8.5, tag("人.序号")),
        ("姓名", 16.5, tag("人.姓名")),
        ("性别", 8.5, tag("人.性别")),
        ("出生年月", 24.0, tag("人.出生日期", "年月")),
        ("参加\n工作时间", 24.0, tag("人.参加工作时间", "年月")),
        ("累计\n缴费年限", 22.5, tag("人.缴费年限")),
        ("退休类别", 16.5, tag("人.退休类别", "public")),
        ("拟退休\n时间", 24.0, tag("人.拟退休时间", "年月")),
        ("特殊工种、起止\n时间及累计年限", 33.5, special),
    ]
    office = tag("异议受理电话", blank(SPACE * 7))
    telephones = f"本单位电话：{office}{SPACE}人社部门电话：{tag('人社监督电话')}"
    period = f"{tag('公示开始日期', '日期')}至{tag('公示结束日期', '日期')}"
    paper = _paper("提前退休公示", (22, 18, 16, 16), page_numbers=True)
    return paper.add(
        _title("提 前 退 休 公 示"),
        _letter(
            "根据企业职工基本养老保险有关规定，现将我单位拟办理提前退休（退职）人员的有关情况予以公示，接受监督。",
            after=6,
        ),
        _people(columns, height=10),
        _letter(f"公示时间：{period}", before=8),
        _letter(f"公示地点：{tag('公示地点')}"),
        _letter("对公示内容有异议的，请在公示期内向本单位或人力资源和社会保障部门反映。"),
        _letter(telephones, align="left", keep_next=True),
        *_seal("公示落款日期"),
    )


# --- 特殊工种提前退休申请书 ---------------------------------------------------------------------------------------


def special_post_application() -> Paper:
    """特殊工种提前退休申请书, one page."""
    name = "特殊工种提前退休申请书"
    text = (
        "本人在参加工作期间从事特殊工种工作，经历如上。根据国家有关特殊工种提前退休的规定，"
        f"现申请于{tag('拟退休时间', '年月')}按特殊工种提前退休。以上所填内容和提交的材料真实、合法、有效，"
        "如有不实，愿意承担相应法律责任。"
    )
    rows = [
        Row([_label("姓名"), tag("姓名"), _label("性别"), tag("性别"), _label("出生日期"), tag("出生日期")], 12),
        Row([_label("身份证号码"), Cell(tag("身份证号"), span=3), _label("联系电话"), tag("本人联系电话")], 12),
        Row([_label("参保单位"), _left(tag("单位名称"), span=5)], 12),
        Row([_label("参加工作时间"), Cell(tag("参加工作时间"), span=3), _label("累计缴费年限"), tag("缴费年限")], 12),
        Row([_label("特殊工种名称"), Cell(tag("特殊工种名称"), span=3), _label("累计从业年限"), tag("特殊工种从业年限")], 12),
        Row([_label("从业经历及\n起止时间"), _left(tag("特殊工种从业经历"), span=5)], 34),
    ]  # fmt: skip
    offices = ("参保单位意见：", "养老保险行政部门意见：")
    opinion = Table(
        (82, 82),
        [Row([_opinion(1, office, "经办人", "负责人", room=50) for office in offices], 57)],
    )
    return _paper(name, (22, 15, 23, 23)).add(
        _title(name),
        Table((30, 37, 13, 12, 29, 43), rows, size=12, line=16),
        _letter(text, before=12),
        _letter("申请人（签名）：", align="left", indent=0, left=14, before=20, keep_next=True),
        _letter(tag("申请日期", "日期"), align="right", indent=0, right=2, after=12, keep_next=True),
        opinion,
    )  # fmt: skip


# --- 承诺书 -------------------------------------------------------------------------------------------------------


def commitment() -> Paper:
    """承诺书: the statement of annex 1 as a sheet of its own."""
    # As below the text: whose name it is can be told from the words before the signature.
    employee = '参保身份 == "企业职工"'
    agent = f"{{% if {employee} %}}{tag('经办人')}{{% else %}}{tag('代办人姓名')}{{% endif %}}"
    number = f"{{% if not {employee} %}}{tag('代办人身份证号')}{{% endif %}}"
    who = Table(
        (28, 44, 34, 52),
        [
            Row([_label("姓名"), tag("姓名"), _label("身份证号码"), tag("身份证号")], 13),
            Row([_label("参保单位"), _left(tag("单位名称"), span=3)], 13),
            Row([_label("代办人"), agent, _label("代办人身份\n证件号码"), number], 13),
        ],
        size=12,
        line=16,
    )
    signature = {"align": "left", "left": 10, "indent": 0, "line": 32, "keep_next": True}
    return _paper("承诺书", (30, 22, 26, 26)).add(
        _title(f"承{SPACE}诺{SPACE}书", after=20),
        who,
        _letter(COMMITMENT, before=24),
        P(f"{{%p if {employee} %}}"),
        _letter("代办人：（签名）", before=48, **signature),
        P("{%p else %}"),
        _letter("申请人/代办人：（签名）", before=48, **signature),
        P("{%p endif %}"),
        _letter(tag("申请日期", "日期", blank(DAY)), align="right", indent=0, right=2, before=12, line=32),
    )


FORMS = (
    application_employer,
    application_individual,
    retirement_application,
    employer_request,
    public_notice,
    special_post_application,
    commitment,
)


if __name__ == "__main__":
    write(FORMS, FOLDER)
