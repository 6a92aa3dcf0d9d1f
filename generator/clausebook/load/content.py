"""The content folder of a project as a Standard."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from clausebook.errors import InputError, Problem, Where
from clausebook.load.validation import validate
from clausebook.load.yaml_source import Source, read, read_folder
from clausebook.model.standard import Clause, Identity, Laws, Outline, Part, Record, Roles, Standard, Terms, Workflow
from clausebook.model.translation import stale_records

M = TypeVar("M", bound=BaseModel)


@dataclass
class Content:
    """What could be read of a content folder, where each part stands, and what is wrong with the rest.

    A part that could not be read is None or empty, its problems are in `problems` and its file's name, or "clauses",
    is in `unread`; `clauses` holds every clause that could be read with its source, in the order of the files.
    """

    identity: Identity | None = None
    outline: Outline | None = None
    terms: Terms = field(default_factory=Terms)
    workflow: Workflow = field(default_factory=Workflow)
    roles: Roles = field(default_factory=Roles)
    laws: Laws = field(default_factory=Laws)
    clauses: list[tuple[Clause, Source]] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def parts(self) -> Iterator[tuple[Part | Clause, Source]]:
        """Every file that could be read, as what it holds and where that stands."""
        whole: dict[str, Part | None] = {
            "standard.yaml": self.identity,
            "outline.yaml": self.outline,
            "terms.yaml": self.terms,
            "workflow.yaml": self.workflow,
            "roles.yaml": self.roles,
            "laws.yaml": self.laws,
        }
        for file, part in whole.items():
            if part is not None and file in self.sources:
                yield part, self.sources[file]
        yield from self.clauses

    def standard(self) -> Standard:
        """The standard, once check_content has found nothing wrong. Raises InputError with the problems otherwise."""
        if self.problems or self.identity is None or self.outline is None:
            raise InputError(self.problems)
        by_number: Mapping[str, Clause] = {clause.number: clause for clause, _ in self.clauses}
        return Standard(
            identity=self.identity,
            stages=self.outline.stages,
            clauses=by_number,
            terms=self.terms.terms,
            glossary=self.terms.glossary,
            steps=self.workflow.steps,
            roles=self.roles.roles,
            laws=self.laws.laws,
            stale=frozenset((record.kind, record.id) for record in self._stale(self.identity.source_language)),
        )

    def _stale(self, language: str) -> Iterator[Record]:
        for part, _ in self.parts():
            yield from (record for _, record in stale_records(part, language))


def load_content(folder: Path, root: Path) -> Content:
    """Read a content folder; `root` is the project's folder, to which shown paths are relative.

    terms.yaml, workflow.yaml, roles.yaml and laws.yaml may be left out. Nothing is raised: problems are collected.
    """
    content = Content()
    content.identity = _load(content, Identity, folder / "standard.yaml", root, None)
    languages = content.identity.languages if content.identity else None
    content.outline = _load(content, Outline, folder / "outline.yaml", root, languages)
    content.terms = _load_optional(content, Terms, folder / "terms.yaml", root, languages)
    content.workflow = _load_optional(content, Workflow, folder / "workflow.yaml", root, languages)
    content.roles = _load_optional(content, Roles, folder / "roles.yaml", root, languages)
    content.laws = _load_optional(content, Laws, folder / "laws.yaml", root, languages)
    for source, problems in read_folder(folder / "clauses", root):
        content.problems += problems
        if source is not None:
            clause, problems = validate(Clause, source, languages)
            content.problems += problems
            content.clauses += [(clause, source)] if clause else []
        if problems:
            content.unread.add("clauses")
    return content


def _load(content: Content, model: type[M], path: Path, root: Path, languages: tuple[str, ...] | None) -> M | None:
    shown_as = path.relative_to(root).as_posix()
    if not path.is_file():
        content.problems.append(Problem(Where(shown_as), "the file is missing", "add it"))
        return None
    try:
        source = read(path, shown_as)
    except InputError as error:
        content.problems += error.problems
        content.unread.add(path.name)
        return None
    content.sources[path.name] = source
    loaded, problems = validate(model, source, languages or _own_languages(source))
    content.problems += problems
    if loaded is None:
        content.unread.add(path.name)
    return loaded


def _load_optional(content: Content, model: type[M], path: Path, root: Path, languages: tuple[str, ...] | None) -> M:
    loaded = _load(content, model, path, root, languages) if path.is_file() else None
    return model() if loaded is None else loaded


def _own_languages(source: Source) -> Iterator[str] | None:
    """The languages that standard.yaml declares, by which its own texts are judged."""
    declared = source.data.get("languages") if isinstance(source.data, dict) else None
    return iter(filter(lambda lang: isinstance(lang, str), declared)) if isinstance(declared, list) else None
