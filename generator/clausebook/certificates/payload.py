"""The signed facts of a certificate as a few bytes, small enough for its QR code.

    1   version, 1            2   issued              1 + n   serial           1 + n   name
    8   KEYID                 2   expires             1 + n   scheme           1 + n   name in Latin letters
                              2   overall             1 + n   band             1 + n   organization
    64  Ed25519 signature over b"clausebook-certificate/1\\n" and everything before

Numbers are big-endian: days since 2000-01-01, and tenths of a percent, half up. A text is UTF-8 after one byte that
gives its length. `verify_payload` reads it.
"""

from datetime import date
from fractions import Fraction

from clausebook.certificates.signing import SigningKey
from clausebook.certificates.verify_payload import EPOCH
from clausebook.errors import RejectedRecord
from clausebook.model.certificate import Certificate
from clausebook.model.issuer import Issuer

DOMAIN = b"clausebook-certificate/1\n"
"""Stands before whatever is signed, so that no other signature by the same key can be taken for a certificate's."""
_VERSION = b"\x01"
_LONGEST = 255


def encode(certificate: Certificate, key: SigningKey) -> bytes:
    """The payload of a certificate, signed. Raises RejectedRecord where a text has more than 255 bytes."""
    holder = certificate.holder
    numbers = (days(certificate.issued), days(certificate.expires), tenths(certificate.overall))
    texts = {
        "serial": certificate.serial,
        "scheme": certificate.scheme,
        "band": certificate.band,
        "name": holder.name,
        "name in Latin letters": holder.name_latin,
        "organization": holder.organization,
    }
    facts = b"".join(
        (
            _VERSION,
            bytes.fromhex(key.id),
            *(number.to_bytes(2, "big") for number in numbers),
            *(_text(what, text) for what, text in texts.items()),
        )
    )
    return facts + key.sign(DOMAIN + facts)


def link(payload: bytes, issuer: Issuer) -> str:
    """The address that a certificate's QR code holds: what stands after # never leaves the reader's browser."""
    return f"{issuer.verify_page}#{int.from_bytes(payload, 'big')}"


def days(day: date) -> int:
    """Days since 2000-01-01."""
    return (day - EPOCH).days


def tenths(overall: Fraction) -> int:
    """A share of the full score in tenths of a percent, half up."""
    return (2000 * overall.numerator + overall.denominator) // (2 * overall.denominator)


def _text(what: str, text: str) -> bytes:
    content = text.encode()
    if len(content) > _LONGEST:
        detail = f"the {what} has {len(content)} bytes in UTF-8, and only {_LONGEST} can be signed; shorten it"
        raise RejectedRecord("too_long", detail)
    return bytes([len(content)]) + content
