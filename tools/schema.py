"""Write the JSON Schemas: ``python -m tools.schema``. That of ``city.yaml`` is for editors, that of parse's JSONL for
programs that build on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from retire_docs.cities.model import Pack
from retire_docs.parse.jsonl import FormJson

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "templates" / "city.schema.json"
PARSE = ROOT / "docs" / "schema" / "parse.schema.json"


def schema() -> str:
    """The schema of a pack as JSON text. What the loader sets itself is not in it."""
    whole = Pack.model_json_schema()
    for name in ("id", "folder"):
        del whole["properties"][name]
    return _text(whole)


def parse_schema() -> str:
    """The schema of a line of parse's output as JSON text."""
    return _text(TypeAdapter(FormJson).json_schema())


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema(), encoding="utf-8")
    PARSE.parent.mkdir(exist_ok=True)
    PARSE.write_text(parse_schema(), encoding="utf-8")
