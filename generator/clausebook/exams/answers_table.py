"""The table into which answers are typed: a line a candidate, a column a question."""

from collections.abc import Sequence
from datetime import datetime

from openpyxl.utils import get_column_letter

from clausebook.model.exam_mapping import OWN
from clausebook.model.paper import Paper, Papers
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

_LINES, _WIDTH, _NARROW, _NOTE = 100, 14, 6, 90


def answers_table(papers: Papers, words: Sequence[Words], *, made: datetime) -> bytes:
    """An empty table as XLSX, which can be saved as CSV as well; `words` are those of each language that explains it.

    The first row holds the headings as they are read. A second sheet says what belongs where.
    """
    font = words[0]["mark_font"]
    book = new_book()
    sheet = book.create_sheet("answers")
    most = max(papers.papers, key=lambda paper: len(paper.questions))
    headings = [*OWN, *(str(asked.number) for asked in most.questions)]
    for column, heading in enumerate(headings, 1):
        put(sheet, 1, column, heading, Look(font, is_bold=True, colour="FFFFFF", fill=ACCENT, is_boxed=True))
        for row in range(2, _LINES + 2):
            dress(sheet, row, column, Look(font, is_boxed=True, is_input=True))
    widths = [_WIDTH if heading in OWN else _NARROW for heading in headings]
    set_widths(sheet, {get_column_letter(column): width for column, width in enumerate(widths, 1)})
    sheet.freeze_panes = "B2"
    sheet.print_title_rows = "1:1"
    set_up_page(sheet, is_landscape=True, footer=most.blueprint)
    notes = book.create_sheet(words[0]["mark_sheet_notes"][:31])
    rows = [line for own in words for line in _notes(papers, own)]
    set_widths(notes, {"A": 22, "B": _NOTE})
    for row, line in enumerate(rows, 1):
        for column, text in enumerate(line, 1):
            put(notes, row, column, text, Look(font, vertical="top"))
        set_height(notes, row)
    set_up_page(notes, is_landscape=False, footer=most.blueprint)
    return to_bytes(book, made)


def _notes(papers: Papers, words: Words) -> list[tuple[str, str]]:
    """What belongs into which column, and how the answers to each type of question are written."""
    known = ", ".join(f"{paper.id} ({paper.code})" for paper in papers.papers)
    lines = [(heading, words[f"mark_column_{heading}"].format(papers=known)) for heading in OWN]
    lines += [(_numbers(papers.papers[0], kind), words[f"mark_type_{kind}"]) for kind in _kinds(papers.papers[0])]
    return lines


def _kinds(paper: Paper) -> list[str]:
    return list(dict.fromkeys(section.type for section in paper.sections))


def _numbers(paper: Paper, kind: str) -> str:
    """The numbers of the questions of a type: "1–40, 61"."""
    return ", ".join(
        f"{section.questions[0].number}–{section.questions[-1].number}"
        if len(section.questions) > 1
        else str(section.questions[0].number)
        for section in paper.sections
        if section.type == kind
    )
