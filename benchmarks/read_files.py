"""How fast filled files are read, beside what a user would pick instead: ``python -m benchmarks.read_files``.

One run, the same files. A Word form → record against python-docx opening it and walking its paragraphs, tables, rows
and cells; a digital PDF → record against pdfplumber opening it and extracting its tables. Both do less than we: they
tell no form, no fields and no values. Then a folder of many files, to see that the time grows with their number and
not faster. Prints the tables that docs/parsing.md quotes.
"""

from __future__ import annotations

import argparse
import gc
import io
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import docx
import pdfplumber

from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.record import Record
from retire_docs.domain.values.id_number import check_character
from retire_docs.forms import filling
from retire_docs.forms.form import LISTS
from retire_docs.forms.library import word_form
from retire_docs.forms.printing import page_code
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.parse.files import catalogue, layout_of, read_file, read_forms
from retire_docs.parse.story import Order, parse
from retire_docs.sheets.files import read_sheets
from tests.fill.longest import record as longest

FACES = Faces(installed=False)
PEOPLE = 5


def medians(works: list[Callable[[], object]], times: int) -> list[float]:
    """The median time of each work in milliseconds; their runs alternate, so that both meet the same machine."""
    spent: list[list[float]] = [[] for _ in works]
    gc.collect()
    for _ in range(times):
        for work, of in zip(works, spent, strict=True):
            start = time.perf_counter()
            work()
            of.append((time.perf_counter() - start) * 1e3)
    return [sorted(of)[len(of) // 2] for of in spent]


@cache
def print_form(path: Path) -> PrintForm:
    """A template for print, compiled once."""
    return PrintForm.of(path, FACES)


def made(pack: Pack, form: Form, person: Record) -> tuple[bytes, bytes, int]:
    """A form filled for a person: as Word file and as PDF, and its pages."""
    word, sheet = word_form(pack, form), print_form(pack.template(form))
    done = filling.fill(word.form, person, {name: [person] * PEOPLE for name in LISTS})
    pages = sheet.pages(done)
    page_code.draw(pages, pack.id, form.id, sheet.form.version, "ABCDEFGHJKLM")
    pdf = Pdf(FACES, form.title)
    pdf.add(pages)
    return word.write(done), pdf.finish(), len(pages)


def forms() -> Iterator[tuple[Pack, Form, bytes, bytes, int]]:
    """Every form of every pack, filled with the longest usual values."""
    for pack in (*cities(), common()):
        for form in pack.forms:
            yield pack, form, *made(pack, form, longest())


def walk(data: bytes) -> int:
    """What somebody does who reads forms with python-docx."""
    document = docx.Document(io.BytesIO(data))
    seen = sum(len(paragraph.text) for paragraph in document.paragraphs)
    return seen + sum(len(cell.text) for table in document.tables for row in table.rows for cell in row.cells)


def plumb(data: bytes) -> int:
    """What somebody does who reads forms with pdfplumber."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        return sum(len(page.extract_tables()) for page in document.pages)


def read(data: bytes, kind: str) -> int:
    """A file's content → the fields of its forms."""
    pages = list(read_sheets(data, kind, "表"))  # type: ignore[arg-type]
    return sum(len(form.fields) for form in read_forms(pages, Path("表"), None))


def compare(times: int) -> None:
    """The table of forms."""
    ratios: list[tuple[float, float]] = []
    print("| 表 | Word ms | python-docx ms | 倍 | PDF ms/页 | pdfplumber ms/页 | 倍 |\n|---|---|---|---|---|---|---|")
    for pack, form, word, pdf, pages in forms():
        ours, theirs = medians([lambda data=word: read(data, "word"), lambda data=word: walk(data)], times)  # type: ignore[misc]
        mine, plumbers = medians([lambda data=pdf: read(data, "pdf"), lambda data=pdf: plumb(data)], max(3, times // 5))  # type: ignore[misc]
        ratios.append((theirs / ours, plumbers / mine))
        cells = [f"{ours:.2f}", f"{theirs:.1f}", f"{theirs / ours:.1f} ×"]
        cells += [f"{mine / pages:.1f}", f"{plumbers / pages:.0f}", f"{plumbers / mine:.1f} ×"]
        print(f"| {pack.id}/{form.id} | {' | '.join(cells)} |")
    words, papers = zip(*ratios, strict=True)
    print(f"\nWord：最低 {min(words):.1f} ×，{sum(r > 1 for r in words)}/{len(words)} 张更快；", end="")
    print(f"PDF：最低 {min(papers):.1f} ×，{sum(r >= 10 for r in papers)}/{len(papers)} 张不低于 10 ×\n")


def grow(sizes: list[int]) -> None:
    """The table of many files: whole runs of parse, Word and PDF in turn."""
    every = [(pack, form) for pack in (*cities(), common()) for form in pack.forms]
    catalogue()
    for outline in catalogue().outlines:
        layout_of(outline)
    print("| 文件 | 秒 | 每个 ms | 内存 MB |\n|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for number in range(size):
                first17 = f"1101011965{3 + number // 84 % 7:02}12{number // 84 % 1000:03}"  # 84 files a person
                person = {**longest(), "身份证号": first17 + check_character(first17)}
                word, pdf, _ = made(*every[number // 2 % len(every)], person)
                (folder / f"{number:05}.{'docx' if number % 2 else 'pdf'}").write_bytes(word if number % 2 else pdf)
            start = time.perf_counter()
            outcome = parse(Order([folder], out=folder / "记录.jsonl"))
            spent = time.perf_counter() - start
            assert outcome.files == size
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"| {size} | {spent:.1f} | {spent / size * 1e3:.1f} | {memory:.0f} |")


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=15)
    options.add_argument("--files", type=int, nargs="*", default=[100, 1000, 5000])
    chosen = options.parse_args()
    read_file(Path(__file__).parents[1] / "samples" / "baiyin.xlsx")  # everything is loaded
    compare(chosen.times)
    grow(chosen.files)


if __name__ == "__main__":
    main()
