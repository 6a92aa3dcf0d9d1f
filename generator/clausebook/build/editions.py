"""Two editions of a standard compared, and what changed told in every language."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from clausebook.build.write import write_all
from clausebook.errors import InputError, Problem, UsageError
from clausebook.handbook.changes import change_pages
from clausebook.load.check import check_content
from clausebook.load.content import load_content
from clausebook.model.changes import Changes
from clausebook.model.edition import changes
from clausebook.model.standard import Standard
from clausebook.project import Project

_COUNTED = ("added", "removed", "changed", "only moved or renumbered")


@dataclass(frozen=True)
class Compared:
    """What differs between two editions, and the pages that say so."""

    changes: Changes
    pages: tuple[Path, ...]

    def summary(self) -> Iterator[str]:
        """Lines for a terminal: languages, counts, every obligation raised or lowered, ids that may have changed."""
        found = self.changes
        yield from (f"language added: {language}" for language in found.languages_added)
        yield from (f"language dropped: {language}" for language in found.languages_dropped)
        yield from (
            f"standard: {field} changed" for change in found.identity.changed.values() for field in change.fields
        )
        for kind, it in found.lists.items():
            counts = zip(it.counts(found.languages), _COUNTED, strict=True)
            if shown := [f"{count} {what}" for count, what in counts if count]:
                yield f"{kind}: {', '.join(shown)}"
        if found.are_steps_reordered:
            yield "steps: in another order"
        for what, shifted in (("raised", found.raised), ("lowered", found.lowered)):
            for ref, change in shifted.items():
                yield f"{what}: {ref} from {change.old.type} to {change.new.type}"
        for kind, it in found.lists.items():
            for old, new in it.alike.items():
                yield f"{kind}: {new} reads almost like {old}, which is gone: was it renamed? ids never change"
        if found.is_empty:
            yield "nothing changed"


def compare_editions(project: Project, old: Path, new: Path, out: Path) -> Compared:
    """Compare the editions in two folders and write a page in every language that both have, below `out`.

    A folder is one of content, or a project's. Raises UsageError where one is neither or they are not of the same
    standard, InputError with the problems of both where they hold any.
    """
    found = changes(*_load(old, new))
    return Compared(found, tuple(write_all(change_pages(found, project.templates), out)))


def _load(*folders: Path) -> list[Standard]:
    contents = [(folder, load_content(folder, folder)) for folder in map(_content_folder, folders)]
    problems = [
        _placed(problem, folder)
        for folder, content in contents
        for problem in (*content.problems, *check_content(content))
        if not problem.is_warning
    ]
    if problems:
        raise InputError(problems)
    return [content.standard() for _, content in contents]


def _content_folder(folder: Path) -> Path:
    for candidate in (folder, folder / "content"):
        if (candidate / "standard.yaml").is_file():
            return candidate
    raise UsageError(f"{folder} holds no edition: there is no standard.yaml in it, nor in a folder content below it")


def _placed(problem: Problem, folder: Path) -> Problem:
    """The problem with the folder's path in front of the file."""
    return replace(problem, where=replace(problem.where, file=(folder / problem.where.file).as_posix()))
