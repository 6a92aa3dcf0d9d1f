"""Questions as the browser needs them: what is asked, what is right and why, as plain JSON."""

from collections.abc import Iterable
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction
from typing import Any

from clausebook.model.base import LocalizedText
from clausebook.model.item import (
    Choice,
    Criterion,
    FillIn,
    Item,
    Matching,
    Numeric,
    OpenQuestion,
    Option,
    Ordering,
    TrueFalse,
)
from clausebook.model.rule import Rule, default_rule

Json = dict[str, Any]


class Questions:
    """Writes items for the browser, with their texts in some languages; they hold their key."""

    def __init__(self, languages: Iterable[str]) -> None:
        self.languages = tuple(languages)

    def texts(self, text: LocalizedText) -> dict[str, str]:
        """A text in the languages wanted."""
        return {language: text[language] for language in self.languages}

    def question(self, item: Item, rule: Rule | None = None) -> Json:
        """One item; marked by the first rule of its type where `rule` names no other."""
        return {
            "id": item.id,
            "type": item.type,
            "level": item.level,
            "clauses": list(item.clauses),
            "rule": rule or default_rule(item.type),
            "stem": self.texts(item.stem),
        } | self._answer(item)

    def _answer(self, item: Item) -> Json:
        if isinstance(item, Choice):
            return {"options": [self._option(option) for option in item.options]}
        if isinstance(item, OpenQuestion):
            return self._open(item)
        return self._closed(item) | {"why": self.texts(item.why)}

    def _option(self, option: Option) -> Json:
        why, text = self.texts(option.why), self.texts(option.text)
        return {"id": option.id, "text": text, "right": option.correct, "why": why}

    def _closed(self, item: TrueFalse | Ordering | Matching | Numeric | FillIn) -> Json:
        if isinstance(item, TrueFalse):
            return {"answer": item.answer}
        if isinstance(item, Ordering):
            return {"entries": [{"id": entry.id, "text": self.texts(entry.text)} for entry in item.entries]}
        if isinstance(item, Matching):
            pairs = [{"left": self.texts(pair.left), "right": self.texts(pair.right)} for pair in item.pairs]
            return {"pairs": pairs, "extras": [self.texts(extra) for extra in item.extras]}
        return self._number(item) if isinstance(item, Numeric) else self._text(item)

    def _number(self, item: Numeric) -> Json:
        """The units of every language count, whatever the language of the page."""
        return {
            "answer": str(item.answer),
            "shown": _decimal(item.answer),
            "tolerance": str(item.tolerance),
            "unit": self.texts(item.unit) if item.unit else None,
            "units": [unit for _, unit in item.unit.items()] if item.unit else [],
        }

    def _text(self, item: FillIn) -> Json:
        """What is accepted in any language counts in all."""
        return {
            "accepted": [name for _, names in item.accepted.items() for name in names],
            "answers": {language: list(item.accepted[language]) for language in self.languages},
        }

    def _open(self, item: OpenQuestion) -> Json:
        return {
            "background": self.texts(item.background) if item.background else None,
            "model_answer": self.texts(item.model_answer),
            "marking": [self._criterion(criterion) for criterion in item.marking],
        }

    def _criterion(self, criterion: Criterion) -> Json:
        return {"points": criterion.points, "text": self.texts(criterion.criterion)}


def _decimal(value: Fraction) -> str:
    """A number as people write it: with decimals where they end, otherwise as a fraction."""
    with localcontext(Context(traps=[Inexact])):
        try:
            return f"{(Decimal(value.numerator) / value.denominator):f}"
        except Inexact:
            return str(value)
