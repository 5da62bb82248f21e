"""Pages of one form that lie in files of their own, as a phone or a scanner leaves them: their page codes say that they
belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from retire_docs.parse.judging import missing, tell_missing
from retire_docs.parse.reading import Fields, FormReading, Reading, best_of

_MISSING = "parse.missing"


def sets_of(forms: Iterable[FormReading]) -> list[list[FormReading]]:
    """Forms in sets: those of the same case and form together, every other one alone."""
    sets: dict[object, list[FormReading]] = defaultdict(list)
    for number, form in enumerate(forms):
        sets[(form.city, form.form, form.version, form.case) if form.case else number].append(form)
    return list(sets.values())


def complete(parts: Sequence[FormReading]) -> Fields:
    """What the pages of a form say together."""
    if len(parts) == 1:
        return parts[0].fields
    names = dict.fromkeys(name for part in parts for name in part.fields)
    return {name: _of_pages([part.fields[name] for part in parts if name in part.fields]) for name in names}


def _of_pages(readings: list[Reading]) -> Reading:
    """A field's best reading on the pages that have a place for it."""
    return best_of([one for one in readings if one.status != "unreadable"] or readings)


def settle_missing(forms: Iterable[FormReading]) -> None:
    """What one page lacks another has: it is told as missing only where no page of the form has it."""
    for parts in sets_of(forms):
        if len(parts) < 2:
            continue
        lacking = missing(complete(parts))
        for number, part in enumerate(parts):
            part.findings = [finding for finding in part.findings if finding.code != _MISSING]
            if lacking and not number:
                part.findings.append(tell_missing(lacking, part.where or part.source, part.person))
