"""Serials of certificates: PREFIX-YYYY-NNNNNN-C, for example CB-2026-000001-K.

C is a check character by ISO 7064, MOD 37,36. It shows every single wrong character and all but about one in four
hundred swaps of neighbours. It does not show a forgery: the register does.
"""

import re
import unicodedata
from typing import NamedTuple

from clausebook.errors import UsageError

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_FORM = re.compile(r"([A-Z0-9]{2,8})-([0-9]{4})-([0-9]{6,9})-([0-9A-Z])", re.ASCII)


class Serial(NamedTuple):
    """The parts of a serial; `number` counts the certificates of one prefix and year from 1."""

    prefix: str
    year: int
    number: int

    def __str__(self) -> str:
        body = f"{self.prefix}-{self.year:04}-{self.number:06}"
        return f"{body}-{_check_character(body)}"


def parse_serial(text: str) -> Serial:
    """Read a serial as people type it: lower case, full-width characters and blanks around it are accepted.

    Raises UsageError where the form is wrong or the check character does not fit.
    """
    typed = unicodedata.normalize("NFKC", text).strip().upper()
    match = _FORM.fullmatch(typed)
    if match is None:
        raise UsageError(
            f"{text!r} is no serial; a serial looks like CB-2026-000001-{_check_character('CB2026000001')}"
        )
    serial = Serial(match[1], int(match[2]), int(match[3]))
    if str(serial) != typed:
        raise UsageError(
            f"{typed} is not a serial that was ever issued: a character is wrong; compare it with the paper"
        )
    return serial


def _check_character(body: str) -> str:
    """The check character over all letters and digits of `body` (ISO 7064, hybrid system MOD 37,36)."""
    product = 36
    for character in body.replace("-", ""):
        product = (product + _VALUES[character]) % 36 or 36
        product = product * 2 % 37
    return _ALPHABET[(37 - product) % 36]
