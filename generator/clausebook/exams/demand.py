"""What a blueprint demands of a bank, in whole numbers: the form in which papers are searched for."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from clausebook.model.blueprint import Blueprint, Section
from clausebook.model.item import Item
from clausebook.model.paper import criteria_points
from clausebook.model.standard import Standard

DIMENSIONS = ("stage", "obligation", "level", "band")
"""By what questions are counted, as `Counts` names it."""
Kind = tuple[str, Fraction | None]
"""The questions among which a section chooses: those of a type, open ones also by what their criteria add up to."""


@dataclass(frozen=True)
class Limit:
    """How many questions of a paper may have a value of a dimension, or how many marks, times `scale`."""

    unit: str
    dimension: str
    value: str
    low: int
    high: int
    scale: int = 1

    def excess(self, count: int) -> int:
        """How much is too much, or if negative, missing."""
        return count - self.high if count > self.high else count - self.low if count < self.low else 0

    @property
    def place(self) -> tuple[str, ...]:
        """Where the blueprint sets it."""
        return self.unit, self.dimension, self.value


@dataclass(frozen=True)
class Shortfall:
    """A demand that is not met: where the blueprint makes it, what is asked, what was found, and in which paper.

    `paper` is None where the pool itself falls short, whatever is tried; `asked` and `found` then count questions of
    the pool that all papers need, and with `is_rest` those of any other value. `place` is the path within the
    blueprint's file.
    """

    place: tuple[str | int, ...]
    asked: tuple[Fraction, Fraction]
    found: Fraction
    paper: int | None = None
    is_rest: bool = False

    @property
    def missing(self) -> Fraction:
        """By how much: positive where there is too little, negative where there is too much."""
        low, high = self.asked
        return low - self.found if self.found < low else high - self.found


@dataclass(frozen=True)
class Features:
    """What counts of each item: its stage, obligation, level and band, by the names of `DIMENSIONS`."""

    standard: Standard
    blueprint: Blueprint

    @cached_property
    def _stage_of(self) -> Mapping[str, str]:
        return {clause.id: stage.id for stage in self.standard.stages for clause in self.standard.clauses_of(stage)}

    @cached_property
    def _obligation_of(self) -> Mapping[str, str]:
        clauses = self.standard.clauses.values()
        return {reference: provision.type for clause in clauses for reference, provision in clause.references()}

    def of(self, item: Item) -> Mapping[str, str | None]:
        """The value of an item in each dimension; None for the band where the blueprint has no bands."""
        return {
            "stage": self._stage_of[item.clauses[0]],
            "obligation": self._obligation_of[item.provisions[0]],
            "level": item.level,
            "band": self.blueprint.difficulty.band(item.easiness),
        }


class Demand:
    """A blueprint and the items that could meet it, numbered from 0.

    `kind_of`, `limits_of`, `difficulty_of` and `enemies_of` say of each item its kind, the limits that count it, its
    difficulty times `scale`, and the items that must not stand beside it. `wanted` is how many questions of each kind
    a paper has, `worth` the points of each.
    """

    def __init__(self, blueprint: Blueprint, items: Sequence[Item], standard: Standard, papers: int) -> None:
        self.blueprint, self.papers, self.overlap = blueprint, papers, blueprint.overlap
        self.kinds = tuple(dict.fromkeys(kind_of_section(section) for section in blueprint.sections))
        self.wanted = self._wanted()
        self.items = tuple(item for item in items if item.pool == blueprint.pool and kind_of_item(item) in self.wanted)
        self.worth = _worth(blueprint)
        self.limits = tuple(_limits(blueprint, lcm(*(points.denominator for points in self.worth.values()))))
        self._amounts = {kind: tuple(self._amount(kind, limit) for limit in self.limits) for kind in self.kinds}
        self.scale = lcm(*(item.easiness.denominator for item in self.items)) if self.items else 1
        self._describe(Features(standard, blueprint))

    def _wanted(self) -> Mapping[Kind, int]:
        wanted: Counter[Kind] = Counter()
        for section in self.blueprint.sections:
            wanted[kind_of_section(section)] += section.count
        return wanted

    def _describe(self, features: Features) -> None:
        under: defaultdict[tuple[str, str | None], list[int]] = defaultdict(list)
        for number, limit in enumerate(self.limits):
            under[limit.dimension, limit.value].append(number)
        self.kind_of = tuple(kind_of_item(item) for item in self.items)
        self.limits_of = tuple(
            tuple(number for pair in features.of(item).items() for number in under.get(pair, ())) for item in self.items
        )
        self.difficulty_of = tuple(int(item.easiness * self.scale) for item in self.items)
        self.enemies_of = _enemies(self.items)

    def amount(self, kind: Kind, limit: int) -> int:
        """What a question of a kind counts under a limit."""
        return self._amounts[kind][limit]

    def _amount(self, kind: Kind, limit: Limit) -> int:
        return 1 if limit.unit == "counts" else int(self.worth[kind] * limit.scale)

    @cached_property
    def target(self) -> Fraction:
        """The mean difficulty that all papers keep to: the blueprint's, or what its sections have on average."""
        if self.blueprint.difficulty.mean is not None:
            return self.blueprint.difficulty.mean
        found: defaultdict[Kind, list[Fraction]] = defaultdict(list)
        for kind, item in zip(self.kind_of, self.items, strict=True):
            found[kind].append(item.easiness)
        means = ((sum(found[kind], Fraction(0)) / len(found[kind]), count) for kind, count in self.wanted.items())
        return sum((mean * count for mean, count in means), Fraction(0)) / self.blueprint.count

    def shortages(self) -> Iterator[Shortfall]:
        """What the pool lacks whatever is chosen: kinds and values of which it holds too few, or too few others."""
        held = Counter(self.kind_of)
        for kind, count in self.wanted.items():
            if held[kind] < self._distinct(count):
                place = next(i for i, one in enumerate(self.blueprint.sections) if kind_of_section(one) == kind)
                yield self._shortage(("sections", place, "count"), count, held[kind])
        counted = Counter(number for limits in self.limits_of for number in limits)
        for number, limit in enumerate(self.limits):
            if limit.unit == "marks":
                continue
            if counted[number] < self._distinct(limit.low):
                yield self._shortage(limit.place, limit.low, counted[number])
            others = self.blueprint.count - limit.high
            if others > 0 and len(self.items) - counted[number] < self._distinct(others):
                yield self._shortage(limit.place, others, len(self.items) - counted[number], is_rest=True)

    def _shortage(self, place: tuple[str | int, ...], count: int, held: int, *, is_rest: bool = False) -> Shortfall:
        needed = Fraction(self._distinct(count))
        return Shortfall(place, (needed, needed), Fraction(held), is_rest=is_rest)

    def _distinct(self, count: int) -> int:
        """How many questions all papers need at least, where each has `count` and two share no more than `overlap`."""
        return sum(max(0, count - before * self.overlap) for before in range(self.papers))


def kind_of_section(section: Section) -> Kind:
    """Among which questions a section chooses."""
    return (section.type, section.points if section.is_open else None)


def kind_of_item(item: Item) -> Kind:
    """For which sections an item may be chosen."""
    return (item.type, criteria_points(item))


def _worth(blueprint: Blueprint) -> Mapping[Kind, Fraction]:
    """What a question of each kind is worth; where sections of one kind differ in it, no limit is in marks."""
    return {kind_of_section(section): section.points for section in blueprint.sections}


def _limits(blueprint: Blueprint, marks_scale: int) -> Iterator[Limit]:
    for unit, counts, scale in (("counts", blueprint.counts, 1), ("marks", blueprint.marks, marks_scale)):
        for dimension in DIMENSIONS:
            for value, (low, high) in getattr(counts, dimension).items():
                yield Limit(unit, dimension, value, low * scale, high * scale, scale)


def _enemies(items: Sequence[Item]) -> tuple[frozenset[int], ...]:
    """The enemies of each item, whichever of the two names the other."""
    number_of = {item.id: number for number, item in enumerate(items)}
    found: list[set[int]] = [set() for _ in items]
    for number, item in enumerate(items):
        for enemy in (number_of[name] for name in item.enemies if name in number_of):
            found[number].add(enemy)
            found[enemy].add(number)
    return tuple(map(frozenset, found))
