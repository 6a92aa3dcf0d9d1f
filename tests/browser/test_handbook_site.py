"""The handbook as readers meet it: the language switch, anchors, answers that stay, and no word to anyone outside."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from clausebook.build.loading import load_project
from clausebook.handbook.links import as_html, clause_target
from clausebook.project import Project
from tests.browser.test_accessibility import KINDS

pytestmark = pytest.mark.xdist_group("site")


def test_the_language_switch_keeps_the_clause(addresses: dict[str, str], page: Page) -> None:
    for address in addresses.values():
        page.goto(f"{address}/zh/tasks/compliance-review.html#tax-compliance")
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/en/tasks/compliance-review.html#tax-compliance")
        expect(page.locator("#tax-compliance")).to_be_in_viewport()
        page.get_by_role("link", name="中文").click()
        page.wait_for_url("**/zh/tasks/compliance-review.html#tax-compliance")


def test_every_page_has_its_translation(site: Path, page: Page, http: str) -> None:
    pages = {path.relative_to(site / "zh") for path in (site / "zh").rglob("*.html")}
    assert pages == {path.relative_to(site / "en") for path in (site / "en").rglob("*.html")}
    for name in sorted(pages - {Path("404.html")}):
        html = (site / "zh" / name).read_text(encoding="utf-8")
        (link,) = re.findall(r'<a href="([^"]+)" hreflang="en"', html)
        assert ((site / "zh" / name).parent / link).resolve() == (site / "en" / name).resolve()


def test_the_entrance_leads_to_the_reader_s_language(addresses: dict[str, str], browser: Browser) -> None:
    for locale, language in (("zh-CN", "zh"), ("en-GB", "en"), ("de-DE", "zh")):
        for address in addresses.values():
            context = browser.new_context(locale=locale)
            page = context.new_page()
            page.goto(f"{address}/index.html")
            page.wait_for_url(f"**/{language}/index.html")
            context.close()


def test_every_clause_and_provision_has_its_anchor(site: Path, real: Project) -> None:
    standard = load_project(real).standard
    for language in standard.languages:
        for clause in standard.clauses.values():
            html = (site / language / as_html(clause_target(standard, clause)).partition("#")[0]).read_text("utf-8")
            for anchor in (clause.id, *(ref for ref, _ in clause.references())):
                assert f'id="{anchor}"' in html


FORM = "assess/operator"


def test_answers_survive_a_reload_and_a_change_of_language(addresses: dict[str, str], page: Page) -> None:
    for address in addresses.values():
        page.goto(f"{address}/zh/{FORM}.html")
        page.get_by_role("button", name="下一道未答题", exact=True).click()
        page.get_by_role("radio", name="基本做到").first.check()
        expect(page.get_by_text("已答 1 / 187 题")).to_be_visible()
        page.reload()
        expect(page.get_by_text("已答 1 / 187 题")).to_be_visible()
        page.get_by_role("link", name="English").click()
        expect(page.get_by_text("1 of 187 answered")).to_be_visible()


def test_no_page_names_anything_outside_to_load(site: Path) -> None:
    """What a page loads by itself; a link that a reader may follow is another matter."""
    for path in site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        loaded = re.findall(
            r"<(?!a\b)[a-z]+\b[^>]*?\s(?:src|srcset|href|data|poster)=[\"']?(?:https?:)?//[^\"'\s>]+", html
        )
        assert [tag for tag in loaded if 'rel="canonical"' not in tag] == [], path
    for path in (*site.rglob("*.css"), *site.rglob("*.svg")):
        assert not re.search(r"url\([\"']?(?:https?:)?//", path.read_text(encoding="utf-8")), path


def test_no_kind_of_page_asks_anyone_outside(addresses: dict[str, str], page: Page) -> None:
    for address in addresses.values():
        for language in ("zh", "en"):
            for name in KINDS.values():
                page.goto(f"{address}/{language}/{name}.html")
                page.wait_for_load_state("load")
        page.goto(f"{address}/index.html")
