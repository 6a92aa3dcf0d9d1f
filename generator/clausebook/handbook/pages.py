"""Every page of the handbook in one language, as Markdown that any Python-Markdown based engine builds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

from markupsafe import Markup

from clausebook.handbook.links import alternates, clause_target, relative, section_page
from clausebook.model.artifact import Artifact
from clausebook.model.standard import PROVISION_TYPES, Clause, Group, Section, Stage, Standard
from clausebook.render.jinja import Templates, Words

Entry = tuple[str, str | None]


def pages(standard: Standard, templates: Templates, language: str, forms: Iterable[str] = ()) -> tuple[Artifact, ...]:
    """All pages in a language; `forms` are the pages of self-assessments that the home page leads to."""
    writer = _Writer(standard, templates, language, templates.words("handbook", language))
    sections = [section for stage in standard.stages for section in (stage, *stage.tasks)]
    made = [writer.home(tuple(forms)), *map(writer.section, sections)]
    made += [writer.terms()] if standard.terms else []
    made += [writer.workflow()] if standard.steps else []
    made += [writer.roles()] if standard.roles else []
    made += [writer.references()] if standard.identity.references else []
    return tuple(made)


@dataclass(frozen=True)
class _Writer:
    standard: Standard
    templates: Templates
    language: str
    words: Words

    def home(self, forms: tuple[str, ...]) -> Artifact:
        standard = self.standard
        entries = [
            *([("by_workflow", "workflow.md")] if standard.steps else []),
            *([("by_role", "roles.md")] if standard.roles else []),
            *([("by_term", "terms.md")] if standard.terms else []),
            *(("assessment", form) for form in forms[:1]),
        ]
        return self._page(
            "index.md",
            "home",
            title=self.words["home"],
            numbers=self._figures(),
            forms=forms,
            stages=[(stage, self._tally(stage)) for stage in standard.stages],
            entries=entries,
        )

    def section(self, section: Section) -> Artifact:
        """A stage, or a task with all of its clauses; a stage without tasks is both."""
        page = section_page(section)
        tasks = section.tasks if isinstance(section, Stage) else ()
        clauses = self.standard.clauses_of(section)
        return self._page(
            page,
            "section",
            section=section,
            tasks=[(task, self._tally(task), self.standard.clauses_of(task)) for task in tasks],
            parts=[] if tasks else self._parts(section, clauses, page),
        )

    def terms(self) -> Artifact:
        names = {term.id: term.name for term in self.standard.terms}
        return self._page("terms.md", "terms", terms=self.standard.terms, names=names)

    def workflow(self) -> Artifact:
        units = {unit.id: unit for unit in self.standard.units}
        steps = [(step, [units[task] for task in step.tasks]) for step in self.standard.steps]
        return self._page("workflow.md", "workflow", steps=steps)

    def roles(self) -> Artifact:
        roles = [(role, [c for c in self._in_order() if role.id in c.roles]) for role in self.standard.roles]
        return self._page("roles.md", "roles", roles=roles)

    def references(self) -> Artifact:
        return self._page("references.md", "references", references=self.standard.identity.references)

    def _parts(
        self, section: Section, clauses: tuple[Clause, ...], page: str
    ) -> list[tuple[Group | None, list[Markup]]]:
        """The clauses of a section as blocks of Markdown, those of a group below its heading."""
        grouped = groupby(clauses, key=partial(_group_of, section.groups))
        return [(group, [self._clause(clause, page) for clause in members]) for group, members in grouped]

    def _clause(self, clause: Clause, page: str) -> Markup:
        related = [self.standard.clause_by_id[other] for other in clause.see_also]
        block = self.templates.render(
            "handbook/clause.md.j2",
            clause=clause,
            language=self.language,
            words=self.words,
            facts=self._facts(clause, page),
            evidence=[provision for provision in clause.provisions if provision.evidence],
            related=[(other, relative(clause_target(self.standard, other), page)) for other in related],
        )
        return Markup(block)  # noqa: S704 - the template has escaped what it was given

    def _facts(self, clause: Clause, page: str) -> list[tuple[str, list[Entry]]]:
        """What a reader sees at a glance: for which business, by whom, in which step."""
        roles = [self.standard.role_by_id[role] for role in clause.roles]
        steps = [self.standard.step_by_id[step] for step in clause.steps]
        models = [model for model in self.standard.identity.models if model.id in clause.models]
        facts: list[tuple[str, list[Entry]]] = [
            ("applies_to", [(model.title[self.language], None) for model in models]),
            ("done_by", [(role.title[self.language], relative(f"roles.md#{role.id}", page)) for role in roles]),
            ("in_step", [(step.title[self.language], relative(f"workflow.md#{step.id}", page)) for step in steps]),
        ]
        return [(name, entries) for name, entries in facts if entries]

    def _figures(self) -> list[tuple[int, str]]:
        standard = self.standard
        tasks = sum(len(stage.tasks) for stage in standard.stages)
        provisions = sum(len(clause.provisions) for clause in standard.clauses.values())
        figures = [
            (len(standard.stages), "stages"),
            (tasks, "tasks"),
            (len(standard.clauses), "clauses"),
            (provisions, "provisions"),
        ]
        return [(number, self.words[key]) for number, key in figures if number]

    def _tally(self, section: Section) -> list[tuple[str, int]]:
        """How many provisions of each type stand in a section."""
        counts = Counter(p.type for clause in self.standard.clauses_of(section) for p in clause.provisions)
        return [(kind, counts[kind]) for kind in PROVISION_TYPES if counts[kind]]

    def _in_order(self) -> tuple[Clause, ...]:
        return tuple(clause for stage in self.standard.stages for clause in self.standard.clauses_of(stage))

    def _page(self, path: str, template: str, **context: Any) -> Artifact:
        text = self.templates.render(
            f"handbook/{template}.md.j2",
            standard=self.standard,
            language=self.language,
            words=self.words,
            alternates=alternates(path, self.standard.languages),
            to_section=lambda section: relative(section_page(section), path),
            to_clause=lambda clause: relative(clause_target(self.standard, clause), path),
            **context,
        )
        return Artifact.text(path, text.lstrip("\n"))


def _group_of(groups: tuple[Group, ...], clause: Clause) -> Group | None:
    return next((group for group in groups if clause.number.startswith(f"{group.number}.")), None)
