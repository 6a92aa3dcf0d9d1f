"""Commands on responses: score them, certify them, and look into the register."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from clausebook.build import register
from clausebook.build.certify import certify_responses
from clausebook.build.conflicts import Policy
from clausebook.build.erase import plan_erasure
from clausebook.build.records import Outcome, Scored, Scoring, score_responses
from clausebook.cli.shell import FILE, FOLDER, counting
from clausebook.project import Project

SOME_RECORDS_LEFT = 3
_MOST_LINES = 100
_REGISTER_HELP = "The register; by default build/certificates/register.sqlite."


@click.command()
@click.argument("responses", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=FOLDER, help="Where results go; by default build/results.")
@click.option("--mapping", type=FILE, help="What the columns of another program's tables mean.")
@click.option(
    "--conflicts",
    type=click.Choice(["hold", "newest"]),
    default="hold",
    show_default=True,
    help="Where a person has answered differently in several files: hold all of them, or take the newest.",
)
@click.option("--no-reports", is_flag=True, help="Write the results only.")
@click.option("--previous", type=FOLDER, help="The --out folder of an earlier round, to show what has changed.")
@click.option(
    "--minimum-group",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="Withhold the figures of groups of fewer people.",
)
@click.pass_obj
def score(
    folder: Path,
    responses: tuple[Path, ...],
    out: Path | None,
    mapping: Path | None,
    conflicts: Policy,
    previous: Path | None,
    minimum_group: int,
    *,
    no_reports: bool,
) -> None:
    """Score responses: JSON, text codes, PDF forms, XLSX, CSV, and folders and zip files of them."""
    project = Project.at(folder)
    scoring = Scoring(mapping, conflicts, not no_reports, previous, minimum_group)
    with counting() as progress:
        scored = score_responses(project, responses, out or project.build / "results", scoring, progress)
    _report_scored(scored)


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


@click.command()
@click.argument("person")
@click.option("--in", "folders", multiple=True, type=FOLDER, help="A folder outside build to look through, too.")
@click.option("--yes", "is_confirmed", is_flag=True, help="Remove it; without this, only say what would be removed.")
@click.pass_obj
def erase(folder: Path, person: str, folders: tuple[Path, ...], *, is_confirmed: bool) -> None:
    """Remove the data of the person with this id, and say what stays and why."""
    erasure = plan_erasure(Project.at(folder), person, folders)
    if is_confirmed:
        erasure.carry_out()
    for removal in erasure.removals:
        click.echo(f"{'removed' if is_confirmed else 'would remove'}: {removal.place}: {removal.what}")
    for place, why in erasure.stays:
        click.echo(f"stays: {place}: {why}")
    if not erasure.removals:
        click.echo("nothing to remove")
    elif not is_confirmed:
        click.echo("nothing has been changed; run it again with --yes to remove it")


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


def _report_scored(scored: Scored) -> None:
    """What is left over, a line each as long as they can be read, the sum, and exit code 3 where there is any."""
    for origin, why in scored.skipped[:_MOST_LINES]:
        click.echo(f"{origin}: skipped, {why}")
    for one in scored.left_over[:_MOST_LINES]:
        click.echo(f"{one.origin}: {one.reason}: {one.detail}", err=True)
    if len(scored.left_over) > _MOST_LINES:
        click.echo(f"... and {len(scored.left_over) - _MOST_LINES} more, all in {scored.table}", err=True)
    for line in scored.unreported:
        click.echo(f"no report for {line}", err=True)
    click.echo(f"results: {scored.results}")
    for folder in scored.reports:
        click.echo(f"reports: {folder}")
    click.echo(f"left over: {scored.table}")
    repeated = f" ({scored.repeated} of them said again what another file says)" if scored.repeated else ""
    sum_ = f"{scored.scored} scored{repeated} + {scored.held} held + {scored.rejected} rejected"
    click.echo(f"{scored.received} received = {sum_}")
    sys.exit(SOME_RECORDS_LEFT if scored.left_over else 0)


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
