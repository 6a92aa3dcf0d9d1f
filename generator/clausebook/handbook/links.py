"""Where each part of the handbook stands. Paths are POSIX, relative to the site, and follow ids, never numbers."""

import posixpath
from collections.abc import Iterable

from clausebook.model.form import Form
from clausebook.model.standard import Clause, Role, Section, Stage, Standard
from clausebook.render.languages import language_name

FORMS_PAGE = "assess/index.md"
"""The Markdown page with all forms, where there are several."""
PRACTICE_PAGE = "practice/index.md"
"""The Markdown page on which questions are practised."""


def section_page(section: Section) -> str:
    """The Markdown page of a stage or task."""
    return f"stages/{section.id}/index.md" if isinstance(section, Stage) else f"tasks/{section.id}.md"


def checklist_page(role: Role) -> str:
    """The Markdown page with all that a role has to see to."""
    return f"checklists/{role.id}.md"


def evidence_page(stage: Stage) -> str:
    """The Markdown page with the evidence for a stage."""
    return f"evidence/{stage.id}.md"


def coverage_page(stage: Stage) -> str:
    """The Markdown page that shows what covers a stage's provisions."""
    return f"coverage/{stage.id}.md"


def form_page(form: Form) -> str:
    """The Markdown page on which a form is filled in."""
    return f"assess/{form.id}.md"


def clause_target(standard: Standard, clause: Clause) -> str:
    """The Markdown page of a clause with its anchor."""
    return f"{section_page(standard.unit_of_clause[clause.id])}#{clause.id}"


def practice_target(standard: Standard, clause: Clause) -> str | None:
    """The Markdown page of a clause with the anchor of its practice notes; None where it has none."""
    return f"{clause_target(standard, clause)}.practice" if clause.practice else None


def relative(target: str, page: str) -> str:
    """A link to `target` as it is written on `page`."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def as_html(target: str) -> str:
    """The link to a Markdown page as the built site has it."""
    page, hash_, anchor = target.partition("#")
    return f"{page.removesuffix('.md')}.html{hash_}{anchor}"


def alternates(page: str, languages: Iterable[str]) -> list[dict[str, str]]:
    """The same page in every language, for the language switch: sites of all languages stand side by side."""
    up = "../" * (page.count("/") + 1)
    return [
        {"lang": language, "name": language_name(language), "href": f"{up}{language}/{as_html(page)}"}
        for language in languages
    ]
