"""Angoff's method on paper: the worksheet for a judge, and the workbook that shows which pass mark came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.exams.book import Book, Value
from clausebook.exams.rendering import decimal, key_text, offered, paragraphs
from clausebook.model import angoff as layout
from clausebook.model.angoff import Agreement, Cut, Judgement
from clausebook.model.paper import Asked, Papers
from clausebook.render import workbook
from clausebook.render.jinja import Words
from clausebook.render.workbook import (
    BAND,
    Look,
    dress,
    merge,
    new_book,
    protect,
    put,
    set_height,
    set_up_page,
    set_widths,
    to_bytes,
)

_HOW, _JUDGE_ROW, _HEAD_ROW = 2, 3, 4
_HEADS = {"number": 9, "question": 80, "key": 16, "points": 8, "estimate": 14}
_SECOND_ROUND = {"first": 14, "mean": 14, "lowest": 12, "highest": 12, "measured": 14}
DOUBTFUL = 0.15
"""Where the estimates of an item lie further apart than this standard deviation, judges had better talk about it."""


@dataclass(frozen=True)
class Question:
    """An item as the first paper asks it that has it; `number` tells all papers: "7", "A7 B31"."""

    number: str
    asked: Asked


@dataclass(frozen=True)
class Panel:
    """What a round of judges came to: the pass mark of each paper, and how far they agree on each item."""

    cuts: Sequence[Cut]
    judgements: Sequence[Judgement]
    agreements: Mapping[str, Agreement]


def questions(papers: Papers) -> list[Question]:
    """Every item of some parallel papers once, in the order of the papers."""
    places: dict[str, list[tuple[str, Asked]]] = {}
    for paper in papers.papers:
        for asked in paper.questions:
            places.setdefault(asked.item.id, []).append((paper.id, asked))
    is_one = len(papers.papers) == 1
    return [
        Question(" ".join(f"{'' if is_one else paper}{asked.number}" for paper, asked in found), found[0][1])
        for found in places.values()
    ]


def worksheet(
    papers: Papers,
    language: str,
    words: Words,
    *,
    made: datetime,
    judge: str = "",
    panel: Panel | None = None,
) -> bytes:
    """The worksheet of a judge as XLSX, for the second round if there is a `panel` of the first.

    It shows the key, as judges need it. The same papers and moment (UTC) give the same bytes.
    """
    title = papers.papers[0].title[language]
    book = new_book()
    sheet: Worksheet = book.create_sheet(words["angoff_sheet"])
    heads = _HEADS | (_SECOND_ROUND if panel else {})
    set_widths(sheet, {get_column_letter(column): width for column, width in enumerate((6, *heads.values()), 1)})
    look = Look(words["stats_font"], is_boxed=True, vertical="top")
    _above(sheet, f"{title} · {words['angoff_title']}", judge, len(heads) + 1, words, panel)
    for column, name in enumerate(heads, 2):
        head = replace(look, is_bold=True, colour="FFFFFF", fill=workbook.ACCENT)
        put(sheet, _HEAD_ROW, column, words[f"angoff_{name}"], head)
    set_height(sheet, _HEAD_ROW)
    asked = questions(papers)
    own = next((own.ratings for own in panel.judgements if own.judge == judge), {}) if panel else {}
    for row, question in enumerate(asked, _HEAD_ROW + 1):
        _line(sheet, row, question, language, words, look)
        if panel:
            _feedback(sheet, row, question, own, panel, look)
        set_height(sheet, row)
    _limit(sheet, _HEAD_ROW + 1, _HEAD_ROW + len(asked), words)
    _set_up(sheet, title)
    keys = {"format": layout.FORMAT, "exam": papers.papers[0].blueprint, "round": "2" if panel else "1"}
    _hidden(book, keys | {"language": language}, words)
    return to_bytes(book, made)


def _set_up(sheet: Worksheet, footer: str) -> None:
    """Hide the keys, keep the heads in sight, and let only the estimates and the name change."""
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"C{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    protect(sheet)
    set_up_page(sheet, is_landscape=True, footer=footer)


def _hidden(book: Workbook, keys: Mapping[str, str], words: Words) -> None:
    """The sheet that says what this workbook is."""
    meta: Worksheet = book.create_sheet(layout.META_SHEET)
    meta.sheet_state = "hidden"
    for row, pair in enumerate(keys.items(), 1):
        for column, text in enumerate(pair, 1):
            put(meta, row, column, text, Look(words["stats_font"]))


def _above(sheet: Worksheet, title: str, judge: str, last: int, words: Words, panel: Panel | None) -> None:
    """The title, what to do, and the cell for the judge's name."""
    font = words["stats_font"]
    put(sheet, 1, 2, title, Look(font, size=14, is_bold=True))
    merge(sheet, 1, 2, last)
    put(sheet, _HOW, 2, words["angoff_how_again" if panel else "angoff_how"], Look(font, vertical="top"))
    merge(sheet, _HOW, 2, last)
    put(sheet, _JUDGE_ROW, layout.KEY_COLUMN, layout.JUDGE, Look(font))
    put(sheet, _JUDGE_ROW, layout.NAME_COLUMN - 1, words["angoff_judge"], Look(font, is_bold=True))
    field = Look(font, fill=workbook.INPUT, is_boxed=True, is_input=True)
    put(sheet, _JUDGE_ROW, layout.NAME_COLUMN, judge, field)


def _line(sheet: Worksheet, row: int, question: Question, language: str, words: Words, look: Look) -> None:
    asked = question.asked
    told = "\n".join((*paragraphs(asked.item, language, words), *offered(asked, language)))
    key = key_text(asked, language, words)
    cells = (asked.item.id, question.number, told, key, decimal(asked.points, 2))
    for column, text in enumerate(cells, layout.KEY_COLUMN):
        put(sheet, row, column, text, look)
    entry = replace(look, fill=workbook.INPUT, is_input=True, horizontal="center", number_format="0")
    dress(sheet, row, layout.RATING_COLUMN, entry)


def _feedback(
    sheet: Worksheet, row: int, question: Question, own: Mapping[str, Fraction], panel: Panel, look: Look
) -> None:
    """What the judge and the others said in the first round, and what candidates did, in percent."""
    item = question.asked.item
    agreed = panel.agreements[item.id]
    measured = item.measured.difficulty if item.measured else None
    figures = (own.get(item.id), agreed.mean, agreed.lowest, agreed.highest, measured)
    for column, figure in enumerate(figures, layout.RATING_COLUMN + 1):
        told = "" if figure is None else decimal(figure * 100, 0)
        is_doubtful = column == layout.RATING_COLUMN + 2 and _is_doubtful(agreed)
        put(sheet, row, column, told, replace(look, horizontal="center", fill=BAND if is_doubtful else None))


def _limit(sheet: Worksheet, first: int, last: int, words: Words) -> None:
    """Let the spreadsheet itself refuse what is no percentage."""
    rule = DataValidation(type="whole", operator="between", formula1="0", formula2="100", allow_blank=True)
    rule.error = rule.prompt = words["angoff_range"]
    rule.showErrorMessage = rule.showInputMessage = True
    letter = get_column_letter(layout.RATING_COLUMN)
    rule.add(f"{letter}{first}:{letter}{last}")
    sheet.add_data_validation(rule)


def panel_workbook(panel: Panel, papers: Papers, language: str, words: Words, *, made: datetime, round_: int) -> bytes:
    """The pass marks that judges set, what each of them set, and how far they agree on each question, as XLSX."""
    title = papers.papers[0].title[language]
    book = Book(words["stats_font"], f"{words['angoff_title']} · {title}")
    _cuts(book, panel, words, round_)
    _judges(book, panel, words)
    _agreements(book, panel, papers, language, words)
    notes = book.sheet(words["stats_sheet_notes"], [words["stats_sheet_notes"]], [110])
    for row, key in enumerate(("stats_private", "angoff_explained", "angoff_doubtful"), 2):
        book.line(notes, row, [words[key]])
    return book.to_bytes(made)


def _cuts(book: Book, panel: Panel, words: Words, round_: int) -> None:
    heads = [words["stats_figure"], *(words["stats_paper"].format(names=cut.paper) for cut in panel.cuts)]
    sheet = book.sheet(words["angoff_sheet_cut"], heads, [34, *[16] * len(panel.cuts)])
    figures: dict[str, list[Value]] = {
        "angoff_round": [round_ for _ in panel.cuts],
        "angoff_judges": [len(cut.by_judge) for cut in panel.cuts],
        "stats_maximum": [cut.maximum for cut in panel.cuts],
        "angoff_cut": [cut.marks for cut in panel.cuts],
        "angoff_share": [100 * cut.share for cut in panel.cuts],
        "angoff_error": [cut.error for cut in panel.cuts],
    }
    for row, (key, line) in enumerate(figures.items(), 2):
        book.line(sheet, row, [words[key], *line])


def _judges(book: Book, panel: Panel, words: Words) -> None:
    """What each judge sets, in marks."""
    heads = [words["angoff_judge"], *(words["stats_paper"].format(names=cut.paper) for cut in panel.cuts)]
    sheet = book.sheet(words["angoff_sheet_judges"], heads, [30, *[16] * len(panel.cuts)])
    for row, judgement in enumerate(panel.judgements, 2):
        book.line(sheet, row, [judgement.judge, *(cut.by_judge[judgement.judge] for cut in panel.cuts)])


def _agreements(book: Book, panel: Panel, papers: Papers, language: str, words: Words) -> None:
    """The estimates of each question in percent, on a coloured ground where judges are far apart."""
    names = ("number", "item", "question", "points", "mean", "lowest", "highest", "deviation", "measured")
    heads = [words[f"angoff_{name}"] for name in names]
    judges = [judgement.judge for judgement in panel.judgements]
    widths = [9, 26, 60, 8, *[12] * 5, *[12] * len(judges)]
    sheet = book.sheet(words["angoff_sheet_questions"], [*heads, *judges], widths)
    for row, question in enumerate(questions(papers), 2):
        item, agreed = question.asked.item, panel.agreements[question.asked.item.id]
        told = " ".join(paragraphs(item, language, words))
        figures = (agreed.mean, agreed.lowest, agreed.highest, agreed.deviation)
        measured = item.measured.difficulty * 100 if item.measured else None
        ratings = [judgement.ratings[item.id] * 100 for judgement in panel.judgements]
        percents = [None if figure is None else figure * 100 for figure in figures]
        line = [question.number, item.id, told, question.asked.points, *percents, measured, *ratings]
        book.line(sheet, row, line, fill=BAND if _is_doubtful(agreed) else None)


def _is_doubtful(agreed: Agreement) -> bool:
    return agreed.deviation is not None and agreed.deviation > DOUBTFUL
