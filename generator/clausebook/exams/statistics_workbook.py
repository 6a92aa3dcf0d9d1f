"""What an exam has shown, as a spreadsheet (XLSX) with its figures as numbers, for those who work on with them."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from openpyxl.worksheet.worksheet import Worksheet

from clausebook.exams.book import Book, Value
from clausebook.exams.marks import pass_mark_text
from clausebook.exams.statistics_phrasing import answer_told, names_told, number_told, reason_told, stem_told
from clausebook.exams.statistics_report import ranges
from clausebook.model.base import LocalizedText
from clausebook.model.exam_statistics import ENOUGH, ExamStatistics, ItemStatistics, PaperStatistics
from clausebook.render.jinja import Templates, Words
from clausebook.render.workbook import BAND


def statistics_workbook(
    found: ExamStatistics, title: LocalizedText, templates: Templates, language: str, *, made: datetime
) -> bytes:
    """The figures as XLSX; the same figures and moment (UTC) give the same bytes. It shows the key."""
    writer = _Writer(found, title[language], language, templates.words("exams", language))
    writer.overview()
    if found.papers:
        writer.questions()
        writer.flagged()
        writer.answers()
        writer.marks()
    writer.notes()
    return writer.book.to_bytes(made)


class _Writer:
    """The sheets of one workbook."""

    def __init__(self, found: ExamStatistics, title: str, language: str, words: Words) -> None:
        self.found, self.language, self.words = found, language, words
        self.book = Book(words["stats_font"], f"{words['stats_title']} · {title}")

    def overview(self) -> None:
        """A column for each set of papers."""
        words, papers = self.words, self.found.papers
        heads = [words["stats_figure"], *(names_told(paper, words) for paper in papers)]
        sheet = self._sheet("overview", heads, [34, *[36] * len(papers)])
        for row, key in enumerate(_FIGURES, 2):
            self.book.line(sheet, row, [words[f"stats_{key}"], *(self._figure(key, paper) for paper in papers)])

    def _figure(self, key: str, paper: PaperStatistics) -> Value:
        if key == "pass_mark":
            return pass_mark_text(paper.pass_mark, paper.maximum, self.words)
        if key == "passed_share":
            return Fraction(100 * paper.passed, paper.candidates)
        value: Value = getattr(paper, "alpha" if key == "kr20" else key)
        return None if key == ("alpha" if paper.is_kr20 else "kr20") else value

    def questions(self) -> None:
        """A line a question."""
        keys = ("number", "item", "question", "type", "points", "difficulty", "expected", "discrimination", "index")
        sheet = self._sheet("questions", self._heads(*keys, "blank", "remarks"), [9, 26, 60, 14, *[11] * 6, 34])
        for row, (_, item) in enumerate(self._items(), 2):
            words = self.words
            labels = [words[f"stats_label_{flag.reason}"] for flag in item.flags]
            figures = [item.asked.points, item.difficulty, item.item.difficulty, item.discrimination, item.index]
            line = [*self._named(item), words[f"export_type_{item.item.type}"], *figures, 100 * item.blank]
            remarks = words["stats_list_separator"].join(dict.fromkeys(labels))
            self.book.line(sheet, row, [*line, remarks], fill=BAND if item.is_flagged else None)
        sheet.auto_filter.ref = sheet.dimensions

    def flagged(self) -> None:
        """A line a remark: first those that have to be looked at."""
        sheet = self._sheet(
            "flagged", self._heads("weight", "number", "item", "question", "reason"), [12, 9, 26, 60, 70]
        )
        flags = [(flag, item) for _, item in self._items() for flag in item.flags]
        for row, (flag, item) in enumerate(sorted(flags, key=lambda own: own[0].is_note), 2):
            kind = self.words["stats_note" if flag.is_note else "stats_look"]
            told = reason_told(flag, item, self.language, self.words)
            self.book.line(sheet, row, [kind, *self._named(item), told])

    def answers(self) -> None:
        """A line an answer to each question."""
        keys = ("number", "item", "answer", "right", "count", "share", "low", "high", "correlation")
        sheet = self._sheet("answers", self._heads(*keys), [9, 26, 60, 10, *[12] * 5])
        lines = [(answer, item) for _, item in self._items() for answer in item.answers]
        for row, (answer, item) in enumerate(lines, 2):
            right = self.words["stats_yes"] if answer.is_right else ""
            told = answer_told(answer.name, item, self.language, self.words)
            shares = [100 * share for share in (answer.share, answer.low, answer.high)]
            line = [number_told(item), item.item.id, told, right, answer.count, *shares, answer.correlation]
            self.book.line(sheet, row, line)

    def marks(self) -> None:
        """How many candidates have how many marks."""
        words, papers = self.words, self.found.papers
        sheet = self._sheet(
            "marks", [words["stats_range"], *(names_told(paper, words) for paper in papers)], [24, *[16] * len(papers)]
        )
        for row, name in enumerate(ranges(), 2):
            self.book.line(sheet, row, [name, *(paper.bins[row - 2] for paper in papers)])

    def notes(self) -> None:
        """Warnings, and how the figures are made."""
        words, found = self.words, self.found
        sheet = self._sheet("notes", [words["stats_sheet_notes"]], [110])
        small = [paper.candidates for paper in found.papers if paper.is_small]
        told = [words["stats_private"]]
        told += [words["stats_few"].format(count=count, enough=ENOUGH) for count in small]
        told += [words["stats_incomplete"].format(count=found.incomplete)] if found.incomplete else []
        told += [words["stats_foreign"].format(count=found.foreign)] if found.foreign else []
        told += [words[f"stats_how_{key}"] for key in ("discrimination", "reliability", "limits")]
        for row, text in enumerate(told, 2):
            self.book.line(sheet, row, [text])

    def _items(self) -> list[tuple[PaperStatistics, ItemStatistics]]:
        return [(paper, item) for paper in self.found.papers for item in paper.items]

    def _named(self, item: ItemStatistics) -> list[Value]:
        return [number_told(item), item.item.id, stem_told(item, self.language, self.words)]

    def _heads(self, *keys: str) -> list[str]:
        return [self.words[f"stats_{key}"] for key in keys]

    def _sheet(self, key: str, heads: Sequence[str], widths: Sequence[int]) -> Worksheet:
        return self.book.sheet(self.words[f"stats_sheet_{key}"], heads, widths)


_FIGURES = (
    "candidates",
    "maximum",
    "pass_mark",
    "passed_share",
    "mean",
    "median",
    "lowest",
    "highest",
    "deviation",
    "kr20",
    "alpha",
    "error",
    "near",
)
"""What the overview shows, in this order, by the words for it."""
