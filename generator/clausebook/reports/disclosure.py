"""Which figures of groups may be shown without giving single people away. The rule and its limits are in ADR 0012."""

from collections.abc import Callable, Mapping

Group = frozenset[str]
IsSafe = Callable[[Group], bool]

_BLURRED = 100
"""Among a hundred times as many people, rounding to one decimal leaves the mean of the others open by ten points."""


def is_apart(apart: int, people: int, minimum: int) -> bool:
    """Whether those who are in one of two figures only, `apart` of them, cannot be computed from the two.

    They are nobody, a group that is large enough itself, or too few beside `people` for rounded figures to tell.
    """
    return apart == 0 or apart >= minimum or apart * _BLURRED <= people


def hidden(sizes: Mapping[str, int], is_safe: IsSafe, already: Group = frozenset()) -> Group:
    """The departments of which a figure is withheld.

    `sizes` gives every department's people, `is_safe` says whether the figure of some departments together may be
    shown, `already` are those withheld for other reasons. Whoever subtracts all that is shown from the figure of
    everybody gets that of the withheld ones together, which therefore has to be safe: where it is not, the smallest
    department still shown is withheld too, and so on.
    """
    everybody = frozenset(sizes)
    if not is_safe(everybody):
        return everybody
    withheld = already | {name for name in everybody if not is_safe(frozenset({name}))}
    for name in sorted(everybody - withheld, key=lambda name: (sizes[name], name)):
        if not withheld or is_safe(frozenset(withheld)):
            break
        withheld |= {name}
    return frozenset(withheld)
