"""From marked answers to a report, figures in the bank and a pass mark by judges, on the command line."""

import json
from pathlib import Path

import openpyxl
import pytest

from clausebook.model.angoff import RATING_COLUMN
from clausebook.model.exam_response import ExamResult
from clausebook.model.paper import Paper, Papers
from clausebook.project import Project
from tests.conftest import Run
from tests.scoring.exam_sample import Candidates, choice, judged, paper

ITEMS = """\
# The bakery's questions.
items:
  - id: sift   # asked since 2019
    clauses: [flour]
    provisions: [flour.a]
    pool: exam
    type: true_false
    level: remember
    difficulty: "0.80"  # a guess
    stem: {en: "Flour is sifted.", de: "Mehl wird gesiebt."}
    answer: true
    why: {en: "It is.", de: "Ja."}

  - {id: weigh, clauses: [flour], provisions: [flour.b], pool: exam, type: true_false, level: apply, difficulty: "0.6", stem: {en: "Flour is weighed once.", de: "Mehl wird einmal gewogen."}, answer: false, why: {en: "Twice.", de: "Zweimal."}}
"""  # noqa: E501


@pytest.fixture
def project(tiny: Project) -> Project:
    folder = tiny.assessments / "items"
    folder.mkdir()
    (folder / "flour.yaml").write_text(ITEMS, encoding="utf-8")
    return tiny


def exam() -> Paper:
    made = paper("A", [judged("sift"), judged("weigh", answer=False), choice("gone")])
    return made.model_copy(update={"languages": ("en",)})


def prepare(project: Project, count: int) -> list[ExamResult]:
    """Papers as they were assembled, and the results of so many people."""
    papers = Papers(papers=(exam(),))
    folder = project.build / "exams" / "exam"
    folder.mkdir(parents=True)
    (folder / "papers.json").write_text(papers.model_dump_json(), encoding="utf-8")
    results = Candidates(papers).results(count)
    lines = "".join(f"{result.model_dump_json()}\n" for result in results)
    (folder / "results.jsonl").write_text(lines, encoding="utf-8")
    return results


def test_report_is_written_in_the_languages_of_the_papers(project: Project, run: Run) -> None:
    prepare(project, 40)
    done = run(project, "exam", "statistics", "exam")
    assert done.exit_code == 0, done.output
    assert "paper A: 40 candidates" in done.output
    assert "pass mark: 1.8 of 3 (fixed beforehand at 60 %)" in done.output
    names = {path.name for path in (project.build / "exams" / "exam").glob("statistics.*")}
    assert names == {"statistics.en.html", "statistics.en.xlsx"}


def test_few_candidates_are_warned_of_and_leave_the_bank_alone(project: Project, run: Run) -> None:
    prepare(project, 29)
    assert "warning: too few candidates" in run(project, "exam", "statistics", "exam").output
    done = run(project, "items", "measured", "exam")
    assert "3 items were asked of too few candidates" in done.output
    assert (project.assessments / "items" / "flour.yaml").read_text(encoding="utf-8") == ITEMS


def test_measured_figures_are_added_and_nothing_else_changes(project: Project, run: Run) -> None:
    results = prepare(project, 40)
    done = run(project, "items", "measured", "exam")
    assert done.exit_code == 0, done.output
    assert "1 items are no longer in the bank" in done.output
    assert "2 items measured, 1 files changed" in done.output
    text = (project.assessments / "items" / "flour.yaml").read_text(encoding="utf-8")
    added = text.splitlines()[9].strip()
    right = sum(result.answers[1].points for result in results)
    assert added.startswith(f'measured: {{difficulty: "{float(right / 40):.3f}", candidates: 40, discrimination: "')
    figures = ", measured: {" + text.splitlines()[14].split(", measured: {")[1].split("}")[0] + "}"
    plain = text.replace(f"    {added}\n", "").replace(figures, "")
    assert plain == ITEMS
    assert run(project, "check").exit_code == 0
    again = run(project, "items", "measured", "exam")
    assert "2 items measured, 0 files changed" in again.output


def test_judges_set_the_pass_mark(project: Project, run: Run) -> None:
    prepare(project, 30)
    folder = project.build / "exams" / "exam"
    code = exam().code
    assert run(project, "exam", "angoff", "exam", "--judge", "Ann A.", "--judge", "王芳").exit_code == 0
    sheets = sorted((folder / "angoff").glob("round-1.*.xlsx"))
    assert [sheet.name for sheet in sheets] == ["round-1.AnnA.xlsx", "round-1.王芳.xlsx"]
    fill(sheets, (80, 50, 50), (60, 70, 50))
    first = run(project, "exam", "angoff", "exam", *sheets)
    assert first.exit_code == 0, first.output
    assert "paper A: pass mark 1.8 of 3 (60 %), standard error 0" in first.output
    assert pass_mark(folder)["basis"] == "fixed"
    second = sorted((folder / "angoff").glob("round-2.*.xlsx"))
    fill(second, (80, 60, 50), (70, 70, 60))
    last = run(project, "exam", "angoff", "exam", *second, "--set")
    assert "round 2, 2 judges" in last.output
    assert 'pass_mark: {basis: angoff, cut: "1.95", error: "0.05", judges: 2}' in last.output
    assert pass_mark(folder) == {"basis": "angoff", "cut": "39/20", "error": "1/20", "judges": 2}
    assert Papers.model_validate_json((folder / "papers.json").read_bytes()).papers[0].code == code
    told = run(project, "exam", "statistics", "exam").output
    assert "pass mark: 1.95 of 3" in told
    assert "2 judges, standard error 0.05" in told


def fill(sheets: list[Path], *ratings: tuple[int, ...]) -> None:
    for path, own in zip(sheets, ratings, strict=True):
        book = openpyxl.load_workbook(path)
        for place, rating in enumerate(own):
            book.worksheets[0].cell(5 + place, RATING_COLUMN).value = rating
        book.save(path)


def pass_mark(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "papers.json").read_bytes())["papers"][0]["pass_mark"]
    return found


def test_filled_worksheets_are_never_written_over(project: Project, run: Run) -> None:
    prepare(project, 1)
    run(project, "exam", "angoff", "exam")
    sheet = project.build / "exams" / "exam" / "angoff" / "round-1.xlsx"
    sheet.write_bytes(b"filled in")
    done = run(project, "exam", "angoff", "exam")
    assert f"kept as it is: {sheet}" in done.output
    assert sheet.read_bytes() == b"filled in"
    refused = run(project, "exam", "angoff", "exam", sheet)
    assert refused.exit_code == 1
    assert "damaged" in refused.output


def test_wrong_use_is_told(project: Project, run: Run) -> None:
    assert run(project, "exam", "statistics", "exam").exit_code == 2
    prepare(project, 1)
    (project.build / "exams" / "exam" / "results.jsonl").write_text("{}\n", encoding="utf-8")
    broken = run(project, "exam", "statistics", "exam")
    assert broken.exit_code == 2
    assert "results.jsonl:1" in broken.output
    assert run(project, "exam", "angoff", "exam", "--set").exit_code == 2
    assert run(project, "exam", "angoff", "exam", "--language", "fr").exit_code == 2
