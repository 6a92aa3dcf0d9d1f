"""What a blueprint says that cannot be: stages and bands that are not there, and counts that no paper can have."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import get_args

from clausebook.errors import Problem
from clausebook.load.check import duplicates, suggestion
from clausebook.load.yaml_source import Path_, Source
from clausebook.model.blueprint import Blueprint, Counts, Section
from clausebook.model.item import Item, Level
from clausebook.model.paper import criteria_points
from clausebook.model.standard import PROVISION_TYPES, Stage

_Ranges = Mapping[str, tuple[int, int]]


def check_blueprint(
    blueprint: Blueprint, source: Source, stages: Sequence[Stage] | None, items: Sequence[Item]
) -> Iterator[Problem]:
    """Every slip that shows without assembling; `stages` is None where they could not be read.

    Items of the pool are only counted where there are any: they may be kept somewhere else.
    """
    yield from duplicates(source, ("sections",), [section.id for section in blueprint.sections], "id")
    if stages is not None:
        yield from _unknown(blueprint, source, "stage", [stage.id for stage in stages])
    yield from _unknown(blueprint, source, "band", list(blueprint.difficulty.bands))
    values = {
        "stage": None if stages is None else [stage.id for stage in stages],
        "obligation": PROVISION_TYPES,
        "level": get_args(Level),
        "band": list(blueprint.difficulty.bands) or None,
    }
    for dimension, known in values.items():
        yield from _check_sums(blueprint, source, dimension, known)
    yield from _check_pass_mark(blueprint, source)
    pool = [item for item in items if item.pool == blueprint.pool]
    if pool:
        yield from _check_supply(blueprint, source, pool)


def _named(blueprint: Blueprint, dimension: str) -> Iterator[tuple[Path_, _Ranges, Fraction]]:
    """What is asked of a dimension in questions and in marks: where, how many of each value, and how many there are."""
    asked: tuple[tuple[str, Counts, Fraction], ...] = (
        ("counts", blueprint.counts, Fraction(blueprint.count)),
        ("marks", blueprint.marks, blueprint.total),
    )
    for unit, counts, total in asked:
        yield (unit, dimension), getattr(counts, dimension), total


def _unknown(blueprint: Blueprint, source: Source, dimension: str, known: Sequence[str]) -> Iterator[Problem]:
    for place, ranges, _ in _named(blueprint, dimension):
        for value in ranges:
            if value not in known:
                what = f"there is no {dimension} {value!r}"
                yield source.problem((*place, value), what, suggestion(value, known))


def _check_sums(
    blueprint: Blueprint, source: Source, dimension: str, values: Collection[str] | None
) -> Iterator[Problem]:
    """Counts of a dimension that ask for more than a paper has, or where all its `values` are named, for less."""
    for place, ranges, total in _named(blueprint, dimension):
        fewest, most = (sum(ends) for ends in zip(*ranges.values(), strict=True)) if ranges else (0, total)
        if fewest > total:
            what = f"they add up to at least {fewest}, and a paper has {_written(total)}"
            yield source.problem(place, what, "lower some of them, or add questions to a section")
        elif values is not None and most < total and set(values) <= set(ranges):
            what = f"they add up to at most {most}, and a paper has {_written(total)}"
            yield source.problem(place, what, "raise some of them")


def _check_pass_mark(blueprint: Blueprint, source: Source) -> Iterator[Problem]:
    if blueprint.pass_mark.passing(blueprint.total) > blueprint.total:
        what = f"the pass mark is more than the full marks, which are {_written(blueprint.total)}"
        yield source.problem(("pass_mark", "cut"), what, "correct one of the two")
    if blueprint.overlap > blueprint.count:
        what = f"two papers cannot share {blueprint.overlap} of {blueprint.count} questions"
        yield source.problem(("overlap",), what, "lower it")


def _check_supply(blueprint: Blueprint, source: Source, pool: Sequence[Item]) -> Iterator[Problem]:
    """Sections for which one paper alone would need more questions than the pool has."""
    wanted: Counter[tuple[str, Fraction | None]] = Counter()
    held: Counter[tuple[str, Fraction | None]] = Counter((item.type, criteria_points(item)) for item in pool)
    for place, section in enumerate(blueprint.sections):
        kind = _kind(section)
        wanted[kind] += section.count
        if wanted[kind] > held[kind]:
            worth = f" whose criteria add up to {_written(section.points)}" if kind[1] is not None else ""
            what = f"the pool {blueprint.pool} has {held[kind]} questions of the type {section.type}{worth}"
            remedy = f"write {wanted[kind] - held[kind]} more, or ask for fewer"
            yield source.problem(("sections", place, "count"), what, remedy, is_warning=True)


def _kind(section: Section) -> tuple[str, Fraction | None]:
    return section.type, section.points if section.is_open else None


def _written(number: Fraction) -> str:
    return f"{float(number):g}"
