"""Commands that check the content and help its authors."""

from pathlib import Path

import click

from clausebook.build import acceptance, authoring, retranslation
from clausebook.build.loading import load_project
from clausebook.cli.shell import FOLDER
from clausebook.project import Project


@click.command()
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.pass_obj
def check(folder: Path, *, strict: bool) -> None:
    """Read everything and report every problem."""
    loaded = load_project(Project.at(folder), strict=strict)
    for warning in loaded.warnings:
        click.echo(warning)
    standard = loaded.standard
    provisions = sum(len(clause.provisions) for clause in standard.clauses.values())
    click.echo(
        f"{len(standard.clauses)} clauses, {provisions} provisions, {len(loaded.questionnaires)} forms, "
        f"{len(loaded.items)} items, {len(loaded.schemes)} schemes: no errors, {len(loaded.warnings)} warnings"
    )


@click.command()
@click.option("--out", type=FOLDER, help="Where schemas go; by default build/schemas.")
@click.pass_obj
def schema(folder: Path, out: Path | None) -> None:
    """Write JSON Schemas of all YAML files for your editor."""
    for path in authoring.write_schemas(out or Project.at(folder).build / "schemas"):
        click.echo(path)


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Everything that is translated.")
@click.pass_obj
def translated(folder: Path, ids: tuple[str, ...], *, everything: bool) -> None:
    """Record that translations say what their source says now. An ID that several kinds have is given as KIND/ID."""
    if bool(ids) == everything:
        raise click.UsageError("name ids, such as those that check prints, or give --all")
    changed = acceptance.accept_translations(Project.at(folder), ids)
    for path in changed:
        click.echo(path)
    click.echo(f"{len(changed)} files changed")


@click.command()
@click.option("--out", type=FOLDER, help="Where pages go; by default build/translations.")
@click.pass_obj
def translations(folder: Path, out: Path | None) -> None:
    """List the translations that their source has left behind, and show their texts on a page for each language."""
    project = Project.at(folder)
    made = retranslation.write_worklists(project, out or project.build / "translations")
    for line in made.lines:
        click.echo(line)
    for page in made.pages:
        click.echo(f"page: {page}")
    told = f"{len(made.lines)} to translate again" if made.lines else "nothing to translate again"
    click.echo(f"{told}; {made.watched} records watched, {made.unwatched} not watched")


@click.command()
@click.argument("directory", type=FOLDER)
def new(directory: Path) -> None:
    """Make a small project to start from."""
    made = authoring.new_project(directory)
    click.echo(f"made {made}; next: cd {made} && clausebook build")
