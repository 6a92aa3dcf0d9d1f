"""The first sheet of a form as a workbook: what to do, who is answering, how far they are."""

from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.forms.spreadsheet_words import Wording
from clausebook.model.base import LocalizedText
from clausebook.model.form import Answer
from clausebook.model.standard import BusinessModel
from clausebook.model.workbook import CHOSEN, FIELDS, MODEL_FIELD, VALUE
from clausebook.render import workbook
from clausebook.render.workbook import Look, dress, protect, put, put_formula, set_height, set_up_page, set_widths

_STEPS = ("sheet_step_sheet", "sheet_step_answer", "sheet_step_reason", "sheet_step_evidence", "sheet_step_send")
_LONGEST = {"id": 80, "name": 200, "department": 200}
_KEYS, _FIRST_ROW = 1, 2
_INPUT = 2
_WIDTH = 58


class StartSheet:
    """Fills the sheet from the top. Each language has a column of its own; fields stand in the second column."""

    def __init__(self, sheet: Worksheet, wording: Wording) -> None:
        self._sheet = sheet
        self._wording = wording
        self._free = _FIRST_ROW
        self._width = max(len(wording.languages), _INPUT)
        self._counts: dict[str, int] = {}
        set_widths(sheet, {get_column_letter(column): _WIDTH for column in range(1, self._width + 1)})

    def fill(self) -> tuple[dict[str, str], str]:
        """Write all but the counts: the cells of business models by id, and the cell that counts what is open."""
        form, standard = self._wording.questionnaire.form, self._wording.questionnaire.standard
        put(self._sheet, _KEYS, self._width + 1, FIELDS, self._look())
        put(self._sheet, _KEYS, _INPUT, VALUE, self._look())
        self._texts(form.title, size=17, is_bold=True, colour=workbook.ACCENT)
        self._texts(standard.identity.title, colour=workbook.GREY)
        self._texts(form.intro)
        self._instructions()
        self._person(f"sheet_{form.kind}_person", "person")
        if form.has_reviewer:
            self._person(f"sheet_{form.kind}_reviewer", "reviewer")
        cells = self._models([model for model in standard.identity.models if model.id in form.models])
        self._progress()
        self._scale()
        self._heading("sheet_privacy")
        self._texts(form.privacy)
        self._texts(standard.identity.notice, colour=workbook.GREY)
        self._finish()
        return cells, self._cell(self._counts["sheet_open"])

    def count(self, asked: str, answers: Sequence[str]) -> None:
        """Write the counts. `asked` are cells that hold 1 where a row is asked, `answers` those of each language."""
        filled = "+".join(f'({cells}<>"")' for cells in answers)
        for key, test in (("sheet_done", ">0"), ("sheet_open", "=0")):
            formula = f"=SUMPRODUCT(({asked}=1)*(({filled}){test}))"
            look = self._look(is_bold=True, is_boxed=True, horizontal="left")
            put_formula(self._sheet, self._counts[key], _INPUT, formula, look)

    def _look(self, language: str | None = None, **changes: Any) -> Look:
        return self._wording.look(language or self._wording.languages[0], **changes)

    def _row(self) -> int:
        self._free += 1
        return self._free - 1

    def _cell(self, row: int) -> str:
        return f"{quote_sheetname(self._sheet.title)}!${get_column_letter(_INPUT)}${row}"

    def _texts(self, texts: LocalizedText | Mapping[str, str], **changes: Any) -> None:
        row = self._row()
        for column, language in enumerate(self._wording.languages, start=1):
            put(self._sheet, row, column, texts[language], self._look(language, vertical="top", **changes))
        set_height(self._sheet, row)

    def _heading(self, key: str) -> None:
        row = self._row() + 1
        self._free += 1
        look = self._look(is_bold=True, size=12, fill=workbook.BAND, is_wrapped=False)
        for column in range(1, self._width + 1):
            dress(self._sheet, row, column, look)
        put(self._sheet, row, 1, self._wording.everywhere(key), look)
        self._sheet.row_dimensions[row].height = 21

    def _instructions(self) -> None:
        self._heading("sheet_how")
        for number, step in enumerate(_STEPS, start=1):
            self._texts({language: f"{number}. {words[step]}" for language, words in self._wording.words.items()})

    def _person(self, heading: str, role: str) -> None:
        self._heading(heading)
        for part, longest in _LONGEST.items():
            kind = "organization" if (self._wording.questionnaire.form.kind, role) == ("organization", "person") else ""
            key = "_".join(filter(None, ("sheet", kind, part)))
            row = self._field(self._wording.everywhere(key), f"{role}.{part}")
            length = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(longest))
            self._validate(length, row, "sheet_too_long")

    def _models(self, models: Sequence[BusinessModel]) -> dict[str, str]:
        if not models:
            return {}
        self._heading("sheet_models")
        self._texts({language: words["sheet_models_hint"] for language, words in self._wording.words.items()})
        cells = {}
        for model in models:
            row = self._field(self._wording.text_everywhere(model.title), f"{MODEL_FIELD}{model.id}")
            self._validate(DataValidation(type="list", formula1=f'"{CHOSEN}"'), row, "sheet_choose")
            cells[model.id] = self._cell(row)
        return cells

    def _field(self, label: str, key: str) -> int:
        row = self._row()
        put(self._sheet, row, 1, label, self._look(is_boxed=True))
        dress(self._sheet, row, _INPUT, self._look(is_boxed=True, is_input=True, fill=workbook.INPUT))
        put(self._sheet, row, self._width + 1, key, self._look())
        self._sheet.row_dimensions[row].height = 22
        return row

    def _validate(self, validation: DataValidation, row: int, message: str) -> None:
        validation.allow_blank = validation.showErrorMessage = True
        validation.error = self._wording.everywhere(message)
        validation.add(f"{get_column_letter(_INPUT)}{row}")
        self._sheet.add_data_validation(validation)

    def _progress(self) -> None:
        self._heading("sheet_progress")
        for key in ("sheet_done", "sheet_open"):
            self._counts[key] = self._row()
            put(self._sheet, self._counts[key], 1, self._wording.everywhere(key), self._look(is_boxed=True))

    def _scale(self) -> None:
        self._heading("sheet_scale")
        for answer in self._wording.questionnaire.scale.answers:
            self._texts({language: _explained(answer, language) for language in self._wording.languages})

    def _finish(self) -> None:
        sheet = self._sheet
        sheet.column_dimensions[get_column_letter(self._width + 1)].hidden = True
        sheet.row_dimensions[_KEYS].hidden = True
        sheet.print_area = f"A{_FIRST_ROW}:{get_column_letter(self._width)}{self._free - 1}"
        sheet.sheet_view.showGridLines = False
        footer = self._wording.text_everywhere(self._wording.questionnaire.form.title)
        set_up_page(sheet, is_landscape=False, footer=footer, is_one_page=True)
        protect(sheet)


def _explained(answer: Answer, language: str) -> str:
    label = f"{answer.label[language]} ({answer.points})"
    return label if answer.hint is None else f"{label}: {answer.hint[language]}"
