"""What a scheme makes of one person's results and marks.

The rules are those of docs/scoring.md, "How a scheme comes to its result".
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from clausebook.errors import RejectedRecord
from clausebook.model.evaluation import ComponentScore, Evaluation
from clausebook.model.form import Band
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Person
from clausebook.model.result import Result
from clausebook.model.scheme import Component, Scheme

Questionnaires = Mapping[str, Questionnaire]
Closed = tuple[str, str | None]
"""A rule that holds the result back, with the component, and the band that it leaves; None where it leaves none."""


def evaluate(
    scheme: Scheme,
    questionnaires: Questionnaires,
    results: Mapping[str, Result],
    marks: Mapping[str, Fraction],
    person: Person,
) -> Evaluation:
    """Evaluate one person: `results` by form, complete or not, and `marks` by component, out of the full marks.

    Raises RejectedRecord with no_response, no_marks, incomplete, no_score or marks_above_maximum: then there is nothing
    to evaluate.
    """
    scores = tuple(_component(component, results, marks) for component in scheme.components)
    overall = sum((score.score * score.weight for score in scores), Fraction(0)) / sum(s.weight for s in scores)
    bands = bands_of(scheme, questionnaires)
    order = [None, *(band.id for band in bands)]
    reached, closed = _reached(scheme, bands, overall, results)
    closed += [(f"component_minimum:{score.id}", None) for score in scores if not score.is_met]
    closed += _gates(scheme, questionnaires, results)
    rank = order.index(reached)
    held = [(rule, left) for rule, left in closed if order.index(left) < rank]
    return Evaluation(
        scheme=scheme.id,
        person=person,
        components=scores,
        overall=overall,
        band=order[min([rank, *(order.index(left) for _, left in held)])],
        reached=reached,
        held=tuple(rule for rule, _ in held),
        results=tuple(results[form] for form in scheme.forms),
    )


def bands_of(scheme: Scheme, questionnaires: Questionnaires) -> tuple[Band, ...]:
    """The scheme's own bands, or those of its only form."""
    return scheme.bands or questionnaires[scheme.forms[0]].form.bands


def is_earned(scheme: Scheme, questionnaires: Questionnaires, evaluation: Evaluation) -> bool:
    """Whether the band that is left earns a certificate."""
    order = [band.id for band in bands_of(scheme, questionnaires)]
    return evaluation.band is not None and order.index(evaluation.band) >= order.index(scheme.band)


def _component(component: Component, results: Mapping[str, Result], marks: Mapping[str, Fraction]) -> ComponentScore:
    score = _form_score(component, results) if component.exam is None else _exam_score(component, marks)
    return ComponentScore(
        id=component.id,
        score=score,
        weight=component.weight,
        minimum=component.minimum,
        is_met=component.minimum is None or score * 100 >= component.minimum,
    )


def _form_score(component: Component, results: Mapping[str, Result]) -> Fraction:
    result = results.get(component.form or "")
    if result is None:
        raise RejectedRecord("no_response", f"there is no response for the component {component.id!r}")
    if not result.is_complete:
        missing = f"{result.total - result.answered} of {result.total} answers are missing"
        raise RejectedRecord("incomplete", f"{missing} in the component {component.id!r}")
    if result.overall is None:
        raise RejectedRecord("no_score", f"nothing that has a weight applied in the component {component.id!r}")
    return result.overall


def _exam_score(component: Component, marks: Mapping[str, Fraction]) -> Fraction:
    assert component.exam is not None  # noqa: S101 - a component is either a form or an exam
    if component.id not in marks:
        raise RejectedRecord("no_marks", f"there are no marks for the component {component.id!r}")
    if not 0 <= marks[component.id] <= component.exam.maximum:
        raise RejectedRecord("marks_above_maximum", f"the marks for {component.id!r} are above the full marks")
    return marks[component.id] / component.exam.maximum


def _reached(
    scheme: Scheme, bands: Sequence[Band], overall: Fraction, results: Mapping[str, Result]
) -> tuple[str | None, list[Closed]]:
    """The band that the score alone gives, and the gates that the only form closed where its bands are the scheme's."""
    if scheme.bands:
        met = [band.id for band in bands if overall * 100 >= band.minimum]
        return met[-1] if met else None, []
    result = results[scheme.forms[0]]
    return result.reached, [(f"{gate.rule}:{scheme.components[0].id}", gate.cap) for gate in result.gates]


def _gates(scheme: Scheme, questionnaires: Questionnaires, results: Mapping[str, Result]) -> Iterator[Closed]:
    """The gates of the scheme that close: a form component that stays below the band asked for."""
    forms = {component.id: component.form for component in scheme.components if component.form is not None}
    for gate in scheme.gates:
        result = results[forms[gate.component]]
        order = [None, *(band.id for band in questionnaires[result.form].form.bands)]
        if order.index(result.band) < order.index(gate.band):
            yield f"form_band:{gate.component}", gate.cap
