"""A form as pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.errors import Exit
from tests.fill.people import person, roster

CAPTURE = pytest.CaptureFixture[str]


def opened(path: Path) -> Image.Image:
    with Image.open(path) as picture:
        return picture.convert("RGB")


def red(path: Path) -> int:
    """How many pixels are the red of slots' names."""
    saturation = opened(path).convert("HSV").getchannel("S")
    return sum(saturation.histogram()[60:])


def differ(one: Path, two: Path) -> bool:
    return opened(one).tobytes() != opened(two).tobytes()


def test_a_blank_form_a_filled_one_and_the_names_of_its_slots(tmp_path: Path, capsys: CAPTURE) -> None:
    book = roster(tmp_path / "名册.xlsx", person("张三"), person("李四", 身份证号="110101197001010021"))
    blank, first, second, named = (tmp_path / f"{name}.png" for name in ("空", "一", "二", "名"))
    assert run(main, ["preview", "白银", "registration", "-o", str(blank)]) == Exit.DONE
    assert capsys.readouterr().out.split() == [str(blank), str(tmp_path / "空-2.png")]
    assert opened(blank).size == (827, 1170)
    filled = ["preview", "白银", "办理登记表", "--roster", str(book)]
    assert run(main, [*filled, "-o", str(first)]) == Exit.DONE
    assert run(main, [*filled, "--row", "3", "-o", str(second)]) == Exit.DONE
    assert run(main, ["preview", "白银", "registration", "--slots", "-o", str(named)]) == Exit.DONE
    assert all(differ(a, b) for a, b in [(blank, first), (first, second), (blank, named)])
    assert red(named) > 200 > red(blank) == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["白银", "没有"], Exit.USAGE, "没有这张表；可用：registration（办理登记表）"),
        (["月球", "x"], Exit.USAGE, "没有这个城市"),
        (["白银", "registration", "--row", "2"], Exit.USAGE, "--row 要和 --roster 一起用"),
        (
            ["白银", "registration", "--roster", "名册.xlsx", "--row", "9"],
            Exit.SOME_FAILED,
            "这里没有人；有人的行：2",
        ),
        (["白银", "registration", "--roster", "无.xlsx"], Exit.SOME_FAILED, "没有这个文件"),
    ],
)
def test_words_where_there_is_nothing_to_show(
    arguments: list[str], code: Exit, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: CAPTURE
) -> None:
    monkeypatch.chdir(tmp_path)
    roster(Path("名册.xlsx"), person("张三"))
    assert run(main, ["preview", *arguments, "-o", "图.png"]) == code
    assert words in capsys.readouterr().err
    assert not Path("图.png").exists()
