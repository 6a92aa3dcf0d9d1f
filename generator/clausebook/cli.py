"""The command line. Each command says what it did, where, and what to do next; exit codes are those of errors.py.

0 done, 1 problems in the input, 2 wrong usage, 3 some records held or rejected.
"""

import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from clausebook import __version__
from clausebook.build import authoring, doctor, records, register, sample, site
from clausebook.build.certify import certify_responses
from clausebook.build.loading import load_project
from clausebook.build.records import Outcome
from clausebook.errors import ClausebookError
from clausebook.project import Project

SOME_RECORDS_LEFT = 3
_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
_REGISTER_HELP = "The register; by default build/certificates/register.sqlite."


class _Group(click.Group):
    """Reports errors in a line each and keeps tracebacks for --verbose."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ClausebookError as error:
            self._report(ctx, str(error), error.exit_code)
        except OSError as error:
            self._report(ctx, f"{error.filename or 'the disk'}: {error.strerror or error}")
        except Exception as error:
            told = (
                f"a fault in Clausebook: {type(error).__name__}; run it again with --verbose and report what it prints"
            )
            self._report(ctx, told)

    @staticmethod
    def _report(ctx: click.Context, message: str, exit_code: int = 1) -> None:
        click.echo(message, err=True)
        if ctx.params.get("verbose"):
            traceback.print_exc()
        ctx.exit(exit_code)


@click.group(cls=_Group)
@click.version_option(__version__)
@click.option("--project", "folder", type=_FOLDER, default=".", help="The project's folder; by default this one.")
@click.option("--verbose", is_flag=True, help="Show tracebacks.")
@click.pass_context
def main(ctx: click.Context, folder: Path, verbose: bool) -> None:  # noqa: ARG001, FBT001 - click passes it by name
    """Turn a standard into a handbook, self-assessments and certificates."""
    ctx.obj = folder


@main.command()
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
        f"{len(loaded.schemes)} schemes: no errors, {len(loaded.warnings)} warnings"
    )


@main.command()
@click.pass_obj
def build(folder: Path) -> None:
    """Build the site in every language and the forms."""
    project = Project.at(folder)
    with _working("building the site"):
        built = site.build_site(project)
    click.echo(f"site: {built / 'index.html'}")
    for path in site.build_forms(project):
        click.echo(f"form: {path}")


@main.command()
@click.argument("responses", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=_FOLDER, help="Where results go; by default build/results.")
@click.pass_obj
def score(folder: Path, responses: tuple[Path, ...], out: Path | None) -> None:
    """Score responses: JSON files, or folders of them."""
    project = Project.at(folder)
    _report_records(records.score_responses(project, responses, out or project.build / "results"), "scored")


@main.command()
@click.argument("responses", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--roster", required=True, type=_FILE, help="CSV of those who may be certified.")
@click.option("--scheme", help="The scheme; by default the only one.")
@click.option("--out", type=_FOLDER, help="Where certificates go; by default build/certificates.")
@click.option("--register", "ledger", type=_FILE, help=_REGISTER_HELP)
@click.pass_obj
def certify(
    folder: Path,
    responses: tuple[Path, ...],
    roster: Path,
    scheme: str | None,
    out: Path | None,
    ledger: Path | None,
) -> None:
    """Issue a certificate for each response that has earned one."""
    project = Project.at(folder)
    outcomes = certify_responses(
        project,
        responses,
        roster,
        scheme=scheme,
        out=out or project.build / "certificates",
        register=ledger or project.register,
    )
    _report_records(outcomes, "certified")


@main.group("register")
@click.option("--register", "path", type=_FILE, help=_REGISTER_HELP)
@click.pass_context
def register_group(ctx: click.Context, path: Path | None) -> None:
    """Look into the register of certificates."""
    ctx.obj = path or Project.at(ctx.obj).register


@register_group.command("list")
@click.pass_obj
def list_register(path: Path) -> None:
    """List every certificate."""
    for record in register.all_records(path):
        click.echo("\t".join(register.described(record).values()))


@register_group.command("show")
@click.argument("serial")
@click.option("--file", "file", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A PDF to compare.")
@click.pass_obj
def show_record(path: Path, serial: str, file: Path | None) -> None:
    """Show one certificate, and whether a file is the one that was issued."""
    record = register.look_up(path, serial)
    for name, value in register.described(record).items():
        click.echo(f"{name:<14}{value}")
    if file is not None:
        is_genuine = register.is_as_issued(record, file)
        click.echo(f"{'file':<14}{'as issued' if is_genuine else 'NOT the file that was issued'}")
        sys.exit(0 if is_genuine else 1)


@main.command("sample")
@click.argument("form")
@click.option("--out", type=_FILE, help="The file; by default build/samples/FORM.json.")
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


@main.command()
@click.option("--out", type=_FOLDER, help="Where schemas go; by default build/schemas.")
@click.pass_obj
def schema(folder: Path, out: Path | None) -> None:
    """Write JSON Schemas of all YAML files for your editor."""
    for path in authoring.write_schemas(out or Project.at(folder).build / "schemas"):
        click.echo(path)


@main.command()
@click.argument("clauses", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All clauses.")
@click.pass_obj
def translated(folder: Path, clauses: tuple[str, ...], *, everything: bool) -> None:
    """Record that the translations of clauses say what their source says now."""
    if bool(clauses) == everything:
        raise click.UsageError("name clause ids, or give --all")
    changed = authoring.accept_translations(Project.at(folder), clauses)
    for path in changed:
        click.echo(path)
    click.echo(f"{len(changed)} files changed")


@main.command()
@click.argument("directory", type=_FOLDER)
def new(directory: Path) -> None:
    """Make a small project to start from."""
    made = authoring.new_project(directory)
    click.echo(f"made {made}; next: cd {made} && clausebook build")


@main.command("doctor")
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


def _report_records(outcomes: Iterable[Outcome], done: str) -> None:
    """One line a record, a sum, and exit code 3 where some are left over."""
    made = left = 0
    for outcome in outcomes:
        if outcome.rejection is None:
            made += 1
            click.echo(f"{done}: {outcome.made}")
        else:
            left += 1
            click.echo(f"{outcome.source}: {outcome.rejection}", err=True)
    click.echo(f"{made + left} received, {made} {done}, {left} left over")
    sys.exit(SOME_RECORDS_LEFT if left else 0)


def _working(what: str) -> Any:
    """A spinner on a terminal, a plain line elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{what} ...")
    return console.status(what)
