"""No link of the built site leads nowhere, whoever wrote it: Markdown, a template, or the theme."""

from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

from clausebook.project import Project
from tests.conftest import Run

pytestmark = pytest.mark.xdist_group("site")


class Targets(NamedTuple):
    """The addresses that a page links to, and the anchors that it has."""

    links: set[str]
    anchors: set[str]


def every(path: Path, *wanted: str) -> list[str]:
    """The values of some attributes of a page, as XPath names them, in their order; an empty file has none."""
    page = etree.parse(path, etree.HTMLParser(encoding="utf-8")).getroot()
    return [] if page is None else [str(value) for value in page.xpath(" | ".join(wanted))]


def targets(path: Path) -> Targets:
    return Targets(set(filter(None, every(path, "//@href", "//@src"))), set(every(path, "//@id", "//@name")))


@cache
def target_of(folder: Path, link: str) -> Path:
    """The file that a link on a page of this folder leads to."""
    target = (folder / link).resolve()
    return target / "index.html" if target.is_dir() else target


def broken_links(site: Path) -> list[str]:
    """Every link below a folder to a page or an anchor that is not there."""
    pages = {path.resolve(): targets(path) for path in site.rglob("*.html")}
    broken = []
    for path, page in pages.items():
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = target_of(path.parent, unquote(parts.path)) if parts.path else path
            known = pages[target].anchors if target in pages else set()
            is_there = target.is_file() and (not parts.fragment or unquote(parts.fragment) in known)
            if not is_there and parts.fragment != "__skip":
                broken.append(f"{path.relative_to(site.resolve())}: {link}")
    return broken


def test_every_link_and_anchor_is_there(site: Path) -> None:
    assert len(list(site.rglob("*.html"))) > 150
    assert broken_links(site) == []


@pytest.mark.parametrize(
    ("link", "said"), [("tasks/nowhere.md", "tasks/nowhere.md"), ("terms.md#nothing", "'#nothing'"), ("/abs.md", "abs")]
)
def test_a_broken_link_or_anchor_makes_the_build_fail(link: str, said: str, tiny: Project, run: Run) -> None:
    config = tiny.root / "mkdocs.yml"
    real = (Path(__file__).resolve().parents[2] / "mkdocs.yml").read_text(encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8") + real[real.index("validation:") :], encoding="utf-8")
    (tiny.content / "pages" / "en" / "own.md").write_text(f"[broken]({link})\n", encoding="utf-8")
    failed = run(tiny, "build")
    assert failed.exit_code == 1
    assert said in failed.stderr
