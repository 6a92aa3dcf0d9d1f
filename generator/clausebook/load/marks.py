"""Tables of exam marks, as Excel and learning platforms write them: a line a person and exam."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from unicodedata import normalize

from clausebook.errors import RejectedRecord
from clausebook.load.responses.delimited import UTF16, BrokenLine, rows_of, text_of
from clausebook.load.responses.names import readable
from clausebook.model.scheme import Exam
from clausebook.model.table import guarded, unguarded

REQUIRED = ("id", "marks")
OPTIONAL = ("component", "name", "maximum", "date")
MAX_BYTES = 50_000_000
_LONGEST = 80
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")
_MARKS = re.compile(r"\d{1,6}(?:\.\d{1,6})?", re.ASCII)
_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line says of one person in one exam: the marks, or why they cannot be used.

    `origin` is where people find it again: "marks.csv:17". `component` is empty where the line names none that counts.
    `sat` is the day of the exam in ISO 8601, or empty.
    """

    origin: str
    person: str
    name: str
    component: str
    marks: Fraction | RejectedRecord
    sat: str = ""


def is_marks(start: bytes) -> bool:
    """Whether a file that begins with these bytes is a table of marks, by the headings of its first line."""
    first = start if start.startswith(UTF16) else b"".join(start.splitlines()[:1])
    try:
        _, headings = next(rows_of(text_of(first)), (0, ()))
    except (RejectedRecord, BrokenLine):
        return False
    return set(REQUIRED) <= set(_named(headings))


def read_marks(path: Path, origin: str, exams: Mapping[str, Exam]) -> Iterator[Mark]:
    """The marks of a table, a line each, for the exams that count, by component.

    The columns are id, marks and, optionally, component, name, maximum and date. The encoding is UTF-8, UTF-16 with a
    byte order mark or GB 18030. Raises RejectedRecord for the whole table with unreadable, too_large, bad_encoding,
    bad_columns, no_exam or no_marks. A line that cannot be used is a Mark with missing_id, formula_cell,
    unknown_component, no_marks, bad_marks, marks_above_maximum, other_maximum, bad_time, duplicate_marks, or, for the
    last, bad_csv.
    """
    rows = rows_of(text_of(_content(path)))
    _, headings = next(rows, (0, ()))
    table = _Table(_columns(headings, exams), exams, origin)
    line = 0
    try:
        for line, cells in rows:
            yield table.mark(line, cells)
    except BrokenLine as broken:
        line = broken.line
        rejection = RejectedRecord("bad_csv", "from this line on this is not CSV")
        yield Mark(f"{origin}:{line}", "", "", "", rejection)
    if not line:
        raise RejectedRecord("no_marks", "there are no marks in the table")


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RejectedRecord("unreadable", error.strerror or "the file cannot be read") from None
    if len(content) > MAX_BYTES:
        raise RejectedRecord("too_large", f"the file has more than {MAX_BYTES:,} bytes; split it")
    return content


def _named(headings: Sequence[str]) -> list[str]:
    return [heading.strip().casefold() for heading in headings]


def _columns(headings: Sequence[str], exams: Mapping[str, Exam]) -> dict[str, int]:
    """The place of each column. Raises RejectedRecord where the table is not one of marks for these exams."""
    if not exams:
        raise RejectedRecord("no_exam", "these are exam marks, and the scheme counts no exam")
    names = _named(headings)
    while names and not names[-1]:
        names.pop()
    unknown = [name for name in names if name not in (*REQUIRED, *OPTIONAL)]
    if unknown:
        known = ", ".join((*REQUIRED, *OPTIONAL))
        detail = f"the column {readable(unknown[0])!r} is unknown; remove it; the columns are {known}"
        raise RejectedRecord("bad_columns", detail)
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise RejectedRecord("bad_columns", f"the column {twice[0]!r} stands twice")
    if len(exams) > 1 and "component" not in names:
        detail = f"the column 'component' is missing; it has to say which exam it was: {', '.join(exams)}"
        raise RejectedRecord("bad_columns", detail)
    return {name: place for place, name in enumerate(names)}


class _Table:
    """The lines of one table, and what the earlier ones said."""

    def __init__(self, columns: Mapping[str, int], exams: Mapping[str, Exam], origin: str) -> None:
        self._columns = columns
        self._exams = exams
        self._named = {exam.blueprint: component for component, exam in exams.items() if exam.blueprint}
        self._origin = origin
        self._said: dict[tuple[str, str], tuple[Fraction, int]] = {}

    def mark(self, line: int, cells: Sequence[str]) -> Mark:
        """What a line says."""
        origin = f"{self._origin}:{line}"
        row = {name: self._cell(cells, place) for name, place in self._columns.items()}
        person, name = (normalize("NFC", row.get(column, "")) for column in ("id", "name"))
        component = self._component(row.get("component", ""))
        known = component if component in self._exams else ""
        try:
            self._check(cells, person, component)
            marks = _marks(row, self._exams[component].maximum)
            sat = day(row.get("date", ""))
            self._check_repeated(person, component, marks, line)
        except RejectedRecord as rejection:
            return Mark(origin, person, name, known, rejection)
        return Mark(origin, person, name, component, marks, sat)

    def _component(self, written: str) -> str:
        """The component that a line names by its own id or by that of the exam's blueprint; the only one without."""
        if not written and len(self._exams) == 1:
            return next(iter(self._exams))
        return written if written in self._exams else self._named.get(written, written)

    def _cell(self, cells: Sequence[str], place: int) -> str:
        return unguarded(cells[place].strip()) if place < len(cells) else ""

    def _check(self, cells: Sequence[str], person: str, component: str) -> None:
        if any(cell.strip() for cell in cells[len(self._columns) :]):
            raise RejectedRecord("bad_csv", "the line has more cells than the first line")
        formula = next((name for name, place in self._columns.items() if _is_formula(cells[place : place + 1])), None)
        if formula is not None:
            raise RejectedRecord("formula_cell", f"the cell {formula!r} holds a formula; enter its value")
        if not person:
            raise RejectedRecord("missing_id", "the line does not say whose marks these are")
        if len(person) > _LONGEST or not person.isprintable():
            raise RejectedRecord("missing_id", "the id is too long, or holds what cannot be printed")
        if component not in self._exams:
            detail = f"the scheme counts no exam {readable(component)!r}; it counts {', '.join(self._exams)}"
            raise RejectedRecord("unknown_component", detail)

    def _check_repeated(self, person: str, component: str, marks: Fraction, line: int) -> None:
        """Raise RejectedRecord where an earlier line gives the same; one that gives others is for people to settle."""
        said, first = self._said.setdefault((person, component), (marks, line))
        if first != line and said == marks:
            raise RejectedRecord("duplicate_marks", f"line {first} gives the same person the same marks already")


def _is_formula(cells: Sequence[str]) -> bool:
    """Whether a spreadsheet would take the cell, where there is one, for a formula; an apostrophe makes it text."""
    return any(guarded(cell.strip()) != cell.strip() and not cell.strip().startswith("'") for cell in cells)


def _marks(row: Mapping[str, str], maximum: Fraction) -> Fraction:
    """The marks of a line, out of `maximum`."""
    if not row["marks"]:
        raise RejectedRecord("no_marks", "the cell 'marks' is empty")
    marks = _number(row["marks"])
    if marks is None:
        raise RejectedRecord("bad_marks", "the marks are no number such as 86 or 86.5")
    own = row.get("maximum", "")
    if own and _number(own) != maximum:
        raise RejectedRecord("other_maximum", f"the line names other full marks than the scheme's {float(maximum):g}")
    if marks > maximum:
        raise RejectedRecord("marks_above_maximum", f"the marks are above the full marks of {float(maximum):g}")
    return marks


def _number(written: str) -> Fraction | None:
    """A number as people write marks, in full-width digits too; None for anything else, NaN and powers among them."""
    digits = written.translate(_FULL_WIDTH)
    return Fraction(digits) if _MARKS.fullmatch(digits) else None


def day(written: str) -> str:
    """A day as 2026-11-23, 2026/11/23 or 2026.11.23, in ISO 8601."""
    if not written:
        return ""
    found = _DATE.fullmatch(written.translate(_FULL_WIDTH))
    with suppress(ValueError):
        if found:
            return date(*map(int, found.groups())).isoformat()
    raise RejectedRecord("bad_time", "the date is no day such as 2026-11-23")
