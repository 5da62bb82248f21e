"""The PDF files of a run: one a form, one a person or one for all, as the user wants them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from retire_docs import office
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.finding import Finding
from retire_docs.domain.record import Record
from retire_docs.errors import Fault, RetireDocsError, Unconverted, Unwritable
from retire_docs.files import DiskFull
from retire_docs.fill import papers
from retire_docs.fill.names import safe
from retire_docs.fill.output import Output, Packet
from retire_docs.fill.papers import Paper
from retire_docs.forms import filling
from retire_docs.forms.compiler import read_template
from retire_docs.forms.library import word_form
from retire_docs.forms.printing import page_code
from retire_docs.forms.printing.faces import Faces
from retire_docs.forms.printing.form import PrintForm
from retire_docs.forms.printing.glyph_gate import GlyphGate, Missing
from retire_docs.forms.printing.measuring import MissingGlyph
from retire_docs.forms.printing.pages import Page
from retire_docs.forms.printing.pdf import Pdf
from retire_docs.forms.printing.stamp import stamp

PORTAL_BYTES = 2_000_000
"""The portal takes files of 2 MB at most, and nobody knows whether it counts in thousands or 1,024s."""
WHOLE = "全套"
EVERYBODY = "全部"


@dataclass(frozen=True)
class Wish:
    """How the user wants the PDF files."""

    engine: Literal["own", "libreoffice"] = "own"
    fonts: Sequence[Path] = ()
    merge: Literal["person", "roster"] | None = None
    duplex: bool = False
    portal: bool = False
    page_code: bool = True

    def __post_init__(self) -> None:
        """Raise RetireDocsError where wishes exclude one another."""
        faults = []
        if self.engine == "libreoffice" and (self.merge or self.duplex or self.fonts):
            faults.append(
                Fault("--pdf-engine libreoffice", "只能一表一个文件，也不用 --font 的字体", "去掉其中一个选项")
            )
        if self.duplex and not self.merge:
            faults.append(Fault("--duplex", "一表一个文件时没有用处", "和 --merge person 或 --merge roster 一起用"))
        if self.portal and self.merge == "roster":
            faults.append(Fault("--portal", "是一人一个压缩包，不能和 --merge roster 同用", "改用 --merge person"))
        if faults:
            raise RetireDocsError(*faults)


class Printer:
    """Prints the papers of a run. Raises MissingProgram or UnusableFont before anything is written."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self._own = wish.engine == "own"
        if not self._own:
            office.program()
        self.faces = Faces(wish.fonts)
        self._forms: dict[Path, PrintForm] = {}
        self._gates: dict[Path, GlyphGate] = {}
        self._everybody: Pdf | None = None
        self._contents: list[dict[str, object]] = []
        self._told: set[str] = set()

    def form(self, pack: Pack, form: Form) -> PrintForm:
        """A form of a pack compiled for print, once in a run. Raises InvalidTemplate."""
        path = pack.template(form)
        if path not in self._forms:
            self._forms[path] = PrintForm.of(path, self.faces)
        return self._forms[path]

    def gate(self, pack: Pack, form: Form) -> GlyphGate:
        """What tells whether fonts have all of a form's values. Raises InvalidTemplate where we are to set the form
        and cannot."""
        if self._own:
            return self.form(pack, form).gate
        path = pack.template(form)
        if path not in self._gates:
            self._gates[path] = GlyphGate(read_template(path), self.faces)
        return self._gates[path]

    def missing(self, made: Iterable[Paper]) -> list[tuple[Paper, Missing]]:
        """The characters that no font has, also those of the cover that the papers will have; nothing of a person
        with some may be written."""
        return [(paper, lack) for paper in made for lack in self.gate(paper.pack, paper.form).missing(paper.filled)]

    def missing_on_list(self, pack: Pack, form: Form, record: Record) -> list[tuple[Paper, Missing]]:
        """The same where somebody is to stand on a list that others share."""
        filled = filling.fill(word_form(pack, form).form, record, {"名单": [record]})
        return self.missing([Paper(pack, form, form.title, filled)])

    def print(
        self, packet: Packet, made: Sequence[Paper], record: Record, output: Output
    ) -> Iterator[RetireDocsError | Finding]:
        """Write the PDF files of a packet; gives what could not be made, and what is to be known of the forms."""
        try:
            yield from self._printed(packet, made, record, output)
        except MissingGlyph as error:
            yield error

    def _printed(
        self, packet: Packet, made: Sequence[Paper], record: Record, output: Output
    ) -> Iterator[RetireDocsError | Finding]:
        if not made:
            return
        if not self._own:
            yield from self._by_office(packet, made, output)
            return
        if self.wish.page_code:
            packet.case = output.case(packet)
        for paper in made:
            yield from self._tell_unset(paper)
        if self.wish.merge == "roster":
            yield from self._into_everybody(packet, made)
        elif self.wish.merge == "person":
            yield from self._whole(packet, made, record, output)
        else:
            for paper in made:
                pages, told = self._pages(packet, paper)
                yield from told
                about = {"form": paper.form.id, "version": paper.word.form.version}
                yield from self._write(output, packet, paper.title, [(paper, pages)], **about)
        if self.wish.portal:
            yield from self._zip(packet, output)

    def finish(self, output: Output) -> int:
        """Write the file for the whole run, if there is to be one; how many files that are. Raises Unwritable."""
        if not self._everybody:
            output.drop_merged()
            return 0
        output.write_merged(f"{EVERYBODY}.pdf", self._everybody.finish(), self._contents)
        return 1

    def _tell_unset(self, paper: Paper) -> Iterator[Finding]:
        """What of a template is not set, once a form."""
        for fault in self.form(paper.pack, paper.form).unset:
            if (words := f"《{paper.form.title}》{fault.where}：{fault.what}") not in self._told:
                self._told.add(words)
                yield Finding("print.unset", "ask", words, remedy=fault.remedy)

    def _pages(self, packet: Packet, paper: Paper) -> tuple[list[Page], list[Finding]]:
        """A paper's pages with their codes, and what is to be told of them."""
        pages = self.form(paper.pack, paper.form).pages(paper.filled)
        if not packet.case:
            return pages, []
        version = paper.word.form.version
        fits = page_code.draw(pages, paper.pack.id, paper.form.id, version, packet.case)
        key = f"{paper.pack.id}/{paper.form.id}"
        if fits or key in self._told:
            return pages, []
        self._told.add(key)
        words = f"《{paper.form.title}》的页脚没有地方放二维码，有的页没有印"
        return pages, [Finding("print.no_page_code", "note", words, remedy="要印就把表样的下边距加到 16 毫米")]

    # One file a person, or one for all

    def _whole(
        self, packet: Packet, made: Sequence[Paper], record: Record, output: Output
    ) -> Iterator[RetireDocsError | Finding]:
        """One file with a cover, its contents, and page x of y."""
        parts = []
        for paper in made:
            pages, told = self._pages(packet, paper)
            yield from told
            parts.append((paper, pages))
        paper, pages, told = self._cover(packet, parts, record)
        yield from told
        parts.insert(0, (paper, pages))
        *starts, total = self._starts(parts)
        for (_, pages), start in zip(parts, starts, strict=True):
            for number, page in enumerate(pages, start + 1):
                stamp(page, f"{WHOLE} 第{number}页 共{total}页", self.faces)
        contents = self._listed(parts)
        yield from self._write(output, packet, WHOLE, parts, contents=contents)

    def _cover(
        self, packet: Packet, parts: Sequence[tuple[Paper, list[Page]]], record: Record
    ) -> tuple[Paper, list[Page], list[Finding]]:
        """The cover; the more it lists, the more pages it has itself, which moves what it lists."""
        city, length = parts[0][0].pack.city, 1
        told: list[Finding] = []
        while True:
            cover = papers.cover(record, city, self._entries(parts, length))
            pages, more = self._pages(packet, cover)
            told += more
            if len(pages) <= length:
                return cover, pages, told
            length = len(pages)

    def _entries(self, parts: Sequence[tuple[Paper, list[Page]]], before: int) -> list[Record]:
        """The contents for the cover, which itself has ``before`` pages."""
        starts = self._starts([(parts[0][0], [Page(0, 0)] * before), *parts])[1:]
        entries: list[Record] = []
        for (paper, pages), start in zip(parts, starts, strict=False):
            where = f"第{start + 1}页" if len(pages) == 1 else f"第{start + 1}—{start + len(pages)}页"
            entry = {"材料名称": paper.title, "材料份数": "1", "材料页数": str(len(pages)), "材料备注": where}
            entries.append(entry)
        return entries

    def _starts(self, parts: Sequence[tuple[Paper, list[Page]]]) -> list[int]:
        """How many pages of the file stand before each part, and in all."""
        starts, at = [], 0
        for _, pages in parts:
            at += at % 2 if self.wish.duplex else 0
            starts.append(at)
            at += len(pages)
        return [*starts, at]

    def _listed(self, parts: Sequence[tuple[Paper, list[Page]]]) -> list[dict[str, object]]:
        """The parts of a merged file for the manifest; pages count from 1."""
        return [
            {
                "form": p.form.id,
                "version": p.word.form.version,
                "title": p.title,
                "pages": [start + 1, start + len(pages)],
            }
            for (p, pages), start in zip(parts, self._starts(parts), strict=False)
        ]

    def _into_everybody(self, packet: Packet, made: Sequence[Paper]) -> Iterator[Finding]:
        """Add a packet to the file for all, in printing order."""
        self._everybody = self._everybody or Pdf(self.faces, EVERYBODY)
        for paper in made:
            pages, told = self._pages(packet, paper)
            yield from told
            self._odd(self._everybody, pages)
            self._everybody.bookmark(f"{packet.whose_name} {paper.title}")
            first = self._everybody.pages + 1
            self._everybody.add(pages)
            where: dict[str, object] = {
                "folder": packet.folder,
                "form": paper.form.id,
                "pages": [first, self._everybody.pages],
            }
            self._contents.append(where)

    def _odd(self, pdf: Pdf, pages: Sequence[Page]) -> None:
        """For printing on both sides: what follows begins on the front of a sheet."""
        if self.wish.duplex and pdf.pages % 2:
            pdf.blank(pages[0].width, pages[0].height)

    # Writing

    def _write(
        self, output: Output, packet: Packet, title: str, parts: Sequence[tuple[Paper, list[Page]]], **about: object
    ) -> Iterator[RetireDocsError]:
        """Write parts as one file, or as several where the portal wants small ones."""
        name = packet.whose_name
        heading = f"{name} {title}" if name and title == WHOLE else title
        files = self._small_enough(parts, heading) if self.wish.portal else [self._pdf(parts, heading)]
        for number, data in enumerate(files, 1):
            suffix = "" if len(files) == 1 else f"-{number}"
            if self.wish.portal and len(data) > PORTAL_BYTES:
                advice = "缩小表样里的图片后再做"
                yield Unconverted(Fault(f"{packet.folder}/{title}.pdf", "一页就超过 2 MB，平台不收", advice))
            yield from written(output, packet, f"{safe(title)}{suffix}.pdf", data, **about)

    def _pdf(self, parts: Sequence[tuple[Paper, list[Page]]], title: str) -> bytes:
        pdf = Pdf(self.faces, title)
        for paper, pages in parts:
            self._odd(pdf, pages)
            if len(parts) > 1:
                pdf.bookmark(paper.title)
            pdf.add(pages)
        return pdf.finish()

    def _small_enough(self, parts: Sequence[tuple[Paper, list[Page]]], title: str) -> list[bytes]:
        """The file, or where it is too large its halves: between forms if it can be, else between pages."""
        data = self._pdf(parts, title)
        count = sum(len(pages) for _, pages in parts)
        if len(data) <= PORTAL_BYTES or count == 1:
            return [data]
        if len(parts) > 1:
            half = len(parts) // 2
            return [*self._small_enough(parts[:half], title), *self._small_enough(parts[half:], title)]
        paper, pages = parts[0]
        half = len(pages) // 2
        return [
            *self._small_enough([(paper, pages[:half])], title),
            *self._small_enough([(paper, pages[half:])], title),
        ]

    def _zip(self, packet: Packet, output: Output) -> Iterator[RetireDocsError]:
        """One archive with the PDF files of a packet."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for file in packet.files:
                path = Path(str(file["path"]))
                if path.suffix == ".pdf" and (output.folder / path).is_file():
                    archive.writestr(zipfile.ZipInfo(path.name), (output.folder / path).read_bytes())
        yield from written(output, packet, f"{safe(Path(packet.folder).name)}.zip", buffer.getvalue())

    def _by_office(self, packet: Packet, made: Sequence[Paper], output: Output) -> Iterator[RetireDocsError]:
        """The same Word files through LibreOffice, all of a packet in one start."""
        with tempfile.TemporaryDirectory(prefix="retire-docs-") as name:
            folder = Path(name)
            files = [folder / f"{number}.docx" for number in range(len(made))]
            for paper, file in zip(made, files, strict=True):
                file.write_bytes(paper.word.write(paper.filled))
            for paper, result in zip(made, office.convert(files, folder), strict=True):
                if isinstance(result, Path):
                    about = {"form": paper.form.id, "version": paper.word.form.version}
                    yield from written(output, packet, f"{safe(paper.title)}.pdf", result.read_bytes(), **about)
                else:
                    fault = result.faults[0]
                    assert isinstance(fault, Fault)
                    yield Unconverted(Fault(f"{packet.folder}/{paper.title}", fault.what, fault.remedy))
        if self.wish.portal:
            yield from self._zip(packet, output)


def written(output: Output, packet: Packet, name: str, data: bytes, **about: object) -> Iterator[Unwritable]:
    """Write a file of a packet; gives the error where it could not be done. Raises DiskFull: the run ends."""
    try:
        output.write(packet, name, data, **about)
    except DiskFull:
        raise
    except Unwritable as error:
        yield error
