"""Reads QTI items back and marks answers by their processing, as the specification says and not as it was written.

Names of version 3 are turned into those of version 2.1, so that both are read by the same rules.
"""

import re
from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

Value = Any
_HYPHEN = re.compile(r"-([a-z])")
_ONE = {"single"}


def plain(element: Element) -> Element:
    """The element without namespace, by the names of version 2.1."""
    name = element.tag.rpartition("}")[2]
    if name.startswith("qti-"):
        name = camel(name.removeprefix("qti-"))
    made = Element(name, {camel(key.rpartition("}")[2]): value for key, value in element.items()})
    made.text = element.text
    made.extend(plain(child) for child in element)
    return made


def camel(name: str) -> str:
    return _HYPHEN.sub(lambda match: match.group(1).upper(), name)


class ReadItem:
    """An item as a delivery engine takes it."""

    def __init__(self, content: bytes) -> None:
        self.root = plain(fromstring(content))
        self.declaration = self.one("responseDeclaration")
        self.cardinality, self.kind = self.declaration.get("cardinality"), self.declaration.get("baseType")

    def one(self, path: str) -> Element:
        found = self.root.find(path)
        assert found is not None, path
        return found

    def texts(self, name: str) -> dict[str, str]:
        """The texts of choices by their identifiers."""
        return {choice.get("identifier", ""): choice.text or "" for choice in self.root.iter(name)}

    def score(self, response: Value) -> float:
        """The SCORE that an answer gets; None is an answer left out."""
        outcomes = {
            declared.get("identifier"): float(declared.findtext("defaultValue/value", "nan"))
            for declared in self.root.findall("outcomeDeclaration")
            if declared.get("baseType") == "float"
        }
        run = _Run(self, response, outcomes)
        run.rules(self.one("responseProcessing"))
        return float(run.outcomes["SCORE"])


class _Run:
    def __init__(self, item: ReadItem, response: Value, outcomes: dict[str | None, Value]) -> None:
        self.item, self.response, self.outcomes = item, response, outcomes

    def rules(self, block: Element) -> None:
        for rule in block:
            if rule.tag == "setOutcomeValue":
                self.outcomes[rule.get("identifier")] = self.value(rule[0])
            elif rule.tag == "responseCondition":
                branch = rule[0]
                assert branch.tag == "responseIf"
                if self.value(branch[0]) is True:
                    rest = Element("rules")
                    rest.extend(branch[1:])
                    self.rules(rest)

    def value(self, expression: Element) -> Value:
        return getattr(self, f"_{expression.tag}")(expression)

    def _variable(self, expression: Element) -> Value:
        name = expression.get("identifier")
        return self.response if name == "RESPONSE" else self.outcomes[name]

    def _correct(self, expression: Element) -> Value:
        values = [value.text for value in self.item.declaration.findall("correctResponse/value")]
        if self.item.cardinality in _ONE:
            return float(values[0] or "") if self.item.kind == "float" else values[0]
        return values

    def _baseValue(self, expression: Element) -> Value:  # noqa: N802 - the element's name
        text = expression.text or ""
        return float(text) if expression.get("baseType") in ("float", "integer") else text

    def _isNull(self, expression: Element) -> bool:  # noqa: N802
        return self.value(expression[0]) in (None, [])

    def _not(self, expression: Element) -> Value:
        value = self.value(expression[0])
        return None if value is None else not value

    def _match(self, expression: Element) -> Value:
        first, second = (self.value(part) for part in expression)
        if first is None or second is None:
            return None
        if self.item.cardinality == "multiple" and isinstance(first, list):
            return Counter(first) == Counter(second)
        return bool(first == second)

    def _index(self, expression: Element) -> Value:
        values, place = self.value(expression[0]) or [], int(expression.get("n", ""))
        return values[place - 1] if place <= len(values) else None

    def _and(self, expression: Element) -> Value:
        return all(self.value(part) is True for part in expression)

    def _or(self, expression: Element) -> Value:
        return any(self.value(part) is True for part in expression)

    def _equal(self, expression: Element) -> Value:
        first, second = (self.value(part) for part in expression)
        if expression.get("toleranceMode") == "exact":
            return bool(first == second)
        below, above = map(float, expression.get("tolerance", "").split())
        return bool(second - below <= first <= second + above)

    def _sum(self, expression: Element) -> float:
        return sum(float(self.value(part)) for part in expression)

    def _product(self, expression: Element) -> float:
        first, second = (float(self.value(part)) for part in expression)
        return first * second

    def _divide(self, expression: Element) -> float:
        first, second = (float(self.value(part)) for part in expression)
        return first / second

    def _mapResponse(self, expression: Element) -> float:  # noqa: N802
        mapping = self.item.one("responseDeclaration/mapping")
        given = self.response if isinstance(self.response, list) else [self.response]
        total = sum(self._mapped(mapping, value) for value in dict.fromkeys(given))
        lowest, highest = mapping.get("lowerBound"), mapping.get("upperBound")
        total = max(total, float(lowest)) if lowest is not None else total
        return min(total, float(highest)) if highest is not None else total

    @staticmethod
    def _mapped(mapping: Element, value: str) -> float:
        for entry in mapping:
            key = entry.get("mapKey", "")
            is_folded = entry.get("caseSensitive") == "false"
            if key == value or (is_folded and key.casefold() == value.casefold()):
                return float(entry.get("mappedValue", ""))
        return float(mapping.get("defaultValue", "0"))


def response_of(kind: str, answer: str | None) -> Value:
    """An answer as papers write it, as a candidate gives it to an engine."""
    if answer is None:
        return None
    if kind in ("multiple_choice", "ordering"):
        return list(answer)
    if kind == "matching":
        return [f"L{pair[:-1]} R{pair[-1]}" for pair in answer.split()]
    return float(answer) if kind == "number" else answer
