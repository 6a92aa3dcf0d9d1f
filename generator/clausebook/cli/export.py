"""Commands that hand the products to other programs."""

from pathlib import Path

import click

from clausebook.build.export import export_markdown
from clausebook.cli.shell import FOLDER, working
from clausebook.project import Project


@click.group("export")
def export_group() -> None:
    """Write the products for other programs."""


@export_group.command("markdown")
@click.option("--out", type=FOLDER, help="Where the tree goes; by default build/markdown.")
@click.pass_obj
def markdown(folder: Path, out: Path | None) -> None:
    """Write the handbook as Markdown that MkDocs and Zensical build."""
    project = Project.at(folder)
    tree = out or project.build / "markdown"
    with working("writing the Markdown"):
        configs = export_markdown(project, tree)
    for config in configs:
        click.echo(f"settings: {config}")
    commands = " && ".join(f"zensical build -f {config.name}" for config in configs)
    click.echo(f"next: cd {tree} && {commands}")
