"""The command that compares two editions of a standard."""

from pathlib import Path

import click

from clausebook.build.editions import compare_editions
from clausebook.cli.shell import FOLDER
from clausebook.project import Project


@click.command()
@click.argument("old", type=FOLDER)
@click.argument("new", type=FOLDER)
@click.option("--out", type=FOLDER, help="Where the pages go; by default build/changes.")
@click.pass_obj
def diff(folder: Path, old: Path, new: Path, out: Path | None) -> None:
    """Say what a new edition changes, on a page in every language.

    OLD and NEW are folders of content, or of projects.
    """
    project = Project.at(folder)
    compared = compare_editions(project, old, new, out or project.build / "changes")
    for line in compared.summary():
        click.echo(line)
    for page in compared.pages:
        click.echo(f"page: {page}")
