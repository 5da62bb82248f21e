"""The engine that reads nothing: with it the whole path runs without models, and marks are still seen."""

from __future__ import annotations

from collections.abc import Sequence

from retire_docs.sheets.ocr.engine import Gray, Line, Placed


class NoEngine:
    """Reads nothing."""

    name = "none"

    def read(self, strips: Sequence[Gray]) -> list[Line]:
        """Empty lines."""
        return [Line(()) for _ in strips]

    def find(self, page: Gray) -> list[Placed]:
        """No line."""
        return []
