"""The bank of questions: assessments/items/*.yaml, a file a task, and the folder in which the exam pool may stand."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clausebook.errors import InputError, Problem, Where
from clausebook.load.validation import validate
from clausebook.load.yaml_source import Path_, Source, read, read_folder
from clausebook.model.item import BankRules, Item, Items

RULES_FILE = "bank.yaml"
POOL_VARIABLE = "CLAUSEBOOK_EXAM_POOL"
"""Names the folder of the exam pool in place of bank.yaml; empty, it says that there is none here."""
Entry = tuple[Item, Source, Path_]
"""An item, the file that it was read from, and its place there."""


@dataclass
class Bank:
    """The items that could be read, what is wrong with the rest, and where each file is, by the name it is shown as.

    `exam_pool` is the folder of items for exams, where there is one beside the project's own; `is_whole` is false where
    the rules name such a folder and it is not there.
    """

    items: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)
    exam_pool: Path | None = None
    is_whole: bool = True

    @property
    def covers(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the items that test each provision, by its reference."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for item, _, _ in self.items:
            for reference in item.provisions:
                found[reference].append(item.id)
        return {reference: tuple(ids) for reference, ids in found.items()}

    def stands_in_pool(self, source: Source) -> bool:
        """Whether a file stands in the folder of the exam pool."""
        return self.exam_pool is not None and self.files[source.file].is_relative_to(self.exam_pool)


def load_bank(folder: Path, root: Path, languages: tuple[str, ...] | None, exam_pool: str | None = None) -> Bank:
    """Read the items of an assessments folder, and those of the exam pool where that stands elsewhere.

    `exam_pool` is what the environment says of it, if anything, and goes before bank.yaml. Nothing is raised: problems
    are collected. A project without items has an empty bank.
    """
    bank = Bank()
    _find_pool(bank, folder / RULES_FILE, root, exam_pool)
    _read_items(bank, folder / "items", root, languages)
    if bank.exam_pool is not None:
        _read_items(bank, bank.exam_pool, root, languages)
    return bank


def _find_pool(bank: Bank, rules: Path, root: Path, exam_pool: str | None) -> None:
    if exam_pool is not None:
        where, named, is_warning = Where(POOL_VARIABLE), exam_pool, False
    else:
        where, named, is_warning = *_named(bank, rules, root), True
    if not named:
        bank.is_whole = exam_pool is None
        return
    folder = (root / named).resolve()
    if folder.is_dir():
        bank.exam_pool = folder
        return
    bank.is_whole = False
    remedy = f"fetch it, or let {POOL_VARIABLE} name where it is, or nothing where there shall be none"
    what = f"there is no folder {named}, so exams lack its items"
    bank.problems.append(Problem(where, what, remedy, is_warning))


def _named(bank: Bank, path: Path, root: Path) -> tuple[Where, str]:
    """The folder that bank.yaml names, if any, and where it does."""
    if not path.is_file():
        return Where(RULES_FILE), ""
    try:
        source = read(path, path.relative_to(root).as_posix())
    except InputError as error:
        bank.problems += error.problems
        return Where(RULES_FILE), ""
    rules, problems = validate(BankRules, source, None)
    bank.problems += problems
    return source.where(("exam_pool",)), (rules and rules.exam_pool) or ""


def _read_items(bank: Bank, folder: Path, root: Path, languages: tuple[str, ...] | None) -> None:
    for source, problems in read_folder(folder, root):
        if source and source.file in bank.files:
            continue
        bank.problems += problems
        if source is None:
            continue
        bank.files[source.file] = (root / source.file).resolve()
        loaded, problems = validate(Items, source, languages)
        bank.problems += problems
        if loaded:
            bank.items += [(item, source, ("items", place)) for place, item in enumerate(loaded.items)]
