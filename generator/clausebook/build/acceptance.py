"""Translations accepted: the hash of the source text that they agree with, recorded in the files of the content."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from pathlib import Path

from clausebook.build.hashes import KEY, Hashes, candidates
from clausebook.build.write import write_file
from clausebook.errors import InputError, UsageError
from clausebook.load.content import Content, load_content
from clausebook.load.translations import all_records
from clausebook.load.validation import validate
from clausebook.load.yaml_source import parse
from clausebook.model.standard import Clause, Part, Record
from clausebook.model.translation import full_name, names, records, source_hash, watched
from clausebook.project import Project


def accept_translations(project: Project, wanted: Iterable[str]) -> list[Path]:
    """Record that the translations of records say what the source text says now; no names mean all records.

    Only the key translated_from of a file changes, and a file that already says so stays as it is; the paths of the
    others are returned. Raises UsageError for a name that no readable record has, or several have, and InputError for
    a file in which the key has no place.
    """
    content = load_content(project.content, project.root)
    if content.identity is None:
        raise UsageError("content/standard.yaml cannot be read; run: clausebook check")
    chosen = _chosen(all_records(content), set(wanted))
    revisions = dict(_revisions(project, content, chosen, content.identity.source_language))
    for path, revised in revisions.items():
        write_file(path, revised)
    return list(revisions)


def _chosen(everything: list[Record], wanted: set[str]) -> set[str]:
    """The full names of the records that are wanted."""
    faults = [fault for name in sorted(wanted) if (fault := _fault(name, everything))]
    if faults:
        raise UsageError("\n".join(faults))
    return {full_name(record) for record in everything if not wanted or {record.id, full_name(record)} & wanted}


def _fault(name: str, everything: list[Record]) -> str | None:
    found = sorted({full_name(record) for record in everything if name in (record.id, full_name(record))})
    if not found:
        return f"no record that can be read is called {name!r}; run: clausebook check"
    return f"{name!r} is the id of several records; name one of: {' '.join(found)}" if len(found) > 1 else None


def _revisions(project: Project, content: Content, chosen: set[str], language: str) -> Iterator[tuple[Path, bytes]]:
    """The new content of each file that changes."""
    for part, source in content.parts():
        if any(full_name(record) in chosen for _, record in records(part)):
            hashes = {language: _hashes(part, language, chosen)}
            path = project.root / source.file
            if part.translated_from != hashes:
                yield path, _revised(path.read_bytes(), source.file, type(part), hashes)


def _hashes(part: Part | Clause, language: str, chosen: set[str]) -> str | dict[str, str]:
    """What a file has to record: new hashes for the chosen records, and the others' as they are."""
    found = list(watched(part, language))
    called = names(record for _, record, _ in found)
    hashes = {
        name: source_hash(record, language) if full_name(record) in chosen else digest
        for name, (_, record, digest) in zip(called, found, strict=True)
    }
    kept = {name: digest for name, digest in hashes.items() if digest is not None}
    return kept[part.id] if isinstance(part, Clause) else kept


def _revised(content: bytes, shown_as: str, model: type[Part | Clause], hashes: Hashes) -> bytes:
    """A file's content with the hashes in it. Raises InputError where they can be written nowhere."""
    text, mark = content.decode("utf-8-sig"), BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    source = parse(text, shown_as)
    present, problems = validate(model, source)
    if present is None:
        raise InputError(problems)
    wanted = present.model_copy(update={KEY: hashes})
    for candidate in candidates(text, source, hashes):
        if _says(candidate, wanted):
            return mark + candidate.encode("utf-8")
    what = f"the key {KEY} can be written nowhere in this file"
    raise InputError([source.problem((), what, "let the file have each of its keys on a line of its own")])


def _says(text: str, wanted: Part | Clause) -> bool:
    """Whether a file with this text would say what is wanted."""
    try:
        return validate(type(wanted), parse(text, ""))[0] == wanted
    except InputError:
        return False
