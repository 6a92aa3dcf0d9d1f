"""A paper as a spreadsheet (XLSX): a line a question, for people who check, edit or load questions by hand."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from openpyxl.utils import get_column_letter

from clausebook.exams.rendering import (
    Exported,
    decimal,
    file_name,
    heading,
    key_text,
    offered,
    paragraphs,
    reasons,
)
from clausebook.model.paper import Asked, Paper, PaperSection
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

_LONGEST_NAME, _LONGEST = 31, 32_767
"""The most characters that the name of a sheet and a cell may have."""
_WIDTHS = {"number": 7, "section": 14, "item": 24, "type": 14, "level": 12, "clause": 24, "question": 60}
_WIDTHS |= {"options": 48, "key": 20, "points": 8, "rule": 18, "difficulty": 11, "reasons": 60}


def table(paper: Paper, language: str, words: Words, *, made: datetime) -> Exported:
    """The paper as a sheet; the same paper and moment (UTC) give the same bytes."""
    book = new_book()
    sheet = book.create_sheet(words["export_sheet"][:_LONGEST_NAME])
    letters = [get_column_letter(column) for column in range(1, len(_WIDTHS) + 1)]
    set_widths(sheet, dict(zip(letters, _WIDTHS.values(), strict=True)))
    look = Look(words["export_font"], is_boxed=True, vertical="top")
    for column, name in enumerate(_WIDTHS, 1):
        put(sheet, 1, column, words[f"export_{name}"], replace(look, is_bold=True, colour="FFFFFF", fill=ACCENT))
    questions = [(section, asked) for section in paper.sections for asked in section.questions]
    for row, (section, asked) in enumerate(questions, 2):
        for column, value in enumerate(_line(section, asked, language, words).values(), 1):
            _put(sheet, row, column, value, look)
        set_height(sheet, row)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{letters[-1]}{len(questions) + 1}"
    sheet.print_title_rows = "1:1"
    set_up_page(sheet, is_landscape=True, footer=heading(paper, language))
    return Exported(file_name(paper, language, "xlsx"), to_bytes(book, made))


def _put(sheet: Any, row: int, column: int, value: str | int | Fraction, look: Look) -> None:
    if isinstance(value, str):
        put(sheet, row, column, value[:_LONGEST], look)
        return
    cell: Any = dress(sheet, row, column, replace(look, number_format="General", horizontal="center"))
    cell.value = value if isinstance(value, int) else float(decimal(value))


def _line(section: PaperSection, asked: Asked, language: str, words: Words) -> dict[str, str | int | Fraction]:
    """The cells of a question by their columns."""
    item = asked.item
    return {
        "number": asked.number,
        "section": section.title[language],
        "item": item.id,
        "type": words[f"export_type_{item.type}"],
        "level": words[f"export_level_{item.level}"],
        "clause": ", ".join(item.provisions),
        "question": "\n".join(paragraphs(item, language, words)),
        "options": "\n".join(offered(asked, language)),
        "key": key_text(asked, language, words),
        "points": asked.points,
        "rule": words[f"export_rule_{asked.rule}"],
        "difficulty": item.difficulty,
        "reasons": "\n".join(reasons(asked, language, words)),
    }
