"""Running a function over many files in processes of their own: whatever a file does to its process — crash it, hold
it up — the others go on, and the file is named."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Generic, TypeVar

from retire_docs.errors import Fault, RetireDocsError, UnreadableFile

Result = TypeVar("Result")

LONGEST = 120.0
"""Seconds for one file: thousands of pages take less."""
_FEW = 2
"""Fewer files than this are read without processes."""


@dataclass
class _Worker(Generic[Result]):
    """A process that reads file after file; ``started`` is when it was given the one that it reads now."""

    process: multiprocessing.process.BaseProcess
    pipe: Connection
    index: int | None = None
    started: float = 0.0


def each(
    function: Callable[[Path, Callable[[], None]], Result],
    paths: Sequence[Path],
    workers: int | None = None,
    longest: float = LONGEST,
) -> Iterator[tuple[Path, Result | RetireDocsError]]:
    """What ``function`` makes of each path, or the situation in which it ended, in the order of the paths.

    ``function`` is picklable and raises RetireDocsError for what a user can mend; every other error, the death of its
    process and a time beyond ``longest`` seconds without its second argument, a beat, being called become one as
    well."""
    if len(paths) < _FEW:
        for path in paths:
            yield path, attempt(function, path, lambda: None)
        return
    yield from _Crew(function, paths, min(workers or os.cpu_count() or 1, len(paths)), longest).results()


def attempt(
    function: Callable[[Path, Callable[[], None]], Result], path: Path, beat: Callable[[], None]
) -> Result | RetireDocsError:
    """What the function makes of a path; every error as a situation."""
    try:
        return function(path, beat)
    except RetireDocsError as error:
        return error
    except MemoryError:
        return _broken(path, "内存不够，读不下去")
    except Exception as error:
        return _broken(path, f"内容异常，读不下去（{type(error).__name__}）")


def _broken(path: Path, what: str) -> UnreadableFile:
    return UnreadableFile(Fault(str(path), what, "用 Word、WPS 或 PDF 阅读器打开后另存一份再读"))


class _Crew(Generic[Result]):
    def __init__(
        self,
        function: Callable[[Path, Callable[[], None]], Result],
        paths: Sequence[Path],
        workers: int,
        longest: float,
    ) -> None:
        self.function = function
        self.paths = paths
        self.longest = longest
        self.waiting = deque(range(len(paths)))
        self.done: dict[int, Result | RetireDocsError] = {}
        self.workers = [self._hire() for _ in range(workers)]

    def results(self) -> Iterator[tuple[Path, Result | RetireDocsError]]:
        try:
            for index, path in enumerate(self.paths):
                while index not in self.done:
                    self._work()
                yield path, self.done.pop(index)
        finally:
            for worker in self.workers:
                worker.process.kill()

    def _hire(self) -> _Worker[Result]:
        here, there = multiprocessing.Pipe()
        process = multiprocessing.Process(target=_serve, args=(self.function, there), daemon=True)
        process.start()
        there.close()
        return _Worker(process, here)

    def _work(self) -> None:
        """Give idle workers files, take in what is done, and replace whoever died or is overdue."""
        for worker in self.workers:
            if worker.index is None and self.waiting:
                worker.index, worker.started = self.waiting.popleft(), time.monotonic()
                worker.pipe.send(self.paths[worker.index])
        busy = [worker for worker in self.workers if worker.index is not None]
        ready = wait([worker.pipe for worker in busy], timeout=1.0)
        for worker in busy:
            assert worker.index is not None
            if worker.pipe in ready:
                try:
                    result = worker.pipe.recv()
                    if isinstance(result, _Beat):
                        worker.started = time.monotonic()
                    else:
                        self.done[worker.index] = result
                        worker.index = None
                except EOFError:
                    self._replace(worker, "把识读程序弄停了，没有读")
            elif time.monotonic() - worker.started > self.longest:
                self._replace(worker, f"{self.longest:.0f} 秒还没有读完，没有读")

    def _replace(self, worker: _Worker[Result], what: str) -> None:
        assert worker.index is not None
        self.done[worker.index] = _broken(self.paths[worker.index], what)
        worker.process.kill()
        self.workers[self.workers.index(worker)] = self._hire()


class _Beat:
    """Tells that a worker is still at work."""


def _serve(function: Callable[[Path, Callable[[], None]], Result], pipe: Connection) -> None:
    """The loop of a worker."""
    while True:
        try:
            path = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send(attempt(function, path, lambda: pipe.send(_Beat())))
