"""This project's own bank: enough items of every kind on every clause, and no pattern that gives keys away."""

from collections import Counter

import pytest

from clausebook.build.handbook import make_site
from clausebook.build.loading import Loaded, load_project
from clausebook.model.item import Choice
from clausebook.project import Project
from clausebook.render.single_file import embedded

FEWEST, FEWEST_OF_A_CLAUSE = 600, 4


@pytest.fixture(scope="module")
def loaded(real: Project) -> Loaded:
    return load_project(real, strict=True)


def test_every_clause_has_items_in_both_pools(loaded: Loaded) -> None:
    assert len(loaded.items) >= FEWEST
    count = Counter(clause for item in loaded.items for clause in item.clauses)
    assert {clause.id for clause in loaded.standard.in_order if count[clause.id] < FEWEST_OF_A_CLAUSE} == set()
    for pool in ("practice", "exam"):
        tested = {clause for item in loaded.items if item.pool == pool for clause in item.clauses}
        assert {clause.id for clause in loaded.standard.in_order} == tested


def test_items_ask_for_more_than_memory(loaded: Loaded) -> None:
    levels = Counter(item.level for item in loaded.items)
    assert levels["remember"] < len(loaded.items) / 3 < levels["apply"] + levels["analyse"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_guessing_by_place_or_length_does_not_pay(language: str, loaded: Loaded) -> None:
    singles = [item for item in loaded.items if isinstance(item, Choice) and item.type == "single_choice"]
    places = Counter(item.key[0] for item in singles)
    assert max(places.values()) < len(singles) * 0.3
    longest = sum(
        all(len(key.text[language]) > len(option.text[language]) for option in item.options if option is not key)
        for item in singles
        for key in item.options
        if key.correct
    )
    assert longest < len(singles) / 4


def test_enemies_know_of_each_other(loaded: Loaded) -> None:
    enemies = {item.id: set(item.enemies) for item in loaded.items}
    assert [(one, other) for one, all_ in enemies.items() for other in all_ if one not in enemies[other]] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_only_practice_questions_stand_on_the_site(language: str, loaded: Loaded, real: Project) -> None:
    site = "".join(a.content.decode() for a in make_site(real, language, loaded).artifacts)
    practice, exam = ([item for item in loaded.items if item.pool == pool] for pool in ("practice", "exam"))
    assert {item.id for item in practice if embedded(item.stem[language])[1:-1] not in site} == set()
    assert {item.id for item in exam if embedded(item.id) in site} == set()
    # Generated questions may begin alike in both pools.
    asked = {item.stem[language] for item in practice}
    own = [item for item in exam if item.stem[language] not in asked]
    assert {item.id for item in own if embedded(item.stem[language])[1:-1] in site} == set()
