"""All items that can be made of a standard, and how many of them a bank may take."""

from collections.abc import Mapping, Sequence
from itertools import chain, zip_longest

from clausebook.exams.generation.maker import Maker
from clausebook.exams.generation.obligations import from_obligations
from clausebook.exams.generation.terms import from_terms
from clausebook.exams.generation.workflow import from_workflow
from clausebook.model.item import Item
from clausebook.model.standard import Standard
from clausebook.render.jinja import Words

PRODUCT = "exams"


def generate_items(standard: Standard, words: Mapping[str, Words], seed: int) -> tuple[Item, ...]:
    """Every item that can be made with a seed.

    `words` are those of this product by language. The pools take turns, so that each has half of every kind.
    """
    maker = Maker(standard, words, seed)
    made = [list(make(maker)) for make in (from_terms, from_workflow, from_obligations)]
    return tuple(
        item.model_copy(update={"pool": ("exam", "practice")[place % 2]})
        for items in made
        for place, item in enumerate(items)
    )


def at_most(items: Sequence[Item], count: int) -> tuple[Item, ...]:
    """So many of the items, taken in turn from those of each origin."""
    origins: dict[object, list[Item]] = {}
    for item in items:
        origins.setdefault(item.generated and item.generated.origin, []).append(item)
    turns = chain.from_iterable(zip_longest(*origins.values()))
    kept = {item.id for item in [item for item in turns if item is not None][:count]}
    return tuple(item for item in items if item.id in kept)
