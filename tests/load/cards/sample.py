"""A paper with every type of question that a card can hold, and its cards as they come out of the printer."""

from datetime import UTC, datetime
from functools import lru_cache

from clausebook.exams.card import cards_pdf
from clausebook.model.answer_card import AnswerCard, card_of
from clausebook.model.base import LocalizedText
from clausebook.model.item import Item
from clausebook.model.paper import Paper, paper_of
from clausebook.model.response import Person
from clausebook.project import packaged_templates
from clausebook.render.jinja import Templates
from tests.exams.sample_papers import LANGUAGES, choice, criteria, item, short
from tests.load.cards.marking import Picture, printed

MADE = datetime(2026, 11, 23, tzinfo=UTC)
TEMPLATES = Templates(packaged_templates())
CANDIDATE = Person(id="S0001", name="示例学员", department="运营部")
NAMED, NAMELESS = 0, 1
"""The pages of the cards."""


def items() -> list[Item]:
    why = short("Because.")
    made = [choice(f"single-{number}", "c") for number in range(20)]
    made += [choice(f"multiple-{number}", "acd", "abcdef") for number in range(8)]
    made += [item(f"judged-{number}", "true_false", answer=True, why=why) for number in range(6)]
    entries = [{"id": name, "text": short(f"Entry {name}")} for name in "abcd"]
    made += [item(f"ordered-{number}", "ordering", entries=entries, why=why) for number in range(2)]
    pairs = [{"left": short(f"Left {place}"), "right": short(f"Right {place}")} for place in range(3)]
    made.append(item("matched", "matching", pairs=pairs, extras=[short("Extra")], why=why))
    made.append(item("told", "short_answer", model_answer=short("Model."), marking=criteria()))
    return made


@lru_cache(maxsize=1)
def paper() -> Paper:
    title = LocalizedText.model_validate(short("Autumn exam"))
    return paper_of(items(), "sample", title, LANGUAGES).model_copy(update={"id": "A"})


def card() -> AnswerCard:
    return card_of(paper())


@lru_cache(maxsize=1)
def pdf() -> bytes:
    """A card with a name and one without."""
    return cards_pdf(paper(), [CANDIDATE, None], TEMPLATES, LANGUAGES, MADE)


@lru_cache(maxsize=2)
def _page(page: int) -> Picture:
    return printed(pdf(), page)


def fresh(page: int = NAMED) -> Picture:
    """A card that nobody has written on yet."""
    return _page(page).copy()
