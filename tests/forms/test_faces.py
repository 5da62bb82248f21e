"""Which font draws what."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.errors import Exit
from retire_docs.forms.printing import faces as module
from retire_docs.forms.printing import marks
from retire_docs.forms.printing.faces import Faces, UnusableFont, alike, shipped_font
from retire_docs.forms.printing.tree import TextStyle

CHARACTERS = Path(__file__).parents[1] / "characters" / "通用规范汉字.txt"
FANGSONG = TextStyle("仿宋_GB2312", "仿宋_GB2312", 12)


def font(path: Path, family: str, characters: str, *, rights: int = 0) -> Path:
    """A font of squares."""
    names = [".notdef", *(f"c{ord(char):X}" for char in characters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(char): f"c{ord(char):X}" for char in characters})
    pen = TTGlyphPen(None)
    for x, y in ((100, 0), (900, 0), (900, 800)):
        pen.moveTo((x, y)) if not pen.points else pen.lineTo((x, y))
    pen.closePath()
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 100)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"X{rights}"})
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    builder.save(path)
    return path


def test_the_shipped_font_has_all_characters_of_the_official_table() -> None:
    glyphs = Faces(installed=False).glyphs(FANGSONG)
    characters = CHARACTERS.read_text(encoding="utf-8").replace("\n", "")
    assert len(characters) == 8105
    assert [char for char in characters if glyphs[char] is None] == []
    assert all(glyphs[char] for char in "㛃𠅤𬭎〇·")
    assert glyphs["𰻞"] is None


def test_marks_are_drawn_whatever_fonts_there_are() -> None:
    glyphs = Faces(installed=False).glyphs(FANGSONG)
    for mark in "□☐☑☒√■":
        glyph = glyphs[mark]
        assert glyph
        assert glyph.face == marks.FACE
    assert marks.of_symbol("Wingdings 2", 0xF0A3) == marks.of_symbol("Wingdings 2", 0xA3) == "□"


def test_an_installed_face_comes_before_the_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = font(tmp_path / "simfang.ttf", "FangSong", "张三")
    font(tmp_path / "locked.ttf", "KaiTi", "张三", rights=2)
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0 no font")
    monkeypatch.setattr(module, "font_folders", lambda: [tmp_path])
    module.installed_fonts.cache_clear()
    try:
        faces = Faces()
        assert faces.standing_for("仿宋_GB2312").file == own
        assert faces.standing_for("楷体_GB2312").file == shipped_font()
        glyphs = faces.glyphs(FANGSONG)
        ours, lacking = glyphs["张"], glyphs["李"]
        assert ours
        assert lacking
        assert faces[ours.face].file == own
        assert faces[lacking.face].file == shipped_font()
    finally:
        module.installed_fonts.cache_clear()


def test_a_font_given_by_hand_draws_what_others_lack(tmp_path: Path) -> None:
    extra = font(tmp_path / "rare.ttf", "Rare", "𰻞")
    faces = Faces([extra], installed=False)
    glyph = faces.glyphs(FANGSONG)["𰻞"]
    assert glyph
    assert faces[glyph.face].file == extra


def test_all_fonts_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    locked = font(tmp_path / "locked.ttf", "X", "张", rights=2)
    with pytest.raises(UnusableFont) as caught:
        Faces([locked, tmp_path / "none.ttf"], installed=False)
    assert [str(fault) for fault in caught.value.faults] == [
        f"{locked}：这个字体不许嵌入文件；换一个字体文件",
        f"{tmp_path / 'none.ttf'}：打不开，或不是字体文件；给 .ttf、.otf 或 .ttc 文件",
    ]


@pytest.mark.parametrize(
    ("family", "first", "also"),
    [
        ("仿宋_GB2312", "仿宋_gb2312", "fangsong"),
        ("方正小标宋简体", "方正小标宋简体", "fzxiaobiaosong-b05s"),
        ("Arial", "arial", "arial"),
    ],
)
def test_names_that_mean_the_same_face(family: str, first: str, also: str) -> None:
    names = alike(family)
    assert names[0] == first
    assert also in names


def test_the_command_tells_which_file_stands_for_which_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extra = font(tmp_path / "kai.ttf", "楷体", "张三")
    assert run(main, ["fonts", "--font", str(extra)]) == Exit.DONE
    out = capsys.readouterr().out
    assert f"楷体\t{extra}" in out
    assert [line.split("\t")[0] for line in out.splitlines()] == ["仿宋", "宋体", "小标宋", "黑体", "楷体"]
