"""One paper on the way to what a blueprint demands: what it holds, and what every exchange would make of it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from clausebook.exams.demand import Demand, Kind


@dataclass(eq=False)
class Cell:
    """The items that count alike: of one kind, and under the same limits; `items` stand in the order of preference."""

    kind: Kind
    limits: frozenset[int]
    rank: int
    items: list[int] = field(default_factory=list)
    by_difficulty: list[int] = field(default_factory=list)


class Move(NamedTuple):
    """A question of one cell given away for one of another; `change` is by how much more is wrong afterwards."""

    change: int
    taken: Cell
    given: Cell


class Draft:
    """One paper. `counts` is how much it has under each limit, `sum` the sum of its difficulties times the scale."""

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.chosen: set[int] = set()
        self.counts = [0] * len(demand.limits)
        self.sum = 0
        self._clauses: Counter[str] = Counter()
        self._steps_kept: dict[tuple[Kind, int], list[int]] = {}

    def add(self, item: int) -> None:
        """Take a question in."""
        self._count(item, 1)
        self.chosen.add(item)

    def remove(self, item: int) -> None:
        """Give a question up."""
        self._count(item, -1)
        self.chosen.remove(item)

    def _count(self, item: int, by: int) -> None:
        self._steps_kept.clear()
        kind = self.demand.kind_of[item]
        for limit in self.demand.limits_of[item]:
            self.counts[limit] += by * self.demand.amount(kind, limit)
        self.sum += by * self.demand.difficulty_of[item]
        self._clauses[self.demand.items[item].clauses[0]] += by

    @property
    def cost(self) -> int:
        """How many questions and marks are too many or missing, over all limits."""
        return sum(abs(limit.excess(count)) for limit, count in zip(self.demand.limits, self.counts, strict=True))

    def bears(self, item: int, without: int | None = None) -> bool:
        """Whether a question can stand in the paper once `without` is gone: neither it nor an enemy of it is there."""
        if item in self.chosen:
            return False
        among = self.demand.enemies_of[item] & self.chosen
        return not among or among == {without}

    def asks_about(self, item: int) -> bool:
        """Whether a question of the paper is on the clause of this one."""
        return self._clauses[self.demand.items[item].clauses[0]] > 0

    def additions(self, cells: Sequence[Cell]) -> Iterator[tuple[int, Cell]]:
        """By how much more is wrong once a question of each of the cells, all of one kind, is added."""
        more = self._steps(cells[0].kind, 1)
        for cell in cells:
            yield sum(more[limit] for limit in cell.limits), cell

    def moves(self, taken: Iterable[Cell], given: Sequence[Cell]) -> Iterator[Move]:
        """Every exchange of a question of one cell for one of another; all of them are of one kind."""
        kind = given[0].kind
        less, more = self._steps(kind, -1), self._steps(kind, 1)
        both = [one + other for one, other in zip(less, more, strict=True)]
        gains = [(cell, cell.limits, sum(more[limit] for limit in cell.limits)) for cell in given]
        for away in taken:
            loss, limits = sum(less[limit] for limit in away.limits), away.limits
            for cell, others, gain in gains:
                # What stands under a limit before and after does not change it.
                yield Move(loss + gain - sum([both[limit] for limit in limits & others]), away, cell)

    def _steps(self, kind: Kind, by: int) -> list[int]:
        """By how much more is wrong under each limit with one question of a kind more, or fewer."""
        kept = self._steps_kept.get((kind, by))
        if kept is None:
            kept = self._steps_kept[kind, by] = [self._step(kind, number, by) for number in range(len(self.counts))]
        return kept

    def _step(self, kind: Kind, number: int, by: int) -> int:
        limit, count = self.demand.limits[number], self.counts[number]
        after = count + by * self.demand.amount(kind, number)
        return abs(limit.excess(after)) - abs(limit.excess(count))


def cells_of(demand: Demand, rank: Sequence[int]) -> list[Cell]:
    """The item's cell for each item; `rank` is the place of each in the order of preference."""
    found: dict[tuple[Kind, tuple[int, ...]], Cell] = {}
    for item in sorted(range(len(rank)), key=rank.__getitem__):
        kind, limits = demand.kind_of[item], demand.limits_of[item]
        cell = found.setdefault((kind, limits), Cell(kind, frozenset(limits), rank[item]))
        cell.items.append(item)
    for cell in found.values():
        cell.by_difficulty = sorted(cell.items, key=lambda item: (demand.difficulty_of[item], rank[item]))
    return [found[key] for key in zip(demand.kind_of, demand.limits_of, strict=True)]


def by_kind(cells: Iterable[Cell]) -> dict[Kind, list[Cell]]:
    """The cells of each kind, each once."""
    found: defaultdict[Kind, dict[Cell, None]] = defaultdict(dict)
    for cell in cells:
        found[cell.kind][cell] = None
    return {kind: list(group) for kind, group in found.items()}
