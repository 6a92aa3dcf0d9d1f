"""A form laid over a standard: which clauses it asks about."""

from clausebook.build.loading import load_project
from clausebook.project import Project


def test_a_form_that_has_been_read_is_still_cut_down_to_business_models(real: Project) -> None:
    form = load_project(real).questionnaire("operator")
    whole = set(form.provisions)
    assert form.standard.in_order
    left = form.asked(["b2c"])
    assert set(left.provisions) == {
        ref for clause in form.standard.in_order if "b2c" in clause.models for ref, _ in clause.references()
    }
    assert set(left.provisions) < whole
    assert len(left.standard.in_order) == len(left.standard.clauses)


def test_whoever_names_no_business_model_is_asked_everything(real: Project) -> None:
    form = load_project(real).questionnaire("operator")
    assert form.asked([]) is form
