"""Draft the papers that every city uses: ``python tools/drafts/common.py``.

``attachment`` is what did not fit a form's cell; the letters are the window's to the applicant; ``cover`` lies on
top of a packet. No plan prints any of them: all are ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from paper import FANGSONG, HEI, TITLE, Cell, Inline, P, Paper, Row, Table, write

OUT = Path(__file__).parents[2] / "templates" / "common"

GAP = "\u3000"  # the full-width space: as wide in every font
WIDTH = 174.0  # of the letters' text, mm
LETTER_MARGINS = (15, 15, 18, 18)
DATE = f"{GAP * 4}年{GAP * 2}月{GAP * 2}日"


def attachment() -> Paper:
    """附页: what did not fit its cell, by item."""
    loop = "{%tr for 项 in 附页条目 %}"
    widths = [14, 36, 110]
    people = Table([24, 56, 24, 56], [Row(["姓　名", "{{ 姓名 }}", "身份证号", "{{ 身份证号 }}"], 10)], size=12)
    items = Table(
        widths,
        [
            Row([Cell(t, font=HEI) for t in ("序号", "项　目", "内　容")], 10, header=True),
            Row([Cell(loop, span=3)]),
            Row(
                ["{{ 项.序号 }}", "{{ 项.附页项目 }}", Cell(P("{{ 项.附页内容 }}", line=20, keep_lines=False))],
                12,
                exact=False,
                breaks=True,
            ),
            Row([Cell("{%tr endfor %}", span=3)]),
        ],
        size=12,
        line=20,
    )
    return Paper("附页", page_numbers=True).add(
        P("附　页", align="center", font=TITLE, size=22, line=36),
        P(
            "（附于《{{ 附页表名 }}》之后，与原表具有同等效力）",
            align="center",
            font=FANGSONG,
            size=12,
            line=24,
            after=8,
        ),
        people,
        P("", size=6, line=8),
        items,
        P(
            "本人（单位）确认以上内容真实、准确，为原表相应项目的全部内容。",
            size=12,
            line=24,
            before=10,
            keep_next=True,
        ),
        P("本人签名：　　　　　　　　　　经办人签名：　　　　　　　　", size=12, line=28, before=8, keep_next=True),
        P("单位（盖章）：　　　　　　　　　　　　　　年　　月　　日", size=12, line=28),
    )


# --- the letters' parts ---------------------------------------------------------------------------------------


def tag(field: str, filters: str = "") -> str:
    """A tag, e.g. ``{{ 补正期限|日期 }}``."""
    return f"{{{{ {field}{'|' + filters if filters else ''} }}}}"


def room(field: str, characters: int) -> str:
    """A tag that leaves room to write where there is no value."""
    return tag(field, f'blank("{GAP * characters}")')


def _letter(title: str, *blocks: P | Table) -> Paper:
    """A letter: the office, the title, its number, ``blocks``; pages are numbered, for it may need several."""
    paper = Paper(title, margins=LETTER_MARGINS, page_numbers=True, latin_gap=False)
    return paper.add(
        P(tag("办理机关"), align="center", font=TITLE, size=16, line=24, keep_next=True),
        P(title, align="center", font=TITLE, size=22, line=32, keep_next=True),
        P(f"编号：{room('文书编号', 10)}", align="right", right=1, line=18, after=3, keep_next=True),
        *blocks,
    )


def _case() -> Table:
    """Whose case it is: applicant, matter, date, basis. Of the ID number only the last four digits."""

    def wide(label: str, value: str, height: float) -> Row:
        return Row([Cell(label, font=HEI), Cell(value, span=3, align="left")], height, exact=False)

    person: list[Cell | str | None] = [
        Cell("申请人", font=HEI),
        tag("姓名"),
        Cell("身份证号后四位", font=HEI),
        tag("身份证号后四位"),
    ]
    filed: list[Cell | str | None] = [
        Cell("申请日期", font=HEI),
        tag("申请日期", "日期"),
        Cell("联系电话", font=HEI),
        tag("本人联系电话"),
    ]
    return Table(
        [23, 61, 32, 58],
        [
            Row(person, 7.5, exact=False),
            wide("用人单位", tag("单位名称"), 7.5),
            wide("申请事项", tag("申请事项"), 7.5),
            Row(filed, 7.5, exact=False),
            wide("办理依据", tag("文书依据"), 7.5),
        ],
        size=11,
        line=14,
    )


def _text(content: Inline | Sequence[Inline], **look: object) -> P:
    """A paragraph of a letter: 小四, pitch 18.5 points."""
    return P(content, **{"line": 18.5, "indent": 2, "align": "both", **look})  # type: ignore[arg-type]


def _greeting(before: float = 6) -> P:
    return _text(f"{room('姓名', 8)}：", indent=0, before=before, keep_next=True)


def _entries(name: str, columns: Sequence[tuple[str, float, str, str]], *after: Row, height: float = 9) -> Table:
    """A row for each item of the list ``name``. ``columns``: header, width, field, how it is aligned."""
    span = len(columns)
    values = [Cell(_entry(tag(f"项.{field}"), align)) for _, _, field, align in columns]
    return Table(
        [width for _, width, _, _ in columns],
        [
            Row([Cell(head, font=HEI) for head, _, _, _ in columns], 10, header=True),
            Row([Cell(f"{{%tr for 项 in {name} %}}", span=span)]),
            Row(values, height, exact=False),
            Row([Cell("{%tr endfor %}", span=span)]),
            *after,
        ],
        size=10,
        line=13,
        margin=0.9,
    )


def _entry(text: str, align: str) -> P:
    """What stands in a list's cell, a little apart from the rules."""
    return P(text, align=align, size=10, line=13, before=1.5, after=1.5)


def _ask() -> str:
    """Whom to ask: a sentence's end. The telephone comes first, so that its line does not break there."""
    return f"电话：{room('机关电话', 8)}，联系人：{room('窗口经办人', 5)}，地址：{room('机关地址', 16)}。"


def _issued() -> list[P]:
    """The office, the place for its seal and the date, kept together."""
    return [
        P(f"{room('办理机关', 14)}（盖章）", line=20, align="right", right=2, before=8, keep_next=True),
        P(tag("文书日期", "日期"), line=20, align="right", right=4, after=5, keep_next=True),
    ]


def _receipt(says: str) -> list[Table]:
    """The place where the applicant signs for the letter."""
    cell = Cell(
        [
            P(f"{says}（一式两份，双方各存一份）", size=10.5, line=16, indent=2),
            P(f"签收人（签名）：{GAP * 9}与申请人的关系：{GAP * 6}联系电话：", size=10.5, line=22, indent=2),
            P(f"窗口经办人（签名）：{GAP * 9}签收日期：{DATE}", size=10.5, line=22, indent=2),
        ]
    )
    return [Table([12, WIDTH - 12], [Row([Cell("签\n收", font=HEI), cell], 24, exact=False)], size=11, line=16)]


# --- the letters ----------------------------------------------------------------------------------------------


def notice_of_missing() -> Paper:
    """一次性告知书: everything that is missing or wrong, at once, and how to mend it."""
    columns = [
        ("序\n号", 8, "序号", "center"),
        ("材料名称", 32, "材料名称", "left"),
        ("存在的问题", 36, "存在问题", "left"),
        ("补正办法", 36, "补正办法", "left"),
        ("份\n数", 8, "材料份数", "center"),
        ("原件或\n复印件", 14, "材料形式", "center"),
        ("依据", 40, "依据条款", "left"),
    ]
    return _letter(
        "一次性告知书",
        _case(),
        _greeting(),
        _text(
            f"您（单位）于{tag('申请日期', '日期')}提出的上述申请已经收悉。经核对，下列材料不齐全或者不符合要求。"
            "现将需要补正的全部内容一次性告知如下：",
            after=4,
            keep_next=True,
        ),
        _entries("材料清单", columns),
        _text(
            f"一、请在{tag('补正期限', '日期')}前将上列材料一次补齐，交到受理窗口。不能按期补齐的，请提前与我们联系。",
            before=6,
        ),
        _text("二、已经提交、没有列在上表中的材料，不用重复提交。"),
        _text(f"三、有不清楚的地方，请与我们联系。{_ask()}", align="left"),
        *_issued(),
        *_receipt("本人（单位）已收到本告知书，知道需要补正的全部内容。"),
    )


def acceptance() -> Paper:
    """受理通知单: what was taken in, when it will be done, how to ask."""
    columns = [
        ("序号", 11, "序号", "center"),
        ("收到的材料", 77, "材料名称", "left"),
        ("份数", 12, "材料份数", "center"),
        ("页数", 12, "材料页数", "center"),
        ("原件或\n复印件", 20, "材料形式", "center"),
        ("备注", 42, "材料备注", "left"),
    ]
    return _letter(
        "受理通知单",
        _case(),
        _greeting(),
        _text(
            f"您（单位）于{tag('申请日期', '日期')}提出的上述申请，材料齐全，符合受理条件，现予受理。收到的材料如下：",
            after=4,
            keep_next=True,
        ),
        _entries("材料清单", columns),
        _text(f"一、承诺办结日期：{tag('承诺办结日期', '日期')}。", before=6),
        _text(f"二、查询办理进度：{room('查询方式', 20)}。查询时请说明本通知单的编号。", align="left"),
        _text(f"三、办理中需要核实情况的，我们会与您联系，请保持电话畅通。{_ask()}", align="left"),
        *_issued(),
        *_receipt("本人（单位）已收到本通知单，上表所列材料与所提交的相符。"),
    )


REASONS = [
    ("序号", 10, "序号", "center"),
    ("事　项", 38, "事项名称", "left"),
    ("理　由", 44, "不予理由", "left"),
    ("依　据", 40, "依据条款", "left"),
    ("您可以怎样办", 42, "处理办法", "left"),
]


def _remedies(paper: str, number: str) -> P:
    """Where to complain. The periods are the program's to fill in, from a source, or the window's."""
    return _text(
        f"{number}、如不服本决定，可以自收到本{paper}之日起{room('复议期限', 4)}内，向{room('复议机关', 12)}"
        f"申请行政复议；也可以在{room('诉讼期限', 4)}内，向{room('诉讼法院', 12)}提起行政诉讼。",
        align="left",
    )


def refusal_to_accept() -> Paper:
    """不予受理通知书: why an application is not taken in, and what can be done."""
    return _letter(
        "不予受理通知书",
        _case(),
        _greeting(),
        _text(
            f"您（单位）于{tag('申请日期', '日期')}提出的上述申请已经收悉。经审查，不符合受理条件，现决定不予受理。"
            "理由和依据如下：",
            after=4,
            keep_next=True,
        ),
        _entries("理由清单", REASONS),
        _text("一、您提交的材料原件随本通知书退还。符合受理条件后，可以重新提出申请。", before=6),
        _remedies("通知书", "二"),
        _text(f"三、有不清楚的地方，请与我们联系。{_ask()}", align="left"),
        *_issued(),
        *_receipt("本人（单位）已收到本通知书和退还的材料原件。"),
    )


def refusal() -> Paper:
    """不予办理告知书: which of the joined matters cannot be done, each with its reason and remedy."""
    return _letter(
        "不予办理告知书",
        _case(),
        _greeting(),
        _text(
            f"您（单位）于{tag('申请日期', '日期')}提出的上述申请，经审核，下列事项不符合办理条件，现决定不予办理。"
            "各事项的理由和依据如下：",
            after=4,
            keep_next=True,
        ),
        _entries("理由清单", REASONS),
        _text("一、本告知书只涉及上表所列事项。符合办理条件后，可以重新申请办理这些事项。", before=6),
        _remedies("告知书", "二"),
        _text(f"三、有不清楚的地方，请与我们联系。{_ask()}", align="left"),
        *_issued(),
        *_receipt("本人（单位）已收到本告知书。"),
    )


def cover() -> Paper:
    """材料封面: whose packet it is and what lies in it."""
    columns = [
        ("序号", 13, "序号", "center"),
        ("材料名称", 81, "材料名称", "left"),
        ("原件或\n复印件", 22, "材料形式", "center"),
        ("份数", 14, "材料份数", "center"),
        ("页数", 14, "材料页数", "center"),
        ("备注", 30, "材料备注", "left"),
    ]
    total = Row(
        [Cell("合　计", span=3, font=HEI), tag("合计份数"), tag("合计页数"), ""],
        9,
        exact=False,
    )
    return Paper("材料封面", margins=(30, 18, 18, 18), page_numbers=True, latin_gap=False).add(
        P("企业职工退休“一件事”", align="center", font=TITLE, size=26, line=44, keep_next=True),
        P("申请材料", align="center", font=TITLE, size=36, line=60, after=26, keep_next=True),
        _cover_case(),
        P("材料目录", align="center", font=HEI, size=16, line=28, before=20, after=4, keep_next=True),
        _entries("目录", columns, total),
        P(
            f"提交人（签名）：{GAP * 6}接收人（签名）：{GAP * 6}{DATE}",
            line=24,
            before=20,
        ),
    )


def _cover_case() -> Table:
    """Who, and where. Of the ID number only the last four digits."""

    def wide(label: str, value: str) -> Row:
        return Row([Cell(label, font=HEI), Cell(value, span=3)], 12, exact=False)

    person: list[Cell | str | None] = [
        Cell("姓　名", font=HEI),
        tag("姓名"),
        Cell("身份证号\n后四位", font=HEI),
        tag("身份证号后四位"),
    ]
    place: list[Cell | str | None] = [
        Cell("办理城市", font=HEI),
        tag("城市"),
        Cell("申请日期", font=HEI),
        tag("申请日期", "日期"),
    ]
    return Table(
        [30, 62, 30, 52],
        [Row(person, 12, exact=False), wide("用人单位", tag("单位名称")), Row(place, 12, exact=False)],
        size=14,
        line=19,
    )


PAPERS: list[Callable[[], Paper]] = [attachment, notice_of_missing, acceptance, refusal_to_accept, refusal, cover]


if __name__ == "__main__":
    write(PAPERS, OUT)
