"""What there is to translate again, as a line for each record and a page for each language."""

from dataclasses import dataclass
from pathlib import Path

from clausebook.build.write import write_all
from clausebook.errors import InputError
from clausebook.handbook.retranslation import Due, worklist
from clausebook.load.check import check_content
from clausebook.load.content import Content, load_content
from clausebook.load.translations import Stale, stale_translations
from clausebook.model.translation import full_name, watched
from clausebook.project import Project


@dataclass(frozen=True)
class Retranslation:
    """A line for each stale record, the pages that show their texts, and how many records are watched, and are not."""

    lines: tuple[str, ...]
    pages: tuple[Path, ...]
    watched: int
    unwatched: int


def write_worklists(project: Project, out: Path) -> Retranslation:
    """Write the page of each language that is translated into, even where there is nothing to translate again.

    Raises InputError where the content holds errors.
    """
    content = load_content(project.content, project.root)
    problems = [*content.problems, *check_content(content)]
    if content.identity is None or any(not problem.is_warning for problem in problems):
        raise InputError(problems)
    source, *targets = content.identity.languages
    stale = stale_translations(content)
    due = [Due(entry.record, entry.name, entry.where) for entry in stale]
    pages = write_all((worklist(due, source, target, project.templates) for target in targets), out)
    unwatched, total = _count(content, source)
    return Retranslation(tuple(map(_line, stale)), tuple(pages), total - unwatched, unwatched)


def _line(stale: Stale) -> str:
    where = stale.where()
    remedy = f"revise the translation, then run: clausebook translated {stale.name}"
    return f"{where.file}:{where.line}: {full_name(stale.record)}; {remedy}"


def _count(content: Content, language: str) -> tuple[int, int]:
    """How many records are not watched, and how many there are."""
    digests = [digest for part, _ in content.parts() for _, _, digest in watched(part, language)]
    return digests.count(None), len(digests)
