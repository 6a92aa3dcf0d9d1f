"""Commands on what people have answered: score it, and remove what is kept about somebody."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from clausebook.build.conflicts import Policy
from clausebook.build.erase import plan_erasure
from clausebook.build.left_over import LeftOver
from clausebook.build.records import Scored, Scoring, score_responses
from clausebook.build.register import Place
from clausebook.cli.shell import FILE, FOLDER, LOCATION, counting
from clausebook.project import Project

SOME_RECORDS_LEFT = 3
_MOST_LINES = 100


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
@click.argument("person")
@click.option("--in", "folders", multiple=True, type=FOLDER, help="A folder outside build to look through, too.")
@click.option("--register", "ledger", type=LOCATION, help="A register outside build.")
@click.option("--witness", "witnesses", type=FOLDER, help="Where the witness of a register in PostgreSQL is kept.")
@click.option("--yes", "is_confirmed", is_flag=True, help="Remove it; without this, only say what would be removed.")
@click.pass_obj
def erase(
    folder: Path,
    person: str,
    folders: tuple[Path, ...],
    ledger: Path | str | None,
    witnesses: Path | None,
    *,
    is_confirmed: bool,
) -> None:
    """Remove the data of the person with this id, and say what stays and why."""
    project = Project.at(folder)
    erasure = plan_erasure(project, person, folders, Place.of(project, ledger, witnesses) if ledger else None)
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


def say_left_over(left_over: Sequence[LeftOver], table: Path) -> None:
    """A line each, as long as they can be read."""
    for one in left_over[:_MOST_LINES]:
        click.echo(f"{one.origin}: {one.reason}: {one.detail}", err=True)
    if len(left_over) > _MOST_LINES:
        click.echo(f"... and {len(left_over) - _MOST_LINES} more, all in {table}", err=True)


def _report_scored(scored: Scored) -> None:
    """What is left over, a line each as long as they can be read, the sum, and exit code 3 where there is any."""
    for origin, why in scored.skipped[:_MOST_LINES]:
        click.echo(f"{origin}: skipped, {why}")
    say_left_over(scored.left_over, scored.table)
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
