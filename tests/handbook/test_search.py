"""How Chinese text is cut into words for the search."""

import pytest

from clausebook.build.loading import load_project
from clausebook.handbook import search
from clausebook.project import Project


def test_the_vocabulary_is_the_shortest_names(real: Project) -> None:
    words = search.vocabulary(load_project(real).standard, "zh")
    assert "独立站" in words
    assert not [word for word in words if "独立站" in word and word != "独立站"]


def test_languages_with_spaces_need_no_vocabulary(real: Project) -> None:
    assert search.vocabulary(load_project(real).standard, "en") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("满足要求", "满足 要求"),
        ("独立站", "独立站"),
        ("市场", "市场"),
        ("HS", "HS"),
        ("电子商务", "电子商务"),
        ("a\u200b满足要求\u200bb", "a 满足 要求 b"),
        ("", ""),
    ],
)
def test_recut(text: str, words: str) -> None:
    assert search.recut(text, ["独立站", "电子商务"]).replace("\u200b", " ") == words
