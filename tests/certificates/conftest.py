"""A made-up standard in any number of languages and sizes, and everything that a certificate needs of it."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from clausebook.model.base import LocalizedText
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.form import Answer, Band, Form, RequirementGate, Scale, StageGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Person
from clausebook.model.result import ClauseScore, Result, StageScore, UnitScore
from clausebook.model.scheme import Component, PassMark, Scheme, Signatory
from clausebook.model.standard import Clause, Identity, Provision, Stage, Standard, Task
from clausebook.render.jinja import Templates

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    "de": "{0} der Bäckerei",
    "en": "{0} of the bakery",
    "fr": "{0} de la boulangerie",
    "zh": "面包房的{0}",
}


def text(what: object, languages: Sequence[str]) -> LocalizedText:
    """`what` with some words around it in each language."""
    return LocalizedText({language: TEXTS[language].format(what) for language in languages})


def standard(languages: Sequence[str] = ("en", "zh"), stages: int = 4, tasks: int = 2) -> Standard:
    """A standard of so many stages with so many tasks of one clause each; without tasks a stage holds its clause."""
    clauses = {}
    outline = []
    for stage in range(1, stages + 1):
        numbers = [f"{stage}.{task}" for task in range(1, tasks + 1)] or [str(stage)]
        ids = {number: f"section-{number.replace('.', '-')}" for number in numbers}
        clause_numbers = {number: f"{number}.1" for number in numbers}
        for number in numbers:
            provision = Provision(id="a", type="requirement", text=text("Regel", languages))
            clauses[clause_numbers[number]] = Clause(
                id=f"clause-{ids[number]}",
                number=clause_numbers[number],
                title=text(number, languages),
                provisions=(provision,),
            )
        common = {"objective": text("goal", languages)}
        title = text(f"Stage {stage}", languages)
        outline.append(
            Stage(
                id=f"stage-{stage}",
                number=str(stage),
                title=title,
                clauses=() if tasks else tuple(clause_numbers.values()),
                tasks=tuple(
                    Task(
                        id=ids[number],
                        number=number,
                        title=text(f"Task {number}", languages),
                        clauses=(clause_numbers[number],),
                        **common,
                    )
                    for number in (numbers if tasks else ())
                ),
                **common,
            )
        )
    names = ("title", "summary", "publisher", "notice", "copyright")
    identity = Identity(
        id="baking", languages=tuple(languages), **{name: text(name.capitalize(), languages) for name in names}
    )
    return Standard(identity=identity, stages=tuple(outline), clauses=clauses)


def questionnaire(languages: Sequence[str] = ("en", "zh"), stages: int = 4, tasks: int = 2) -> Questionnaire:
    """The standard with a scale of three answers, three bands and both gates."""
    form = Form(
        id="baker",
        title=text("Form", languages),
        intro=text("Intro", languages),
        privacy=text("Privacy", languages),
        scale="three",
        bands=tuple(
            Band(id=name.lower(), title=text(name, languages), minimum=minimum)
            for name, minimum in (("Raw", 0), ("Baked", 60), ("Golden", Fraction("87.5")))
        ),
        gates=(RequirementGate(rule="requirement_at_bottom"), StageGate(rule="stage_minimum", minimum=40, cap="baked")),
    )
    scale = Scale(
        id="three",
        title=text("Scale", languages),
        answers=tuple(Answer(points=points, label=text(f"Level {points}", languages)) for points in range(3)),
    )
    return Questionnaire(form=form, scale=scale, standard=standard(languages, stages, tasks))


def result(questionnaire: Questionnaire, *, band: str | None = "baked", not_applicable: int = 1) -> Result:
    """A result with a different score for every stage and task, one of them without any."""
    stages = []
    for at, stage in enumerate(questionnaire.standard.stages):
        units = tuple(
            UnitScore(
                id=unit.id,
                number=unit.number,
                score=None if (at, index) == (1, 0) else Fraction(60 + at + index, 96),
                clauses=tuple(
                    ClauseScore(id=clause.id, number=clause.number, score=None)
                    for clause in questionnaire.standard.clauses_of(unit)
                ),
            )
            for index, unit in enumerate(stage.units)
        )
        stages.append(StageScore(id=stage.id, number=stage.number, score=Fraction(61 + at, 97), units=units))
    total = len(questionnaire.provisions)
    return Result(
        form="baker",
        form_hash=questionnaire.content_hash,
        person=Person(id="E1"),
        overall=Fraction(2, 3),
        stages=tuple(stages),
        band=band,
        reached=band,
        gates=(),
        gaps=(),
        total=total,
        answered=total,
        not_applicable=not_applicable,
    )


def scheme(languages: Sequence[str] = ("en", "zh"), accent: str = "#7a2f1f") -> Scheme:
    return Scheme(
        id="baker",
        components=(Component(id="self", title=text("Self", languages), form="baker", weight=1),),
        band="baked",
        pass_mark=PassMark(basis="fixed", note=text("Note", languages)),
        title=text("Certificate", languages),
        statement=text("Statement", languages),
        remark=text("Remark", languages),
        issuer=text("Guild", languages),
        signatories=(Signatory(name=text("Signatory", languages), position=text("Master", languages)),),
        validity=24,
        prefix="BK",
        accent=accent,
    )


def holder(name: str = "欧阳雨桐", **fields: str) -> Holder:
    return Holder(**{"id": "E1", "name": name, "organization": "Golden Crust Ltd", **fields})


def certificate(holder: Holder) -> Certificate:
    return Certificate(
        serial="BK-2026-000001-1",
        scheme="baker",
        holder=holder,
        issued=date(2026, 11, 2),
        expires=date(2028, 11, 2),
        band="baked",
        overall=Fraction(2, 3),
        status_index=0,
    )


@pytest.fixture(scope="session")
def templates() -> Templates:
    return Templates(ROOT / "templates")
