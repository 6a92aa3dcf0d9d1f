"""Who signs the certificates of a run: the issuer's key, or one that is thrown away after a trial."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Self

from clausebook.build.keys import open_keys
from clausebook.certificates.pades import FileSigner
from clausebook.certificates.register import Record
from clausebook.certificates.sealing import Seal, Sealer
from clausebook.certificates.signing import SigningKey
from clausebook.load.issuer import load_issuer
from clausebook.model.evaluation import Evaluation
from clausebook.model.issuer import Issuer
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.scheme import Scheme
from clausebook.project import Project
from clausebook.render import clock

_NOWHERE = "https://example.org/"
"""Where a trial certificate of a project without an issuer says that it is checked: nowhere (RFC 2606)."""


def _none(_day: date) -> Iterable[SigningKey]:
    return ()


@dataclass(frozen=True)
class Signer:
    """The issuer and the key that signs now.

    `keys_of(day)` gives the keys that signed on a day; `files` adds an electronic signature to each file.
    """

    issuer: Issuer
    key: SigningKey = field(repr=False)
    keys_of: Callable[[date], Iterable[SigningKey]] = field(default=_none, repr=False)
    files: FileSigner | None = None

    @classmethod
    def opened(cls, project: Project, keys: Path, passphrase: str) -> Self:
        """The issuer's keys. Raises KeysError, InputError or UsageError."""
        folder = open_keys(project, keys)
        key = folder.signing_key(passphrase, clock.now())
        return cls(folder.issuer, key, partial(folder.signing_keys_of, passphrase=passphrase))

    @classmethod
    def on_trial(cls, project: Project) -> Self:
        """A new key that nobody knows or keeps: what it signs is to look at, and verifies nowhere."""
        issuer, _ = load_issuer(project.assessments, project.root, None)
        return cls(issuer or Issuer(address=_NOWHERE, name={"en": "Trial"}), SigningKey.new())

    def signing_files(self, identity: Path, passphrase: str) -> Self:
        """The same, with a PKCS#12 file that signs each PDF. Raises KeysError, MissingLibraryError or OSError."""
        return replace(self, files=FileSigner.opened(identity.read_bytes(), passphrase))


class Seals:
    """Seals the certificates of one scheme, each with the key that it was issued with."""

    def __init__(self, signer: Signer, scheme: Scheme, questionnaire: Questionnaire) -> None:
        self._signer = signer
        self._scheme = scheme
        self._questionnaire = questionnaire
        self._now = self._sealer(signer.key)
        self._before: dict[date, list[Sealer]] = {}

    def seal(self, record: Record, evaluation: Evaluation) -> Seal:
        """The seal that the certificate was issued with, or with a key that is lost, and before, one of the present."""
        seal = self._now.seal(record.certificate, evaluation)
        if record.payload_digest in (None, _digest(seal)):
            return seal
        earlier = (sealer.seal(record.certificate, evaluation) for sealer in self._sealers_of(record.issued))
        return next((one for one in earlier if _digest(one) == record.payload_digest), seal)

    def _sealers_of(self, day: date) -> Iterator[Sealer]:
        """Opening a key takes a while, so it is done once a day of issue."""
        if day not in self._before:
            self._before[day] = [self._sealer(key) for key in self._signer.keys_of(day)]
        yield from self._before[day]

    def _sealer(self, key: SigningKey) -> Sealer:
        return Sealer(self._scheme, self._signer.issuer, key, self._questionnaire)


def _digest(seal: Seal) -> str:
    return sha256(seal.payload).hexdigest()
