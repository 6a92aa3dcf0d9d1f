"""The handbook's Markdown, and what hostile text does to it: nothing."""

from collections.abc import Callable
from html.parser import HTMLParser

import markdown
import pytest
import yaml

from clausebook.build.loading import load_project
from clausebook.handbook.pages import pages
from clausebook.project import Project
from clausebook.render.jinja import plain

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[link](javascript:alert(1))",
    "![x](y) `code` **bold** _it_ ~~s~~",
    "{ #id .class onclick=alert(1) }",
    "<!-- comment --> &lt;b&gt; &amp;",
    "{{ 7*7 }} {% raw %} $x$ ^sup^ ==mark==",
    "1. not a list",
    "- not a list",
    "+ not a list",
    "# not a heading",
    "=== not a tab",
    "!!! note",
    "[^1]: not a footnote",
    "*[HTML]: not an abbreviation",
    "| not | a | table |",
    "http://example.org/ <http://example.org/>",
    "a\n\nb",
    "---\nx: y\n---",
)


def test_a_page_of_the_tiny_standard(tiny: Project, golden: Callable[[str, str], None]) -> None:
    loaded = load_project(tiny)
    for language in ("en", "de"):
        for artifact in pages(loaded.standard, tiny.templates, language, loaded.questionnaires.values()):
            golden(f"handbook/{language}/{artifact.path}", artifact.content.decode())


def test_a_stale_translation_says_so_to_its_readers(tiny: Project) -> None:
    path = tiny.content / "clauses" / "1.1.yaml"
    path.write_text(path.read_text(encoding="utf-8") + 'translated_from: {en: "0000000000000000"}\n', encoding="utf-8")
    standard = load_project(tiny).standard
    shown = {
        language: next(
            artifact.content.decode()
            for artifact in pages(standard, tiny.templates, language)
            if str(artifact.path) == "stages/dough/index.md"
        )
        for language in ("en", "de")
    }
    assert "cb-stale" not in shown["en"]
    assert shown["de"].count('<p class="cb-stale">') == 1
    assert shown["de"].index("{ #flour }") < shown["de"].index("cb-stale") < shown["de"].index("{ #water }")


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_means_nothing_to_markdown(text: str) -> None:
    wanted = " ".join(text.split())
    for block in (f"{plain(text)}\n", f"- {plain(text)}\n", f"## {plain(text)}\n", f"<p>{plain(text)}</p>\n"):
        html = markdown.markdown(block, extensions=["attr_list", "md_in_html", "tables", "footnotes", "abbr", "toc"])
        seen = Text()
        seen.feed(html)
        assert "".join(seen.text).strip() == wanted, html
        assert set(seen.tags) <= {"p", "ul", "li", "h2"}, html


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\n" not in text])
def test_hostile_titles_and_texts_stay_text(text: str, tiny: Project) -> None:
    clean = {page: seen.tags for page, seen in seen_pages(tiny).items()}
    for path in [*tiny.content.glob("*.yaml"), *tiny.content.glob("clauses/*.yaml")]:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump(spoilt(data, text), allow_unicode=True), encoding="utf-8")
    spoilt_pages = seen_pages(tiny)
    assert set(spoilt_pages) == set(clean)
    for page, seen in spoilt_pages.items():
        assert seen.tags == clean[page], page
        assert "javascript:" not in " ".join(seen.links)


def seen_pages(project: Project) -> dict[str, "Text"]:
    """What a reader sees of every English page, by path."""
    seen_by_page = {}
    for artifact in pages(load_project(project).standard, project.templates, "en"):
        front, _, body = artifact.content.decode().removeprefix("---\n").partition("\n---\n")
        assert "<" not in str(yaml.safe_load(front)["title"])
        seen = Text()
        seen.feed(markdown.markdown(body, extensions=["attr_list", "md_in_html", "tables"]))
        seen_by_page[str(artifact.path)] = seen
    return seen_by_page


def spoilt(data: object, text: str) -> object:
    """The data with `text` at the end of every title, purpose and definition, in every language."""
    if isinstance(data, dict):
        return {
            key: {lang: f"{old} {text}" for lang, old in value.items()}
            if key in ("title", "purpose", "definition", "summary", "notice", "objective")
            else spoilt(value, text)
            for key, value in data.items()
        }
    return [spoilt(entry, text) for entry in data] if isinstance(data, list) else data


class Text(HTMLParser):
    """What a reader sees of a piece of HTML, and which elements and links it has."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src") or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)
