"""Every mistake of a Word template at once: tags, and what cannot be filled, printed or read back."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from lxml import etree

from retire_docs.cities.lint import lint as lint_yaml
from retire_docs.cities.load import load_pack
from retire_docs.cities.model import Pack
from retire_docs.errors import Fault, InvalidTemplate
from retire_docs.forms import tags
from retire_docs.forms.compiler import PARTS, UNREADABLE, compile_template, place_of, read_template
from retire_docs.forms.library import misplaced
from retire_docs.forms.ooxml import find, w
from retire_docs.forms.outline import undecided, units_of
from retire_docs.forms.printing.unset import TRACKED, unset

_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_EXTERNAL = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def lint_pack(folder: Path) -> list[Fault]:
    """All faults of a pack: of its ``city.yaml``, and of every Word file in its folder."""
    faults = lint_yaml(folder)
    faults += [] if faults else _misplaced(load_pack(folder))
    for path in sorted(folder.rglob("*.docx")):
        if not path.name.startswith("~$"):
            faults += [Fault(f"{folder.name}/{f.where}", f.what, f.remedy) for f in lint_template(path)]
    return faults


def unset_in_pack(folder: Path) -> list[Fault]:
    """What the Word files of a pack have and our own print does not set: no fault, but to be known."""
    notes: list[Fault] = []
    for path in sorted(folder.rglob("*.docx")):
        with contextlib.suppress(*UNREADABLE), zipfile.ZipFile(path) as archive:
            notes += unset(f"{folder.name}/{path.name}", {name: archive.read(name) for name in archive.namelist()})
    return notes


def _misplaced(pack: Pack) -> list[Fault]:
    """What a template may not show on a form of its kind."""
    found: list[Fault] = []
    for form in pack.forms:
        try:
            word = compile_template(pack.template(form))
        except InvalidTemplate:
            continue  # told with the template's own faults
        faults = misplaced(form.file, form.kind, form.per, word)
        found += [Fault(f"{pack.id}/{fault.where}", fault.what, fault.remedy) for fault in faults]
    return found


def lint_template(path: Path) -> list[Fault]:
    """All faults of a template."""
    faults: list[Fault] = []
    try:
        template = read_template(path)
    except InvalidTemplate as error:
        faults += [fault for fault in error.faults if isinstance(fault, Fault)]
    else:
        for one, other in undecided(template.form, units_of(template)):
            what = f"“{one.field}”和“{other.field}”按条件只留一个，两边没有各自的文字，读回来分不清是哪一个"
            faults.append(Fault(f"{path.name} {one.place}", what, "在 if 的两边各写一点文字，或分成两格"))
    try:
        with zipfile.ZipFile(path) as archive:
            faults += _package(path.name, archive)
            for name in sorted(archive.namelist()):
                if PARTS.fullmatch(name):
                    faults += _part(path.name, etree.fromstring(archive.read(name)), _default_font(archive))
    except UNREADABLE:
        pass  # compiling has told so
    return faults


def _package(file: str, archive: zipfile.ZipFile) -> Iterator[Fault]:
    names = archive.namelist()
    if any(name.endswith("vbaProject.bin") for name in names):
        yield Fault(file, "含有宏", "另存为不含宏的 .docx")
    for name in names:
        if name.endswith(".rels"):
            for relation in etree.fromstring(archive.read(name)).iter(_EXTERNAL):
                if relation.get("TargetMode") == "External":
                    yield Fault(
                        file, f"含有外部链接 {str(relation.get('Target'))[:60]}", "在 Word 里取消超链接或外部图片"
                    )


def _default_font(archive: zipfile.ZipFile) -> bool:
    """Whether the document's default gives a 东亚 font to runs that name none."""
    if "word/styles.xml" not in archive.namelist():
        return False
    styles = etree.fromstring(archive.read("word/styles.xml"))
    return _has_font(find(styles, "w:docDefaults/w:rPrDefault/w:rPr"))


def _has_font(properties: etree._Element | None) -> bool:
    fonts = None if properties is None else find(properties, "w:rFonts")
    return fonts is not None and bool(fonts.get(w("eastAsia")) or fonts.get(w("eastAsiaTheme")))


def _part(file: str, root: etree._Element, default_font: bool) -> Iterator[Fault]:
    for element in root.iter(*(w(name) for name in TRACKED)):
        yield Fault(file, f"有修订痕迹（{etree.QName(element).localname}）", "在 Word“审阅”里接受或拒绝全部修订")
        break
    if next(root.iter(w("txbxContent")), None) is not None:
        yield Fault(file, "有文本框，里面的文字不能可靠地填写和识读", "把文本框里的内容移到正文或表格里")
    for number, paragraph in enumerate(root.iter(w("p")), 1):
        place = f"{file} {place_of(paragraph, number)}"
        text = "".join(t.text or "" for t in paragraph.iter(w("t")))
        if neighbours := _neighbours(text):
            yield Fault(
                place, f"{neighbours[0]} 和 {neighbours[1]} 之间没有文字，读回来分不开", "在两个标签之间加文字或空格"
            )
        if not default_font and (bare := _without_font(paragraph)):
            yield Fault(place, f"“{bare}”没有设中文字体", "选中全文，设置中文字体（如仿宋_GB2312）")


def _neighbours(text: str) -> tuple[str, str] | None:
    """Two text slots with nothing between them."""
    found = list(tags.TAG.finditer(text))
    for first, second in pairwise(found):
        if first.end() == second.start() and _is_text_slot(first[0]) and _is_text_slot(second[0]):
            return first[0], second[0]
    return None


def _is_text_slot(tag: str) -> bool:
    return tag.startswith("{{") and "tick(" not in tag


def _without_font(paragraph: etree._Element) -> str:
    """The first Chinese text whose run names no 东亚 font, shortened."""
    for run in paragraph.iter(w("r")):
        text = "".join(t.text or "" for t in run.iter(w("t")))
        if _CJK.search(text) and not _has_font(find(run, "w:rPr")):
            return text.strip()[:12]
    return ""
