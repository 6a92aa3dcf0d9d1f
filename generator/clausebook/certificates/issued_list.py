"""The list of all certificates that were issued, in shards, and the list of these lists.

A certificate stands under a digest of its serial, with digests of its payload and its file, its place in the status
lists and its last day. Serials can be guessed, so whoever has the list can see which exist; names are not in it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clausebook.certificates.payload import days
from clausebook.certificates.register import Listed
from clausebook.certificates.signing import SigningKey, canonical, sign, stamp
from clausebook.certificates.status_list import PURPOSES, Purpose, bits, list_size, status_list
from clausebook.model.issuer import Issuer

KIND = "clausebook-lists+jwt"
LISTS = "lists.jwt"
_PURPOSES: Mapping[str, Purpose] = {"revoked": "revocation", "superseded": "refresh"}


@dataclass
class Issued:
    """The certificates of a register that were issued: the lines of each shard, and the places in the status lists."""

    shards: dict[str, dict[str, list[Any]]] = field(default_factory=dict)
    ended: dict[Purpose, list[int]] = field(default_factory=lambda: {purpose: [] for purpose in PURPOSES})
    last_index: int = 0

    @classmethod
    def of(cls, certificates: Iterable[Listed]) -> "Issued":
        """Go through the certificates once."""
        issued = cls()
        for certificate in certificates:
            issued._add(certificate)
        return issued

    @property
    def count(self) -> int:
        """How many certificates there are."""
        return sum(map(len, self.shards.values()))

    def shard_files(self) -> dict[str, bytes]:
        """The content of issued/XX.json for every shard XX that has certificates."""
        return {name: shard_file(lines) for name, lines in sorted(self.shards.items())}

    def status_files(self, publication: "Publication", issuer: Issuer, key: SigningKey) -> dict[str, bytes]:
        """The content of each status list."""
        size = list_size(self.last_index)
        return {
            purpose: status_list(
                purpose, bits(indexes, size), issuer, key, publication.created, publication.expires
            ).encode()
            for purpose, indexes in self.ended.items()
        }

    def _add(self, certificate: Listed) -> None:
        key, index = serial_digest(certificate.serial), certificate.status_index
        line = [certificate.payload_digest[:32], certificate.digest, index, days(certificate.last_day)]
        self.shards.setdefault(key[:2], {})[key] = line
        self.last_index = max(self.last_index, index)
        if certificate.state in _PURPOSES:
            self.ended[_PURPOSES[certificate.state]].append(index)


@dataclass(frozen=True)
class Publication:
    """When lists are made and until when they hold, and the state of the register that they show.

    `version` rises with every change of the register, `head` is the end of its chain of events in hex.
    """

    version: int
    head: str
    created: datetime
    expires: datetime


def serial_digest(serial: str) -> str:
    """The first 16 bytes of the SHA-256 of a serial, in hex; the first two digits name the shard."""
    return hashlib.sha256(serial.encode("ascii")).hexdigest()[:32]


def shard_file(lines: Mapping[str, list[Any]]) -> bytes:
    """The content of issued/XX.json."""
    return canonical({"format": "clausebook-issued/1", "certificates": lines})


def lists_file(
    publication: Publication,
    issued: Issued,
    digests: Mapping[str, Mapping[str, str]],
    schemes: Mapping[str, Any],
    issuer: Issuer,
    key: SigningKey,
) -> bytes:
    """The content of lists.jwt, which vouches for all the others. `digests` are those of `shards` and of `status`."""
    claims = {
        "format": "clausebook-lists/1",
        "issuer": issuer.address,
        "version": publication.version,
        "created": stamp(publication.created),
        "expires": stamp(publication.expires),
        "count": issued.count,
        "head": publication.head,
        "schemes": schemes,
        **digests,
    }
    return sign(KIND, claims, key).encode()
