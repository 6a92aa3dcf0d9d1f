"""What the darkness of bubbles means. Nothing is guessed: what is neither plainly marked nor plainly blank is a doubt.

Darkness goes from 0 for the paper to 1 for black, the bubble's own letter included. What counts as plain is measured
against the other bubbles of the same card, because pencils, pens and scanners differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Literal

from clausebook.model.answer_card import Line

State = Literal["blank", "marked", "faint", "crossed"]

_DARKEST_BLANK = 0.16
"""Where even the lightest bubbles are darker than that, they are not blank."""
_SLACK, _SPREAD = 0.045, 5
"""How much darker than the usual blank one a blank bubble may be: so much, or so many times what they differ."""
_LIGHTEST_MARK = 0.22
"""What is less dark than that, above a blank bubble, is never plainly a mark."""
_OF_THE_USUAL = 0.55
"""Nor is what has less than this share of the darkness of the usual mark of the card."""
_OVERFLOW = 0.2
"""So dark around a bubble, somebody may have crossed it out."""


@dataclass(frozen=True)
class Shade:
    """How dark a bubble is, and the paper around it."""

    within: float
    around: float = 0.0


@dataclass(frozen=True)
class Judge:
    """Where on a card blank ends and where marked begins."""

    blank_to: float
    marked_from: float
    is_murky: bool = False

    @classmethod
    def of(cls, shades: Sequence[Shade]) -> "Judge":
        """By all bubbles of a card, of which at least a third are blank."""
        levels = sorted(shade.within for shade in shades)
        lower = levels[: max(len(levels) // 3, 2)]
        usual = median(lower)
        low, _, high = quantiles(lower, n=4)
        blank_to = usual + max(_SLACK, _SPREAD * (high - low))
        marks = [level for level in levels if level > usual + _LIGHTEST_MARK]
        strength = median(marks) - usual if marks else 0.0
        marked_from = usual + max(_LIGHTEST_MARK, _OF_THE_USUAL * strength)
        return cls(min(blank_to, marked_from), marked_from, is_murky=usual > _DARKEST_BLANK)

    def state(self, shade: Shade) -> State:
        """What a bubble is."""
        if shade.within <= self.blank_to and not self.is_murky:
            return "blank"
        if shade.within < self.marked_from or self.is_murky:
            return "faint"
        return "crossed" if shade.around > _OVERFLOW else "marked"


@dataclass(frozen=True)
class Verdict:
    """What the lines of a question say. `seen` is what they look like; `reason` is why that is in doubt, or empty."""

    answer: str | None
    seen: str = ""
    reason: str = ""


def verdict(kind: str, lines: Mapping[Line, Sequence[State]]) -> Verdict:
    """The answer to a question of this type, as an ExamResponse has it, or the doubt about it."""
    seen = _shown(lines)
    states = {state for line in lines.values() for state in line}
    for reason in ("faint", "crossed"):
        if reason in states:
            return Verdict(None, seen, reason)
    marked = [_marked(line, found) for line, found in lines.items()]
    if kind != "multiple_choice" and any(len(letters) > 1 for letters in marked):
        return Verdict(None, seen, "several")
    if not any(marked):
        return Verdict(None, seen)
    if kind == "ordering" and not _is_order(marked):
        return Verdict(None, seen, "incomplete")
    return Verdict(_answer(kind, marked), seen)


def number_of(columns: Sequence[tuple[str, Sequence[State]]]) -> Verdict:
    """The number that a candidate has marked, by columns of digits; the doubt about it where it is not plain."""
    seen = "".join(_seen_digit(digits, states) for digits, states in columns).rstrip("·")
    if any(state in ("faint", "crossed") for _, states in columns for state in states):
        return Verdict(None, seen, "faint")
    if any(list(states).count("marked") > 1 for _, states in columns):
        return Verdict(None, seen, "several")
    if not seen or "·" in seen:
        return Verdict(None, seen, "no_number")
    return Verdict(seen, seen)


def _answer(kind: str, marked: Sequence[str]) -> str:
    if kind == "matching":
        return " ".join(f"{place}{letter}" for place, letter in enumerate(marked, 1) if letter)
    return "".join(marked)


def _is_order(marked: Sequence[str]) -> bool:
    """Whether every place has one entry and every entry one place."""
    return all(marked) and len(set(marked)) == len(marked)


def _marked(line: Line, states: Sequence[State]) -> str:
    return "".join(spot.letter for spot, state in zip(line.spots, states, strict=True) if state == "marked")


def _shown(lines: Mapping[Line, Sequence[State]]) -> str:
    """Every letter that is not blank, with a question mark where it is in doubt."""
    parts = []
    for line, states in lines.items():
        letters = "".join(_letter(spot.letter, state) for spot, state in zip(line.spots, states, strict=True))
        parts.append(f"{line.part}{letters}" if line.part and letters else letters)
    return " ".join(filter(None, parts))


def _letter(letter: str, state: State) -> str:
    return {"blank": "", "marked": letter}.get(state, f"{letter}?")


def _seen_digit(digits: str, states: Sequence[State]) -> str:
    return "".join(_letter(digit, state) for digit, state in zip(digits, states, strict=True)) or "·"
