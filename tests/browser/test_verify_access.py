"""The page for verification for everyone: the rules of WCAG, the keyboard, languages, narrow screens and paper."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from clausebook.certificates.verify_page import verify_page
from clausebook.project import packaged_templates
from clausebook.render.jinja import Templates
from tests.browser.test_accessibility import violations
from tests.browser.verify_site import INSECURE, PAGE, Site, follow, give_file, opened, outcome, reason
from tests.certificates.verify_cases import LI, NOBODYS, files
from tests.certificates.verify_corpus import CORPUS
from tests.certificates.verify_issuer import NOW, issuer


def test_by_the_keyboard_alone(browser: Browser) -> None:
    with opened(browser, Site(files())) as page:
        focused = "document.activeElement.className"
        order = []
        for _ in range(5):
            page.keyboard.press("Tab")
            order.append(page.evaluate(focused))
        assert order[:2] == ["cb-language", "cb-language"]
        assert order[2:] == ["cb-button cb-button-primary", "cb-box", "cb-button cb-button-primary"]
        page.keyboard.press("Enter")
        assert page.evaluate(focused) == "cb-box"
        assert page.inner_text(".cb-error") == "Enter a link or a number first."
        page.keyboard.type(LI.serial.lower())
        page.keyboard.press("Enter")
        assert reason(page) == "listed"
        assert page.evaluate(focused) == "cb-result"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Print this result"


def test_in_both_languages(browser: Browser) -> None:
    with opened(browser, Site(files()), LI.link, locale="zh-CN") as page:
        reason(page)
        assert page.get_attribute("html", "lang") == "zh"
        chinese = page.inner_text("body")
        for word in ("独立站运营", "良好", "示例培训中心", "2026年9月1日", "有效"):
            assert word in chinese
        page.click("text=English")
        english = page.inner_text("body")
        for word in ("Site operator", "Good", "Example Training Centre", "September 1, 2026", "Valid", "李小明"):
            assert word in english
        assert page.evaluate("document.activeElement.textContent") == "English"


def test_another_language_falls_back_to_english(browser: Browser) -> None:
    site = Site(files())
    with opened(browser, site) as page:
        index = verify_page(issuer(), ("de",), Templates(packaged_templates())).content
        page.route(PAGE, lambda route: route.fulfill(body=index, content_type="text/html; charset=utf-8"))
        page.goto("about:blank")
        page.goto(LI.link)
        reason(page)
        assert page.get_attribute("html", "lang") == "de"
        assert "1. September 2026" in page.inner_text(".cb-signed")
        assert "Site operator" in page.inner_text(".cb-signed")
        assert page.locator(".cb-language").count() == 0


def follow_later(page: Page, link: str) -> None:
    page.clock.set_fixed_time(NOW.replace(year=2027))
    follow(page, link)


STATES: dict[str, Callable[[Page], object]] = {
    "valid": lambda page: give_file(page, LI.pdf),
    "invalid": lambda page: follow(page, NOBODYS.link),
    "nothing proven": lambda page: follow(page, "#1"),
    "stale": lambda page: follow_later(page, LI.link),
}


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing(colours: Any, width: int, browser: Browser) -> None:
    found = {}
    view = {"width": width, "height": 900}
    with opened(browser, Site(files()), color_scheme=colours, viewport=view, bypass_csp=True) as page:
        for state, reach in STATES.items():
            reach(page)
            reason(page)
            if faults := violations(page):
                found[state] = faults
    with opened(browser, Site({}), INSECURE, color_scheme=colours, viewport=view, bypass_csp=True) as page:
        page.wait_for_selector(".cb-notice")
        if faults := violations(page):
            found["unable"] = faults
    assert found == {}


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_nothing_is_wider_than_a_narrow_phone(locale: str, browser: Browser) -> None:
    site = Site({})
    with opened(browser, site, viewport={"width": 320, "height": 640}, locale=locale) as page:
        for case in (case for case in CORPUS if case.name.startswith(("the name ", "revoked", "no keys"))):
            site.published = case.files
            outcome(page, case)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, case.name


def test_on_paper_only_the_result(browser: Browser) -> None:
    with opened(browser, Site(files()), LI.link) as page:
        reason(page)
        page.emulate_media(media="print", color_scheme="dark")
        assert not page.is_visible(".cb-inputs")
        assert page.is_visible(".cb-verdict")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
