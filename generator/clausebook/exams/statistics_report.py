"""What an exam has shown, as one page for the people who answer for its questions."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

from markupsafe import Markup

from clausebook.exams.marks import pass_mark_text
from clausebook.exams.statistics_charts import Curve, Dot, curves, histogram, question_map
from clausebook.exams.statistics_phrasing import (
    answer_told,
    figure,
    marks,
    names_told,
    number_told,
    reason_told,
    stem_told,
)
from clausebook.model.base import LocalizedText
from clausebook.model.exam_statistics import BINS, ENOUGH, ExamStatistics, ItemStatistics, PaperStatistics
from clausebook.model.item import Choice, TrueFalse
from clausebook.model.result import shown
from clausebook.model.standard import Standard
from clausebook.render.jinja import Templates, Words
from clausebook.render.languages import written_date

WEAK = 0.20
"""Below this discrimination the map draws its line."""


class Part(NamedTuple):
    """Some questions of a paper, and the share of their marks that was earned."""

    title: str
    questions: int
    earned: Fraction


class Difference(NamedTuple):
    """How the mean of a paper differs from that of the first, with its standard error; None where it has none."""

    marks: Fraction
    error: float | None


def statistics_html(
    found: ExamStatistics,
    title: LocalizedText,
    standard: Standard,
    templates: Templates,
    language: str,
    *,
    made: datetime,
) -> str:
    """The report as one HTML file that needs no script and no other file. It shows the key, so it is private."""
    words = templates.words("exams", language)
    identity = standard.identity
    return templates.render(
        "exams/statistics/page.html.j2",
        language=language,
        words=words,
        title=title[language],
        standard=" ".join(filter(None, (identity.title[language], identity.number, identity.edition))),
        copyright=identity.copyright[language],
        made=written_date(made.date(), language, words["stats_day"]),
        found=found,
        enough=ENOUGH,
        papers=[_Page(paper, standard, language, words) for paper in found.papers],
        differences=[_difference_told(paper, found.papers[0], words) for paper in found.papers[1:]],
        figure=figure,
        marks=marks,
        shown=shown,
    )


def difference(paper: PaperStatistics, first: PaperStatistics) -> Difference:
    """The difference of two means; its standard error by Welch (1947)."""
    parts = [own.deviation**2 / own.candidates if own.deviation is not None else None for own in (paper, first)]
    known = [part for part in parts if part is not None]
    return Difference(paper.mean - first.mean, sqrt(sum(known)) if len(known) == len(parts) else None)


def _difference_told(paper: PaperStatistics, first: PaperStatistics, words: Words) -> str:
    apart = difference(paper, first)
    names = words["stats_list_separator"].join(first.names)
    told = words["stats_difference"].format(names=names, difference=figure(apart.marks), error=figure(apart.error))
    return f"{names_told(paper, words)}{words['stats_colon']}{told}"


def ranges() -> list[str]:
    """The ranges of the distribution, in percent of the full marks."""
    step = 100 // BINS
    return [f"{low}–{low + step}" for low in range(0, 100, step)]


def parts(paper: PaperStatistics, standard: Standard, language: str, words: Words) -> Iterator[tuple[str, list[Part]]]:
    """The marks earned by section, stage and level, each list under its heading; one of a single part is left out."""
    stages = {clause.id: stage.title[language] for stage in standard.stages for clause in standard.clauses_of(stage)}
    sections = [Part(own.section.title[language], len(own.section.questions), own.mean) for own in paper.sections]
    by_stage = _gathered(paper.items, lambda item: stages.get(item.item.clauses[0], ""))
    by_level = _gathered(paper.items, lambda item: words[f"stats_level_{item.item.level}"])
    order = {title: place for place, title in enumerate(stages.values())}
    in_order = sorted(by_stage, key=lambda part: order.get(part.title, len(order)))
    for key, found in (("section", sections), ("stage", in_order), ("level", by_level)):
        if len(found) > 1:
            yield words[f"stats_by_{key}"], found


def _gathered(items: Sequence[ItemStatistics], name: Callable[[ItemStatistics], str]) -> list[Part]:
    full: defaultdict[str, Fraction] = defaultdict(Fraction)
    earned: defaultdict[str, Fraction] = defaultdict(Fraction)
    counts: defaultdict[str, int] = defaultdict(int)
    for item in items:
        key = name(item)
        full[key] += item.asked.points
        earned[key] += item.asked.points * item.difficulty
        counts[key] += 1
    return [Part(key, counts[key], earned[key] / full[key]) for key in full]


class _Page:
    """The part of the page about papers of the same questions, in one language."""

    def __init__(self, paper: PaperStatistics, standard: Standard, language: str, words: Words) -> None:
        self.found, self._language, self._words = paper, language, words
        self.name = names_told(paper, words)
        self.anchor = "-".join(paper.names)
        self.pass_mark = pass_mark_text(paper.pass_mark, paper.maximum, words)
        self.passed = Fraction(paper.passed, paper.candidates)
        self.parts = list(parts(paper, standard, language, words))

    @property
    def histogram(self) -> Markup:
        """The distribution of the marks."""
        words, paper = self._words, self.found
        counted = [(name, count) for name, count in zip(ranges(), paper.bins, strict=True) if count]
        told = [words["stats_range_told"].format(range=name, count=count) for name, count in counted]
        passing = paper.passing / paper.maximum
        counts = words["stats_list_separator"].join(told)
        alt = words["stats_distribution_told"].format(counts=counts, passing=shown(passing))
        return histogram(paper.bins, ranges(), min(passing, Fraction(1)), alt)

    @property
    def map(self) -> Markup:
        """Every question by difficulty and discrimination."""
        dots = [
            Dot(item.difficulty, item.discrimination, self._dot(item), item.is_flagged)
            for item in self.found.items
            if item.discrimination is not None
        ]
        weak = sum(dot.discrimination < WEAK for dot in dots)
        return question_map(dots, self._words["stats_map_told"].format(count=len(dots), weak=weak))

    def _dot(self, item: ItemStatistics) -> str:
        words = self._words
        figures = f"{words['stats_difficulty']} {shown(item.difficulty)}%"
        return f"{number_told(item)} · {figures} · {words['stats_discrimination']} {figure(item.discrimination)}"

    def target(self, item: ItemStatistics) -> str:
        """Where on the page the answers to a question stand."""
        return f"{self.anchor}-{item.asked.number}"

    def number(self, item: ItemStatistics) -> str:
        """The number of a question on each paper."""
        return number_told(item)

    def stem(self, item: ItemStatistics) -> str:
        """What is asked, on one line."""
        return stem_told(item, self._language, self._words)

    def reasons(self, item: ItemStatistics) -> list[tuple[str, str, bool]]:
        """Of each remark on a question the label, the sentence, and whether it is only a note."""
        words = self._words
        return [
            (
                words[f"stats_label_{flag.reason}"],
                reason_told(flag, item, self._language, words),
                flag.is_note,
            )
            for flag in item.flags
        ]

    def answer(self, name: str, item: ItemStatistics) -> str:
        """An answer in words."""
        return answer_told(name, item, self._language, self._words)

    def curves(self, item: ItemStatistics) -> Markup:
        """The answers that candidates choose from, by groups of candidates; nothing for other questions."""
        if not isinstance(item.item, Choice | TrueFalse) or self.found.is_small:
            return Markup("")
        lines = [
            Curve(self._short(answer.name, item), answer.groups, answer.is_right)
            for answer in item.answers
            if answer.name
        ]
        told = [f"{line.name} {' '.join(shown(share) for share in line.shares)}" for line in lines]
        return curves(
            lines, self._words["stats_curve_told"].format(lines=self._words["stats_list_separator"].join(told))
        )

    def _short(self, name: str, item: ItemStatistics) -> str:
        if isinstance(item.item, TrueFalse):
            return self._words["card_true" if name == "T" else "card_false"]
        return item.asked.letter_of[name]
