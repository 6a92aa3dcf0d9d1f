"""The marks of an exam as tables: marks.csv, which certify takes, and an overview as a workbook."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from math import floor
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.exams.rendering import decimal
from clausebook.model.blueprint import AngoffMark, CutScore
from clausebook.model.exam_response import ExamResult
from clausebook.model.paper import Paper, Papers
from clausebook.model.table import guarded
from clausebook.render.jinja import Words
from clausebook.render.workbook import (
    ACCENT,
    Look,
    dress,
    new_book,
    put,
    set_height,
    set_up_page,
    set_widths,
    to_bytes,
)

MARKS_COLUMNS = ("id", "name", "component", "marks", "maximum", "date")
_SCORE = "0.0#"
_HALF = Fraction(1, 2)

Value = str | int | Fraction


def marks_table(results: Iterable[ExamResult]) -> bytes:
    """A line a candidate as CSV: UTF-8 with a byte order mark, no formulas. Marks have two decimals, half up."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(MARKS_COLUMNS)
    for result in results:
        marks, maximum = (decimal(number, 2) for number in (result.marks, result.maximum))
        cells = (result.person.id, result.person.name, result.exam, marks, maximum, result.sat)
        writer.writerow(map(guarded, cells))
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def pass_mark_text(pass_mark: CutScore, total: Fraction, words: Words) -> str:
    """The marks that pass, how they were set, and for a judged pass mark its standard error."""
    passing = decimal(pass_mark.passing(total), 2)
    if not isinstance(pass_mark, AngoffMark):
        return words["mark_pass_fixed"].format(
            marks=passing, total=decimal(total, 2), percent=decimal(pass_mark.percent)
        )
    error = words["mark_unknown"] if pass_mark.error is None else decimal(pass_mark.error, 2)
    return words["mark_pass_angoff"].format(
        marks=passing, total=decimal(total, 2), judges=pass_mark.judges, error=error
    )


@dataclass(frozen=True)
class Counted:
    """How many records were received, and how many of them a person has to decide on or nobody can use."""

    received: int
    held: int
    rejected: int


def overview(
    papers: Papers, results: Sequence[ExamResult], counted: Counted, language: str, words: Words, *, made: datetime
) -> bytes:
    """What came of an exam as XLSX: the sum of it, a line a candidate, and a sheet a paper with every point."""
    writer = _Overview(papers, results, language, words)
    writer.summary(counted, made)
    writer.candidates()
    for paper in papers.papers:
        writer.points(paper)
    return to_bytes(writer.book, made)


class _Overview:
    """The sheets of one overview."""

    def __init__(self, papers: Papers, results: Sequence[ExamResult], language: str, words: Words) -> None:
        self.papers, self.results, self.language, self.words = papers, results, language, words
        self.book = new_book()
        self.text = Look(words["mark_font"], is_boxed=True)
        self.title = papers.papers[0].title[language]

    def summary(self, counted: Counted, made: datetime) -> None:
        """The exam, its pass mark, how many sat it and passed, and how their marks lie."""
        words, first = self.words, self.papers.papers[0]
        marks = sorted(result.marks for result in self.results)
        passed = sum(self._passed(result) for result in self.results)
        rows: list[tuple[str, Value]] = [
            ("exam", self.title),
            ("made", f"{made:%Y-%m-%d %H:%M} UTC"),
            ("papers", self._papers()),
            ("full", first.total),
            ("pass_mark", pass_mark_text(first.pass_mark, first.total, words)),
            ("candidates", len(marks)),
            ("passed", passed),
            ("failed", len(marks) - passed),
        ]
        if marks:
            rows += [
                ("mean", sum(marks, Fraction(0)) / len(marks)),
                ("median", (marks[(len(marks) - 1) // 2] + marks[len(marks) // 2]) / 2),
                ("lowest", marks[0]),
                ("highest", marks[-1]),
            ]
        rows += [("received", counted.received), ("held", counted.held), ("rejected", counted.rejected)]
        sheet = self._sheet(words["mark_sheet_summary"], [words["mark_figure"], words["mark_value"]], [26, 64])
        for row, (key, value) in enumerate(rows, 2):
            self._line(sheet, row, [words[f"mark_{key}"], value])

    def candidates(self) -> None:
        """Who they are, the marks by section and in all, and whether they have passed."""
        words = self.words
        sections = [section.title[self.language] for section in self.papers.papers[0].sections]
        names = ("id", "name", "department", "paper", "date")
        heads = [*(words[f"mark_{name}"] for name in names), *sections]
        heads += [words["mark_marks"], words["mark_percent"], words["mark_outcome"]]
        widths = [16, 18, 20, 8, 12, *[14] * len(sections), 10, 10, 12]
        sheet = self._sheet(words["mark_sheet_candidates"], heads, widths)
        for row, result in enumerate(self.results, 2):
            person = result.person
            outcome = words["mark_has_passed"] if self._passed(result) else words["mark_has_failed"]
            share = result.marks * 100 / result.maximum
            facts = [person.id, person.name, person.department, result.paper, result.sat]
            self._line(sheet, row, [*facts, *self._by_section(result), result.marks, share, outcome])
        sheet.auto_filter.ref = sheet.dimensions

    def points(self, paper: Paper) -> None:
        """The points that each candidate was given for each question of a paper, below its key."""
        words = self.words
        results = [result for result in self.results if result.code == paper.code]
        heads = [words["mark_id"], *(str(asked.number) for asked in paper.questions)]
        title = words["mark_sheet_paper"].format(paper=paper.id)
        sheet = self._sheet(title, heads, [18, *[9] * len(paper.questions)])
        self._line(sheet, 2, [words["mark_item"], *(asked.item.id for asked in paper.questions)])
        self._line(sheet, 3, [words["mark_key"], *(asked.key_letters for asked in paper.questions)])
        self._line(sheet, 4, [words["mark_full"], *(asked.points for asked in paper.questions)])
        for row, result in enumerate(results, 5):
            given = [result.answers[asked.number].points for asked in paper.questions]
            self._line(sheet, row, [result.person.id, *given])
        sheet.freeze_panes = "B5"

    def _passed(self, result: ExamResult) -> bool:
        return result.marks >= self.papers.by_code[result.code].passing

    def _papers(self) -> str:
        sat = [result.code for result in self.results]
        return "; ".join(f"{paper.id} ({paper.code}): {sat.count(paper.code)}" for paper in self.papers.papers)

    def _by_section(self, result: ExamResult) -> Iterable[Fraction]:
        answers: Mapping[int, Any] = result.answers
        for section in self.papers.by_code[result.code].sections:
            yield sum((answers[asked.number].points for asked in section.questions), Fraction(0))

    def _sheet(self, title: str, heads: Sequence[str], widths: Sequence[int]) -> Worksheet:
        sheet: Worksheet = self.book.create_sheet(title[:31])
        letters = [get_column_letter(column) for column in range(1, len(heads) + 1)]
        set_widths(sheet, dict(zip(letters, widths, strict=True)))
        for column, head in enumerate(heads, 1):
            put(sheet, 1, column, head, replace(self.text, is_bold=True, colour="FFFFFF", fill=ACCENT))
        set_height(sheet, 1)
        sheet.freeze_panes = "B2"
        sheet.print_title_rows = "1:1"
        set_up_page(sheet, is_landscape=True, footer=self.title)
        return sheet

    def _line(self, sheet: Worksheet, row: int, values: Iterable[Value]) -> None:
        for column, value in enumerate(values, 1):
            if isinstance(value, str):
                put(sheet, row, column, value, self.text)
                continue
            number_format = "0" if isinstance(value, int) else _SCORE
            cell: Any = dress(sheet, row, column, replace(self.text, number_format=number_format, horizontal="center"))
            cell.value = value if isinstance(value, int) else _rounded(value)
        set_height(sheet, row)


def _rounded(value: Fraction) -> float:
    """A number that is not negative with two decimals, half up."""
    return floor(value * 100 + _HALF) / 100
