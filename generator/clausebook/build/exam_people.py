"""What several files say of one candidate, brought together: a card, a line of a table, points from markers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from clausebook.errors import HeldRecord
from clausebook.model.exam_response import ExamResponse
from clausebook.model.item import OpenQuestion
from clausebook.model.paper import Paper, Papers
from clausebook.model.response import Person
from clausebook.scoring.marking import unmarked

_MOST_TOLD = 8

V = TypeVar("V")


@dataclass
class Candidate:
    """A person, the records about them by their numbers and origins, and all that these say together.

    `fault` is why that makes no response: records that contradict each other.
    """

    response: ExamResponse
    records: list[tuple[int, str]] = field(default_factory=list)
    fault: HeldRecord | None = None

    def add(self, number: int, origin: str, more: ExamResponse) -> None:
        """Take in one more record."""
        if self.records and self.fault is None:
            try:
                self.response = _together(self.response, more, origin)
            except HeldRecord as held:
                self.fault = held
        self.records.append((number, origin))


class Candidates:
    """Everybody of whom anything was received, in that order."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers.by_code
        self._known: dict[str, Candidate] = {}

    def add(self, number: int, origin: str, response: ExamResponse) -> None:
        """Take in a record about somebody."""
        self._known.setdefault(response.person.id, Candidate(response)).add(number, origin, response)

    def __iter__(self) -> Iterator[Candidate]:
        return iter(self._known.values())

    def paper(self, candidate: Candidate) -> Paper:
        """The paper that somebody was given."""
        return self._papers[candidate.response.code]

    def fault(self, candidate: Candidate) -> HeldRecord | None:
        """Why somebody cannot be marked yet; None where nothing is missing."""
        missing = unmarked(self.paper(candidate), candidate.response)
        closed = [asked.number for asked in missing if not isinstance(asked.item, OpenQuestion)]
        if candidate.fault is not None or not missing:
            return candidate.fault
        if closed:
            return HeldRecord("no_answers", f"there is no answer yet to {_listed(closed)}; add the card or the table")
        numbers = [asked.number for asked in missing]
        return HeldRecord("unmarked", f"{_listed(numbers)} have still to be marked; fill in the worksheet and add it")


def _listed(numbers: list[int]) -> str:
    more = " and more" if len(numbers) > _MOST_TOLD else ""
    return f"questions {', '.join(map(str, numbers[:_MOST_TOLD]))}{more}"


def _together(one: ExamResponse, other: ExamResponse, origin: str) -> ExamResponse:
    """Both in one. Raises HeldRecord where they contradict each other."""
    if one.code != other.code:
        detail = f"the same person has answered paper {one.paper} and, in {origin}, paper {other.paper}; keep one"
        raise HeldRecord("two_papers", detail)
    differ = [number for number, answer in other.answers.items() if one.answers.get(number, answer) != answer]
    if differ:
        detail = f"{_listed(differ)} were answered differently in {origin}; keep one"
        raise HeldRecord("conflicting_answers", detail)
    return one.model_copy(
        update={
            "person": _person(one.person, other.person),
            "sat": one.sat or other.sat,
            "language": one.language or other.language,
            "answers": _merged(one.answers, other.answers),
            "written": _merged(one.written, other.written),
        }
    )


def _person(one: Person, other: Person) -> Person:
    return Person(id=one.id, name=one.name or other.name, department=one.department or other.department)


def _merged(one: Mapping[int, V], other: Mapping[int, V]) -> dict[int, V]:
    return dict(sorted({**other, **one}.items()))
