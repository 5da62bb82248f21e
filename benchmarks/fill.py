"""How fast filling is, beside what a user would pick instead: ``python benchmarks/fill.py``.

One run, the same templates and records, every form written to disk. docxtpl gets the same tags (its filters are
the same functions, autoescape on). Prints the tables that docs/benchmarks.md quotes.
"""

from __future__ import annotations

import argparse
import gc
import io
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from docxtpl import DocxTemplate
from jinja2 import Environment
from openpyxl import Workbook

from retire_docs.cities.load import cities
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Record, Value
from retire_docs.domain.values.id_number import check_character
from retire_docs.files import write_atomically
from retire_docs.forms import filling, views
from retire_docs.forms.library import word_form
from retire_docs.forms.views import STYLES
from retire_docs.roster.read import open_roster
from retire_docs.shipped import shipped


def median(work: Callable[[int], object], times: int) -> float:
    """The median time of ``work`` in milliseconds; the rubbish of whoever ran before is cleared away first."""
    gc.collect()
    spent = []
    for n in range(times):
        start = time.perf_counter()
        work(n)
        spent.append((time.perf_counter() - start) * 1e3)
    return sorted(spent)[len(spent) // 2]


def sample_records(pack: Pack) -> list[Record]:
    """The people of the pack's sample roster."""
    return [p.record for p in open_roster(shipped("samples") / f"{pack.id}.xlsx").people() if not p.blocked]


def docxtpl_environment() -> Environment:
    """Jinja2 as docxtpl uses it, with filters that show what ours show."""
    environment = Environment(autoescape=True)
    for name, view in views.VIEWS.items():
        environment.filters[name] = lambda value, view=view: value and view.show(dictionary()["退休类别"], value)
    environment.filters["blank"] = lambda value, text: value or text
    environment.filters["tick"] = lambda value, option, style="box": (
        STYLES[style].ticked if views.ticked(option, value) else STYLES[style].empty
    )
    return environment


def shown(record: Record) -> dict[str, Value | str]:
    """The record as docxtpl wants it: every field, ready to print."""
    return {field.name: record.get(field.name) or "" for field in dictionary()}


def compare(pack: Pack, form: Form, records: list[Record], out: Path, times: int) -> tuple[float, float, float]:
    """Milliseconds a form: ours, docxtpl, and deflating the changed parts plus writing the file."""
    template = pack.template(form)
    word = word_form(pack, form)
    environment = docxtpl_environment()
    out = out / pack.id / form.id  # every file is a new one, as in life: replacing one costs more
    out.mkdir(parents=True)

    def ours(n: int) -> None:
        write_atomically(out / f"a{n}.docx", word.write(filling.fill(word.form, records[n % len(records)])))

    def theirs(n: int) -> None:
        document = DocxTemplate(template)
        document.render(shown(records[n % len(records)]), environment, autoescape=True)
        document.save(out / f"b{n}.docx")

    xml, whole = changed_parts(word.write(filling.fill(word.form, records[0])))

    def floor(n: int) -> None:
        for part in xml:
            zlib.compress(part, 1)
        write_atomically(out / f"c{n}.docx", whole)

    for work in (ours, theirs, floor):
        for n in range(times, times + 10):  # warm, and none of the files that are measured
            work(n)
    return median(ours, times), median(theirs, max(times // 10, 10)), median(floor, times)


def changed_parts(whole: bytes) -> tuple[list[bytes], bytes]:
    """The parts of a filled form that a record changes, and the whole file."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        return [archive.read("word/document.xml")], whole


def invented(n: int) -> dict[str, str]:
    """A person by number."""
    numbers = random.Random(n)
    first17 = f"110101{numbers.randint(1963, 1970)}{numbers.randint(1, 12):02}{numbers.randint(1, 28):02}{n % 1000:03}"
    return {
        "姓名": "测试" + "".join(chr(0x4E00 + int(digit)) for digit in str(n)),
        "身份证号": first17 + check_character(first17),
        "本人联系电话": f"139{n:08}",
        "参加工作时间": f"{numbers.randint(1980, 1990)}年{numbers.randint(1, 12)}月",
        "退休类别": "正常退休",
        "参保身份": "企业职工",
        "单位名称": f"示例单位{n % 50}有限公司",
        "工作简历": "1985年7月至1992年3月在示例一厂；1992年4月至今在示例二厂",
        "视同缴费年限": "7年6个月",
        "实际缴费年限": "31年",
        "退休后居住地": f"示例市示例区示例街道{n}号",
    }


def run_roster(people: int, folder: Path) -> tuple[float, float]:
    """Seconds and peak memory (MB) of a whole run of the command, in a process of its own."""
    roster = folder / f"{people}.xlsx"
    book = Workbook(write_only=True)
    sheet = book.create_sheet("人员")
    sheet.append(list(invented(0)))
    for n in range(people):
        sheet.append(list(invented(n).values()))
    book.save(roster)
    code = (
        "import resource, sys; from retire_docs.cli import console; from retire_docs.cli.main import main; "
        "code = console.run(main, sys.argv[1:]); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024); sys.exit(code)"
    )
    command = [sys.executable, "-c", code, "fill", str(roster), "--city", "baiyin", "-o", str(folder / f"out{people}")]
    start = time.perf_counter()
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    spent = time.perf_counter() - start
    shutil.rmtree(folder / f"out{people}")
    return spent, float(result.stdout.split()[-1])


def print_forms(times: int, folder: Path) -> None:
    """A line a form, and one for each city's whole packet."""
    print("| 表 | 本程序 ms | docxtpl ms | 倍数 | 压缩加写盘 ms | 与之比 |\n|---|---|---|---|---|---|")
    for pack in cities():
        records = sample_records(pack)
        measured = {f.id: compare(pack, f, records, folder, times) for f in pack.forms if f.per == "person"}
        ours, theirs, floor = (sum(figures[n] for figures in measured.values()) for n in range(3))
        for name, (a, b, c) in {**measured, "**整套**": (ours, theirs, floor)}.items():
            print(f"| {pack.id}/{name} | {a:.2f} | {b:.1f} | {b / a:.0f} × | {c:.2f} | {a / c:.1f} × |")


def print_zip(times: int) -> None:
    """Adding the changed part to a prepared zip: ours, and zipfile in append mode."""
    pack = cities()[0]
    word = word_form(pack, pack.forms[0])
    name = "word/document.xml"
    part = changed_parts(word.write(filling.fill(word.form, sample_records(pack)[0])))[0][0]
    prepared = word.package.with_parts({})

    def appended(_: int) -> None:
        buffer = io.BytesIO()
        buffer.write(prepared)
        with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(name, part)

    ours = median(lambda _: word.package.with_parts({name: part}), times)
    deflate = median(lambda _: zlib.compress(part, 1), times)
    theirs = median(appended, times)
    print("\n| 加进 zip | ms | 其中压缩 | 其余 |\n|---|---|---|---|")
    print(f"| forms/package.py | {ours:.3f} | {deflate:.3f} | {ours - deflate:.3f} |")
    print(f"| zipfile 追加 | {theirs:.3f} | {deflate:.3f} | {theirs - deflate:.3f} |\n")


def print_runs(sizes: list[int], folder: Path) -> None:
    """Whole runs of the command: seconds, and memory a row above that of the smallest roster."""
    print("| 人数 | 秒 | 每人 ms | 峰值内存 MB | 每行 KB |\n|---|---|---|---|---|")
    base: tuple[int, float] | None = None
    for people in sizes:
        seconds, peak = run_roster(people, folder)
        base = base or (people, peak)
        a_row = f"{(peak - base[1]) * 1024 / (people - base[0]):.1f}" if people > base[0] else ""
        print(f"| {people} | {seconds:.1f} | {seconds / people * 1e3:.2f} | {peak:.0f} | {a_row} |")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=200, help="forms a template")
    options.add_argument("--people", type=int, nargs="*", default=[100, 1_000, 10_000], help="roster sizes")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        print_forms(chosen.times, Path(name))
        print_zip(chosen.times)
        print_runs(chosen.people, Path(name))


if __name__ == "__main__":
    main()
