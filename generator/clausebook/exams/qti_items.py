"""A question as an assessment item of QTI: its body, declarations, processing and explanation."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from clausebook.exams.markup import element
from clausebook.exams.qti_markup import paragraphs_of
from clausebook.exams.qti_scoring import (
    EXPLANATION,
    FEEDBACK,
    RESPONSE,
    left_name,
    outcome_declarations,
    response_declaration,
    response_processing,
    right_name,
)
from clausebook.exams.rendering import marking_notes, options, paragraphs, question_name, reasons
from clausebook.model.item import Choice, Item, Matching, OpenQuestion, Ordering, TrueFalse
from clausebook.model.paper import Asked, Paper
from clausebook.render.jinja import Words

_LETTERS_OF_A_NUMBER, _LETTERS_OF_A_TEXT = "12", "30"
_LINES = {"short_answer": "6", "case": "20"}


def item_name(item: Item) -> str:
    """The identifier of an item, which may not begin with a digit."""
    return f"item-{item.id}"


def assessment_item(paper: Paper, asked: Asked, language: str, words: Words) -> Element:
    """The question as a paper asks it: letters and order are the paper's, and nothing is shuffled again."""
    made = element(
        "assessmentItem",
        response_declaration(asked, language),
        *outcome_declarations(asked),
        element("itemBody", *_body(asked, language, words)),
        identifier=item_name(asked.item),
        title=question_name(paper, asked),
        adaptive="false",
        timeDependent="false",
    )
    made.set("xml:lang", language)
    processing = response_processing(asked)
    if processing is not None:
        made.extend([processing, _feedback(asked, language, words)])
    return made


def _body(asked: Asked, language: str, words: Words) -> Iterator[Element]:
    item = asked.item
    yield from paragraphs_of(paragraphs(item, language, words))
    if isinstance(item, OpenQuestion):
        yield element("extendedTextInteraction", responseIdentifier=RESPONSE, expectedLines=_LINES[item.type])
        notes = paragraphs_of(marking_notes(item, language, words))
        yield element("rubricBlock", *notes, view="scorer")
        return
    yield _interaction(asked, language, words)


def _interaction(asked: Asked, language: str, words: Words) -> Element:
    match asked.item:
        case Choice() as item:
            most = "1" if item.type == "single_choice" else "0"
            texts = {letter: option.text[language] for letter, option in options(asked, item)}
            return _choices("choiceInteraction", texts, maxChoices=most)
        case TrueFalse():
            texts = {"T": words["export_true"], "F": words["export_false"]}
            return _choices("choiceInteraction", texts, maxChoices="1")
        case Ordering():
            return _choices("orderInteraction", {letter: text[language] for letter, text in asked.lettered})
        case Matching() as item:
            return _matching(asked, item, language)
        case other:
            length = _LETTERS_OF_A_NUMBER if other.type == "number" else _LETTERS_OF_A_TEXT
            entry = element("textEntryInteraction", responseIdentifier=RESPONSE, expectedLength=length)
            return element("p", entry)


def _choices(name: str, texts: dict[str, str], **attributes: str) -> Element:
    choices = (element("simpleChoice", text, identifier=letter) for letter, text in texts.items())
    return element(name, *choices, responseIdentifier=RESPONSE, shuffle="false", **attributes)


def _matching(asked: Asked, item: Matching, language: str) -> Element:
    count = str(len(item.pairs))
    lefts = ((left_name(place), pair.left[language], "1") for place, pair in enumerate(item.pairs))
    rights = ((right_name(letter), text[language], count) for letter, text in asked.lettered)
    sets = (element("simpleMatchSet", *map(_associable, side)) for side in (lefts, rights))
    return element("matchInteraction", *sets, responseIdentifier=RESPONSE, shuffle="false", maxAssociations=count)


def _associable(side: tuple[str, str, str]) -> Element:
    identifier, text, most = side
    return element("simpleAssociableChoice", text, identifier=identifier, matchMax=most)


def _feedback(asked: Asked, language: str, words: Words) -> Element:
    told = paragraphs_of(reasons(asked, language, words))
    return element("modalFeedback", *told, outcomeIdentifier=FEEDBACK, identifier=EXPLANATION, showHide="show")
