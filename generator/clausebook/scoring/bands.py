"""Which band a score reaches, and which gates keep it from being awarded."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from clausebook.model.form import Band, Form, Gate, RequirementGate
from clausebook.model.result import Held

Ratio = tuple[int, int]
"""A numerator and a denominator above 0, not in lowest terms."""


class Award(NamedTuple):
    """The band that the score alone reaches, the gates that closed, and the band that is left."""

    reached: str | None
    gates: tuple[Held, ...]
    band: str | None


class Ladder:
    """The bands of a form, and the gates on the way up."""

    def __init__(self, form: Form) -> None:
        self._bands = (*(band.id for band in form.bands), None)
        self._minimums = tuple(_share(band.minimum) for band in form.bands)
        self._gates = tuple((gate, _minimum(gate), _cap_rank(form.bands, gate.cap)) for gate in form.gates)

    def award(self, overall: Ratio | None, stages: Sequence[tuple[str, Ratio]], bottom: Sequence[str]) -> Award:
        """Compare the exact score with the bands, then apply the gates.

        `stages` are those that have a score, `bottom` the requirements that have the lowest answer of the scale.
        """
        rank = -1 if overall is None else sum([not _is_below(overall, minimum) for minimum in self._minimums]) - 1
        left, closed = rank, []
        for gate, minimum, cap in self._gates:
            causes = bottom if minimum is None else [stage for stage, score in stages if _is_below(score, minimum)]
            if causes:
                closed.append(Held(rule=gate.rule, causes=tuple(causes), cap=gate.cap))
                left = min(left, cap)
        return Award(self._bands[rank], tuple(closed), self._bands[left])


def _is_below(score: Ratio, minimum: Ratio) -> bool:
    return score[0] * minimum[1] < minimum[0] * score[1]


def _share(percent: Fraction) -> Ratio:
    return (percent / 100).as_integer_ratio()


def _minimum(gate: Gate) -> Ratio | None:
    return None if isinstance(gate, RequirementGate) else _share(gate.minimum)


def _cap_rank(bands: tuple[Band, ...], cap: str | None) -> int:
    return -1 if cap is None else [band.id for band in bands].index(cap)
