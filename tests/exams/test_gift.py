"""GIFT, read back by gift-pegjs, the grammar of its own that others use too."""

import json
import re
import subprocess
from fractions import Fraction
from html import unescape
from typing import Any

import pytest

from clausebook.exams.gift import gift
from clausebook.exams.rendering import accepted, explanation
from clausebook.model.item import Choice, FillIn, Matching, OpenQuestion, TrueFalse
from clausebook.model.paper import Asked
from tests.conftest import ROOT
from tests.exams import sample_papers
from tests.exams.sample_papers import LANGUAGES

READ = """
const {parse} = require('gift-pegjs');
const texts = JSON.parse(require('fs').readFileSync(0, 'utf8'));
console.log(JSON.stringify(texts.map(text => parse(text))));
"""
TYPES = {
    "single_choice": "MC",
    "multiple_choice": "MC",
    "true_false": "TF",
    "ordering": "Matching",
    "matching": "Matching",
    "number": "Numerical",
    "text": "Short",
    "short_answer": "Essay",
    "case": "Essay",
}


def parsed(texts: list[str]) -> list[list[dict[str, Any]]]:
    modules = ROOT / "tests" / "node_modules"
    done = subprocess.run(
        ["node", "-e", READ], input=json.dumps(texts), capture_output=True, text=True, cwd=modules, check=True
    )
    found: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def read() -> dict[str, list[dict[str, Any]]]:
    """The questions of the sample paper by language, as gift-pegjs has them."""
    texts = [
        gift(sample_papers.paper(), language, sample_papers.words(language)).content.decode() for language in LANGUAGES
    ]
    return dict(zip(LANGUAGES, parsed(texts), strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_comes_back(language: str, read: dict[str, list[dict[str, Any]]]) -> None:
    category, *questions = read[language]
    assert category["type"] == "Category"
    asked = sample_papers.paper().questions
    assert [question["title"] for question in questions] == [f"A-{one.number:03} {one.item.id}" for one in asked]
    assert [question["type"] for question in questions] == [TYPES[one.item.type] for one in asked]
    for question, one in zip(questions, asked, strict=True):
        assert plain(one.item.stem[language]) in text(question["stem"])
        if question["type"] != "MC":
            # The parser loses the comment line above questions of this type.
            assert (question["id"], question["tags"]) == (one.item.id, ["apply", "market"])
        assert plain(explanation(one.item, language)) in text(question["globalFeedback"])
        check_answers(question, one, language)


def check_answers(question: dict[str, Any], asked: Asked, language: str) -> None:
    match asked.item:
        case Choice() as item:
            check_choice(question["choices"], asked, item, language)
        case TrueFalse() as item:
            assert question["isTrue"] is item.answer
        case Matching() as item:
            sides = (*(pair.right for pair in item.pairs), *item.extras)
            rights = [unescaped(pair["subanswer"]) for pair in question["matchPairs"]]
            assert rights == [plain(side[language]).replace("->", "→") for side in sides]
            assert question["matchPairs"][-1]["subquestion"]["text"] == ""
        case FillIn() as item:
            found = [choice["text"]["text"].replace(r"\*", "*") for choice in question["choices"]]
            assert found == list(accepted(item, language))
        case OpenQuestion() as item:
            assert plain(item.marking[1].criterion[language]) in text(question["globalFeedback"])


def check_choice(choices: list[dict[str, Any]], asked: Asked, item: Choice, language: str) -> None:
    texts = dict(asked.lettered)
    assert [text(choice["text"]) for choice in choices] == [plain(found[language]) for found in texts.values()]
    shares = [choice["weight"] for choice in choices]
    if item.type == "single_choice":
        right = [letter for letter, choice in zip(texts, choices, strict=True) if choice["isCorrect"]]
        assert right == [asked.key_letters]
    else:
        expected = [100 / len(item.key) if letter in asked.key_letters else -100 for letter in texts]
        assert shares == pytest.approx(expected, abs=1e-5)
    assert all(choice["feedback"]["text"] for choice in choices)


def text(found: dict[str, str] | None) -> str:
    """What a reader sees of markup."""
    markup = found["text"] if found else ""
    return plain(unescape(markup.replace("</p>", " ").replace("<p>", "")))


def unescaped(found: str) -> str:
    """A right side, in which the parser leaves escaped characters as numbers: &&061;."""
    return re.sub(r"&&(\d+);", lambda match: chr(int(match.group(1))), found)


def plain(given: str) -> str:
    return " ".join(given.split())


def test_a_number_has_its_tolerance(read: dict[str, list[dict[str, Any]]]) -> None:
    (number,) = [question for question in read["en"] if question["type"] == "Numerical"]
    assert number["choices"] == {"type": "range", "number": 2.86, "range": 0.01}


def test_an_ordering_is_matched_with_its_places(read: dict[str, list[dict[str, Any]]]) -> None:
    ordering = next(question for question in read["en"] if question["title"] == "A-004 ordered")
    places = {text(pair["subquestion"])[6]: pair["subanswer"] for pair in ordering["matchPairs"]}
    assert places == {"a": "1", "b": "2", "c": "3", "d": "4"}


def test_what_gift_cannot_hold_is_said() -> None:
    remarks = gift(sample_papers.paper(points="2"), "en", sample_papers.words("en")).remarks
    assert "GIFT holds no marks" in remarks[0]
    assert "GIFT cannot mark ordering by all_or_nothing" in remarks[1]


def test_deductions_come_as_shares() -> None:
    paper, asked = sample_papers.question("multiple_choice", "right_minus_wrong")
    ((_, question),) = parsed([gift(paper, "en", sample_papers.words("en")).content.decode()])
    weights = {
        letter: Fraction(choice["weight"]).limit_denominator(1000)
        for letter, choice in zip("ABCDE", question["choices"], strict=True)
    }
    assert {letter for letter, weight in weights.items() if weight > 0} == set(asked.key_letters)
    assert sum(weights.values()) == pytest.approx(100 / 3, abs=0.1)
