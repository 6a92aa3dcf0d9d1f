"""The lists that an issuer publishes: signing keys, what was issued, and what has become of it.

Everything is checked before it is believed: the keys against the root key that the reader knows, `lists.jwt` against
the keys, and every other file against its digest in `lists.jwt`.
"""

import hashlib
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from clausebook.certificates.verify_payload import Payload
from clausebook.certificates.verify_reasons import Finding
from clausebook.certificates.verify_tokens import (
    Json,
    Token,
    bad,
    demand,
    integer,
    key_id,
    parse_json,
    time,
    unbase64,
)
from clausebook.certificates.verify_tokens import has_signed as is_signed

KEYS = "keys.jwt"
LISTS = "lists.jwt"
PURPOSES = ("revocation", "refresh")

Source = Callable[[str], bytes | None]
"""Gives a published file by its name, such as "issued/3f.json", or None where it is missing."""

_TIME = "%Y-%m-%dT%H:%M:%SZ"
_PUBLIC = 32
_LARGEST_STATUS = 16 * 1024 * 1024
_SMALLEST_STATUS = 131_072 // 8
_GZIP = 31
_HEX32, _HEX64 = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Seen:
    """The highest versions of the lists that a reader has come across; older ones are not the newest."""

    keys: int = 0
    lists: int = 0


@dataclass(frozen=True)
class Trust:
    """What a reader believes beforehand: the root key of an issuer, and its address where that is known."""

    root: bytes
    address: str | None
    now: datetime
    seen: Seen = Seen()

    @property
    def time(self) -> str:
        """The present moment as the lists write it."""
        return self.now.strftime(_TIME)

    def is_ahead(self, created: str) -> bool:
        """Whether a list claims to come from more than a day ahead."""
        return created > (self.now + timedelta(days=1)).strftime(_TIME)


@dataclass(frozen=True)
class Key:
    """A signing key and the times between which it was used."""

    public: bytes
    start: str
    end: str | None
    compromised: str | None

    @classmethod
    def of(cls, claims: object) -> "Key":
        """Read an entry of the list of keys. Raises Finding."""
        if not isinstance(claims, dict):
            raise bad()
        public = unbase64(claims.get("public"))
        demand(len(public) == _PUBLIC and claims.get("id") == key_id(public))
        end, compromised = (None if claims.get(name) is None else time(claims[name]) for name in ("to", "compromised"))
        return cls(public, time(claims.get("from")), end, compromised)

    def is_fit(self, created: str) -> bool:
        """Whether it may sign lists: it had not ended then, and nobody else has it."""
        return (self.end is None or created < self.end) and self.compromised is None

    def covers(self, day: date) -> bool:
        """Whether a certificate of this day can be its. Of a stolen key's, the lists have those of the issuer."""
        return self.start[:10] <= day.isoformat() <= (self.end or "9999-12-31")[:10]


@dataclass(frozen=True)
class KeyList:
    """`keys.jwt`: every signing key there has been."""

    issuer: str
    version: int
    expires: str
    keys: Mapping[str, Key]

    @classmethod
    def of(cls, claims: Json, trust: Trust) -> "KeyList":
        """Read what has been signed. Raises Finding."""
        _check_head(claims, "clausebook-keys/1", trust.address, trust)
        entries = claims.get("keys")
        if not isinstance(entries, list):
            raise bad()
        keys = {key_id(key.public): key for key in map(Key.of, entries)}
        demand(len(keys) == len(entries))
        return cls(claims["issuer"], integer(claims.get("version")), time(claims.get("expires")), keys)


@dataclass(frozen=True)
class Index:
    """`lists.jwt`: the digests of all other lists, and what schemes and bands are called."""

    version: int
    created: str
    expires: str
    schemes: Json
    shards: Json
    status: Json

    @classmethod
    def of(cls, claims: Json, issuer: str, trust: Trust) -> "Index":
        """Read what has been signed. Raises Finding."""
        _check_head(claims, "clausebook-lists/1", issuer, trust)
        schemes, shards, status = (_object(claims.get(name)) for name in ("schemes", "shards", "status"))
        digests = [*shards.values(), *(status.get(purpose) for purpose in PURPOSES)]
        demand(all(_matches(_HEX64, digest) for digest in digests))
        version, expires = integer(claims.get("version")), time(claims.get("expires"))
        return cls(version, claims["created"], expires, schemes, shards, status)


@dataclass(frozen=True)
class Entry:
    """What the issuer says about one certificate. `expires` is in days since 2000-01-01."""

    payload: str
    file: str
    expires: int
    is_revoked: bool
    is_superseded: bool

    @classmethod
    def of(cls, claims: object, status: Mapping[str, bytes]) -> "Entry":
        """Read an entry of a shard, and its bits. Raises Finding."""
        if not isinstance(claims, list) or len(claims) != 4:
            raise bad()
        payload, file, index, expires = claims
        demand(_matches(_HEX32, payload) and _matches(_HEX64, file))
        is_revoked, is_superseded = (_bit(status[purpose], integer(index)) for purpose in PURPOSES)
        return cls(payload, file, integer(expires), is_revoked, is_superseded)


class Published:
    """The lists of one issuer, read when they are needed and kept. Every part raises Finding where it is at fault."""

    def __init__(self, source: Source, trust: Trust) -> None:
        self.trust = trust
        self._source = source
        self._shards: dict[str, Json] = {}

    @cached_property
    def keys(self) -> KeyList:
        """The signing keys, signed by the root key."""
        token = Token.of(self._file(KEYS))
        root = self.trust.root
        token.check("clausebook-keys+jwt", lambda identity: root if identity == key_id(root) else None)
        return KeyList.of(token.claims, self.trust)

    @cached_property
    def index(self) -> Index:
        """What names all other files, signed by a key in use."""
        token = Token.of(self._file(LISTS))
        created = time(token.claims.get("created"))
        token.check("clausebook-lists+jwt", lambda identity: self._fit(identity, created))
        return Index.of(token.claims, self.keys.issuer, self.trust)

    @property
    def has_old_keys(self) -> bool:
        """Whether there has to be a newer list of keys."""
        return self.keys.expires <= self.trust.time or self.keys.version < self.trust.seen.keys

    @property
    def is_old(self) -> bool:
        """Whether there have to be newer lists."""
        has_old_lists = self.index.expires <= self.trust.time or self.index.version < self.trust.seen.lists
        return self.has_old_keys or has_old_lists

    def signer(self, payload: Payload) -> Key:
        """The key that has signed a certificate. Raises Finding where it is none of the issuer's, or has not."""
        key = self.keys.keys.get(payload.key)
        if key is None:
            raise Finding("old_lists" if self.has_old_keys else "unknown_key")
        if not is_signed(key.public, payload.signature, payload.signed):
            raise Finding("bad_signature")
        return key

    def entry(self, serial: str) -> Entry | None:
        """What was issued under a serial, if anything.

        Every file that speaks of it is read first, so that one that is missing or damaged is found in any case.
        """
        key = hashlib.sha256(serial.encode("utf-8")).hexdigest()[:32]
        certificates, status = self._certificates(key[:2]), self._status
        return Entry.of(certificates[key], status) if key in certificates else None

    @cached_property
    def _status(self) -> Mapping[str, bytes]:
        return {purpose: self._bits(purpose) for purpose in PURPOSES}

    def _certificates(self, shard: str) -> Json:
        if shard not in self._shards:
            self._shards[shard] = self._shard(shard) if shard in self.index.shards else {}
        return self._shards[shard]

    def _shard(self, name: str) -> Json:
        shard = parse_json(self._file(f"issued/{name}.json", self.index.shards[name]))
        demand(shard.get("format") == "clausebook-issued/1")
        return _object(shard.get("certificates"))

    def _bits(self, purpose: str) -> bytes:
        """The bits of a Bitstring Status List (W3C Recommendation, 2.2 and 3.3)."""
        token = Token.of(self._file(f"status/{purpose}.jwt", self.index.status[purpose]))
        subject = _object(token.claims.get("credentialSubject"))
        encoded = subject.get("encodedList")
        if subject.get("statusPurpose") != purpose or not isinstance(encoded, str):
            raise bad()
        demand(encoded.startswith("u"))
        return _inflated(unbase64(encoded[1:]))

    def _fit(self, identity: str, created: str) -> bytes | None:
        key = self.keys.keys.get(identity)
        return key.public if key is not None and key.is_fit(created) else None

    def _file(self, name: str, digest: str | None = None) -> bytes:
        content = self._source(name)
        if content is None:
            raise Finding("no_lists")
        demand(digest is None or hashlib.sha256(content).hexdigest() == digest)
        return content


def _check_head(claims: Json, kind: str, issuer: str | None, trust: Trust) -> None:
    demand(claims.get("format") == kind and isinstance(claims.get("issuer"), str))
    demand(issuer is None or claims["issuer"] == issuer)
    demand(not trust.is_ahead(time(claims.get("created"))))


def _object(value: Any) -> Json:
    if not isinstance(value, dict):
        raise bad()
    return value


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _bit(bits: bytes, index: int) -> bool:
    """Whether a bit is set; the first is the highest of the first byte."""
    demand(index < len(bits) * 8)
    return bool(bits[index // 8] >> (7 - index % 8) & 1)


def _inflated(content: bytes) -> bytes:
    """What a single gzip stream holds, up to a bound; more is an attack."""
    stream = zlib.decompressobj(_GZIP)
    try:
        bits = stream.decompress(content, _LARGEST_STATUS + 1)
    except zlib.error:
        raise bad() from None
    demand(stream.eof and not stream.unused_data and _SMALLEST_STATUS <= len(bits) <= _LARGEST_STATUS)
    return bits
