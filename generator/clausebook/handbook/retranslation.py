"""Translations that their source has left behind: the notice beside them, and the page that shows what to revise."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

from clausebook.errors import Where
from clausebook.model.artifact import Artifact
from clausebook.model.standard import Record, Standard
from clausebook.model.translation import Localized, Path, texts
from clausebook.render.jinja import Templates, Words
from clausebook.render.languages import language_name, language_name_in


@dataclass(frozen=True)
class Due:
    """A record to translate again, and the name under which it is accepted afterwards.

    `where` tells the place of a part of the record by its path, and that of the record itself by the empty path.
    """

    record: Record
    name: str
    where: Callable[[Path], Where]


def stale_notice(standard: Standard, record: Record, language: str, words: Words) -> str | None:
    """What to tell readers of a language beside a record whose source text has changed; None where it has not."""
    source = standard.stale_source(record, language)
    return words["stale_translation"].format(language=language_name_in(source, language)) if source else None


def worklist(due: Sequence[Due], source: str, target: str, templates: Templates) -> Artifact:
    """The page in one language that shows every text to revise beside the text it translates."""
    page = templates.render(
        "handbook/retranslation.html.j2",
        words=templates.words("handbook", target),
        source=source,
        target=target,
        source_name=language_name_in(source, target),
        names={language: language_name(language) for language in (source, target)},
        entries=[(entry, entry.where(()), _heading(entry.record), _rows(entry, source, target)) for entry in due],
    )
    return Artifact.text(f"{target}.html", page)


Row: TypeAlias = tuple[int, str, str, str]
"""The line of a translation, its key within its record, the text that it translates, and the translation."""


def _rows(entry: Due, source: str, target: str) -> list[Row]:
    """Every text of a record, the entries of lists one by one, in the order of its file."""
    above = entry.where(()).path
    found = sorted(
        (entry.where((*path, target, *inner)), old, new)
        for path, text in texts(entry.record)
        for inner, old, new in _pairs(text, source, target)
    )
    return [(where.line, where.path.removeprefix(above).lstrip("."), old, new) for where, old, new in found]


def _pairs(text: Localized, source: str, target: str) -> Iterator[tuple[Path, str, str]]:
    old, new = text[source], text[target]
    if isinstance(old, str) and isinstance(new, str):
        yield (), old, new
    else:
        for place, (one, other) in enumerate(zip_longest(old, new, fillvalue="")):
            yield (place,), one, other


def _heading(record: Record) -> tuple[str, Localized]:
    """The record's number, if it has one, and its title or name."""
    _, title = texts(record)[0]
    return getattr(record, "number", None) or "", title
