"""The same answers by every way in which people hand them in: not a character is lost, and every score is the same.

As many random responses as are cheap go each way; TRIPS=500 sends as many each way, and prints how long that took:
TRIPS=500 pytest -n0 -s tests/forms/test_round_trip.py
"""

import io
import json
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from clausebook.build.loading import load_project
from clausebook.forms.definition import definition
from clausebook.forms.pdf_form import form_pdf
from clausebook.forms.spreadsheet import spreadsheet
from clausebook.forms.table import answers_table
from clausebook.load.responses.check import check_response
from clausebook.load.responses.dispatch import read_content
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.project import Project
from clausebook.scoring.score import Scorer
from tests.forms.conftest import MODELS, TEMPLATES, FormPage, clause, random_answers, sample
from tests.forms.pdf_filling import fill_with_pdfium, fill_with_pypdf
from tests.forms.test_spreadsheet import MADE, fill, libreoffice

Plain = dict[str, Any]
Open = Callable[[Questionnaire], FormPage]

TRIPS = os.environ.get("TRIPS")
FILES_A_RUN = 100
"""LibreOffice leaves off without a word after some 250 files."""
PIECES = (
    *("䶮", "𬭎", "𠮷", "ﬁ", "Ⅷ", "①", "é", "e\u0301", "🙂", "👩\u200d👩\u200d👧", "🇨🇳", "“好”", "词语", "word "),
    *('"quoted"', "'", "=1+1", "-2", "+3", "@SUM(A1)", "＝1", "'=x", "\u00a0", "\u3000"),
    *("<b>&amp;</b>", "\\u0041", "%0A"),
    *(",", ";", "|", "，", ". ", "CB1/1/1/", "%PDF-", "{}", "0123", "1.0", "TRUE", "#N/A"),
)
"""What people write, and what some format or program could take for something else."""
MODULES = ("rational", "outline", "score", "sha256", "base32", "code", "draft", "vault", "store", "transfer")
THROUGH_THE_BROWSER = """async ([definition, texts]) => {
    const store = new Store(definition, () => {});
    const taken = async text => {
        const {problems, response} = await Transfer.read(definition, text);
        if (problems.length) throw new Error(JSON.stringify(problems));
        return response;
    };
    const handed = [];
    for (const text of texts) {
        store.replace(await taken(text));
        const draft = Draft.merge(Draft.fresh(definition), Draft.parse(localStorage.getItem(store.key)));
        const parts = await Code.write(definition, Transfer.response(definition, draft, 'zh'), Code.LONGEST_ON_SCREEN);
        const {models, answers} = await taken(parts.slice().reverse().join('\\n'));
        const {overall} = Score.score(Outline.asked(definition, models), answers);
        handed.push([Transfer.write(definition, draft, 'zh'), parts, overall]);
    }
    return handed;
}"""


def asked(**rules: Any) -> Questionnaire:
    """The sample form with business models, some of whose clauses are only for some of them."""
    only = clause("3.2", "requirement", "statement", models=("b2b",))
    rest = clause("3.3", "instruction", "requirement", models=("b2c", "dtc"))
    return sample(only, rest, models=MODELS, **rules)


SELF, REVIEW = asked(), asked(id="review-form", kind="review")
QUESTIONNAIRES = {questionnaire.form.id: questionnaire for questionnaire in (SELF, REVIEW)}


def line(rng: Random, most: int = 5) -> str:
    return "".join(rng.choices(PIECES, k=rng.randint(1, most))).strip() or "x"


def words(rng: Random) -> str:
    """A few words, or some lines, now and then very many."""
    count = rng.choice((1, 1, 1, 2, 5)) if rng.random() < 0.97 else 60
    return "\n".join(line(rng, 10) for _ in range(count))


def random_response(rng: Random, questionnaire: Questionnaire, number: int) -> Response:
    answers = random_answers(rng, questionnaire)
    for reply in answers.values():
        if "reason" in reply:
            reply["reason"] = words(rng)
        if rng.random() < 0.3:
            reply["comment"] = words(rng)
        if rng.random() < 0.1:
            reply["evidence"] = [evidence(rng) for _ in range(rng.randint(1, 3))]
    person = {"id": f"{number:04}", "name": line(rng), "department": rng.choice(("", line(rng)))}
    plain = {
        "format": "clausebook-response/1",
        "form": questionnaire.form.id,
        "form_hash": questionnaire.content_hash,
        "language": "zh",
        "person": person,
        "models": [model for model in questionnaire.form.models if rng.random() < 0.3],
        "started": "2026-01-31T08:00:00.000Z",
        "saved": "2026-02-01T09:30:00.000Z",
        "answers": answers,
    } | ({"reviewer": {"id": line(rng, 2), "name": line(rng)}} if questionnaire.form.has_reviewer else {})
    return Response.model_validate(plain)


def evidence(rng: Random) -> dict[str, str]:
    return {"name": f"{line(rng)}.pdf", "sha256": rng.randbytes(32).hex()}


def responses(usual: int, seed: int) -> Iterator[tuple[Questionnaire, Response]]:
    """Responses to the two forms in turn."""
    rng = Random(seed)
    for number in range(int(TRIPS or usual)):
        questionnaire = (SELF, REVIEW)[number % 2]
        yield questionnaire, random_response(rng, questionnaire, number)


def for_paper(response: Response) -> Response:
    """A PDF has one box for each statement: the reason where it does not apply, else the comment."""
    plain = as_plain(response)
    for reply in plain["answers"].values():
        if reply.get("not_applicable"):
            reply.pop("comment", None)
    return Response.model_validate(plain)


def as_plain(response: Response) -> Plain:
    plain: Plain = json.loads(response.model_dump_json())
    return plain


@cache
def scorer(questionnaire_id: str) -> Scorer:
    return Scorer(QUESTIONNAIRES[questionnaire_id])


def said(response: Response, scores: Scorer | None = None) -> Any:
    """What somebody said, and its exact result. When, in which language and in which order does not matter."""
    result = json.loads((scores or scorer(response.form)).line(response))
    whose = response.form, response.person, response.reviewer, set(response.models), response.answers
    return whose, {key: value for key, value in result.items() if key not in ("models", "language", "saved")}


def read(content: bytes, forms: Mapping[str, Questionnaire] = QUESTIONNAIRES) -> list[Response]:
    """As the command `score` reads a file: its content decides which reader takes it."""
    return [check_response(reading.data, forms)[0] for reading in read_content(content, "answers", forms)]


@pytest.fixture(autouse=True)
def timed(request: pytest.FixtureRequest) -> Iterator[None]:
    begin = time.monotonic()
    yield
    if TRIPS:
        print(f"\n{request.node.name}: {time.monotonic() - begin:.0f} s", end=" ")


@pytest.fixture
def modules(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page with all of the form's script but what draws it."""
    path = tmp_path / "page.html"
    path.write_text("<!DOCTYPE html>")
    page = browser.new_page()
    page.goto(path.as_uri())
    for name in MODULES:
        page.add_script_tag(path=TEMPLATES.file(f"forms/web/{name}.js"))
    yield page
    page.close()


def test_browser_files_and_codes(modules: Page) -> None:
    """Taken in by the browser, kept there, and handed in from there: as a file, and as a text code."""
    given = [response for _, response in responses(500, seed=1)]
    for form, questionnaire in QUESTIONNAIRES.items():
        own = [response for response in given if response.form == form]
        texts = [response.model_dump_json() for response in own]
        handed = modules.evaluate(THROUGH_THE_BROWSER, [definition(questionnaire, {}), texts])
        for response, (file, parts, overall) in zip(own, handed, strict=True):
            (by_file,), (by_code,) = read(file.encode()), read("\n".join(parts).encode())
            assert said(by_file) == said(by_code) == said(response)
            assert by_file.started == by_code.started == response.started
            assert said(response)[1]["overall"] == overall


def test_a_message_with_the_codes_of_many(modules: Page) -> None:
    given = [response for _, response in responses(20, seed=2)]
    parts: list[str] = []
    for form, questionnaire in QUESTIONNAIRES.items():
        texts = [response.model_dump_json() for response in given if response.form == form]
        handed = modules.evaluate(THROUGH_THE_BROWSER, [definition(questionnaire, {}), texts])
        parts += [part.lower() for _, own, _ in handed for part in own]
    Random(2).shuffle(parts)
    found = read("\n\n".join(parts).encode())
    assert list(map(said, sorted(found, key=lambda response: response.person.id))) == list(map(said, given))


def test_tables() -> None:
    given = list(responses(500, seed=3))
    for questionnaire in (SELF, REVIEW):
        own = [response for form, response in given if form is questionnaire]
        assert list(map(said, read(answers_table(questionnaire, own)))) == list(map(said, own))


def test_pdf_filled_as_chrome_does(forms_as_pdf: Mapping[str, bytes]) -> None:
    check_pdf(fill_with_pdfium, forms_as_pdf, responses(40, seed=4))


def test_pdf_filled_by_pypdf(forms_as_pdf: Mapping[str, bytes]) -> None:
    check_pdf(fill_with_pypdf, forms_as_pdf, responses(10, seed=5))


@pytest.fixture(scope="module")
def forms_as_pdf() -> Mapping[str, bytes]:
    return {form: form_pdf(q, TEMPLATES, "zh", MADE) for form, q in QUESTIONNAIRES.items()}


def check_pdf(
    fill_in: Callable[[bytes, Plain], bytes],
    empty: Mapping[str, bytes],
    given: Iterator[tuple[Questionnaire, Response]],
) -> None:
    for _, response in given:
        wanted = for_paper(response)
        (found,) = read(fill_in(empty[response.form], as_plain(wanted)))
        assert said(found) == said(wanted)


@pytest.fixture(scope="module")
def forms_as_workbooks() -> Mapping[str, bytes]:
    return {form: spreadsheet(q, TEMPLATES, MADE).content for form, q in QUESTIONNAIRES.items()}


def written(empty: bytes, questionnaire: Questionnaire, response: Response) -> bytes:
    book = load_workbook(io.BytesIO(empty))
    fill(book, questionnaire, response, Random(response.person.id))
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_workbooks(forms_as_workbooks: Mapping[str, bytes]) -> None:
    for questionnaire, response in responses(30, seed=6):
        (found,) = read(written(forms_as_workbooks[response.form], questionnaire, response))
        assert said(found) == said(response)


def test_workbooks_saved_by_libreoffice(forms_as_workbooks: Mapping[str, bytes], tmp_path: Path) -> None:
    given = list(responses(10, seed=7))
    files = [tmp_path / f"{response.person.id}.xlsx" for _, response in given]
    for file, (questionnaire, response) in zip(files, given, strict=True):
        file.write_bytes(written(forms_as_workbooks[response.form], questionnaire, response))
    for first in range(0, len(files), FILES_A_RUN):
        libreoffice(tmp_path, "xlsx", files[first : first + FILES_A_RUN])
    for file, (_, response) in zip(files, given, strict=True):
        (found,) = read((tmp_path / "xlsx" / file.name).read_bytes())
        assert said(found) == said(response)


def test_the_page_takes_a_file_in_and_hands_it_in(open_form: Open) -> None:
    for questionnaire in (SELF, REVIEW):
        form, rng = open_form(questionnaire), Random(8)
        for number in range(5):
            response = random_response(rng, questionnaire, number)
            assert said(through(form, response)) == said(response)
        form.page.close()


def through(form: FormPage, response: Response, forms: Mapping[str, Questionnaire] = QUESTIONNAIRES) -> Response:
    form.load(response.model_dump_json())
    replaced = form.page.get_by_role("dialog").get_by_role("button", name="Load")
    done = form.page.locator("[data-notice=done]").filter(has_text="loaded")
    replaced.or_(done).first.wait_for()
    if replaced.is_visible():
        replaced.click()
    done.wait_for()
    (found,) = read(form.export()[1].encode(), forms)
    return found


def test_typed_by_hand(open_form: Open) -> None:
    for questionnaire in (SELF, REVIEW):
        form, response = open_form(questionnaire), random_response(Random(9), questionnaire, 9)
        plain = as_plain(response)
        for reply in plain["answers"].values():
            reply.pop("evidence", None)
        type_in(form, questionnaire, plain)
        form.page.reload()
        (found,) = read(form.export()[1].encode())
        assert said(found) == said(Response.model_validate(plain))
        form.page.close()


def type_in(form: FormPage, questionnaire: Questionnaire, plain: Plain) -> None:
    people = {"": plain["person"], "reviewer_": plain.get("reviewer") or {}}
    for prefix, person in people.items():
        for part, text in person.items():
            form.page.locator(f"#cb-person-{prefix}{part}").fill(text)
    stages = enumerate(questionnaire.standard.stages, start=1)
    places = {ref: place for place, stage in stages for ref in refs(questionnaire, stage)}
    for ref, reply in plain["answers"].items():
        form.turn(places[ref])
        answer(form, ref, reply)
    form.turn(0)
    for model in plain["models"]:
        form.page.locator(f"#cb-model-{model}").check()


def refs(questionnaire: Questionnaire, stage: Any) -> Sequence[str]:
    return [ref for clause_ in questionnaire.standard.clauses_of(stage) for ref, _ in clause_.references()]


def answer(form: FormPage, ref: str, reply: Plain) -> None:
    if reply.get("not_applicable"):
        form.rate(ref, "away")
        form.reason(ref).fill(reply["reason"])
    elif reply.get("rating") is not None:
        form.rate(ref, reply["rating"])
    if reply.get("comment"):
        form.question(ref).get_by_role("button", name="Comment").click()
        form.page.locator(f'[id="cb-q-{ref}-comment"]').fill(reply["comment"])


def test_the_longest_of_the_real_forms(real: Project, open_form: Open) -> None:
    forms = load_project(real).questionnaires
    questionnaire = max(forms.values(), key=lambda form: len(form.provisions))
    scores, response = Scorer(questionnaire), random_response(Random(10), questionnaire, 10)
    workbook = spreadsheet(questionnaire, TEMPLATES, MADE).content
    by_page = through(open_form(questionnaire), response, forms)
    (by_table,) = read(answers_table(questionnaire, [response]), forms)
    (by_workbook,) = read(written(workbook, questionnaire, response), forms)
    for found in (by_page, by_table, by_workbook):
        assert said(found, scores) == said(response, scores)


def test_a_real_form_on_paper(real: Project) -> None:
    """The longest one with TRIPS, else the shortest: a hundred pages take their time."""
    forms = load_project(real).questionnaires
    questionnaire = (max if TRIPS else min)(forms.values(), key=lambda form: len(form.provisions))
    scores, response = Scorer(questionnaire), for_paper(random_response(Random(11), questionnaire, 11))
    empty = form_pdf(questionnaire, TEMPLATES, "zh", MADE)
    for fill_in in (fill_with_pdfium, fill_with_pypdf):
        (found,) = read(fill_in(empty, as_plain(response)), forms)
        assert said(found, scores) == said(response, scores)
