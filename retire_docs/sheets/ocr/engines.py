"""The engines by name, one of each in a process."""

from __future__ import annotations

import multiprocessing
import os
from functools import cache
from typing import Literal, TypeAlias

from retire_docs.sheets.ocr.engine import Engine
from retire_docs.sheets.ocr.none import NoEngine

Ocr: TypeAlias = Literal["rapidocr", "tesseract", "none"]
NAMES: tuple[Ocr, ...] = ("rapidocr", "tesseract", "none")

_MOST_THREADS = 4
"""More make a single page hardly faster."""


def engine(name: Ocr) -> Engine:
    """An engine, made when it is first asked for. Raises MissingProgram."""
    return _made(name, os.getpid())  # a process that was forked has none of its threads


@cache
def _made(name: Ocr, _process: int) -> Engine:
    match name:
        case "rapidocr":
            from retire_docs.sheets.ocr.rapid import RapidEngine

            return RapidEngine(_threads())
        case "tesseract":
            from retire_docs.sheets.ocr.tesseract import TesseractEngine

            return TesseractEngine()
        case _:
            return NoEngine()


def _threads() -> int:
    """Threads for an engine: one in a process that works beside others."""
    if multiprocessing.parent_process() is not None:
        return 1
    return min(os.cpu_count() or 1, _MOST_THREADS)
