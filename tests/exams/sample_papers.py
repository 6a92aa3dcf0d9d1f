"""Papers with every type of question under every rule, whose texts hold what formats trip over."""

from fractions import Fraction
from itertools import permutations, product
from typing import Any

from pydantic import TypeAdapter

from clausebook.model.base import LocalizedText
from clausebook.model.blueprint import FixedMark
from clausebook.model.item import Item, OpenQuestion
from clausebook.model.paper import Asked, Paper, PaperSection, shuffled_order
from clausebook.model.rule import RULES
from clausebook.project import packaged_templates
from clausebook.render.jinja import Templates, Words

LANGUAGES = ("en", "zh")
TRICKY = 'a < b & "c" = {d} ~ #5: C:\\new -> </p> %50% ]]> $x$ *'
TRICKY_ZH = "若a<b，则“c”＝{d}～＃5：甲→乙"
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


def both(text: str) -> dict[str, str]:
    return {"en": f"{text} {TRICKY}", "zh": f"{text}{TRICKY_ZH}"}


def short(text: str) -> dict[str, str]:
    return {"en": text, "zh": f"中{text}"}


def item(identity: str, kind: str, **own: Any) -> Item:
    """An item of the practice pool with what all items have."""
    shared = {
        "id": identity,
        "clauses": ["market"],
        "provisions": ["market.a"],
        "pool": "practice",
        "level": "apply",
        "difficulty": "0.6",
        "stem": both(f"Stem of {identity}."),
    }
    return _ITEM.validate_python({**shared, "type": kind, **own})


def choice(identity: str, right: str, letters: str = "abcd") -> Item:
    kind = "single_choice" if len(right) == 1 else "multiple_choice"
    options = [
        {"id": letter, "text": both(f"Option {letter}"), "correct": letter in right, "why": both(f"Reason {letter}")}
        for letter in letters
    ]
    return item(identity, kind, options=options)


def items() -> dict[str, Item]:
    """One item of each type."""
    why = both("Because.")
    return {
        "single_choice": choice("single", "c"),
        "multiple_choice": choice("multiple", "acd", "abcde"),
        "true_false": item("judged", "true_false", answer=False, why=why),
        "ordering": item(
            "ordered", "ordering", entries=[{"id": name, "text": both(f"Entry {name}")} for name in "abcd"], why=why
        ),
        "matching": item(
            "matched",
            "matching",
            pairs=[
                {"left": both("Left 1"), "right": both("Right 1")},
                {"left": both("Left 2"), "right": both("Right 2")},
                {"left": both("Left 3"), "right": both("Right 1")},
            ],
            extras=[both("Extra")],
            why=why,
        ),
        "number": item("counted", "number", answer="2.86", tolerance="0.01", unit=short("kg"), why=why),
        "text": item(
            "filled", "text", accepted={"en": ["utm_source", "a*b: {c}"], "zh": ["来源", "utm_source"]}, why=why
        ),
        "short_answer": item("told", "short_answer", model_answer=both("Model."), marking=criteria()),
        "case": item("studied", "case", background=both("Situation."), model_answer=both("Model."), marking=criteria()),
    }


def criteria() -> list[dict[str, Any]]:
    return [{"points": 2, "criterion": both("First.")}, {"points": 3, "criterion": both("Second.")}]


def paper(rules: dict[str, str] | None = None, points: str = "5/3", kinds: tuple[str, ...] = ()) -> Paper:
    """A paper with a section for each type; `rules` names the rules that are not the first of their type."""
    found = items()
    sections = [
        _section(kind, found[kind], number, (rules or {}).get(kind, RULES[kind][0]), Fraction(points))
        for number, kind in enumerate(kinds or found, 1)
    ]
    return Paper(
        id="A",
        blueprint="sample",
        title=LocalizedText({"en": "Sample / exam", "zh": "示例/试卷"}),
        minutes=90,
        instructions=LocalizedText(both("Read it first.")),
        sections=tuple(sections),
        pass_mark=FixedMark(),
        languages=LANGUAGES,
    )


def _section(kind: str, asked: Item, number: int, rule: str, points: Fraction) -> PaperSection:
    question = Asked.model_validate(
        {"number": number, "item": asked, "points": points, "rule": rule, "order": shuffled_order(asked, "seed")}
    )
    title = LocalizedText(short(f"Section {number}"))
    identity = kind.replace("_", "-")
    return PaperSection.model_validate(
        {"id": identity, "title": title, "type": kind, "points": points, "rule": rule, "questions": (question,)}
    )


def exam() -> Paper:
    """A paper of one question, which is of the exam pool."""
    made = paper(kinds=("single_choice",))
    section = made.sections[0]
    asked = section.questions[0]
    secret = asked.model_copy(update={"item": asked.item.model_copy(update={"pool": "exam"})})
    return made.model_copy(update={"sections": (section.model_copy(update={"questions": (secret,)}),)})


CASES = [(kind, rule) for kind, rules in RULES.items() for rule in rules if rule != "by_criteria"]
"""Each type with each of its rules, those aside that people mark."""


def question(kind: str, rule: str, points: str = "5/3") -> tuple[Paper, Asked]:
    """A paper of one question."""
    made = paper({kind: rule}, points, (kind,))
    return made, made.questions[0]


def answers(asked: Asked) -> list[str | None]:
    """Answers to a question, right, wrong, partly right and none; all there are where they are few."""
    match asked.item.type:
        case "single_choice":
            return [None, *"ABCD"]
        case "multiple_choice":
            chosen = product((True, False), repeat=len(asked.order))
            return [
                "".join(letter for letter, is_in in zip("ABCDE", each, strict=True) if is_in) or None for each in chosen
            ]
        case "true_false":
            return [None, "T", "F"]
        case "ordering":
            return [None, *("".join(order) for order in permutations("ABCD"))]
        case "matching":
            return [None, *(" ".join(f"{place}{letter}" for place, letter in enumerate(each, 1)) for each in _thrice())]
        case "number":
            return [None, "2.86", "2.87", "2.85", "2.871", "-2.86", "0"]
        case _:
            return [None, "utm_source", "UTM_Source", "来源", "a*b: {c}", "axxb: {c}", "source"]


def _thrice() -> list[tuple[str, ...]]:
    return list(product("ABCD", repeat=3))


def words(language: str) -> Words:
    return Templates(packaged_templates()).words("exams", language)


def is_marked_by_people(asked: Asked) -> bool:
    return isinstance(asked.item, OpenQuestion)
