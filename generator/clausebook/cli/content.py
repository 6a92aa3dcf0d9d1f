"""Commands that check the content, make products of it, and help its authors."""

import sys
from pathlib import Path

import click

from clausebook.build import acceptance, authoring, doctor, documents, retranslation, sample, site
from clausebook.build.forms import build_forms, build_forms_with_pdf
from clausebook.build.loading import load_project
from clausebook.cli.shell import FILE, FOLDER, working
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


@click.command("doctor")
@click.option("--packages", is_flag=True, help="Print only the Debian packages that are missing.")
@click.pass_obj
def doctor_command(folder: Path, *, packages: bool) -> None:
    """Check native libraries and fonts, and say what to install."""
    project = None if packages else Project.at(folder)
    findings = doctor.examine(project)
    missing = [finding for finding in findings if not finding.is_present]
    needed = " ".join(finding.package for finding in missing if finding.package)
    if packages:
        click.echo(needed)
        return
    for finding in findings:
        click.echo(f"{'found' if finding.is_present else 'MISSING'}  {finding.name}")
    if needed:
        click.echo(f"on Debian or Ubuntu run: apt-get install {needed}; elsewhere install Pango and HarfBuzz")
    if any(not finding.package for finding in missing):
        click.echo("fonts come with Clausebook: install it again")
    sys.exit(1 if missing else 0)
