"""What a person sees in a Word file, for tests: all text, in order, wherever it stands."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AS_TEXT = {f"{W}br": "\n", f"{W}tab": "\t", f"{W}p": "\n"}


def text_of(file: bytes | Path, part: str = "word/document.xml") -> str:
    """The text of a part; paragraphs end in a line break, symbols of symbol fonts are ``<code>``."""
    source = io.BytesIO(file) if isinstance(file, bytes) else file
    with zipfile.ZipFile(source) as archive:
        assert archive.testzip() is None
        root = etree.fromstring(archive.read(part))
    out: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            if node.tag == f"{W}t":
                out.append(node.text or "")
            elif node.tag == f"{W}sym":
                out.append(f"<{node.get(f'{W}char')}>")
            elif node.tag in _AS_TEXT and node.tag != f"{W}p":
                out.append(_AS_TEXT[node.tag])
        elif node.tag == f"{W}p":
            out.append("\n")
    return "".join(out)
