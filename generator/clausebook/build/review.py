"""Items reviewed: the hashes of the provisions that they suit, recorded in the files of the bank."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from clausebook.build.item_keys import with_key
from clausebook.build.write import write_file
from clausebook.errors import UsageError
from clausebook.load.bank import Bank, load_bank
from clausebook.load.content import Content, load_content
from clausebook.model.item import Item
from clausebook.model.review import provision_hash
from clausebook.project import Project

KEY = "written_for"


def accept_items(project: Project, wanted: Iterable[str]) -> list[Path]:
    """Record that items suit their provisions as these are now; no names mean all items.

    Only the key written_for of an item changes, and a file that already says so stays as it is; the paths of the
    others are returned. Raises UsageError for a name that no readable item has, and InputError for a file in which the
    key has no place.
    """
    content = load_content(project.content, project.root)
    if content.identity is None:
        raise UsageError("content/standard.yaml cannot be read; run: clausebook check")
    bank = load_bank_of(project, content)
    hashes = _hashes(content, content.identity.source_language)
    chosen = set(wanted) or {item.id for item, _, _ in bank.items}
    if unknown := sorted(chosen - {item.id for item, _, _ in bank.items}):
        raise UsageError(f"no item that can be read is called {', '.join(map(repr, unknown))}; run: clausebook check")
    suited = [(item, _suited(item, hashes)) for item, _, _ in bank.items if item.id in chosen]
    changed = {item.id: suits for item, suits in suited if suits != item.written_for}
    return write_key(bank, KEY, changed, "provisions")


def load_bank_of(project: Project, content: Content) -> Bank:
    """The items of a project that can be read."""
    languages = content.identity.languages if content.identity else None
    return load_bank(project.assessments, project.root, languages, project.exam_pool)


def write_key(bank: Bank, key: str, values: Mapping[str, object], behind: str) -> list[Path]:
    """Give items, by their ids, a key with plain data, behind another key where they lack it; the files that change.

    All files are made before the first is written. Raises InputError as with_key does.
    """
    by_file: defaultdict[str, dict[int, object]] = defaultdict(dict)
    for item, source, path in bank.items:
        if item.id in values:
            by_file[source.file][int(path[-1])] = values[item.id]
    revised = {
        bank.files[shown]: with_key(bank.files[shown].read_bytes(), shown, key, changes, behind)
        for shown, changes in by_file.items()
    }
    for file, text in revised.items():
        write_file(file, text)
    return list(revised)


def _hashes(content: Content, language: str) -> Mapping[str, str]:
    return {
        reference: provision_hash(provision, language)
        for clause, _ in content.clauses
        for reference, provision in clause.references()
    }


def _suited(item: Item, hashes: Mapping[str, str]) -> dict[str, str]:
    return {reference: hashes[reference] for reference in item.provisions if reference in hashes}
