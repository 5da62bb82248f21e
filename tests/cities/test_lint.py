"""A broken specimen for each kind of mistake, with the words that the user must see."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from retire_docs.cities.load import PACKS
from retire_docs.cli.console import run
from retire_docs.cli.main import main
from retire_docs.forms.lint import lint_pack, lint_template
from retire_docs.shipped import shipped

CAPTURE = pytest.CaptureFixture[str]

SOUND = """\
city: 星海市
province: 虚构省
sources:
  plan: {title: 星海市方案, status: 试行, seen: 2026-11-21}
matters:
  - {id: 养老待遇, name: 养老待遇申领, office: 社保局, clause: {source: plan, at: 一, says: 养老待遇申领}}
forms:
  - id: form
    title: 申请表
    kind: application
    file: form.docx
    origin: ours
    applies: {not: {参保身份: 灵活就业人员}}
materials:
  - id: form
    name: 申请表
    matters: [养老待遇]
    needed: {缴费年限: {at_least: P15Y0M}}
    form: form
    field: 提交身份证
    clause: {source: plan, at: 二, says: 申请表}
limits:
  - {what: 办结, days: 20, unit: 工作日, matter: 养老待遇, clause: {source: plan, at: 三, says: 二十个工作日}}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "xinghai"
    folder.mkdir()
    (folder / "city.yaml").write_text(SOUND, encoding="utf-8")
    save(folder, lambda document: None)
    return folder


def save(folder: Path, change: Callable[[Document], object]) -> Path:
    """The pack's form: a sound one, changed."""
    document = docx.Document()
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert fonts is not None
    fonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    document.add_paragraph("姓名：{{ 姓名 }}")
    change(document)
    path = folder / "form.docx"
    document.save(str(path))
    return path


def test_a_sound_pack_has_no_faults(pack: Path) -> None:
    assert lint_pack(pack) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("province:", "provinse:", 2, "provinse：不认识的项目名；检查拼写"),
        ("office: 社保局, ", "", 6, "matters.0.office：缺少必填项；补上这一项"),
        ("city: 星海市", "city: 星海市\ncity: 月海市", 1, "“city”写了2次；只留一个"),
        ("    kind: application", "    kind: application\n    kind: guide", 10, "“kind”写了2次；只留一个"),
        (
            "kind: application",
            "kind: aplication",
            10,
            "forms.0.kind：不是允许的取值；可用：'registration', 'application'",
        ),
        ("status: 试行", "status: 试运行", 4, "sources.plan.status：不是允许的取值；可用：'正式', '试行' or '讨论稿'"),
        ("file: form.docx", "file: from.docx", 11, "没有文件“from.docx”；是否指“form.docx”"),
        ("{参保身份: 灵活就业人员}", "{参保身分: 灵活就业人员}", 13, "字段词典里没有“参保身分”；是否指“参保身份”"),
        ("灵活就业人员", "灵活", 13, "“参保身份”没有选项“灵活”；可用：企业职工、"),
        ("{参保身份: 灵活就业人员}", "{序号: 1}", 13, "条件用了名册里没有的字段“序号”；换成名册里有的字段"),
        ("{参保身份: 灵活就业人员}", "灵活", 13, "条件应写成 {字段: 值}"),
        ("at_least", "atleast", 18, "不认识的比较“atleast”；可用：before、after、less_than、at_least"),
        ("P15Y0M", "15", 18, "“15”不是时长的标准写法；写成 P15Y0M 的样子"),
        ("{缴费年限: {at_least: P15Y0M}}", "{姓名: {before: 甲}}", 18, "“姓名”是姓名，不能比大小"),
        ("matters: [养老待遇]", "matters: [养老待偶]", 17, "没有事项“养老待偶”；是否指“养老待遇”"),
        ("    form: form\n", "    form: from\n", 19, "没有表“from”；是否指“form”"),
        ("field: 提交身份证", "field: 身份证号", 20, "“身份证号”不是“是否”字段"),
        ("field: 提交身份证", "field: 提交身分证", 20, "字段词典里没有“提交身分证”；是否指“提交身份证”"),
        ("matter: 养老待遇, clause", "matter: 医保, clause", 23, "没有事项“医保”；可用：养老待遇"),
        ("clause: {source: plan, at: 三", "clause: {source: paln, at: 三", 23, "没有依据“paln”；是否指“plan”"),
        (", clause: {source: plan, at: 三, says: 二十个工作日}", "", 23, "limits.0.clause：缺少必填项"),
        ("says: 二十个工作日", 'says: ""', 23, "limits.0.clause.says：是空的；填写内容"),
        (
            "  - id: form\n    title",
            "  - id: Form\n    title",
            8,
            "forms.0.id：代号写法不对；只用小写字母、数字和下划线",
        ),
        ("city: 星海市", "city: [星海市", 2, "YAML 写法有误"),
    ],
)
def test_mistakes_in_city_yaml(pack: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in SOUND
    (pack / "city.yaml").write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    told = [str(fault) for fault in lint_pack(pack)]
    assert any(f"xinghai/city.yaml 第{line}行：" in fault and words in fault for fault in told), told


def test_all_mistakes_are_told_at_once(pack: Path) -> None:
    text = SOUND.replace("province:", "provinse:").replace("P15Y0M", "15").replace("file: form.docx", "file: x.docx")
    (pack / "city.yaml").write_text(text, encoding="utf-8")
    save(pack, lambda document: document.add_paragraph("{{ 姓各 }}"))
    assert len(lint_pack(pack)) == 4


def test_two_entries_of_one_id_or_title(pack: Path) -> None:
    again = "  - {id: form, title: 申请表, kind: guide, file: form.docx, origin: ours}\nmaterials:"
    (pack / "city.yaml").write_text(SOUND.replace("materials:", again, 1), encoding="utf-8")
    told = {fault.what for fault in lint_pack(pack)}
    assert told == {"forms 里的 id “form”重复", "forms 里的 title “申请表”重复", "forms 里的 file “form.docx”重复"}


def test_a_city_yaml_that_cannot_be_read(pack: Path) -> None:
    (pack / "city.yaml").write_bytes("city: 星海市".encode("gbk"))
    assert "读不出来" in lint_pack(pack)[0].what
    (pack / "city.yaml").write_text("- 一\n- 二\n", encoding="utf-8")
    assert lint_pack(pack)[0].what == "应是“项目: 内容”的形式"


def tracked(document: Document) -> None:
    document.paragraphs[0]._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="甲"><w:r><w:t>改</w:t></w:r></w:ins>')
    )


def text_box(document: Document) -> None:
    box = (
        f"<w:r {nsdecls('w')}><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    )
    document.paragraphs[0]._p.append(parse_xml(box))


def link(document: Document) -> None:
    document.part.relate_to("http://example.com/a.png", "http://x/image", is_external=True)


def no_font(document: Document) -> None:
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert fonts is not None
    for name in ("eastAsia", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda d: d.add_paragraph("{{ 姓各 }}"),
            "form.docx 第2段“{{ 姓各 }}”：标签 {{ 姓各 }} 的字段“姓各”不在字段词典中",
        ),
        (lambda d: d.add_paragraph("{{ 姓名"), "中有不成对的 {{ }} 或 {% %}；用 Word 打开模板，改正这个标签"),
        (lambda d: d.add_paragraph("{{ 姓名 ~ 性别 }}"), "只能写一个字段，不能运算、拼接或调用"),
        (lambda d: d.add_paragraph("{% for x in 简历 %}"), "应写成 for 人 in 名单"),
        (lambda d: d.add_paragraph("{{ 姓名 }}{{ 性别 }}"), "{{ 姓名 }} 和 {{ 性别 }} 之间没有文字，读回来分不开"),
        (
            lambda d: d.add_paragraph('{% if 性别 == "男" %}{{ 姓名 }}{% else %}{{ 经办人 }}{% endif %}'),
            "“姓名”和“经办人”按条件只留一个，两边没有各自的文字，读回来分不清是哪一个；在 if 的两边各写一点文字",
        ),
        (tracked, "form.docx：有修订痕迹（ins）；在 Word“审阅”里接受或拒绝全部修订"),
        (text_box, "form.docx：有文本框，里面的文字不能可靠地填写和识读；把文本框里的内容移到正文或表格里"),
        (link, "form.docx：含有外部链接 http://example.com/a.png；在 Word 里取消超链接或外部图片"),
        (no_font, "form.docx 第1段“姓名：{{ 姓名 }}”：“姓名：{{ 姓名 }}”没有设中文字体；选中全文，设置中文字体"),
    ],
)
def test_mistakes_in_word(pack: Path, change: Callable[[Document], object], words: str) -> None:
    told = [str(fault) for fault in lint_template(save(pack, change))]
    assert len(told) == 1
    assert words in told[0]


def test_ticks_may_stand_side_by_side(pack: Path) -> None:
    path = save(pack, lambda d: d.add_paragraph('{{ 性别|tick("男") }}{{ 性别|tick("女") }}'))
    assert lint_template(path) == []


def test_macros(pack: Path) -> None:
    with zipfile.ZipFile(pack / "form.docx", "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    assert "xinghai/form.docx：含有宏；另存为不含宏的 .docx" in [str(fault) for fault in lint_pack(pack)]


def test_a_word_file_that_cannot_be_opened(pack: Path) -> None:
    (pack / "form.docx").write_bytes(b"nothing")
    told = [str(fault).split("；")[0] for fault in lint_pack(pack)]
    assert told == ["xinghai/form.docx：不是能打开的 Word 文件（.docx）"]


def test_the_shipped_packs_are_sound(capsys: CAPTURE) -> None:
    assert run(main, ["cities", "lint"]) == 0
    assert "没有毛病" in capsys.readouterr().err


def test_the_command_prints_all_and_exits_with_5(pack: Path, capsys: CAPTURE) -> None:
    (pack / "city.yaml").write_text(SOUND.replace("province:", "provinse:"), encoding="utf-8")
    assert run(main, ["cities", "lint", str(pack)]) == 5
    assert run(main, ["cities", "lint", str(pack.parent)]) == 5
    out, err = capsys.readouterr()
    assert out.count("provinse：不认识的项目名") == 2
    assert "检查了1个城市：1处毛病" in err


def test_a_folder_without_packs(tmp_path: Path, capsys: CAPTURE) -> None:
    assert run(main, ["cities", "lint", str(tmp_path)]) == 5
    assert "这里没有城市的资料（city.yaml）；给城市的文件夹" in capsys.readouterr().err


def test_a_users_own_pack_by_option_and_by_environment(
    pack: Path, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PACKS, "")
    assert run(main, ["cities", "show", "星海市"]) == 2
    assert run(main, ["cities", "show", "--packs", str(pack.parent), "星海市"]) == 0
    monkeypatch.setenv(PACKS, str(pack.parent))
    assert run(main, ["cities"]) == 0
    assert "xinghai   虚构省星海市" in capsys.readouterr().out


def test_a_users_own_pack_with_a_mistake_is_not_used(
    pack: Path, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "city.yaml").write_text(SOUND.replace("at_least", "atleast"), encoding="utf-8")
    monkeypatch.setenv(PACKS, str(pack.parent))
    assert run(main, ["cities", "show", "xinghai"]) == 5
    assert "xinghai/city.yaml 第18行：不认识的比较“atleast”" in capsys.readouterr().err


def test_a_users_pack_goes_before_a_shipped_one(
    tmp_path: Path, capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(shipped("templates") / "baiyin", tmp_path / "baiyin")
    file = tmp_path / "baiyin" / "city.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("city: 白银市", "city: 新白银市"), encoding="utf-8")
    monkeypatch.setenv(PACKS, str(tmp_path))
    assert run(main, ["cities", "show", "baiyin"]) == 0
    assert "新白银市" in capsys.readouterr().out


def test_diff_puts_two_cities_side_by_side(capsys: CAPTURE, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    assert run(main, ["cities", "diff", "白银", "屈原"]) == 0
    out = capsys.readouterr().out
    row = next(line for line in out.splitlines() if "《承诺书》" in line)
    assert row.count("《承诺书》") == 2
    assert "退休人员住房公积金销户提取" in out
    assert "3个工作日" in out


def test_the_schema_for_editors_is_current() -> None:
    from tools.schema import TARGET, schema

    assert TARGET.read_text(encoding="utf-8") == schema()


def test_no_city_is_named_in_the_code() -> None:
    from retire_docs.cities.load import cities

    package = Path(__file__).parents[2] / "retire_docs"
    names = [name for pack in cities() for name in (pack.id, pack.city, pack.city[:2])]
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert [name for name in names if name in text] == [], path
