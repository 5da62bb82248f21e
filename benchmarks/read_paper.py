"""How well filled forms are read from paper: ``python -m benchmarks.read_paper --split test --pages 2000``.

Forms of all packs are filled for invented people, printed by us and by LibreOffice, their values set in four printed
faces or three open fonts that look like handwriting, ticked in all manners, and kept clean at 200 dpi or degraded as
scans, faxes, photos and photos of screens. Then they are read by :func:`retire_docs.parse.files.read_file`.

**Where the pages lie.** ``$XDG_CACHE_HOME`` or ``~/.cache``, then ``retire_docs_bench/paper/4/SPLIT/``: ``00017.png``
(or ``.jpg``; ``.tiff`` where a document has several pages) and ``00017.json``, the truth beside it
(:class:`benchmarks.paper.truth.Truth`): every field that the form has a place for, with its value in normal form, as
it is shown, its kind, how it was set (``printed``, ``handwriting``, or the manner of its ticks), its page and box in
fractions of the page before it was scanned; every box with its option and whether it is ticked; and for each page the
matrix from fractions of that page to pixels of the picture. Even numbers are clean, odd ones degraded. A number is
always the same paper, to the byte, whatever ``--pages`` and ``--kinds``; what is there is not drawn again. Two workers
draw a page in 0.5 to 0.8 s. ``--only-generate --split tune --pages 40`` draws 40 pages and stops.

**How many.** A page has 3.5 checked values and 4.3 free texts by hand, 3 fields to tick (8 boxes) and 7.5 printed
values on the average: 6,000 of each, clean and degraded together, are 2,000 pages; for either alone 4,000.

**Splits**: ``tune`` to look at, ``calibrate`` for confidences, ``test`` for the figures that are quoted; other people,
forms, faces and degradations in each.

**What counts.** Truth is what the form can tell of its record (``project``, ``project_lists``). Values are compared as
they are shown, after NFKC and without white space. *Exact*: the value is right, whatever its status; *wrong and not
marked*: it is not, and the status is none that sends a person to look (``read``, ``blank`` or ``absent``), also where
something was read in an empty field, as a share of filled fields; *doubtful*: ``doubtful`` or ``unreadable``, or the
form was not found. A box is read as ticked where the value of its field holds its option.

Needs ``apt-get install fonts-wqy-zenhei fonts-arphic-uming fonts-arphic-ukai tesseract-ocr-chi-sim libreoffice-writer``
and npm, and ``pip install --no-deps augraphy``, ``pip install numba scikit-image scikit-learn matplotlib requests
pytesseract`` (augraphy itself would bring another OpenCV).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.paper import baselines, faces, making, report, scoring
from benchmarks.paper.papers import KINDS, SPLITS
from benchmarks.paper.scoring import Results
from benchmarks.paper.truth import Truth
from retire_docs import office
from retire_docs.errors import MissingProgram


def options() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--split", choices=SPLITS, default="tune")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--kinds", default=",".join(KINDS), help="some of printed,handwriting,ticks")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only-generate", action="store_true", help="draw the pages and stop")
    parser.add_argument("--results", type=Path, help="a JSON line for each paper, field and box")
    parser.add_argument("--details", action="store_true", help="also by kind, face, printer, degradation, manner")
    parser.add_argument("--baselines", type=int, default=0, metavar="PAGES", help="also other ways, on so many pages")
    return parser.parse_args()


def main() -> int:
    """Draw, read, print the tables."""
    wish = options()
    kinds = [kind for kind in wish.kinds.split(",") if kind]
    if unknown := set(kinds) - set(KINDS):
        print(f"unknown kinds: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    try:
        faces.check()
        office.program()
    except (faces.MissingFont, MissingProgram) as missing:
        print(missing, file=sys.stderr)
        return 6
    start = time.perf_counter()
    papers = making.make(wish.split, wish.pages, kinds, wish.workers)
    folder = making.folder_of(wish.split)
    pages = sum(of.pages for of in papers)
    print(f"{len(papers)} papers, {pages} pages in {folder} ({time.perf_counter() - start:.0f} s)\n", flush=True)
    if wish.only_generate:
        return 0
    if wish.baselines:
        compare(papers, folder, wish.baselines)
    start = time.perf_counter()
    results = scoring.read_all(papers, folder, wish.workers)
    spent = time.perf_counter() - start
    print(f"Read in {spent:.0f} s, {spent / pages:.2f} s a page with {wish.workers} workers.\n")
    if wish.results:
        results.save(wish.results)
    show(results, details=wish.details)
    return 0


def show(results: Results, *, details: bool) -> None:
    """Print the tables of clean papers, of degraded ones, and of both."""
    parts = {"clean 200 dpi": results.of(clean=True), "degraded": results.of(clean=False), "both": results}
    for name, part in parts.items():
        if part.papers:
            print(f"**{name}**\n\n{report.table(part)}\n")
            if details:
                print(f"{report.details(part)}\n")


def compare(papers: Sequence[Truth], folder: Path, pages: int) -> None:
    """Print speed, and how well others do on a sample."""
    sample = _sample(papers, pages)
    ours, theirs, ratio, count = baselines.speed(sample, folder)
    print(
        f"A page: {ours:.2f} s (we), {theirs:.2f} s (RapidOCR, whole page), median ratio {ratio:.2f}; {count} pages\n"
    )
    sources = {"we": Results([], [], [])}
    for of in sample:
        sources["we"].add(scoring.read_one(of, folder))
        for name in baselines.ENGINES:
            sources.setdefault(name, Results([], [], [])).add(baselines.read(of, folder, name))
    for clean in (True, False):
        parts = {name: results.of(clean=clean) for name, results in sources.items()}
        print(f"**{'clean' if clean else 'degraded'}, {len(parts['we'].papers)} papers**\n")
        print(f"{report.side_by_side(parts)}\n", flush=True)


def _sample(papers: Sequence[Truth], pages: int) -> list[Truth]:
    """Papers from all over the split with about so many pages."""
    step = max(1, sum(of.pages for of in papers) // max(pages, 1))
    chosen: list[Truth] = []
    # An odd step takes clean and degraded ones in turn.
    for of in papers[:: step if step % 2 else step + 1]:
        if sum(one.pages for one in chosen) < pages:
            chosen.append(of)
    return chosen


if __name__ == "__main__":
    sys.exit(main())
