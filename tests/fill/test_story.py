"""The story of fill through its public door: what is made, where, and what is said."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import pytest

from retire_docs.errors import Exit, RetireDocsError, UnknownCity, UnreadableRoster, Unwritable
from retire_docs.fill.story import Order, Outcome, fill
from tests.fill.people import id_number, person, roster
from tests.forms.read import text_of


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "名册.xlsx"


def run(*rosters: Path, city: str | None = "baiyin", **more: object) -> tuple[Outcome, Path]:
    out = rosters[0].parent / "out"
    return fill(Order(rosters, out, city, **more)), out  # type: ignore[arg-type]


def listed(out: Path) -> set[str]:
    """The files that the manifest lists."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return {file["path"] for packet in manifest["packets"] for file in packet["files"]}


def files(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_everybody_gets_the_packet_of_the_contract(at: Path) -> None:
    outcome, out = run(roster(at, person("张三"), person("李四", 身份证号=id_number("19700101", "002"))))
    assert outcome.exit_code == Exit.DONE
    assert files(out) == {
        "manifest.json",
        f"baiyin/张三-{id_number()[-4:]}/办理登记表.docx",
        f"baiyin/张三-{id_number()[-4:]}/承诺书.docx",
        f"baiyin/李四-{id_number('19700101', '002')[-4:]}/办理登记表.docx",
        f"baiyin/李四-{id_number('19700101', '002')[-4:]}/承诺书.docx",
        "baiyin/示例厂/关于拟退休人员基本养老金领取资格的公示.docx",
        "baiyin/示例厂/公示证明.docx",
    }


def test_the_public_notice_names_all_of_the_employers_people_and_nothing_private(at: Path) -> None:
    rows = [person(f"测试{n}", 身份证号=id_number("19650312", f"{n:03}"), 本人联系电话="13900000001") for n in range(3)]
    _, out = run(roster(at, *rows, person("别厂人", 单位名称="别厂")))
    text = text_of(out / "baiyin/示例厂/关于拟退休人员基本养老金领取资格的公示.docx")
    assert [f"测试{n}" in text for n in range(3)] == [True] * 3
    assert "别厂人" not in text
    assert id_number()[:-4] not in text
    assert "13900000001" not in text


def test_a_notice_does_not_tell_an_illness(at: Path) -> None:
    _, out = run(roster(at, person(退休类别="病退")))
    text = text_of(out / "baiyin/示例厂/关于拟退休人员基本养老金领取资格的公示.docx")
    assert "提前退休" in text
    assert "因病" not in text


def test_a_broken_row_does_not_stop_the_others(at: Path) -> None:
    outcome, out = run(roster(at, person("坏行", 身份证号="110101196503120017"), person("好行")))
    assert outcome.exit_code == Exit.SOME_FAILED
    assert (outcome.people, outcome.done) == (2, 1)
    assert any(path.startswith("baiyin/好行") for path in files(out))
    assert not any("坏行" in path for path in files(out))
    assert "问题清单.xlsx" in files(out)
    finding = next(f for f in outcome.findings if f.severity == "blocks")
    assert finding.where == "名册.xlsx 表“人员” B2"
    assert finding.message == "身份证号“**************0017”：身份证号校验码不对，有数字写错或颠倒"
    assert finding.remedy == "对照身份证原件重新输入18位号码"


def test_forms_that_do_not_apply_are_left_out_with_the_reason(at: Path) -> None:
    flexible = {**person("灵活"), "参保身份": "灵活就业", "单位名称": None}
    outcome, out = run(roster(at, flexible), why=True)
    assert not any("公示" in path for path in files(out))
    assert "灵活：《公示证明》未生成，参保身份为“灵活就业人员”" in outcome.left_out
    assert "灵活：《提前退休权益告知书》未生成，退休类别为“正常退休”" in outcome.left_out
    assert any(line.startswith("灵活：《办理登记表》留空待填：") and "工作简历" in line for line in outcome.left_out)


def test_what_is_not_known_is_presumed_and_told(at: Path) -> None:
    outcome, out = run(roster(at, {"姓名": "张三", "身份证号": id_number(), "单位名称": "示例厂"}))
    assert "baiyin/示例厂/公示证明.docx" in files(out)
    messages = [f.message for f in outcome.findings]
    assert "张三没有填“参保身份”，不能确定要不要《公示证明》，照做了" in messages
    assert "张三没有填“退休类别”，不能确定要不要《提前退休权益告知书》，没有做" in messages


def test_missing_columns_are_told(at: Path) -> None:
    outcome, _ = run(roster(at, person()))
    note = next(f for f in outcome.findings if f.code == "fill.no_column")
    assert note.message.startswith("名册没有这些列，表上留空：")
    assert "个人编号" in note.message
    assert "、出生日期" not in note.message  # it follows from the ID number


def test_a_value_that_the_form_has_no_box_for_is_told(at: Path) -> None:
    outcome, _ = run(roster(at, person(退休类别="弹性提前退休")), city="quyuan")
    assert "《联办申请表》没有“弹性提前退休”的选项框，退休类别未打钩，原表如此" in [f.message for f in outcome.findings]


def test_two_people_of_one_folder_name(at: Path) -> None:
    _, out = run(roster(at, person(身份证号=None), person(身份证号=None), person(身份证号=None)))
    assert sorted(p.name for p in (out / "baiyin").iterdir()) == [
        "张三-无证号",
        "张三-无证号-2",
        "张三-无证号-3",
        "示例厂",
    ]


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("../../etc/甲", "_.._etc_甲"),
        ('甲/乙\\丙:*?"<>|', "甲_乙_丙_______"),
        ("CON", "CON-0018"),
        ("名" * 300, "名" * 55 + "-0018"),
        ("𠅤", "𠅤-0018"),
    ],
)
def test_folder_names_are_safe_everywhere(at: Path, name: str, folder: str) -> None:
    _, out = run(roster(at, person(name)))
    made = next(p for p in (out / "baiyin").iterdir() if p.name != "示例厂")
    assert made.name.removesuffix(f"-{id_number()[-4:]}") == folder.removesuffix("-0018")


@pytest.mark.parametrize(
    ("employer", "folder"), [("CON", "_CON"), ("甲厂...", "甲厂"), ("aux.txt", "_aux.txt"), ("..", "_")]
)
def test_employer_folders_are_safe_on_windows(at: Path, employer: str, folder: str) -> None:
    _, out = run(roster(at, person(单位名称=employer)))
    assert (out / "baiyin" / folder / "公示证明.docx").exists()


def test_what_does_not_fit_stands_on_a_supplementary_page(at: Path) -> None:
    long = "；".join(
        f"{year}年1月至{year}年12月在示例{year}建筑安装工程有限责任公司第一分公司" for year in range(1980, 2020)
    )
    _, out = run(roster(at, person(工作简历=long)))
    folder = out / "baiyin" / f"张三-{id_number()[-4:]}"
    assert "（见附页第1项）" in text_of(folder / "办理登记表.docx")
    attached = text_of(folder / "办理登记表附页.docx")
    assert "附于《办理登记表》之后" in attached
    assert all(f"示例{year}建筑安装工程有限责任公司" in attached for year in range(1980, 2020))


def test_the_manifest_tells_every_file_its_record_form_and_version(at: Path) -> None:
    _, out = run(roster(at, person()))
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    listed = {file["path"] for packet in manifest["packets"] for file in packet["files"]}
    assert listed == files(out) - {"manifest.json"}
    mine = manifest["packets"][0]
    assert mine["source"] == {"file": str(at), "sheet": "人员", "row": 2}
    assert mine["record"]["出生日期"] == "1965-03-12"
    assert {file["form"] for file in mine["files"]} == {"registration", "commitment"}
    assert all(len(file["version"]) == 12 for file in mine["files"])


def test_forms_and_kinds_narrow_what_is_made(at: Path) -> None:
    _, out = run(roster(at, person()), forms=("registration",), kinds=("notice_certificate",))
    assert {Path(path).stem for path in files(out)} == {"manifest", "办理登记表", "公示证明"}


def test_a_form_that_the_city_does_not_have(at: Path) -> None:
    with pytest.raises(
        RetireDocsError, match="--form nothing：没有这样的表；可用：registration（办理登记表）"
    ) as error:
        run(roster(at, person()), forms=("nothing",))
    assert error.value.exit_code == Exit.USAGE


def test_a_city_column_sends_each_person_to_his_city(at: Path) -> None:
    rows = [
        person("甲", 城市="白银"),
        person("乙", 城市="屈原管理区"),
        person("丙", 城市="月球"),
        person("丁", 城市=None),
    ]
    outcome, out = run(roster(at, *rows), city=None)
    assert {path.split("/")[0] for path in files(out) if "/" in path} == {"baiyin", "quyuan"}
    assert outcome.exit_code == Exit.SOME_FAILED
    blocked = {f.person: f.message for f in outcome.findings if f.severity == "blocks"}
    assert blocked == {"丙": "城市“月球”：没有这个城市", "丁": "城市：这一行没有填城市"}


def test_no_city_at_all(at: Path) -> None:
    with pytest.raises(UnknownCity, match="没有指定城市：名册里也没有“城市”一列；加 --city 城市"):
        run(roster(at, person()), city=None)


def test_an_output_folder_with_earlier_results_is_not_touched(at: Path) -> None:
    run(roster(at, person()))
    with pytest.raises(Unwritable, match="里面已有上次生成的结果；换一个空文件夹，或加 --overwrite") as error:
        run(at)
    assert error.value.exit_code == Exit.UNWRITABLE


def test_overwriting_keeps_what_other_runs_made(at: Path) -> None:
    run(roster(at, person("甲")))
    _, out = run(roster(at, person("乙")), overwrite=True)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    listed = {file["path"] for packet in manifest["packets"] for file in packet["files"]}
    assert listed == files(out) - {"manifest.json"}
    assert {packet.get("person") for packet in manifest["packets"]} == {"甲", "乙", None}


def test_a_full_disk_ends_the_run_and_leaves_whole_files(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = os.replace
    left = [3]

    def full(source: object, target: object) -> None:
        if not str(target).endswith("manifest.json"):
            left[0] -= 1
            if left[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
        replaced(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", full)
    outcome, out = run(roster(at, *(person(f"测试{n}") for n in range(5))))
    assert outcome.exit_code == Exit.UNWRITABLE
    assert "磁盘已满，写不下去" in str(outcome.faults[0])
    assert len([p for p in files(out) if p.endswith(".docx")]) == 3
    assert not any(path.endswith(".part") for path in files(out))
    assert listed(out) == {path for path in files(out) if path.endswith(".docx")}
    assert outcome.done == 1


def test_a_file_that_is_open_in_word_is_named_and_the_rest_goes_on(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replaced = os.replace

    def locked(source: object, target: object) -> None:
        if str(target).endswith("承诺书.docx"):
            raise PermissionError(errno.EACCES, "locked")
        replaced(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", locked)
    outcome, out = run(roster(at, person()))
    assert outcome.exit_code == Exit.UNWRITABLE
    assert "承诺书.docx：没有写入权限，或文件正被 Word、WPS 打开；关闭该文件" in str(outcome.faults[0])
    assert any(path.endswith("办理登记表.docx") for path in files(out))


def test_an_output_that_is_a_file(at: Path) -> None:
    (at.parent / "out").write_text("x")
    with pytest.raises(Unwritable, match="是一个文件，不是文件夹"):
        run(roster(at, person()))


def test_one_bad_roster_does_not_stop_another(at: Path) -> None:
    bad = at.with_name("坏.xlsx")
    bad.write_bytes(b"nothing")
    outcome, out = run(roster(at, person()), bad)
    assert outcome.exit_code == Exit.SOME_FAILED
    assert "坏.xlsx：打不开" in str(outcome.faults[0])
    assert any(path.endswith("办理登记表.docx") for path in files(out))


def test_nothing_but_bad_rosters(at: Path) -> None:
    at.write_bytes(b"nothing")
    with pytest.raises(UnreadableRoster, match="打不开"):
        run(at)
    assert not (at.parent / "out").exists()


def test_control_characters_are_refused_by_name(at: Path) -> None:
    csv = at.with_suffix(".csv")
    csv.write_text(f"姓名,身份证号,扣减工龄原因\n张三,{id_number()},甲\x01乙\n", encoding="utf-8")
    outcome, _ = run(csv)
    assert "含有不能打印的控制字符 U+0001" in outcome.findings[0].message
    assert outcome.done == 0


def test_a_paper_that_lacks_somebody_says_so(at: Path) -> None:
    outcome, _ = run(roster(at, person("坏行", 身份证号="1"), person("好行")))
    told = next(f for f in outcome.findings if f.code == "fill.incomplete_list")
    assert told.message.startswith("示例厂的《关于拟退休人员基本养老金领取资格的公示》《公示证明》缺1人：坏行")


def test_employers_that_differ_only_in_brackets_are_one(at: Path) -> None:
    rows = [person("甲", 单位名称="示例（集团）厂"), person("乙", 单位名称="示例(集团)厂", 身份证号=None)]
    _, out = run(roster(at, *rows))
    assert len(list(out.glob("baiyin/*/公示证明.docx"))) == 1


def test_employer_data_that_differ_are_told(at: Path) -> None:
    rows = [person("甲", 公示开始日期="2026-1-5"), person("乙", 公示开始日期="2026-1-6", 身份证号=None)]
    outcome, _ = run(roster(at, *rows))
    assert "fill.employer_differs" in {finding.code for finding in outcome.findings}


def test_a_folder_belongs_to_its_row_whatever_is_made(at: Path) -> None:
    """A narrowed run must not put one person's paper into another's folder of the same name."""
    rows = [person("甲", 身份证号=None), person("甲", 身份证号=None, 退休类别="退职")]
    run(roster(at, *rows))
    _, out = run(at, forms=("early_retirement_disclosure",), overwrite=True)
    assert {path for path in files(out) if "告知书" in path} == {"baiyin/甲-无证号-2/提前退休权益告知书.docx"}
    assert listed(out) == files(out) - {"manifest.json"}


def test_overwriting_removes_what_is_no_longer_so(at: Path) -> None:
    run(roster(at, person(退休类别="退职"), person("坏", 身份证号="1")))
    outcome, out = run(roster(at, person()), overwrite=True)
    assert not any("告知书" in path or "问题清单" in path for path in files(out))
    assert outcome.exit_code == Exit.DONE


def test_what_earlier_runs_left_is_told(at: Path) -> None:
    run(roster(at, person("甲")))
    outcome, _ = run(roster(at, person("乙")), overwrite=True)
    told = next(f.message for f in outcome.findings if f.code == "fill.left_over")
    assert "baiyin/甲-" in told


@pytest.mark.parametrize("text", ["nonsense", "[]", '{"packets": [{}]}', '{"schema": 9, "packets": []}'])
def test_a_manifest_of_another_shape_is_refused_before_anything_is_written(at: Path, text: str) -> None:
    out = at.parent / "out"
    out.mkdir()
    (out / "manifest.json").write_text(text)
    with pytest.raises(Unwritable, match="不是本程序这一版写的清单"):
        run(roster(at, person()), overwrite=True)
    assert files(out) == {"manifest.json"}


def test_two_runs_into_one_folder(at: Path) -> None:
    (at.parent / "out").mkdir()
    (at.parent / "out" / ".manifest.json.part").touch()
    with pytest.raises(Unwritable, match="另一个程序正在写，或上次没有写完"):
        run(roster(at, person()))


def test_two_rosters_of_one_name_have_a_list_of_problems_each(at: Path) -> None:
    for folder in ("x", "y"):
        (at.parent / folder).mkdir()
    bad = [roster(at.parent / folder / "名册.xlsx", person(身份证号="1"), person("乙")) for folder in ("x", "y")]
    outcome = fill(Order(bad, at.parent / "out", "baiyin"))
    assert [path.name for path in outcome.problems] == ["问题清单-名册.xlsx", "问题清单-名册-2.xlsx"]


def test_an_empty_roster_is_told(at: Path) -> None:
    outcome, _ = run(roster(at, {"姓名": None, "身份证号": None, "单位名称": None}))
    assert outcome.exit_code == Exit.SOME_FAILED
    assert "表头下面没有人" in str(outcome.faults[0])


def test_an_id_number_in_a_wrong_column_is_not_repeated(at: Path) -> None:
    outcome, _ = run(roster(at, person("张三", 出生日期=id_number(), 性别=id_number(), 城市=id_number())))
    assert not any(id_number() in f"{finding}" for finding in outcome.findings)


def test_an_employed_persons_phone_stands_for_a_flexible_ones_employer(at: Path) -> None:
    flexible = {**person("灵活", 本人联系电话="13900000001"), "参保身份": "灵活就业", "单位名称": "无"}
    _, out = run(roster(at, flexible))
    text = text_of(next(out.glob("baiyin/灵活*/办理登记表.docx")))
    assert text.count("13900000001") == 2
    assert "无，统一社会信用代码" not in text
