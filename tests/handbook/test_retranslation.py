"""The page of what to translate again, and what hostile text does to it: nothing."""

import json
import re
from html.parser import HTMLParser

import pytest

from clausebook.build.loading import load_project
from clausebook.handbook.retranslation import stale_notice
from clausebook.project import Project
from tests.conftest import Run
from tests.handbook.test_pages import HOSTILE

NAMES = ["sample-kitchen", "office", "fire-code", "daily-use", "task/cooking", "tidying", "shared-kitchen", "hood"]
NAMES += ["cook-a-meal", "clean-up", "step/cooking", "cook", "food-act", "stove", "dishes"]


def make_stale(project: Project, run: Run) -> None:
    """Accept every translation, then let each record look as if its source had changed since."""
    assert run(project, "translated", "--all").exit_code == 0
    for path in project.content.rglob("*.yaml"):
        text = re.sub(r'"[0-9a-f]{16}"', '"0000000000000000"', path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")


class Page(HTMLParser):
    """The tags, links, texts and cells of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.cells: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src") or name.startswith("on")]
        self.cells += [""] if tag == "td" else []

    def handle_data(self, data: str) -> None:
        if self.cells and self.tags[-1] == "td":
            self.cells[-1] += data.strip("\n")


def test_every_record_has_a_line_and_a_place_on_the_page(kitchen: Project, run: Run) -> None:
    make_stale(kitchen, run)
    told = run(kitchen, "translations").stdout.splitlines()
    assert [line.rpartition("clausebook translated ")[2] for line in told[:-2]] == NAMES
    assert (
        told[1]
        == "content/standard.yaml:14: model/office; revise the translation, then run: clausebook translated office"
    )
    assert told[-2] == f"page: {kitchen.build / 'translations' / 'zh.html'}"
    assert told[-1] == "15 to translate again; 15 records watched, 0 not watched"

    html = (kitchen.build / "translations" / "zh.html").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"<code>clausebook translated {name}</code>" in html
    assert html.count("<section") == html.count("<li>") == len(NAMES)
    for said in ("待修订的译文", "英语原文", "业务模式", "1.1.1 使用灶台", "content/clauses/1.1.1.yaml:2"):
        assert said in html
    cells = Page(html).cells
    pairs = dict(zip(cells[::2], cells[1::2], strict=True))
    assert pairs["Look for the off switch before you light the stove."] == "点火前先看清开关在哪。"
    assert (pairs["extractor"], pairs["fan"]) == ("抽油烟机", "")
    assert pairs["For the stove."] == "关于灶台。"


def test_rows_say_where_each_text_stands(tiny: Project, run: Run) -> None:
    make_stale(tiny, run)
    run(tiny, "translations", "--out", tiny.root / "out")
    html = (tiny.root / "out" / "de.html").read_text(encoding="utf-8").replace("<wbr>", "")
    for place in ("3<br><code>title.de", "8<br><code>provisions[0].evidence.de[0]", "13<br><code>practice.de[1]"):
        assert f'<th scope="row">{place}</code></th>' in html
    assert html.index("practice.de[0]") < html.index("practice.de[1]") < html.index("pitfalls.de[0]")
    assert not (tiny.root / "out" / "en.html").exists()


def test_the_page_needs_nothing_else(kitchen: Project, run: Run) -> None:
    make_stale(kitchen, run)
    run(kitchen, "translations")
    page = Page((kitchen.build / "translations" / "zh.html").read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert all(link.startswith(("#", "data:,")) for link in page.links)


def test_nothing_to_do_is_said(kitchen: Project, run: Run) -> None:
    assert run(kitchen, "translations").stdout.endswith(
        "nothing to translate again; 0 records watched, 15 not watched\n"
    )
    run(kitchen, "translated", "stove")
    assert run(kitchen, "translations").stdout.endswith(
        "nothing to translate again; 1 records watched, 14 not watched\n"
    )
    html = (kitchen.build / "translations" / "zh.html").read_text(encoding="utf-8")
    assert "没有要修订的译文" in html
    assert "<section" not in html


def test_a_standard_in_one_language_has_no_page(kitchen: Project, run: Run) -> None:
    for path in kitchen.root.rglob("*.yaml"):
        text = re.sub(r", zh: [^}]*\}", "}", path.read_text(encoding="utf-8"))
        path.write_text(re.sub(r"(?m)^ +zh: .*\n", "", text).replace("[en, zh]", "[en]"), encoding="utf-8")
    assert run(kitchen, "translations").stdout == "nothing to translate again; 0 records watched, 15 not watched\n"


def test_nothing_is_written_while_there_are_errors(kitchen: Project, run: Run) -> None:
    (kitchen.content / "roles.yaml").write_text("roles: 3", encoding="utf-8")
    assert run(kitchen, "translations").exit_code == 1
    assert not kitchen.build.exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, kitchen: Project, run: Run) -> None:
    spoilt = json.dumps(text)
    for path, old in (("clauses/1.1.1.yaml", "Using the stove"), ("roles.yaml", "做饭的人"), ("terms.yaml", "hood")):
        file = kitchen.content / path
        file.write_text(file.read_text(encoding="utf-8").replace(f" {old},", f" {spoilt},", 1), encoding="utf-8")
        file.write_text(file.read_text(encoding="utf-8").replace(f" {old}}}", f" {spoilt}}}", 1), encoding="utf-8")
    make_stale(kitchen, run)
    assert run(kitchen, "translations").exit_code == 0
    page = Page((kitchen.build / "translations" / "zh.html").read_text(encoding="utf-8"))
    assert page.cells.count(text.strip()) == 3
    assert not {"script", "img", "em"} & set(page.tags)
    assert all(link.startswith(("#", "data:,")) for link in page.links)


def test_readers_are_told_in_their_language(kitchen: Project, run: Run) -> None:
    make_stale(kitchen, run)
    standard = load_project(kitchen).standard
    clause = standard.clauses["1.1.1"]
    words = {language: kitchen.templates.words("handbook", language) for language in ("en", "zh", "de")}
    assert "英语原文" in (stale_notice(standard, clause, "zh", words["zh"]) or "")
    assert "The English text" in (stale_notice(standard, clause, "xx", words["de"]) or "")
    assert stale_notice(standard, clause, "en", words["en"]) is None
    run(kitchen, "translated", "stove")
    assert stale_notice(load_project(kitchen).standard, clause, "zh", words["zh"]) is None
