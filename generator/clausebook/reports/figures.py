"""What a team report may show: exact means by department and measure, and which of them are withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from clausebook.model.standard import Clause, Provision
from clausebook.reports.disclosure import Group, hidden, is_apart
from clausebook.reports.mean import Mean, merged
from clausebook.reports.tally import OVERALL, Team


class Cell(NamedTuple):
    """One figure, and over how many people; None where there is nothing to average, or where it is withheld."""

    value: Fraction | None
    people: int
    is_withheld: bool = False


WITHHELD = Cell(None, 0, is_withheld=True)


@dataclass(frozen=True)
class Row:
    """The means of one department, or of several together: the measures in their order, and the change overall."""

    name: str
    cells: Sequence[Cell]
    change: Cell

    @property
    def people(self) -> int:
        """How many people have an overall score."""
        return self.cells[OVERALL].people


class FrequentGap(NamedTuple):
    """How many of the people with a score for its clause fall short of a provision, and its mean cost among them."""

    clause: Clause
    provision: Provision
    share: Fraction
    lost: Fraction


class Beside(NamedTuple):
    """One measure as people see themselves and as reviewers see them."""

    own: Cell
    other: Cell


@dataclass(frozen=True)
class Figures:
    """All that a team report says. Sequences by measure begin with the overall score; the stages follow.

    `incomplete` is the share of people who have not finished, `not_applicable` that of provisions among those who have.
    """

    participants: int
    complete: int
    is_shown: bool
    everyone: Row
    departments: Sequence[Row]
    others: Row | None
    withheld: Sequence[str]
    bins: Sequence[int]
    bands: Mapping[str | None, int]
    incomplete: Fraction | None
    not_applicable: Fraction | None
    gaps: Sequence[FrequentGap]
    changes: Sequence[Cell]
    other_editions: int
    comparison: Sequence[Beside]


def figures(team: Team) -> Figures:
    """The figures of a team as they may be shown."""
    return _Disclosed(team).figures()


class _Measure(NamedTuple):
    """The means of one measure by department, the departments that it withholds, and whether the whole is shown."""

    means: Mapping[str, Mean]
    withheld: Group
    is_open: bool

    def cell(self, group: Group) -> Cell:
        """The mean over some departments together."""
        if not self.is_open:
            return WITHHELD
        mean = merged(self.means[key] for key in group if key in self.means)
        return Cell(mean.value, mean.count)

    def cell_of(self, key: str) -> Cell:
        """The mean of one department."""
        return WITHHELD if key in self.withheld else self.cell(frozenset({key}))


class _Disclosed:
    """A team with the departments that each measure withholds."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.everybody: Group = frozenset(team.departments)
        self.is_shown = self._is_large(self.everybody)
        sizes = {key: found.means[OVERALL].count for key, found in team.departments.items()}
        self.base = hidden(sizes, self._is_large)
        self.measures = [self._measure(place) for place in range(1 + len(team.stages))]
        self.change = self._change(OVERALL)

    def figures(self) -> Figures:
        """Everything that may be shown."""
        team = self.team
        named = sorted(self.everybody - self.base)
        return Figures(
            participants=team.participants,
            complete=team.complete,
            is_shown=self.is_shown,
            everyone=self._together("", [self.everybody] * (1 + len(self.measures))),
            departments=[self._row(key) for key in named],
            others=self._others() if named and self.base else None,
            withheld=[team.departments[key].name for key in sorted(self.base)],
            bins=team.bins if self.is_shown else (),
            bands=team.bands if self.is_shown else {},
            incomplete=Fraction(team.participants - team.complete, team.participants) if self.is_shown else None,
            not_applicable=Fraction(team.not_applicable, team.asked) if self.is_shown and team.asked else None,
            gaps=self._gaps() if self.is_shown else (),
            changes=[self._change(place).cell(self.everybody) for place in range(len(self.measures))],
            other_editions=team.other_editions,
            comparison=[self._beside(place) for place in range(len(self.measures))],
        )

    def _is_large(self, group: Group) -> bool:
        """Whether figures about a group may be shown at all."""
        found = [self.team.departments[key] for key in group]
        participants = sum(department.participants for department in found)
        people = sum(department.means[OVERALL].count for department in found)
        return min(participants, people or participants) >= self.team.minimum

    def _measure(self, place: int) -> _Measure:
        means = {key: found.means[place] for key, found in self.team.departments.items()}

        def is_safe(group: Group) -> bool:
            people = sum(means[key].count for key in group)
            return people == 0 or people >= self.team.minimum

        withheld = hidden({key: mean.count for key, mean in means.items()}, is_safe, self.base)
        return _Measure(means, withheld, self.is_shown and is_safe(self.everybody))

    def _change(self, place: int) -> _Measure:
        moves, means = self.team.moves(place), self.team.changes[place].means
        sizes = {key: 0 for then, _ in moves if (key := then) is not None}
        sizes |= {key: means[key].count if key in means else 0 for key in self.everybody}

        def is_safe(group: Group) -> bool:
            people = sum(count for (then, now), count in moves.items() if then is not None and now in group)
            apart = sum(count for (then, now), count in moves.items() if (then in group) != (now in group))
            return people == 0 or (people >= self.team.minimum and is_apart(apart, people, self.team.minimum))

        return _Measure(means, hidden(sizes, is_safe, self.base), self.is_shown and is_safe(frozenset(sizes)))

    def _row(self, key: str) -> Row:
        cells = [measure.cell_of(key) for measure in self.measures]
        return Row(self.team.departments[key].name, cells, self.change.cell_of(key))

    def _others(self) -> Row:
        """What is withheld of each measure, together."""
        return self._together("", [measure.withheld for measure in (*self.measures, self.change)])

    def _together(self, name: str, groups: Sequence[Group]) -> Row:
        cells = [measure.cell(group) for measure, group in zip((*self.measures, self.change), groups, strict=True)]
        return Row(name, cells[:-1], cells[-1])

    def _gaps(self) -> list[FrequentGap]:
        """Gaps in clauses for which enough people have a score, the most costly to the whole first."""
        team, standard = self.team, self.team.questionnaire.standard
        found = [
            FrequentGap(clause, provision, Fraction(gap.count, people), gap.over(people))
            for clause in standard.in_order
            if (people := team.scored[clause.id]) >= team.minimum
            for reference, provision in clause.references()
            if (gap := team.gaps.get(reference))
        ]
        return sorted(found, key=lambda entry: -team.gaps[f"{entry.clause.id}.{entry.provision.id}"].total)

    def _beside(self, place: int) -> Beside:
        """Both views, unless those whom only one of them covers are few enough to be worked out."""
        found, minimum = self.team.comparisons[place], self.team.minimum
        people = found.own.count
        alone = self.measures[place].cell(self.everybody).people - people
        is_safe = people >= minimum and all(
            is_apart(apart, people, minimum) for apart in (alone, found.reviews - people)
        )
        if not (self.is_shown and is_safe):
            return Beside(WITHHELD, WITHHELD)
        return Beside(Cell(found.own.value, people), Cell(found.other.value, people))
