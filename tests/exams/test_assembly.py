"""Papers keep every demand of a blueprint, whatever the seed; where they cannot, it is said which and by how much."""

import os
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest

from clausebook.build.loading import Loaded
from clausebook.exams.assembly import Assembly, assemble
from clausebook.exams.demand import DIMENSIONS
from clausebook.model.blueprint import Blueprint
from clausebook.model.item import Choice, Item
from clausebook.model.paper import Paper, Papers, shuffled, shuffled_order
from clausebook.model.standard import Standard

SEEDS = int(os.environ.get("SEEDS", "30"))
"""SEEDS=1000 is the whole proof."""
PARTS = 5


def value_of(item: Item, dimension: str, blueprint: Blueprint, standard: Standard) -> str | None:
    """What a paper's question counts as, worked out from the standard's own structure."""
    if dimension == "level":
        return item.level
    if dimension == "obligation":
        clause, _, provision = item.provisions[0].partition(".")
        return next(p.type for p in standard.clause_by_id[clause].provisions if p.id == provision)
    if dimension == "stage":
        number = standard.clause_by_id[item.clauses[0]].number
        return next(s.id for s in standard.stages if any(number in unit.clauses for unit in s.units))
    starts = sorted((start, band) for band, start in blueprint.difficulty.bands.items() if start <= item.easiness)
    return starts[-1][1] if starts else None


def mean(paper: Paper) -> Fraction:
    return sum((item.easiness for item in paper.items), Fraction(0)) / len(paper.items)


def broken(blueprint: Blueprint, papers: tuple[Paper, ...], standard: Standard) -> list[str]:
    """Every demand that the papers do not keep."""
    found = [fault for paper in papers for fault in faults_of(blueprint, paper, standard)]
    for one, other in combinations(papers, 2):
        if len({item.id for item in one.items} & {item.id for item in other.items}) > blueprint.overlap:
            found.append(f"{one.id} and {other.id} share too many")
        if abs(mean(one) - mean(other)) > blueprint.difficulty.within:
            found.append(f"{one.id} and {other.id} differ in difficulty")
    return found


def faults_of(blueprint: Blueprint, paper: Paper, standard: Standard) -> Iterator[str]:
    ids = [item.id for item in paper.items]
    if len(set(ids)) != len(ids) or any(item.pool != blueprint.pool for item in paper.items):
        yield f"{paper.id} asks something twice, or of another pool"
    if any(enemy in ids for item in paper.items for enemy in item.enemies):
        yield f"{paper.id} has enemies"
    for section, made in zip(blueprint.sections, paper.sections, strict=True):
        if [asked.item.type for asked in made.questions] != [section.type] * section.count:
            yield f"{paper.id} has other questions in {section.id}"
    for dimension in DIMENSIONS:
        yield from limit_faults(blueprint, paper, standard, dimension)
    wanted = blueprint.difficulty.mean
    if wanted is not None and abs(mean(paper) - wanted) > blueprint.difficulty.within:
        yield f"{paper.id} is off in difficulty"


def limit_faults(blueprint: Blueprint, paper: Paper, standard: Standard, dimension: str) -> Iterator[str]:
    points: dict[str | None, list[Fraction]] = {}
    for asked in paper.questions:
        points.setdefault(value_of(asked.item, dimension, blueprint, standard), []).append(asked.points)
    for ranges, measure in ((blueprint.counts, len), (blueprint.marks, sum)):
        for value, (low, high) in getattr(ranges, dimension).items():
            if not low <= (found := measure(points.get(value, []))) <= high:  # type: ignore[operator]
                yield f"{paper.id} has {found} of {value}"


def made(loaded: Loaded, seed: int, papers: int = 4, **changes: Any) -> Assembly:
    blueprint = changed(loaded.blueprint("operator"), **changes)
    return assemble(blueprint, loaded.items, loaded.standard, seed=seed, papers=papers)


def changed(blueprint: Blueprint, **changes: Any) -> Blueprint:
    return Blueprint.model_validate({**blueprint.model_dump(), **changes})


@pytest.mark.parametrize("part", range(PARTS))
def test_four_disjoint_papers_keep_every_demand_whatever_the_seed(loaded: Loaded, part: int) -> None:
    blueprint = loaded.blueprint("operator")
    assert (blueprint.count, blueprint.total, blueprint.overlap) == (60, 100, 0)
    for seed in range(part, SEEDS, PARTS):
        assembly = made(loaded, seed)
        assert assembly.shortfalls == (), seed
        assert len(assembly.papers) == 4
        assert broken(blueprint, assembly.papers, loaded.standard) == [], seed


def test_the_check_of_the_papers_notices_what_is_broken(loaded: Loaded) -> None:
    blueprint = loaded.blueprint("operator")
    first, second = made(loaded, 1, 2).papers
    wrong = first.model_copy(update={"sections": (second.sections[0], *first.sections[1:])})
    assert broken(blueprint, (first, wrong), loaded.standard)
    assert "share too many" in "".join(broken(blueprint, (first, first), loaded.standard))
    strict = changed(blueprint, difficulty={"mean": "0.9", "within": "0.001"}, counts={"level": {"remember": 60}})
    found = "".join(broken(strict, (first,), loaded.standard))
    assert "of remember" in found
    assert "off in difficulty" in found


def test_the_same_seed_gives_the_same_bytes_and_another_one_other_papers(loaded: Loaded) -> None:
    one, again, other = (Papers(papers=made(loaded, seed, 2).papers) for seed in (7, 7, 8))
    assert one.model_dump_json() == again.model_dump_json()
    assert not {paper.code for paper in one.papers} & {paper.code for paper in other.papers}
    assert Papers.model_validate_json(one.model_dump_json()) == one


def test_the_order_of_the_bank_says_nothing(loaded: Loaded) -> None:
    blueprint, items = loaded.blueprint("quick"), loaded.items
    one = assemble(blueprint, items, loaded.standard, seed=3)
    other = assemble(blueprint, items[::-1], loaded.standard, seed=3)
    assert one.papers == other.papers


def test_right_answers_fall_on_every_letter_alike(loaded: Loaded) -> None:
    for paper in made(loaded, 5, 2).papers:
        letters = Counter(asked.key_letters for asked in paper.sections[0].questions)
        assert set(letters.values()) == {8}


def test_letters_carry_the_key(loaded: Loaded) -> None:
    (paper, _) = made(loaded, 5, 2).papers
    for asked in paper.questions:
        if isinstance(asked.item, Choice):
            right = {option.text["zh"] for option in asked.item.options if option.correct}
            assert {text["zh"] for letter, text in asked.lettered if letter in asked.key_letters} == right
    assert [asked.number for asked in paper.questions] == list(range(1, 61))


def test_an_overlap_lets_papers_share_so_many_questions_and_no_more(loaded: Loaded) -> None:
    # The first statements to be judged are just too few for three papers, unless these share some.
    sections = [{"id": "a", "title": {"en": "A", "zh": "甲"}, "type": "true_false", "count": 8, "points": 1}]
    few = [item for item in loaded.items if item.type == "true_false" and item.pool == "exam"][:18]
    blueprint = loaded.blueprint("operator")
    demands: dict[str, Any] = {"sections": sections, "counts": {}, "marks": {}, "difficulty": {"within": "0.05"}}
    none = assemble(changed(blueprint, **demands), few, loaded.standard, papers=3)
    assert [(short.place, short.missing) for short in none.shortfalls] == [(("sections", 0, "count"), 6)]
    assembly = assemble(changed(blueprint, **demands, overlap=3), few, loaded.standard, papers=3)
    assert assembly.shortfalls == ()
    shared = [len({i.id for i in a.items} & {i.id for i in b.items}) for a, b in combinations(assembly.papers, 2)]
    assert max(shared) <= 3
    assert sum(shared) >= 6


def test_what_the_pool_lacks_is_said_with_how_much(loaded: Loaded) -> None:
    judged = len([item for item in loaded.items if item.type == "true_false" and item.pool == "exam"])
    papers = judged // 4 + 1
    assembly = made(loaded, 1, papers)
    assert assembly.is_impossible
    short = {shortfall.place: (shortfall.found, shortfall.missing) for shortfall in assembly.shortfalls}
    assert short["sections", 2, "count"] == (judged, papers * 4 - judged)


def test_a_value_of_which_the_pool_has_too_few_or_nothing_else_is_said(loaded: Loaded) -> None:
    blueprint = loaded.blueprint("quick")
    items = [item for item in loaded.items if value_of(item, "stage", blueprint, loaded.standard) == "promotion"]
    assembly = assemble(blueprint, items, loaded.standard)
    short = {(*shortfall.place, shortfall.is_rest): shortfall.missing for shortfall in assembly.shortfalls}
    # Nothing on data is there, of which one is needed, and at most three of ten may be on promotion.
    assert short["counts", "stage", "data", False] == 1
    assert short["counts", "stage", "promotion", True] == 7


def test_what_no_search_finds_is_said_with_how_far_the_nearest_was(loaded: Loaded) -> None:
    blueprint = changed(loaded.blueprint("quick"), difficulty={"mean": "0.95", "within": "0.02"}, counts={})
    assembly = assemble(blueprint, loaded.items, loaded.standard)
    (short,) = assembly.shortfalls
    assert not assembly.is_impossible
    assert (short.place, short.paper) == (("difficulty", "mean"), 0)
    assert short.found < Fraction("0.93")
    assert short.missing == Fraction("0.93") - short.found


def test_a_shuffle_depends_on_nothing_but_names_and_salt(loaded: Loaded) -> None:
    assert shuffled("abcdef", 1, "A") == ("a", "f", "c", "e", "d", "b")
    orderings = [item for item in loaded.items if item.type == "ordering"]
    for item in orderings:
        for salt in range(10):
            assert shuffled_order(item, salt) != tuple(entry.id for entry in item.entries)
