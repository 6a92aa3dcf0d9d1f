"""Take the pictures of the README and the guides anew from build/, after `make site`: run `make pictures`."""

import re
import shutil
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build"
ANSWERS = (3, 4, 2, 3, 4, 1, 3, 3, 4, 2, 4, 3)


def site(path: str) -> str:
    """The address of a page of the built site."""
    file = re.split("[?#]", path)[0]
    return (BUILD / "site" / file).as_uri() + path.removeprefix(file)


def take_home(browser: Browser) -> None:
    """The English home page on a desktop."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(site("en/index.html"))
    page.screenshot(path=HERE / "home.png")
    page.close()


def take_handbook(browser: Browser) -> None:
    """A clause in both languages, side by side, on a desktop."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(site("en/tasks/market-research.html?beside=zh#industry-trends"))
    page.wait_for_timeout(500)
    page.screenshot(path=HERE / "handbook.png")
    page.close()


def take_workflow(browser: Browser) -> None:
    """The workflow in Chinese, on a phone, in the dark."""
    page = browser.new_page(
        viewport={"width": 390, "height": 760}, color_scheme="dark", locale="zh-CN", device_scale_factor=1.5
    )
    page.goto(site("zh/workflow.html"))
    page.screenshot(path=HERE / "workflow.png")
    page.close()


def take_checklist(browser: Browser) -> None:
    """A role's checklist in Chinese, on a phone, partly ticked, requirements only."""
    page = browser.new_page(viewport={"width": 390, "height": 760}, locale="zh-CN", device_scale_factor=1.5)
    page.goto(site("zh/checklists/site-engineer.html?type=requirement"))
    for place in (0, 1, 3):
        page.locator(".cb-provision:not([hidden]) .cb-tick").nth(place).check()
    page.wait_for_timeout(300)
    page.screenshot(path=HERE / "checklist.png")
    page.close()


def take_form(browser: Browser) -> None:
    """The Chinese form on a phone, half-way through its first stage."""
    page = browser.new_page(viewport={"width": 390, "height": 760}, locale="zh-CN", device_scale_factor=1.5)
    page.goto((BUILD / "forms" / "operator.html").as_uri())
    page.locator(".cb-bar button").last.click()
    questions = page.locator("fieldset")
    for place, answer in enumerate(ANSWERS):
        questions.nth(place).locator("input[type=radio]").nth(answer).check(force=True)
    page.wait_for_timeout(300)
    page.screenshot(path=HERE / "form.png")
    page.close()


def take_result(browser: Browser) -> None:
    """The result page of the English single-file form on a desktop, with the sample answers loaded."""
    page = browser.new_page(viewport={"width": 1280, "height": 980}, locale="en-GB")
    page.goto((BUILD / "forms" / "operator.html").as_uri())
    page.locator("input[type=file]").set_input_files(BUILD / "samples" / "operator.json")
    page.locator(".cb-notice button").click()
    page.locator(".cb-nav-row").last.click()
    page.wait_for_timeout(300)
    page.screenshot(path=HERE / "form-result.png")
    page.close()


def take_search(browser: Browser) -> None:
    """The Chinese search with its results open."""
    page = browser.new_page(viewport={"width": 1280, "height": 720}, locale="zh-CN")
    page.goto(site("zh/index.html"))
    box = page.locator("input[name=query]")
    box.fill("退换货政策")
    box.press("End")
    page.locator(".md-search-result__item").first.wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=HERE / "search.png")
    page.close()


def take_page(file: Path, number: int, name: str, scale: float = 1.5) -> None:
    """A page of a PDF, counted from 0."""
    with pypdfium2.PdfDocument(file) as document:
        document[number].render(scale=scale).to_pil().convert("P", palette=1).save(HERE / name, optimize=True)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take_home(chromium)
        take_handbook(chromium)
        take_workflow(chromium)
        take_checklist(chromium)
        take_form(chromium)
        take_result(chromium)
        take_search(chromium)
        chromium.close()
    take_page(next(iter(sorted((BUILD / "samples").glob("*.pdf")))), 0, "certificate.png")
    take_page(next(iter(sorted((BUILD / "handbook").glob("*.zh.pdf")))), 12, "handbook-pdf.png")
