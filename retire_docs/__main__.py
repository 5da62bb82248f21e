"""``python -m retire_docs``."""

from retire_docs.cli.main import run

run()
