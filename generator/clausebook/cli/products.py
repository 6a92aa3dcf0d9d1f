"""Commands that make products of the content."""

from pathlib import Path

import click

from clausebook.build import documents, sample, site
from clausebook.build.forms import build_forms, build_forms_with_pdf
from clausebook.build.loading import load_project
from clausebook.cli.shell import FILE, FOLDER, working
from clausebook.project import Project


@click.command()
@click.pass_obj
def build(folder: Path) -> None:
    """Build the site in every language and the forms."""
    project = Project.at(folder)
    with working("building the site"):
        loaded = load_project(project)
        built = site.build_site(project, loaded)
    click.echo(f"site: {built / 'index.html'}")
    with working("writing the forms"):
        written = build_forms(project, loaded)
    for path in written:
        click.echo(f"form: {path}")


@click.command()
@click.argument("form", required=False)
@click.option("--language", metavar="LANG", help="PDFs only in this language; by default in all.")
@click.pass_obj
def forms(folder: Path, form: str | None, language: str | None) -> None:
    """Write all forms, or one, as web form, spreadsheet and PDF."""
    project = Project.at(folder)
    with working("writing the forms, of which a PDF takes up to half a minute"):
        written = build_forms_with_pdf(project, form, language)
    for path in written:
        click.echo(f"form: {path}")


@click.command()
@click.option("--language", metavar="LANG", help="Only this language; by default all.")
@click.option("--out", type=FOLDER, help="Where the files go; by default build/handbook.")
@click.pass_obj
def handbook(folder: Path, language: str | None, out: Path | None) -> None:
    """Write the whole handbook as a PDF in each language."""
    project = Project.at(folder)
    with working("laying out the handbook, which takes a minute"):
        written = documents.build_handbooks(project, out or project.build / "handbook", language)
    for path in written:
        click.echo(f"handbook: {path}")


@click.command("sample")
@click.argument("form")
@click.option("--out", type=FILE, help="The file, JSON or CSV; by default build/samples/FORM.json.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same answers.")
@click.option("--person", default="S0001", show_default=True, help="The id in the response.")
@click.option("--name", default="", help="The name in the response.")
@click.pass_obj
def sample_command(folder: Path, form: str, out: Path | None, seed: int, person: str, name: str) -> None:
    """Write a made-up response to a form."""
    project = Project.at(folder)
    path = out or project.build / "samples" / f"{form}.json"
    written = sample.write_sample(project, form, path, seed=seed, person=person, name=name)
    click.echo(f"response: {written}")
