"""A team's figures against the same figures worked out the plain way, and what an attacker makes of them."""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from itertools import chain
from random import Random

import pytest

from clausebook.errors import RenderError
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Result
from clausebook.reports.comparison import clause_scores
from clausebook.reports.figures import Figures, figures
from clausebook.reports.tally import Team
from tests.reports.conftest import mean, people, questionnaire, random_answers, rated, scored

DEPARTMENTS = ["Sales"] * 9 + ["Data"] * 7 + ["Service"] * 6 + ["Law"] * 3


def team(
    asked: Questionnaire,
    results: Iterable[Result],
    *,
    earlier: Iterable[Result] = (),
    reviews: Iterable[Result] = (),
    minimum: int = 5,
) -> Team:
    found = Team(asked, minimum)
    for result in earlier:
        found.add_earlier(result)
    for result in reviews:
        found.add_review(result)
    for result in results:
        found.add(result)
    return found


def shown_rows(found: Figures) -> dict[str, list[Fraction | None]]:
    return {row.name: [cell.value for cell in row.cells] for row in found.departments}


def plain_row(results: Iterable[Result]) -> list[Fraction | None]:
    done = [result for result in results if result.is_complete]
    rows = [[result.overall, *(stage.score for stage in result.stages)] for result in done]
    return [mean(column) for column in zip(*rows, strict=True)]


def test_means_of_departments_and_of_everyone() -> None:
    asked = questionnaire()
    results = list(people(asked, DEPARTMENTS, left_out=0.1))
    found = figures(team(asked, results))
    done = [result for result in results if result.is_complete]
    assert (found.participants, found.complete) == (len(results), len(done))
    assert found.incomplete == Fraction(len(results) - len(done), len(results)) > 0
    assert found.not_applicable == Fraction(sum(r.not_applicable for r in done), 9 * len(done))
    assert [cell.value for cell in found.everyone.cells] == plain_row(results)
    assert (set(shown_rows(found)), set(found.withheld)) == ({"Sales", "Service"}, {"Data", "Law"})
    for name, row in shown_rows(found).items():
        assert row == plain_row(result for result in results if result.person.department == name)
    assert found.others is not None
    rest = [result for result in results if result.person.department in found.withheld]
    assert [cell.value for cell in found.others.cells] == plain_row(rest)


def test_distribution_and_bands() -> None:
    asked = questionnaire()
    results = list(people(asked, ["Sales"] * 40))
    found = figures(team(asked, results))
    assert sum(found.bins) == 40
    assert found.bands == Counter(result.band for result in results)
    assert [*found.bins] == [
        sum(1 for r in results if r.overall is not None and low <= r.overall * 10 < low + 1 + (low == 9))
        for low in range(10)
    ]


def test_full_score_is_in_the_last_range() -> None:
    asked = questionnaire()
    found = figures(team(asked, [scored(asked, rated(asked), f"E{n}") for n in range(5)]))
    assert found.bins[9] == 5


def test_gaps_are_counted_among_those_with_a_score_and_sorted_by_cost() -> None:
    asked = questionnaire()
    results = list(people(asked, ["Sales"] * 30, away=0.4))
    found = figures(team(asked, results))
    costs = []
    for entry in found.gaps:
        reference = f"{entry.clause.id}.{entry.provision.id}"
        having = sum(clause_scores(result)[entry.clause.id] is not None for result in results)
        lost = [gap.lost for result in results for gap in result.gaps if gap.provision == reference]
        assert (entry.share, entry.lost) == (Fraction(len(lost), having), sum(lost) / having)
        costs.append(sum(lost))
    assert costs == sorted(costs, reverse=True)
    assert len(found.gaps) == 8


def test_gap_that_few_could_have_is_not_listed() -> None:
    asked = questionnaire()
    away = scored(asked, rated(asked, 2, c_2_1_a=None))
    results = [scored(asked, rated(asked, 2), "E0"), *(away.model_copy() for _ in range(6))]
    found = figures(team(asked, results))
    assert "2.1" not in {gap.clause.number for gap in found.gaps}
    assert "2.2" in {gap.clause.number for gap in found.gaps}


def test_change_is_that_of_the_same_people() -> None:
    asked = questionnaire()
    before = list(people(asked, ["Sales"] * 12 + ["Data"] * 6, seed=1, away=0))
    after = list(people(asked, ["Sales"] * 12 + ["Data"] * 6, seed=2, away=0))
    found = figures(team(asked, after, earlier=before))
    assert found.changes[0].people == 18
    pairs = list(zip(before, after, strict=True))
    assert found.changes[0].value == mean([new.overall - old.overall for old, new in pairs])  # type: ignore[operator]
    assert found.changes[2].value == mean([new.stages[1].score - old.stages[1].score for old, new in pairs])  # type: ignore[operator]
    rows = {row.name: row.change.value for row in found.departments}
    assert rows["Data"] == mean([new.overall - old.overall for old, new in pairs[12:]])  # type: ignore[operator]


@pytest.mark.parametrize(("joined", "is_withheld"), [(0, False), (1, True), (4, True), (5, False)])
def test_change_that_would_give_newcomers_away_is_withheld(joined: int, is_withheld: bool) -> None:
    asked = questionnaire()
    both_rounds = list(people(asked, ["Sales"] * 20, away=0))
    after = list(people(asked, ["Sales"] * (20 + joined), seed=2, away=0))
    assert figures(team(asked, after, earlier=both_rounds)).changes[0].is_withheld is is_withheld


def test_change_of_a_department_is_withheld_when_one_person_moves() -> None:
    asked = questionnaire()
    before = list(people(asked, ["Sales"] * 10 + ["Data"] * 10, away=0))
    after = list(people(asked, ["Sales"] * 9 + ["Data"] * 11, seed=2, away=0))
    found = figures(team(asked, after, earlier=before))
    assert not found.changes[0].is_withheld
    assert all(row.change.is_withheld for row in found.departments)
    assert not any(cell.is_withheld for row in found.departments for cell in row.cells)


def test_earlier_results_of_another_edition_are_counted() -> None:
    asked = questionnaire()
    before = [r.model_copy(update={"form_hash": "0" * 16}) for r in people(asked, ["Sales"] * 8)]
    assert figures(team(asked, people(asked, ["Sales"] * 8, seed=2), earlier=before)).other_editions == 8


def test_reviewers_are_compared_on_common_clauses() -> None:
    asked = questionnaire()
    own = list(people(asked, ["Sales"] * 8, seed=1, away=0.3))
    reviews = list(people(asked, ["Sales"] * 8, seed=2, away=0.3))
    found = figures(team(asked, own, reviews=reviews))
    pairs = [
        [
            (score, clause_scores(review)[clause])
            for clause, score in clause_scores(result).items()
            if score is not None and clause_scores(review)[clause] is not None
        ]
        for result, review in zip(own, reviews, strict=True)
    ]
    assert found.comparison[0].own.value == mean([mean([pair[0] for pair in each]) for each in pairs])
    assert found.comparison[0].other.value == mean([mean([pair[1] for pair in each]) for each in pairs])
    assert found.comparison[0].own.people == 8


def test_several_reviewers_of_one_person_count_as_their_mean() -> None:
    asked = questionnaire()
    own = [scored(asked, rated(asked, 4), f"E{n}") for n in range(5)]
    reviews = [scored(asked, rated(asked, rating), f"E{n}") for n in range(5) for rating in (1, 3)]
    found = figures(team(asked, own, reviews=reviews)).comparison[0]
    assert (found.other.value, found.other.people) == (Fraction(1, 2), 5)


def test_comparison_that_would_give_the_others_away_is_withheld() -> None:
    asked = questionnaire()
    own = list(people(asked, ["Sales"] * 8, away=0))
    assert figures(team(asked, own, reviews=own[:6])).comparison[0].own.is_withheld
    assert figures(team(asked, own[:6], reviews=own)).comparison[0].own.is_withheld
    assert not figures(team(asked, own, reviews=own)).comparison[0].own.is_withheld


def test_order_does_not_matter() -> None:
    asked = questionnaire()
    results = list(people(asked, DEPARTMENTS))
    assert shown_rows(figures(team(asked, results))) == shown_rows(figures(team(asked, reversed(results))))


def test_departments_are_one_however_they_are_typed() -> None:
    asked = questionnaire()
    typed = ["IT 部", "it部", "ＩＴ部", "IT\u3000部", "It 部"]
    found = figures(team(asked, people(asked, typed)))
    assert [row.name for row in found.departments] == ["IT 部"]


@pytest.mark.parametrize("count", [0, 1, 4])
def test_small_team_is_not_shown(count: int) -> None:
    asked = questionnaire()
    results = list(people(asked, ["Sales"] * count))
    found = figures(team(asked, results, earlier=results, reviews=results))
    assert not found.is_shown
    assert found.participants == count
    assert found.departments == []
    assert (found.bins, found.bands, found.gaps, found.not_applicable, found.incomplete) == ((), {}, (), None, None)
    assert all(cell.is_withheld for cell in chain(found.everyone.cells, found.changes))
    assert all(cell.is_withheld for beside in found.comparison for cell in beside)


def test_stage_that_few_have_is_withheld_and_cannot_be_worked_out() -> None:
    """In Data only two people have the second stage, so of Sales it is withheld too."""
    asked = questionnaire()
    full, without = rated(asked, 3), rated(asked, 2, c_2_1_a=None, c_2_2_a=None)
    sales = [scored(asked, full, f"S{n}", "Sales") for n in range(6)]
    data = [scored(asked, full if n < 2 else without, f"D{n}", "Data") for n in range(6)]
    found = figures(team(asked, [*sales, *data]))
    stage = {row.name: row.cells[2].is_withheld for row in found.departments}
    assert stage == {"Sales": True, "Data": True}
    assert not found.everyone.cells[2].is_withheld
    assert not any(row.cells[0].is_withheld for row in found.departments)


def test_nothing_about_few_people_can_be_worked_out() -> None:
    """Whoever subtracts all departments shown from everyone gets a group that is large enough, for every measure."""
    asked = questionnaire()
    rng = Random(11)
    for _ in range(40):
        names = [f"D{place}" for place in range(rng.randint(1, 6)) for _ in range(rng.randint(1, 9))]
        answers = (random_answers(rng, asked, rng.choice((0.0, 0.6))) for _ in names)
        results = [scored(asked, a, f"E{n}", d) for n, (d, a) in enumerate(zip(names, answers, strict=True))]
        found = figures(team(asked, results))
        for place, whole in enumerate(found.everyone.cells):
            cells = [row.cells[place] for row in found.departments if not row.cells[place].is_withheld]
            assert all(cell.people == 0 or cell.people >= 5 for cell in [whole, *cells])
            left = whole.people - sum(cell.people for cell in cells)
            assert whole.is_withheld or left == 0 or left >= 5
            assert not (whole.is_withheld and cells)


def test_result_of_another_edition_is_refused() -> None:
    asked = questionnaire()
    with pytest.raises(RenderError, match="another edition"):
        team(asked, [scored(asked, rated(asked)).model_copy(update={"form_hash": "0" * 16})])


def test_minimum_of_nobody_is_one_person() -> None:
    asked = questionnaire()
    assert not figures(team(asked, [], minimum=0)).is_shown
    assert figures(team(asked, people(asked, ["Sales"]), minimum=0)).is_shown
