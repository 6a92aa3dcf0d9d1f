"""What a scheme makes of one person's results and exam marks."""

import hashlib
import json
from typing import Any

from clausebook.model.base import Exact, Id, Model, Percent
from clausebook.model.response import Person
from clausebook.model.result import Result
from clausebook.model.scheme import Positive

_UNITS = {"id", "number", "score"}
_SHOWN: Any = {
    **dict.fromkeys(("form", "form_hash", "models", "band", "total", "not_applicable"), True),
    "stages": {"__all__": {**dict.fromkeys(_UNITS, True), "units": {"__all__": _UNITS}}},
}
"""Of a result, what its stages and tasks scored, and how much of the form was answered."""


class ComponentScore(Model):
    """The score of a component, a share of the full score from 0 to 1. `minimum` is in percent, as in the scheme."""

    id: Id
    score: Exact
    weight: Positive
    minimum: Percent | None = None
    is_met: bool


class Evaluation(Model):
    """The exact outcome of a scheme for one person: scores are shares of the full score from 0 to 1.

    `reached` is the band that the overall score alone would give, `band` the one that is left; either is None where
    there is none. `held` names the rules that hold it back, each followed by a colon and the component:
    "component_minimum:exam", "form_band:review", or a gate of the form itself, "requirement_at_bottom:self".

    `results` are those of the form components in their order. The certificate shows the stages and tasks of the first,
    and so they need not hold the scores of clauses and the gaps.
    """

    scheme: Id
    person: Person
    components: tuple[ComponentScore, ...]
    overall: Exact
    band: Id | None
    reached: Id | None
    held: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()

    @property
    def result(self) -> Result | None:
        """The result of the first form component; None where all are exams."""
        return self.results[0] if self.results else None

    @property
    def digest(self) -> str:
        """SHA-256 in hex over all that a certificate can show: the same whenever the answers were saved."""
        own = self.model_dump(mode="json", exclude={"person", "results"})
        shown = [result.model_dump(mode="json", include=_SHOWN) for result in self.results]
        canonical = json.dumps([own, shown], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
