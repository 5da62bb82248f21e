"""Whatever a file does to the process that reads it, the others go on."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from retire_docs.errors import Fault, UnreadableFile
from retire_docs.parse.crew import each


def reads(path: Path, beat: Callable[[], None]) -> str:
    """A reader that some files crash, hold up or confuse."""
    match path.name:
        case "long":
            for _ in range(8):
                time.sleep(0.5)
                beat()
        case "crash":
            os._exit(139)
        case "hang":
            time.sleep(60)
        case "error":
            raise ZeroDivisionError
        case "memory":
            raise MemoryError
        case "broken":
            raise UnreadableFile(Fault("broken", "损坏"))
    return path.name.upper()


def test_every_file_has_its_answer_in_order() -> None:
    names = ["a", "crash", "b", "hang", "error", "c", "memory", "broken", "crash", "d"]
    start = time.monotonic()
    answers = [answer for _, answer in each(reads, [Path(name) for name in names], workers=2, longest=2.0)]
    assert time.monotonic() - start < 15
    told = [answer if isinstance(answer, str) else str(answer) for answer in answers]
    assert [told[n] for n in (0, 2, 5, 9)] == ["A", "B", "C", "D"]
    for number, words in {
        1: "把识读程序弄停了", 3: "2 秒还没有读完", 4: "ZeroDivisionError", 6: "内存不够", 7: "损坏", 8: "弄停了",
    }.items():  # fmt: skip
        assert words in told[number]


def test_a_file_with_many_pages_may_take_long() -> None:
    answers = [answer for _, answer in each(reads, [Path("long"), Path("a")], workers=2, longest=2.0)]
    assert answers == ["LONG", "A"]


def test_one_file_needs_no_process() -> None:
    assert [answer for _, answer in each(reads, [Path("a")])] == ["A"]
    assert "ZeroDivisionError" in str(next(each(reads, [Path("error")]))[1])


def test_damaged_files_of_every_kind() -> None:
    """The same as ``python -m benchmarks.fuzz``, with fewer files."""
    from benchmarks.fuzz import run

    run(150, seed=7, workers=2)
    run(24, seed=7, workers=2, paper=True)
