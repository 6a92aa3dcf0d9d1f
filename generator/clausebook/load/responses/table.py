"""The lines of a table as responses, once it is known which column is what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from clausebook.errors import RejectedRecord
from clausebook.load.responses.answers import Answers, plain, reply
from clausebook.load.responses.columns import find_columns, place_of
from clausebook.model.mapping import ColumnMapping, ModelColumn, PersonColumns
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import FORMAT
from clausebook.model.table import unguarded

Json = dict[str, Any]
Row = tuple[int, Sequence[str]]
"""The number of a line, from 1, and its cells."""

_NOWHERE = -1


class Lines:
    """The lines of one table by a mapping. Raises RejectedRecord("bad_columns") where the mapping does not fit it."""

    def __init__(self, headings: Sequence[str], mapping: ColumnMapping, questionnaire: Questionnaire) -> None:
        self._width = len(headings)
        self._mapping = mapping
        self._questionnaire = questionnaire
        self._people = {
            role: _Person(headings, columns)
            for role, columns in (("person", mapping.person), ("reviewer", mapping.reviewer))
            if columns is not None
        }
        self._times = {
            "started": _place(headings, mapping.started),
            "saved": _place(headings, mapping.saved),
        }
        self._models = _Models(headings, mapping.models, questionnaire) if mapping.models else None
        self._questions = find_columns(headings, mapping.questions, questionnaire)
        cells = mapping.answers
        self._answers = Answers(
            questionnaire.scale,
            by_position=cells.numbers == "position",
            values=cells.values,
            not_applicable=cells.not_applicable,
            unanswered=cells.unanswered,
        )

    def response(self, cells: Sequence[str]) -> Json:
        """A line as plain data of the format clausebook-response/1. Raises RejectedRecord."""
        if len(cells) > self._width:
            raise RejectedRecord("bad_csv", "the line has more cells than the first line")
        row = [unguarded(cell) for cell in cells] + [""] * (self._width + 1 - len(cells))
        mapping, questionnaire = self._mapping, self._questionnaire
        people = {role: person.of(row) for role, person in self._people.items()}
        return {
            "format": FORMAT,
            "form": mapping.form,
            "form_hash": mapping.form_hash or questionnaire.content_hash,
            "language": mapping.language or questionnaire.standard.languages[0],
            **{role: person for role, person in people.items() if role == "person" or any(person.values())},
            **{when: _time(row[place], mapping.time_format) for when, place in self._times.items()},
            "models": self._models.of(row) if self._models else [],
            "answers": {ref: answer for ref in self._questions if (answer := self._reply(ref, row))},
        }

    def _reply(self, ref: str, row: Sequence[str]) -> Json:
        texts = {part: row[place] for part, place in self._questions[ref].items()}
        try:
            answer = self._answers.of(texts.pop("answer", ""))
        except RejectedRecord as rejection:
            raise RejectedRecord(rejection.reason, f"{ref}: {rejection.detail}") from None
        texts = {part: text.strip() for part, text in texts.items()}
        if answer.get("not_applicable") and not texts.get("reason"):
            texts["reason"] = self._mapping.answers.reason or ""
        return reply(answer, **texts)


def lines_by(mapping: ColumnMapping, headings: Sequence[str], questionnaires: Mapping[str, Questionnaire]) -> Lines:
    """The lines of a table that another program wrote. Raises RejectedRecord with unknown_form or bad_columns."""
    if mapping.form not in questionnaires:
        raise RejectedRecord("unknown_form", f"there is no form {mapping.form!r} here")
    return Lines(headings, mapping, questionnaires[mapping.form])


class _Person:
    """Where a line says who somebody is."""

    def __init__(self, headings: Sequence[str], columns: PersonColumns) -> None:
        self._places = {part: _place(headings, heading) for part, heading in columns}

    def of(self, row: Sequence[str]) -> dict[str, str]:
        return {part: row[place].strip() for part, place in self._places.items()}


class _Models:
    """Where a line names business models: by their ids, or by their titles in any language."""

    def __init__(self, headings: Sequence[str], column: ModelColumn, questionnaire: Questionnaire) -> None:
        self._place = _place(headings, column.column)
        self._separator = column.separator
        self._known = {
            plain(name): model.id
            for model in questionnaire.standard.identity.models
            for name in (model.id, *(title for _, title in model.title.items()))
        }

    def of(self, row: Sequence[str]) -> list[str]:
        named = [plain(name) for name in row[self._place].split(self._separator)]
        if any(name and name not in self._known for name in named):
            raise RejectedRecord("unknown_model", "the line names a business model that the standard does not have")
        return [self._known[name] for name in named if name]


def _place(headings: Sequence[str], heading: str | None) -> int:
    """The place of a column; what is not named is looked up behind the last one, where every row is empty."""
    return _NOWHERE if heading is None else place_of(headings, heading)


def _time(cell: str, pattern: str | None) -> str:
    """A time in ISO 8601, written in it or in the pattern. Raises RejectedRecord where it is written otherwise."""
    written = cell.strip()
    if not written or _is_iso(written):
        return written
    try:
        return datetime.strptime(written, pattern or "").isoformat()  # noqa: DTZ007 - programs seldom write the zone
    except ValueError:
        raise RejectedRecord("bad_time", "a time is not written as the mapping's time_format says") from None


def _is_iso(written: str) -> bool:
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True
