"""A zip of which most members never change: they are compressed once, and a copy costs only the changed ones.

:mod:`zipfile` in append mode does the same in four times the time, because it parses the directory of the
prepared archive again for every copy (``benchmarks/fill.py`` prints both).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

_DATE = 0x0021  # 1980-01-01: the same record gives the same bytes
_DEFLATED = 8
_VERSION = 20
_LEVEL = 1  # deflate's fastest: a fifth larger, twice as fast
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")


@dataclass(frozen=True)
class Package:
    """The unchanged members of a zip, ready to be copied, and their directory."""

    members: bytes
    directory: bytes
    count: int

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Package:
        """Compress the parts that never change."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
            archive.close()
            whole, start = buffer.getvalue(), archive.start_dir
        return cls(whole[:start], whole[start : -_END.size], len(parts))

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The whole zip, with ``parts`` (name in ASCII → content) added."""
        out, directory = [self.members], [self.directory]
        offset = len(self.members)
        for name, data in parts.items():
            encoded = name.encode("ascii")
            deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
            packed = deflate.compress(data) + deflate.flush()
            facts = (_DEFLATED, 0, _DATE, zlib.crc32(data), len(packed), len(data), len(encoded))
            out += [_LOCAL.pack(b"PK\3\4", _VERSION, 0, *facts, 0), encoded, packed]
            directory += [_ENTRY.pack(b"PK\1\2", _VERSION, _VERSION, 0, *facts, 0, 0, 0, 0, 0, offset), encoded]
            offset += _LOCAL.size + len(encoded) + len(packed)
        listing = b"".join(directory)
        count = self.count + len(parts)
        end = _END.pack(b"PK\5\6", 0, 0, count, count, len(listing), offset, 0)
        return b"".join((*out, listing, end))
