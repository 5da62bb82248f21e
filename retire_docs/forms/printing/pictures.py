"""Pictures of a template as PDF holds them."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageCms

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
        return bool(embeddable(data).data)
    except Exception:  # damaged pictures make Pillow raise whatever comes
        return False


@lru_cache(maxsize=64)
def embeddable(data: bytes) -> Embeddable:
    """Grey or sRGB, transparent parts white, without loss where that is small, else as JPEG.

    Which way up a camera was held does not count: Word and LibreOffice show the pixels as they are stored and turn
    the picture in the document.
    """
    with Image.open(io.BytesIO(data)) as image:
        profile = _profile(image)
        if image.format == "JPEG":
            if image.mode in ("RGB", "L") and not profile and max(image.size) <= _LARGEST:
                image.load()
                return Embeddable(data, _entries(image, "/DCTDecode"))
            image.draft(None, (_LARGEST, _LARGEST))  # a large one is read at half its size or less
        plain = _plain(image, profile)
    plain.thumbnail((_LARGEST, _LARGEST))
    packed = zlib.compress(plain.tobytes())
    if len(packed) <= _PLAIN:
        return Embeddable(packed, _entries(plain, "/FlateDecode"))
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=_QUALITY)
    return Embeddable(out.getvalue(), _entries(plain, "/DCTDecode"))


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    """What the colours of a coloured picture mean, where that is not sRGB."""
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info.get("icc_profile") or b""))
        space, name = profile.profile.xcolor_space.strip(), ImageCms.getProfileDescription(profile)
    except (OSError, ImageCms.PyCMSError):
        return None
    return profile if space == ("CMYK" if image.mode == "CMYK" else "RGB") and "sRGB" not in name else None


def _plain(image: Image.Image, profile: ImageCms.ImageCmsProfile | None) -> Image.Image:
    """The picture in 8 bits, grey or sRGB, on white."""
    if image.mode == "I" or image.mode.startswith("I;16"):  # 16 bits, which Pillow would cut off at 255
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")
    if profile and image.mode != "L":
        if image.mode != "CMYK":
            image = image.convert("RGB")
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, profile, srgb, outputMode="RGB") or image
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _entries(image: Image.Image, packing: str) -> dict[str, object]:
    return {
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": "/DeviceGray" if image.mode == "L" else "/DeviceRGB",
        "BitsPerComponent": 8,
        "Filter": packing,
    }
