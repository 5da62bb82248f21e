"""``retire-docs cities``: what cities there are, and what each wants."""

from __future__ import annotations

import click

from retire_docs.cities import describe
from retire_docs.cities.load import cities as all_cities
from retire_docs.cities.load import city as one_city


@click.group(invoke_without_command=True)
@click.pass_context
def cities(context: click.Context) -> None:
    """列出能办的城市；cities show 城市 看一个城市要什么。"""
    if context.invoked_subcommand is None:
        for pack in all_cities():
            click.echo(describe.line(pack))


@cities.command()
@click.argument("city", metavar="城市")
def show(city: str) -> None:
    """一个城市的联办事项、表、材料、时限和条文出处。"""
    click.echo(describe.page(one_city(city)))
