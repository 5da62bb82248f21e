"""The documents say what is so: their commands run, their tables are complete."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from retire_docs.cities.load import cities
from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.errors import Exit
from retire_docs.shipped import shipped
from tools.plan_table import TARGET, entries, table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[list[str]]:
    """Every ``retire-docs …`` line of the README's shell blocks, in order."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("retire-docs ")]


def test_the_commands_of_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(commands()) >= 6
    for command in commands():
        assert run(main, command) in (Exit.DONE, Exit.SOME_FAILED), command
        if command[:2] == ["roster", "new"]:  # the user fills it in
            shutil.copy(shipped("samples") / "baiyin.xlsx", "名册.xlsx")
            shutil.copy(shipped("samples") / "messy.xlsx", "各单位名册.xlsx")
        if "打印" in command and command[0] == "fill":  # somebody hands in a form
            shutil.copy(next(Path("打印").rglob("办理登记表.docx")), "登记表样张.docx")
    assert "白银市" in capsys.readouterr().out
    assert list(tmp_path.glob("结果/baiyin/*/办理登记表.docx"))
    assert list(tmp_path.glob("打印/baiyin/*/全套.pdf"))
    assert (tmp_path / "打印2/全部.pdf").exists()
    assert list(tmp_path.glob("上传/baiyin/*/*.zip"))
    assert (tmp_path / "登记表.png").exists()
    assert list(tmp_path.glob("看图/*登记表样张.docx-2.png"))
    assert len((tmp_path / "记录.jsonl").read_text(encoding="utf-8").splitlines()) > 20
    assert len(list(tmp_path.glob("再填/baiyin/*/办理登记表.docx"))) == len(
        list(tmp_path.glob("打印/baiyin/*/办理登记表.docx"))
    )
    assert {path.stem for path in tmp_path.glob("公示/baiyin/*/*.docx")} == {"关于拟退休人员基本养老金领取资格的公示"}


def test_the_readme_tells_every_command_and_city() -> None:
    for name in main.commands:
        assert f"retire-docs {name}" in README
    for pack in cities():
        assert f"{pack.city} {pack.id}" in README
        for source in pack.sources.values():
            assert source.status in README


def test_the_readme_tells_the_exit_codes_that_there_are() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert told == {int(code) for code in Exit} - {Exit.INCOMPLETE}


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in target:
            assert (ROOT / page).parent.joinpath(target).exists(), f"{page} → {target}"


def test_the_table_of_the_plans_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == table(), "run python tools/plan_table.py"


def test_every_entry_has_its_clause() -> None:
    for pack in cities():
        for clause, entry in entries(pack):
            assert clause, f"{pack.city}: {entry}"
            assert clause.at
            assert clause.says
