"""A finding: one result of judging somebody's papers or data, told so that it can be mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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
