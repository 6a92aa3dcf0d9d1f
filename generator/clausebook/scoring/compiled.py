"""A form prepared for scoring many responses, in whole numbers and ready pieces of JSON.

The rules are those of docs/scoring.md. What is left to do for a response is to look up the state of each clause, to
add, to put the gaps in order and to join texts.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, chain, compress, pairwise, repeat
from math import gcd, lcm
from operator import is_, itemgetter
from typing import Any

from clausebook.model.form import RequirementGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Reply, Response
from clausebook.model.result import Result
from clausebook.scoring.bands import Ladder, Ratio
from clausebook.scoring.clauses import ClauseStates, Loss, common_denominator
from clausebook.scoring.exact import COUNTS, whole, written
from clausebook.scoring.outline import Outline

_MOST_STATES = 50_000
"""So many states of clauses are kept for one form."""
_UNANSWERED = Reply()
_TAKEN_OVER = Response.model_fields.keys() & Result.model_fields.keys()

Pick = Callable[[Sequence[int | None]], Any]


class CompiledForm:
    """Scores responses to one questionnaire, all of which is asked."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        form, scale, standard = questionnaire.form, questionnaire.scale, questionnaire.standard
        weights = dict(zip(form.all_weights, whole(form.all_weights.values()), strict=True))
        clauses = standard.in_order
        self._refs = tuple(questionnaire.provisions)
        self._denominator = common_denominator(clauses, weights, scale)
        most = _MOST_STATES // (len(clauses) or 1)
        states = (ClauseStates(clause, weights, scale, self._denominator, most) for clause in clauses)
        self._clauses = tuple(zip(states, _picks(questionnaire), strict=True))
        self._outline = Outline(standard)
        own = form.stage_weights
        self._weights = None if own is None else whole(own.get(s.id, Fraction(0)) for s in standard.stages)
        self._ladder = Ladder(form)
        self._requirements = _requirements(questionnaire)
        self._lowest = scale.points[0]

    def line(self, response: Response) -> bytes:
        """The Result of a response in JSON, on one line without its end."""
        ratings = [reply.rating for reply in map(response.answers.get, self._refs, repeat(_UNANSWERED))]
        states = [known[pick(ratings)] for known, pick in self._clauses]
        totals, texts, gaps = zip(*states, strict=True) if states else ((), (), ())
        sums = list(accumulate(totals, initial=0))
        taken_over = response.model_dump_json(include=_TAKEN_OVER).removesuffix("}")
        stages = self._outline.filled(sums, texts, self._denominator)
        outcome = f"{self._outcome(sums, gaps, ratings)},{self._counts(response.answers, ratings)}"
        # Two texts, since only the first has characters that are not ASCII, which would slow the others down.
        return taken_over.encode() + f',"stages":[{stages}],{outcome}}}'.encode()

    def _outcome(self, sums: Sequence[int], gaps: Sequence[tuple[Loss, ...]], ratings: Sequence[int | None]) -> str:
        """The overall score, the band with its gates, and the gaps."""
        scores = [divmod(sums[end] - sums[first], COUNTS) for _, (first, end) in self._outline.stages]
        factors, base = stage_factors(self._weights, tuple([count for _, count in scores]))
        base *= self._denominator
        overall = (sum([score * factor for (score, _), factor in zip(scores, factors, strict=True)]), base)
        bottom = [ref for ref, place in self._requirements if ratings[place] == self._lowest]
        award = self._ladder.award(overall if base else None, self._scored(scores), bottom)
        gates = ",".join([gate.model_dump_json() for gate in award.gates])
        return (
            f'"overall":{written(*overall) if base else "null"},"band":{_name(award.band)},'
            f'"reached":{_name(award.reached)},"gates":[{gates}],"gaps":[{self._gaps(gaps, factors, base)}]'
        )

    def _scored(self, scores: Iterable[tuple[int, int]]) -> list[tuple[str, Ratio]]:
        """The stages that have a score."""
        stages = zip(self._outline.stages, scores, strict=True)
        return [(stage, (score, count * self._denominator)) for (stage, _), (score, count) in stages if count]

    def _gaps(self, gaps: Sequence[tuple[Loss, ...]], factors: Sequence[int], base: int) -> str:
        """All gaps, the most costly first, ties in outline order."""
        heads: dict[int, list[str]] = defaultdict(list)
        for lost, head in self._losses(gaps, factors):
            heads[lost].append(head)
        return ",".join([_joined(heads[lost], f"{written(lost, base)}}}") for lost in sorted(heads, reverse=True)])

    def _losses(self, gaps: Sequence[tuple[Loss, ...]], factors: Sequence[int]) -> Iterable[Loss]:
        """What the overall score loses. Mostly every clause counts the same, and there is nothing to multiply."""
        if set(factors) == {1}:
            return chain.from_iterable(gaps)
        stages = zip(self._outline.stages, factors, strict=True)
        weighed = ((factor, gap) for (_, (first, end)), factor in stages if factor for gap in gaps[first:end])
        return ((lost * factor, head) for factor, gap in weighed for lost, head in gap)

    def _counts(self, answers: Mapping[str, Reply], ratings: Sequence[int | None]) -> str:
        total, unrated = len(ratings), ratings.count(None)
        refs = compress(self._refs, map(is_, ratings, repeat(None))) if unrated else ()
        away = sum([bool(answers.get(ref, _UNANSWERED).not_applicable) for ref in refs])
        return f'"total":{total},"answered":{total - unrated + away},"not_applicable":{away}'


@lru_cache(10_000)
def stage_factors(weights: tuple[int, ...] | None, counts: tuple[int, ...]) -> tuple[tuple[int, ...], int]:
    """What each stage's sum of scores counts in the overall score, and the number by which to divide the whole.

    `counts` are the clauses with a score in each stage, which are the weights too where there are no others.
    """
    weighed = [(weight if count else 0, count or 1) for weight, count in zip(weights or counts, counts, strict=True)]
    common = lcm(*(count for _, count in weighed))
    factors = [weight * common // count for weight, count in weighed]
    base = common * sum(weight for weight, _ in weighed)
    divisor = gcd(base, *factors) or 1
    return tuple(factor // divisor for factor in factors), base // divisor


def _picks(questionnaire: Questionnaire) -> Iterator[Pick]:
    """What takes the ratings of each clause out of those of the whole form."""
    ends = accumulate((len(clause.provisions) for clause in questionnaire.standard.in_order), initial=0)
    return (itemgetter(*range(first, end)) for first, end in pairwise(ends))


def _requirements(questionnaire: Questionnaire) -> tuple[tuple[str, int], ...]:
    """The requirements with their place among the provisions, where a gate asks for them."""
    if not any(isinstance(gate, RequirementGate) for gate in questionnaire.form.gates):
        return ()
    provisions = enumerate(questionnaire.provisions.items())
    return tuple((ref, place) for place, (ref, provision) in provisions if provision.type == "requirement")


def _joined(heads: Iterable[str], end: str) -> str:
    """The gaps that lose the same, as a list in JSON."""
    return f"{end},".join(heads) + end


def _name(band: str | None) -> str:
    return "null" if band is None else f'"{band}"'
