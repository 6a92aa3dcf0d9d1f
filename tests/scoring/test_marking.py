"""What each rule gives for each kind of answer: on every answer there is, where these can be counted."""

from fractions import Fraction
from itertools import combinations

import pytest

from clausebook.model.exam_response import ExamResponse
from clausebook.model.item import Choice
from clausebook.model.paper import Asked
from clausebook.model.response import Person
from clausebook.model.rule import RULES, default_rule
from clausebook.scoring.marking import mark, number_of, points, unmarked
from tests.exams.sample_papers import CASES, answers, paper, question

FULL = Fraction(5, 3)


def share(kind: str, rule: str, answer: str | None) -> Fraction:
    """What part of the points an answer written in the letters a, b, c … of the bank's order earns."""
    _, asked = question(kind, rule)
    own = dict(zip("abcdefgh", (asked.letter_of[name] for name in sorted(asked.order)), strict=False))
    lettered = None if answer is None else "".join(own.get(character, character) for character in answer)
    return points(asked, lettered) / asked.points


@pytest.mark.parametrize(("kind", "rule"), CASES)
def test_every_rule_keeps_within_its_bounds(kind: str, rule: str) -> None:
    _, asked = question(kind, rule)
    earned = {answer: points(asked, answer) for answer in answers(asked)}
    assert earned[None] == 0
    assert all(0 <= own <= FULL for own in earned.values())
    assert max(earned.values()) == FULL
    if rule == "all_or_nothing":
        assert set(earned.values()) == {0, FULL}
    if asked.key_letters:
        assert points(asked, asked.key_letters) == FULL


def test_a_key_letter_more_never_costs_and_a_wrong_one_never_pays() -> None:
    for rule in RULES["multiple_choice"]:
        _, asked = question("multiple_choice", rule)
        for chosen in (set(each) for size in range(1, 5) for each in combinations("ABCDE", size)):
            before = points(asked, "".join(sorted(chosen)))
            for letter in set("ABCDE") - chosen:
                after = points(asked, "".join(sorted({*chosen, letter})))
                assert (after >= before) if letter in asked.key_letters else (after <= before), (rule, chosen, letter)


def test_the_rules_of_multiple_choice_are_each_as_strict_as_the_next_one() -> None:
    strict = [question("multiple_choice", rule)[1] for rule in ("all_or_nothing", "none_wrong", "right_minus_wrong")]
    for answer in answers(strict[0]):
        earned = [points(asked, answer) for asked in strict]
        assert earned == sorted(earned)


@pytest.mark.parametrize(
    ("rule", "answer", "expected"),
    [
        ("all_or_nothing", "acd", "1"),
        ("all_or_nothing", "ac", "0"),
        ("none_wrong", "ac", "2/3"),
        ("none_wrong", "acdb", "0"),
        ("right_minus_wrong", "acdb", "2/3"),
        ("right_minus_wrong", "bea", "0"),
        ("per_option", "ac", "4/5"),
        ("per_option", "acdbe", "3/5"),
        ("per_option", "be", "0"),
    ],
)
def test_multiple_choice(rule: str, answer: str, expected: str) -> None:
    """Of five options a, c and d are right."""
    assert share("multiple_choice", rule, answer) == Fraction(expected)


@pytest.mark.parametrize(
    ("rule", "answer", "expected"),
    [
        ("all_or_nothing", "abcd", "1"),
        ("all_or_nothing", "abdc", "0"),
        ("in_place", "abdc", "1/2"),
        ("in_place", "bcda", "0"),
        ("in_place", "ab", "1/2"),
        ("in_sequence", "bcda", "2/3"),
        ("in_sequence", "dcba", "0"),
        ("in_sequence", "ab", "1/3"),
    ],
)
def test_ordering(rule: str, answer: str, expected: str) -> None:
    assert share("ordering", rule, answer) == Fraction(expected)


def matched(asked: Asked, *rights: int | None) -> str:
    """The answer that gives each left side the right side of this number."""
    pairs = enumerate(rights, 1)
    return " ".join(f"{place}{asked.letter_of[str(right)]}" for place, right in pairs if right is not None)


@pytest.mark.parametrize(
    ("rule", "rights", "expected"),
    [
        ("per_pair", (0, 1, 2), "1"),
        ("per_pair", (2, 1, 0), "1"),
        ("per_pair", (0, None, None), "1/3"),
        ("per_pair", (3, 3, 3), "0"),
        ("all_or_nothing", (2, 1, 2), "1"),
        ("all_or_nothing", (0, 1, 1), "0"),
    ],
)
def test_matching(rule: str, rights: tuple[int | None, ...], expected: str) -> None:
    """The first and the third right side read the same, so either is right for both."""
    _, asked = question("matching", rule)
    assert points(asked, matched(asked, *rights)) / asked.points == Fraction(expected)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("2.86", "2.86"),
        (" ２．８６ kg", "2.86"),
        ("2,86", "2.86"),
        ("1,250", "1250"),
        ("1,250.5", "1250.5"),
        ("0,125", "0.125"),
        ("−3", "-3"),
        ("3/4", "3/4"),
        (".5", "0.5"),
        ("2.86公斤", "2.86"),
        ("1,25,0", None),
        ("about 3", None),
        ("1e9", None),
        ("3/0", None),
        ("", None),
        ("1" * 41, None),
    ],
)
def test_numbers_as_people_write_them(written: str, number: str | None) -> None:
    assert number_of(written, ["kg", "公斤"]) == (None if number is None else Fraction(number))


@pytest.mark.parametrize(
    ("answer", "is_right"),
    [("UTM-Source", True), ("来　源", True), ("“utm source”", True), ("utm_sources", False), ("", False)],
)
def test_words_are_compared_without_what_nobody_means(answer: str, is_right: bool) -> None:
    _, asked = question("text", "all_or_nothing")
    assert points(asked, answer) == (FULL if is_right else 0)


def test_points_of_a_marker_are_taken_as_they_are() -> None:
    _, asked = question("case", "by_criteria")
    assert points(asked, "4/3") == Fraction(4, 3)
    with pytest.raises(ValueError, match="question 1: 2 of 5/3"):
        points(asked, "2")


def test_a_whole_paper() -> None:
    made = paper()
    key = {asked.number: asked.key_letters or None for asked in made.questions}
    response = ExamResponse(
        paper="A", code=made.code, person=Person(id="K1"), answers={**key, 6: "2.86", 7: None, 8: "1", 9: None}
    )
    result = mark(made, response)
    assert (result.exam, result.maximum) == ("sample", 15)
    assert result.marks == 6 * FULL + 1 == sum(answer.points for answer in result.answers.values())
    assert result.answers[6].item == "counted"
    assert unmarked(made, response) == ()
    known = {number: answer for number, answer in response.answers.items() if number != 8}
    assert [asked.number for asked in unmarked(made, response.model_copy(update={"answers": known}))] == [8]


def test_every_type_has_a_rule() -> None:
    assert default_rule("multiple_choice") == "none_wrong"
    assert {asked.item.type for asked in paper().questions} == set(RULES)
    assert isinstance(question("single_choice", "all_or_nothing")[1].item, Choice)
