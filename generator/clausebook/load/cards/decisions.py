"""The list of what only a person can read, as people have filled it in."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from clausebook.errors import RejectedRecord
from clausebook.load.responses.sheets import Cells, entered, opened, rows_of, shown
from clausebook.model.card_reading import DECISION, KEY, META_SHEET, OWN, REVIEW_FORMAT

_MOST_COLUMNS = 30
_LONGEST = 80


def read_decisions(content: bytes, exam: str) -> dict[tuple[str, int], str]:
    """What was decided, by card and question, as it was written. Lines that are not filled in are left out.

    Raises RejectedRecord where the workbook is no such list, one of another exam, or damaged.
    """
    sheets = opened(content).worksheets
    meta = _meta(sheets)
    if meta.get("format") != REVIEW_FORMAT:
        raise RejectedRecord("unknown_format", "this workbook is no list of doubtful answers of clausebook exam scan")
    if meta.get("exam") != exam:
        raise RejectedRecord("other_exam", "this is the list of another exam")
    return {key: decided for sheet in sheets if sheet.title != META_SHEET for key, decided in _decided(sheet)}


def _meta(sheets: Sequence[Any]) -> Mapping[str, str]:
    meta = next((sheet for sheet in sheets if sheet.title == META_SHEET), None)
    if meta is None:
        return {}
    return {shown(row[0]): shown(row[1]) for _, row in islice(rows_of(meta, 2), 20)}


def _decided(sheet: Any) -> Iterator[tuple[tuple[str, int], str]]:
    rows = rows_of(sheet, _MOST_COLUMNS)
    _, first = next(rows, (0, ()))
    keys = {shown(cell): place for place, cell in enumerate(first)}
    if not {KEY, DECISION} <= keys.keys():
        raise RejectedRecord("unknown_format", "a column that tells what the rows are about has been removed")
    for number, row in rows:
        about = shown(row[keys[KEY]]).strip()
        decided = _entered(row, keys[DECISION], number)
        if about and about != OWN and decided:
            yield _card_and_question(about, number), decided


def _entered(row: Cells, place: int, number: int) -> str:
    decided = entered(row[place], f"row {number}")
    if len(decided) > _LONGEST:
        raise RejectedRecord("bad_value", f"row {number}: the decision has more than {_LONGEST} characters")
    return decided


def _card_and_question(about: str, number: int) -> tuple[str, int]:
    card, _, question = about.rpartition(":")
    if not card or not (question.isascii() and question.isdigit()):
        raise RejectedRecord("unknown_format", f"row {number}: what the row is about has been changed")
    return card, int(question)
