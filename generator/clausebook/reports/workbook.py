"""The report about a team as a spreadsheet: the same figures as the page, rounded as shown, and not one formula."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.model.result import shown
from clausebook.render.jinja import Templates, Words
from clausebook.render.workbook import (
    ACCENT,
    BAND,
    Look,
    dress,
    new_book,
    put,
    set_height,
    set_up_page,
    set_widths,
    to_bytes,
)
from clausebook.reports.figures import Cell, Figures, Row, figures
from clausebook.reports.tally import OVERALL, Team
from clausebook.reports.team import (
    bands,
    difference,
    has_change,
    heat,
    identity_of,
    in_order,
    measures,
    ranges,
    withheld_names,
)

Value = str | int | Fraction | None
"""What a cell shows: a text, a number of people, a score from 0 to 1 or a difference of two, or nothing to average."""

_PEOPLE, _SCORE, _CHANGE, _SHARE = "0", "0.0", "+0.0;-0.0;0.0", '0.0"%"'
_HEAT = ("F4A582", "F8C3A8", "FBE0D2", "F1F3F5", "D9E8F5", "B3D2EC", "84B7E0")
_LONGEST_NAME = 31
"""The most characters that the name of a sheet may have."""
_LONGEST = 32_767
"""The most characters that a cell of Excel holds."""


def team_workbook(team: Team, templates: Templates, language: str, *, made: datetime) -> bytes:
    """The report as an XLSX file for Excel and LibreOffice; the same team and moment (UTC) give the same bytes."""
    words = templates.words("reports", language)
    writer = _Writer(team, figures(team), language, words, identity_of(team, language, words, made))
    writer.write()
    return to_bytes(writer.book, made)


class _Writer:
    """The sheets of one report."""

    def __init__(self, team: Team, found: Figures, language: str, words: Words, identity: Mapping[str, str]) -> None:
        self.team, self.found, self.language, self.words, self.identity = team, found, language, words, identity
        self.book = new_book()
        self.measures = [" ".join(filter(None, measure)) for measure in measures(team, language, words)]
        self.text = Look(words["sheet_font"], is_boxed=True)
        self.head = replace(self.text, is_bold=True, colour="FFFFFF", fill=ACCENT)
        self.figure = replace(self.text, horizontal="center")

    def write(self) -> None:
        """Fill the book; a team too small to be shown gets the overview and the notes only."""
        self._overview()
        if self.found.is_shown:
            self._departments()
            self._distribution()
            self._gaps()
            if has_change(self.team, self.found):
                self._change()
            if self.team.has_reviews:
                self._review()
        self._notes()

    def _sheet(self, key: str, heads: Sequence[str], widths: Sequence[int], frozen: str) -> Worksheet:
        """A sheet with a frozen line of headings."""
        sheet: Worksheet = self.book.create_sheet(self.words[key][:_LONGEST_NAME])
        letters = [get_column_letter(column) for column in range(1, len(heads) + 1)]
        set_widths(sheet, dict(zip(letters, widths, strict=True)))
        for column, head in enumerate(heads, start=1):
            put(sheet, 1, column, head, self.head)
        set_height(sheet, 1)
        sheet.freeze_panes = frozen
        sheet.print_title_rows = "1:1"
        set_up_page(sheet, is_landscape=True, footer=f"{self.words['team_title']} · {self.identity['form']}")
        return sheet

    def _line(self, sheet: Worksheet, line: int, values: Iterable[tuple[Value, str]], *, is_bold: bool = False) -> None:
        """A line of values with their number formats; the first is what the line is about."""
        for column, (value, style) in enumerate(values, start=1):
            look = self.text if column == 1 or not style else self.figure
            self._put(sheet, line, column, value, style, replace(look, is_bold=is_bold))
        set_height(sheet, line)

    def _put(self, sheet: Worksheet, line: int, column: int, value: Value, style: str, look: Look) -> None:
        """One cell. A text is a text whatever it begins with; a score is the number that the page shows."""
        if isinstance(value, str) or value is None:
            put(sheet, line, column, shown(None) if value is None else value[:_LONGEST], look)
            return
        cell: Any = dress(sheet, line, column, replace(look, number_format=style))
        cell.value = value if isinstance(value, int) else rounded(value)

    def _value(self, cell: Cell) -> Value:
        return self.words["withheld"] if cell.is_withheld else cell.value

    def _people(self, cell: Cell) -> Value:
        return self.words["withheld"] if cell.is_withheld else cell.people

    def _overview(self) -> None:
        words, found = self.words, self.found
        sheet = self._sheet("sheet_overview", (words["figure"], words["value"]), (34, 60), "A2")
        rows: list[tuple[str, Value, str]] = [(key, self.identity[key], "@") for key in ("standard", "form", "made")]
        rows.append(("participants", found.participants, _PEOPLE))
        if found.is_shown:
            rows += [
                ("complete", found.complete, _PEOPLE),
                ("mean_overall", found.everyone.cells[OVERALL].value, _SCORE),
                ("incomplete_share", found.incomplete, _SHARE),
                ("not_applicable_share", found.not_applicable, _SHARE),
            ]
        if has_change(self.team, found):
            rows.append(("change_since", found.changes[OVERALL].value, _CHANGE))
        for line, (key, value, style) in enumerate(rows, start=2):
            self._line(sheet, line, [(words[key], "@"), (value, style)])

    def _departments(self) -> None:
        words, found = self.words, self.found
        more = [words["change_since"]] if has_change(self.team, found) else []
        heads = [words["department"], words["people"], *self.measures, *more]
        sheet = self._sheet("sheet_departments", heads, [30, 9, *[15] * (len(heads) - 2)], "C2")
        self._department(sheet, 2, words["everyone"], found.everyone, fill=BAND)
        rows = [(row.name or words["no_department"], row) for row in in_order(found.departments)]
        rows += [(words["others"], found.others)] if found.others else []
        for line, (name, row) in enumerate(rows, start=3):
            self._department(sheet, line, name, row)

    def _department(self, sheet: Worksheet, line: int, name: str, row: Row, fill: str | None = None) -> None:
        self._put(sheet, line, 1, name, "", replace(self.text, fill=fill))
        self._put(sheet, line, 2, row.people, _PEOPLE, replace(self.figure, fill=fill))
        for column, cell in enumerate(row.cells, start=3):
            warmth = None if cell.value is None else _HEAT[heat(cell.value)]
            self._put(sheet, line, column, self._value(cell), _SCORE, replace(self.figure, fill=warmth))
        if has_change(self.team, self.found):
            self._put(sheet, line, 3 + len(row.cells), self._value(row.change), _CHANGE, self.figure)
        set_height(sheet, line)

    def _distribution(self) -> None:
        words = self.words
        heads = [words["scores_range"], words["people"], words["share"]]
        sheet = self._sheet("sheet_distribution", heads, (24, 12, 12), "A2")
        scores = list(zip(ranges(), self.found.bins, strict=True))
        self._counts(sheet, 2, scores)
        line = len(scores) + 3
        for column, head in enumerate((words["band"], words["people"], words["share"]), start=1):
            put(sheet, line, column, head, self.head)
        self._counts(sheet, line + 1, bands(self.team, self.found, self.language, words))

    def _counts(self, sheet: Worksheet, first: int, rows: Iterable[tuple[str, int]]) -> None:
        whole = self.found.complete
        for line, (name, count) in enumerate(rows, start=first):
            share = Fraction(count, whole) if whole else None
            self._line(sheet, line, [(name, "@"), (count, _PEOPLE), (share, _SHARE)])

    def _gaps(self) -> None:
        heads = [self.words[key] for key in ("number", "clause", "provision", "frequency", "mean_lost")]
        sheet = self._sheet("sheet_gaps", heads, (10, 34, 80, 12, 12), "C2")
        for line, gap in enumerate(self.found.gaps, start=2):
            texts = gap.clause.number, gap.clause.title[self.language], gap.provision.text[self.language]
            self._line(sheet, line, [*((text, "") for text in texts), (gap.share, _SHARE), (gap.lost, _SCORE)])
        if self.found.gaps:
            sheet.auto_filter.ref = sheet.dimensions

    def _change(self) -> None:
        heads = [self.words[key] for key in ("stage", "matched", "mean_change")]
        sheet = self._sheet("sheet_change", heads, (44, 14, 14), "A2")
        for line, (name, cell) in enumerate(zip(self.measures, self.found.changes, strict=True), start=2):
            self._line(sheet, line, [(name, "@"), (self._people(cell), _PEOPLE), (self._value(cell), _CHANGE)])

    def _review(self) -> None:
        heads = [self.words[key] for key in ("stage", "pairs", "own", "other", "difference")]
        sheet = self._sheet("sheet_review", heads, (44, 14, 14, 14, 14), "A2")
        for line, (name, beside) in enumerate(zip(self.measures, self.found.comparison, strict=True), start=2):
            apart = Cell(difference(beside), 0, beside.own.is_withheld)
            figures_ = [(self._value(beside.own), _SCORE), (self._value(beside.other), _SCORE)]
            people = self._people(beside.own)
            self._line(sheet, line, [(name, "@"), (people, _PEOPLE), *figures_, (self._value(apart), _CHANGE)])

    def _notes(self) -> None:
        sheet = self._sheet("sheet_notes", [self.words["notes"]], [110], "A2")
        for line, text in enumerate(filter(None, self._explained()), start=2):
            self._line(sheet, line, [(text, "@")])

    def _explained(self) -> Iterable[str]:
        words, found, minimum = self.words, self.found, self.team.minimum
        if not found.is_shown:
            yield words["too_few"].format(minimum=minimum)
        yield words["departments_explained"]
        yield words["withheld_why"].format(minimum=minimum)
        if found.is_shown and found.withheld:
            yield words["withheld_departments"].format(names=withheld_names(found, words))
        if self.team.has_earlier:
            shown_change = has_change(self.team, found)
            yield words["change_explained"] if shown_change else words["change_none"].format(minimum=minimum)
        if found.other_editions:
            yield words["change_edition"].format(count=found.other_editions)
        if self.team.has_reviews:
            yield words["self_review_explained"]
        yield from (words["note_means"], words["note_once"], self.identity["restated"], self.identity["copyright"])


def rounded(score: Fraction) -> float:
    """A share as percent with one decimal, half away from nought: the number whose digits the page shows."""
    tenths = (abs(score) * 1000 + Fraction(1, 2)).__floor__()
    return (tenths if score >= 0 else -tenths) / 10
