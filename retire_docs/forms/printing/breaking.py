"""Where pages end: what is to be kept together stays together where a page can hold it, rows that are too high go on
on the next page, heading rows are repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice, takewhile

from retire_docs.forms.printing.tables import Item, SetRow, carry, divided, height_of

_SLACK = 0.5  # points that a page may be too full
_MOST_HEADING = 0.7  # of a page: headings that take more are not repeated


def broken(items: Sequence[Item], room_of: Callable[[int], float]) -> Iterator[list[Item]]:
    """Items by page. ``room_of`` is the height of the first, the second … page."""
    yield from _Breaker(items, room_of).pages()


class _Breaker:
    """The pages that are made of items. ``page`` is the one being filled, ``left`` the room left on it, ``repeated``
    how many repeated headings it begins with."""

    def __init__(self, items: Sequence[Item], room_of: Callable[[int], float]) -> None:
        self.items = list(items)
        self.room_of = room_of
        self.number = 0
        self.page: list[Item] = []
        self.repeated = 0
        self.left = room_of(0)
        self.ends = _chain_ends(self.items)
        self._reckon()

    def pages(self) -> Iterator[list[Item]]:
        """All pages; one where there is nothing."""
        at = 0
        while at < len(self.items):
            item = self.items[at]
            if item.new_page and self.page:
                yield self._turned()
            end = self.ends[at]
            tall = item.before + item.height + item.after + self.above[end] - self.above[at + 1]
            tall -= self.items[end - 1].after
            if tall > self.left + _SLACK:
                if self._breaks_at(at, tall):
                    heading = self._heading(at)
                    yield self._turned(heading)
                    continue
                end = at + 1
            self.page += self.items[at:end]
            self.left -= height_of(self.items[at:end])
            at = end
            if self.page[-1].page:
                yield self._turned()
        if self.page or not self.items:
            yield self.page

    def _breaks_at(self, at: int, tall: float) -> bool:
        """Whether the page ends at an item whose chain, ``tall``, does not fit; a row may be divided before it does."""
        item, fresh = self.items[at], self.room_of(self.number + 1)
        begun = self._begun(item)
        parts = None
        if isinstance(item, SetRow) and not (tall <= fresh and item.keep_next) and not (item.row.whole and begun):
            parts = divided(item, self.left, force=not begun)
        if parts:
            self.page.append(parts[0])
            self.items[at] = parts[1]
        ends = bool(parts) or (begun and (tall <= fresh or item.height > self.left + _SLACK))
        if ends and isinstance(self.items[at], SetRow):
            above = _same_table(self.items[at], reversed(self.page))[::-1]
            if carry(above, _same_table(self.items[at], islice(self.items, at, None))):
                self._reckon()
        return ends

    def _begun(self, item: Item) -> bool:
        """Whether the page holds anything but the headings of the table that an item is a row of."""
        own = self.page[self.repeated :]
        if isinstance(item, SetRow) and not item.row.header:
            return not all(isinstance(other, SetRow) and other.row.header for other in own)
        return bool(own)

    def _heading(self, at: int) -> list[Item]:
        """The heading rows of a table that goes on on a new page."""
        item = self.items[at]
        if not isinstance(item, SetRow) or item.row.header:
            return []
        rows = [row for row in self.page if isinstance(row, SetRow) and row.table is item.table]
        heading: list[Item] = [*takewhile(lambda row: row.row.header, rows)]
        return heading if height_of(heading) < _MOST_HEADING * self.room_of(self.number + 1) else []

    def _turned(self, heading: Sequence[Item] = ()) -> list[Item]:
        """Begin a new page, with some headings; gives the one that is full."""
        full = self.page
        self.number += 1
        self.page, self.repeated = [*heading], len(heading)
        self.left = self.room_of(self.number) - height_of(heading)
        return full

    def _reckon(self) -> None:
        """How high all is that stands before each item."""
        self.above = list(accumulate((i.before + i.height + i.after for i in self.items), initial=0.0))


def _chain_ends(items: Sequence[Item]) -> list[int]:
    """For each item where those end that it must not be parted from."""
    ends = [len(items)] * len(items)
    for at in range(len(items) - 2, -1, -1):
        kept = items[at].keep_next and not items[at + 1].new_page
        ends[at] = ends[at + 1] if kept else at + 1
    return ends


def _same_table(item: Item, items: Iterable[Item]) -> list[SetRow]:
    """The first of some items, as long as they are rows of the same table."""
    rows: list[SetRow] = []
    for other in items:
        if not (isinstance(item, SetRow) and isinstance(other, SetRow)) or other.table is not item.table:
            break
        rows.append(other)
    return rows
