"""The output folder: atomic writes, and the manifest of all that was made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from retire_docs.errors import Fault, Unwritable
from retire_docs.files import unwritable, write_atomically

MANIFEST = "manifest.json"
SCHEMA = 1


@dataclass
class Packet:
    """The files made for one person or employer: ``folder`` under OUT, whose they are, and from what."""

    folder: str
    city: str
    whose: dict[str, Any]
    files: list[dict[str, str]] = field(default_factory=list)


class Output:
    """OUT. A context manager: the manifest is written as packets are made, and put in place at the end,
    also when the run was cut short."""

    def __init__(self, folder: Path, *, overwrite: bool) -> None:
        self.folder = folder
        self._old = self._check(overwrite)
        self._made: set[str] = set()
        self._manifest: TextIO | None = None

    def _check(self, overwrite: bool) -> list[dict[str, Any]]:
        """Earlier packets of this folder. Raises Unwritable where there are any and they may not be replaced."""
        manifest = self.folder / MANIFEST
        if self.folder.exists() and not self.folder.is_dir():
            raise Unwritable(Fault(str(self.folder), "是一个文件，不是文件夹", "换一个输出文件夹"))
        if not manifest.exists():
            return []
        if not overwrite:
            raise Unwritable(
                Fault(str(self.folder), "里面已有上次生成的结果", "换一个空文件夹，或加 --overwrite 覆盖同名文件")
            )
        try:
            packets: list[dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))["packets"]
        except (OSError, ValueError, KeyError):
            return []
        return packets

    def __enter__(self) -> Output:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._manifest = (self.folder / f".{MANIFEST}.part").open("w", encoding="utf-8")
            self._manifest.write(f'{{"schema": {SCHEMA}, "packets": [')
        except OSError as error:
            raise unwritable(self.folder, error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._manifest is not None
        path = self.folder / MANIFEST
        try:
            for packet in self._kept():
                self._add(packet)
            self._manifest.write("\n]}\n")
            self._manifest.close()
            Path(self._manifest.name).replace(path)
        except OSError as error:
            if kind is None:
                raise unwritable(path, error) from None

    def _kept(self) -> Iterator[dict[str, Any]]:
        """Packets of earlier runs that this one did not replace and that are still there."""
        for packet in self._old:
            if packet["folder"] not in self._made and (self.folder / packet["folder"]).is_dir():
                yield packet

    def write(self, packet: Packet, name: str, data: bytes, **about: str) -> None:
        """Write one file of a packet. Raises Unwritable."""
        path = self.folder / packet.folder / name
        write_atomically(path, data)
        packet.files.append({"path": f"{packet.folder}/{name}", **about})

    def finish(self, packet: Packet) -> None:
        """Enter a packet with its files into the manifest."""
        self._made.add(packet.folder)
        self._add({"folder": packet.folder, "city": packet.city, **packet.whose, "files": packet.files})

    def _add(self, packet: dict[str, Any]) -> None:
        assert self._manifest is not None
        first = self._manifest.tell() <= len(f'{{"schema": {SCHEMA}, "packets": [')
        self._manifest.write(("\n" if first else ",\n") + json.dumps(packet, ensure_ascii=False))
