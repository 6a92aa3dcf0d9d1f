"""The items that are made from a standard itself, written into files of the bank beside those of its authors."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from clausebook.build.item_keys import flow
from clausebook.build.review import load_bank_of
from clausebook.build.write import write_file
from clausebook.errors import InputError, UsageError
from clausebook.exams.generation.bank import PRODUCT, at_most, generate_items
from clausebook.load.agreement import check_agreement
from clausebook.load.bank import Bank
from clausebook.load.bank_check import MOST_GENERATED
from clausebook.load.clues import check_clues
from clausebook.load.content import Content, load_content
from clausebook.load.validation import validate
from clausebook.load.yaml_source import Path_, Source, parse
from clausebook.model.item import Item, Items, Pool
from clausebook.model.review import provision_hash
from clausebook.project import Project

FILE = "generated.yaml"
_PLAIN = ("id", "pool", "type", "level")
_LISTS = ("options", "entries", "pairs", "extras")


@dataclass(frozen=True)
class Made:
    """How many items were written, how many were left out because they would give their answer away, and where."""

    items: int
    faulty: int
    paths: tuple[Path, ...]


def write_generated(project: Project, seed: int) -> Made:
    """Make items with a seed and write them in the place of those that were made before.

    They are at most a fifth of the bank, and none that a check of the bank would warn of. What exams have shown of an
    item stays with it as long as it stays the same. Raises InputError where the content has faults, and UsageError
    where the exam pool is not there.
    """
    content = load_content(project.content, project.root)
    standard = content.standard()
    bank = load_bank_of(project, content)
    if not bank.is_whole:
        raise UsageError("the folder of the exam pool is not there, so half of the items would be lost")
    words = {language: project.templates.words(PRODUCT, language) for language in standard.languages}
    made = generate_items(standard, words, seed)
    sound = _sound(made, standard.languages)
    chosen = [_finished(item, bank, content) for item in at_most(sound, _room(bank))]
    folders: Mapping[Pool, Path] = {"practice": project.assessments / "items", "exam": _exam_folder(project, bank)}
    by_path = {folder / FILE: [item for item in chosen if folders[item.pool] == folder] for folder in folders.values()}
    for path, items in by_path.items():
        write_file(path, _written(items, seed).encode("utf-8"))
    return Made(len(chosen), len(made) - len(sound), tuple(by_path))


def _exam_folder(project: Project, bank: Bank) -> Path:
    return bank.exam_pool or project.assessments / "items"


def _room(bank: Bank) -> int:
    """How many generated items may stand beside those that are there."""
    by_hand = sum(item.generated is None for item, _, _ in bank.items)
    return int(by_hand * MOST_GENERATED / (1 - MOST_GENERATED))


def _sound(items: Sequence[Item], languages: tuple[str, ...]) -> list[Item]:
    """The items with which no check finds fault, as they would be written."""
    source = parse(_written(items, 0), FILE)
    read, problems = validate(Items, source, languages)
    if read is None:
        raise InputError(problems)
    return [item for place, item in enumerate(read.items) if not _has_fault(item, source, ("items", place))]


def _has_fault(item: Item, source: Source, path: Path_) -> bool:
    return any(True for check in (check_clues, check_agreement) for _ in check(item, source, path))


def _finished(item: Item, bank: Bank, content: Content) -> Item:
    """An item with the hashes of its provisions, and with what exams have shown of it."""
    language = content.standard().identity.source_language
    provisions = {reference: provision for clause, _ in content.clauses for reference, provision in clause.references()}
    hashes = {reference: provision_hash(provisions[reference], language) for reference in item.provisions}
    finished = item.model_copy(update={"written_for": hashes})
    for old, _, _ in bank.items:
        if old.id == item.id and old.stem == item.stem and old.measured:
            return finished.model_copy(update={"measured": old.measured})
    return finished


def _written(items: Iterable[Item], seed: int) -> str:
    """A file of items as an author would write it, long lists with an entry a line."""
    head = f"# Made by: clausebook items generate --seed {seed}. Do not edit: a new run writes the file anew.\n"
    blocks = ["".join(_block(item)) for item in items]
    return head + ("items:\n" + "".join(blocks) if blocks else "items: []\n")


def _block(item: Item) -> Iterator[str]:
    for key, value in _data(item).items():
        start = "  - " if key == "id" else "    "
        if key in _PLAIN:
            yield f"{start}{key}: {value}\n"
        elif key == "stem":
            yield f"{start}{key}:\n" + "".join(f"      {name}: {flow(text)}\n" for name, text in value.items())
        elif key in _LISTS and value:
            yield f"{start}{key}:\n" + "".join(f"      - {flow(entry)}\n" for entry in value)
        else:
            yield f"{start}{key}: {flow(value)}\n"


def _data(item: Item) -> dict[str, Any]:
    """What an item says, as YAML has it, and no key that says nothing."""
    return {**item.model_dump(exclude_defaults=True, by_alias=True), "difficulty": _decimal(item.difficulty)}


def _decimal(share: Fraction) -> str:
    """A share with two decimals, or as a quotient where that is not exact."""
    return str(share) if 100 % share.denominator else f"{float(share):.2f}"
