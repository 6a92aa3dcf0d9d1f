"""The form for everyone: axe-core on every page of it, narrow phones, and a whole form by the keyboard alone."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Keyboard, Page, expect

from clausebook.forms.web import single_file
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from tests.forms.conftest import MODELS, TEMPLATES, FormPage, clause, sample
from tests.forms.test_web_form import response
from tests.forms.test_web_result import BEFORE, NOW, PRACTICE

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def questionnaire() -> Questionnaire:
    """A reviewer's form with a choice of business models and advice for gaps."""
    return sample(clause("3.2", "requirement", practice=PRACTICE), kind="review", models=MODELS)


@contextmanager
def opened(browser: Browser, folder: Path, **options: Any) -> Iterator[FormPage]:
    """The form with answers, ready to be looked at by a script that its policy would not admit."""
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce", **options)
    path = folder / "form.html"
    path.write_bytes(single_file(questionnaire(), TEMPLATES).content)
    form = FormPage(context.new_page())
    form.page.goto(path.as_uri())
    form.page.evaluate("document.querySelectorAll('.cb-nav-row')[0].click()")
    yield form
    context.close()


def turn(form: FormPage, place: int) -> None:
    """Open a page of the form, whether the list of pages is folded or not."""
    script = "place => { const rows = [...document.querySelectorAll('.cb-nav-row')]; rows.slice(place)[0].click(); }"
    form.page.evaluate(script, place)


def each_state(form: FormPage) -> Iterator[str]:
    """Bring the form into every state worth looking at, one after another, and name it."""
    page = form.page
    yield "start"
    turn(form, 1)
    first = form.question("c-1-1-1.a")
    first.locator(".cb-tools button").first.click()
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}
    first.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    first.locator("label").last.click()
    first.locator("textarea").first.blur()
    yield "stage"
    turn(form, -1)
    given = response(questionnaire(), answers=NOW | {"c-3-2.a": {"rating": 0}}, reviewer={"id": "M1"})
    text = json.dumps(given).encode()
    page.locator(".cb-file").last.set_input_files({"name": "a", "mimeType": "x/y", "buffer": text})
    page.locator("dialog").wait_for()
    yield "dialog"
    page.locator("dialog button").last.click()
    page.locator("[data-notice=done]").wait_for()
    yield "notice"
    turn(form, -1)
    yield "result"
    earlier = json.dumps(response(questionnaire(), answers=BEFORE, reviewer={"id": "M1"})).encode()
    page.locator(".cb-file").first.set_input_files({"name": "a", "mimeType": "x/y", "buffer": earlier})
    page.locator(".cb-changed-better").wait_for()
    page.locator(".cb-form-card", has=page.locator(".cb-handing")).locator("button").nth(2).click()
    page.locator(".cb-qr").wait_for()
    yield "comparison and codes"


@pytest.mark.parametrize(
    ("colours", "width", "language"),
    [("light", 1280, "en-GB"), ("light", 390, "zh-CN"), ("dark", 1280, "zh-CN"), ("dark", 390, "en-GB")],
)
def test_axe_finds_nothing(
    colours: Literal["light", "dark"], width: int, language: str, browser: Browser, tmp_path: Path
) -> None:
    size: Any = {"width": width, "height": 900}
    with opened(browser, tmp_path, color_scheme=colours, viewport=size, locale=language) as form:
        form.page.add_script_tag(path=AXE)
        found = {state: faults for state in each_state(form) if (faults := violations(form.page))}
    assert found == {}


def violations(page: Page) -> list[str]:
    script = "tags => axe.run({ runOnly: tags, resultTypes: ['violations'] })"
    found = page.evaluate(script, RULES)
    assert found["passes"]
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_nothing_scrolls_sideways_on_a_narrow_phone(language: str, browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, viewport={"width": 320, "height": 640}, locale=language) as form:
        script = "document.documentElement.scrollWidth"
        too_wide = {state: width for state in each_state(form) if (width := form.page.evaluate(script)) > 320}
    assert too_wide == {}


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_every_control_has_a_name(language: str, browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, locale=language, viewport={"width": 1280, "height": 900}) as form:
        for state in each_state(form):
            tree = form.page.locator("main").aria_snapshot()
            controls = ("button", "link", "textbox", "radio", "checkbox", "progressbar", "img", "region")
            unnamed = [
                line.strip() for line in tree.splitlines() if line.strip().rstrip(":") in {f"- {c}" for c in controls}
            ]
            assert unnamed == [], state


def test_a_whole_form_with_nothing_but_the_keyboard(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, locale="en-GB", viewport={"width": 1280, "height": 900}) as form:
        form.page.reload()
        keys = form.page.keyboard
        for text in ("E1", "Li", "Sales", "M1"):
            tab_to(form.page, "input[type=text]")
            keys.type(text)
        tab_to(form.page, ".cb-check")
        keys.press("Space")
        expect(form.page.get_by_label("B2B (en)")).to_be_checked()
        tab_to(form.page, ".cb-page > .cb-actions button")
        keys.press("Enter")
        answer_all(form, keys)
        expect(form.count).to_have_text("8 of 8 answered")
        expect(form.page.get_by_role("heading", name="Result", exact=True)).to_be_focused()
        tab_to(form.page, ".cb-form-gap button")
        with form.page.expect_download() as waiting:
            tab_to(form.page, ".cb-form-card > .cb-actions .cb-button-primary")
            keys.press("Enter")
        exported = Response.model_validate_json(waiting.value.path().read_text(encoding="utf-8"))
    assert (exported.person.id, exported.models) == ("E1", ("b2b",))
    assert [reply.rating for reply in exported.answers.values()] == [1, None, 2, 2, 2, 2, 2, 0]
    assert exported.answers["c-1-1-1.b"].comment == "see the report"


def answer_all(form: FormPage, keys: Keyboard) -> None:
    """Answer from the first statement on: by arrows, as not applicable, by digits, and at last go to the result."""
    expect(form.option("c-1-1-1.a", 0)).to_be_focused()
    keys.press("Space")
    keys.press("ArrowRight")
    keys.press("Enter")
    expect(form.option("c-1-1-1.b", 0)).to_be_focused()
    keys.press("ArrowLeft")
    keys.press("Enter")
    expect(form.reason("c-1-1-1.b")).to_be_focused()
    keys.type("no such sales 2")
    tab_to(form.page, ".cb-tools button")
    keys.press("Enter")
    keys.type("see the report")
    expect(form.count).to_have_text("2 of 8 answered")
    tab_to(form.page, "[id='cb-q-c-1-1-2.a'] input")
    for ref in ("c-1-1-2.a", "c-1-2-1.a", "c-1-2-1.b", "c-2-1.a", "c-3-1.a"):
        expect(form.option(ref, 0)).to_be_focused()
        keys.press("3")
        expect(form.option(ref, 2)).to_be_checked()
        keys.press("Enter")
    keys.press("1")
    keys.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on another control that fits; it has to be visible when it is there."""
    page.evaluate("window.left = document.activeElement")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement !== left && document.activeElement.matches(s)", selector):
            assert page.evaluate(VISIBLE) is True
            return
    raise AssertionError(f"the keyboard does not get to {selector}")


VISIBLE = """() => {
    const node = document.activeElement;
    const ring = node.nextElementSibling;
    const hasRing = getComputedStyle(node).outlineStyle !== 'none'
        || (node.type === 'radio' && getComputedStyle(ring).display !== 'none');
    const {top, bottom} = node.getBoundingClientRect();
    return hasRing && bottom > 0 && top < innerHeight;
}"""
"""Whether the focus shows, and on the screen."""


def test_the_first_stop_of_the_keyboard_leads_past_everything(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, locale="en-GB") as form:
        form.page.reload()
        form.page.keyboard.press("Tab")
        expect(form.page.get_by_role("button", name="Skip to the next unanswered statement")).to_be_focused()
        form.page.keyboard.press("Enter")
        expect(form.option("c-1-1-1.a", 0)).to_be_focused()


def test_digits_do_nothing_outside_a_group_of_answers(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, tmp_path, locale="en-GB") as form:
        turn(form, 1)
        form.page.keyboard.press("1")
        form.question("c-1-1-1.a").get_by_role("button", name="Comment and evidence").click()
        form.page.keyboard.type("1 2 3")
        expect(form.page.locator('[id="cb-q-c-1-1-1.a-comment"]')).to_have_value("1 2 3")
        expect(form.count).to_have_text("0 of 8 answered")
