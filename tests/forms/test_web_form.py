"""The self-assessment in a real browser: what people enter stays, travels and scores as it should."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import markdown
import pytest
from playwright.sync_api import Browser, expect

from clausebook.build.loading import load_project
from clausebook.forms.definition import Explained, definition
from clausebook.forms.web import assets, page_body, single_file
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.project import Project
from clausebook.scoring.score import score
from tests.forms.conftest import (
    MARKUP,
    TEMPLATES,
    FormPage,
    both,
    clause,
    random_answers,
    random_models,
    random_questionnaire,
    sample,
)

Open = Callable[[Questionnaire], FormPage]
SCORED = ("overall", "stages", "band", "reached", "gates", "gaps", "total", "answered", "not_applicable")


def response(questionnaire: Questionnaire, **changes: Any) -> dict[str, Any]:
    answers = {"c-1-1-1.a": {"rating": 2}, "c-2-1.a": {"not_applicable": True, "reason": "none"}}
    plain = {
        "format": "clausebook-response/1",
        "form": questionnaire.form.id,
        "form_hash": questionnaire.content_hash,
        "language": "en",
        "person": {"id": "E7", "name": "李", "department": ""},
        "answers": answers,
    }
    return plain | changes


def test_answers_survive_a_reload(open_form: Open) -> None:
    form = open_form(sample())
    form.turn(1)
    form.rate("c-1-1-1.a", 2)
    form.question("c-1-1-1.a").get_by_role("button", name="Comment and evidence").click()
    form.page.locator('[id="cb-q-c-1-1-1.a-comment"]').fill("Seen in March")
    expect(form.saved).to_have_text(re.compile(r"Saved at \d\d:\d\d:\d\d"))
    form.page.reload()
    expect(form.option("c-1-1-1.a", 2)).to_be_checked()
    expect(form.page.locator('[id="cb-q-c-1-1-1.a-comment"]')).to_have_value("Seen in March")
    expect(form.count).to_have_text("1 of 7 answered")
    assert form.errors == []


def test_not_applicable_needs_a_reason(open_form: Open) -> None:
    form = open_form(sample())
    form.turn(2)
    form.rate("c-2-1.a", "away")
    form.reason("c-2-1.a").focus()
    form.reason("c-2-1.a").blur()
    expect(form.question("c-2-1.a").locator(".cb-error")).to_contain_text("Give a reason")
    expect(form.count).to_have_text("0 of 7 answered")
    form.reason("c-2-1.a").fill("   ")
    expect(form.count).to_have_text("0 of 7 answered")
    form.reason("c-2-1.a").fill("Sold by a partner")
    expect(form.count).to_have_text("1 of 7 answered")
    expect(form.question("c-2-1.a").locator(".cb-error")).to_be_hidden()


def test_export_is_a_valid_response(open_form: Open) -> None:
    questionnaire = sample()
    form = open_form(questionnaire)
    form.page.get_by_label("Staff number").fill(" E 1001 ")
    form.turn(1)
    form.rate("c-1-1-1.a", 3)
    form.rate("c-1-1-2.a", "away")
    form.reason("c-1-1-2.a").fill(" Not sold \ud83d here ")
    form.rate("c-1-2-1.a", "away")
    name, text = form.export()
    exported = Response.model_validate_json(text)
    assert exported.form_hash == questionnaire.content_hash
    assert (exported.person.id, exported.language) == ("E 1001", "en")
    assert {ref: reply.rating for ref, reply in exported.answers.items()} == {"c-1-1-1.a": 3, "c-1-1-2.a": None}
    assert exported.answers["c-1-1-2.a"].reason == "Not sold \ufffd here"
    assert re.fullmatch(r"sample-form-E-1001-\d{8}-\d{4}\.json", name)
    expect(form.page.get_by_text("5 statements are still unanswered, so")).to_be_visible()


def test_export_asks_for_the_staff_number(open_form: Open) -> None:
    form = open_form(sample())
    form.turn(-1)
    form.page.get_by_role("button", name="Download the answer file").click()
    expect(form.page.get_by_label("Staff number")).to_be_focused()
    expect(form.page.locator("#cb-person-id-error")).to_contain_text("Enter your staff number")


def test_import_gives_back_what_was_exported(open_form: Open) -> None:
    questionnaire = sample()
    first = open_form(questionnaire)
    evidence = [{"name": "report.pdf", "sha256": "0" * 64}]
    answers = response(questionnaire)["answers"] | {"c-3-1.a": {"rating": 1, "comment": "so so", "evidence": evidence}}
    first.load(response(questionnaire, answers=answers, started="2026-01-01T00:00:00Z"))
    expect(first.page.get_by_text("3 answers were loaded.")).to_be_visible()
    given = json.loads(first.export()[1])
    assert given["answers"] == answers
    assert (given["person"]["name"], given["started"]) == ("李", "2026-01-01T00:00:00Z")


def test_import_asks_before_it_overwrites(open_form: Open) -> None:
    form = open_form(sample())
    form.turn(3)
    form.rate("c-3-1.a", 1)
    form.load(response(sample()))
    dialog = form.page.get_by_role("dialog")
    expect(dialog).to_contain_text("including 1 answer.")
    dialog.get_by_role("button", name="Cancel").click()
    expect(form.count).to_have_text("1 of 7 answered")
    form.load(response(sample()))
    dialog.get_by_role("button", name="Load").click()
    expect(form.count).to_have_text("2 of 7 answered")
    form.turn(3)
    expect(form.option("c-3-1.a", 1)).not_to_be_checked()


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{", "not an answer file, or only part of one"),
        ({"format": "clausebook-response/9"}, "the format clausebook-response/1 is missing"),
        ({"form": "other"}, "another form, “other”"),
        ({"person": None}, "particulars of the person"),
        ({"answers": []}, "holds no answers"),
        ({"answers": {"<b>.a": {"rating": 1}}}, "answers <b>.a, which this form does not ask"),
        ({"answers": {"c-2-1.a": {"rating": 4}}}, "rates c-2-1.a with 4, which is not on the scale"),
        ({"answers": {"c-2-1.a": {"rating": "4"}}}, "answer to c-2-1.a is damaged"),
        ({"answers": {"c-2-1.a": {"not_applicable": True, "reason": " "}}}, "answer to c-2-1.a is damaged"),
        ({"answers": {"c-2-1.a": {"rating": 1, "not_applicable": True, "reason": "r"}}}, "is damaged"),
    ],
)
def test_import_says_what_is_wrong(open_form: Open, bad: Any, message: str) -> None:
    form = open_form(sample())
    form.load(bad if isinstance(bad, str) else response(sample(), **bad))
    expect(form.page.get_by_role("alert").filter(has_text=message)).to_be_visible()
    expect(form.page.get_by_text("your answers here are unchanged")).to_be_visible()
    expect(form.count).to_have_text("0 of 7 answered")


def test_import_from_another_version_takes_what_fits(open_form: Open) -> None:
    form = open_form(sample())
    answers = {"c-2-1.a": {"rating": 1}, "c-3-1.a": {"rating": 9}, "gone.a": {"rating": 1}}
    form.load(response(sample(), form_hash="0" * 16, answers=answers))
    dialog = form.page.get_by_role("dialog")
    expect(dialog).to_contain_text("another version of this form")
    expect(dialog).to_contain_text("still fit: 1. Answers that no longer do, and will be left out: 2.")
    dialog.get_by_role("button", name="Load").click()
    expect(form.count).to_have_text("1 of 7 answered")


def test_a_draft_of_an_older_form_is_carried_over(open_form: Open) -> None:
    old = open_form(sample(clause("3.2", "requirement")))
    old.turn(3)
    old.rate("c-3-1.a", 2)
    old.rate("c-3-2.a", 2)
    old.page.close()
    new = open_form(sample())
    expect(new.page.locator("[data-notice=carried]")).to_contain_text("Answers carried over: 1.")
    expect(new.page.locator("[data-notice=carried]")).to_contain_text("no longer there: 1.")
    expect(new.count).to_have_text("1 of 7 answered")


def test_two_windows_keep_each_others_answers(open_form: Open) -> None:
    one, two = open_form(sample()), open_form(sample())
    one.turn(1)
    two.turn(2)
    one.rate("c-1-1-1.a", 1)
    two.rate("c-2-1.a", 2)
    one.rate("c-1-1-2.a", 3)
    for form in (one, two):
        expect(form.count).to_have_text("3 of 7 answered")
    two.turn(-1)
    two.page.get_by_role("button", name="Clear everything").click()
    two.page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    expect(one.count).to_have_text("0 of 7 answered")
    expect(one.option("c-1-1-1.a", 1)).not_to_be_checked()


def test_a_window_that_heard_nothing_overwrites_nothing(open_form: Open) -> None:
    form = open_form(sample())
    form.turn(1)
    form.rate("c-1-1-1.a", 1)
    form.page.evaluate(
        """() => {
            const key = 'clausebook:sample:sample-form';
            const draft = JSON.parse(localStorage.getItem(key));
            draft.answers['c-2-1.a'] = {rating: 2, at: Date.now()};
            localStorage.setItem(key, JSON.stringify(draft));
        }"""
    )
    form.rate("c-1-1-2.a", 3)
    expect(form.count).to_have_text("3 of 7 answered")


def test_full_storage_is_said_and_loses_nothing(open_form: Open) -> None:
    form = open_form(sample())
    form.page.evaluate(
        """() => {
            window.original = Storage.prototype.setItem;
            Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };
        }"""
    )
    form.turn(1)
    form.rate("c-1-1-1.a", 2)
    expect(form.saved).to_have_text("Not saved")
    warning = form.page.get_by_role("alert").filter(has_text="not saving your answers")
    with form.page.expect_download() as waiting:
        warning.get_by_role("button", name="Download a file").click()
    assert json.loads(waiting.value.path().read_text())["answers"] == {"c-1-1-1.a": {"rating": 2}}
    form.turn(2)
    form.turn(1)
    expect(form.option("c-1-1-1.a", 2)).to_be_checked()
    form.page.evaluate("() => { Storage.prototype.setItem = window.original; }")
    form.rate("c-1-1-1.b", 2)
    expect(warning).to_have_count(0)
    form.page.reload()
    expect(form.count).to_have_text("2 of 7 answered")


def test_storage_that_is_switched_off_is_said_at_once(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(locale="zh-CN")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }})")
    path = tmp_path / "form.html"
    path.write_bytes(single_file(sample(), TEMPLATES).content)
    page.goto(path.as_uri())
    expect(page.get_by_role("alert").filter(has_text="浏览器没能保存您的回答")).to_be_visible()
    page.close()


def test_the_language_switch_keeps_everything(open_form: Open) -> None:
    form = open_form(sample())
    form.page.get_by_label("Staff number").fill("E1")
    form.turn(1)
    form.rate("c-1-1-1.a", 2)
    form.rate("c-1-1-2.a", "away")
    form.reason("c-1-1-2.a").type("half a sent")
    form.page.get_by_role("button", name="中文").click()
    assert form.page.evaluate("document.documentElement.lang") == "zh"
    expect(form.question("c-1-1-1.a")).to_contain_text("Provision 1.1.1a（中）")
    expect(form.option("c-1-1-1.a", 2)).to_be_checked()
    expect(form.reason("c-1-1-2.a")).to_have_value("half a sent")
    expect(form.count).to_have_text("已答 2 / 7 题")
    form.page.reload()
    expect(form.count).to_have_text("已答 2 / 7 题")
    assert json.loads(form.export()[1])["language"] == "zh"


def test_answering_needs_only_the_keyboard(open_form: Open) -> None:
    form = open_form(sample())
    keys = form.page.keyboard
    for _ in range(20):
        keys.press("Tab")
        if form.page.evaluate("document.activeElement.closest('.cb-form-bar') !== null"):
            break
    keys.press("Enter")
    expect(form.option("c-1-1-1.a", 0)).to_be_focused()
    keys.press("Space")
    keys.press("ArrowRight")
    expect(form.option("c-1-1-1.a", 1)).to_be_checked()
    form.page.locator(".cb-form-bar button").focus()
    keys.press("Enter")
    keys.press("ArrowLeft")
    expect(form.option("c-1-1-1.b", "away")).to_be_checked()
    keys.press("Tab")
    keys.type("no such sales")
    expect(form.count).to_have_text("2 of 7 answered")


def test_next_unanswered_goes_round_and_ends_at_the_result(open_form: Open) -> None:
    questionnaire = sample()
    form = open_form(questionnaire)
    answers = {ref: {"rating": 3} for ref in questionnaire.provisions if ref != "c-1-1-2.a"}
    form.load(response(questionnaire, answers=answers))
    form.turn(3)
    form.page.get_by_role("button", name="Next unanswered", exact=True).click()
    expect(form.option("c-1-1-2.a", 0)).to_be_focused()
    form.rate("c-1-1-2.a", 0)
    form.page.get_by_role("button", name="See the result").click()
    expect(form.page.get_by_role("heading", name="Result", exact=True)).to_be_focused()
    expect(form.page.locator(".cb-result-card")).to_contain_text("1 requirement is rated “Level 0 (en)”")
    expect(form.page.locator(".cb-form-gap")).to_have_count(1)


def test_no_request_leaves_and_no_text_is_markup(open_form: Open) -> None:
    questionnaire = sample()
    title = questionnaire.form.model_copy(update={"title": type(questionnaire.form.title).model_validate(both(MARKUP))})
    form = open_form(questionnaire.model_copy(update={"form": title}))
    for place in (0, 1, 2, 3, -1):
        form.turn(place)
    expect(form.page.locator("h1")).to_contain_text(MARKUP.split("\u2028")[0].strip())
    assert form.page.locator("img").count() == 0
    assert [url for url in form.requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert form.errors == []


def test_without_scripts_the_page_says_so(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page(java_script_enabled=False)
    path = tmp_path / "form.html"
    path.write_bytes(single_file(sample(), TEMPLATES).content)
    page.goto(path.as_uri())
    expect(page.locator("noscript p", has_text="needs JavaScript")).to_be_visible()
    page.close()


def test_paper_shows_every_answer(open_form: Open) -> None:
    form = open_form(sample())
    form.load(response(sample()))
    form.page.emulate_media(media="print")
    form.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sheet = form.page.locator(".cb-sheet")
    expect(sheet).to_be_visible()
    expect(sheet.locator("tr").filter(has_text="Provision 1.1.1a").last).to_contain_text("Level 2 (en)")
    expect(sheet.locator("tr").filter(has_text="Provision 2.1a").last).to_contain_text("Not applicable – none")
    expect(form.page.locator(".cb-form-bar")).to_be_hidden()


def test_the_site_page_survives_markdown_and_links_the_handbook(browser: Browser, tmp_path: Path) -> None:
    body = page_body(sample(), TEMPLATES, "zh", {"c-1-1-1": Explained("../tasks/s-1-1.html#c-1-1-1")})
    assert "\n\n" not in body
    extensions = ["attr_list", "md_in_html", "tables", "toc"]
    html = markdown.markdown(f"# Form\n\n{body}\n\nMore *text*.", extensions=extensions)
    assert body.strip() in html
    assert "<em>text</em>" in html
    for artifact in assets(TEMPLATES):
        (tmp_path / artifact.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / artifact.path).write_bytes(artifact.content)
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/page.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{html}", encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "forms/page.html").as_uri())
    page.get_by_role("button", name="下一道未答题", exact=True).click()
    expect(page.locator(".cb-link").first).to_have_attribute("href", "../tasks/s-1-1.html#c-1-1-1")
    expect(page.locator(".cb-form-languages")).to_have_count(0)
    page.close()


def test_the_definition_is_exact() -> None:
    questionnaire = random_questionnaire(Random(11))
    data = definition(questionnaire, {}, ("en",))
    weights = {
        p["ref"]: p["weight"] for s in data["stages"] for u in s["units"] for c in u["clauses"] for p in c["provisions"]
    }
    assert weights == {ref: str(questionnaire.form.weight(p.type)) for ref, p in questionnaire.provisions.items()}
    assert list(data["title"]) == ["en"]
    assert data["hash"] == questionnaire.content_hash


def test_the_form_and_the_pages_around_it_share_no_class() -> None:
    own, around = (
        {
            name
            for path in (TEMPLATES.folders[0] / folder).rglob("*.css")
            for name in re.findall(r"\.(cb-[\w-]+)", path.read_text())
        }
        for folder in ("forms/web", "site")
    )
    assert own & around == set()


def test_every_form_is_small_enough_to_mail_around(real: Project) -> None:
    sizes = {
        form: len(single_file(questionnaire, TEMPLATES).content)
        for form, questionnaire in load_project(real).questionnaires.items()
    }
    assert {form: size for form, size in sizes.items() if size >= 400_000} == {}


def test_the_single_file_admits_nothing_foreign() -> None:
    artifact = single_file(sample(), TEMPLATES)
    assert str(artifact.path) == "forms/sample-form.html"
    assert b"default-src 'none'; script-src 'sha256-" in artifact.content


@pytest.mark.parametrize("seed", range(4))
def test_the_browser_scores_as_python_does(open_form: Open, seed: int) -> None:
    rng = Random(seed)
    page = open_form(sample()).page
    for questionnaire in (random_questionnaire(rng) for _ in range(10)):
        batch = [(random_answers(rng, questionnaire), random_models(rng)) for _ in range(50)]
        batch = [(answers, models) for answers, models in batch if is_asked_anything(questionnaire, models)]
        form = definition(questionnaire, {})
        script = "([form, batch]) => batch.map(([given, models]) => Clausebook.score(form, given, models))"
        found = page.evaluate(script, [form, batch])
        assert found == [expected(questionnaire, answers, models) for answers, models in batch]


@pytest.mark.parametrize("rules", [{"roles": ("seller",)}, {"stages": ("s-2", "s-3")}, {"kind": "review"}])
def test_the_browser_scores_limited_forms_as_python_does(open_form: Open, rules: dict[str, Any]) -> None:
    whole = sample(clause("3.2", "requirement", "recommendation", roles=("seller",)))
    limited = Questionnaire.of(whole.form.model_copy(update=rules), whole.scale, whole.standard)
    page = open_form(limited).page
    answers = random_answers(Random(3), whole)
    asked = {ref: answer for ref, answer in answers.items() if ref in limited.provisions}
    found = page.evaluate("([form, given]) => Clausebook.score(form, given)", [definition(limited, {}), answers])
    assert found == expected(limited, asked, ())
    assert found["total"] == {"roles": 2, "stages": 4, "kind": 9}[next(iter(rules))]


def is_asked_anything(questionnaire: Questionnaire, models: tuple[str, ...]) -> bool:
    clauses = questionnaire.standard.clauses.values()
    return not models or any(not c.models or not set(c.models).isdisjoint(models) for c in clauses)


def expected(questionnaire: Questionnaire, answers: dict[str, Any], models: tuple[str, ...]) -> dict[str, Any]:
    reviewer = {"id": "M1"} if questionnaire.form.has_reviewer else None
    changes = {"answers": answers, "models": models, "reviewer": reviewer}
    given = Response.model_validate(response(questionnaire, **changes))
    result = score(questionnaire, given).model_dump(mode="json")
    return {key: result[key] for key in SCORED}
