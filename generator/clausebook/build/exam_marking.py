"""Answers to an exam in, marks out: one bad record never stops the others, and nothing is guessed."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from clausebook.build.exam_people import Candidate, Candidates
from clausebook.build.exam_reader import ExamReader
from clausebook.build.intake import receive
from clausebook.build.left_over import LEFT_OVER, LeftOver, Remainder, left_over_table
from clausebook.build.papers import exam_folder, read_papers
from clausebook.build.reader import Received
from clausebook.build.reporting import Progress
from clausebook.build.write import staged, write_file, write_lines
from clausebook.errors import UsageError
from clausebook.exams.answers_table import answers_table
from clausebook.exams.marks import Counted, marks_table, overview
from clausebook.exams.rendering import decimal
from clausebook.exams.worksheet import ToMark, worksheet
from clausebook.load.exam_mapping import load_exam_mapping
from clausebook.load.exam_responses.reading import Sitting
from clausebook.model.blueprint import AngoffMark
from clausebook.model.exam_response import ExamResponse, ExamResult
from clausebook.model.item import OpenQuestion
from clausebook.model.paper import Papers
from clausebook.project import Project
from clausebook.render import clock
from clausebook.render.jinja import Words
from clausebook.scoring.marking import mark, unmarked

RESULTS, MARKS, OVERVIEW, WORKSHEETS, TEMPLATE = "results.jsonl", "marks.csv", "overview", "worksheets", "answers.xlsx"


@dataclass(frozen=True)
class Marked(Remainder):
    """What became of everything that was received: `received` = `marked` + `held` + `rejected` records, which make
    `candidates` results. `worksheet` is where markers give the points that are missing, if any are; `pass_mark` says
    which one was used and how it was set."""

    folder: Path
    overviews: tuple[Path, ...]
    worksheet: Path | None
    pass_mark: str
    received: int
    candidates: int
    left_over: tuple[LeftOver, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def marked(self) -> int:
        """How many records stand in the results."""
        return self.received - len(self.left_over)

    @property
    def results(self) -> Path:
        """The exact results, a line a candidate."""
        return self.folder / RESULTS

    @property
    def marks(self) -> Path:
        """The marks as certify takes them."""
        return self.folder / MARKS

    @property
    def table(self) -> Path:
        """What is left over."""
        return self.folder / LEFT_OVER


def mark_exam(
    project: Project,
    blueprint: str,
    paths: Iterable[Path],
    progress: Progress,
    *,
    paper: str | None = None,
    mapping: Path | None = None,
) -> Marked:
    """Mark every answer to the papers of a blueprint, and write results, marks, an overview and what is left over.

    `paper` is the one that tables answer which name none, `mapping` says what the columns of another program's tables
    mean. All outputs of an earlier run give way to those of this one at its end, and to nothing before; a worksheet
    for markers is never written over. Raises UsageError or InputError.
    """
    papers = read_papers(project, blueprint)
    folder = exam_folder(project, blueprint)
    words = _words(project, papers)
    reader = ExamReader(_sitting(papers, words, paper, mapping))
    people, made = Candidates(papers), clock.now()
    names = {language: f"{OVERVIEW}.{language}.xlsx" for language in words}
    with staged(folder, (RESULTS, MARKS, LEFT_OVER, *names.values())) as new:
        intake = _Intake(people)
        for received in receive(reader, paths, folder):
            intake.admit(received)
            progress("received", intake.received)
        results = list(_results(people, intake))
        left_over = sorted(intake.left_over, key=lambda one: one.number)
        counted = Counted(intake.received, *_counts(left_over))
        write_lines(new / RESULTS, (result.model_dump_json().encode() for result in results))
        write_file(new / MARKS, marks_table(results))
        write_file(new / LEFT_OVER, left_over_table(left_over))
        for language, name in names.items():
            write_file(new / name, overview(papers, results, counted, language, words[language], made=made))
    return Marked(
        folder=folder,
        overviews=tuple(folder / name for name in names.values()),
        worksheet=_write_worksheet(folder, people, words, made),
        pass_mark=_pass_mark(papers),
        received=intake.received,
        candidates=len(results),
        left_over=tuple(left_over),
        skipped=tuple(intake.skipped),
    )


def write_template(project: Project, blueprint: str) -> Path:
    """Write the table into which answers are typed; its path. Raises UsageError where there is one already."""
    papers = read_papers(project, blueprint)
    path = exam_folder(project, blueprint) / TEMPLATE
    if path.exists():
        raise UsageError(f"{path} is there already, perhaps with answers in it; move it away for a new one")
    write_file(path, answers_table(papers, list(_words(project, papers).values()), made=clock.now()))
    return path


def _words(project: Project, papers: Papers) -> Mapping[str, Words]:
    """The words of the papers' languages, in their order."""
    return {language: project.templates.words("exams", language) for language in papers.papers[0].languages}


def _sitting(papers: Papers, words: Mapping[str, Words], paper: str | None, mapping: Path | None) -> Sitting:
    if paper is not None and paper not in papers.by_id:
        raise UsageError(f"there is no paper {paper!r}; there are: {', '.join(papers.by_id)}")
    true, false = (
        tuple(word for own in words.values() for word in own[key].split(";")) for key in ("mark_true", "mark_false")
    )
    sitting = Sitting(papers, paper, true, false)
    if mapping is None:
        return sitting
    return replace(sitting, mapping=load_exam_mapping(mapping, str(mapping), [sitting.exam]))


class _Intake:
    """Counts what is received, and hands on what each record says of whom."""

    def __init__(self, people: Candidates) -> None:
        self._people = people
        self.received = 0
        self.left_over: list[LeftOver] = []
        self.skipped: list[tuple[str, str]] = []

    def admit(self, received: Received) -> None:
        """Take in what became of a record or a file."""
        if received.state == "skipped":
            self.skipped.append((received.origin, received.detail))
            return
        if received.state == "good":
            response = ExamResponse.model_validate_json(received.body)
            self._people.add(self.received, received.origin, response)
        else:
            left = LeftOver(self.received, received.origin, received.state, received.reason, received.detail)
            self.left_over.append(left)
        self.received += 1

    def hold(self, candidate: Candidate, reason: str, detail: str) -> None:
        """Note that all records about somebody have to wait."""
        for number, origin in candidate.records:
            self.left_over.append(LeftOver(number, origin, "held", reason, detail))


def _results(people: Candidates, intake: _Intake) -> Iterator[ExamResult]:
    """The marks of everybody of whom all is known; the others are held."""
    for candidate in people:
        fault = people.fault(candidate)
        if fault is None:
            yield mark(people.paper(candidate), candidate.response)
        else:
            intake.hold(candidate, fault.reason, fault.detail)


def _pass_mark(papers: Papers) -> str:
    """The marks that pass and how they were set."""
    first = papers.papers[0]
    marks = f"{decimal(first.passing, 2)} of {decimal(first.total, 2)}"
    if not isinstance(first.pass_mark, AngoffMark):
        return f"{marks}, fixed at {decimal(first.pass_mark.percent)} %"
    error = "unknown" if first.pass_mark.error is None else decimal(first.pass_mark.error, 2)
    return f"{marks}, by Angoff's method, {first.pass_mark.judges} judges, standard error {error}"


def _counts(left_over: Sequence[LeftOver]) -> tuple[int, int]:
    held = sum(one.state == "held" for one in left_over)
    return held, len(left_over) - held


def _write_worksheet(folder: Path, people: Candidates, words: Mapping[str, Words], made: datetime) -> Path | None:
    """Write what waits for a marker, under a name of its own: what markers have filled in is never written over."""
    waiting = [
        ToMark(
            people.paper(candidate), asked, candidate.response.person, candidate.response.written.get(asked.number, "")
        )
        for candidate in people
        for asked in unmarked(people.paper(candidate), candidate.response)
        if isinstance(asked.item, OpenQuestion)
    ]
    if not waiting:
        return None
    named = "\n".join(f"{one.paper.code} {one.asked.number} {one.person.id} {one.written}" for one in waiting)
    path = folder / WORKSHEETS / f"worksheet-{hashlib.sha256(named.encode()).hexdigest()[:8]}.xlsx"
    if not path.exists():
        language = next(iter(words))
        write_file(path, worksheet(waiting, language, words[language], made=made))
    return path
