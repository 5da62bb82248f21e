"""Written by hand, or printed? By how the strokes of a value run, how thick they are, and how its letters stand.

Print has strokes of two thicknesses, most of them level or plumb, and letters that stand in line; a hand has neither.
The weights were learned on papers of the benchmark's first split: ``python -m benchmarks.paper.learn_hand``.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from retire_docs.sheets.ocr.engine import Gray
from retire_docs.sheets.paper.pieces import pieces_of

_ANGLES = 18
_FURTHEST = 4.0
"""Deviations: further out nothing was learned."""
_LEAST = 12
"""Pixels: a smaller picture tells nothing."""


def leaning(gray: Gray) -> float:
    """Whether the text in a picture was written by hand, as a logit: above 0 it rather was, below it was not."""
    found = features(gray)
    return 0.0 if found is None else _learned().leaning(found)


def features(gray: Gray) -> NDArray[np.float64] | None:
    """What is measured of a picture of text; None where it is too small."""
    if min(gray.shape) < _LEAST:
        return None
    ink = (gray < min(max(255 - 0.5 * (255 - float(np.quantile(gray, 0.02))), 110), 200)).astype(np.uint8)
    if ink.sum() < _LEAST:
        return None
    boxes = _letters(ink)
    if not len(boxes):
        return None
    size = float(np.quantile(boxes[:, 3], 0.85))
    return np.concatenate([_strokes(gray), _thickness(ink, size), _standing(boxes, size)])


def _letters(ink: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The boxes of connected ink (left, top, width, height) without specks."""
    boxes = pieces_of(ink)[:, :4].astype(np.float64)
    return boxes[np.maximum(boxes[:, 2], boxes[:, 3]) >= 4]


def _strokes(gray: Gray) -> NDArray[np.float64]:
    """How much of the edges runs in which direction, and how much of that is exactly level or plumb."""
    smooth = cv2.GaussianBlur(gray, (0, 0), 1.0).astype(np.float32)
    dx, dy = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    strength = np.hypot(dx, dy)
    angle = np.mod(np.arctan2(dy, dx), np.pi) / np.pi * _ANGLES
    shares = np.bincount(np.minimum(angle.astype(np.int64), _ANGLES - 1).ravel(), strength.ravel(), _ANGLES)
    return np.asarray(np.sqrt(shares / (shares.sum() or 1.0)), np.float64)


def _thickness(ink: NDArray[np.uint8], size: float) -> NDArray[np.float64]:
    """The thickness of strokes and how much it varies, in parts of the letters' height; how much is ink."""
    inside = cv2.distanceTransform(np.pad(ink, 1), cv2.DIST_L2, 3)
    ridge = inside[(inside > 0.5) & (inside >= cv2.dilate(inside, np.ones((3, 3), np.uint8)))]
    mean = float(ridge.mean()) if ridge.size else 0.0
    deviation = float(ridge.std()) if ridge.size else 0.0
    quantiles = np.quantile(ridge, (0.1, 0.5, 0.9)) if ridge.size else np.zeros(3)
    return np.array([mean / size, deviation / (mean or 1.0), *(quantiles / size), float(ink.mean())])


def _standing(boxes: NDArray[np.float64], size: float) -> NDArray[np.float64]:
    """How far letters are from standing on one line, and how their heights and widths vary."""
    tall = boxes[boxes[:, 3] > 0.6 * size]
    if len(tall) < 2:
        return np.zeros(6)
    x = tall[:, 0] + tall[:, 2] / 2
    feet, heads = tall[:, 1] + tall[:, 3], tall[:, 1]
    return np.array([
        _off(x, feet) / size, _off(x, heads) / size, float(tall[:, 3].std()) / size, float(tall[:, 2].std()) / size,
        float(np.median(tall[:, 2])) / size, min(len(tall), 20) / 20,
    ])  # fmt: skip


def _off(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """How far points are from a straight line, seen from one to the next."""
    order = np.argsort(x)
    return float(np.median(np.abs(np.diff(y[order]))))


class _Learned:
    """A network with one hidden layer, and the scale that features are brought to."""

    def __init__(self, said: dict[str, Any]) -> None:
        self._mean, self._deviation = np.array(said["mean"]), np.array(said["deviation"])
        self._hidden, self._hidden_bias = np.array(said["hidden"]), np.array(said["hidden_bias"])
        self._weights, self._bias = np.array(said["weights"]), float(np.ravel(said["bias"])[0])

    def leaning(self, found: NDArray[np.float64]) -> float:
        scaled = np.clip((found - self._mean) / self._deviation, -_FURTHEST, _FURTHEST)
        return float(np.tanh(scaled @ self._hidden + self._hidden_bias) @ self._weights + self._bias)


@cache
def _learned() -> _Learned:
    file = resources.files("retire_docs.sheets.paper").joinpath("hand.json")
    return _Learned(json.loads(file.read_text(encoding="utf-8")))
