"""A served site that is built again: the same files as if it had never been built before, without the same work."""

from collections.abc import Callable, Mapping

import pytest
from markdown import Markdown
from mkdocs.commands.build import build
from mkdocs.config import load_config

from clausebook.project import Project

Build = Callable[[bool], Mapping[str, bytes]]

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture
def served(tiny: Project) -> Build:
    """Builds the site as `mkdocs serve` does, from scratch or with what the last build has left; its files."""

    def build_site(is_first: bool) -> Mapping[str, bytes]:
        site = tiny.build / "served"
        config = load_config(str(tiny.root / "mkdocs.yml"), site_dir=str(site))
        if is_first:
            config.plugins.on_startup(command="serve", dirty=False)
        build(config, serve_url="http://127.0.0.1:8000/")
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*.*") if path.is_file()}

    return build_site


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Markdown that is converted, page by page."""
    texts: list[str] = []
    convert = Markdown.convert

    def watched(self: Markdown, source: str) -> str:
        texts.append(source)
        return convert(self, source)

    monkeypatch.setattr(Markdown, "convert", watched)
    return texts


def edit(project: Project, file: str, old: str, new: str) -> None:
    path = project.content / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def without_clock(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if not name.startswith("sitemap")}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("clauses/1.1.yaml", "sift the flour", "sieve the rye"),
        ("outline.yaml", "en: Dough", "en: Batter"),
        ("standard.yaml", "Made up for tests.", "Made up again."),
    ],
)
def test_an_edit_gives_the_same_site_as_a_fresh_build(
    tiny: Project, served: Build, file: str, old: str, new: str
) -> None:
    before = served(True)
    edit(tiny, file, old, new)
    again = without_clock(served(False))
    assert again == without_clock(served(True))
    assert again != without_clock(before)


def test_only_what_has_changed_is_converted(tiny: Project, served: Build, converted: list[str]) -> None:
    served(True)
    edit(tiny, "clauses/1.1.yaml", "sift the flour", "sieve the rye")
    converted.clear()
    served(False)
    texts = [text for text in converted if text]
    assert any("sieve the rye" in text for text in texts)
    assert len(texts) < len(converted)


def test_a_page_with_a_warning_gives_it_each_time(
    tiny: Project, served: Build, caplog: pytest.LogCaptureFixture
) -> None:
    (tiny.root / "templates" / "handbook").mkdir(parents=True, exist_ok=True)
    own = tiny.root / "templates" / "handbook" / "terms.md.j2"
    own.write_text("---\ntitle: Terms\n---\n\n# Terms\n\n[lost](nowhere.md)\n", encoding="utf-8")
    for is_first in (True, False):
        caplog.clear()
        served(is_first)
        assert "nowhere.md" in caplog.text
