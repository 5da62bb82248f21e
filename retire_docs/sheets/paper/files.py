"""Pictures and scanned pages of a PDF → sheets: straightened, then read. Only loaded where there is some paper."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from PIL import Image

from retire_docs.errors import Fault
from retire_docs.sheets.ocr.engines import Ocr, engine
from retire_docs.sheets.paper.pictures import read_pictures
from retire_docs.sheets.paper.reader import PaperReader
from retire_docs.sheets.paper.straighten import straighten
from retire_docs.sheets.recognise import Catalogue
from retire_docs.sheets.sheet import Sheet


class Papers:
    """The pages of paper of a file. Raises MissingProgram."""

    def __init__(self, ocr: Ocr, catalogue: Catalogue) -> None:
        cv2.setNumThreads(1)  # workers are beside one another, and a forked process has no other threads
        self._reader = PaperReader(engine(ocr), catalogue)

    def of_file(self, data: bytes, name: str) -> Iterator[Sheet | Fault]:
        """The sheets of a picture file. Raises UnreadableFile."""
        for number, picture in enumerate(read_pictures(data, name), 1):
            yield picture if isinstance(picture, Fault) else self._reader.read(straighten(picture), number)

    def of_image(self, picture: Image.Image, number: int) -> Sheet:
        """The sheet of a page that was rendered."""
        return self._reader.read(straighten(np.asarray(picture)), number)
