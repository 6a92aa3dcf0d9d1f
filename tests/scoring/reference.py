"""The rules of docs/scoring.md, written down as plainly as they stand there: what the fast scorer has to agree with."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import NamedTuple

from clausebook.model.form import Band, Gate, RequirementGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Reply, Response
from clausebook.model.result import ClauseScore, Gap, Held, Result, Score, StageScore, UnitScore
from clausebook.model.standard import Clause, Section, Stage

Replies = Mapping[str, Reply]


def score(questionnaire: Questionnaire, response: Response) -> Result:
    """Score a response whose answers are known to fit the questionnaire; unanswered provisions leave the sums.

    Answers about clauses of business models that were not chosen do not count.
    """
    questionnaire = questionnaire.asked(response.models)
    asked = questionnaire.provisions
    replies = {ref: reply for ref, reply in response.answers.items() if reply.is_answered and ref in asked}
    stages = tuple(_stage(questionnaire, stage, replies) for stage in questionnaire.standard.stages)
    weights = _stage_weights(questionnaire, stages)
    overall = _mean((stage.score, weights[stage.id]) for stage in stages)
    award_ = award(questionnaire, replies, stages, overall)
    return Result(
        form=questionnaire.form.id,
        form_hash=response.form_hash,
        person=response.person,
        reviewer=response.reviewer,
        models=response.models,
        language=response.language,
        saved=response.saved,
        overall=overall,
        stages=stages,
        band=award_.band,
        reached=award_.reached,
        gates=award_.gates,
        gaps=_gaps(questionnaire, replies, stages, weights),
        total=len(questionnaire.provisions),
        answered=len(replies),
        not_applicable=sum(reply.rating is None for reply in replies.values()),
    )


def _stage(questionnaire: Questionnaire, stage: Stage, replies: Replies) -> StageScore:
    units = tuple(_unit(questionnaire, unit, replies) for unit in stage.units)
    clauses = (clause.score for unit in units for clause in unit.clauses)
    return StageScore(id=stage.id, number=stage.number, score=_plain_mean(clauses), units=units)


def _unit(questionnaire: Questionnaire, unit: Section, replies: Replies) -> UnitScore:
    clauses = tuple(
        ClauseScore(id=clause.id, number=clause.number, score=_clause(questionnaire, clause, replies))
        for clause in questionnaire.standard.clauses_of(unit)
    )
    return UnitScore(id=unit.id, number=unit.number, score=_plain_mean(c.score for c in clauses), clauses=clauses)


def _clause(questionnaire: Questionnaire, clause: Clause, replies: Replies) -> Score:
    weight = questionnaire.form.weight
    return _mean(
        (_share(questionnaire, replies[ref]), weight(provision.type))
        for ref, provision in clause.references()
        if ref in replies
    )


def _share(questionnaire: Questionnaire, reply: Reply) -> Score:
    """The rating as a share of the scale's maximum; None where the provision does not apply."""
    return None if reply.rating is None else Fraction(reply.rating, questionnaire.scale.maximum)


def _mean(weighted: Iterable[tuple[Score, Fraction]]) -> Score:
    """The weighted mean of the scores there are; None where no score has weight."""
    scored = [(score, weight) for score, weight in weighted if score is not None and weight]
    total = sum((weight for _, weight in scored), Fraction(0))
    return sum((score * weight for score, weight in scored), Fraction(0)) / total if total else None


def _plain_mean(scores: Iterable[Score]) -> Score:
    return _mean((score, Fraction(1)) for score in scores)


def _stage_weights(questionnaire: Questionnaire, stages: Iterable[StageScore]) -> Mapping[str, Fraction]:
    """The form's own weights, or the number of scored clauses, which makes every clause count the same."""
    own = questionnaire.form.stage_weights
    if own is not None:
        return {stage.id: own.get(stage.id, Fraction(0)) for stage in stages}
    return {stage.id: Fraction(sum(c.score is not None for c in stage.clauses)) for stage in stages}


def _gaps(
    questionnaire: Questionnaire, replies: Replies, stages: tuple[StageScore, ...], weights: Mapping[str, Fraction]
) -> tuple[Gap, ...]:
    """Every weighted provision below full, the most costly first, ties in outline order."""
    all_weights = sum((weights[stage.id] for stage in stages if stage.score is not None), Fraction(0))
    gaps = [
        gap
        for stage in stages
        if stage.score is not None and weights[stage.id]
        for gap in _stage_gaps(questionnaire, replies, stage, weights[stage.id] / all_weights)
    ]
    return tuple(sorted(gaps, key=lambda gap: -gap.lost))


def _stage_gaps(
    questionnaire: Questionnaire, replies: Replies, stage: StageScore, stage_share: Fraction
) -> Iterable[Gap]:
    scored = [clause for clause in stage.clauses if clause.score is not None]
    for clause in scored:
        rated = [
            (ref, provision, replies[ref].rating, questionnaire.form.weight(provision.type))
            for ref, provision in questionnaire.standard.clause_by_id[clause.id].references()
            if ref in replies
        ]
        weighted = [(ref, p, rating, weight) for ref, p, rating, weight in rated if rating is not None and weight]
        total = sum((weight for *_, weight in weighted), Fraction(0))
        for ref, provision, rating, weight in weighted:
            if rating < questionnaire.scale.maximum:
                missing = 1 - Fraction(rating, questionnaire.scale.maximum)
                lost = missing * weight / total / len(scored) * stage_share
                yield Gap(provision=ref, clause=clause.id, type=provision.type, rating=rating, lost=lost)


class Award(NamedTuple):
    """The band that the score alone reaches, the gates that closed, and the band that is left."""

    reached: str | None
    gates: tuple[Held, ...]
    band: str | None


def award(
    questionnaire: Questionnaire, replies: Mapping[str, Reply], stages: tuple[StageScore, ...], overall: Score
) -> Award:
    """Compare the exact score with the bands, then apply the gates."""
    bands = questionnaire.form.bands
    rank = _rank(bands, overall)
    gates = tuple(
        Held(rule=gate.rule, causes=causes, cap=gate.cap)
        for gate in questionnaire.form.gates
        if (causes := _causes(gate, questionnaire, replies, stages))
    )
    left = min([rank, *(_cap_rank(bands, gate.cap) for gate in gates)])
    return Award(_band_at(bands, rank), gates, _band_at(bands, left))


def _rank(bands: tuple[Band, ...], overall: Score) -> int:
    """The index of the highest band whose minimum the score meets; -1 below them all."""
    if overall is None:
        return -1
    return sum(overall * 100 >= band.minimum for band in bands) - 1


def _cap_rank(bands: tuple[Band, ...], cap: str | None) -> int:
    return -1 if cap is None else [band.id for band in bands].index(cap)


def _band_at(bands: tuple[Band, ...], rank: int) -> str | None:
    return bands[rank].id if rank >= 0 else None


def _causes(
    gate: Gate, questionnaire: Questionnaire, replies: Mapping[str, Reply], stages: Iterable[StageScore]
) -> tuple[str, ...]:
    """What closes the gate: references of requirements at the bottom, or ids of stages below the minimum."""
    if isinstance(gate, RequirementGate):
        bottom = questionnaire.scale.points[0]
        return tuple(
            ref
            for ref, provision in questionnaire.provisions.items()
            if provision.type == "requirement" and ref in replies and replies[ref].rating == bottom
        )
    return tuple(stage.id for stage in stages if stage.score is not None and stage.score * 100 < gate.minimum)
