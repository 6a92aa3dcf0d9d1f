"""Which translations are stale: their source text has changed since somebody last said that they agree with it."""

from collections.abc import Iterator
from dataclasses import dataclass

from clausebook.errors import Problem, Where
from clausebook.load.content import Content
from clausebook.load.yaml_source import Path_, Source
from clausebook.model.standard import Clause, Part, Record
from clausebook.model.translation import full_name, names, records, stale_records

_DROPPED = "remove the line; clausebook translated does so when it next writes to this file"


@dataclass(frozen=True)
class Stale:
    """A record whose translation is stale, where it stands, and the name under which it can be accepted again."""

    record: Record
    source: Source
    path: Path_
    name: str

    def where(self, path: Path_ = ()) -> Where:
        """The place of a part of the record, or without a path of the record itself."""
        return self.source.where((*self.path, *path))


def all_records(content: Content) -> list[Record]:
    """Every record that could be read, in the order of the files."""
    return [record for part, _ in content.parts() for _, record in records(part)]


def stale_translations(content: Content) -> list[Stale]:
    """Every record whose translation is stale, in the order of the files."""
    if content.identity is None:
        return []
    everything = all_records(content)
    called = dict(zip(map(full_name, everything), names(everything), strict=True))
    return [
        Stale(record, source, path, called[full_name(record)])
        for part, source in content.parts()
        for path, record in stale_records(part, content.identity.source_language)
    ]


def check_translations(content: Content) -> Iterator[Problem]:
    """A warning for each record whose translation is stale, and for each hash that is of no record or no source."""
    if content.identity is None:
        return
    language = content.identity.source_language
    for stale in stale_translations(content):
        path = ("translated_from", language) if isinstance(stale.record, Clause) else stale.path
        what = f"the {language} text has changed since it was translated"
        remedy = f"revise the translation, then run: clausebook translated {stale.name}"
        yield stale.source.problem(path, what, remedy, is_warning=True)
    for part, source in content.parts():
        yield from _check_hashes(part, source, language)


def _check_hashes(part: Part | Clause, source: Source, language: str) -> Iterator[Problem]:
    for other in part.translated_from:
        if other != language:
            where = source.where(("translated_from", other), of_key=True)
            yield Problem(where, f"translations are made from {language}, not from {other}", _DROPPED, is_warning=True)
    if isinstance(part, Clause):
        return
    found = [record for _, record in records(part)]
    known = {*names(found), *map(full_name, found)}
    for name in part.translated_from.get(language, {}):
        if name not in known:
            where = source.where(("translated_from", language, name), of_key=True)
            yield Problem(where, f"no record of this file is called {name!r}", _DROPPED, is_warning=True)
