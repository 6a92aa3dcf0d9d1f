"""Reports on results: one for each person and one for each team, made from the results alone, never from answers."""

import json
import os
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from pydantic import ValidationError

from clausebook.build.loading import Loaded
from clausebook.build.write import write_all
from clausebook.errors import RenderError, UsageError
from clausebook.handbook.links import as_html, clause_target
from clausebook.model.artifact import Artifact
from clausebook.model.result import Result
from clausebook.project import Project
from clausebook.render import clock
from clausebook.reports.individual import individual_html, individual_pdf, report_language
from clausebook.reports.tally import Team
from clausebook.reports.team import team_html
from clausebook.reports.workbook import team_workbook

RESULTS, REPORTS, TEAM = "results.jsonl", "reports", "team"
_WORKERS = os.cpu_count() or 1
_FEW = 4
_FORM = re.compile(rb'\{"form": ?"([a-z0-9-]+)"')
_PERSON = re.compile(rb'"person": ?\{"id": ?("(?:[^"\\]|\\.)*")')

Links = Mapping[str, Mapping[str, str]]
"""By language, where the handbook explains each clause, by clause id, as a report's page links to it."""
_Job = tuple[bytes, int | None]
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Round:
    """Results to report on: the file that holds them, where the reports are written now, and where they will be.

    `previous` is the output folder of an earlier round; no figure is shown about fewer than `minimum_group` people.
    """

    results: Path
    out: Path
    final: Path
    previous: Path | None = None
    minimum_group: int = 5


def check_previous(folder: Path | None) -> None:
    """Raise UsageError where a folder that is to hold an earlier round does not."""
    if folder is not None and not (folder / RESULTS).is_file():
        raise UsageError(f"{folder} holds no {RESULTS}; name the --out folder of an earlier run")


def write_reports(loaded: Loaded, project: Project, round_: Round, progress: Progress) -> list[str]:
    """Write reports/FORM/PERSON.html and .pdf for everybody, and team/FORM.html and .xlsx for every form.

    A team's page is in the standard's first language; one in another language has it before its ending. Returns what
    could not be made, a line each, without anything about the person.
    """
    _write_teams(loaded, project, round_)
    failed = []
    for count, problem in enumerate(_individual(loaded, project, round_), 1):
        if problem:
            failed.append(f"{RESULTS}:{count}: {problem}")
        progress("reports", count)
    return failed


def report_name(result: Result) -> str:
    """The name of a person's report without its ending, which no system misreads; with the reviewer's where needed."""
    ids = [result.person.id, *([result.reviewer.id] if result.reviewer else [])]
    return ".".join(map(file_name, ids))


def file_name(identity: str) -> str:
    """An id as a part of a file name: letters and digits stay, the rest is percent-encoded."""
    return quote(identity, safe="").replace(".", "%2E")


def read_results(path: Path) -> Iterator[tuple[int, bytes]]:
    """The place in the file and the content of each line of results."""
    place = 0
    with path.open("rb") as lines:
        for line in lines:
            yield place, line
            place += len(line)


def result_of(line: bytes, file: Path) -> Result:
    """A line of results. Raises UsageError, naming the file, where it is none."""
    try:
        return Result.model_validate_json(line)
    except ValidationError:
        raise UsageError(f"{file} is damaged or of another version; score its responses again") from None


def form_of(line: bytes) -> str:
    """The form of a result, without reading all of it."""
    found = _FORM.match(line)
    return found[1].decode() if found else ""


def _write_teams(loaded: Loaded, project: Project, round_: Round) -> None:
    """A reviewer's form has no report of its own: its scores stand beside those that people gave themselves."""
    asked = loaded.questionnaires.items()
    teams = {form: Team(q, round_.minimum_group) for form, q in asked if q.form.kind != "review"}
    if round_.previous is not None:
        for _, line in read_results(round_.previous / RESULTS):
            if team := teams.get(form_of(line)):
                team.add_earlier(result_of(line, round_.previous / RESULTS))
    for _, line in read_results(round_.results):
        if team := teams.get(_compared_with(loaded, form_of(line))):
            team.add_review(result_of(line, round_.final / RESULTS))
    for _, line in read_results(round_.results):
        if team := teams.get(form_of(line)):
            team.add(result_of(line, round_.final / RESULTS))
    for form, team in teams.items():
        if team.participants:
            write_all(_team_files(form, team, loaded, project, round_), round_.out)


def _team_files(form: str, team: Team, loaded: Loaded, project: Project, round_: Round) -> Iterator[Artifact]:
    first = loaded.standard.languages[0]
    links = _links(loaded, project, round_.final / TEAM)
    made = clock.now()
    for language in loaded.standard.languages:
        name = form if language == first else f"{form}.{language}"
        page = team_html(team, project.templates, language, links[language], made=made)
        yield Artifact.text(f"{TEAM}/{name}.html", page)
        workbook = team_workbook(team, project.templates, language, made=made)
        yield Artifact(PurePosixPath(TEAM, f"{name}.xlsx"), workbook)


def _individual(loaded: Loaded, project: Project, round_: Round) -> Iterator[str]:
    """Why each result got no report, in order; empty where it got one."""
    reviews = _reviews(loaded, round_)
    jobs = ((line, reviews.get((form_of(line), _person(line)))) for _, line in read_results(round_.results))
    writer = _Writer(loaded, Project(project.root), round_, _links(loaded, project, round_.final / REPORTS / "form"))
    few = list(islice(jobs, _FEW))
    more = next(jobs, None)
    if more is None:
        yield from (writer.attempt(*job) for job in few)
    else:
        yield from _shared_out(writer, chain(few, [more], jobs))


def _shared_out(writer: "_Writer", jobs: Iterable[_Job]) -> Iterator[str]:
    """The same by a pool of processes, which is not worth starting for a few."""
    running: deque[Future[str]] = deque()
    with ProcessPoolExecutor(_WORKERS, get_context("spawn"), _prepare, (writer,)) as pool:
        for job in jobs:
            running.append(pool.submit(_attempt, *job))
            if len(running) >= 4 * _WORKERS:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def _reviews(loaded: Loaded, round_: Round) -> dict[tuple[str, str], int]:
    """By the form in which people rate themselves and their id, the place of the last review about them."""
    return {
        (own, _person(line)): place
        for place, line in read_results(round_.results)
        if (own := _compared_with(loaded, form_of(line)))
    }


def _compared_with(loaded: Loaded, form: str) -> str:
    """The form in which people rate themselves, for a reviewer's form; empty for any other."""
    questionnaire = loaded.questionnaires.get(form)
    return (questionnaire and questionnaire.form.compared_with) or ""


def _person(line: bytes) -> str:
    """The id of the person rated, without reading all of the line."""
    found = _PERSON.search(line)
    return json.loads(found[1]) if found else ""


def _links(loaded: Loaded, project: Project, folder: Path) -> Links:
    """Links into the site as it stands below build; none in a language in which it has not been built."""
    return {
        language: _links_into(project.build / "site" / language, loaded, folder)
        for language in loaded.standard.languages
    }


def _links_into(site: Path, loaded: Loaded, folder: Path) -> dict[str, str]:
    if not site.is_dir():
        return {}
    way = quote(Path(os.path.relpath(site, folder)).as_posix())
    standard = loaded.standard
    return {clause.id: f"{way}/{as_html(clause_target(standard, clause))}" for clause in standard.clauses.values()}


@dataclass(frozen=True)
class _Writer:
    """Everything that the reports of one run share."""

    loaded: Loaded
    project: Project
    round: Round
    links: Links

    def write(self, result: Result, review: Result | None) -> None:
        questionnaire = self.loaded.questionnaires[result.form]
        language = report_language(result, self.loaded.standard)
        parts = (result, questionnaire, self.project.templates, language, self.links[language])
        name = f"{REPORTS}/{result.form}/{report_name(result)}"
        files = [
            Artifact.text(f"{name}.html", individual_html(*parts, review=review)),
            Artifact(PurePosixPath(f"{name}.pdf"), individual_pdf(*parts, review=review)),
        ]
        write_all(files, self.round.out)

    def attempt(self, line: bytes, review: int | None) -> str:
        """Write the report on a line of results, beside the review at that place; why that failed, or nothing."""
        try:
            self.write(Result.model_validate_json(line), self._review(review))
        except RenderError as error:
            return str(error)
        return ""

    def _review(self, place: int | None) -> Result | None:
        if place is None:
            return None
        with self.round.results.open("rb") as lines:
            lines.seek(place)
            return Result.model_validate_json(lines.readline())


_writers: list[_Writer] = []
"""In a process of the pool, the writer that it was started with."""


def _prepare(writer: _Writer) -> None:
    _writers[:] = [writer]


def _attempt(line: bytes, review: int | None) -> str:
    return _writers[0].attempt(line, review)
