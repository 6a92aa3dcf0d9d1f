"""The exported tree built by Zensical: the same pages, links and switch as the site that MkDocs builds."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from clausebook.build.export import export_markdown
from clausebook.project import Project
from tests.browser.conftest import served, watched
from tests.browser.test_links import broken_links, every
from tests.conftest import Once

pytestmark = pytest.mark.xdist_group("site")

UNUSED = "404.html"
"""Zensical always writes this page; it is empty, because its links could only lead to the root of a server."""


@pytest.fixture(scope="session")
def zensical_site(real: Project, once: Once) -> Path:
    """The folder of the site that Zensical builds of the exported tree, as strictly as it can."""

    def build(tree: Path) -> None:
        for process in [zensical(tree, config) for config in export_markdown(real, tree)]:
            said, _ = process.communicate()
            assert process.returncode == 0, said

    return once("zensical", build) / "site"


def zensical(tree: Path, config: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "zensical", "build", "--strict", "-f", config.name]
    environment = os.environ | {"NO_COLOR": "1"}
    output = subprocess.PIPE
    return subprocess.Popen(command, cwd=tree, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True)


@pytest.fixture(scope="session")
def zensical_http(zensical_site: Path) -> Iterator[str]:
    with served(zensical_site) as address:
        yield address


@pytest.fixture
def zensical_page(context: BrowserContext, zensical_http: str) -> Iterator[Page]:
    with watched(context, zensical_http) as opened:
        yield opened


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, zensical_site: Path, zensical_http: str) -> str:
    """Where the site is: on a server, and opened from disk."""
    return zensical_http if request.param == "http" else zensical_site.as_uri()


def pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.name != UNUSED)


def test_it_has_the_pages_and_links_of_the_site(site: Path, zensical_site: Path) -> None:
    assert pages(zensical_site) == pages(site)
    for page in pages(site):
        links = [every(built / page, "//article//a/@href") for built in (site, zensical_site)]
        assert links[0] == links[1], page
    assert broken_links(zensical_site) == []


@pytest.mark.parametrize(
    "name",
    ["index", "stages/site-preparation/index", "tasks/compliance-review", "terms", "about", "assess/operator"],
)
def test_the_switch_leads_to_the_same_page(name: str, address: str, zensical_page: Page) -> None:
    zensical_page.goto(f"{address}/zh/{name}.html")
    zensical_page.get_by_role("link", name="English").click()
    zensical_page.wait_for_url(f"{address}/en/{name}.html")
    zensical_page.get_by_role("link", name="中文").click()
    zensical_page.wait_for_url(f"{address}/zh/{name}.html")


def test_the_switch_keeps_the_clause(address: str, zensical_page: Page) -> None:
    zensical_page.goto(f"{address}/zh/tasks/compliance-review.html#tax-compliance")
    zensical_page.get_by_role("link", name="English").click()
    zensical_page.wait_for_url("**/en/tasks/compliance-review.html#tax-compliance")
    expect(zensical_page.locator("#tax-compliance")).to_be_in_viewport()


def test_no_kind_of_page_loads_anything_from_outside(zensical_site: Path, address: str, zensical_page: Page) -> None:
    of_each_kind = {Path(name).parent: name for name in pages(zensical_site)}
    for name in of_each_kind.values():
        zensical_page.goto(f"{address}/{name}")
        zensical_page.wait_for_load_state("load")


@pytest.mark.parametrize(
    ("language", "query", "wanted"),
    [
        ("zh", "退税", "tasks/settlement-and-refund"),
        ("zh", "投诉处理", "tasks/customer-service"),
        ("en", "undeliverable parcel", "tasks/delivery"),
        ("en", "complaints", "tasks/customer-service"),
    ],
)
def test_search_finds_the_page(language: str, query: str, wanted: str, address: str, zensical_page: Page) -> None:
    zensical_page.goto(f"{address}/{language}/index.html")
    zensical_page.locator(".md-search__button").click()
    zensical_page.locator("dialog input").first.fill(query)
    expect(zensical_page.locator(f"dialog li a[href*='{wanted}']").first).to_be_visible()


def test_the_form_keeps_its_answers(address: str, zensical_page: Page) -> None:
    zensical_page.goto(f"{address}/zh/assess/operator.html")
    zensical_page.get_by_role("button", name="下一道未答题", exact=True).click()
    zensical_page.get_by_role("radio", name="基本做到").first.check()
    zensical_page.reload()
    expect(zensical_page.get_by_text("已答 1 / 187 题")).to_be_visible()
