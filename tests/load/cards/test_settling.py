"""What people have decided about doubts, put into the card; whoever cannot be identified stays a doubt."""

import pytest

from clausebook.errors import HeldRecord
from clausebook.load.cards.settling import Roll, settled
from clausebook.load.exam_responses.wording import Wording
from clausebook.model.card_reading import CANDIDATE, CardReading, Decisions, Doubt
from clausebook.model.response import Person
from tests.load.cards.sample import paper

ROLL = Roll({identity: Person(id=identity) for identity in ("S0001", "S0002", "T0002", "77")})
PICTURE = b"\x89PNG"
SINGLE, MULTIPLE, JUDGED, ORDERED = 1, 21, 29, 35


def a_card(person: str = "S0001", *doubts: Doubt, is_marked: bool = False) -> CardReading:
    return CardReading(
        card="digest-1",
        origin="scan.pdf:1",
        code=paper().code,
        person=person,
        is_marked=is_marked,
        answers={2: "B"},
        doubts=doubts,
    )


def doubt(question: int) -> Doubt:
    return Doubt(question=question, seen="AB", reason="several", picture=PICTURE)


def decided(**said: str) -> Decisions:
    return {("digest-1", int(question.removeprefix("q"))): answer for question, answer in said.items()}


@pytest.mark.parametrize(
    ("question", "said", "answer"),
    [(SINGLE, "b", "B"), (SINGLE, " - ", None), (MULTIPLE, "DA", "AD"), (ORDERED, "c a b d", "CABD")],
)
def test_a_decision_becomes_the_answer(question: int, said: str, answer: str | None) -> None:
    card = settled(a_card("S0001", doubt(question)), paper(), decided(**{f"q{question}": said}), ROLL)
    assert (card.answers[question], card.doubts) == (answer, ())


@pytest.mark.parametrize(("said", "answer"), [("对", "T"), ("×", "F"), ("t", "T")])
def test_true_and_false_may_be_decided_in_words(said: str, answer: str) -> None:
    wording = Wording.of(("对", "√"), ("错", "×"))
    card = settled(a_card("S0001", doubt(JUDGED)), paper(), decided(**{f"q{JUDGED}": said}), ROLL, wording)
    assert card.answers[JUDGED] == answer


def test_a_doubt_that_nobody_has_decided_stays() -> None:
    card = a_card("S0001", doubt(SINGLE), doubt(MULTIPLE))
    assert settled(card, paper(), decided(q1="A"), ROLL).doubts == (doubt(MULTIPLE),)


def test_a_decision_about_another_card_counts_for_nothing() -> None:
    card = a_card("S0001", doubt(SINGLE))
    assert settled(card, paper(), {("digest-2", SINGLE): "A"}, ROLL) == card


def test_a_decision_that_is_no_answer_stays_a_doubt() -> None:
    (left,) = settled(a_card("S0001", doubt(SINGLE)), paper(), decided(q1="Z"), ROLL).doubts
    assert (left.seen, left.reason, left.picture) == ("Z", "unclear", PICTURE)


@pytest.mark.parametrize(("number", "person"), [("77", "77"), ("0001", "S0001")])
def test_a_number_may_be_that_of_an_id(number: str, person: str) -> None:
    assert settled(a_card(number, is_marked=True), paper(), {}, ROLL).person == person


@pytest.mark.parametrize("number", ["0002", "0009", ""])
def test_a_number_of_nobody_or_of_several_is_a_doubt(number: str) -> None:
    card = a_card(number, *([] if number else [doubt(CANDIDATE)]), is_marked=True)
    left = settled(card, paper(), {}, ROLL)
    assert (left.person, [one.question for one in left.doubts]) == ("", [CANDIDATE])
    assert settled(card, paper(), decided(q0="S0002"), ROLL).person == "S0002"


def test_a_decision_for_somebody_who_is_not_on_the_roster_stays_a_doubt() -> None:
    (left,) = settled(a_card("", doubt(CANDIDATE), is_marked=True), paper(), decided(q0="S9"), ROLL).doubts
    assert (left.seen, left.reason, left.picture) == ("S9", "not_on_roster", PICTURE)


def test_a_printed_card_of_a_stranger_is_held() -> None:
    with pytest.raises(HeldRecord, match="not_on_roster"):
        settled(a_card("S9"), paper(), {}, ROLL)


def test_without_a_roster_everybody_counts() -> None:
    assert settled(a_card("S9"), paper(), {}, Roll()).person == "S9"


def test_a_reading_is_the_same_after_it_was_written() -> None:
    card = a_card("S0001", doubt(SINGLE))
    assert CardReading.model_validate_json(card.model_dump_json()) == card
