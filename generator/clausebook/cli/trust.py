"""Commands on what makes certificates checkable: the keys that sign them, and the lists that are published."""

import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from clausebook.build import keys as keeping
from clausebook.build.keys import Secrets, Term
from clausebook.build.lists import publish_lists
from clausebook.build.register import Place
from clausebook.cli.register import REGISTER_HELP
from clausebook.cli.shell import FILE, FOLDER, LOCATION
from clausebook.errors import UsageError
from clausebook.project import Project

_KEYS_DAYS, _LISTS_DAYS = 400, 90
PASSPHRASE = "CLAUSEBOOK_PASSPHRASE"  # noqa: S105 - the name of a variable
ROOT_PASSPHRASE = "CLAUSEBOOK_ROOT_PASSPHRASE"  # noqa: S105 - the name of a variable

Command = Callable[..., Any]

keys_option = click.option(
    "--keys",
    "keys_folder",
    type=FOLDER,
    envvar="CLAUSEBOOK_KEYS",
    required=True,
    help="The folder of keys, outside the project; CLAUSEBOOK_KEYS names it as well.",
)
passphrase_option = click.option(
    "--passphrase-file",
    type=FILE,
    help=f"A file that holds the passphrase of the signing key; {PASSPHRASE} as well. Otherwise it is asked for.",
)
_root_passphrase_option = click.option(
    "--root-passphrase-file",
    type=FILE,
    help=f"The same for the root key; {ROOT_PASSPHRASE} as well. Otherwise it is that of the signing key.",
)
_root_option = click.option(
    "--root", type=FILE, help="The file of the root key, where it is not in the folder of keys."
)
_term_option = click.option(
    "--valid-for",
    type=click.IntRange(1, 3_650),
    default=_KEYS_DAYS,
    show_default=True,
    metavar="DAYS",
    help="For how long readers may rely on the list of keys.",
)


def passphrase(
    file: Path | None, variable: str = PASSPHRASE, what: str = "signing key", *, is_new: bool = False
) -> str:
    """The passphrase from a file, a variable of the environment, or the person at the terminal."""
    if file is not None:
        given = file.read_text(encoding="utf-8").rstrip("\r\n")
    elif variable in os.environ:
        given = os.environ[variable]
    elif sys.stdin.isatty():
        given = click.prompt(f"Passphrase of the {what}", hide_input=True, confirmation_prompt=is_new, err=True)
    else:
        raise UsageError(f"the passphrase of the {what} is missing; give a file that holds it, or set {variable}")
    if not given:
        raise UsageError(f"the passphrase of the {what} is empty")
    return given


@click.group("keys")
def keys_group() -> None:
    """Make and change the keys that sign certificates."""


@keys_group.command("init")
@keys_option
@passphrase_option
@_root_passphrase_option
@_term_option
@click.pass_obj
def init(
    folder: Path, keys_folder: Path, passphrase_file: Path | None, root_passphrase_file: Path | None, valid_for: int
) -> None:
    """Make a folder with a root key and a first signing key."""
    secrets = _secrets(passphrase_file, root_passphrase_file, is_new=True)
    root = keeping.init_keys(Project.at(folder), keys_folder, secrets, Term.of_days(valid_for))
    click.echo(f"keys: {keys_folder}")
    click.echo("next: write this line into assessments/issuer.yaml, and back the folder up")
    click.echo(f"root: {root}")


@keys_group.command("rotate")
@keys_option
@_root_option
@passphrase_option
@_root_passphrase_option
@_term_option
@click.pass_obj
def rotate(
    folder: Path,
    keys_folder: Path,
    root: Path | None,
    passphrase_file: Path | None,
    root_passphrase_file: Path | None,
    valid_for: int,
) -> None:
    """Start a new signing key and end the one before; needs the root key."""
    keys = keeping.open_keys(Project.at(folder), keys_folder)
    secrets = _secrets(passphrase_file, root_passphrase_file, is_new=True)
    changed = keeping.rotate_keys(keys, root, secrets, Term.of_days(valid_for))
    click.echo(f"signs now: {changed.listed.current.id if changed.listed.current else 'none'}")
    click.echo("next: clausebook lists, then publish the site")


@keys_group.command("retire")
@click.argument("key")
@click.option(
    "--compromised-since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"]),
    help="Since when somebody else may have had the key, in UTC.",
)
@keys_option
@_root_option
@passphrase_option
@_root_passphrase_option
@_term_option
@click.pass_obj
def retire(
    folder: Path,
    key: str,
    compromised_since: datetime | None,
    keys_folder: Path,
    root: Path | None,
    passphrase_file: Path | None,
    root_passphrase_file: Path | None,
    valid_for: int,
) -> None:
    """End the signing key with this id; needs the root key."""
    keys = keeping.open_keys(Project.at(folder), keys_folder)
    since = compromised_since and compromised_since.replace(tzinfo=UTC)
    secrets = _secrets(passphrase_file, root_passphrase_file)
    changed = keeping.retire_key(keys, key, since, root, secrets, Term.of_days(valid_for))
    click.echo(f"ended: {key}")
    step = "" if changed.listed.current else "clausebook keys rotate, "
    click.echo(f"next: {step}clausebook lists, then publish the site")


@keys_group.command("list")
@keys_option
@click.pass_obj
def list_keys(folder: Path, keys_folder: Path) -> None:
    """List the signing keys, a line each, and until when their list holds."""
    listed = keeping.open_keys(Project.at(folder), keys_folder).listed
    for key in listed.keys:
        click.echo("\t".join((key.id, key.state, key.start, key.to or "", key.compromised or "")))
    click.echo(f"list of keys: version {listed.version}, made {listed.created}, holds until {listed.expires}")


def _secrets(signing_file: Path | None, root_file: Path | None, *, is_new: bool = False) -> Secrets:
    """Both passphrases; that of the root key is the other one where none of its own is given."""
    signing = passphrase(signing_file, is_new=is_new)
    has_own = root_file is not None or ROOT_PASSPHRASE in os.environ
    return Secrets(signing, passphrase(root_file, ROOT_PASSPHRASE, "root key") if has_own else signing)


@click.command("lists")
@keys_option
@passphrase_option
@click.option(
    "--valid-for",
    type=click.IntRange(1, 400),
    default=_LISTS_DAYS,
    show_default=True,
    metavar="DAYS",
    help="For how long readers may rely on the lists; publish new ones before.",
)
@click.option("--register", "location", type=LOCATION, help=REGISTER_HELP)
@click.option("--witness", "witnesses", type=FOLDER, help="Where the witness of a register in PostgreSQL is kept.")
@click.option("--out", type=FOLDER, help="Where they go; by default build/verify.")
@click.pass_obj
def lists(
    folder: Path,
    keys_folder: Path,
    passphrase_file: Path | None,
    valid_for: int,
    location: Path | str | None,
    witnesses: Path | None,
    out: Path | None,
) -> None:
    """Write what is published for those who check certificates."""
    project = Project.at(folder)
    published = publish_lists(
        project,
        keys_folder,
        passphrase(passphrase_file),
        register=Place.of(project, location, witnesses),
        out=out or project.lists,
        term=Term.of_days(valid_for),
    )
    click.echo(f"lists: {published.folder}")
    click.echo(
        f"{published.count} certificates, version {published.version}; next: clausebook build, then publish the site"
    )
