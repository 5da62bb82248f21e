"""Every situation that a user can meet, and the exit codes (stable).

0 all done · 1 internal error · 2 wrong usage · 3 some items could not be done, each is in the report ·
4 check: somebody is incomplete · 5 a pack or template is invalid · 6 a needed program is missing ·
7 the output could not be written · 130 interrupted.
Where several hold, the first of 130, 1, 2, 6, 5, 7, 3, 4.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class Exit(enum.IntEnum):
    """Exit codes of ``retire-docs``."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    SOME_FAILED = 3
    INCOMPLETE = 4
    INVALID_PACK = 5
    MISSING_PROGRAM = 6
    UNWRITABLE = 7
    INTERRUPTED = 130


_RANK = [
    Exit.INTERRUPTED, Exit.INTERNAL, Exit.USAGE, Exit.MISSING_PROGRAM, Exit.INVALID_PACK, Exit.UNWRITABLE,
    Exit.SOME_FAILED, Exit.INCOMPLETE, Exit.DONE,
]  # fmt: skip


def worst(codes: Iterable[Exit]) -> Exit:
    """The code that stands for several."""
    return min(codes, key=_RANK.index, default=Exit.DONE)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what, what to do."""

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.where}：{self.what}" + (f"；{self.remedy}" if self.remedy else "")


class RetireDocsError(Exception):
    """A situation that the user can mend. ``faults`` holds all of them; the class says how it ends."""

    exit_code = Exit.USAGE

    def __init__(self, *faults: Fault | str) -> None:
        self.faults: Sequence[Fault | str] = faults
        super().__init__("\n".join(map(str, faults)))


class UnknownCity(RetireDocsError):
    """No city given, or none of that name."""


class UnreadableRoster(RetireDocsError):
    """A roster that cannot be opened or in which no header was found."""

    exit_code = Exit.SOME_FAILED


class InvalidPack(RetireDocsError):
    """A city.yaml with mistakes."""

    exit_code = Exit.INVALID_PACK


class InvalidTemplate(RetireDocsError):
    """A Word template with mistakes."""

    exit_code = Exit.INVALID_PACK


class Unwritable(RetireDocsError):
    """The output could not be written: full, locked, no right, or already there."""

    exit_code = Exit.UNWRITABLE


class MissingProgram(RetireDocsError):
    """A program or engine that was asked for is not there."""

    exit_code = Exit.MISSING_PROGRAM


class Unconverted(RetireDocsError):
    """Another program could not make its part of a file."""

    exit_code = Exit.SOME_FAILED


class UnreadableFile(RetireDocsError):
    """A file to be read that cannot be opened."""

    exit_code = Exit.SOME_FAILED


class NoDocument(UnreadableFile):
    """A file that is no document at all, such as those that lie beside forms in a folder."""
