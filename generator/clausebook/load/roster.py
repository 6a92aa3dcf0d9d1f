"""The roster: a CSV file of those who may be certified, as Excel writes it."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from clausebook.errors import InputError, Problem, Where
from clausebook.model.certificate import Holder

REQUIRED = ("id", "name", "organization")
OPTIONAL = ("name_latin", "department")
MAX_BYTES = 50_000_000


def load_roster(path: Path, shown_as: str) -> Mapping[str, Holder]:
    """The holders by id. The columns are id, name, organization and, optionally, name_latin and department.

    UTF-8 with or without a byte order mark and GB 18030 are read. Raises InputError with every faulty line.
    """
    reader = csv.DictReader(io.StringIO(_text(path, shown_as), newline=""), strict=True)
    reader.fieldnames = [column.strip() for column in reader.fieldnames or ()]
    problems: list[Problem] = []
    holders: dict[str, Holder] = {}
    try:
        problems += _check_header(reader.fieldnames, shown_as)
        for row in () if problems else reader:
            where = Where(shown_as, reader.line_num, 1)
            problems += _add(holders, row, where)
    except csv.Error as error:
        where = Where(shown_as, reader.line_num, 1)
        problems.append(Problem(where, f"this is not CSV ({error})", "save it again from the spreadsheet as CSV UTF-8"))
    if problems:
        raise InputError(problems)
    return holders


def _text(path: Path, shown_as: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        problem = Problem(Where(shown_as), error.strerror or "cannot be read", "give the path of a CSV file")
        raise InputError([problem]) from error
    if len(content) > MAX_BYTES:
        raise InputError([Problem(Where(shown_as), f"the file has more than {MAX_BYTES:,} bytes", "split it")])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    problem = Problem(Where(shown_as), "the file is neither UTF-8 nor GB 18030", "save it as CSV UTF-8")
    raise InputError([problem])


def _check_header(present: Sequence[str], shown_as: str) -> Iterator[Problem]:
    for column in REQUIRED:
        if column not in present:
            yield Problem(Where(shown_as, 1, 1), f"the column {column!r} is missing", "add it to the first line")
    for column in present:
        if column not in (*REQUIRED, *OPTIONAL):
            remedy = f"remove it; the columns are {', '.join((*REQUIRED, *OPTIONAL))}"
            yield Problem(Where(shown_as, 1, 1), f"the column {column!r} is unknown", remedy)
        elif present.count(column) > 1:
            yield Problem(Where(shown_as, 1, 1), f"the column {column!r} stands twice", "remove one")


def _add(holders: dict[str, Holder], row: dict[str | None, str | list[str] | None], where: Where) -> Iterator[Problem]:
    if None in row:
        yield Problem(where, "the line has more cells than the first line", "put quotes around cells that hold commas")
        return
    cells = {str(key): unicodedata.normalize("NFC", value) for key, value in row.items() if isinstance(value, str)}
    try:
        holder = Holder.model_validate(cells)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_input=False):
            column = str(detail["loc"][0])
            yield Problem(where, f"the cell {column!r} is empty or too long", "fill it in within the limits")
        return
    if holder.id in holders:
        yield Problem(where, f"the id {holder.id!r} stands twice", "keep one line a person")
    holders[holder.id] = holder
