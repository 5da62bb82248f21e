"""Drawing papers into the cache: pictures, and what they say."""

from __future__ import annotations

import io
import logging
import multiprocessing
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.paper import faces, scans, strokes, truth
from benchmarks.paper.ink import Hand, Picture, erase, print_run, runs
from benchmarks.paper.papers import KINDS, OURS, Paper, chance_of, converted, kind_of, paper, printed
from benchmarks.paper.places import Misplaced, Spot, by_field, layout, spots
from benchmarks.paper.truth import BoxTruth, Key, Truth
from retire_docs.domain.fields import dictionary
from retire_docs.forms import views
from retire_docs.sheets.pdf import page_picture, read_pdf
from retire_docs.sheets.sheet import Box, Sheet

EDITION = "4"
"""Raised when the same number is drawn otherwise: pages of earlier editions are not read."""
BATCH = 48
"""Papers that LibreOffice converts in one run."""
_DATED = frozenset({"日期", "年月", "日期或年月", "期间"})
_WORDS = "年月日至"


def folder_of(split: str) -> Path:
    """Where the pages of a split lie."""
    return faces.cache_folder() / "paper" / EDITION / split


def make(split: str, pages: int, kinds: Sequence[str] = KINDS, workers: int = 2) -> list[Truth]:
    """Papers of these kinds with at least so many pages: those in the cache, and the missing ones drawn now."""
    folder = folder_of(split)
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Truth] = []
    count, number = 0, 0
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers) as pool:
        while count < pages:
            batch = [n for n in range(number, number + BATCH) if kind_of(split, n) in kinds]
            number += BATCH
            if missing := [n for n in batch if not (folder / f"{n:05}.json").is_file()]:
                halves = [missing[at::workers] for at in range(workers)]
                pool.starmap(_make_batch, [(split, half, folder) for half in halves if half], 1)
            for n in batch:
                of = Truth.load(folder / f"{n:05}.json")
                if not of.skipped and count < pages:
                    found.append(of)
                    count += of.pages
    return found


def _make_batch(split: str, numbers: Sequence[int], folder: Path) -> None:
    """Draw papers."""
    logging.disable(logging.WARNING)
    papers = [paper(split, n) for n in numbers]
    with tempfile.TemporaryDirectory() as name:
        office = converted(papers, Path(name))
    for of in papers:
        _make(of, office, folder).save(folder)


def _make(of: Paper, office: Mapping[int, bytes], folder: Path) -> Truth:
    """Draw a paper."""
    made = truth.of_paper(of)
    try:
        pdf = printed(of) if of.printer == OURS else office[of.number]
        sheets = [sheet for sheet in read_pdf(pdf, of.name) if isinstance(sheet, Sheet)]
        found = spots(layout(of.pack.id, of.form.id), sheets, of.shown)
        pictures = {s.page: np.array(page_picture(pdf, s.page, of.dpi).convert("RGB")) for s in sheets}
    except (Misplaced, KeyError) as error:
        made.skipped = f"{type(error).__name__}: {error}"
        return made
    groups = by_field(found)
    lacking = write_values(of, groups, sheets, pictures)
    made.boxes = list(mark_boxes(of, groups, pictures))
    made.fields = list(truth.fields(of, groups, lacking))
    _scan(of, made, list(pictures.values()), folder)
    return made


def write_values(
    of: Paper, groups: Mapping[Key, list[Spot]], sheets: Sequence[Sheet], pictures: Mapping[int, Picture]
) -> dict[Key, str]:
    """Set the values anew; for each field the characters that the face lacks."""
    if not of.by_hand and of.face == faces.NOTO and of.printer == OURS:
        return {}
    lacking: dict[Key, str] = {}
    gone: defaultdict[int, list[Box]] = defaultdict(list)
    todo = []
    for key, group in groups.items():
        for spot in (spot for spot in group if not spot.slot.style and _is_filled(of, spot)):
            kept = _WORDS if of.by_hand and of.words == "printed" and dictionary()[key[2]].kind in _DATED else ""
            for run in runs(spot.glyphs, kept):
                todo.append((key, spot, run))
                gone[run[0].page] += [glyph.box for glyph in run]
    for sheet in sheets:
        erase(pictures[sheet.page], gone[sheet.page], sheet.rules)
    hand = Hand.of(chance_of(of.split, of.number, "hand"), of.face, of.ink) if of.by_hand else None
    for key, spot, run in todo:
        picture = pictures[run[0].page]
        if hand is None:
            print_run(picture, run, of.face)
            continue
        whole = len(run) == len(spot.glyphs)
        hand.lacking.clear()
        hand.write(picture, run, spot.room if whole else None)
        lacking[key] = lacking.get(key, "") + "".join(sorted(hand.lacking))
    return lacking


def _is_filled(of: Paper, spot: Spot) -> bool:
    """Whether something stands in a slot but the words of its blank, which are the form's."""
    done = of.done.own if spot.of_list is None else of.done.lists[spot.of_list][spot.item]
    return done.texts[spot.slot.id] != views.blank(dictionary()[spot.slot.field], spot.slot.look)


def mark_boxes(of: Paper, groups: Mapping[Key, list[Spot]], pictures: Mapping[int, Picture]) -> Iterator[BoxTruth]:
    """Tick by hand what is not ticked in print; what every box says."""
    pen = strokes.Pen.of(chance_of(of.split, of.number, "pen"), of.ink, of.dpi)
    for (name, item, field), group in groups.items():
        boxes = [spot for spot in group if spot.slot.style]
        done = of.done.own if name is None else of.done.lists[name][item]
        on = [spot for spot in boxes if done.ticked[spot.slot.id]]
        off = [spot for spot in boxes if spot not in on]
        drawn = _draw(of, pen, on, off, {s.slot.id: done.texts[s.slot.id] for s in boxes}, pictures)
        for spot in boxes:
            place = list(spot.box or ())
            option = spot.slot.look.option or ""
            yield BoxTruth(name, item, field, option, spot in on, drawn.get(spot.slot.id, ""), spot.page, place)


def _draw(
    of: Paper,
    pen: strokes.Pen,
    on: list[Spot],
    off: list[Spot],
    texts: Mapping[str, str],
    pictures: Mapping[int, Picture],
) -> dict[str, str]:
    """Draw the marks of a field; slot → what was drawn."""
    if of.manner == strokes.PRINTED:
        return {spot.slot.id: strokes.PRINTED for spot in on}
    drawn = {}
    for spot in on:
        drawn[spot.slot.id] = strokes.mark(pen, pictures[spot.page or 1], spot, of.manner)
    for spot in off:
        style = spot.slot.style
        if style and style.no and texts[spot.slot.id] == style.no:
            strokes.refuse(pen, pictures[spot.page or 1], spot)
            drawn[spot.slot.id] = "no"
    wrong = [spot for spot in off if spot.slot.id not in drawn and spot.slot.style and spot.slot.style.empty.strip()]
    if of.manner == "corrected" and len(on) == 1 and wrong and pen.chance.random() < 0.6:
        other = pen.chance.choice(wrong)
        strokes.correct(pen, pictures[other.page or 1], other)
        drawn[other.slot.id] = "struck"
    return drawn


def _scan(of: Paper, made: Truth, pictures: Sequence[Picture], folder: Path) -> None:
    """Degrade the pages and keep them."""
    images: list[Image.Image] = []
    quality = 0
    for number, picture in enumerate(pictures):
        scan = scans.take(
            picture,
            of.family,
            chance_of(of.split, of.number, f"scan{number}"),
            chance_of(of.split, of.number, "scan"),
            of.dpi,
        )
        made.degradations = list(dict.fromkeys([*made.degradations, *scan.names]))
        made.matrices.append([round(float(x), 4) for x in scan.matrix.flatten()])
        images.append(Image.fromarray(scan.picture))
        quality = scan.jpeg
    made.pages = len(images)
    made.file = f"{of.name}.{'tiff' if len(images) > 1 else 'jpg' if quality else 'png'}"
    if len(images) > 1:
        images = [_jpeg(image, quality) for image in images]
        how = "group4" if images[0].mode == "1" else "tiff_lzw"
        images[0].save(
            folder / made.file, save_all=True, append_images=images[1:], compression=how, dpi=(of.dpi, of.dpi)
        )
    elif quality:
        images[0].save(folder / made.file, quality=quality, dpi=(of.dpi, of.dpi))
    else:
        images[0].save(folder / made.file, dpi=(of.dpi, of.dpi))


def _jpeg(image: Image.Image, quality: int) -> Image.Image:
    """A picture as it is after JPEG."""
    if not quality:
        return image
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert(image.mode)
