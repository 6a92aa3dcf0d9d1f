"""Single characters that do not belong in the name of a person or organisation, and what to do about them."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from clausebook.model.characters import (
    is_bidi_control,
    is_invisible,
    is_letter,
    is_new_ideograph,
    listed,
    plain_form,
    was_private,
)

Severity = Literal["held", "warning"]


class Finding(NamedTuple):
    """What does not belong in a name. A name that is held must not be printed; a warning is for somebody to look at."""

    code: str
    text: str
    remedy: str
    severity: Severity = "held"


class _Rule(NamedTuple):
    """How a fault of single characters is told; `{}` stands for the characters."""

    text: str
    remedy: str
    severity: Severity = "held"


RETYPE = "type the name again instead of pasting it"
EXPORT = "export the table again as CSV UTF-8, or type the name"
_RULES = {
    "line_break": _Rule("the line breaks in the middle: {}", "write it on one line"),
    "control": _Rule("it holds a control character: {}", RETYPE),
    "bidi": _Rule("it holds what turns the direction of text: {}", RETYPE),
    "invisible": _Rule("it holds what cannot be seen: {}", RETYPE),
    "surrogate": _Rule("it holds half a character: {}", RETYPE),
    "unassigned": _Rule("it holds what is no character: {}", RETYPE),
    "private_use": _Rule(
        "it holds a private character, which is another one on every computer: {}",
        "type the character anew{}, or ask the person",
    ),
    "lost": _Rule("this stands where a character was lost: {}", EXPORT),
    "masked": _Rule("a part of it is hidden: {}", "write the full name"),
    "compatibility": _Rule("it holds another form of a plain character: {}", "write {}"),
    "symbol": _Rule("it holds a picture or sign: {}", "remove it"),
    "apostrophe": _Rule("it holds what only looks like an apostrophe: {}", "write ' or \u2019"),
    "digit": _Rule("it holds a number: {}", "remove what only tells people of one name apart; ids do that", "warning"),
    "punctuation": _Rule("it holds what is unusual in a name: {}", "remove it, or leave it if it belongs", "warning"),
}
_BREAKS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_BY_CATEGORY = {"Cc": "control", "Cs": "surrogate", "Co": "private_use", "Zl": "line_break", "Zp": "line_break"}
_SIGNS = frozenset({"So", "Sm", "Sc", "Sk", "Me"})
_SPELLING = frozenset(
    "-\u2010\u2011'\u2018\u2019.,/\u00b7\u30fb\u30a0\u055a\u058a\u05be\u05f3\u05f4\u0f0b\u0f0c\u1361\u1806\u180a"
)
"""Hyphens, apostrophes, full stops, the slash of a/l, and the marks with which Japanese, Armenian, Hebrew, Tibetan,
Ethiopic and Mongolian names are written."""


def character_findings(text: str, fault_of: Callable[[str], str]) -> Iterator[Finding]:
    """The faults of single characters, each kind once."""
    faults: dict[str, list[str]] = {}
    for character in dict.fromkeys(text):
        if code := fault_of(character):
            faults.setdefault(code, []).append(character)
    for code, found in faults.items():
        rule = _RULES[code]
        remedy = rule.remedy.format(_instead(code, found))
        yield Finding(code, rule.text.format(listed(found)), remedy, rule.severity)


def _instead(code: str, found: Iterable[str]) -> str:
    """What belongs in the place of the characters found."""
    if code == "compatibility":
        return "".join(map(plain_form, found))
    known = "".join(map(was_private, found))
    return f", probably as {known} ({listed(known)})" if known else ""


@lru_cache(maxsize=10_000)
def fault_in_label(character: str) -> str:
    """What is wrong with a character wherever it stands, or ""."""
    category = unicodedata.category(character)
    if character in _BREAKS:
        return "line_break"
    if category == "Cn" and not is_new_ideograph(character):
        return "unassigned"
    if is_invisible(character):
        return "bidi" if is_bidi_control(character) else "invisible"
    return "lost" if character == "\ufffd" else _BY_CATEGORY.get(category, "")


@lru_cache(maxsize=10_000)
def fault_in_name(character: str) -> str:
    """What is wrong with a character in a person's name, or ""."""
    category = unicodedata.category(character)
    if fault := fault_in_label(character):
        return fault
    if character in "?？﹖":
        return "lost"
    if character in "*＊﹡":
        return "masked"
    if character in "´`＇′‵":
        return "apostrophe"
    if (plain := plain_form(character)) and (category[0] != "P" or plain in _SPELLING):
        return "compatibility"
    if category in _SIGNS:
        return "symbol"
    if category[0] == "N" and not is_letter(character):
        return "digit"
    return "punctuation" if category[0] == "P" and character not in _SPELLING else ""
