"""Angoff's pass mark by hand."""

from fractions import Fraction
from statistics import stdev

import pytest

from clausebook.model.angoff import Judgement
from clausebook.scoring.angoff import agreement, cut
from tests.scoring.exam_sample import choice, open_question, paper

ITEMS = [choice("one"), choice("two"), open_question("three")]
PAPER = paper("A", ITEMS, points=(1, 8))
"""Ten marks."""
RATINGS = {"Ann": (60, 80, 50), "Bo": (70, 90, 40), "Cy": (50, 70, 75)}
PANEL = [
    Judgement(judge, 1, "en", {item.id: Fraction(own, 100) for item, own in zip(ITEMS, ratings, strict=True)})
    for judge, ratings in RATINGS.items()
]


def test_cut_is_the_mean_of_what_the_judges_set() -> None:
    found = cut(PAPER, PANEL)
    assert found.by_judge == {"Ann": Fraction("5.4"), "Bo": Fraction("4.8"), "Cy": Fraction("7.2")}
    assert (found.marks, found.maximum, found.share) == (Fraction("5.8"), 10, Fraction("0.58"))
    assert found.error == pytest.approx(stdev([5.4, 4.8, 7.2]) / 3**0.5, abs=1e-12)


def test_one_judge_has_no_error() -> None:
    found = cut(PAPER, PANEL[:1])
    assert (found.marks, found.error) == (Fraction("5.4"), None)


def test_agreement_on_an_item() -> None:
    found = agreement("three", PANEL)
    assert (found.mean, found.lowest, found.highest) == (Fraction("0.55"), Fraction("0.4"), Fraction("0.75"))
    assert found.deviation == pytest.approx(stdev([0.5, 0.4, 0.75]), abs=1e-12)
    assert agreement("three", PANEL[:1]).deviation is None
