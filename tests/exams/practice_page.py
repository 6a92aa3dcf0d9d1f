"""The practice and the practice test in a browser, on a small standard with a question of each type."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from clausebook.build.loading import load_project
from clausebook.exams.practice import ASSETS, assets, page_body
from clausebook.model.item import Item
from clausebook.model.standard import Standard
from clausebook.project import Project, packaged_templates
from clausebook.render.jinja import Templates
from tests.conftest import ROOT, SAMPLE
from tests.exams import sample_papers

TEMPLATES = Templates(packaged_templates())
AXE = ROOT / "tests" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STORED = "clausebook-practice:sample-kitchen"
PAGE = """\
<!doctype html><html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Practice</title><style>[data-md-color-scheme=slate] {{ background: #12181f; color: #e6ebf1 }}</style>
<main data-md-color-scheme="{scheme}"><h1>Practice</h1>{body}</main></html>
"""


def standard() -> Standard:
    return load_project(Project.at(SAMPLE)).standard


def items() -> list[Item]:
    """The judged, the counted and the told one are on the second clause, all others on the first."""
    second = ("judged", "counted", "told")
    return [
        item.model_copy(update={"clauses": ("dishes" if item.id in second else "stove",)})
        for item in sample_papers.items().values()
    ]


def write(folder: Path, scheme: str = "default", asked: list[Item] | None = None) -> dict[str, str]:
    """Write the page of each language with all that it needs; their addresses."""
    found = {}
    for language in ("en", "zh"):
        links = {clause.id: f"../clause.html#{clause.id}" for clause in standard().in_order}
        for artifact in assets(asked or items(), standard(), TEMPLATES, language, links):
            path = folder / language / artifact.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(artifact.content)
        page = folder / language / "practice" / "index.html"
        page.parent.mkdir(exist_ok=True)
        body = page_body(TEMPLATES, language)
        page.write_text(PAGE.format(language=language, scheme=scheme, body=body), encoding="utf-8")
        found[language] = page.as_uri()
    assert (folder / "en" / ASSETS / "practice.js").is_file()
    return found


@dataclass
class Practice:
    """The page with the learner's gestures."""

    page: Page
    addresses: dict[str, str]
    errors: list[str] = field(default_factory=list)

    def open(self, language: str = "en", place: str = "") -> None:
        self.page.goto("about:blank")
        self.page.goto(self.addresses[language] + place)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    @property
    def stem(self) -> Locator:
        return self.page.locator(".cb-stem")

    @property
    def verdict(self) -> Locator:
        return self.page.locator("div.cb-verdict")

    @property
    def id(self) -> str:
        """The id of the question that is shown."""
        return self.stem.inner_text().partition("Stem of ")[2].partition(".")[0]

    def progress(self) -> Any:
        return self.page.evaluate(f"JSON.parse(localStorage.getItem('{STORED}'))")

    def give_right(self) -> None:
        """Answer the question that is shown as it should be."""
        match self.id:
            case "single":
                self.page.get_by_role("radio", name="Option c").check()
            case "judged":
                self.page.get_by_role("radio", name="False").check()
            case "ordered":
                self.put_in_order()
            case "matched":
                self.match("Right 1", "Right 2", "Right 1")
            case "counted":
                self.page.locator(".cb-written").fill("２.86 kg")
            case "filled":
                self.page.locator(".cb-written").fill("UTM source")
            case "multiple":
                self.tick("Option a", "Option c", "Option d")
            case _:
                self.press("Show the model answer")
                self.tick("First.", "Second.")

    def tick(self, *names: str) -> None:
        for name in names:
            self.page.get_by_role("checkbox", name=name).check()

    def match(self, *rights: str) -> None:
        for place, right in enumerate(rights):
            choose(self.page.locator("select").nth(place), right)

    def put_in_order(self) -> None:
        for place, letter in enumerate("abcd"):
            up = self.page.get_by_role("button", name=f"Move up: Entry {letter}")
            while not self.page.locator(".cb-sort-row").nth(place).get_by_text(f"Entry {letter}").count():
                up.click()

    def pass_over_until(self, identity: str) -> None:
        """Answer nothing until the question is shown."""
        while self.id != identity:
            self.press("Show the model answer" if self.id in ("told", "studied") else "I don’t know")
            if self.id in ("told", "studied"):
                self.check()
            self.check()

    def check(self) -> None:
        self.page.locator(".cb-turns .cb-button-primary").click()


def choose(box: Locator, text: str) -> None:
    names = box.locator("option").all_inner_texts()
    box.select_option(index=next(place for place, name in enumerate(names) if text in name))


@contextmanager
def opened(browser: Browser, addresses: dict[str, str], **options: Any) -> Iterator[Practice]:
    """A fresh browser that knows nothing; any request to elsewhere and any error of the script fails the test."""
    context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **options})
    practice = Practice(context.new_page(), addresses)
    page = practice.page
    page.on("pageerror", lambda error: practice.errors.append(str(error)))
    page.on("console", lambda line: practice.errors.append(line.text) if line.type == "error" else None)
    page.on("request", lambda asked: note(practice, asked.url))
    yield practice
    context.close()
    assert practice.errors == []


def note(practice: Practice, url: str) -> None:
    if not url.startswith(("file:", "about:", "blob:", "data:")):
        practice.errors.append(url)


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line each."""
    page.add_script_tag(path=AXE)
    script = "tags => axe.run({ runOnly: tags, resultTypes: ['violations'], preload: false })"
    found = page.evaluate(script, RULES)
    assert found["passes"]
    return [
        f"{fault['id']}: {node['target']} {node['failureSummary']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
