"""The reading tools of the handbook: two languages, the filter, citing, ticking off; on http and from disk."""

import json
import re
from itertools import chain, cycle, product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from clausebook.build.loading import load_project
from clausebook.handbook.links import as_html, section_page
from clausebook.model.standard import Clause, Standard
from clausebook.project import Project
from tests.browser.test_accessibility import Colours, violations

pytestmark = pytest.mark.xdist_group("site")

ROOT = Path(__file__).resolve().parents[2]
WORDS = {
    language: json.loads((ROOT / "templates" / "handbook" / "words" / f"{language}.json").read_text("utf-8"))
    for language in ("zh", "en")
}
TASK = "tasks/market-research.html"
NEXT = "tasks/positioning.html"
TO_NEXT = '.cb-clause:not([hidden]) a[href*="positioning.html"]'
CHECKLIST = "checklists/market-analyst.html"
WIDE = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=320, height=640)
FILTERS: tuple[dict[str, str], ...] = (
    {},
    {"model": "b2b"},
    {"role": "market-analyst"},
    {"type": "recommendation"},
    {"model": "dtc", "role": "product-manager", "type": "requirement"},
)


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, addresses: dict[str, str]) -> str:
    """Where the site is, once on a server and once on disk."""
    return addresses[request.param]


@pytest.fixture(scope="session")
def standard(real: Project) -> Standard:
    return load_project(real).standard


def query(parameters: dict[str, str]) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in parameters.items())


def query_of(page: Page) -> dict[str, str]:
    """The parameters in the address of a page."""
    found: dict[str, str] = page.evaluate("() => Object.fromEntries(new URLSearchParams(location.search))")
    return found


def shown(elements: Locator) -> list[str]:
    """The ids of those elements that are on view."""
    ids: list[str] = elements.evaluate_all("all => all.filter(one => one.checkVisibility()).map(one => one.id)")
    return ids


def entries(lists: Locator) -> list[str]:
    """The anchors to which the entries of a list of clauses lead, those left out that are hidden."""
    links = lists.locator("li:not([hidden]) > a")
    anchors: list[str] = links.evaluate_all("all => all.map(one => one.hash.slice(1))")
    return anchors


def fitting(clause: Clause, wanted: dict[str, str]) -> list[str]:
    """The references of the provisions of a clause that a filter lets through, by the data."""
    if not {wanted.get("model")} <= {None, *clause.models} or not {wanted.get("role")} <= {None, *clause.roles}:
        return []
    return [ref for ref, provision in clause.references() if wanted.get("type") in (None, provision.type)]


def test_the_filter_shows_what_the_data_say(standard: Standard, http: str, page: Page) -> None:
    page.set_viewport_size(WIDE)
    for unit, wanted in zip(standard.units, cycle(FILTERS), strict=False):
        path = as_html(section_page(unit)) + query(wanted)
        expected = {clause.id: fitting(clause, wanted) for clause in standard.clauses_of(unit)}
        kept = [clause for clause, refs in expected.items() if refs]
        page.goto(f"{http}/en/{path}")
        assert shown(page.locator(".cb-provision")) == list(chain.from_iterable(expected.values())), path
        assert shown(page.locator(".cb-clause > h2")) == kept, path
        assert entries(page.locator(".md-sidebar--secondary")) == kept, path
        assert entries(page.locator(".cb-jump")) == kept, path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_bar_says_how_many_are_hidden(language: str, standard: Standard, address: str, page: Page) -> None:
    unit = next(unit for unit in standard.units if unit.id == "market-research")
    clauses = standard.clauses_of(unit)
    total = sum(len(clause.provisions) for clause in clauses)
    wanted = {"type": "recommendation"}
    hidden = total - sum(len(fitting(clause, wanted)) for clause in clauses)
    assert 0 < hidden < total
    for values, word in (({}, "all_shown"), (wanted, "some_hidden"), ({"role": "live-host"}, "none_shown")):
        page.goto(f"{address}/{language}/{TASK}{query(values)}")
        count = {"all_shown": 0, "some_hidden": hidden, "none_shown": total}[word]
        said = WORDS[language][word].format(hidden=count, total=total)
        expect(page.get_by_role("status")).to_have_text(said)


def test_a_filter_is_kept_in_the_address_and_over_a_reload(address: str, page: Page) -> None:
    page.goto(f"{address}/en/{TASK}?h=supply&role=nobody#market-demand")
    show_all = page.get_by_role("button", name="Show all")
    everything = shown(page.locator(".cb-provision"))
    expect(show_all).to_be_hidden()
    page.get_by_label("Business model").select_option("b2b")
    page.get_by_label("Obligation").select_option("recommendation")
    assert query_of(page) == {"h": "supply", "role": "nobody", "model": "b2b", "type": "recommendation"}
    filtered = shown(page.locator(".cb-provision"))
    assert 0 < len(filtered) < len(everything)
    page.reload()
    expect(page.get_by_label("Obligation")).to_have_value("recommendation")
    assert shown(page.locator(".cb-provision")) == filtered
    show_all.click()
    assert query_of(page) == {"h": "supply"}
    assert page.url.endswith("#market-demand")
    assert shown(page.locator(".cb-provision")) == everything
    expect(page.get_by_label("Business model")).to_be_focused()


def test_what_the_address_names_is_shown_whatever_the_filter(address: str, page: Page) -> None:
    page.goto(f"{address}/en/{TASK}?type=recommendation#macro-environment.a")
    named, clause = page.locator('[id="macro-environment.a"]'), page.locator("#macro-environment")
    expect(named).to_be_in_viewport()
    expect(named).to_have_class(re.compile("cb-outside"))
    expect(clause).to_be_visible()
    page.evaluate("location.hash = 'supply-chain-study.b'")
    expect(page.locator('[id="supply-chain-study.b"]')).to_be_in_viewport()
    expect(page.locator('[id="supply-chain-study.a"]')).to_be_hidden()
    expect(named).to_be_hidden()
    expect(clause).to_be_hidden()
    page.evaluate("location.hash = 'macro-environment'")
    expect(clause).to_be_in_viewport()
    expect(named).to_have_class(re.compile("cb-outside"))
    page.go_back()
    expect(named).to_be_hidden()


def test_reading_on_keeps_the_filter(address: str, page: Page) -> None:
    wanted = {"beside": "zh", "model": "b2b", "role": "market-analyst"}
    page.goto(f"{address}/en/{TASK}{query(wanted)}")
    page.locator(TO_NEXT).first.click()
    page.wait_for_url(f"**/en/{NEXT}?**")
    assert query_of(page) == wanted
    expect(page.get_by_label("Role")).to_have_value("market-analyst")
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(f"**/zh/{NEXT}?**")
    assert query_of(page) == {**wanted, "beside": "en"}
    expect(page.get_by_label("中文 + English")).to_be_checked()
    expect(page.get_by_label("岗位")).to_have_value("market-analyst")


def test_links_in_drawings_and_to_the_same_page_take_the_filter_along(address: str, page: Page) -> None:
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/en/workflow.html?model=b2b")
    page.locator('svg a[href*="market-research.html"]').locator("visible=true").first.click()
    page.wait_for_url(f"**/en/{TASK}?model=b2b*")
    page.evaluate("window.isSame = true")
    page.locator('.cb-clause:not([hidden]) a[href*="market-research.html#"]').first.click()
    page.wait_for_url(re.compile(r"\?model=b2b#"))
    assert page.evaluate("isSame")


def test_back_and_forward_keep_each_page_as_it_was_left(address: str, page: Page) -> None:
    page.goto(f"{address}/en/{TASK}")
    page.get_by_label("Obligation").select_option("recommendation")
    page.locator(TO_NEXT).first.click()
    page.wait_for_url(f"**/en/{NEXT}?**")
    page.get_by_role("button", name="Show all").click()
    assert query_of(page) == {}
    page.go_back()
    expect(page.get_by_label("Obligation")).to_have_value("recommendation")
    expect(page.locator("#macro-environment")).to_be_hidden()
    page.go_forward()
    expect(page.get_by_label("Obligation")).to_have_value("")
    assert page.locator(".cb-provision[hidden]").count() == 0


def pairs(page: Page) -> list[dict[str, float]]:
    """Where each text and its translation stand: tops, left edges and widths in pixels."""
    found: list[dict[str, float]] = page.locator(".cb-text + .cb-beside").evaluate_all(
        """all => all.map(one => {
            const mine = one.previousElementSibling.getBoundingClientRect(), theirs = one.getBoundingClientRect();
            return {top: mine.top, top2: theirs.top, right: mine.right, left2: theirs.left,
                    width: mine.width, width2: theirs.width, bottom: mine.bottom};
        })"""
    )
    return found


@pytest.mark.parametrize("path", [TASK, CHECKLIST, "evidence/data.html"])
@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
def test_two_languages_stand_side_by_side_entry_by_entry(
    language: str, other: str, path: str, address: str, page: Page
) -> None:
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/{language}/{path}?beside={other}")
    found = pairs(page)
    assert len(found) > 10
    for pair in found:
        assert pair["top"] == pytest.approx(pair["top2"], abs=1)
        assert pair["right"] < pair["left2"]
        assert pair["width"] == pytest.approx(pair["width2"], abs=20)
    assert page.locator(f'.cb-beside:not([lang="{other}"])').count() == 0


@pytest.mark.parametrize("path", [TASK, CHECKLIST, "evidence/data.html", "terms.html", "laws.html"])
@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
def test_on_a_phone_one_language_stands_below_the_other(
    language: str, other: str, path: str, http: str, page: Page
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{http}/{language}/{path}?beside={other}")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    found = pairs(page)
    assert found
    assert all(pair["top2"] >= pair["bottom"] - 1 for pair in found)


def test_the_reading_mode_is_remembered_for_both_languages(address: str, page: Page) -> None:
    page.goto(f"{address}/en/{TASK}")
    translation = page.locator(".cb-provision .cb-beside").first
    expect(translation).to_be_hidden()
    page.get_by_label("English + 中文").check()
    expect(translation).to_be_visible()
    assert query_of(page) == {"beside": "zh"}
    page.goto(f"{address}/zh/{NEXT}")
    expect(page.get_by_label("中文 + English")).to_be_checked()
    expect(page.locator(".cb-provision .cb-beside").first).to_have_text(re.compile("shall|should|may"))
    page.get_by_label("中文", exact=True).check()
    assert query_of(page) == {}
    page.goto(f"{address}/en/{TASK}?beside=xx")
    expect(translation).to_be_hidden()
    expect(page.get_by_label("English", exact=True)).to_be_checked()


def test_the_tools_do_without_storage(address: str, page: Page) -> None:
    page.add_init_script(
        """for (const name of ["getItem", "setItem"]) {
            const native = Storage.prototype[name];
            Storage.prototype[name] = function (key, value) {
                if (String(key).startsWith("clausebook")) throw new Error("forbidden");
                return native.call(this, key, value);
            };
        }"""
    )
    page.goto(f"{address}/en/{CHECKLIST}")
    page.get_by_label("English + 中文").check()
    expect(page.locator(".cb-provision .cb-beside").first).to_be_visible()
    page.get_by_label("English", exact=True).check()
    expect(page.locator(".cb-provision .cb-beside").first).to_be_hidden()
    page.get_by_role("checkbox", name="1.1.1 a").check()
    expect(page.locator(".cb-ticked")).to_have_text(re.compile("^1 of"))


def citation_of(standard: Standard, clause: str, language: str) -> str:
    """What the citation of provision a of a clause has to hold: the standard's title, the numbers, the text."""
    found = standard.clause_by_id[clause]
    provision = found.provisions[0]
    return str(
        WORDS[language]["citation"].format(
            standard=standard.identity.title[language],
            number=found.number,
            provision=provision.id,
            type=WORDS[language][provision.type],
            text=provision.text[language],
        )
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_provision_is_cited_with_its_address(
    language: str, standard: Standard, address: str, page: Page, context: BrowserContext
) -> None:
    words = WORDS[language]
    page.goto(f"{address}/{language}/{TASK}?type=requirement")
    button = page.get_by_role("button", name=f"{words['cite']} 1.1.2 a")
    button.click()
    dialog = page.get_by_role("dialog", name=words["cite_title"], exact=True)
    expect(dialog).to_be_visible()
    expected = citation_of(standard, "industry-trends", language)
    if address.startswith("http"):
        expected += f"\n{address}/{language}/{TASK}#industry-trends.a"
    expect(dialog.get_by_role("textbox")).to_have_value(expected)
    if address.startswith("http"):
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    expect(dialog.get_by_role("button", name=words["copy"])).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("status")).to_have_text(words["copied"])
    if address.startswith("http"):
        assert page.evaluate("navigator.clipboard.readText()") == expected
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_citing_does_without_a_clipboard_of_the_browser(http: str, page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{http}/en/{TASK}")
    page.get_by_role("button", name="Cite 1.1.2 a").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("dialog").get_by_role("status")).to_have_text("Copied")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("dialog")).to_be_hidden()


def test_ticks_survive_a_reload_and_follow_to_other_windows(address: str, page: Page, context: BrowserContext) -> None:
    page.goto(f"{address}/en/{CHECKLIST}")
    total = page.locator(".cb-tick").count()
    other = context.new_page()
    other.goto(f"{address}/zh/{CHECKLIST}")
    page.get_by_role("checkbox", name="1.1.1 a").check()
    other.get_by_role("checkbox", name="1.1.2 a").check()
    for opened in (page, other):
        expect(opened.locator(".cb-tick:checked")).to_have_count(2)
    page.reload()
    expect(page.get_by_role("checkbox", name="1.1.2 a")).to_be_checked()
    expect(page.locator(".cb-ticked")).to_have_text(f"2 of {total} ticked")
    page.goto(f"{address}/en/checklists/product-manager.html")
    expect(page.locator(".cb-tick:checked")).to_have_count(0)
    other.close()


def test_ticks_are_cleared_after_a_question(address: str, page: Page) -> None:
    page.goto(f"{address}/en/{CHECKLIST}")
    clear = page.locator(".cb-untick")
    expect(clear).to_be_hidden()
    page.get_by_role("checkbox", name="1.1.1 a").check()
    clear.click()
    expect(page.locator("dialog")).to_be_visible()
    page.locator("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("checkbox", name="1.1.1 a")).to_be_checked()
    clear.click()
    page.locator("dialog").get_by_role("button", name="Clear all ticks").click()
    expect(page.get_by_role("checkbox", name="1.1.1 a")).not_to_be_checked()
    expect(clear).to_be_hidden()
    page.reload()
    expect(page.locator(".cb-tick:checked")).to_have_count(0)


def test_paper_says_what_the_filter_hides(http: str, page: Page) -> None:
    page.goto(f"{http}/en/{TASK}?type=recommendation&beside=zh")
    page.emulate_media(media="print")
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.get_by_label("Obligation")).to_be_hidden()
    expect(page.locator(".cb-cite").first).to_be_hidden()
    expect(page.locator(".cb-provision:not([hidden]) .cb-beside").first).to_be_visible()
    page.goto(f"{http}/en/{TASK}")
    expect(page.locator(".cb-bar")).to_be_hidden()


def test_without_scripts_there_is_one_language_and_no_tool(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in (TASK, CHECKLIST):
        page.goto(f"{address}/en/{path}?beside=zh&type=recommendation")
        for name in (".cb-bar", ".cb-beside", ".cb-cite", ".cb-untick", ".cb-ticked"):
            assert not any(element.is_visible() for element in page.locator(name).all()), name
        assert all(provision.is_visible() for provision in page.locator(".cb-provision").all())
    context.close()


def test_the_tools_move_nothing_once_the_page_is_drawn(http: str, page: Page) -> None:
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => { moved += one.value; }))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.set_viewport_size(WIDE)
    for path, parameters in product((TASK, CHECKLIST), ({}, {"beside": "zh"}, {"type": "recommendation"})):
        page.goto(f"{http}/en/{path}{query(parameters)}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("moved") < 0.02, (path, parameters)


def test_every_tool_is_large_enough_to_hit(http: str, page: Page) -> None:
    page.set_viewport_size(PHONE)
    for path in (TASK, CHECKLIST):
        page.goto(f"{http}/en/{path}?type=requirement")
        tools = page.locator(
            ".cb-bar label, .cb-bar select, .cb-bar button, .cb-cite, .cb-tick, .cb-provision__tools a"
        )
        sizes = [box for tool in tools.all() if (box := tool.bounding_box())]
        assert len(sizes) > 10
        assert all(min(box["width"], box["height"]) >= 23.99 for box in sizes)


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_the_dialogs(colours: Colours, browser: Browser, http: str) -> None:
    context = browser.new_context(color_scheme=colours, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{http}/en/{TASK}?beside=zh&type=recommendation#macro-environment.a")
    page.locator(".cb-outside .cb-cite").click()
    assert violations(page) == []
    page.goto(f"{http}/en/{CHECKLIST}")
    page.locator(".cb-tick").first.check()
    page.locator(".cb-untick").click()
    assert violations(page) == []
    context.close()
