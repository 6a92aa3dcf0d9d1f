"""Worksheets in which judges have estimated how candidates who just pass will do, read without trust."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any
from unicodedata import normalize

from clausebook.errors import InputError, Problem, RejectedRecord, Where
from clausebook.load.responses.names import readable
from clausebook.load.responses.sheets import Cells, entered, opened, rows_of, shown
from clausebook.model import angoff as layout
from clausebook.model.angoff import Judgement
from clausebook.model.paper import Papers

_MOST_BYTES, _MOST_ROWS, _MOST_COLUMNS, _LONGEST_NAME = 20_000_000, 20_000, 20, 80
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)\s*(%?)", re.ASCII)
_MOST_TOLD = 12
_AGAIN = "ask the judge to save it again as .xlsx, or write new worksheets"


def read_judgements(paths: Iterable[Path], exam: str, papers: Papers) -> list[Judgement]:
    """What the judges say of an exam, of the last round that anybody has sent. Raises InputError with all problems."""
    problems: list[Problem] = []
    read: list[tuple[str, Judgement]] = []
    for path in paths:
        try:
            read.append((str(path), _Sheet(path, exam, papers).judgement()))
        except InputError as error:
            problems += error.problems
    last = max((judgement.round for _, judgement in read), default=0)
    counting = [(file, judgement) for file, judgement in read if judgement.round == last]
    problems += _doubles(counting)
    if problems:
        raise InputError(problems)
    return [judgement for _, judgement in counting]


def _doubles(read: Sequence[tuple[str, Judgement]]) -> Iterator[Problem]:
    counts = Counter(judgement.judge for _, judgement in read)
    for file, judgement in read:
        if counts[judgement.judge] > 1:
            what = f"{counts[judgement.judge]} worksheets are by {readable(judgement.judge)!r}"
            yield Problem(Where(file), what, "give the latest of them, or tell the judges apart by their names")


class _Sheet:
    """One worksheet."""

    def __init__(self, path: Path, exam: str, papers: Papers) -> None:
        self._path, self._exam = path, exam
        self._numbers = {
            asked.item.id: f"{paper.id}{asked.number}" for paper in papers.papers for asked in paper.questions
        }
        self._problems: list[Problem] = []

    def judgement(self) -> Judgement:
        """What the judge says. Raises InputError with all problems of the worksheet."""
        try:
            meta, rows = self._rows()
        except RejectedRecord as rejection:
            raise InputError([self._problem(rejection.detail, _AGAIN)]) from None
        self._check_meta(meta)
        judge, ratings = self._judge(rows), dict(self._ratings(rows))
        self._check_whole(ratings)
        if self._problems:
            raise InputError(self._problems)
        found = {item: rating for item, rating in ratings.items() if rating is not None}
        return Judgement(judge, int(meta["round"]), meta.get("language", ""), found)

    def _rows(self) -> tuple[Mapping[str, str], list[tuple[int, Cells]]]:
        """The hidden keys, and the rows of the sheet with estimates. Raises RejectedRecord."""
        meta: dict[str, str] = {}
        rows: list[tuple[int, Cells]] = []
        for sheet in opened(self._content()).worksheets:
            found = list(islice(rows_of(sheet, _MOST_COLUMNS), _MOST_ROWS))
            pairs = {shown(row[0]): shown(row[1]) for _, row in found if len(row) > 1}
            if pairs.get("format") == layout.FORMAT:
                meta = pairs
            elif not rows:
                rows = [(number, row) for number, row in found if len(row) >= layout.RATING_COLUMN]
        return meta, rows

    def _content(self) -> bytes:
        try:
            with self._path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except OSError as error:
            raise RejectedRecord("unreadable", error.strerror or "the file cannot be read") from None
        if len(content) > _MOST_BYTES:
            raise RejectedRecord("too_large", f"the file has more than {_MOST_BYTES:,} bytes")
        return content

    def _check_meta(self, meta: Mapping[str, str]) -> None:
        """Raise InputError where the workbook is none of ours, or about another exam."""
        if not meta:
            raise InputError([self._problem("this is no worksheet of exam angoff", _AGAIN)])
        if meta.get("exam") != self._exam:
            what = f"the worksheet is about the exam {readable(meta.get('exam', ''))!r}"
            raise InputError([self._problem(what, f"give worksheets about {self._exam}")])
        if meta.get("round") not in {str(number + 1) for number in range(layout.ROUNDS)}:
            raise InputError([self._problem("the worksheet does not say of which round it is", _AGAIN)])

    def _judge(self, rows: Iterable[tuple[int, Cells]]) -> str:
        for number, row in rows:
            if shown(row[layout.KEY_COLUMN - 1]) == layout.JUDGE:
                name = normalize("NFC", self._entered(number, row[layout.NAME_COLUMN - 1], "C").strip())
                if 0 < len(name) <= _LONGEST_NAME and name.isprintable():
                    return name
        self._problems.append(self._problem("the worksheet does not say who the judge is", "enter the name in it"))
        return ""

    def _ratings(self, rows: Iterable[tuple[int, Cells]]) -> Iterator[tuple[str, Fraction | None]]:
        """The estimate of each item; None where there is none that can be used, which is told."""
        for number, row in rows:
            item = shown(row[layout.KEY_COLUMN - 1])
            if item in self._numbers:
                cell = row[layout.RATING_COLUMN - 1]
                written = self._entered(number, cell, "F")
                if written:
                    yield item, self._rating(number, written, cell)

    def _rating(self, number: int, written: str, cell: Any) -> Fraction | None:
        is_percent = isinstance(cell.value, int | float) and "%" in (cell.number_format or "")
        found = _PERCENT.fullmatch(written.translate(_FULL_WIDTH))
        if found:
            value = Fraction(found[1]) * (100 if is_percent else 1)
            is_share = not found[2] and not is_percent and 0 < value < 1
            if value <= 100 and not is_share:
                return value / 100
        what = f"{readable(written)[:40]!r} is no estimate"
        self._problems.append(self._problem(what, "enter a number from 0 to 100, such as 65", f"F{number}"))
        return None

    def _entered(self, number: int, cell: Any, column: str) -> str:
        try:
            return entered(cell, f"{column}{number}")
        except RejectedRecord:
            self._problems.append(self._problem("the cell holds a formula", "enter its value", f"{column}{number}"))
            return ""

    def _check_whole(self, ratings: Mapping[str, Fraction | None]) -> None:
        """Note which questions have no estimate; one that cannot be used has been noted already."""
        missing = [number for item, number in self._numbers.items() if item not in ratings]
        if missing:
            told = ", ".join(missing[:_MOST_TOLD]) + (", …" if len(missing) > _MOST_TOLD else "")
            what = f"{len(missing)} questions have no estimate: {told}"
            self._problems.append(self._problem(what, "have the judge estimate every question of these papers"))

    def _problem(self, what: str, remedy: str, cell: str = "") -> Problem:
        return Problem(Where(str(self._path), path=cell), what, remedy)
