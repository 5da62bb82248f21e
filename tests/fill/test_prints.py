"""Printing through the public door: which files, what stands on them, what is said."""

from __future__ import annotations

import json
import os
import shutil
import stat
import zipfile
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image

from retire_docs.cities.load import PACKS
from retire_docs.cli.console import run as command
from retire_docs.cli.main import main
from retire_docs.errors import Exit, InvalidTemplate, MissingProgram, RetireDocsError
from retire_docs.fill.prints import PORTAL_BYTES, Wish
from retire_docs.fill.story import Order, Outcome, fill
from retire_docs.forms.printing.page_code import PageCode
from retire_docs.shipped import shipped
from tests.fill.people import id_number, person, roster
from tests.pdf import text_of
from tools.office import SOFFICE

CAPTURE = pytest.CaptureFixture[str]
OTHER = id_number("19700101", "002")


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "名册.xlsx"


def run(book: Path, wish: Wish | None = None, **more: object) -> tuple[Outcome, Path]:
    out = book.parent / "out"
    order = Order([book], out, "baiyin", word=False, pdf=wish or Wish(), **more)  # type: ignore[arg-type]
    return fill(order), out


def manifest(out: Path) -> dict[str, object]:
    loaded: dict[str, object] = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return loaded


def pictures(file: Path, dpi: int = 200) -> list[Image.Image]:
    return [page.render(scale=dpi / 72).to_pil().convert("L") for page in pdfium.PdfDocument(file)]


def codes(file: Path) -> list[PageCode | None]:
    """The page code of each page, read from a black-and-white copy at 200 dpi."""
    found: list[PageCode | None] = []
    for picture in pictures(file):
        copy = picture.point(lambda grey: 255 if grey > 140 else 0).convert("1").convert("L")
        found += [PageCode.read(result.text) for result in zxingcpp.read_barcodes(copy)] or [None]
    return found


def test_every_form_is_a_pdf_file_beside_its_word_file(at: Path) -> None:
    out = at.parent / "out"
    book = roster(at, person("张三"), person("李四", 身份证号=OTHER))
    assert command(main, ["fill", str(book), "--city", "白银", "-o", str(out), "--format", "docx,pdf"]) == Exit.DONE
    made = {path.relative_to(out).as_posix() for path in out.rglob("*.*")}
    assert {path for path in made if path.endswith(".pdf")} == {
        path.replace(".docx", ".pdf") for path in made if path.endswith(".docx")
    }
    assert "张三" in text_of(out / f"baiyin/张三-{id_number()[-4:]}/办理登记表.pdf")
    notice = text_of(out / "baiyin/示例厂/关于拟退休人员基本养老金领取资格的公示.pdf")
    assert "张三" in notice
    assert "李四" in notice


def test_a_person_in_one_file_with_a_cover_and_page_numbers(at: Path) -> None:
    outcome, out = run(roster(at, person("张三")), Wish(merge="person"))
    assert outcome.exit_code == Exit.DONE
    whole = out / f"baiyin/张三-{id_number()[-4:]}/全套.pdf"
    assert {path.name for path in whole.parent.iterdir()} == {"全套.pdf"}
    pages = len(pdfium.PdfDocument(whole))
    assert pages == 4
    front = text_of(whole, 0)
    assert "材料目录" in front
    assert "办理登记表12第2—3页" in front
    assert "承诺书11第4页" in front
    for number in range(pages):
        assert f"全套第{number + 1}页共{pages}页" in text_of(whole, number)
    contents = next(f for p in manifest(out)["packets"] for f in p["files"] if "全套" in f["path"])["contents"]  # type: ignore[attr-defined]
    assert [(part["title"], part["pages"]) for part in contents] == [
        ("材料封面", [1, 1]),
        ("办理登记表", [2, 3]),
        ("承诺书", [4, 4]),
    ]


def test_one_file_for_the_roster_in_its_order(at: Path) -> None:
    people = [person("张三"), person("李四", 身份证号=OTHER), person("王五", 身份证号=id_number("19680101", "003"))]
    outcome, out = run(roster(at, *people), Wish(merge="roster"))
    assert outcome.exit_code == Exit.DONE
    assert {path.name for path in out.iterdir()} == {"全部.pdf", "manifest.json"}
    text = text_of(out / "全部.pdf")
    assert text.index("张三") < text.index("李四") < text.index("王五") < text.index("公示证明")
    contents = manifest(out)["merged"]["contents"]  # type: ignore[index]
    assert [part["pages"] for part in contents] == [[1, 2], [3, 3], [4, 5], [6, 6], [7, 8], [9, 9], [10, 10], [11, 11]]


def test_on_both_sides_every_form_begins_on_a_front(at: Path) -> None:
    _, out = run(roster(at, person("张三"), person("李四", 身份证号=OTHER)), Wish(merge="roster", duplex=True))
    contents = manifest(out)["merged"]["contents"]  # type: ignore[index]
    assert all(part["pages"][0] % 2 == 1 for part in contents)
    assert text_of(out / "全部.pdf", 3) == ""


def test_the_page_code_names_form_page_and_case_and_survives_a_copy(at: Path) -> None:
    _, out = run(roster(at, person("张三")))
    packet = next(p for p in manifest(out)["packets"] if p.get("person"))  # type: ignore[attr-defined]
    file = next(f for f in packet["files"] if f["form"] == "registration")
    read = codes(out / file["path"])
    assert read == [PageCode("baiyin", "registration", file["version"], n, 2, packet["case"]) for n in (1, 2)]
    assert id_number()[-4:] not in packet["case"]


def test_the_page_code_covers_nothing(at: Path) -> None:
    """Without the code the page is the same but for its corner."""
    book = roster(at, person("张三"))
    _, with_codes = run(book)
    fill(Order([book], at.parent / "bare", "baiyin", word=False, pdf=Wish(page_code=False)))
    for path in sorted(with_codes.rglob("*.pdf")):
        bare = at.parent / "bare" / path.relative_to(with_codes)
        assert codes(bare) == [None] * len(pdfium.PdfDocument(bare))
        for coded, plain in zip(pictures(path, 72), pictures(bare, 72), strict=True):
            corner = (coded.width - 46, coded.height - 46, coded.width, coded.height)
            assert plain.crop(corner).getextrema() == (255, 255)
            for picture in (coded, plain):
                picture.paste(255, corner)
            assert coded.tobytes() == plain.tobytes()


def test_a_case_keeps_its_name_while_nothing_changes(at: Path) -> None:
    def cases(out: Path) -> list[str]:
        return [packet["case"] for packet in manifest(out)["packets"]]  # type: ignore[attr-defined]

    _, out = run(roster(at, person("张三"), person("李四", 身份证号=OTHER)))
    first = cases(out)
    run(roster(at, person("张三"), person("李四", 身份证号=OTHER, 退休后居住地="白银区")), overwrite=True)
    second = cases(out)
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_the_portal_gets_small_files_in_one_archive_a_person(at: Path) -> None:
    outcome, out = run(roster(at, person("张三")), Wish(portal=True))
    assert outcome.exit_code == Exit.DONE
    folder = out / f"baiyin/张三-{id_number()[-4:]}"
    with zipfile.ZipFile(folder / f"{folder.name}.zip") as archive:
        assert sorted(archive.namelist()) == ["办理登记表.pdf", "承诺书.pdf"]
        assert all(info.file_size <= PORTAL_BYTES for info in archive.infolist())
        assert archive.testzip() is None


def test_a_file_too_large_for_the_portal_is_cut_between_forms(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retire_docs.fill.prints.PORTAL_BYTES", 60_000)
    outcome, out = run(roster(at, person("张三")), Wish(portal=True, merge="person"))
    assert outcome.exit_code == Exit.SOME_FAILED  # a page alone is larger: it is named
    parts = sorted(out.glob("baiyin/张三*/全套-*.pdf"))
    assert len(parts) > 1
    assert sum(len(pdfium.PdfDocument(path)) for path in parts) == 4
    assert any("平台不收" in str(fault) for fault in outcome.faults)


def test_a_name_that_no_font_has_stops_that_person_only(at: Path) -> None:
    outcome, out = run(roster(at, person("张𰻞三"), person("李四", 身份证号=OTHER)))
    assert outcome.exit_code == Exit.SOME_FAILED
    assert (outcome.people, outcome.done) == (2, 1)
    finding = next(f for f in outcome.findings if f.code == "fill.missing_glyph")
    assert finding.person == "张𰻞三"
    assert finding.message == "“姓名”的“𰻞”（U+30EDE）没有字体能印，不印成空框"
    assert "--font" in finding.remedy
    assert not list(out.glob("baiyin/张*"))
    assert "𰻞" not in text_of(out / "baiyin/示例厂/关于拟退休人员基本养老金领取资格的公示.pdf")
    assert any("缺1人" in f.message for f in outcome.findings)


def test_a_character_that_only_the_cover_shows_stops_that_person(at: Path) -> None:
    """六安's first form has no name, but the cover has."""
    out = at.parent / "out"
    book = roster(at, person("张𰻞三"), person("李四", 身份证号=OTHER))
    outcome = fill(Order([book], out, "luan", ["application_employer"], word=False, pdf=Wish(merge="person")))
    assert outcome.exit_code == Exit.SOME_FAILED
    assert [f.person for f in outcome.findings if f.code == "fill.missing_glyph"] == ["张𰻞三"]
    assert list(out.glob("luan/李四*/全套.pdf"))
    assert not list(out.glob("luan/张*"))


def test_overwriting_with_another_format_keeps_what_it_does_not_make(at: Path) -> None:
    book = roster(at, person("张三"))
    out = at.parent / "out"
    fill(Order([book], out, "baiyin"))
    word = next(out.glob("baiyin/张三*/承诺书.docx"))
    word.write_bytes(b"edited by hand")
    outcome, _ = run(book, overwrite=True)
    assert word.read_bytes() == b"edited by hand"
    assert outcome.files == 4
    assert word.relative_to(out).as_posix() in {f["path"] for p in manifest(out)["packets"] for f in p["files"]}  # type: ignore[attr-defined]


def test_what_is_no_longer_made_goes_and_is_told(at: Path) -> None:
    book = roster(at, person("张三"))
    _, out = run(book)
    outcome, _ = run(book, Wish(merge="roster"), overwrite=True)
    assert {path.name for path in out.rglob("*.pdf")} == {"全部.pdf"}
    assert any(f.code == "fill.removed" and "删去了" in f.message and "4个文件" in f.message for f in outcome.findings)
    run(book, overwrite=True)
    assert not (out / "全部.pdf").exists()


def test_an_old_file_that_is_open_elsewhere_does_not_end_the_run(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = roster(at, person("张三"), person("李四", 身份证号=OTHER))
    _, out = run(book)

    def locked(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "unlink", locked)
    outcome, _ = run(book, Wish(merge="person"), overwrite=True)
    assert outcome.done == 2
    assert len(list(out.rglob("全套.pdf"))) == 3


def test_a_merged_file_has_bookmarks(at: Path) -> None:
    _, out = run(roster(at, person("张三"), person("李四", 身份证号=OTHER)), Wish(merge="roster"))
    titles = [item.get_title() for item in pdfium.PdfDocument(out / "全部.pdf").get_toc()]
    assert titles[:3] == ["张三 办理登记表", "张三 承诺书", "李四 办理登记表"]


def test_rare_names_that_the_shipped_font_has_are_printed(at: Path) -> None:
    for name in ("王㛃", "赵𠅤", "刘𬭎", "〇一", "买买提·阿不都"):
        _, out = run(roster(at, person(name)), overwrite=True)
        assert name in text_of(next(out.glob(f"baiyin/{name}*/办理登记表.pdf")))


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"duplex": True}, "--duplex"),
        ({"portal": True, "merge": "roster"}, "改用 --merge person"),
        ({"engine": "libreoffice", "merge": "person"}, "只能一表一个文件"),
    ],
)
def test_wishes_that_exclude_one_another(wish: dict[str, object], words: str) -> None:
    with pytest.raises(RetireDocsError, match=words):
        Wish(**wish)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--format", "odt"], Exit.USAGE, "不是格式，可用：docx、pdf"),
        (["--duplex"], Exit.USAGE, "请加 --format pdf"),
        (["--format", "pdf", "--merge", "nobody"], Exit.USAGE, "--merge"),
        (["--format", "pdf", "--font", "字体.ttf"], Exit.USAGE, "打不开，或不是字体文件"),
    ],
)
def test_words_for_wrong_options(
    at: Path, arguments: list[str], code: Exit, words: str, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(at.parent)
    Path("字体.ttf").write_bytes(b"not a font")
    roster(at, person("张三"))
    assert command(main, ["fill", str(at), "--city", "白银", "-o", "out", *arguments]) == code
    err = capsys.readouterr().err
    assert words in err
    assert not Path("out").exists()


def test_a_full_disk_leaves_no_half_file(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = os.replace

    def full(source: str, target: str) -> None:
        if str(target).endswith("承诺书.pdf"):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(os, "replace", full)
    outcome, out = run(roster(at, person("张三")))
    assert outcome.exit_code == Exit.UNWRITABLE
    for path in out.rglob("*.pdf"):
        assert len(pdfium.PdfDocument(path)) > 0
    assert not list(out.rglob(".*.part"))


# LibreOffice


def test_without_libreoffice_nothing_is_written_and_advice_given(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    monkeypatch.setattr("retire_docs.office._PLACES", {})
    with pytest.raises(MissingProgram, match="没有安装") as caught:
        run(roster(at, person("张三")), Wish(engine="libreoffice"))
    assert caught.value.exit_code == Exit.MISSING_PROGRAM
    assert not (at.parent / "out").exists()


def fake_office(folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IEXEC)


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for LibreOffice")
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("echo 'cannot open display' >&2; exit 0", "没有转出 PDF（cannot open display）"),
        ("sleep 30", "秒没有做完"),
        ("kill -9 $$", "没有转出 PDF"),
    ],
)
def test_an_office_that_fails_is_told_and_the_word_files_stay(
    at: Path, script: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_office(at.parent, script)
    monkeypatch.setenv("PATH", f"{at.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr("retire_docs.office.SECONDS_TO_START", 1)
    monkeypatch.setattr("retire_docs.office.SECONDS_A_FILE", 0)
    book = roster(at, person("张三"))
    outcome = fill(Order([book], at.parent / "out", "baiyin", forms=["承诺书"], pdf=Wish(engine="libreoffice")))
    assert outcome.exit_code == Exit.SOME_FAILED
    assert any(words in str(fault) for fault in outcome.faults), outcome.faults
    assert [path.name for path in (at.parent / "out").rglob("承诺书.*")] == ["承诺书.docx"]


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_the_same_form_through_libreoffice(at: Path) -> None:
    outcome, out = run(roster(at, person("张三")), Wish(engine="libreoffice"), forms=["承诺书"])
    assert outcome.exit_code == Exit.DONE
    assert "张三" in text_of(next(out.rglob("承诺书.pdf")))


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_a_template_that_we_refuse(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One whose own text has a character that no font of ours has."""
    packs = at.parent / "packs"
    shutil.copytree(shipped("templates") / "guyang", packs / "xinghai")
    city = packs / "xinghai" / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("city: 固阳县", "city: 星海市", 1), encoding="utf-8")
    letter = docx.Document(str(packs / "xinghai" / "commitment.docx"))
    letter.paragraphs[-1].add_run("🎉")
    letter.save(str(packs / "xinghai" / "commitment.docx"))
    monkeypatch.setenv(PACKS, str(packs))
    book, only = roster(at, person("张三")), ["承诺书"]
    with pytest.raises(InvalidTemplate, match=r"没有字体能画“🎉”（U\+1F389）"):
        fill(Order([book], at.parent / "own", "xinghai", only, word=False, pdf=Wish()))
    outcome = fill(Order([book], at.parent / "out", "xinghai", only, word=False, pdf=Wish(engine="libreoffice")))
    assert outcome.exit_code == Exit.DONE
    assert "张三" in text_of(next((at.parent / "out").rglob("承诺书.pdf")))
