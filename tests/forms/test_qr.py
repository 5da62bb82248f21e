"""Codes made by XOR are those that segno makes, and those that readers read."""

from __future__ import annotations

import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from retire_docs.forms.printing import qr
from retire_docs.forms.printing.page_code import PageCode, new_case

LETTERS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=60)


def square(before: str, letters: str, after: str) -> list[list[int]]:
    side, modules = qr.code(before, letters, after)
    row = -(-side // 8) * 8
    bits = f"{modules:0{side * row}b}"
    return [[int(bit) for bit in bits[n * row : n * row + side]] for n in range(side)]


@given(st.text("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", min_size=qr.LETTERS, max_size=qr.LETTERS), LETTERS)
@settings(deadline=None)
def test_a_code_is_what_segno_makes(letters: str, after: str) -> None:
    made = segno.make(f"RD1:{letters}{after}", error="m", mask=3, micro=False, boost_error=False)
    assert square("RD1:", letters, after) == [list(row) for row in made.matrix]


@pytest.mark.parametrize("pack", ["baiyin", "own_city", "星海"])
def test_a_page_code_is_read_back(pack: str) -> None:
    code = PageCode(pack, "only_child_reward_application", "0123456789ab", 12, 345, new_case())
    side, _ = code.modules()
    rows = square("RD1:", code.case, code.text().split(code.case)[1])
    assert side == len(rows)
    picture = Image.new("L", (side, side))
    picture.putdata([0 if module else 255 for row in rows for module in row])
    large = ImageOps.expand(picture, 4, 255).resize((4 * side + 32, 4 * side + 32), Image.Resampling.NEAREST)
    assert [PageCode.read(found.text) for found in zxingcpp.read_barcodes(large)] == [code]


@pytest.mark.parametrize("text", ["", "http://example.org", "RD1:A:B", "RD2:A:B:C:D:1:2", "RD1:A:B:C:D:x:2"])
def test_another_code_is_none_of_ours(text: str) -> None:
    assert PageCode.read(text) is None
