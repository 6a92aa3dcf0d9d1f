"""The practice on the site: what is asked and explained, what is remembered, and how it is told when it is not."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from clausebook.build.handbook import make_site
from clausebook.build.loading import load_project
from clausebook.exams.practice import assets
from clausebook.forms.web import Practised, page_body
from clausebook.forms.web import assets as form_assets
from clausebook.project import Project
from tests.exams import sample_papers
from tests.exams.practice_page import STORED, TEMPLATES, Practice, items, opened, standard, write
from tests.forms.conftest import sample

TYPES = len(items())
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }});"
FULL = "Storage.prototype.setItem = function () { throw new Error('full'); };"


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return write(tmp_path_factory.mktemp("practice"))


@pytest.fixture
def practice(browser: Browser, addresses: dict[str, str]) -> Iterator[Practice]:
    with opened(browser, addresses) as found:
        found.open()
        yield found


def begin_all(practice: Practice) -> None:
    practice.page.get_by_role("radio", name="All", exact=True).check()
    practice.page.get_by_role("button", name=re.compile("^Daily use")).click()


def test_a_round_of_every_type_answered_rightly(practice: Practice) -> None:
    begin_all(practice)
    met = []
    for _ in range(TYPES):
        met.append(practice.id)
        practice.give_right()
        practice.check()
        expect(practice.verdict.locator("h3")).to_have_text("Right")
        expect(practice.verdict.get_by_role("link", name=re.compile("^Clause 1"))).to_be_visible()
        practice.check()
    assert sorted(met) == sorted(item.id for item in items())
    expect(practice.page.locator(".cb-headline")).to_contain_text(f"{TYPES} of {TYPES} answers are right.")
    assert {card["box"] for card in practice.progress()["cards"].values()} == {2}
    practice.press("Back")
    expect(practice.page.locator(".cb-stage-figures")).to_contain_text(f"{TYPES} of {TYPES} practised100% right")
    expect(practice.page.get_by_text("Nothing is due for review today.")).to_be_visible()


def test_what_is_wrong_is_explained_and_comes_again(practice: Practice) -> None:
    practice.open(place="?clauses=stove")
    practice.press("Start (6 questions)")
    practice.pass_over_until("single")
    practice.page.get_by_role("radio", name="Option a").check()
    practice.check()
    expect(practice.page.locator(".cb-pick-wrong")).to_contain_text("Option a")
    expect(practice.page.locator(".cb-pick-right")).to_contain_text("Option c")
    reasons = practice.verdict.locator(".cb-reason")
    expect(reasons.filter(has_text="Reason a")).to_be_visible()
    expect(reasons.filter(has_text="Reason c")).to_be_visible()
    expect(reasons.filter(has_text="Reason b")).to_be_hidden()
    practice.press("Why the others are wrong")
    expect(reasons.filter(has_text="Reason b")).to_be_visible()
    assert practice.progress()["cards"]["single"]["box"] == 1
    practice.press("End round")
    practice.page.get_by_role("button", name=re.compile("missed")).click()
    expect(practice.page.locator(".cb-bar-count")).to_contain_text("Question 1 of ")


def test_nothing_is_checked_before_it_is_answered(practice: Practice) -> None:
    begin_all(practice)
    practice.pass_over_until("matched")
    practice.check()
    expect(practice.page.get_by_role("alert")).to_have_text("Choose something on every line.")
    expect(practice.page.locator("select").first).to_be_focused()


def test_reloading_and_changing_the_language_keep_the_place(practice: Practice) -> None:
    begin_all(practice)
    practice.give_right()
    practice.check()
    practice.check()
    place = practice.page.url.partition("#")[2]
    assert place == "round"
    identity = practice.id
    practice.page.reload()
    assert practice.id == identity
    practice.open("zh", f"#{place}")
    expect(practice.stem).to_contain_text(f"Stem of {identity}.若")
    expect(practice.page.locator(".cb-bar-count")).to_have_text(f"第 2 / {TYPES} 题")
    practice.open("en")
    expect(practice.page.get_by_text(f"{TYPES - 1} questions are left of “1 Daily use”.")).to_be_visible()
    practice.press("Continue")
    assert practice.id == identity


def test_it_works_by_keyboard_alone(practice: Practice) -> None:
    practice.open(place="?clauses=stove")
    keys = practice.page.keyboard
    practice.page.get_by_role("button", name="Start (6 questions)").focus()
    keys.press("Enter")
    practice.pass_over_until("multiple")
    expect(practice.stem).to_be_focused()
    keys.press("a")
    keys.press("2")
    expect(practice.page.locator("input:checked")).to_have_count(2)
    keys.press("Enter")
    expect(practice.verdict).to_be_visible()
    expect(practice.page.get_by_role("button", name=re.compile("Next|See how"))).to_be_focused()


def test_entries_move_by_arrows_and_say_so(practice: Practice) -> None:
    practice.open(place="?clauses=stove")
    practice.press("Start (6 questions)")
    practice.pass_over_until("ordered")
    first = practice.page.locator(".cb-sort-row").first
    words = first.locator(".cb-pick-text").inner_text()
    first.locator("button").last.focus()
    practice.page.keyboard.press("ArrowDown")
    expect(practice.page.locator(".cb-sort-row").nth(1)).to_contain_text(words)
    expect(practice.page.get_by_role("status").filter(has_text="is now number 2")).to_have_count(1)
    grip = practice.page.locator(".cb-sort-row").nth(1).locator(".cb-sort-grip").bounding_box()
    last = practice.page.locator(".cb-sort-row").last.bounding_box()
    assert grip
    assert last
    practice.page.mouse.move(grip["x"] + 5, grip["y"] + 5)
    practice.page.mouse.down()
    practice.page.mouse.move(grip["x"], last["y"] + last["height"] - 2)
    practice.page.mouse.up()
    expect(practice.page.locator(".cb-sort-row").last).to_contain_text(words)


def test_what_was_answered_comes_back_after_days(browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses) as practice:
        practice.page.clock.set_fixed_time("2026-11-23T20:00")
        practice.open(place="?clauses=dishes")
        practice.press("Start (3 questions)")
        for _ in range(3):
            if practice.id == "judged":
                practice.press("I don’t know")
            else:
                practice.give_right()
                practice.check()
            practice.check()
        practice.press("Back")
        cards = practice.progress()["cards"]
        assert {name: card["due"] for name, card in cards.items()} == {
            "judged": "2026-11-24",
            "counted": "2026-11-25",
            "told": "2026-11-25",
        }
        practice.page.clock.set_fixed_time("2026-11-24T01:00")
        practice.open()
        practice.press("Review 1 question")
        assert practice.id == "judged"
        practice.page.clock.set_fixed_time("2026-11-25T01:00")
        practice.open()
        expect(practice.page.get_by_role("button", name="Review 3 questions")).to_be_visible()


def test_progress_goes_out_and_in_and_is_joined(browser: Browser, practice: Practice) -> None:
    begin_all(practice)
    practice.give_right()
    practice.check()
    practice.press("End round")
    practice.press("Back")
    with practice.page.expect_download() as waiting:
        practice.press("Export progress")
    text = waiting.value.path().read_text(encoding="utf-8")
    assert re.fullmatch(r"sample-kitchen-practice-\d{4}-\d\d-\d\d\.json", waiting.value.suggested_filename)
    (identity,) = json.loads(text)["cards"]
    with opened(browser, practice.addresses) as other:
        other.open()
        load(other, "no progress at all")
        expect(other.page.get_by_role("alert")).to_contain_text("Nothing was imported")
        load(other, text)
        expect(other.page.locator(".cb-form-notice")).to_contain_text("The progress of one question was imported.")
        assert list(other.progress()["cards"]) == [identity]
        other.press("Clear progress")
        other.page.get_by_role("dialog").get_by_role("button", name="Clear progress").click()
        expect(other.page.get_by_text("All progress was cleared.")).to_be_visible()
        assert other.progress()["cards"] == {}


def load(practice: Practice, text: str) -> None:
    file = {"name": "progress.json", "mimeType": "application/json", "buffer": text.encode()}
    practice.page.locator(".cb-file").set_input_files(file)  # type: ignore[arg-type]


@pytest.mark.parametrize("broken", [BLOCKED, FULL])
def test_a_storage_that_keeps_nothing_is_told(broken: str, browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses) as practice:
        practice.page.add_init_script(broken)
        practice.open()
        expect(practice.page.get_by_role("alert").first).to_contain_text("could not save your progress")
        begin_all(practice)
        practice.give_right()
        practice.check()
        with practice.page.expect_download() as waiting:
            practice.page.locator("[data-notice=storage] button").click()
        assert len(json.loads(waiting.value.path().read_text(encoding="utf-8"))["cards"]) == 1


@pytest.mark.parametrize(
    "stored",
    [
        "not JSON",
        '{"format": "clausebook-practice/1", "standard": "sample-kitchen",'
        ' "cards": {"single": {"box": 9}, "__proto__": 1},'
        ' "round": {"saved": "2026-01-01T00:00:00Z", "value": {"place": 99, "entries": [{"id": "gone"}, null]}}}',
        '{"format": "clausebook-practice/1", "standard": "sample-kitchen", "cards": null}',
    ],
)
def test_a_damaged_storage_does_no_harm(stored: str, browser: Browser, addresses: dict[str, str]) -> None:
    with opened(browser, addresses) as practice:
        practice.open()
        practice.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [STORED, stored])
        practice.open(place="#round")
        begin_all(practice)
        practice.give_right()
        practice.check()
        expect(practice.verdict).to_be_visible()
        assert len(practice.progress()["cards"]) == 1


def test_two_windows_share_what_they_learn(practice: Practice) -> None:
    other = Practice(practice.page.context.new_page(), practice.addresses)
    other.open()
    begin_all(practice)
    practice.give_right()
    practice.check()
    expect(other.page.locator(".cb-stage-figures")).to_contain_text(f"1 of {TYPES} practised")


def test_no_exam_item_is_written() -> None:
    hidden = sample_papers.choice("hidden", "b").model_copy(update={"pool": "exam"})
    links = {clause.id: clause.id for clause in standard().in_order}
    made = assets([*items(), hidden], standard(), TEMPLATES, "en", links)
    assert "Stem of single." in made[-1].content.decode()
    assert all(b"Stem of hidden." not in artifact.content for artifact in made)


def test_the_site_has_the_page_where_there_are_questions(kitchen: Project) -> None:
    def site(language: str) -> tuple[dict[str, str], str]:
        made = make_site(kitchen, language, load_project(kitchen))
        return {a.path.as_posix(): a.content.decode() for a in made.artifacts}, str(made.navigation)

    pages, navigation = site("en")
    assert "practice/index.md" not in pages
    assert "practice/" not in pages["index.md"] + navigation
    items = kitchen.assessments / "items" / "stove.yaml"
    items.parent.mkdir(parents=True)
    items.write_text(ITEM, encoding="utf-8")
    pages, navigation = site("en")
    assert "practice/index.md" in navigation
    assert "(practice/index.md)" in pages["index.md"]
    assert "Is the stove hot?" in pages["assets/clausebook/practice-questions.js"]
    assert "炉灶热吗？" not in pages["assets/clausebook/practice-questions.js"]
    assert '"link":"../tasks/cooking.html#stove"' in pages["assets/clausebook/practice-questions.js"]
    assert '"clauses":["stove"]' in pages["assess/user.md"]


ITEM = """\
items:
  - id: stove-01
    clauses: [stove]
    provisions: [stove.a]
    pool: practice
    type: true_false
    level: remember
    difficulty: "0.6"
    stem: {en: Is the stove hot?, zh: 炉灶热吗？}
    answer: true
    why: {en: It is., zh: 热。}
"""


def test_a_form_leads_to_questions_on_its_gaps(browser: Browser, tmp_path: Path) -> None:
    practised = Practised("../practice/index.html", frozenset({"c-1-1-1", "c-2-1"}))
    body = page_body(sample(), TEMPLATES, "en", {}, "", practised)
    (tmp_path / "form.html").write_text(f"<!doctype html><meta charset=utf-8>{body}", encoding="utf-8")
    for artifact in form_assets(TEMPLATES):
        path = tmp_path / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    with opened(browser, {"en": (tmp_path / "form.html").as_uri()}) as form:
        form.open()
        form.page.locator(".cb-nav-row").nth(1).click()
        for ref in ("c-1-1-1.a", "c-1-1-2.a"):
            form.page.locator(f'[id="cb-q-{ref}-0"]').check()
        form.page.locator(".cb-nav-row").last.click()
        link = form.page.get_by_role("link", name="Practise questions on these")
        assert link.get_attribute("href") == "../practice/index.html?clauses=c-1-1-1"
