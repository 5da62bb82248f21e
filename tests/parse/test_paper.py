"""Scans and photos from outside: what is on the paper is read, what cannot be read is doubtful, nothing is invented."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.errors import Exit
from retire_docs.parse.files import read_file
from retire_docs.sheets.ocr import engines
from retire_docs.sheets.ocr.engine import Gray, Line, Placed
from tests.parse import scans
from tests.parse.papers import PERSON, filled
from tests.parse.scans import drawing, from_pdf, pages, pdf, pixels, place, read, values

FORMS = [
    ("baiyin", "registration"), ("luan", "retirement_application"), ("bozhou", "application"),
    ("quyuan", "application"), ("guyang", "application"), ("luan", "application_employer"),
]  # fmt: skip


def assert_same(pack: str, form: str, got: dict[str, object], but: Sequence[str] = ()) -> None:
    """What was read for certain is what the paper says; nearly all is."""
    truth = values(from_pdf(pack, form))
    wrong = {name: (value, truth.get(name)) for name, value in got.items() if truth.get(name) != value}
    assert not wrong
    missing = [name for name in truth if name not in got and name not in but]
    assert len(missing) <= len(truth) // 10, missing


@pytest.mark.parametrize(("pack", "form"), FORMS)
@pytest.mark.parametrize("case", ["ABCDEFGHJKLM", ""], ids=["code", "no code"])
def test_a_clean_scan(tmp_path: Path, pack: str, form: str, case: str) -> None:
    got = read(tmp_path, pages(pack, form, case))
    assert (got.city, got.form) == (pack, form)
    assert_same(pack, form, values(got))


@pytest.mark.parametrize(
    ("name", "save"),
    [
        ("扫描.png", {}),
        ("扫描.jpg", {"quality": 40}),
        ("扫描.bmp", {}),
        ("扫描.webp", {"quality": 60}),
        ("扫描.tiff", {}),
    ],
)
def test_pictures_of_every_format(tmp_path: Path, name: str, save: dict[str, object]) -> None:
    got = read(tmp_path, pages("guyang", "application"), name, **save)
    assert_same("guyang", "application", values(got))


def test_however_the_page_lies(tmp_path: Path) -> None:
    [page] = pages("guyang", "application")
    for turned in (
        page.rotate(180), page.rotate(90, expand=True), scans.tilted(page, 3), scans.photographed(page),
        page.convert("L").point(lambda level: 255 if level > 140 else 0),
    ):  # fmt: skip
        assert_same("guyang", "application", values(read(tmp_path, [turned.convert("RGB")], "页.png")))


def test_upside_down_without_a_code(tmp_path: Path) -> None:
    [page] = pages("guyang", "application", "")
    assert_same("guyang", "application", values(read(tmp_path, [page.rotate(180)], "页.png")))


def test_a_pdf_of_scans_and_one_that_is_half_a_scan(tmp_path: Path) -> None:
    import io

    import pikepdf

    first, second = pages("baiyin", "registration")
    scanned = tmp_path / "扫描.pdf"
    scanned.write_bytes(scans.as_pdf(first, second))
    [form] = read_file(scanned)
    assert form.pages == [1, 2]
    assert_same("baiyin", "registration", values(form))

    mixed = pikepdf.open(io.BytesIO(pdf("baiyin", "registration")))
    scan = pikepdf.open(io.BytesIO(scans.as_pdf(second)))
    mixed.pages[1] = scan.pages[0]
    mixed.save(tmp_path / "混合.pdf")
    [form] = read_file(tmp_path / "混合.pdf")
    assert_same("baiyin", "registration", values(form))


def test_pages_in_files_of_their_own_are_one_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, page in enumerate(pages("baiyin", "registration"), 1):
        page.save(tmp_path / f"第{number}张.png")
    out = tmp_path / "记录.jsonl"
    assert run(main, ["parse", str(tmp_path), "-o", str(out)]) == Exit.DONE
    err = capsys.readouterr().err
    assert "1人" in err
    assert "少了一页" not in err


@pytest.mark.parametrize(("pack", "form"), FORMS)
def test_an_empty_form_is_empty(tmp_path: Path, pack: str, form: str) -> None:
    got = read(tmp_path, pages(pack, form, empty=True))
    assert not values(got)
    assert not [name for name, one in got.fields.items() if one.status == "doubtful"]


# Ticks


def ticked(
    tmp_path: Path, pack: str, form: str, where: tuple[float, float, float, float], manner: str
) -> dict[str, object]:
    """What a form says after somebody marked the box at a place on its first page."""
    picture, pen = drawing(pages(pack, form, empty=True)[0])
    left, top, right, bottom = where
    side = bottom - top
    middle = ((left + right) / 2, (top + bottom) / 2)
    match manner:
        case "√":
            pen.line([(left + 2, middle[1]), (middle[0] - 2, bottom - 3), (right - 2, top + 2)], "black", 2)
        case "leaving":
            pen.line(
                [(left - side / 3, middle[1]), (middle[0], bottom + 2), (right + side / 2, top - side / 2)], "black", 3
            )
        case "×":
            pen.line([(left + 3, top + 3), (right - 3, bottom - 3)], "black", 2)
            pen.line([(left + 3, bottom - 3), (right - 3, top + 3)], "black", 2)
        case "filled":
            pen.rectangle((left + 1, top + 1, right - 1, bottom - 1), fill="black")
    got = read(tmp_path, [picture, *pages(pack, form, empty=True)[1:]])
    return {name: one.value for name, one in got.fields.items() if one.value is not None}


@pytest.mark.parametrize("manner", ["√", "leaving", "×", "filled"])
def test_boxes_are_read_however_they_are_ticked(tmp_path: Path, manner: str) -> None:
    behind = pixels(pages("baiyin", "registration", empty=True)[0], place("baiyin", "registration", "□", nth=1))
    assert ticked(tmp_path, "baiyin", "registration", behind, manner) == {"最早用工形式": "合同工"}
    before = pixels(pages("quyuan", "application", empty=True)[0], place("quyuan", "application", "□", nth=1))
    assert ticked(tmp_path, "quyuan", "application", before, manner) == {"退休类别": "特殊工种提前退休"}


def test_a_box_alone_in_its_cell(tmp_path: Path) -> None:
    box = pixels(
        pages("luan", "application_employer", empty=True)[0], place("luan", "application_employer", "□", nth=0)
    )
    assert ticked(tmp_path, "luan", "application_employer", box, "√") == {"申请正常退休": "是"}


def test_an_option_that_is_circled(tmp_path: Path) -> None:
    picture, pen = drawing(pages("quyuan", "application", empty=True)[0])
    box = pixels(picture, place("quyuan", "application", "□ 病退"))
    pen.ellipse((box[0] - 14, box[1] - 9, box[2] + 14, box[3] + 9), outline="black", width=3)
    got = read(tmp_path, [picture, *pages("quyuan", "application", empty=True)[1:]])
    assert got.fields["退休类别"].value == "因病或非因工致残完全丧失劳动能力提前退休"


def test_two_ticks_where_one_may_be_are_doubtful(tmp_path: Path) -> None:
    picture, pen = drawing(pages("baiyin", "registration", empty=True)[0])
    for nth in (0, 1):
        left, top, right, bottom = pixels(picture, place("baiyin", "registration", "□", nth=nth))
        pen.line([(left + 2, (top + bottom) / 2), ((left + right) / 2, bottom - 3), (right - 2, top + 2)], "black", 2)
    got = read(tmp_path, [picture, *pages("baiyin", "registration", empty=True)[1:]])
    assert got.fields["最早用工形式"].status == "doubtful"
    assert "2项" in got.fields["最早用工形式"].why


# Doubt


def scribbled(pen: ImageDraw.ImageDraw, box: tuple[float, float, float, float], width: int = 2) -> None:
    """A hand that nobody can read."""
    left, top, right, bottom = box
    steps = 14
    points = [(left + (right - left) * n / steps, top + (bottom - top) * ((n * 7) % 5) / 4) for n in range(steps + 1)]
    pen.line(points, "black", width)
    pen.line([(x, bottom - (y - top)) for x, y in points], "black", width)


def test_ink_that_cannot_be_read_is_not_blank(tmp_path: Path) -> None:
    picture, pen = drawing(pages("guyang", "application", empty=True)[0])
    label = pixels(picture, place("guyang", "application", "用人单位"))
    scribbled(pen, (label[2] + 60, label[1], label[2] + 260, label[3]))
    reading = read(tmp_path, [picture], "页.png").fields["单位名称"]
    assert reading.status in ("doubtful", "unreadable")


def test_what_is_blurred_is_never_silently_wrong(tmp_path: Path) -> None:
    [page] = pages("guyang", "application")
    small = page.resize((page.width // 3, page.height // 3), Image.Resampling.BILINEAR)
    got = read(tmp_path, [small.resize(page.size, Image.Resampling.BICUBIC)], "页.png")
    truth = values(from_pdf("guyang", "application"))
    assert not {name: value for name, value in values(got).items() if truth.get(name) != value}


def test_text_under_a_red_seal_is_read_and_the_seal_is_seen(tmp_path: Path) -> None:
    page, pen = drawing(pages("guyang", "application")[0])
    name = pixels(page, place("guyang", "application", "张守信", empty=False))
    seal = pixels(page, place("guyang", "application", "（盖章）"))
    for x, y in (((name[0] + name[2]) / 2, name[1]), ((seal[0] + seal[2]) / 2, seal[1])):
        pen.ellipse((x - 90, y - 90, x + 90, y + 90), outline=(220, 30, 40), width=6)
        pen.line([(x - 40, y), (x + 40, y)], (220, 30, 40), 3)
    got = read(tmp_path, [page], "页.png")
    assert got.fields["姓名"].value == "张守信"
    assert got.places["(盖章)"].filled is True
    assert [one.filled for key, one in got.places.items() if key.startswith("(盖章)-")] == [False]


def test_signed_and_dated(tmp_path: Path) -> None:
    empty = read(tmp_path, pages("guyang", "application", empty=True), "空.png")
    assert {key: one.filled for key, one in empty.places.items() if one.kind != "seal"} == {
        "申请人(签名)": False, "日期": False, "经办人(签名)": False, "日期-2": False, "经办人(签名)-2": False, "日期-3": False,
    }  # fmt: skip
    page, pen = drawing(pages("guyang", "application", empty=True)[0])
    box = pixels(page, place("guyang", "application", "申请人（签名）："))
    scribbled(pen, (box[2] + 10, box[1] - 4, box[2] + 110, box[3] + 4))
    signed = read(tmp_path, [page], "签.png")
    assert signed.places["申请人(签名)"].filled is True
    assert signed.places["经办人(签名)"].filled is False


# The command


def parse(*arguments: object) -> int:
    return run(main, ["parse", *map(str, arguments)])


def test_evidence_has_a_strip_for_each_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    [page] = pages("guyang", "application")
    page.save(tmp_path / "页.png")
    out, folder = tmp_path / "记录.jsonl", tmp_path / "小图"
    assert parse(tmp_path / "页.png", "-o", out, "--evidence", folder) == Exit.DONE
    [form] = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    strip = Image.open(form["fields"]["身份证号"]["strip"])
    assert strip.width > strip.height
    darkest = min(strip.convert("L").tobytes())
    assert darkest < 100  # there is ink on it
    assert all(Path(one["strip"]).is_file() for one in form["fields"].values() if one["value"])
    assert str(PERSON["身份证号"]) not in capsys.readouterr().err


def test_what_was_altered_after_printing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = "ABCDEFGHJKLM"
    manifest = {"schema": 1, "packets": [{"case": case, "record": {**PERSON, "参保日期": "1993-05"}}]}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    scan = tmp_path / "扫描.tif"
    first, *others = (page.copy() for page in pages("baiyin", "registration"))
    first.save(scan, save_all=True, append_images=others)
    out = tmp_path / "记录.jsonl"
    assert parse(scan, "-o", out, "--manifest", tmp_path) == Exit.DONE
    assert "参保日期和打印时的不一样" in capsys.readouterr().err
    [form] = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert form["fields"]["参保日期"]["status"] == "doubtful"
    assert form["fields"]["姓名"]["status"] == "read"


def test_a_manifest_that_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "坏.json").write_text("[1]", encoding="utf-8")
    assert parse(tmp_path / "坏.json", "--manifest", tmp_path / "坏.json") == Exit.SOME_FAILED
    assert "不是 retire-docs fill 写的 manifest.json" in capsys.readouterr().err


def test_without_an_engine_paper_is_named_and_the_rest_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "扫描.pdf").write_bytes(scans.as_pdf(*pages("guyang", "application")))
    (tmp_path / "表.docx").write_bytes(filled("baiyin", "commitment"))
    out = tmp_path / "记录.jsonl"
    assert parse(tmp_path, "--ocr", "none", "-o", out) == Exit.SOME_FAILED
    assert "扫描件或照片" in capsys.readouterr().err
    assert "commitment" in [json.loads(line)["form"] for line in out.read_text(encoding="utf-8").splitlines()]


def test_tesseract_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import pytesseract

    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(tmp_path / "nothing"))
    engines._made.cache_clear()
    pages("guyang", "application")[0].save(tmp_path / "页.png")
    assert parse(tmp_path / "页.png", "--ocr", "tesseract") == Exit.MISSING_PROGRAM
    err = capsys.readouterr().err
    assert "没有安装" in err
    assert "tesseract-ocr-chi-sim" in err


def test_tesseract_reads(tmp_path: Path) -> None:
    import pytesseract

    try:
        if "chi_sim" not in pytesseract.get_languages():
            pytest.skip("tesseract has no chi_sim")
    except pytesseract.TesseractNotFoundError:
        pytest.skip("tesseract is not installed")
    [page] = pages("guyang", "application")
    page.save(tmp_path / "页.png")
    [form] = read_file(tmp_path / "页.png", ocr="tesseract")
    assert form.form == "application"
    truth = values(from_pdf("guyang", "application"))
    assert sum(truth.get(name) == one.value for name, one in form.fields.items() if one.value) >= 5


class Broken:
    """An engine that breaks on every picture."""

    name = "broken"

    def read(self, strips: Sequence[Gray]) -> list[Line]:
        raise RuntimeError("no more memory in the engine")

    def find(self, page: Gray) -> list[Placed]:
        raise RuntimeError


def test_an_engine_that_breaks_ends_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("retire_docs.sheets.paper.files.engine", lambda name: Broken())
    pages("guyang", "application")[0].save(tmp_path / "页.png")
    (tmp_path / "表.docx").write_bytes(filled("baiyin", "commitment"))
    out = tmp_path / "记录.jsonl"
    assert parse(tmp_path, "-o", out) == Exit.SOME_FAILED
    err = capsys.readouterr().err
    assert "页.png" in err
    assert "Traceback" not in err
    assert [json.loads(line)["form"] for line in out.read_text(encoding="utf-8").splitlines()] == ["commitment"]
