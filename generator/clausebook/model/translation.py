"""Whether translations still say what their source text says, for everything of a standard that is translated."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from clausebook.model.base import Model, PerLanguage, Text
from clausebook.model.standard import Clause, Part, Record

Path: TypeAlias = tuple[str | int, ...]
"""The keys and places in lists that lead to a part of a record, as its file has them."""

Localized: TypeAlias = PerLanguage[Text] | PerLanguage[tuple[Text, ...]]

_FIRST = ("title", "name", "provisions", "text", "evidence", "purpose", "practice", "pitfalls")
"""What is read, and hashed, first, in this order; every other key follows in the order of the alphabet.

A key of these that stands empty counts in a hash, any other does not: so a new key makes no translation stale.
"""


def records(part: object, path: Path = ()) -> Iterator[tuple[Path, Record]]:
    """Every record of a part of a standard, itself and nested ones included, with where it stands."""
    if isinstance(part, Record):
        yield path, part
    for key, child in _children(part):
        yield from records(child, (*path, key))


def texts(record: Record) -> tuple[tuple[Path, Localized], ...]:
    """Every text of a record, its title or name first, with where it stands; none of the records in it."""
    return tuple((path, text) for path, text in _slots(record, ()) if text is not None)


def source_hash(record: Record, language: str) -> str:
    """Sixteen hex digits over all that a record says in one language."""
    said = [text and text[language] for _, text in _slots(record, ())]
    canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def names(among: Iterable[Record]) -> list[str]:
    """What tells each record from the others, in their order: its id, or KIND/ID where another kind has it too."""
    among = tuple(among)
    kinds = Counter(identity for identity, _ in {(record.id, record.kind) for record in among})
    return [record.id if kinds[record.id] == 1 else full_name(record) for record in among]


def full_name(record: Record) -> str:
    """The name that no record of another kind can have."""
    return f"{record.kind}/{record.id}"


def watched(part: Part | Clause, language: str) -> Iterator[tuple[Path, Record, str | None]]:
    """Every record of a file with where it stands and the hash of the text it was translated from, if one is kept."""
    if isinstance(part, Clause):
        yield (), part, part.translated_from.get(language)
        return
    found, hashes = list(records(part)), part.translated_from.get(language, {})
    for (path, record), name in zip(found, names(record for _, record in found), strict=True):
        yield path, record, hashes.get(name, hashes.get(full_name(record)))


def stale_records(part: Part | Clause, language: str) -> Iterator[tuple[Path, Record]]:
    """The records of a file whose text in the source language has changed since it was translated."""
    for path, record, digest in watched(part, language):
        if digest is not None and digest != source_hash(record, language):
            yield path, record


def _slots(value: object, path: Path) -> Iterator[tuple[Path, Localized | None]]:
    """The texts below a value that belong to the same record, and None for each of the first keys that is empty."""
    for key, child in sorted(_children(value), key=_rank) if isinstance(value, Model) else _children(value):
        if isinstance(child, PerLanguage) or (child is None and key in _FIRST):
            yield (*path, key), child
        elif not isinstance(child, Record):
            yield from _slots(child, (*path, key))


def _rank(entry: tuple[str | int, object]) -> tuple[int, str]:
    key = str(entry[0])
    return (_FIRST.index(key) if key in _FIRST else len(_FIRST), key)


def _children(value: object) -> Iterable[tuple[str | int, object]]:
    if isinstance(value, Model):
        return ((key, getattr(value, key)) for key in type(value).model_fields)
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value) if isinstance(value, tuple) else ()
