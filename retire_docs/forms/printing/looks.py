"""The properties of runs and paragraphs in points, from the cascade of their styles."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from retire_docs.forms.ooxml import TWIPS, attr, colour_of, number, w
from retire_docs.forms.printing.tree import Alignment, ParagraphStyle, Pitch, TabStop, TextStyle
from retire_docs.forms.styles import Cascade

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ALIGNMENTS: dict[str, Alignment] = {
    "left": "left", "start": "left", "center": "center", "right": "right", "end": "right", "both": "both",
    "distribute": "distribute", "thaiDistribute": "distribute", "mediumKashida": "both",
}  # fmt: skip
_HIGHLIGHTS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF", "red": "FF0000",
    "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0", "black": "000000", "white": "FFFFFF",
}  # fmt: skip
_LINE = 240.0  # an automatic pitch counts in 240ths of a line
_RAISED = {"superscript": 0.35, "subscript": -0.14}
_SMALL = 0.66  # the size of raised and lowered type

Theme = Mapping[str, str]
"""Word's name of a theme font (``minorEastAsia``) → the font."""


def theme(part: bytes | None) -> Theme:
    """The fonts of a theme; where it names no 东亚 font, the one for simplified Chinese."""
    fonts: dict[str, str] = {}
    if part is None:
        return fonts
    for kind in ("major", "minor"):
        for scheme in etree.fromstring(part).iter(f"{{{DRAWING}}}{kind}Font"):
            latin, asian = (scheme.find(f"{{{DRAWING}}}{tag}") for tag in ("latin", "ea"))
            hans = next((f for f in scheme.iter(f"{{{DRAWING}}}font") if f.get("script") == "Hans"), None)
            western = "" if latin is None else latin.get("typeface") or ""
            eastern = ("" if asian is None else asian.get("typeface")) or (
                "" if hans is None else hans.get("typeface") or ""
            )
            fonts |= {f"{kind}{slot}": western for slot in ("Ascii", "HAnsi", "Bidi")}
            fonts[f"{kind}EastAsia"] = eastern or ""
    return fonts


def text_style(cascade: Cascade, fonts: Theme) -> TextStyle:
    """How a run looks."""
    vertical = cascade.value("w:vertAlign") or ""
    size = cascade.size
    colour = cascade.value("w:color")
    highlight = _HIGHLIGHTS.get(cascade.value("w:highlight") or "")
    underline = cascade.value("w:u")
    raised = _RAISED.get(vertical, 0) * size + number(cascade.value("w:position")) / 2
    return TextStyle(
        asian=_font(cascade, "eastAsia", fonts) or "宋体",
        western=_font(cascade, "ascii", fonts) or _font(cascade, "hAnsi", fonts) or "Times New Roman",
        size=size * _SMALL if vertical in _RAISED else size,
        bold=cascade.on("w:b"),
        italic=cascade.on("w:i"),
        underline=underline if underline != "none" else None,
        strike=cascade.on("w:strike") or cascade.on("w:dstrike"),
        colour=colour_of(colour),
        shade=highlight or colour_of(cascade.value("w:shd", "fill")),
        raised=raised,
        spacing=number(cascade.value("w:spacing")) / TWIPS,
        scale=number(cascade.value("w:w"), 100) / 100 or 1,
        asian_hint=cascade.value("w:rFonts", "hint") == "eastAsia",
    )


def _font(cascade: Cascade, slot: str, fonts: Theme) -> str | None:
    """The font of a slot; at each level of the cascade a theme's font counts before a named one."""
    for level in cascade:
        own = level.get("w:rFonts")
        if own is not None:
            themed = fonts.get(attr(own, f"{slot}Theme") or "")
            if name := themed or attr(own, slot):
                return name
    return None


def paragraph_style(
    cascade: Cascade, mark: TextStyle, first_size: float, line: Pitch | None, *, in_cell: bool
) -> ParagraphStyle:
    """How a paragraph is set. ``mark`` is its mark's look, ``first_size`` the size that its character indents count
    in; ``line`` replaces its pitch where that follows the type. ``in_cell``: a hanging sign would stand on a rule."""
    value = cascade.value
    hanging = number(value("w:ind", "hanging")) / TWIPS
    first = number(value("w:ind", "firstLine")) / TWIPS
    if chars := number(value("w:ind", "firstLineChars")):
        first = chars / 100 * first_size
    if chars := number(value("w:ind", "hangingChars")):
        hanging = chars / 100 * first_size
    return ParagraphStyle(
        mark=mark,
        pitch=line or _pitch(cascade),
        align=_ALIGNMENTS.get(value("w:jc") or "left", "left"),
        left=_side(cascade, ("left", "start"), first_size),
        right=_side(cascade, ("right", "end"), first_size),
        first=-hanging if hanging else first,
        before=_space(cascade, "before", mark.size),
        after=_space(cascade, "after", mark.size),
        keep_next=cascade.on("w:keepNext"),
        keep_lines=cascade.on("w:keepLines"),
        widows=cascade.on("w:widowControl", default=True),
        break_before=cascade.on("w:pageBreakBefore"),
        latin_gap=cascade.on("w:autoSpaceDE", default=True) or cascade.on("w:autoSpaceDN", default=True),
        hanging_marks=not in_cell and cascade.on("w:overflowPunct", default=True),
        on_grid=cascade.on("w:snapToGrid", default=True),
        tabs=_tabs(cascade),
        shade=colour_of(value("w:shd", "fill")),
        name=value("w:pStyle"),
        together=cascade.on("w:contextualSpacing"),
    )


def _side(cascade: Cascade, names: tuple[str, ...], size: float) -> float:
    for name in names:
        if chars := number(cascade.value("w:ind", f"{name}Chars")):
            return chars / 100 * size
        if (twips := cascade.value("w:ind", name)) is not None:
            return number(twips) / TWIPS
    return 0.0


def _space(cascade: Cascade, side: str, size: float) -> float:
    if cascade.value("w:spacing", f"{side}Autospacing") in ("1", "true"):
        return size * 1.2
    if lines := number(cascade.value("w:spacing", f"{side}Lines")):
        return lines / 100 * 12
    return number(cascade.value("w:spacing", side)) / TWIPS


def _pitch(cascade: Cascade) -> Pitch:
    line, rule = cascade.value("w:spacing", "line"), cascade.value("w:spacing", "lineRule")
    if line is None:
        return Pitch("auto", 1)
    if rule == "exact":
        return Pitch("exact", number(line) / TWIPS)
    if rule == "atLeast":
        return Pitch("least", number(line) / TWIPS)
    return Pitch("auto", number(line, _LINE) / _LINE or 1)


_LEADERS = {"dot": ".", "middleDot": "·", "hyphen": "-", "underscore": "_", "heavy": "_"}


def _tabs(cascade: Cascade) -> tuple[TabStop, ...]:
    """The tab stops of all levels; a nearer level may take one away."""
    stops: dict[float, TabStop | None] = {}
    for level in cascade:
        for tab in level["w:tabs"].iterchildren(w("tab")) if "w:tabs" in level else ():
            at = number(attr(tab, "pos")) / TWIPS
            kind = attr(tab) or "left"
            align = {"start": "left", "end": "right", "num": "left"}.get(kind, kind)
            stop = None if align not in ("left", "center", "right", "decimal") else TabStop(
                at, align, _LEADERS.get(attr(tab, "leader") or "")  # type: ignore[arg-type]
            )  # fmt: skip
            stops.setdefault(at, stop)
    return tuple(stop for _, stop in sorted(stops.items()) if stop)
