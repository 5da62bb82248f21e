"""What we print is PDF/A-2b, whatever the form, the fonts and the pictures; and the checker sees what is not."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pypdfium2 as pdfium
import pytest
from docx.shared import Mm
from fontTools.cffLib import FDArrayIndex, FDSelect, FontDict
from fontTools.fontBuilder import FontBuilder
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from PIL import Image, ImageCms

from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.record import Record
from retire_docs.forms import filling
from retire_docs.forms.form import LISTS
from retire_docs.forms.printing import marks, page_code
from retire_docs.forms.printing.drawing import Drawing
from retire_docs.forms.printing.faces import Face, Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pages import Page
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.forms.printing.pictures import embeddable, is_picture
from retire_docs.roster.read import open_roster
from retire_docs.shipped import shipped
from tests.forms import pdf_a
from tests.forms.build import template
from tests.forms.pdf_a import violations

FACES = Faces(installed=False)
EVERY = [(pack, form) for pack in (*cities(), common()) for form in pack.forms]
ONE_PAGE, A_PAGE = 100_000, 20_000
"""Bytes that a form of one page may take, and a page of a file of many."""


@cache
def person() -> Record:
    people = open_roster(shipped("samples") / f"{cities()[0].id}.xlsx").people()
    return max((p.record for p in people if not p.blocked), key=len)


def filled(form: PrintForm, values: Record) -> list[Page]:
    return form.pages(filling.fill(form.form, values, dict.fromkeys(LISTS, [values] * 2) if values else {}))


def printed(pages: list[Page], faces: Any = FACES, title: str = "表") -> bytes:
    pdf = Pdf(faces, title)
    pdf.add(pages)
    return pdf.finish()


@cache
def good() -> bytes:
    """A file with text, marks and a picture in two manners."""
    return printed([page_of(FACES["F0"], "甲乙丙ABC 1", mark="☑")])


def page_of(face: Face, text: str, *, mark: str = "", size: float = 20) -> Page:
    """A page with a line of text from the left edge."""
    codes = "".join(glyph.code for char in text if (glyph := face.glyph(char)))
    operators = [f"BT /{face.name} {size:g} Tf 1 0 0 1 0.00 -50.00 Tm<{codes}>Tj ET"]
    used = [(face.name, text)]
    if mark:
        operators.append(f"BT /{marks.FACE} {size:g} Tf 1 0 0 1 0.00 -90.00 Tm<{marks.CODES[mark]:02X}>Tj ET")
        used.append((marks.FACE, mark))
    return Page(300, 100, Drawing(operators, used))


# Forms


@pytest.mark.parametrize(("pack", "form"), EVERY, ids=[f"{pack.id}-{form.id}" for pack, form in EVERY])
def test_every_form_is_pdf_a_and_small(pack: Pack, form: Form) -> None:
    compiled = PrintForm.of(pack.template(form), FACES)
    for values in ({}, person()):
        pages = filled(compiled, values)
        assert page_code.draw(pages, pack.id, form.id, "0123456789ab", "ABCDEFGHJKLM")
        data = printed(pages, title=form.title)
        assert violations(data) == []
        assert len(data) <= ONE_PAGE + A_PAGE * (len(pages) - 1)


def test_many_forms_in_one_file_are_pdf_a_and_small() -> None:
    pdf = Pdf(FACES, "全部材料")
    for pack, form in EVERY[:6]:
        compiled = PrintForm.of(pack.template(form), FACES)
        for _ in range(4):
            pdf.add(filled(compiled, person()))
            pdf.blank(595.28, 841.89)
    data = pdf.finish()
    assert violations(data) == []
    assert len(data) <= A_PAGE * pdf.pages


def test_the_same_pages_make_the_same_file() -> None:
    assert printed([page_of(FACES["F0"], "甲乙丙")]) == printed([page_of(FACES["F0"], "甲乙丙")])


@pytest.mark.parametrize("title", ["", "A (b) \\", "甲\x0b乙\n丙", "<&>", "𠀀"])
def test_any_title_is_written(title: str) -> None:
    faults = violations(printed([page_of(FACES["F0"], "甲")], title=title))
    assert faults == ([] if title else ["6.6.3: no title"])


# Text


def copied(data: bytes) -> str:
    return str(pdfium.PdfDocument(data)[0].get_textpage().get_text_range())


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("甲\u00a0乙", "甲\u00a0乙"),
        ("甲 乙", "甲 乙"),
        ("甲 乙\u00a0丙", "甲 乙 丙"),
        ("不\u2011变", "不\u2011变"),
        ("不-\u2011变", "不--变"),
    ],
)
def test_text_is_copied_and_of_characters_that_look_alike_the_usual_one(tmp_path: Path, text: str, copy: str) -> None:
    data = printed(filled(PrintForm.of(template(tmp_path / "a.docx", text), FACES), {}))
    assert violations(data) == []
    assert copied(data).strip() == copy


@pytest.mark.parametrize("mark", marks.OUTLINES)
def test_marks_are_copied(mark: str) -> None:
    data = printed([page_of(FACES["F0"], "甲", mark=mark)])
    assert violations(data) == []
    assert mark in copied(data)


def copier(mark: str) -> Image.Image:
    """A mark at the usual size, as a black-and-white copier of 200 dpi sees it."""
    page = pdfium.PdfDocument(printed([page_of(FACES["F0"], " ", mark=mark, size=10.5)]))[0]
    shown: Image.Image = page.render(scale=200 / 72).to_pil().convert("L")
    return shown.point(lambda value: 255 * (value < 128))


@pytest.mark.parametrize(("mark", "empty"), [("☑", "☐"), ("☒", "☐"), ("■", "□"), ("√", ""), ("✓", ""), ("✗", "")])
def test_ticks_are_seen_on_a_copy(mark: str, empty: str) -> None:
    black = copier(mark).histogram()[255] - (copier(empty).histogram()[255] if empty else 0)
    assert black > 50  # of the 29 × 29 points of an em


# Fonts

CHARS = {"甲": (100, 900), "乙": (300, 500), "A": (0, 200)}
"""Character → where its glyph, a filled box that stands on the baseline, begins and ends (thousandths of an em)."""


def _order() -> list[str]:
    return [".notdef", "space", "gap", *(f"g{n}" for n in range(len(CHARS)))]


def _boxes(em: int, pen_of: Callable[[int], Any]) -> dict[str, Any]:
    """A glyph for each character, drawn with a kind of pen; ``pen_of`` is told the advance."""
    found = {}
    for name in _order():
        left, right = dict(zip(_order()[3:], CHARS.values(), strict=True)).get(name, (0, 0))
        pen = pen_of(_advance(name, em))
        if right:
            corners = [(x * em // 1000, y * em // 1000) for x, y in ((left, 0), (left, 700), (right, 700), (right, 0))]
            pen.moveTo(corners[0])
            for corner in corners[1:]:
                pen.lineTo(corner)
            pen.closePath()
        found[name] = pen
    return found


def _advance(name: str, em: int) -> int:
    return em if name.startswith("g") and name != "g2" else em * 2 // 5


def font(kind: str, em: int = 1000, family: str = "Tiny") -> TTFont:
    """A tiny font with outlines of a kind."""
    builder = FontBuilder(em, isTTF=kind in ("glyf", "variable"))
    builder.setupGlyphOrder(_order())
    builder.setupCharacterMap({32: "space", **dict(zip(map(ord, CHARS), _order()[3:], strict=True))})
    if kind in ("glyf", "variable"):
        builder.setupGlyf({name: pen.glyph() for name, pen in _boxes(em, lambda _: TTGlyphPen(None)).items()})
    else:
        pens = _boxes(em, lambda advance: T2CharStringPen(advance, None))
        strings = {name: pen.getCharString() for name, pen in pens.items()}
        if kind == "cff2":
            builder.setupCFF2({name: _of_version_2(string) for name, string in strings.items()})
        else:
            builder.setupCFF(family, {}, strings, {})
    left = dict(zip(_order()[3:], (left * em // 1000 for left, _ in CHARS.values()), strict=True))
    builder.setupHorizontalMetrics({name: (_advance(name, em), left.get(name, 0)) for name in _order()})
    builder.setupHorizontalHeader(ascent=em * 88 // 100, descent=-em * 12 // 100)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family})
    builder.setupOS2(sTypoAscender=em * 88 // 100)
    builder.setupPost()
    if kind in ("variable", "cff2"):
        builder.setupFvar([("wght", 100, 400, 900, "Weight")], [])
    if kind == "variable":
        builder.setupGvar({})
    if kind == "cid":
        _by_cid(builder.font)
    return builder.font


def _of_version_2(string: T2CharString) -> T2CharString:
    """Without the width before the first operator and without the last operator."""
    tokens = string.program[:-1]
    return T2CharString(program=tokens[1:] if tokens and isinstance(tokens[0], int) else tokens)


def _by_cid(made: TTFont) -> None:
    """Make a compact font one whose glyphs have other numbers as CIDs than as glyphs, as Adobe's Chinese fonts are."""
    top = made["CFF "].cff.topDictIndex[0]
    names = {name: name if name == ".notdef" else f"cid{100 + 7 * n:05d}" for n, name in enumerate(top.charset)}
    sub = FontDict()
    sub.Private = top.Private
    sub.FontName = "Tiny-Sub"
    top.ROS = ("Adobe", "Identity", 0)
    top.CIDCount = 1000
    top.FDArray = FDArrayIndex()
    top.FDArray.append(sub)
    top.FDSelect = FDSelect()
    top.FDSelect.format = 3
    top.FDSelect.gidArray = [0] * len(names)
    top.CharStrings.charStrings = {names[n]: s for n, s in top.CharStrings.charStrings.items()}
    top.CharStrings.fdSelect = top.FDSelect
    top.CharStrings.fdArray = top.FDArray
    top.charset = list(names.values())
    top.rawDict.pop("Private", None)
    top.__dict__.pop("Private", None)
    made.setGlyphOrder(list(names.values()))
    made["hmtx"].metrics = {names[n]: metrics for n, metrics in made["hmtx"].metrics.items()}
    for table in made["cmap"].tables:
        table.cmap = {code: names[n] for code, n in table.cmap.items()}


def test_of_ideographs_with_one_glyph_the_usual_one_is_copied(tmp_path: Path) -> None:
    made = font("glyf")
    for table in made["cmap"].tables:
        table.cmap |= {ord("豈"): "g1", 0xF900: "g1", 0x2F00: "g1"}
    face = Face("F1", saved(tmp_path / "a.ttf", made))
    for text in ("豈\uf900", "\uf900豈"):
        assert copied(printed([page_of(face, text)], {"F1": face})).strip() == "豈豈"
    assert copied(printed([page_of(face, "\uf900")], {"F1": face})).strip() == "\uf900"


def saved(path: Path, made: TTFont | TTCollection) -> Path:
    made.save(str(path))
    return path


KINDS = {
    "TrueType": lambda folder: Face("F1", saved(folder / "a.ttf", font("glyf"))),
    "TrueType of 2048 units": lambda folder: Face("F1", saved(folder / "a.ttf", font("glyf", 2048))),
    "variable": lambda folder: Face("F1", saved(folder / "a.ttf", font("variable"))),
    "CFF": lambda folder: Face("F1", saved(folder / "a.otf", font("cff"))),
    "CFF of 2048 units": lambda folder: Face("F1", saved(folder / "a.otf", font("cff", 2048))),
    "variable CFF": lambda folder: Face("F1", saved(folder / "a.otf", font("cff2"))),
    "CFF by CID": lambda folder: Face("F1", saved(folder / "a.otf", font("cid"))),
    "second of a collection": lambda folder: Face("F1", collection(folder / "a.ttc"), 1),
}


def collection(path: Path) -> Path:
    both = TTCollection()
    other = font("glyf", 2048, "Other")
    other["hmtx"]["g0"] = (5, 0)
    both.fonts = [other, font("glyf")]
    return saved(path, both)


@pytest.mark.parametrize("kind", KINDS)
def test_fonts_of_every_kind_are_embedded_and_drawn_as_they_are(tmp_path: Path, kind: str) -> None:
    face = KINDS[kind](tmp_path)
    for char, (left, right) in CHARS.items():
        data = printed([page_of(face, f"甲乙 {char}", size=100), page_of(face, char, size=100)], {"F1": face})
        assert violations(data) == []
        document = pdfium.PdfDocument(data)
        assert ink(document[1]) == pytest.approx((left / 10, right / 10), abs=0.3)
        assert document[0].get_textpage().get_text_range().strip() == f"甲乙 {char}"


def ink(page: pdfium.PdfPage) -> tuple[float, float]:
    """Where what is drawn on a page begins and ends (points from the left edge)."""
    box = page.render(scale=4).to_pil().convert("L").point(lambda v: 255 * (v < 128)).getbbox()
    assert box
    return box[0] / 4, box[2] / 4


@pytest.mark.parametrize("kind", ["glyf", "cff"])
def test_fonts_given_by_hand_stand_beside_the_shipped_one(tmp_path: Path, kind: str) -> None:
    faces = Faces([saved(tmp_path / "a.otf", font(kind))], installed=False)
    compiled = PrintForm.of(template(tmp_path / "a.docx", "甲乙丙丁 A"), faces)
    data = printed(filled(compiled, {}), faces)
    assert violations(data) == []
    assert copied(data).strip() == "甲乙丙丁 A"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert any("Tiny" in str(f.BaseFont) for f in dict(pdf.pages[0].obj.Resources.Font).values())


def test_a_collection_given_by_hand_is_embedded(tmp_path: Path) -> None:
    faces = Faces([collection(tmp_path / "a.ttc")], installed=False)
    compiled = PrintForm.of(template(tmp_path / "a.docx", "乙丙"), faces)
    assert violations(printed(filled(compiled, {}), faces)) == []


# Pictures


def encoded(image: Image.Image, kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def _jfif(data: bytes) -> bytes:
    """With the mark by which python-docx knows a JPEG."""
    return data[:2] + b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + data[2:]


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


def _swapped() -> bytes:
    """A profile in which what is stored as red is blue."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for at in range(132, 132 + 12 * data[131], 12):
        swap = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}
        data[at : at + 4] = swap.get(bytes(data[at : at + 4]), data[at : at + 4])
    data = bytearray(bytes(data).replace("sRGB".encode("utf-16-be"), "Odd!".encode("utf-16-be")))
    return bytes(data)


PICTURES: Mapping[str, tuple[Callable[[], bytes], tuple[int, ...]]] = {
    "RGBA": (lambda: encoded(Image.new("RGBA", (40, 20), (255, 0, 0, 128)), "PNG"), (255, 127, 127)),
    "palette with a transparent colour": (
        lambda: encoded(Image.new("P", (40, 20), 0), "PNG", transparency=0), (255, 255, 255)),
    "grey with a transparent shade": (
        lambda: encoded(Image.new("L", (40, 20), 7), "PNG", transparency=7), (255, 255, 255)),
    "black and white": (lambda: encoded(Image.new("1", (40, 20), 0), "PNG"), (0, 0, 0)),
    "16 bits": (lambda: encoded(Image.new("I;16", (40, 20), 0x8000), "PNG"), (128, 128, 128)),
    "grey JPEG": (lambda: encoded(Image.new("L", (40, 20), 128), "JPEG"), (128, 128, 128)),
    "JPEG": (lambda: encoded(Image.new("RGB", (40, 20), (255, 0, 0)), "JPEG"), (255, 0, 0)),
    "CMYK JPEG": (lambda: _jfif(encoded(Image.new("CMYK", (40, 20), (0, 255, 255, 0)), "JPEG")), (255, 0, 0)),
    "JPEG with a profile": (
        lambda: encoded(Image.new("RGB", (40, 20), (255, 0, 0)), "JPEG", icc_profile=_swapped()), (0, 0, 255)),
    "PNG with a profile": (
        lambda: encoded(Image.new("RGB", (40, 20), (255, 0, 0)), "PNG", icc_profile=_swapped()), (0, 0, 255)),
    "turned JPEG": (lambda: encoded(Image.new("RGB", (40, 20), (255, 0, 0)), "JPEG", exif=_exif()), (255, 0, 0)),
    "huge JPEG": (lambda: encoded(Image.new("RGB", (6000, 3000), (0, 0, 255)), "JPEG"), (0, 0, 255)),
    "huge noise": (lambda: encoded(Image.effect_noise((2600, 1300), 60), "PNG"), (128, 128, 128)),
}  # fmt: skip


@pytest.mark.parametrize("kind", PICTURES)
def test_pictures_of_every_kind_are_set(tmp_path: Path, kind: str) -> None:
    make, colour = PICTURES[kind]
    document = docx.Document()
    document.add_picture(io.BytesIO(make()), width=Mm(40), height=Mm(20))
    document.save(str(tmp_path / "a.docx"))
    data = printed(filled(PrintForm.of(tmp_path / "a.docx", FACES), {}))
    assert violations(data) == []
    page = pdfium.PdfDocument(data)[0]
    (picture,) = page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE])
    left, bottom, right, top = picture.get_bounds()
    assert (right - left, top - bottom) == pytest.approx((40 * 72 / 25.4, 20 * 72 / 25.4), abs=0.1)
    height = int(page.get_height())
    inner = (int(left) + 9, height - int(top) + 9, int(right) - 9, height - int(bottom) - 9)
    shown = page.render().to_pil().convert("RGB").crop(inner).resize((1, 1), Image.Resampling.BOX)
    assert shown.getpixel((0, 0)) == pytest.approx(colour, abs=6)
    assert len(data) < 3_000_000


def test_a_picture_that_cannot_be_read_is_none() -> None:
    whole = encoded(Image.effect_noise((200, 200), 60), "JPEG")
    assert is_picture(whole)
    assert not is_picture(whole[: len(whole) // 2])
    assert not is_picture(b"no picture")


def test_a_large_picture_is_made_smaller() -> None:
    assert embeddable(PICTURES["huge JPEG"][0]()).entries["Width"] in range(1500, 2401)


# The checker

Change = Callable[[Any], None]


def descendant(pdf: Any, kind: str = "/Type0") -> Any:
    return next(f for f in fonts_of(pdf) if f.Subtype == kind).DescendantFonts[0]


def fonts_of(pdf: Any) -> list[Any]:
    return list(dict(pdf.pages[0].obj.Resources.Font).values())


def composite(pdf: Any) -> Any:
    return next(f for f in fonts_of(pdf) if f.Subtype == "/Type0")


def drawn(pdf: Any) -> Any:
    return next(f for f in fonts_of(pdf) if f.Subtype == "/Type3")


def put(owner: Callable[[Any], Any], key: str, value: Any) -> Change:
    def change(pdf: Any) -> None:
        owner(pdf)[key] = value(pdf) if callable(value) else value

    return change


def drop(owner: Callable[[Any], Any], key: str) -> Change:
    def change(pdf: Any) -> None:
        del owner(pdf)[key]

    return change


def says(operators: bytes) -> Change:
    """Add operators to the page."""

    def change(pdf: Any) -> None:
        page = pdf.pages[0].obj
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + operators)

    return change


def rewritten(owner: Callable[[Any], Any], old: bytes, new: bytes) -> Change:
    """Replace something in a stream."""

    def change(pdf: Any) -> None:
        stream = owner(pdf)
        data = stream.read_bytes()
        assert old in data
        stream.write(data.replace(old, new))

    return change


def picture(**more: Any) -> Change:
    """Put a picture among the resources."""

    def change(pdf: Any) -> None:
        entries = {"Type": "/XObject", "Subtype": "/Image", "Width": 1, "Height": 1, "BitsPerComponent": 8,
                   "ColorSpace": "/DeviceGray", **more}  # fmt: skip
        named = {f"/{k}": pikepdf.Name(v) if isinstance(v, str) else v for k, v in entries.items()}
        page_of_it(pdf).Resources.XObject = pikepdf.Dictionary(P=pdf.make_stream(b"\0", named))
        says(b"/P Do")(pdf)

    return change


def state(**entries: Any) -> Change:
    def change(pdf: Any) -> None:
        page_of_it(pdf).Resources.ExtGState = pikepdf.Dictionary(S=pikepdf.Dictionary(Type=NAME.ExtGState, **entries))

    return change


def all_of(*changes: Change) -> Change:
    def change(pdf: Any) -> None:
        for one in changes:
            one(pdf)

    return change


def annotate(**entries: Any) -> Change:
    def change(pdf: Any) -> None:
        page_of_it(pdf).Annots = pikepdf.Array([pikepdf.Dictionary(Type=NAME.Annot, Rect=[0, 0, 1, 1], **entries)])

    return change


def root(pdf: Any) -> Any:
    return pdf.Root


def page_of_it(pdf: Any) -> Any:
    return pdf.pages[0].obj


def intent(pdf: Any) -> Any:
    return pdf.Root.OutputIntents[0]


def profile(pdf: Any) -> Any:
    return intent(pdf).DestOutputProfile


def descriptor(pdf: Any) -> Any:
    return descendant(pdf).FontDescriptor


def program(pdf: Any) -> Any:
    return descriptor(pdf).FontFile2


def xmp(pdf: Any) -> Any:
    return pdf.Root.Metadata


def empty_glyphs(pdf: Any) -> None:
    made = TTFont(io.BytesIO(program(pdf).read_bytes()))
    for name in made.getGlyphOrder():
        made["glyf"][name] = TTGlyphPen(None).glyph()
    out = io.BytesIO()
    made.save(out)
    program(pdf).write(out.getvalue())
    program(pdf).Length1 = len(out.getvalue())


NAME = pikepdf.Name
BROKEN: Mapping[str, tuple[Change, str]] = {
    "no output intent": (drop(root, "/OutputIntents"), "6.2.3"),
    "colours without an output intent": (all_of(says(b"1 0 0 rg"), drop(root, "/OutputIntents")), "6.2.4.3"),
    "a profile of a scanner": (rewritten(profile, b"mntr", b"scnr"), "6.2.3"),
    "a profile of other colours": (rewritten(profile, b"RGB ", b"CMYK"), "6.2.3"),
    "a profile of a later version": (rewritten(profile, b"lcms\x04\x20", b"lcms\x05\x00"), "6.2.3"),
    "N of another profile": (put(profile, "/N", 4), "6.2.3"),
    "no condition": (drop(intent, "/OutputConditionIdentifier"), "6.2.3"),
    "CMYK": (says(b"0 0 0 1 k"), "6.2.4.3"),
    "an unknown operator": (says(b"1 foo"), "6.2.2"),
    "an unknown operator between BX and EX": (says(b"BX 1 foo EX"), "6.2.2"),
    "Q without q": (says(b"Q"), "6.2.2"),
    "q without Q": (says(b"q"), "6.2.2"),
    "BT without ET": (says(b"BT"), "6.2.2"),
    "a path inside text": (says(b"BT 0 0 1 1 re f ET"), "6.2.2"),
    "a font that is not there": (says(b"BT /F9 1 Tf ET"), "6.2.2"),
    "no resources": (drop(page_of_it, "/Resources"), "6.2.2"),
    "29 q": (says(b"q " * 29 + b"Q " * 29), "6.1.13"),
    "an unknown rendering intent": (says(b"/Odd ri"), "6.2.6"),
    "a huge integer": (says(b"4294967296 w"), "6.1.13"),
    "a long string": (says(b"BT (" + b"a" * 32768 + b") Tj ET"), "6.1.13"),
    "a long name": (put(root, "/" + "a" * 128, 1), "6.1.13"),
    "a huge page": (put(page_of_it, "/MediaBox", pikepdf.Array([0, 0, 20000, 100])), "6.1.13"),
    "a wrong width": (put(descendant, "/DW", 998), "6.2.11.5"),
    "a wrong width in W": (put(descendant, "/W", lambda p: pikepdf.Array([*list(descendant(p).W)[:1], [7], *list(descendant(p).W)[2:]])), "6.2.11.5"),
    "no ToUnicode": (drop(composite, "/ToUnicode"), "6.2.11.7.2"),
    "no ToUnicode of marks": (drop(drawn, "/ToUnicode"), "6.2.11.7.2"),
    "ToUnicode without a code": (rewritten(lambda p: composite(p).ToUnicode, b"> <7532>", b"> <>"), "6.2.11.7.2"),
    "a font that is not embedded": (drop(descriptor, "/FontFile2"), "6.2.11.4.1"),
    "a program of the wrong type": (put(descriptor, "/FontFile3", program), "6.2.11.4.1"),
    "a program that is cut off": (lambda p: program(p).write(program(p).read_bytes()[:300]), "6.2.11.4.1"),
    "a wrong Length1": (put(program, "/Length1", 1), "6.2.11.4.1"),
    "empty glyphs": (empty_glyphs, "6.2.11.4.1"),
    "glyphs that are not there": (put(descendant, "/CIDToGIDMap", NAME.Identity), "6.2.11.4.1"),
    "no CIDToGIDMap": (drop(descendant, "/CIDToGIDMap"), "6.2.11.3.2"),
    "no CIDSystemInfo": (drop(descendant, "/CIDSystemInfo"), "6.2.11.3.1"),
    "another encoding": (put(composite, "/Encoding", NAME("/UniGB-UCS2-H")), "6.2.11.3.3"),
    "no descriptor": (drop(descendant, "/FontDescriptor"), "6.2.11.2"),
    "half a descriptor": (drop(descriptor, "/StemV"), "6.2.11.2"),
    "another name": (put(descriptor, "/FontName", NAME.Other), "6.2.11.2"),
    "a subset without tag": (put(composite, "/BaseFont", NAME.Font), "6.2.11.2"),
    ".notdef": (says(b"BT /F0 1 Tf <0000> Tj ET"), "6.2.11.8"),
    "half a code": (says(b"BT /F0 1 Tf <00> Tj ET"), "6.2.11.3"),
    "a mark that is not there": (says(b"BT /M 1 Tf <7E> Tj ET"), "6.2.11.4.1"),
    "marks of another width": (put(drawn, "/Widths", pikepdf.Array([7])), "6.2.11.5"),
    "marks with colours": (lambda p: rewritten(lambda q: next(iter(dict(drawn(q).CharProcs).values())), b" d1", b" d1 1 g")(p), "6.2.2"),
    "a simple font": (put(lambda p: page_of_it(p).Resources.Font, "/F0", pikepdf.Dictionary(Type=NAME.Font, Subtype=NAME.Type1, BaseFont=NAME.Helvetica)), "6.2.11.2"),
    "interpolation": (picture(Interpolate=True), "6.2.8"),
    "3 bits": (picture(BitsPerComponent=3), "6.2.8"),
    "too little data": (picture(Width=2), "6.2.8"),
    "alternates": (picture(Alternates=pikepdf.Array()), "6.2.8"),
    "a CMYK picture": (picture(ColorSpace="/DeviceCMYK", Width=1), "6.2.4.3"),
    "a PostScript object": (picture(Subtype="/PS"), "6.2.9"),
    "a transfer function": (state(TR=NAME.Identity), "6.2.5"),
    "an unknown blend mode": (state(BM=NAME.Odd), "6.2.10"),
    "transparency without a blending space": (all_of(state(ca=0.5), drop(root, "/OutputIntents")), "6.2.10"),
    "a file beside": (lambda p: page_of_it(p).Contents.__setitem__("/F", pikepdf.String("a")), "6.1.7.1"),
    "a film": (annotate(Subtype=NAME.Movie, F=4), "6.3.1"),
    "a hidden note": (annotate(Subtype=NAME.Text, F=2), "6.3.2"),
    "a note without looks": (annotate(Subtype=NAME.Text, F=4), "6.3.3"),
    "fields without looks": (put(root, "/AcroForm", pikepdf.Dictionary(NeedAppearances=True)), "6.4.1"),
    "XFA": (put(root, "/AcroForm", pikepdf.Dictionary(XFA=pikepdf.Array())), "6.4.2"),
    "JavaScript": (put(root, "/OpenAction", pikepdf.Dictionary(S=NAME.JavaScript, JS="1")), "6.5.1"),
    "further actions": (put(root, "/AA", pikepdf.Dictionary()), "6.5.2"),
    "permissions": (put(root, "/Perms", pikepdf.Dictionary(Odd=1)), "6.1.12"),
    "no metadata": (drop(root, "/Metadata"), "6.6.2.1"),
    "broken metadata": (rewritten(xmp, b"</rdf:RDF>", b""), "6.6.2.1"),
    "an attribute of the packet": (rewritten(xmp, b" id=", b' bytes="9" id='), "6.6.2.1"),
    "a property of our own": (rewritten(xmp, b"pdfaid:conformance", b"pdfaid:mine"), "6.6.2.3.1"),
    "a title that is no choice": (rewritten(xmp, b"rdf:Alt", b"rdf:Bag"), "6.6.2.3.1"),
    "level A": (rewritten(xmp, b"<pdfaid:conformance>B", b"<pdfaid:conformance>A"), "6.6.4"),
    "PDF/A-3": (rewritten(xmp, b"<pdfaid:part>2", b"<pdfaid:part>3"), "6.6.4"),
    "another title": (lambda p: p.trailer.Info.__setitem__("/Title", pikepdf.String("Other")), "6.6.3"),
    "an author that the metadata lacks": (lambda p: p.trailer.Info.__setitem__("/Author", pikepdf.String("A")), "6.6.3"),
    "no language": (put(root, "/Lang", pikepdf.String("Chinese!")), "6.7.4"),
    "a file inside": (put(root, "/Names", pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array()))), "6.8"),
    "optional content": (put(root, "/OCProperties", pikepdf.Dictionary()), "6.9"),
    "presentations": (put(root, "/Names", pikepdf.Dictionary(AlternatePresentations=pikepdf.Dictionary())), "6.10"),
    "requirements": (put(root, "/Requirements", pikepdf.Array()), "6.11"),
}  # fmt: skip


def broken(change: Change, **how: Any) -> list[str]:
    with pikepdf.open(io.BytesIO(good())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out, fix_metadata_version=False, **how)
    return violations(out.getvalue())


@pytest.mark.parametrize("what", BROKEN)
def test_the_checker_sees(what: str) -> None:
    change, clause = BROKEN[what]
    assert clause in {fault.partition(":")[0] for fault in broken(change)}


def test_a_file_that_is_only_written_anew_stays_good() -> None:
    assert broken(lambda _: None) == []
    assert broken(lambda _: None, object_stream_mode=pikepdf.ObjectStreamMode.disable) == []


def test_the_checker_sees_encryption() -> None:
    assert "6.1.3: encrypted" in broken(lambda _: None, encryption=pikepdf.Encryption(owner="a", user=""))


@pytest.mark.parametrize(
    ("old", "new", "clause"),
    [
        (b"%PDF-1.7\n%\xf0\x9f\x96\xa4", b"%PDF-1.7\n%abcd", "6.1.2"),
        (b"/ID [", b"/IX [", "6.1.3"),
        (b"%%EOF\n", b"%%EOF\nmore", "6.1.3"),
        (b"/Length 5", b"/Length 6", "6.1.7.1"),
        (b"/Filter /FlateDecode/N 3", b"/Filter /LZWDecode  /N 3", "6.1.7.2"),
        (b"/Filter /FlateDecode/N 3", b"/FFilter/FlateDecode/N 3", "6.1.7.1"),
    ],
)
def test_the_checker_sees_what_is_wrong_in_the_bytes(old: bytes, new: bytes, clause: str) -> None:
    assert old in good()
    found = violations(good().replace(old, new, 1))
    assert clause in {fault.partition(":")[0] for fault in found}


def test_what_is_no_pdf_is_not_read() -> None:
    assert violations(b"no PDF")[0].startswith("6.1.1")


def test_the_checker_knows_ranges_of_codes() -> None:
    pdf = pikepdf.new()
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <41> <43> <0061> endbfrange"
    assert pdf_a.to_unicode({"/ToUnicode": pdf.make_stream(cmap)}) == {0x41: "a", 0x42: "b", 0x43: "c"}
