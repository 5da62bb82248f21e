"""The people of each employer, as far as the papers that they share show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from retire_docs.cities.model import Form, Pack
from retire_docs.domain.fields import dictionary
from retire_docs.domain.finding import Finding
from retire_docs.domain.record import Record, Value
from retire_docs.domain.values.options import key
from retire_docs.forms.library import word_form
from retire_docs.roster.read import Person

NO_EMPLOYER = "未填单位名称"


@dataclass
class Employer:
    """One employer in one city: its own data, its people by form, and who is missing because a row was refused."""

    city: str
    name: str
    record: dict[str, Value] = field(default_factory=dict)
    lists: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    missing: list[str] = field(default_factory=list)
    differs: set[str] = field(default_factory=set)

    def findings(self, titles: str) -> Iterator[Finding]:
        """What the user must know before these papers are signed and posted."""
        if self.missing:
            message = f"{self.name}的{titles}缺{len(self.missing)}人：{_some(self.missing)}（这些行没有办）"
            yield Finding("fill.incomplete_list", "ask", message, remedy="改正名册后重做，再盖章张贴")
        for name in sorted(self.differs):
            message = f"{self.name}的各行“{name}”填得不一样，{titles}用了第一个"
            yield Finding("fill.employer_differs", "ask", message, remedy=f"在名册里把“{name}”改成一样")
        if self.name == NO_EMPLOYER:
            message = f"{titles}上单位名称空着：有人没有填单位名称"
            yield Finding("fill.no_employer", "ask", message, remedy="在名册里填写单位名称")


class Employers:
    """The employers met in a run. Names that differ only in width or brackets are one."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Employer] = {}

    def __iter__(self) -> Iterator[Employer]:
        return (employer for employer in self._found.values() if employer.lists)

    def add(self, pack: Pack, form: Form, person: Person) -> None:
        """Keep what ``form`` shows of this person and of the employer."""
        employer = self._of(pack, person)
        fields = word_form(pack, form).form.fields
        shown = {name: value for name, value in person.record.items() if name in fields}
        for name, value in shown.items():
            if dictionary()[name].of == "单位" and employer.record.setdefault(name, value) != value:
                employer.differs.add(name)
        employer.lists[form.id].append(shown)

    def miss(self, pack: Pack, person: Person) -> None:
        """Remember that somebody of this employer was refused."""
        self._of(pack, person).missing.append(person.name)

    def _of(self, pack: Pack, person: Person) -> Employer:
        name = str(person.record.get("单位名称") or NO_EMPLOYER)
        return self._found.setdefault((pack.id, key(name)), Employer(pack.id, name))


def _some(names: list[str], most: int = 5) -> str:
    return "、".join(names[:most]) + ("等" if len(names) > most else "")
