"""Pictures of a template as PDF holds them."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

_LARGEST = 2400
"""Pixels of the longer side: 300 dpi on the width of a page."""
_PLAIN = 200_000  # bytes that a picture may take without loss
_QUALITY = 88


@dataclass(frozen=True)
class Embeddable:
    """A picture's data and the entries of its stream."""

    data: bytes
    entries: dict[str, object]


def is_picture(data: bytes) -> bool:
    """Whether the data is a picture that can be set."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            return True
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


@lru_cache(maxsize=64)
def embeddable(data: bytes) -> Embeddable:
    """Grey or RGB, transparent parts white, without loss where that is small, else as JPEG."""
    with Image.open(io.BytesIO(data)) as image:
        if image.format == "JPEG" and image.mode in ("RGB", "L") and max(image.size) <= _LARGEST:
            return Embeddable(data, _entries(image, "/DCTDecode"))
        plain = _plain(image)
    plain.thumbnail((_LARGEST, _LARGEST))
    packed = zlib.compress(plain.tobytes(), 9)
    if len(packed) <= _PLAIN:
        return Embeddable(packed, _entries(plain, "/FlateDecode"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY)
    return Embeddable(out.getvalue(), _entries(plain, "/DCTDecode"))


def _plain(image: Image.Image) -> Image.Image:
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _entries(image: Image.Image, packing: str) -> dict[str, object]:
    return {
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": "/DeviceGray" if image.mode == "L" else "/DeviceRGB",
        "BitsPerComponent": 8,
        "Filter": packing,
    }
