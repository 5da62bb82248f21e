"""What a run or paragraph looks like by its own properties and, where it names none, by its styles
(ECMA-376, 17.7.2): its own, its character style's, its numbering's, its paragraph style's, its table style's, the
document's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from lxml import etree

from retire_docs.forms.ooxml import NS, W, attr, find, number, w

_PREFIX = len(W) + 2  # of a qualified name, with its braces
_LARGEST = 3276  # half points, as in Word
WORD_SIZE = 10.0
"""Points, where neither run nor styles name a size."""


Level: TypeAlias = Mapping[str, etree._Element]
"""The children of a properties element by name, e.g. ``w:sz``."""


def as_level(properties: etree._Element) -> Level:
    """A properties element as a level of a cascade."""
    return {f"w:{child.tag[_PREFIX:]}": child for child in properties.iterchildren(f"{{{W}}}*")}


class Cascade(tuple[Level, ...]):
    """Properties, those that count first in front."""

    __slots__ = ()

    def first(self, path: str) -> etree._Element | None:
        """The child that counts, e.g. ``w:sz``, or a child of it (``w:tblBorders/w:top``)."""
        tag, _, rest = path.partition("/")
        for own in self:
            child = own.get(tag)
            if child is not None and rest:
                child = find(child, rest)
            if child is not None:
                return child
        return None

    def value(self, tag: str, name: str = "val") -> str | None:
        """An attribute of a child; each attribute is inherited by itself (of ``w:ind``, ``w:rFonts`` …)."""
        for own in self:
            value = attr(own.get(tag), name)
            if value is not None:
                return value
        return None

    def on(self, tag: str, default: bool = False) -> bool:
        """A switch such as ``w:b``: there and not said to be off."""
        switch = self.first(tag)
        return default if switch is None else attr(switch) not in ("0", "false", "off", "none")

    @property
    def size(self) -> float:
        """The type size in points."""
        half = number(self.value("w:sz"))
        return min(max(half, 1), _LARGEST) / 2 if half else WORD_SIZE


class Styles:
    """The styles of a document."""

    def __init__(self, styles: bytes | None) -> None:
        root = etree.fromstring(styles) if styles else etree.Element(w("styles"))
        self._styles = {attr(style, "styleId"): style for style in root.iter(w("style"))}
        self._usual = {
            kind: next((s for s in self._styles.values() if attr(s, "type") == kind and _is_default(s)), None)
            for kind in ("paragraph", "table")
        }
        self._defaults = {
            kind: tuple(map(as_level, root.iterfind(f"w:docDefaults/w:{kind}Default/w:{kind}", NS)))
            for kind in ("rPr", "pPr")
        }
        self._known: dict[tuple[int, str], tuple[Level, ...]] = {}

    def run(self, run: etree._Element) -> Cascade:
        """The properties of a run."""
        paragraph = next(run.iterancestors(w("p")), None)
        return self._run_in(find(run, "w:rPr"), paragraph)

    def mark(self, paragraph: etree._Element) -> Cascade:
        """The run properties of a paragraph's mark: what an empty paragraph is set in."""
        return self._run_in(find(paragraph, "w:pPr/w:rPr"), paragraph)

    def paragraph(self, paragraph: etree._Element, numbered: etree._Element | None = None) -> Cascade:
        """The properties of a paragraph; ``numbered`` is the level of its numbering, if it has one."""
        own = find(paragraph, "w:pPr")
        numbering = None if numbered is None else find(numbered, "w:pPr")
        levels = [as_level(p) for p in (own, numbering) if p is not None]
        return Cascade((*levels, *self._of_paragraph(paragraph, "pPr"), *self._defaults["pPr"]))

    def table(self, table: etree._Element) -> Cascade:
        """The properties of a table."""
        own = find(table, "w:tblPr")
        return Cascade((*(() if own is None else (as_level(own),)), *self._of_table(table, "tblPr")))

    def _run_in(self, own: etree._Element | None, paragraph: etree._Element | None) -> Cascade:
        levels: list[Level] = []
        if own is not None:
            levels.append(as_level(own))
            levels += self._inherited(self._styles.get(attr(find(own, "w:rStyle")) or ""), "rPr")
        if paragraph is not None:
            levels += self._of_paragraph(paragraph, "rPr")
        return Cascade((*levels, *self._defaults["rPr"]))

    def _of_paragraph(self, paragraph: etree._Element, kind: str) -> Iterator[Level]:
        named = attr(find(paragraph, "w:pPr/w:pStyle"))
        style = self._styles.get(named) if named else None
        yield from self._inherited(style if style is not None else self._usual["paragraph"], kind)
        for table in paragraph.iterancestors(w("tbl")):
            yield from self._of_table(table, kind)
            break

    def _of_table(self, table: etree._Element, kind: str) -> Iterator[Level]:
        named = attr(find(table, "w:tblPr/w:tblStyle"))
        style = self._styles.get(named) if named else None
        yield from self._inherited(style if style is not None else self._usual["table"], kind)

    def _inherited(self, style: etree._Element | None, kind: str) -> tuple[Level, ...]:
        """The properties of a style and of those that it is based on."""
        if style is None:
            return ()
        key = (id(style), kind)  # styles live as long as this does
        if key not in self._known:
            self._known[key] = tuple(self._based(style, kind))
        return self._known[key]

    def _based(self, style: etree._Element | None, kind: str) -> Iterator[Level]:
        for _ in self._styles:  # bases that go round in a circle end here
            if style is None:
                return
            properties = find(style, f"w:{kind}")
            if properties is not None:
                yield as_level(properties)
            style = self._styles.get(attr(find(style, "w:basedOn")))


def _is_default(style: etree._Element) -> bool:
    return attr(style, "default") in ("1", "true")
