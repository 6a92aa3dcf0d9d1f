"""The sheet of a form on which people answer: a row for each provision, in one language."""

from collections.abc import Iterable

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.forms.spreadsheet_words import Wording
from clausebook.model.standard import Clause, Section
from clausebook.model.workbook import ANSWER, ANSWERS, COMMENT, EVIDENCE, NUMBER, OWN, REASON, number_of
from clausebook.render import workbook
from clausebook.render.workbook import dress, protect, put, put_formula, set_height, set_up_page, set_widths

COLUMNS = (NUMBER, "title", "type", "text", ANSWER, REASON, COMMENT, EVIDENCE)
INPUTS = {ANSWER: 5, REASON: 6, COMMENT: 7, EVIDENCE: 8}
FIRST_ROW = 5
"""The row below the headings; row 1 holds the hidden keys."""

_WIDTHS = {"A": 10, "B": 20, "C": 13, "D": 50, "E": 15, "F": 22, "G": 26, "H": 24}
_KEYS, _TITLE, _STATE, _HEADINGS = 1, 2, 3, 4
_REF, _ASKED = 9, 10
_LONGEST = 10_000
_ASIDE, _MISSING, _DONE = "E9EBEE", "F9D6D2", "EAF5EC"


class AnswerSheet:
    """Fills one sheet. `choices` is where the answers to choose from stand, as a spreadsheet writes a range."""

    def __init__(self, sheet: Worksheet, wording: Wording, language: str, choices: str) -> None:
        self._sheet = sheet
        self._wording = wording
        self._language = language
        self._words = wording.words[language]
        self._choices = choices
        self._row = FIRST_ROW
        set_widths(sheet, _WIDTHS)

    def fill(self, fields_of_models: dict[str, str], state: str) -> str:
        """Write all rows; the range of their answers is returned.

        `fields_of_models` are the cells in which business models are chosen, by their ids; `state` is the cell that
        counts what is still to be answered.
        """
        self._head(state)
        for stage in self._wording.questionnaire.standard.stages:
            self._band(stage, workbook.BAND, size=12)
            for unit in stage.units:
                if unit is not stage:
                    self._band(unit, workbook.PALE, size=10.5)
                for clause in self._wording.questionnaire.standard.clauses_of(unit):
                    self._clause(clause, fields_of_models)
        self._finish()
        return f"{quote_sheetname(self._sheet.title)}!{self._range(INPUTS[ANSWER])}"

    def range_of_asked(self) -> str:
        """The cells that hold 1 where the person is asked."""
        return f"{quote_sheetname(self._sheet.title)}!{self._range(_ASKED)}"

    def _head(self, state: str) -> None:
        words, look = self._words, self._wording.look
        for column, key in enumerate((*COLUMNS, f"{ANSWERS}{self._language}"), start=1):
            put(self._sheet, _KEYS, column, key, look(self._language))
        put(self._sheet, _KEYS, _ASKED, words["sheet_not_applicable"], look(self._language))
        title = self._wording.questionnaire.form.title[self._language]
        put(self._sheet, _TITLE, 1, title, look(self._language, size=15, is_bold=True, is_wrapped=False))
        quiet = look(self._language, colour=workbook.GREY, is_wrapped=False, horizontal="right")
        put(self._sheet, _STATE, INPUTS[ANSWER] - 1, words["sheet_open"], quiet)
        bold = look(self._language, is_bold=True, horizontal="left")
        put_formula(self._sheet, _STATE, INPUTS[ANSWER], f"={state}", bold)
        for row in (_TITLE, _STATE, _HEADINGS):
            put(self._sheet, row, _REF, OWN, look(self._language))
        heading = look(self._language, is_bold=True, colour="FFFFFF", fill=workbook.ACCENT, is_boxed=True)
        for column, key in enumerate(COLUMNS, start=1):
            put(self._sheet, _HEADINGS, column, words[f"sheet_{key}"], heading)

    def _band(self, section: Section, fill: str, size: float) -> None:
        text = f"{section.number}  {section.title[self._language]}"
        look = self._wording.look(self._language, size=size, is_bold=True, fill=fill, is_wrapped=False)
        put(self._sheet, self._row, 1, text, look)
        for column in range(2, len(COLUMNS) + 1):
            dress(self._sheet, self._row, column, look)
        put(self._sheet, self._row, _REF, OWN, look)
        self._sheet.row_dimensions[self._row].height = 21
        self._row += 1

    def _clause(self, clause: Clause, fields_of_models: dict[str, str]) -> None:
        look = self._wording.look
        box, quiet = (look(self._language, is_boxed=True, **more) for more in ({}, {"colour": workbook.GREY}))
        field = look(self._language, is_boxed=True, is_input=True, fill=workbook.INPUT, vertical="top")
        asked = _asked(clause, fields_of_models)
        for ref, provision in clause.references():
            shown = number_of(clause.number, provision.id)
            kind = self._words[f"type_{provision.type}"]
            texts = (shown, clause.title[self._language], kind, provision.text[self._language])
            for column, (text, own) in enumerate(zip(texts, (box, quiet, quiet, box), strict=True), start=1):
                put(self._sheet, self._row, column, text, own)
            for column in INPUTS.values():
                dress(self._sheet, self._row, column, field)
            put(self._sheet, self._row, _REF, ref, box)
            put_formula(self._sheet, self._row, _ASKED, asked, box)
            set_height(self._sheet, self._row)
            self._row += 1

    def _finish(self) -> None:
        sheet = self._sheet
        self._add_validation()
        self._add_colours()
        for column in (_REF, _ASKED):
            sheet.column_dimensions[get_column_letter(column)].hidden = True
        sheet.row_dimensions[_KEYS].hidden = True
        sheet.row_dimensions[_TITLE].height = 26
        sheet.row_dimensions[_HEADINGS].height = 24
        sheet.freeze_panes = f"A{FIRST_ROW}"
        sheet.auto_filter.ref = f"A{_HEADINGS}:{get_column_letter(len(COLUMNS))}{self._row - 1}"
        sheet.print_title_rows = f"{_HEADINGS}:{_HEADINGS}"
        sheet.print_area = f"A{_TITLE}:{get_column_letter(len(COLUMNS))}{self._row - 1}"
        sheet.sheet_view.showGridLines = False
        set_up_page(sheet, is_landscape=True, footer=self._wording.questionnaire.form.title[self._language])
        protect(sheet)

    def _add_validation(self) -> None:
        choice = DataValidation(type="list", formula1=self._choices, allow_blank=True, showErrorMessage=True)
        choice.errorTitle, choice.error = self._words["sheet_refused"], self._words["sheet_choose"]
        length = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(_LONGEST))
        length.showErrorMessage, length.error = True, self._words["sheet_too_long"]
        for validation, columns in ((choice, [ANSWER]), (length, [REASON, COMMENT, EVIDENCE])):
            for column in columns:
                validation.add(self._range(INPUTS[column], absolute=False))
            self._sheet.add_data_validation(validation)

    def _add_colours(self) -> None:
        """Rows that are not asked turn grey, answers green, and a reason that is missing red."""
        row, everything = FIRST_ROW, f"A{FIRST_ROW}:H{self._row - 1}"
        rules = (
            (everything, f"AND(ISNUMBER($J{row}),$J{row}=0)", _ASIDE),
            (self._range(INPUTS[REASON], absolute=False), f'AND($E{row}=$J$1,$F{row}="")', _MISSING),
            (self._range(INPUTS[ANSWER], absolute=False), f'AND(ISNUMBER($J{row}),$E{row}<>"")', _DONE),
        )
        for cells, formula, colour in rules:
            fill = PatternFill("solid", bgColor=colour, fgColor=colour)
            rule = FormulaRule([formula], fill=fill, stopIfTrue=True)  # type: ignore[no-untyped-call]
            self._sheet.conditional_formatting.add(cells, rule)

    def _range(self, column: int, *, absolute: bool = True) -> str:
        letter, mark = get_column_letter(column), "$" if absolute else ""
        return f"{mark}{letter}{mark}{FIRST_ROW}:{mark}{letter}{mark}{self._row - 1}"


def _asked(clause: Clause, fields_of_models: dict[str, str]) -> str:
    """A formula that is 1 where a clause is asked: unless business models are chosen and it has none of them."""
    if not clause.models or not fields_of_models:
        return "=1"
    own = _filled(fields_of_models[model] for model in clause.models if model in fields_of_models)
    return f"=IF(AND({_filled(fields_of_models.values())}>0,{own}=0),0,1)"


def _filled(cells: Iterable[str]) -> str:
    listed = ",".join(cells)
    return f"COUNTA({listed})" if listed else "0"
