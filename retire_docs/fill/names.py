"""File and folder names that every system takes, Windows too, and that nobody can use to leave the folder."""

from __future__ import annotations

import re
import unicodedata

from retire_docs.domain.record import Record

LONGEST = 60
"""Characters of one name; with the folders above it a path stays below the 260 of older Windows."""
NO_ID = "无证号"
_RESERVED = re.compile(r"(?i)(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(\..*)?")


def safe(text: str) -> str:
    """A name without ``/ \\ : * ? " < > |``, control characters, trailing dots and reserved words; never empty."""
    name = re.sub(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f]', "_", unicodedata.normalize("NFC", text))
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cf", "Cs", "Zl", "Zp"))
    name = name[:LONGEST].strip(" .\u3000")
    return f"_{name}" if _RESERVED.fullmatch(name) else name or "_"


def person_folder(record: Record) -> str:
    """``姓名-last four of the ID``."""
    id_number = record.get("身份证号")
    tail = id_number[-4:] if isinstance(id_number, str) else NO_ID
    name = str(record.get("姓名", ""))[: LONGEST - len(tail) - 1]
    return safe(f"{name}-{tail}")


class Names:
    """Names given out in a run: the second of the same name gets ``-2``. Case does not tell names apart."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def unique(self, folder: str, name: str) -> str:
        """``name``, or ``name-2`` … if it was given out in ``folder`` before."""
        key = f"{folder}/{name}".casefold()
        self._given[key] = count = self._given.get(key, 0) + 1
        return name if count == 1 else self.unique(folder, f"{name}-{count}")
