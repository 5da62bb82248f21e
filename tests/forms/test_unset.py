"""What a template has and print does not set is named: by lint, in a run and in a preview."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from retire_docs.cities.load import PACKS
from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.errors import Exit
from retire_docs.forms.printing.unset import REMEDY, unset
from retire_docs.shipped import shipped
from tests.fill.people import person, roster

CAPTURE = pytest.CaptureFixture[str]
W = nsdecls("w")
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
PIECES = {
    "文本框": f"<w:r {W} {VML}><w:pict><v:shape><v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox></v:shape></w:pict></w:r>",
    "拼音指南": f"<w:r {W}><w:ruby><w:rubyPr/><w:rt/><w:rubyBase/></w:ruby></w:r>",
    "着重号": f'<w:r {W}><w:rPr><w:em w:val="dot"/></w:rPr><w:t>x</w:t></w:r>',
    "脚注": f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>',
    "域 DATE（按上次的结果排）": f'<w:fldSimple {W} w:instr=" DATE "><w:r><w:t>x</w:t></w:r></w:fldSimple>',
    "下划线样式（wave，按单线排）": f'<w:r {W}><w:rPr><w:u w:val="wave"/></w:rPr><w:t>x</w:t></w:r>',
    "修订痕迹（按已接受排）": f'<w:ins {W} w:id="1" w:author="x"><w:r><w:t>x</w:t></w:r></w:ins>',
    "下划线样式（words，按单线排）": f'<w:r {W}><w:rPr><w:u w:val="words"/></w:rPr><w:t>x</w:t></w:r>',
    "符号字体 Symbol 的字符 F0B7": f'<w:r {W}><w:sym w:font="Symbol" w:char="F0B7"/></w:r>',
    "正文里的域 PAGE（印成 1）": f'<w:fldSimple {W} w:instr=" PAGE "><w:r><w:t>x</w:t></w:r></w:fldSimple>',
    "双删除线（按单线排）": f"<w:r {W}><w:rPr><w:dstrike/></w:rPr><w:t>x</w:t></w:r>",
    "边框样式（wave，按单线排）": f'<w:tbl {W}><w:tblPr><w:tblBorders><w:top w:val="wave"/></w:tblBorders></w:tblPr></w:tbl>',
    "字符边框": f'<w:r {W}><w:rPr><w:bdr w:val="single"/></w:rPr><w:t>x</w:t></w:r>',
}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document_with(path: Path, xml: str) -> Path:
    document = docx.Document()
    document.add_paragraph("第一段")
    document.add_paragraph("有毛病的一段")._p.append(parse_xml(xml))
    document.save(str(path))
    return path


@pytest.mark.parametrize(("what", "xml"), PIECES.items())
def test_each_thing_that_is_not_set_is_named_with_its_place(what: str, xml: str, tmp_path: Path) -> None:
    found = unset("表.docx", parts(document_with(tmp_path / "表.docx", xml)))
    assert [f.what for f in found if what in f.what] == [f"有{what}，自己排版的 PDF 里没有"]
    fault = next(f for f in found if what in f.what)
    assert "第2段“有毛病的一段" in fault.where
    assert fault.remedy == REMEDY


def test_what_is_set_is_not_named(tmp_path: Path) -> None:
    for pack in ("baiyin", "quyuan", "luan", "bozhou", "guyang", "common"):
        for path in (shipped("templates") / pack).glob("*.docx"):
            assert unset(path.name, parts(path)) == []


def test_a_picture_that_is_none_is_named(tmp_path: Path) -> None:
    path = document_with(tmp_path / "表.docx", f"<w:r {W}><w:t>x</w:t></w:r>")
    found = unset("表.docx", {**parts(path), "word/media/image1.emf": b"no picture"})
    assert [f.what for f in found] == ["图片 image1.emf 打不开，或是不支持的格式（EMF、WMF、SVG）"]


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A city whose commitment letter has an emphasis mark and a drawn text box."""
    own = tmp_path / "packs"
    shutil.copytree(shipped("templates") / "guyang", own / "xinghai")
    city = own / "xinghai" / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("city: 固阳县", "city: 星海市", 1), encoding="utf-8")
    letter = own / "xinghai" / "commitment.docx"
    document = docx.Document(str(letter))
    document.paragraphs[-1]._p.append(parse_xml(PIECES["着重号"]))
    document.save(str(letter))
    return own


def test_lint_a_run_and_a_preview_name_it(
    packs: Path, tmp_path: Path, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PACKS, "")  # what --packs adds to it ends with the test
    words = "有着重号，自己排版的 PDF 里没有"
    assert run(main, ["cities", "lint", str(packs)]) == Exit.DONE
    assert f"提示 xinghai/commitment.docx 第" in (shown := capsys.readouterr().out)  # noqa: F541
    assert words in shown
    book = roster(tmp_path / "名册.xlsx", person("张三"), person("李四", 身份证号="110101197001010021"))
    command = [
        "fill",
        str(book),
        "--city",
        "星海",
        "--packs",
        str(packs),
        "-o",
        str(tmp_path / "out"),
        "--format",
        "pdf",
    ]
    run(main, command)
    assert capsys.readouterr().err.count(words) == 1
    picture = tmp_path / "图.png"
    assert run(main, ["preview", "星海", "承诺书", "--packs", str(packs), "-o", str(picture)]) == Exit.DONE
    out, err = capsys.readouterr()
    assert out.strip() == str(picture)
    assert words in err
