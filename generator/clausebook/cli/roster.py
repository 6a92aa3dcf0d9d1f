"""The command that looks through a roster."""

import sys
from pathlib import Path

import click

from clausebook.build.roster import inspect_roster
from clausebook.cli.records import SOME_RECORDS_LEFT
from clausebook.cli.shell import FILE, working
from clausebook.project import Project


@click.command("roster")
@click.argument("roster", type=FILE)
@click.option("--scheme", help="The scheme whose certificates have to draw the names; by default every scheme.")
@click.pass_obj
def roster_command(folder: Path, roster: Path, scheme: str | None) -> None:
    """Look through a roster: names that must not be printed, rare characters, people easily mixed up."""
    with working("reading the roster"):
        inspected = inspect_roster(Project.at(folder), roster, scheme)
    for problem in inspected.problems:
        click.echo(problem)
    ready = inspected.people - inspected.held
    click.echo(f"{inspected.people} people: {ready} ready, {inspected.held} held, {inspected.warnings} warnings")
    sys.exit(SOME_RECORDS_LEFT if inspected.held else 0)
