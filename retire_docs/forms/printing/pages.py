"""Putting what is set on pages, with their headers and footers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from retire_docs.forms.printing import tree
from retire_docs.forms.printing.breaking import broken
from retire_docs.forms.printing.drawing import Drawing
from retire_docs.forms.printing.numbering import written
from retire_docs.forms.printing.setter import Setter
from retire_docs.forms.printing.tables import Item, height_of


@dataclass
class Page:
    """A page: its measures, what stands on it, and its lower right corner: how high it is free above the page's edge,
    and how wide beside a footer (points)."""

    width: float
    height: float
    drawing: Drawing = field(default_factory=Drawing)
    free: float = 0
    corner: float = 0


def set_pages(document: tree.Document, setter: Setter) -> list[Page]:
    """All pages of a document."""
    setter.spaces_add = document.spaces_add
    laid: list[tuple[tree.Section, list[Item], str, int]] = []
    number = 0
    for section, items in _flows(document, setter):
        if section.first_number is not None:
            number = section.first_number - 1
        elif section.starts in ("odd", "even") and number % 2 == (section.starts == "odd"):
            number += 1  # a page between, that is not printed
        kind_of = partial(_kind, section, document, number + 1)
        for nth, content in enumerate(broken(items, partial(_room, section, setter, kind_of))):
            number += 1
            laid.append((section, content, kind_of(nth), number))
    setter.pages = str(len(laid))
    return [_page(section, content, kind, number, setter) for section, content, kind, number in laid]


def _flows(document: tree.Document, setter: Setter) -> Iterator[tuple[tree.Section, list[Item]]]:
    """Sections with their content; one that goes on where another ends is part of it, with its own side margins."""
    current: tuple[tree.Section, list[Item]] | None = None
    for section in document.sections:
        width = section.width - section.margins["left"] - section.margins["right"]
        setter.room = section.height - sum(_margins(section, *_edges(section, setter, "default")))
        items = setter.blocks(section.content, width, setter.own, section.grid)
        if (
            current
            and section.starts == "here"
            and (section.width, section.height) == (current[0].width, current[0].height)
        ):
            aside = section.margins["left"] - current[0].margins["left"]
            current[1].extend([replace(item, left=aside) for item in items] if aside else items)
            continue
        if current:
            yield current
        current = section, items
    if current:
        yield current


def _edges(section: tree.Section, setter: Setter, kind: str) -> tuple[list[Item], list[Item]]:
    """The header and the footer of a page."""
    width = section.width - section.margins["left"] - section.margins["right"]
    return setter.edge(section.headers.get(kind, ()), width), setter.edge(section.footers.get(kind, ()), width)


def _margins(section: tree.Section, header: Sequence[Item], footer: Sequence[Item]) -> tuple[float, float]:
    """The upper and lower margins of a page: a header or footer that is too high pushes the text away."""
    above, below = height_of(header), height_of(footer)
    return (
        max(section.margins["top"], section.header + above if above else 0),
        max(section.margins["bottom"], section.footer + below if below else 0),
    )


def _kind(section: tree.Section, document: tree.Document, first: int, nth: int) -> str:
    """Which header and footer the ``nth`` page of a section has, whose first page bears the number ``first``."""
    if section.first_differs and nth == 0:
        return "first"
    return "even" if document.even_differ and (first + nth) % 2 == 0 else "default"


def _room(section: tree.Section, setter: Setter, kind_of: Callable[[int], str], nth: int) -> float:
    """The height that the ``nth`` page of a section has for its text."""
    return section.height - sum(_margins(section, *_edges(section, setter, kind_of(nth))))


def _page(section: tree.Section, content: list[Item], kind: str, number: int, setter: Setter) -> Page:
    setter.page = written(number, section.number_format)
    page = Page(section.width, section.height)
    left = section.margins["left"]
    header, footer = _edges(section, setter, kind)
    top, _ = _margins(section, header, footer)
    page.drawing.put(setter.compose(header), left, section.header)
    page.drawing.put(setter.compose(content), left, top)
    foot = section.height - section.footer - height_of(footer)
    drawn = setter.compose(footer)
    page.drawing.put(drawn, left, foot)
    page.free = section.height - top - height_of(content)
    page.corner = section.width - (left + drawn.right if drawn.operators else 0)
    return page
