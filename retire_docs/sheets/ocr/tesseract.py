"""Tesseract, through pytesseract: the second engine. It is a program of its own that users install."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytesseract

from retire_docs.errors import Fault, MissingProgram
from retire_docs.sheets.ocr.engine import Glyph, Gray, Line, Placed

_LANGUAGE = "chi_sim"
_LINE, _PAGE = "--psm 7", "--psm 11"
_LONGEST = 60
"""Seconds for a page."""
_ADVICE = (
    "安装：Debian、Ubuntu 用 apt-get install tesseract-ocr tesseract-ocr-chi-sim；Windows 用安装程序并勾选简体中文；"
    "macOS 用 brew install tesseract tesseract-lang。或去掉 --ocr tesseract"
)


class TesseractEngine:
    """Reads by Tesseract."""

    name = "tesseract"

    def __init__(self) -> None:
        try:
            languages = pytesseract.get_languages()
        except (pytesseract.TesseractNotFoundError, OSError):
            raise MissingProgram(Fault("Tesseract", "没有安装，--ocr tesseract 用不了", _ADVICE)) from None
        if _LANGUAGE not in languages:
            raise MissingProgram(Fault("Tesseract", "没有装简体中文（chi_sim）", _ADVICE))

    def read(self, strips: Sequence[Gray]) -> list[Line]:
        """Read strips, one run of the program each."""
        return [Line(tuple(glyph for _, glyphs in _words(strip, _LINE) for glyph in glyphs)) for strip in strips]

    def find(self, page: Gray) -> list[Placed]:
        """Find the words of a page and read them."""
        return [
            Placed(Line(tuple(g._replace(left=g.left - left, right=g.right - left) for g in glyphs)), *box)
            for box, glyphs in _words(page, _PAGE)
            for left in (box[0],)
        ]


def _words(picture: Gray, mode: str) -> Iterator[tuple[tuple[float, float, float, float], list[Glyph]]]:
    """The words that Tesseract finds: box and characters, each taking its share of the word's width."""
    try:
        data: dict[str, list[Any]] = pytesseract.image_to_data(
            picture, lang=_LANGUAGE, config=mode, timeout=_LONGEST, output_type=pytesseract.Output.DICT
        )
    except (pytesseract.TesseractError, RuntimeError, ValueError, SystemError):
        return
    for text, conf, left, top, width, height in zip(
        *(data[key] for key in ("text", "conf", "left", "top", "width", "height")), strict=True
    ):
        word = re.sub(r"\s", "", str(text))
        if word and float(conf) >= 0:
            share = width / len(word)
            box = (float(left), float(top), float(left + width), float(top + height))
            yield (
                box,
                [Glyph(c, left + n * share, left + (n + 1) * share, float(conf) / 100) for n, c in enumerate(word)],
            )
