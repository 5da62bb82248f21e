"""Pages → a PDF/A-2b file (ISO 19005-2): fonts embedded as far as they are used, text that can be copied and searched.

The objects and the file's structure are pydyf's, subsetting is HarfBuzz's. Every page's operators are ready when they
come; the fonts are cut down when the file is finished, so that a file of thousands of pages holds each glyph once.
"""

from __future__ import annotations

import io
import struct
import sys
import unicodedata
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape

import pydyf
import uharfbuzz as hb
from PIL import ImageCms

from retire_docs.forms import metrics
from retire_docs.forms.printing import marks, pictures
from retire_docs.forms.printing.faces import NO_BREAK_HYPHEN, Face, Faces
from retire_docs.forms.printing.pages import Page

LANGUAGE = "zh-CN"
_LEVEL = 1  # of compression: 6 makes files a tenth smaller and takes twice as long
_EM = 1000  # PDF measures glyphs in thousandths of an em
_OUTLINES = ("glyf", "loca", "head", "hhea", "hmtx", "maxp", "CFF ", "CFF2", "fvar", "gvar", "avar", "HVAR")
"""The tables of a font that say how its glyphs look and how wide they are: all that a PDF needs."""
_SYMBOLIC = 4


class Pdf:
    """A PDF being written. ``pages`` counts what it has so far."""

    def __init__(self, faces: Faces, title: str) -> None:
        self.pages = 0
        self._faces = faces
        self._title = "".join(c for c in " ".join(title.split()) if c.isprintable())
        self._file = pydyf.PDF()
        self._used: defaultdict[str, set[str]] = defaultdict(set)
        self._pictures: dict[str, pydyf.Stream] = {}
        self._bookmarks: list[tuple[str, int]] = []
        self._fonts, self._images = pydyf.Dictionary(), pydyf.Dictionary()
        self._resources = pydyf.Dictionary({"Font": self._fonts, "XObject": self._images})
        self._file.add_object(self._resources)

    def add(self, pages: Iterable[Page]) -> None:
        """Add pages."""
        for page in pages:
            self.pages += 1
            operators = f"1 0 0 1 0 {page.height:.2f} cm\n" + "\n".join(page.drawing.operators)
            content = _stream(operators.encode("latin-1"))
            self._file.add_object(content)
            for face, text in page.drawing.used:
                self._used[face].update(text)
            for name, data in page.drawing.pictures.items():
                self._picture(name, data)
            self._file.add_page(
                pydyf.Dictionary(
                    {
                        "Type": "/Page",
                        "Parent": self._file.pages.reference,
                        "MediaBox": pydyf.Array([0, 0, round(page.width, 2), round(page.height, 2)]),
                        "Resources": self._resources.reference,
                        "Contents": content.reference,
                    }
                )
            )

    def bookmark(self, title: str) -> None:
        """Let readers find by ``title`` the page that comes next."""
        self._bookmarks.append((title, self.pages))

    def blank(self, width: float, height: float) -> None:
        """Add an empty page: the back of a sheet."""
        self.add([Page(width, height)])

    def finish(self) -> bytes:
        """The whole file."""
        for name in sorted(self._used):
            if name == marks.FACE:
                font = self._marks(self._used[name])
            else:
                font = self._font(self._faces[name], self._used[name])
            self._fonts[name] = font.reference
        self._list_bookmarks()
        self._describe()
        out = io.BytesIO()
        self._file.write(out, version=b"1.7", identifier=True, compress=True)
        return out.getvalue()

    def _add(self, entries: dict[str, object]) -> pydyf.Dictionary:
        dictionary = pydyf.Dictionary(entries)
        self._file.add_object(dictionary)
        return dictionary

    def _add_stream(self, data: bytes, **entries: object) -> pydyf.Stream:
        stream = _stream(data, **entries)
        self._file.add_object(stream)
        return stream

    def _list_bookmarks(self) -> None:
        """The outline (ISO 32000-1, 12.3.3): a flat list."""
        if not self._bookmarks:
            return
        outline = self._add({"Type": "/Outlines", "Count": len(self._bookmarks)})
        pages = self._file.page_references
        items = [
            self._add(
                {
                    "Title": pydyf.String(title),
                    "Parent": outline.reference,
                    "Dest": pydyf.Array([pages[page], "/Fit"]),
                }
            )
            for title, page in self._bookmarks
            if page < self.pages
        ]
        for one, two in pairwise(items):
            one["Next"], two["Prev"] = two.reference, one.reference
        outline["First"], outline["Last"] = items[0].reference, items[-1].reference
        self._file.catalog["Outlines"] = outline.reference

    def _describe(self) -> None:
        """Title, language, and what makes it PDF/A-2b: the metadata and the meaning of its colours."""
        profile = self._add_stream(_srgb(), N=3)
        intent = self._add(
            {
                "Type": "/OutputIntent",
                "S": "/GTS_PDFA1",
                "OutputConditionIdentifier": pydyf.String("sRGB"),
                "DestOutputProfile": profile.reference,
            }
        )
        metadata = pydyf.Stream(
            [_XMP.format(title=escape(self._title)).encode()], {"Type": "/Metadata", "Subtype": "/XML"}
        )
        self._file.add_object(metadata)
        self._file.info["Title"] = pydyf.String(self._title)
        self._file.catalog["Lang"] = pydyf.String(LANGUAGE)
        self._file.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        self._file.catalog["Metadata"] = metadata.reference
        self._file.catalog["OutputIntents"] = pydyf.Array([intent.reference])

    # Fonts

    def _font(self, face: Face, text: Iterable[str]) -> pydyf.Dictionary:
        """A composite font whose character codes are the glyph numbers of the whole font."""
        characters = _characters(face, text)
        program = _subset(face.face, characters)
        name = f"/{_tag(program.data)}+{_postscript(face)}"
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": _SYMBOLIC,
            "FontBBox": pydyf.Array(_box(face)),
            "ItalicAngle": 0,
            "Ascent": round(face.ascent * _EM),
            "Descent": -round(face.descent * _EM),
            "CapHeight": 700,
            "StemV": 80,
        }
        descendant = {
            "Type": "/Font",
            "BaseFont": name,
            "CIDSystemInfo": pydyf.Dictionary(
                {"Registry": pydyf.String("Adobe"), "Ordering": pydyf.String("Identity"), "Supplement": 0}
            ),
            "DW": _EM,
            "W": pydyf.Array(_widths(face, characters)),
        }
        if program.numbers is None:
            descendant["Subtype"] = "/CIDFontType0"
            descriptor["FontFile3"] = self._add_stream(program.data, Subtype="/CIDFontType0C").reference
        else:
            descendant["Subtype"] = "/CIDFontType2"
            descendant["CIDToGIDMap"] = self._add_stream(_table(program.numbers)).reference
            descriptor["FontFile2"] = self._add_stream(program.data, Length1=len(program.data)).reference
        descendant["FontDescriptor"] = self._add(descriptor).reference
        return self._add(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": name,
                "Encoding": "/Identity-H",
                "DescendantFonts": pydyf.Array([self._add(descendant).reference]),
                "ToUnicode": self._add_stream(_to_unicode(characters, 4)).reference,
            }
        )

    def _marks(self, used: set[str]) -> pydyf.Dictionary:
        """The Type 3 font of boxes and ticks."""
        procedures, differences, widths = pydyf.Dictionary(), pydyf.Array(), pydyf.Array()
        codes = {marks.CODES[mark]: mark for mark in sorted(used, key=marks.CODES.__getitem__)}
        first, last = min(codes), max(codes)
        for code in range(first, last + 1):
            width = round(metrics.advance(codes[code]) * _EM) if code in codes else 0
            widths.append(width)
            if code in codes:
                outline = f"{width} 0 0 -200 1000 900 d1 {marks.OUTLINES[codes[code]]}"
                procedures[f"m{code}"] = self._add_stream(outline.encode()).reference
                differences += [code, f"/m{code}"]
        encoding = self._add({"Type": "/Encoding", "Differences": differences})
        return self._add(
            {
                "Type": "/Font",
                "Subtype": "/Type3",
                "FontBBox": pydyf.Array([0, -200, _EM, 900]),
                "FontMatrix": pydyf.Array([0.001, 0, 0, 0.001, 0, 0]),
                "CharProcs": procedures,
                "Encoding": encoding.reference,
                "FirstChar": first,
                "LastChar": last,
                "Widths": widths,
                "Resources": pydyf.Dictionary(),
                "ToUnicode": self._add_stream(_to_unicode(codes, 2)).reference,
            }
        )

    def _picture(self, name: str, data: bytes) -> None:
        if name not in self._pictures:
            image = pictures.embeddable(data)
            stream = pydyf.Stream([image.data], {"Type": "/XObject", "Subtype": "/Image", **image.entries})
            self._file.add_object(stream)
            self._pictures[name] = stream
            self._images[name] = stream.reference


def _stream(data: bytes, **entries: object) -> pydyf.Stream:
    """A compressed stream: compressed here, once, not whenever pydyf asks for it."""
    return pydyf.Stream([zlib.compress(data, _LEVEL)], {"Filter": "/FlateDecode", **entries})


class _Program(NamedTuple):
    """A font cut down. ``numbers``: where its glyphs were → where they are; None: they are where they were."""

    data: bytes
    numbers: Mapping[int, int] | None


def _subset(face: hb.Face, wanted: Iterable[int]) -> _Program:
    """A font of some glyphs. Those of a TrueType font move up, which a table in the PDF undoes; compact outlines
    (CFF) have no such table: their glyphs keep their numbers. Of a variable font it is the usual instance."""
    bare, tags = _bare(face), set(face.table_tags)
    compact = not tags.isdisjoint(("CFF ", "CFF2"))
    cut = hb.SubsetInput()
    cut.glyph_set.update(wanted)
    cut.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    if "fvar" in tags:
        cut.pin_all_axes_to_default(bare)
    if compact:
        cut.flags |= hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.CFF_IDENTITY_CHARSET
    if "CFF2" in tags:
        cut.flags |= hb.SubsetFlags.DOWNGRADE_CFF2
    plan = hb.SubsetPlan(bare, cut)
    font = plan.execute()
    if compact:
        return _Program(bytes(font.reference_table("CFF ").data), None)
    return _Program(bytes(font.blob.data), dict(plan.old_to_new_glyph_mapping.items()))


@lru_cache(maxsize=4)
def _bare(face: hb.Face) -> hb.Face:
    """A face with nothing but outlines: HarfBuzz cuts it down ten times as fast, since it has no characters to see
    through."""
    tables = {tag: bytes(face.reference_table(tag).data) for tag in _OUTLINES if tag in face.table_tags}
    return hb.Face.create_for_tables(lambda _, tag, __: tables.get(tag), None)


def _characters(face: Face, text: Iterable[str]) -> dict[int, str]:
    """Glyph → the character that it stands for. Where several share a glyph (the space and U+00A0, a usual ideograph
    and its double among the compatibility ones) it is the usual one that is copied and found: pages have nothing but
    the numbers of glyphs."""
    found: dict[int, str] = {}
    for char in text:
        if glyph := face.glyph(char):
            number = int(glyph.code, 16)
            found[number] = min(found[number], char, key=_unusual) if number in found else char
    return found


def _unusual(char: str) -> tuple[bool, str]:
    return char == NO_BREAK_HYPHEN or not unicodedata.is_normalized("NFKC", char), char


def _box(face: Face) -> list[int]:
    """The box that holds every glyph of a font, from its table ``head``."""
    sides = struct.unpack(">4h", face.face.reference_table("head").data[36:44])
    return [round(side / face.em * _EM) for side in sides]


def _table(numbers: Mapping[int, int]) -> bytes:
    """The table from codes to glyphs, two bytes each."""
    table = array("H", bytes(2 * (max(numbers) + 1)))
    for code, number in numbers.items():
        table[code] = number
    if sys.byteorder == "little":
        table.byteswap()
    return table.tobytes()


def _widths(face: Face, numbers: Iterable[int]) -> Iterator[object]:
    """The advances that are not an em."""
    for number in sorted(numbers):
        width = round(face.advance(number) * _EM)
        if width != _EM:
            yield from (number, pydyf.Array([width]))


def _to_unicode(characters: dict[int, str], digits: int) -> bytes:
    """The CMap that says which text the codes stand for."""
    lines = [_line(code, char, digits) for code, char in sorted(characters.items())]
    blocks = [lines[i : i + 100] for i in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return _CMAP.format(low="0" * digits, high="F" * digits, body=body).encode()


@lru_cache(maxsize=16384)
def _line(code: int, char: str, digits: int) -> str:
    return f"<{code:0{digits}X}> <{char.encode('utf-16-be').hex().upper()}>"


def _tag(program: bytes) -> str:
    """Six letters that tell this subset of a font from others."""
    number = zlib.crc32(program)
    return "".join(chr(ord("A") + number // 26**i % 26) for i in range(6))


def _postscript(face: Face) -> str:
    name = face.face.get_name(6, "en") or face.file.stem
    return "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_")) or "Font"


@cache
def _srgb() -> bytes:
    """The profile of sRGB: what is in it is of version 4.2, the last that PDF 1.7 knows; dated, so that the same
    pages make the same file."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data[8:12] = bytes((4, 0x20, 0, 0))
    data[24:36] = struct.pack(">6H", 2024, 1, 1, 0, 0, 0)
    data[84:100] = bytes(16)  # the checksum, which may be left out
    return bytes(data)


_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<{low}> <{high}>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
