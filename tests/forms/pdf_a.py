"""Whether a file is PDF/A-2b (ISO 19005-2), clause by clause; independent of what writes it: pikepdf reads the file,
fontTools the fonts in it.

``violations(data)`` gives one line for each breach, its clause first. Level U (6.2.11.7.2: text can be copied) is
looked at too. Checked are the requirements that our files can touch; a kind of font or colour that they never have is
itself a finding, so that nothing goes unchecked.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pikepdf
from fontTools.cffLib import CFFFontSet
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

_FILTERS = {"/ASCIIHexDecode", "/ASCII85Decode", "/FlateDecode", "/RunLengthDecode", "/CCITTFaxDecode", "/JBIG2Decode",
            "/DCTDecode", "/JPXDecode"}  # fmt: skip
_GENERAL = {"w", "J", "j", "M", "d", "ri", "i", "gs", "q", "Q", "cm"}
_COLOURS = {"CS", "cs", "SC", "SCN", "sc", "scn", "G", "g", "RG", "rg", "K", "k"}
_TEXT = {"Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*", "Tj", "TJ", "'", '"', "BT", "ET"}
_MARKED = {"MP", "DP", "BMC", "BDC", "EMC", "BX", "EX"}
_PATHS = {"m", "l", "c", "v", "y", "h", "re", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n", "W", "W*"}
_OPERATORS = _GENERAL | _COLOURS | _TEXT | _MARKED | _PATHS | {"sh", "Do", "d0", "d1", "INLINE IMAGE"}
_IN_TEXT = (_GENERAL - {"q", "Q", "cm"}) | _COLOURS | _TEXT | _MARKED
_OF_COLOUR = {"rg": "RGB", "RG": "RGB", "k": "CMYK", "K": "CMYK", "g": "GRAY", "G": "GRAY"}
_SPACES = {"/DeviceRGB": "RGB", "/DeviceCMYK": "CMYK", "/DeviceGray": "GRAY"}
_COMPONENTS = {b"GRAY": 1, b"RGB ": 3, b"Lab ": 3, b"CMYK": 4}
_INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}
_BLENDS = {"/Normal", "/Compatible", "/Multiply", "/Screen", "/Overlay", "/Darken", "/Lighten", "/ColorDodge",
           "/ColorBurn", "/HardLight", "/SoftLight", "/Difference", "/Exclusion", "/Hue", "/Saturation", "/Color",
           "/Luminosity"}  # fmt: skip
_ACTIONS = {"/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/JavaScript", "/Hide", "/SetOCGState",
            "/Rendition", "/Trans", "/GoTo3DView"}  # fmt: skip
_DEEPEST = 28
_INTEGER, _STRING, _NAME, _OBJECTS = 2**31 - 1, 32767, 127, 8388607
_CID = 65535
_TOLERANCE = 1  # of a width, in thousandths of an em

_RDF, _X = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "adobe:ns:meta/"
_PART, _DC = "http://www.aiim.org/pdfa/ns/id/", "http://purl.org/dc/elements/1.1/"
_XMP, _PDF = "http://ns.adobe.com/xap/1.0/", "http://ns.adobe.com/pdf/1.3/"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TWINS = {
    "/Title": (_DC, "title"), "/Author": (_DC, "creator"), "/Subject": (_DC, "description"),
    "/Keywords": (_PDF, "Keywords"), "/Creator": (_XMP, "CreatorTool"), "/Producer": (_PDF, "Producer"),
    "/CreationDate": (_XMP, "CreateDate"), "/ModDate": (_XMP, "ModifyDate"),
}  # fmt: skip
_PREDEFINED = {
    _PART: {"part", "conformance", "amd", "corr"},
    _DC: {"contributor", "coverage", "creator", "date", "description", "format", "identifier", "language",
          "publisher", "relation", "rights", "source", "subject", "title", "type"},
    _XMP: {"CreateDate", "CreatorTool", "Identifier", "Label", "MetadataDate", "ModifyDate", "Nickname", "Rating"},
    _PDF: {"Keywords", "PDFVersion", "Producer", "Trapped"},
}  # fmt: skip


class Use(NamedTuple):
    """A place where an operator stands: in the stream of ``where``, with the resources that it names."""

    where: str
    operator: str
    operands: Sequence[Any]
    resources: Any


@dataclass
class Font:
    """A font that text is set in, and the codes that are shown in it."""

    dictionary: Any
    codes: set[int] = field(default_factory=set)
    odd: bool = False

    @property
    def name(self) -> str:
        return str(self.dictionary.get("/BaseFont", self.dictionary.get("/Subtype")))


class File:
    """The file being looked at. ``uses`` are all operators of all content that is shown, ``fonts`` what shows text."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
        self.root: Any = self.pdf.Root
        self.uses: list[Use] = []
        self.faults: list[str] = []
        self.fonts: dict[tuple[int, int], Font] = {}
        for number, page in enumerate(self.pdf.pages, 1):
            self._read(f"page {number}", page.obj, page.obj.get("/Resources"))

    def _read(self, where: str, content: Any, resources: Any) -> None:
        """Read a content stream and those that it draws."""
        if resources is None:
            self.faults.append(f"6.2.2: {where} has no resources of its own")
            resources = pikepdf.Dictionary()
        reading = _Reading(self, where, resources)
        for operator, operands in _operations(content):
            reading.take(operator, operands)
        reading.end()

    def draw(self, where: str, shown: Any) -> None:
        """Go into a form that is drawn."""
        if shown.get("/Subtype") == "/Form":
            self._read(where, shown, shown.get("/Resources"))

    def font(self, where: str, dictionary: Any) -> Font:
        """The font's record; a Type 3 font's glyphs are content too."""
        found = self.fonts.get(dictionary.objgen)
        if found is None:
            found = self.fonts[dictionary.objgen] = Font(dictionary)
            for name, procedure in dict(dictionary.get("/CharProcs", {})).items():
                self._read(f"glyph {name}", procedure, dictionary.get("/Resources"))
        return found

    @cached_property
    def objects(self) -> list[Any]:
        """Every object, those inside others too."""
        return [inner for item in self.pdf.objects for inner in _within(item)]

    @cached_property
    def dictionaries(self) -> list[Any]:
        """Every dictionary and the dictionary of every stream."""
        return [item for item in self.objects if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream))]

    @cached_property
    def streams(self) -> list[Any]:
        return [item for item in self.dictionaries if isinstance(item, pikepdf.Stream)]

    @cached_property
    def images(self) -> list[Any]:
        return [item for item in self.streams if item.get("/Subtype") == "/Image"]

    @cached_property
    def profiles(self) -> list[Any]:
        """The profiles of the output intents for PDF/A."""
        found = [
            i.get("/DestOutputProfile") for i in self.root.get("/OutputIntents", ()) if i.get("/S") == "/GTS_PDFA1"
        ]
        return [profile for profile in found if profile is not None]

    @cached_property
    def device(self) -> str:
        """What the output intent describes: RGB, CMYK, GRAY or nothing."""
        return self.profiles[0].read_bytes()[16:20].decode("latin-1").strip() if self.profiles else ""

    @cached_property
    def metadata(self) -> etree._Element | None:
        try:
            return etree.fromstring(self.root["/Metadata"].read_bytes())
        except (KeyError, etree.XMLSyntaxError):
            return None

    def property(self, namespace: str, name: str) -> str | None:
        """A property of the metadata as text; of several languages the usual one."""
        if self.metadata is None:
            return None
        for about in self.metadata.iter(f"{{{_RDF}}}Description"):
            if (attribute := about.get(f"{{{namespace}}}{name}")) is not None:
                return attribute
            for element in about.findall(f"{{{namespace}}}{name}"):
                items = list(element.iter(f"{{{_RDF}}}li"))
                usual = [i for i in items if i.get(_LANGUAGE) == "x-default"] or items or [element]
                return usual[0].text or ""
        return None


class _Reading:
    """One content stream being read: what is set where, and whether it is well-formed."""

    def __init__(self, file: File, where: str, resources: Any) -> None:
        self.file, self.where, self.resources = file, where, resources
        self.saved: list[Font | None] = []
        self.font: Font | None = None
        self.in_text = False

    def take(self, operator: str, operands: list[Any]) -> None:
        self.file.uses.append(Use(self.where, operator, operands, self.resources))
        if self.in_text and operator not in _IN_TEXT:
            self._fault(f"{operator} inside a text object")
        match operator:
            case "q":
                self.saved.append(self.font)
                if len(self.saved) == _DEEPEST + 1:
                    self.file.faults.append(f"6.1.13: {self.where}: q nested deeper than {_DEEPEST}")
            case "Q":
                if not self.saved:
                    self._fault("Q without q")
                self.font = self.saved.pop() if self.saved else None
            case "BT" | "ET":
                if self.in_text == (operator == "BT"):
                    self._fault(f"{operator} out of place")
                self.in_text = operator == "BT"
            case "Tf":
                found = self._resource("/Font", operands[0])
                self.font = None if found is None else self.file.font(self.where, found)
            case "Tj" | "'" | '"':
                self._show([operands[-1]])
            case "TJ":
                self._show([item for item in operands[0] if isinstance(item, pikepdf.String)])
            case "Do":
                shown = self._resource("/XObject", operands[0])
                if shown is not None:
                    self.file.draw(f"{self.where} {operands[0]}", shown)

    def end(self) -> None:
        if self.saved or self.in_text:
            self._fault("q without Q" if self.saved else "BT without ET")

    def _fault(self, what: str) -> None:
        self.file.faults.append(f"6.2.2: {self.where}: {what}")

    def _resource(self, kind: str, name: Any) -> Any:
        found = self.resources.get(kind, {}).get(str(name))
        if found is None:
            self._fault(f"{name} is not among its resources")
        return found

    def _show(self, strings: list[Any]) -> None:
        if self.font is None:
            self._fault("text without a font")
            return
        if not self.in_text:
            self._fault("text outside a text object")
        for shown in map(bytes, strings):
            if self.font.dictionary.get("/Subtype") == "/Type0":
                self.font.odd |= len(shown) % 2 == 1
                self.font.codes.update(struct.unpack(f">{len(shown) // 2}H", shown[: len(shown) // 2 * 2]))
            else:
                self.font.codes.update(shown)


def _operations(content: Any) -> Iterator[tuple[str, list[Any]]]:
    for instruction in pikepdf.parse_content_stream(content):
        yield str(instruction.operator), list(instruction.operands)


def _within(item: Any) -> Iterator[Any]:
    """An object and all direct objects in it."""
    yield item
    if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        inner = [item[key] for key in item.keys()]  # noqa: SIM118  pikepdf's dictionaries do not iterate as dicts
    elif isinstance(item, pikepdf.Array):
        inner = list(item)
    else:
        return
    for child in inner:
        if not getattr(child, "is_indirect", False):
            yield from _within(child)


def violations(data: bytes) -> list[str]:
    """What in a file is not as PDF/A-2b has it; empty where all is well."""
    try:
        file = File(data)
    except pikepdf.PdfError as error:
        return [f"6.1.1: cannot be read: {error}"]
    return [fault for check in CHECKS for fault in _found(check, file)]


def _found(check: Callable[[File], Iterator[str]], file: File) -> Iterator[str]:
    try:
        yield from check(file)
    except pikepdf.PdfError as error:
        yield f"6.1.7.1: a stream cannot be read: {error}"


# 6.1 File structure


def header(file: File) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7](\r\n|\n|\r)%[\x80-\xff]{4}", file.data):
        yield "6.1.2: no header with a comment of four bytes above 127 in the next line"


def trailer(file: File) -> Iterator[str]:
    identifier = file.pdf.trailer.get("/ID")
    # pikepdf makes up an ID in memory for none: only what stands in the file counts.
    if identifier is None or len(identifier) != 2 or not all(map(bytes, identifier)) or b"/ID" not in file.data:
        yield "6.1.3: no file identifier"
    if "/Encrypt" in file.pdf.trailer:
        yield "6.1.3: encrypted"
    if not re.search(rb"%%EOF(\r\n|\n|\r)?\Z", file.data):
        yield "6.1.3: something after the end of the file"


def structure(file: File) -> Iterator[str]:
    """6.1.4, 6.1.9: what qpdf finds wrong."""
    yield from (f"6.1.4: {problem}" for problem in file.pdf.check_pdf_syntax())


_HEAD = re.compile(rb"(?<=[\r\n])\d+ \d+ obj[\r\n]((?:(?!endobj).)*?)(?<=>>)[\r\n ]*stream(\r\n|\n|\r)", re.S)


def stream_lengths(file: File) -> Iterator[str]:
    at = 0
    while found := _HEAD.search(file.data, at):
        length = re.search(rb"/Length (\d+)(?! \d+ R)", found[1])
        if found[2] == b"\r":
            yield f"6.1.7.1: the word stream at {found.start()} ends with a CR alone"
        at = found.end()
        if length is None:
            continue
        end = at + int(length[1])
        if re.match(rb"(\r\n|\n|\r)endstream\b", file.data[end : end + 12]):
            at = end
        else:
            yield f"6.1.7.1: the stream at {found.start()} is not as long as it says"


def streams(file: File) -> Iterator[str]:
    for stream in file.streams:
        for key in ("/F", "/FFilter", "/FDecodeParms"):
            if key in stream:
                yield f"6.1.7.1: a stream with {key}"
        filters = stream.get("/Filter", [])
        for name in [filters] if isinstance(filters, pikepdf.Name) else list(filters):
            if str(name) not in _FILTERS:
                yield f"6.1.7.2: filter {name}"


def names(file: File) -> Iterator[str]:
    for item in file.objects:
        texts: list[Any] = [item] if isinstance(item, pikepdf.Name) else []
        if isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            texts += list(item.keys())
        for text in map(str, texts):
            if len(text.encode("utf-8", "surrogateescape")) - 1 > _NAME:
                yield f"6.1.13: a name of more than {_NAME} bytes"
            if re.search("[\udc80-\udcff]", text):
                yield "6.1.8: a name that is not UTF-8"


def limits(file: File) -> Iterator[str]:
    if len(file.pdf.objects) > _OBJECTS:
        yield f"6.1.13: more than {_OBJECTS} objects"
    operands = [operand for use in file.uses for operand in use.operands]
    flat = [o for operand in operands for o in (operand if isinstance(operand, pikepdf.Array) else [operand])]
    for item in (*file.objects, *flat):
        if isinstance(item, int) and abs(item) > _INTEGER:
            yield f"6.1.13: the integer {item}"
        if isinstance(item, pikepdf.String) and len(bytes(item)) > _STRING:
            yield f"6.1.13: a string of more than {_STRING} bytes"
    for page in file.pdf.pages:
        left, bottom, right, top = map(float, page.mediabox)
        if not (3 <= right - left <= 14400 and 3 <= top - bottom <= 14400):
            yield f"6.1.13: a page of {right - left} × {top - bottom}"


def permissions(file: File) -> Iterator[str]:
    if set(dict(file.root.get("/Perms", {}))) - {"/UR3", "/DocMDP"}:
        yield "6.1.12: permissions of an unknown kind"


# 6.2 Graphics


def content(file: File) -> Iterator[str]:
    yield from file.faults
    for use in file.uses:
        if use.operator not in _OPERATORS:
            yield f"6.2.2: {use.where}: the operator {use.operator} is unknown"
        if use.operator == "ri" and str(use.operands[0]) not in _INTENTS:
            yield f"6.2.6: {use.where}: rendering intent {use.operands[0]}"


def output_intents(file: File) -> Iterator[str]:
    wanted = [intent for intent in file.root.get("/OutputIntents", ()) if intent.get("/S") == "/GTS_PDFA1"]
    if not wanted:
        yield "6.2.3: no output intent for PDF/A"
    for intent in wanted:
        if not isinstance(intent.get("/OutputConditionIdentifier"), pikepdf.String):
            yield "6.2.3: an output intent without OutputConditionIdentifier"
        if "/DestOutputProfileRef" in intent:
            yield "6.2.3: an output intent whose profile is elsewhere"
    if len({profile.objgen for profile in file.profiles}) > 1:
        yield "6.2.3: several output intents of different profiles"
    for profile in file.profiles:
        yield from (f"6.2.3: {fault}" for fault in _profile(profile, (b"prtr", b"mntr"), (b"RGB ", b"CMYK", b"GRAY")))


def _profile(stream: Any, classes: Sequence[bytes], spaces: Sequence[bytes]) -> Iterator[str]:
    """What is wrong with an ICC profile (ICC.1:2004-10, 7.2: its header and tags)."""
    data = stream.read_bytes()
    if len(data) < 132 or data[36:40] != b"acsp" or struct.unpack(">I", data[:4])[0] != len(data):
        yield "the profile is no ICC profile, or not whole"
        return
    if data[12:16] not in classes or data[16:20] not in spaces:
        yield f"the profile is for {data[12:20]!r}"
    if (data[8], data[9] >> 4) > (4, 2):
        yield f"the profile's version is {data[8]}.{data[9] >> 4}; PDF 1.7 knows 4.2"
    if stream.get("/N") != _COMPONENTS.get(data[16:20]):
        yield f"N is {stream.get('/N')}, the profile's colours are {data[16:20]!r}"
    if "/Range" in stream and len(stream["/Range"]) != 2 * int(stream["/N"]):
        yield "Range does not fit N"
    tags = {data[p : p + 4]: struct.unpack(">2I", data[p + 4 : p + 12]) for p in range(132, 132 + 12 * data[131], 12)}
    if not {b"desc", b"wtpt", b"cprt"} <= set(tags):
        yield "the profile lacks a tag that every profile has"
    if any(offset + size > len(data) for offset, size in tags.values()):
        yield "a tag of the profile reaches beyond its end"


def colours(file: File) -> Iterator[str]:
    for where, device in {(use.where, _OF_COLOUR[use.operator]) for use in file.uses if use.operator in _OF_COLOUR}:
        yield from _device(file, where, device)
    for use in file.uses:
        if use.operator in ("cs", "CS"):
            named = use.resources.get("/ColorSpace", {}).get(str(use.operands[0]), use.operands[0])
            yield from _space(file, use.where, named)
        elif use.operator in ("sh", "scn", "SCN") and use.operands and isinstance(use.operands[-1], pikepdf.Name):
            yield f"6.2.4: {use.where}: patterns and shadings are not looked at by this checker"
    for image in file.images:
        if not image.get("/ImageMask"):
            yield from _space(file, "an image", image.get("/ColorSpace"))


def _device(file: File, where: str, device: str) -> Iterator[str]:
    if not file.device or device not in ("GRAY", file.device):
        yield f"6.2.4.3: {where}: colours of a {device} device, the output intent is for {file.device or 'nothing'}"


def _space(file: File, where: str, space: Any) -> Iterator[str]:
    if isinstance(space, pikepdf.Name) and str(space) in _SPACES:
        yield from _device(file, where, _SPACES[str(space)])
    elif isinstance(space, pikepdf.Array) and space[0] == "/ICCBased":
        classes, spaces = (b"scnr", b"mntr", b"prtr", b"spac"), tuple(_COMPONENTS)
        yield from (f"6.2.4.2: {where}: {fault}" for fault in _profile(space[1], classes, spaces))
    else:
        yield f"6.2.4: {where}: the colour space {space!r} is not looked at by this checker"


def graphics_states(file: File) -> Iterator[str]:
    states = [d for d in file.dictionaries if d.get("/Type") == "/ExtGState"]
    states += [
        state
        for d in file.dictionaries
        if isinstance(d.get("/ExtGState"), pikepdf.Dictionary)
        for state in dict(d["/ExtGState"]).values()
    ]
    for state in states:
        if {"/TR", "/HTP"} & set(state.keys()) or state.get("/TR2", "/Default") != "/Default":
            yield "6.2.5: a graphics state with a transfer function or halftone phase"
        if "/HT" in state and state["/HT"].get("/HalftoneType") not in (1, 5):
            yield "6.2.5: a graphics state with a halftone of another type than 1 and 5"
        if str(state.get("/RI", "/Perceptual")) not in _INTENTS:
            yield f"6.2.6: a graphics state with the rendering intent {state['/RI']}"
        if str(state.get("/BM", "/Normal")) not in _BLENDS:
            yield f"6.2.10: the blend mode {state['/BM']}"


def images(file: File) -> Iterator[str]:
    for image in file.images:
        for key in ("/Alternates", "/OPI"):
            if key in image:
                yield f"6.2.8: an image with {key}"
        if image.get("/Interpolate"):
            yield "6.2.8: an image with Interpolate"
        if image.get("/BitsPerComponent", 1 if image.get("/ImageMask") else None) not in (1, 2, 4, 8, 16):
            yield f"6.2.8: an image of {image.get('/BitsPerComponent')} bits"
        if str(image.get("/Intent", "/Perceptual")) not in _INTENTS:
            yield f"6.2.6: an image with the rendering intent {image['/Intent']}"
        if image.get("/Filter") == "/JPXDecode":
            yield "6.2.8.3: JPEG 2000 is not looked at by this checker"
        yield from _picture_data(image)
    for use in file.uses:
        if use.operator == "INLINE IMAGE":
            yield from _inline(use)


def _inline(use: Use) -> Iterator[str]:
    """An image in the content: of its kinds we only know masks, packed in hex digits or not at all."""
    image = use.operands[0].obj
    if image.get("/IM", image.get("/ImageMask")) is not True:
        yield f"6.1.10: {use.where}: inline images other than masks are not looked at by this checker"
    if str(image.get("/F", image.get("/Filter", "/AHx"))) not in ("/AHx", "/ASCIIHexDecode"):
        yield f"6.1.10: {use.where}: an inline image with the filter {image.get('/F', image.get('/Filter'))}"
    if image.get("/I", image.get("/Interpolate")):
        yield f"6.2.8: {use.where}: an inline image with Interpolate"


def _picture_data(image: Any) -> Iterator[str]:
    """Whether the data is what the entries say (ISO 32000-1, 8.9.5)."""
    size = int(image["/Width"]), int(image["/Height"])
    components = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}.get(str(image.get("/ColorSpace")))
    if components is None:
        return
    if image.get("/Filter") == "/DCTDecode":
        with Image.open(io.BytesIO(image.read_raw_bytes())) as picture:
            if picture.format != "JPEG" or picture.size != size or len(picture.getbands()) != components:
                yield "6.2.8: a JPEG that is not what its entries say"
    else:
        row = -(-size[0] * components * int(image["/BitsPerComponent"]) // 8)
        if len(image.read_bytes()) != row * size[1]:
            yield "6.2.8: an image whose data is not as long as its entries say"


def forms(file: File) -> Iterator[str]:
    for stream in file.streams:
        if stream.get("/Subtype") == "/PS" or stream.get("/Subtype2") == "/PS":
            yield "6.2.9: a PostScript object"
        if stream.get("/Subtype") == "/Form" and {"/OPI", "/PS", "/Ref"} & set(stream.keys()):
            yield "6.2.9: a form with OPI, PS or Ref"


def transparency(file: File) -> Iterator[str]:
    """What needs a blending space: without an output intent the page's group has to name it."""
    through = any(
        d.get("/SMask", "/None") != "/None" or d.get("/ca", 1) != 1 or d.get("/CA", 1) != 1 for d in file.dictionaries
    )
    if through and not file.device:
        for number, page in enumerate(file.pdf.pages, 1):
            if "/CS" not in page.obj.get("/Group", {}):
                yield f"6.2.10: page {number} is transparent and has no blending colour space"
    for group in (d["/Group"] for d in file.dictionaries if isinstance(d.get("/Group"), pikepdf.Dictionary)):
        if "/CS" in group:
            yield from _space(file, "a group", group["/CS"])


# 6.2.11 Fonts


def fonts(file: File) -> Iterator[str]:
    for font in file.fonts.values():
        kind = str(font.dictionary.get("/Subtype"))
        if font.dictionary.get("/Type") != "/Font":
            yield f"6.2.11.2: {font.name}: Type is not Font"
        if kind == "/Type0":
            yield from _composite(font)
        elif kind == "/Type3":
            yield from _drawn(font)
        else:
            yield f"6.2.11.2: {font.name}: fonts of the type {kind} are not looked at by this checker"
        yield from _unicode(font)


def _composite(font: Font) -> Iterator[str]:
    name = font.name
    if font.odd:
        yield f"6.2.11.3: {name}: half a code"
    if str(font.dictionary.get("/Encoding")) not in ("/Identity-H", "/Identity-V"):
        yield f"6.2.11.3.3: {name}: encodings other than Identity are not looked at by this checker"
    descendants = list(font.dictionary.get("/DescendantFonts", []))
    if len(descendants) != 1:
        yield f"6.2.11.2: {name}: {len(descendants)} descendants"
        return
    descendant = descendants[0]
    kind = str(descendant.get("/Subtype"))
    information = descendant.get("/CIDSystemInfo", {})
    if not all(isinstance(information.get(key), pikepdf.String) for key in ("/Registry", "/Ordering")):
        yield f"6.2.11.3.1: {name}: no CIDSystemInfo"
    if descendant.get("/BaseFont") != font.dictionary.get("/BaseFont") and kind == "/CIDFontType2":
        yield f"6.2.11.2: {name}: the descendant is called {descendant.get('/BaseFont')}"
    mapping = descendant.get("/CIDToGIDMap")
    if kind == "/CIDFontType2" and not (mapping == "/Identity" or isinstance(mapping, pikepdf.Stream)):
        yield f"6.2.11.3.2: {name}: no CIDToGIDMap"
    if kind == "/CIDFontType0" and mapping is not None:
        yield f"6.2.11.3.2: {name}: a CIDToGIDMap where none belongs"
    yield from _descriptor(name, descendant.get("/FontDescriptor"))
    try:
        program = _program(kind, descendant)
    except Exception as error:
        yield f"6.2.11.4.1: {name}: the font program cannot be read: {error!r}"
        return
    if program is None:
        yield f"6.2.11.4.1: {name}: not embedded as its type wants it"
        return
    yield from _glyphs(font, descendant, program)


def _descriptor(name: str, descriptor: Any) -> Iterator[str]:
    if descriptor is None:
        yield f"6.2.11.2: {name}: no FontDescriptor"
        return
    wanted = {
        "/Type",
        "/FontName",
        "/Flags",
        "/FontBBox",
        "/ItalicAngle",
        "/Ascent",
        "/Descent",
        "/CapHeight",
        "/StemV",
    }
    if missing := wanted - set(descriptor.keys()):
        yield f"6.2.11.2: {name}: the FontDescriptor lacks {' '.join(sorted(missing))}"
    if str(descriptor.get("/FontName")) != name:
        yield f"6.2.11.2: {name}: the FontDescriptor calls it {descriptor.get('/FontName')}"
    if not re.match(r"/[A-Z]{6}\+.", name):
        yield f"6.2.11.4.2: {name}: a subset without its tag"
    if "/CIDSet" in descriptor:
        yield f"6.2.11.4.2: {name}: CIDSet is not looked at by this checker"


class Program(NamedTuple):
    """A font program: the width (in thousandths of an em) of a CID's glyph, and whether it draws something; None
    where the glyph is .notdef or not there."""

    glyph: Callable[[int], tuple[float, bool] | None]


def _program(kind: str, descendant: Any) -> Program | None:
    """The embedded font program, if there is one and it fits the type."""
    descriptor = descendant["/FontDescriptor"]
    files = [key for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in descriptor]
    if kind == "/CIDFontType2" and files == ["/FontFile2"]:
        stream = descriptor["/FontFile2"]
        data = stream.read_bytes()
        if stream.get("/Length1") != len(data):
            return None
        return Program(_true_type(data, descendant.get("/CIDToGIDMap")))
    if kind == "/CIDFontType0" and files == ["/FontFile3"]:
        stream = descriptor["/FontFile3"]
        if stream.get("/Subtype") == "/CIDFontType0C":
            return Program(_compact(stream.read_bytes()))
    return None


def _true_type(data: bytes, mapping: Any) -> Callable[[int], tuple[float, bool] | None]:
    font = TTFont(io.BytesIO(data), lazy=True)
    if missing := {"glyf", "head", "hhea", "hmtx", "loca", "maxp"} - set(font.keys()):
        raise ValueError(f"the tables {missing} are missing")
    if "fvar" in font:
        raise ValueError("a variable font")
    table = mapping.read_bytes() if isinstance(mapping, pikepdf.Stream) else b""
    offsets, advances, order = font["loca"], font["hmtx"], font.getGlyphOrder()
    em, length = font["head"].unitsPerEm, len(font["glyf"].glyphs)

    def glyph(cid: int) -> tuple[float, bool] | None:
        number = struct.unpack(">H", table[2 * cid : 2 * cid + 2].rjust(2, b"\0"))[0] if table else cid
        if not 0 < number < length:
            return None
        return advances[order[number]][0] * 1000 / em, offsets[number] < offsets[number + 1]

    return glyph


def _compact(data: bytes) -> Callable[[int], tuple[float, bool] | None]:
    fonts = CFFFontSet()
    fonts.decompile(io.BytesIO(data), None)
    (top,) = fonts.topDictIndex
    by_cid = hasattr(top, "ROS")
    scale = top.FontMatrix[0] * 1000
    if by_cid and scale == 1000:
        scale = top.FDArray[0].FontMatrix[0] * 1000

    def glyph(cid: int) -> tuple[float, bool] | None:
        name = f"cid{cid:05d}" if by_cid else (top.charset[cid] if cid < len(top.charset) else "")
        if not cid or name not in top.CharStrings:
            return None
        drawn, pen = top.CharStrings[name], ControlBoundsPen(None)
        drawn.draw(pen)
        return drawn.width * scale, pen.bounds is not None

    return glyph


def _widths(descendant: Any) -> dict[int, float]:
    """W in full."""
    found: dict[int, float] = {}
    entries = list(descendant.get("/W", []))
    while entries:
        first = int(entries.pop(0))
        following = entries.pop(0)
        if isinstance(following, pikepdf.Array):
            found |= {first + n: float(width) for n, width in enumerate(list(following))}
        else:
            found |= dict.fromkeys(range(first, int(following) + 1), float(entries.pop(0)))
    return found


def _glyphs(font: Font, descendant: Any, program: Program) -> Iterator[str]:
    widths, usual = _widths(descendant), float(descendant.get("/DW", 1000))
    texts = to_unicode(font.dictionary)
    for cid in sorted(font.codes):
        found = program.glyph(cid)
        if cid > _CID:
            yield f"6.1.13: {font.name}: CID {cid}"
        if not cid:
            yield f"6.2.11.8: {font.name}: .notdef is shown"
        elif found is None:
            yield f"6.2.11.4.1: {font.name}: no glyph for code {cid:04X}"
        else:
            width, draws = found
            if abs(widths.get(cid, usual) - width) > _TOLERANCE:
                yield f"6.2.11.5: {font.name}: code {cid:04X} is {width} wide, W says {widths.get(cid, usual)}"
            if not draws and texts.get(cid, " ").strip():
                yield f"6.2.11.4.1: {font.name}: the glyph of {texts[cid]} is empty"


def _drawn(font: Font) -> Iterator[str]:
    """A Type 3 font."""
    dictionary = font.dictionary
    wanted = {"/FontBBox", "/FontMatrix", "/CharProcs", "/Encoding", "/FirstChar", "/LastChar", "/Widths"}
    if missing := wanted - set(dictionary.keys()):
        yield f"6.2.11.2: a Type 3 font lacks {' '.join(sorted(missing))}"
        return
    first, widths = int(dictionary["/FirstChar"]), list(dictionary["/Widths"])
    if len(widths) != int(dictionary["/LastChar"]) - first + 1:
        yield "6.2.11.2: a Type 3 font whose Widths are not as many as its codes"
    names = _differences(dictionary["/Encoding"])
    for code in sorted(font.codes):
        procedure = dictionary["/CharProcs"].get(names.get(code, "/.notdef"))
        if procedure is None:
            yield f"6.2.11.4.1: a Type 3 font without a glyph for code {code:02X}"
            continue
        operators = list(_operations(procedure))
        begin, operands = operators[0]
        if begin not in ("d0", "d1"):
            yield f"6.2.2: the glyph of code {code:02X} does not begin with d0 or d1"
        elif not 0 <= code - first < len(widths) or abs(float(operands[0]) - float(widths[code - first])) > _TOLERANCE:
            yield f"6.2.11.5: the glyph of code {code:02X} is not as wide as Widths says"
        if begin == "d1" and any(operator in _COLOURS for operator, _ in operators):
            yield f"6.2.2: the glyph of code {code:02X} sets a colour after d1"


def _differences(encoding: Any) -> dict[int, str]:
    found, code = {}, 0
    for item in list(encoding.get("/Differences", [])):
        if isinstance(item, pikepdf.Name):
            found[code] = str(item)
            code += 1
        else:
            code = int(item)
    return found


def _unicode(font: Font) -> Iterator[str]:
    """6.2.11.7.2, level U: every code stands for some text."""
    texts = to_unicode(font.dictionary)
    if not texts:
        yield f"6.2.11.7.2: {font.name}: no ToUnicode"
        return
    if missing := sorted(font.codes - set(texts)):
        yield f"6.2.11.7.2: {font.name}: no text for the codes {missing}"
    for code in font.codes & set(texts):
        if not texts[code] or set(texts[code]) & set("\0\ufeff\ufffe"):
            yield f"6.2.11.7.2: {font.name}: code {code:04X} stands for {texts[code]!r}"


def to_unicode(font: Any) -> dict[int, str]:
    """Code → text, from a font's ToUnicode."""
    if not isinstance(font.get("/ToUnicode"), pikepdf.Stream):
        return {}
    source = font["/ToUnicode"].read_bytes().decode("ascii")
    spaces = re.findall(r"begincodespacerange\s*<(\w+)>\s*<(\w+)>", source)
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", source, re.S):
        pairs = re.findall(r"<(\w+)>\s*<(\w*)>", block)
        if len(pairs) > 100 or any(len(code) != len(spaces[0][0]) for code, _ in pairs):
            return {}
        found |= {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", source, re.S):
        for low, high, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = ord(bytes.fromhex(text).decode("utf-16-be"))
            found |= {code: chr(first + code - int(low, 16)) for code in range(int(low, 16), int(high, 16) + 1)}
    return found


# 6.3–6.5 Annotations, forms, actions


def notes(file: File) -> Iterator[str]:
    for page in file.pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            kind, flags = str(annotation.get("/Subtype")), int(annotation.get("/F", 0))
            if kind in ("/3D", "/Sound", "/Screen", "/Movie"):
                yield f"6.3.1: an annotation of the type {kind}"
            if kind != "/Popup" and (not flags & 4 or flags & (1 | 2 | 32 | 256)):
                yield f"6.3.2: an annotation {kind} that is hidden or not printed"
            if kind not in ("/Popup", "/Link") and "/AP" not in annotation:
                yield f"6.3.3: an annotation {kind} without its appearance"


def interactive(file: File) -> Iterator[str]:
    form = file.root.get("/AcroForm", {})
    if form.get("/NeedAppearances"):
        yield "6.4.1: fields without appearances"
    if "/XFA" in form or file.root.get("/NeedsRendering"):
        yield "6.4.2: an XFA form"


def actions(file: File) -> Iterator[str]:
    for item in file.dictionaries:
        if str(item.get("/S")) in _ACTIONS:
            yield f"6.5.1: an action {item['/S']}"
        if "/JavaScript" in item:
            yield "6.5.1: JavaScript"
        if "/AA" in item:
            yield "6.5.2: additional actions"


# 6.6 Metadata


def metadata(file: File) -> Iterator[str]:
    stream = file.root.get("/Metadata")
    if stream is None or (stream.get("/Type"), stream.get("/Subtype")) != ("/Metadata", "/XML"):
        yield "6.6.2.1: no metadata"
        return
    data = stream.read_bytes()
    if file.metadata is None:
        yield "6.6.2.1: the metadata cannot be parsed"
        return
    packet = re.search(rb"<\?xpacket begin=(.*?)\?>", data)
    if packet and re.search(rb"\b(bytes|encoding)=", packet[1]):
        yield "6.6.2.1: the header of the packet has an attribute that it must not have"
    if data[:2] in (b"\xfe\xff", b"\xff\xfe"):
        yield "6.6.2.1: the metadata is not UTF-8"
    yield from _properties(file.metadata)
    if (file.property(_PART, "part"), file.property(_PART, "conformance")) != ("2", "B"):
        yield "6.6.4: the metadata does not say PDF/A-2B"
    if not re.search(rb"xmlns:pdfaid=.http://www.aiim.org/pdfa/ns/id/.", data):
        yield "6.6.4: the prefix is not pdfaid"


def _properties(root: etree._Element) -> Iterator[str]:
    for about in root.iter(f"{{{_RDF}}}Description"):
        names = [*(str(child.tag) for child in about), *(str(key) for key in about.attrib)]
        for namespace, name in (n[1:].split("}") for n in names if n.startswith("{") and _RDF not in n):
            if name not in _PREDEFINED.get(namespace, ()):
                yield f"6.6.2.3.1: the property {name} of {namespace} is not a usual one"
    kinds = {"title": "Alt", "description": "Alt", "rights": "Alt", "creator": "Seq", "language": "Bag", "date": "Seq"}
    for name, kind in kinds.items():
        for element in root.iter(f"{{{_DC}}}{name}"):
            if [child.tag for child in element] != [f"{{{_RDF}}}{kind}"]:
                yield f"6.6.2.3.1: dc:{name} is no {kind}"
            elif kind == "Alt" and any(not item.get(_LANGUAGE) for item in element[0]):
                yield f"6.6.2.3.1: dc:{name} without its language"


def information(file: File) -> Iterator[str]:
    """What the document information says, the metadata says too."""
    for key, value in dict(file.pdf.trailer.get("/Info", {})).items():
        if key not in _TWINS or file.property(*_TWINS[key]) != str(value):
            yield f"6.6.3: the metadata does not say of {key} what the document information says"
    if not file.property(_DC, "title"):
        yield "6.6.3: no title"


# 6.7–6.11


def language(file: File) -> Iterator[str]:
    """6.7.4: RFC 3066, roughly."""
    for item in file.dictionaries:
        if "/Lang" in item and not re.fullmatch(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*", str(item["/Lang"])):
            yield f"6.7.4: {item['/Lang']} is no language"


def attachments(file: File) -> Iterator[str]:
    if "/EmbeddedFiles" in file.root.get("/Names", {}) or any("/EF" in item for item in file.dictionaries):
        yield "6.8: an embedded file"


def optional(file: File) -> Iterator[str]:
    if "/OCProperties" in file.root:
        yield "6.9: optional content"


def presentations(file: File) -> Iterator[str]:
    if "/AlternatePresentations" in file.root.get("/Names", {}) or any("/PresSteps" in p.obj for p in file.pdf.pages):
        yield "6.10: alternate presentations"
    if "/Requirements" in file.root:
        yield "6.11: requirements on the reader"


CHECKS: tuple[Callable[[File], Iterator[str]], ...] = (
    header, trailer, structure, stream_lengths, streams, names, limits, permissions, content, output_intents, colours,
    graphics_states, images, forms, transparency, fonts, notes, interactive, actions, metadata, information,
    language, attachments, optional, presentations,
)  # fmt: skip
