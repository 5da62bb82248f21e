"""Which form is it? By the page code where there is one, else by what the form itself says.

Texts are compared by their runs of three characters, each weighed by how few forms have it: a title or the name of a
city tells more than 姓名. What was filled in counts little, and a character that was misread spoils three runs only.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeAlias

from retire_docs.cities.model import Form, Pack
from retire_docs.errors import InvalidTemplate
from retire_docs.forms.outline import Outline, outline_of, squeeze
from retire_docs.forms.printing.page_code import PageCode
from retire_docs.sheets.blanks import Blanks
from retire_docs.sheets.sheet import Sheet
from retire_docs.sheets.wording import Wording

_RUN = 3
_FILLED_IN = re.compile("[0-9□☐☑☒√✓✔×✗■\ue000-\uf8ff]")
_UNKNOWN = 0.25
"""What a run of a sheet weighs that no form has, against one that a single form has."""
_WHOLE, _PART, _BOTH = 0.96, 0.81, 1.6
"""Sheets are taken for a form where nearly all that it says is found; or where nearly all that they say is the form's,
though pages are missing; or where the two shares come to so much together. Measured on all forms, blank and at their
longest: a whole form has 1.00, a single page 0.85 of what it says; against the catalogue of the other cities the three
come to 0.92, 0.76 and 1.48 at most. tests/sheets/test_recognise.py holds the distance."""
_TITLE = 8
"""Characters of a title that names one form alone: 承诺书 names many."""
_TITLED = 0.6
"""Under its own title a form is known by this share of its words."""
_READ_TITLE = 0.75
"""How like a title that was read from paper is to the form's."""
_PREFERRED = 0.02
"""What the city that a user names counts where two forms say nearly the same."""
_AGAIN = 0.35
"""A page of whose hits this share was on an earlier page of the form begins another copy of it."""
_NEXT = 3
"""So many candidates are named for a form that is not known."""


Runs: TypeAlias = "frozenset[str] | set[str]"


@dataclass(frozen=True)
class Candidate:
    """A form that sheets may be, and how well its words are found (0 to 1)."""

    outline: Outline
    score: float


@dataclass
class Found:
    """A form among sheets: its pages in order. ``match`` is the share of its own words that they show, weighed."""

    outline: Outline
    sheets: list[Sheet]
    match: float
    code: PageCode | None = None
    proven: bool = True
    """Its pages carry the same case's codes, or follow one another in the file."""


@dataclass
class Unknown:
    """Sheets that are no known form, and what comes nearest."""

    sheets: list[Sheet]
    candidates: list[Candidate]
    excluded: bool = False
    """It is the first candidate, which the user did not ask for."""


class Catalogue:
    """The forms of some packs, ready to be recognised. Templates that are broken are left out and named in
    ``faults``."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.faults: list[InvalidTemplate] = []
        self.outlines: list[Outline] = []
        for pack in packs:
            for form in pack.forms:
                for path in (pack.template(form), *superseded(pack, form)):
                    try:
                        self.outlines.append(outline_of(pack, form, path))
                    except InvalidTemplate as error:
                        self.faults.append(error)
        runs = [runs_of(outline.text) for outline in self.outlines]
        forms: dict[str, list[int]] = defaultdict(list)
        for number, of_form in enumerate(runs):
            for run in of_form:
                forms[run].append(number)
        self.blanks = Blanks(self.outlines)
        self.wording = Wording(self.outlines)
        self._titles = {title for outline in self.outlines if len(title := outline.title) >= _TITLE}
        count = len(self.outlines) or 1
        self._known = {run: (math.log(1 + count / len(numbers)), numbers) for run, numbers in forms.items()}
        self._rarest = math.log(1 + count)
        self._totals = [sum(self._known[run][0] for run in of_form) or 1.0 for of_form in runs]

    def recognise(self, sheets: Iterable[Sheet], only: Collection[str] = ()) -> list[Found | Unknown]:
        """Cut the sheets of a file apart into forms, in the order in which each begins. Empty sheets are no form.
        ``only`` are ids of packs: the forms of others stay unknown."""
        copies: list[_Copy] = []
        for sheet in sheets:
            for part in self._at_titles(sheet):
                if any(unit.text for unit in part.units):
                    self._place(part, copies, only)
        return [self._judge(copy, only) for copy in copies]

    def _at_titles(self, sheet: Sheet) -> Iterator[Sheet]:
        """A sheet cut where a form's title begins another: forms pasted one after the other stand on one."""
        begins = [n for n, u in enumerate(sheet.units) if n and u.row is None and squeeze(u.text) in self._titles]
        for start, end in itertools.pairwise((0, *begins, len(sheet.units))):
            yield replace(sheet, units=sheet.units[start:end]) if begins else sheet

    def _place(self, sheet: Sheet, copies: list[_Copy], only: Collection[str]) -> None:
        """Give a sheet to the copy of a form that it is a page of, or begin one with it."""
        shown = runs_of("\n".join(squeeze(unit.text) for unit in sheet.units))
        coded = self.coded(sheet.code) if sheet.code else []
        form = coded[0] if coded else self._likeliest(shown, only)
        lacking = [copy for copy in copies if copy.form == form and copy.lacks(sheet, shown, self._weigh)]
        if lacking:
            if len(lacking) > 1:  # whose page it is nobody can tell
                for copy in lacking:
                    copy.contested = True
            lacking[-1].add(sheet, shown)
            return
        copies.append(_Copy(form, [sheet], set(shown)))

    def coded(self, code: PageCode) -> list[int]:
        """The numbers of the forms that a page code names: of its version, else of that name."""
        named = [n for n, o in enumerate(self.outlines) if (o.pack.id, o.entry.id) == (code.pack, code.form)]
        return [n for n in named if self.outlines[n].form.version == code.version] or named

    def titled(self, texts: Iterable[str]) -> list[int]:
        """The numbers of the forms whose title is among texts that may be misread, the likest first."""
        texts = [squeeze(text) for text in texts]
        alike = [
            (max((SequenceMatcher(None, text, outline.title).ratio() for text in texts), default=0.0), -number)
            for number, outline in enumerate(self.outlines)
            if outline.title
        ]
        return [-number for ratio, number in sorted(alike, reverse=True) if ratio >= _READ_TITLE]

    def _hits(self, shown: Runs) -> tuple[list[float], float, float]:
        """What each form has of these runs, what all have together, and what none has; weighed."""
        hits, known, unknown = [0.0] * len(self.outlines), 0.0, 0
        for run in shown:
            entry = self._known.get(run)
            if entry is None:
                unknown += 1
                continue
            weight, numbers = entry
            known += weight
            for number in numbers:
                hits[number] += weight
        return hits, known, unknown * _UNKNOWN * self._rarest

    def _likeliest(self, shown: frozenset[str], only: Collection[str]) -> int | None:
        hits, known, _ = self._hits(shown)
        if not known:
            return None

        def likeness(number: int) -> float:
            # What the sheet says decides; of forms that say all of it, the one that says little else.
            said = hits[number] / known * (0.7 + 0.3 * hits[number] / self._totals[number])
            return said + _PREFERRED * (self.outlines[number].pack.id in only)

        return max(range(len(hits)), key=likeness)

    def _weigh(self, form: int, runs: Runs) -> float:
        return sum(entry[0] for run in runs if (entry := self._known.get(run)) and form in entry[1])

    def _judge(self, copy: _Copy, only: Collection[str]) -> Found | Unknown:
        hits, known, unknown = self._hits(copy.shown)
        if copy.form is not None:
            outline = self.outlines[copy.form]
            match = min(1.0, hits[copy.form] / self._totals[copy.form])
            explained = hits[copy.form] / (known + unknown or 1.0)
            sure = match >= _WHOLE or explained >= _PART or match + explained >= _BOTH
            sure = sure or (match >= _TITLED and copy.begins_with(outline.title))
            if copy.code or sure:
                if not only or outline.pack.id in only:
                    return Found(outline, copy.ordered(outline), match, copy.code, proven=copy.is_proven)
                return Unknown(copy.sheets, [Candidate(outline, match)], excluded=True)
        nearest = sorted(range(len(hits)), key=lambda n: -hits[n] / self._totals[n])[:_NEXT]
        return Unknown(
            copy.sheets, [Candidate(self.outlines[n], hits[n] / self._totals[n]) for n in nearest if hits[n]]
        )


@dataclass
class _Copy:
    """A copy of a form that is being put together: its pages, and the runs that they show."""

    form: int | None
    sheets: list[Sheet]
    shown: set[str]
    contested: bool = False

    @property
    def code(self) -> PageCode | None:
        """The first page code among its pages."""
        return next((sheet.code for sheet in self.sheets if sheet.code), None)

    def lacks(self, sheet: Sheet, shown: Runs, weigh: Callable[[int, Runs], float]) -> bool:
        """Whether a sheet can be a page of this copy."""
        if sheet.code and self.code:
            pages = {have.code.page for have in self.sheets if have.code}
            return sheet.code.case == self.code.case and sheet.code.page not in pages
        if self.form is None:
            return False
        return weigh(self.form, self.shown & shown) < _AGAIN * weigh(self.form, shown)

    @property
    def is_proven(self) -> bool:
        """Whether its pages carry codes, or follow one another and no other copy lacked one of them."""
        pages = [sheet.page for sheet in self.sheets]
        if len(pages) == 1 or all(sheet.code for sheet in self.sheets):
            return True
        return not self.contested and all(b - a in (0, 1) for a, b in itertools.pairwise(pages))

    def begins_with(self, title: str) -> bool:
        """Whether one of its pages has the form's title above everything else."""
        tops = (next((u for u in sheet.units if u.text.strip() and not u.margin), None) for sheet in self.sheets)
        return len(title) >= _TITLE and any(top is not None and squeeze(top.text) == title for top in tops)

    def add(self, sheet: Sheet, shown: frozenset[str]) -> None:
        """Take a page in."""
        self.sheets.append(sheet)
        self.shown |= shown

    def ordered(self, outline: Outline) -> list[Sheet]:
        """The pages in the order of the form."""
        if len(self.sheets) == 1:
            return self.sheets
        places: dict[str, int] = {}
        for position, run in enumerate(_sequence(outline.text)):
            places.setdefault(run, position)

        def place(sheet: Sheet) -> float:
            shown = runs_of("\n".join(squeeze(unit.text) for unit in sheet.units))
            at = sorted(places[run] for run in shown if run in places)
            return at[len(at) // 2] if at else math.inf

        coded = all(sheet.code for sheet in self.sheets)
        return sorted(self.sheets, key=lambda sheet: (sheet.code.page if coded and sheet.code else 0, place(sheet)))


def runs_of(text: str) -> frozenset[str]:
    """The runs of three characters of squeezed text; boxes, ticks and digits are what is filled in."""
    return frozenset(_sequence(text))


def _sequence(text: str) -> list[str]:
    said = _FILLED_IN.sub("", text)
    return [run for start in range(len(said) - _RUN + 1) if "\n" not in (run := said[start : start + _RUN])]


def superseded(pack: Pack, form: Form) -> list[Path]:
    """Earlier templates of a form, which stay readable: ``superseded/<file>-<anything>.docx``."""
    stem = Path(form.file).stem
    return sorted((pack.folder / "superseded").glob(f"{stem}-*.docx"))
