"""The handbook as readers meet it: search, the language switch, accessibility, and no word to anyone outside."""

import re
from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser, Page, expect

from clausebook.build.loading import load_project
from clausebook.handbook.links import as_html, clause_target
from clausebook.project import Project

Colours: TypeAlias = Literal["light", "dark"]

pytestmark = pytest.mark.xdist_group("site")

ROOT = Path(__file__).resolve().parents[2]

# What people type, and the page that answers it.
QUERIES = {
    "zh": {
        "市场调研": "tasks/market-research",
        "独立站": "terms",
        "供应链": "tasks/market-research tasks/data-analysis",
        "竞争对手": "tasks/market-research tasks/data-analysis",
        "品牌定位": "tasks/positioning",
        "域名": "tasks/positioning tasks/site-building",
        "服务器": "tasks/site-building",
        "备案": "tasks/site-building",
        "隐私": "tasks/compliance-review",
        "歧视": "tasks/compliance-review",
        "版权": "tasks/compliance-review",
        "零效果产品": "tasks/product-publishing",
        "短视频": "tasks/images-and-video",
        "红人": "tasks/influencers",
        "直播间装修": "tasks/live-shopping",
        "投诉处理": "tasks/customer-service",
        "验厂": "tasks/contracts",
        "信用保障": "tasks/deal-management",
        "退税": "tasks/settlement-and-refund",
        "发货通知": "tasks/delivery",
        "无法投递": "tasks/delivery",
        "跟单员": "roles",
    },
    "en": {
        "market research": "tasks/market-research",
        "independent site": "terms",
        "direct-to-consumer": "terms",
        "supply chain": "tasks/market-research tasks/data-analysis",
        "competition": "tasks/market-research",
        "brand positioning": "tasks/positioning",
        "domain filing": "tasks/site-building",
        "hosting": "tasks/site-building",
        "privacy": "tasks/compliance-review",
        "discrimination": "tasks/compliance-review",
        "copyright": "tasks/compliance-review",
        "short video": "tasks/images-and-video",
        "product page": "tasks/site-design",
        "influencer contract": "tasks/influencers",
        "live host": "tasks/live-shopping roles",
        "complaints": "tasks/customer-service",
        "factory audit": "tasks/contracts",
        "trade assurance": "tasks/deal-management",
        "tax refund": "tasks/settlement-and-refund",
        "shipping notice": "tasks/delivery",
        "undeliverable parcel": "tasks/delivery",
        "order coordinator": "roles",
        "chargeback": "tasks/payment tasks/site-building",
    },
}


@pytest.mark.parametrize("scheme", ["http", "file"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_search_finds_the_page_among_the_first_three(
    scheme: str, language: str, addresses: dict[str, str], page: Page
) -> None:
    page.goto(f"{addresses[scheme]}/{language}/index.html")
    missed = {
        query: hits
        for query, wanted in QUERIES[language].items()
        if not set(wanted.split()) & set(hits := first_hits(page, query))
    }
    assert missed == {}
    assert len(QUERIES[language]) >= 20


def first_hits(page: Page, query: str) -> list[str]:
    """The first three pages that the search offers, as paths without language and ending."""
    box = page.locator("input[name=query]")
    status = page.locator(".md-search-result__meta")
    box.fill("")
    expect(status).to_have_text(re.compile("Type to start searching|键入以开始搜索"))
    box.fill(query)
    expect(status).to_have_text(re.compile(r"\d|No matching|没有找到"))
    links = page.locator(".md-search-result__item").evaluate_all(
        "items => items.slice(0, 3).map(item => item.querySelector('a').getAttribute('href'))"
    )
    return [re.sub(r"^.*/(zh|en)/|\.html.*$", "", link) for link in links]


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


PAGES = (
    "index",
    "stages/site-preparation/index",
    "tasks/compliance-review",
    "terms",
    "workflow",
    "roles",
    "references",
)
FORM = "assess/operator"


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_axe_finds_nothing(colours: Colours, width: int, language: str, browser: Browser, http: str) -> None:
    context = browser.new_context(
        color_scheme=colours, viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    page = context.new_page()
    for name in (*PAGES, FORM):
        page.goto(f"{http}/{language}/{name}.html")
        assert violations(page) == [], name
    context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_on_the_single_file(colours: Colours, browser: Browser, site: Path) -> None:
    context = browser.new_context(color_scheme=colours, bypass_csp=True)
    page = context.new_page()
    page.goto((site.parent / "forms" / "operator.html").as_uri())
    assert violations(page) == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds by the rules of WCAG 2.2 A and AA, a line each."""
    page.add_script_tag(path=ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("tags => axe.run({ runOnly: tags })", tags)
    assert found["passes"]
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def test_answers_survive_a_reload_and_a_change_of_language(addresses: dict[str, str], page: Page) -> None:
    for address in addresses.values():
        page.goto(f"{address}/zh/{FORM}.html")
        page.get_by_role("button", name="下一道未答题").click()
        page.get_by_role("radio", name="基本做到").first.check()
        expect(page.get_by_text("已答 1 / 187 题")).to_be_visible()
        page.reload()
        expect(page.get_by_text("已答 1 / 187 题")).to_be_visible()
        page.get_by_role("link", name="English").click()
        expect(page.get_by_text("1 of 187 answered")).to_be_visible()


def test_every_page_loads_nothing_from_outside(site: Path, addresses: dict[str, str], page: Page) -> None:
    for address in addresses.values():
        for path in sorted(site.rglob("*.html")):
            page.goto(f"{address}/{path.relative_to(site).as_posix()}")
            page.wait_for_load_state("load")
