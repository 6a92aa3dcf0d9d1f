"""Every kind of page for everyone: the rules of WCAG 2.2 A and AA as axe-core checks them, and narrow screens."""

from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page

Colours: TypeAlias = Literal["light", "dark"]

pytestmark = pytest.mark.xdist_group("site")

ROOT = Path(__file__).resolve().parents[2]
KINDS = {
    "home": "index",
    "stage": "stages/site-preparation/index",
    "task": "tasks/compliance-review",
    "task, filtered, both languages": "tasks/contracts",
    "terms": "terms",
    "workflow": "workflow",
    "roles": "roles",
    "checklist": "checklists/site-manager",
    "evidence": "evidence/site-preparation",
    "laws": "laws",
    "index": "lookup",
    "coverage": "coverage/index",
    "forms": "assess/index",
    "coverage of a stage": "coverage/promotion",
    "references": "references",
    "form": "assess/operator",
    "practice": "practice/index",
}
QUERY = {"tasks/contracts": {"zh": "?beside=en&type=requirement", "en": "?beside=zh&type=requirement"}}


def address(site: Path, language: str, name: str) -> str:
    return f"{site.as_uri()}/{language}/{name}.html{QUERY.get(name, {}).get(language, '')}"


@pytest.mark.parametrize(
    ("colours", "width", "language"),
    [("light", 1440, "en"), ("light", 390, "zh"), ("dark", 1440, "zh"), ("dark", 390, "en")],
)
def test_axe_finds_nothing(colours: Colours, width: int, language: str, browser: Browser, site: Path) -> None:
    context = browser.new_context(
        color_scheme=colours, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    found = {}
    for kind, name in KINDS.items():
        page.goto(address(site, language, name))
        if faults := violations(page):
            found[kind] = faults
    context.close()
    assert found == {}


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_the_single_file(colours: Colours, browser: Browser, site: Path) -> None:
    context = browser.new_context(color_scheme=colours, bypass_csp=True)
    page = context.new_page()
    page.goto((site.parent / "forms" / "operator.html").as_uri())
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_scrolls_sideways_on_a_narrow_phone(language: str, browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    too_wide = {}
    for kind, name in KINDS.items():
        page.goto(address(site, language, name))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            too_wide[kind] = width
    context.close()
    assert too_wide == {}


def violations(page: Page) -> list[str]:
    """What axe-core finds by the rules of WCAG 2.2 A and AA, a line each."""
    page.add_script_tag(path=ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("tags => axe.run({ runOnly: tags, resultTypes: ['violations'] })", tags)
    assert found["passes"]
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
