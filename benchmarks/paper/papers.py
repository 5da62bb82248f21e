"""What is drawn: for each number of a split a form, somebody who fills it in, how, and how it is scanned.

All follows from the split's name and the number, so that ``--kinds`` and ``--pages`` choose among the same papers.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.paper import people, strokes
from benchmarks.paper.faces import HANDWRITING, PRINTED
from benchmarks.paper.ink import INKS
from benchmarks.paper.people import Chance
from retire_docs import office
from retire_docs.cities.load import cities, common
from retire_docs.cities.model import Form, Pack
from retire_docs.forms import filling
from retire_docs.forms.filling import Filling
from retire_docs.forms.form import LISTS
from retire_docs.forms.library import word_form
from retire_docs.forms.printing import page_code
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.pdf import Pdf

SPLITS = ("tune", "calibrate", "test")
KINDS = ("printed", "handwriting", "ticks")
_SHARES = (18, 52, 30)
SEED = 20261124
OURS, OFFICE = "ours", "libreoffice"
FAMILIES = {"scan": 50, "photo": 25, "fax": 13, "screen": 12}
"""How degraded papers are taken, and how often."""
_DPI = {"scan": (150, 200, 240, 300), "photo": (200, 240), "fax": (200,), "screen": (200, 240)}


@dataclass(frozen=True)
class Paper:
    """A filled form, and how it is drawn. ``words``: 年, 月 and 日 are printed, or written like the rest;
    ``family`` is None where it is clean."""

    split: str
    number: int
    kind: str
    pack: Pack
    form: Form
    printer: str
    face: str
    ink: str
    words: str
    manner: str
    family: str | None
    dpi: int
    done: Filling
    shown: Filling
    """As it is printed: with empty boxes where they are ticked by hand."""

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.number:05}"

    @property
    def by_hand(self) -> bool:
        """Whether its values are written by hand."""
        return self.face in HANDWRITING


def chance_of(split: str, number: int, what: str) -> Chance:
    """The chance that decides on one thing of a paper."""
    return Chance(f"{SEED}/{split}/{number}/{what}")


@cache
def _forms() -> list[tuple[Pack, Form, int, int]]:
    """All forms with how many slots for values and for ticks they have."""
    found = []
    for pack in (*cities(), common()):
        for form in pack.forms:
            slots = word_form(pack, form).form.slots
            ticks = sum(slot.style is not None for slot in slots)
            found.append((pack, form, len(slots) - ticks, ticks))
    return found


def kind_of(split: str, number: int) -> str:
    """Which kind of paper a number is."""
    return chance_of(split, number, "kind").choices(KINDS, _SHARES)[0]


def paper(split: str, number: int) -> Paper:
    """The paper of a number."""
    chance, kind = chance_of(split, number, "paper"), kind_of(split, number)
    pack, form = _pick(chance, kind)
    by_hand = kind == "handwriting" or (kind == "ticks" and chance.random() < 0.5)
    family = chance.choices(list(FAMILIES), list(FAMILIES.values()))[0] if number % 2 else None
    manner = strokes.PRINTED
    if by_hand or kind == "ticks":
        manners = (*strokes.MANNERS, strokes.PRINTED) if kind == "ticks" and not by_hand else strokes.MANNERS
        weights = None if kind == "ticks" else strokes.USUAL
        manner = chance.choices(manners, weights)[0]
    done = _filled(chance, pack, form)
    return Paper(
        split, number, kind, pack, form,
        printer=chance.choice((OURS, OFFICE)),
        face=chance.choice(HANDWRITING if by_hand else PRINTED),
        ink=chance.choice(tuple(INKS)),
        words=chance.choice(("printed", "written")),
        manner=manner,
        family=family,
        dpi=chance.choice(_DPI[family]) if family else 200,
        done=done,
        shown=done if manner == strokes.PRINTED else _unticked(done, pack, form),
    )  # fmt: skip


def _pick(chance: Chance, kind: str) -> tuple[Pack, Form]:
    """A form: any, large ones more often; for ticks only those with boxes."""
    forms = _forms()
    weights = [ticks if kind == "ticks" else texts for _, _, texts, ticks in forms]
    pack, form, _, _ = chance.choices(forms, weights)[0]
    return pack, form


def _filled(chance: Chance, pack: Pack, form: Form) -> Filling:
    compiled = word_form(pack, form).form
    for _ in range(20):
        person = people.for_form(chance, pack, form)
        lists = {name: people.items(chance, name, person, pack) for name in LISTS if compiled.slots_of[name]}
        done = filling.fill(compiled, person, lists)
        if not done.clipped:
            return done
    raise LookupError(f"{pack.id}/{form.id}: nobody fits in")


def _unticked(done: Filling, pack: Pack, form: Form) -> Filling:
    """The same with empty boxes."""
    empty = copy.deepcopy(done)
    slots = {slot.id: slot for slot in word_form(pack, form).form.slots if slot.style}
    for scope in (empty.own, *(item for items in empty.lists.values() for item in items)):
        for id in set(slots) & set(scope.texts):
            style = slots[id].style
            assert style is not None
            scope.texts[id], scope.ticked[id] = style.empty, False
    return empty


_FACES = Faces(installed=False)


@cache
def _print_form(pack: str, form: str) -> PrintForm:
    of = next(p for p in (*cities(), common()) if p.id == pack)
    return PrintForm.of(of.template(of.form(form)), _FACES)


def printed(of: Paper) -> bytes:
    """The PDF of our printer, with page codes."""
    sheet = _print_form(of.pack.id, of.form.id)
    pages = sheet.pages(of.shown)
    case = "".join(chance_of(of.split, of.number, "case").choices("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", k=12))
    page_code.draw(pages, of.pack.id, of.form.id, sheet.form.version, case)
    pdf = Pdf(_FACES, of.form.title)
    pdf.add(pages)
    return pdf.finish()


def converted(papers: list[Paper], folder: Path) -> Mapping[int, bytes]:
    """The PDF files that LibreOffice makes of the filled Word files, by the papers' numbers."""
    wanted = [of for of in papers if of.printer == OFFICE]
    for of in wanted:
        (folder / f"{of.name}.docx").write_bytes(word_form(of.pack, of.form).write(of.shown))
    files = [folder / f"{of.name}.docx" for of in wanted]
    made = [path for path in office.convert(files, folder) if isinstance(path, Path)] if files else []
    return {int(path.stem): path.read_bytes() for path in made}
