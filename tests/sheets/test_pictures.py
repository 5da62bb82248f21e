"""Picture files → arrays: every kind of picture, turned and shrunk, and what cannot be read."""

from __future__ import annotations

import io
import random
import struct
import zlib

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from retire_docs.errors import Fault, UnreadableFile
from retire_docs.sheets.paper import pictures as reader
from retire_docs.sheets.paper.pictures import LARGEST, read_pictures

NAME = "表.jpg"


def shown() -> Image.Image:
    """Gray on white, darker to the right, with a black corner at the top left: every turn shows."""
    levels = np.tile(np.linspace(250, 120, 240), (320, 1)).astype(np.uint8)
    levels[:60, :80] = 0
    return Image.fromarray(np.dstack([levels, levels, levels // 2 + 100]))


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.copy().save(out, kind, **how)
    return out.getvalue()


def only(data: bytes) -> NDArray[np.uint8]:
    (picture,) = read_pictures(data, NAME)
    assert not isinstance(picture, Fault), picture
    assert picture.dtype == np.uint8
    assert picture.flags.c_contiguous
    return picture


def fault(data: bytes) -> Fault:
    (found,) = read_pictures(data, NAME)
    assert isinstance(found, Fault)
    assert found.where.startswith(NAME)
    assert found.remedy
    return found


def refused(data: bytes) -> Fault:
    with pytest.raises(UnreadableFile) as caught:
        list(read_pictures(data, NAME))
    (found,) = caught.value.faults
    assert isinstance(found, Fault)
    assert found.where == NAME
    assert found.remedy
    return found


def is_like(picture: NDArray[np.uint8], other: Image.Image, within: float = 3) -> bool:
    expected = np.asarray(other.convert("RGB"), np.float64)
    return picture.shape == expected.shape and bool(np.abs(picture - expected).mean() < within)


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("PNG", {}), ("BMP", {}), ("TIFF", {}), ("TIFF", {"compression": "tiff_lzw"}),
        ("TIFF", {"compression": "jpeg"}), ("JPEG", {"quality": 90}), ("WEBP", {"quality": 90}),
    ],
)  # fmt: skip
def test_every_kind_of_file(kind: str, how: dict[str, object]) -> None:
    assert is_like(only(saved(shown(), kind, **how)), shown())


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "LA", "RGBA", "LAB"])
def test_every_kind_of_colours(mode: str) -> None:
    picture = shown().convert("L").convert("RGB").convert(mode) if mode != "LAB" else shown().convert("LAB")
    kind = "TIFF" if mode in ("CMYK", "LAB") else "PNG"
    assert is_like(only(saved(picture, kind)), picture if mode != "LAB" else shown(), 6)


def test_cmyk_photos_are_not_inverted() -> None:
    assert is_like(only(saved(shown().convert("CMYK"), "JPEG", quality=95)), shown(), 6)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_gray_of_more_than_eight_bits(kind: str) -> None:
    gray = shown().convert("L")
    levels = np.asarray(gray).astype(np.uint16) * 257
    assert is_like(only(saved(Image.fromarray(levels), kind)), gray)


@pytest.mark.parametrize("levels", [np.float32, np.int32])
def test_gray_in_numbers(levels: type[np.generic]) -> None:
    gray = shown().convert("L")
    gray.paste(255, (0, 0, 50, 50))
    data = np.asarray(gray).astype(levels)
    assert is_like(only(saved(Image.fromarray(data), "TIFF")), gray)


def test_what_is_transparent_is_white() -> None:
    clear = shown().convert("RGBA")
    clear.putalpha(Image.new("L", clear.size, 0))
    assert only(saved(clear, "PNG")).min() == 255
    palette = shown().convert("L").convert("P")
    assert only(saved(palette, "PNG", transparency=11))[10, 10].tolist() == [255, 255, 255]


def test_of_moving_pictures_the_first() -> None:
    other = Image.new("RGB", shown().size)
    for kind in ("GIF", "WEBP"):
        moving = saved(shown(), kind, save_all=True, append_images=[other])
        assert is_like(only(moving), shown(), 10)


@pytest.mark.parametrize("orientation", range(1, 10))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
def test_turned_as_the_camera_was_held(orientation: int, kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(shown(), kind, exif=exif)
    assert is_like(only(data), ImageOps.exif_transpose(Image.open(io.BytesIO(data))), 1)


def test_damaged_exif_is_no_matter() -> None:
    assert is_like(only(saved(shown(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")), shown())


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_large_pictures_are_shrunk(kind: str) -> None:
    large = shown().resize((420, 8400))
    picture = only(saved(large, kind))
    assert picture.shape == (LARGEST, 180, 3)
    assert is_like(picture, shown().resize((180, LARGEST)), 4)


def test_a_fax_gets_square_pixels() -> None:
    flat = shown().convert("1").resize((1728, 1145))
    assert only(saved(flat, "TIFF", compression="group3", dpi=(204, 98))).shape == (2383, 1728, 3)
    assert only(saved(flat, "TIFF", compression="group4", dpi=(204, 196))).shape == (1145, 1728, 3)


# Several pages


def pages(count: int, **how: object) -> bytes:
    more = [shown() for _ in range(count - 1)]
    return saved(shown(), "TIFF", save_all=True, append_images=more, **how)


def test_pages_of_a_tiff_file() -> None:
    found = list(read_pictures(pages(3, compression="tiff_lzw"), NAME))
    assert len(found) == 3
    assert all(not isinstance(page, Fault) and is_like(page, shown()) for page in found)


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_of_a_tiff_file_with_a_broken_page_the_others_are_read(broken: int) -> None:
    data = bytearray(pages(3, compression="tiff_adobe_deflate"))
    with Image.open(io.BytesIO(data)) as picture:
        picture.seek(broken)
        start = picture.tag_v2[273][0]  # type: ignore[attr-defined]
    data[start : start + 40] = b"\xff" * 40
    found = list(read_pictures(bytes(data), NAME))
    assert [isinstance(page, Fault) for page in found] == [number == broken for number in range(3)]
    page = found[broken]
    assert isinstance(page, Fault)
    assert page.where == f"{NAME} 第{broken + 1}页"
    assert "已损坏" in page.what


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    assert len(list(read_pictures(pages(2), NAME))) == 2
    *read, last = read_pictures(pages(4), NAME)
    assert len(read) == 2
    assert isinstance(last, Fault)
    assert last.where == f"{NAME} 第3页"
    assert "最多读 2 页" in last.what


# What cannot be read


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG file whose header says a size and which holds next to nothing."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + b"".join(chunks)
        + chunk(b"IDAT", zlib.compress(bytes(999)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(40_000, 40_000), (30_000, 3_000), (10_500, 9_600), (2**31 - 1, 1_000)])
def test_what_is_too_large_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    try:
        (found,) = read_pictures(png(*size), NAME)
    except UnreadableFile as error:
        (found,) = error.faults  # type: ignore[assignment]
    assert isinstance(found, Fault)
    assert "图片太大" in found.what
    assert "缩小图片" in found.remedy


def test_a_page_that_is_too_large_is_named() -> None:
    large = Image.new("1", (21_000, 300))
    data = saved(shown(), "TIFF", save_all=True, append_images=[large, shown()])
    first, second, third = read_pictures(data, NAME)
    assert isinstance(second, Fault)
    assert "21000×300" in second.what
    assert not isinstance(first, Fault)
    assert not isinstance(third, Fault)


def test_text_that_would_fill_the_memory() -> None:
    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000)))
    assert "损坏" in refused(png(1000, 1000, bomb)).what


def test_thumbnails() -> None:
    found = fault(saved(shown().resize((150, 900)), "PNG"))
    assert "太小（150×900 像素）" in found.what
    assert "原图" in found.remedy


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "WEBP"])
def test_cut_off(kind: str) -> None:
    data = saved(shown(), kind)
    try:
        found = fault(data[: len(data) // 2])
    except UnreadableFile as error:
        (found,) = error.faults  # type: ignore[assignment]
    assert "或已损坏" in found.what


def test_what_is_no_picture() -> None:
    assert "空" in refused(b"").what
    for data in (b"%PDF-1.7\n", b"PK\x03\x04" + bytes(900), random.Random(1).randbytes(5000), b"\xff\xd8\xff"):
        found = refused(data)
        assert "不是能读的图片" in found.what
        assert "JPEG" in found.remedy
    found = refused(b"\0\0\0\x18ftypheic" + bytes(99))
    assert "HEIC" in found.what
    assert "另存为 JPEG" in found.remedy


def test_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Image.Image, "convert", fail)
    assert "内存不够" in fault(saved(shown(), "PNG")).what


@pytest.mark.parametrize(
    ("kind", "how"),
    [
        ("PNG", {}), ("JPEG", {}), ("GIF", {}), ("BMP", {}), ("WEBP", {}), ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}), ("TIFF", {"compression": "jpeg"}),
        ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ],
)  # fmt: skip
def test_damage_at_any_place_is_no_crash(kind: str, how: dict[str, object]) -> None:
    luck = random.Random(f"{kind}{how}")
    good = pages(2, **how) if kind == "TIFF" else saved(shown(), kind)
    for _ in range(60):
        data = bytearray(good)
        for _ in range(luck.choice([1, 3, 20])):
            data[luck.randrange(luck.choice([40, 400, len(data)]))] = luck.randrange(256)
        if luck.random() < 0.3:
            del data[luck.randrange(len(data)) :]
        try:
            for found in read_pictures(bytes(data), NAME):
                assert isinstance(found, Fault) or found.shape[2] == 3
        except UnreadableFile as error:
            assert all(isinstance(each, Fault) and each.remedy for each in error.faults)
