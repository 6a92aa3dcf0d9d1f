"""The bank of questions: assessments/items/*.yaml, a file a task, checked as a whole."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from clausebook.errors import Problem
from clausebook.load.check import dangling, suggestion
from clausebook.load.content import Content
from clausebook.load.validation import validate
from clausebook.load.yaml_source import Path_, Source, read_folder
from clausebook.model.base import LocalizedText
from clausebook.model.item import Choice, Item, Items, Matching, Ordering

ALIKE = Fraction(4, 5)
"""From this share of common runs of characters on, two questions on one clause are taken for the same."""
LONGER, LONGER_BY = Fraction(5, 4), 4
"""A key that is longer than every other option by this factor, and by so many characters, gives itself away."""
_RUN = 3
_CATCH_ALL: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(r"^(?:以上|上述)[^，。]{0,6}(?:都|皆|均|全)"),
    "en": re.compile(r"^(?:all|none|both|neither) of (?:the|these|them)", re.IGNORECASE),
}
"""Options that stand for other options, by language; a language without an entry has no rule here."""


@dataclass
class Bank:
    """The items that could be read, each with its source and its place there, and what is wrong with the rest."""

    items: list[tuple[Item, Source, Path_]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def covers(self) -> Mapping[str, tuple[str, ...]]:
        """The ids of the items that test each provision, by its reference."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for item, _, _ in self.items:
            for reference in item.provisions:
                found[reference].append(item.id)
        return {reference: tuple(ids) for reference, ids in found.items()}


def load_bank(folder: Path, root: Path, languages: tuple[str, ...] | None) -> Bank:
    """Read a folder of items. Nothing is raised: problems are collected. A project without items has an empty bank."""
    bank = Bank()
    for source, problems in read_folder(folder, root):
        bank.problems += problems
        if source is None:
            continue
        loaded, problems = validate(Items, source, languages)
        bank.problems += problems
        if loaded:
            bank.items += [(item, source, ("items", place)) for place, item in enumerate(loaded.items)]
    return bank


def check_bank(bank: Bank, content: Content) -> Iterator[Problem]:
    """What is wrong with items that could be read: ids that lead nowhere, and clues that give the answer away."""
    yield from _check_ids(bank)
    if "clauses" not in content.unread:
        known = {clause.id: {ref for ref, _ in clause.references()} for clause, _ in content.clauses}
        for item, source, path in bank.items:
            yield from _check_references(item, source, path, known)
    for item, source, path in bank.items:
        for check in _CHECKS:
            yield from check(item, source, path)
    yield from _check_likeness(bank)


def _check_ids(bank: Bank) -> Iterator[Problem]:
    counts = Counter(item.id for item, _, _ in bank.items)
    for item, source, path in bank.items:
        if counts[item.id] > 1:
            what = f"the id {item.id!r} is given to {counts[item.id]} items"
            yield source.problem((*path, "id"), what, "choose another")
        yield from dangling(source, (*path, "enemies"), item.enemies, counts.keys(), "item")


def _check_references(item: Item, source: Source, path: Path_, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    yield from dangling(source, (*path, "clauses"), item.clauses, known, "clause")
    within = set().union(*(known.get(clause, set()) for clause in item.clauses))
    for place, reference in enumerate(item.provisions):
        if within and reference not in within:
            what = f"none of the item's clauses has the provision {reference!r}"
            yield source.problem((*path, "provisions", place), what, suggestion(reference, within))


def _check_distinct(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    """Texts among which a candidate chooses have to differ in every language."""
    for language, texts in _choices(item).items():
        for text, count in Counter(texts).items():
            if count > 1:
                what = f"{count} entries read {text!r} in {language}"
                yield source.problem(path, what, "word each of them differently")


def _choices(item: Item) -> Mapping[str, list[str]]:
    texts: list[LocalizedText] = []
    if isinstance(item, Choice):
        texts = [option.text for option in item.options]
    elif isinstance(item, Ordering):
        texts = [entry.text for entry in item.entries]
    elif isinstance(item, Matching):
        texts = [*(pair.right for pair in item.pairs), *item.extras]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        for language, words in text.items():
            found[language].append(words)
    return found


def _check_length(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    if not isinstance(item, Choice) or item.type != "single_choice":
        return
    key = next(option for option in item.options if option.correct)
    for language, text in key.text.items():
        longest = max(len(option.text[language]) for option in item.options if not option.correct)
        if len(text) >= LONGER * longest and len(text) >= longest + LONGER_BY:
            what = (
                f"the right option is by far the longest in {language}: {len(text)} characters, the next has {longest}"
            )
            yield source.problem((*path, "options"), what, "make the options alike in length", is_warning=True)


def _check_catch_all(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    for place, option in enumerate(item.options if isinstance(item, Choice) else ()):
        for language, text in option.text.items():
            rule = _CATCH_ALL.get(language)
            if rule and rule.search(text):
                where = (*path, "options", place, "text", language)
                yield source.problem(where, "the option stands for other options", "replace it by an option of its own")


_Check = Callable[[Item, Source, Path_], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (_check_distinct, _check_length, _check_catch_all)


def _check_likeness(bank: Bank) -> Iterator[Problem]:
    """Two items on the same clause that ask almost the same, and do not know of each other."""
    by_clause: defaultdict[str, list[tuple[Item, Source, Path_]]] = defaultdict(list)
    for item, source, path in bank.items:
        by_clause[item.clauses[0]].append((item, source, path))
    for found in by_clause.values():
        for (one, _, _), (other, source, path) in combinations(found, 2):
            if other.id not in one.enemies and one.id not in other.enemies and _is_alike(one, other):
                what, remedy = f"the question is almost that of {one.id!r}", "ask something else, or name it in enemies"
                yield source.problem((*path, "stem"), what, remedy, is_warning=True)


def _is_alike(one: Item, other: Item) -> bool:
    languages = [language for language, _ in one.stem.items()]
    return any(_likeness(one.stem[language], other.stem[language]) >= ALIKE for language in languages)


def _likeness(one: str, other: str) -> Fraction:
    """The share of runs of three characters that two texts have in common (Jaccard index)."""
    mine, theirs = _runs(one), _runs(other)
    return Fraction(len(mine & theirs), len(mine | theirs) or 1)


@lru_cache(maxsize=64)
def _runs(text: str) -> frozenset[str]:
    plain = re.sub(r"\W", "", text.casefold())
    return frozenset(plain[start : start + _RUN] for start in range(max(1, len(plain) - _RUN + 1)))
