"""Answers as a table (CSV) of one line a person, which the reader of tables takes back as they are."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping

from clausebook.model import table
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Person, Reply, Response

_BYTE_ORDER_MARK = "\ufeff"


def answers_table(questionnaire: Questionnaire, responses: Iterable[Response]) -> bytes:
    """Responses to one form as CSV: UTF-8 with a byte order mark, by which Excel knows it. No cell is a formula."""
    columns = list(table.columns(questionnaire.provisions))
    written = io.StringIO(newline="")
    written.write(_BYTE_ORDER_MARK)
    lines = csv.writer(written)
    lines.writerow(columns)
    for response in responses:
        cells = dict(_cells(response))
        lines.writerow(table.guarded(cells.get(column, "")) for column in columns)
    return written.getvalue().encode("utf-8")


def _cells(response: Response) -> Iterator[tuple[str, str]]:
    """What a response puts into which column."""
    yield from zip(table.ENVELOPE, (response.form, response.form_hash, response.language), strict=True)
    yield from _person(table.PERSON, response.person)
    if response.reviewer is not None:
        yield from _person(table.REVIEWER, response.reviewer)
    yield from zip(table.TIMES, (response.started, response.saved), strict=True)
    yield table.MODELS, table.MODELS_SEPARATOR.join(response.models)
    yield from _answers(response.answers)


def _person(columns: tuple[str, ...], person: Person) -> Iterator[tuple[str, str]]:
    yield from zip(columns, (person.id, person.name, person.department), strict=True)


def _answers(answers: Mapping[str, Reply]) -> Iterator[tuple[str, str]]:
    for ref, reply in answers.items():
        rating = "" if reply.rating is None else str(reply.rating)
        yield ref, table.NOT_APPLICABLE if reply.not_applicable else rating
        parts = {"reason": reply.reason, "comment": reply.comment, "evidence": table.evidence_text(reply.evidence)}
        for suffix, part in table.SUFFIXES.items():
            yield f"{ref}{suffix}", parts[part]
