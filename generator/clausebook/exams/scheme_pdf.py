"""Key and marking scheme of a paper: the answers at a glance, what the questions cover, why each answer is right."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import get_args

from clausebook.exams.marks import pass_mark_text
from clausebook.exams.paper_pdf import Wording, page_context
from clausebook.exams.rendering import decimal
from clausebook.model.base import LocalizedText
from clausebook.model.item import Choice, FillIn, Level, Matching, Numeric, OpenQuestion, Ordering, TrueFalse
from clausebook.model.paper import Asked, Paper, PaperSection
from clausebook.model.standard import Stage, Standard
from clausebook.render.fonts import font_files
from clausebook.render.jinja import Templates, Words
from clausebook.render.pdf import render_pdf

_SIZE = 9.5
_IN_A_ROW = 10
_SHORT = ("single_choice", "multiple_choice", "true_false")
"""Types whose keys are so short that ten of them stand in a row."""


@dataclass(frozen=True)
class Reason:
    """Why an option is right or wrong."""

    letter: str
    text: LocalizedText
    is_right: bool
    why: LocalizedText


@dataclass(frozen=True)
class Solution:
    """A question with its key and why it is that: for each of its options, or for the whole of it.

    `lefts` is what has to be matched, `marked` the same question where a marker decides.
    """

    asked: Asked
    reasons: tuple[Reason, ...] = ()
    why: LocalizedText | None = None
    lefts: tuple[LocalizedText, ...] = ()
    marked: OpenQuestion | None = None


@dataclass(frozen=True)
class Chapter:
    """A section with its solutions; `rows` are its questions as the table of keys has them, none where it has none."""

    place: int
    section: PaperSection
    solutions: tuple[Solution, ...]
    rows: tuple[tuple[Asked, ...], ...]

    @property
    def title(self) -> LocalizedText:
        """What the section is called."""
        return self.section.title


@dataclass(frozen=True)
class Coverage:
    """A row of the distribution: how many questions and marks there are on a stage by level, and in all.

    The stage is None in the row of clauses that the standard has no more, and in that of the sums.
    """

    stage: Stage | None
    cells: tuple[tuple[int, str], ...]
    is_sum: bool = False


def scheme_pdf(
    paper: Paper, standard: Standard, templates: Templates, languages: Sequence[str], made: datetime
) -> bytes:
    """Key and marking scheme as PDF/A-3a and PDF/UA-1, dated `made`; the same arguments give the same bytes.

    It is for markers only. Raises MissingGlyphError where no font draws a character, and RenderError.
    """
    html = scheme_html(paper, standard, templates, languages)
    return render_pdf(html, fonts=font_files(templates), created=made)


def scheme_html(paper: Paper, standard: Standard, templates: Templates, languages: Sequence[str]) -> str:
    """The same as HTML for `render_pdf`."""
    wording = Wording(templates, languages)
    return templates.render(
        "exams/pdf/scheme.html.j2",
        **page_context(paper, wording, _SIZE),
        facts=list(_facts(paper, wording)),
        chapters=[_chapter(place, section) for place, section in enumerate(paper.sections)],
        levels=get_args(Level),
        coverage=list(_coverage(paper, standard)),
        decimal=decimal,
        key=lambda asked: wording.distinct(lambda language: key_told(asked, language, wording.words[language])),
        told_key=lambda asked, language: key_told(asked, language, wording.words[language]),
        about=lambda asked, language: _about(asked, standard, language, wording.words[language]),
    )


def _facts(paper: Paper, wording: Wording) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What is to be known of the paper as a whole: the key of its label, and its value in each language."""
    mean = sum((item.easiness for item in paper.items), Fraction(0)) / len(paper.items)
    yield "scheme_count", wording.same(str(len(paper.questions)))
    yield "scheme_full", wording.same(decimal(paper.total))
    pass_mark = partial(pass_mark_text, paper.pass_mark, paper.total)
    yield "scheme_pass", wording.distinct(lambda language: pass_mark(wording.words[language]))
    if paper.minutes is not None:
        yield "scheme_minutes", wording.each("scheme_minutes_value", minutes=paper.minutes)
    yield "scheme_difficulty", wording.same(decimal(mean, 3))
    yield "scheme_code", wording.same(paper.code)
    yield "scheme_seed", wording.same(str(paper.seed))


def _chapter(place: int, section: PaperSection) -> Chapter:
    questions = section.questions
    step = _IN_A_ROW if section.type in _SHORT else 1
    rows = tuple(questions[start : start + step] for start in range(0, len(questions), step))
    solutions = tuple(_solution(asked) for asked in questions)
    return Chapter(place, section, solutions, () if section.rule == "by_criteria" else rows)


def _solution(asked: Asked) -> Solution:
    item = asked.item
    if isinstance(item, Choice):
        options = {option.id: option for option in item.options}
        lettered = ((letter, options[name]) for letter, name in asked.letters.items())
        reasons = tuple(Reason(letter, one.text, one.correct, one.why) for letter, one in lettered)
        return Solution(asked, reasons)
    if isinstance(item, OpenQuestion):
        return Solution(asked, marked=item)
    lefts = tuple(pair.left for pair in item.pairs) if isinstance(item, Matching) else ()
    return Solution(asked, why=item.why, lefts=lefts)


def key_told(asked: Asked, language: str, words: Words) -> str:
    """The key as readers of a language write it; empty where a marker decides."""
    item = asked.item
    if isinstance(item, TrueFalse):
        return words["scheme_true" if item.answer else "scheme_false"]
    if isinstance(item, Numeric):
        return _number(item, language, words)
    if isinstance(item, FillIn):
        return " / ".join(item.accepted[language])
    return " → ".join(asked.key_letters) if isinstance(item, Ordering) else asked.key_letters


def _number(item: Numeric, language: str, words: Words) -> str:
    answer = f"{decimal(item.answer)} {item.unit[language] if item.unit else ''}".strip()
    if not item.tolerance:
        return answer
    return words["scheme_tolerance"].format(answer=answer, tolerance=decimal(item.tolerance))


def _about(asked: Asked, standard: Standard, language: str, words: Words) -> str:
    """What a question is worth, tests and is expected to show: on which clauses, by id where they are there no more."""
    clauses = standard.clause_by_id
    names = [
        f"{clauses[name].number} {clauses[name].title[language]}" if name in clauses else name
        for name in asked.item.clauses
    ]
    parts = (
        words["scheme_points"].format(points=decimal(asked.points)),
        words[f"export_level_{asked.item.level}"],
        words["scheme_expected"].format(difficulty=decimal(asked.item.easiness, 2)),
        words["scheme_basis"].format(clauses=words["scheme_separator"].join(names)),
        asked.item.id,
    )
    return " · ".join(parts)


def _coverage(paper: Paper, standard: Standard) -> Iterator[Coverage]:
    """A row for each stage that is asked about, in order, and for clauses that are there no more; then the sums."""
    stage_of = {clause.id: stage.id for stage in standard.stages for clause in standard.clauses_of(stage)}
    held: defaultdict[str | None, list[Asked]] = defaultdict(list)
    for asked in paper.questions:
        held[stage_of.get(asked.item.clauses[0])].append(asked)
    for stage in standard.stages:
        if stage.id in held:
            yield Coverage(stage, _cells(held[stage.id]))
    if None in held:
        yield Coverage(None, _cells(held[None]))
    yield Coverage(None, _cells(paper.questions), is_sum=True)


def _cells(questions: Sequence[Asked]) -> tuple[tuple[int, str], ...]:
    by_level = ([asked for asked in questions if asked.item.level == level] for level in get_args(Level))
    groups = (*by_level, questions)
    return tuple((len(group), decimal(sum((asked.points for asked in group), Fraction(0)))) for group in groups)
