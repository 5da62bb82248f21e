"""The story of fill: read the roster → judge each row → choose the forms that apply → fill → write → report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from retire_docs.cities.load import city, common
from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import Field, dictionary
from retire_docs.domain.finding import Finding, Severity
from retire_docs.domain.record import Record, Value
from retire_docs.errors import Exit, Fault, RetireDocsError, UnknownCity, UnreadableRoster, Unwritable, worst
from retire_docs.files import DiskFull
from retire_docs.fill.choose import Choice, choose, wanted
from retire_docs.fill.names import Names, person_folder, safe
from retire_docs.fill.output import Output, Packet
from retire_docs.forms import filling
from retire_docs.forms.compiler import compiled
from retire_docs.roster.problems import PROBLEMS, write_problems
from retire_docs.roster.read import Mark, Person, Roster, open_roster

ATTACHMENT = "attachment"
NO_EMPLOYER = "未填单位名称"
MOST_NAMED = 12
"""Missing columns that a message names one by one."""


@dataclass(frozen=True)
class Order:
    """What the user asked for."""

    rosters: Sequence[Path]
    out: Path
    city: str | None = None
    forms: Collection[str] = ()
    kinds: Collection[str] = ()
    overwrite: bool = False


@dataclass
class Outcome:
    """What came of it: counts, findings in roster order, forms left out with reasons, how it ends."""

    people: int = 0
    blocked: int = 0
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
        self.faults.extend(error.faults)
        self.codes.add(error.exit_code)


def fill(order: Order, progress: Callable[[Person], None] = lambda person: None) -> Outcome:
    """Make everybody's packet. Raises RetireDocsError where nothing can be made at all."""
    outcome = Outcome()
    rosters = list(_open(order, outcome))
    run = _Run(order, outcome)
    run.check_wishes(rosters)
    with Output(order.out, overwrite=order.overwrite) as output:
        try:
            for roster in rosters:
                for person in roster.people():
                    run.person(person, output)
                    progress(person)
                run.report(roster, output)
            run.employers(output)
        except DiskFull as error:
            outcome.fail(error)
    run.sum_up(rosters)
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


@dataclass
class _Employer:
    """The people of one employer in one city, as far as its papers show them."""

    record: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))  # form id → people


class _Run:
    """The state of one run; only the coordinator has it."""

    def __init__(self, order: Order, outcome: Outcome) -> None:
        self.order = order
        self.outcome = outcome
        self.names = Names()
        self.marks: list[Mark] = []
        self.by_employer: dict[tuple[str, str], _Employer] = {}
        self.unknown: Counter[tuple[str, bool, str]] = Counter()
        self.used: set[str] = set()

    def check_wishes(self, rosters: Sequence[Roster]) -> None:
        """Refuse, before anything is written, an unknown city, no city at all, or a form that no pack has."""
        packs = [city(self.order.city)] if self.order.city else []
        if not packs and not any("城市" in roster.fields for roster in rosters):
            raise UnknownCity(
                Fault("没有指定城市", "名册里也没有“城市”一列", "加 --city 城市，城市见 retire-docs cities")
            )
        if (
            packs
            and (self.order.forms or self.order.kinds)
            and not wanted(packs[0], self.order.forms, self.order.kinds)
        ):
            known = "、".join(f"{form.id}（{form.title}）" for form in packs[0].forms)
            raise RetireDocsError(Fault(f"--form/--kind：{packs[0].city}", "没有这样的表", f"可用：{known}"))
        for pack in packs:
            for form in pack.forms:
                compiled(pack.template(form))

    def person(self, person: Person, output: Output) -> None:
        """One row: judged, its forms chosen, filled and written."""
        self.outcome.people += 1
        pack = self._pack(person)
        if pack and not person.blocked:
            choices = choose(pack, person.record, self.order.forms, self.order.kinds)
            self._explain(person, choices)
            self._remember(pack, person, choices)
            self._packet(pack, person, [c.form for c in choices if c.made and c.form.per == "person"], output)
        self.marks.extend(person.marks)
        self.outcome.findings.extend(mark.finding for mark in person.marks)
        if person.blocked:
            self.outcome.blocked += 1
            self.outcome.codes.add(Exit.SOME_FAILED)

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
            return None

    def _mark(self, person: Person, code: str, severity: Severity, message: str, remedy: str) -> None:
        finding = Finding(code, severity, message, person.where, remedy, person.name)
        person.marks.append(Mark(person.sheet, person.row, None, finding))

    def _explain(self, person: Person, choices: Sequence[Choice]) -> None:
        for choice in choices:
            for name in choice.unknown:
                self.unknown[choice.form.title, choice.made, name] += 1
            if not choice.made:
                reason = choice.reason or f"未填{'、'.join(choice.unknown)}"
                self.outcome.left_out.append(f"{person.name}：《{choice.form.title}》未生成，{reason}")

    def _remember(self, pack: Pack, person: Person, choices: Sequence[Choice]) -> None:
        """Keep what the employer's papers will show of this person."""
        for form in (c.form for c in choices if c.made and c.form.per == "employer"):
            fields = compiled(pack.template(form)).form.fields
            self.used.update(fields)
            name = str(person.record.get("单位名称") or NO_EMPLOYER)
            employer = self.by_employer.setdefault((pack.id, name), _Employer())
            for key, value in person.record.items():
                if key in fields and key not in employer.record:
                    employer.record[key] = value
            employer.lists[form.id].append({key: value for key, value in person.record.items() if key in fields})

    def _packet(self, pack: Pack, person: Person, forms: Sequence[Form], output: Output) -> None:
        if not forms:
            return
        folder = f"{pack.id}/{self.names.unique(pack.id, person_folder(person.record))}"
        source = {"file": person.file.name, "sheet": person.sheet, "row": person.row + 1}
        packet = Packet(folder, pack.id, {"person": person.name, "source": source, "record": person.record})
        for form in forms:
            for name, option in self._write(pack, form, packet, person.record, {}, output):
                message = f"《{form.title}》没有“{option}”的选项框，{name}未打钩"
                self._mark(person, "fill.no_box", "ask", message, "原表如此；请向窗口确认写法")
        output.finish(packet)

    def employers(self, output: Output) -> None:
        """The papers that one employer's people share."""
        for (city_id, name), employer in self.by_employer.items():
            pack = city(city_id)
            folder = f"{city_id}/{self.names.unique(city_id, safe(name))}"
            people = {form_id: [p.get("姓名") for p in people] for form_id, people in employer.lists.items()}
            packet = Packet(folder, city_id, {"employer": name, "people": people, "record": employer.record})
            for form_id, people_of in employer.lists.items():
                self._write(pack, pack.form(form_id), packet, employer.record, {"名单": people_of}, output)
            output.finish(packet)

    def _write(
        self, pack: Pack, form: Form, packet: Packet, record: Record, lists: dict[str, list[Record]], output: Output
    ) -> list[tuple[str, str]]:
        """Fill and write a form and, where something did not fit, its 附页; returns values without a box."""
        word = compiled(pack.template(form))
        self.used.update(word.form.fields)
        filled = filling.fill(word.form, record, lists)
        self._save(output, packet, f"{safe(form.title)}.docx", word.write(filled), form.id, word.form.version)
        if filled.moved:
            self._attachment(packet, form, record, filled.moved, output)
        return filling.without_box(word.form, record)

    def _attachment(
        self, packet: Packet, form: Form, record: Record, moved: Sequence[filling.Moved], output: Output
    ) -> None:
        pack = common()
        word = compiled(pack.template(pack.form(ATTACHMENT)))
        entries: list[Record] = [{"附页项目": m.slot.field, "附页内容": m.text} for m in moved]
        filled = filling.fill(word.form, {**record, "附页表名": form.title}, {"附页条目": entries})
        self._save(output, packet, f"{safe(form.title)}附页.docx", word.write(filled), ATTACHMENT, word.form.version)

    def _save(self, output: Output, packet: Packet, name: str, data: bytes, form: str, version: str) -> None:
        try:
            output.write(packet, name, data, form=form, version=version)
            self.outcome.files += 1
        except DiskFull:
            raise
        except Unwritable as error:
            self.outcome.fail(error)

    def report(self, roster: Roster, output: Output) -> None:
        """Give the roster back with its bad cells marked, where there are any."""
        marks, self.marks = [*roster.marks, *self.marks], []
        self.outcome.findings[:0] = [mark.finding for mark in roster.marks]
        if any(mark.finding.severity == "blocks" for mark in marks):
            self.outcome.codes.add(Exit.SOME_FAILED)
        if any(mark.finding.severity != "note" for mark in marks):
            name = (
                PROBLEMS
                if len(self.order.rosters) == 1
                else PROBLEMS.replace(".xlsx", f"-{safe(roster.file.stem)}.xlsx")
            )
            try:
                write_problems(roster.file, marks, output.folder / name)
                self.outcome.problems.append(output.folder / name)
            except Unwritable as error:
                self.outcome.fail(error)

    def sum_up(self, rosters: Sequence[Roster]) -> None:
        """What was assumed or left blank for many people at once."""
        for (title, made, name), count in self.unknown.items():
            done = "照做了" if made else "没有做"
            message = f"{count}人没有填“{name}”，不能确定要不要《{title}》，{done}"
            self.outcome.findings.append(Finding("fill.assumed", "ask", message, remedy=f"在名册中填写“{name}”"))
        known = set().union(*(roster.fields for roster in rosters))
        missing = [
            field.name for field in dictionary() if field.name in self.used - known and _could_be_given(field, known)
        ]
        if missing:
            more = f"等{len(missing)}项" if len(missing) > MOST_NAMED else ""
            message = f"名册没有这些列，表上留空：{'、'.join(missing[:MOST_NAMED])}{more}"
            self.outcome.findings.append(
                Finding("fill.no_column", "note", message, remedy="需要时在名册中加上；全部列见 retire-docs roster new")
            )


def _could_be_given(of: Field, known: Collection[str]) -> bool:
    """Whether a roster could have this field and nothing that it has leads to it."""
    return of.of != "程序" and not (of.derive and of.derive.get("from") in known)
