"""This project's own standard: complete, in every language, and in its order."""

from collections import Counter

from clausebook.build.loading import load_project
from clausebook.project import Project


def test_the_standard_is_complete(real: Project) -> None:
    standard = load_project(real, strict=True).standard
    assert len(standard.stages) == 7
    assert len(standard.units) == 23
    assert len(standard.clauses) == 109
    assert (len(standard.terms), len(standard.steps), len(standard.identity.references)) == (7, 11, 5)
    kinds = Counter(provision.type for clause in standard.clauses.values() for provision in clause.provisions)
    assert kinds["requirement"] >= 106
    assert kinds["recommendation"] >= 17
    assert kinds["permission"] >= 5


def test_a_group_heads_two_clauses(real: Project) -> None:
    (group,) = [group for unit in load_project(real).standard.units for group in unit.groups]
    numbers = [number for number in load_project(real).standard.clauses if number.startswith(f"{group.number}.")]
    assert (group.number, sorted(numbers)) == ("1.3.1", ["1.3.1.1", "1.3.1.2"])


def test_every_clause_says_who_when_and_how(real: Project) -> None:
    standard = load_project(real).standard
    for clause in standard.clauses.values():
        assert clause.roles, clause.number
        assert clause.models, clause.number
        assert clause.steps, clause.number
        assert clause.purpose, clause.number
        assert clause.practice, clause.number
        assert clause.pitfalls, clause.number
        assert all(provision.evidence for provision in clause.provisions), clause.number
        assert clause.translated_from, clause.number


def test_every_step_of_the_workflow_is_carried_out_by_clauses(real: Project) -> None:
    standard = load_project(real).standard
    used = {step for clause in standard.clauses.values() for step in clause.steps}
    assert used == {step.id for step in standard.steps}
    assert {role for clause in standard.clauses.values() for role in clause.roles} == {
        role.id for role in standard.roles
    }
