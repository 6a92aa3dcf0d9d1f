"""The search for papers that meet a demand: filled greedily, then mended by exchanges until nothing is broken.

Every choice that is open is made by the rank of the items, which the seed decides: the same demand and the same ranks
give the same papers. Enemies and the overlap are never broken on the way; counts and the mean are what is mended.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from clausebook.exams.demand import Demand, Kind, Shortfall
from clausebook.exams.draft import Cell, Draft, Move, by_kind, cells_of

_TENURE = 12
"""For so many steps a paper does not take back the kind of question that it has given away."""
_PATIENCE = 300
"""After so many steps without coming nearer the search ends."""


class Search:
    """Parallel papers of a demand. `rank` is the place of each item in the order of preference."""

    def __init__(self, demand: Demand, rank: Sequence[int]) -> None:
        self.demand, self.rank = demand, rank
        self.drafts = [Draft(demand) for _ in range(demand.papers)]
        self.holders: list[set[int]] = [set() for _ in demand.items]
        self.cell_of = cells_of(demand, rank)
        self.cells = by_kind(self.cell_of)

    def run(self) -> list[Shortfall]:
        """Search, and say what is not met in the papers that were found."""
        self._fill()
        if gaps := list(self._unfilled()):
            return gaps
        self._mend_counts()
        if self.cost == 0:
            for paper in range(len(self.drafts)):
                self._mend_mean(paper)
        return list(self._broken_counts()) or list(self._broken_means())

    @property
    def cost(self) -> int:
        """How many questions and marks of all papers are too many or missing."""
        return sum(draft.cost for draft in self.drafts)

    def _fill(self) -> None:
        """Fill all papers in turn, the scarcest kinds of questions first."""
        held = {kind: sum(len(cell.items) for cell in self.cells[kind]) for kind in self.demand.kinds}
        for kind in sorted(self.demand.kinds, key=lambda kind: Fraction(held[kind], self.demand.wanted[kind])):
            for _ in range(self.demand.wanted[kind]):
                for paper in range(len(self.drafts)):
                    self._fill_place(paper, kind)

    def _fill_place(self, paper: int, kind: Kind) -> None:
        additions = self.drafts[paper].additions(self.cells[kind])
        for _, cell in sorted(additions, key=lambda addition: (addition[0], addition[1].rank)):
            if (item := self._free(paper, cell)) is not None:
                self._add(paper, item)
                return

    def _add(self, paper: int, item: int) -> None:
        self.drafts[paper].add(item)
        self.holders[item].add(paper)

    def _remove(self, paper: int, item: int) -> None:
        self.drafts[paper].remove(item)
        self.holders[item].remove(paper)

    def _free(self, paper: int, cell: Cell, without: int | None = None) -> int | None:
        """A question of a cell for a paper: one on a clause that it does not ask about yet, if there is one.

        `without` is a question that the paper gives up for it.
        """
        free = (item for item in cell.items if self._is_free(paper, item, without))
        first = next(free, None)
        if first is None or not self.drafts[paper].asks_about(first):
            return first
        return next((item for item in free if not self.drafts[paper].asks_about(item)), first)

    def _is_free(self, paper: int, item: int, without: int | None = None) -> bool:
        if not self.drafts[paper].bears(item, without):
            return False
        return all(self._shared(paper, other) < self.demand.overlap for other in self.holders[item])

    def _shared(self, one: int, other: int) -> int:
        return len(self.drafts[one].chosen & self.drafts[other].chosen)

    def _mend_counts(self) -> None:
        """Exchange questions until every count is right, or many exchanges have brought it no nearer than it was."""
        barred: dict[tuple[int, Cell], int] = {}
        best, since, step, nearest = self.cost, 0, 0, self._chosen()
        while best and since < _PATIENCE:
            broken = [paper for paper, draft in enumerate(self.drafts) if draft.cost]
            paper = broken[step % len(broken)]
            taken = self._step(paper, {cell for (one, cell), until in barred.items() if one == paper and until > step})
            if taken is not None:
                barred[paper, taken] = step + _TENURE
            step, since = step + 1, since + 1
            if self.cost < best:
                best, since, nearest = self.cost, 0, self._chosen()
        self._restore(nearest)

    def _chosen(self) -> list[frozenset[int]]:
        return [frozenset(draft.chosen) for draft in self.drafts]

    def _restore(self, chosen: Sequence[frozenset[int]]) -> None:
        """Go back to papers as they once were."""
        for paper, wanted in enumerate(chosen):
            for item in self.drafts[paper].chosen - wanted:
                self._remove(paper, item)
            for item in wanted - self.drafts[paper].chosen:
                self._add(paper, item)

    def _step(self, paper: int, barred: set[Cell]) -> Cell | None:
        """Make the best exchange there is, and say of which cell a question was given away."""
        own = self._own(paper)
        for move in sorted(self._moves(paper, own), key=lambda move: (move.change, move.given.rank)):
            if move.given in barred or move.given is move.taken:
                continue
            for item in own[move.taken]:
                if self._replace(paper, item, move.given) or self._trade(paper, item, move):
                    return move.taken
        return None

    def _own(self, paper: int) -> dict[Cell, list[int]]:
        """The questions of a paper by their cells."""
        found: dict[Cell, list[int]] = defaultdict(list)
        for item in sorted(self.drafts[paper].chosen, key=self.rank.__getitem__):
            found[self.cell_of[item]].append(item)
        return found

    def _moves(self, paper: int, own: dict[Cell, list[int]]) -> Iterator[Move]:
        """Every exchange of a question of a paper for one of the same kind."""
        for kind, taken in by_kind(own).items():
            yield from self.drafts[paper].moves(taken, self.cells[kind])

    def _replace(self, paper: int, item: int, cell: Cell) -> bool:
        other = self._free(paper, cell, item)
        if other is None:
            return False
        self._remove(paper, item)
        self._add(paper, other)
        return True

    def _trade(self, paper: int, item: int, move: Move) -> bool:
        """Give a question to another paper for one of its own, where this helps both together."""
        for other in range(len(self.drafts)):
            if other == paper or self._change(other, move.given, move.taken) + move.change >= 0:
                continue
            for theirs in move.given.items:
                if self._can_swap(paper, item, other, theirs):
                    self._remove(paper, item)
                    self._remove(other, theirs)
                    self._add(paper, theirs)
                    self._add(other, item)
                    return True
        return False

    def _change(self, paper: int, taken: Cell, given: Cell) -> int:
        return next(self.drafts[paper].moves([taken], [given])).change

    def _can_swap(self, paper: int, item: int, other: int, theirs: int) -> bool:
        if self.holders[theirs] != {other} or self.holders[item] != {paper}:
            return False
        return self.drafts[paper].bears(theirs, item) and self.drafts[other].bears(item, theirs)

    def _mend_mean(self, paper: int) -> None:
        """Exchange questions that count alike until the mean difficulty is near enough to the target.

        Half of what is allowed is near enough: so no two papers are further apart than all of it.
        """
        scale = self.demand.scale * self.demand.blueprint.count
        near = self.demand.blueprint.difficulty.within * scale / 2
        while abs(off := self.demand.target * scale - self.drafts[paper].sum) > near:
            best = min(self._nearer(paper, off), default=None)
            if best is None:
                return
            *_, item, other = best
            self._remove(paper, item)
            self._add(paper, other)

    def _nearer(self, paper: int, off: Fraction) -> Iterator[tuple[Fraction, int, int, int, int]]:
        """Exchanges that bring the sum of difficulties nearer: what is left, ranks for ties, and both questions."""
        own = self._own(paper)
        for move in self._moves(paper, own):
            if move.change > 0:
                continue
            for item in own[move.taken]:
                wish = self.demand.difficulty_of[item] + off
                for other in self._nearest(paper, move.given, wish, item):
                    left = abs(wish - self.demand.difficulty_of[other])
                    if left < abs(off):
                        yield left, self.rank[other], self.rank[item], item, other

    def _nearest(self, paper: int, cell: Cell, wish: Fraction, without: int) -> Iterator[int]:
        """The free questions of a cell whose difficulties are the next below a wish, and the next above."""
        items = cell.by_difficulty
        start = bisect_left(items, wish, key=lambda item: Fraction(self.demand.difficulty_of[item]))
        for side in (reversed(items[:start]), items[start:]):
            nearest = next((item for item in side if self._is_free(paper, item, without)), None)
            if nearest is not None:
                yield nearest

    def _unfilled(self) -> Iterator[Shortfall]:
        """Papers with places for which there was no question left that has no enemy there."""
        count = Fraction(self.demand.blueprint.count)
        for paper, draft in enumerate(self.drafts):
            if len(draft.chosen) < count:
                yield Shortfall(("sections",), (count, count), Fraction(len(draft.chosen)), paper)

    def _broken_counts(self) -> Iterator[Shortfall]:
        for paper, draft in enumerate(self.drafts):
            for limit, count in zip(self.demand.limits, draft.counts, strict=True):
                if limit.excess(count):
                    asked = Fraction(limit.low, limit.scale), Fraction(limit.high, limit.scale)
                    yield Shortfall(limit.place, asked, Fraction(count, limit.scale), paper)

    def _broken_means(self) -> Iterator[Shortfall]:
        """Papers whose mean is too far from the target, or from that of another paper."""
        within, target = self.demand.blueprint.difficulty.within, self.demand.target
        means = [Fraction(draft.sum, self.demand.scale * self.demand.blueprint.count) for draft in self.drafts]
        for paper, mean in enumerate(means):
            if self.demand.blueprint.difficulty.mean is not None and abs(mean - target) > within:
                yield Shortfall(("difficulty", "mean"), (target - within, target + within), mean, paper)
        spread = max(means) - min(means)
        if spread > within:
            yield Shortfall(("difficulty", "within"), (Fraction(0), within), spread, means.index(max(means)))
