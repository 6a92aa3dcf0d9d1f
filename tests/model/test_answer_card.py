"""Where everything stands on an answer card: nothing overlaps or leaves the page, and what is too much is told."""

from itertools import combinations

import pytest

from clausebook.errors import UsageError
from clausebook.model.answer_card import (
    ABSENT,
    CODES,
    CORNERS,
    EDGES,
    PAGE,
    RADIUS,
    AnswerCard,
    CardCode,
    Line,
    Spot,
    card_of,
)
from clausebook.model.base import LocalizedText
from clausebook.model.item import Item
from clausebook.model.paper import Paper, paper_of
from tests.exams.sample_papers import LANGUAGES, choice, item, items, short

TITLE = LocalizedText.model_validate(short("Exam"))


def a_paper(*asked: Item) -> Paper:
    return paper_of(asked, "exam", TITLE, LANGUAGES)


def judged(count: int) -> list[Item]:
    return [item(f"judged-{number}", "true_false", answer=True, why=short("So.")) for number in range(count)]


def choices(count: int, letters: str = "abcdef") -> list[Item]:
    return [choice(f"c-{number}", "a" if number % 2 else "ab", letters) for number in range(count)]


def spots(card: AnswerCard) -> list[Spot]:
    columns = [spot for column in card.digits for spot in column]
    return [ABSENT, *columns, *(spot for line in card.lines for spot in line.spots)]


def test_a_hundred_choices_among_six_fit_with_their_headings() -> None:
    card = card_of(a_paper(*choices(70), *judged(30)))
    assert [line.question for line in card.lines] == list(range(1, 101))
    assert len(card.headings) == 3


def test_nothing_overlaps_and_nothing_leaves_the_page() -> None:
    card = card_of(a_paper(*choices(70), *judged(30)))
    squares = [(mark.x - mark.side / 2, mark.y - mark.side / 2, mark.side) for mark in CORNERS + EDGES]
    boxes = [*squares, *((code.x, code.y, code.side) for code in CODES.values())]
    for one, other in combinations(spots(card), 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (2 * RADIUS + 0.3) ** 2
    for spot in spots(card):
        assert RADIUS + 10 < spot.x < PAGE[0] - RADIUS - 10
        assert RADIUS + 10 < spot.y < PAGE[1] - RADIUS - 10
        for x, y, side in boxes:
            across, down = max(x - spot.x, spot.x - x - side), max(y - spot.y, spot.y - y - side)
            assert max(across, down) > RADIUS + 0.5


def test_a_heading_never_ends_a_column() -> None:
    for count in range(20, 32):
        card = card_of(a_paper(*choices(count), *judged(20)))
        for heading in card.headings:
            below = [line for line in card.lines if line.spots[0].x - 15 < heading.x < line.spots[0].x]
            assert any(0 < line.spots[0].y - heading.y < 7 for line in below)


def test_a_question_of_several_parts_has_a_line_for_each() -> None:
    card = card_of(a_paper(*items().values()))
    found = [(line.question, line.label, "".join(spot.letter for spot in line.spots)) for line in card.lines]
    assert found == [
        (1, "1", "ABCD"),
        (2, "2", "ABCDE"),
        (3, "3", "TF"),
        *((4, f"4.{part}", "ABCD") for part in range(1, 5)),
        *((5, f"5.{part}", "ABCD") for part in range(1, 4)),
    ]
    assert set(card.types) == {1, 2, 3, 4, 5}


def test_too_many_questions_are_told() -> None:
    with pytest.raises(UsageError, match="lines more than an answer card has room for"):
        card_of(a_paper(*choices(140)))


def test_a_paper_of_open_questions_has_no_card() -> None:
    with pytest.raises(UsageError, match="no questions for an answer card"):
        card_of(a_paper(items()["case"], items()["text"]))


@pytest.mark.parametrize("person", ["S0001", "", "张三|7", "a/b c", "é"])
def test_what_a_code_says_can_be_read_again(person: str) -> None:
    code = CardCode("0a1b2c3d", "zh", person)
    written = code.written("2")
    assert written.isascii()
    assert CardCode.read(written) == ("2", code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.org",
        "CB1|3|0a1b2c3d|zh|S1",
        "CB2|1|0a1b2c3d|zh|S1",
        "CB1|1|x",
        "CB1|1|0a1b2c3d|zh|%00",
        "CB1|1|0a1b2c3d|zh|%20",
    ],
)
def test_other_codes_are_none_of_ours(text: str) -> None:
    assert CardCode.read(text) is None


def test_a_line_is_numbered_with_its_part() -> None:
    assert [Line(12, part, ()).label for part in (0, 3)] == ["12", "12.3"]
