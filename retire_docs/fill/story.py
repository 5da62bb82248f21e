"""The story of fill: read the roster → judge each row → choose the forms that apply → fill → write → report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retire_docs.cities.load import cities, city
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.finding import Finding, Severity
from retire_docs.domain.record import Record
from retire_docs.errors import (
    Exit,
    Fault,
    InvalidPack,
    InvalidTemplate,
    RetireDocsError,
    UnknownCity,
    UnreadableRoster,
    Unwritable,
    worst,
)
from retire_docs.files import DiskFull, remove
from retire_docs.fill.choose import Choice, choose, wanted
from retire_docs.fill.employers import Employer, Employers
from retire_docs.fill.names import Names, person_folder, safe
from retire_docs.fill.output import Output, Packet
from retire_docs.fill.papers import Paper, cover, fill_form
from retire_docs.fill.prints import Printer, Wish, written
from retire_docs.forms.library import word_form
from retire_docs.forms.printing.measuring import FONT_REMEDY
from retire_docs.roster.problems import PROBLEMS, write_problems
from retire_docs.roster.read import Mark, Person, Roster, open_roster

MOST_NAMED = 12
"""Missing columns, or people, that a message names one by one."""


@dataclass(frozen=True)
class Order:
    """What the user asked for. ``forms`` are ids or titles, ``kinds`` ids or Chinese names; ``why``: tell also
    which forms were left out for whom, and what stays blank; ``word``: write Word files; ``pdf``: how to print."""

    rosters: Sequence[Path]
    out: Path
    city: str | None = None
    forms: Collection[str] = ()
    kinds: Collection[str] = ()
    overwrite: bool = False
    why: bool = False
    word: bool = True
    pdf: Wish | None = None

    @property
    def endings(self) -> list[str]:
        """The endings of the files that are made."""
        return [*([".docx"] if self.word else []), *([".pdf", ".zip"] if self.pdf else [])]


@dataclass
class Outcome:
    """What came of it: counts, findings in roster order, what was left out and why, how it ends."""

    people: int = 0
    done: int = 0
    files: int = 0
    findings: list[Finding] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    faults: list[Fault | str] = field(default_factory=list)
    codes: set[Exit] = field(default_factory=set)
    problems: list[Path] = field(default_factory=list)

    @property
    def exit_code(self) -> Exit:
        """How the run ends."""
        return worst(self.codes)

    def fail(self, error: RetireDocsError) -> None:
        """Take in an error that ends one item, not the run."""
        self.faults.extend(fault for fault in error.faults if fault not in self.faults)
        self.codes.add(error.exit_code)


def fill(order: Order, progress: Callable[[Person], None] = lambda person: None) -> Outcome:
    """Make everybody's packet. Raises RetireDocsError where nothing can be made at all."""
    outcome = Outcome()
    rosters = list(_open(order, outcome))
    run = _Run(order, outcome, Printer(order.pdf) if order.pdf else None)
    run.check_wishes(rosters)
    narrowed = bool(order.forms or order.kinds)
    with Output(order.out, overwrite=order.overwrite, narrowed=narrowed, kinds=order.endings) as output:
        try:
            for roster in rosters:
                for person in roster.people():
                    run.person(person, output)
                    progress(person)
                run.report(roster, output)
            run.employers(output)
            run.print_everybody(output)
            run.sum_up(rosters, output)
        except DiskFull as error:
            outcome.fail(error)
    return outcome


def _open(order: Order, outcome: Outcome) -> Iterator[Roster]:
    opened = 0
    for file in order.rosters:
        try:
            yield open_roster(file)
            opened += 1
        except UnreadableRoster as error:
            outcome.fail(error)
    if not opened:
        raise UnreadableRoster(*outcome.faults)


class _Run:
    """The state of one run; only the coordinator has it."""

    def __init__(self, order: Order, outcome: Outcome, printer: Printer | None) -> None:
        self.order = order
        self.outcome = outcome
        self.printer = printer
        self.names = Names()
        self.marks: list[Mark] = []
        self.of_employers = Employers()
        self.unknown: dict[tuple[str, bool, str], list[str]] = defaultdict(list)
        self.used: set[str] = set()

    def check_wishes(self, rosters: Sequence[Roster]) -> None:
        """Refuse, before anything is written, an unknown city, no city at all, a form that no city has, and
        templates with mistakes."""
        if self.order.city:
            pack = city(self.order.city)
            for form in pack.forms:
                word_form(pack, form)
                if self.printer:
                    self.printer.gate(pack, form)
        elif not any("城市" in roster.fields for roster in rosters):
            advice = "加 --city 城市，城市见 retire-docs cities"
            raise UnknownCity(Fault("没有指定城市", "名册里也没有“城市”一列", advice))
        for name in self.order.forms:
            self._check_wish(f"--form {name}", [name], [])
        for kind in self.order.kinds:
            self._check_wish(f"--kind {kind}", [], [kind])

    def _check_wish(self, option: str, forms: Sequence[str], kinds: Sequence[str]) -> None:
        packs = [city(self.order.city)] if self.order.city else cities()
        if not any(wanted(pack, forms, kinds) for pack in packs):
            known = "、".join(f"{form.id}（{form.title}）" for pack in packs for form in pack.forms)
            raise RetireDocsError(Fault(option, "没有这样的表", f"可用：{known}"))

    def person(self, person: Person, output: Output) -> None:
        """One row: judged, its forms chosen, filled and written."""
        self.outcome.people += 1
        pack = self._pack(person)
        if pack:
            # Given out also to who is refused: the next one's folder must not depend on it.
            folder = f"{pack.id}/{self.names.unique(pack.id, person_folder(person.record))}"
            try:
                if not person.blocked:
                    self._papers(pack, person, folder, output)
            except (InvalidPack, InvalidTemplate) as error:
                self.outcome.fail(error)
                self._mark(person, "fill.invalid_pack", "blocks", f"{pack.city}的资料或表样有误", "见屏幕上的说明")
            if person.blocked:
                self.of_employers.miss(pack, person)
        if person.blocked:
            self.outcome.codes.add(Exit.SOME_FAILED)
        self.marks.extend(person.marks)
        self.outcome.findings.extend(mark.finding for mark in person.marks)

    def _pack(self, person: Person) -> Pack | None:
        name = person.record.get("城市") or self.order.city
        try:
            if not name:
                raise UnknownCity(Fault("城市", "这一行没有填城市", "填写城市，或运行时加 --city"))
            return city(str(name))
        except UnknownCity as error:
            fault = error.faults[0]
            assert isinstance(fault, Fault)
            self._mark(person, "fill.unknown_city", "blocks", f"{fault.where}：{fault.what}", fault.remedy)
        except InvalidPack as error:
            self.outcome.fail(error)
            self._mark(person, "fill.invalid_pack", "blocks", "这个城市的资料有误", "见屏幕上的说明")
        return None

    def _mark(self, person: Person, code: str, severity: Severity, message: str, remedy: str) -> None:
        finding = Finding(code, severity, message, person.where, remedy, person.name)
        person.marks.append(Mark(person.sheet, person.row, None, finding))

    def _papers(self, pack: Pack, person: Person, folder: str, output: Output) -> None:
        choices = choose(pack, person.record, self.order.forms, self.order.kinds)
        self._explain(person, choices)
        made = [choice.form for choice in choices if choice.made]
        own = [paper for form in made if form.per == "person" for paper in fill_form(pack, form, person.record)]
        if self._unprintable(pack, person, own, [form for form in made if form.per == "employer"]):
            return
        for form in made:
            fields = word_form(pack, form).form.fields
            self.used.update(fields)
            if self.order.why and form.per == "person":
                self._tell_blanks(person, form, fields)
            if form.per == "employer":
                self.of_employers.add(pack, form, person)
        source = {"file": str(person.file), "sheet": person.sheet, "row": person.row + 1}
        packet = Packet(folder, pack.id, {"person": person.name, "source": source, "record": person.record})
        whole, told = self._write(packet, own, person.record, output)
        self.outcome.done += whole
        for words in told:
            self._mark(person, "fill.look", "ask", words, "请向窗口确认写法")

    def _unprintable(self, pack: Pack, person: Person, own: Sequence[Paper], shared: Sequence[Form]) -> bool:
        """Whether a character of this person's values has no glyph in any font: then nothing of theirs is made."""
        if not self.printer:
            return False
        covered = [cover(person.record, pack.city, [])] if own and self.printer.wish.merge == "person" else []
        lacking = self.printer.missing([*own, *covered])
        for form in shared:
            lacking += self.printer.missing_on_list(pack, form, person.record)
        for name in dict.fromkeys(lack.field for _, lack in lacking):
            chars = dict.fromkeys(lack.char for _, lack in lacking if lack.field == name)
            shown = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in chars)
            remedy = f"{FONT_REMEDY}；只要 Word 文件就用 --format docx"
            self._mark(person, "fill.missing_glyph", "blocks", f"“{name}”的{shown}没有字体能印，不印成空框", remedy)
        return bool(lacking)

    def _explain(self, person: Person, choices: Sequence[Choice]) -> None:
        for choice in choices:
            for name in choice.unknown:
                self.unknown[choice.form.title, choice.made, name].append(person.name)
            if self.order.why and not choice.made:
                reason = choice.reason or f"未填{'、'.join(choice.unknown)}"
                self.outcome.left_out.append(f"{person.name}：《{choice.form.title}》未生成，{reason}")

    def _tell_blanks(self, person: Person, form: Form, fields: Sequence[str]) -> None:
        blank = [name for name in fields if name not in person.record and dictionary()[name].of == "人"]
        if blank:
            self.outcome.left_out.append(f"{person.name}：《{form.title}》留空待填：{'、'.join(blank)}")

    def _write(self, packet: Packet, made: Sequence[Paper], record: Record, output: Output) -> tuple[bool, list[str]]:
        """Write the papers of a packet; whether all could be written, and what to look at."""
        whole, told = True, []
        try:
            for item in self._written(packet, made, record, output):
                if isinstance(item, RetireDocsError):
                    self.outcome.fail(item)
                    whole = False
                elif isinstance(item, Finding):
                    self.outcome.findings.append(item)
                else:
                    told.append(item)
        finally:
            self.outcome.files += len(packet.files)
            if packet.files or (self.printer and self.printer.wish.merge == "roster"):
                output.finish(packet)
        return whole, told

    def _written(
        self, packet: Packet, made: Sequence[Paper], record: Record, output: Output
    ) -> Iterator[RetireDocsError | Finding | str]:
        for paper in made:
            if self.order.word:
                about = {"form": paper.form.id, "version": paper.word.form.version}
                yield from written(output, packet, f"{safe(paper.title)}.docx", paper.word.write(paper.filled), **about)
            yield from paper.look_at(record)
        if self.printer:
            yield from self.printer.print(packet, made, record, output)

    def print_everybody(self, output: Output) -> None:
        """The one PDF file of the run, if there is to be one."""
        if self.printer:
            try:
                self.outcome.files += self.printer.finish(output)
            except DiskFull:
                raise
            except Unwritable as error:
                self.outcome.fail(error)

    def employers(self, output: Output) -> None:
        """The papers that one employer's people share."""
        for employer in self.of_employers:
            pack = city(employer.city)
            titles = "".join(f"《{pack.form(form).title}》" for form in employer.lists)
            self.outcome.findings.extend(employer.findings(titles))
            folder = f"{employer.city}/{self.names.unique(employer.city, safe(employer.name))}"
            packet = Packet(folder, employer.city, self._whose(employer))
            made = [
                paper
                for form, people in employer.lists.items()
                for paper in fill_form(pack, pack.form(form), employer.record, {"名单": people})
            ]
            _, told = self._write(packet, made, employer.record, output)
            self.outcome.findings.extend(Finding("fill.look", "ask", f"{employer.name}：{words}") for words in told)

    @staticmethod
    def _whose(employer: Employer) -> dict[str, object]:
        people = {form: [person.get("姓名") for person in listed] for form, listed in employer.lists.items()}
        return {"employer": employer.name, "people": people, "record": employer.record}

    def report(self, roster: Roster, output: Output) -> None:
        """Give the roster back with its bad cells marked, where there are any."""
        marks, self.marks = [*roster.marks, *self.marks], []
        self.outcome.findings[:0] = [mark.finding for mark in roster.marks]
        if any(mark.finding.severity == "blocks" for mark in marks):
            self.outcome.codes.add(Exit.SOME_FAILED)
        if any(mark.finding.severity != "note" for mark in marks):
            single = len(self.order.rosters) == 1
            stem = "" if single else "-" + self.names.unique("", safe(roster.file.stem))
            path = output.folder / PROBLEMS.replace(".xlsx", f"{stem}.xlsx")
            try:
                write_problems(roster.file, marks, path)
                self.outcome.problems.append(path)
            except Unwritable as error:
                self.outcome.fail(error)

    def sum_up(self, rosters: Sequence[Roster], output: Output) -> None:
        """What was assumed or left blank for many people at once, and what of earlier runs is still there."""
        for (title, made, name), people in self.unknown.items():
            who = "、".join(people[:MOST_NAMED]) + (f"等{len(people)}人" if len(people) > MOST_NAMED else "")
            message = f"{who}没有填“{name}”，不能确定要不要《{title}》，{'照做了' if made else '没有做'}"
            self._add("fill.assumed", "ask", message, f"在名册中填写“{name}”")
        known = set().union(*(roster.fields for roster in rosters))
        missing = [f.name for f in dictionary() if f.name in self.used - known and _could_be_given(f, known)]
        if missing:
            more = f"等{len(missing)}项" if len(missing) > MOST_NAMED else ""
            message = f"名册没有这些列，表上留空：{'、'.join(missing[:MOST_NAMED])}{more}"
            self._add("fill.no_column", "note", message, "需要时在名册中加上；全部列见 retire-docs roster new")
        if output.removed:
            message = f"删去了以前做的、这次不再需要的{output.removed}个文件"
            self._add("fill.removed", "note", message, "要留着的，下次换一个输出文件夹")
        if output.left_over and not output.narrowed:
            message = f"文件夹里还有以前做的，这次没有重做：{'、'.join(output.left_over[:MOST_NAMED])}"
            self._add("fill.left_over", "ask", message, "不要了就删去，免得交错")
        self._remove_old_problems(output)
        if not self.outcome.people:
            self.outcome.fail(UnreadableRoster(Fault("名册", "表头下面没有人", "填写人员后再运行")))
        elif not self.outcome.files and not self.outcome.codes:
            self.outcome.fail(UnreadableRoster(Fault("名册", "没有一张表要做", "加 --why 看每张表为什么没有做")))

    def _add(self, code: str, severity: Severity, message: str, remedy: str) -> None:
        self.outcome.findings.append(Finding(code, severity, message, remedy=remedy))

    def _remove_old_problems(self, output: Output) -> None:
        """A list of problems of an earlier run that is no longer so; never a roster that was just read."""
        keep = {path.resolve() for path in (*self.outcome.problems, *self.order.rosters)}
        for path in output.folder.glob(PROBLEMS.replace(".xlsx", "*.xlsx")):
            if path.resolve() not in keep:
                remove(path)


def _could_be_given(of: Field, known: Collection[str]) -> bool:
    """Whether a roster could have this field and nothing that it has leads to it."""
    return of.of != "程序" and not (of.derive and of.derive.get("from") in known)
