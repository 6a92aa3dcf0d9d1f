"""`exam papers`: what it writes, what it refuses, and what it says where a blueprint cannot be met."""

import json
import re

import page
import pytest

from clausebook.build.papers import exam_folder, read_papers
from clausebook.errors import UsageError
from clausebook.model.paper import Asked
from clausebook.project import Project
from tests.conftest import Run
from tests.exams.small_bank import BLUEPRINT, write_exam

WEIGHTS = ["weights.de.html", "weights.de.pdf", "weights.en.html", "weights.en.pdf"]


@pytest.fixture(autouse=True)
def _fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1760000000")


def test_papers_and_the_weights_table_are_written_and_always_the_same(tiny: Project, run: Run) -> None:
    result = run(write_exam(tiny), "exam", "papers", "bread", "--seed", "3")
    assert result.exit_code == 0, result.output
    folder = exam_folder(tiny, "bread")
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(first) == ["papers.json", *WEIGHTS]
    papers = read_papers(tiny, "bread").papers
    assert [paper.id for paper in papers] == ["A", "B"]
    assert all(f"paper {paper.id}: 12 questions, code {paper.code}" in result.output for paper in papers)
    assert run(tiny, "exam", "papers", "bread", "--seed", "3").exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_the_weights_table_tells_what_is_asked_and_what_each_paper_has(tiny: Project, run: Run) -> None:
    assert run(write_exam(tiny), "exam", "papers", "bread").exit_code == 0
    html = (exam_folder(tiny, "bread") / "weights.en.html").read_text(encoding="utf-8")
    (row,) = re.findall(r"<tr><th[^>]*>2 Oven</th>(.*)</tr>", html)
    cells = re.findall(r"<td>(.*?)</td>", row)
    papers = read_papers(tiny, "bread").papers
    held = [[asked.points for asked in paper.questions if _is_of_the_oven(asked)] for paper in papers]
    # Full marks are 20, so a mark is five percent.
    shares = [cell for points in held for cell in (f"{len(points)}", f"{sum(points)}", f"{sum(points) * 5} %")]
    assert cells == ["5–7", "–", *shares]
    assert "12 of 20 (fixed beforehand at 60 %)" in html
    assert all(f"{paper.id} {paper.code}" in html for paper in papers)


def _is_of_the_oven(asked: Asked) -> bool:
    return asked.item.clauses[0] in ("heat", "cooling")


def test_the_weights_table_is_accessible_and_archivable(tiny: Project, run: Run) -> None:
    assert run(write_exam(tiny), "exam", "papers", "bread", "--papers", "1").exit_code == 0
    for language in ("en", "de"):
        content = (exam_folder(tiny, "bread") / f"weights.{language}.pdf").read_bytes()
        for profile in ("3a", "ua1"):
            assert not page.validate_pdf_bytes(content, profile=profile).failures


def test_papers_that_were_used_are_not_written_over_unasked(tiny: Project, run: Run) -> None:
    write_exam(tiny)
    assert run(tiny, "exam", "papers", "bread").exit_code == 0
    assert run(tiny, "exam", "papers", "bread", "--seed", "2").exit_code == 0
    printed = exam_folder(tiny, "bread") / "A.en.pdf"
    printed.write_bytes(b"printed")
    again = run(tiny, "exam", "papers", "bread", "--seed", "2")
    assert again.exit_code == 0, again.output
    refused = run(tiny, "exam", "papers", "bread", "--seed", "4")
    assert refused.exit_code == 2
    assert "A.en.pdf" in refused.output
    assert "--replace" in refused.output
    assert run(tiny, "exam", "papers", "bread", "--seed", "4", "--replace").exit_code == 0
    assert read_papers(tiny, "bread").papers[0].seed == 4


def test_what_the_pool_lacks_is_told_at_its_line(tiny: Project, run: Run) -> None:
    result = run(write_exam(tiny), "exam", "papers", "bread", "--papers", "6")
    assert result.exit_code == 1
    told = "6 papers need 30 such questions, and the pool exam has 20: 10 too few; write 10 more"
    assert re.search(rf"blueprints/bread.yaml:6:\d+: sections\[1\].count: {told}", result.output)
    assert not exam_folder(tiny, "bread").exists()


def test_the_nearest_is_told_where_nothing_fits(tiny: Project, run: Run) -> None:
    project = write_exam(tiny, BLUEPRINT.replace('mean: "0.6"', 'mean: "0.9"'))
    result = run(project, "exam", "papers", "bread", "--papers", "1")
    assert result.exit_code == 1
    assert "difficulty.mean: 0.85 to 0.95 is asked and 0." in result.output
    assert "was reached in paper A" in result.output


def test_papers_that_are_not_assembled_or_not_ours_are_refused(tiny: Project) -> None:
    write_exam(tiny)
    with pytest.raises(UsageError, match="clausebook exam papers"):
        read_papers(tiny, "bread")
    path = exam_folder(tiny, "bread") / "papers.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"format": "clausebook-papers/9", "papers": []}), encoding="utf-8")
    with pytest.raises(UsageError, match="format"):
        read_papers(tiny, "bread")
