"""Which band a score reaches, and which gates keep it from being awarded."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from clausebook.model.form import Band, Gate, RequirementGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Reply
from clausebook.model.result import Held, Score, StageScore


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
