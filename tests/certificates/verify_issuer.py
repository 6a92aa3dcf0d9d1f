"""An issuer to test verification with: its keys, certificates and lists, made afresh and always the same.

What is published can be bent in every way before it is signed (`claims`), after (`files`), or by who signs it.
"""

import gzip
import hashlib
import json
import struct
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clausebook.model.base import LocalizedText
from clausebook.model.issuer import Issuer

ADDRESS = "https://certificates.example.org/"
NAME = {"en": "Example Training Centre", "zh": "示例培训中心"}
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EPOCH = date(2000, 1, 1)
PURPOSES = ("revocation", "refresh")
Json = dict[str, Any]
Files = dict[str, bytes]


def b64u(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def compact(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


class Key:
    """A key pair made from a name."""

    def __init__(self, name: str) -> None:
        self.private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest())
        self.public = self.private.public_key().public_bytes_raw()
        self.id = hashlib.sha256(self.public).hexdigest()[:16]

    def token(self, kind: str, claims: Json | bytes, **header: Any) -> bytes:
        """A compact JWS."""
        head = {"alg": "EdDSA", "typ": kind, "kid": self.id} | header
        return self.token_of(compact(head), claims if isinstance(claims, bytes) else compact(claims))

    def token_of(self, header: bytes, claims: bytes) -> bytes:
        """A compact JWS of a header and claims as they are."""
        signed = f"{b64u(header)}.{b64u(claims)}".encode()
        return signed + b"." + b64u(self.private.sign(signed)).encode()


ROOT, FIRST, SECOND, STRANGER = map(Key, ("root", "first", "second", "stranger"))


@dataclass(frozen=True)
class Made:
    """A certificate: what is signed, by which key, and under which place in the status lists."""

    serial: str
    name: str = "李小明"
    name_latin: str = "Li Xiaoming"
    organization: str = "示例公司"
    scheme: str = "operator"
    band: str = "good"
    overall: int = 925
    issued: date = date(2026, 9, 1)
    expires: date = date(2029, 8, 31)
    status: int = 4711
    key: Key = SECOND

    @property
    def payload(self) -> bytes:
        numbers = struct.pack(">HHH", (self.issued - EPOCH).days, (self.expires - EPOCH).days, self.overall)
        texts = (self.serial, self.scheme, self.band, self.name, self.name_latin, self.organization)
        strings = b"".join(bytes([len(text.encode())]) + text.encode() for text in texts)
        return seal(b"\x01" + bytes.fromhex(self.key.id) + numbers + strings, self.key)

    @property
    def link(self) -> str:
        return link_of(self.payload)

    @property
    def pdf(self) -> bytes:
        return pdf(self.link)


def seal(facts: bytes, key: Key) -> bytes:
    """Facts with a signature."""
    return facts + key.private.sign(b"clausebook-certificate/1\n" + facts)


def link_of(payload: bytes, address: str = ADDRESS) -> str:
    return f"{address}verify/#{int.from_bytes(payload, 'big')}"


def pdf(*links: str) -> bytes:
    """A small PDF with these links in its information, and all that is needed to open it."""
    entries = "".join(f"/verify ({link})" for link in links)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]>>",
        f"<</Title (Certificate){entries}>>",
    ]
    content, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    table = f"xref\n0 5\n0000000000 65535 f \n{rows}trailer\n<</Size 5/Root 1 0 R/Info 4 0 R>>\n"
    return content + f"{table}startxref\n{len(content)}\n%%EOF\n".encode()


def listed(key: Key, start: str, end: str | None = None, compromised: str | None = None) -> Json:
    """A key's entry in the list of keys."""
    return {"id": key.id, "public": b64u(key.public), "from": start, "to": end, "compromised": compromised}


KEYS = (
    listed(FIRST, "2024-01-01T00:00:00Z", "2025-12-31T23:59:59Z"),
    listed(SECOND, "2026-01-01T00:00:00Z"),
)
SCHEMES = {
    "operator": {
        "title": {"en": "Site operator", "zh": "独立站运营"},
        "bands": {"good": {"en": "Good", "zh": "良好"}, "excellent": {"en": "Excellent", "zh": "优秀"}},
    }
}


@dataclass
class Publication:
    """What an issuer publishes, and how it is bent."""

    certificates: list[Made]
    revoked: tuple[Made, ...] = ()
    superseded: tuple[Made, ...] = ()
    keys: tuple[Json, ...] = KEYS
    root: Key = ROOT
    signer: Key = SECOND
    issuer: str = ADDRESS
    claims: dict[str, Json] = field(default_factory=dict)
    header: dict[str, Json] = field(default_factory=dict)
    encoded: Callable[[bytes], str] = lambda bits: "u" + b64u(gzip.compress(bits, mtime=0))
    purposes: Mapping[str, str] = field(default_factory=dict)
    listed_as: Mapping[str, tuple[bytes, bytes]] = field(default_factory=dict)

    def files(self) -> Files:
        """Every file by its name."""
        shards = {f"issued/{name}.json": compact(self._shard(lines)) for name, lines in self._lines().items()}
        status = {f"status/{purpose}.jwt": self._status(purpose) for purpose in PURPOSES}
        keys = self._claims("keys.jwt", {"format": "clausebook-keys/1", "name": NAME, "keys": list(self.keys)})
        index = {
            "format": "clausebook-lists/1",
            "count": len(self.certificates),
            "head": "ab" * 32,
            "schemes": SCHEMES,
            "shards": {name[7:9]: digest(content) for name, content in shards.items()},
            "status": {name[7:-4]: digest(content) for name, content in status.items()},
        }
        return {
            "keys.jwt": self.root.token("clausebook-keys+jwt", keys, **self.header.get("keys.jwt", {})),
            "lists.jwt": self.signer.token(
                "clausebook-lists+jwt", self._claims("lists.jwt", index), **self.header.get("lists.jwt", {})
            ),
            **shards,
            **status,
        }

    def _claims(self, name: str, claims: Json) -> Json:
        expires = NOW + timedelta(days=30)
        head = {"issuer": self.issuer, "version": 12, "created": stamp(NOW), "expires": stamp(expires)}
        return claims | head | self.claims.get(name, {})

    def _lines(self) -> dict[str, Json]:
        lines: dict[str, Json] = {}
        for made in self.certificates:
            key = place(made.serial)
            payload, file = self.listed_as.get(made.serial, (made.payload, made.pdf))
            days = (made.expires - EPOCH).days
            lines.setdefault(key[:2], {})[key] = [digest(payload)[:32], digest(file), made.status, days]
        return lines

    def _shard(self, lines: Json) -> Json:
        return {"format": "clausebook-issued/1", "certificates": lines} | self.claims.get("issued", {})

    def _status(self, purpose: str) -> bytes:
        bits = bytearray(131_072 // 8)
        for made in {"revocation": self.revoked, "refresh": self.superseded}[purpose]:
            bits[made.status // 8] |= 0x80 >> made.status % 8
        subject = {
            "type": "BitstringStatusList",
            "statusPurpose": self.purposes.get(purpose, purpose),
            "encodedList": self.encoded(bytes(bits)),
        }
        return self.signer.token("vc+jwt", {"issuer": self.issuer, "credentialSubject": subject})


def issuer() -> Issuer:
    """What the page knows about the issuer."""
    return Issuer(address=ADDRESS, name=LocalizedText(NAME), root=b64u(ROOT.public))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def place(serial: str) -> str:
    """Under which key a serial stands in its shard."""
    return digest(serial.encode())[:32]


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def other(made: Made, **changes: Any) -> Made:
    """A certificate that differs in something."""
    return replace(made, **changes)
