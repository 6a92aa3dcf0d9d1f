"""How the answer to a question earns points: the rules, and which types of question they suit."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Rule = Literal[
    "all_or_nothing",
    "none_wrong",
    "right_minus_wrong",
    "per_option",
    "in_place",
    "in_sequence",
    "per_pair",
    "by_criteria",
]
"""What part of its points an answer earns.

- all_or_nothing: everything if it is wholly right, otherwise nothing.
- none_wrong: the share of the right options that were chosen, nothing as soon as a wrong one was.
- right_minus_wrong: the right options chosen less the wrong ones, as a share of the right ones, not below nothing.
- per_option: the share of the options that were rightly chosen or rightly left; nothing if none was chosen.
- in_place: the share of the entries that stand in their place.
- in_sequence: the share of the entries, the last one aside, that are followed by the one that has to follow.
- per_pair: the share of the left sides that were given their right side.
- by_criteria: the points that a marker gave.
"""

RULES: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "single_choice": ("all_or_nothing",),
        "multiple_choice": ("none_wrong", "all_or_nothing", "right_minus_wrong", "per_option"),
        "true_false": ("all_or_nothing",),
        "ordering": ("all_or_nothing", "in_place", "in_sequence"),
        "matching": ("per_pair", "all_or_nothing"),
        "number": ("all_or_nothing",),
        "text": ("all_or_nothing",),
        "short_answer": ("by_criteria",),
        "case": ("by_criteria",),
    }
)
"""The rules that each type of question allows; the first is taken where a blueprint names none."""


def default_rule(type_: str) -> Rule:
    """The rule of a type of question where a blueprint names none."""
    return RULES[type_][0]
