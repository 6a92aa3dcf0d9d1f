"""A made-up standard with practice and evidence, and people who answer a form over it as chance has it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest

from clausebook.model.form import Form, Scale
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.model.result import Result
from clausebook.model.standard import Clause, Identity, Stage, Standard
from clausebook.render.jinja import Templates
from clausebook.scoring.score import score

ROOT = Path(__file__).resolve().parents[2]
MARKUP = "</style><script>alert(1)</script> & <b>"
MADE = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
Answers = dict[str, dict[str, Any]]


def both(text: str) -> dict[str, str]:
    return {"zh": f"{text}（中）", "en": f"{text} (en)"}


def lists(*texts: str) -> dict[str, list[str]]:
    return {"zh": [f"{text}（中）" for text in texts], "en": [f"{text} (en)" for text in texts]}


def clause(number: str, *types: str) -> Clause:
    name = f"c-{number.replace('.', '-')}"
    provisions = [
        {
            "id": chr(97 + place),
            "type": kind,
            "text": both(f"Provision {number}{chr(97 + place)}"),
            "evidence": lists(f"Record {number}{chr(97 + place)}"),
        }
        for place, kind in enumerate(types)
    ]
    practice = lists(f"First step {number}", f"Second step {number}")
    plain = {"id": name, "number": number, "title": both(f"Clause {number}"), "practice": practice}
    return Clause.model_validate(plain | {"provisions": provisions})


def section(number: str, **parts: Any) -> dict[str, Any]:
    name = f"s-{number.replace('.', '-')}"
    return {"id": name, "number": number, "title": both(f"Section {number}"), "objective": both("Why"), **parts}


def questionnaire(**rules: Any) -> Questionnaire:
    """Three stages: one of two tasks, two without tasks; nine provisions, one of them without weight."""
    clauses = [
        clause("1.1.1", "requirement", "recommendation"),
        clause("1.1.2", "requirement"),
        clause("1.2.1", "permission", "requirement"),
        clause("2.1", "requirement"),
        clause("2.2", "recommendation"),
        clause("3.1", "recommendation", "requirement"),
    ]
    tasks = [section("1.1", clauses=("1.1.1", "1.1.2")), section("1.2", clauses=("1.2.1",))]
    stages = [section("1", tasks=tasks), section("2", clauses=("2.1", "2.2")), section("3", clauses=("3.1",))]
    words = {name: both(name) for name in ("title", "summary", "publisher", "notice", "copyright")}
    identity = Identity.model_validate({"id": "sample", "languages": ("zh", "en"), **words})
    answers = [{"points": points, "label": both(f"Level {points}")} for points in range(5)]
    bands = [(0, "Low"), (60, "Fair"), (80, "Fine")]
    form = {
        "id": "sample-form",
        "scale": "levels",
        **{name: both(name.title()) for name in ("title", "intro", "privacy")},
        "bands": [{"id": name.lower(), "title": both(name), "minimum": minimum} for minimum, name in bands],
        "gates": [
            {"rule": "requirement_at_bottom", "cap": "fair"},
            {"rule": "stage_minimum", "minimum": 40, "cap": None},
        ],
    }
    return Questionnaire(
        form=Form.model_validate(form | rules),
        scale=Scale.model_validate({"id": "levels", "title": both("Levels"), "answers": answers}),
        standard=Standard(
            identity=identity,
            stages=tuple(Stage.model_validate(stage) for stage in stages),
            clauses={clause.number: clause for clause in clauses},
        ),
    )


def rated(asked: Questionnaire, rating: int = 4, **others: int | None) -> Answers:
    """The same rating for all, but for some by reference with its dots as underscores; None is not applicable."""
    given: dict[str, int | None] = dict.fromkeys(asked.provisions, rating)
    given |= {f"c-{name[2:-2].replace('_', '-')}.{name[-1]}": value for name, value in others.items()}
    away = {"not_applicable": True, "reason": "none here"}
    return {ref: away if value is None else {"rating": value} for ref, value in given.items()}


def random_answers(rng: Random, asked: Questionnaire, away: float = 0.1) -> Answers:
    answers = rated(asked)
    for ref in answers:
        is_away = rng.random() < away
        answers[ref] = {"not_applicable": True, "reason": "none"} if is_away else {"rating": rng.randrange(5)}
    return answers


def scored(
    asked: Questionnaire,
    answers: Answers,
    person: str = "E1",
    department: str = "Sales",
    name: str = "",
    reviewer: str = "",
    **more: Any,
) -> Result:
    plain = {
        "format": "clausebook-response/1",
        "form": asked.form.id,
        "form_hash": asked.content_hash,
        "language": "en",
        "person": {"id": person, "name": name, "department": department},
        "saved": "2026-11-20T08:00:00Z",
        "answers": answers,
    }
    who = {"reviewer": {"id": reviewer, "name": f"Reviewer {reviewer}"}} if reviewer else {}
    return score(asked, Response.model_validate(plain | who | more))


def people(
    asked: Questionnaire, departments: Sequence[str], seed: int = 1, *, away: float = 0.1, left_out: float = 0.0
) -> Iterator[Result]:
    """One result for each department named, in order; some may have left the last question out."""
    rng = Random(seed)
    for place, department in enumerate(departments):
        answers = random_answers(rng, asked, away)
        if rng.random() < left_out:
            answers.popitem()
        yield scored(asked, answers, f"E{place}", department, f"示例 {place}")


def mean(scores: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of the scores there are, the plain way."""
    found = [score for score in scores if score is not None]
    return sum(found, Fraction(0)) / len(found) if found else None


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates(ROOT / "templates")
