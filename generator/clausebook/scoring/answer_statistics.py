"""Which answers a question was given, and by whom: the table that shows whether wrong options do their work."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from clausebook.model.exam_response import MarkedAnswer
from clausebook.model.exam_statistics import AnswerStatistics
from clausebook.model.item import Choice, FillIn, Matching, Numeric, OpenQuestion, Ordering, TrueFalse
from clausebook.model.paper import Asked
from clausebook.scoring.correlation import correlation
from clausebook.scoring.ranks import Ranks

BLANK = ""
_MOST = 5
"""Of answers that are not among given ones, so many are listed, the most frequent first."""
_PAIR = re.compile(r"(\d+)\s*([A-Z])")


class Answers:
    """All answers to one question, with the rest of the marks of those who gave them, and their total."""

    def __init__(self, asked: Asked, given: Sequence[tuple[Asked, MarkedAnswer]]) -> None:
        """`given` has each candidate's question, as his paper asks it, and his answer."""
        self._asked = asked
        self._count = len(given)
        self._who: defaultdict[str, list[int]] = defaultdict(list)
        full = set()
        for candidate, (own, answer) in enumerate(given):
            for name in _names(own, answer):
                self._who[name].append(candidate)
                if answer.points == own.points:
                    full.add(name)
        self._right = _right(asked, full)

    def statistics(self, rests: Sequence[int], totals: Sequence[int], ranks: Ranks) -> tuple[AnswerStatistics, ...]:
        """A line an answer; `rests` are the marks without this question."""
        whole = sum(rests), sum(rest * rest for rest in rests)
        return tuple(self._line(name, rests, totals, ranks, whole) for name in self._listed())

    def _listed(self) -> Iterator[str]:
        """The answers in the order in which they are shown, a blank last."""
        item = self._asked.item
        if isinstance(item, Choice):
            yield from self._asked.order
        elif isinstance(item, TrueFalse):
            yield from "TF"
        elif isinstance(item, Matching):
            yield from (str(place) for place in range(1, len(item.pairs) + 1))
        else:
            yield from self._written()
        if BLANK in self._who:
            yield BLANK

    def _written(self) -> list[str]:
        counts = Counter({name: len(who) for name, who in self._who.items() if name != BLANK})
        if isinstance(self._asked.item, OpenQuestion):
            return sorted(counts, key=Fraction)
        return sorted(counts, key=lambda name: (-counts[name], name))[:_MOST]

    def _line(
        self, name: str, rests: Sequence[int], totals: Sequence[int], ranks: Ranks, whole: tuple[int, int]
    ) -> AnswerStatistics:
        who = self._who.get(name, [])
        together = sum(rests[candidate] for candidate in who)
        low, high, *groups = ranks.means(Counter(totals[candidate] for candidate in who))
        return AnswerStatistics(
            name=name,
            is_right=name in self._right,
            count=len(who),
            share=Fraction(len(who), self._count),
            low=low,
            high=high,
            groups=tuple(groups),
            correlation=correlation(self._count, len(who), len(who), *whole, together),
        )


def _names(asked: Asked, answer: MarkedAnswer) -> Iterator[str]:
    """The names of what was answered, independent of the paper's letters; several where one may choose several."""
    item, given = asked.item, answer.given
    if given is None:
        yield BLANK
    elif isinstance(item, Choice):
        yield from sorted({asked.letters[letter] for letter in given if letter in asked.letters})
    elif isinstance(item, Matching):
        right = set(_PAIR.findall(asked.key_letters))
        yield from sorted({left for left, letter in _PAIR.findall(given) if (left, letter) in right})
    elif isinstance(item, Ordering):
        places = {entry.id: str(place) for place, entry in enumerate(item.entries, 1)}
        yield " ".join(places[asked.letters[letter]] for letter in given if letter in asked.letters)
    elif isinstance(item, OpenQuestion):
        yield str(answer.points)
    else:
        yield given


def _right(asked: Asked, full: Collection[str]) -> Collection[str]:
    """The names of right answers; `full` are those that were given with all points."""
    item = asked.item
    if isinstance(item, Choice):
        return item.key
    if isinstance(item, TrueFalse):
        return "T" if item.answer else "F"
    if isinstance(item, Matching):
        return tuple(str(place) for place in range(1, len(item.pairs) + 1))
    return full if isinstance(item, FillIn | Numeric | Ordering | OpenQuestion) else ()
