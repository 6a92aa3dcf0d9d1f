"""What the holder carries: the signed facts of a certificate in its link, and the link in its file."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from clausebook.certificates.verify_reasons import Finding

EPOCH = date(2000, 1, 1)
"""Days are counted from here."""
MOST_DIGITS = 4_096
LARGEST_FILE = 50 * 1024 * 1024

_DOMAIN = b"clausebook-certificate/1\n"
_VERSION = 1
_KEY = slice(1, 9)
_NUMBERS = slice(9, 15)
_STRINGS = 15
_SIGNATURE = 64
_SHORTEST = _STRINGS + 6 + _SIGNATURE
_DIGITS = re.compile(r"[1-9][0-9]*")
_LINK = re.compile(rb"/verify \(([^()\\\r\n]{0,1000}#[0-9]+)\)")


@dataclass(frozen=True)
class Facts:
    """What was signed. `overall` is in tenths of a percent."""

    serial: str
    scheme: str
    band: str
    name: str
    name_latin: str
    organization: str
    overall: int
    issued: date
    expires: date


@dataclass(frozen=True)
class Payload:
    """The bytes of a link: the facts, who claims to have signed them, and the signature."""

    content: bytes
    facts: Facts

    @property
    def key(self) -> str:
        """The id of the key that is claimed."""
        return self.content[_KEY].hex()

    @property
    def signed(self) -> bytes:
        """What the signature is over."""
        return _DOMAIN + self.content[:-_SIGNATURE]

    @property
    def signature(self) -> bytes:
        """The 64 bytes of an Ed25519 signature (RFC 8032)."""
        return self.content[-_SIGNATURE:]


def link_in(file: bytes) -> str:
    """The link that a certificate's PDF holds. Raises Finding where there is none, or several that differ."""
    if len(file) > LARGEST_FILE:
        raise Finding("too_large")
    links = {match[1] for match in _LINK.finditer(file)}
    if not links or not file.startswith(b"%PDF-"):
        raise Finding("not_a_certificate")
    if len(links) > 1:
        raise Finding("malformed")
    return links.pop().decode("latin-1")


def payload_of(link: str) -> Payload:
    """Read what stands after the `#` of a link; digits alone do as well. Raises Finding."""
    digits = link.strip().rpartition("#")[2]
    if len(digits) > MOST_DIGITS:
        raise Finding("too_large")
    if not _DIGITS.fullmatch(digits):
        raise Finding("malformed")
    number = int(digits)
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(content) < _SHORTEST:
        raise Finding("malformed")
    if content[0] != _VERSION:
        raise Finding("unsupported_version")
    return Payload(content, _facts(content))


def _facts(content: bytes) -> Facts:
    numbers = content[_NUMBERS]
    issued, expires, overall = (int.from_bytes(numbers[at : at + 2], "big") for at in (0, 2, 4))
    serial, scheme, band, name, name_latin, organization = _strings(content[_STRINGS:-_SIGNATURE])
    return Facts(
        serial=serial,
        scheme=scheme,
        band=band,
        name=name,
        name_latin=name_latin,
        organization=organization,
        overall=overall,
        issued=EPOCH + timedelta(issued),
        expires=EPOCH + timedelta(expires),
    )


def _strings(content: bytes) -> list[str]:
    """Six strings, each after a byte that gives its length, and nothing else."""
    strings = []
    try:
        for _ in range(6):
            end = 1 + content[0]
            if len(content) < end:
                raise Finding("malformed")
            strings.append(content[1:end].decode("utf-8"))
            content = content[end:]
    except (IndexError, UnicodeDecodeError):
        raise Finding("malformed") from None
    if content:
        raise Finding("malformed")
    return strings
