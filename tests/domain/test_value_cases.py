"""The cases of ``tests/cases/values``: what officials type, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from retire_docs.domain.record import Value
from retire_docs.domain.values import KINDS, Asked, Malformed, Raw

CASES = Path(__file__).parents[1] / "cases" / "values"


@dataclass(frozen=True)
class Case:
    """A line of a case file; an unknown key in it is an error."""

    typed: Raw
    value: Value | None = None
    shown: str | None = None
    doubt: str | None = None
    refused: str | None = None
    header: str = ""
    options: dict[str, list[str]] = field(default_factory=dict)
    why: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.refused is None):
            raise ValueError(f"{self.typed!r}: either value or refused")

    @property
    def asked(self) -> Asked:
        return Asked(self.header, {option: tuple(synonyms) for option, synonyms in self.options.items()})


def cases_of(kind: str) -> list[Case]:
    """The cases of a kind."""
    text = (CASES / f"{kind}.yaml").read_text(encoding="utf-8")
    return [Case(**case) for case in YAML(typ="safe").load(text)]


def _params() -> Iterator[object]:
    for path in sorted(CASES.glob("*.yaml")):
        for number, case in enumerate(cases_of(path.stem), 1):
            typed = ascii(case.typed).strip("'") if not str(case.typed).isprintable() else str(case.typed)
            yield pytest.param(path.stem, case, id=f"{path.stem}-{number}-{typed}")


@pytest.mark.parametrize(("kind", "case"), list(_params()))
def test_case(kind: str, case: Case) -> None:
    module = KINDS[kind]
    if case.refused is not None:
        with pytest.raises(Malformed) as refusal:
            module.parse(case.typed, case.asked)
        assert case.refused in str(refusal.value)
        assert refusal.value.what
        assert refusal.value.remedy
        return
    parsed = module.parse(case.typed, case.asked)
    assert parsed.value == case.value
    assert (case.doubt or "") in "\n".join(parsed.doubts)
    assert bool(parsed.doubts) == bool(case.doubt), parsed.doubts
    if case.shown is not None:
        assert module.show(parsed.value) == case.shown


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_cases_both_ways(kind: str) -> None:
    cases = cases_of(kind)
    assert any(case.refused for case in cases)
    assert any(case.shown for case in cases)


def test_every_case_file_is_of_a_kind() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == set(KINDS)


@pytest.mark.parametrize("kind", [kind for kind, module in KINDS.items() if module.EXAMPLE])
def test_the_example_of_a_kind_is_a_good_one(kind: str) -> None:
    assert not KINDS[kind].parse(KINDS[kind].EXAMPLE, Asked()).doubts
