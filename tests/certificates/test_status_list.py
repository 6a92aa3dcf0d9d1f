"""Status lists as the W3C recommendation has them."""

import base64
import gzip
from datetime import UTC, datetime

import pytest
from openbadgeslib.ob3.status import _bit_set, decode_encoded_list
from openbadgeslib.ob3.status import set_indices as indexes_of

from clausebook.certificates.status_list import FEWEST, bits, encoded, list_path, list_size, status_entries, status_list
from clausebook.certificates.verify_tokens import Token
from tests.certificates.trust import issuer, key

EXAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
"""Example 4 of Bitstring Status List v1.0: nothing is set."""
CREATED, EXPIRES = datetime(2026, 11, 2, 8, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)


def test_the_example_of_the_recommendation() -> None:
    assert gzip.decompress(base64.urlsafe_b64decode(EXAMPLE[1:] + "==")) == bits([], FEWEST)
    assert decode_encoded_list(encoded(bits([], FEWEST))) == decode_encoded_list(EXAMPLE)


def test_the_first_entry_is_the_highest_bit() -> None:
    assert bits([0, 9], 16) == bytes([0b1000_0000, 0b0100_0000])


def test_another_reader_finds_what_is_set() -> None:
    chosen = {0, 7, 8, 4711, FEWEST - 1}
    content = decode_encoded_list(encoded(bits(chosen, FEWEST)))
    assert indexes_of(content) == chosen
    assert _bit_set(content, 4711)


@pytest.mark.parametrize(
    ("last", "size"), [(0, FEWEST), (FEWEST - 1, FEWEST), (FEWEST, 2 * FEWEST), (3 * FEWEST, 4 * FEWEST)]
)
def test_lists_grow_by_doubling(last: int, size: int) -> None:
    assert list_size(last) == size


def test_the_list_is_a_signed_credential() -> None:
    token = Token.of(status_list("refresh", bits([5], FEWEST), issuer(), key(), CREATED, EXPIRES).encode())
    token.check("vc+jwt", {key().id: key().public}.get)
    assert token.claims["issuer"] == token.claims["iss"] == "https://example.org/bakery/"
    assert token.claims["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert (token.claims["validFrom"], token.claims["validUntil"]) == ("2026-11-02T08:00:00Z", "2099-01-01T00:00:00Z")
    subject = token.claims["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "refresh")
    assert status_entries(5, issuer())[1]["statusListCredential"] == token.claims["id"]
    assert token.claims["id"].endswith(f"verify/{list_path('refresh')}")


def test_the_same_list_is_the_same_text() -> None:
    assert len({status_list("revocation", bits([1], FEWEST), issuer(), key(), CREATED, EXPIRES) for _ in range(3)}) == 1
