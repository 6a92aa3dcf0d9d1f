"""The command that issues certificates."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from clausebook.build.certify import Certified, Run
from clausebook.build.certify import certify as issue
from clausebook.build.conflicts import Policy
from clausebook.build.drawing import Workforce
from clausebook.build.handout import Handout
from clausebook.build.register import Place
from clausebook.build.shard import Shard
from clausebook.build.signer import Signer
from clausebook.cli.records import SOME_RECORDS_LEFT, say_left_over
from clausebook.cli.register import REGISTER_HELP
from clausebook.cli.shell import FILE, FOLDER, LOCATION, counting
from clausebook.cli.trust import passphrase, passphrase_option
from clausebook.errors import UsageError
from clausebook.project import Project

SIGN_PASSPHRASE = "CLAUSEBOOK_SIGN_PASSPHRASE"  # noqa: S105 - the name of a variable
_MOST_WARNINGS = 10


@click.command()
@click.argument("inputs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--roster", required=True, type=FILE, help="CSV of those who may be certified.")
@click.option("--scheme", help="The scheme; by default the only one.")
@click.option("--keys", "keys", type=FOLDER, envvar="CLAUSEBOOK_KEYS", help="The folder of keys, outside the project.")
@passphrase_option
@click.option("--sign", "identity", type=FILE, help="A PKCS#12 file: adds an electronic signature (PAdES) to each PDF.")
@click.option(
    "--sign-passphrase-file",
    "identity_passphrase",
    type=FILE,
    help=f"A file that holds its passphrase; {SIGN_PASSPHRASE} as well. Otherwise it is asked for.",
)
@click.option("--trial", is_flag=True, help="Only to look at: sign with a key that is thrown away, note nothing.")
@click.option("--out", type=FOLDER, help="Where certificates go; by default build/certificates, on trial build/trial.")
@click.option("--register", "location", type=LOCATION, help=REGISTER_HELP)
@click.option("--witness", "witnesses", type=FOLDER, help="Where the witness of a register in PostgreSQL is kept.")
@click.option(
    "--conflicts",
    type=click.Choice(["hold", "newest"]),
    default="hold",
    show_default=True,
    help="Where inputs about a person differ: hold the person, or take the newest.",
)
@click.option("--by-department", is_flag=True, help="Put the certificates of each department into a folder.")
@click.option("--archives", is_flag=True, help="Write a zip file for each department.")
@click.option("--print", "stacks", is_flag=True, help="Write PDFs for the printer, in the order of the roster.")
@click.option("--credentials", is_flag=True, help="Write the Open Badges credentials as files, too.")
@click.option("--processes", type=click.IntRange(min=1), help="How many processes draw; by default one a core.")
@click.option("--shard", default="1/1", metavar="K/N", help="Take the K-th of N shares; others take the others.")
@click.option("--cluster", metavar="ADDRESS", help="Draw on the Dask cluster at this address.")
@click.pass_obj
def certify(
    folder: Path,
    inputs: tuple[Path, ...],
    roster: Path,
    scheme: str | None,
    keys: Path | None,
    passphrase_file: Path | None,
    identity: Path | None,
    identity_passphrase: Path | None,
    out: Path | None,
    location: Path | str | None,
    witnesses: Path | None,
    conflicts: Policy,
    processes: int | None,
    shard: str,
    cluster: str | None,
    *,
    trial: bool,
    by_department: bool,
    archives: bool,
    stacks: bool,
    credentials: bool,
) -> None:
    """Issue a certificate to everybody who has earned one."""
    project = Project.at(folder)
    with _register(project, location, witnesses, is_trial=trial) as register:
        run = Run(
            scheme=scheme,
            roster=roster,
            out=out or project.build / ("trial" if trial else "certificates"),
            register=register,
            conflicts=conflicts,
            shard=Shard.parse(shard),
            workforce=Workforce(processes or 0, cluster),
            handout=Handout(by_department, archives, stacks, credentials),
        )
        signer = Signer.on_trial(project) if trial else _signer(project, keys, passphrase_file)
        if identity is not None:
            signer = signer.signing_files(identity, passphrase(identity_passphrase, SIGN_PASSPHRASE, "PKCS#12 file"))
        with counting() as progress:
            certified = issue(project, inputs, run, signer, progress)
    _report(certified)


@contextmanager
def _register(
    project: Project, location: Path | str | None, witnesses: Path | None, *, is_trial: bool
) -> Iterator[Place]:
    if not is_trial:
        yield Place.of(project, location, witnesses)
        return
    with TemporaryDirectory() as nowhere:
        yield Place.of(project, Path(nowhere) / "register.sqlite")


def _signer(project: Project, keys: Path | None, passphrase_file: Path | None) -> Signer:
    if keys is None:
        raise UsageError("certificates are signed: name the folder of keys with --keys, or only try it with --trial")
    return Signer.opened(project, keys, passphrase(passphrase_file))


def _report(certified: Certified) -> None:
    """What is left over, a line each as long as they can be read, the sum, and exit code 3 where there is any."""
    for warning in certified.warnings[:_MOST_WARNINGS]:
        click.echo(warning, err=True)
    if len(certified.warnings) > _MOST_WARNINGS:
        click.echo(f"... and {len(certified.warnings) - _MOST_WARNINGS} more; see: clausebook roster", err=True)
    say_left_over(certified.left_over, certified.table)
    click.echo(f"certificates: {certified.out}")
    click.echo(f"left over: {certified.table}")
    sum_ = f"{certified.new} new + {certified.unchanged} unchanged"
    click.echo(f"{sum_} + {certified.held} held + {certified.rejected} rejected")
    sys.exit(SOME_RECORDS_LEFT if certified.left_over else 0)
