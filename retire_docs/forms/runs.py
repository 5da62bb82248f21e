"""Runs of a paragraph: joining tags that Word split, and giving each a run of its own."""

from __future__ import annotations

import re

from lxml import etree

from retire_docs.forms import tags
from retire_docs.forms.ooxml import find, w

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def run_text(run: etree._Element) -> str:
    """All text of a run."""
    return "".join(t.text or "" for t in run.iter(w("t")))


def own_texts(paragraph: etree._Element) -> list[etree._Element]:
    """The text elements of a paragraph, without those of a text box inside it."""
    return [t for t in paragraph.iter(w("t")) if next(t.iterancestors(w("p"))) is paragraph]


def isolate_tags(paragraph: etree._Element) -> list[etree._Element]:
    """Join each tag that Word spread over several runs, give it a run of its own, and return those runs."""
    pieces = own_texts(paragraph)
    text = "".join(t.text or "" for t in pieces)
    found = list(tags.TAG.finditer(text))
    if not found:
        return []
    _join(pieces, found)
    runs: list[etree._Element] = []
    for run in list(dict.fromkeys(t.getparent() for t in pieces)):
        if run is not None and tags.TAG.search(run_text(run)):
            runs.extend(_split(run))
    return runs


def _join(pieces: list[etree._Element], found: list[re.Match[str]]) -> None:
    """Move each tag's text wholly into the piece where it begins."""
    texts = [t.text or "" for t in pieces]
    starts = [sum(map(len, texts[:i])) for i in range(len(texts))]
    result = [""] * len(texts)
    inside = {i: m.start() for m in found for i in range(m.start(), m.end())}
    for start, text, index in zip(starts, texts, range(len(texts)), strict=True):
        for offset, char in enumerate(text):
            begin = inside.get(start + offset)
            home = index if begin is None else max(k for k, s in enumerate(starts) if s <= begin)
            result[home] += char
    for piece, text in zip(pieces, result, strict=True):
        piece.text = text
        piece.set(_SPACE, "preserve")


def _split(run: etree._Element) -> list[etree._Element]:
    """Cut a run so that each tag is alone in one; return the tags' runs."""
    parent = run.getparent()
    assert parent is not None
    properties = find(run, "w:rPr")
    tag_runs = []
    for child in [c for c in run if c is not properties]:
        texts: list[str | None] = [*_around_tags(child.text or "")] if child.tag == w("t") else [None]
        for text in texts:
            piece = etree.Element(w("r"))
            if properties is not None:
                piece.append(etree.fromstring(etree.tostring(properties)))
            if text is None:
                piece.append(child)
            else:
                t = etree.SubElement(piece, w("t"))
                t.text = text
                t.set(_SPACE, "preserve")
                if tags.TAG.fullmatch(text):
                    tag_runs.append(piece)
            run.addprevious(piece)
    parent.remove(run)
    return tag_runs


def _around_tags(text: str) -> list[str]:
    return [piece for piece in re.split(f"({tags.TAG.pattern})", text) if piece]
