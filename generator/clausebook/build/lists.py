"""What is published for those who check certificates: keys, lists and the page, made from the register."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.build.keys import Term
from clausebook.build.loading import Loaded, load_project
from clausebook.build.register import Place
from clausebook.build.write import staged, write_together
from clausebook.certificates.issued_list import LISTS, Issued, Publication, lists_file
from clausebook.certificates.keys import LIST, Keys
from clausebook.certificates.signing import SigningKey
from clausebook.certificates.status_list import list_path
from clausebook.certificates.verify_page import verify_page
from clausebook.certificates.verify_reasons import Finding
from clausebook.certificates.verify_tokens import Token
from clausebook.errors import KeysError, RegisterError, UsageError
from clausebook.model.issuer import Issuer
from clausebook.project import Project

_PAGE = "index.html"
_OURS = {_PAGE, LIST, f"{LIST}.js", LISTS, f"{LISTS}.js", "issued", "status"}


@dataclass(frozen=True)
class Published:
    """What was written: the folder, how many certificates its lists have, and their version."""

    folder: Path
    count: int
    version: int


def publish_lists(
    project: Project, keys_folder: Path, passphrase: str, *, register: Place, out: Path, term: Term
) -> Published:
    """Write the folder that is published at `verify/`, all of it or nothing, in place of the one before.

    Raises RegisterError where the register is damaged, or this or KeysError where register or keys are older than what
    `out` has, InputError, or UsageError where `out` holds anything else.
    """
    loaded = load_project(project)
    if loaded.issuer is None:
        raise UsageError("there is no assessments/issuer.yaml; write it first, docs/data.md says how")
    keys = Keys.at(keys_folder, loaded.issuer, project.root)
    key = keys.signing_key(passphrase, term.now)
    _check_nothing_is_lost(out)
    issued, publication = _read(register, term)
    _check_not_rolled_back(out, keys, publication)
    page = verify_page(loaded.issuer, loaded.standard.languages, project.templates)
    lists = _lists(loaded, loaded.issuer, issued, publication, key)
    final = out.resolve()
    with staged(final.parent, (final.name,)) as new:
        files = {_PAGE: page.content, **_with_twins({LIST: keys.published.encode()} | lists)}
        write_together({new / final.name / name: content for name, content in files.items()}, new)
    return Published(out, issued.count, publication.version)


def _read(register: Place, term: Term) -> tuple[Issued, Publication]:
    """What the register says, once it is known to be whole."""
    with register.ledger() as ledger:
        if faults := ledger.check():
            raise RegisterError(f"a damaged register is not published: {faults[0]}; see: clausebook register check")
        head, certificates = ledger.published()
    return Issued.of(certificates), Publication(head.sequence, head.hash, term.now, term.now + term.valid_for)


def _lists(
    loaded: Loaded, issuer: Issuer, issued: Issued, publication: Publication, key: SigningKey
) -> dict[str, bytes]:
    """Every list by its name; the last vouches for the others."""
    shards, status = issued.shard_files(), issued.status_files(publication, issuer, key)
    digests = {"shards": _digests(shards), "status": _digests(status)}
    return {
        **{f"issued/{name}.json": content for name, content in shards.items()},
        **{list_path(purpose): content for purpose, content in status.items()},
        LISTS: lists_file(publication, issued, digests, _schemes(loaded), issuer, key),
    }


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _schemes(loaded: Loaded) -> dict[str, Any]:
    """What schemes and their bands are called."""
    named = {}
    for scheme in loaded.schemes.values():
        bands = scheme.bands or loaded.questionnaire(scheme.forms[0]).form.bands
        titles = {band.id: dict(band.title.items()) for band in bands}
        named[scheme.id] = {"title": dict(scheme.title.items()), "bands": titles}
    return named


def _with_twins(lists: Mapping[str, bytes]) -> dict[str, bytes]:
    """The lists, and for each a script that hands it to the page: on disk, a page may read nothing else."""
    twins = {
        f"{name}.js": f"clausebookList({json.dumps(name)}, {json.dumps(content.decode())});".encode()
        for name, content in lists.items()
    }
    return {**lists, **twins}


def _check_nothing_is_lost(out: Path) -> None:
    """Only what was published before may be replaced."""
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file; name a folder with --out")
    strange = sorted({path.name for path in out.iterdir()} - _OURS) if out.exists() else []
    if strange:
        raise UsageError(f"{out} holds what is no list: {', '.join(strange[:3])}; name another folder with --out")


def _check_not_rolled_back(out: Path, keys: Keys, publication: Publication) -> None:
    """Older lists would bring withdrawn certificates and stolen keys back; readers who know newer ones refuse them."""
    if (before := _version(out / LISTS)) > publication.version:
        told = f"the register has {publication.version} events, the lists in {out} were made of {before}"
        raise RegisterError(f"{told}: it was rolled back; restore the newest backup")
    if (before := _version(out / LIST)) > keys.listed.version:
        told = f"the list of keys in {keys.folder} has version {keys.listed.version}, that in {out} {before}"
        raise KeysError(f"{told}: it was rolled back; restore the newest backup")


def _version(path: Path) -> int:
    """The version of a list that was published, 0 where there is none."""
    try:
        version = Token.of(path.read_bytes()).claims.get("version")
    except (OSError, Finding):
        return 0
    return version if isinstance(version, int) else 0
