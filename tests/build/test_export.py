"""The site as a plain tree: complete, free of the plugin, built by MkDocs to the same pages, and never in the way."""

import json
import os
import posixpath
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load

from clausebook.build import export, settings
from clausebook.build.export import MARK, export_markdown
from clausebook.project import Project
from tests.conftest import Run

WITHOUT_CLAUSEBOOK = "import sys; sys.modules['clausebook'] = None; from mkdocs.__main__ import cli; cli()"


class Targets(HTMLParser):
    """What a page links to, and its anchors."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links |= {value for name, value in attrs if name in ("href", "src") and value}
        self.anchors |= {value for name, value in attrs if name == "id" and value}


def configurations(tree: Path) -> dict[str, dict[str, Any]]:
    return {path.name: yaml_load(path.read_text(encoding="utf-8")) for path in sorted(tree.glob("mkdocs*.yml"))}


def pages_in(navigation: Any) -> Iterator[str]:
    if isinstance(navigation, str):
        yield navigation
    else:
        for entry in navigation.values() if isinstance(navigation, dict) else navigation:
            yield from pages_in(entry)


def rendered(page: Path, configuration: dict[str, Any]) -> Targets:
    """What a page of Markdown links to as HTML, its translations among it."""
    text, front = get_data(page.read_text(encoding="utf-8"))
    entries = [{entry: {}} if isinstance(entry, str) else entry for entry in configuration["markdown_extensions"]]
    options = {name: own for entry in entries for name, own in entry.items()}
    targets = Targets(Markdown(extensions=["toc", *options], extension_configs=options).convert(text))
    targets.links |= {alternate["href"] for alternate in front.get("alternates", [])}
    return targets


def broken(tree: Path) -> list[str]:
    """Every link of the Markdown, in every language, that leads to no page, file or anchor of the tree."""
    pages, files = {}, set()
    for configuration in configurations(tree).values():
        docs = tree / configuration["docs_dir"]
        for path in (path for path in docs.rglob("*") if path.is_file()):
            address = built(posixpath.join(configuration["site_dir"], path.relative_to(docs).as_posix()))
            files.add(address)
            if path.suffix == ".md":
                pages[address] = rendered(path, configuration)
    return [
        f"{address}: {link}"
        for address, page in sorted(pages.items())
        for link in sorted(page.links)
        if "://" not in link and not leads_somewhere(address, link, pages, files)
    ]


def built(path: str) -> str:
    return path.removesuffix(".md") + ".html" if path.endswith(".md") else path


def leads_somewhere(address: str, link: str, pages: dict[str, Targets], files: set[str]) -> bool:
    path, _, anchor = link.partition("#")
    goal = built(posixpath.normpath(posixpath.join(posixpath.dirname(address), path))) if path else address
    return goal in files and (not anchor or anchor in pages[goal].anchors)


@pytest.mark.parametrize("name", ["tiny", "real"])
def test_the_tree_is_complete(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    project: Project = request.getfixturevalue(name)
    configs = export_markdown(project, tmp_path / "tree")
    found = configurations(tmp_path / "tree")
    assert [path.name for path in configs] == sorted(found, key=len)
    for configuration in found.values():
        docs = tmp_path / "tree" / configuration["docs_dir"]
        listed = list(pages_in(configuration["nav"]))
        assert len(listed) == len(set(listed)) > 5
        assert {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")} == set(listed)
        for file in (*configuration["extra_css"], *configuration["extra_javascript"]):
            assert (docs / file).is_file()
        assert "clausebook" not in json.dumps(configuration["plugins"])
        assert (tmp_path / "tree" / configuration["theme"]["custom_dir"] / "partials" / "alternate.html").is_file()
    assert broken(tmp_path / "tree") == []
    assert "location.replace" in (tmp_path / "tree" / "site" / "index.html").read_text(encoding="utf-8")


def test_a_broken_link_of_the_tree_is_noticed(tiny: Project) -> None:
    (tiny.content / "pages" / "en" / "own.md").write_text("[a](nowhere.md) [b](index.md#nothing)\n", encoding="utf-8")
    export_markdown(tiny, tiny.build / "markdown")
    assert broken(tiny.build / "markdown") == ["site/en/own.html: index.md#nothing", "site/en/own.html: nowhere.md"]


@pytest.mark.xdist_group("site")
def test_mkdocs_builds_the_same_site_without_clausebook(tiny: Project, run: Run) -> None:
    for language in ("en", "de"):
        page = tiny.content / "pages" / language / "own.md"
        page.write_text(f"---\ntitle: Own\n---\n\n# In {language}\n\n[home](index.md)\n", encoding="utf-8")
    assert run(tiny, "build").exit_code == 0
    told = run(tiny, "export", "markdown")
    assert told.exit_code == 0, told.stderr
    tree = tiny.build / "markdown"
    for config in configurations(tree):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_CLAUSEBOOK, "build", "--strict", "-f", config],
            cwd=tree,
            env=os.environ | {"DISABLE_MKDOCS_2_WARNING": "true"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
    assert html_below(tree / "site") == html_below(tiny.build / "site")


def html_below(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.html")}


def test_the_project_s_own_settings_stay(tiny: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAKERY", "https://bakery.example/")
    (tiny.root / "looks" / "partials").mkdir(parents=True)
    (tiny.root / "looks" / "partials" / "alternate.html").write_text("hidden by Clausebook's")
    (tiny.root / "looks" / ".icons").mkdir()
    (tiny.root / "looks" / ".icons" / "bread.svg").write_text("<svg/>")
    (tiny.root / "looks" / "main.html").write_text('{% extends "base.html" %}')
    (tiny.content / "pages" / "en" / "own.css").write_text("a {}")
    text = (tiny.root / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("  font: false\n", "  font: false\n  custom_dir: looks\n  variant: modern\n")
    text = text.replace("tables]", "tables, pymdownx.emoji: {emoji_index: !!python/name:pymdownx.emoji.gemoji }]")
    text = text.replace("  - search\n", "  - search: {enabled: true}\n  - tags\n")
    text += "site_url: !ENV BAKERY\nhooks: [hook.py]\nextra_css: [own.css]\ncopyright: Ours\n"
    (tiny.root / "mkdocs.yml").write_text(text, encoding="utf-8")
    tree = tiny.build / "markdown"
    export_markdown(tiny, tree)
    written = (tree / "mkdocs.yml").read_text(encoding="utf-8")
    assert "emoji_index: !!python/name:pymdownx.emoji.gemoji" in written
    plain = yaml_load(written)
    assert plain["site_url"] == "https://bakery.example/"
    assert plain["copyright"] == "Ours"
    assert "hooks" not in plain
    assert plain["plugins"] == [{"search": {"enabled": True}}, "offline", "tags"]
    assert plain["theme"]["variant"] == "modern"
    assert plain["extra_css"][-1] == "own.css"
    assert (tree / "en" / "docs" / "own.css").is_file()
    assert not (tree / "en" / "docs" / ".gitkeep").exists()
    assert (tree / "en" / "theme" / "main.html").is_file()
    assert (tree / "en" / "theme" / ".icons" / "bread.svg").is_file()
    assert "cb-languages" in (tree / "en" / "theme" / "partials" / "alternate.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("site_name: [\n", "mkdocs.yml: "),
        ("INHERIT: gone.yml\n", "gone.yml"),
        ("extra: {size: !!python/complex 1j}\n", "plain values"),
    ],
)
def test_settings_that_cannot_be_read_or_written_are_a_problem(text: str, said: str, tiny: Project, run: Run) -> None:
    (tiny.root / "mkdocs.yml").write_text(text, encoding="utf-8")
    failed = run(tiny, "export", "markdown")
    assert failed.exit_code == 1
    assert said in failed.stderr
    assert not (tiny.build / "markdown").exists()


@pytest.mark.parametrize(
    ("page", "kept"),
    [
        ("# A\n", {}),
        ("---\ntitle: A\nhide: [toc]\n---\n# A\n", {"title": "A", "hide": ["toc"]}),
        ("Title: A\n\n# A\n", {"title": "A"}),
    ],
)
def test_a_hand_written_page_learns_its_translations(page: str, kept: dict[str, object]) -> None:
    alternates = [{"lang": "en", "name": "English", "href": "../en/a.html"}]
    text, front = get_data(settings.with_alternates(page, alternates))
    assert text == "# A\n"
    assert front == kept | {"alternates": alternates}
    assert settings.with_alternates(page, []) == page
    again = settings.with_alternates(page, alternates)
    assert settings.with_alternates(again, [{"lang": "de", "name": "Deutsch", "href": "x"}]) == again


def test_a_tree_is_replaced_as_a_whole(tiny: Project, run: Run) -> None:
    tree = tiny.build / "markdown"
    assert run(tiny, "export", "markdown").exit_code == 0
    first = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    (tree / "en" / "docs" / "left-over.md").write_text("of an older edition")
    (tree / "site" / "en").mkdir()
    (tree / ".cache").mkdir()
    told = run(tiny, "export", "markdown")
    assert told.exit_code == 0
    assert "zensical build -f mkdocs.yml && zensical build -f mkdocs.de.yml" in told.stdout
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == first
    assert [path.name for path in tiny.build.iterdir()] == ["markdown"]


def test_a_torn_export_is_swept_away(tiny: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tiny.build / "markdown"
    assert run(tiny, "export", "markdown").exit_code == 0
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(export, "replace_folder", full_disk)
        assert run(tiny, "export", "markdown").exit_code == 1
    assert (tiny.build / "markdown.new" / MARK).is_file()
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before
    assert run(tiny, "export", "markdown").exit_code == 0
    assert [path.name for path in tiny.build.iterdir()] == ["markdown"]


@pytest.mark.parametrize("stranger", ["tree/notes.txt", "tree.new/notes.txt", "tree.old/notes.txt", "tree"])
@pytest.mark.parametrize("is_exported", [False, True])
def test_what_no_export_has_made_is_never_destroyed(
    *, is_exported: bool, stranger: str, tiny: Project, run: Run
) -> None:
    out = tiny.root / "tree"
    if is_exported:
        assert run(tiny, "export", "markdown", "--out", out).exit_code == 0
    if stranger == "tree":
        shutil.rmtree(out, ignore_errors=True)
    path = tiny.root / stranger
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    refused = run(tiny, "export", "markdown", "--out", out)
    assert refused.exit_code == 2
    assert path.name in refused.stderr
    assert path.read_text() == "mine"


def test_a_mark_of_another_make_is_no_leave(tiny: Project, run: Run) -> None:
    out = tiny.root / "tree"
    out.mkdir()
    for mark in ("{}", "[]", '{"format": "other/1", "entries": ["mine"]}', "\x00"):
        (out / MARK).write_text(mark)
        assert run(tiny, "export", "markdown", "--out", out).exit_code == 2


def test_an_empty_folder_may_be_filled(tiny: Project, run: Run) -> None:
    (tiny.root / "tree").mkdir()
    assert run(tiny, "export", "markdown", "--out", tiny.root / "tree").exit_code == 0
    assert (tiny.root / "tree" / "en" / "docs" / "index.md").is_file()
