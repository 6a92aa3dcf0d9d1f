"""The second place where a draft is kept: what the browser forgets of the first comes back from it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from clausebook.model.questionnaire import Questionnaire
from tests.forms.conftest import FormPage, sample

Open = Callable[[Questionnaire], FormPage]

SAVED = re.compile(r"Saved at \d\d:\d\d:\d\d")
FORGET = "localStorage.removeItem('clausebook:sample:sample-form')"
KEPT = """() => new Promise(resolve => {
    const opening = indexedDB.open('clausebook', 1);
    opening.onsuccess = () => {
        const found = opening.result.transaction('drafts').objectStore('drafts').get('clausebook:sample:sample-form');
        found.onsuccess = () => resolve(found.result);
    };
})"""


def answered(open_form: Open) -> FormPage:
    form = open_form(sample())
    form.turn(1)
    form.rate("c-1-1-1.a", 2)
    form.rate("c-1-1-2.a", "away")
    form.reason("c-1-1-2.a").fill("Sold by 䶮𬭎")
    expect(form.saved).to_have_text(SAVED)
    return form


def test_what_the_browser_forgot_comes_back(open_form: Open) -> None:
    form = answered(open_form)
    form.page.evaluate(FORGET)
    form.page.reload()
    expect(form.count).to_have_text("2 of 7 answered")
    form.turn(1)
    expect(form.option("c-1-1-1.a", 2)).to_be_checked()
    expect(form.reason("c-1-1-2.a")).to_have_value("Sold by 䶮𬭎")
    assert "䶮𬭎" in form.page.evaluate("localStorage.getItem('clausebook:sample:sample-form')")
    assert form.errors == []


def test_two_windows_keep_each_others_answers_there(open_form: Open) -> None:
    one, two = answered(open_form), open_form(sample())
    two.turn(2)
    two.rate("c-2-1.a", 1)
    expect(two.saved).to_have_text(SAVED)
    one.page.evaluate(FORGET)
    two.page.close()
    one.page.close()
    expect(open_form(sample()).count).to_have_text("3 of 7 answered")


def test_clearing_clears_it(open_form: Open) -> None:
    form = answered(open_form)
    assert "䶮𬭎" in form.page.evaluate(KEPT)
    form.turn(-1)
    form.page.get_by_role("button", name="Clear everything").click()
    form.page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    expect(form.saved).to_have_text(SAVED)
    assert "䶮𬭎" not in form.page.evaluate(KEPT)
    form.page.evaluate(FORGET)
    form.page.reload()
    expect(form.count).to_have_text("0 of 7 answered")


@pytest.mark.parametrize(
    "trouble",
    [
        "Object.defineProperty(window, 'indexedDB', {value: undefined})",
        "IDBFactory.prototype.open = () => { throw new DOMException('blocked', 'SecurityError'); }",
        "IDBFactory.prototype.open = () => ({})",
        "IDBDatabase.prototype.transaction = () => { throw new DOMException('closing', 'InvalidStateError'); }",
        "IDBObjectStore.prototype.put = function () { this.transaction.abort(); }",
        "IDBObjectStore.prototype.put = () => ({})",
    ],
)
def test_without_it_answers_are_saved_all_the_same(context: BrowserContext, open_form: Open, trouble: str) -> None:
    context.add_init_script(trouble)
    form = answered(open_form)
    form.page.reload()
    expect(form.count).to_have_text("2 of 7 answered")
    assert form.errors == []
