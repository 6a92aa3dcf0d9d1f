"""What all generated items have in common: words, chance, and how a question is put together."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any, TypeVar

from clausebook.model.base import LocalizedText
from clausebook.model.item import Choice, Entry, Generated, Level, Matching, Option, Ordering, Origin, Pair
from clausebook.model.standard import Clause, Standard
from clausebook.render.jinja import Words

T = TypeVar("T")
Candidate = tuple[LocalizedText, LocalizedText]
"""The text of an option, and why it is right or wrong."""
_LETTERS = "abcdefgh"
NAME: tuple[Level, Fraction] = ("understand", Fraction(80, 100))
MEANING: tuple[Level, Fraction] = ("understand", Fraction(70, 100))
MEMORY: tuple[Level, Fraction] = ("remember", Fraction(60, 100))
"""How deep a question goes, and the share of right answers to be expected."""


class Maker:
    """Makes items of one standard in all of its languages. All chance comes from `seed`: the same gives the same."""

    def __init__(self, standard: Standard, words: Mapping[str, Words], seed: int) -> None:
        self.standard = standard
        self._words = words
        self._seed = seed
        self._chance = Random(seed)  # noqa: S311 - the seed is known, so that anybody can make the items again
        self._order: list[int] = []

    def text(self, key: str, **parts: LocalizedText) -> LocalizedText:
        """The words of a key in every language, with parts put into them."""
        return LocalizedText(
            {
                language: words[f"generated_{key}"].format(**{name: part[language] for name, part in parts.items()})
                for language, words in self._words.items()
            }
        )

    def word(self, key: str, language: str) -> str:
        """The words of a key in one language."""
        return self._words[language][f"generated_{key}"]

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """Things in an order of chance."""
        listed = list(things)
        self._chance.shuffle(listed)
        return listed

    def drawn(self, ranked: Sequence[T], count: int) -> list[T]:
        """Some of the first things of a ranking, which has twice as many to choose from where it can."""
        return self.shuffled(ranked[: 2 * count])[:count]

    def single(self, key: Candidate, others: Sequence[Candidate], **facts: Any) -> Choice:
        """A choice with one right option, which takes every place about as often."""
        options = [(*candidate, False) for candidate in others]
        if not self._order:
            self._order = self.shuffled(range(len(options) + 1))
        options.insert(self._order.pop(), (*key, True))
        listed = [
            Option(id=letter, text=text, why=why, correct=True) if right else Option(id=letter, text=text, why=why)
            for letter, (text, why, right) in zip(_LETTERS, options, strict=False)
        ]
        return Choice(type="single_choice", options=tuple(listed), **self._question(**facts))

    def ordering(self, entries: Sequence[LocalizedText], why: LocalizedText, **facts: Any) -> Ordering:
        """Entries that are given in the right order, named in another."""
        names = self.shuffled(_LETTERS[: len(entries)])
        listed = tuple(Entry(id=name, text=text) for name, text in zip(names, entries, strict=True))
        return Ordering(type="ordering", entries=listed, why=why, **self._question(**facts))

    def matching(
        self,
        pairs: Sequence[tuple[LocalizedText, LocalizedText]],
        extras: Sequence[LocalizedText],
        why: LocalizedText,
        **facts: Any,
    ) -> Matching:
        """Left sides to be matched with right sides."""
        matched = tuple(Pair(left=left, right=right) for left, right in pairs)
        return Matching(type="matching", pairs=matched, extras=tuple(extras), why=why, **self._question(**facts))

    def _question(
        self,
        *,
        name: str,
        origin: Origin,
        kind: tuple[Level, Fraction],
        clauses: Sequence[Clause],
        provision: str | None = None,
        stem: LocalizedText,
    ) -> dict[str, Any]:
        """What every item has; its pool is decided once all are there.

        An item of one clause may name the reference of its provision; otherwise it tests the first of each clause.
        """
        level, difficulty = kind
        unique = tuple(dict.fromkeys(clause.id for clause in clauses))
        first = {clause.id: clause.references()[0][0] for clause in clauses}
        return {
            "id": f"made-{self._seed}-{name}",
            "clauses": unique,
            "provisions": (provision,) if provision else tuple(first.values()),
            "pool": "practice",
            "level": level,
            "difficulty": difficulty,
            "generated": Generated(origin=origin, seed=self._seed),
            "stem": stem,
        }
