"""What comes before and after a clause: in the outline, and in the workflow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from clausebook.model.standard import Clause, Standard, Step


@dataclass(frozen=True)
class Neighbours:
    """The clauses on both sides of a clause; in the workflow `step` is the one in which the clause is first met."""

    before: Clause | None
    after: Clause | None
    step: Step | None = None


def outline_order(standard: Standard) -> Mapping[str, Neighbours]:
    """The neighbours of every clause in the outline, by clause id."""
    return {clause.id: Neighbours(before, after) for before, clause, after in _triples(standard.in_order)}


def workflow_order(standard: Standard) -> Mapping[str, Neighbours]:
    """The neighbours of every clause of the workflow, by clause id.

    The steps come in their order, the clauses of a step in that of the outline. A clause of several steps stands in
    the first of them.
    """
    places = {step.id: place for place, step in enumerate(standard.steps)}
    first = {clause.id: min((places[step] for step in clause.steps), default=None) for clause in standard.in_order}
    placed = [(place, clause) for clause in standard.in_order if (place := first[clause.id]) is not None]
    met = [clause for _, clause in sorted(placed, key=lambda pair: pair[0])]
    return {
        clause.id: Neighbours(before, after, standard.steps[first[clause.id] or 0])
        for before, clause, after in _triples(met)
    }


def _triples(clauses: Sequence[Clause]) -> list[tuple[Clause | None, Clause, Clause | None]]:
    padded = [None, *clauses, None]
    befores, afters = [before for before, _ in pairwise(padded)], [after for _, after in pairwise(padded)]
    return list(zip(befores, clauses, afters[1:], strict=False))
