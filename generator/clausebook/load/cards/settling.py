"""What people have decided about doubtful places of a card, put in where it belongs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from clausebook.errors import HeldRecord
from clausebook.load.exam_responses.wording import Wording, answer_of
from clausebook.load.roster import Roster
from clausebook.model.card_reading import BLANK, CANDIDATE, CardReading, Decisions, Doubt
from clausebook.model.exam_response import Answer
from clausebook.model.paper import Paper
from clausebook.model.response import Person

PLAIN = Wording.of()
"""Decisions in the letters of the card only."""


@dataclass(frozen=True)
class Roll:
    """Who may sit the exam, by id; anybody where it is not known."""

    people: Mapping[str, Person] = field(default_factory=dict)

    @classmethod
    def of(cls, roster: Roster) -> "Roll":
        """Everybody on a roster, also those whose names are held back from certificates."""
        holders = {**roster.holders, **roster.aside}
        people = (holders[identity] for identity in roster.lines)
        return cls({one.id: Person(id=one.id, name=one.name, department=one.department) for one in people})

    def id_of(self, number: str) -> str | None:
        """The id that somebody means who can only mark digits: this one, or the only one with these digits."""
        if not self.people or number in self.people:
            return number
        alike = [identity for identity in self.people if _digits(identity) == number]
        return alike[0] if len(alike) == 1 else None


def settled(card: CardReading, paper: Paper, decisions: Decisions, roll: Roll, wording: Wording = PLAIN) -> CardReading:
    """The card with what was decided about it; what is not decided, or not plainly, stays a doubt.

    `wording` says in which words people may decide. Raises HeldRecord where the person whose name the card bears is not
    on the roll.
    """
    return _answered(_identified(_found(card, roll), decisions, roll), paper, decisions, wording)


def _identified(card: CardReading, decisions: Decisions, roll: Roll) -> CardReading:
    """The card of whom people say that it is, where that is in doubt."""
    said = decisions.get((card.card, CANDIDATE), "").strip()
    if not said or all(doubt.question != CANDIDATE for doubt in card.doubts):
        return card
    person = roll.id_of(said) if said.isprintable() else None
    if person is None:
        return _doubted(card, Doubt(question=CANDIDATE, seen=said, reason="not_on_roster"))
    return card.model_copy(update={"person": person, "doubts": _others(card.doubts)})


def _found(card: CardReading, roll: Roll) -> CardReading:
    """The card of somebody on the roll; with a doubt where the number is only marked, and nobody's."""
    if not card.person or not roll.people or card.person in roll.people:
        return card
    person = roll.id_of(card.person) if card.is_marked else None
    if person:
        return card.model_copy(update={"person": person})
    if not card.is_marked:
        raise HeldRecord("not_on_roster", "the roster has nobody with the id that is on this card")
    doubt = Doubt(question=CANDIDATE, seen=card.person, reason="not_on_roster")
    return _doubted(card.model_copy(update={"person": ""}), doubt)


def _answered(card: CardReading, paper: Paper, decisions: Decisions, wording: Wording) -> CardReading:
    asked = {one.number: one for one in paper.questions}
    answers: dict[int, Answer] = dict(card.answers)
    left: list[Doubt] = []
    for doubt in card.doubts:
        said = decisions.get((card.card, doubt.question), "").strip()
        if doubt.question == CANDIDATE or not said:
            left.append(doubt)
            continue
        try:
            answers[doubt.question] = answer_of(asked[doubt.question], "" if said == BLANK else said, wording)
        except HeldRecord:
            left.append(doubt.model_copy(update={"seen": said, "reason": "unclear"}))
    return card.model_copy(update={"answers": dict(sorted(answers.items())), "doubts": tuple(left)})


def _doubted(card: CardReading, doubt: Doubt) -> CardReading:
    """The card with this doubt about whose it is, in the place of another one, whose picture it takes over."""
    pictures = [old.picture for old in card.doubts if old.question == CANDIDATE]
    doubt = doubt.model_copy(update={"picture": pictures[0] if pictures else b""})
    return card.model_copy(update={"doubts": (doubt, *_others(card.doubts))})


def _others(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    return tuple(doubt for doubt in doubts if doubt.question != CANDIDATE)


def _digits(identity: str) -> str:
    return "".join(character for character in identity if character.isascii() and character.isdigit())
