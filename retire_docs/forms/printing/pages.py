"""Putting what is set on pages: where they break, and their headers and footers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from retire_docs.forms.printing import tree
from retire_docs.forms.printing.drawing import Drawing
from retire_docs.forms.printing.numbering import written
from retire_docs.forms.printing.setter import Setter
from retire_docs.forms.printing.tables import Item, SetRow, carry, divided, height_of

_SLACK = 0.5  # points that a page may be too full


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
    laid: list[tuple[tree.Section, list[Item], int]] = []
    number = 0
    for section, items in _flows(document, setter):
        if section.first_number is not None:
            number = section.first_number - 1
        elif section.starts in ("odd", "even") and number % 2 == (section.starts == "odd"):
            number += 1  # a page between, that is not printed
        for content in _broken(items, _room(section, setter)):
            number += 1
            laid.append((section, content, number))
    setter.pages = str(len(laid))
    first: set[int] = set()
    return [_page(section, content, number, document, setter, first) for section, content, number in laid]


def _flows(document: tree.Document, setter: Setter) -> Iterator[tuple[tree.Section, list[Item]]]:
    """Sections with their content; one that goes on where another ends is part of it, with its own side margins."""
    current: tuple[tree.Section, list[Item]] | None = None
    for section in document.sections:
        width = section.width - section.margins["left"] - section.margins["right"]
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


def _margins(section: tree.Section, setter: Setter, kind: str) -> tuple[float, float]:
    """The upper and lower margins of a page: a header or footer that is too high pushes the text away."""
    width = section.width - section.margins["left"] - section.margins["right"]
    above = height_of(setter.blocks(section.headers.get(kind, ()), width, setter.own, None))
    below = height_of(setter.blocks(section.footers.get(kind, ()), width, setter.own, None))
    return (
        max(section.margins["top"], section.header + above if above else 0),
        max(section.margins["bottom"], section.footer + below if below else 0),
    )


def _room(section: tree.Section, setter: Setter) -> float:
    return section.height - sum(_margins(section, setter, "default"))


def _broken(items: Sequence[Item], room: float) -> Iterator[list[Item]]:
    """Items by page. What is to be kept together stays together where a page can hold it."""
    waiting = list(items)
    page: list[Item] = []
    left = room
    while waiting:
        chain = _chain(waiting)
        tall = height_of(chain) - chain[-1].after
        if waiting[0].new_page and page:
            yield page
            page, left = [], room
        if tall > left + _SLACK:
            begun = not all(isinstance(item, SetRow) and item.row.header for item in page)
            parts = _divided(waiting[0], left, whole=tall <= room, alone=not begun)
            if parts:
                page.append(parts[0])
                waiting[0] = parts[1]
            if parts or (begun and (tall <= room or waiting[0].height > left + _SLACK)):
                if isinstance(waiting[0], SetRow):
                    carry(_same_table(waiting[0], reversed(page))[::-1], _same_table(waiting[0], waiting))
                yield page
                page = _headers(waiting[0], page)
                left = room - height_of(page)
                continue
            chain = waiting[:1]
        page += chain
        left -= height_of(chain)
        del waiting[: len(chain)]
        if chain[-1].page:
            yield page
            page, left = [], room
    if page or not items:
        yield page


def _chain(items: Sequence[Item]) -> list[Item]:
    """The first item with those that it must not be parted from."""
    count = 1
    while count < len(items) and items[count - 1].keep_next and not items[count].new_page:
        count += 1
    return list(items[:count])


def _divided(item: Item, room: float, *, whole: bool, alone: bool) -> tuple[SetRow, SetRow] | None:
    """A row in two, where it may break and does not go whole onto a page of its own together with others. One that
    is ``alone`` on a page and does not fit breaks in any case."""
    if not isinstance(item, SetRow) or (whole and item.keep_next):
        return None
    return divided(item, room) if alone or not item.row.whole else None


def _headers(item: Item, page: Sequence[Item]) -> list[Item]:
    """The heading rows of a table that goes on on a new page."""
    if not isinstance(item, SetRow) or item.row.header:
        return []
    rows = [row for row in page if isinstance(row, SetRow) and row.table is item.table]
    heading: Iterable[SetRow] = takewhile(lambda row: row.row.header, rows)
    return list(heading)


def _same_table(item: SetRow, items: Iterable[Item]) -> list[SetRow]:
    """The first of some items, as long as they are rows of the same table."""
    rows = []
    for other in items:
        if not isinstance(other, SetRow) or other.table is not item.table:
            break
        rows.append(other)
    return rows


def _page(
    section: tree.Section, content: list[Item], number: int, document: tree.Document, setter: Setter, begun: set[int]
) -> Page:
    kind = "even" if document.even_differ and number % 2 == 0 else "default"
    if section.first_differs and id(section) not in begun:
        kind = "first"
    begun.add(id(section))
    setter.page = written(number, section.number_format)
    page = Page(section.width, section.height)
    left = section.margins["left"]
    width = section.width - left - section.margins["right"]
    top, _ = _margins(section, setter, kind)
    header = setter.blocks(section.headers.get(kind, ()), width, setter.own, None)
    footer = setter.blocks(section.footers.get(kind, ()), width, setter.own, None)
    page.drawing.put(setter.compose(header), left, section.header)
    page.drawing.put(setter.compose(content), left, top)
    foot = section.height - section.footer - height_of(footer)
    drawn = setter.compose(footer)
    page.drawing.put(drawn, left, foot)
    page.free = section.height - top - height_of(content)
    page.corner = section.width - (left + drawn.right if drawn.operators else 0)
    return page
