"""The faces that values are set in: four printed ones, and three open fonts that look like handwriting.

Printed ones are installed by apt; those like handwriting are fetched from npm into the cache. None is shipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from retire_docs.office import FONTS

_PACKAGES = {
    "mashan": "@expo-google-fonts/ma-shan-zheng",
    "zhimang": "@expo-google-fonts/zhi-mang-xing",
    "liujian": "@expo-google-fonts/liu-jian-mao-cao",
}
_INSTALLED = {
    "hei": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0, "fonts-wqy-zenhei"),
    "song": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0, "fonts-arphic-uming"),
    "kai": ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0, "fonts-arphic-ukai"),
}
NOTO = "noto"
PRINTED = (NOTO, *_INSTALLED)
HANDWRITING = tuple(_PACKAGES)


class MissingFont(Exception):
    """A face is not there; the message says how to get it."""


@dataclass(frozen=True)
class Face:
    """A font file, and the characters that it has."""

    name: str
    path: Path
    index: int
    characters: frozenset[int]

    def has(self, character: str) -> bool:
        """Whether it can draw a character."""
        return ord(character) in self.characters

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        """The font with an em of so many pixels."""
        return _sized(self.path, self.index, max(4, round(size)))


@cache
def _sized(path: Path, index: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, index=index)


def cache_folder() -> Path:
    """Where fonts and pages are kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "retire_docs_bench"


@cache
def face(name: str) -> Face:
    """A face by its name. Raises MissingFont."""
    path, index = _file(name)
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return Face(name, path, index, frozenset(font.getBestCmap()))


def check() -> None:
    """Have all faces ready. Raises MissingFont."""
    missing = [package for path, _, package in _INSTALLED.values() if not Path(path).is_file()]
    if missing:
        raise MissingFont(f"fonts are missing; run: sudo apt-get install {' '.join(missing)}")
    for name in (*PRINTED, *HANDWRITING):
        face(name)


def _file(name: str) -> tuple[Path, int]:
    if name == NOTO:
        return FONTS / "NotoSerifSC-Regular.ttf", 0
    if name in _INSTALLED:
        path, index, _ = _INSTALLED[name]
        return Path(path), index
    return _fetched(name), 0


def _fetched(name: str) -> Path:
    """A font of npm, unpacked in the cache."""
    folder = cache_folder() / "fonts"
    target = folder / f"{name}.ttf"
    if target.is_file():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm")
    if npm is None:
        raise MissingFont("npm is missing, which fetches the fonts like handwriting; run: sudo apt-get install npm")
    done = subprocess.run([npm, "pack", _PACKAGES[name]], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingFont(f"npm pack {_PACKAGES[name]} failed: {done.stderr.strip()[-200:]}")
    with tarfile.open(folder / done.stdout.split()[-1]) as package:
        member = next(m for m in package.getmembers() if m.name.endswith("Regular.ttf"))
        content = package.extractfile(member)
        assert content is not None
        target.write_bytes(content.read())
    return target
