"""Status lists by the W3C recommendation Bitstring Status List v1.0: which certificates no longer count, and why.

Each certificate has a random place in two lists of bits. Whoever looks one up fetches a whole list and so tells nobody
which certificate is meant.
"""

import gzip
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from clausebook.certificates.signing import SigningKey, b64u, sign, stamp
from clausebook.model.issuer import Issuer

Purpose = Literal["revocation", "refresh"]
PURPOSES: tuple[Purpose, ...] = ("revocation", "refresh")
"""Withdrawn for good; replaced by a newer certificate."""
FEWEST = 131_072
"""The least entries of a list, so that one certificate disappears among many (section 3.1)."""
KIND = "vc+jwt"


def list_path(purpose: str) -> str:
    """The place of a list below the verify page."""
    return f"status/{purpose}.jwt"


def status_entries(index: int, issuer: Issuer) -> list[dict[str, Any]]:
    """The two entries in a credential that name its place in the lists (section 2.1)."""
    return [
        {
            "id": f"{issuer.verify_page}{list_path(purpose)}#{index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(index),
            "statusListCredential": issuer.verify_page + list_path(purpose),
        }
        for purpose in PURPOSES
    ]


def status_list(
    purpose: Purpose, bits: bytes, issuer: Issuer, key: SigningKey, created: datetime, expires: datetime
) -> str:
    """A signed BitstringStatusListCredential (section 2.2) as VC-JWT."""
    address = issuer.verify_page + list_path(purpose)
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.address,
        "validFrom": stamp(created),
        "validUntil": stamp(expires),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(bits),
        },
        "iss": issuer.address,
        "jti": address,
        "nbf": int(created.timestamp()),
        "exp": int(expires.timestamp()),
    }
    return sign(KIND, claims, key)


def list_size(last: int) -> int:
    """How many entries lists have in which `last` is the highest index: a power of two, so that it tells little."""
    return max(FEWEST, 1 << last.bit_length())


def bits(indexes: Iterable[int], length: int) -> bytes:
    """A list of so many bits of which these are set; index 0 is the highest bit of the first byte (section 1.2)."""
    content = bytearray(length // 8)
    for index in indexes:
        content[index // 8] |= 0x80 >> index % 8
    return bytes(content)


def encoded(content: bytes) -> str:
    """A list of bits as its credential holds it: gzip, then multibase base64url (section 3.3)."""
    return f"u{b64u(gzip.compress(content, mtime=0))}"
