"""Commands on responses: score them, certify them, and look into the register."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from clausebook.build import records, register
from clausebook.build.certify import certify_responses
from clausebook.build.records import Outcome
from clausebook.cli.shell import FILE, FOLDER
from clausebook.project import Project

SOME_RECORDS_LEFT = 3
_REGISTER_HELP = "The register; by default build/certificates/register.sqlite."


@click.command()
@click.argument("responses", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=FOLDER, help="Where results go; by default build/results.")
@click.pass_obj
def score(folder: Path, responses: tuple[Path, ...], out: Path | None) -> None:
    """Score responses: JSON files, or folders of them."""
    project = Project.at(folder)
    _report_records(records.score_responses(project, responses, out or project.build / "results"), "scored")


@click.command()
@click.argument("responses", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--roster", required=True, type=FILE, help="CSV of those who may be certified.")
@click.option("--scheme", help="The scheme; by default the only one.")
@click.option("--out", type=FOLDER, help="Where certificates go; by default build/certificates.")
@click.option("--register", "ledger", type=FILE, help=_REGISTER_HELP)
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


@click.group("register")
@click.option("--register", "path", type=FILE, help=_REGISTER_HELP)
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
