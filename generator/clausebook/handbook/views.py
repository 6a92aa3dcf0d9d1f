"""The same data seen in other ways: by role, by evidence, by name, by what covers it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from clausebook.handbook.diagram import workflow_diagram
from clausebook.handbook.links import checklist_page, coverage_page, evidence_page, form_page
from clausebook.handbook.names import law_names, mentions, term_names
from clausebook.handbook.sections import bar
from clausebook.handbook.writer import Writer
from clausebook.model.artifact import Artifact
from clausebook.model.base import LocalizedText
from clausebook.model.coverage import KINDS
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import Clause, Law, Role, Stage
from clausebook.render.languages import collation

_Entry: TypeAlias = tuple[LocalizedText, str, list[Clause]]

ASSESSABLE = ("requirement", "recommendation", "instruction")
"""The types of provisions that a checklist asks for: the others ask for nothing."""


def workflow(writer: Writer) -> Artifact:
    """The steps in their order, as a diagram and as text."""
    units = {unit.id: unit for unit in writer.standard.units}
    return writer.page(
        "workflow.md",
        "workflow",
        diagrams=[
            (name, workflow_diagram(writer.standard, writer.language, columns))
            for name, columns in (("wide", 3), ("narrow", 1))
        ],
        steps=[(step, [units[task] for task in step.tasks]) for step in writer.standard.steps],
    )


def roles(writer: Writer) -> Artifact:
    """Every role with its duties and clauses."""
    found = [(role, _clauses_of(writer, role), checklist_page(role)) for role in writer.standard.roles]
    return writer.page("roles.md", "roles", roles=found)


def checklists(writer: Writer, forms: Sequence[Questionnaire] = ()) -> Iterator[Artifact]:
    """For each role, all that it has to see to, to be ticked off, and the forms that are made for it."""
    for role in writer.standard.roles:
        clauses = _clauses_of(writer, role)
        yield writer.page(
            checklist_page(role),
            "checklist",
            role=role,
            clauses=clauses,
            types=ASSESSABLE,
            bar=bar(writer, with_roles=False),
            forms=[(form.form, form_page(form.form)) for form in forms if role.id in form.form.roles],
        )


def evidence(writer: Writer) -> Iterator[Artifact]:
    """For each stage, the documents and records by which an assessor sees that its provisions are met."""
    for stage in writer.standard.stages:
        clauses = [clause for clause in writer.standard.clauses_of(stage) if any(p.evidence for p in clause.provisions)]
        yield writer.page(
            evidence_page(stage),
            "evidence",
            stage=stage,
            clauses=[(clause, [writer.standard.role_by_id[role] for role in clause.roles]) for clause in clauses],
            bar=bar(writer),
        )


def lookup(writer: Writer) -> Artifact:
    """Terms, documents and roles with the clauses in which they occur."""
    standard, language = writer.standard, writer.language
    terms = _mentions(writer, term_names(standard.all_terms, language))
    laws = _mentions(writer, law_names(standard.laws, language))
    references = standard.identity.references
    cited = _mentions(writer, {reference.number: reference.id for reference in references})
    lists: dict[str, list[_Entry]] = {
        "terms": [(term.name, f"terms.md#{term.id}", terms.get(term.id, [])) for term in standard.all_terms],
        "documents": [
            *((law.title, f"laws.md#{law.id}", laws.get(law.id, [])) for law in standard.laws),
            *((ref.title, f"references.md#{ref.id}", cited.get(ref.id, [])) for ref in references),
        ],
        "roles": [(role.title, f"roles.md#{role.id}", _clauses_of(writer, role)) for role in standard.roles],
    }
    return writer.page(
        "lookup.md",
        "lookup",
        lists={
            name: sorted(entries, key=lambda entry: collation(entry[0][language]))
            for name, entries in lists.items()
            if entries
        },
    )


def laws(writer: Writer) -> Artifact:
    """The laws and rules that the handbook names, by jurisdiction, with who to ask whether they still hold."""
    found = _mentions(writer, law_names(writer.standard.laws, writer.language))
    by_place: dict[str, list[tuple[Law, list[Clause]]]] = {}
    for law in writer.standard.laws:
        by_place.setdefault(law.jurisdiction[writer.language], []).append((law, found.get(law.id, [])))
    return writer.page("laws.md", "laws", jurisdictions=[(laws[0][0].jurisdiction, laws) for laws in by_place.values()])


def coverage(writer: Writer) -> Iterator[Artifact]:
    """What covers every provision: an overview, and a page for each stage."""
    stages = [(stage, coverage_page(stage), _totals(writer, stage)) for stage in writer.standard.stages]
    yield writer.page("coverage/index.md", "coverage", stages=stages, kinds=KINDS, required=writer.coverage.required)
    for stage in writer.standard.stages:
        yield writer.page(
            coverage_page(stage),
            "coverage-stage",
            stage=stage,
            clauses=writer.standard.clauses_of(stage),
            coverage=writer.coverage,
            kinds=KINDS,
        )


def _totals(writer: Writer, stage: Stage) -> list[tuple[int, int]]:
    """For each kind of thing that covers provisions: how many of a stage's it covers, and of how many."""
    refs = [ref for clause in writer.standard.clauses_of(stage) for ref, _ in clause.references()]
    return [(sum(bool(writer.coverage.of(ref, kind)) for ref in refs), len(refs)) for kind in KINDS]


def _mentions(writer: Writer, names: Mapping[str, str]) -> Mapping[str, list[Clause]]:
    return mentions(writer.standard, names, writer.language)


def _clauses_of(writer: Writer, role: Role) -> list[Clause]:
    return [clause for clause in writer.standard.in_order if role.id in clause.roles]
