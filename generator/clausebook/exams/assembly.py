"""Parallel papers from the bank: which questions, in which order, with which letters; the same for the same seed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from string import ascii_uppercase

from clausebook.exams.demand import Demand, Kind, Shortfall, kind_of_item, kind_of_section
from clausebook.exams.search import Search
from clausebook.model.blueprint import Blueprint, Section
from clausebook.model.item import Choice, Item
from clausebook.model.paper import Asked, Paper, PaperSection, shuffled, shuffled_order
from clausebook.model.standard import Standard

_TRIES = 8


@dataclass(frozen=True)
class Assembly:
    """The papers, or what of the blueprint is not met; `is_impossible` where the pool itself falls short."""

    papers: tuple[Paper, ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    is_impossible: bool = False


def assemble(
    blueprint: Blueprint, items: Sequence[Item], standard: Standard, *, seed: int = 1, papers: int | None = None
) -> Assembly:
    """As many papers as the blueprint asks for, or `papers`; the same arguments give the same papers everywhere.

    Where a search fails others with another order of preference follow; of all that fail, the nearest is told.
    """
    demand = Demand(blueprint, items, standard, papers or blueprint.papers)
    if shortages := tuple(demand.shortages()):
        return Assembly(shortfalls=shortages, is_impossible=True)
    nearest: list[Shortfall] = []
    for attempt in range(_TRIES):
        search = Search(demand, _ranks(demand.items, seed, attempt))
        broken = search.run()
        if not broken:
            chosen = [[demand.items[item] for item in sorted(draft.chosen)] for draft in search.drafts]
            return Assembly(tuple(_papers(blueprint, chosen, standard.languages, seed)))
        nearest = min(nearest or broken, broken, key=_distance)
    return Assembly(shortfalls=tuple(nearest))


def _distance(broken: Sequence[Shortfall]) -> tuple[int, Fraction]:
    return len(broken), sum((abs(shortfall.missing) for shortfall in broken), Fraction(0))


def _ranks(items: Sequence[Item], seed: int, attempt: int) -> list[int]:
    """The place of each item in an order that the seed alone decides."""
    place = {name: place for place, name in enumerate(shuffled((item.id for item in items), seed, attempt))}
    return [place[item.id] for item in items]


def _papers(
    blueprint: Blueprint, chosen: Sequence[Sequence[Item]], languages: tuple[str, ...], seed: int
) -> Iterator[Paper]:
    for letter, items in zip(ascii_uppercase, chosen, strict=False):
        yield Paper(
            id=letter,
            blueprint=blueprint.id,
            title=blueprint.title,
            minutes=blueprint.minutes,
            instructions=blueprint.instructions,
            seed=seed,
            sections=tuple(_sections(blueprint, items, letter, seed)),
            pass_mark=blueprint.pass_mark,
            languages=languages,
        )


def _sections(blueprint: Blueprint, items: Sequence[Item], paper: str, seed: int) -> Iterator[PaperSection]:
    by_id = {item.id: item for item in items}
    waiting: dict[Kind, list[Item]] = {}
    for name in shuffled(by_id, seed, paper):
        waiting.setdefault(kind_of_item(by_id[name]), []).append(by_id[name])
    first = 1
    for section in blueprint.sections:
        left = waiting[kind_of_section(section)]
        asked = [left.pop() for _ in range(section.count)]
        yield _section(section, asked, first, (seed, paper))
        first += section.count


def _section(section: Section, items: Sequence[Item], first: int, salt: tuple[object, ...]) -> PaperSection:
    orders = _orders(items, section.id, *salt)
    return PaperSection(
        id=section.id,
        title=section.title,
        type=section.type,
        points=section.points,
        rule=section.marked_by,
        questions=tuple(
            Asked(number=number, item=item, points=section.points, rule=section.marked_by, order=orders[item.id])
            for number, item in enumerate(items, first)
        ),
    )


def _orders(items: Sequence[Item], *salt: object) -> Mapping[str, tuple[str, ...]]:
    """How the options of each question are lettered; right answers fall on all letters equally often."""
    dealt: dict[int, list[int]] = {}
    orders: dict[str, tuple[str, ...]] = {}
    for item in items:
        order = shuffled_order(item, *salt)
        if isinstance(item, Choice) and item.type == "single_choice":
            deck = dealt.setdefault(len(order), [])
            if not deck:
                deck += _deck(len(order), item.id, *salt)
            order = _with_key_at(order, item.key[0], deck.pop())
        orders[item.id] = order
    return orders


def _deck(places: int, *salt: object) -> list[int]:
    """Every place twice, shuffled."""
    return [int(card) % places for card in shuffled(map(str, range(2 * places)), *salt)]


def _with_key_at(order: tuple[str, ...], key: str, place: int) -> tuple[str, ...]:
    others = [name for name in order if name != key]
    return (*others[:place], key, *others[place:])
