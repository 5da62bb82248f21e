"""Words that are put on a page beside its form: the page of a merged file, the names of slots in a preview."""

from __future__ import annotations

from retire_docs.forms.printing.drawing import Drawing, Place, box
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.measuring import measure
from retire_docs.forms.printing.page_code import EDGE
from retire_docs.forms.printing.pages import Page
from retire_docs.forms.printing.tree import TextStyle

_STYLE = TextStyle(asian="宋体", western="宋体", size=8)
_LABEL = TextStyle(asian="宋体", western="宋体", size=5)
_INK, _PATCH = "0.75 0 0 rg", "1 0.96 0.7 rg"


def stamp(page: Page, text: str, faces: Faces) -> None:
    """Write ``text`` in the lower left corner, where there is room below the page's own text."""
    if page.free >= EDGE + 2 * _STYLE.size:
        page.drawing.put(_written(text, _STYLE, faces), 2 * EDGE, page.height - EDGE)


def label(page: Page, text: str, place: Place, faces: Faces) -> None:
    """Write a slot's name over the place where its value stands; in the middle where that is empty."""
    width = measure(text, _LABEL, faces).width
    left = place.left - (width / 2 if place.left == place.right and place.left > page.width / 4 else 0)
    patch = Drawing([f"{_PATCH} {box(0, 0, width, _LABEL.size * 1.2)} f {_INK}"])
    patch.put(_written(text, _LABEL, faces), 0, _LABEL.size)
    page.drawing.put(patch, left, (place.top + place.bottom - _LABEL.size * 1.2) / 2)


def _written(text: str, style: TextStyle, faces: Faces) -> Drawing:
    """A line of text on the baseline."""
    drawing, x = Drawing(), 0.0
    measured = measure(text, style, faces)
    for run in measured.runs:
        drawing.operators.append(f"BT /{run.face} {style.size:g} Tf 1 0 0 1 {x:.2f} 0 Tm<{run.hex}>Tj ET")
        drawing.used.append((run.face, text[run.start : run.end]))
        x += sum(measured.advances[run.start : run.end])
    return drawing
