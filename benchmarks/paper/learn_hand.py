"""Learn to tell handwriting from print on the papers of the split ``tune``: ``python -m benchmarks.paper.learn_hand``.

Writes ``retire_docs/sheets/paper/hand.json`` and prints how often each is taken for the other, by cross-validation:
papers whose values were not learned from are judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.paper.making import folder_of
from benchmarks.paper.truth import Truth
from retire_docs.parse.files import catalogue, read_forms
from retire_docs.parse.reading import FormReading, Reading
from retire_docs.sheets.files import kind_of, load, read_sheets
from retire_docs.sheets.paper import hand
from retire_docs.sheets.sheet import Sheet

_OUT = Path(__file__).parents[2] / "retire_docs" / "sheets" / "paper" / "hand.json"
_HIDDEN, _ROUNDS, _BATCH, _RATE, _DECAY, _SHAKEN = 24, 200, 256, 3e-3, 2e-3, 0.15
_FOLDS = 4
_FURTHEST = 4.0  # deviations, as in hand.py

Floats: TypeAlias = NDArray[np.float64]
Network: TypeAlias = dict[str, Floats]


def main() -> None:
    """Measure values, learn, print what cross-validation says, write the network."""
    measured = [one for path in sorted(folder_of("tune").glob("*.json")) for one in _of_paper(path)]
    features = np.array([one[0] for one in measured])
    written = np.array([one[1] for one in measured], np.float64)
    papers = np.array([one[2] for one in measured])
    leaning = np.zeros(len(written))
    for fold in range(_FOLDS):
        out = papers // 2 % _FOLDS == fold
        leaning[out] = _leaning(_learned(features[~out], written[~out]), features[out])
    print(f"{len(written)} values of {len(set(papers.tolist()))} papers, {int(written.sum())} written by hand")
    print(f"print taken for handwriting: {(leaning[written == 0] > 0).mean():.1%}")
    print(f"handwriting taken for print: {(leaning[written == 1] <= 0).mean():.1%}")
    network = _learned(features, written)
    _OUT.write_text(json.dumps({name: np.round(part, 5).tolist() for name, part in network.items()}), encoding="utf-8")


def _of_paper(truth: Path) -> Iterator[tuple[Floats, bool, int]]:
    """The features of a paper's values, whether each was written by hand, the paper's number."""
    of = Truth.load(truth)
    file = next((path for path in sorted(truth.parent.glob(f"{truth.stem}.*")) if path != truth), None)
    if file is None:
        return
    data = load(file)
    pages = read_sheets(data, kind_of(data, str(file)), str(file), "rapidocr", catalogue)
    sheets = [page for page in pages if isinstance(page, Sheet)]
    looks = {sheet.page: sheet.look for sheet in sheets}
    forms = [form for form in read_forms(sheets, file, None) if form.form]
    for field in of.fields:
        if field.how not in ("printed", "handwriting"):
            continue
        for form in forms:
            reading = _reading(form, field)
            if reading is None or not reading.box or not reading.value or not reading.page:
                continue
            look = looks[reading.page]
            found = hand.features(look.part(reading.box)) if look else None
            if found is not None:
                yield found, field.how == "handwriting", of.number


def _reading(form: FormReading, field: Any) -> Reading | None:
    if field.of_list is None:
        return form.fields.get(field.field)
    items = form.lists.get(field.of_list, [])
    return items[field.item].get(field.field) if field.item < len(items) else None


def _learned(features: Floats, written: Floats) -> Network:
    """A network with one hidden layer, trained by Adam; both kinds weigh the same."""
    random = np.random.default_rng(0)
    mean, deviation = features.mean(0), features.std(0) + 1e-6
    scaled = np.clip((features - mean) / deviation, -_FURTHEST, _FURTHEST)
    weight = np.where(written > 0, len(written) / (2 * written.sum()), len(written) / (2 * (1 - written).sum()))
    parts = [
        random.normal(0, scaled.shape[1] ** -0.5, (scaled.shape[1], _HIDDEN)), np.zeros(_HIDDEN),
        random.normal(0, _HIDDEN**-0.5, _HIDDEN), np.zeros(1),
    ]  # fmt: skip
    first, second = [np.zeros_like(part) for part in parts], [np.zeros_like(part) for part in parts]
    step = 0
    for _ in range(_ROUNDS):
        order = random.permutation(len(written))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            shaken = scaled[chosen] + random.normal(0, _SHAKEN, scaled[chosen].shape)
            slopes = _slopes(parts, shaken, written[chosen], weight[chosen])
            step += 1
            for n, slope in enumerate(slopes):
                first[n] = 0.9 * first[n] + 0.1 * slope
                second[n] = 0.999 * second[n] + 0.001 * slope**2
                change = (first[n] / (1 - 0.9**step)) / (np.sqrt(second[n] / (1 - 0.999**step)) + 1e-8)
                parts[n] = parts[n] - _RATE * change
    names = ("hidden", "hidden_bias", "weights", "bias")
    return {"mean": mean, "deviation": deviation, **dict(zip(names, parts, strict=True))}


def _slopes(parts: list[Floats], inputs: Floats, written: Floats, weight: Floats) -> list[Floats]:
    """The slopes of the logistic loss."""
    hidden = np.tanh(inputs @ parts[0] + parts[1])
    off = weight * (1 / (1 + np.exp(-(hidden @ parts[2] + parts[3][0]))) - written) / len(written)
    back = np.outer(off, parts[2]) * (1 - hidden**2)
    return [inputs.T @ back + _DECAY * parts[0], back.sum(0), hidden.T @ off + _DECAY * parts[2], np.array([off.sum()])]


def _leaning(network: Network, features: Floats) -> Floats:
    scaled = np.clip((features - network["mean"]) / network["deviation"], -_FURTHEST, _FURTHEST)
    hidden = np.tanh(scaled @ network["hidden"] + network["hidden_bias"])
    return np.asarray(hidden @ network["weights"] + network["bias"][0])


if __name__ == "__main__":
    main()
