"""Item analysis against figures of numpy and scipy, and bad questions planted among good ones."""

import json
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from clausebook.model.exam_response import ExamResult, MarkedAnswer
from clausebook.model.exam_statistics import ItemStatistics, PaperStatistics
from clausebook.model.paper import Paper, Papers
from clausebook.model.response import Person
from clausebook.scoring.item_statistics import exam_statistics
from tests.scoring.exam_sample import (
    NO_DISCRIMINATION,
    WRONG_KEY,
    Candidates,
    both,
    choice,
    item,
    judged,
    open_question,
    paper,
    plain_papers,
    sample_papers,
)

FIGURES = json.loads((Path(__file__).parents[1] / "data" / "exams" / "statistics.json").read_text(encoding="utf-8"))
PAPERS = sample_papers()
NEAR = 1e-9


@pytest.fixture(scope="module")
def results() -> list[ExamResult]:
    return Candidates(PAPERS).results(300)


@pytest.fixture(scope="module")
def mixed(results: list[ExamResult]) -> PaperStatistics:
    (test,) = exam_statistics("exam", PAPERS, results).papers
    return test


def by_id(test: PaperStatistics) -> dict[str, ItemStatistics]:
    return {found.item.id: found for found in test.items}


def test_mixed_papers_agree_with_the_reference(mixed: PaperStatistics) -> None:
    assert_agree(mixed, FIGURES["mixed"])
    assert mixed.candidates == 300
    assert mixed.names == ("A", "B")
    assert not mixed.is_kr20


def test_equal_points_are_kr20() -> None:
    papers = plain_papers()
    (test,) = exam_statistics("exam", papers, Candidates(papers, 3).results(64)).papers
    assert_agree(test, FIGURES["plain"])
    assert test.is_kr20
    assert test.alpha is not None
    assert float(test.alpha) == pytest.approx(FIGURES["plain"]["kr20"], abs=NEAR)


def assert_agree(test: PaperStatistics, figures: dict[str, Any]) -> None:
    for name in ("mean", "median", "deviation", "alpha", "error"):
        assert float(getattr(test, name)) == pytest.approx(figures[name], abs=NEAR), name
    for name in ("difficulty", "discrimination", "index"):
        own = [float(getattr(found, name)) for found in test.items]
        assert own == pytest.approx(figures[name], abs=NEAR), name


@pytest.mark.parametrize("name", FIGURES["mixed"]["options"])
def test_options_agree_with_the_reference(mixed: PaperStatistics, name: str) -> None:
    own = {answer.name: answer.correlation for answer in by_id(mixed)[name].answers if answer.name}
    assert own == pytest.approx(FIGURES["mixed"]["options"][name], abs=NEAR)


def test_every_planted_bad_question_is_flagged(mixed: PaperStatistics) -> None:
    found = by_id(mixed)
    for name in WRONG_KEY:
        assert "wrong_key" in {flag.reason for flag in found[name].flags}, name
    for name in NO_DISCRIMINATION:
        assert {"weak", "negative"} & {flag.reason for flag in found[name].flags}, name
    sound = [own for name, own in found.items() if name not in (*WRONG_KEY, *NO_DISCRIMINATION)]
    doubted = {flag.reason for own in sound for flag in own.flags} - {"too_hard", "too_easy", "unused", "surprising"}
    assert doubted == set()


def test_a_wrong_key_names_the_right_option(mixed: PaperStatistics) -> None:
    flag = next(flag for flag in by_id(mixed)["choice-03"].flags if flag.reason == "wrong_key")
    assert flag.answer == "c"


def test_shares_of_answers_add_up(mixed: PaperStatistics) -> None:
    for found in mixed.items:
        if found.item.type in ("single_choice", "true_false"):
            assert sum(answer.share for answer in found.answers) == 1
            assert sum(answer.count for answer in found.answers) == 300
        assert sum(found.groups) / 5 == found.difficulty


def test_the_order_of_candidates_changes_nothing(results: list[ExamResult]) -> None:
    some = results[:40]
    assert exam_statistics("exam", PAPERS, Random(1).sample(some, 40)) == exam_statistics("exam", PAPERS, some)


def test_distribution_and_passes(mixed: PaperStatistics, results: list[ExamResult]) -> None:
    assert sum(mixed.bins) == 300
    assert mixed.passing == 54
    assert mixed.passed == sum(result.marks >= 54 for result in results)
    assert mixed.near == sum(abs(float(result.marks) - 54) <= mixed.error for result in results if mixed.error)
    assert mixed.lowest <= mixed.median <= mixed.highest


def test_few_candidates_are_not_judged(results: list[ExamResult]) -> None:
    (few,) = exam_statistics("exam", PAPERS, results[:29]).papers
    assert few.is_small
    assert not few.flagged
    (enough,) = exam_statistics("exam", PAPERS, results[:30]).papers
    assert not enough.is_small
    assert enough.flagged


def test_other_papers_stay_apart_and_foreign_results_out(results: list[ExamResult]) -> None:
    other = paper("C", [choice(f"other-{number}") for number in range(3)])
    both_ = Papers(papers=(*PAPERS.papers, other))
    others = Candidates(Papers(papers=(other,))).results(10)
    stranger = results[0].model_copy(update={"code": "00000000"})
    part = results[1].model_copy(update={"answers": dict(list(results[1].answers.items())[:5])})
    found = exam_statistics("exam", both_, [*results[2:40], *others, stranger, part])
    assert [test.names for test in found.papers] == [("A", "B"), ("C",)]
    assert [test.candidates for test in found.papers] == [38, 10]
    assert (found.foreign, found.incomplete, found.candidates) == (1, 1, 48)


def sat(made: Paper, *sheets: Sequence[tuple[str | None, int]]) -> PaperStatistics:
    """What people have shown who gave these answers and earned these points."""
    results = [
        ExamResult(
            exam="exam",
            paper=made.id,
            code=made.code,
            person=Person(id=f"E{number}"),
            marks=Fraction(sum(points for _, points in sheet)),
            maximum=made.total,
            answers={
                asked.number: MarkedAnswer(item=asked.item.id, given=given, points=Fraction(points))
                for asked, (given, points) in zip(made.questions, sheet, strict=True)
            },
        )
        for number, sheet in enumerate(sheets)
    ]
    return exam_statistics("exam", Papers(papers=(made,)), results).papers[0]


def test_one_candidate_and_equal_marks_have_no_reliability() -> None:
    made = paper("A", [judged("one"), judged("two")])
    alone = sat(made, [("T", 1), ("F", 0)])
    assert (alone.deviation, alone.alpha, alone.error, alone.near) == (None, None, None, 0)
    same = sat(made, [("T", 1), ("F", 0)], [("T", 1), ("F", 0)])
    assert (same.deviation, same.alpha) == (0.0, None)
    assert same.items[0].discrimination is None
    assert same.items[0].index == 0


def test_candidates_of_the_same_marks_share_a_place() -> None:
    made = paper("A", [judged("one"), judged("two")])
    right, wrong = ("T", 1), ("F", 0)
    found = sat(made, [right, right], [right, wrong], [wrong, right], [wrong, wrong]).items[0]
    assert (found.difficulty, found.index) == (Fraction(1, 2), 1)
    tied = sat(made, [right, wrong], [wrong, right], [right, wrong], [wrong, right]).items[0]
    assert tied.index == 0
    assert tied.groups == (Fraction(1, 2),) * 5


def test_answers_have_names_that_no_paper_changes() -> None:
    entries = [{"id": name, "text": both(name)} for name in ("first", "second", "third")]
    pairs = [{"left": both(f"left {number}"), "right": both(f"right {number}")} for number in range(3)]
    made = paper(
        "A",
        [
            item("order", "ordering", entries=entries, why=both("Why")),
            item("match", "matching", pairs=pairs, why=both("Why")),
            item("count", "number", answer="12", tolerance=0, why=both("Why")),
            open_question("own", (2, 3)),
        ],
        seed=4,
        points=(1, 3, 1, 5),
    )
    order, match = made.questions[:2]
    letters = order.letter_of
    turned = letters["second"] + letters["first"] + letters["third"]
    left = f"1{match.letter_of['0']} 2{match.letter_of['2']} 3{match.letter_of['1']}"
    sheets = [
        [(order.key_letters, 1), (match.key_letters, 3), ("12", 1), ("4", 4)],
        [(turned, 0), (left, 1), ("12.0", 1), ("0", 0)],
        [(turned, 0), (None, 0), ("21", 0), (None, 0)],
    ]
    found = by_id(sat(made, *sheets))
    told = {name: [(line.name, line.is_right, line.count) for line in own.answers] for name, own in found.items()}
    assert told["order"] == [("2 1 3", False, 2), ("1 2 3", True, 1)]
    assert told["match"] == [("1", True, 2), ("2", True, 1), ("3", True, 1), ("", False, 1)]
    assert told["count"] == [("12", True, 1), ("12.0", True, 1), ("21", False, 1)]
    assert told["own"] == [("0", False, 1), ("4", False, 1), ("", False, 1)]
    assert found["match"].blank == Fraction(1, 3)
    assert found["match"].difficulty == Fraction(4, 9)
