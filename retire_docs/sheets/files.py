"""What a file is, told by its content and not by its name, and its sheets."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from retire_docs.errors import Fault, NoDocument, UnreadableFile
from retire_docs.files import unread
from retire_docs.forms.compiler import MAIN
from retire_docs.sheets.ocr.engines import Ocr
from retire_docs.sheets.pdf import page_picture, read_pdf
from retire_docs.sheets.recognise import Catalogue
from retire_docs.sheets.sheet import Sheet
from retire_docs.sheets.word import read_word

if TYPE_CHECKING:
    from retire_docs.sheets.paper.files import Papers

LARGEST_FILE = 200_000_000
"""Bytes: a scanned case of hundreds of pages stays below."""

Forms: TypeAlias = "Callable[[], Catalogue] | None"
Kind: TypeAlias = Literal["word", "pdf", "workbook", "picture", "other"]

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
_PDF_WITHIN = 1024  # ISO 32000: readers look for the header here
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_AS_DOCX = "用 Word 或 WPS 打开后另存为 .docx 再读"
_NOT_A_FORM = "只读 .docx、PDF、图片和名册（.xlsx .xls .ods .csv）"
_DPI = 250
"""Of the pictures of scanned pages of a PDF."""


def load(path: Path) -> bytes:
    """The content of a file. Raises UnreadableFile where it cannot be had, is empty or too large."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        raise UnreadableFile(unread(path, error)) from None
    if size > LARGEST_FILE:
        limit = LARGEST_FILE // 1_000_000
        fault = Fault(str(path), f"文件有 {size / 1e6:.0f} MB，超过 {limit} MB，没有读", "分成几个文件再读")
        raise UnreadableFile(fault)
    if not data:
        raise UnreadableFile(Fault(str(path), "文件是空的", "检查是否选对了文件，或重新复制一份"))
    return data


def kind_of(data: bytes, name: str) -> Kind:
    """What a file is. Raises UnreadableFile for what is known and yet cannot be read."""
    if data.startswith(_ZIP):
        return _archive(data, name)
    if data.startswith(_OLE):
        return _compound(data, name)
    if _PDF in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_PICTURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if data.startswith(b"{\\rtf"):
        raise UnreadableFile(Fault(name, "是 RTF 文件", _AS_DOCX))
    if Path(name).suffix.lower() == ".csv":
        return "workbook"
    return "other"


def _archive(data: bytes, name: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if MAIN in names:
                return "word"
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, NotImplementedError):
        # Of a damaged file only the name can tell who should say so.
        return "workbook" if Path(name).suffix.lower() in (".xlsx", ".xlsm", ".ods") else "word"
    except Exception:  # zlib.error and the like
        return "word"
    if b"opendocument.text" in kind:
        raise UnreadableFile(Fault(name, "是 ODT 文件", _AS_DOCX))
    if b"spreadsheet" in kind or any(n.startswith("xl/") for n in names):
        return "workbook"
    return "other"


def _compound(data: bytes, name: str) -> Kind:
    """An OLE file: a workbook or document of Office 97, or a locked one of today."""

    def has(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if has("EncryptedPackage"):
        raise UnreadableFile(Fault(name, "文件设了打开密码", "在 Word、Excel 或 WPS 里去掉打开密码，保存后再读"))
    if has("WordDocument"):
        raise UnreadableFile(Fault(name, "是旧版 Word 文件（.doc）", _AS_DOCX))
    return "workbook" if has("Workbook") or has("Book") else "other"


def read_sheets(
    data: bytes, kind: Kind, name: str, ocr: Ocr = "rapidocr", catalogue: Forms = None
) -> Iterable[Sheet | Fault]:
    """The sheets of a Word file, PDF or picture, in place of a page that cannot be read what is wrong with it. For
    pages of paper ``ocr`` names the engine, ``catalogue`` gives the forms that they may be. Raises UnreadableFile,
    MissingProgram."""
    match kind:
        case "word":
            return read_word(data, name)
        case "pdf":
            return _read_pdf(data, name, ocr, catalogue)
        case "picture":
            return _read_pictures(data, name, ocr, catalogue)
    raise NoDocument(Fault(name, "不是能读的文件", _NOT_A_FORM))


def _read_pdf(data: bytes, name: str, ocr: Ocr, catalogue: Forms) -> Iterator[Sheet | Fault]:
    """The pages of a PDF; those that are pictures are read as paper."""
    paper: Papers | None = None
    for sheet in read_pdf(data, name):
        if isinstance(sheet, Fault) or not sheet.needs_ocr or ocr == "none":
            yield sheet
        else:
            from retire_docs.sheets.paper.files import Papers

            paper = paper or Papers(ocr, catalogue() if catalogue else Catalogue([]))
            yield paper.of_image(page_picture(data, sheet.page, _DPI), sheet.page)


def _read_pictures(
    data: bytes, name: str, ocr: Ocr, catalogue: Callable[[], Catalogue] | None
) -> Iterator[Sheet | Fault]:
    from retire_docs.sheets.paper.files import Papers

    yield from Papers(ocr, catalogue() if catalogue else Catalogue([])).of_file(data, name)


def walk(inputs: Iterable[Path]) -> Iterator[Path]:
    """The files of what a user names: files, folders with all that is in them, and patterns such as ``*.pdf``."""
    for path in inputs:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and not _is_hidden(p.relative_to(path)))
        elif not path.exists() and any(c in path.name for c in "*?["):
            yield from sorted(p for p in path.parent.glob(path.name) if p.is_file() and not _is_hidden(p))
        else:
            yield path


def _is_hidden(path: Path) -> bool:
    """Hidden files, and what Word and Excel leave beside an open one."""
    return any(part.startswith((".", "~$")) for part in path.parts)
