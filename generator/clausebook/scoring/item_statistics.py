"""Classical item analysis: how hard questions were, whether they tell candidates apart, and how reliable marks are.

Corrected item-total correlation, alpha and the standard error of measurement: Lord and Novick, Statistical Theories of
Mental Test Scores (1968); KR-20: Kuder and Richardson (1937). The order of candidates changes no figure.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import sqrt
from typing import TypeAlias

from clausebook.model.exam_response import ExamResult
from clausebook.model.exam_statistics import (
    BINS,
    ENOUGH,
    ExamStatistics,
    ItemStatistics,
    PaperStatistics,
    SectionStatistics,
)
from clausebook.model.paper import Asked, Paper, Papers, PaperSection
from clausebook.scoring.answer_statistics import Answers
from clausebook.scoring.item_flags import flags
from clausebook.scoring.point_table import PointTable

_Questions: TypeAlias = frozenset[tuple[str, Fraction]]


def exam_statistics(exam: str, papers: Papers, results: Iterable[ExamResult]) -> ExamStatistics:
    """The figures on all results of these papers. Papers of the same questions are taken together."""
    by_code = {code: (paper, _questions(paper)) for code, paper in papers.by_code.items()}
    sat: defaultdict[_Questions, list[ExamResult]] = defaultdict(list)
    foreign = incomplete = 0
    for result in results:
        paper, questions = by_code.get(result.code, (None, frozenset()))
        if paper is None:
            foreign += 1
        elif not _is_whole(result, paper):
            incomplete += 1
        else:
            sat[questions].append(result)
    alike: defaultdict[_Questions, list[Paper]] = defaultdict(list)
    for paper, questions in by_code.values():
        alike[questions].append(paper)
    found = (_of_papers(group, sat[questions]) for questions, group in alike.items() if sat[questions])
    return ExamStatistics(exam, tuple(found), foreign, incomplete)


def _questions(paper: Paper) -> _Questions:
    return frozenset((asked.item.id, asked.points) for asked in paper.questions)


def _is_whole(result: ExamResult, paper: Paper) -> bool:
    """Whether there are marks for each question."""
    given = result.answers
    return all(asked.number in given and given[asked.number].item == asked.item.id for asked in paper.questions)


def _of_papers(papers: Sequence[Paper], results: Sequence[ExamResult]) -> PaperStatistics:
    table, paper = PointTable(papers, results), papers[0]
    marks = [Fraction(total, table.unit) for total in sorted(table.totals)]
    alpha, deviation = _alpha(table), _deviation(table)
    error = None if alpha is None or deviation is None else deviation * sqrt(1 - alpha)
    return PaperStatistics(
        names=tuple(paper.id for paper in papers),
        candidates=len(marks),
        maximum=paper.total,
        mean=sum(marks, Fraction(0)) / len(marks),
        median=(marks[(len(marks) - 1) // 2] + marks[len(marks) // 2]) / 2,
        lowest=marks[0],
        highest=marks[-1],
        deviation=deviation,
        alpha=alpha,
        is_kr20=_is_kr20(table),
        error=error,
        bins=_bins(marks, paper.total),
        pass_mark=paper.pass_mark,
        passing=paper.passing,
        passed=sum(mark >= paper.passing for mark in marks),
        near=0 if error is None else sum(abs(float(mark - paper.passing)) <= error for mark in marks),
        sections=tuple(SectionStatistics(section, _mean(section, table)) for section in paper.sections),
        items=tuple(_item(asked, papers, table) for asked in paper.questions),
    )


def _alpha(table: PointTable) -> Fraction | None:
    """Cronbach's alpha. Variances over n and over n - 1 give the same."""
    questions = len(table.sums)
    if questions < 2 or not table.spread:
        return None
    parts = sum(table.count * own.squares - own.points**2 for own in table.sums.values())
    return Fraction(questions, questions - 1) * (1 - Fraction(parts, table.spread))


def _deviation(table: PointTable) -> float | None:
    if table.count < 2:
        return None
    return sqrt(Fraction(table.spread, table.count * (table.count - 1) * table.unit**2))


def _is_kr20(table: PointTable) -> bool:
    """Whether all questions give the same points, and all of them or none."""
    full = {asked.points * table.unit for asked in table.paper.questions}
    return len(full) == 1 and all(set(points) <= {0, *full} for points in table.points.values())


def _bins(marks: Iterable[Fraction], full: Fraction) -> tuple[int, ...]:
    """How many candidates there are in each range; the full marks belong to the last."""
    counts = [0] * BINS
    for mark in marks:
        counts[min(int(mark * BINS / full), BINS - 1)] += 1
    return tuple(counts)


def _mean(section: PaperSection, table: PointTable) -> Fraction:
    """The share of a section's points that were earned."""
    earned = sum(table.sums[asked.item.id].points for asked in section.questions)
    return earned / (table.count * table.unit * section.total)


def _item(asked: Asked, papers: Sequence[Paper], table: PointTable) -> ItemStatistics:
    identity = asked.item.id
    low, high, *groups = table.groups(identity)
    found = ItemStatistics(
        item=asked.item,
        asked=asked,
        numbers={paper.id: own.number for paper in papers for own in paper.questions if own.item.id == identity},
        candidates=table.count,
        difficulty=table.sums[identity].points / (table.count * table.unit * asked.points),
        discrimination=table.discrimination(identity),
        index=(high - low) / asked.points,
        groups=tuple(group / asked.points for group in groups),
        answers=Answers(asked, table.answers(identity)).statistics(table.rests(identity), table.totals, table.ranks),
    )
    return found if table.count < ENOUGH else replace(found, flags=flags(found))
