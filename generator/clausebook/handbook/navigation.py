"""The order in which the handbook's pages are offered."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from clausebook.handbook.links import section_page
from clausebook.model.standard import Section, Stage, Standard
from clausebook.render.jinja import Words, plain

Entry: TypeAlias = "str | Mapping[str, str | Sequence[Entry]]"


def navigation(
    standard: Standard, words: Words, language: str, forms: Sequence[tuple[str, str]], own_pages: Sequence[str]
) -> list[Entry]:
    """The navigation tree as MkDocs takes it; `forms` are titles with pages, `own_pages` hand-written pages."""
    lists = [
        ("workflow", "workflow.md", standard.steps),
        ("roles", "roles.md", standard.roles),
        ("terms", "terms.md", standard.terms),
        ("references", "references.md", standard.identity.references),
    ]
    tree: list[Entry] = [{words["home"]: "index.md"}]
    tree.append({words["handbook"]: [_stage(stage, language) for stage in standard.stages]})
    tree += [{words[key]: page} for key, page, entries in lists if entries]
    tree += [{words["assessments"]: [{title: page} for title, page in forms]}] if forms else []
    tree += [page for page in own_pages if page != "index.md"]
    return tree


def _stage(stage: Stage, language: str) -> Entry:
    if not stage.tasks:
        return _leaf(stage, language)
    return {_title(stage, language): [section_page(stage), *(_leaf(task, language) for task in stage.tasks)]}


def _leaf(section: Section, language: str) -> Entry:
    return {_title(section, language): section_page(section)}


def _title(section: Section, language: str) -> str:
    return f"{section.number} {plain(section.title[language])}"
