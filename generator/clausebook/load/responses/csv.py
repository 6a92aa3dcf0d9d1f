"""Tables of answers, a line a person: Clausebook's own, and those of other programs by a column mapping."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

from clausebook.errors import RejectedRecord
from clausebook.load.responses.delimited import BrokenLine, rows_of, text_of
from clausebook.load.responses.reading import Reading
from clausebook.load.responses.table import Lines, Row, lines_by
from clausebook.model import table
from clausebook.model.mapping import AnswerCells, ColumnMapping, ModelColumn, PersonColumns, QuestionColumns
from clausebook.model.questionnaire import Questionnaire

Questionnaires = Mapping[str, Questionnaire]


def read_csv(
    content: bytes, origin: str, questionnaires: Questionnaires, mapping: ColumnMapping | None = None
) -> Iterator[Reading]:
    """Read each line below the first as a response, with the origin "<origin>:<line>".

    The delimiter is a comma, a semicolon or a tab, the encoding UTF-8, UTF-16 with a byte order mark or GB 18030.
    Raises RejectedRecord for the whole file with bad_encoding, bad_csv, bad_columns, unknown_form or, where a table is
    not Clausebook's own and comes without a mapping, no_mapping. From a line on that breaks the rules of CSV nothing
    more can be read: it is the last Reading, with bad_csv.
    """
    rows = rows_of(text_of(content))
    _, headings = next(rows, (0, []))
    lines: Lines | _Own
    if set(table.ENVELOPE) < set(headings):
        lines = _own(headings, questionnaires)
    elif mapping is None:
        detail = "this table is not of Clausebook's own kind; say with --mapping what is in it"
        raise RejectedRecord("no_mapping", detail)
    else:
        lines = lines_by(mapping, headings, questionnaires)
    return _readings(lines, rows, origin)


def _readings(lines: "Lines | _Own", rows: Iterator[Row], origin: str) -> Iterator[Reading]:
    try:
        for line, cells in rows:
            place = f"{origin}:{line}"
            try:
                yield Reading(place, lines.response(cells))
            except RejectedRecord as rejection:
                yield Reading(place, rejection)
    except BrokenLine as broken:
        yield Reading(f"{origin}:{broken.line}", RejectedRecord("bad_csv", "from this line on this is not CSV"))


class _Own:
    """The lines of a table that Clausebook laid out, each of which names the form that it answers."""

    def __init__(self, headings: Sequence[str], questionnaires: Questionnaires) -> None:
        self._headings = headings
        self._questionnaires = questionnaires
        self._places = [headings.index(column) for column in table.ENVELOPE]
        self._lines: dict[str, Lines] = {}

    def response(self, cells: Sequence[str]) -> Mapping[str, object]:
        """A line as plain data. Raises RejectedRecord."""
        cells = [*cells, *itertools.repeat("", len(self._headings) - len(cells))]
        form, form_hash, language = (cells[place].strip() for place in self._places)
        if form not in self._questionnaires:
            raise RejectedRecord("unknown_form", "the line names a form that is not here")
        if form_hash != self._questionnaires[form].content_hash:
            detail = f"it answers another version of the form {form!r}; fill in the present one"
            raise RejectedRecord("form_hash_mismatch", detail)
        if form not in self._lines:
            mapping = _own_mapping(form, self._headings)
            self._lines[form] = Lines(self._headings, mapping, self._questionnaires[form])
        return {**self._lines[form].response(cells), "language": language}


def _own(headings: Sequence[str], questionnaires: Questionnaires) -> _Own:
    repeated = [heading for heading in set(headings) if heading and headings.count(heading) > 1]
    if repeated:
        raise RejectedRecord("bad_columns", f"the column {min(repeated)[:100]!r} stands twice")
    return _Own(headings, questionnaires)


def _own_mapping(form: str, headings: Sequence[str]) -> ColumnMapping:
    def known(column: str) -> str | None:
        return column if column in headings else None

    def person(columns: tuple[str, str, str]) -> PersonColumns:
        identity, name, department = columns
        return PersonColumns(id=identity, name=known(name), department=known(department))

    suffixes = {part: suffix for suffix, part in table.SUFFIXES.items()}
    return ColumnMapping(
        id="own",
        form=form,
        person=person(table.PERSON),
        reviewer=person(table.REVIEWER) if known(table.REVIEWER[0]) else None,
        models=ModelColumn(column=table.MODELS, separator=table.MODELS_SEPARATOR) if known(table.MODELS) else None,
        started=known(table.TIMES[0]),
        saved=known(table.TIMES[1]),
        questions=QuestionColumns(by="ref", **suffixes),
        answers=AnswerCells(not_applicable=(table.NOT_APPLICABLE,)),
    )
