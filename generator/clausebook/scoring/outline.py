"""The outline of a result in JSON, into which only the scores have to be put."""

from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise, repeat
from operator import itemgetter

from clausebook.model.result import ClauseScore, StageScore, UnitScore
from clausebook.model.standard import Stage, Standard
from clausebook.scoring.exact import mean

Span = tuple[int, int]
"""The first clause of a section and the one after its last, counted in outline order."""
_HOLE = "\0"


class Outline:
    """The stages of a result, their tasks and clauses. `stages` has the id of each stage and its clauses."""

    def __init__(self, standard: Standard) -> None:
        scores = [_unscored(standard, stage) for stage in standard.stages]
        text = ",".join([score.model_dump_json() for score in scores])
        self._pieces = list(chain.from_iterable(zip(text.replace(":null", f":{_HOLE}").split(_HOLE), repeat(""))))[:-1]
        spans = tuple(_spans(scores))
        count = len(standard.in_order)
        self._sections = tuple({span: None for span in spans if span[1] - span[0] > 1})
        places = {span: place for place, span in enumerate(self._sections, count)}
        order = [places.get(span, span[0]) for span in spans]
        self._in_order = itemgetter(*order) if order else tuple
        ends = accumulate((len(tuple(score.clauses)) for score in scores), initial=0)
        self.stages = tuple((score.id, span) for score, span in zip(scores, pairwise(ends), strict=True))

    def filled(self, sums: Sequence[int], texts: Sequence[str], denominator: int) -> str:
        """The stages in JSON. `sums` has for each place in the outline the total of all clauses before it, `texts` the
        score of each clause in JSON."""
        totals = [sums[end] - sums[first] for first, end in self._sections]
        pieces = self._pieces[:]
        pieces[1::2] = self._in_order((*texts, *map(mean, totals, repeat(denominator))))
        return "".join(pieces)


def _unscored(standard: Standard, stage: Stage) -> StageScore:
    units = tuple(
        UnitScore(
            id=unit.id,
            number=unit.number,
            score=None,
            clauses=tuple(ClauseScore(id=c.id, number=c.number, score=None) for c in standard.clauses_of(unit)),
        )
        for unit in stage.units
    )
    return StageScore(id=stage.id, number=stage.number, score=None, units=units)


def _spans(stages: Sequence[StageScore]) -> Iterator[Span]:
    """The clauses of each section, in the order in which the scores stand in JSON. One clause is its own mean."""
    first = 0
    for stage in stages:
        yield first, first + len(tuple(stage.clauses))
        for unit in stage.units:
            end = first + len(unit.clauses)
            yield first, end
            yield from pairwise(range(first, end + 1))
            first = end
