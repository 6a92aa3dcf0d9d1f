"""What is wrong with a bank as a whole: ids, provisions that have changed, where items stand, items much alike."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from clausebook.errors import Problem
from clausebook.load.agreement import check_agreement
from clausebook.load.bank import Bank, Entry
from clausebook.load.check import dangling, suggestion
from clausebook.load.clues import check_clues
from clausebook.load.content import Content
from clausebook.load.near_duplicates import check_likeness
from clausebook.model.review import provision_hash

MOST_GENERATED = Fraction(1, 5)
"""Of all items, the share that may be generated."""


def check_bank(bank: Bank, content: Content) -> Iterator[Problem]:
    """What is wrong with items that could be read: ids that lead nowhere, and clues that give the answer away."""
    yield from _check_ids(bank)
    if "clauses" not in content.unread:
        known = {clause.id: {ref for ref, _ in clause.references()} for clause, _ in content.clauses}
        for entry in bank.items:
            yield from _check_references(entry, known)
        yield from _check_reviews(bank, content)
    for entry in bank.items:
        yield from check_clues(*entry)
        yield from check_agreement(*entry)
    yield from check_likeness(bank.items)
    yield from _check_places(bank)
    yield from _check_generated(bank)


def _check_ids(bank: Bank) -> Iterator[Problem]:
    counts = Counter(item.id for item, _, _ in bank.items)
    for item, source, path in bank.items:
        if counts[item.id] > 1:
            what = f"the id {item.id!r} is given to {counts[item.id]} items"
            yield source.problem((*path, "id"), what, "choose another")
        if bank.is_whole:
            yield from dangling(source, (*path, "enemies"), item.enemies, counts.keys(), "item")


def _check_references(entry: Entry, known: Mapping[str, set[str]]) -> Iterator[Problem]:
    item, source, path = entry
    yield from dangling(source, (*path, "clauses"), item.clauses, known, "clause")
    within = set().union(*(known.get(clause, set()) for clause in item.clauses))
    for place, reference in enumerate(item.provisions):
        if within and reference not in within:
            what = f"none of the item's clauses has the provision {reference!r}"
            yield source.problem((*path, "provisions", place), what, suggestion(reference, within))


def _check_reviews(bank: Bank, content: Content) -> Iterator[Problem]:
    """A warning for each item of which a provision has changed, and for each hash of no provision of the item."""
    if content.identity is None:
        return
    language = content.identity.source_language
    now = {
        reference: provision_hash(provision, language)
        for clause, _ in content.clauses
        for reference, provision in clause.references()
    }
    for item, source, path in bank.items:
        for reference, digest in item.written_for.items():
            where = (*path, "written_for", reference)
            remedy = f"revise the item, then run: clausebook items reviewed {item.id}"
            if reference not in item.provisions:
                what = f"the item does not test the provision {reference}"
                yield source.problem(where, what, remedy.replace("revise the item, then run", "run"), is_warning=True)
            elif digest != now.get(reference, digest):
                what = f"the provision {reference} has changed since the item was written"
                yield source.problem(where, what, remedy, is_warning=True)


def _check_places(bank: Bank) -> Iterator[Problem]:
    """Items that stand in the wrong one of two places, where the exam pool has a folder of its own."""
    if bank.exam_pool is None and bank.is_whole:
        return
    for item, source, path in bank.items:
        if item.pool == "exam" and not bank.stands_in_pool(source):
            what, remedy = "an item for exams stands in the project", "move it to the folder of the exam pool"
        elif item.pool == "practice" and bank.stands_in_pool(source):
            what, remedy = "an item for practice stands in the exam pool", "move it to assessments/items"
        else:
            continue
        yield source.problem((*path, "pool"), what, remedy, is_warning=True)


def _check_generated(bank: Bank) -> Iterator[Problem]:
    generated = [entry for entry in bank.items if entry[0].generated]
    if len(generated) > MOST_GENERATED * len(bank.items):
        _, source, path = generated[0]
        what = f"{len(generated)} of {len(bank.items)} items are generated, more than one in {1 / MOST_GENERATED}"
        yield source.problem((*path, "generated"), what, "remove some, or write more by hand", is_warning=True)
