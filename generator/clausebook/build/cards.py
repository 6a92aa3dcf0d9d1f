"""Answer cards to print: one for each person of a roster, the papers in turn, and some that bear no name."""

import csv
import io
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from clausebook.build.exam_print import BOTH
from clausebook.build.papers import exam_folder, read_papers
from clausebook.build.write import write_all
from clausebook.errors import UsageError
from clausebook.exams.card import cards_pdf
from clausebook.load.cards.settling import Roll
from clausebook.load.roster import load_roster
from clausebook.model.answer_card import card_of
from clausebook.model.artifact import Artifact
from clausebook.model.paper import Paper
from clausebook.model.response import Person
from clausebook.model.table import guarded
from clausebook.project import Project
from clausebook.render import clock
from clausebook.render.jinja import Templates

CARDS, SEATS = "cards", "seats.csv"


def write_cards(
    project: Project,
    blueprint: str,
    roster: Path | None,
    *,
    blank: int,
    language: str | None = None,
    paper: str | None = None,
) -> list[Path]:
    """Write the answer cards of the papers of a blueprint as PDF, one file a paper, and who gets which paper.

    The people of the roster get the papers in turn, or all of them `paper`; `blank` cards a paper bear no name. The
    cards are in all languages of the paper, or only in one. Raises UsageError, InputError, RenderError.
    """
    papers = _chosen(read_papers(project, blueprint).papers, paper)
    people = list(Roll.of(load_roster(roster, str(roster))).people.values()) if roster else []
    languages = _languages(papers[0], language)
    bearers = {one.id: [*people[at :: len(papers)], *[None] * blank] for at, one in enumerate(papers)}
    for one in papers:
        card_of(one)
    made, folders = clock.now(), project.templates.folders
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(_drawn, one, bearers[one.id], languages, folders, made) for one in papers if bearers[one.id]
        ]
        artifacts = [job.result() for job in jobs]
    if people:
        artifacts.append(Artifact(PurePosixPath(CARDS, SEATS), _seats(people, papers)))
    return write_all(artifacts, exam_folder(project, blueprint))


def _chosen(papers: Sequence[Paper], identity: str | None) -> list[Paper]:
    chosen = [one for one in papers if identity in (None, one.id)]
    if not chosen:
        raise UsageError(f"there is no paper {identity!r}; there are: {', '.join(one.id for one in papers)}")
    return chosen


def _languages(paper: Paper, language: str | None) -> tuple[str, ...]:
    if language in (None, BOTH):
        return paper.languages
    if language not in paper.languages:
        known = ", ".join((*paper.languages, BOTH))
        raise UsageError(f"paper {paper.id} is not in {language!r}; name one of: {known}")
    return (language,)


def _drawn(
    paper: Paper, people: Sequence[Person | None], languages: tuple[str, ...], folders: tuple[Path, ...], made: datetime
) -> Artifact:
    """The cards of one paper, made in a process of its own."""
    content = cards_pdf(paper, people, Templates(*folders), languages, made)
    return Artifact(PurePosixPath(CARDS, f"{paper.id}.{'-'.join(languages)}.pdf"), content)


def _seats(people: Sequence[Person], papers: Sequence[Paper]) -> bytes:
    """Who gets which paper, in the order of the roster, as CSV for a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("id", "name", "department", "paper"))
    for at, person in enumerate(people):
        cells = (person.id, person.name, person.department, papers[at % len(papers)].id)
        writer.writerow([guarded(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")
