"""Damaged files of every kind through parse: ``python -m benchmarks.fuzz --files 2000``; with ``--paper`` pictures and
scanned PDFs.

Cut, with bytes flipped, overwritten, swapped, repeated or random, inside their zip parts too, among good files. No
traceback, no hang; every good file is read as it is alone, every damaged one is read or named with its reason.
"""

from __future__ import annotations

import argparse
import io
import random
import shutil
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from retire_docs.parse.files import read_file
from retire_docs.parse.story import Order, Outcome, parse
from retire_docs.sheets.pdf import page_picture
from retire_docs.shipped import shipped
from tests.fill.longest import record as longest
from tests.parse.papers import PERSON, filled, printed

LONGEST = 20.0
"""Seconds for one file."""
SEED = 20261124
_DPI = 100
"""Of the pictures: small ones, since it is not about reading them well."""


def sources() -> dict[str, bytes]:
    """Good files of every kind, by name."""
    samples = shipped("samples")
    return {
        "登记表.docx": filled("baiyin", "registration"),
        "申请表.docx": filled("guyang", "application", longest()),
        "请示.docx": filled("luan", "employer_request", PERSON, {"名单": [PERSON] * 3}),
        "登记表.pdf": printed("baiyin", "registration"),
        "公示.pdf": printed("quyuan", "public_notice", PERSON, {"名单": [PERSON] * 3}),
        "名册.xlsx": (samples / "baiyin.xlsx").read_bytes(),
        "名册.csv": "姓名,身份证号,退休类别\n张三,110101196503120018,正常退休\n".encode(),
    }


def papers() -> dict[str, bytes]:
    """Good pictures and scanned PDFs, by name."""
    page = page_picture(printed("guyang", "lost_archive_commitment"), 1, _DPI)
    grey = page.convert("L")
    fax = grey.point(lambda level: 255 if level > 150 else 0).convert("1")
    return {
        "承诺.png": _saved(grey, "PNG"),
        "承诺.jpg": _saved(page, "JPEG", quality=60),
        "承诺.tif": _saved(grey, "TIFF", compression="tiff_lzw", save_all=True, append_images=[grey]),
        "传真.tif": _saved(fax, "TIFF", compression="group4"),
        "承诺.bmp": _saved(grey, "BMP"),
        "承诺.webp": _saved(page, "WEBP", quality=60),
        "承诺.pdf": _saved(grey, "PDF", resolution=_DPI),
    }


def _saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with something wrong."""
    return chance.choice(_WAYS)(data, chance)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 30, 300))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwritten(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    noise = chance.randbytes(chance.choice((4, 64, 4096)))
    return data[:start] + noise + data[start + len(noise) :]


def _swapped(data: bytes, chance: random.Random) -> bytes:
    a, b, c = sorted(chance.randrange(len(data)) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def _repeated(data: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.randrange(len(data)) for _ in range(2))
    return data[:b] + data[a:b] * chance.randint(1, 3) + data[b:]


def _header(data: bytes, chance: random.Random) -> bytes:
    """Sizes and kinds that the beginning of a file tells, changed."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 2, 8))):
        changed[chance.randrange(4, min(64, len(changed)))] = chance.choice((0, 1, 127, 255, chance.randrange(256)))
    return bytes(changed)


def _random(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.choice((0, 4, 8, 100))] + chance.randbytes(chance.randrange(1, 5000))


def _inside(data: bytes, chance: random.Random) -> bytes:
    """Damage inside a part of a zip, whose checksum is right again; for others, flipped bytes."""
    if not data.startswith(b"PK"):
        return _flipped(data, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        victim = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            if name == victim and content:
                content = chance.choice((_cut, _flipped, _overwritten, _swapped, _words))(content, chance)
            if not (name == victim and chance.random() < 0.1):
                new.writestr(name, content)
    return out.getvalue()


def _words(data: bytes, chance: random.Random) -> bytes:
    """An element's name or a number changed, so that the XML stays well formed and says nonsense."""
    old, new = chance.choice(
        (
            (b"w:tc>", b"w:tr>"), (b"w:p>", b"w:tbl>"), (b'w:val="', b'w:val="-99999999999'), (b"gridSpan", b"vMerge"),
            (b"<w:t ", b"<w:sym "), (b"w:r>", b"w:sdt>"), (b'"1"', b'"4294967296"'), (b"<w:tbl>", b"<w:tbl>" * 40),
        )
    )  # fmt: skip
    return data.replace(old, new, chance.choice((1, 5, -1)))


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut, _flipped, _overwritten, _swapped, _repeated, _random, _header, _inside, _inside, _inside,
)  # fmt: skip


def run(files: int, seed: int, workers: int | None = None, *, paper: bool = False) -> Outcome:
    """Damage and read; raises AssertionError where something is lost, hangs or is not told."""
    chance = random.Random(seed)
    good = papers() if paper else sources()
    folder = Path(tempfile.mkdtemp())
    try:
        wholes = []
        for number in range(files):
            name, data = chance.choice(list(good.items()))
            path = folder / f"{number:05}-{name}"
            whole = number % 10 == 0
            path.write_bytes(data if whole else damaged(data, chance))
            if whole:
                wholes.append((path, name))
        alone = {}
        for name, data in good.items():
            (folder / name).write_bytes(data)
            alone[name] = [_said(form) for form in read_file(folder / name)]
            (folder / name).unlink()
        paths = sorted(folder.iterdir())
        start = time.perf_counter()
        outcome = parse(Order(paths, workers=workers))
        spent = time.perf_counter() - start
        assert outcome.files == len(paths)
        told = {form.source for form in outcome.forms} | {str(getattr(f, "where", f)) for f in outcome.faults}
        for path in paths:
            assert any(str(path) in one for one in told), f"{path.name}: neither read nor named"
        for path, name in wholes:
            read = [_said(form) for form in outcome.forms if form.source == str(path)]
            assert read == alone[name], f"{path.name}: a good file was read otherwise"
        print(f"{files} 个文件，{len(wholes)} 个完好：全部读成；{len(outcome.faults)} 个写明原因；{spent:.1f} 秒")
        return outcome
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _said(form: object) -> list[tuple[str, object]]:
    return [(name, reading.value) for name, reading in form.fields.items()]  # type: ignore[attr-defined]


def main() -> None:
    """Run it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=2000)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--paper", action="store_true", help="pictures and scanned PDFs instead")
    chosen = options.parse_args()
    run(chosen.files, chosen.seed, paper=chosen.paper)


if __name__ == "__main__":
    main()
