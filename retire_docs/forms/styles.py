"""What a run or paragraph looks like by its own properties and, where it names none, by its styles
(ECMA-376, 17.7.2): its own, its character style's, its numbering's, its paragraph style's, its table style's, the
document's."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from retire_docs.forms.ooxml import attr, find, w

WORD_SIZE = 10.0
"""Points, where neither run nor styles name a size."""


class Cascade(tuple[etree._Element, ...]):
    """Property elements, the one that counts first in front."""

    __slots__ = ()

    def first(self, tag: str) -> etree._Element | None:
        """The child that counts, e.g. ``w:sz``."""
        for properties in self:
            child = find(properties, tag)
            if child is not None:
                return child
        return None

    def value(self, tag: str, name: str = "val") -> str | None:
        """An attribute of a child; each attribute is inherited by itself (of ``w:ind``, ``w:rFonts`` …)."""
        for properties in self:
            value = attr(find(properties, tag), name)
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
        half = self.value("w:sz")
        return float(half) / 2 if half else WORD_SIZE


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
            kind: find(root, f"w:docDefaults/w:{kind}Default/w:{kind}") for kind in ("rPr", "pPr")
        }  # fmt: skip

    def run(self, run: etree._Element) -> Cascade:
        """The properties of a run."""
        paragraph = next(run.iterancestors(w("p")), None)
        return self._run_in(find(run, "w:rPr"), paragraph)

    def mark(self, paragraph: etree._Element) -> Cascade:
        """The run properties of a paragraph's mark: what an empty paragraph is set in."""
        return self._run_in(find(paragraph, "w:pPr/w:rPr"), paragraph)

    def paragraph(self, paragraph: etree._Element, level: etree._Element | None = None) -> Cascade:
        """The properties of a paragraph; ``level`` is the level of its numbering, if it has one."""
        own = find(paragraph, "w:pPr")
        numbering = None if level is None else find(level, "w:pPr")
        chain = [own, numbering, *self._of_paragraph(paragraph, "pPr"), self._defaults["pPr"]]
        return Cascade(p for p in chain if p is not None)

    def table(self, table: etree._Element) -> Cascade:
        """The properties of a table."""
        own = find(table, "w:tblPr")
        return Cascade(p for p in (own, *self._of_table(table, "tblPr")) if p is not None)

    def style_of(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """The properties that a paragraph has from its style."""
        return self._of_paragraph(paragraph, "pPr")

    def _run_in(self, own: etree._Element | None, paragraph: etree._Element | None) -> Cascade:
        named = None if own is None else attr(find(own, "w:rStyle"))
        chain = [own, *self._inherited(self._styles.get(named) if named else None, "rPr")]
        if paragraph is not None:
            chain += self._of_paragraph(paragraph, "rPr")
        return Cascade(p for p in (*chain, self._defaults["rPr"]) if p is not None)

    def _of_paragraph(self, paragraph: etree._Element, kind: str) -> Iterator[etree._Element]:
        named = attr(find(paragraph, "w:pPr/w:pStyle"))
        style = self._styles.get(named) if named else None
        yield from self._inherited(style if style is not None else self._usual["paragraph"], kind)
        for table in paragraph.iterancestors(w("tbl")):
            yield from self._of_table(table, kind)
            break

    def _of_table(self, table: etree._Element, kind: str) -> Iterator[etree._Element]:
        named = attr(find(table, "w:tblPr/w:tblStyle"))
        style = self._styles.get(named) if named else None
        yield from self._inherited(style if style is not None else self._usual["table"], kind)

    def _inherited(self, style: etree._Element | None, kind: str) -> Iterator[etree._Element]:
        """The properties of a style and of those that it is based on."""
        for _ in self._styles:  # bases that go round in a circle end here
            if style is None:
                return
            properties = find(style, f"w:{kind}")
            if properties is not None:
                yield properties
            style = self._styles.get(attr(find(style, "w:basedOn")))


def _is_default(style: etree._Element) -> bool:
    return attr(style, "default") in ("1", "true")
