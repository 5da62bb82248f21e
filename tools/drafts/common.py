"""Draft the papers that every city uses: ``python tools/drafts/common.py``."""

from __future__ import annotations

from pathlib import Path

from paper import FANGSONG, HEI, TITLE, Cell, P, Paper, Row, Table

OUT = Path(__file__).parents[2] / "templates" / "common"


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


if __name__ == "__main__":
    attachment().save(OUT / "attachment.docx")
