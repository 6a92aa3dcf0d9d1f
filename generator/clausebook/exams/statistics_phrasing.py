"""Figures, answers and reasons of an exam's statistics as people read them."""

from fractions import Fraction

from clausebook.exams.rendering import decimal, paragraphs
from clausebook.model.exam_statistics import AnswerStatistics, Flag, ItemStatistics, PaperStatistics
from clausebook.model.item import Choice, Matching, OpenQuestion, Ordering, TrueFalse
from clausebook.model.result import shown
from clausebook.render.jinja import Words

MINUS, EN_DASH = "−", "–"
_LONGEST_ANSWER = 80


def figure(value: Fraction | float | None, digits: int = 2) -> str:
    """A figure with so many decimals, half away from nought; an en dash where there is none."""
    if value is None:
        return EN_DASH
    scaled = (abs(Fraction(value)) * 10**digits + Fraction(1, 2)).__floor__()
    whole, rest = divmod(scaled, 10**digits)
    sign = MINUS if value < 0 and scaled else ""
    return f"{sign}{whole}.{rest:0{digits}}" if digits else f"{sign}{whole}"


def marks(value: Fraction) -> str:
    """Marks with as many decimals as they have, at most two."""
    return decimal(value, 2)


def number_told(item: ItemStatistics) -> str:
    """The number of a question, on each paper where there are several: "7", "A7 B31"."""
    if len(item.numbers) == 1:
        return str(item.asked.number)
    return " ".join(f"{paper}{number}" for paper, number in item.numbers.items())


def names_told(paper: PaperStatistics, words: Words) -> str:
    """Which papers the figures are about: "Paper A, B"."""
    return words["stats_paper"].format(names=words["stats_list_separator"].join(paper.names))


def stem_told(item: ItemStatistics, language: str, words: Words) -> str:
    """What is asked, on one line."""
    return " ".join(paragraphs(item.item, language, words))


def answer_told(answer: str, item: ItemStatistics, language: str, words: Words) -> str:
    """An answer by its text, with the letter that it has in the first paper."""
    asked, question = item.asked, item.item
    if not answer:
        return words["stats_blank_answer"]
    if isinstance(question, Choice):
        text = next(option.text[language] for option in question.options if option.id == answer)
        return f"{asked.letter_of[answer]}. {text}"
    if isinstance(question, TrueFalse):
        return words["export_true" if answer == "T" else "export_false"]
    if isinstance(question, Matching):
        left = question.pairs[int(answer) - 1].left[language]
        return words["stats_pair_answer"].format(number=answer, left=left)
    if isinstance(question, Ordering):
        return words["stats_order_answer"].format(places=answer)
    if isinstance(question, OpenQuestion):
        return words["stats_points_answer"].format(points=marks(Fraction(answer)))
    return answer if len(answer) <= _LONGEST_ANSWER else f"{answer[:_LONGEST_ANSWER]}…"


def reason_told(flag: Flag, item: ItemStatistics, language: str, words: Words) -> str:
    """Why a question deserves a look, in a sentence with the figures."""
    about = next((answer for answer in item.answers if answer.name == flag.answer), None)
    key = "doubtful_right" if flag.reason == "wrong_key" and about is not None and about.is_right else flag.reason
    return words[f"stats_reason_{key}"].format(
        answer=answer_told(flag.answer, item, language, words),
        r=figure(about.correlation if flag.answer and about else item.discrimination),
        p=shown(item.difficulty),
        expected=shown(item.item.difficulty),
        share=shown(_share(flag, about, item)),
    )


def _share(flag: Flag, about: AnswerStatistics | None, item: ItemStatistics) -> Fraction:
    """The share of candidates that a reason speaks of."""
    return about.share if flag.answer and about else item.blank
