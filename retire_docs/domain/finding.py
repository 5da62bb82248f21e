"""A finding: one result of judging somebody's papers or data, told so that it can be mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from retire_docs.domain.values.id_number import masked

_LONG_NUMBER = re.compile(r"\d{14,}[\dXx]")

Severity = Literal["blocks", "ask", "note"]


@dataclass(frozen=True)
class Finding:
    """``code`` is stable; ``where`` is a file, sheet and cell, or page; ``message`` says what was found,
    ``remedy`` what to do. ``blocks``: the item was not done; ``ask``: done, but to be looked at; ``note``."""

    code: str
    severity: Severity
    message: str
    where: str = ""
    remedy: str = ""
    person: str = ""

    def __post_init__(self) -> None:
        """Whatever cell an ID or card number stood in, it is not repeated."""
        for name in ("message", "where", "remedy", "person"):
            object.__setattr__(self, name, _LONG_NUMBER.sub(lambda m: masked(m[0]), getattr(self, name)))
