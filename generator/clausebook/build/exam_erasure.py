"""What is kept about a person in the folder of an exam, and how it goes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from clausebook.build.exam_marking import MARKS, OVERVIEW, RESULTS
from clausebook.build.left_over import LEFT_OVER, without
from clausebook.build.write import replace_lines, write_file
from clausebook.errors import RejectedRecord
from clausebook.load.exam_results import is_exam_results, read_exam_results
from clausebook.load.responses.sheets import opened, rows_of, shown
from clausebook.model.exam_response import ExamResult
from clausebook.model.table import guarded

_START = 100
_MOST_COLUMNS = 2_000
_LOOKED_THROUGH = {".xlsx", ".csv", ".jsonl"}
_SUMS = "shows everybody's marks; mark again and it is made without this person"

Step = tuple[Path, str, Callable[[], object]]
"""Where something is, what it is, and how it is removed."""


def holds_exam_results(path: Path) -> bool:
    """Whether a file of results is one of an exam."""
    with path.open("rb") as file:
        return is_exam_results(file.read(_START))


def plan_exam(folder: Path, person: str) -> Iterator[Step]:
    """What has to go beside the results of an exam, and at last from the results themselves."""
    for name in (MARKS, LEFT_OVER):
        yield from _table(folder / name, person)
    results = folder / RESULTS
    count = sum(_is_about(result, person) for _, result in read_exam_results(results, "")) if results.is_file() else 0
    if count:
        for overview in sorted(folder.glob(f"{OVERVIEW}.*.xlsx")):
            yield overview, _SUMS, overview.unlink
        yield results, f"{count} results", lambda: _rewrite(results, person)


def named_in(folder: Path, person: str) -> Iterator[Path]:
    """What else in the folder of an exam names the person beside others: worksheets, cards, lists and lines."""
    apart = {folder / name for name in (RESULTS, MARKS, LEFT_OVER)}
    for path in sorted(set(folder.rglob("*.*")) - apart):
        if path.suffix in _LOOKED_THROUGH and not path.name.startswith(f"{OVERVIEW}.") and _holds(path, person):
            yield path
            if path.suffix == ".csv":
                # Beside the list of those for whom something was printed lies what was printed.
                yield from sorted(path.parent.glob("*.pdf"))


def _is_about(result: ExamResult | RejectedRecord, person: str) -> bool:
    return isinstance(result, ExamResult) and result.person.id == person


def _table(path: Path, person: str) -> Iterator[Step]:
    if path.is_file():
        content, count = without(path, {person, guarded(person)}.__contains__)
        if count:
            yield path, f"{count} lines", lambda: write_file(path, content)


def _rewrite(path: Path, person: str) -> None:
    """The results without those about a person."""
    kept = (result for _, result in read_exam_results(path, "") if not _is_about(result, person))
    replace_lines(path, (one.model_dump_json().encode() for one in kept if isinstance(one, ExamResult)))


def _holds(path: Path, person: str) -> bool:
    """Whether a cell of a workbook is the id, or a text holds it as a word; a damaged workbook is for people."""
    if path.suffix != ".xlsx":
        word = re.compile(rf"(?<![A-Za-z0-9]){re.escape(person)}(?![A-Za-z0-9])")
        return bool(word.search(path.read_bytes().decode("utf-8", "replace")))
    try:
        sheets = opened(path.read_bytes()).worksheets
        rows = (row for sheet in sheets for _, row in rows_of(sheet, _MOST_COLUMNS))
        return any(shown(cell) == person for row in rows for cell in row)
    except RejectedRecord:
        return True
