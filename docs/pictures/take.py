"""Take the pictures of the README and the guides anew from build/, after `make site`: run `make pictures`."""

import json
import random
import re
import shutil
import sys
from pathlib import Path

import pypdfium2
from click.testing import CliRunner
from playwright.sync_api import Browser, sync_playwright

from clausebook.cli import main

HERE = Path(__file__).resolve().parent
BUILD = HERE.parents[1] / "build"
DEPARTMENTS = {"示例一部": (2, 4), "示例二部": (1, 3), "示例三部": (2, 3), "示例四部": (1, 4)}
"""Made-up departments, with the answers that their people lean to."""
FORM = "data"
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
    page.locator(".cb-form-bar button").last.click()
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
    page.locator(".cb-file").set_input_files(BUILD / "samples" / "operator.json")
    page.locator(".cb-form-notice button").click()
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


def make_team(folder: Path) -> Path:
    """Score made-up answers of made-up people, and make the PDF of their form; the folder of results."""
    for place, (department, leaning) in enumerate(list(DEPARTMENTS.items()) * 7):
        file = folder / "answers" / f"S{place:04}.json"
        run("sample", FORM, "--out", file, "--person", file.stem, "--name", f"示例学员{place + 1}")
        response = json.loads(file.read_text(encoding="utf-8"))
        response["person"]["department"] = department
        chance = random.Random(place)  # noqa: S311 - made-up answers, no secret
        for reply in response["answers"].values():
            reply["rating"] = chance.randint(*leaning)
        file.write_text(json.dumps(response, ensure_ascii=False), encoding="utf-8")
    run("score", folder / "answers", "--out", folder / "results")
    run("forms", FORM, "--language", "zh")
    return folder / "results"


def run(*words: object) -> None:
    """A command of Clausebook on this project."""
    result = CliRunner().invoke(main, ["--project", str(BUILD.parent), *map(str, words)])
    if result.exit_code:
        sys.exit(result.output)


def take_reports(browser: Browser, results: Path) -> None:
    """A person's report on a phone, and a team's on a desktop: departments against stages."""
    page = browser.new_page(viewport={"width": 390, "height": 760}, device_scale_factor=1.5)
    page.goto((results / "reports" / FORM / "S0000.html").as_uri())
    page.screenshot(path=HERE / "report.png")
    page.close()
    page = browser.new_page(viewport={"width": 1100, "height": 900})
    page.goto((results / "team" / f"{FORM}.html").as_uri())
    page.screenshot(path=HERE / "team.png")
    page.close()


def take_page(file: Path, number: int, name: str, scale: float = 1.5) -> None:
    """A page of a PDF, counted from 0."""
    with pypdfium2.PdfDocument(file) as document:
        document[number].render(scale=scale).to_pil().convert("P", palette=1).save(HERE / name, optimize=True)


if __name__ == "__main__":
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell"), args=["--no-sandbox"]
        )
        take_home(chromium)
        take_handbook(chromium)
        take_workflow(chromium)
        take_checklist(chromium)
        take_form(chromium)
        take_result(chromium)
        take_search(chromium)
        results = make_team(BUILD / "pictures")
        take_reports(chromium, results)
        chromium.close()
    take_page(next(iter(sorted((BUILD / "trial").glob("*.pdf")))), 0, "certificate.png")
    take_page(next(iter(sorted((BUILD / "handbook").glob("*.zh.pdf")))), 12, "handbook-pdf.png")
    take_page(BUILD / "forms" / f"{FORM}.zh.pdf", 1, "form-pdf.png", 1.0)
