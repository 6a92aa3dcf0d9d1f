"""Where names are found in texts, and the links that pages make of them."""

from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.handbook.names import Glossary, Names, mentions, term_names
from clausebook.model.standard import Standard
from clausebook.project import Project

NAMES = Names(
    {
        "cross-border e-commerce": "trade",
        "B2B cross-border e-commerce": "b2b",
        "独立站": "site",
        "独立站运营": "operation",
        "VAT": "vat",
        "IT": "it",
        "L/C": "lc",
        "C++": "cpp",
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Cross-border e-commerce grows.", [("Cross-border e-commerce", "trade")]),
        ("In B2B cross-border e-commerce, VAT.", [("B2B cross-border e-commerce", "b2b"), ("VAT", "vat")]),
        ("across-border e-commerce", []),
        ("an innovation, private, it, item, ITs", []),
        ("独立站运营和独立站", [("独立站运营", "operation"), ("独立站", "site")]),
        ("按VAT税率", [("VAT", "vat")]),
        ("an L/C at sight", [("L/C", "lc")]),
        ("C++ and C+", [("C++", "cpp")]),
        ("", []),
        ("İİİ VAT", [("VAT", "vat")]),
    ],
)
def test_names_in_a_text(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[start:end], target) for start, end, target in NAMES.find(text)] == found


def test_no_names_are_found_nowhere() -> None:
    assert list(Names({}).find("anything")) == []


def test_a_term_is_linked_where_it_first_occurs_on_a_page(tiny: Project) -> None:
    glossary = Glossary(load_project(tiny).standard, "en")
    met: set[str] = set()
    first = glossary.linked("A crumb <b>& Crumb", "tasks/x.md", met)
    link = '<a class="cb-term" href="../terms.html#crumb" title="the inside of a loaf">crumb</a>'
    assert first == f"A {link} &#60;b&#62;&#38; Crumb"
    assert glossary.linked("the crumb", "tasks/x.md", met) == "the crumb"
    assert glossary.linked("the crumb", "terms.md", set()) == "the crumb"
    assert "crumb</a>" in glossary.linked("the crumb", "roles.md", set())


def test_a_definition_cannot_leave_its_tooltip(tiny: Project) -> None:
    path = tiny.content / "terms.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("the inside of a loaf", '"\'x\\">\\n<script>alert(1)</script>"'), encoding="utf-8")
    glossary = Glossary(load_project(tiny).standard, "en")
    assert "<script" not in glossary.linked("crumb", "index.md", set())
    assert glossary.linked("crumb", "index.md", set()).count('"') == 6


def test_mentions_are_in_outline_order(standard: Standard) -> None:
    for language in standard.languages:
        found: Any = mentions(standard, term_names(standard.all_terms, language), language)
        order = [clause.id for clause in standard.in_order]
        assert found
        for clauses in found.values():
            places = [order.index(clause.id) for clause in clauses]
            assert places == sorted(set(places))


def test_every_word_of_the_glossary_occurs(standard: Standard) -> None:
    for language in standard.languages:
        found = mentions(standard, term_names(standard.all_terms, language), language)
        assert {term.id for term in standard.glossary} - set(found) == set()
