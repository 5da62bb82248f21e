"""Picture files → the pictures in them as arrays, upright and not larger than a reader of paper needs.

A picture's size is known from its header before anything is decoded: what is too large is refused there.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from retire_docs.errors import Fault, UnreadableFile

LONGEST_SIDE = 20_000
"""Pixels: an A3 sheet at 1200 dpi."""
MOST_PIXELS = 100_000_000
"""Of a picture: an A3 sheet at 600 dpi has 70 millions."""
SMALLEST_SIDE = 200
"""Pixels: no character of a form can be read in a smaller picture."""
MOST_PAGES = 500
"""Of a TIFF file."""
LARGEST = 3_600
"""Pixels of the longer side of what is given: an A4 sheet at 300 dpi, larger pictures are shrunk to it."""

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "WEBP", "GIF")
_ORIENTATION = 0x0112
"""The EXIF tag that says how a camera was held."""
_FAX = (1.5, 2.6)
"""Between these a fax's resolutions across and down differ: 204 by 98 dpi, in coarse mode."""
_WHITE = 65_535
"""Of a picture of 16 bits per pixel."""
_HEIF = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif")
_BROKEN = "图片不完整或已损坏，读不出来"
_AGAIN = "重新复制、重新拍照或重新扫描一份"


def read_pictures(data: bytes, name: str) -> Iterator[NDArray[np.uint8] | Fault]:
    """The pictures in a file, each H x W x 3 in RGB, or for one that cannot be read why; ``name`` is for messages.

    Of TIFF files all pages are given, of others the first frame. They are turned as their EXIF says; what is
    transparent is white; a fax's pixels become square. Those whose longer side is longer than :data:`LARGEST` are
    shrunk to it. Raises UnreadableFile.
    """
    picture = _opened(data, name)
    if picture.format != "TIFF":
        yield _read(picture, name)
        return
    failed, number = 0, 0
    while failed < 2:
        where = f"{name} 第{number + 1}页"
        found = _page(picture, number, where)
        if found is None:
            break
        if number == MOST_PAGES:
            yield Fault(where, f"一个文件最多读 {MOST_PAGES} 页，从这一页起没有读", "拆成几个文件再试")
            break
        if isinstance(found, Fault):
            failed += 1
            picture = _opened(data, name)  # a decoder that failed is in no state to go on
        else:
            failed = 0
        yield found
        number += 1


def _opened(data: bytes, name: str) -> Image.Image:
    """A picture of which the header was read. Raises UnreadableFile."""
    if not data:
        raise UnreadableFile(Fault(name, "文件是空的", "检查是否选对了文件，或重新复制一份"))
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF:
        what = "是 HEIC 或 AVIF 照片（苹果手机常用的格式）"
        raise UnreadableFile(Fault(name, what, "在手机或电脑里另存为 JPEG 再试"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow's limit, which ours is below, and of odd but harmless tags
            return Image.open(io.BytesIO(data), formats=_FORMATS)
    except Image.DecompressionBombError:
        raise UnreadableFile(_too_large(name)) from None
    except UnidentifiedImageError:
        what = "不是能读的图片，或已损坏"
        remedy = "能读 PNG、JPEG、TIFF、BMP、WebP 和 GIF；检查是否选错了文件"
        raise UnreadableFile(Fault(name, what, remedy)) from None
    except Exception:  # Pillow's readers raise whatever a damaged header makes them stumble over
        raise UnreadableFile(Fault(name, _BROKEN, _AGAIN)) from None


def _page(picture: Image.Image, number: int, where: str) -> NDArray[np.uint8] | Fault | None:
    """A page of a TIFF file (from 0), None past the last."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture.seek(number)
    except EOFError:
        return None
    except Image.DecompressionBombError:
        return _too_large(where)
    except Exception:  # as above
        return Fault(where, _BROKEN, _AGAIN)
    return _read(picture, where)


def _read(picture: Image.Image, where: str) -> NDArray[np.uint8] | Fault:
    """The picture that was opened, or why it cannot be had."""
    width, height = picture.size
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        return _too_large(where, f"{width}×{height} 像素，")
    if min(width, height) < SMALLEST_SIDE:
        what = f"图片太小（{width}×{height} 像素），上面的字看不清"
        return Fault(where, what, "用原图而不是缩略图；扫描用 200 dpi 以上，拍照让表格占满画面")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _decoded(picture)
    except MemoryError:
        return Fault(where, "内存不够，图片读不进来", "关掉别的程序再试，或缩小图片")
    except Exception:  # as above
        return Fault(where, _BROKEN, _AGAIN)


def _too_large(where: str, size: str = "") -> Fault:
    what = f"图片太大（{size}最多 {MOST_PIXELS // 100_000_000} 亿像素、边长 {LONGEST_SIDE} 像素），没有读"
    return Fault(where, what, "用 300 dpi 重新扫描，或缩小图片再试")


def _decoded(picture: Image.Image) -> NDArray[np.uint8]:
    """The picture shrunk, turned, in RGB."""
    orientation = 1 if picture.format == "TIFF" else _orientation(picture)  # Pillow itself turns TIFF files
    longer = max(picture.size)
    if picture.format in ("JPEG", "MPO") and longer > LARGEST:
        asked = (picture.width * LARGEST // longer, picture.height * LARGEST // longer)
        picture.draft(picture.mode, asked)  # decodes 1/2, 1/4 or 1/8 of the pixels
    picture.load()
    plain = _plain(picture)
    size = _size(plain, picture)
    if size != plain.size:
        plain = plain.resize(size, Image.Resampling.BOX)
    return _turned(np.asarray(plain.convert("RGB"), np.uint8), orientation)


def _orientation(picture: Image.Image) -> int:
    """As EXIF says, 1 (upright) where what it says is damaged."""
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # as above; the picture is worth more than its tags
        return 1


def _plain(picture: Image.Image) -> Image.Image:
    """A picture in a mode that can be shrunk: gray, RGB or CMYK of eight bits."""
    mode = picture.mode
    if mode in ("L", "RGB", "CMYK"):
        if "transparency" not in picture.info:
            return picture
    elif mode.startswith("I") or mode == "F":
        return _eight_bits(picture)
    elif mode == "1":
        return picture.convert("L")
    if mode in ("LA", "La", "PA", "RGBA", "RGBa", "RGBX") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return picture.convert("RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A gray picture of 16 or 32 bits, or of numbers, of which nothing says what is white."""
    levels = np.nan_to_num(np.asarray(picture, np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    most = float(levels.max(initial=1e-6))
    if picture.mode.startswith("I"):
        most = 255.0 if picture.mode == "I" and most <= 255 else _WHITE
    return Image.fromarray(np.clip(levels * (255 / most), 0, 255).astype(np.uint8))


def _size(plain: Image.Image, picture: Image.Image) -> tuple[int, int]:
    """How large a picture shall be: its pixels square, not larger than needed."""
    width, height = plain.size
    resolution = picture.info.get("dpi") if picture.format == "TIFF" else None
    if isinstance(resolution, tuple) and len(resolution) == 2 and all(resolution):
        ratio = float(resolution[0]) / float(resolution[1])
        if _FAX[0] < ratio < _FAX[1]:
            height = round(height * ratio)
        elif _FAX[0] < 1 / ratio < _FAX[1]:
            width = round(width / ratio)
    scale = min(1.0, LARGEST / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _turned(array: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """Turned and mirrored as EXIF's eight ways of holding a camera say."""
    if orientation in (5, 6, 7, 8):
        array = array.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        array = array[:, ::-1]
    if orientation in (3, 4, 7, 8):
        array = array[::-1]
    return np.ascontiguousarray(array)
