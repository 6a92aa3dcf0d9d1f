"""Responses in, results out: one bad record never stops the others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from clausebook.build.conflicts import Ledger, Policy
from clausebook.build.intake import receive
from clausebook.build.left_over import LEFT_OVER, LeftOver, Remainder, left_over_table
from clausebook.build.loading import load_project
from clausebook.build.reader import Reader, Received
from clausebook.build.reporting import REPORTS, RESULTS, TEAM, Progress, Round, check_previous, write_reports
from clausebook.build.write import replace_lines, staged, write_file, write_lines
from clausebook.load.mapping import load_mapping
from clausebook.project import Project


@dataclass(frozen=True)
class Scoring:
    """How responses are scored: what the columns of foreign tables mean, who wins where a person answered twice, and
    what the reports compare and withhold."""

    mapping: Path | None = None
    conflicts: Policy = "hold"
    has_reports: bool = True
    previous: Path | None = None
    minimum_group: int = 5


@dataclass(frozen=True)
class Scored(Remainder):
    """What became of everything that was received. `skipped` are files that count for nothing, each with the reason;
    `unreported` says of which results no report could be made."""

    results: Path
    table: Path
    received: int
    repeated: int
    unreported: tuple[str, ...]
    left_over: tuple[LeftOver, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def reports(self) -> tuple[Path, ...]:
        """The folders of reports on persons and on teams, as far as there are any."""
        folders = (self.results.with_name(name) for name in (REPORTS, TEAM))
        return tuple(folder for folder in folders if folder.is_dir())

    @property
    def scored(self) -> int:
        """How many stand in the results, a repeated one with the one that it repeats."""
        return self.received - len(self.left_over)


def score_responses(project: Project, paths: Iterable[Path], out: Path, scoring: Scoring, progress: Progress) -> Scored:
    """Score every response and write the exact results below `out`, with a table of what is left over.

    All outputs of an earlier run give way to those of this one at its end, and to nothing before. Raises InputError or
    UsageError.
    """
    loaded = load_project(project)
    mapping = load_mapping(scoring.mapping, str(scoring.mapping), loaded.questionnaires) if scoring.mapping else None
    check_previous(scoring.previous)
    ledger = Ledger()
    failed: list[str] = []
    with staged(out, (RESULTS, LEFT_OVER, REPORTS, TEAM)) as new:
        received = _told(receive(Reader(loaded.questionnaires, mapping), paths, out), progress)
        write_lines(new / RESULTS, ledger.admit(received))
        gone, left_over = ledger.settle(scoring.conflicts)
        if gone:
            _drop_lines(new / RESULTS, gone)
        write_file(new / LEFT_OVER, left_over_table(left_over))
        if scoring.has_reports:
            round_ = Round(new / RESULTS, new, out, scoring.previous, scoring.minimum_group)
            failed = write_reports(loaded, project, round_, progress)
    return Scored(
        results=out / RESULTS,
        table=out / LEFT_OVER,
        received=ledger.received,
        repeated=ledger.repeated,
        unreported=tuple(failed),
        left_over=tuple(left_over),
        skipped=tuple(ledger.skipped),
    )


def _told(received: Iterable[Received], progress: Progress) -> Iterator[Received]:
    for count, one in enumerate(received, 1):
        yield one
        progress("received", count)


def _drop_lines(path: Path, gone: set[int]) -> None:
    """Write a file again without the lines of these numbers, which count from 0."""
    with path.open("rb") as lines:
        replace_lines(path, (line.rstrip(b"\n") for number, line in enumerate(lines) if number not in gone))
