"""Write the JSON Schema of ``city.yaml`` for editors: ``python tools/schema.py``."""

from __future__ import annotations

import json
from pathlib import Path

from retire_docs.cities.model import Pack

TARGET = Path(__file__).parents[1] / "templates" / "city.schema.json"


def schema() -> str:
    """The schema as JSON text. What the loader sets itself is not in it."""
    whole = Pack.model_json_schema()
    for name in ("id", "folder"):
        del whole["properties"][name]
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    TARGET.write_text(schema(), encoding="utf-8")
