"""The few WordprocessingML names and lengths that reading a template needs (ECMA-376)."""

from __future__ import annotations

import math
import re
from functools import cache

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
NS = {"w": W, "w14": W14}
TWIPS = 20.0
"""Twentieths of a point, the unit of most lengths in a Word file."""


def w(tag: str) -> str:
    """``w("p")`` → the qualified name of ``<w:p>``."""
    return f"{{{W}}}{tag}"


def attr(element: etree._Element | None, name: str = "val") -> str | None:
    """A ``w:`` attribute of an element that may be missing."""
    return None if element is None else element.get(w(name))


def find(element: etree._Element, path: str) -> etree._Element | None:
    """The first element at a path of prefixed names, e.g. ``w:rPr/w:sz``."""
    qualified = _qualified(path)
    if "/" in path:
        return element.find(qualified)
    return next(element.iterchildren(qualified), None)  # half the time of the other, and asked for a thousand times


@cache
def _qualified(path: str) -> str:
    """A path with its names written out: lxml would look the prefixes up anew each time."""
    return "/".join(f"{{{NS[step.partition(':')[0]]}}}{step.partition(':')[2]}" for step in path.split("/"))


def points(element: etree._Element | None, name: str) -> float:
    """A length attribute in points; 0 where there is none. Lengths are twentieths of a point or name their unit."""
    value = attr(element, name) or ""
    for unit, size in _UNITS.items():
        if value.endswith(unit):
            return number(value.removesuffix(unit)) * size
    return number(value) / TWIPS


_UNITS = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pc": 12.0, "pi": 12.0}


def number(text: str | None, default: float = 0.0) -> float:
    """A number as an attribute gives it; anything else counts as ``default``."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if math.isfinite(value) else default


def integer(text: str | None, default: int, low: int, high: int) -> int:
    """A whole number as an attribute gives it, between two bounds; anything else counts as ``default``."""
    return max(low, min(int(number(text, default)), high))


def colour_of(text: str | None) -> str | None:
    """A colour of six hex digits; None for ``auto`` and whatever is none."""
    return text if text and re.fullmatch("[0-9A-Fa-f]{6}", text) else None


def code_of(text: str | None) -> int:
    """A character's code in hex digits; 0 for whatever is none."""
    return int(text, 16) if text and re.fullmatch("[0-9A-Fa-f]{1,5}", text) else 0
