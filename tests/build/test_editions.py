"""`clausebook diff`: what it says, what it writes, and that the page fits into the site."""

import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest

from clausebook.project import Project
from tests.conftest import Run
from tests.editions import rewrite, second_edition
from tests.handbook.test_pages import Text


@pytest.fixture
def second(tiny: Project, tmp_path: Path) -> Project:
    return second_edition(tiny, tmp_path / "second")


def test_the_terminal_tells_the_counts_and_every_shift(tiny: Project, second: Project, run: Run) -> None:
    compared = run(second, "diff", tiny.root, second.content)
    assert (compared.exit_code, compared.stderr) == (0, "")
    assert compared.stdout.splitlines() == [
        "standard: edition changed",
        "sections: 1 changed",
        "clauses: 1 added, 1 removed, 2 changed, 1 only moved or renumbered",
        "provisions: 2 added, 1 removed, 3 changed",
        "models: 1 added",
        "terms: 1 added, 1 changed",
        "steps: 1 added",
        "roles: 1 added",
        "laws: 1 added",
        "references: 1 added",
        "raised: flour.b from recommendation to requirement",
        "lowered: cooling.b from permission to statement",
        *(f"page: {second.build / 'changes' / language / 'changes.md'}" for language in ("en", "de")),
    ]


def test_an_edition_against_itself(tiny: Project, run: Run) -> None:
    compared = run(tiny, "diff", tiny.root, tiny.content)
    assert compared.exit_code == 0
    assert compared.stdout.startswith("nothing changed\n")
    assert "nothing has changed" in (tiny.build / "changes" / "en" / "changes.md").read_text(encoding="utf-8")


def test_a_renamed_id_is_asked_about(tiny: Project, tmp_path: Path, run: Run) -> None:
    other = Path(shutil.copytree(tiny.root, tmp_path / "other"))
    rewrite(other / "content" / "clauses" / "1.2.yaml", ("id: water", "id: moisture"))
    rewrite(other / "content" / "clauses" / "1.1.yaml", ("see_also: [water]\n", ""))
    told = run(tiny, "diff", tiny.root, other).stdout
    assert "moisture reads almost like water, which is gone: was it renamed? ids never change" in told


def test_problems_of_both_editions_have_their_folder_in_front(tiny: Project, second: Project, run: Run) -> None:
    rewrite(tiny.content / "clauses" / "1.2.yaml", ("type: requirement", "type: requirment"))
    (second.content / "clauses" / "1.2.yaml").unlink()
    refused = run(second, "diff", tiny.root, second.content, "--out", second.root / "out")
    assert refused.exit_code == 1
    assert f"{tiny.content}/clauses/1.2.yaml:6:11: provisions[0].type: 'requirment' is not one of" in refused.stderr
    assert f"{second.content}/outline.yaml:6:22: stages[0].clauses[1]: there is no clause 1.2" in refused.stderr
    assert not (second.root / "out").exists()


def test_what_cannot_be_compared(tiny: Project, second: Project, tmp_path: Path, run: Run) -> None:
    rewrite(second.content / "standard.yaml", ("id: sample-bakery", "id: sample-dairy"))
    refused = run(tiny, "diff", tiny.root, second.root)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr == "'sample-bakery' and 'sample-dairy' are two standards, not two editions of one\n"
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "nowhere"):
        refused = run(tiny, "diff", tiny.root, folder)
        assert refused.exit_code == 2
        assert f"{folder} holds no edition" in refused.stderr


@pytest.mark.xdist_group("site")
def test_the_page_becomes_part_of_the_site_and_its_links_lead_somewhere(
    tiny: Project, second: Project, run: Run
) -> None:
    assert run(second, "diff", tiny.root, second.root, "--out", second.content / "pages").exit_code == 0
    with (second.root / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("validation: {links: {not_found: warn, anchors: warn, unrecognized_links: warn}}\n")
    built = run(second, "build")
    assert built.exit_code == 0, built.output
    page = second.build / "site" / "en" / "changes.html"
    html = page.read_text(encoding="utf-8")
    assert 'href="../de/changes.html"' in html
    seen = Text()
    seen.feed(html)
    inside = [link for link in seen.links if not link.startswith(("http", "#", "assets", "data:"))]
    assert len(inside) > 30
    for link in inside:
        target, _, anchor = unquote(link).partition("#")
        found = (page.parent / target).read_text(encoding="utf-8")
        assert not anchor or f'id="{anchor}"' in found, link
