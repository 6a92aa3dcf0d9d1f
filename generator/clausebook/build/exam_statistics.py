"""What the results of an exam show: the report on it, and measured difficulties back into the bank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path, PurePosixPath
from typing import Any

from clausebook.build.exam_marking import RESULTS
from clausebook.build.papers import exam_folder, read_papers
from clausebook.build.review import load_bank_of, write_key
from clausebook.build.write import write_all
from clausebook.errors import RejectedRecord, UsageError
from clausebook.exams.marks import pass_mark_text
from clausebook.exams.statistics_report import statistics_html
from clausebook.exams.statistics_workbook import statistics_workbook
from clausebook.load.content import load_content
from clausebook.load.exam_results import read_exam_results
from clausebook.model.artifact import Artifact
from clausebook.model.exam_response import ExamResult
from clausebook.model.exam_statistics import ExamStatistics, ItemStatistics, PaperStatistics
from clausebook.model.item import Measured
from clausebook.model.paper import Papers
from clausebook.model.standard import Standard
from clausebook.project import Project
from clausebook.render import clock
from clausebook.scoring.item_statistics import exam_statistics

STATISTICS, MEASURED = "statistics", "measured"
_DIGITS = 1000
"""Measured figures are written with three decimals."""


@dataclass(frozen=True)
class Reported:
    """The figures, where the reports on them are, and the pass mark of each set of papers in words."""

    found: ExamStatistics
    pass_marks: tuple[str, ...]
    files: tuple[Path, ...]


@dataclass(frozen=True)
class FedBack:
    """The files of the bank that changed, and how many items were measured, by too few candidates, or are gone."""

    files: tuple[Path, ...]
    measured: int
    too_few: int
    gone: int


def report_statistics(project: Project, blueprint: str) -> Reported:
    """Write the statistics of a marked exam as a page and a workbook in each language.

    Raises UsageError where papers or results are missing or damaged, and InputError.
    """
    papers = read_papers(project, blueprint)
    found = exam_statistics(blueprint, papers, _results(project, blueprint))
    standard = load_content(project.content, project.root).standard()
    words = project.templates.words("exams", "en")
    return Reported(
        found=found,
        pass_marks=tuple(pass_mark_text(paper.pass_mark, paper.maximum, words) for paper in found.papers),
        files=tuple(write_all(_files(found, papers, standard, project), exam_folder(project, blueprint))),
    )


def measure_items(project: Project, blueprint: str) -> FedBack:
    """Write into the bank how difficult its items were in an exam and how well they told candidates apart.

    Only the key measured of an item changes. Items with too few candidates stay as they are. Raises UsageError and
    InputError as above, and InputError where the key has no place in a file.
    """
    results = _results(project, blueprint)
    figures = dict(_measured(exam_statistics(blueprint, read_papers(project, blueprint), results)))
    bank = load_bank_of(project, load_content(project.content, project.root))
    here = {item.id for item, _, _ in bank.items}
    enough = {name: figure for name, figure in figures.items() if figure is not None}
    changed = {
        item.id: enough[item.id]
        for item, _, _ in bank.items
        if item.id in enough and item.measured != Measured.model_validate(enough[item.id])
    }
    return FedBack(
        files=tuple(write_key(bank, MEASURED, changed, "difficulty")),
        measured=len(enough.keys() & here),
        too_few=len(figures) - len(enough),
        gone=len(figures.keys() - here),
    )


def _results(project: Project, blueprint: str) -> Iterator[ExamResult]:
    """The results of an exam as it was marked. Raises UsageError."""
    path = exam_folder(project, blueprint) / RESULTS
    if not path.is_file():
        raise UsageError(f"there is no {path}; mark the exam first: clausebook exam mark {blueprint} ANSWERS")
    for origin, result in read_exam_results(path, str(path)):
        if isinstance(result, RejectedRecord):
            raise UsageError(f"{origin}: {result.detail}")
        yield result


def _files(found: ExamStatistics, papers: Papers, standard: Standard, project: Project) -> Iterator[Artifact]:
    first = papers.papers[0]
    made, templates = clock.now(), project.templates
    for language in first.languages:
        page = statistics_html(found, first.title, standard, templates, language, made=made)
        yield Artifact.text(f"{STATISTICS}.{language}.html", page)
        book = statistics_workbook(found, first.title, templates, language, made=made)
        yield Artifact(PurePosixPath(f"{STATISTICS}.{language}.xlsx"), book)


def _measured(found: ExamStatistics) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    """Of each item the figures for the bank, from the papers that most candidates sat; None where they are too few."""
    best: dict[str, tuple[PaperStatistics, ItemStatistics]] = {}
    for paper in found.papers:
        for item in paper.items:
            if item.item.id not in best or paper.candidates > best[item.item.id][0].candidates:
                best[item.item.id] = paper, item
    for name, (paper, item) in best.items():
        yield name, None if paper.is_small else _figures(item)


def _figures(item: ItemStatistics) -> Mapping[str, Any]:
    found: dict[str, Any] = {"difficulty": _rounded(item.difficulty), "candidates": item.candidates}
    return found if item.discrimination is None else found | {"discrimination": _rounded(Fraction(item.discrimination))}


def _rounded(value: Fraction) -> str:
    """A figure with three decimals, half away from nought."""
    scaled = (abs(value) * _DIGITS + Fraction(1, 2)).__floor__()
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{scaled // _DIGITS}.{scaled % _DIGITS:03}"
