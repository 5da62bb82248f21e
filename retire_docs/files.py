"""Writing files: whole or not at all, with a plain message where it cannot be done."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from retire_docs.errors import Fault, Unwritable


class DiskFull(Unwritable):
    """Nothing more can be written; the run ends."""


def write_atomically(path: Path, data: bytes) -> None:
    """Write a whole file or nothing. Raises Unwritable (DiskFull where the disk is)."""
    part = path.parent / f".{path.name[:40]}.part"
    try:
        try:
            _replace(path, part, data)
        except FileNotFoundError:  # asked only then: a folder gets several files
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace(path, part, data)
    except BaseException as error:
        with contextlib.suppress(OSError):
            part.unlink()
        if isinstance(error, OSError):
            raise unwritable(path, error) from None
        raise


def _replace(path: Path, part: Path, data: bytes) -> None:
    with part.open("wb") as file:
        file.write(data)
    os.replace(part, path)  # noqa: PTH105 - one call, patched by the tests of a full disk


def remove(path: Path) -> bool:
    """Remove a file; whether it is gone. One that is open in another program stays."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def unread(path: Path, error: OSError) -> Fault:
    """Why a file could not be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return Fault(str(path), "没有这个文件", "检查路径和文件名")
    if isinstance(error, IsADirectoryError):
        return Fault(str(path), "是文件夹，不是文件", "给出文件夹里的名册文件")
    if isinstance(error, PermissionError):
        return Fault(str(path), "没有读取权限", "关闭正在使用它的程序，或换一个位置")
    if error.errno == errno.ENAMETOOLONG:
        return Fault(f"{path.name[:20]}…", "文件名太长", "把文件名改短再试")
    return Fault(str(path), f"读不出来（{error.strerror}）", "检查磁盘或网络位置，或复制到本机再试")


def unwritable(path: Path, error: OSError) -> Unwritable:
    """The message for a file that could not be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(Fault(str(path), "磁盘已满，写不下去", "清理磁盘或换一个位置，再运行一次（加 --overwrite）"))
    if isinstance(error, PermissionError):
        return Unwritable(
            Fault(str(path), "没有写入权限，或文件正被 Word、WPS 打开", "关闭该文件，检查文件夹权限，再运行一次")
        )
    return Unwritable(Fault(str(path), f"写不进去（{error.strerror}）", "检查输出路径"))
