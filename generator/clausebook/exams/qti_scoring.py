"""How QTI marks a question: the key, the value of each answer, and the steps from an answer to points.

Every step counts hits, of which `full` earn the points of the question; what is left blank earns nothing.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from xml.etree.ElementTree import Element

from clausebook.exams.markup import element
from clausebook.exams.qti_markup import SLACK, assign, constant, variable, when
from clausebook.exams.rendering import accepted, decimal, options
from clausebook.model.item import Choice, FillIn, Matching, Numeric, OpenQuestion, Ordering, TrueFalse
from clausebook.model.paper import Asked

RESPONSE, SCORE, FEEDBACK, EXPLANATION = "RESPONSE", "SCORE", "FEEDBACK", "EXPLANATION"
_HITS = "HITS"
_KINDS = {
    "single_choice": ("single", "identifier"),
    "multiple_choice": ("multiple", "identifier"),
    "true_false": ("single", "identifier"),
    "ordering": ("ordered", "identifier"),
    "matching": ("multiple", "directedPair"),
    "number": ("single", "float"),
    "text": ("single", "string"),
    "short_answer": ("single", "string"),
    "case": ("single", "string"),
}


def response_declaration(asked: Asked, language: str) -> Element:
    """What an answer is, which one is right, and what each part of it counts."""
    cardinality, kind = _KINDS[asked.item.type]
    declared = element("responseDeclaration", identifier=RESPONSE, cardinality=cardinality, baseType=kind)
    right = list(_right(asked, language))
    if right:
        declared.append(element("correctResponse", *(element("value", value) for value in right)))
    if (mapped := _mapping(asked, language)) is not None:
        declared.append(mapped)
    return declared


def outcome_declarations(asked: Asked) -> Iterator[Element]:
    """The points, the most that there are, and what tells the explanation to show."""
    points = decimal(asked.points)
    score = _outcome(SCORE, "0")
    score.attrib |= {"normalMaximum": points, "normalMinimum": "0"}
    yield score
    yield _outcome("MAXSCORE", points)
    if not isinstance(asked.item, OpenQuestion):
        yield _outcome(_HITS, "0")
        yield element("outcomeDeclaration", identifier=FEEDBACK, cardinality="single", baseType="identifier")


def response_processing(asked: Asked) -> Element | None:
    """The steps from an answer to points; None where a marker decides."""
    if isinstance(asked.item, OpenQuestion):
        return None
    steps, full = _hits(asked)
    share = asked.points / full
    score = element(
        "divide", element("product", variable(_HITS), constant(share.numerator)), constant(share.denominator)
    )
    is_answered = element("not", element("isNull", variable(RESPONSE)))
    explain = assign(FEEDBACK, constant(EXPLANATION, "identifier"))
    return element("responseProcessing", when(is_answered, *steps, assign(SCORE, score)), explain)


def left_name(place: int) -> str:
    """The identifier of a left side of a matching; `place` counts from 0."""
    return f"L{place + 1}"


def right_name(letter: str) -> str:
    """The identifier of a right side of a matching."""
    return f"R{letter}"


def _outcome(identifier: str, value: str) -> Element:
    default = element("defaultValue", element("value", value))
    return element("outcomeDeclaration", default, identifier=identifier, cardinality="single", baseType="float")


def _right(asked: Asked, language: str) -> Iterator[str]:
    """The values of the right answer."""
    match asked.item:
        case Choice() | TrueFalse() | Ordering():
            yield from asked.key_letters
        case Matching() as item:
            yield from (
                f"{left_name(place)} {right_name(asked.letter_of[str(place)])}" for place in range(len(item.pairs))
            )
        case Numeric() as item:
            yield decimal(item.answer)
        case FillIn() as item:
            yield item.accepted[language][0]


def _pairs_that_count(asked: Asked, item: Matching) -> Iterator[str]:
    """Right sides that read the same are the same side."""
    for place, pair in enumerate(item.pairs):
        same = (letter for letter, text in asked.lettered if text == pair.right)
        yield from (f"{left_name(place)} {right_name(letter)}" for letter in same)


def _mapping(asked: Asked, language: str) -> Element | None:
    """What each part of an answer counts, in hits; None where it counts as a whole."""
    match asked.item:
        case FillIn() as item:
            mapped = _entries(dict.fromkeys(accepted(item, language), 1))
            for entry in mapped:
                entry.set("caseSensitive", "false")
            return mapped
        case Matching() as item:
            return _entries(dict.fromkeys(_pairs_that_count(asked, item), 1))
        case Choice() as item if asked.rule != "all_or_nothing":
            wrong = -len(item.key) if asked.rule == "none_wrong" else -1
            values = {letter: 1 if option.correct else wrong for letter, option in options(asked, item)}
            mapped = _entries(values)
            if asked.rule != "per_option":
                mapped.set("lowerBound", "0")
            return mapped
        case _:
            return None


def _entries(values: Mapping[str, int]) -> Element:
    entries = (element("mapEntry", mapKey=key, mappedValue=str(value)) for key, value in values.items())
    return element("mapping", *entries, defaultValue="0")


def _hits(asked: Asked) -> tuple[list[Element], int]:
    """The steps that count the hits, and how many there are to be had."""
    counted = element("mapResponse", identifier=RESPONSE)
    match asked.item, asked.rule:
        case Numeric() as item, _:
            return [_hit_if(_is_near(item))], 1
        case FillIn(), _:
            return [assign(_HITS, counted)], 1
        case Matching() as item, "all_or_nothing":
            is_all = element("equal", counted, constant(len(item.pairs)), toleranceMode="exact")
            return [_hit_if(is_all)], 1
        case _, "all_or_nothing":
            return [_hit_if(element("match", variable(RESPONSE), element("correct", identifier=RESPONSE)))], 1
        case Choice() as item, "per_option":
            wrong = len(item.options) - len(item.key)
            return [assign(_HITS, element("sum", counted, constant(wrong)))], len(item.options)
        case Choice() as item, _:
            return [assign(_HITS, counted)], len(item.key)
        case Matching() as item, _:
            return [assign(_HITS, counted)], len(item.pairs)
        case Ordering() as item, "in_place":
            key = asked.key_letters
            return [_hit_if(_stands_at(place, letter)) for place, letter in enumerate(key, 1)], len(key)
        case _:
            pairs = list(pairwise(asked.key_letters))
            return [_hit_if(_is_followed(*pair, len(pairs))) for pair in pairs], len(pairs)


def _hit_if(condition: Element) -> Element:
    return when(condition, assign(_HITS, element("sum", variable(_HITS), constant(1))))


def _is_near(item: Numeric) -> Element:
    tolerance = decimal(item.tolerance + SLACK)
    values = variable(RESPONSE), element("correct", identifier=RESPONSE)
    return element("equal", *values, toleranceMode="absolute", tolerance=f"{tolerance} {tolerance}")


def _stands_at(place: int, letter: str) -> Element:
    return element("match", element("index", variable(RESPONSE), n=str(place)), constant(letter, "identifier"))


def _is_followed(first: str, second: str, last: int) -> Element:
    """Whether one entry comes directly before another, at whatever place up to `last`."""
    found = (element("and", _stands_at(place, first), _stands_at(place + 1, second)) for place in range(1, last + 1))
    return element("or", *found)
