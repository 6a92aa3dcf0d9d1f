"""No figure of a small group is shown, nor left over when those shown are taken from the whole."""

from random import Random

import pytest

from clausebook.reports.disclosure import Group, IsSafe, hidden, is_apart


def at_least(minimum: int, sizes: dict[str, int]) -> IsSafe:
    def is_safe(group: Group) -> bool:
        people = sum(sizes[name] for name in group)
        return people == 0 or people >= minimum

    return is_safe


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ({"a": 9, "b": 8, "c": 7}, set()),
        ({"a": 9, "b": 8, "c": 4}, {"b", "c"}),
        ({"a": 9, "b": 3, "c": 2}, {"b", "c"}),
        ({"a": 9, "b": 2, "c": 2}, {"a", "b", "c"}),
        ({"a": 9, "b": 9, "c": 9, "d": 1}, {"a", "d"}),
        ({"a": 2, "b": 2}, {"a", "b"}),
        ({"a": 5}, set()),
        ({"a": 6, "b": 0}, set()),
        ({}, set()),
    ],
)
def test_who_is_withheld(sizes: dict[str, int], expected: set[str]) -> None:
    assert hidden(sizes, at_least(5, sizes)) == expected


def test_nothing_small_is_left_over() -> None:
    rng = Random(3)
    for _ in range(2000):
        minimum = rng.randint(2, 8)
        sizes = {f"d{place}": rng.randint(0, 12) for place in range(rng.randint(1, 8))}
        withheld = hidden(sizes, at_least(minimum, sizes))
        left = sum(sizes[name] for name in withheld)
        assert all(sizes[name] == 0 or sizes[name] >= minimum for name in sizes if name not in withheld)
        assert left == 0 or left >= minimum or withheld == set(sizes)


def test_what_is_withheld_for_another_reason_stays_so() -> None:
    sizes = {"a": 9, "b": 8, "c": 7}
    assert hidden(sizes, at_least(5, sizes), frozenset({"b"})) == {"b"}


@pytest.mark.parametrize(
    ("apart", "people", "expected"),
    [(0, 5, True), (1, 99, False), (1, 100, True), (4, 399, False), (4, 400, True), (5, 5, True)],
)
def test_who_is_in_one_figure_only(apart: int, people: int, expected: bool) -> None:
    assert is_apart(apart, people, 5) is expected
