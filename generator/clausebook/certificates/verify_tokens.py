"""Signed files read without trust: strict base64url, JSON without doubtful parts, and compact JWS with Ed25519."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from clausebook.certificates.verify_reasons import Finding

Json = dict[str, Any]

_LARGEST_INTEGER = 2**53 - 1
"""The largest that every reader of JSON holds exactly (RFC 8259, 6)."""
_TIME = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


def bad(reason: str = "bad_lists") -> Finding:
    """What ends a verification where a list cannot be trusted."""
    return Finding(reason)


def demand(is_right: object) -> None:
    """Raise Finding where a list is not what it has to be."""
    if not is_right:
        raise bad()


def unbase64(text: object) -> bytes:
    """Read base64url without padding, in the one way of writing it. Raises Finding."""
    demand(isinstance(text, str) and text.isascii())
    try:
        content = base64.b64decode(str(text) + "=" * (-len(str(text)) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise bad() from None
    demand(base64.urlsafe_b64encode(content).rstrip(b"=").decode() == text)
    return content


def parse_json(content: bytes) -> Json:
    """Read a JSON object in which no key comes twice. Raises Finding."""
    try:
        found = json.loads(content.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise bad() from None
    demand(isinstance(found, dict))
    return dict(found)


def _unique(pairs: Iterable[tuple[str, Any]]) -> Json:
    known: Json = {}
    for key, value in pairs:
        demand(key not in known)
        known[key] = value
    return known


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def integer(value: object) -> int:
    """A whole number from 0 on that every reader holds exactly; 12.0 is one, as in JavaScript. Raises Finding."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LARGEST_INTEGER:
        raise bad()
    demand(value == int(value))
    return int(value)


def time(value: object) -> str:
    """A time as "YYYY-MM-DDTHH:MM:SSZ"; such texts sort as the times do. Raises Finding."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise bad()
    return value


def key_id(public: bytes) -> str:
    """The id of an Ed25519 key: the first 8 bytes of the SHA-256 of its public half, in hex."""
    return hashlib.sha256(public).hexdigest()[:16]


def has_signed(public: bytes, signature: bytes, content: bytes) -> bool:
    """Whether a signature is that of the key with this public half."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Token:
    """A compact JWS (RFC 7515) taken apart; nobody has looked at its signature yet."""

    header: Json
    claims: Json
    signed: bytes
    signature: bytes

    @classmethod
    def of(cls, content: bytes) -> "Token":
        """Take a file apart. Raises Finding."""
        demand(content.isascii() and content.count(b".") == 2)
        header, claims, signature = content.decode("ascii").split(".")
        return cls(
            parse_json(unbase64(header)),
            parse_json(unbase64(claims)),
            content.rpartition(b".")[0],
            unbase64(signature),
        )

    def check(self, kind: str, key: Callable[[str], bytes | None]) -> None:
        """Look at kind, algorithm and signature; `key` gives the public half by id, if any. Raises Finding."""
        demand(self.header.get("alg") == "EdDSA" and self.header.get("typ") == kind and "crit" not in self.header)
        identity = self.header.get("kid")
        public = key(identity) if isinstance(identity, str) else None
        demand(public is not None and has_signed(public, self.signature, self.signed))
