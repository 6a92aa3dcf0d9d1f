"""Who is rated by whom, and for which kinds of business: what the form asks for and what the response says."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from tests.forms.conftest import MODELS, FormPage, clause, sample
from tests.forms.test_web_form import response

Open = Callable[[Questionnaire], FormPage]


def of_two_kinds() -> Questionnaire:
    """The sample with two clauses more, one of them only for B2B and the other for B2C and DTC."""
    only = clause("3.2", "requirement", models=("b2b",))
    rest = clause("3.3", "requirement", models=("b2c", "dtc"))
    return sample(only, rest, models=MODELS)


def test_statements_of_other_business_models_are_left_out(open_form: Open) -> None:
    form = open_form(of_two_kinds())
    expect(form.page.locator(".cb-form-left-out")).to_have_text("All 9 statements are asked.")
    form.page.get_by_label("B2B (en)").check()
    expect(form.page.locator(".cb-form-left-out")).to_contain_text("1 statement is left out; 8 remain.")
    expect(form.count).to_have_text("0 of 8 answered")
    form.turn(3)
    expect(form.question("c-3-2.a")).to_be_visible()
    expect(form.question("c-3-3.a")).to_have_count(0)
    form.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(form.page.locator(".cb-sheet").get_by_text("Provision 3.3a")).to_have_count(0)


def test_answers_come_back_with_their_business_model(open_form: Open) -> None:
    questionnaire = of_two_kinds()
    form = open_form(questionnaire)
    form.page.get_by_label("Staff number").fill("E1")
    form.turn(3)
    form.rate("c-3-3.a", 0)
    form.turn(0)
    form.page.get_by_label("B2B (en)").check()
    form.turn(-1)
    expect(form.page.locator(".cb-form-gap")).to_have_count(0)
    exported = Response.model_validate_json(form.export()[1])
    assert exported.models == ("b2b",)
    assert exported.answers["c-3-3.a"].rating == 0
    form.page.reload()
    form.turn(0)
    expect(form.page.get_by_label("B2B (en)")).to_be_checked()
    form.page.get_by_label("B2B (en)").uncheck()
    expect(form.count).to_have_text("1 of 9 answered")


def test_a_stage_without_statements_for_the_business_model_goes(open_form: Open) -> None:
    questionnaire = of_two_kinds()
    clauses = {
        number: c.model_copy(update={"models": ("dtc",)}) if number == "2.1" else c
        for number, c in questionnaire.standard.clauses.items()
    }
    standard = questionnaire.standard.model_copy(update={"clauses": clauses})
    form = open_form(questionnaire.model_copy(update={"standard": standard}))
    expect(form.page.locator(".cb-nav-row")).to_have_count(5)
    form.page.get_by_label("B2B (en)").check()
    expect(form.page.locator(".cb-nav-row")).to_have_count(4)
    form.turn(2)
    expect(form.page.locator(".cb-title")).to_contain_text("Section 3")
    form.page.reload()
    expect(form.page.locator(".cb-title")).to_contain_text("Section 3")


def test_the_other_window_follows_the_choice_of_business_models(open_form: Open) -> None:
    one, two = open_form(of_two_kinds()), open_form(of_two_kinds())
    two.turn(3)
    one.page.get_by_label("B2B (en)").check()
    expect(two.question("c-3-3.a")).to_have_count(0)
    expect(two.question("c-3-2.a")).to_be_visible()
    expect(two.count).to_have_text("0 of 8 answered")


@pytest.mark.parametrize(
    ("kind", "rated", "rater"),
    [
        ("review", "Who is being rated", "Who is rating"),
        ("organization", "The organisation audited", "Who is auditing"),
    ],
)
def test_the_response_says_who_rated_whom(open_form: Open, kind: str, rated: str, rater: str) -> None:
    form = open_form(sample(kind=kind))
    form.turn(1)
    form.rate("c-1-1-1.a", 2)
    form.turn(-1)
    download = form.page.get_by_role("button", name="Download the answer file")
    download.click()
    first = form.page.get_by_role("group", name=rated).get_by_role("textbox").first
    expect(first).to_be_focused()
    expect(form.page.locator(".cb-error:visible")).to_have_count(1)
    first.fill("E1")
    form.turn(-1)
    download.click()
    other = form.page.get_by_role("group", name=rater).get_by_role("textbox")
    expect(other.first).to_be_focused()
    other.first.fill("M7")
    other.last.fill("Audit")
    name, text = form.export()
    exported = Response.model_validate_json(text)
    assert exported.person.id == "E1"
    assert exported.reviewer is not None
    assert (exported.reviewer.id, exported.reviewer.department) == ("M7", "Audit")
    assert name.startswith("sample-form-E1-M7-")


def test_people_who_rate_themselves_have_no_reviewer(open_form: Open) -> None:
    form = open_form(sample())
    form.page.get_by_label("Staff number").fill("E1")
    exported = json.loads(form.export()[1])
    assert "reviewer" not in exported
    assert exported["models"] == []


def test_a_response_is_taken_in_with_reviewer_and_models(open_form: Open) -> None:
    questionnaire = sample(kind="review", models=MODELS)
    form = open_form(questionnaire)
    given = response(questionnaire, reviewer={"id": "M1", "name": "王", "department": ""}, models=["dtc"])
    form.load(given)
    expect(form.page.get_by_label("DTC (en)")).to_be_checked()
    exported = json.loads(form.export()[1])
    assert (exported["reviewer"], exported["models"]) == (given["reviewer"], ["dtc"])


def test_a_reviewed_response_does_not_fit_a_form_about_oneself(open_form: Open) -> None:
    form = open_form(sample())
    form.load(response(sample(), reviewer={"id": "M1"}))
    expect(form.page.get_by_role("alert").filter(has_text="do not suit this form")).to_be_visible()
