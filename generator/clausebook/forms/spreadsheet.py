"""A form as a workbook (XLSX): a sheet to start with, a sheet to answer on in each language, and a hidden one."""

from datetime import datetime
from pathlib import PurePosixPath

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.protection import WorkbookProtection

from clausebook.forms.spreadsheet_answers import AnswerSheet
from clausebook.forms.spreadsheet_start import StartSheet
from clausebook.forms.spreadsheet_words import Wording, sheet_title
from clausebook.model.artifact import Artifact
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.workbook import FORMAT, META_SHEET
from clausebook.render.jinja import Templates
from clausebook.render.languages import language_name
from clausebook.render.workbook import new_book, put, to_bytes

_CHOICES = 4
"""The first column of the hidden sheet with answers to choose from; each language has one."""


def spreadsheet(questionnaire: Questionnaire, templates: Templates, made: datetime) -> Artifact:
    """The form in all its languages as forms/<id>.xlsx; `made` is when, in UTC.

    People answer on the sheet of the language they like. Labels are protected, cells to fill in are not. The only
    formulas count what is still open and grey out what is not asked.
    """
    wording = Wording.of(questionnaire, templates)
    book = new_book()
    start = StartSheet(book.create_sheet(wording.start_title), wording)
    models, state = start.fill()
    choices = _hidden(book, wording)
    sheets = [
        AnswerSheet(book.create_sheet(_title(language, wording), place), wording, language, choices[language])
        for place, language in enumerate(wording.languages, start=1)
    ]
    answers = [sheet.fill(models, state) for sheet in sheets]
    start.count(sheets[0].range_of_asked(), answers)
    book.security = WorkbookProtection(lockStructure=True)
    book.properties.title = wording.text_everywhere(questionnaire.form.title)
    book.properties.creator = questionnaire.standard.identity.publisher[wording.languages[0]]
    return Artifact(PurePosixPath(f"forms/{questionnaire.form.id}.xlsx"), to_bytes(book, made))


def _title(language: str, wording: Wording) -> str:
    """The name of a language's sheet, which is not that of the others."""
    title = sheet_title(language_name(language))
    return title if title not in (wording.start_title, META_SHEET) else language


def _hidden(book: Workbook, wording: Wording) -> dict[str, str]:
    """Write the hidden sheet; where in it the answers stand that a language lets people choose from."""
    questionnaire = wording.questionnaire
    sheet = book.create_sheet(META_SHEET)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
    keys = [("format", FORMAT), ("form", questionnaire.form.id), ("form_hash", questionnaire.content_hash)]
    keys += [("not_applicable", words["sheet_not_applicable"]) for words in wording.words.values()]
    for row, pair in enumerate(keys, start=1):
        for column, text in enumerate(pair, start=1):
            put(sheet, row, column, text, wording.look(wording.languages[0]))
    choices = {}
    for column, (language, words) in enumerate(wording.words.items(), start=_CHOICES):
        labels = [answer.label[language] for answer in questionnaire.scale.answers]
        for row, label in enumerate((*labels, words["sheet_not_applicable"]), start=1):
            put(sheet, row, column, label, wording.look(language))
        letter = get_column_letter(column)
        choices[language] = f"{quote_sheetname(sheet.title)}!${letter}$1:${letter}${len(labels) + 1}"
    return choices
