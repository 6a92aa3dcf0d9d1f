"""The result page: chart, gaps with what to do next, strengths, and what has changed since earlier answers."""

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, expect

from clausebook.forms.definition import Explained, definition
from clausebook.forms.web import assets, page_body
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.scoring.score import score
from tests.forms.conftest import TEMPLATES, FormPage, clause, random_answers, random_questionnaire, sample
from tests.forms.test_web_form import response

Open = Callable[[Questionnaire], FormPage]
PRACTICE = {"zh": ("先看货。", "再写字。"), "en": ("Look at it first.", "Then write.")}
NOW = {
    "c-1-1-1.a": {"rating": 3},
    "c-1-1-1.b": {"rating": 1},
    "c-1-1-2.a": {"rating": 2},
    "c-2-1.a": {"not_applicable": True, "reason": "none"},
    "c-3-1.a": {"rating": 2},
}
BEFORE = {
    "c-1-1-1.a": {"rating": 1},
    "c-1-1-1.b": {"rating": 2},
    "c-1-2-1.b": {"rating": 3},
    "c-2-1.a": {"rating": 0},
    "c-3-1.a": {"rating": 2},
}


def compare(form: FormPage, given: object) -> None:
    """Choose a file to compare with on the result page."""
    form.turn(-1)
    text = given if isinstance(given, str) else json.dumps(given)
    file = {"name": "earlier.json", "mimeType": "application/json", "buffer": text.encode()}
    form.page.get_by_label("Choose an earlier file").set_input_files(file)  # type: ignore[arg-type]


def test_the_radar_shows_every_stage_and_the_table_says_the_same(open_form: Open) -> None:
    questionnaire = sample()
    form = open_form(questionnaire)
    form.load(response(questionnaire, answers=NOW))
    form.turn(-1)
    radar = form.page.get_by_role("img", name="Radar chart of the score of each part.")
    expect(radar).to_be_visible()
    expect(radar).to_contain_text("1 Section 1 (en)")
    expect(radar.locator(".cb-radar-now-dot")).to_have_count(2)
    row = form.page.get_by_role("table", name="Score by part").get_by_role("row")
    expect(row).to_have_count(4)
    expect(row.filter(has_text="Section 3")).to_contain_text("66.7%")
    form.page.set_viewport_size({"width": 390, "height": 800})
    expect(radar).to_be_visible()
    expect(radar).not_to_contain_text("Section")


def test_fewer_than_three_stages_have_bars_only(open_form: Open) -> None:
    whole = sample()
    limited = Questionnaire.of(whole.form.model_copy(update={"stages": ("s-1", "s-3")}), whole.scale, whole.standard)
    form = open_form(limited)
    form.load(response(limited, answers={"c-3-1.a": {"rating": 2}}))
    form.turn(-1)
    expect(form.page.locator(".cb-stage-fill").last).to_have_attribute("style", "width: 66.7%;")
    expect(form.page.locator(".cb-radar")).to_have_count(0)


def test_a_gap_gives_the_first_step_where_there_is_no_handbook(open_form: Open) -> None:
    questionnaire = sample(clause("3.2", "requirement", practice=PRACTICE))
    form = open_form(questionnaire)
    form.load(response(questionnaire, answers={"c-3-2.a": {"rating": 0}}))
    form.turn(-1)
    expect(form.page.locator(".cb-form-gap")).to_contain_text("Begin with this: Look at it first.")
    expect(form.page.locator(".cb-form-gap a")).to_have_count(0)
    form.page.get_by_role("button", name="中文").click()
    expect(form.page.locator(".cb-form-gap")).to_contain_text("先看货。")


def test_on_the_site_a_gap_leads_to_the_clause_and_its_practice(browser: Browser, tmp_path: Path) -> None:
    questionnaire = sample(clause("3.2", "requirement", practice=PRACTICE))
    links = {"c-3-2": Explained("../tasks/x.html#c-3-2", "../tasks/x.html#c-3-2.practice")}
    for artifact in assets(TEMPLATES):
        (tmp_path / artifact.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / artifact.path).write_bytes(artifact.content)
    (tmp_path / "assess").mkdir()
    body = page_body(questionnaire, TEMPLATES, "en", links)
    (tmp_path / "assess/page.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{body}", encoding="utf-8")
    form = FormPage(browser.new_page())
    form.page.goto((tmp_path / "assess/page.html").as_uri())
    form.turn(3)
    form.rate("c-3-2.a", 0)
    form.turn(-1)
    gap = form.page.locator(".cb-form-gap")
    expect(gap.get_by_role("link", name="Handbook, clause 3.2", exact=True)).to_have_attribute(
        "href", links["c-3-2"].clause
    )
    practice = gap.get_by_role("link", name="Handbook, clause 3.2: how it is done")
    expect(practice).to_have_attribute("href", "../tasks/x.html#c-3-2.practice")
    expect(gap).not_to_contain_text("Look at it first.")
    form.page.close()


def test_strengths_are_what_scores_highest(open_form: Open) -> None:
    questionnaire = sample()
    form = open_form(questionnaire)
    answers = {"c-1-2-1.b": {"rating": 3}, "c-2-1.a": {"rating": 2}}
    form.load(response(questionnaire, answers=answers))
    form.turn(-1)
    expect(form.page.locator(".cb-strength")).to_have_text(["1.2.1 1.2.1 (en)100.0%"])


def test_a_comparison_says_what_changed_and_replaces_nothing(open_form: Open) -> None:
    questionnaire = sample()
    form = open_form(questionnaire)
    form.load(response(questionnaire, answers=NOW))
    compare(form, response(questionnaire, answers=BEFORE, saved="2025-06-01T08:00:00Z"))
    card = form.page.locator(".cb-form-card").filter(has_text="Compare with earlier answers")
    expect(card).to_contain_text("Compared with the answers of 李, saved on 2025-06-01")
    groups = ["higher", "lower", "newly answered", "no longer answered", "newly or no longer applicable"]
    expect(card.locator(".cb-fold-toggle")).to_have_count(5)
    for group, ref in zip(groups, ["1.1.1a", "1.1.1b", "1.1.2a", "1.2.1b", "2.1a"], strict=True):
        part = card.locator(".cb-fold").filter(has=form.page.locator(".cb-fold-toggle", has_text=group)).last
        expect(part).to_contain_text(f"Provision {ref}")
    stage = form.page.get_by_role("table", name="Score by part").get_by_role("row").filter(has_text="Section 2")
    expect(stage).to_contain_text("0.0%")
    assert json.loads(form.export()[1])["answers"] == NOW
    form.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(form.page.locator(".cb-sheet")).to_contain_text("Level 1 (en) → Level 3 (en)")
    form.page.get_by_role("button", name="中文").click()
    expect(card.or_(form.page.locator(".cb-form-card").filter(has_text="与上次对比"))).to_contain_text("1 题评级提高")
    form.page.get_by_role("button", name="结束对比").click()
    expect(form.page.locator(".cb-changed-better")).to_have_count(0)


def test_a_comparison_tells_what_to_bear_in_mind(open_form: Open) -> None:
    questionnaire = sample(models=("b2b",))
    form = open_form(questionnaire)
    form.load(response(questionnaire, answers=NOW))
    other = {"person": {"id": "E8"}, "models": ["b2b"], "form_hash": "0" * 16}
    compare(form, response(questionnaire, answers=BEFORE | {"gone.a": {"rating": 1}}, **other))
    card = form.page.locator(".cb-form-card").filter(has_text="Compare with earlier answers")
    expect(card).to_contain_text("belongs to somebody else: E8")
    expect(card).to_contain_text("another version of this form; 5 of them still fit")
    expect(card).to_contain_text("Other business models were chosen then.")
    compare(form, "{")
    expect(card.get_by_role("alert")).to_contain_text("not an answer file, or only part of one")


def test_changes_are_exact(open_form: Open) -> None:
    page = open_form(sample()).page
    rng = Random(5)
    for questionnaire in (random_questionnaire(rng) for _ in range(6)):
        batch = [(random_answers(rng, questionnaire), random_answers(rng, questionnaire)) for _ in range(20)]
        script = "([form, batch]) => batch.map(([before, after]) => Clausebook.compare(form, before, after))"
        found = page.evaluate(script, [definition(questionnaire, {}), batch])
        for (before, after), change in zip(batch, found, strict=True):
            assert change["overall"] == expected_change(questionnaire, before, after)["overall"]
            assert change["stages"] == expected_change(questionnaire, before, after)["stages"]


def expected_change(
    questionnaire: Questionnaire, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    reviewer = {"id": "M1"} if questionnaire.form.has_reviewer else None
    then, now = (
        score(questionnaire, Response.model_validate(response(questionnaire, answers=answers, reviewer=reviewer)))
        for answers in (before, after)
    )
    stages = [{"id": b.id, **pair(a.score, b.score)} for a, b in zip(then.stages, now.stages, strict=True)]
    return {"overall": pair(then.overall, now.overall), "stages": stages}


def pair(before: Fraction | None, after: Fraction | None) -> dict[str, str | None]:
    change = None if before is None or after is None else str(after - before)
    return {"before": shown(before), "after": shown(after), "change": change}


def shown(value: Fraction | None) -> str | None:
    return None if value is None else str(value)
