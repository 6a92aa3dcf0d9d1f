"""The same data seen in other ways: nothing is lost, and nothing stands where it does not belong."""

import re
from collections.abc import Mapping

import pytest

from clausebook.handbook.pages import pages
from clausebook.model.coverage import Coverage
from clausebook.model.standard import Standard
from clausebook.project import Project
from clausebook.render.jinja import plain

Pages = Mapping[str, str]


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def made(language: str, standard: Standard, real: Project) -> Pages:
    covered = {ref: ("f",) for clause in standard.in_order for ref, _ in clause.references()}
    covered.pop("industry-trends.b")
    artifacts = pages(standard, real.templates, language, [], Coverage({"forms": covered}, ("forms",)))
    return {str(artifact.path): artifact.content.decode() for artifact in artifacts}


def test_a_checklist_asks_for_all_that_a_role_has_to_see_to(made: Pages, standard: Standard) -> None:
    for role in standard.roles:
        asked = re.findall(r'data-ref="([^"]+)" data-type="(\w+)"', made[f"checklists/{role.id}.md"])
        assert asked == [
            (ref, provision.type)
            for clause in standard.in_order
            if role.id in clause.roles
            for ref, provision in clause.references()
            if provision.type in ("requirement", "recommendation")
        ]


def test_the_evidence_register_holds_every_entry_once(made: Pages, standard: Standard, language: str) -> None:
    for stage in standard.stages:
        rows = re.findall(r"<td><ul>(.*?)</ul></td>", made[f"evidence/{stage.id}.md"])
        entries = [
            re.sub("<a [^>]*>|</a>", "", text) for row in rows for text in re.findall(r'cb-text">(.*?)</span>', row)
        ]
        assert entries == [
            plain(entry)
            for clause in standard.clauses_of(stage)
            for provision in clause.provisions
            if provision.evidence
            for entry in provision.evidence[language]
        ]


def test_the_index_lists_every_term_document_and_role(made: Pages, standard: Standard, language: str) -> None:
    names = re.findall(r"<dt><a [^>]*>(.*?)</a></dt>", made["lookup.md"])
    documents = [*standard.laws, *standard.identity.references]
    wanted = [term.name for term in standard.all_terms] + [thing.title for thing in (*documents, *standard.roles)]
    assert sorted(names) == sorted(plain(name[language]) for name in wanted)


def test_the_index_is_in_the_reader_s_order(made: Pages, language: str) -> None:
    names = re.findall(r"<dt><a [^>]*>(.*?)</a></dt>", made["lookup.md"].partition("{ #roles }")[2])
    known = {
        "zh": ["财务专员", "单证员", "跟单员", "客服主管", "物流专员", "站点工程师"],
        "en": ["Account manager", "Brand manager", "Data analyst", "Finance officer", "Visual designer"],
    }
    assert [name for name in names if name in known[language]] == known[language]


def test_the_matrix_shows_what_is_covered_and_what_is_not(made: Pages, standard: Standard) -> None:
    gaps = covered = 0
    for stage in standard.stages:
        page = made[f"coverage/{stage.id}.md"]
        gaps += page.count("cb-gap")
        covered += page.count("cb-covered")
    total = sum(len(clause.provisions) for clause in standard.in_order)
    assert covered == total - 1
    assert gaps == 1 + 2 * total


def test_open_gaps_are_those_that_have_to_be_closed(standard: Standard) -> None:
    covered = {
        ref: ("f",) for clause in standard.in_order for ref, _ in clause.references() if ref != "industry-trends.a"
    }
    assert list(Coverage({"forms": covered}, ("forms",)).open_gaps(standard)) == [("forms", "industry-trends.a")]
    assert list(Coverage({"forms": covered}).open_gaps(standard)) == []


def test_every_provision_can_be_cited_and_says_what_it_is_filtered_by(made: Pages, standard: Standard) -> None:
    tasks = "".join(text for path, text in made.items() if path.startswith("tasks/"))
    for clause in standard.in_order:
        for ref, provision in clause.references():
            (found,) = re.findall(
                rf'id="{re.escape(ref)}" data-type="(.*?)" data-models="(.*?)" data-roles="(.*?)"', tasks
            )
            assert found == (provision.type, " ".join(clause.models), " ".join(clause.roles))
            assert f'href="#{ref}"' in tasks
    assert tasks.count('class="cb-cite"') == sum(len(clause.provisions) for clause in standard.in_order)


def test_what_stands_beside_is_every_other_language_and_starts_hidden(made: Pages, language: str) -> None:
    text = made["tasks/market-research.md"]
    shown, beside = (
        text.count('class="cb-text"'),
        re.findall(r'class="cb-beside" lang="(\w+)" data-search-exclude hidden', text),
    )
    assert set(beside) == {"zh", "en"} - {language}
    assert len(beside) > shown > 50


def test_terms_are_linked_once_a_page_and_never_in_a_heading_or_link(made: Pages) -> None:
    linked = 0
    for path, text in made.items():
        targets = re.findall(r'<a class="cb-term" href="([^"]+)"', text)
        assert len(targets) == len(set(targets)), path
        linked += len(targets)
        for line in text.splitlines():
            if line.startswith("#") or re.search(
                r"\]\([^)]*cb-term|<(?:a|button|th|title|option)\b[^>]*>[^<]*<a", line
            ):
                assert "cb-term" not in line, line
    assert linked > 300
