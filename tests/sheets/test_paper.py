"""What is seen on paper before anything is read: rules, lines of text, boxes; and what is made of what was read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from retire_docs.parse.alignment import laid_along
from retire_docs.parse.files import catalogue
from retire_docs.sheets.ocr.engine import Glyph
from retire_docs.sheets.paper.codes import code_on
from retire_docs.sheets.paper.marks import bracket_of, is_circled, mark_of
from retire_docs.sheets.paper.ruling import ink_of, rules_of
from retire_docs.sheets.paper.strips import strips_in
from tests.parse import scans

DPI = 200.0


def blank(height: int = 400, width: int = 900) -> NDArray[np.uint8]:
    return np.full((height, width), 255, np.uint8)


def noisy(page: NDArray[np.uint8], deviation: float = 12) -> NDArray[np.uint8]:
    noise = np.random.default_rng(3).normal(0, deviation, page.shape)
    return np.asarray((page + noise).clip(0, 255), np.uint8)


# Rules


def table(grey: int = 0, thick: int = 2) -> NDArray[np.uint8]:
    page = blank()
    for y in (50, 120, 300):
        cv2.line(page, (60, y), (800, y), grey, thick)
    for x in (60, 400, 800):
        cv2.line(page, (x, 50), (x, 300), grey, thick)
    return page


def dotted() -> NDArray[np.uint8]:
    page = table()
    page[:, ::6] = 255
    page[::6, :] = 255
    return page


def broken() -> NDArray[np.uint8]:
    page = table()
    page[:, 200:204] = 255
    page[180:184, :] = 255
    return page


@pytest.mark.parametrize(
    "page",
    [table(), table(thick=6), table(grey=190), noisy(table()), dotted(), broken()],
    ids=["solid", "thick", "faint", "noisy", "dotted", "broken"],
)
def test_rules_are_seen(page: NDArray[np.uint8]) -> None:
    rules = rules_of(page, DPI)
    across = sorted({round((top + bottom) / 2 / 10) for _, top, _, bottom in rules.across})
    down = sorted({round((left + right) / 2 / 10) for left, _, right, _ in rules.down})
    assert (across, down) == ([5, 12, 30], [6, 40, 80])


def test_strokes_of_text_are_no_rules() -> None:
    page = np.asarray(scans.pages("quyuan", "commitment")[0].convert("L"))
    assert not rules_of(np.ascontiguousarray(page), scans.DPI).down


def test_lines_of_text_are_cut_at_wide_gaps() -> None:
    page = blank(200, 900)
    for x, y in ((40, 50), (75, 50), (110, 50), (500, 50), (40, 110), (75, 110)):
        cv2.rectangle(page, (x, y), (x + 28, y + 28), 0, 3)
    found = strips_in(ink_of(page), 0, 0, DPI, 29)
    assert [(strip.left // 10, strip.top // 10) for strip in found] == [(3, 4), (49, 4), (3, 10)]


# Boxes


def box(side: int, wall: int, grey: int = 0) -> NDArray[np.uint8]:
    region = blank(3 * side, 3 * side)
    cv2.rectangle(region, (side, side), (2 * side, 2 * side), grey, wall)
    return region


@given(side=st.integers(16, 40), wall=st.integers(1, 3), grey=st.integers(0, 150))
def test_an_empty_box_is_off(side: int, wall: int, grey: int) -> None:
    assert mark_of(box(side, wall, grey), side * 1.2).state == "off"


@given(side=st.integers(20, 40), wall=st.integers(1, 2), out=st.integers(-3, 6), grey=st.integers(0, 90))
def test_a_ticked_box_is_on(side: int, wall: int, out: int, grey: int) -> None:
    region = box(side, wall)
    points = np.array(
        [(side + 3, 1.5 * side), (1.4 * side, 2 * side - 3 + out), (2 * side - 3 + out, side + 3 - out)], np.int32
    )
    cv2.polylines(region, [points], isClosed=False, color=grey, thickness=max(2, side // 10))
    assert mark_of(region, side * 1.2).state in ("on", "crossed")


def test_a_cross_a_filled_box_and_none() -> None:
    crossed = box(26, 2)
    cv2.line(crossed, (29, 29), (49, 49), 0, 3)
    cv2.line(crossed, (29, 49), (49, 29), 0, 3)
    assert mark_of(crossed, 31).state == "crossed"
    filled = box(26, 2)
    filled[28:50, 28:50] = 0
    assert mark_of(filled, 31).state in ("on", "crossed")
    assert mark_of(blank(78, 78), 31).state == "gone"


def test_a_tick_beside_a_box_counts_and_its_label_does_not() -> None:
    region = box(26, 2)
    cv2.line(region, (58, 30), (58, 50), 0, 3)
    cv2.line(region, (66, 26), (66, 50), 0, 3)
    assert mark_of(region, 31, "right").state == "off"
    cv2.polylines(region, [np.array([(2, 36), (10, 48), (22, 22)], np.int32)], isClosed=False, color=0, thickness=3)
    assert mark_of(region, 31, "right").state == "on"


def test_places_at_the_edge_of_the_page_hold_nothing() -> None:
    """OpenCV crashes on pictures without pixels."""
    nothing = np.empty((0, 40), np.uint8)
    assert mark_of(nothing, 30).state == "unclear"
    assert bracket_of(np.empty((40, 0), np.uint8), 30).state == "unclear"
    assert not is_circled(nothing, 30, 60)
    assert strips_in(nothing, 0, 0, DPI, 29) == []


def test_brackets() -> None:
    region = blank(36, 50)
    assert bracket_of(region, 30).state == "off"
    cv2.ellipse(region, (30, 18), (14, 16), 0, -60, 60, 0, 2)  # the closing half
    assert bracket_of(region, 30).state == "off"
    ticked = region.copy()
    cv2.polylines(ticked, [np.array([(10, 18), (16, 26), (28, 6)], np.int32)], isClosed=False, color=0, thickness=3)
    assert bracket_of(ticked, 30).state == "on"
    crossed = blank(36, 50)
    cv2.line(crossed, (12, 8), (36, 30), 0, 3)
    cv2.line(crossed, (12, 30), (36, 8), 0, 3)
    assert bracket_of(crossed, 30).state == "no"


# Codes and words


@pytest.mark.parametrize("quarters", range(4))
def test_a_code_tells_which_way_a_page_stands(quarters: int) -> None:
    page = np.ascontiguousarray(np.rot90(np.asarray(scans.pages("guyang", "application")[0].convert("L")), -quarters))
    found = code_on(page, scans.DPI)
    assert found is not None
    assert (found.code.form, found.quarters) == ("application", quarters)


def glyphs(text: str, **others: tuple[str, float]) -> list[Glyph]:
    """Characters as read; ``others`` says for some what else they may be."""
    return [
        Glyph(char, n, n + 1, 1 - others[char][1] if char in others else 1.0, (others[char],) if char in others else ())
        for n, char in enumerate(text)
    ]


def test_a_word_mends_a_character() -> None:
    mended = catalogue().wording.mended
    assert "".join(g.text for g in mended(glyphs("毫州市", 毫=("亳", 0.03)))) == "亳州市"
    assert "".join(g.text for g in mended(glyphs("张毫文", 毫=("亳", 0.03)))) == "张毫文"
    assert "".join(g.text for g in mended(glyphs("熊强強", 強=("强", 0.2)))) == "熊强强"
    assert "".join(g.text for g in mended(glyphs("人社发[2026]5号"))) == "人社发〔2026〕5号"


@given(st.data())
def test_misread_words_are_found_in_their_order(data: st.DataObject) -> None:
    words = ["本人签名确认上述内容属实", "联系电话", "统一社会信用代码"]
    values = data.draw(st.lists(st.text("张三0123456789", max_size=12), min_size=2, max_size=2))
    misread = []
    for word in words:
        at = data.draw(st.integers(0, len(word) - 1))
        misread.append(word[:at] + data.draw(st.sampled_from(["", "口", "�"])) + word[at + 1 :])
    text = misread[0] + values[0] + misread[1] + values[1] + misread[2]
    found = laid_along([words[0], None, words[1], None, words[2]], text)
    assert all(found[n] is not None for n in (0, 2, 4))
    starts = [found[n][0] for n in (0, 2, 4)]  # type: ignore[index]
    assert starts == sorted(starts)
    assert values[0] in text[found[0][1] - 1 : found[2][0] + 1]  # type: ignore[index]
