"""Draw the forms of 白银 (Baiyin).

``registration`` is annex 2 of the plan, word for word and in its order. ``public_notice`` and
``notice_certificate`` are only named by the plan; ``commitment`` and ``early_retirement_disclosure`` are the
registration form's two statements as sheets of their own: the layout of these four is ours.

Run ``python tools/drafts/baiyin.py`` to write them all to ``templates/baiyin/``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from paper import HEI, SONG, TITLE, Cell, Checkbox, Inline, P, Paper, Row, Table, u, write

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "baiyin"

PLAN = "《白银市企业职工“退休一件事”工作方案（试行）》"
SPACE = "\u3000"  # the full-width space: as wide in every Chinese font

# The two statements of annex 2.
DISCLOSURE = (
    "郑重承诺：我们上报的　　　　提前退休（职）信息真实、准确、完整、有效，与原始档案记载一致，在我单位公共场合已公示10日以上，"
    "没有人对相关信息提出异议。如有不实，愿意按照国家有关法律、法规和政策规定承担相应责任。"
    "根据《人力资源社会保障部关于进一步加强企业特殊工种提前退休管理工作的通知》（人社部发〔2018〕73号）要求，"
    "我们将提前退休（职）对参保人员养老金的影响告知退休人员，即："
    "提前退休人员每少缴费1年，基础养老金少计发1%，个人账户累积额也随之减少，养老保险待遇也将减少；"
    "提前退休（职）还影响调待幅度，养老金调整与缴费年限挂钩时，缴费年限越长，调待水平越高。特此告知！"
)
DISCLOSURE_SIGNATURE = f"（提前退休人员签名：{SPACE * 9}）"
DISCLOSURE_SEAL = f"公司（授权经办机构）{SPACE * 2}{{{{ 告知日期|年月 }}}}"

COMMITMENT = (
    "申报单位（人）对办理基本养老金领取资格认定条件和相关规定已充分知晓，在此郑重承诺："
    "填报和提交的所有信息均真实、准确、完整、有效。"
    "社保经办机构事后将通过实地核查退休职工档案或其他部门、机构查询与承诺相关的职工个人信息，用于核实承诺内容的真实性。"
    "如果申报单位（人）做出不实承诺，社保经办机构将单位、法定代表人、主要负责人、经办人和职工本人"
    "列入社会保险领域严重失信人名单，严重失信人名单信息将上传至人力资源社会保障信用信息平台和全国信用信息共享平台，"
    "由相关部门依据《关于对社会保险领域严重失信企业及其有关人员实施联合惩戒的合作备忘录》"
    "（发改财经〔2018〕1704号）规定实施联合惩戒，涉嫌犯罪的移交司法机关处理。"
)
CAREER_HINT = (
    f"参加工作至今所在单位时间段及单位名称（例：{SPACE}年{SPACE}月至{SPACE}年{SPACE}月在{SPACE * 2}单位工作，"
    f"{SPACE}年{SPACE}月至{SPACE}年{SPACE}月在{SPACE * 2}单位工作……）"
)
RESIDENCE = "　　　省　　　市　　　区（县）　街道（社区）　小区（家属院）　　　楼　　　单元"


def tag(field: str, filters: str = "") -> str:
    """A tag, e.g. ``{{ 参保日期|年月 }}``."""
    return f"{{{{ {field}{'|' + filters if filters else ''} }}}}"


def early_only(field: str, blank: str) -> str:
    """A tag that is filled in for early retirement only: 正常退休人员无需填报."""
    kinds = '["弹性提前退休", "特殊工种提前退休", "因病或非因工致残完全丧失劳动能力提前退休", "退职"]'
    value = tag(field, f'blank("{blank}")')
    return f"{{% if 退休类别 in {kinds} %}}{value}{{% else %}}{blank}{{% endif %}}"


def disclosure(room: int) -> str:
    """The statement on early retirement, with ``room`` characters to write the employer's name on."""
    name = early_only("单位名称", SPACE * room)
    code = early_only("统一社会信用代码", SPACE * 10)
    return f"本单位（授权经办机构）{name}，统一社会信用代码：{code}，{DISCLOSURE}"


def tick(field: str, option: str, style: str = "") -> str:
    """A box that is ticked when the field is the option; ``bracket`` is what stands inside round brackets."""
    return tag(field, f'tick("{option}","{style}")' if style else f'tick("{option}")')


def options(field: str, *names: str, gap: str = SPACE * 2) -> str:
    """Options with the box after each: 固定工 □  合同工 □."""
    return gap.join(f"{name} {tick(field, name)}" for name in names)


def line_to_sign(label: str, width: int) -> list[Inline]:
    """A label and a line of ``width`` characters to write on."""
    return [label, u(SPACE * width)]


# --- registration: annex 2 ------------------------------------------------------------------------------------

COLUMNS = (9, 29, 48, 29, 61)  # section, label, value, label, value
SECOND_PAGE = (9, 29, 69, 69)  # section, label, value in two halves
LINE = 14.0  # pitch in the form's cells


def _paper(title: str, margins: tuple[float, float, float, float]) -> Paper:
    """Without the gap beside digits the engine's widths hold in Word and WPS."""
    return Paper(title, margins=margins, latin_gap=False)


def registration() -> Paper:
    """The registration form of annex 2, two pages."""
    paper = _paper("白银市企业职工“退休一件事”办理登记表", (17, 13, 17, 17))
    paper.add(
        P("白银市企业职工“退休一件事”办理登记表", align="center", font=TITLE, size=20, line=32, after=8),
        _form(COLUMNS, [*_basic(), *_retirement()]),
        P("", size=1, line=1, page_break_before=True),
        _form(SECOND_PAGE, [*_work_gaps(), *_insurance(), *_medical(), *_housing_fund()]),
    )
    return paper


def _form(widths: Sequence[float], rows: Sequence[Row]) -> Table:
    return Table(widths=widths, rows=rows, font=SONG, size=10.5, line=LINE)


def _section(name: str, rows: int = 1) -> Cell:
    """The section's name in the left column, one character below the other."""
    return Cell("\n".join(name), rows=rows, font=HEI)


def _wide(content: str | P | Sequence[P], align: str = "left", valign: str = "center", span: int = 3) -> Cell:
    """A value across all columns right of its label."""
    return Cell(content, span=span, align=align, valign=valign)


def _pair(section: Cell | None, left: str, value: str, right: str, other: str | Cell, height: float) -> Row:
    return Row([section, left, value, right, other], height=height)


def _text(content: Inline | Sequence[Inline], **look: object) -> P:
    """A paragraph of a cell's text."""
    return P(content, **{"font": SONG, "size": 10.5, "line": LINE, **look})  # type: ignore[arg-type]


def _basic() -> list[Row]:
    height = 8
    return [
        _pair(_section("基本信息", 4), "姓名", tag("姓名"), "性别", tag("性别"), height),
        _pair(None, "身份证", tag("身份证号"), "个人编号", tag("个人编号"), height),
        _pair(None, "本人联系电话", tag("本人联系电话"), "亲属联系电话", tag("亲属联系电话"), height),
        _pair(None, "社保卡银行账号", tag("社保卡银行账号"), "社保卡发放银行", tag("社保卡发放银行"), 11),
    ]


def _retirement() -> list[Row]:
    """Section 退休信息 as far as it stands on the first page."""
    statement = "提前退休\n权益告知书\n（正常退休人\n员无需填报）"
    return [
        *_retirement_dates(),
        *_retirement_kind(),
        Row([None, "特殊工种\n从业经历", _wide(tag("特殊工种从业经历"))], height=22),
        Row([None, statement, _wide(_disclosure_cell())], height=70, exact=False),
    ]


def _retirement_dates() -> list[Row]:
    basis, employed = "参加工作时间\n及认定依据\n的材料", "最早在国有、\n集体企业\n用工形式"
    began = f"{tag('参加工作时间')}\n{tag('参加工作认定材料')}"
    archive, paper = "档案最早记载\n出生日期", "最早出生日期\n记载材料名称"
    due = "符合法定退休\n（职）条件时间"
    first_form = options("最早用工形式", "固定工", "合同工")
    return [
        _pair(_section("退休信息", 11), basis, began, employed, first_form, 17),
        _pair(None, archive, tag("档案最早记载出生日期"), paper, tag("最早出生日期记载材料"), 11.5),
        _pair(None, "个人参保日期", tag("参保日期"), "建账日期", tag("建账日期", 'blank("")'), 8),
        _pair(None, due, tag("符合退休条件时间"), "批准退休时间", tag("批准退休时间"), 11.5),
        Row([None, "视同缴费\n年限认定", _wide(tag("视同缴费年限"), align="center")], height=11.5),
        _pair(None, "扣减工龄", tag("扣减工龄"), "扣减工龄原因", tag("扣减工龄原因"), 11.5),
    ]  # fmt: skip


def _retirement_kind() -> list[Row]:
    residence = Cell(tag("退休后居住地", f'blank("{RESIDENCE}")'), align="left")
    illness = "因病或非因工\n致残完全丧失\n劳动能力提前\n退休（退职）"
    return [
        _pair(None, "退休类别", tag("退休类别"), "退休后居住地", residence, 17.5),
        Row([None, "特殊工种\n提前退休", _wide(_yes_no("特殊工种提前退休"), align="center")], height=11.5),
        Row([None, illness, _wide(_yes_no("因病提前退休或退职"), align="center")], height=21.5),
    ]


def _yes_no(field: str) -> str:
    return options(field, "是", "否", gap=SPACE * 4)


def _disclosure_cell() -> list[P]:
    return [
        _text(disclosure(18), align="both", indent=2),
        _text(DISCLOSURE_SIGNATURE, indent=1.5, before=6),
        _text(DISCLOSURE_SEAL, align="right", right=2, before=12),
    ]


def _work_gaps() -> list[Row]:
    """The last row of 退休信息, which stands on the second page."""
    left, right = ("上学", "劳动教养", "长期病假"), ("开除", "除名", "自动离职")
    label = "工作期间是否\n存在以下情况\n及时间段"
    halves = [Cell([_gap(name) for name in names], align="left") for names in (left, right)]
    return [Row([_section("退休信息"), label, *halves], height=23)]


def _gap(name: str) -> P:
    ticked = tick("工作期间情况", name, "bracket")
    return _text(f"{name}（{ticked}）（{tag(name + '时间')}）", size=8.5, line=15)


def _insurance() -> list[Row]:
    posts = options("工作岗位", "管理岗位", "专业技术岗位", "生产操作岗位", "灵活就业人员")
    moved = f"{_yes_no('异地参保')}{SPACE * 4}是否已办理转移（{tick('已办理转移', '是', 'bracket')}）"
    career = [_text(CAREER_HINT), _text(tag("工作简历"), before=2)]
    telephone, elsewhere = "参保企业（参保\n人员）联系电话", "是否在异地参加\n过企业职工养老\n保险"
    return [
        Row([_section("社保信息", 5), "现连续工作岗位", _wide(posts, "center", span=2)], height=9),
        Row([None, telephone, _wide(tag("单位联系电话"), "center", span=2)], height=12),
        Row([None, elsewhere, _wide(moved, "center", span=2)], height=16.5),
        Row([None, "工作简历", _wide(career, valign="top", span=2)], height=62),
        Row([None, "承诺书", _wide(_commitment_cell(), span=2)], height=70, exact=False),
    ]


def _commitment_cell() -> list[P]:
    both = [*line_to_sign("法定代表人：", 9), SPACE * 2, *line_to_sign("主要负责人：", 9)]
    return [
        _text(COMMITMENT, align="both", indent=2),
        _text(both, line=22, before=8, indent=2),
        _text(f"本人签字：{SPACE * 10}（灵活就业人员仅本人签字）", line=22, indent=2),
    ]


def _medical() -> list[Row]:
    joint = f"{tick('申请医保在职转退休', '是')} 申请基本医疗保险视同缴费年限核定（在职转退休登记）联办"
    return [Row([_section("医疗保险"), _wide(joint)], height=21.5)]


def _housing_fund() -> list[Row]:
    note = (
        "备注事项：职工住房公积金已正常足额缴存至符合法定退休（职）条件时间，经住房公积金管理机构审核，"
        "实行“退休一件事”跨部门打包联办，资金划转至职工本人名下社保卡账户。如选择发放至其他银行，请自行填报卡号。"
    )
    joint = f"{tick('申请提取公积金', '是')} 申请提取住房公积金联办"
    return [
        Row([_section("住房公积金", 4), _wide(joint)], height=8.5),
        Row([None, _wide(f"开户银行：{tag('公积金开户银行')}")], height=8.5),
        Row([None, _wide(f"银行卡号：{tag('公积金银行卡号')}")], height=8.5),
        Row([None, _wide(_text(note, align="both"))], height=17),
    ]


# --- papers whose layout is ours --------------------------------------------------------------------------------


def _title(text: str, after: float = 14) -> P:
    return P(text, align="center", font=TITLE, size=22, line=36, after=after)


def _letter(content: Inline | Sequence[Inline], **look: object) -> P:
    """A paragraph of a letter: 三号, pitch 28 points (GB/T 9704)."""
    return P(content, **{"size": 16, "line": 28, "indent": 2, "align": "both", **look})  # type: ignore[arg-type]


def _seal(date: str) -> list[P]:
    """The employer's full name, the place for its seal and the date, kept on one page."""
    name = tag("单位名称", f'blank("{SPACE * 12}")')
    return [
        _letter(f"{name}（盖章）", align="right", indent=0, right=1, before=30, keep_next=True),
        _letter(tag(date, "日期"), align="right", indent=0, right=3),
    ]


def _people(columns: Sequence[tuple[str, float, str]], height: float) -> Table:
    """One row a person: ``columns`` are header, width and what stands in the cell."""
    empty = len(columns) - 1

    def loop(mark: str) -> Row:
        return Row([mark, Cell("", span=empty)], height=height, exact=False)

    return Table(
        widths=[width for _, width, _ in columns],
        rows=[
            Row([Cell(head, font=HEI) for head, _, _ in columns], height=12, header=True),
            loop("{%tr for 人 in 名单 %}"),
            Row([value for _, _, value in columns], height=height, exact=False),
            loop("{%tr endfor %}"),
        ],
        size=10.5,
        line=14,
        margin=0.5,
    )


def public_notice() -> Paper:
    """The notice that an employer posts: no ID number, account, address or illness."""
    columns = [
        ("序号", 9, tag("人.序号")),
        ("姓名", 17, tag("人.姓名")),
        ("性别", 9, tag("人.性别")),
        ("出生年月", 24, tag("人.出生日期", "年月")),
        ("参加\n工作时间", 24, tag("人.参加工作时间", "年月")),
        ("缴费年限", 23.5, tag("人.缴费年限")),
        ("退休类别", 17, tag("人.退休类别", "public")),
        ("拟退休\n时间", 24, tag("人.拟退休时间", "年月")),
        ("特殊工种及\n累计年限", 22.5, f"{tag('人.特殊工种名称')}\n{tag('人.特殊工种从业年限')}"),
    ]
    office = tag("异议受理电话", f'blank("{SPACE * 7}")')
    telephones = f"本单位电话：{office}{SPACE}人社部门电话：{tag('人社监督电话')}"
    paper = _paper("关于拟退休人员基本养老金领取资格的公示", (22, 18, 20, 20))
    paper.add(
        _title("关于拟退休人员基本养老金领取资格的公示"),
        _letter(
            f"根据{PLAN}和企业职工基本养老保险有关规定，现将我单位拟退休人员基本养老金领取资格的有关情况予以公示，"
            "接受监督。",
            after=6,
        ),
        _people(columns, height=10),
        _letter(f"公示时间：{_period()}", before=8),
        _letter(f"公示地点：{tag('公示地点')}"),
        _letter("对公示内容有异议的，请在公示期内向本单位或人力资源和社会保障部门反映。"),
        _letter(telephones, align="left", keep_next=True),
        *_seal("公示落款日期"),
    )
    return paper


def _period() -> str:
    return f"{tag('公示开始日期', '日期')}至{tag('公示结束日期', '日期')}"


def notice_certificate() -> Paper:
    """The employer's certificate that the notice was posted, and with what result."""
    columns = [
        ("序号", 13, tag("人.序号")),
        ("姓名", 42, tag("人.姓名")),
        ("性别", 13, tag("人.性别")),
        ("出生年月", 29, tag("人.出生日期", "年月")),
        ("退休类别", 32, tag("人.退休类别", "public")),
        ("拟退休时间", 29, tag("人.拟退休时间", "年月")),
    ]
    none, some = (Checkbox(tick("公示结果", option)) for option in ("无异议", "有异议"))
    handled = tag("异议处理情况", f'blank("{SPACE * 18}")')
    paper = _paper("公示证明", (24, 20, 26, 26))
    paper.add(
        _title("公 示 证 明"),
        _letter("兹证明，我单位对下列拟退休人员基本养老金领取资格的有关情况进行了公示。", after=6),
        _people(columns, height=9),
        _letter("公示内容：姓名、性别、出生年月、参加工作时间、缴费年限、退休类别、拟退休时间等。", before=8),
        _letter(f"公示时间：{_period()}"),
        _letter(f"公示地点：{tag('公示地点')}"),
        _letter(["公示结果：", none, f" 无异议{SPACE * 2}", some, " 有异议"]),
        _letter(["异议及处理情况：", u(handled)], align="left"),
        _letter(
            [*line_to_sign("经办人签字：", 6), SPACE, *line_to_sign("负责人签字：", 6)],
            before=8, keep_next=True, align="left",
        ),
        *_seal("公示证明日期"),
    )  # fmt: skip
    return paper


def _person_table(rows: Sequence[Sequence[tuple[str, str]]]) -> Table:
    """Who signs: rows of label and value; a lone value takes the rest of its row."""
    return Table(
        widths=(26, 42, 30, 60),
        rows=[Row([cell for pair in row for cell in _labelled(*pair, len(row) == 1)], height=11.5) for row in rows],
        size=12,
        line=15,
    )


def _labelled(label: str, value: str, lone: bool) -> list[Cell]:
    return [Cell(label, font=HEI), Cell(value, span=3 if lone else 1)]


def commitment() -> Paper:
    """The 承诺书 of annex 2 as a sheet of its own."""
    paper = _paper("承诺书", (26, 20, 26, 26))
    paper.add(
        _title("承 诺 书", after=18),
        _person_table(
            [
                [("姓名", tag("姓名")), ("身份证号码", tag("身份证号"))],
                [("个人编号", tag("个人编号")), ("联系电话", tag("本人联系电话"))],
                [("申报单位", tag("单位名称"))],
            ]
        ),
        _letter(COMMITMENT, before=16),
        _letter(
            [*line_to_sign("法定代表人：", 6), SPACE, *line_to_sign("主要负责人：", 6)],
            before=18, line=32, align="left", keep_next=True,
        ),
        _letter([*line_to_sign("本人签字：", 6), "（灵活就业人员仅本人签字）"], line=32, align="left", keep_next=True),
        _letter("申报单位（盖章）", align="right", indent=0, right=5, before=16, line=32, keep_next=True),
        _letter(tag("申请日期", "日期"), align="right", indent=0, right=4),
    )  # fmt: skip
    return paper


def early_retirement_disclosure() -> Paper:
    """The 提前退休权益告知书 of annex 2 as a sheet of its own."""
    paper = _paper("提前退休权益告知书", (28, 22, 26, 26))
    paper.add(
        _title("提前退休权益告知书", after=2),
        P("（正常退休人员无需填报）", align="center", size=14, line=24, after=12),
        _person_table(
            [
                [("姓名", tag("姓名")), ("身份证号码", tag("身份证号"))],
                [("个人编号", tag("个人编号")), ("联系电话", tag("本人联系电话"))],
            ]
        ),
        _letter(disclosure(12), before=14),
        _letter(DISCLOSURE_SIGNATURE, before=22, indent=0, align="right", right=1, keep_next=True),
        _letter(DISCLOSURE_SEAL, before=26, indent=0, align="right", right=1),
    )
    return paper


FORMS = (registration, public_notice, notice_certificate, commitment, early_retirement_disclosure)


if __name__ == "__main__":
    write(FORMS, FOLDER)
