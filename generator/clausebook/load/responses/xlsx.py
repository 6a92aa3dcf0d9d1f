"""The workbook of a form, filled in and saved by whatever spreadsheet people have."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.load.responses.answers import Answers, plain, reply
from clausebook.load.responses.exported import read_exported
from clausebook.load.responses.reading import Reading
from clausebook.load.responses.sheets import Cells, entered, opened, rows_of, saved_at, shown
from clausebook.model import workbook as layout
from clausebook.model.mapping import ColumnMapping
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import FORMAT

_MOST_ROWS, _MOST_COLUMNS = 5_000, 40
_CHOSEN = {layout.CHOSEN, "√", "x", "1"}
_INPUTS = (layout.ANSWER, layout.REASON, layout.COMMENT, layout.EVIDENCE)

Json = dict[str, Any]
Sheet = list[Cells]
"""The rows of a sheet that hold anything."""
Pairs = list[tuple[str, str]]


@dataclass
class _Filled:
    """What people have filled in, gathered from all sheets."""

    fields: dict[str, str] = field(default_factory=dict)
    answers: dict[str, Json] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)


def read_xlsx(
    content: bytes, origin: str, questionnaires: Mapping[str, Questionnaire], mapping: ColumnMapping | None = None
) -> Iterator[Reading]:
    """Read the one response of a workbook, or with a mapping each line of the table that another program exported.

    Sheets of a form may have been renamed, sorted or copied: rows and columns are known by hidden keys. Raises
    RejectedRecord with a reason of `opened`, or with unknown_format, unknown_form, form_hash_mismatch, formula_cell,
    moved_rows, off_scale, too_large, bad_value, and HeldRecord("sheets_differ") where two sheets answer the same
    differently.
    """
    book = opened(content)
    sheets = [_rows(sheet) for sheet in book.worksheets]
    meta = next(filter(_is_meta, map(_pairs, sheets)), None)
    if meta is not None:
        yield Reading(origin, _form(meta, sheets, questionnaires) | {"saved": saved_at(book)})
    elif mapping is not None and book.worksheets:
        yield from read_exported(book.worksheets[0], origin, questionnaires, mapping)
    else:
        raise RejectedRecord("unknown_format", "this workbook is not a form, or its hidden sheet has been removed")


def _rows(sheet: Any) -> Sheet:
    """The rows of a sheet that hold anything, as far as a form has so many."""
    return [row for _, row in islice(rows_of(sheet, _MOST_COLUMNS), _MOST_ROWS + 1)]


def _pairs(rows: Sheet) -> Pairs:
    """The first two columns: on the hidden sheet, its keys and values."""
    return [(shown(row[0]), shown(row[1])) for row in rows]


def _is_meta(pairs: Pairs) -> bool:
    return ("format", layout.FORMAT) in pairs


def _form(meta: Pairs, sheets: Sequence[Sheet], questionnaires: Mapping[str, Questionnaire]) -> Json:
    """A filled-in form as plain data. Raises RejectedRecord, HeldRecord."""
    if max(map(len, sheets)) > _MOST_ROWS:
        raise RejectedRecord("too_large", f"a sheet has more than {_MOST_ROWS:,} rows")
    questionnaire = _questionnaire(meta, questionnaires)
    not_applicable = [value for key, value in meta if key == "not_applicable"]
    answers = Answers(questionnaire.scale, not_applicable=not_applicable)
    return _response(_gathered(sheets, questionnaire, answers), questionnaire)


def _questionnaire(meta: Pairs, questionnaires: Mapping[str, Questionnaire]) -> Questionnaire:
    values = dict(meta)
    questionnaire = questionnaires.get(values.get("form", ""))
    if questionnaire is None:
        raise RejectedRecord("unknown_form", "the workbook is a form that is not here")
    if values.get("form_hash") != questionnaire.content_hash:
        detail = f"it answers another version of the form {questionnaire.form.id!r}; fill in the present one"
        raise RejectedRecord("form_hash_mismatch", detail)
    return questionnaire


def _gathered(sheets: Iterable[Sheet], questionnaire: Questionnaire, answers: Answers) -> _Filled:
    filled = _Filled()
    numbers = {
        ref: layout.number_of(clause.number, provision.id)
        for clause in questionnaire.standard.in_order
        for ref, provision in clause.references()
    }
    for rows in sheets:
        keys = _keys(rows)
        language = next((key.removeprefix(layout.ANSWERS) for key in keys if key.startswith(layout.ANSWERS)), None)
        if language is not None:
            _take_answers(rows[1:], _AnswerColumns(keys, language), answers, numbers, filled)
        elif layout.FIELDS in keys and layout.VALUE in keys:
            _take_fields(rows[1:], keys[layout.FIELDS], keys[layout.VALUE], filled)
    if not filled.fields:
        raise RejectedRecord("unknown_format", "the sheet that says who is answering has been removed")
    return filled


def _keys(rows: Sheet) -> dict[str, int]:
    """The places of the columns by the keys in a sheet's first row."""
    return {shown(cell): place for place, cell in enumerate(rows[0])} if rows else {}


def _take_fields(rows: Sheet, names: int, values: int, filled: _Filled) -> None:
    for row in rows:
        name = shown(row[names])
        if name:
            _agree(filled.fields, name, entered(row[values], name))


class _AnswerColumns:
    """Where a sheet of answers holds what."""

    def __init__(self, keys: Mapping[str, int], language: str) -> None:
        missing = [key for key in (layout.NUMBER, *_INPUTS) if key not in keys]
        if missing:
            raise RejectedRecord("unknown_format", f"the column {missing[0]!r} has been removed from a sheet")
        self.language = language
        self.ref = keys[f"{layout.ANSWERS}{language}"]
        self.number = keys[layout.NUMBER]
        self.inputs = {key: keys[key] for key in _INPUTS}


def _take_answers(
    rows: Sheet, columns: _AnswerColumns, answers: Answers, numbers: Mapping[str, str], filled: _Filled
) -> None:
    for row in rows:
        ref = shown(row[columns.ref])
        if ref == layout.OWN:
            continue
        where = ref if ref in numbers else "a row without a provision"
        inputs = {key: entered(row[place], where) for key, place in columns.inputs.items()}
        if not any(inputs.values()):
            continue
        if ref not in numbers or shown(row[columns.number]) != numbers[ref]:
            raise RejectedRecord("moved_rows", f"{where}: the answers no longer stand beside their provision")
        _agree(filled.answers, ref, _reply(answers, inputs, ref))
        filled.languages[columns.language] = filled.languages.get(columns.language, 0) + 1


def _reply(answers: Answers, inputs: Mapping[str, str], ref: str) -> Json:
    try:
        said = answers.of(inputs[layout.ANSWER])
    except RejectedRecord as rejection:
        raise RejectedRecord(rejection.reason, f"{ref}: {rejection.detail}") from None
    return reply(said, reason=inputs[layout.REASON], comment=inputs[layout.COMMENT], evidence=inputs[layout.EVIDENCE])


def _agree(known: dict[str, Any], key: str, value: object) -> None:
    """Take a value in. Raises HeldRecord where another sheet says something else."""
    if known.setdefault(key, value) != value:
        raise HeldRecord("sheets_differ", f"two sheets of the workbook say different things about {key[:100]}")


def _response(filled: _Filled, questionnaire: Questionnaire) -> Json:
    """All of it in the format clausebook-response/1."""
    languages = filled.languages or {questionnaire.standard.languages[0]: 0}
    people = {role: _person(filled.fields, role) for role in ("person", "reviewer")}
    return {
        "format": FORMAT,
        "form": questionnaire.form.id,
        "form_hash": questionnaire.content_hash,
        "language": max(languages, key=lambda language: languages[language]),
        **{role: person for role, person in people.items() if role == "person" or any(person.values())},
        "models": _models(filled.fields),
        "answers": filled.answers,
    }


def _person(fields: Mapping[str, str], role: str) -> dict[str, str]:
    return {part: fields.get(f"{role}.{part}", "") for part in ("id", "name", "department")}


def _models(fields: Mapping[str, str]) -> list[str]:
    own = layout.MODEL_FIELD
    marks = {name.removeprefix(own): mark for name, mark in fields.items() if name.startswith(own)}
    if any(mark and plain(mark) not in _CHOSEN for mark in marks.values()):
        raise RejectedRecord("bad_value", "beside a business model stands something other than a tick")
    return [model for model, mark in marks.items() if mark]
