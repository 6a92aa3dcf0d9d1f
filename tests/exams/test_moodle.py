"""Moodle XML: kept to the importer's rules, complete, and marked by Moodle as we mark."""

from html import unescape

import pytest

from clausebook.exams.moodle import moodle
from clausebook.model.item import Matching, Ordering
from clausebook.model.paper import Asked, Paper
from clausebook.scoring.marking import points
from tests.exams import sample_papers
from tests.exams.moodle_reader import faults, questions, score
from tests.exams.sample_papers import LANGUAGES, answers, question

KEPT = [
    case
    for case in sample_papers.CASES
    if case
    not in {("multiple_choice", "all_or_nothing"), ("multiple_choice", "per_option"), ("matching", "all_or_nothing")}
]


def written(paper: Paper, language: str = "en") -> bytes:
    return moodle(paper, language, sample_papers.words(language)).content


@pytest.mark.parametrize("language", LANGUAGES)
def test_moodle_takes_every_question(language: str) -> None:
    content = written(sample_papers.paper(), language)
    assert list(faults(content)) == []
    assert len(questions(content)) == 9


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_come_back(language: str) -> None:
    paper = sample_papers.paper()
    for asked, read in zip(paper.questions, questions(written(paper, language)), strict=True):
        assert asked.item.stem[language] in unescape(read.findtext("questiontext/text", ""))
        assert read.findtext("idnumber") == asked.item.id
        texts = [unescape(text.text or "") for text in read.iter("text")]
        for _, text in asked.lettered:
            assert any(text[language] in found for found in texts)


@pytest.mark.parametrize(("kind", "rule"), KEPT)
def test_moodle_marks_as_we_do(kind: str, rule: str) -> None:
    paper, asked = question(kind, rule, points="2")
    exported = moodle(paper, "en", sample_papers.words("en"))
    assert not [remark for remark in exported.remarks if "cannot mark" in remark]
    (read,) = questions(exported.content)
    for answer in answers(asked):
        given = score(read, as_moodle_has_it(asked, answer))
        assert given == pytest.approx(float(points(asked, answer)), abs=1e-5), answer


def as_moodle_has_it(asked: Asked, answer: str | None) -> str | None:
    """An answer in Moodle's own terms: places for entries, texts for right sides."""
    item = asked.item
    if answer is None:
        return None
    if isinstance(item, Ordering):
        places = {entry.id: str(place) for place, entry in enumerate(item.entries, 1)}
        return "".join(places[asked.letters[letter]] for letter in answer)
    if isinstance(item, Matching):
        texts = dict(asked.lettered)
        return "\n".join(texts[pair[-1]]["en"] for pair in answer.split())
    return answer


@pytest.mark.parametrize(
    ("kind", "rule"),
    [("multiple_choice", "all_or_nothing"), ("multiple_choice", "per_option"), ("matching", "all_or_nothing")],
)
def test_what_moodle_cannot_do_is_said(kind: str, rule: str) -> None:
    paper, _ = question(kind, rule)
    (told,) = moodle(paper, "en", sample_papers.words("en")).remarks
    assert told.startswith(f"Moodle cannot mark {kind} by {rule} (section {kind.replace('_', '-')})")


def test_rare_characters_are_said() -> None:
    paper, _ = question("single_choice", "all_or_nothing")
    rare = paper.model_copy(update={"title": paper.title.model_copy(update={"root": {"en": "𠮷", "zh": "𠮷"}})})
    assert any("U+20BB7" in remark for remark in moodle(rare, "zh", sample_papers.words("zh")).remarks)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'fraction="33.33333"', b'fraction="33.3"', "the share 33.3"),
        (b'fraction="33.33333"', b'fraction="50"', "add up to"),
        (b"<single>false</single>", b"", "no single"),
        (b'type="multichoice"', b'type="multiset"', "the type multiset"),
    ],
)
def test_a_broken_file_is_noticed(old: bytes, new: bytes, told: str) -> None:
    paper, _ = question("multiple_choice", "none_wrong")
    broken = written(paper).replace(old, new)
    try:
        found = list(faults(broken))
    except KeyError as error:
        found = [f"the type {error.args[0]}"]
    assert any(told in fault for fault in found)
