"""Commands on the register of certificates."""

import sys
from pathlib import Path

import click

from clausebook.build import register
from clausebook.build.register import Place
from clausebook.cli.shell import FILE, FOLDER, LOCATION
from clausebook.project import Project

REGISTER_HELP = "The register, a file or a postgresql:// URL; by default build/certificates/register.sqlite."
_MOST_LINES = 100
_REASON = click.option("--reason", required=True, help="Why; it stays in the register for good, so name nobody in it.")
_SERIALS = click.argument("serials", nargs=-1, required=True, metavar="SERIAL...")


@click.group("register")
@click.option("--register", "location", type=LOCATION, help=REGISTER_HELP)
@click.option("--witness", "witnesses", type=FOLDER, help="Where the witness of a register in PostgreSQL is kept.")
@click.pass_context
def register_group(ctx: click.Context, location: Path | str | None, witnesses: Path | None) -> None:
    """Look into the register of certificates, keep it whole, and withdraw certificates."""
    ctx.obj = Place.of(Project.at(ctx.obj), location, witnesses)


@register_group.command("list")
@click.pass_obj
def list_register(place: Place) -> None:
    """List every certificate."""
    for record in register.all_records(place):
        click.echo("\t".join(register.described(record).values()))


@register_group.command("show")
@click.argument("serial")
@click.option("--file", "file", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A PDF to compare.")
@click.pass_obj
def show_record(place: Place, serial: str, file: Path | None) -> None:
    """Show one certificate and its history, and whether a file is the one that was issued."""
    record, events = register.look_up(place, serial)
    for name, value in register.described(record).items():
        click.echo(f"{name:<14}{value}")
    for event in events:
        click.echo(f"{'history':<14}{register.told(event)}")
    if file is not None:
        is_genuine = register.is_as_issued(record, file)
        click.echo(f"{'file':<14}{'as issued' if is_genuine else 'NOT the file that was issued'}")
        sys.exit(0 if is_genuine else 1)


@register_group.command("check")
@click.pass_obj
def check_register(place: Place) -> None:
    """Compare the register with its own history, and name every difference."""
    _report(register.check_register(place))
    click.echo("the register is whole")


@register_group.command("rebuild")
@click.pass_obj
def rebuild_register(place: Place) -> None:
    """Make the table of certificates anew from the history."""
    before, after = register.rebuild_register(place)
    _report(after)
    click.echo(f"{len(before)} differences mended; the register is whole")


@register_group.command("export")
@click.argument("file", type=FILE)
@click.pass_obj
def export_register(place: Place, file: Path) -> None:
    """Write every line to a .csv file for a spreadsheet, or a .jsonl file for programs."""
    click.echo(f"{register.export_register(place, file)} certificates: {file}")


@register_group.command("backup")
@click.argument("target", type=LOCATION)
@click.pass_obj
def back_up(place: Place, target: Path | str) -> None:
    """Copy the register, even while it is in use, to a new file or an empty PostgreSQL database."""
    register.back_up(place, target)
    click.echo("the copy is made and whole")


@register_group.command("revoke")
@_SERIALS
@_REASON
@click.pass_obj
def revoke(place: Place, serials: tuple[str, ...], reason: str) -> None:
    """Withdraw certificates."""
    _change(place, "revoke", serials, reason)


@register_group.command("reinstate")
@_SERIALS
@_REASON
@click.pass_obj
def reinstate(place: Place, serials: tuple[str, ...], reason: str) -> None:
    """Put withdrawn or expired certificates back in force."""
    _change(place, "reinstate", serials, reason)


@register_group.command("expire")
@_SERIALS
@_REASON
@click.pass_obj
def expire(place: Place, serials: tuple[str, ...], reason: str) -> None:
    """End the validity of certificates now."""
    _change(place, "expire", serials, reason)


def _change(place: Place, verb: str, serials: tuple[str, ...], reason: str) -> None:
    for record in register.change(place, verb, serials, reason):
        click.echo(f"{record.serial}\t{register.described(record)['state']}")


def _report(wrong: list[str]) -> None:
    """A line each for as many as can be read, and exit code 1 where there is anything."""
    for line in wrong[:_MOST_LINES]:
        click.echo(line, err=True)
    if len(wrong) > _MOST_LINES:
        click.echo(f"... and {len(wrong) - _MOST_LINES} more", err=True)
    if wrong:
        click.echo(f"{len(wrong)} differences; do not issue certificates, restore a backup with its witness", err=True)
        sys.exit(1)
