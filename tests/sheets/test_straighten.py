"""Pictures of sheets → sheets upright and flat: distortions that are known, and what is left of them."""

from __future__ import annotations

import functools

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from retire_docs.sheets.paper.straighten import LEAST_DPI, MOST_DPI, Paper, straighten
from retire_docs.sheets.pdf import page_picture
from tests.parse.papers import printed

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float64]

DPI = 150
RED, BLUE, BLUE_BLACK, PURPLE_RED = (205, 30, 40), (45, 70, 175), (25, 30, 80), (200, 40, 120)
TABLE = np.array([[0.08, 0.105], [0.92, 0.105], [0.92, 0.94], [0.08, 0.94]])
"""The corners of the form's table, in shares of the page."""


@functools.cache
def form(dpi: int = DPI) -> Bytes:
    return np.asarray(page_picture(printed("baiyin", "registration"), 1, dpi), np.uint8)


@functools.cache
def letter() -> Bytes:
    """Rows of text without a ruling line."""
    page = np.array(page_picture(printed("baiyin", "commitment"), 1, DPI), np.uint8)
    page[: round(3 * DPI)] = 255
    page[round(7.8 * DPI) :] = 255
    return page


# Distortions


def warped(page: Bytes, matrix: Floats, size: tuple[int, int], ground: Bytes | int = 255) -> Bytes:
    white = np.full(page.shape[:2], 255, np.uint8)
    moved = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_LINEAR)
    beside = 255 - np.asarray(cv2.warpPerspective(white, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
    rest = np.broadcast_to(np.asarray(ground, np.uint8), (size[1], size[0], 3))
    return np.asarray(cv2.add(moved, cv2.multiply(rest, cv2.merge([beside] * 3), scale=1 / 255)), np.uint8)


def turned(page: Bytes, degrees: float, ground: int = 255) -> Bytes:
    height, width = page.shape[:2]
    matrix = np.eye(3)
    matrix[:2] = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return warped(page, matrix, (width, height), ground)


def wood(size: tuple[int, int], colour: tuple[int, int, int], luck: np.random.Generator) -> Bytes:
    width, height = size
    grain = cv2.resize(luck.normal(0, 14, (height // 4, width // 64)).astype(np.float32), size)
    fine = cv2.resize(luck.normal(0, 5, (height // 2, width // 2)).astype(np.float32), size)
    grain = np.asarray(grain, np.float32) + np.asarray(fine, np.float32)
    return np.asarray(cv2.merge([cv2.convertScaleAbs(np.maximum(grain + level, 0)) for level in colour]), np.uint8)


def photo(
    page: Bytes, luck: np.random.Generator, fill: float = 0.8, aslant: float = 0.05, degrees: float = 4,
    colour: tuple[int, int, int] = (120, 85, 55), size: tuple[int, int] = (1500, 2000),
) -> Bytes:  # fmt: skip
    """A sheet on a table, seen from anywhere above."""
    height, width = page.shape[:2]
    scale = fill * min(size[0] / width, size[1] / height) / 2
    corners = np.array([[-width, -height], [width, -height], [width, height], [-width, height]]) * scale
    angle = np.radians(luck.uniform(-degrees, degrees))
    corners = corners @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners += np.array(size) / 2 + luck.uniform(-aslant, aslant, (4, 2)) * size[0]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    return warped(page, np.asarray(matrix, np.float64), size, wood(size, colour, luck))


def shaded(picture: Bytes, luck: np.random.Generator, soft: float = 0.05) -> Bytes:
    """In warm light from a side, with a shadow across."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height:4, 0:width:4]
    angle = luck.uniform(0, 2 * np.pi)
    across = ((x - width / 2) * np.cos(angle) + (y - height / 2) * np.sin(angle)) / width
    light = (0.8 + 0.2 * across) * (0.55 + 0.45 / (1 + np.exp(np.clip(-across / soft * 4, -50, 50))))
    light = cv2.resize((light * 255).astype(np.uint8), (width, height))
    tinted = cv2.merge([light, cv2.convertScaleAbs(light, alpha=0.96), cv2.convertScaleAbs(light, alpha=0.88)])
    return np.asarray(cv2.multiply(picture, tinted, scale=1 / 255), np.uint8)


def jpeg(picture: Bytes, quality: int) -> Bytes:
    done, data = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return np.ascontiguousarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


def stamped(page: Bytes, centre: tuple[float, float], ink: tuple[int, int, int] = RED, dpi: int = DPI) -> Bytes:
    """A round seal of 40 mm with a star; its ink lets black through."""
    x, y = round(page.shape[1] * centre[0]), round(page.shape[0] * centre[1])
    mask, radius = np.zeros(page.shape[:2], np.uint8), round(20 * dpi / 25.4)
    cv2.circle(mask, (x, y), radius, 255, round(1.3 * dpi / 25.4), cv2.LINE_AA)
    angles = np.arange(10) * np.pi / 5 - np.pi / 2
    reach = np.where(np.arange(10) % 2, 0.14, 0.36) * radius
    star = np.column_stack([x + reach * np.cos(angles), y + reach * np.sin(angles)])
    cv2.fillPoly(mask, [np.rint(star).astype(np.int32)], (255,), cv2.LINE_AA)
    share = mask[..., None] / 255 * 0.95
    return np.asarray(page * (1 - share) + np.minimum(page, np.asarray(ink) * (page / 255)) * share, np.uint8)


def written(page: Bytes, ink: tuple[int, int, int]) -> Bytes:
    """With strokes of a pen in the empty field below the middle of the table."""
    page = page.copy()
    for x in range(560, 1060, 40):
        cv2.line(page, (x, 1150), (x + 28, 1215), ink, 3, cv2.LINE_AA)
    return page


# What is left of them


def rules(paper: Paper) -> list[tuple[float, float]]:
    """Long lines in a page: degrees off level or plumb, and length in shares of the page's height."""
    lines = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(paper.gray)[0]
    assert lines is not None
    runs = np.asarray(lines, np.float64).reshape(-1, 4)
    runs = runs[:, 2:] - runs[:, :2]
    length = np.hypot(runs[:, 0], runs[:, 1]) / paper.gray.shape[0]
    off = (np.degrees(np.arctan2(runs[:, 1], runs[:, 0])) + 45) % 90 - 45
    return [(float(o), float(n)) for o, n in zip(off, length, strict=True) if n > 0.1]


def assert_straight(paper: Paper, most: float = 0.15) -> None:
    """Ruling lines are there, level and plumb; the odd one out is the edge of a shadow or the like."""
    found = rules(paper)
    assert sum(length for _, length in found) > 5
    off = sorted(abs(degrees) for degrees, _ in found)
    assert off[int(len(off) * 0.9)] < most, off


def likeness(paper: Paper, page: Bytes) -> float:
    """How well the ink of a page is where it was (1: all of it), however the page was scaled: of both, blurred."""
    size = (620, 877)
    one, other = (
        cv2.GaussianBlur(cv2.resize(p, size, interpolation=cv2.INTER_AREA), (0, 0), 3).astype(np.float64).ravel()
        for p in (paper.gray, np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8))
    )
    return float(np.corrcoef(one, other)[0, 1])


def is_clean(paper: Paper) -> bool:
    """Most of it is white."""
    return float(np.median(paper.gray)) > 240 and float(np.mean(paper.gray > 225)) > 0.85


# Scans


def test_a_clean_page_stays_as_it_is() -> None:
    paper = straighten(form())
    assert np.array_equal(paper.colour, form())
    assert np.abs(paper.gray.astype(int) - cv2.cvtColor(form(), cv2.COLOR_RGB2GRAY)).max() < 4
    assert not paper.seal.any()
    assert paper.dpi == pytest.approx(DPI, rel=0.005)
    assert paper.gray.dtype == paper.colour.dtype == np.uint8
    assert paper.seal.dtype == np.bool_


def test_the_picture_given_is_not_changed() -> None:
    picture = form().copy()
    picture.flags.writeable = False
    straighten(picture).colour[:] = 0
    assert np.array_equal(picture, form())


@pytest.mark.parametrize("degrees", [-9.5, -4, -0.3, 0.5, 2, 7])
def test_skew(degrees: float) -> None:
    assert_straight(straighten(turned(form(), degrees)), 0.1)


@pytest.mark.parametrize("degrees", [-8, -0.6, 3, 9])
def test_skew_of_text_without_rules(degrees: float) -> None:
    paper = straighten(jpeg(turned(letter(), degrees), 60))
    profile = (paper.gray < 128).sum(axis=1)
    level = (straighten(letter()).gray < 128).sum(axis=1)
    assert np.std(profile) > 0.9 * np.std(np.resize(level, profile.shape))
    assert np.mean(profile == 0) >= np.mean(level == 0) - 0.05


def test_a_scanner_s_black_around_the_sheet() -> None:
    paper = straighten(turned(form(), 3, ground=12))
    assert_straight(paper, 0.1)
    rim = np.concatenate([paper.gray[:40].ravel(), paper.gray[-40:].ravel(), paper.gray[:, -40:].ravel()])
    assert np.mean(rim < 200) < 0.02


@pytest.mark.parametrize("picture", ["skewed", "noisy"])
def test_faxes(picture: str) -> None:
    gray = cv2.cvtColor(turned(form(200), 1.7), cv2.COLOR_RGB2GRAY)
    fax = np.where(gray > 140, 255, 0).astype(np.uint8)
    if picture == "noisy":
        fax[np.random.default_rng(1).random(fax.shape) < 0.005] ^= 255
    paper = straighten(np.dstack([fax, fax, fax]))
    lines = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    blurred = cv2.GaussianBlur(paper.gray, (0, 0), 2)
    found = np.asarray(lines.detect(blurred)[0], np.float64).reshape(-1, 4)
    long = found[np.abs(found[:, 2] - found[:, 0]) > 300]
    assert len(long) > 10
    assert np.percentile(np.abs(long[:, 3] - long[:, 1]) / np.abs(long[:, 2] - long[:, 0]), 90) < np.radians(0.15)
    assert not paper.seal.any()


@pytest.mark.parametrize("page", [form, letter])
@pytest.mark.parametrize("degrees", [0, 3])
def test_a_page_that_lies_on_its_side(page: functools._lru_cache_wrapper[Bytes], degrees: float) -> None:
    whole = page()
    lying = np.ascontiguousarray(np.rot90(turned(whole, degrees)))
    paper = straighten(lying)
    assert paper.gray.shape[0] > paper.gray.shape[1]
    assert paper.gray.shape == paper.seal.shape == paper.colour.shape[:2]
    if not degrees:
        assert max(likeness(paper, whole), likeness(paper.turned(2), whole)) > 0.98


def test_turned_by_quarters() -> None:
    paper = straighten(stamped(form(), (0.3, 0.7)))
    twice = paper.turned(1).turned(1)
    assert np.array_equal(paper.turned(1).gray, np.rot90(paper.gray))
    assert np.array_equal(twice.seal, paper.turned(-2).seal)
    assert np.array_equal(twice.turned(6).colour, paper.colour)
    assert twice.dpi == paper.dpi


@pytest.mark.parametrize(("size", "dpi"), [((827, 1170), 150), ((1654, 2339), 200), ((3200, 4525), 300)])
def test_resolution(size: tuple[int, int], dpi: int) -> None:
    paper = straighten(np.asarray(cv2.resize(form(), size, interpolation=cv2.INTER_AREA), np.uint8))
    assert paper.dpi == pytest.approx(dpi, rel=0.01)
    assert paper.dpi * 1.01 >= LEAST_DPI
    assert paper.dpi <= MOST_DPI * 1.01
    assert paper.gray.shape[1] == pytest.approx(dpi * 8.27, rel=0.01)


@pytest.mark.parametrize("shape", [(200, 200), (200, 3000), (3600, 210)])
def test_pictures_without_anything(shape: tuple[int, int]) -> None:
    for level in (0, 128, 255):
        assert straighten(np.full((*shape, 3), level, np.uint8)).gray.size
    assert straighten(np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)).gray.size


# Photos


@pytest.mark.parametrize("seed", range(4))
def test_photos_on_a_table(seed: int) -> None:
    luck = np.random.default_rng(seed)
    paper = straighten(jpeg(shaded(photo(form(), luck), luck), 60))
    assert_straight(paper)
    assert likeness(paper, form()) > 0.9
    assert is_clean(paper)
    assert paper.gray.shape[0] / paper.gray.shape[1] == pytest.approx(2**0.5, rel=0.01)


@pytest.mark.parametrize("colour", [(190, 190, 195), (70, 100, 150), (25, 25, 28), (150, 40, 40), (90, 130, 90)])
def test_tables_of_any_colour(colour: tuple[int, int, int]) -> None:
    luck = np.random.default_rng(11)
    paper = straighten(photo(form(), luck, colour=colour))
    assert_straight(paper)
    assert likeness(paper, form()) > 0.9
    assert not paper.seal.any()


def test_a_photo_from_any_side() -> None:
    luck = np.random.default_rng(5)
    picture = photo(form(), luck, fill=0.9, size=(2000, 1500), aslant=0.03, degrees=15)
    for quarters in range(4):
        paper = straighten(np.ascontiguousarray(np.rot90(picture, quarters)))
        assert_straight(paper)
        assert max(likeness(paper, form()), likeness(paper.turned(2), form())) > 0.9


def test_a_table_is_seen_at_some_sides_only() -> None:
    luck = np.random.default_rng(3)
    picture = photo(form(), luck, fill=0.9, aslant=0.02)
    x = round(picture.shape[1] * 0.14)
    paper = straighten(np.ascontiguousarray(picture[:, x:]))
    assert_straight(paper)
    assert np.mean(paper.gray[:30] < 200) < 0.02


@pytest.mark.parametrize("seed", range(2))
def test_photos_that_show_no_edge_are_made_level_by_their_rules(seed: int) -> None:
    luck = np.random.default_rng(seed)
    picture = photo(form(), luck, fill=1.2, aslant=0.03, degrees=3)
    assert_straight(straighten(jpeg(shaded(picture, luck), 70)))


@pytest.mark.parametrize("seed", range(4))
def test_the_edge_of_a_shadow_is_no_sheet_s(seed: int) -> None:
    luck = np.random.default_rng(seed)
    paper = straighten(jpeg(shaded(turned(form(), luck.uniform(-2, 2)), luck, soft=0.002), 80))
    assert_straight(paper)
    table = paper.gray.shape[0] / paper.dpi
    assert table > 11


def test_a_photographed_screen() -> None:
    screen = np.full((2000, 1500, 3), 200, np.uint8)
    screen[120:1874, 130:1371] = form()
    paper = straighten(photo(screen, np.random.default_rng(2), colour=(25, 25, 28), aslant=0.03))
    assert_straight(paper)


# Ink


@pytest.mark.parametrize("quality", [None, 85, 40])
@pytest.mark.parametrize("ink", [RED, PURPLE_RED])
def test_seals_are_taken_out_and_text_under_them_stays(ink: tuple[int, int, int], quality: int | None) -> None:
    page = form(200)
    sealed = stamped(page, (0.68, 0.8), ink, 200)
    paper = straighten(jpeg(sealed, quality) if quality else sealed)
    true = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    drawn = np.abs(sealed.astype(int) - page).max(axis=2) > 100
    assert np.mean(paper.seal[drawn]) > 0.9
    assert np.mean(paper.seal & ~cv2.dilate(drawn.astype(np.uint8), np.ones((9, 9), np.uint8)).astype(bool)) < 1e-4
    under = (true < 80) & cv2.dilate(drawn.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    assert under.sum() > 300
    assert np.mean(paper.gray[under] < 150) > 0.9
    assert np.mean(paper.gray[drawn & (true > 250)] > 170) > 0.97


def test_a_seal_in_a_photo() -> None:
    luck = np.random.default_rng(8)
    paper = straighten(jpeg(shaded(photo(stamped(form(), (0.4, 0.6)), luck), luck), 60))
    assert 0.003 < np.mean(paper.seal) < 0.03
    y, x = np.nonzero(paper.seal)
    height, width = paper.gray.shape
    assert np.median(x) / width == pytest.approx(0.4, abs=0.03)
    assert np.median(y) / height == pytest.approx(0.6, abs=0.03)
    assert np.percentile(paper.gray[paper.seal], 20) > 180


def test_a_gray_scan_has_no_seal() -> None:
    gray = cv2.cvtColor(stamped(form(), (0.4, 0.6)), cv2.COLOR_RGB2GRAY)
    assert not straighten(np.dstack([gray, gray, gray])).seal.any()


@pytest.mark.parametrize("ink", [BLUE, BLUE_BLACK, (30, 30, 30), (80, 120, 210)])
@pytest.mark.parametrize("quality", [None, 50])
def test_handwriting_stays(ink: tuple[int, int, int], quality: int | None) -> None:
    page = written(form(), ink)
    paper = straighten(jpeg(page, quality) if quality else page)
    strokes = np.abs(page.astype(int) - form()).max(axis=2) > 150
    assert strokes.sum() > 500 or max(ink) > 200
    assert np.percentile(paper.gray[strokes], 90) < 150
    assert not paper.seal.any()


def test_blue_handwriting_in_a_photo() -> None:
    luck = np.random.default_rng(9)
    paper = straighten(jpeg(shaded(photo(written(form(), BLUE), luck), luck), 60))
    assert not paper.seal.any()
    height, width = paper.gray.shape
    field = paper.gray[round(height * 0.65) : round(height * 0.7), round(width * 0.44) : round(width * 0.88)]
    assert np.mean(field < 140) > 0.03


def test_red_rules_are_rules() -> None:
    page = form().copy()
    gray = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    page[gray < 200] = (200, 40, 40)
    paper = straighten(turned(page, 2))
    assert_straight(paper, 0.1)


@pytest.mark.parametrize("soft", [0.3, 0.02])
def test_even_light(soft: float) -> None:
    paper = straighten(shaded(form(), np.random.default_rng(4), soft))
    assert is_clean(paper)
    assert likeness(paper, form()) > 0.97
