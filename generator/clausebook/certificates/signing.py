"""The keys that sign, and signed texts: compact JWS (RFC 7515) by Ed25519 (RFC 8037).

A signature covers the ASCII text "header.payload". JSON is written compactly with its keys sorted, so that the same
content under the same key is always the same text.
"""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clausebook.certificates.keyfile import Random, decrypt, encrypt
from clausebook.certificates.verify_tokens import key_id

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class SigningKey:
    """A private Ed25519 key (RFC 8032). `id` is its KEYID, `public` the 32 bytes of its public half.

    It never shows its private half nor hands it out but encrypted, and cannot be pickled.
    """

    __slots__ = ("_private", "id", "public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.public = private.public_key().public_bytes_raw()
        self.id = key_id(self.public)

    @classmethod
    def new(cls, random: Random = secrets.token_bytes) -> Self:
        """A key that nobody has had before."""
        return cls(Ed25519PrivateKey.from_private_bytes(random(32)))

    @classmethod
    def decrypted(cls, content: bytes, passphrase: str) -> Self:
        """The key in a file that `encrypted` made. Raises KeysError as `keyfile.decrypt` does."""
        return cls(decrypt(content, passphrase))

    def encrypted(self, passphrase: str, random: Random = secrets.token_bytes) -> bytes:
        """The content of the key's file. Raises KeysError where the passphrase is too short."""
        return encrypt(self._private, passphrase, random)

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes; the same message has always the same."""
        return self._private.sign(message)

    def __repr__(self) -> str:
        return f"SigningKey({self.id})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key stays in the process that has read it")


def sign(kind: str, claims: Mapping[str, Any], key: SigningKey, **header: Any) -> str:
    """A compact JWS of `claims`; `kind` is its `typ`, `header` what else stands in its header."""
    head = {"alg": "EdDSA", "typ": kind, "kid": key.id, **header}
    message = f"{b64u(canonical(head))}.{b64u(canonical(claims))}"
    return f"{message}.{b64u(key.sign(message.encode()))}"


def canonical(value: Any) -> bytes:
    """JSON in UTF-8, compact, keys sorted."""
    return _JSON.encode(value).encode()


def b64u(content: bytes) -> str:
    """Base64url without padding (RFC 7515, section 2)."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def stamp(moment: datetime) -> str:
    """A moment with a time zone as YYYY-MM-DDTHH:MM:SSZ; such texts sort as the moments do."""
    return moment.astimezone(UTC).strftime(_MOMENT)
