"""RapidOCR: PP-OCRv6 of PaddleOCR, run by ONNX Runtime. Its models lie in the wheel; nothing is ever downloaded.

Lines are read by the recogniser's own network, without RapidOCR's padding: a line costs what it is wide. The
network says for each step across the line which characters it may be (CTC), so that for each character also the next
likeliest ones are known.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from retire_docs.errors import Fault, MissingProgram
from retire_docs.sheets.ocr.engine import Glyph, Gray, Line, Placed

_HEIGHT = 48
"""Pixels: the height of the lines that the network was made for."""
_STEP = 8
"""Pixels across a line for each of the network's steps."""
_NARROWEST, _WIDEST = 32, 3200
"""Pixels of a line at that height; a wider one is pressed together."""
_BATCH = 6
"""Lines that are read in one run of the network; more save no time."""
_ALIKE = 1.12
"""Lines whose widths differ by no more than this factor are read in one run."""
_KEPT = 0.003
"""What a character may be with a lower likelihood is forgotten."""
_OTHERS = 4
_BLANK = 0


class RapidEngine:
    """Reads by RapidOCR with ``threads`` threads."""

    name = "rapidocr"

    def __init__(self, threads: int = 1) -> None:
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self._threads = threads
        self._recogniser = _session(_model("rec"), threads)
        self._characters = _characters(self._recogniser)
        self._whole: Any = None

    def read(self, strips: Sequence[Gray]) -> list[Line]:
        """Read strips; those of like width together."""
        lines = [Line(()) for _ in strips]
        inputs = {n: _prepared(strip) for n, strip in enumerate(strips) if min(strip.shape) > 1}
        for numbers in _batches({n: prepared.shape[1] for n, prepared in inputs.items()}):
            width = max(inputs[n].shape[1] for n in numbers)
            batch = np.full((len(numbers), 3, _HEIGHT, width), 1.0, np.float32)
            for row, n in enumerate(numbers):
                batch[row, :, :, : inputs[n].shape[1]] = inputs[n] / np.float32(127.5) - np.float32(1)
            (steps,) = self._recogniser.run(None, {self._recogniser.get_inputs()[0].name: batch})
            for row, n in enumerate(numbers):
                scale = strips[n].shape[1] / inputs[n].shape[1]
                lines[n] = Line(tuple(_glyphs(steps[row], self._characters, scale * _STEP, strips[n].shape[1])))
        return lines

    def find(self, page: Gray) -> list[Placed]:
        """Find the lines of a page with RapidOCR's detector and read them."""
        if self._whole is None:
            self._whole = _rapidocr(self._threads)
        found = self._whole(cv2.cvtColor(page, cv2.COLOR_GRAY2BGR), use_rec=False, use_cls=False)
        if found.boxes is None:
            return []
        boxes = [
            (max(0, int(box[:, 0].min())), max(0, int(box[:, 1].min())), int(box[:, 0].max()), int(box[:, 1].max()))
            for box in found.boxes
        ]
        lines = self.read([page[top:bottom, left:right] for left, top, right, bottom in boxes])
        return [Placed(line, *map(float, box)) for line, box in zip(lines, boxes, strict=True) if line.glyphs]


def _model(part: str) -> Path:
    """The file of a model in RapidOCR's wheel. Raises MissingProgram."""
    folder = Path(str(resources.files("rapidocr"))) / "models"
    found = sorted(folder.glob(f"*_{part}_*.onnx"))
    if not found:
        remedy = "重新安装：pip install --force-reinstall rapidocr；或加 --ocr tesseract"
        raise MissingProgram(Fault("RapidOCR", f"安装不完整，{folder} 里没有识别模型", remedy))
    return found[-1]


def _session(model: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _rapidocr(threads: int) -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "error",
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(_model("det")),
            "Rec.model_path": str(_model("rec")),
        }
    )


def _characters(session: Any) -> list[str]:
    """The characters that the network's outputs stand for: first none, last the space."""
    return ["", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]


def _prepared(strip: Gray) -> Gray:
    """A strip at the network's height."""
    height, width = strip.shape
    wide = min(max(round(width * _HEIGHT / height), _NARROWEST), _WIDEST)
    how = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(strip, (wide, _HEIGHT), interpolation=how), np.uint8)


def _batches(widths: dict[int, int]) -> Iterator[list[int]]:
    """Numbers of strips in groups of like width."""
    group: list[int] = []
    for n in sorted(widths, key=lambda n: widths[n]):
        if group and (len(group) == _BATCH or widths[n] > _ALIKE * widths[group[0]]):
            yield group
            group = []
        group.append(n)
    if group:
        yield group


def _glyphs(steps: NDArray[np.float32], characters: Sequence[str], step: float, width: float) -> Iterator[Glyph]:
    """The characters that the steps of a line say; ``step`` is its width in pixels of the strip."""
    best = steps.argmax(1)
    start = 0
    while start < len(best):
        end = start
        while end < len(best) and best[end] == best[start]:
            end += 1
        if best[start] != _BLANK and start * step < width:
            peak = start + int(steps[start:end, best[start]].argmax())
            yield Glyph(
                characters[best[start]],
                start * step,
                min(end * step, width),
                float(steps[peak, best[start]]),
                tuple(_others(steps[peak], int(best[start]), characters)),
            )
        start = end


def _others(step: NDArray[np.float32], best: int, characters: Sequence[str]) -> Iterator[tuple[str, float]]:
    count = min(_OTHERS + 2, len(step) - 1)
    for index in sorted(np.argpartition(step, -count)[-count:], key=lambda n: -step[n])[: _OTHERS + 1]:
        if index not in (best, _BLANK) and step[index] >= _KEPT:
            yield characters[index], float(step[index])
