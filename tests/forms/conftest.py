"""A small made-up standard, forms over it, and a browser to open them in."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from clausebook.forms.web import single_file
from clausebook.model.form import Form, Scale
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import PROVISION_TYPES, Clause, Identity, Stage, Standard
from clausebook.render.jinja import Templates

TEMPLATES = Templates(Path(__file__).parents[2] / "templates")
MODELS = ("b2b", "b2c", "dtc")
MARKUP = "</script><img src=x onerror=alert(1)> & \u2028"


def both(text: str) -> dict[str, str]:
    return {"zh": f"{text}（中）", "en": f"{text} (en)"}


def clause(number: str, *types: str, **more: Any) -> Clause:
    provisions = [
        {"id": chr(97 + place), "type": kind, "text": both(f"Provision {number}{chr(97 + place)}")}
        for place, kind in enumerate(types)
    ]
    name = "c-" + number.replace(".", "-")
    return Clause.model_validate(
        {"id": name, "number": number, "title": both(number), "provisions": provisions, **more}
    )


def section(number: str, **parts: Any) -> dict[str, Any]:
    name = "s-" + number.replace(".", "-")
    return {"id": name, "number": number, "title": both(f"Section {number}"), "objective": both("Why"), **parts}


def standard(stages: list[dict[str, Any]], clauses: list[Clause]) -> Standard:
    words = {name: both(name) for name in ("title", "summary", "publisher", "notice", "copyright")}
    models = [{"id": model, "title": both(model.upper())} for model in MODELS]
    identity = Identity.model_validate({"id": "sample", "languages": ("zh", "en"), "models": models, **words})
    return Standard(
        identity=identity,
        stages=tuple(Stage.model_validate(stage) for stage in stages),
        clauses={clause.number: clause for clause in clauses},
    )


def scale(*points: int) -> Scale:
    answers = [{"points": p, "label": both(f"Level {p}"), "hint": both(f"Hint {p}")} for p in points]
    return Scale.model_validate({"id": "levels", "title": both("Levels"), "answers": answers})


def form(**rules: Any) -> Form:
    plain = {
        "id": "sample-form",
        "scale": "levels",
        "title": both("Form"),
        "intro": both("Intro"),
        "privacy": both("Privacy"),
    }
    return Form.model_validate(plain | rules)


def bands(*minimums: str | int) -> list[dict[str, Any]]:
    return [{"id": f"band-{place}", "title": both(f"Band {place}"), "minimum": m} for place, m in enumerate(minimums)]


def sample(*extra: Clause, **rules: Any) -> Questionnaire:
    """Three stages with seven provisions; `extra` clauses join the last stage, which has no tasks.

    `rules` are keys of the form.
    """
    clauses = [
        clause("1.1.1", "requirement", "recommendation"),
        clause("1.1.2", "requirement"),
        clause("1.2.1", "permission", "requirement"),
        clause("2.1", "requirement"),
        clause("3.1", "recommendation"),
    ]
    tasks = [section("1.1", clauses=("1.1.1", "1.1.2")), section("1.2", clauses=("1.2.1",))]
    last = ("3.1", *(more.number for more in extra))
    stages = [section("1", tasks=tasks), section("2", clauses=("2.1",)), section("3", clauses=last)]
    gates = [{"rule": "requirement_at_bottom", "cap": "band-1"}, {"rule": "stage_minimum", "minimum": 40, "cap": None}]
    return Questionnaire(
        form=form(**({"bands": bands(0, 60, 80), "gates": gates} | rules)),
        scale=scale(0, 1, 2, 3),
        standard=standard(stages, [*clauses, *extra]),
    )


def random_questionnaire(rng: Random) -> Questionnaire:
    """Any outline, any scale, odd weights, and gates that cap or block."""
    stages, clauses = [], []
    for stage in range(1, rng.randint(2, 5)):
        units = [f"{stage}.{unit}" for unit in range(1, rng.randint(1, 4))] or [str(stage)]
        numbers = {unit: [f"{unit}.{n}" for n in range(1, rng.randint(2, 5))] for unit in units}
        kinds = PROVISION_TYPES if rng.random() < 0.5 else ("requirement", "recommendation")
        clauses += [
            clause(n, *rng.choices(kinds, k=rng.randint(1, 4)), models=random_models(rng))
            for unit in units
            for n in numbers[unit]
        ]
        tasks = [section(unit, clauses=numbers[unit]) for unit in units]
        stages.append(section(str(stage), tasks=tasks) if units != [str(stage)] else tasks[0])
    weights = {kind: rng.choice(("0", "1", "1/3", "22/7", "2.5")) for kind in PROVISION_TYPES if rng.random() < 0.7}
    own = {stage["id"]: rng.choice(("0", "1", "3/7", "0.1")) for stage in stages if rng.random() < 0.8}
    caps = (None, "band-0", "band-1")
    gates = [
        {"rule": "requirement_at_bottom", "cap": rng.choice(caps)},
        {"rule": "stage_minimum", "minimum": rng.choice(("50", "200/3", "33.3")), "cap": rng.choice(caps)},
    ]
    rules = {
        "kind": rng.choice(("self", "review", "organization")),
        "models": MODELS,
        "weights": weights,
        "stage_weights": rng.choice((None, own)),
        "gates": rng.sample(gates, rng.randint(0, 2)),
    }
    points = sorted(rng.sample(range(9), rng.randint(2, 5)))
    return Questionnaire(
        form=form(bands=bands(rng.choice((0, 10)), "50", "200/3"), **rules),
        scale=scale(*points),
        standard=standard(stages, clauses),
    )


def random_models(rng: Random) -> tuple[str, ...]:
    """Some of the business models, in any order; often none, which means all."""
    return tuple(rng.sample(MODELS, rng.choice((0, 0, 1, 2, 3))))


def random_answers(rng: Random, questionnaire: Questionnaire) -> dict[str, Any]:
    """Answers of every kind, from hardly any to all."""
    answered, away = rng.random(), rng.choice((0.0, 0.1, 0.5))
    answers: dict[str, Any] = {}
    for ref in questionnaire.provisions:
        if rng.random() > answered:
            answers |= {ref: {"comment": "later"}} if rng.random() < 0.2 else {}
        elif rng.random() < away:
            answers[ref] = {"not_applicable": True, "reason": "none here"}
        else:
            answers[ref] = {"rating": rng.choice(questionnaire.scale.points)}
    return answers


@dataclass
class FormPage:
    """The single file, open in a browser, with the person's gestures."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def saved(self) -> Locator:
        return self.page.locator(".cb-saved")

    @property
    def count(self) -> Locator:
        return self.page.locator(".cb-bar-count")

    def turn(self, place: int) -> None:
        """Open a page of the form: 0 is the start, -1 the result."""
        self.page.locator(".cb-nav-row").nth(place).click()

    def question(self, ref: str) -> Locator:
        return self.page.locator(f'[id="cb-q-{ref}"]')

    def option(self, ref: str, value: int | str) -> Locator:
        return self.page.locator(f'[id="cb-q-{ref}-{value}"]')

    def rate(self, ref: str, value: int | str) -> None:
        self.page.locator(f'label[for="cb-q-{ref}-{value}"]').click()

    def reason(self, ref: str) -> Locator:
        return self.page.locator(f'[id="cb-q-{ref}-reason"]')

    def export(self) -> tuple[str, str]:
        """The name and the text of the file that the person hands in."""
        self.turn(-1)
        with self.page.expect_download() as waiting:
            self.page.locator(".cb-page .cb-button-primary").first.click()
        return waiting.value.suggested_filename, waiting.value.path().read_text(encoding="utf-8")

    def load(self, response: object) -> None:
        """Give the form a file to take in; a text is taken as it is."""
        text = response if isinstance(response, str) else json.dumps(response)
        self.turn(-1)
        file = {"name": "answers.json", "mimeType": "application/json", "buffer": text.encode()}
        self.page.locator(".cb-file").last.set_input_files(file)  # type: ignore[arg-type]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    yield context
    context.close()


@pytest.fixture
def open_form(context: BrowserContext, tmp_path: Path) -> Callable[[Questionnaire], FormPage]:
    """Write a form's single file and open it from disk, always at the same place."""

    def open_(questionnaire: Questionnaire) -> FormPage:
        path = tmp_path / "form.html"
        path.write_bytes(single_file(questionnaire, TEMPLATES).content)
        opened = FormPage(context.new_page())
        opened.page.on("request", lambda request: opened.requests.append(request.url))
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.page.on("console", lambda line: opened.errors.append(line.text) if line.type == "error" else None)
        opened.page.goto(path.as_uri())
        return opened

    return open_
