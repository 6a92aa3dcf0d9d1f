"""The order in which the handbook's pages are offered."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias, TypeVar

from clausebook.handbook.assess import by_audience
from clausebook.handbook.links import (
    FORMS_PAGE,
    PRACTICE_PAGE,
    checklist_page,
    coverage_page,
    evidence_page,
    form_page,
    section_page,
)
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import Section, Stage, Standard
from clausebook.render.jinja import Words, plain

Entry: TypeAlias = "str | Mapping[str, str | Sequence[Entry]]"
S = TypeVar("S", bound=Section)

MOST_SIBLINGS = 20
"""The most numbered sections that stand in one list. Every page holds the list that it is in, and those above it."""


def navigation(
    standard: Standard,
    words: Words,
    language: str,
    forms: Sequence[Questionnaire],
    own_pages: Sequence[str],
    *,
    has_practice: bool = False,
) -> list[Entry]:
    """The navigation tree as MkDocs takes it; `own_pages` are hand-written pages."""
    tree: list[Entry] = [{words["home"]: "index.md"}]
    tree.append({words["handbook"]: _folded(standard.stages, lambda stage: _stage(stage, language))})
    tree.append({words["ways_in"]: _ways_in(standard, words, language)})
    tree += [{words["reference"]: entries}] if (entries := _reference(standard, words)) else []
    tree += [{words["assessments"]: _assessments(forms, language)}] if forms else []
    tree += [{words["practise"]: PRACTICE_PAGE}] if has_practice else []
    tree += [page for page in own_pages if page != "index.md"]
    return tree


def _ways_in(standard: Standard, words: Words, language: str) -> list[Entry]:
    """The same data seen in other ways. The sections below hold a page each for every role or stage, and fold."""
    checklists: list[Entry] = [{plain(role.title[language]): checklist_page(role)} for role in standard.roles]

    def per_stage(page: Callable[[Stage], str]) -> list[Entry]:
        return _folded(standard.stages, lambda stage: {_title(stage, language): page(stage)})

    entries: list[tuple[Entry, object]] = [
        ({words["workflow"]: "workflow.md"}, standard.steps),
        ({words["roles"]: ["roles.md", *checklists]}, standard.roles),
        ({words["evidence_register"]: per_stage(evidence_page)}, standard.has_evidence),
        ({words["lookup"]: "lookup.md"}, True),
        ({words["coverage"]: ["coverage/index.md", *per_stage(coverage_page)]}, True),
    ]
    return [entry for entry, is_there in entries if is_there]


def _reference(standard: Standard, words: Words) -> list[Entry]:
    lists = [
        ("terms", "terms.md", standard.all_terms),
        ("laws", "laws.md", standard.laws),
        ("references", "references.md", standard.identity.references),
    ]
    return [{words[key]: page} for key, page, is_there in lists if is_there]


def _assessments(forms: Sequence[Questionnaire], language: str) -> list[Entry]:
    """Every form, by audience; several have a page in front that presents them."""
    in_order = [form.form for found in by_audience(forms).values() for form in found]
    pages: list[Entry] = [{plain(form.title[language]): form_page(form)} for form in in_order]
    return [FORMS_PAGE, *pages] if len(pages) > 1 else pages


def _stage(stage: Stage, language: str) -> Entry:
    if not stage.tasks:
        return _leaf(stage, language)
    tasks = _folded(stage.tasks, lambda task: _leaf(task, language))
    return {_title(stage, language): [section_page(stage), *tasks]}


def _leaf(section: Section, language: str) -> Entry:
    return {_title(section, language): section_page(section)}


def _title(section: Section, language: str) -> str:
    return f"{section.number} {plain(section.title[language])}"


def _folded(sections: Sequence[S], entry: Callable[[S], Entry]) -> list[Entry]:
    """An entry for each section. Where they are many, they are put into folders that are named by their numbers."""
    found = [(section.number, section.number, entry(section)) for section in sections]
    while len(found) > MOST_SIBLINGS:
        folders = -(-len(found) // MOST_SIBLINGS)
        size = -(-len(found) // folders)
        found = [_folder(found[start : start + size]) for start in range(0, len(found), size)]
    return [entry for _, _, entry in found]


def _folder(entries: Sequence[tuple[str, str, Entry]]) -> tuple[str, str, Entry]:
    """Entries as one, with the first and the last number in it."""
    first, last = entries[0][0], entries[-1][1]
    return first, last, {f"{first} – {last}": [entry for _, _, entry in entries]}
