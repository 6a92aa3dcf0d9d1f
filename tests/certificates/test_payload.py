"""The signed facts of a certificate go into a number and come back."""

import random
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from clausebook.certificates.payload import DOMAIN, encode, link, tenths
from clausebook.certificates.verify_payload import payload_of
from clausebook.certificates.verify_tokens import has_signed
from clausebook.errors import RejectedRecord
from clausebook.model.certificate import Certificate
from tests.certificates import conftest
from tests.certificates.conftest import holder
from tests.certificates.trust import issuer, key

EXAMPLE = (
    "01" "{key}" "264a" "2925" "029b"
    "10" "424b2d323032362d3030303030312d31"
    "05" "62616b6572"
    "05" "62616b6564"
    "06" "e69d8ee699a8"
    "00"
    "10" "476f6c64656e204372757374204c7464"
)  # fmt: skip
"""2026-11-02 is day 9,802, 2028-11-02 day 10,533; two thirds are 667 tenths of a percent."""


def certificate(**fields: Any) -> Certificate:
    of = {name: fields.pop(name) for name in list(fields) if name in ("name", "name_latin", "organization")}
    return conftest.certificate(holder(**{"name": "李晨", **of})).model_copy(update=fields)


def test_every_byte() -> None:
    payload = encode(certificate(), key())
    assert payload[:-64].hex() == EXAMPLE.format(key=key().id)
    assert has_signed(key().public, payload[-64:], b"clausebook-certificate/1\n" + payload[:-64])
    assert encode(certificate(), key()) == payload


def test_the_signature_is_for_certificates_alone() -> None:
    payload = encode(certificate(), key())
    assert DOMAIN == b"clausebook-certificate/1\n"
    assert not has_signed(key().public, payload[-64:], payload[:-64])


@pytest.mark.parametrize("seed", range(20))
def test_random_texts_come_back(seed: int) -> None:
    chance = random.Random(seed)
    points = [*range(0x21, 0x7F), *range(0x4E00, 0x4F00), 0xB7, 0x20BB7, 0x1F600, 0x202E, 0]

    def text(most: int) -> str:
        return "".join(chr(chance.choice(points)) for _ in range(chance.randint(1, most))).strip() or "x"

    issued = date.fromordinal(date(2000, 1, 1).toordinal() + chance.randint(0, 65_535))
    given = certificate(
        name=text(60), name_latin=text(60), organization=text(60), issued=issued, expires=issued,
        overall=Fraction(chance.randint(0, 1000), 1000),
    )  # fmt: skip
    read = payload_of(link(encode(given, key()), issuer()))
    facts = read.facts
    assert (facts.name, facts.name_latin, facts.organization) == (
        given.holder.name, given.holder.name_latin, given.holder.organization,
    )  # fmt: skip
    assert (facts.serial, facts.scheme, facts.band) == (given.serial, given.scheme, given.band)
    assert (facts.issued, facts.expires, facts.overall) == (issued, issued, given.overall * 1000)
    assert read.key == key().id
    assert has_signed(key().public, read.signature, read.signed)


def test_the_longest_texts_fit_a_link() -> None:
    longest = "𠮷" * 63 + "abc"
    given = certificate().model_copy(update={"scheme": "s" * 255, "band": "b" * 255, "serial": "S" * 255})
    given = given.model_copy(update={"holder": given.holder.model_copy(
        update={"name": longest, "name_latin": longest, "organization": longest})})  # fmt: skip
    address = link(encode(given, key()), issuer())
    assert len(address.rpartition("#")[2]) <= 4_096
    assert payload_of(address).facts.name == longest


@pytest.mark.parametrize("field", ["name", "name_latin", "organization"])
def test_a_text_that_is_too_long_is_refused(field: str) -> None:
    given = certificate()
    given = given.model_copy(update={"holder": given.holder.model_copy(update={field: "名" * 85 + "a"})})
    with pytest.raises(RejectedRecord) as caught:
        encode(given, key())
    assert caught.value.reason == "too_long"
    assert "256 bytes" in caught.value.detail
    assert "名" not in caught.value.detail


@pytest.mark.parametrize(
    ("overall", "expected"),
    [("0", 0), ("1", 1000), ("1/2", 500), ("1999/2000", 1000), ("19989/20000", 999), ("2/3", 667), ("1/3", 333)],
)
def test_scores_are_rounded_half_up(overall: str, expected: int) -> None:
    assert tenths(Fraction(overall)) == expected


def test_the_link_leads_to_the_verify_page() -> None:
    address = link(b"\x01\x00", issuer())
    assert address == "https://example.org/bakery/verify/#256"
