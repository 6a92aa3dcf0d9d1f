"""A result's scores as bars, as a chart and in words."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from clausebook.model.result import Result, Score, StageScore, shown
from clausebook.model.standard import Stage, Standard
from clausebook.render.jinja import Words
from clausebook.render.radar import radar_svg

ACCENT = "#1d4f91"
_FAMILY = "Clausebook Sans, Clausebook Sans Latin"
_MOST_TITLES = 10
"""With more stages than this the chart shows their numbers; the bars beside it have their titles."""
_MOST_STRENGTHS = 5


class Bar(NamedTuple):
    """A stage, a task or a clause with its score; `share` is the score in percent for the bar."""

    number: str
    title: str
    score: str
    share: str
    is_stage: bool = False


def bars(result: Result, standard: Standard, language: str) -> Iterator[Bar]:
    """Each stage, followed by its tasks if it has any."""
    for scored, stage in _stages(result, standard):
        yield _bar(stage.number, stage.title[language], scored.score, is_stage=True)
        titles = {task.id: task.title[language] for task in stage.tasks}
        for unit in scored.units if titles else ():
            yield _bar(unit.number, titles[unit.id], unit.score)


def chart(result: Result, standard: Standard, language: str, size: tuple[float, float]) -> str:
    """The scores of the stages as an SVG picture of a width and a height in millimetres."""
    stages = list(_stages(result, standard))
    labels = [[stage.title[language] if len(stages) <= _MOST_TITLES else stage.number] for _, stage in stages]
    scores = [scored.score for scored, _ in stages]
    return radar_svg(labels, scores, accent=ACCENT, family=_FAMILY, width=size[0], height=size[1])


def told(result: Result, standard: Standard, language: str, words: Words) -> str:
    """The scores of the stages in words."""
    parts = (f"{stage.title[language]} {shown(scored.score)}" for scored, stage in _stages(result, standard))
    return words["list_separator"].join(parts)


def strengths(result: Result, standard: Standard, language: str) -> list[Bar]:
    """The tasks, or in a small form the clauses, that score best, and at least as well as the whole."""
    found = list(_tasks(result, standard, language))
    if len(found) <= _MOST_STRENGTHS:
        found = list(_clauses(result, standard, language))
    least = result.overall or Fraction(0)
    good = [(score, number, title) for score, number, title in found if score and score >= least]
    best = sorted(good, key=lambda entry: -entry[0])[:_MOST_STRENGTHS]
    return [_bar(number, title, score) for score, number, title in best]


def _stages(result: Result, standard: Standard) -> Iterator[tuple[StageScore, Stage]]:
    stages = {stage.id: stage for stage in standard.stages}
    return ((scored, stages[scored.id]) for scored in result.stages)


def _tasks(result: Result, standard: Standard, language: str) -> Iterator[tuple[Score, str, str]]:
    for scored, stage in _stages(result, standard):
        titles = {unit.id: unit.title[language] for unit in stage.units}
        yield from ((unit.score, unit.number, titles[unit.id]) for unit in scored.units)


def _clauses(result: Result, standard: Standard, language: str) -> Iterator[tuple[Score, str, str]]:
    for stage in result.stages:
        for clause in stage.clauses:
            yield clause.score, clause.number, standard.clause_by_id[clause.id].title[language]


def _bar(number: str, title: str, score: Score, *, is_stage: bool = False) -> Bar:
    return Bar(number, title, shown(score), shown(score or Fraction(0)), is_stage)
