"""A roster to fill in, as a workbook: the list of those who may be certified."""

from datetime import datetime
from pathlib import PurePosixPath

from openpyxl.utils import get_column_letter

from clausebook.forms.spreadsheet_words import sheet_title
from clausebook.model.artifact import Artifact
from clausebook.render import workbook
from clausebook.render.jinja import Templates
from clausebook.render.workbook import Look, dress, new_book, put, set_height, set_up_page, set_widths, to_bytes

COLUMNS = ("id", "name", "name_latin", "organization", "department")
"""The headings that the reader of rosters knows."""

_LINES = 200
_WIDTH, _NOTE = 26, 60


def roster_template(templates: Templates, languages: tuple[str, ...], made: datetime) -> Artifact:
    """The roster as forms/roster.xlsx, with a line that is plainly a sample.

    The first row holds the headings as they are read; it is saved as CSV UTF-8 from there. What the columns mean is
    told on a second sheet, in every language.
    """
    words = [templates.words("forms", language) for language in languages]
    font = words[0]["sheet_font"]
    book = new_book()
    sheet = book.create_sheet("roster")
    heading = Look(font, is_bold=True, colour="FFFFFF", fill=workbook.ACCENT, is_boxed=True)
    field = Look(font, is_boxed=True, is_input=True)
    for column, key in enumerate(COLUMNS, start=1):
        put(sheet, 1, column, key, heading)
        put(sheet, 2, column, words[0][f"sheet_sample_{key}"], Look(font, colour=workbook.GREY, is_boxed=True))
        for row in range(3, _LINES):
            dress(sheet, row, column, field)
    set_widths(sheet, {get_column_letter(column): _WIDTH for column in range(1, len(COLUMNS) + 1)})
    sheet.freeze_panes = "A2"
    set_up_page(sheet, is_landscape=True, footer="roster")
    sheet.print_title_rows = "1:1"
    notes = book.create_sheet(sheet_title(" ".join(dict.fromkeys(own["sheet_start"] for own in words))))
    for column, own in enumerate(words, start=1):
        for row, key in enumerate(("how", *COLUMNS), start=1):
            put(notes, row, column, own[f"sheet_roster_{key}"], Look(own["sheet_font"], vertical="top"))
        set_widths(notes, {get_column_letter(column): _NOTE})
    for row in range(1, len(COLUMNS) + 2):
        set_height(notes, row)
    set_up_page(notes, is_landscape=True, footer="roster")
    return Artifact(PurePosixPath("forms/roster.xlsx"), to_bytes(book, made))
