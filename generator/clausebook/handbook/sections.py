"""The pages of stages and tasks, where the clauses stand."""

from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Any

from clausebook.handbook.links import section_page
from clausebook.handbook.writer import Writer
from clausebook.model.artifact import Artifact
from clausebook.model.standard import PROVISION_TYPES, Clause, Group, Section, Stage

Fact = tuple[str, list[tuple[str, str | None]]]


def section_page_of(writer: Writer, section: Section) -> Artifact:
    """A stage, or a task with all of its clauses; a stage without tasks is both."""
    tasks = section.tasks if isinstance(section, Stage) else ()
    clauses = () if tasks else writer.standard.clauses_of(section)
    return writer.page(
        section_page(section),
        "section",
        section=section,
        tasks=[(task, tally(writer, task), writer.standard.clauses_of(task)) for task in tasks],
        parts=grouped(section, clauses),
        bar=bar(writer),
        facts=partial(_facts, writer),
        neighbours=partial(_neighbours, writer),
        clause_by_id=writer.standard.clause_by_id,
        model_by_id={model.id: model for model in writer.standard.identity.models},
    )


def bar(writer: Writer, *, with_roles: bool = True) -> dict[str, list[tuple[str, str]]]:
    """What the reader may filter provisions by: ids with titles, by kind; a kind with one choice is left out.

    The choices are those of the whole standard, because a filter is kept from page to page.
    """
    standard, language = writer.standard, writer.language
    types = {provision.type for clause in standard.clauses.values() for provision in clause.provisions}
    choices: dict[str, list[tuple[str, str]]] = {
        "model": [(model.id, model.title[language]) for model in standard.identity.models],
        "role": [(role.id, role.title[language]) for role in standard.roles if with_roles],
        "type": [(kind, writer.words[kind]) for kind in PROVISION_TYPES if kind in types],
    }
    return {kind: found for kind, found in choices.items() if len(found) > 1}


def tally(writer: Writer, section: Section) -> list[tuple[str, int]]:
    """How many provisions of each type stand in a section."""
    counts = Counter(p.type for clause in writer.standard.clauses_of(section) for p in clause.provisions)
    return [(kind, counts[kind]) for kind in PROVISION_TYPES if counts[kind]]


def _facts(writer: Writer, clause: Clause) -> list[Fact]:
    """What a reader sees at a glance: for which business, by whom, in which step."""
    standard, language = writer.standard, writer.language
    models = [model for model in standard.identity.models if model.id in clause.models]
    roles = [standard.role_by_id[role] for role in clause.roles]
    steps = [standard.step_by_id[step] for step in clause.steps]
    facts: list[Fact] = [
        ("applies_to", [(model.title[language], None) for model in models]),
        ("done_by", [(role.title[language], f"roles.md#{role.id}") for role in roles]),
        ("in_step", [(step.title[language], f"workflow.md#{step.id}") for step in steps]),
    ]
    return [(name, entries) for name, entries in facts if entries]


def _neighbours(writer: Writer, clause: Clause) -> list[dict[str, Any]]:
    """The ways on from a clause: along the outline, and along the workflow where it has a place there."""
    ways = [writer.by_outline[clause.id], writer.by_workflow.get(clause.id)]
    return [
        {"name": way.step.title[writer.language] if way.step else None, "before": way.before, "after": way.after}
        for way in ways
        if way is not None and (way.before or way.after)
    ]


def grouped(section: Section, clauses: Iterable[Clause]) -> list[tuple[Group | None, list[Clause]]]:
    """Clauses of a section in runs: those below a heading of the section with that heading."""
    return [(group, list(members)) for group, members in groupby(clauses, partial(_group_of, section.groups))]


def _group_of(groups: tuple[Group, ...], clause: Clause) -> Group | None:
    return next((group for group in groups if clause.number.startswith(f"{group.number}.")), None)
