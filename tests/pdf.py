"""What a person sees in a PDF file, for tests, read by PDFium."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def text_of(file: bytes | Path, page: int | None = None) -> str:
    """The characters of a page, or of all, in the order in which they are drawn, without any white space."""
    document = pdfium.PdfDocument(file)
    pages = document if page is None else [document[page]]
    units = "".join("".join(_characters(p.get_textpage())) for p in pages)
    # PDFium counts in halves of characters.
    return squeezed(units.encode("utf-16", "surrogatepass").decode("utf-16"))


def squeezed(text: str) -> str:
    """Text as :func:`text_of` gives it: without white space and what nobody sees, and in the form KC, since PDFium
    takes ligatures apart."""
    text = text.replace("\u2011", "-")  # drawn as a hyphen, and copied as one
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace() and c > " ")


def _characters(text: pdfium.PdfTextPage) -> list[str]:
    found = []
    for index in range(text.count_chars()):
        if not raw.FPDFText_IsGenerated(text, index):
            # PDFium says of a hyphen at a line's end that it is none.
            char = "-" if raw.FPDFText_IsHyphen(text, index) == 1 else chr(raw.FPDFText_GetUnicode(text, index))
            found.append(char)
    return [char for char in found if char > " " and not char.isspace()]
