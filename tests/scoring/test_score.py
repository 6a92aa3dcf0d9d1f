"""The scoring rules, on a tiny standard whose scores can be worked out by hand."""

from fractions import Fraction
from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.model.result import Result, shown
from clausebook.project import Project
from clausebook.scoring.score import score

FULL = {"flour.a": 1, "flour.b": 1, "water.a": 1, "heat.a": 1, "cooling.a": 1, "cooling.b": 1}
NA = "n/a"


@pytest.fixture
def baker(tiny: Project) -> Questionnaire:
    return load_project(tiny).questionnaires["baker"]


def answered(questionnaire: Questionnaire, **changes: Any) -> Result:
    """The result of full marks with some answers changed; None leaves a provision unanswered."""
    ratings = FULL | {ref.replace("_", "."): rating for ref, rating in changes.items()}
    answers = {
        ref: {"not_applicable": True, "reason": "made up"} if rating == NA else {"rating": rating}
        for ref, rating in ratings.items()
        if rating is not None
    }
    response = Response.model_validate(
        {
            "format": "clausebook-response/1",
            "form": questionnaire.form.id,
            "form_hash": questionnaire.content_hash,
            "language": "en",
            "person": {"id": "B1"},
            "answers": answers,
        }
    )
    return score(questionnaire, response)


def with_form(questionnaire: Questionnaire, **changes: Any) -> Questionnaire:
    form = questionnaire.form.model_dump() | changes
    return Questionnaire(
        form=type(questionnaire.form).model_validate(form), scale=questionnaire.scale, standard=questionnaire.standard
    )


def test_full_marks(baker: Questionnaire) -> None:
    result = answered(baker)
    assert (result.overall, result.band, result.gaps, result.is_complete) == (1, "baked", (), True)


def test_a_clause_is_the_weighted_mean_of_its_provisions(baker: Questionnaire) -> None:
    # Flour: a requirement of weight 3 met, a recommendation of weight 2 not met.
    result = answered(baker, flour_b=0)
    assert result.stages[0].units[0].clauses[0].score == Fraction(3, 5)
    assert result.stages[0].score == Fraction(4, 5)
    assert result.overall == Fraction(9, 10)


def test_a_permission_weighs_nothing(baker: Questionnaire) -> None:
    assert answered(baker, cooling_b=0).overall == 1


def test_not_applicable_leaves_the_sum(baker: Questionnaire) -> None:
    result = answered(baker, water_a=NA, flour_b=0)
    assert result.stages[0].units[0].clauses[1].score is None
    # One clause is left in the first stage, so the stages weigh 1 and 2.
    assert result.overall == (Fraction(3, 5) + 2) / 3
    assert (result.not_applicable, result.answered, result.is_complete) == (1, 6, True)


def test_a_stage_that_does_not_apply_leaves_the_overall_score(baker: Questionnaire) -> None:
    result = answered(baker, flour_a=NA, flour_b=NA, water_a=NA, heat_a=0)
    assert result.stages[0].score is None
    assert result.overall == Fraction(1, 2)


def test_nothing_applies(baker: Questionnaire) -> None:
    result = answered(baker, **{ref.replace(".", "_"): NA for ref in FULL})
    assert (result.overall, result.band, shown(result.overall)) == (None, None, "–")


def test_unanswered_is_incomplete(baker: Questionnaire) -> None:
    result = answered(baker, cooling_b=None)
    assert (result.is_complete, result.answered, result.total) == (False, 5, 6)


def test_bands_compare_the_exact_score(baker: Questionnaire) -> None:
    # 5/8 is exactly the band's 62.5 percent.
    exactly = with_form(baker, stage_weights={"dough": 3, "oven": 5})
    assert answered(exactly, flour_a=0, flour_b=0, water_a=0).overall == Fraction(5, 8)
    assert answered(exactly, flour_a=0, flour_b=0, water_a=0).band == "baked"
    below = with_form(baker, stage_weights={"dough": 3001, "oven": 5000})
    result = answered(below, flour_a=0, flour_b=0, water_a=0)
    assert (shown(result.overall), result.band) == ("62.5", None)


def test_stage_weights_of_the_form(baker: Questionnaire) -> None:
    weighted = with_form(baker, stage_weights={"dough": "0.5", "oven": "1/4"})
    assert answered(weighted, heat_a=0).overall == (Fraction(1, 2) + Fraction(1, 4) * Fraction(1, 2)) / Fraction(3, 4)


@pytest.mark.parametrize(
    ("gates", "band", "causes"),
    [
        ([{"rule": "requirement_at_bottom"}], None, ("flour.a",)),
        ([{"rule": "requirement_at_bottom", "cap": "low"}], "low", ("flour.a",)),
        ([{"rule": "requirement_at_bottom", "cap": "high"}], "high", ("flour.a",)),
        ([{"rule": "stage_minimum", "minimum": 71}], None, ("dough",)),
        ([{"rule": "stage_minimum", "minimum": 70}], "high", None),
    ],
    ids=["blocks", "caps", "caps no lower", "stage blocks", "stage at its minimum"],
)
def test_gates(baker: Questionnaire, gates: list[Any], band: str | None, causes: tuple[str, ...] | None) -> None:
    bands = [
        {"id": "low", "title": {"en": "Low", "de": "N"}, "minimum": 0},
        {"id": "high", "title": {"en": "H", "de": "H"}, "minimum": 50},
    ]
    gated = with_form(baker, gates=gates, bands=bands)
    result = answered(gated, flour_a=0)
    assert result.reached == "high"
    assert result.band == band
    assert [gate.causes for gate in result.gates] == ([causes] if causes else [])


def test_gaps_come_by_weight_lost(baker: Questionnaire) -> None:
    result = answered(baker, flour_a=0, flour_b=0, water_a=0)
    assert [gap.provision for gap in result.gaps] == ["water.a", "flour.a", "flour.b"]
    assert sum(gap.lost for gap in result.gaps) == 1 - result.overall  # type: ignore[operator]


def test_the_gate_of_an_unanswered_requirement_stays_open(baker: Questionnaire) -> None:
    gated = with_form(baker, gates=[{"rule": "requirement_at_bottom"}])
    assert answered(gated, flour_a=None).gates == ()


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        (Fraction(0), "0.0"),
        (Fraction(1), "100.0"),
        (Fraction(6245, 10000), "62.5"),
        (Fraction(62449, 100000), "62.4"),
        (Fraction(1, 3), "33.3"),
        (Fraction(2, 3), "66.7"),
        (Fraction(9995, 10000), "100.0"),
    ],
)
def test_shown_scores_round_half_up(exact: Fraction, text: str) -> None:
    assert shown(exact) == text
