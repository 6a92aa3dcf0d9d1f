"""The worksheet in which markers give points for open questions, criterion by criterion, one question a sheet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.exams.rendering import decimal
from clausebook.model import exam_worksheet as layout
from clausebook.model.item import OpenQuestion
from clausebook.model.paper import Asked, Paper
from clausebook.model.response import Person
from clausebook.render import workbook
from clausebook.render.jinja import Words
from clausebook.render.workbook import (
    Look,
    merge,
    new_book,
    protect,
    put,
    put_formula,
    set_height,
    set_up_page,
    set_widths,
    to_bytes,
)

_HEAD, _FIRST_CRITERION = 2, 5
_WIDTHS = (16, 16, 16, 60)
_CRITERION, _TOTAL = 22, 12
_LONGEST = 32_767
"""The most characters that a cell of Excel holds."""


@dataclass(frozen=True)
class ToMark:
    """An answer that waits for a marker: whose it is, to which question of which paper, and what was written."""

    paper: Paper
    asked: Asked
    person: Person
    written: str = ""


def worksheet(waiting: Iterable[ToMark], language: str, words: Words, *, made: datetime) -> bytes:
    """The answers of one exam that wait for a marker, as XLSX; the same answers and moment give the same bytes."""
    by_question: dict[tuple[str, int], list[ToMark]] = {}
    for one in waiting:
        by_question.setdefault((one.paper.id, one.asked.number), []).append(one)
    book = new_book()
    exam = ""
    for (paper, number), answers in sorted(by_question.items()):
        exam = answers[0].paper.blueprint
        sheet = book.create_sheet(words["mark_sheet_question"].format(paper=paper, number=number)[:31])
        _fill(sheet, answers, language, words)
    meta = book.create_sheet(layout.META_SHEET)
    meta.sheet_state = "hidden"
    for row, pair in enumerate((("format", layout.FORMAT), ("exam", exam)), 1):
        for column, text in enumerate(pair, 1):
            put(meta, row, column, text, Look(words["mark_font"]))
    return to_bytes(book, made)


def _fill(sheet: Worksheet, answers: Sequence[ToMark], language: str, words: Words) -> None:
    """The question and how to mark it, and below a line for each candidate."""
    paper, asked = answers[0].paper, answers[0].asked
    item = asked.item
    if not isinstance(item, OpenQuestion):
        raise TypeError(f"question {asked.number} is not marked by a marker")
    widths = (*_WIDTHS, *[_CRITERION] * len(item.marking), _TOTAL)
    set_widths(sheet, {get_column_letter(column): width for column, width in enumerate(widths, 1)})
    _keys(sheet, layout.sheet_key(paper.code, asked.number), len(item.marking), words)
    title = words["mark_question_title"].format(paper=paper.id, number=asked.number, points=decimal(asked.points))
    _head(sheet, item, language, words)
    first = _above(sheet, [title, *_told(item, language, words)], words)
    for row, one in enumerate(answers, first):
        _line(sheet, row, one, item, words)
    _limit(sheet, first, first + len(answers) - 1, item, words)
    # Only the criteria stay in sight: a long situation above them would leave no room for the candidates.
    sheet.freeze_panes = f"C{_HEAD + 1}"
    sheet.print_title_rows = f"{_HEAD}:{_HEAD}"
    protect(sheet)
    set_up_page(sheet, is_landscape=True, footer=f"{paper.title[language]} · {paper.id} · {paper.code}")


def _keys(sheet: Worksheet, key: str, criteria: int, words: Words) -> None:
    """The hidden row of keys and the hidden column that says whose line it is."""
    own = (f"{layout.CRITERION}{number}" for number in range(1, criteria + 1))
    for column, text in enumerate((key, layout.PERSON, "name", "written", *own), 1):
        put(sheet, 1, column, text, Look(words["mark_font"]))
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True


def _told(item: OpenQuestion, language: str, words: Words) -> Iterable[str]:
    """What a marker has to know besides the criteria."""
    if item.background is not None:
        yield item.background[language]
    yield item.stem[language]
    yield words["mark_model_answer"].format(answer=item.model_answer[language])
    yield words["mark_worksheet_how"]


def _above(sheet: Worksheet, texts: Sequence[str], words: Words) -> int:
    """Texts below the headings, as broad as a screen and the first in bold; the row below them."""
    for row, text in enumerate(texts, _HEAD + 1):
        put(sheet, row, 1, layout.OWN, Look(words["mark_font"]))
        put(sheet, row, 2, text, Look(words["mark_font"], vertical="top", is_bold=row == _HEAD + 1))
        merge(sheet, row, 2, len(_WIDTHS))
    return _HEAD + 1 + len(texts)


def _head(sheet: Worksheet, item: OpenQuestion, language: str, words: Words) -> None:
    look = Look(words["mark_font"], is_bold=True, colour="FFFFFF", fill=workbook.ACCENT, is_boxed=True)
    criteria = [
        words["mark_criterion"].format(points=criterion.points, criterion=criterion.criterion[language])
        for criterion in item.marking
    ]
    heads = [words["mark_id"], words["mark_name"], words["mark_written"], *criteria, words["mark_points"]]
    put(sheet, _HEAD, 1, layout.OWN, look)
    for column, head in enumerate(heads, 2):
        put(sheet, _HEAD, column, head, look)
    set_height(sheet, _HEAD)


def _line(sheet: Worksheet, row: int, one: ToMark, item: OpenQuestion, words: Words) -> None:
    """A candidate's answer, cells for the points, and their sum in the points of the paper."""
    look = Look(words["mark_font"], is_boxed=True, vertical="top")
    for column, text in enumerate((one.person.id, one.person.id, one.person.name, one.written[:_LONGEST]), 1):
        put(sheet, row, column, text, look)
    last = _FIRST_CRITERION + len(item.marking) - 1
    entry = replace(look, fill=workbook.INPUT, is_input=True, horizontal="center", number_format="General")
    for column in range(_FIRST_CRITERION, last + 1):
        workbook.dress(sheet, row, column, entry)
    cells = f"{get_column_letter(_FIRST_CRITERION)}{row}:{get_column_letter(last)}{row}"
    full = sum(criterion.points for criterion in item.marking)
    share = f"SUM({cells})*{one.asked.points.numerator}/{one.asked.points.denominator * full}"
    formula = f'=IF(COUNT({cells})={len(item.marking)},ROUND({share},2),"")'
    put_formula(sheet, row, last + 1, formula, replace(look, horizontal="center"))
    set_height(sheet, row)


def _limit(sheet: Worksheet, first: int, last: int, item: OpenQuestion, words: Words) -> None:
    """Let the spreadsheet itself refuse points that a criterion does not give."""
    for column, criterion in enumerate(item.marking, _FIRST_CRITERION):
        told = words["mark_points_range"].format(points=criterion.points)
        rule: Any = DataValidation(
            type="decimal", operator="between", formula1="0", formula2=str(criterion.points), error=told
        )
        rule.add(f"{get_column_letter(column)}{first}:{get_column_letter(column)}{last}")
        sheet.add_data_validation(rule)
