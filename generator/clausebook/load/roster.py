"""The roster: a CSV file of those who may be certified, as Excel writes it."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from clausebook.errors import HeldRecord, InputError, Problem, RejectedRecord, Where
from clausebook.load.namesakes import check_namesakes
from clausebook.model.certificate import Holder
from clausebook.model.characters import is_letter, listed, script
from clausebook.model.name_characters import Finding
from clausebook.model.names import findings, findings_in_label, normalised, tidied

REQUIRED = ("id", "name", "organization")
OPTIONAL = ("name_latin", "department")
MAX_BYTES = 50_000_000

_Row = dict[str | None, str | list[str] | None]
_NAMES = frozenset({"name", "name_latin"})


@dataclass(frozen=True)
class Roster(Mapping[str, Holder]):
    """The holders by id, as far as their lines can be printed.

    `aside` are the others, and `held` says by id why they must not be; `warnings` is what somebody ought to look at.
    `lines` is where each id stands in the file `file`.
    """

    file: str
    holders: dict[str, Holder] = field(default_factory=dict)
    aside: dict[str, Holder] = field(default_factory=dict)
    held: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()

    def __getitem__(self, identity: str) -> Holder:
        return self.holders[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self.holders)

    def __len__(self) -> int:
        return len(self.holders)

    def where(self, identity: str, column: str) -> Where:
        """The place of a cell in the file."""
        return Where(self.file, self.lines[identity], 1, column)


def absence(holders: Mapping[str, Holder], identity: str) -> RejectedRecord:
    """Why there is nobody of this id among the holders of a roster; a HeldRecord where the line has a bad name."""
    if isinstance(holders, Roster) and identity in holders.held:
        return HeldRecord("bad_name", "; ".join(map(str, holders.held[identity])))
    return RejectedRecord("not_on_roster", "the roster has nobody with this id")


def load_roster(path: Path, shown_as: str) -> Roster:
    """The holders by id. The columns are id, name, organization and, optionally, name_latin and department.

    UTF-8 with or without a byte order mark and GB 18030 are read. Names are normalised; a line with a name that must
    not be printed is held, the others go on. Raises InputError with every line that is not complete.
    """
    reader = csv.DictReader(io.StringIO(_text(path, shown_as), newline=""), strict=True)
    reading = _Reading(shown_as)
    try:
        reader.fieldnames = [column.strip() for column in reader.fieldnames or ()]
        reading.problems += _check_header(reader.fieldnames, shown_as)
        for row in () if reading.problems else reader:
            reading.add(row, reader.line_num)
    except csv.Error as error:
        where = Where(shown_as, reader.line_num, 1)
        remedy = "save it again from the spreadsheet as CSV UTF-8"
        reading.problems.append(Problem(where, f"this is not CSV ({error})", remedy))
    return reading.roster()


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


@dataclass
class _Reading:
    """A roster as it is read, line by line."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    holders: dict[str, Holder] = field(default_factory=dict)
    aside: dict[str, Holder] = field(default_factory=dict)
    held: dict[str, tuple[Problem, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def roster(self) -> Roster:
        """What was read. Raises InputError where a line is not complete."""
        if self.problems:
            raise InputError(self.problems)
        self.warnings += check_namesakes(self.holders, self.lines, self.file)
        return Roster(self.file, self.holders, self.aside, self.held, self.lines, tuple(sorted(self.warnings)))

    def add(self, row: _Row, last_line: int) -> None:
        """Take in one row, which ends in this line of the file."""
        if None in row:
            remedy = "put quotes around cells that hold commas"
            where = Where(self.file, last_line, 1)
            self.problems.append(Problem(where, "the line has more cells than the first line", remedy))
            return
        raw = {str(column): cell for column, cell in row.items() if isinstance(cell, str)}
        line = last_line - "".join(raw.values()).count("\n")
        try:
            holder = Holder.model_validate({column: _written(column, cell) for column, cell in raw.items()})
        except ValidationError as error:
            self.problems += _invalid(error, Where(self.file, line, 1))
            return
        if holder.id in self.lines:
            where = Where(self.file, line, 1)
            self.problems.append(Problem(where, f"the id {holder.id!r} stands twice", "keep one line a person"))
            return
        self._keep(holder, raw, line)

    def _keep(self, holder: Holder, raw: Mapping[str, str], line: int) -> None:
        self.lines[holder.id] = line
        found = [(column, one) for column, cell in raw.items() if cell for one in _CHECKS[column](cell)]
        if found:
            self._judge(holder, [self._problem(line, column, one) for column, one in found])
        else:
            self.holders[holder.id] = holder

    def _judge(self, holder: Holder, found: Sequence[Problem]) -> None:
        held = tuple(problem for problem in found if not problem.is_warning)
        if held:
            self.held[holder.id] = held
            self.aside[holder.id] = holder
        else:
            self.holders[holder.id] = holder
        self.warnings += (problem for problem in found if problem.is_warning)

    def _problem(self, line: int, column: str, found: Finding) -> Problem:
        where = Where(self.file, line, 1, column)
        return Problem(where, found.text, found.remedy, is_warning=found.severity == "warning")


def _written(column: str, cell: str) -> str:
    if column == "id":
        return unicodedata.normalize("NFC", cell)
    return normalised(cell) if column in _NAMES else tidied(cell)


def _invalid(error: ValidationError, where: Where) -> Iterator[Problem]:
    for detail in error.errors(include_url=False, include_input=False):
        column = str(detail["loc"][0])
        yield Problem(where, f"the cell {column!r} is empty or too long", "fill it in within the limits")


def _findings_in_latin(name: str) -> tuple[Finding, ...]:
    others = () if name.isascii() else [letter for letter in name if is_letter(letter) and not _is_latin(letter)]
    if not others:
        return findings(name)
    text = f"letters other than Latin ones stand in it: {listed(others)}"
    remedy = "write the name in Latin letters, or leave the cell empty"
    return *findings(name), Finding("not_latin", text, remedy, "warning")


def _is_latin(letter: str) -> bool:
    return script(letter) in ("", "Latin")


_CHECKS: Mapping[str, Callable[[str], tuple[Finding, ...]]] = {
    "id": findings_in_label,
    "name": findings,
    "name_latin": _findings_in_latin,
    "organization": findings_in_label,
    "department": findings_in_label,
}
