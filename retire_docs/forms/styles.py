"""The type size that a run has from its styles where it names none itself (ECMA-376, 17.7.2)."""

from __future__ import annotations

from lxml import etree

from retire_docs.forms.ooxml import attr, find, w

_WORD_DEFAULT = 10.0


class Sizes:
    """The sizes, in points, that the styles of a document give."""

    def __init__(self, styles: bytes | None) -> None:
        root = etree.fromstring(styles) if styles else etree.Element(w("styles"))
        self._styles = {attr(style, "styleId"): style for style in root.iter(w("style"))}
        self._usual = next(
            (
                s
                for s in root.iter(w("style"))
                if attr(s, "default") in ("1", "true") and attr(s, "type") == "paragraph"
            ),
            None,
        )
        self._default = _half(find(root, "w:docDefaults/w:rPrDefault/w:rPr/w:sz")) or _WORD_DEFAULT

    def of(self, run: etree._Element) -> float:
        """The size of a run: its own, its character style's, its paragraph style's, the document's."""
        paragraph = next(run.iterancestors(w("p")), None)
        named = None if paragraph is None else attr(find(paragraph, "w:pPr/w:pStyle"))
        return (
            _half(find(run, "w:rPr/w:sz"))
            or self._style(attr(find(run, "w:rPr/w:rStyle")))
            or (self._style(named) if named else self._of(self._usual, 0))
            or self._default
        )

    def _style(self, name: str | None) -> float | None:
        return self._of(self._styles.get(name), 0) if name else None

    def _of(self, style: etree._Element | None, depth: int) -> float | None:
        if style is None or depth > len(self._styles):
            return None
        base = attr(find(style, "w:basedOn"))
        inherited = self._of(self._styles.get(base), depth + 1) if base else None
        return _half(find(style, "w:rPr/w:sz")) or inherited


def _half(size: etree._Element | None) -> float | None:
    value = attr(size)
    return float(value) / 2 if value else None
