"""Numbers before paragraphs: reading their levels, counting, and writing the number (ECMA-376, 17.9, 17.18.59)."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from lxml import etree

from retire_docs.forms.ooxml import attr, find, integer, w
from retire_docs.forms.printing.looks import Theme, text_style
from retire_docs.forms.printing.marks import of_symbol
from retire_docs.forms.printing.tree import Level, Numbering
from retire_docs.forms.styles import Cascade, as_level

_LEVELS = 9
_SUFFIXES: dict[str, Literal["tab", "space", "nothing"]] = {"space": "space", "nothing": "nothing"}
_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]  # fmt: skip


class NumberingReader:
    """The numberings that a document defines."""

    def __init__(self, part: bytes | None, fonts: Theme) -> None:
        root = etree.fromstring(part) if part else etree.Element(w("numbering"))
        self._fonts = fonts
        self._abstract = {attr(a, "abstractNumId"): a for a in root.iter(w("abstractNum"))}
        self._numbers = {attr(n, "numId"): n for n in root.iter(w("num"))}

    def of(self, cascade: Cascade, mark: Cascade) -> tuple[Numbering, etree._Element] | None:
        """The numbering of a paragraph and the level element that also indents it."""
        own = cascade.first("w:numPr")
        if own is None:
            return None
        number = self._numbers.get(attr(find(own, "w:numId")))
        if number is None:
            return None
        abstract = self._abstract.get(attr(find(number, "w:abstractNumId")))
        if abstract is None:
            return None
        level = integer(attr(find(own, "w:ilvl")), 0, 0, _LEVELS - 1)
        found = [self._level(abstract, number, n) for n in range(level + 1)]
        if any(element is None for element in found):
            return None
        levels = tuple(self._read(element, number, mark) for element in found if element is not None)
        element = found[level]
        assert element is not None
        anew = attr(number, "numId") if find(number, "w:lvlOverride/w:startOverride") is not None else None
        return Numbering(str(attr(find(number, "w:abstractNumId"))), level, levels, anew), element

    @staticmethod
    def _level(abstract: etree._Element, number: etree._Element, level: int) -> etree._Element | None:
        for override in number.iter(w("lvlOverride")):
            if attr(override, "ilvl") == str(level) and (own := find(override, "w:lvl")) is not None:
                return own
        return next((e for e in abstract.iter(w("lvl")) if attr(e, "ilvl") == str(level)), None)

    def _read(self, element: etree._Element, number: etree._Element, mark: Cascade) -> Level:
        own = find(element, "w:rPr")
        style = text_style(Cascade((as_level(own), *mark)) if own is not None else mark, self._fonts)
        start = attr(find(element, "w:start")) or "1"
        for override in number.iter(w("lvlOverride")):
            if attr(override, "ilvl") == attr(element, "ilvl"):
                start = attr(find(override, "w:startOverride")) or start
        suffix = _SUFFIXES.get(attr(find(element, "w:suff")) or "", "tab")
        text = attr(find(element, "w:lvlText")) or ""
        form = attr(find(element, "w:numFmt")) or "decimal"
        if form == "bullet":
            text = "".join(of_symbol(style.western, ord(c)) or ("•" if 0xE000 <= ord(c) < 0xF900 else c) for c in text)
        return Level(form, text, integer(start, 1, 0, 100_000), suffix, style)


class Counters:
    """Where the numberings stand as a document is set."""

    def __init__(self) -> None:
        self._at: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[str] = set()

    def next(self, numbering: Numbering) -> str:
        """Count one on and write the number."""
        at = self._at[numbering.list]
        if numbering.anew and numbering.anew not in self._begun:
            self._begun.add(numbering.anew)
            at.clear()
        for deeper in [level for level in at if level > numbering.level]:
            del at[deeper]
        for level in range(numbering.level):
            at.setdefault(level, numbering.levels[level].start)
        own = numbering.levels[numbering.level]
        at[numbering.level] = at[numbering.level] + 1 if numbering.level in at else own.start
        text = own.text
        for level in range(numbering.level + 1):
            text = text.replace(f"%{level + 1}", written(at[level], numbering.levels[level].format))
        return text


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; a form that we don't know is written in digits."""
    match form:
        case "none" | "bullet":
            return ""
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "ideographDigital"
            | "japaneseCounting"
            | "taiwaneseCounting"
        ):
            return _counted(number)
        case "chineseLegalSimplified":
            return _counted(number, _LEGAL_DIGITS, "拾佰仟")
        case "ideographTraditional":
            return _STEMS[(number - 1) % 10]
        case "ideographZodiac":
            return _BRANCHES[(number - 1) % 12]
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            roman = _roman(number)
            return roman.upper() if form == "upperRoman" else roman
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= number <= 20:
            return chr(0x2460 + number - 1)
        case "decimalFullWidth":
            return "".join(chr(ord(c) + 0xFEE0) for c in str(number))
        case "numberInDash":
            return f"- {number} -"
        case "decimalZero":
            return f"{number:02}"
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


def _counted(number: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五; 10,000 and more in digits."""
    if not 0 < number < 10_000:
        return str(number)
    out, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            out += ("零" if zero else "") + digits[digit] + (units[power - 1] if power else "")
            zero = False
        elif out:
            zero = True
    return out[1:] if out.startswith("一十") and digits is _DIGITS else out
