"""This project's own standard: complete, in every language, and in its order."""

from collections import Counter

from clausebook.build.loading import load_project
from clausebook.model.base import LocalizedList
from clausebook.model.standard import Standard
from clausebook.project import Project


def test_nothing_is_left_to_warn_of(real: Project) -> None:
    assert load_project(real, strict=True).warnings == ()


def test_the_standard_is_complete(standard: Standard) -> None:
    assert len(standard.stages) == 7
    assert len(standard.units) == 23
    assert len(standard.clauses) == 109
    assert (len(standard.terms), len(standard.steps), len(standard.identity.references)) == (7, 11, 5)
    kinds = Counter(provision.type for clause in standard.clauses.values() for provision in clause.provisions)
    assert kinds["requirement"] >= 106
    assert kinds["recommendation"] >= 17
    assert kinds["permission"] >= 5


def test_a_group_heads_two_clauses(standard: Standard) -> None:
    (group,) = [group for unit in standard.units for group in unit.groups]
    numbers = [number for number in standard.clauses if number.startswith(f"{group.number}.")]
    assert (group.number, sorted(numbers)) == ("1.3.1", ["1.3.1.1", "1.3.1.2"])


def test_every_clause_says_who_when_and_how(standard: Standard) -> None:
    for clause in standard.clauses.values():
        assert clause.roles, clause.number
        assert clause.models, clause.number
        assert clause.steps, clause.number
        assert clause.see_also, clause.number
        assert clause.purpose, clause.number
        assert 3 <= length(standard, clause.practice) <= 6, clause.number
        assert length(standard, clause.pitfalls) >= 2, clause.number
        assert sum(length(standard, provision.evidence) for provision in clause.provisions) >= 2, clause.number
        assert all(provision.evidence for provision in clause.provisions), clause.number
        assert clause.translated_from, clause.number
        assert {*clause.models, *clause.left_out} == {model.id for model in standard.identity.models}


def test_every_stage_and_task_says_what_it_takes_and_leaves(standard: Standard) -> None:
    for section in (section for stage in standard.stages for section in (stage, *stage.tasks)):
        assert length(standard, section.inputs) >= 2, section.number
        assert length(standard, section.outputs) >= 2, section.number
        assert section.context, section.number


def test_every_term_has_a_note_and_related_terms(standard: Standard) -> None:
    for term in standard.terms:
        assert term.note, term.id
        assert term.see_also, term.id


def test_every_step_of_the_workflow_is_carried_out_by_clauses(standard: Standard) -> None:
    used = {step for clause in standard.clauses.values() for step in clause.steps}
    assert used == {step.id for step in standard.steps}
    assert {role for clause in standard.clauses.values() for role in clause.roles} == {
        role.id for role in standard.roles
    }


def length(standard: Standard, entries: LocalizedList | None) -> int:
    return len(entries[standard.identity.source_language]) if entries else 0
