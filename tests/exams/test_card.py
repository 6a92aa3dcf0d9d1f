"""Answer cards as files: whose they are, what is on them, and that they are what they say they are."""

import io
from dataclasses import replace

import page
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from clausebook.exams.card import Cards
from clausebook.model.answer_card import CardCode
from clausebook.model.paper import Paper
from clausebook.model.response import Person
from tests.load.cards.sample import CANDIDATE, TEMPLATES, paper, pdf

EN = Cards(paper(), TEMPLATES, ("en",))
BOTH = Cards(paper(), TEMPLATES, ("zh", "en"))


def texts() -> list[str]:
    document = pypdfium2.PdfDocument(pdf())
    found = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    document.close()
    return found


def with_other_key(made: Paper) -> Paper:
    """The same paper with all options in the reverse order."""
    sections = []
    for section in made.sections:
        questions = [one.model_copy(update={"order": one.order[::-1]}) for one in section.questions]
        sections.append(section.model_copy(update={"questions": tuple(questions)}))
    return made.model_copy(update={"sections": tuple(sections)})


def test_a_card_says_whose_it_is_and_for_which_paper() -> None:
    named, nameless = texts()
    for told in (CANDIDATE.id, CANDIDATE.name, CANDIDATE.department):
        assert told in named
        assert told not in nameless
    for text in (named, nameless):
        assert "Autumn exam" in text
        assert paper().code in text


def test_what_all_cards_share_is_drawn_once() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as file:
        assert len(file.pages) == 2
        assert "/StructTreeRoot" in file.Root
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert len(pdf()) < 700_000


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_cards_are_accessible_and_archivable(profile: str) -> None:
    rules = {failure.rule_id for failure in page.validate_pdf_bytes(pdf(), profile=profile).failures}
    # The validator takes a carriage return at the end of a stream's data for a part of the line end after it.
    assert rules <= ({"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in pdf() else set())


def test_a_card_without_a_name_has_columns_for_a_number() -> None:
    assert "one digit in each column" in EN.face(is_named=False)
    assert "one digit in each column" not in EN.face(is_named=True)


def test_true_and_false_are_signs_where_there_are_several_languages() -> None:
    assert "%E2%88%9A" in BOTH.face(is_named=True)
    assert "%E2%88%9A" not in EN.face(is_named=True)


def test_questions_that_are_not_on_the_card_are_told() -> None:
    number = len(paper().questions)
    assert f"Answer these questions on the paper: {number}." in EN.face(is_named=True)
    assert f"第 {number} 题请直接在试卷上作答。" in BOTH.face(is_named=True)


def test_a_name_that_no_font_draws_keeps_nobody_from_a_card() -> None:
    assert "[U+20BB7]田" in EN.bearers([Person(id="S1", name="𠮷田")])


def test_a_card_holds_nothing_of_the_key() -> None:
    turned = with_other_key(paper())
    assert [one.key_letters for one in turned.questions] != [one.key_letters for one in paper().questions]
    faces = [cards.face(is_named=True).replace(cards.paper.code, "") for cards in (EN, replace(EN, paper=turned))]
    assert faces[0] == faces[1]


def test_a_code_is_of_one_language_or_of_none() -> None:
    assert EN.code_of(CANDIDATE) == CardCode(paper().code, "en", "S0001")
    assert BOTH.code_of(None) == CardCode(paper().code, "", "")
