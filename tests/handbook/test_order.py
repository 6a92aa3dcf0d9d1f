"""The ways on from a clause."""

from clausebook.build.loading import load_project
from clausebook.handbook.order import outline_order, workflow_order
from clausebook.model.standard import Standard
from clausebook.project import Project


def test_the_outline_runs_from_the_first_clause_to_the_last(standard: Standard) -> None:
    order = outline_order(standard)
    numbers = [standard.in_order[0].number]
    while after := order[standard.clauses[numbers[-1]].id].after:
        assert order[after.id].before == standard.clauses[numbers[-1]]
        numbers.append(after.number)
    assert numbers == [clause.number for clause in standard.in_order]


def test_the_workflow_meets_every_clause_once_step_by_step(standard: Standard) -> None:
    order = workflow_order(standard)
    (clause,) = [standard.clause_by_id[id_] for id_, way in order.items() if way.before is None]
    met = [clause]
    while after := order[met[-1].id].after:
        met.append(after)
    assert {clause.id for clause in met} == set(standard.clause_by_id)
    places = [standard.steps.index(way.step) for clause in met if (way := order[clause.id]).step]
    assert places == sorted(places)
    assert len(places) == len(met)
    assert all(way.step and way.step.id in standard.clause_by_id[id_].steps for id_, way in order.items())


def test_a_standard_without_a_workflow_has_no_way_along_it(tiny: Project) -> None:
    assert workflow_order(load_project(tiny).standard) == {}
