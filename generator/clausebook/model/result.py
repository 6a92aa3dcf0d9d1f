"""What scoring makes of a response: exact scores on every level, a band, and the gaps."""

from collections.abc import Iterator
from fractions import Fraction

from clausebook.model.base import Exact, Id, Language, Model, Number
from clausebook.model.response import Hash, Person, ShortText
from clausebook.model.standard import ProvisionType

Score = Exact | None
"""A share of the full score from 0 to 1, or None where every provision below it was not applicable or has no weight."""


def shown(score: Fraction | None) -> str:
    """The score as people read it: percent with one decimal, half up; an en dash where there is none."""
    if score is None:
        return "–"
    tenths = (2000 * score.numerator + score.denominator) // (2 * score.denominator)
    return f"{tenths // 10}.{tenths % 10}"


class ClauseScore(Model):
    id: Id
    number: Number
    score: Score


class UnitScore(Model):
    """The score of a task, or of a stage without tasks: the mean of its scored clauses."""

    id: Id
    number: Number
    score: Score
    clauses: tuple[ClauseScore, ...]


class StageScore(Model):
    """The score of a stage: the mean of its scored clauses, whatever their task."""

    id: Id
    number: Number
    score: Score
    units: tuple[UnitScore, ...]

    @property
    def clauses(self) -> Iterator[ClauseScore]:
        return (clause for unit in self.units for clause in unit.clauses)


class Gap(Model):
    """A requirement or recommendation rated below full. `lost` is what it takes from the overall score, 0 to 1."""

    provision: str
    clause: Id
    type: ProvisionType
    rating: int
    lost: Exact


class Held(Model):
    """A gate that closed: which rule, what closed it (provision references or stage ids), and the cap if it has one."""

    rule: str
    causes: tuple[str, ...]
    cap: Id | None = None


class Result(Model):
    """The exact outcome of one response.

    `band` is None where the score lies below the lowest band or a gate blocks; `reached` is the band that the score
    alone would give. Counts are of provisions. `language` and `saved` are the response's; `language` is None where it
    is not known.
    """

    form: Id
    form_hash: Hash
    person: Person
    reviewer: Person | None = None
    models: tuple[Id, ...] = ()
    language: Language | None = None
    saved: ShortText = ""
    overall: Score
    stages: tuple[StageScore, ...]
    band: Id | None
    reached: Id | None
    gates: tuple[Held, ...]
    gaps: tuple[Gap, ...]
    total: int
    answered: int
    not_applicable: int

    @property
    def is_complete(self) -> bool:
        return self.answered == self.total
