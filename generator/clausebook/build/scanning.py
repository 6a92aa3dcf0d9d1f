"""Scanned answer cards become responses; what is in doubt waits for a person, and is never guessed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from clausebook.build.card_reader import CARD, CardReader, decisions_of, reading_of, receive_scans
from clausebook.build.left_over import LEFT_OVER, LeftOver, Remainder, left_over_table
from clausebook.build.papers import exam_folder, read_papers
from clausebook.build.reader import Received
from clausebook.build.reporting import Progress
from clausebook.build.write import staged, write_file, write_lines
from clausebook.errors import HeldRecord
from clausebook.exams.review_list import ToDecide, review_list
from clausebook.load.cards.settling import Roll, settled
from clausebook.load.exam_responses.wording import Wording
from clausebook.load.responses.folder import find_files
from clausebook.load.roster import load_roster
from clausebook.model.answer_card import card_of
from clausebook.model.card_reading import CardReading
from clausebook.model.exam_response import ExamResponse
from clausebook.model.paper import Papers
from clausebook.model.response import Person
from clausebook.project import Project
from clausebook.render import clock

SCANS, RESPONSES, REVIEW = "scan", "responses.jsonl", "review"
_MOST_IN_A_LIST = 300


@dataclass(frozen=True)
class Scanned(Remainder):
    """What became of every page: `received` = read + doubtful + absent + repeated + held + rejected.

    `reviews` are the lists that people have to fill in, with `places` lines in all.
    """

    folder: Path
    received: int
    doubtful: int
    absent: int
    repeated: int
    places: int
    reviews: tuple[Path, ...]
    left_over: tuple[LeftOver, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def read(self) -> int:
        """The cards of which all was read."""
        return self.received - self.doubtful - self.absent - self.repeated - len(self.left_over)

    @property
    def responses(self) -> Path:
        """The answers as `exam mark` takes them."""
        return self.folder / RESPONSES

    @property
    def table(self) -> Path:
        """What is left over."""
        return self.folder / LEFT_OVER


def scan_cards(
    project: Project, blueprint: str, paths: Iterable[Path], progress: Progress, *, roster: Path | None = None
) -> Scanned:
    """Read scans of the cards of an exam, and lists of doubts that people filled in; write responses, and new lists.

    With a roster, nobody else counts, and a number marked on a card without a name may be that of an id. Outputs of an
    earlier run give way at the end, but for the lists. Raises UsageError, InputError, and MissingLibraryError without
    the extra.
    """
    papers = read_papers(project, blueprint)
    reader = CardReader(blueprint, {paper.code: card_of(paper) for paper in papers.papers})
    reader.prepare()
    folder = exam_folder(project, blueprint) / SCANS
    roll = Roll.of(load_roster(roster, str(roster))) if roster else Roll()
    with staged(folder, (RESPONSES, LEFT_OVER)) as new:
        desk = _Desk(papers, roll, _wording(project, papers))
        for received in receive_scans(reader, find_files(paths, folder)):
            desk.admit(received)
            progress("pages", desk.received)
        desk.settle()
        write_lines(new / RESPONSES, (response.model_dump_json().encode() for response in desk.responses()))
        left_over = sorted(desk.left_over, key=lambda one: one.number)
        write_file(new / LEFT_OVER, left_over_table(left_over))
    doubts = list(desk.to_decide())
    return Scanned(
        folder=folder,
        received=desk.received,
        doubtful=sum(bool(card.doubts) for _, card in desk.cards),
        absent=sum(card.is_absent and not card.doubts for _, card in desk.cards),
        repeated=desk.repeated,
        places=len(doubts),
        reviews=tuple(_write_reviews(project, papers, doubts, folder)),
        left_over=tuple(left_over),
        skipped=tuple(desk.skipped),
    )


@dataclass
class _Desk:
    """Where everything that was read comes together: the cards, with their place among the pages."""

    papers: Papers
    roll: Roll
    wording: Wording
    received: int = 0
    repeated: int = 0
    cards: list[tuple[int, CardReading]] = field(default_factory=list)
    left_over: list[LeftOver] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    decisions: dict[tuple[str, int], str] = field(default_factory=dict)

    def admit(self, received: Received) -> None:
        """Take in a page, a list that was filled in, or a file of which nothing came."""
        if received.state == "skipped":
            self.skipped.append((received.origin, received.detail))
        elif received.state == "good" and received.content != CARD:
            self.decisions |= decisions_of(received)
        else:
            if received.state == "good":
                self.cards.append((self.received, reading_of(received)))
            else:
                self._leave(self.received, received.origin, received.state, received.reason, received.detail)
            self.received += 1

    def settle(self) -> None:
        """Put in what people have decided, and leave one card a person."""
        kept: list[tuple[int, CardReading]] = []
        for number, card in self.cards:
            paper = self.papers.by_code[card.code]
            try:
                kept.append((number, settled(card, paper, self.decisions, self.roll, self.wording)))
            except HeldRecord as held:
                self._leave(number, card.origin, "held", held.reason, held.detail)
        by_person: dict[str, list[tuple[int, CardReading]]] = {}
        for number, card in kept:
            by_person.setdefault(card.person or card.card, []).append((number, card))
        self.cards = [one for cards in by_person.values() for one in self._one_of(cards)]

    def responses(self) -> Iterator[ExamResponse]:
        """What everybody answered, as far as it is known who they are; those who were absent answered nothing."""
        for _, card in self.cards:
            if card.person and not card.is_absent:
                yield ExamResponse(
                    paper=self.papers.by_code[card.code].id,
                    code=card.code,
                    person=self.roll.people.get(card.person) or Person(id=card.person),
                    language=card.language or None,
                    answers=card.answers,
                )

    def to_decide(self) -> Iterator[ToDecide]:
        """Every doubt that is left, in the order of the cards."""
        for _, card in self.cards:
            paper = self.papers.by_code[card.code].id
            yield from (ToDecide(card.card, card.origin, paper, card.person, doubt) for doubt in card.doubts)

    def _one_of(self, cards: Sequence[tuple[int, CardReading]]) -> list[tuple[int, CardReading]]:
        """The card of a person; none where there are several that differ."""
        said = {(card.code, tuple(card.answers.items()), bool(card.doubts)) for _, card in cards}
        if len({card.card for _, card in cards}) == 1 or (len(said) == 1 and not cards[0][1].doubts):
            self.repeated += len(cards) - 1
            return [cards[0]]
        origins = ", ".join(card.origin for _, card in cards)
        for number, card in cards:
            self._leave(number, card.origin, "held", "two_cards", f"there are several cards of this person: {origins}")
        return []

    def _leave(self, number: int, origin: str, state: str, reason: str, detail: str) -> None:
        self.left_over.append(LeftOver(number, origin, state, reason, detail))


def _wording(project: Project, papers: Papers) -> Wording:
    """How people may write true and false: as any language of the papers does."""
    words = [project.templates.words("exams", language) for language in papers.papers[0].languages]
    true, false = ([word for own in words for word in own[key].split(";")] for key in ("mark_true", "mark_false"))
    return Wording.of(true, false)


def _write_reviews(project: Project, papers: Papers, doubts: Sequence[ToDecide], folder: Path) -> Iterator[Path]:
    """Write the lists, under names of their own: what people have filled in is never written over."""
    first = papers.papers[0]
    words = project.templates.words("exams", first.languages[0])
    for start in range(0, len(doubts), _MOST_IN_A_LIST):
        part = doubts[start : start + _MOST_IN_A_LIST]
        named = "\n".join(f"{one.card} {one.doubt.question} {one.doubt.reason}" for one in part)
        path = folder / f"{REVIEW}-{hashlib.sha256(named.encode()).hexdigest()[:8]}.xlsx"
        if not path.exists():
            write_file(path, review_list(part, first.blueprint, words, made=clock.now()))
        yield path
