"""The fast scorer agrees with the plain rules of reference.py to the last digit, on any form and any answers."""

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import FORMAT, Response
from clausebook.model.result import Result
from clausebook.model.standard import PROVISION_TYPES
from clausebook.project import Project
from clausebook.scoring.clauses import ClauseStates
from clausebook.scoring.compiled import CompiledForm, stage_factors
from clausebook.scoring.exact import COUNTS, mean, whole, written
from clausebook.scoring.score import Scorer, score
from tests.conftest import TINY
from tests.forms.conftest import MODELS, clause, random_answers, random_models, random_questionnaire, sample
from tests.scoring import reference

RARE = '䶮𬭎\u2028"\\'


def response(questionnaire: Questionnaire, answers: dict[str, Any], models: tuple[str, ...] = ()) -> Response:
    reviewer = {"id": "R1", "name": RARE} if questionnaire.form.has_reviewer else None
    return Response.model_validate(
        {
            "format": FORMAT,
            "form": questionnaire.form.id,
            "form_hash": questionnaire.content_hash,
            "language": "zh",
            "person": {"id": "E1", "name": RARE, "department": "运营部"},
            "reviewer": reviewer,
            "models": models,
            "saved": "2026-01-01T09:00:00Z",
            "answers": answers,
        }
    )


@pytest.mark.parametrize("seed", range(60))
def test_random_forms(seed: int) -> None:
    rng = Random(seed)
    questionnaire = random_questionnaire(rng)
    scorer = Scorer(questionnaire)
    for _ in range(12):
        given = response(questionnaire, random_answers(rng, questionnaire), random_models(rng))
        expected = reference.score(questionnaire, given)
        assert scorer.score(given) == expected
        assert score(questionnaire, given) == expected


def test_a_line_is_one_line_that_reads_back_exactly() -> None:
    questionnaire = sample(kind="review")
    rng = Random(1)
    given = response(questionnaire, random_answers(rng, questionnaire))
    line = Scorer(questionnaire).line(given)
    assert b"\n" not in line
    assert RARE.split("\u2028")[0].encode() in line
    result = Result.model_validate_json(line)
    assert result == reference.score(questionnaire, given)
    assert Result.model_validate_json(result.model_dump_json()) == result


def test_what_is_remembered_changes_nothing() -> None:
    questionnaire = random_questionnaire(Random(3))
    rng = Random(4)
    batch = [response(questionnaire, random_answers(rng, questionnaire), random_models(rng)) for _ in range(60)]
    scorer = Scorer(questionnaire)
    once = [scorer.line(given) for given in batch]
    assert [scorer.line(given) for given in reversed(batch)] == once[::-1]
    assert [Scorer(questionnaire).line(given) for given in batch] == once


def test_the_order_of_the_models_does_not_matter() -> None:
    questionnaire = sample(clause("3.2", "requirement", models=("b2c",)), models=MODELS)
    scorer = Scorer(questionnaire)
    totals = [scorer.score(response(questionnaire, {}, models)).total for models in (("b2b", "dtc"), ("dtc", "b2b"))]
    assert totals == [7, 7]
    assert scorer.score(response(questionnaire, {}, ("b2b", "b2c"))).total == 8


def test_models_that_leave_nothing_to_ask() -> None:
    questionnaire = load_project(Project.at(TINY)).questionnaires["baker"]
    clauses = {n: c.model_copy(update={"models": ("shop",)}) for n, c in questionnaire.standard.clauses.items()}
    only_shops = questionnaire.model_copy(
        update={"standard": questionnaire.standard.model_copy(update={"clauses": clauses})}
    )
    result = score(only_shops, response(only_shops, {}, ("stall",)))
    assert (result.stages, result.overall, result.total, result.gaps) == ((), None, 0, ())


def test_the_states_that_are_kept_are_bounded() -> None:
    questionnaire = sample()
    first = questionnaire.standard.clauses["1.1.1"]
    weights = dict.fromkeys(PROVISION_TYPES, 1)
    states = ClauseStates(first, weights, questionnaire.scale, 6, most=4)
    for one in (None, 0, 1, 2, 3):
        for other in (None, 0, 1, 2, 3):
            assert states[one, other] == states[one, other]
    assert len(states) == 4


def test_a_single_number_holds_a_sum_and_a_count() -> None:
    assert mean(7 * COUNTS + 2, 10) == '"7/20"'
    assert mean(0, 10) == "null"
    assert mean(1, 10) == '"0"'


def test_fractions_are_written_as_python_writes_them() -> None:
    rng = Random(5)
    for _ in range(500):
        top, bottom = rng.randrange(200), rng.randint(1, 200)
        assert written(top, bottom) == f'"{Fraction(top, bottom)}"'


def test_whole_numbers_keep_the_proportion() -> None:
    assert whole([Fraction(3), Fraction(2), Fraction(0)]) == (3, 2, 0)
    assert whole([Fraction(1, 3), Fraction(5, 2)]) == (2, 15)
    assert whole([Fraction(0)]) == (0,)
    assert whole([]) == ()


def test_what_a_stage_counts() -> None:
    assert stage_factors(None, (16, 5, 0)) == ((1, 1, 0), 21)
    assert stage_factors((1, 1), (2, 3)) == ((3, 2), 12)
    assert stage_factors((0, 0), (2, 3)) == ((0, 0), 0)


def test_a_form_is_compiled_once_for_each_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Questionnaire] = []

    def noted(questionnaire: Questionnaire) -> CompiledForm:
        compiled.append(questionnaire)
        return CompiledForm(questionnaire)

    monkeypatch.setattr("clausebook.scoring.score.CompiledForm", noted)
    questionnaire = sample(models=MODELS)
    scorer = Scorer(questionnaire)
    for models in ((), ("b2b", "b2c"), ("b2c", "b2b"), ()):
        scorer.line(response(questionnaire, {}, models))
    assert len(compiled) == 2
