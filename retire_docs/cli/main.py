"""``retire-docs``: the commands."""

from __future__ import annotations

import sys
from importlib.metadata import version

import click

from retire_docs.cli import console
from retire_docs.cli.cities import cities
from retire_docs.cli.demo import demo
from retire_docs.cli.fields import fields
from retire_docs.cli.fill import fill
from retire_docs.cli.fonts import fonts
from retire_docs.cli.parse import parse
from retire_docs.cli.preview import preview
from retire_docs.cli.roster import roster
from retire_docs.cli.when import when


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
@click.version_option(version("retire-docs"), prog_name="retire-docs")
def main() -> None:
    """企业职工“退休一件事”：从名册批量生成各市的登记表、公示、承诺书，把填好的表读回成记录。"""


for command in (fill, parse, preview, fonts, cities, fields, roster, when, demo):
    main.add_command(command)


def run() -> None:
    """The console script."""
    sys.exit(console.run(main))
