"""What old copiers, ink and paper do to a page, by augraphy; a module of its own, as that imports numba.

Only steps that follow from the seed, mild enough for a person to read on.
"""

from __future__ import annotations

import contextlib
import io
import random
import warnings
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

from benchmarks.paper.scans import Scan

with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
    warnings.simplefilter("ignore")
    import augraphy

Step = Callable[[random.Random], Any]

_INK: dict[str, Step] = {
    "ink_bleed": lambda c: augraphy.InkBleed(intensity_range=(0.2, 0.4), kernel_size=(3, 3), severity=(0.2, 0.4), p=1),
    "letterpress": lambda c: augraphy.Letterpress(
        n_samples=(100, 200), n_clusters=(200, 400), std_range=(1500, 3000), value_range=(210, 250),
        value_threshold_range=(128, 128), blur=1, p=1,
    ),
    "low_ink": lambda c: augraphy.LowInkRandomLines(count_range=(3, 6), use_consistent_lines=False, p=1),
}  # fmt: skip
_PAPER: dict[str, Step] = {
    "photocopy": lambda c: augraphy.BadPhotoCopy(
        noise_type=c.choice((1, 2, 3)), noise_side=c.choice(("left", "right", "top", "bottom")), noise_iteration=(1, 1),
        noise_size=(1, 2), noise_value=(120, 190), noise_sparsity=(0.1, 0.25), noise_concentration=(0.03, 0.1),
        blur_noise=0, wave_pattern=0, edge_effect=0, p=1,
    ),
    "dirty_drum": lambda c: augraphy.DirtyDrum(
        line_width_range=(1, 3), line_concentration=0.03, noise_intensity=0.3, noise_value=(160, 220), p=1
    ),
    "texture": lambda c: augraphy.NoiseTexturize(sigma_range=(2, 5), turbulence_range=(2, 4), p=1),
    "uneven": lambda c: augraphy.BrightnessTexturize(texturize_range=(0.94, 0.99), deviation=0.03, p=1),
    "subtle_noise": lambda c: augraphy.SubtleNoise(subtle_range=8, p=1),
    "bleed_through": lambda c: augraphy.BleedThrough(
        intensity_range=(0.05, 0.15), color_range=(40, 90), ksize=(17, 17), sigmaX=1, alpha=0.08, offsets=(10, 20), p=1
    ),
}  # fmt: skip


def paper(scan: Scan) -> None:
    """One thing that happens to ink, and one or two that happen to paper."""
    chance = scan.chance
    chosen = chance.sample(sorted(_INK), chance.choice((0, 1))) + chance.sample(sorted(_PAPER), chance.choice((1, 2)))
    for name in chosen:
        _apply(scan, name, {**_INK, **_PAPER}[name])


def _apply(scan: Scan, name: str, step: Step) -> None:
    """Run a step of augraphy, which takes its chance from the global generators and turns about colours."""
    seed = scan.chance.getrandbits(31)
    random.seed(seed)
    np.random.seed(seed)
    cv2.setRNGSeed(seed)
    given = cv2.cvtColor(scan.picture, cv2.COLOR_RGB2BGR)
    with contextlib.redirect_stdout(io.StringIO()):
        made = step(random.Random(seed))(given)
    if made is None or made.shape[:2] != scan.picture.shape[:2]:
        return
    wide = cv2.cvtColor(made, cv2.COLOR_GRAY2RGB) if made.ndim == 2 else cv2.cvtColor(made, cv2.COLOR_BGR2RGB)
    scan.picture = np.asarray(wide.clip(0, 255), np.uint8)
    scan.note(name)
