"""Filled forms for tests: invented people on the shipped templates, and what is read from a file."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lxml import etree

from retire_docs.cities.load import city, common
from retire_docs.cities.model import Pack
from retire_docs.domain.record import Record, Value
from retire_docs.forms import filling
from retire_docs.forms.library import word_form
from retire_docs.forms.ooxml import w
from retire_docs.forms.outline import outline_of
from retire_docs.forms.printing import page_code
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.parse.files import read_file
from retire_docs.parse.laying import Layout
from retire_docs.parse.reading import Fields, FormReading
from tests.fill.people import id_number

PERSON: Record = {
    "姓名": "张守信",
    "性别": "男",
    "身份证号": id_number("19651120", "001"),
    "出生日期": "1965-11-20",
    "民族": "汉族",
    "个人编号": "6204000001",
    "参保身份": "企业职工",
    "本人联系电话": "13900000001",
    "亲属联系电话": "13800000001",
    "社保卡银行账号": "6217000000000000012",
    "社保卡发放银行": "甘肃银行白银示例支行",
    "参加工作时间": "1985-07",
    "参加工作认定材料": "招工登记表",
    "最早用工形式": "合同工",
    "档案最早记载出生日期": "1965-11-20",
    "参保日期": "1992-01",
    "建账日期": "1996-01",
    "视同缴费年限": "P6Y6M",
    "实际缴费年限": "P31Y2M",
    "缴费年限": "P37Y8M",
    "退休类别": "正常退休",
    "特殊工种提前退休": "否",
    "因病提前退休或退职": "否",
    "工作期间情况": ["上学"],
    "上学时间": "1986-09/1988-07",
    "工作岗位": "生产操作岗位",
    "单位名称": "白银市示例机械有限公司",
    "统一社会信用代码": "91620400MA0000001Y",
    "单位联系电话": "0943-5550101",
    "异地参保": "否",
    "工作简历": ["1985-07/1991-12 白银市示例机械厂", "1992-01/.. 白银市示例机械有限公司"],
    "申请医保在职转退休": "是",
    "申请提取公积金": "是",
    "户籍所在地": "湖南省岳阳市屈原管理区示例乡示例村",
    "提交身份证": "是",
    "提交社保卡": "否",
}


def pack_of(id: str) -> Pack:
    """A city's pack, or that of all cities."""
    return common() if id == "common" else city(id)


def filled(
    pack: str, form: str, record: Record | None = None, lists: Mapping[str, Sequence[Record]] | None = None
) -> bytes:
    """A form filled as a Word file."""
    of = pack_of(pack)
    word = word_form(of, of.form(form))
    return word.write(filling.fill(word.form, PERSON if record is None else record, lists))


FACES = Faces(installed=False)


def printed(
    pack: str,
    form: str,
    record: Record | None = None,
    lists: Mapping[str, Sequence[Record]] | None = None,
    case: str = "ABCDEFGHJKLM",
) -> bytes:
    """A form filled and printed, with page codes where ``case`` is given."""
    of = pack_of(pack)
    sheet = PrintForm.of(of.template(of.form(form)), FACES)
    pages = sheet.pages(filling.fill(sheet.form, PERSON if record is None else record, lists))
    if case:
        page_code.draw(pages, pack, form, sheet.form.version, case)
    pdf = Pdf(FACES, form)
    pdf.add(pages)
    return pdf.finish()


def edited(data: bytes, edit: Callable[[etree._Element], None], part: str = "word/document.xml") -> bytes:
    """A Word file one part of which was changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == part:
                root = etree.fromstring(content)
                edit(root)
                content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(info.filename, content)
    return out.getvalue()


def run_of(root: etree._Element, text: str) -> etree._Element:
    """The run that holds a text."""
    for t in root.iter(w("t")):
        if text in (t.text or ""):
            run = t.getparent()
            assert run is not None
            return run
    raise LookupError(text)


def cell_of(root: etree._Element, text: str) -> etree._Element:
    """The cell that holds a text."""
    return next(run_of(root, text).iterancestors(w("tc")))


def row_of(root: etree._Element, text: str) -> etree._Element:
    """The row that holds a text."""
    return next(run_of(root, text).iterancestors(w("tr")))


def read(path: Path, data: bytes, name: str = "表.docx") -> list[FormReading]:
    """What is read from a file of this content."""
    file = path / name
    file.write_bytes(data)
    return read_file(file)


def told(fields: Fields) -> dict[str, Value]:
    """The values that were read, doubtful ones included."""
    return {name: reading.value for name, reading in fields.items() if reading.value}


@functools.cache
def layout(pack: str, form: str) -> Layout:
    """A form prepared for laying over."""
    of = pack_of(pack)
    return Layout(outline_of(of, of.form(form)))
