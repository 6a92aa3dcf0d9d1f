"""A small exam on the tiny standard: fifty questions of three types, and a blueprint of papers of twelve."""

import json
from typing import Any

from clausebook.project import Project

CLAUSES = {"flour": "a", "water": "a", "heat": "a", "cooling": "a"}
LEVELS = ("remember", "apply")
BLUEPRINT = """\
id: bread
title: {en: Bread exam, de: Brotprüfung}
minutes: 30
sections:
  - {id: single, title: {en: Single choice, de: Einfachwahl}, type: single_choice, count: 6, points: 2}
  - {id: judged, title: {en: True or false, de: Richtig oder falsch}, type: true_false, count: 5, points: 1}
  - {id: case, title: {en: Case, de: Fall}, type: case, count: 1, points: 3}
counts:
  stage: {dough: 6, oven: [5, 7]}
  level: {apply: [5, 7]}
  band: {hard: [2, 6]}
marks:
  stage: {dough: [7, 13]}
difficulty:
  bands: {easy: "0.6", hard: 0}
  mean: "0.6"
  within: "0.05"
papers: 2
pass_mark: {basis: fixed, percent: 60}
"""


def write_exam(project: Project, blueprint: str = BLUEPRINT) -> Project:
    """The project with the bank and the blueprint in it."""
    for folder, name, text in (("items", "all", json.dumps(bank())), ("blueprints", "bread", blueprint)):
        path = project.assessments / folder / f"{name}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return project


def bank() -> dict[str, Any]:
    return {"items": [*map(_choice, range(24)), *map(_judged, range(20)), *map(_case, range(6))]}


def _item(number: int, kind: str, **own: Any) -> dict[str, Any]:
    clause = list(CLAUSES)[number % 4]
    return {
        "id": f"{kind.replace('_', '-')}-{number}",
        "clauses": [clause],
        "provisions": [f"{clause}.{CLAUSES[clause]}"],
        "pool": "exam",
        "type": kind,
        "level": LEVELS[number // 4 % 2],
        "difficulty": f"0.{number % 5 + 4}",
        "stem": _text(f"{kind} {number} {'about ' * (number % 7)}{clause}"),
        **own,
    }


def _text(text: str) -> dict[str, str]:
    return {"en": text, "de": f"{text} auf Deutsch"}


def _choice(number: int) -> dict[str, Any]:
    options = [
        {"id": letter, "text": _text(f"{letter}{number}"), "correct": place == number % 4, "why": _text("so")}
        for place, letter in enumerate("abcd")
    ]
    # Each asks the same as the next but one of the same clause.
    enemies = [f"single-choice-{number + 8}"] if number % 3 == 0 and number + 8 < 24 else []
    return _item(number, "single_choice", options=options, enemies=enemies)


def _judged(number: int) -> dict[str, Any]:
    return _item(number, "true_false", answer=number % 2 == 0, why=_text("so"))


def _case(number: int) -> dict[str, Any]:
    # The last one is worth other marks than the section gives.
    criteria = [
        {"points": points, "criterion": _text(f"says {points}")} for points in ((1, 2) if number < 5 else (4, 5))
    ]
    return _item(number, "case", background=_text("A bakery."), model_answer=_text("Bread."), marking=criteria)
