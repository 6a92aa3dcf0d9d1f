"""Making and changing the folder of keys, and opening it for whoever signs.

A key's file is written before the list that names it, so a run that is killed leaves the list as it was and at most a
key that nobody knows.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn, Self

from clausebook.build.write import locked, private_folder, write_file
from clausebook.certificates.keyfile import Random
from clausebook.certificates.keys import LIST, ROOT, SIGNING, KeyList, Keys, check_place, first_list, read_key
from clausebook.certificates.signing import SigningKey, b64u
from clausebook.errors import InputError, KeysError, UsageError
from clausebook.load.issuer import ISSUER_FILE, load_issuer
from clausebook.model.issuer import Issuer
from clausebook.project import Project
from clausebook.render import clock

_PRIVATE = 0o600


@dataclass(frozen=True)
class Secrets:
    """Passphrases: of the key that signs certificates and lists, and of the root key, which signs the list of keys."""

    signing: str = field(repr=False)
    root: str = field(repr=False)

    def __reduce__(self) -> NoReturn:
        raise TypeError("passphrases stay in the process that has read them")


@dataclass(frozen=True)
class Term:
    """When a list is made, in the issuer's time zone, and for how long it is vouched for."""

    now: datetime
    valid_for: timedelta

    @classmethod
    def of_days(cls, days: int) -> Self:
        """So many days from now."""
        return cls(clock.now().astimezone(), timedelta(days=days))


def issuer_of(project: Project) -> Issuer:
    """The issuer of a project, whatever else is wrong in it. Raises InputError, or UsageError where there is none."""
    issuer, problems = load_issuer(project.assessments, project.root, None)
    if problems:
        raise InputError(problems)
    if issuer is None:
        raise UsageError(f"there is no assessments/{ISSUER_FILE}; write it first, docs/data.md says how")
    return issuer


def open_keys(project: Project, folder: Path) -> Keys:
    """The keys in a folder, checked. Raises KeysError, InputError or UsageError."""
    return Keys.at(folder, issuer_of(project), project.root)


def init_keys(
    project: Project, folder: Path, passphrases: Secrets, term: Term, random: Random = secrets.token_bytes
) -> str:
    """Make a folder with a root key and a first signing key; the value of `root` for assessments/issuer.yaml.

    All of the folder is there in the end, or nothing of it. Raises KeysError where it would be kept badly, UsageError
    where it holds something already.
    """
    issuer = issuer_of(project)
    check_place(folder, project.root)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a new folder, or change its keys with: clausebook keys rotate")
    root, signing = SigningKey.new(random), SigningKey.new(random)
    with private_folder(folder.resolve()) as new:
        (new / SIGNING).mkdir(mode=0o700)
        write_file(new / ROOT, root.encrypted(passphrases.root, random), _PRIVATE)
        _write_signing_key(new, signing, passphrases, random)
        _write_list(new, first_list(signing, issuer, term.now, term.valid_for), root)
    return b64u(root.public)


def rotate_keys(
    keys: Keys, root: Path | None, passphrases: Secrets, term: Term, random: Random = secrets.token_bytes
) -> Keys:
    """Start a new signing key and end the one before. `root` is the file of the root key where it is not in the folder.

    Raises KeysError where the root key cannot be opened or is another; then nothing has changed.
    """
    with locked(keys.folder):
        keys = _as_it_is(keys)
        opened = _root_key(keys, root, passphrases)
        signing = SigningKey.new(random)
        _write_signing_key(keys.folder, signing, passphrases, random)
        _write_list(keys.folder, keys.listed.rotated(signing, keys.issuer, term.now, term.valid_for), opened)
    return _as_it_is(keys)


def retire_key(
    keys: Keys, identity: str, compromised: datetime | None, root: Path | None, passphrases: Secrets, term: Term
) -> Keys:
    """End a signing key; `compromised` is since when somebody else may have had it.

    Raises UsageError where that lies ahead, KeysError as `rotate_keys`.
    """
    if compromised is not None and compromised > term.now:
        raise UsageError("--compromised-since lies in the future; give the last moment at which the key was safe")
    with locked(keys.folder):
        keys = _as_it_is(keys)
        opened = _root_key(keys, root, passphrases)
        changed = keys.listed.retired(identity, compromised, keys.issuer, term.now, term.valid_for)
        _write_list(keys.folder, changed, opened)
    return _as_it_is(keys)


def _as_it_is(keys: Keys) -> Keys:
    """The folder read anew: another run may have changed it before this one had it to itself."""
    return Keys.at(keys.folder, keys.issuer, keys.project)


def _root_key(keys: Keys, root: Path | None, passphrases: Secrets) -> SigningKey:
    path = root or keys.folder / ROOT
    key = read_key(path, passphrases.root)
    if key.public != keys.issuer.root_key:
        raise KeysError(f"{path} is not the root key that assessments/{ISSUER_FILE} names; name that one with --root")
    return key


def _write_signing_key(folder: Path, key: SigningKey, passphrases: Secrets, random: Random) -> None:
    write_file(folder / SIGNING / f"{key.id}.key", key.encrypted(passphrases.signing, random), _PRIVATE)


def _write_list(folder: Path, listed: KeyList, root: SigningKey) -> None:
    write_file(folder / LIST, listed.signed(root).encode(), _PRIVATE)
