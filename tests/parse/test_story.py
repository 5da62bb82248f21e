"""``retire-docs parse`` from outside: files of every kind, what is told, the exit codes."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from lxml import etree
from openpyxl import Workbook
from PIL import Image
from pydantic import TypeAdapter

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.errors import Exit
from retire_docs.forms import filling
from retire_docs.forms.compiler import compile_template
from retire_docs.forms.ooxml import w
from retire_docs.parse.files import catalogue, read_file
from retire_docs.parse.jsonl import FormJson
from retire_docs.shipped import shipped
from tests.fill.people import id_number
from tests.parse.papers import PERSON, edited, filled, printed

OTHER = {**PERSON, "姓名": "李四", "身份证号": id_number("19651120", "003")}


def parse(*arguments: object) -> int:
    return run(main, ["parse", *map(str, arguments)])


def lines(path: Path) -> list[dict[str, object]]:
    """The forms of a JSONL file, checked against the contract."""
    forms = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for form in forms:
        TypeAdapter(FormJson).validate_python(form)
    return forms


def said(form: dict[str, object], *fields: str) -> list[object]:
    return [form["fields"][name]["value"] for name in fields]  # type: ignore[index]


def concatenated(*files: bytes) -> bytes:
    out = pikepdf.new()
    for data in files:
        out.pages.extend(pikepdf.open(io.BytesIO(data)).pages)
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def reordered(data: bytes, order: list[int], turns: dict[int, int] | None = None) -> bytes:
    source = pikepdf.open(io.BytesIO(data))
    out = pikepdf.new()
    for number in order:
        out.pages.append(source.pages[number])
        if turns and number in turns:
            out.pages[-1].rotate(turns[number], relative=True)
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def test_a_word_file_to_the_screen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.docx").write_bytes(filled("baiyin", "registration"))
    assert parse(tmp_path / "表.docx") == Exit.DONE
    out, err = capsys.readouterr()
    [form] = [json.loads(line) for line in out.splitlines()]
    assert list(form)[:10] == [
        "schema", "source", "pages", "city", "form", "version", "match", "fields", "places", "findings",
    ]  # fmt: skip
    assert (form["city"], form["form"], form["match"]) == ("baiyin", "registration", 1.0)
    assert form["fields"]["姓名"] == {
        "value": "张守信", "raw": "张守信", "status": "read", "confidence": 0.99, "page": 1, "box": None,
    }  # fmt: skip
    assert "1个文件：1张表，1人" in err
    assert str(PERSON["身份证号"]) not in err


@pytest.mark.parametrize("case", ["ABCDEFGHJKLM", ""], ids=["with page codes", "without"])
def test_people_of_one_pdf_are_cut_apart_and_pages_joined(case: str, tmp_path: Path) -> None:
    """Two people's two-page forms and a letter, the pages of the first in the wrong order."""
    first = printed("baiyin", "registration", PERSON, case=case)
    second = printed("baiyin", "registration", OTHER, case=case and "MMMMMMMMMMMM")
    letter = printed("baiyin", "commitment", PERSON, case=case and "LLLLLLLLLLLL")
    (tmp_path / "合.pdf").write_bytes(reordered(concatenated(first, letter, second), [1, 0, 2, 3, 4]))
    assert parse(tmp_path / "合.pdf", "-o", tmp_path / "记录.jsonl") == Exit.DONE
    forms = lines(tmp_path / "记录.jsonl")
    assert [(form["form"], form["pages"]) for form in forms] == [
        ("registration", [2, 1]), ("commitment", [3]), ("registration", [4, 5]),
    ]  # fmt: skip
    assert said(forms[0], "姓名", "单位联系电话") == ["张守信", "0943-5550101"]
    assert said(forms[2], "姓名", "身份证号") == ["李四", OTHER["身份证号"]]
    assert [form.get("case") for form in forms] == ([case, "LLLLLLLLLLLL", "MMMMMMMMMMMM"] if case else [None] * 3)


@pytest.mark.parametrize("order", [[0, 2, 1, 3], [0, 2, 3, 1]])
def test_pages_that_may_be_anybodys_are_doubtful(order: list[int], tmp_path: Path) -> None:
    """Two people's forms without page codes, sorted by page: nothing proves whose a second page is."""
    both = concatenated(
        printed("baiyin", "registration", PERSON, case=""), printed("baiyin", "registration", OTHER, case="")
    )
    (tmp_path / "混.pdf").write_bytes(reordered(both, order))
    parse(tmp_path / "混.pdf", "-o", tmp_path / "记录.jsonl")
    forms = lines(tmp_path / "记录.jsonl")
    assert [said(form, "姓名") for form in forms] == [["张守信"], ["李四"]]
    for form in forms:
        assert form["fields"]["姓名"]["status"] == "read"  # type: ignore[index]
        reading = form["fields"]["单位联系电话"]  # type: ignore[index]
        assert reading["status"] == "doubtful"
        assert "没有二维码可以证明" in reading["why"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(turn: int, tmp_path: Path) -> None:
    data = reordered(printed("baiyin", "registration"), [0, 1], {0: turn, 1: turn})
    (tmp_path / "转.pdf").write_bytes(data)
    assert parse(tmp_path / "转.pdf", "-o", tmp_path / "记录.jsonl") == Exit.DONE
    [form] = lines(tmp_path / "记录.jsonl")
    assert said(form, "姓名", "性别", "单位联系电话") == ["张守信", "男", "0943-5550101"]


def test_a_folder_of_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Good files among bad ones of every kind: each bad one is named with its reason, the good ones are read."""
    folder = tmp_path / "收到的"
    (folder / "子文件夹").mkdir(parents=True)
    put = {
        "子文件夹/登记表": filled("baiyin", "registration"),  # told by content, not by name
        "承诺书.doc": filled("baiyin", "commitment"),
        "表.pdf": printed("guyang", "application"),
        "名册.dat": (shipped("samples") / "guyang.xlsx").read_bytes(),
        "旧.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 3,
        "锁.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "坏.docx": filled("baiyin", "commitment")[:3000],
        "空.pdf": b"",
        "坏.pdf": b"%PDF-1.7\n" + b"garbage" * 50,
        "富文本.docx": b"{\\rtf1\\ansi }",
        "白纸.png": _picture("PNG"),
        "照片.pdf": _scan(),
        "锁.pdf": _locked(printed("baiyin", "commitment")),
        "说明.txt": "请查收".encode(),
        "manifest.json": b"{}",
        "~$登记表.docx": b"lock",
        ".隐藏.docx": b"x",
    }
    for name, data in put.items():
        (folder / name).write_bytes(data)
    assert parse(folder, "-o", tmp_path / "记录.jsonl") == Exit.SOME_FAILED
    err = capsys.readouterr().err
    forms = lines(tmp_path / "记录.jsonl")
    known = {Path(str(form["source"])).name: form["form"] for form in forms if form["form"] not in (None, "roster")}
    assert known == {
        "登记表": "registration",
        "承诺书.doc": "commitment",
        "表.pdf": "application",
        "照片.pdf": "commitment",
    }
    assert sum(form["form"] == "roster" for form in forms) > 5
    for name, words in {
        "旧.doc": "是旧版 Word 文件（.doc）；用 Word 或 WPS 打开后另存为 .docx 再读",
        "锁.docx": "文件设了打开密码；在 Word、Excel 或 WPS 里去掉打开密码",
        "坏.docx": "Word 文件不完整或已损坏",
        "空.pdf": "文件是空的；检查是否选对了文件",
        "坏.pdf": "损坏",
        "富文本.docx": "是 RTF 文件；用 Word 或 WPS 打开后另存为 .docx 再读",
        "白纸.png": "里面没有文字",
        "锁.pdf": "加了密码，打不开；用 PDF 阅读器输入密码打开",
    }.items():
        assert any(f"{name}：" in line and words in line for line in err.splitlines()), (name, err)
    assert "文件夹里有2个文件不是表，没有读" in err
    assert "~$" not in err
    assert ".隐藏" not in err


def _picture(kind: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (800, 1100), "white").save(buffer, kind)
    return buffer.getvalue()


def _scan() -> bytes:
    page = pdfium.PdfDocument(printed("baiyin", "commitment"))[0]
    buffer = io.BytesIO()
    page.render(scale=1.5).to_pil().convert("RGB").save(buffer, "PDF")
    return buffer.getvalue()


def _locked(data: bytes) -> bytes:
    buffer = io.BytesIO()
    pikepdf.open(io.BytesIO(data)).save(buffer, encryption=pikepdf.Encryption(owner="a", user="b"))
    return buffer.getvalue()


def test_a_file_that_is_named_and_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "说明.txt").write_text("请查收", encoding="utf-8")
    assert parse(tmp_path / "说明.txt", tmp_path / "没有.docx", "-o", tmp_path / "r.jsonl") == Exit.SOME_FAILED
    err = capsys.readouterr().err
    assert "说明.txt：不是能读的文件；只读 .docx、PDF、图片和名册" in err
    assert "没有.docx：没有这个文件" in err


def test_a_bomb_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with zipfile.ZipFile(tmp_path / "弹.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    assert parse(tmp_path / "弹.docx") == Exit.SOME_FAILED
    assert "解开后超过 50 MB" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-o", "记录.txt"], "-o 应是 .jsonl 或 .xlsx 文件"),
        (["--city", "火星"], "没有这个城市"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.docx").write_bytes(filled("baiyin", "commitment"))
    assert parse(tmp_path / "表.docx", *arguments) == Exit.USAGE
    assert words in capsys.readouterr().err


def test_a_records_file_that_is_there_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.docx").write_bytes(filled("baiyin", "commitment"))
    (tmp_path / "记录.xlsx").write_bytes(b"checked by hand")
    assert parse(tmp_path / "表.docx", "-o", tmp_path / "记录.xlsx") == Exit.UNWRITABLE
    assert "里面可能有核对过的；换一个文件名，或加 --overwrite" in capsys.readouterr().err
    assert (tmp_path / "记录.xlsx").read_bytes() == b"checked by hand"
    assert parse(tmp_path / "表.docx", "-o", tmp_path / "记录.xlsx", "--overwrite") == Exit.DONE


def test_a_missing_page_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "缺.pdf").write_bytes(reordered(printed("baiyin", "registration"), [0]))
    assert parse(tmp_path / "缺.pdf", "-o", tmp_path / "记录.jsonl") == Exit.SOME_FAILED
    err = capsys.readouterr().err
    assert err.count("找不到") == 1
    assert "像是少了一页，或不是这一版的表" in err
    assert "补上缺的那一页再读" in err


def test_an_empty_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert parse(tmp_path) == Exit.SOME_FAILED
    assert "里面没有文件" in capsys.readouterr().err


def test_a_pattern_is_looked_up(tmp_path: Path) -> None:
    for name in ("甲.docx", "乙.docx"):
        (tmp_path / name).write_bytes(filled("baiyin", "commitment"))
    (tmp_path / "丙.pdf").write_bytes(printed("baiyin", "commitment"))
    assert parse(tmp_path / "*.docx", "-o", tmp_path / "记录.jsonl") == Exit.DONE
    assert len(lines(tmp_path / "记录.jsonl")) == 2


def test_an_output_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.docx").write_bytes(filled("baiyin", "commitment"))
    (tmp_path / "挡").write_text("", encoding="utf-8")
    assert parse(tmp_path / "表.docx", "-o", tmp_path / "挡" / "记录.jsonl") == Exit.UNWRITABLE


def test_a_city_only_narrows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "表.docx").write_bytes(filled("guyang", "application"))
    assert parse(tmp_path / "表.docx", "--city", "固阳", "-o", tmp_path / "a.jsonl") == Exit.DONE
    assert parse(tmp_path / "表.docx", "--city", "auto", "-o", tmp_path / "b.jsonl") == Exit.DONE
    assert lines(tmp_path / "a.jsonl") == lines(tmp_path / "b.jsonl")
    assert parse(tmp_path / "表.docx", "--city", "白银", "-o", tmp_path / "c.jsonl") == Exit.SOME_FAILED
    [form] = lines(tmp_path / "c.jsonl")
    assert form["form"] is None
    assert form["candidates"][0]["city"] == "guyang"  # type: ignore[index]
    err = capsys.readouterr().err
    assert re.search("是固阳县“.+”，不是 --city 所要的城市的表", err)
    assert "要读它就去掉 --city" in err


def test_a_superseded_template_stays_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that was filled with an earlier version, which the pack keeps in superseded/."""
    own = tmp_path / "packs"
    pack = own / "sixth"
    shutil.copytree(shipped("templates") / "guyang", pack)
    text = (pack / "city.yaml").read_text(encoding="utf-8")
    (pack / "city.yaml").write_text(text.replace("固阳县", "第六县", 1), encoding="utf-8")

    def renamed(words: dict[str, str]) -> bytes:
        def edit(root: etree._Element) -> None:
            for t in root.iter(w("t")):
                for old, new in words.items() if "{{" not in (t.text or "") else ():
                    t.text = (t.text or "").replace(old, new)

        return edited((shipped("templates") / "guyang" / "application.docx").read_bytes(), edit)

    (pack / "application.docx").write_bytes(renamed({"固阳县": "第六县"}))
    (pack / "superseded").mkdir()
    old = pack / "superseded" / "application-2024.docx"
    old.write_bytes(renamed({"固阳县": "第六县", "联系电话": "手机号码", "个人编号": "社会保险登记编号"}))
    filled_then = compile_template(old)
    (tmp_path / "旧表.docx").write_bytes(filled_then.write(filling.fill(filled_then.form, PERSON)))
    monkeypatch.setenv("RETIRE_DOCS_PACKS", str(own))
    catalogue.cache_clear()
    try:
        [form] = read_file(tmp_path / "旧表.docx")
    finally:
        catalogue.cache_clear()
    assert (form.city, form.form, form.version) == ("sixth", "application", filled_then.form.version)
    assert form.fields["本人联系电话"].value == PERSON["本人联系电话"]
    assert form.fields["个人编号"].value == PERSON["个人编号"]


def test_pictures_of_what_was_seen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "甲.docx").write_bytes(filled("baiyin", "registration"))
    (tmp_path / "乙.pdf").write_bytes(printed("baiyin", "registration"))
    assert parse(tmp_path / "甲.docx", tmp_path / "乙.pdf", "--draw", tmp_path / "图", "-o", tmp_path / "r.jsonl") == 0
    made = sorted((tmp_path / "图").iterdir())
    assert [path.name.split("-", 1)[1] for path in made if "乙" in path.name] == ["乙.pdf-1.png", "乙.pdf-2.png"]
    assert len(made) == 4
    for path in made:
        with Image.open(path) as picture:
            colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or []}
        assert (10, 125, 50) in colours, "a value that was read"
        assert (159, 192, 255) in colours, "a cell"
        assert (122, 122, 122) in colours, "a blank"
    assert str(made[0]) in capsys.readouterr().err


def test_values_of_the_supplementary_page_go_back_to_their_form(tmp_path: Path) -> None:
    """A history that no cell can hold is on the 附页; read together it is in its field again."""
    book = Workbook()
    sheet = book.worksheets[0]
    history = "；".join(
        f"{1985 + n}年1月至{1985 + n}年12月在白银市示例机械制造厂第{n}车间第三工段工作" for n in range(30)
    )
    row = {**PERSON, "工作简历": history, "工作期间情况": "上学", "城市": "白银"}
    sheet.append(list(row))
    sheet.append(list(row.values()))
    book.save(tmp_path / "名册.xlsx")
    for form in ("docx", "pdf"):
        out = tmp_path / form
        assert run(main, ["fill", str(tmp_path / "名册.xlsx"), "-o", str(out), "--format", form]) == Exit.DONE
        assert list(out.rglob("*附页*"))
        assert parse(out, "-o", tmp_path / f"{form}.jsonl") == Exit.DONE
        registration = next(one for one in lines(tmp_path / f"{form}.jsonl") if one["form"] == "registration")
        reading = registration["fields"]["工作简历"]  # type: ignore[index]
        assert reading["status"] == "read"
        assert len(reading["value"]) == 30
        only = next(path for path in out.rglob("*登记表*") if "附页" not in path.name)
        assert parse(only, "-o", tmp_path / "单.jsonl", "--overwrite") == Exit.DONE
        [form_alone] = lines(tmp_path / "单.jsonl")
        assert form_alone["fields"]["工作简历"]["status"] == "unreadable"  # type: ignore[index]
        assert "没有找到这一页" in form_alone["findings"][0]["message"]  # type: ignore[index]


def test_the_schema_in_the_documents_is_current() -> None:
    from tools.schema import PARSE, parse_schema

    assert PARSE.read_text(encoding="utf-8") == parse_schema(), "run python -m tools.schema"
