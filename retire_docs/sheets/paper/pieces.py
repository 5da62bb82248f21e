"""Connected pieces of ink, also of a picture that is empty, on which OpenCV 5 crashes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def pieces_of(ink: NDArray[np.uint8]) -> NDArray[np.int32]:
    """The pieces of ink in a part of a page, one a row: left, top, width, height, pixels."""
    if not ink.size:
        return np.empty((0, 5), np.int32)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return np.asarray(stats[1:count], np.int32)
