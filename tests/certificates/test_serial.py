"""Serials are read as people type them, and a wrong character shows."""

import pytest

from clausebook.certificates.serial import Serial, parse_serial
from clausebook.errors import UsageError

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SERIALS = [str(Serial(prefix, 2026, number)) for prefix in ("CB", "A1B2C3D4") for number in range(1, 1000, 37)]


def is_accepted(text: str) -> bool:
    try:
        parse_serial(text)
    except UsageError:
        return False
    return True


def test_check_character_is_the_one_of_the_standard() -> None:
    # ISO 7064 computed by hand: the remainders of MOD 37,36 over CB2026000001.
    assert str(Serial("CB", 2026, 1)) == "CB-2026-000001-Q"


@pytest.mark.parametrize("text", SERIALS)
def test_serial_reads_back(text: str) -> None:
    assert str(parse_serial(text)) == text


@pytest.mark.parametrize(
    "typed", ["cb-2026-000001-q", "  CB-2026-000001-Q\n", "\uff23\uff22-2026-00000\uff11-Q", "CB\uff0d2026-000001-Q"]
)
def test_serial_is_read_as_people_type_it(typed: str) -> None:
    assert parse_serial(typed) == Serial("CB", 2026, 1)


def test_every_wrong_character_shows() -> None:
    for text in SERIALS:
        for at, character in enumerate(text):
            if character != "-":
                wrong = [text[:at] + other + text[at + 1 :] for other in ALPHABET if other != character]
                assert not any(map(is_accepted, wrong))


def test_nearly_every_swap_of_neighbours_shows() -> None:
    swapped = [
        text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        for text in SERIALS
        for at in range(len(text) - 1)
        if text[at] != text[at + 1]
    ]
    assert sum(map(is_accepted, swapped)) < len(swapped) / 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "CB",
        "CB-2026-1-Q",
        "CB-2026-000001",
        "CB2026000001Q",
        "C-2026-000001-Q",
        "CB-26-000001-Q",
        "证-2026-000001-Q",
    ],
)
def test_what_is_no_serial_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="looks like CB-2026-000001-Q"):
        parse_serial(text)
