"""GIFT, the text format for questions (docs.moodle.org, GIFT format)."""

import re
from collections.abc import Iterator
from fractions import Fraction

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
    places,
    question_name,
    unkept_rules,
)
from clausebook.model.item import Choice, FillIn, Item, Matching, Numeric, OpenQuestion, Ordering, TrueFalse
from clausebook.model.paper import Asked, Paper
from clausebook.render.jinja import Words

_SPECIAL = re.compile(r"[~=#{}:\\]")
_SHARE_DIGITS = 5
_KEPT = {
    ("single_choice", "all_or_nothing"),
    ("multiple_choice", "none_wrong"),
    ("multiple_choice", "right_minus_wrong"),
    ("true_false", "all_or_nothing"),
    ("ordering", "in_place"),
    ("matching", "per_pair"),
    ("number", "all_or_nothing"),
    ("text", "all_or_nothing"),
    ("short_answer", "by_criteria"),
    ("case", "by_criteria"),
}


def gift(paper: Paper, language: str, words: Words) -> Exported:
    """A paper as GIFT. An ordering becomes a matching of its entries with their places."""
    category = heading(paper, language).replace("/", "//")
    questions = (_question(paper, asked, language, words) for asked in paper.questions)
    text = "\n\n".join([f"$CATEGORY: $course$/top/{category}", *questions]) + "\n"
    return Exported(file_name(paper, language, "gift.txt"), text.encode(), tuple(_remarks(paper)))


def _remarks(paper: Paper) -> Iterator[str]:
    marks = ", ".join(f"{decimal(section.points)} in section {section.id}" for section in paper.sections)
    yield f"GIFT holds no marks: after the import give each question {marks}"
    yield from unkept_rules(paper, _KEPT, "GIFT")


def _question(paper: Paper, asked: Asked, language: str, words: Words) -> str:
    """The lines of a question; a blank line within would end it."""
    item = asked.item
    tags = "".join(f" [tag:{tag}]" for tag in (item.level, *item.clauses))
    stem = _escaped(as_html(paragraphs(item, language, words)))
    answers = "\n".join(_answers(asked, language))
    general = _feedback("####", _why(item, language, words))
    return (
        f"// [id:{item.id}]{tags}\n::{_escaped(question_name(paper, asked))}::[html]{stem}{{\n{answers}\n{general}}}"
    ).replace("\n\n", "\n")


def _why(item: Item, language: str, words: Words) -> str:
    if isinstance(item, OpenQuestion):
        return as_html(marking_notes(item, language, words))
    return as_html([explanation(item, language)])


def _answers(asked: Asked, language: str) -> Iterator[str]:
    match asked.item:
        case Choice() as item:
            yield from _choice(asked, item, language)
        case TrueFalse() as item:
            yield str(item.answer).upper()
        case Ordering() as item:
            texts = {entry.id: entry.text[language] for entry in item.entries}
            yield from (_pair(texts[name], str(place)) for _, name, place in places(asked, item))
        case Matching() as item:
            yield from (_pair(pair.left[language], pair.right[language]) for pair in item.pairs)
            yield from (_pair("", extra[language]) for extra in item.extras)
        case Numeric() as item:
            yield f"#{decimal(item.answer)}:{decimal(item.tolerance)}"
        case FillIn() as item:
            yield from ("=" + _escaped(text.replace("*", r"\*")) for text in accepted(item, language))


def _choice(asked: Asked, item: Choice, language: str) -> Iterator[str]:
    share = Fraction(100, len(item.key))
    wrong = -share if asked.rule == "right_minus_wrong" else Fraction(-100)
    for _, option in options(asked, item):
        if item.type == "single_choice":
            sign = "=" if option.correct else "~"
        else:
            sign = f"~%{decimal(share if option.correct else wrong, _SHARE_DIGITS)}%"
        feedback = _feedback("#", as_html([option.why[language]]))
        yield sign + _escaped(as_html([option.text[language]])) + feedback


def _pair(left: str, right: str) -> str:
    """A left side is markup, a right side plain text, in which an arrow would be taken for the one between them."""
    return f"={_escaped(as_html([left]))} -> {_escaped(right.replace('->', '→'))}"


def _feedback(sign: str, markup: str) -> str:
    return sign + _escaped(markup) if markup else ""


def _escaped(text: str) -> str:
    """Text on one line whose signs mean nothing to GIFT."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
