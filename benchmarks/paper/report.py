"""The tables: how much was read right, what was wrong without a word, what was doubtful."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.paper.faces import HANDWRITING
from benchmarks.paper.scoring import MARKED, BoxResult, FieldResult, Results

VALUES = ("checked", "free", "number", "option")
Row = tuple[str, str, int]


def share(part: int, whole: int) -> str:
    """A share in per cent."""
    return f"{part / whole:.2%}" if whole else "—"


def table(results: Results) -> str:
    """The table of claims, as Markdown."""
    return _markdown(("what", "share", "n"), _rows(results))


def _markdown(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])


def _rows(results: Results) -> Iterator[Row]:
    values = [one for one in results.fields if one.sort != "ticks"]
    ticks = [one for one in results.fields if one.sort == "ticks"]
    printed, by_hand = [one for one in values if not one.by_hand], [one for one in values if one.by_hand]
    yield _exact("printed values exact", printed, VALUES)
    yield _exact("handwriting-like: checked numbers and dates exact", by_hand, ("checked",))
    yield _exact("handwriting-like: other numbers exact", by_hand, ("number",))
    yield _exact("handwriting-like: options in words exact", by_hand, ("option",))
    yield _exact("handwriting-like: free text exact", by_hand, ("free",))
    for face in HANDWRITING:
        yield _exact(f"— in {face}", [one for one in by_hand if one.face == face], ("free",))
    right = sum(box.exact for box in results.boxes)
    yield "ticks right, per box", share(right, len(results.boxes)), len(results.boxes)
    yield _exact("ticks right, per filled field", ticks, ("ticks",))
    for name, fields in (("printed", printed), ("handwriting-like", by_hand), ("ticks", ticks)):
        filled = [one for one in fields if one.filled]
        yield f"wrong and not marked, {name}", share(sum(one.wrong for one in fields), len(filled)), len(filled)
    for name, fields in (("printed", printed), ("handwriting-like", by_hand), ("ticks", ticks)):
        filled = [one for one in fields if one.filled]
        yield f"doubtful, {name}", share(sum(one.status in MARKED for one in filled), len(filled)), len(filled)
    papers = results.papers
    yield "form found, of documents", share(sum(one.found for one in papers), len(papers)), len(papers)
    pages = sum(one.pages for one in papers)
    yield "form found, of pages", share(sum(one.found_pages for one in papers), pages), pages


def _exact(name: str, fields: Iterable[FieldResult], sorts: Sequence[str]) -> Row:
    wanted = [one for one in fields if one.filled and one.sort in sorts]
    return name, share(sum(one.exact for one in wanted), len(wanted)), len(wanted)


def side_by_side(sources: dict[str, Results]) -> str:
    """The same claims for several readers, on the same papers; the others are told the form."""
    rows: dict[str, list[str]] = defaultdict(list)
    counts: dict[str, int] = {}
    for results in sources.values():
        for name, value, count in _rows(results):
            rows[name].append(value)
            counts[name] = count
    shown = ((name, *values, counts[name]) for name, values in rows.items() if not name.startswith("form found"))
    return _markdown(("what", *sources, "n"), shown)


def details(results: Results) -> str:
    """Where errors come from: by kind, face, printer, degradation, and the manner of ticks."""
    filled = [one for one in results.fields if one.filled]
    values = [one for one in filled if one.sort != "ticks"]
    parts = [
        _split("kind", values, lambda one: [f"{'hand' if one.by_hand else 'print'} {one.kind}"]),
        _split("face", values, lambda one: [one.face]),
        _split("printer", values, lambda one: [one.printer]),
        _split("degradation", values, lambda one: one.degradations or ["clean"]),
        _split("form", values, lambda one: [one.form]),
        _split("ticks, manner", [one for one in filled if one.sort == "ticks"], lambda one: [one.how]),
        _boxes(results.boxes),
    ]
    return "\n\n".join(parts)


def _split(name: str, fields: Iterable[FieldResult], of: Callable[[FieldResult], Iterable[str]]) -> str:
    groups: dict[str, list[FieldResult]] = defaultdict(list)
    for one in fields:
        for key in of(one):
            groups[key].append(one)
    rows = (
        (
            key, share(sum(one.exact for one in group), len(group)), share(sum(one.wrong for one in group), len(group)),
            share(sum(one.status in MARKED for one in group), len(group)), len(group),
        )
        for key, group in sorted(groups.items())
    )  # fmt: skip
    return _markdown((name, "exact", "wrong, not marked", "doubtful", "n"), rows)


def _boxes(boxes: Iterable[BoxResult]) -> str:
    groups: dict[str, list[BoxResult]] = defaultdict(list)
    for one in boxes:
        groups[one.manner or "empty"].append(one)
    rows = (
        (key, share(sum(one.exact for one in group), len(group)), len(group)) for key, group in sorted(groups.items())
    )
    return _markdown(("box", "right", "n"), rows)
