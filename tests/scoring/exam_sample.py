"""A made-up exam and people of known ability who sit it, by the two-parameter logistic model."""

from collections.abc import Sequence
from fractions import Fraction
from math import exp
from random import Random
from typing import Any

from pydantic import TypeAdapter

from clausebook.model.base import LocalizedText
from clausebook.model.exam_response import ExamResult, MarkedAnswer
from clausebook.model.item import Item
from clausebook.model.paper import Asked, Paper, Papers, PaperSection, paper_of
from clausebook.model.response import Person

LANGUAGES = ("en", "zh")
WRONG_KEY = ("choice-03", "choice-17", "judged-05")
NO_DISCRIMINATION = ("choice-08", "judged-11", "many-04")
CLAUSES = ("c-1-1-1", "c-2-1", "c-3-1")
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


def both(text: str) -> LocalizedText:
    return LocalizedText({"en": text, "zh": f"{text}（中）"})


def item(identity: str, type_: str, **parts: Any) -> Item:
    plain = {
        "id": identity,
        "clauses": ["clause"],
        "provisions": ["clause.a"],
        "pool": "exam",
        "level": "apply",
        "difficulty": "0.6",
        "stem": both(f"Question {identity}?"),
        "type": type_,
    }
    return _ITEM.validate_python(plain | parts)


def choice(identity: str, type_: str = "single_choice", right: str = "a", names: str = "abcd", **parts: Any) -> Item:
    options = [
        {"id": name, "text": both(f"Option {name}"), "correct": name in right, "why": both("Why")} for name in names
    ]
    return item(identity, type_, options=options, **parts)


def judged(identity: str, *, answer: bool = True) -> Item:
    return item(identity, "true_false", answer=answer, why=both("Why"))


def open_question(identity: str, points: Sequence[int] = (2, 4)) -> Item:
    marking = [{"points": own, "criterion": both("Criterion")} for own in points]
    return item(identity, "short_answer", model_answer=both("Answer"), marking=marking)


def paper(name: str, items: Sequence[Item], seed: int = 0, points: Sequence[int] = ()) -> Paper:
    """A paper of a section a type, whose questions are worth the points given by section."""
    made = paper_of(items, "exam", both("Exam"), LANGUAGES, seed=seed)
    worth = points or [1] * len(made.sections)
    sections = [_worth(section, Fraction(own)) for section, own in zip(made.sections, worth, strict=True)]
    return made.model_copy(update={"id": name, "sections": tuple(sections)})


def _worth(section: PaperSection, points: Fraction) -> PaperSection:
    questions = tuple(asked.model_copy(update={"points": points}) for asked in section.questions)
    return section.model_copy(update={"points": points, "questions": questions})


def bank() -> list[Item]:
    """Thirty single choices, fifteen statements, ten multiple choices and five open questions."""
    return [
        *(
            choice(f"choice-{number:02}", right="abcd"[number % 4], clauses=[CLAUSES[number % 3]])
            for number in range(30)
        ),
        *(judged(f"judged-{number:02}", answer=number % 2 == 0) for number in range(15)),
        *(choice(f"many-{number:02}", "multiple_choice", "ac", "abcde") for number in range(10)),
        *(open_question(f"open-{number:02}") for number in range(5)),
    ]


def sample_papers() -> Papers:
    """The same sixty questions in two orders of their options: A and B, of 90 marks."""
    return Papers(papers=tuple(paper(name, bank(), seed, (1, 1, 2, 5)) for name, seed in (("A", 1), ("B", 2))))


def plain_papers() -> Papers:
    """One paper of twenty single choices, a point each, so that alpha is KR-20."""
    return Papers(papers=(paper("A", bank()[:20]),))


class Candidates:
    """People of an ability drawn from the normal distribution, who answer question after question."""

    def __init__(self, papers: Papers, seed: int = 7) -> None:
        self._papers = papers.papers
        self._random = Random(seed)
        items = {asked.item.id for own in papers.papers for asked in own.questions}
        self._keys = {
            (own.id, asked.number): (asked.key_letters, _wrong(asked))
            for own in papers.papers
            for asked in own.questions
        }
        self._slopes = {name: self._random.uniform(0.9, 2.0) for name in sorted(items)}
        self._places = {name: self._random.gauss(-0.4, 0.8) for name in sorted(items)}

    def results(self, count: int) -> list[ExamResult]:
        """The results of so many people, the papers handed out in turn."""
        return [self._result(number) for number in range(count)]

    def _result(self, number: int) -> ExamResult:
        own, ability = self._papers[number % len(self._papers)], self._random.gauss(0, 1)
        answers = {
            asked.number: self._answer(asked, ability, *self._keys[own.id, asked.number]) for asked in own.questions
        }
        return ExamResult(
            exam="exam",
            paper=own.id,
            code=own.code,
            person=Person(id=f"E{number:04}"),
            marks=sum((answer.points for answer in answers.values()), Fraction(0)),
            maximum=own.total,
            answers=answers,
        )

    def _answer(self, asked: Asked, ability: float, key: str, wrong: list[str]) -> MarkedAnswer:
        given, share = self._given(asked, ability, key, wrong)
        return MarkedAnswer(item=asked.item.id, given=given, points=asked.points * share)

    def _given(self, asked: Asked, ability: float, key: str, wrong: list[str]) -> tuple[str | None, Fraction]:
        """What is answered, and the share of the points that it earns."""
        name, draw = asked.item.id, self._random.random
        chance = 1 / (1 + exp(-self._slopes[name] * (ability - self._places[name])))
        if name in NO_DISCRIMINATION:
            chance = 0.55
        if asked.item.type == "short_answer":
            share = Fraction(sum(draw() < chance for _ in range(10)), 10)
            return str(asked.points * share), share
        is_known, is_skipped, guess = draw() < chance, draw() < 0.01, wrong[int(draw() * len(wrong))]
        if is_skipped:
            return None, Fraction(0)
        if name in WRONG_KEY:
            # The last of the wrong answers is right in truth, and the key names another.
            chosen = wrong[-1] if is_known else (key, guess)[draw() < 0.5]
            return chosen, Fraction(int(chosen == key))
        if is_known:
            return key, Fraction(1)
        if asked.item.type == "multiple_choice":
            return "".join(sorted(key[:1] + guess)), Fraction(1, 2)
        return guess, Fraction(0)


def _wrong(asked: Asked) -> list[str]:
    """The letters of the wrong answers, in the order of the bank."""
    if asked.item.type == "true_false":
        return ["F" if asked.key_letters == "T" else "T"]
    letters, key = asked.letter_of, asked.key_letters
    return [letters[name] for name in sorted(asked.order) if letters[name] not in key]
