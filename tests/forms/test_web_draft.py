"""The draft: what "saved" promises, and what a newer form makes of an older one."""

import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from clausebook.model.questionnaire import Questionnaire
from tests.forms.conftest import FormPage, clause, sample

Open = Callable[[Questionnaire], FormPage]
KEY = "clausebook:sample:sample-form"


def stored(form: FormPage) -> dict[str, Any]:
    draft: dict[str, Any] = json.loads(form.page.evaluate("key => localStorage.getItem(key)", KEY))
    return draft


def reworded(questionnaire: Questionnaire, number: str) -> Questionnaire:
    """The same form with another wording of one clause's statements."""
    old = questionnaire.standard.clauses[number]
    texts = {"zh": "新的说法", "en": "A new wording"}
    mended = [
        {**provision.model_dump(mode="json"), "text": texts if place == 0 else provision.text.root}
        for place, provision in enumerate(old.provisions)
    ]
    clauses = {**questionnaire.standard.clauses}
    clauses[number] = type(old).model_validate({**old.model_dump(mode="json"), "provisions": mended})
    standard = questionnaire.standard.model_copy(update={"clauses": clauses})
    return Questionnaire(form=questionnaire.form, scale=questionnaire.scale, standard=standard)


def test_a_newer_form_says_which_statements_changed(open_form: Open) -> None:
    old = open_form(sample(clause("3.2", "requirement")))
    old.turn(3)
    old.rate("c-3-2.a", 2)
    old.turn(2)
    old.rate("c-2-1.a", 1)
    old.page.close()
    newer = reworded(sample(clause("3.3", "requirement")), "2.1")
    new = open_form(newer)
    notice = new.page.locator("[data-notice=carried]")
    expect(notice.locator(".cb-fold-toggle")).to_have_text(
        [
            "1 statement is worded differently: check your answer",
            "1 new statement",
            "1 statement is no longer asked",
        ]
    )
    new.page.reload()
    for summary in notice.locator(".cb-fold-toggle").all():
        summary.click()
    expect(notice).to_contain_text("3.2 a Your answer was: Level 2 (en)")
    expect(notice).to_contain_text("3.3 Provision 3.3a (en)")
    notice.get_by_role("button", name="A new wording").click()
    expect(new.option("c-2-1.a", 1)).to_be_focused()
    notice.get_by_role("button", name="Got it").click()
    new.page.reload()
    expect(new.option("c-2-1.a", 1)).to_be_checked()
    expect(notice).to_have_count(0)


def test_a_draft_from_before_statements_were_remembered_is_read(open_form: Open) -> None:
    form = open_form(sample())
    old = {
        "format": "clausebook-draft/1",
        "hash": "0" * 16,
        "started": "2026-01-01T00:00:00Z",
        "saved": "2026-01-02T00:00:00Z",
        "cleared": 0,
        "clock": 5,
        "answers": {"c-2-1.a": {"rating": 1, "at": 4}, "gone.a": {"rating": 2, "comment": "kept", "at": 5}},
        "fields": {"id": {"value": "E1", "at": 3}},
    }
    form.page.goto("about:blank")
    form.page.goto(form.requests[0])
    form.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(old)])
    form.page.close()
    form = open_form(sample())
    notice = form.page.locator("[data-notice=carried]")
    expect(notice).to_contain_text("Answers carried over: 1.")
    notice.locator(".cb-fold-toggle").click()
    expect(notice).to_contain_text("gone.a Your answer was: Level 2 (en) · kept")
    assert len(stored(form)["statements"]) == 7


def test_typing_is_not_called_saved_before_it_is(open_form: Open) -> None:
    form = open_form(sample())
    form.page.get_by_label("Staff number").press_sequentially("E1")
    assert form.saved.text_content() == "Saving …"
    expect(form.saved).to_have_text(re.compile(r"Saved at \d\d:\d\d:\d\d"))
    assert stored(form)["fields"]["id"]["value"] == "E1"


def test_typing_without_a_rest_is_saved_all_the_same(open_form: Open) -> None:
    form = open_form(sample())
    box = form.page.get_by_label("Staff number")
    box.press_sequentially("x" * 40, delay=100)
    assert len(stored(form)["fields"]["id"]["value"]) >= 15


def test_a_storage_that_drops_what_is_written_is_noticed(open_form: Open) -> None:
    form = open_form(sample())
    form.page.evaluate("Storage.prototype.setItem = () => {}")
    form.turn(1)
    form.rate("c-1-1-1.a", 2)
    expect(form.saved).to_have_text("Not saved")
    expect(form.page.get_by_role("alert").filter(has_text="not saving your answers")).to_be_visible()
