"""The practice test as one file: its marks, what it reports, what it remembers, and that it keeps exam items out."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from clausebook.exams.player import player
from clausebook.model.paper import Paper
from clausebook.scoring.marking import points
from tests.exams import sample_papers
from tests.exams.practice_page import TEMPLATES, opened, standard, violations

ADAPTER = """
window.reports = [];
window.clausebookState = new URLSearchParams(location.search).get('state') || '';
window.clausebookReport = report => {
  if (window.isBroken) throw new Error('gone');
  window.reports.push(report);
};
"""
KINDS = ("single_choice", "multiple_choice", "true_false", "ordering", "matching", "number", "text", "short_answer")


@pytest.fixture(scope="module")
def paper() -> Paper:
    return sample_papers.paper(kinds=KINDS)


@pytest.fixture(scope="module")
def addresses(paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The test with an adapter, and alone."""
    folder = tmp_path_factory.mktemp("player")
    for name, adapter in (("told", ADAPTER), ("alone", "")):
        (folder / f"{name}.html").write_text(player(paper, standard(), TEMPLATES, adapter), encoding="utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in ("told", "alone")}


@pytest.fixture
def page(browser: Browser, addresses: dict[str, str]) -> Iterator[Page]:
    with opened(browser, addresses) as found:
        found.open("told")
        yield found.page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def report(page: Page) -> Any:
    return page.evaluate("window.reports.slice(-1)[0]")


def answer_all(page: Page, paper: Paper) -> Fraction:
    """Answer half right, half not; the marks that it should earn."""
    marks = Fraction(0)
    for place, asked in enumerate(paper.questions):
        kind, key = asked.item.type, asked.key_letters
        if kind == "short_answer":
            press(page, "Show the model answer")
            page.get_by_role("checkbox").first.check()
            press(page, "Done marking")
            marks += asked.points * Fraction(2, 5)
        elif kind in ("single_choice", "multiple_choice", "true_false"):
            given = key[:2]
            for letter in given:
                page.keyboard.press(letter)
            page.keyboard.press("Enter")
            marks += points(asked, given)
        else:
            press(page, "I don’t know")
        press(page, "Next" if place + 1 < len(paper.questions) else "See how it went")
    return marks


def test_marks_and_reports_agree_with_the_paper(page: Page, paper: Paper) -> None:
    expect(page.locator(".cb-facts")).to_contain_text("8 questions")
    press(page, "Begin")
    marks = answer_all(page, paper)
    told = report(page)
    assert Fraction(told["score"]["marks"]) == marks
    assert told["isComplete"]
    assert told["isPassed"] is (marks >= paper.passing)
    assert [answer["id"] for answer in told["answers"]] == [asked.item.id for asked in paper.questions]
    assert told["answers"][1] | {"given": "", "marks": ""} == {
        "number": 2,
        "id": "multiple",
        "type": "multiple_choice",
        "given": "",
        "verdict": "partly",
        "marks": "",
        "maximum": "5/3",
    }
    expect(page.get_by_role("heading", name="Your result")).to_be_focused()
    expect(page.locator(".cb-summary-row")).to_have_count(len(KINDS))


def test_a_test_goes_on_where_it_was_left_in_its_language(page: Page, addresses: dict[str, str]) -> None:
    press(page, "Begin")
    page.keyboard.press("c")
    page.keyboard.press("Enter")
    press(page, "Next")
    press(page, "中文")
    expect(page.locator(".cb-bar-count")).to_have_text("第 2 / 8 题")
    before = report(page)
    page.goto("about:blank")
    page.goto(addresses["told"] + "?state=" + page.evaluate("encodeURIComponent", before["state"]))
    press(page, "继续")
    expect(page.locator(".cb-bar-count")).to_have_text("第 2 / 8 题")
    assert report(page)["answers"] == before["answers"]


def test_the_state_is_short_whatever_is_written(page: Page) -> None:
    press(page, "Begin")
    for _ in range(6):
        press(page, "I don’t know")
        press(page, "Next")
    page.locator(".cb-written").fill("长|%7C" * 40)
    press(page, "Check")
    state = report(page)["state"]
    assert len(state) < 4096
    assert state.split("|")[9].startswith("W")


def test_a_report_that_is_not_taken_is_told(page: Page) -> None:
    page.evaluate("window.isBroken = true")
    press(page, "Begin")
    expect(page.get_by_role("alert").first).to_contain_text("could not be saved")
    page.evaluate("window.isBroken = false")
    page.keyboard.press("a")
    expect(page.locator("[data-notice=storage]")).to_have_count(0)


def test_alone_it_keeps_its_own_memory_and_is_for_everyone(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses, bypass_csp=True) as alone:
        alone.open("alone")
        assert violations(alone.page) == []
        press(alone.page, "Begin")
        expect(alone.page.get_by_role("radio").first).to_be_visible()
        alone.page.keyboard.press("a")
        alone.page.keyboard.press("Enter")
        expect(alone.verdict).to_be_visible()
        alone.open("alone")
        press(alone.page, "Continue")
        expect(alone.verdict).to_be_visible()
        assert violations(alone.page) == []


def test_exam_items_are_refused(paper: Paper) -> None:
    first = paper.sections[0]
    asked = first.questions[0]
    hidden = asked.model_copy(update={"item": asked.item.model_copy(update={"pool": "exam"})})
    secret = paper.model_copy(update={"sections": (first.model_copy(update={"questions": (hidden,)}),)})
    with pytest.raises(ValueError, match="may not be published"):
        player(secret, standard(), TEMPLATES)


def test_nothing_but_its_own_scripts_may_run(paper: Paper, tmp_path: Path) -> None:
    html = player(paper, standard(), TEMPLATES, ADAPTER)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert policy.count("sha256-") == 3
    assert html.count("<script>") == 2
    assert "https://" not in html.replace("http://www.w3.org/2000/svg", "")
