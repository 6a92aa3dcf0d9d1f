"""Whether the languages of an item say the same: the same numbers, and the same question."""

import re
from collections.abc import Iterator
from itertools import permutations

from clausebook.errors import Problem
from clausebook.load.yaml_source import Path_, Source
from clausebook.model.asking import asks_for_exception, negates
from clausebook.model.base import LocalizedText
from clausebook.model.item import Item, texts
from clausebook.model.quantities import unmatched

_DIGIT = re.compile(r"\d")


def check_agreement(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    """A warning for each text with a number that another language lacks, and for a question that only one negates."""
    for below, text in texts(item):
        pairs = permutations(text.items(), 2) if _has_digit(text) else ()
        for (language, one), (other_language, other) in pairs:
            if missing := unmatched(one, language, other, other_language):
                what = f"the {other_language} text lacks a number that the {language} text has: {', '.join(missing)}"
                yield source.problem((*path, *below), what, "let them say the same", is_warning=True)
    for (language, one), (other_language, other) in permutations(item.stem.items(), 2):
        if asks_for_exception(one, language) and not negates(other, other_language):
            what = f"the question asks for the exception in {language} and not in {other_language}"
            yield source.problem((*path, "stem"), what, "let them ask the same", is_warning=True)


def _has_digit(text: LocalizedText) -> bool:
    return any(_DIGIT.search(words) for _, words in text.items())
