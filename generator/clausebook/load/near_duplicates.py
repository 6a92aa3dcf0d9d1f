"""Two items that ask almost the same, and do not know of each other."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from clausebook.errors import Problem
from clausebook.load.bank import Entry
from clausebook.model.item import Item, texts

ALIKE = Fraction(4, 5)
"""From this share of common pieces on, two questions are taken for the same."""
_ROW = 3
_SHARED = 3
"""How many of the rarest pieces two texts have to share to be compared."""
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_WORD = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_ASKED = ("stem", "background", "options", "entries", "pairs", "extras")
_TOLD = "why"

Pieces = frozenset[str]


def check_likeness(entries: Sequence[Entry]) -> Iterator[Problem]:
    """A warning for each item that asks almost the same as an earlier one.

    On the same clause it is enough that the questions are alike; on different clauses what there is to choose from has
    to be alike as well. Generated items, which ask for different things in the same words, are not compared.
    """
    items = [item for item, _, _ in entries]
    languages = sorted({language for item in items for language, _ in item.stem.items()})
    found: set[tuple[int, int]] = set()
    for language in languages:
        questions = {
            place: pieces(item.stem[language]) for place, item in enumerate(items) if language in item.stem.root
        }
        found |= {pair for pair in alike(questions) if _is_repeated(items[pair[0]], items[pair[1]], language)}
    for one, other in sorted(found, key=lambda pair: pair[::-1]):
        if items[other].id not in items[one].enemies and items[one].id not in items[other].enemies:
            _, source, path = entries[other]
            what = f"the question is almost that of {items[one].id!r}"
            yield source.problem((*path, "stem"), what, "ask something else, or name it in enemies", is_warning=True)


def alike(read: Mapping[int, Pieces]) -> Iterator[tuple[int, int]]:
    """All pairs of texts, by their keys, whose pieces have the share ALIKE in common (Jaccard index).

    Sets that share so much share several of their rarest pieces, so only sets that do are compared (prefix filtering:
    Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins", 2006; with several shared: Wang, Li and
    Feng, "Can we beat the prefix filtering?", 2012).
    """
    counts = Counter(piece for found in read.values() for piece in found)
    rank = {
        piece: place for place, (piece, _) in enumerate(sorted(counts.items(), key=lambda entry: (entry[1], entry[0])))
    }
    having: defaultdict[int, list[int]] = defaultdict(list)
    for key in sorted(read, key=lambda key: (len(read[key]), key)):
        mine = read[key]
        rarest = sorted(map(rank.__getitem__, mine))[: len(mine) - _needed(len(mine)) + _SHARED]
        met = Counter(other for piece in rarest for other in having[piece])
        for other, shared in met.items():
            if shared >= min(_SHARED, len(read[other])) and _are_alike(read[other], mine):
                yield min(key, other), max(key, other)
        for piece in rarest:
            having[piece].append(key)


def pieces(text: str) -> Pieces:
    """What a text is made of: its words, and of ideographs, which stand without spaces, every three in a row."""
    plain = text.casefold()
    words = _WORD.findall(plain)
    stretches = _IDEOGRAPHS.findall(plain)
    rows = [row[start : start + _ROW] for row in stretches for start in range(max(1, len(row) - _ROW + 1))]
    return frozenset([*words, *rows])


def _is_repeated(one: Item, other: Item, language: str) -> bool:
    """Whether one of two items with like questions is too many."""
    if one.generated and other.generated:
        return False
    if one.clauses[0] == other.clauses[0]:
        return True
    return _are_alike(_all_asked(one, language), _all_asked(other, language))


def _all_asked(item: Item, language: str) -> Pieces:
    """The pieces of all that a candidate reads."""
    return pieces("".join(text[language] for path, text in texts(item) if path[0] in _ASKED and path[-1] != _TOLD))


def _needed(count: int) -> int:
    """How many pieces a text of so many has at least in common with one that is like it."""
    return -(-count * ALIKE.numerator // ALIKE.denominator)


def _are_alike(one: Pieces, other: Pieces) -> bool:
    shared = len(one & other)
    return shared * ALIKE.denominator >= ALIKE.numerator * (len(one) + len(other) - shared)
