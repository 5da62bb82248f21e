"""The shipped font, lent to PDFium for Chinese fonts that neither a file nor the system has."""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from retire_docs.office import FONTS

_SHIPPED = FONTS / "NotoSerifSC-Regular.ttf"
_LENT = 0x52444F43
"""The handle by which PDFium knows the shipped font: any number that is not an address."""
_CHINESE = (
    raw.FXFONT_GB2312_CHARSET, raw.FXFONT_CHINESEBIG5_CHARSET, raw.FXFONT_SHIFTJIS_CHARSET, raw.FXFONT_HANGEUL_CHARSET,
)  # fmt: skip


@cache
def lend_font() -> None:
    """Let PDFium have the shipped font for Chinese fonts that neither the file nor the system has: without any it loses
    single characters and repeated lines, and draws nothing."""
    base = getattr(pdfium, "PdfSysfontBase", None)
    if base is not None and base.SINGLETON is None:
        type("_Lender", (_Lending, base), {})().setup()


class _Lending:
    """Answers PDFium's questions for fonts, see fpdf_sysfontinfo.h; all others go to ``default``."""

    default: Any

    def MapFont(  # noqa: N802
        self, _: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any
    ) -> int | None:
        found: int | None = self.default.MapFont(self.default, weight, italic, charset, pitch, face, exact)
        return found or (_LENT if charset in _CHINESE else None)

    def GetFontData(self, _: Any, font: int, table: int, buffer: Any, size: int) -> int:  # noqa: N802
        if font != _LENT:
            return int(self.default.GetFontData(self.default, font, table, buffer, size))
        data = _shipped_table(table)
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def GetFaceName(self, _: Any, font: int, buffer: Any, size: int) -> int:  # noqa: N802
        if font != _LENT:
            return int(self.default.GetFaceName(self.default, font, buffer, size))
        if buffer and size > len(_SHIPPED.stem):
            ctypes.memmove(buffer, _SHIPPED.stem.encode() + b"\0", len(_SHIPPED.stem) + 1)
        return len(_SHIPPED.stem) + 1

    def GetFontCharset(self, _: Any, font: int) -> int:  # noqa: N802
        if font != _LENT:
            return int(self.default.GetFontCharset(self.default, font))
        return int(raw.FXFONT_GB2312_CHARSET)

    def DeleteFont(self, _: Any, font: int) -> None:  # noqa: N802
        if font != _LENT:
            self.default.DeleteFont(self.default, font)


@cache
def _shipped_table(tag: int) -> bytes:
    """A table of the shipped font; all of it for 0."""
    data = _SHIPPED.read_bytes()
    if not tag:
        return data
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        name, _, start, length = struct.unpack_from(">4I", data, 12 + 16 * number)
        if name == tag:
            return data[start : start + length]
    return b""
