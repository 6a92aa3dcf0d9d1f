"""The report on an exam: its page for everyone, its workbook, and nothing in them that a text could break."""

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser

from clausebook.exams.statistics_charts import Curve, curves
from clausebook.exams.statistics_report import difference, statistics_html
from clausebook.exams.statistics_workbook import statistics_workbook
from clausebook.model.blueprint import AngoffMark
from clausebook.model.exam_statistics import ExamStatistics
from clausebook.model.paper import Papers
from clausebook.project import packaged_templates
from clausebook.render.jinja import Templates
from clausebook.scoring.item_statistics import exam_statistics
from tests.browser.test_accessibility import violations
from tests.reports.conftest import questionnaire
from tests.scoring.exam_sample import Candidates, bank, both, choice, paper, sample_papers

MADE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MARKUP = "</style><script>alert(1)</script> & <b>"
HOSTILE = "=cmd|' /C calc'!A0"
TEMPLATES = Templates(packaged_templates())
STANDARD = questionnaire().standard
TITLE = both("Written exam")


@pytest.fixture(scope="module")
def found() -> ExamStatistics:
    """Two papers of different questions, one of them set by judges; figures on 60 and on 20 candidates."""
    texts = {"stem": both(MARKUP), "options": options(HOSTILE)}
    other = [choice(f"other-{number}") for number in range(8)]
    second = paper("C", [*other, choice("hostile").model_copy(update=texts)])
    mark = AngoffMark(basis="angoff", cut="5.5", error="0.75", judges=7)
    papers = Papers(papers=(paper("A", bank()[:24]), second.model_copy(update={"pass_mark": mark})))
    results = [
        *Candidates(Papers(papers=papers.papers[:1])).results(60),
        *Candidates(Papers(papers=papers.papers[1:])).results(20),
    ]
    return exam_statistics("exam", papers, [*results, results[0].model_copy(update={"code": "00000000"})])


def options(text: str) -> Any:
    made = choice("any")
    return tuple(option.model_copy(update={"text": both(f"{text} {option.id}")}) for option in made.options)


def html(found: ExamStatistics, language: str = "en") -> str:
    return statistics_html(found, TITLE, STANDARD, TEMPLATES, language, made=MADE)


def book(found: ExamStatistics, language: str = "en") -> Mapping[str, Any]:
    content = statistics_workbook(found, TITLE, TEMPLATES, language, made=MADE)
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(BytesIO(content))}


def test_page_says_what_counts(found: ExamStatistics) -> None:
    page = html(found)
    assert "There are only 20 candidates" in page
    assert "1 results are left out because they are of papers assembled at another time." in page
    assert "7 judges, standard error 0.75" in page
    assert "fixed beforehand at 60 %" in page
    assert "Check the key" in page
    assert "Section 1 (en)" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_pages_in_both_languages_have_all_words(found: ExamStatistics) -> None:
    assert "试卷分析报告" in html(found, "zh")
    assert "核对答案" in html(found, "zh")
    assert "(en)" not in html(found, "zh")


def test_nothing_is_judged_by_few_candidates(found: ExamStatistics) -> None:
    few = ExamStatistics("exam", found.papers[1:], 0, 0)
    assert "Questions to look at</h2>" not in html(few)
    assert 'class="curves"' not in html(few)


def test_no_results_are_told() -> None:
    empty = ExamStatistics("exam", (), 0, 3)
    assert "There are no marks on these papers yet." in html(empty)
    assert list(book(empty)) == ["Overview", "Notes"]


def test_workbook_has_the_figures_as_numbers_and_no_formula(found: ExamStatistics) -> None:
    sheets = book(found)
    assert list(sheets) == ["Overview", "Questions", "To look at", "Answers", "Marks", "Notes"]
    overview = {line[0]: line[1:] for line in sheets["Overview"].iter_rows(values_only=True)}
    assert overview["Candidates"] == (60, 20)
    assert overview["Mean"] == pytest.approx([float(own.mean) for own in found.papers])
    questions = list(sheets["Questions"].iter_rows(min_row=2, values_only=True))
    assert len(questions) == 33
    assert questions[0][5] == pytest.approx(float(found.papers[0].items[0].difficulty))
    cells = [cell for sheet in sheets.values() for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert any(HOSTILE in str(cell.value) for cell in cells)


def test_flagged_sheet_puts_what_matters_first(found: ExamStatistics) -> None:
    kinds = [line[0] for line in book(found)["To look at"].iter_rows(min_row=2, values_only=True)]
    assert kinds == sorted(kinds)
    assert kinds[0] == "Look at it"


def test_the_same_figures_give_the_same_file(found: ExamStatistics) -> None:
    once, again = (statistics_workbook(found, TITLE, TEMPLATES, "zh", made=MADE) for _ in range(2))
    assert once == again


def test_difference_of_papers_has_the_error_of_welch(found: ExamStatistics) -> None:
    first, second = found.papers
    apart = difference(second, first)
    assert apart.marks == second.mean - first.mean
    assert first.deviation is not None
    assert second.deviation is not None
    assert apart.error == pytest.approx((first.deviation**2 / 60 + second.deviation**2 / 20) ** 0.5)


def test_names_of_curves_do_not_cover_each_other() -> None:
    lines = [Curve(name, found_shares, name == "A") for name, found_shares in zip("ABCD", SHARES, strict=True)]
    drawn = str(curves(lines, "told"))
    heights = sorted(float(part.split('"')[0]) for part in drawn.split(' y="')[1:])
    assert all(below - above >= 12.9 for above, below in pairwise(heights))
    assert heights[0] > 0
    assert heights[-1] < 110


SHARES = [[0] * 5, [0] * 5, [0] * 5, [1] * 5]


def test_axe_finds_nothing_and_nothing_sticks_out(browser: Browser, found: ExamStatistics, tmp_path: Path) -> None:
    file = tmp_path / "statistics.html"
    file.write_text(html(found, "zh"), encoding="utf-8")
    page = browser.new_page(bypass_csp=True, color_scheme="dark", viewport={"width": 360, "height": 800})
    page.goto(file.as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    page.close()


def test_papers_in_two_orders_are_one_table() -> None:
    papers = sample_papers()
    both_ = exam_statistics("exam", papers, Candidates(papers).results(4))
    assert "Paper A, B" in html(both_)
    assert "A1 B1" in html(both_)
