"""The code in the corner of a page: which form, version, page and case it is (QR, ISO/IEC 18004).

The case is a random name that only the run's manifest resolves; a digest of personal data would itself be personal
data. It is drawn in the lower margin, never over text, large enough for a black-and-white copy.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from retire_docs.forms.printing import qr
from retire_docs.forms.printing.drawing import Drawing
from retire_docs.forms.printing.pages import Page

SIDE = 11 * 72 / 25.4
"""Points: modules of 0.33 to 0.38 mm."""
EDGE = 5 * 72 / 25.4
"""Points between the code and the page's edges: printers leave 4 to 5 mm white."""
_QUIET = 1.5 * 72 / 25.4  # white around it; two modules are enough for today's readers
_MARK = "RD1"
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class PageCode(NamedTuple):
    """What a page says of itself. ``page`` of ``pages`` of the form; ``case`` is resolved by the manifest."""

    pack: str
    form: str
    version: str
    page: int
    pages: int
    case: str

    def text(self) -> str:
        """As it stands in the code: letters that a QR code packs tightly, so no small ones and no ``_``."""
        return f"{_MARK}:{self.case}{self._rest}"

    @property
    def _rest(self) -> str:
        words = ("", self.pack, self.form, self.version, str(self.page), str(self.pages))
        return ":".join(words).upper().replace("_", "-")

    def modules(self) -> tuple[int, int]:
        """The QR code, see :func:`.qr.code`."""
        return qr.code(f"{_MARK}:", self.case, self._rest)

    @classmethod
    def read(cls, text: str) -> PageCode | None:
        """The page code that a QR code's text is; None where it is another's. Names come back in small letters."""
        words = text.split(":")
        if len(words) != 7 or words[0] != _MARK or not (words[5].isdecimal() and words[6].isdecimal()):
            return None
        pack, form, version = (word.lower().replace("-", "_") for word in words[2:5])
        return cls(pack, form, version, int(words[5]), int(words[6]), words[1])


def new_case() -> str:
    """A name for a case that says nothing: 60 random bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(qr.LETTERS))


def has_room(page: Page) -> bool:
    """Whether the code covers nothing in the corner of a page."""
    return page.free >= EDGE + SIDE and page.corner >= EDGE + SIDE + _QUIET


def draw(pages: Sequence[Page], pack: str, form: str, version: str, case: str) -> bool:
    """Put the code on every page that has room for it; whether all had."""
    fits = True
    for number, page in enumerate(pages, 1):
        if has_room(page):
            code = PageCode(pack, form, version, number, len(pages), case)
            page.drawing.put(_drawn(*code.modules()), page.width - EDGE - SIDE, page.height - EDGE - SIDE)
        else:
            fits = False
    return fits


def _drawn(side: int, modules: int) -> Drawing:
    """The code as a square of :data:`SIDE`: a mask whose ones are painted, the crispest that PDF has for squares."""
    row = -(-side // 8) * 2
    mask = f"BI /W {side} /H {side} /IM true /D [1 0] /F /AHx ID {modules:0{side * row}X}> EI"
    return Drawing([f"q 0 g {SIDE:.2f} 0 0 {SIDE:.2f} 0 {-SIDE:.2f} cm\n{mask}\nQ"])
