"""Items from the workflow: the order of its steps, what each is for, and which tasks carry it out."""

from collections.abc import Iterator, Sequence

from clausebook.exams.generation.maker import MEANING, MEMORY, Candidate, Maker
from clausebook.model.base import LocalizedText
from clausebook.model.item import Item
from clausebook.model.standard import Clause, Section, Step

_WRONG = 3
_TO_ORDER, _ORDERINGS = 5, 3
_TO_MATCH = 4


def from_workflow(maker: Maker) -> Iterator[Item]:
    """Items on steps that tasks carry out; none where the workflow is too short to choose from."""
    units = {unit.id: unit for unit in maker.standard.units}
    steps = [step for step in maker.standard.steps if any(task in units for task in step.tasks)]
    if len(steps) <= _WRONG:
        return
    yield from _next(maker, steps)
    yield from _ordered(maker, steps)
    yield from _matched(maker, steps)
    for unit in maker.standard.units:
        owners = [step for step in steps if unit.id in step.tasks]
        if len(owners) == 1 and unit.title != owners[0].title:
            yield _owner(maker, unit, owners[0], steps)


def _next(maker: Maker, steps: Sequence[Step]) -> Iterator[Item]:
    """What comes after a step, of every other step."""
    for place in range(0, len(steps) - 1, 2):
        step, following = steps[place : place + 2]
        others = _around(steps, place + 1, without=(step, following))
        yield maker.single(
            (following.title, maker.text("step_right", before=step.title, step=following.title)),
            [_place(maker, steps, other) for other in maker.drawn(others, _WRONG)],
            name=f"after-{step.id}",
            origin="workflow",
            kind=MEMORY,
            clauses=(_clause(maker, following),),
            stem=maker.text("step_next", step=step.title),
        )


def _ordered(maker: Maker, steps: Sequence[Step]) -> Iterator[Item]:
    """Steps to be put in order; no two of the items begin with the same step."""
    for first in maker.shuffled(range(len(steps) - _TO_ORDER + 1))[:_ORDERINGS]:
        later = sorted(maker.shuffled(range(first + 1, len(steps)))[: _TO_ORDER - 1])
        chosen = [steps[place] for place in (first, *later)]
        yield maker.ordering(
            [step.title for step in chosen],
            maker.text("step_order_why", first=chosen[0].title, last=chosen[-1].title),
            name=f"ordered-{chosen[0].id}",
            origin="workflow",
            kind=MEMORY,
            clauses=[_clause(maker, step) for step in chosen],
            stem=maker.text("step_order"),
        )


def _matched(maker: Maker, steps: Sequence[Step]) -> Iterator[Item]:
    """Steps with what each is for, as many as there are, each once, with one more that matches nothing."""
    mixed = maker.shuffled(steps)
    for start in range(0, len(mixed) - _TO_MATCH, _TO_MATCH):
        chosen, extra = mixed[start : start + _TO_MATCH], mixed[start + _TO_MATCH]
        yield maker.matching(
            [(step.title, step.summary) for step in chosen],
            [extra.summary],
            maker.text("step_matched_why", step=extra.title),
            name=f"matched-step-{chosen[0].id}",
            origin="workflow",
            kind=MEANING,
            clauses=[_clause(maker, step) for step in chosen],
            stem=maker.text("step_matched"),
        )


def _owner(maker: Maker, unit: Section, owner: Step, steps: Sequence[Step]) -> Item:
    others = _around(steps, steps.index(owner), without=(owner,))
    return maker.single(
        (owner.title, maker.text("task_right", task=unit.title, step=owner.title)),
        [(other.title, _summary(maker, other)) for other in maker.drawn(others, _WRONG)],
        name=f"step-of-{unit.id}",
        origin="workflow",
        kind=MEANING,
        clauses=(maker.standard.clauses_of(unit)[0],),
        stem=maker.text("task_step", task=unit.title),
    )


def _around(steps: Sequence[Step], place: int, without: Sequence[Step]) -> list[Step]:
    """The other steps, the nearest first."""
    return sorted((step for step in steps if step not in without), key=lambda step: abs(steps.index(step) - place))


def _place(maker: Maker, steps: Sequence[Step], step: Step) -> Candidate:
    place = steps.index(step)
    if place == 0:
        return step.title, maker.text("step_first", step=step.title)
    return step.title, maker.text("step_right", before=steps[place - 1].title, step=step.title)


def _summary(maker: Maker, step: Step) -> LocalizedText:
    return maker.text("step_summary", step=step.title, summary=step.summary)


def _clause(maker: Maker, step: Step) -> Clause:
    """The first clause of the first task that carries out a step."""
    units = {unit.id: unit for unit in maker.standard.units}
    return next(maker.standard.clauses_of(units[task])[0] for task in step.tasks if task in units)
