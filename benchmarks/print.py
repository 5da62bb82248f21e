"""How fast the PDF writer is, and how large its files are: ``python benchmarks/print.py [--quick]``.

One run, the same people and the same forms, PDF/A-2b throughout, every file written to disk. LibreOffice gets the
filled Word files, many in one call; WeasyPrint gets a web page with the same texts in tables of the same columns. All
three have the shipped font and no other; WeasyPrint cuts it down with fontTools where the machine has no
libharfbuzz-subset. What is done once in a run (compiling the template, starting LibreOffice) is
counted with the run, and left out in the table 不含编译和启动. Prints the tables that docs/benchmarks.md quotes.
"""

from __future__ import annotations

import argparse
import gc
import html
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium

from retire_docs import office
from retire_docs.cities.load import cities, city, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import dictionary
from retire_docs.domain.record import Record, Value
from retire_docs.files import write_atomically
from retire_docs.forms import filling
from retire_docs.forms.compiler import read_template
from retire_docs.forms.filling import Filling
from retire_docs.forms.form import LISTS
from retire_docs.forms.library import word_form
from retire_docs.forms.printing import page_code, tree
from retire_docs.forms.printing.faces import Faces, shipped_font
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pages import Page
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.forms.printing.reader import read_document
from retire_docs.roster.read import open_roster
from retire_docs.shipped import shipped

FORMS = (
    ("baiyin", "registration"),
    ("quyuan", "application"),
    ("luan", "application_employer"),
    ("baiyin", "commitment"),
)
"""Two dense forms of two pages, one of one page, and a letter."""
TWO_PAGES = FORMS[0]
MERGED_GOAL, SINGLE_GOAL = 50, 15  # times as fast as LibreOffice
FIRST_GOAL = 0.2  # seconds
KB_GOAL, KB_A_PAGE_GOAL, MB_GOAL = 100, 20, 600
_ROSTER = 1_000
_PDF_A = 'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}'
_GROWING = ("姓名", "身份证号", "本人联系电话", "参加工作时间", "单位名称", "工作简历", "退休后居住地")
"""What :func:`benchmarks.fill.invented` says that the forms show."""


class Times(NamedTuple):
    """Milliseconds a form: in all, and without what is done once in a run. ``pages`` a form."""

    whole: float
    warm: float
    pages: float


# People and forms


def chosen(pack: str, form: str) -> tuple[Pack, Form]:
    """A form by name."""
    found = city(pack)
    return found, next(f for f in found.forms if f.id == form)


@cache
def samples(pack: str) -> list[Record]:
    """The people of a city's samples, each with what only others of them say, so that no form has gaps."""
    found = [p.record for p in open_roster(shipped("samples") / f"{pack}.xlsx").people() if not p.blocked]
    everything = {name: value for record in found for name, value in record.items()}
    return [{**everything, **record} for record in found]


def person(pack: Pack, n: int) -> Record:
    """Somebody by number, like the samples but with data of their own."""
    from benchmarks.fill import invented  # not at the top: it brings docxtpl into processes that measure memory

    known = samples(pack.id if pack in cities() else cities()[0].id)
    said = invented(n)
    own: dict[str, Value] = {name: dictionary()[name].parse(said[name]).value for name in _GROWING}
    own |= {"个人编号": f"10{n:08}", "亲属联系电话": f"138{n:08}", "社保卡银行账号": f"6217{n:015}"}
    return {**known[n % len(known)], **own}


# The three ways to a PDF


class Clock:
    """Time spent, without that for making people up: ``begun`` after what is done once in a run."""

    def __init__(self) -> None:
        self.start = self.begun = time.perf_counter()

    def begin(self) -> None:
        """What is done once has been done."""
        self.begun = time.perf_counter()

    def person(self, pack: Pack, n: int) -> Record:
        """Somebody by number, while the clock stands still."""
        stopped = time.perf_counter()
        made = person(pack, n)
        waited = time.perf_counter() - stopped
        self.start += waited
        self.begun += waited
        return made

    def times(self, people: int, pages: float) -> Times:
        """Milliseconds a form of ``people``, which had so many ``pages`` in all."""
        end = time.perf_counter()
        return Times((end - self.start) / people * 1e3, (end - self.begun) / people * 1e3, pages / people)


def pages_of(printed: PrintForm, pack: Pack, form: Form, record: Record) -> list[Page]:
    """Somebody's pages with their codes, as the program makes them."""
    pages = printed.pages(filling.fill(printed.form, record))
    page_code.draw(pages, pack.id, form.id, printed.form.version, page_code.new_case())
    return pages


def merged(pack: Pack, form: Form, people: int, path: Path) -> Times:
    """Ours: everybody in one file."""
    faces = Faces(installed=False)
    clock = Clock()
    printed = PrintForm.of(pack.template(form), faces)
    clock.begin()
    pdf = Pdf(faces, form.title)
    for n in range(people):
        pdf.add(pages_of(printed, pack, form, clock.person(pack, n)))
    write_atomically(path, pdf.finish())
    return clock.times(people, pdf.pages)


def single(pack: Pack, form: Form, people: int, folder: Path) -> Times:
    """Ours: a file for each."""
    faces = Faces(installed=False)
    clock = Clock()
    printed = PrintForm.of(pack.template(form), faces)
    clock.begin()
    count = 0
    for n in range(people):
        pdf = Pdf(faces, form.title)
        pdf.add(pages_of(printed, pack, form, clock.person(pack, n)))
        write_atomically(folder / f"{n}.pdf", pdf.finish())
        count += pdf.pages
    return clock.times(people, count)


def by_office(pack: Pack, form: Form, files: int, folder: Path) -> Times:
    """LibreOffice: many Word files in one call. Making the Word files is not counted; its start is what it takes for
    an empty page."""
    to_start = starting(folder)
    word = word_form(pack, form)
    made = [folder / f"{n}.docx" for n in range(files)]
    for n, file in enumerate(made):
        file.write_bytes(word.write(filling.fill(word.form, person(pack, n))))
    spent = convert(made, folder)
    pages = [len(pdfium.PdfDocument(file.with_suffix(".pdf"))) for file in made]
    return Times(spent / files * 1e3, (spent - to_start) / files * 1e3, sum(pages) / files)


def convert(files: Sequence[Path], out: Path) -> float:
    """Word files → PDF/A-2b with LibreOffice; seconds."""
    with tempfile.TemporaryDirectory() as profile:
        command = [
            str(office.program()), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore",
            "--convert-to", _PDF_A, "--outdir", str(out), *map(str, files),
        ]  # fmt: skip
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        spent = time.perf_counter() - start
    for file in files:
        assert b"<pdfaid:part>2<" in file.with_suffix(".pdf").read_bytes()
    return spent


def starting(folder: Path) -> float:
    """Seconds that LibreOffice takes for an empty page."""
    from docx import Document

    folder.mkdir(parents=True)
    Document().save(str(folder / "empty.docx"))
    return convert([folder / "empty.docx"], folder)


def by_web_page(pack: Pack, form: Form, people: int, folder: Path) -> tuple[Times, Times]:
    """WeasyPrint: a file for each, and all in one. The font is loaded before, the pages are written before."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    rule = f"@font-face {{ font-family: Shipped; src: url({shipped_font().as_uri()}) }}"
    template = read_template(pack.template(form))
    document = read_document(template)
    look = CSS(string=rule + web_style(document), font_config=fonts)
    bodies = [WebPage(filling.fill(template.form, person(pack, n))).form(document) for n in range(people + 1)]

    def write(body: str, path: Path) -> None:
        page = HTML(string=f"<html lang=zh-CN><title>{form.title}</title><body>{body}</body></html>")
        data = page.write_pdf(stylesheets=[look], font_config=fonts, pdf_variant="pdf/a-2b")
        write_atomically(path, data)

    write(bodies.pop(), folder / "warm.pdf")
    clock = Clock()
    for n, body in enumerate(bodies):
        write(body, folder / f"{n}.pdf")
    apart = clock.times(people, sum(len(pdfium.PdfDocument(folder / f"{n}.pdf")) for n in range(people)))
    clock = Clock()
    write("".join(bodies), folder / "all.pdf")
    return apart, clock.times(people, len(pdfium.PdfDocument(folder / "all.pdf")))


# The web page for WeasyPrint


def web_style(document: tree.Document) -> str:
    """The page and the table as CSS."""
    section = document.sections[0]
    margins = " ".join(f"{section.margins[side]:.1f}pt" for side in ("top", "right", "bottom", "left"))
    return (
        f"@page {{ size: {section.width:.1f}pt {section.height:.1f}pt; margin: {margins} }} "
        "body { font-family: Shipped; margin: 0 } section { break-after: page } p { margin: 0 } "
        "table { border-collapse: collapse; table-layout: fixed } td { border: .5pt solid }"
    )


class WebPage:
    """A filled form as HTML: its paragraphs and tables, as plain as they can be."""

    def __init__(self, filled: Filling) -> None:
        self.filled = filled

    def form(self, document: tree.Document) -> str:
        """A form, from a new page on."""
        return f"<section>{''.join(self.blocks(part.content) for part in document.sections)}</section>"

    def standing(self, nodes: Sequence[Any]) -> Iterator[Any]:
        """The nodes that stand for this filling; the forms measured here have no loops."""
        for node in nodes:
            if isinstance(node, tree.Choice):
                yield from self.standing(node.then if self.filled.own.holds[node.test] else node.otherwise)
            elif not isinstance(node, tree.Loop):
                yield node

    def blocks(self, nodes: Sequence[Any]) -> str:
        """Blocks one below the other."""
        return "".join(self.table(n) if isinstance(n, tree.Table) else self.paragraph(n) for n in self.standing(nodes))

    def paragraph(self, paragraph: tree.Paragraph) -> str:
        """A paragraph with the look of each piece."""
        style = paragraph.style
        pitch = {"auto": f"{style.pitch.value * 1.3:.2f}"}.get(style.pitch.rule, f"{style.pitch.value:.1f}pt")
        align = {"both": "justify", "distribute": "justify"}.get(style.align, style.align)
        look = f"text-align:{align};line-height:{pitch};padding:{style.before:.1f}pt 0 {style.after:.1f}pt"
        look += f";text-indent:{style.first:.1f}pt;margin-left:{style.left:.1f}pt;min-height:{style.mark.size}pt"
        return f'<p style="{look}">{"".join(map(self.inline, self.standing(paragraph.content)))}</p>'

    def inline(self, node: Any) -> str:
        """A piece of text."""
        match node:
            case tree.Text() | tree.SlotText():
                text = node.text if isinstance(node, tree.Text) else self.filled.own.texts[node.slot]
                down = self.filled.own.down.get(node.slot, 0) if isinstance(node, tree.SlotText) else 0
                return f'<span style="font-size:{node.style.size - down}pt">{html.escape(text)}</span>'
            case tree.LineBreak():
                return "<br>"
            case _:
                return " "

    def table(self, table: tree.Table) -> str:
        """A table with the same columns, rows and merged cells."""
        rows = [row for row in self.standing(table.rows) if isinstance(row, tree.Row)]
        columns = "".join(f'<col style="width:{width:.1f}pt">' for width in table.columns)
        body = "".join(self.row(rows, index) for index in range(len(rows)))
        return f'<table style="width:{sum(table.columns):.1f}pt">{columns}{body}</table>'

    def row(self, rows: Sequence[tree.Row], index: int) -> str:
        """A row."""
        cells = []
        for cell in rows[index].cells:
            if cell.merge != "continues":
                padding = " ".join(f"{cell.margins[side]:.1f}pt" for side in ("top", "right", "bottom", "left"))
                look = f"vertical-align:{cell.align.replace('center', 'middle')};padding:{padding}"
                spans = f"colspan={cell.span} rowspan={_reach(rows, index, cell)}"
                cells.append(f'<td {spans} style="{look}">{self.blocks(cell.content)}</td>')
        return f'<tr style="height:{rows[index].height:.1f}pt">{"".join(cells)}</tr>'


def _reach(rows: Sequence[tree.Row], index: int, cell: tree.Cell) -> int:
    """Over how many rows a cell reaches."""
    count = 1
    while index + count < len(rows) and any(
        c.column == cell.column and c.merge == "continues" for c in rows[index + count].cells
    ):
        count += 1
    return count


# Tables


def in_turn(works: Sequence[Callable[[Path], Times]], times: int, folder: Path) -> list[Times]:
    """Everybody in turn, again and again, so that a busy machine is busy for all; of each the run in the middle."""
    found: list[list[Times]] = [[] for _ in works]
    for n in range(times):
        for number, work in enumerate(works):
            gc.collect()
            found[number].append(work(folder / f"{number}-{n}"))
    return [sorted(runs)[times // 2] for runs in found]


class Measured(NamedTuple):
    """A form with the times of everybody; ``kilobytes`` a page of ours merged."""

    name: str
    merged: Times
    single: Times
    office: Times
    web_merged: Times
    web: Times
    kilobytes: float


def print_speed(people: int, files: int, times: int, folder: Path) -> None:
    """Ours, LibreOffice and WeasyPrint, form by form."""
    web_people = max(files // 6, 2)
    print(
        f"每张表毫秒。我们合并 {people} 人、单个 {people // 2} 人，LibreOffice 一次 {files} 个文件（Word 文件先做好，"
    )
    print(f"不计时），WeasyPrint {web_people} 人；连同编译表样和 LibreOffice 的启动。")
    print(f"目标：合并 ≥ {MERGED_GOAL} ×，单个 ≥ {SINGLE_GOAL} × LibreOffice。\n")
    forms = [measure(*chosen(*name), people, files, web_people, times, folder) for name in FORMS]
    print("| 表 | 我们合并 | 我们单个 | LibreOffice | ÷ 合并 | ÷ 单个 | KB/页 合并 |\n|---|---|---|---|---|---|---|")
    for f in forms:
        a, b, c = f.merged.whole, f.single.whole, f.office.whole
        print(f"| {f.name} | {a:.2f} | {b:.2f} | {c:.0f} | **{c / a:.0f} ×** | **{c / b:.0f} ×** | {f.kilobytes:.1f} |")
    print("\n| 不含编译和启动 | 我们合并 | 我们单个 | LibreOffice | ÷ 合并 | ÷ 单个 |\n|---|---|---|---|---|---|")
    for f in forms:
        a, b, c = f.merged.warm, f.single.warm, f.office.warm
        print(f"| {f.name} | {a:.2f} | {b:.2f} | {c:.0f} | {c / a:.0f} × | {c / b:.0f} × |")
    print("\n| 表 | WeasyPrint 合并 | ÷ 合并 | WeasyPrint 单个 | ÷ 单个 | 页数 我们/LibreOffice/WeasyPrint |")
    print("|---|---|---|---|---|---|")
    for f in forms:
        a, b, c, d = f.merged.whole, f.single.whole, f.web_merged.whole, f.web.whole
        pages = f"{f.merged.pages:.1f}/{f.office.pages:.1f}/{f.web.pages:.1f}"
        print(f"| {f.name} | {c:.0f} | {c / a:.0f} × | {d:.0f} | {d / b:.0f} × | {pages} |", flush=True)


def measure(pack: Pack, form: Form, people: int, files: int, web_people: int, times: int, folder: Path) -> Measured:
    """One form in all ways."""
    out = folder / pack.id / form.id
    out.mkdir(parents=True)
    ways = [
        partial(merged, pack, form, people),
        partial(single, pack, form, people // 2),
        partial(by_office, pack, form, files),
    ]
    ours, each, theirs = in_turn(ways, times, out)
    web, web_merged = by_web_page(pack, form, web_people, out)
    kilobytes = (out / "0-0").stat().st_size / 1024 / (ours.pages * people)
    return Measured(f"{pack.city} {form.title}", ours, each, theirs, web_merged, web, kilobytes)


def print_first(times: int) -> None:
    """A single form in a process of its own, once the program is up: the first, and those after it."""
    print(f"\n程序已启动、字体已载入，做一张表（目标 < {FIRST_GOAL * 1e3:.0f} ms）：\n")
    print("| 表 | 第一次 ms（含编译表样） | 以后 ms |\n|---|---|---|")
    for pack, form in (chosen(*name) for name in FORMS):
        runs = [child("first", pack.id, form.id) for _ in range(times)]
        first, warm = (sorted(run[name] for run in runs)[times // 2] for name in ("first", "warm"))
        print(f"| {pack.city} {form.title} | {first:.0f} | {warm:.1f} |", flush=True)


def print_sizes() -> None:
    """Every form of every pack alone: the largest files."""
    found: list[tuple[float, int, str, str]] = []
    faces = Faces(installed=False)
    for pack, form in ((p, f) for p in (*cities(), common()) for f in p.forms):
        printed = PrintForm.of(pack.template(form), faces)
        for how, values in (("空白", {}), ("填好", person(pack, 7))):
            lists: Mapping[str, Sequence[Record]] = dict.fromkeys(LISTS, [values] * 2) if values else {}
            pages = printed.pages(filling.fill(printed.form, values, lists))
            page_code.draw(pages, pack.id, form.id, printed.form.version, page_code.new_case())
            pdf = Pdf(faces, form.title)
            pdf.add(pages)
            found.append((len(pdf.finish()) / 1024, pdf.pages, how, f"{pack.city} {form.title}"))
    print(f"\n单个文件大小（目标：一页的表 ≤ {KB_GOAL} KB；合并的 ≤ {KB_A_PAGE_GOAL} KB/页，见第一张表）：\n")
    print("| | 最大 KB | 中位 KB | 哪张 |\n|---|---|---|---|")
    for name, many in (("一页", False), ("多页", True)):
        for how in ("空白", "填好"):
            files = sorted(file for file in found if (file[1] > 1) == many and file[2] == how)
            largest = files[-1]
            median = files[len(files) // 2]
            print(f"| {name}，{how}（{len(files)} 张） | {largest[0]:.0f} | {median[0]:.0f} | {largest[3]} |")


def print_long(sizes: Sequence[int], folder: Path) -> None:
    """Many forms of two pages in one file, each size in a process of its own."""
    print(f"\n两页的表合成一个文件，各在自己的进程里（目标：≤ {MB_GOAL} MB，随人数成正比）：\n")
    print("| 人数 | 页数 | 秒 | 每人 ms | 峰值内存 MB | 比最小的一次每人多 KB | 文件 MB | KB/页 |\n|" + "---|" * 8)
    base: tuple[int, float] | None = None
    for people in sizes:
        path = folder / f"long{people}.pdf"
        said = child("long", *TWO_PAGES, str(people), str(path))
        spent = said["seconds"]
        base = base or (people, said["peak"])
        more = f"{(said['peak'] - base[1]) * 1024 / (people - base[0]):.1f}" if people > base[0] else ""
        size = path.stat().st_size / 1024
        path.unlink()
        print(
            f"| {people} | {said['pages']:.0f} | {spent:.1f} | {spent / people * 1e3:.2f} | {said['peak']:.0f} "
            f"| {more} | {size / 1024:.1f} | {size / said['pages']:.2f} |",
            flush=True,
        )


def print_door(people: int, folder: Path) -> None:
    """The same through the command: a roster, every form of everybody, one file."""
    roster = folder / "roster.xlsx"
    out = folder / "door"
    write_roster(people, roster)
    start = time.perf_counter()
    arguments = ("fill", str(roster), "--city", "baiyin", "-o", str(out), "--format", "pdf", "--merge", "roster")
    said = child("door", *arguments)
    spent = time.perf_counter() - start
    whole = out / "全部.pdf"
    pages, size = len(pdfium.PdfDocument(whole)), whole.stat().st_size / 2**20
    print(f"\n`retire-docs fill 名册 --format pdf --merge roster`，白银，{people} 人：\n")
    print("| 秒 | 每人 ms | 页数 | 每页 ms | 峰值内存 MB | 文件 MB |\n|---|---|---|---|---|---|")
    print(
        f"| {spent:.1f} | {spent / people * 1e3:.1f} | {pages} | {spent / pages * 1e3:.2f} | {said['peak']:.0f} "
        f"| {size:.1f} |"
    )


def write_roster(people: int, path: Path) -> None:
    """A roster of people by number."""
    from openpyxl import Workbook

    from benchmarks.fill import invented

    book = Workbook(write_only=True)
    sheet = book.create_sheet("人员")
    sheet.append(list(invented(0)))
    for n in range(people):
        sheet.append(list(invented(n).values()))
    book.save(path)


# Processes of their own


def child(*arguments: str) -> dict[str, float]:
    """Run a part of this file in a fresh process; the figures it prints on its last line."""
    command = [sys.executable, __file__, "--child", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {name: float(figure) for name, figure in (pair.split("=") for pair in done.stdout.splitlines()[-1].split())}


def as_child(part: str, *arguments: str) -> None:
    """What such a process does."""
    if part == "door":
        from retire_docs.cli import console
        from retire_docs.cli.main import main as command

        assert console.run(command, list(arguments)) in (None, 0)
        print(f"\npeak={peak()}")
        return
    pack, form = chosen(*arguments[:2])
    if part == "first":
        people = [person(pack, n) for n in range(21)]
        faces = Faces(installed=False)
        spent = []
        with tempfile.TemporaryDirectory() as name:
            start = time.perf_counter()
            printed = PrintForm.of(pack.template(form), faces)
            for n, record in enumerate(people):
                pdf = Pdf(faces, form.title)
                pdf.add(pages_of(printed, pack, form, record))
                write_atomically(Path(name) / f"{n}.pdf", pdf.finish())
                spent.append((time.perf_counter() - start) * 1e3)
                start = time.perf_counter()
        print(f"first={spent[0]} warm={sorted(spent[1:])[10]}")
    else:
        done = merged(pack, form, int(arguments[2]), Path(arguments[3]))
        print(f"pages={done.pages * int(arguments[2])} seconds={done.whole * int(arguments[2]) / 1e3} peak={peak()}")


def peak() -> float:
    """The most memory that this process had, in MB. Linux counts what the process that started it had into
    ``ru_maxrss``, so it is asked otherwise there."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(s.split()[1]) for s in status.read_text().splitlines() if s.startswith("VmHWM")) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print the tables."""
    if sys.argv[1:2] == ["--child"]:
        as_child(*sys.argv[2:])
        return
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=200, help="people a form, for our own figures")
    options.add_argument("--files", type=int, default=30, help="files in a call of LibreOffice")
    options.add_argument("--times", type=int, default=3, help="runs of which the middle one counts")
    options.add_argument("--long", type=int, nargs="*", default=[100, 1_000, 5_000], help="people in one file")
    options.add_argument("--quick", action="store_true", help="a fifth of it all")
    wish = options.parse_args()
    few = 5 if wish.quick else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        conf = folder / "fonts.conf"  # for LibreOffice and WeasyPrint: no font but the shipped one
        fonts = f"<dir>{shipped_font().parent}</dir><cachedir>{folder}/cache</cachedir>"
        conf.write_text(f"<fontconfig>{fonts}</fontconfig>")
        os.environ["FONTCONFIG_FILE"] = str(conf)
        print_speed(wish.people // few, wish.files // few, 1 if wish.quick else wish.times, folder)
        print_first(1 if wish.quick else wish.times)
        print_sizes()
        print_long([people // few for people in wish.long], folder)
        print_door(_ROSTER // few, folder)


if __name__ == "__main__":
    main()
