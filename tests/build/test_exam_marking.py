"""Answers of every kind in, marks out: the sum works out, nothing is guessed, and certify takes the results."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook

from clausebook.build.exam_marking import mark_exam
from clausebook.build.gather import gather
from clausebook.build.loading import load_project
from clausebook.load.exam_results import read_exam_results
from clausebook.load.roster import load_roster
from clausebook.model.exam_response import ExamResponse, ExamResult
from clausebook.model.paper import Paper
from clausebook.model.response import Person
from clausebook.project import Project
from tests.conftest import Run
from tests.load.exam_responses.sittings import TWO, A, B, right_answers

SCHEME = """\
id: master
components:
  - {id: self, title: {en: Self, de: Selbst}, form: baker, weight: 40}
  - {id: sample, title: {en: Exam, de: Prüfung}, exam: {maximum: 18}, weight: 60, minimum: 60}
bands:
  - {id: raw, title: {en: Raw, de: Roh}, minimum: 0}
  - {id: baked, title: {en: Baked, de: Gebacken}, minimum: 80}
band: baked
"""
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'


@pytest.fixture
def sat(tiny: Project) -> Project:
    """A project whose papers A and B have been assembled, and a folder for answers."""
    folder = tiny.build / "exams" / "sample"
    folder.mkdir(parents=True)
    (folder / "papers.json").write_text(TWO.model_dump_json(), encoding="utf-8")
    (tiny.root / "in").mkdir()
    return tiny


def table(path: Path, lines: Iterable[tuple[str, Paper, Mapping[int, str]]]) -> Path:
    """A table of answers: right ones to closed questions, and others where they are named."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["id", "name", "date", "paper", *range(1, 10)])
    for person, made, changed in lines:
        answers = {**right_answers(made), **changed}
        rows.writerow([person, "", "2026-11-20", made.id, *(answers.get(number, "") for number in range(1, 10))])
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def results(project: Project) -> dict[str, ExamResult]:
    """The results that were written, by person."""
    path = project.build / "exams" / "sample" / "results.jsonl"
    found = [result for _, result in read_exam_results(path, "results.jsonl") if isinstance(result, ExamResult)]
    return {result.person.id: result for result in found}


def left(project: Project) -> list[tuple[str, str, str]]:
    """What is left over: where, state and reason."""
    text = (project.build / "exams" / "sample" / "left-over.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(io.StringIO(text))
    return [(row["origin"].rpartition("/")[2], row["state"], row["reason"]) for row in rows]


def last_line(done: Result) -> str:
    return done.output.strip().splitlines()[-1]


def test_the_whole_way(sat: Project, run: Run) -> None:
    """A table first, then what markers fill in; what they have filled in is never written over."""
    folder = sat.build / "exams" / "sample"
    answers = table(sat.root / "in" / "answers.csv", [("K1", A, {9: "1"}), ("K2", B, {}), ("K3", A, {8: "2", 9: "0"})])
    done = run(sat, "exam", "mark", "sample", answers)
    assert done.exit_code == 3, done.output
    assert last_line(done) == "3 received = 1 marked + 2 held + 0 rejected; 1 candidates"
    assert "pass mark: 10.8 of 18, fixed at 60 %" in done.output
    assert left(sat) == [("answers.csv:2", "held", "unmarked"), ("answers.csv:3", "held", "unmarked")]
    assert results(sat)["K3"].marks == 16
    (worksheet,) = (folder / "worksheets").iterdir()
    book = load_workbook(worksheet)
    for sheet in book.worksheets[:-1]:
        for row in range(7, sheet.max_row + 1):
            if sheet.cell(row, 1).value in ("K1", "K2"):
                sheet.cell(row, 5).value, sheet.cell(row, 6).value = 2, 3
    book.save(worksheet)
    filled = worksheet.read_bytes()

    done = run(sat, "exam", "mark", "sample", answers, folder / "worksheets")
    assert done.exit_code == 0, done.output
    assert last_line(done) == "6 received = 6 marked + 0 held + 0 rejected; 3 candidates"
    assert {person: str(result.marks) for person, result in results(sat).items()} == {
        "K1": "17",
        "K2": "18",
        "K3": "16",
    }
    assert worksheet.read_bytes() == filled
    marks = (folder / "marks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert marks[:2] == ["id,name,component,marks,maximum,date", "K1,,sample,17,18,2026-11-20"]
    overview = load_workbook(folder / "overview.en.xlsx")
    facts = {row[0].value: row[1].value for row in overview.worksheets[0]}
    assert facts["Passed"] == 3
    assert facts["Mean"] == 17
    assert facts["Pass mark"] == "10.8 of 18 (fixed beforehand at 60 %)"
    assert [sheet.title for sheet in overview.worksheets] == ["Summary", "Candidates", "Paper A", "Paper B"]
    assert {path.name for path in folder.iterdir()} >= {"papers.json", "overview.zh.xlsx"}


def test_nothing_is_lost_whatever_comes_in(sat: Project) -> None:
    """Two tables that contradict each other, two papers of one person, a workbook that bites, a zip, a response read
    from a card: each record is marked, held or rejected."""
    inbox = sat.root / "in"
    whole = {8: "1", 9: "1"}
    table(inbox / "a.csv", [("K1", A, whole), ("K2", A, whole), ("K3", A, whole), ("K4", A, {1: "Z"})])
    table(inbox / "b.csv", [("K1", A, whole), ("K2", A, {**whole, 8: "2"}), ("K3", B, {1: "1", 2: "1"})])
    with zipfile.ZipFile(inbox / "bomb.xlsx", "w") as bomb:
        bomb.writestr("[Content_Types].xml", BOMB)
        bomb.writestr("xl/workbook.xml", BOMB)
    with zipfile.ZipFile(inbox / "more.zip", "w") as packed:
        packed.write(table(sat.root / "c.csv", [("K5", B, {1: "1", 2: "1"})]), "c.csv")
        packed.writestr("scan.pdf", b"%PDF-1.7\n")
    card = ExamResponse(paper="A", code=A.code, person=Person(id="K6"), answers=dict.fromkeys(right_answers(A)))
    (inbox / "read.jsonl").write_text(card.model_dump_json() + "\n", encoding="utf-8")
    (inbox / "empty.csv").write_text("id,paper,1,2,3,4,5,6,7\n", encoding="utf-8")
    told: list[int] = []
    marked = mark_exam(sat, "sample", [inbox], lambda _what, count: told.append(count))
    assert marked.received == 12 == marked.marked + marked.held + marked.rejected
    assert (marked.marked, marked.held, marked.rejected, marked.candidates) == (3, 6, 3, 2)
    assert told[-1] == 12
    assert set(results(sat)) == {"K1", "K5"}
    assert left(sat) == [
        ("a.csv:3", "held", "conflicting_answers"),
        ("a.csv:4", "held", "two_papers"),
        ("a.csv:5", "held", "unclear_answer"),
        ("b.csv:3", "held", "conflicting_answers"),
        ("b.csv:4", "held", "two_papers"),
        ("bomb.xlsx", "rejected", "entities"),
        ("empty.csv", "rejected", "no_responses"),
        ("scan.pdf", "rejected", "unknown_format"),
        ("read.jsonl:1", "held", "unmarked"),
    ]


def test_the_table_to_fill_in_and_what_is_asked_wrongly(sat: Project, run: Run) -> None:
    done = run(sat, "exam", "mark", "sample", "--template")
    assert done.exit_code == 0, done.output
    assert [cell.value for cell in load_workbook(sat.build / "exams" / "sample" / "answers.xlsx").worksheets[0][1]][
        :7
    ] == [*("id", "name", "department", "paper", "code", "date", "language")]
    answers = table(sat.root / "in" / "answers.csv", [])
    for arguments, told in (
        (("mark", "sample", "--template"), "is there already"),
        (("mark", "sample"), "--template"),
        (("mark", "sample", answers, "--paper", "C"), "there is no paper 'C'; there are: A, B"),
        (("mark", "other", answers), "assemble the papers first"),
        (("mark", "sample", sat.root / "nowhere.csv"), "does not exist"),
    ):
        done = run(sat, "exam", *arguments)
        assert (done.exit_code, told in done.output) == (2, True), done.output


def certified(project: Project, run: Run, exam: Path) -> Result:
    scheme = project.assessments / "schemes" / "baker.yaml"
    wording = scheme.read_text(encoding="utf-8")
    wording = wording[wording.index("pass_mark:") :].replace("BAKE", "MASTER")
    (project.assessments / "schemes" / "master.yaml").write_text(SCHEME + wording, encoding="utf-8")
    roster = project.root / "roster.csv"
    roster.write_text("id,name,organization\nK1,Anna Bach,Sample\nK2,Bob Cook,Sample\n", encoding="utf-8")
    form = load_project(project).questionnaire("baker")
    for person in ("K1", "K2"):
        answers = {ref: {"rating": 1} for ref in form.provisions}
        response = {"format": "clausebook-response/1", "form": "baker", "form_hash": form.content_hash}
        more = {"language": "en", "person": {"id": person}, "answers": answers}
        (project.root / "in" / f"{person}.json").write_text(json.dumps(response | more), encoding="utf-8")
    return run(
        project, "certify", project.root / "in", exam, "--roster", roster, "--scheme", "master", "--trial"
    )  # fmt: skip


def test_form_and_exam_make_a_certificate(sat: Project, run: Run) -> None:
    """From the answers on paper to the certificate: one has passed the exam, the other has not."""
    wrong = dict.fromkeys(range(1, 8), "")
    answers = table(sat.root / "answers.csv", [("K1", A, {8: "2", 9: "1"}), ("K2", A, {**wrong, 8: "2", 9: "2"})])
    assert run(sat, "exam", "mark", "sample", answers).exit_code == 0
    done = certified(sat, run, sat.build / "exams" / "sample" / "results.jsonl")
    assert done.exit_code == 3, done.output
    assert last_line(done) == "1 new + 0 unchanged + 0 held + 1 rejected"
    assert "below_band" in done.output
    assert len(list((sat.build / "trial").rglob("*.pdf"))) == 1

    holders = load_roster(sat.root / "roster.csv", "roster.csv")
    loaded = load_project(sat)
    inputs = [sat.root / "in", sat.build / "exams" / "sample" / "marks.csv"]
    by_marks = list(gather(loaded, loaded.scheme("master"), inputs, holders, sat.build))
    exact = [*inputs[:1], sat.build / "exams" / "sample" / "results.jsonl"]
    by_results = list(gather(loaded, loaded.scheme("master"), exact, holders, sat.build))
    assert [one.evaluation for one in by_marks] == [one.evaluation for one in by_results]
    assert by_results[0].evaluation is not None
    assert str(by_results[0].evaluation.overall) == "29/30"


def test_a_person_is_erased_from_an_exam(sat: Project, run: Run) -> None:
    folder = sat.build / "exams" / "sample"
    whole = {8: "1", 9: "1"}
    answers = table(sat.root / "in" / "answers.csv", [("K1", A, whole), ("K11", A, whole), ("K2", A, {9: "1"})])
    mark_exam(sat, "sample", [answers], lambda _what, _count: None)
    assert run(sat, "erase", "K1", "--yes").exit_code == 0
    assert set(results(sat)) == {"K11"}
    assert "K1," not in (folder / "marks.csv").read_text(encoding="utf-8-sig")
    assert not list(folder.glob("overview*"))
    done = run(sat, "erase", "K2")
    assert f"stays: {next((folder / 'worksheets').iterdir())}: holds answers of others too" in done.output
    assert "nothing to remove" in done.output
