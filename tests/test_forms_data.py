"""This project's own forms: every job has one, every clause is asked of somebody, and their rules make sense."""

from collections import Counter
from collections.abc import Mapping

import pytest

from clausebook.build.loading import load_project
from clausebook.model.form import RequirementGate, StageGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import Standard
from clausebook.project import Project

Forms = Mapping[str, Questionnaire]

WHOLE = {"operator", "audit", "review"}
FAMILIES = {
    "market-brand",
    "site-content",
    "promotion",
    "data",
    "customer-service",
    "sales-contracts",
    "fulfilment-payment",
}
FEWEST_CLAUSES = 4
"""So many clauses a stage has at least where a form sets it a minimum: a single answer has to decide nothing."""


@pytest.fixture(scope="module")
def forms(real: Project) -> Forms:
    return load_project(real).questionnaires


@pytest.fixture(scope="module")
def families(forms: Forms) -> Forms:
    return {name: form for name, form in forms.items() if form.form.roles}


def test_there_is_a_form_for_everyone_for_each_job_and_for_those_who_look_from_outside(
    forms: Forms, families: Forms
) -> None:
    assert set(forms) == WHOLE | FAMILIES
    assert set(families) == FAMILIES
    assert {name: q.form.kind for name, q in forms.items() if q.form.kind != "self"} == {
        "audit": "organization",
        "review": "review",
    }


def test_every_role_has_one_family(families: Forms, standard: Standard) -> None:
    assert Counter(role for form in families.values() for role in form.form.roles) == Counter(
        role.id for role in standard.roles
    )


def test_every_clause_is_asked_of_a_family(families: Forms, standard: Standard) -> None:
    asked = {clause for form in families.values() for clause in form.standard.clauses}
    assert asked == set(standard.clauses)


def test_a_family_is_asked_no_more_than_it_answers_in_an_hour(families: Forms) -> None:
    assert {name: len(form.provisions) for name, form in families.items() if not 20 <= len(form.provisions) <= 70} == {}


def test_every_role_of_a_family_owns_something_that_it_is_asked(families: Forms) -> None:
    for name, form in families.items():
        owners = {role for clause in form.standard.in_order for role in clause.roles}
        assert set(form.form.roles) <= owners, name


def test_forms_for_everyone_ask_everything(forms: Forms, standard: Standard) -> None:
    for name in WHOLE:
        assert set(forms[name].standard.clauses) == set(standard.clauses), name


def test_models_are_chosen_exactly_where_that_leaves_something_out(forms: Forms, standard: Standard) -> None:
    models = tuple(model.id for model in standard.identity.models)
    for name, form in forms.items():
        matters = any(set(clause.models) != set(models) for clause in form.standard.in_order)
        assert form.form.models == (models if matters else ()), name


def test_something_is_left_to_ask_with_any_one_model(forms: Forms) -> None:
    for name, form in forms.items():
        for model in form.form.models:
            assert len(form.asked([model]).provisions) >= 15, (name, model)


def test_bands_begin_at_nothing_and_end_below_full(forms: Forms) -> None:
    for name, form in forms.items():
        minimums = [band.minimum for band in form.form.bands]
        assert minimums[0] == 0, name
        assert len(minimums) == 4, name
        assert 90 <= minimums[-1] < 100, name


def test_bands_of_people_are_the_same_in_every_form(forms: Forms) -> None:
    everyone = forms["operator"].form.bands
    assert {name for name, form in forms.items() if form.form.bands != everyone} == {"audit"}


def test_an_unmet_requirement_keeps_everybody_from_the_best_bands(forms: Forms) -> None:
    for name, form in forms.items():
        ranks = {band.id: rank for rank, band in enumerate(form.form.bands)}
        caps = [gate.cap for gate in form.form.gates if isinstance(gate, RequirementGate)]
        assert [ranks[cap] for cap in caps if cap] == [1], name


def test_a_stage_has_a_minimum_only_where_its_score_rests_on_several_clauses(forms: Forms) -> None:
    for name, form in forms.items():
        for asked in (form, *(form.asked([model]) for model in form.form.models)):
            fewest = min(len(asked.standard.clauses_of(stage)) for stage in asked.standard.stages)
            has_minimum = any(isinstance(gate, StageGate) for gate in form.form.gates)
            assert not has_minimum or fewest >= FEWEST_CLAUSES, name


def test_a_stage_minimum_lies_below_the_band_that_it_guards(forms: Forms) -> None:
    for name, form in forms.items():
        minimums = [band.minimum for band in form.form.bands]
        ranks = {band.id: rank for rank, band in enumerate(form.form.bands)}
        for gate in form.form.gates:
            if isinstance(gate, StageGate) and gate.cap:
                assert gate.minimum <= minimums[ranks[gate.cap] + 1], name


def test_own_stage_weights_forget_no_stage(forms: Forms) -> None:
    for name, form in forms.items():
        if form.form.stage_weights is not None:
            assert set(form.form.stage_weights) == {stage.id for stage in form.standard.stages}, name
            assert all(form.form.stage_weights.values()), name


def test_analysis_makes_half_of_the_analysts_score(forms: Forms) -> None:
    weights = dict(forms["data"].form.stage_weights or {})
    assert weights.pop("data") == sum(weights.values())


def test_only_what_is_asked_for_weighs(forms: Forms) -> None:
    for name, form in forms.items():
        weights = form.form.all_weights
        assert weights["requirement"] > weights["recommendation"] > 0, name
        assert weights["permission"] == weights["statement"] == 0, name


def test_a_reviewer_rates_by_the_rules_of_the_form_it_is_compared_with(forms: Forms) -> None:
    review = forms["review"]
    own = forms[review.form.compared_with or ""]
    assert review.provisions == own.provisions
    assert review.scale.points == own.scale.points
    assert [answer.label for answer in review.scale.answers] == [answer.label for answer in own.scale.answers]
    decisive = {"weights", "stage_weights", "bands", "gates", "models"}
    assert review.form.model_dump(include=decisive) == own.form.model_dump(include=decisive)


def test_every_answer_has_a_hint_and_every_form_says_how_to_be_erased(forms: Forms, standard: Standard) -> None:
    for name, form in forms.items():
        assert all(answer.hint for answer in form.scale.answers), name
        for language in standard.languages:
            assert "clausebook erase" in form.form.privacy[language], name
