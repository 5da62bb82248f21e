"""The fonts that draw: which file stands for a font that a template names, and which glyph for a character.

A font of that family given by hand comes first, then an installed one, then one of the same class; what it lacks is
drawn by any given by hand, then by the shipped Noto Serif SC.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import uharfbuzz as hb

from retire_docs.errors import Fault, RetireDocsError
from retire_docs.forms import metrics
from retire_docs.forms.printing import marks
from retire_docs.forms.printing.tree import TextStyle

FAMILIES = {
    "仿宋": ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "华文仿宋", "STFangsong", "方正仿宋_GBK",
             "FZFangSong-Z02", "方正仿宋简体", "FZFangSong-Z02S"),
    "宋体": ("宋体", "SimSun", "新宋体", "NSimSun", "华文宋体", "STSong", "Songti SC", "方正书宋_GBK", "FZShuSong-Z01"),
    "小标宋": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋"),
    "黑体": ("黑体", "SimHei", "华文黑体", "STHeiti", "Heiti SC", "方正黑体_GBK", "FZHei-B01"),
    "楷体": ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti", "Kaiti SC", "方正楷体_GBK",
             "FZKai-Z03"),
}  # fmt: skip
"""The faces of official papers, and the fonts that have them, the usual one first."""

NO_BREAK_HYPHEN = "\u2011"
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_RESTRICTED = 0x0002  # OS/2 fsType: must not be embedded
_BOLD_WEIGHT = 600
_USUAL_WIDTH = 5
_OBLIQUE = 0x0001


class UnusableFont(RetireDocsError):
    """A font file given by hand that cannot be read, or may not be embedded."""


class Glyph(NamedTuple):
    """A character as a face draws it: the face's name on the page, the code in hex, the advance in em."""

    face: str
    code: str
    advance: float


class Face:
    """A font file. ``name`` is what pages call it; lengths in em."""

    def __init__(self, name: str, file: Path, index: int = 0) -> None:
        self.name = name
        self.file = file
        self.face = hb.Face(hb.Blob.from_file_path(str(file)), index)
        self._font = hb.Font(self.face)
        self._glyphs: dict[str, Glyph | None] = {}
        self.em: int = self.face.upem
        extents = self._font.get_font_extents("ltr")
        self.ascent: float = extents.ascender / self.em
        self.descent: float = -extents.descender / self.em

    def glyph(self, char: str) -> Glyph | None:
        """The glyph of a character, if the font has it. U+2011 is drawn as the usual hyphen, which it only binds."""
        if char not in self._glyphs:
            number = self._font.get_nominal_glyph(ord("-" if char == NO_BREAK_HYPHEN else char))
            self._glyphs[char] = Glyph(self.name, f"{number:04X}", self.advance(number)) if number else None
        return self._glyphs[char]

    def advance(self, number: int) -> float:
        """The advance of a glyph by its number."""
        return float(self._font.get_glyph_h_advance(number)) / self.em

    @cached_property
    def facts(self) -> Facts:
        """What the file says of itself."""
        return Facts.of(self.face)


@dataclass(frozen=True)
class Facts:
    """What a font file says of itself: its families in every language, whether bold, whether it may be embedded."""

    families: frozenset[str]
    weight: int
    width: int
    italic: bool
    embeddable: bool

    @property
    def bold(self) -> bool:
        """Whether it is bold."""
        return self.weight >= _BOLD_WEIGHT

    def unlike(self, *, bold: bool) -> tuple[int, int, bool]:
        """How far it is from what is wanted: the usual width, bold or regular, upright."""
        return abs(self.width - _USUAL_WIDTH), abs(self.weight - (700 if bold else 400)), self.italic

    @classmethod
    def of(cls, face: hb.Face) -> Facts:
        """Read them from the tables ``name`` and ``OS/2``."""
        wanted = [entry for entry in face.list_names() if int(entry.name_id) in (1, 4, 16)]
        families = {face.get_name(entry.name_id, entry.language) or "" for entry in wanted}
        table = face.reference_table("OS/2").data or b""
        weight, width, rights = struct.unpack(">3H", table[4:10]) if len(table) >= 64 else (400, 5, 0)
        selection = struct.unpack(">H", table[62:64])[0] if len(table) >= 64 else 0
        return cls(
            frozenset(name.strip().lower() for name in families if name),
            weight,
            width,
            bool(selection & _OBLIQUE),
            (rights & 0x000F) != _RESTRICTED,
        )


@dataclass(frozen=True)
class Installed:
    """A font file of this machine."""

    file: Path
    index: int
    facts: Facts


def shipped_font() -> Path:
    """The font that comes with the program."""
    return Path(metrics.__file__).parent / "fonts" / metrics.FONT_FILE


class Faces:
    """The fonts of a run. ``extra`` are files given by hand; ``installed``: look at this machine's fonts too.

    Raises UnusableFont with all the files of ``extra`` that cannot be used.
    """

    def __init__(self, extra: Sequence[Path] = (), *, installed: bool = True) -> None:
        self._all: dict[tuple[Path, int], Face] = {}
        self._by_name: dict[str, Face] = {}
        self._installed = installed_fonts() if installed else {}
        self._floor = self._face(shipped_font(), 0)
        self._extra = list(self._given(extra))
        self._glyphs: dict[TextStyle, GlyphMap] = {}
        self.measured: dict[tuple[str, TextStyle], Any] = {}
        """What :mod:`.measuring` has measured with these faces."""

    def _given(self, files: Iterable[Path]) -> Iterator[Face]:
        faults = []
        for file in files:
            face = self._open(file)
            if face is None:
                faults.append(Fault(str(file), "打不开，或不是字体文件", "给 .ttf、.otf 或 .ttc 文件"))
            elif not face.facts.embeddable:
                faults.append(Fault(str(file), "这个字体不许嵌入文件", "换一个字体文件"))
            else:
                yield face
        if faults:
            raise UnusableFont(*faults)

    def _open(self, file: Path) -> Face | None:
        """The face of a file, if it is a font."""
        try:
            face = self._face(file, 0)
            return face if len(face.face.unicodes) else None
        except (OSError, ValueError, hb.HarfBuzzError):
            return None

    def _face(self, file: Path, index: int) -> Face:
        key = (file, index)
        if key not in self._all:
            face = Face(f"F{len(self._all)}", file, index)
            self._all[key] = self._by_name[face.name] = face
        return self._all[key]

    def __getitem__(self, name: str) -> Face:
        """The face that pages call so."""
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def is_bold(self, name: str) -> bool:
        """Whether a face is bold of itself."""
        return name in self._by_name and self._by_name[name].facts.bold

    def glyphs(self, style: TextStyle) -> GlyphMap:
        """Character → glyph for text of a style, filled as characters are asked for."""
        found = self._glyphs.get(style)
        if found is None:
            found = self._glyphs[style] = GlyphMap(
                self._chain(style.asian, style.bold), self._chain(style.western, style.bold, style.asian), style
            )
        return found

    def standing_for(self, family: str, *, bold: bool = False) -> Face:
        """The font that draws what a template sets in ``family``."""
        return self._chain(family, bold)[0]

    def _chain(self, family: str, bold: bool, instead: str | None = None) -> list[Face]:
        """The faces to ask in turn: the family's own, ``instead``'s if that is not there, the given, the shipped."""
        own = self._find(family, bold) or (self._find(instead, bold) if instead else None)
        return [*([own] if own else []), *self._extra, self._floor]

    def _find(self, family: str, bold: bool) -> Face | None:
        for name in alike(family):
            for face in self._extra:
                if name in face.facts.families:
                    return face
            fonts = self._installed.get(name, ())
            for font in sorted(fonts, key=lambda f: (f.facts.unlike(bold=bold), str(f.file), f.index)):
                return self._face(font.file, font.index)
        return None


class GlyphMap(dict[str, "Glyph | None"]):
    """Character → glyph, looked up once; None where no font has it."""

    def __init__(self, asian: list[Face], western: list[Face], style: TextStyle) -> None:
        super().__init__()
        self._asian, self._western, self._hint = asian, western, style.asian_hint
        self.line = asian[0]
        """The face that measures lines without text."""

    def __missing__(self, char: str) -> Glyph | None:
        self[char] = found = self._look(char)
        return found

    def _look(self, char: str) -> Glyph | None:
        if char in marks.OUTLINES:
            return Glyph(marks.FACE, f"{marks.CODES[char]:02X}", metrics.advance(char))
        chain = self._western if is_western(char) and not (self._hint and ord(char) > 0x7F) else self._asian
        return next((glyph for face in chain if (glyph := face.glyph(char))), None)


def is_western(char: str) -> bool:
    """Whether Word sets a character in the Western font of a run: Latin, Greek, Cyrillic and their signs; quotation
    marks, dashes and the like are Chinese in a Chinese text (ECMA-376, 17.3.2.26)."""
    code = ord(char)
    return code < 0x2E80 and code not in _CHINESE_SIGNS


_CHINESE_SIGNS = frozenset(
    [0xB7, 0xD7, 0xF7, 0xB0, 0xB1, 0xA7, *range(0x2010, 0x2027), *range(0x2030, 0x203C), *range(0x2103, 0x2CFF)]
)


def alike(family: str) -> list[str]:
    """The names, in lower case, under which a family may be there: its own, then those of the same class."""
    wanted = family.strip().lower()
    names = [wanted]
    for cls, members in FAMILIES.items():
        lowered = [member.lower() for member in members]
        if wanted in lowered or cls in wanted:
            names += lowered
            break
    return list(dict.fromkeys(names))


def font_folders() -> list[Path]:
    """Where this system keeps fonts."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home raises where there is none
    if sys.platform == "win32":
        windows, local = os.environ.get("WINDIR", r"C:\Windows"), os.environ.get("LOCALAPPDATA", str(home))
        return [Path(windows) / "Fonts", Path(local) / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".fonts", home / ".local/share/fonts"]


@cache
def installed_fonts() -> dict[str, list[Installed]]:
    """The fonts of this machine that may be embedded, by family in lower case. Files that cannot be read are none."""
    found: dict[str, list[Installed]] = {}
    for folder in font_folders():
        for file in _files(folder):
            if file.suffix.lower() in _SUFFIXES:
                for font in _read(file):
                    for family in font.facts.families:
                        found.setdefault(family, []).append(font)
    return found


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(folder.rglob("*"))
    except OSError:
        return []


def _read(file: Path) -> Iterator[Installed]:
    try:
        blob = hb.Blob.from_file_path(str(file))
        for index in range(max(hb.Face(blob, 0).count, 1)):
            facts = Facts.of(hb.Face(blob, index))
            if facts.embeddable and facts.families:
                yield Installed(file, index, facts)
    except (OSError, ValueError, hb.HarfBuzzError, struct.error):
        return
