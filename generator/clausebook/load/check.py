"""What no single file can show: ids that lead nowhere, clauses nobody lists, verbs that belie their type."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol

from clausebook.errors import Problem
from clausebook.load.content import Content
from clausebook.load.translations import check_translations
from clausebook.load.yaml_source import Path_, Source
from clausebook.model.modality import modal_fault
from clausebook.model.standard import Clause, Outline, Section, Stage


class HasId(Protocol):
    """Anything that has an id."""

    @property
    def id(self) -> str: ...  # noqa: D102


def check_content(content: Content) -> list[Problem]:
    """Every problem that shows only when the files of a content folder are laid side by side."""
    return [
        *_check_lists(content),
        *_check_outline(content),
        *_check_clause_identities(content.clauses),
        *_check_links(content),
        *check_translations(content),
        *(problem for clause, source in content.clauses for problem in _check_wording(clause, source)),
        *(problem for clause, source in content.clauses for problem in _check_models(content, clause, source)),
    ]


def duplicates(source: Source, path: Path_, values: Sequence[str], key: str) -> Iterator[Problem]:
    """A problem for each entry of the list at `path` whose `key` an earlier entry has."""
    taken: set[str] = set()
    for index, value in enumerate(values):
        if value in taken:
            yield source.problem((*path, index, key), f"the {key} {value!r} is already taken", "choose another")
        taken.add(value)


def dangling(
    source: Source, path: Path_, values: Iterable[str], known: Collection[str], kind: str
) -> Iterator[Problem]:
    """A problem for each value of the list at `path` that is not the id of a known thing of this kind."""
    for index, value in enumerate(values):
        if value not in known:
            yield source.problem((*path, index), f"there is no {kind} {value!r}", suggestion(value, known))


def suggestion(value: str, known: Iterable[str]) -> str:
    """What to do about an id that leads nowhere."""
    close = difflib.get_close_matches(value, list(known), n=1)
    return f"did you mean {close[0]!r}?" if close else "add it, or correct the id"


def _check_lists(content: Content) -> Iterator[Problem]:
    identity = content.identity
    lists: list[tuple[str, str, Sequence[HasId]]] = [
        ("standard.yaml", "models", identity.models if identity else ()),
        ("standard.yaml", "references", identity.references if identity else ()),
        ("terms.yaml", "terms", content.terms.terms),
        ("terms.yaml", "glossary", content.terms.glossary),
        ("workflow.yaml", "steps", content.workflow.steps),
        ("roles.yaml", "roles", content.roles.roles),
        ("laws.yaml", "laws", content.laws.laws),
    ]
    for file, key, entries in lists:
        if file in content.sources:
            yield from duplicates(content.sources[file], (key,), [entry.id for entry in entries], "id")
    terms = {term.id for term in content.terms.terms}
    for index, word in enumerate(content.terms.glossary):
        if word.id in terms:
            source, what = content.sources["terms.yaml"], f"the id {word.id!r} is already taken by a term"
            yield source.problem(("glossary", index, "id"), what, "choose another")


def _sections(outline: Outline) -> Iterator[tuple[Path_, Section]]:
    for index, stage in enumerate(outline.stages):
        yield ("stages", index), stage
        for inner, task in enumerate(stage.tasks):
            yield ("stages", index, "tasks", inner), task


def _check_outline(content: Content) -> Iterator[Problem]:
    if content.outline is None:
        return
    source = content.sources["outline.yaml"]
    numbers: set[str] = set()
    ids: set[str] = set()
    listing = _Listing.of(content)
    for path, section in _sections(content.outline):
        if section.number in numbers:
            yield source.problem((*path, "number"), f"the number {section.number} stands twice", "correct one")
        if section.id in ids:
            yield source.problem((*path, "id"), f"the id {section.id!r} is already taken", "choose another")
        numbers.add(section.number)
        ids.add(section.id)
        yield from _check_section(source, path, section)
        yield from listing.check(source, path, section)
    for clause, clause_source in content.clauses:
        if clause.number not in listing.listed:
            what = f"the outline does not list clause {clause.number}"
            yield clause_source.problem(("number",), what, "add the number in content/outline.yaml, or remove the file")


def _check_section(source: Source, path: Path_, section: Section) -> Iterator[Problem]:
    tasks = section.tasks if isinstance(section, Stage) else ()
    if tasks and section.clauses:
        yield source.problem((*path, "clauses"), "the stage has both tasks and clauses", "move the clauses to a task")
    if not tasks and not section.clauses:
        yield source.problem(path, "the section is empty", "list clauses, or remove it")
    below: list[tuple[Path_, str]] = [(("tasks", i, "number"), task.number) for i, task in enumerate(tasks)]
    below += [(("clauses", i), number) for i, number in enumerate(section.clauses)]
    below += [(("groups", i, "number"), group.number) for i, group in enumerate(section.groups)]
    for inner, number in below:
        if not number.startswith(f"{section.number}."):
            yield source.problem(
                (*path, *inner), f"{number} does not stand below {section.number}", "correct the number"
            )
    for i, group in enumerate(section.groups):
        if not any(number.startswith(f"{group.number}.") for number in section.clauses):
            yield source.problem((*path, "groups", i), f"the group {group.number} has no clause", "remove it")


@dataclass(frozen=True)
class _Listing:
    """Which clauses the sections list: those that were met, out of those that were read and those that could not be."""

    numbers: frozenset[str]
    unread: frozenset[str]
    listed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, content: Content) -> "_Listing":
        unread = {PurePosixPath(problem.where.file).stem for problem in content.problems}
        return cls(frozenset(clause.number for clause, _ in content.clauses), frozenset(unread))

    def check(self, source: Source, path: Path_, section: Section) -> Iterator[Problem]:
        for i, number in enumerate(section.clauses):
            if number in self.listed:
                yield source.problem((*path, "clauses", i), f"clause {number} is listed twice", "remove one")
            elif number not in self.numbers and number not in self.unread:
                remedy = f"add content/clauses/{number}.yaml, or correct the number"
                yield source.problem((*path, "clauses", i), f"there is no clause {number}", remedy)
            self.listed.add(number)


def _check_clause_identities(clauses: list[tuple[Clause, Source]]) -> Iterator[Problem]:
    ids: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for clause, source in clauses:
        for key, value, seen in (("id", clause.id, ids), ("number", clause.number, numbers)):
            if value in seen:
                yield source.problem((key,), f"the {key} {value!r} is already taken by {seen[value]}", "choose another")
            seen.setdefault(value, source.file)
        yield from duplicates(source, ("provisions",), [provision.id for provision in clause.provisions], "id")
        if PurePosixPath(source.file).stem != clause.number:
            what = f"the file is not named after clause {clause.number}"
            yield source.problem(("number",), what, f"rename it to {clause.number}.yaml", is_warning=True)


def _check_links(content: Content) -> Iterator[Problem]:
    """Ids that lead nowhere, except to things of a kind that could not all be read: those faults come first."""
    models = content.identity.models if content.identity else ()
    known = {
        "role": ("roles.yaml", _ids(content.roles.roles)),
        "business model": ("standard.yaml", _ids(models)),
        "workflow step": ("workflow.yaml", _ids(content.workflow.steps)),
        "clause": ("clauses", _ids(clause for clause, _ in content.clauses)),
        "term": ("terms.yaml", _ids((*content.terms.terms, *content.terms.glossary))),
        "task": ("outline.yaml", _ids(_units(content.outline))),
    }
    for source, path, values, kind in _links(content):
        file, ids = known[kind]
        if file not in content.unread:
            yield from dangling(source, path, values, ids, kind)


def _links(content: Content) -> Iterator[tuple[Source, Path_, tuple[str, ...], str]]:
    """Every list of ids, with where it stands and what its ids are of."""
    for clause, source in content.clauses:
        yield source, ("roles",), clause.roles, "role"
        yield source, ("models",), clause.models, "business model"
        yield source, ("steps",), clause.steps, "workflow step"
        yield source, ("see_also",), clause.see_also, "clause"
    for key, terms in (("terms", content.terms.terms), ("glossary", content.terms.glossary)):
        for i, term in enumerate(terms):
            yield content.sources["terms.yaml"], (key, i, "see_also"), term.see_also, "term"
    for i, step in enumerate(content.workflow.steps):
        yield content.sources["workflow.yaml"], ("steps", i, "tasks"), step.tasks, "task"


def _ids(things: Iterable[HasId]) -> Mapping[str, None]:
    """The ids of some things, in their order, to be asked after quickly."""
    return dict.fromkeys(thing.id for thing in things)


def _units(outline: Outline | None) -> list[Section]:
    return [unit for stage in outline.stages for unit in stage.units] if outline else []


def _check_wording(clause: Clause, source: Source) -> Iterator[Problem]:
    for i, provision in enumerate(clause.provisions):
        for language, text in provision.text.items():
            if fault := modal_fault(text, provision.type, language):
                yield source.problem(("provisions", i, "text", language), fault, "change the verb or the type")


def _check_models(content: Content, clause: Clause, source: Source) -> Iterator[Problem]:
    """Whether a clause gives a reason for each business model that it leaves out, and for no other."""
    declared = [model.id for model in content.identity.models] if content.identity else []
    for model in clause.left_out:
        place = ("left_out", model)
        if content.identity and model not in declared:
            yield source.problem(place, f"there is no business model {model!r}", suggestion(model, declared))
        elif model in clause.models:
            yield source.problem(place, f"the clause applies to {model}", "remove the reason, or the model")
    for model in declared if clause.models else ():
        if model not in clause.models and model not in clause.left_out:
            what = f"the clause leaves out {model} without a reason"
            yield source.problem(("models",), what, f"give it as left_out: {{{model}: ...}}", is_warning=True)
