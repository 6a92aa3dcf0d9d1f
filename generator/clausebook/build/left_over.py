"""What a run of scoring left over: left-over.csv, for people who decide or ask again."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausebook.model.table import guarded

LEFT_OVER = "left-over.csv"
_COLUMNS = ("origin", "state", "reason", "detail")


@dataclass(frozen=True, slots=True)
class LeftOver:
    """A response or file that was not scored: `number` counts what was received, `state` is held or rejected."""

    number: int
    origin: str
    state: str
    reason: str
    detail: str


class Remainder:
    """The part of an outcome that says what is left over."""

    left_over: Sequence[LeftOver]

    @property
    def held(self) -> int:
        """How many a person has to decide on."""
        return sum(one.state == "held" for one in self.left_over)

    @property
    def rejected(self) -> int:
        """How many cannot be used."""
        return len(self.left_over) - self.held


def left_over_table(left_over: Iterable[LeftOver]) -> bytes:
    """What is left over as CSV that a spreadsheet shows as it is: with a byte order mark, and no formulas."""
    return _table(_COLUMNS, ([guarded(str(getattr(one, name))) for name in _COLUMNS] for one in left_over))


def without(path: Path, is_gone: Callable[[str], object]) -> tuple[bytes, int]:
    """A table again without the rows whose origin or detail is said to go, and how many those are."""
    header, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    kept = [row for row in rows if not any(map(is_gone, (row[0], row[-1])))]
    return _table(header, kept), len(rows) - len(kept)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig", "backslashreplace")
