"""A team's results added up one by one, in memory that grows with its departments and not with its people.

Only people of an earlier round and people with a reviewer's result are remembered one by one, until their result comes.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from clausebook.errors import RenderError
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Result, Score
from clausebook.reports.comparison import clause_scores, compared, mean_pair
from clausebook.reports.mean import Mean

OVERALL = 0
"""The place of the overall score among the measures; the stages follow in their order."""
BINS = 10
"""Into how many ranges of equal width overall scores are counted."""


class Department:
    """The people of one department: how many took part, and the mean of each measure over those who finished."""

    def __init__(self, name: str, measures: int) -> None:
        self.name = name
        self.participants = 0
        self.means = [Mean() for _ in range(measures)]


class Change:
    """How one measure has moved. `moves` counts people by department then and now; None is where they had no score."""

    def __init__(self) -> None:
        self.moves: Counter[tuple[str | None, str | None]] = Counter()
        self.means: dict[str, Mean] = {}

    def add(self, then: str | None, before: Score, now: str, after: Score) -> None:
        """Take one person's scores of both rounds."""
        self.moves[(then if before is not None else None, now if after is not None else None)] += 1
        if before is not None and after is not None:
            self.means.setdefault(now, Mean()).add(after - before)


class Comparison:
    """Means over people whom a reviewer has rated too, on the clauses that both sides have a score for.

    `reviews` is how many people reviewers have rated.
    """

    def __init__(self) -> None:
        self.own, self.other, self.reviews = Mean(), Mean(), 0


class _Earlier(NamedTuple):
    department: str
    form_hash: str
    scores: Sequence[Score]


class Team:
    """The results of one form. `minimum` is the least number of people about whom a figure may be shown.

    Give results of the round before (`add_earlier`) and reviewers' results (`add_review`) before the results (`add`).
    Only finished ones count in scores. A person may come once in each.
    """

    def __init__(self, questionnaire: Questionnaire, minimum: int = 5) -> None:
        self.questionnaire = questionnaire
        self.minimum = max(minimum, 1)
        self.stages = tuple(stage.id for stage in questionnaire.standard.stages)
        self.departments: dict[str, Department] = {}
        self.participants = self.complete = self.asked = self.not_applicable = self.other_editions = 0
        self.bins = [0] * BINS
        self.bands: Counter[str | None] = Counter()
        self.scored: Counter[str] = Counter()
        self.gaps: dict[str, Mean] = {}
        measures = range(1 + len(self.stages))
        self.changes = [Change() for _ in measures]
        self.comparisons = [Comparison() for _ in measures]
        self.has_earlier = self.has_reviews = False
        self._earlier: dict[str, _Earlier] = {}
        self._reviews: dict[str, list[Mapping[str, Score]]] = {}
        self._shared: dict[Score, Score] = {}

    def add_earlier(self, result: Result) -> None:
        """Take a result of the round before."""
        self.has_earlier = True
        if result.is_complete:
            scores = tuple(self._shared.setdefault(score, score) for score in self._scores(result))
            self._earlier[result.person.id] = _Earlier(_key(result), result.form_hash, scores)

    def add_review(self, result: Result) -> None:
        """Take a reviewer's result about one of the people."""
        self.has_reviews = True
        if result.is_complete:
            scores = {clause: self._shared.setdefault(score, score) for clause, score in clause_scores(result).items()}
            of_one = self._reviews.setdefault(result.person.id, [])
            for comparison, score in zip(self.comparisons, self._scores(result), strict=True):
                comparison.reviews += score is not None and not of_one
            of_one.append(scores)

    def add(self, result: Result) -> None:
        """Take a result. Raises RenderError where it was scored with another form or another edition of it."""
        if (result.form, result.form_hash) != (self.questionnaire.form.id, self.questionnaire.content_hash):
            raise RenderError("a result was scored with another edition of the form; score its response again")
        self.participants += 1
        department = self._department(result)
        department.participants += 1
        if result.is_complete:
            self._count(result, department)

    def moves(self, measure: int) -> Counter[tuple[str | None, str | None]]:
        """The moves of everybody in either round, those who are gone included."""
        gone = ((left.department, None) for left in self._earlier.values() if left.scores[measure] is not None)
        return self.changes[measure].moves + Counter(gone)

    def _count(self, result: Result, department: Department) -> None:
        scores = self._scores(result)
        self.complete += 1
        self.asked += result.total
        self.not_applicable += result.not_applicable
        self.bands[result.band] += 1
        if result.overall is not None:
            self.bins[min((result.overall * BINS).__floor__(), BINS - 1)] += 1
        for mean, score in zip(department.means, scores, strict=True):
            if score is not None:
                mean.add(score)
        self._count_gaps(result)
        self._match_earlier(result, scores)
        self._match_reviews(result)

    def _count_gaps(self, result: Result) -> None:
        self.scored.update(clause.id for stage in result.stages for clause in stage.clauses if clause.score is not None)
        for gap in result.gaps:
            self.gaps.setdefault(gap.provision, Mean()).add(gap.lost)

    def _match_earlier(self, result: Result, scores: Sequence[Score]) -> None:
        earlier = self._earlier.pop(result.person.id, None)
        if earlier is not None and earlier.form_hash != result.form_hash:
            self.other_editions += 1
        before = earlier.scores if earlier else [None] * len(scores)
        for change, then, now in zip(self.changes, before, scores, strict=True):
            change.add(earlier.department if earlier else None, then, _key(result), now)

    def _match_reviews(self, result: Result) -> None:
        reviews = self._reviews.pop(result.person.id, None)
        if not reviews:
            return
        found = list(compared(result, _mean_scores(reviews)))
        for place, comparison in enumerate(self.comparisons):
            if pairs := [entry.pair for entry in found if place == OVERALL or entry.stage == self.stages[place - 1]]:
                pair = mean_pair(pairs)
                comparison.own.add(pair.own)
                comparison.other.add(pair.other)

    def _scores(self, result: Result) -> tuple[Score, ...]:
        scores = {stage.id: stage.score for stage in result.stages}
        return (result.overall, *(scores.get(stage) for stage in self.stages))

    def _department(self, result: Result) -> Department:
        key = _key(result)
        if key not in self.departments:
            self.departments[key] = Department(result.person.department, 1 + len(self.stages))
        return self.departments[key]


def _key(result: Result) -> str:
    """A department however it is typed: full or half width, capitals or not, any spaces."""
    return "".join(unicodedata.normalize("NFKC", result.person.department).casefold().split())


def _mean_scores(reviews: Sequence[Mapping[str, Score]]) -> dict[str, Score]:
    """The mean of all reviewers' scores by clause."""
    found: dict[str, list[Fraction]] = {}
    for review in reviews:
        for clause, score in review.items():
            if score is not None:
                found.setdefault(clause, []).append(score)
    return {clause: sum(scores, Fraction(0)) / len(scores) for clause, scores in found.items()}
