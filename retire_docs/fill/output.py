"""The output folder: atomic writes, and the manifest of all that was made."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from retire_docs.errors import Fault, Unwritable
from retire_docs.files import remove, unwritable, write_atomically
from retire_docs.forms.printing.page_code import new_case

MANIFEST = "manifest.json"
SCHEMA = 1
_HEAD = f'{{"schema": {SCHEMA}, "packets": ['


@dataclass
class Packet:
    """The files made for one person or employer: ``folder`` under OUT, whose they are, and from what; ``case`` is the
    name that the codes on printed pages call it by."""

    folder: str
    city: str
    whose: dict[str, Any]
    files: list[dict[str, Any]] = field(default_factory=list)
    case: str | None = None

    @property
    def whose_name(self) -> str:
        """The person's or employer's name."""
        return str(self.whose.get("person") or self.whose.get("employer") or "")


class Output:
    """OUT. A context manager: the manifest is written as packets are made, and put in place at the end,
    also when the run was cut short. ``narrowed``: the run makes only some forms, the others stay; ``kinds`` are the
    endings of what it makes, others stay, too. ``removed`` counts the files that went."""

    def __init__(
        self, folder: Path, *, overwrite: bool, narrowed: bool = False, kinds: Collection[str] = (".docx",)
    ) -> None:
        self.folder = folder
        self.narrowed = narrowed
        self.removed = 0
        self._kinds = kinds
        self._part = folder / f".{MANIFEST}.part"
        self._merged: dict[str, Any] | None = None
        self._old = self._earlier(overwrite)
        self._manifest: TextIO | None = None

    def _earlier(self, overwrite: bool) -> dict[str, dict[str, Any]]:
        """Packets of earlier runs by folder. Raises Unwritable where there are any and they may not be replaced."""
        path = self.folder / MANIFEST
        if self.folder.exists() and not self.folder.is_dir():
            raise Unwritable(Fault(str(self.folder), "是一个文件，不是文件夹", "换一个输出文件夹"))
        if not path.exists():
            return {}
        if not overwrite:
            raise Unwritable(
                Fault(str(self.folder), "里面已有上次生成的结果", "换一个空文件夹，或加 --overwrite 覆盖同名文件")
            )
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            packets = {packet["folder"]: packet for packet in manifest["packets"]}
            self._merged = manifest.get("merged")
            if manifest["schema"] != SCHEMA or not all(f["path"] for p in packets.values() for f in p["files"]):
                raise ValueError
        except (OSError, ValueError, KeyError, TypeError):
            raise Unwritable(Fault(str(path), "不是本程序这一版写的清单，看不懂", "换一个空文件夹")) from None
        return packets

    def __enter__(self) -> Output:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._manifest = self._part.open("x", encoding="utf-8")
            self._manifest.write(_HEAD)
        except FileExistsError:
            advice = f"确认没有别的程序在写，删去 {self._part.name} 再运行"
            raise Unwritable(Fault(str(self.folder), "另一个程序正在写，或上次没有写完", advice)) from None
        except OSError as error:
            raise unwritable(self.folder, error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._manifest is not None
        try:
            for packet in self._old.values():
                self._add({**packet, "files": list(self._present(packet["files"]))})
            merged = f', "merged": {json.dumps(self._merged, ensure_ascii=False)}' if self._merged else ""
            self._manifest.write(f"\n]{merged}}}\n")
            self._manifest.close()
            self._part.replace(self.folder / MANIFEST)
        except (OSError, Unwritable) as error:
            with contextlib.suppress(OSError):
                self._manifest.close()
                self._part.unlink(missing_ok=True)
            if kind is None:
                raise unwritable(self._part, error) if isinstance(error, OSError) else error from None

    def case(self, packet: Packet) -> str:
        """The name of a case: that of an earlier run where nothing about it has changed, else a new one."""
        earlier = self._old.get(packet.folder, {})
        same = all(earlier.get(key) == value for key, value in packet.whose.items() if key != "source")
        return str(earlier["case"]) if same and earlier.get("case") else new_case()

    def write_merged(self, name: str, data: bytes, contents: list[dict[str, Any]]) -> None:
        """Write the one file of the whole run, and what stands where in it. Raises Unwritable."""
        write_atomically(self.folder / name, data)
        self._merged = {"path": name, "contents": contents}

    def write(self, packet: Packet, name: str, data: bytes, **about: object) -> None:
        """Write one file of a packet. Raises Unwritable."""
        write_atomically(self.folder / packet.folder / name, data)
        packet.files.append({"path": f"{packet.folder}/{name}", **about})

    def drop_merged(self) -> None:
        """The one file of an earlier run goes, where this run prints the same people anew otherwise."""
        if self._merged and not self.narrowed and ".pdf" in self._kinds and remove(self.folder / self._merged["path"]):
            self._merged = None
            self.removed += 1

    def finish(self, packet: Packet) -> None:
        """Enter a packet into the manifest. Its files of an earlier run that were not made again go, unless this
        run makes only some forms or other kinds of file for the same person or employer."""
        earlier = self._old.pop(packet.folder, None)
        if earlier:
            made = {file["path"] for file in packet.files}
            others = [file for file in self._present(earlier["files"]) if file["path"] not in made]
            same = self._same(earlier, packet)
            for file in others:
                stays = same and (self.narrowed or not file["path"].endswith(tuple(self._kinds)))
                if stays or not remove(self.folder / file["path"]):
                    packet.files.append(file)
                else:
                    self.removed += 1
        case = {"case": packet.case} if packet.case else {}
        self._add({"folder": packet.folder, "city": packet.city, **case, **packet.whose, "files": packet.files})

    @property
    def left_over(self) -> list[str]:
        """Folders of earlier runs that this one has not made again and that are still there."""
        return [folder for folder in self._old if (self.folder / folder).is_dir()]

    @staticmethod
    def _same(earlier: dict[str, Any], packet: Packet) -> bool:
        return all(earlier.get(key) == packet.whose.get(key) for key in ("person", "employer"))

    def _present(self, files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [file for file in files if (self.folder / file["path"]).is_file()]

    def _add(self, packet: dict[str, Any]) -> None:
        assert self._manifest is not None
        try:
            first = self._manifest.tell() <= len(_HEAD)
            self._manifest.write(("\n" if first else ",\n") + json.dumps(packet, ensure_ascii=False))
        except OSError as error:
            raise unwritable(self._part, error) from None
