"""The command for whoever was given certificates."""

import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import click

from clausebook.build.verify import verify_all
from clausebook.cli.shell import FOLDER, counting

_NOT_ALL_VALID = 1


@click.command()
@click.argument("given", nargs=-1, required=True, metavar="FILE|LINK|SERIAL...")
@click.option("--lists", type=FOLDER, help="The issuer's published folder; by default build/verify.")
@click.option(
    "--root", metavar="KEY", help="The issuer's public root key; by default that of the project's issuer.yaml."
)
@click.option("--json", "as_json", is_flag=True, help="Say it as one JSON object a line.")
@click.pass_obj
def verify(folder: Path, given: tuple[str, ...], lists: Path | None, root: str | None, *, as_json: bool) -> None:
    """Check certificates: PDF files, folders of them, links of QR codes, and numbers."""
    tally: Counter[str] = Counter()
    with nullcontext(lambda *_: None) if sys.stdout.isatty() else counting() as progress:
        for checked in verify_all(folder, given, lists, root, progress):
            tally[checked.verdict] += 1
            click.echo(checked.json() if as_json else checked.line())
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(tally.items()))
    click.echo(f"{tally.total()} checked: {verdicts}", err=True)
    sys.exit(0 if set(tally) == {"valid"} else _NOT_ALL_VALID)
