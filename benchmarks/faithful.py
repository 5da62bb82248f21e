"""How like LibreOffice's our pages are: ``python benchmarks/faithful.py [--out DIR] [CITY …]``.

Every form of every pack, blank, filled for a person of the samples and with the longest usual values, the same Word
file and the same font:
the number of pages, the share of characters that stand on the same line, how far the rules of tables are apart, and
whether anything overlaps. Prints the table that docs/printing.md quotes; ``--out`` keeps pairs of pages to look at.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from retire_docs.cities.load import cities, city, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.conditions import presumed
from retire_docs.domain.record import Record
from retire_docs.forms import filling
from retire_docs.forms.compiler import compile_template
from retire_docs.forms.form import LISTS
from retire_docs.forms.form import Form as Compiled
from retire_docs.forms.printing import marks
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.roster.read import open_roster
from retire_docs.shipped import shipped
from tests.fill.longest import record as longest
from tools.office import convert

MM = 72 / 25.4
SAME_LINE, NEAR = 2 * MM, 5 * MM
"""How far apart a character may stand to be on the same line: upright, and along the line (points)."""
_THIN = 2.5  # points: what is not thicker is a rule
_MARKS = frozenset((*marks.OUTLINES, *"£R"))
"""Not compared: what they are depends on the symbol fonts of a machine; LibreOffice gives letters where it has none."""
_PEOPLE = 2


class Char(NamedTuple):
    """A character and its box, from the lower left."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


class Rule(NamedTuple):
    """A rule: whether it runs across, where it lies, from where to where."""

    across: bool
    at: float
    start: float
    end: float


@dataclass
class Difference:
    """What two files of the same form have not in common. ``edge`` in mm."""

    pages: tuple[int, int]
    chars: int = 0
    same: int = 0
    edge: float = 0.0
    missing_rules: int = 0
    overlaps: int = 0
    outside: int = 0

    @property
    def share(self) -> float:
        """The share of characters on the same line."""
        return self.same / self.chars if self.chars else 1.0


def compare(ours: Path, theirs: Path) -> Difference:
    """Compare two PDF files page by page."""
    a, b = pdfium.PdfDocument(ours), pdfium.PdfDocument(theirs)
    found = Difference((len(a), len(b)))
    for index in range(max(len(a), len(b))):
        mine = list(chars(a[index])) if index < len(a) else []
        other = list(chars(b[index])) if index < len(b) else []
        found.chars += len(other)
        found.same += on_same_line(mine, other)
        found.overlaps += overlaps(mine)
        if index < len(a):
            width, height = a[index].get_size()
            found.outside += sum(c.left < 0 or c.bottom < 0 or c.right > width or c.top > height for c in mine)
        if index < min(len(a), len(b)):
            first, second = rules(a[index]), rules(b[index])
            for one, two in ((first, second), (second, first)):
                for rule in one:
                    apart = distance(rule, two)
                    if apart is None:
                        found.missing_rules += 1
                    else:
                        found.edge = max(found.edge, apart / MM)
    return found


def chars(page: pdfium.PdfPage) -> Iterator[Char]:
    """The characters that print, apart from marks: theirs depend on which symbol fonts there are."""
    text = page.get_textpage()
    for index in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, index))
        if "\udc00" <= char <= "\udfff":
            continue  # the second half of a character that PDFium gives as two
        if char > " " and not char.isspace() and char not in _MARKS and not "\ue000" <= char <= "\uf8ff":
            yield Char(char, *text.get_charbox(index))


def on_same_line(mine: Sequence[Char], theirs: Sequence[Char]) -> int:
    """How many of their characters stand on the same line with us."""
    by_char: defaultdict[str, list[Char]] = defaultdict(list)
    for char in mine:
        by_char[char.char].append(char)
    count = 0
    for char in theirs:
        near = [
            c
            for c in by_char[char.char]
            if abs(c.bottom - char.bottom) <= SAME_LINE and abs(c.left - char.left) <= NEAR
        ]
        if near:
            count += 1
            by_char[char.char].remove(min(near, key=lambda c: abs(c.left - char.left) + abs(c.bottom - char.bottom)))
    return count


def overlaps(found: Sequence[Char]) -> int:
    """Pairs of characters of which one covers a third of the other."""
    count = 0
    ordered = sorted(found, key=lambda c: c.left)
    for index, one in enumerate(ordered):
        for two in ordered[index + 1 :]:
            if two.left >= one.right:
                break
            width = min(one.right, two.right) - two.left
            height = min(one.top, two.top) - max(one.bottom, two.bottom)
            smaller = min((c.right - c.left) * (c.top - c.bottom) for c in (one, two))
            count += height > 0 and width * height > smaller / 3
    return count


def rules(page: pdfium.PdfPage) -> list[Rule]:
    """The rules of tables: thin straight paths, longer than any stroke of type, those that touch as one."""
    found: defaultdict[tuple[bool, int], list[tuple[float, float]]] = defaultdict(list)
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = path.get_bounds()
        if top - bottom <= _THIN < right - left:
            found[True, round((top + bottom) / 2 * 2)].append((left, right))
        elif right - left <= _THIN < top - bottom:
            found[False, round((left + right) / 2 * 2)].append((bottom, top))
    joined = []
    for (across, at), spans in found.items():
        start, end = sorted(spans)[0]
        for first, last in sorted(spans):
            if first > end + _THIN:
                joined.append(Rule(across, at / 2, start, end))
                start, end = first, last
            end = max(end, last)
        joined.append(Rule(across, at / 2, start, end))
    # An underline is no rule of a table: nothing meets it at its ends.
    return [rule for rule in joined if any(_meet(rule, other) for other in joined)]


def _meet(one: Rule, two: Rule) -> bool:
    """Whether two rules touch at a right angle."""
    near = _THIN
    return (
        one.across != two.across
        and two.start - near <= one.at <= two.end + near
        and one.start - near <= two.at <= one.end + near
    )


def distance(rule: Rule, others: Sequence[Rule]) -> float | None:
    """How far off the nearest rule is that covers this one (points); None where there is none."""
    near = [
        max(abs(o.at - rule.at), o.start - rule.start, rule.end - o.end, 0)
        for o in others
        if o.across == rule.across and o.start < rule.end and o.end > rule.start
    ]
    return min((n for n in near if n <= 5 * MM), default=None)


def make(packs: Sequence[Pack], folder: Path) -> dict[str, tuple[str, str, str]]:
    """Every form as our PDF and as a Word file: file name → city, title and how filled."""
    faces = Faces(installed=False)
    made = {}
    for pack in packs:
        for form in pack.forms:
            template = with_gaps(pack.template(form), folder / "templates")
            word, printed = compile_template(template), PrintForm.of(template, faces)
            for name, values in (("空白", {}), ("样例", sample(pack, form, word.form)), ("最长", longest())):
                done = filling.fill(word.form, values, lists(values))
                stem = f"{pack.id}-{form.id}-{name}"
                (folder / f"{stem}.docx").write_bytes(word.write(done))
                pdf = Pdf(faces, form.title)
                pdf.add(printed.pages(done))
                (folder / f"{stem}.ours").write_bytes(pdf.finish())
                made[stem] = (pack.city, form.title, name)
    return made


def with_gaps(template: Path, folder: Path) -> Path:
    """The template without the word that there is no gap between Chinese and Western text."""
    folder.mkdir(exist_ok=True)
    copy = folder / template.name
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(rb'<w:autoSpaceD[EN] w:val="0"/>', b"", source.read(name)))
    return copy


@cache
def people(name: str) -> list[Record]:
    """The people of a city's samples."""
    return [p.record for p in open_roster(shipped("samples") / f"{name}.xlsx").people() if not p.blocked]


def sample(pack: Pack, form: Form, compiled: Compiled) -> Record:
    """Whoever of the samples (of the first city where the pack is no city's) has most of what the form shows."""
    everybody = people(pack.id if pack in cities() else cities()[0].id)
    fitting = [record for record in everybody if presumed(form.applies, record)] or everybody
    return max(fitting, key=lambda record: len(set(record) & set(compiled.fields)))


def lists(values: Record) -> dict[str, list[Record]]:
    """Some people or entries for the lists of a form."""
    return dict.fromkeys(LISTS, [values] * _PEOPLE) if values else {}


def pair(ours: Path, theirs: Path, out: Path) -> None:
    """Both files' pages side by side as one picture."""
    for index, (a, b) in enumerate(zip(pdfium.PdfDocument(ours), pdfium.PdfDocument(theirs), strict=False), 1):
        left, right = (page.render(scale=1.3).to_pil().convert("L") for page in (a, b))
        both = Image.new("L", (left.width + right.width + 10, max(left.height, right.height)), 128)
        both.paste(left, (0, 0))
        both.paste(right, (left.width + 10, 0))
        both.save(out / f"{theirs.stem}-{index}.png")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cities", nargs="*")
    parser.add_argument("--out", type=Path)
    wish = parser.parse_args()
    packs = [city(name) for name in wish.cities] or [*cities(), common()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = make(packs, folder)
        convert(folder)
        print("| 城市 | 表 | 填法 | 页数 我们/LibreOffice | 同一行的字 | 格线最多差 | 缺格线 | 重叠 | 出页 |")
        print("|---|---|---|---|---|---|---|---|---|")
        wholes = {how: Difference((0, 0)) for _, _, how in made.values()}
        for stem, (place, title, how) in made.items():
            ours, theirs = folder / f"{stem}.ours", folder / f"{stem}.pdf"
            found = compare(ours, theirs)
            print(
                f"| {place} | {title} | {how} | {found.pages[0]}/{found.pages[1]} | {found.share:.1%} "
                f"| {found.edge:.1f} mm | {found.missing_rules} | {found.overlaps} | {found.outside} |"
            )
            wholes[how].chars += found.chars
            wholes[how].same += found.same
            if wish.out:
                wish.out.mkdir(parents=True, exist_ok=True)
                pair(ours, theirs, wish.out)
        print()
        for how, whole in wholes.items():
            print(f"{how}：{whole.chars} 个字，{whole.share:.2%} 在同一行。")


if __name__ == "__main__":
    main()
