"""A standard: its identity, its outline, its clauses, and the terms, steps, roles and references around them."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import ClassVar, Literal

from pydantic import Field

from clausebook.model.base import Id, Language, LocalizedList, LocalizedNames, LocalizedText, Model, Number, Text

ProvisionType = Literal["requirement", "recommendation", "permission", "statement", "instruction"]
PROVISION_TYPES: tuple[ProvisionType, ...] = ("requirement", "recommendation", "permission", "statement", "instruction")
"""The clause types of GB/T 1.1-2020, Annex C, and of the ISO/IEC Directives, Part 2, clause 7."""


class Record(Model):
    """Something with an id of its own and texts in every language. `kind` and id together name it in a standard."""

    kind: ClassVar[str]
    id: Id


class Part(Model):
    """A content file of many records.

    `translated_from` holds, for the language that the records were translated from, the hash of each record's text as
    it was then, by the record's name in the file. A record without one is not watched.
    """

    translated_from: Mapping[Language, Mapping[str, str]] = Field(default_factory=dict)


class BusinessModel(Record):
    """A way of doing business that a clause may apply to."""

    kind = "model"
    title: LocalizedText


class Reference(Record):
    """A document that the standard cites."""

    kind = "reference"
    number: Text
    title: LocalizedText
    note: LocalizedText | None = None


class Identity(Record, Part):
    """What the standard is: content/standard.yaml."""

    kind = "standard"
    number: Text | None = None
    edition: Text | None = None
    title: LocalizedText
    summary: LocalizedText
    languages: tuple[Language, ...] = Field(min_length=1)
    publisher: LocalizedText
    notice: LocalizedText
    copyright: LocalizedText
    models: tuple[BusinessModel, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def source_language(self) -> str:
        """The language that the others are translated from: the first declared."""
        return self.languages[0]


class Group(Model):
    """A heading over some clauses of a task, which stand below it by their numbers."""

    number: Number
    title: LocalizedText


class Section(Record):
    """A numbered part of the outline that may list clauses by number.

    `inputs` is what has to be there before the work begins, `outputs` what it leaves, `context` how it hangs together
    with its neighbours.
    """

    number: Number
    title: LocalizedText
    objective: LocalizedText
    inputs: LocalizedList | None = None
    outputs: LocalizedList | None = None
    context: LocalizedText | None = None
    groups: tuple[Group, ...] = ()
    clauses: tuple[Number, ...] = ()


class Task(Section):
    """The second level of the outline."""

    kind = "task"


class Stage(Section):
    """The first level of the outline: tasks, or in a standard of two levels the clauses themselves."""

    kind = "stage"
    tasks: tuple[Task, ...] = ()

    @property
    def units(self) -> tuple[Section, ...]:
        """The sections that hold clauses: the stage's tasks, or the stage itself where it has none."""
        return self.tasks or (self,)


class Outline(Part):
    """The whole tree: content/outline.yaml."""

    stages: tuple[Stage, ...] = Field(min_length=1)


class Provision(Model):
    """One assessable sentence of a clause: one obligation, of one type."""

    id: Id
    type: ProvisionType
    text: LocalizedText
    evidence: LocalizedList | None = None


class Clause(Record):
    """One clause in every language: content/clauses/<number>.yaml. Its id outlives its number.

    `left_out` gives the reason for each business model that `models` leaves out, by the model's id.
    """

    kind = "clause"
    number: Number
    title: LocalizedText
    provisions: tuple[Provision, ...] = Field(min_length=1)
    purpose: LocalizedText | None = None
    practice: LocalizedList | None = None
    pitfalls: LocalizedList | None = None
    roles: tuple[Id, ...] = ()
    models: tuple[Id, ...] = ()
    left_out: Mapping[Id, LocalizedText] = Field(default_factory=dict)
    steps: tuple[Id, ...] = ()
    see_also: tuple[Id, ...] = ()
    translated_from: Mapping[Language, str] = Field(default_factory=dict)

    def references(self) -> tuple[tuple[str, Provision], ...]:
        """The provisions with the references that forms and responses use: "<clause id>.<provision id>"."""
        return tuple((f"{self.id}.{provision.id}", provision) for provision in self.provisions)


class Term(Record):
    """A defined term; `aliases` are other names under which readers look for it."""

    kind = "term"
    name: LocalizedText
    aliases: LocalizedNames | None = None
    definition: LocalizedText
    note: LocalizedText | None = None
    see_also: tuple[Id, ...] = ()


class Terms(Part):
    """content/terms.yaml: the terms that the standard defines, and words of the trade that the handbook explains."""

    terms: tuple[Term, ...] = ()
    glossary: tuple[Term, ...] = ()


class Law(Record):
    """A law, rule or scheme of official certificates that the practice notes name.

    `names` are the ways in which texts name it, `since` the day from which it has applied, and `authority` who to ask
    whether that is still so; `checked` is when the author last did.
    """

    kind = "law"
    title: LocalizedText
    names: LocalizedNames
    jurisdiction: LocalizedText
    since: Text | None = None
    authority: LocalizedText
    checked: date
    note: LocalizedText | None = None


class Laws(Part):
    """content/laws.yaml."""

    laws: tuple[Law, ...] = ()


class Step(Record):
    """A step of the workflow, with the tasks (or stages without tasks) that carry it out."""

    kind = "step"
    title: LocalizedText
    summary: LocalizedText
    tasks: tuple[Id, ...] = ()


class Workflow(Part):
    """content/workflow.yaml: the steps in their order."""

    steps: tuple[Step, ...] = ()


class Role(Record):
    """Who does the work of a clause."""

    kind = "role"
    title: LocalizedText
    duties: LocalizedText


class Roles(Part):
    """content/roles.yaml."""

    roles: tuple[Role, ...] = ()


class Standard(Model):
    """A whole standard, checked: every id in it leads somewhere and every clause stands in the outline.

    `stale` names by kind and id the records whose source text has changed since they were translated.
    """

    identity: Identity
    stages: tuple[Stage, ...]
    clauses: Mapping[Number, Clause]
    terms: tuple[Term, ...] = ()
    glossary: tuple[Term, ...] = ()
    steps: tuple[Step, ...] = ()
    roles: tuple[Role, ...] = ()
    laws: tuple[Law, ...] = ()
    stale: frozenset[tuple[str, str]] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        return self.identity.languages

    @property
    def units(self) -> tuple[Section, ...]:
        """Every section that holds clauses, in outline order."""
        return tuple(unit for stage in self.stages for unit in stage.units)

    @property
    def all_terms(self) -> tuple[Term, ...]:
        """The standard's own terms, then the words of the trade."""
        return (*self.terms, *self.glossary)

    @property
    def has_evidence(self) -> bool:
        """Whether any provision names evidence."""
        return any(provision.evidence for clause in self.clauses.values() for provision in clause.provisions)

    @cached_property
    def in_order(self) -> tuple[Clause, ...]:
        """Every clause, in outline order."""
        return tuple(clause for stage in self.stages for clause in self.clauses_of(stage))

    def stale_source(self, record: Record, language: str) -> str | None:
        """The source language, where its text has changed since the record was translated into `language`."""
        source = self.identity.source_language
        return source if language != source and (record.kind, record.id) in self.stale else None

    def clauses_of(self, section: Section) -> tuple[Clause, ...]:
        """The clauses of a section, those of its tasks included, in outline order."""
        units = section.units if isinstance(section, Stage) else (section,)
        return tuple(self.clauses[number] for unit in units for number in unit.clauses)

    @cached_property
    def clause_by_id(self) -> Mapping[str, Clause]:
        return {clause.id: clause for clause in self.clauses.values()}

    @cached_property
    def unit_of_clause(self) -> Mapping[str, Section]:
        """The section in which each clause stands, by clause id."""
        return {self.clauses[number].id: unit for unit in self.units for number in unit.clauses}

    @cached_property
    def role_by_id(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def term_by_id(self) -> Mapping[str, Term]:
        return {term.id: term for term in self.all_terms}

    @cached_property
    def step_by_id(self) -> Mapping[str, Step]:
        return {step.id: step for step in self.steps}
