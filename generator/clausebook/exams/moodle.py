"""Moodle XML, as Moodle 4 reads it (docs.moodle.org, Moodle XML format; question/format/xml in its source)."""

from fractions import Fraction
from xml.etree.ElementTree import Element, SubElement

from clausebook.exams.markup import document
from clausebook.exams.rendering import (
    Exported,
    accepted,
    as_html,
    decimal,
    explanation,
    file_name,
    heading,
    marking_notes,
    options,
    paragraphs,
    question_name,
    unkept_rules,
)
from clausebook.model.item import Choice, FillIn, Matching, Numeric, OpenQuestion, Ordering, TrueFalse
from clausebook.model.paper import Asked, Paper
from clausebook.model.rule import Rule
from clausebook.render.jinja import Words

_FULL = Fraction(100)
_WHOLE_PLANE = 0xFFFF
_LINES_OF_AN_ESSAY = 15
_SHARE_DIGITS = 5
"""Moodle knows the shares of a mark by five decimals: 33.33333."""
_ORDERINGS: dict[Rule, str] = {
    "all_or_nothing": "ALL_OR_NOTHING",
    "in_place": "ABSOLUTE_POSITION",
    "in_sequence": "RELATIVE_NEXT_EXCLUDE_LAST",
}
_TYPES = {
    "single_choice": "multichoice",
    "multiple_choice": "multichoice",
    "true_false": "truefalse",
    "ordering": "ordering",
    "matching": "matching",
    "number": "numerical",
    "text": "shortanswer",
    "short_answer": "essay",
    "case": "essay",
}
_KEPT = {
    ("single_choice", "all_or_nothing"),
    ("multiple_choice", "none_wrong"),
    ("multiple_choice", "right_minus_wrong"),
    ("true_false", "all_or_nothing"),
    *(("ordering", rule) for rule in _ORDERINGS),
    ("matching", "per_pair"),
    ("number", "all_or_nothing"),
    ("text", "all_or_nothing"),
    ("short_answer", "by_criteria"),
    ("case", "by_criteria"),
}


def moodle(paper: Paper, language: str, words: Words) -> Exported:
    """A paper for Moodle's question bank: a category of questions with their marks, key, shares and feedback."""
    quiz = Element("quiz")
    _category(quiz, paper, language)
    writer = _Writer(paper, language, words)
    for asked in paper.questions:
        quiz.append(writer.question(asked))
    content = document(quiz)
    return Exported(file_name(paper, language, "xml"), content, _remarks(paper, content.decode()))


def _category(quiz: Element, paper: Paper, language: str) -> None:
    question = SubElement(quiz, "question", type="category")
    # A slash would begin a category within the category.
    name = heading(paper, language).replace("/", "//")
    _text(question, "category", f"$course$/top/{name}")


def _remarks(paper: Paper, written: str) -> tuple[str, ...]:
    rare = sorted({character for character in written if ord(character) > _WHOLE_PLANE})
    told = [*unkept_rules(paper, _KEPT, "Moodle")]
    if any(section.type == "ordering" for section in paper.sections):
        told.append("ordering questions need Moodle 4.4, or the plugin qtype_ordering before it")
    if rare:
        points = ", ".join(f"U+{ord(character):04X}" for character in rare)
        told.append(f"Moodle on an old MySQL database refuses these characters: {points}")
    return tuple(told)


class _Writer:
    """The questions of one paper in one language."""

    def __init__(self, paper: Paper, language: str, words: Words) -> None:
        self.paper, self.language, self.words = paper, language, words

    def question(self, asked: Asked) -> Element:
        """A question of any type."""
        item = asked.item
        question = Element("question", type=_TYPES[item.type])
        _text(question, "name", question_name(self.paper, asked))
        _html(question, "questiontext", as_html(paragraphs(item, self.language, self.words)))
        _html(question, "generalfeedback", as_html([explanation(item, self.language)]))
        _values(question, defaultgrade=decimal(asked.points), penalty="0", hidden="0", idnumber=item.id)
        self._body(question, asked)
        tags = SubElement(question, "tags")
        for tag in (item.level, *item.clauses):
            _text(tags, "tag", tag)
        return question

    def _body(self, question: Element, asked: Asked) -> None:
        match asked.item:
            case Choice() as item:
                self._choice(question, asked, item)
            case TrueFalse() as item:
                self._true_false(question, item)
            case Ordering() as item:
                self._ordering(question, asked, item)
            case Matching() as item:
                self._matching(question, item)
            case Numeric() as item:
                _answer(question, _FULL, decimal(item.answer), tolerance=decimal(item.tolerance))
                _values(question, unitgradingtype="0", unitpenalty="0", showunits="3", unitsleft="0")
            case FillIn() as item:
                _values(question, usecase="0")
                for text in accepted(item, self.language):
                    _answer(question, _FULL, text.replace("*", r"\*"))
            case OpenQuestion() as item:
                self._essay(question, item)

    def _choice(self, question: Element, asked: Asked, item: Choice) -> None:
        is_single = item.type == "single_choice"
        _values(question, single=str(is_single).lower(), shuffleanswers="false", answernumbering="ABCD")
        _values(question, showstandardinstruction="0")
        self._combined_feedback(question)
        share = _FULL / len(item.key)
        wrong = -share if asked.rule == "right_minus_wrong" else -_FULL
        for _, option in options(asked, item):
            fraction = share if option.correct else Fraction(0) if is_single else wrong
            text = as_html([option.text[self.language]])
            _answer(question, fraction, text, feedback=as_html([option.why[self.language]]), is_html=True)

    def _true_false(self, question: Element, item: TrueFalse) -> None:
        for is_true in (True, False):
            fraction = _FULL if item.answer is is_true else Fraction(0)
            _answer(question, fraction, str(is_true).lower())

    def _ordering(self, question: Element, asked: Asked, item: Ordering) -> None:
        _values(question, layouttype="VERTICAL", selecttype="ALL", selectcount=str(len(item.entries)))
        _values(question, gradingtype=_ORDERINGS[asked.rule], showgrading="SHOW", numberingstyle="none")
        self._combined_feedback(question)
        for place, entry in enumerate(item.entries, 1):
            _answer(question, Fraction(place), as_html([entry.text[self.language]]), is_html=True)

    def _matching(self, question: Element, item: Matching) -> None:
        _values(question, shuffleanswers="true")
        self._combined_feedback(question)
        sides = [(as_html([pair.left[self.language]]), pair.right[self.language]) for pair in item.pairs]
        sides += [("", extra[self.language]) for extra in item.extras]
        for left, right in sides:
            part = _html(question, "subquestion", left)
            _text(part, "answer", right)

    def _essay(self, question: Element, item: OpenQuestion) -> None:
        _values(question, responseformat="editor", responserequired="1", responsefieldlines=str(_LINES_OF_AN_ESSAY))
        _values(question, attachments="0", attachmentsrequired="0")
        _html(question, "graderinfo", as_html(marking_notes(item, self.language, self.words)))
        _html(question, "responsetemplate", "")

    def _combined_feedback(self, question: Element) -> None:
        for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
            _html(question, name, "")


def _answer(
    question: Element, fraction: Fraction, text: str, *, feedback: str = "", tolerance: str = "", is_html: bool = False
) -> None:
    """An answer; `fraction` is the share of the mark in percent, or the place of an entry of an ordering."""
    style = "html" if is_html else "moodle_auto_format"
    answer = SubElement(question, "answer", fraction=decimal(fraction, _SHARE_DIGITS), format=style)
    SubElement(answer, "text").text = text
    _html(answer, "feedback", feedback)
    if tolerance:
        _values(answer, tolerance=tolerance)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(SubElement(parent, name), "text").text = text


def _html(parent: Element, name: str, markup: str) -> Element:
    made = SubElement(parent, name, format="html")
    SubElement(made, "text").text = markup
    return made


def _values(parent: Element, **values: str) -> None:
    for name, value in values.items():
        SubElement(parent, name).text = value
