"""QR codes that differ only in twelve letters, fast: segno makes one code of a kind, the others follow by XOR.

With its version and mask fixed, a code is linear over GF(2): so are the packing of letters in pairs of 11 bits, the
Reed–Solomon words and the placement (ISO/IEC 18004, 7.4.4, 7.5). What each bit of the letters changes is asked of
segno once a version; a code then costs a few XORs in place of half a millisecond.
"""

from __future__ import annotations

from functools import lru_cache

import segno

LETTERS = 12
"""How many letters differ. They stand at an even place from the start, since letters are packed in pairs."""
BLANK = "0" * LETTERS
"""The letters whose value is nothing."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_LETTERS = frozenset(_ALPHABET)
_MASK = 3  # any mask reads equally well in so small a code; trying all eight costs five times as much
_PAIR_BITS = 11


@lru_cache(maxsize=4096)
def code(before: str, letters: str, after: str) -> tuple[int, int]:
    """The code of ``before + letters + after``: the number of modules a side, and the modules as the bits of a number,
    row by row from the top left, each row filled up to whole bytes."""
    if not _LETTERS.issuperset(before + after):  # packed byte by byte: no pairs
        version, modules = _made(before + letters + after)
        return side(version), modules
    version, modules = _made(before + BLANK + after)
    return side(version), modules ^ _change(version, len(before), letters, len(after))


def side(version: int) -> int:
    """The number of modules a side."""
    return 17 + 4 * version


@lru_cache(maxsize=1024)
def _made(text: str) -> tuple[int, int]:
    """A code as segno makes it: its version and modules."""
    made = segno.make(text, error="m", mask=_MASK, micro=False, boost_error=False)
    version = made.version
    assert isinstance(version, int)
    filling = -side(version) % 8
    bits = "".join("".join(map(str, row)) + "0" * filling for row in made.matrix)
    return version, int(bits, 2)


def _change(version: int, at: int, letters: str, rest: int) -> int:
    """What letters change in a code whose letters were blank."""
    if (version, at) not in _bases:
        _bases[version, at] = _basis(at, rest)
    basis, change = _bases[version, at], 0
    for pair in range(LETTERS // 2):
        value = _value(letters[2 * pair], letters[2 * pair + 1])
        for bit in range(_PAIR_BITS):
            if value >> bit & 1:
                change ^= basis[pair * _PAIR_BITS + bit]
    return change


_bases: dict[tuple[int, int], list[int]] = {}
"""What each bit of the letters changes, by the codes' version and the place where the letters begin; neither what
else a code says nor how long it is matters."""


def _basis(at: int, rest: int) -> list[int]:
    """Ask segno, for codes with ``at`` letters before and ``rest`` after."""
    assert at % 2 == 0
    _, nothing = _made(":" * at + BLANK + ":" * rest)
    changes = []
    for pair in range(LETTERS // 2):
        for bit in range(_PAIR_BITS):
            letters = BLANK[: 2 * pair] + _pair(1 << bit) + BLANK[2 * pair + 2 :]
            changes.append(_made(":" * at + letters + ":" * rest)[1] ^ nothing)
    return changes


def _value(first: str, second: str) -> int:
    return len(_ALPHABET) * _ALPHABET.index(first) + _ALPHABET.index(second)


def _pair(value: int) -> str:
    first, second = divmod(value, len(_ALPHABET))
    return _ALPHABET[first] + _ALPHABET[second]
