"""What to do about the gaps of a result, clause by clause, the most costly first."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Gap, Result
from clausebook.model.standard import Provision

_FIRST = 3


class Shortfall(NamedTuple):
    """One provision below full: its type, what it says, how it was rated, what that costs, what would prove it."""

    type: str
    text: str
    rating: str
    lost: Fraction
    evidence: Sequence[str]


class Advice(NamedTuple):
    """A clause to read and to practise. `lost` is what its gaps cost; `holds` whether one of them holds the band."""

    id: str
    number: str
    title: str
    lost: Fraction
    holds: bool
    shortfalls: Sequence[Shortfall]
    practice: Sequence[str]
    link: str | None


def advice(result: Result, questionnaire: Questionnaire, language: str, links: Mapping[str, str]) -> list[Advice]:
    """The clauses with gaps, sorted by what they cost, ties in the standard's order."""
    gaps: dict[str, list[Gap]] = {}
    for gap in result.gaps:
        gaps.setdefault(gap.clause, []).append(gap)
    in_order = [clause.id for clause in questionnaire.standard.in_order if clause.id in gaps]
    holding = _holding(result)
    found = [_advice(identity, gaps[identity], holding, questionnaire, language, links) for identity in in_order]
    return sorted(found, key=lambda entry: -entry.lost)


def start(advised: Sequence[Advice]) -> list[Advice]:
    """Where to begin: with what holds the band, then with what costs most."""
    return sorted(advised, key=lambda entry: not entry.holds)[:_FIRST]


def reachable(result: Result, advised: Sequence[Advice]) -> Fraction | None:
    """The overall score that there would be without the gaps of these clauses."""
    return None if result.overall is None else result.overall + sum(entry.lost for entry in advised)


def _holding(result: Result) -> set[str]:
    """References of requirements without which the band would be higher."""
    if result.band == result.reached:
        return set()
    return {cause for gate in result.gates if gate.rule == "requirement_at_bottom" for cause in gate.causes}


def _advice(
    identity: str,
    gaps: Sequence[Gap],
    holding: set[str],
    questionnaire: Questionnaire,
    language: str,
    links: Mapping[str, str],
) -> Advice:
    clause = questionnaire.standard.clause_by_id[identity]
    labels = {answer.points: answer.label[language] for answer in questionnaire.scale.answers}
    return Advice(
        id=identity,
        number=clause.number,
        title=clause.title[language],
        lost=sum((gap.lost for gap in gaps), Fraction(0)),
        holds=any(gap.provision in holding for gap in gaps),
        shortfalls=[
            _shortfall(gap, questionnaire.provisions[gap.provision], labels[gap.rating], language) for gap in gaps
        ],
        practice=clause.practice[language] if clause.practice else (),
        link=links.get(identity),
    )


def _shortfall(gap: Gap, provision: Provision, rating: str, language: str) -> Shortfall:
    evidence = provision.evidence[language] if provision.evidence else ()
    return Shortfall(gap.type, provision.text[language], rating, gap.lost, evidence)
