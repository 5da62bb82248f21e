"""A city that nobody has coded: from a user's folder through everything, with a form of each kind of slot."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from retire_docs.cities.load import PACKS
from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.record import Value
from retire_docs.forms.views import STYLES, VIEWS
from tests.fill.longest import record
from tests.forms.build import check_box, table
from tests.forms.read import text_of

CITY = """\
city: 星海市
province: 虚构省
sources:
  plan: {title: 星海市方案, status: 正式, seen: 2026-11-21}
forms:
  - {id: everything, title: 各种空, kind: application, file: everything.docx, origin: ours}
  - {id: box, title: 控件, kind: guide, file: box.docx, origin: ours}
  - {id: list, title: 名单, kind: public_notice, file: list.docx, origin: ours, per: employer}
"""
FIELDS = [field for field in dictionary() if field.of != "程序" and field.name != "城市"]


def tags(field: Field) -> list[str]:
    """A tag of each kind that the field can have."""
    views = [f"{{{{ {field.name}|{name} }}}}" for name, view in VIEWS.items() if field.kind in view.kinds]
    ticks = [f'{{{{ {field.name}|tick("{o}","{style}") }}}}' for o in field.choices for style in STYLES]
    return [f"{{{{ {field.name} }}}}", f'{{{{ {field.name}|blank("＿") }}}}', *views, *ticks]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own" / "xinghai"
    folder.mkdir(parents=True)
    (folder / "city.yaml").write_text(CITY, encoding="utf-8")
    everything = docx.Document()
    for field in FIELDS:
        everything.add_paragraph(f"{field.name}＝" + "＋".join(tags(field)))
    everything.save(str(folder / "everything.docx"))
    check_box(folder / "box.docx", '{{ 最早用工形式|tick("固定工") }}')
    listed = docx.Document()
    table(listed, ["{%tr for 人 in 名单 %}", ""], ["{{ 人.序号 }}", "{{ 人.姓名 }}"], ["{%tr endfor %}", ""])
    listed.add_paragraph("{{ 单位名称 }}")
    listed.save(str(folder / "list.docx"))
    monkeypatch.setenv(PACKS, str(folder.parent))
    return folder


def fill_in(file: Path, values: dict[str, Value]) -> None:
    """Type a record into a blank roster, as its fields are shown."""
    book = load_workbook(file)
    typed = {name: dictionary()[name].values.show(value) for name, value in values.items()}
    people = book["人员"]
    for cell in people[3]:
        people.cell(4, cell.column or 1, typed[str(cell.value)])
    for row in book["单位信息"].iter_rows(max_col=1):
        book["单位信息"].cell(row[0].row or 1, 2, typed[str(row[0].value)])
    book.save(file)


def test_it_is_filled_without_any_code(own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster, out = tmp_path / "名册.xlsx", tmp_path / "out"
    assert run(main, ["roster", "new", "--city", "星海", "-o", str(roster)]) == 0
    values = {name: value for name, value in record().items() if name in {field.name for field in FIELDS}}
    fill_in(roster, values)
    assert run(main, ["fill", str(roster), "--city", "星海市", "-o", str(out)]) == 0, capsys.readouterr().err
    text = text_of(next(out.glob("xinghai/*/各种空.docx")))
    for field in FIELDS:
        shown = field.values.show(values[field.name])
        assert f"{field.name}＝{shown}＋{shown}" in text
    assert "性别＝男＋男" in text  # from the ID number
    assert text_of(next(out.glob("xinghai/*/控件.docx"))) == "固定工☒\n"
    assert "1\n" in text_of(next(out.glob("xinghai/*/名单.docx")))


def test_it_is_sound(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(main, ["cities", "lint", str(own)]) == 0, capsys.readouterr().out
