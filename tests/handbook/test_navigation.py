"""How the pages are offered, in standards short and long."""

from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.handbook.navigation import MOST_SIBLINGS, navigation
from clausebook.model.standard import Standard
from clausebook.project import Project


@pytest.fixture
def standard(tiny: Project) -> Standard:
    return load_project(tiny).standard


def of_length(standard: Standard, stages: int) -> Standard:
    """The standard with this many stages, all like its first."""
    first = standard.stages[0]
    made = [first.model_copy(update={"id": f"s-{n}", "number": str(n)}) for n in range(1, stages + 1)]
    return standard.model_copy(update={"stages": tuple(made)})


def entries_of(tiny: Project, standard: Standard) -> list[Any]:
    """What stands in the navigation's part for the stages."""
    words = tiny.templates.words("handbook", "en")
    tree: list[Any] = navigation(standard, words, "en", [], [])
    return next(next(iter(entry.values())) for entry in tree if words["handbook"] in entry)


def pages_of(entry: Any) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    return [page for below in (entry.values() if isinstance(entry, dict) else entry) for page in pages_of(below)]


def longest_list(entry: Any) -> int:
    if isinstance(entry, list):
        return max(len(entry), *map(longest_list, entry))
    return max(map(longest_list, entry.values())) if isinstance(entry, dict) else 1


def test_few_stages_stand_side_by_side(tiny: Project, standard: Standard) -> None:
    entries = entries_of(tiny, of_length(standard, MOST_SIBLINGS))
    assert [next(iter(entry)).partition(" ")[0] for entry in entries] == [str(n) for n in range(1, MOST_SIBLINGS + 1)]


def test_many_stages_stand_in_folders_of_about_the_same_size(tiny: Project, standard: Standard) -> None:
    entries = entries_of(tiny, of_length(standard, 45))
    assert [next(iter(entry)) for entry in entries] == ["1 – 15", "16 – 30", "31 – 45"]


@pytest.mark.parametrize("stages", [MOST_SIBLINGS + 1, 45, 450])
def test_no_list_is_long_and_no_page_is_lost(tiny: Project, standard: Standard, stages: int) -> None:
    entries = entries_of(tiny, of_length(standard, stages))
    assert longest_list(entries) <= MOST_SIBLINGS
    assert pages_of(entries) == [page for n in range(1, stages + 1) for page in [f"stages/s-{n}/index.md"]]
