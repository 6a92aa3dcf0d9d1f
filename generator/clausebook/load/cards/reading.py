"""One picture of a card becomes what was read from it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.load.cards.alignment import identified, straightened
from clausebook.load.cards.judgement import Judge, Shade, State, Verdict, number_of, verdict
from clausebook.load.cards.vision import Picture, Sheet, Vision
from clausebook.model.answer_card import ABSENT, DIGITS, LEADING, PITCH, RADIUS, AnswerCard, CardCode, Line, Spot
from clausebook.model.card_reading import CANDIDATE, CardReading, Doubt

_INSIDE = 0.78
"""The part of a bubble's radius that is looked at: its outline stays outside, even where it is a little off."""
_OUTSIDE = 1.15
"""What is outside of that is around the bubble."""
_MARGIN = 4.0


def read_card(vision: Vision, picture: Picture, cards: Mapping[str, AnswerCard], name: str, origin: str) -> CardReading:
    """What a card says; `cards` are those of the papers by code, `name` tells this card from all others.

    Raises RejectedRecord where it is no card of these papers, or cannot be read; HeldRecord where it is unclear whether
    the candidate was there.
    """
    code, found = identified(vision, picture)
    if code.paper not in cards:
        detail = f"this card belongs to the paper {code.paper}, which is not among the papers of this exam"
        raise RejectedRecord("other_paper", detail)
    sheet = straightened(vision, picture, found)
    return _Reading(vision, sheet, cards[code.paper], code).reading(name, origin)


class _Reading:
    """A card as it is read."""

    def __init__(self, vision: Vision, sheet: Sheet, card: AnswerCard, code: CardCode) -> None:
        self._sheet = sheet
        self._card = card
        self._code = code
        self._within = vision.disc(_INSIDE * RADIUS)
        self._around = vision.rest(_OUTSIDE * RADIUS, PITCH, LEADING)
        self._judge = Judge.of([self._shade(spot) for line in card.lines for spot in line.spots])

    def reading(self, name: str, origin: str) -> CardReading:
        answers: dict[int, str | None] = {}
        doubts: list[Doubt] = []
        person = self._code.person
        if not person:
            number = self._number()
            person = number.answer or ""
            doubts += self._doubt(CANDIDATE, number, [spot for column in self._card.digits for spot in column])
        for question, lines in self._questions():
            found = verdict(self._card.types[question], {line: self._states(line.spots) for line in lines})
            doubts += self._doubt(question, found, [spot for line in lines for spot in line.spots])
            if not found.reason:
                answers[question] = found.answer
        return CardReading(
            card=name,
            origin=origin,
            code=self._code.paper,
            language=self._code.language,
            person=person,
            is_marked=not self._code.person,
            is_absent=self._is_absent(is_empty=not any(answers.values()) and not doubts),
            answers=answers,
            doubts=tuple(doubts),
        )

    def _questions(self) -> Iterator[tuple[int, list[Line]]]:
        for question, lines in groupby(self._card.lines, lambda line: line.question):
            yield question, list(lines)

    def _number(self) -> Verdict:
        return number_of([(DIGITS, self._states(column)) for column in self._card.digits])

    def _is_absent(self, *, is_empty: bool) -> bool:
        """What an invigilator has marked. Raises HeldRecord where that is not plain, or the card is not empty."""
        (state,) = self._states([ABSENT])
        if state == "blank" or (state == "faint" and not is_empty):
            return False
        if state == "marked" and is_empty:
            return True
        detail = "the circle for absent candidates is not plain, or answers are marked as well; mend it and scan again"
        raise HeldRecord("absent_or_not", detail)

    def _doubt(self, question: int, found: Verdict, spots: Sequence[Spot]) -> list[Doubt]:
        if not found.reason:
            return []
        x, y = [spot.x for spot in spots], [spot.y for spot in spots]
        room = _MARGIN, 2 * _MARGIN + 2
        picture = self._sheet.cut(min(x) - room[1], min(y) - room[0], max(x) + room[0], max(y) + room[0])
        return [Doubt(question=question, seen=found.seen, reason=found.reason, picture=picture)]

    def _states(self, spots: Sequence[Spot]) -> list[State]:
        return [self._judge.state(self._shade(spot)) for spot in spots]

    def _shade(self, spot: Spot) -> Shade:
        within, around = (self._sheet.darkness(spot.x, spot.y, probe) for probe in (self._within, self._around))
        return Shade(within, around)
