"""Exams and practice questions for other programs: an exporter a format, chosen by its name."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from clausebook.build.loading import load_project
from clausebook.build.papers import exam_folder, read_papers
from clausebook.build.write import write_file
from clausebook.errors import UsageError
from clausebook.exams.anki import anki
from clausebook.exams.gift import gift
from clausebook.exams.moodle import moodle
from clausebook.exams.practice_set import practice_paper
from clausebook.exams.qti2 import qti2
from clausebook.exams.qti3 import qti3
from clausebook.exams.rendering import Exported
from clausebook.exams.scorm import scorm
from clausebook.exams.table import table
from clausebook.model.paper import Paper
from clausebook.model.standard import Stage, Standard
from clausebook.project import Project
from clausebook.render import clock
from clausebook.render.jinja import Templates, Words

_FOLDER = "practice"
_Exporter = Callable[[Paper, str, Words], Exported]
_EXPORTERS: Mapping[str, _Exporter] = MappingProxyType(
    {
        "moodle": moodle,
        "qti2": qti2,
        "qti3": qti3,
        "gift": gift,
        "anki": anki,
        "xlsx": lambda paper, language, words: table(paper, language, words, made=clock.now()),
    }
)
_SCORM = "scorm"
FORMATS = (*_EXPORTERS, _SCORM)
"""What a paper can be exported to."""
_FOR_LEARNERS = {"anki", _SCORM}
"""Formats whose files learners get, with the key in them."""


@dataclass(frozen=True)
class Exports:
    """The files that were written, and what the programs they are for will not do as the papers have it."""

    paths: tuple[Path, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Job:
    """What is exported how: the format, one language or None for all, and what the exporters need."""

    to: str
    language: str | None
    templates: Templates
    standard: Standard

    def write(self, papers: tuple[Paper, ...], folder: Path) -> Exports:
        made = [exported for paper in papers for exported in self._exported(paper)]
        for exported in made:
            write_file(folder / exported.name, exported.content)
        remarks = dict.fromkeys(remark for exported in made for remark in exported.remarks)
        return Exports(tuple(folder / exported.name for exported in made), tuple(remarks))

    def _exported(self, paper: Paper) -> Iterator[Exported]:
        """The files of a paper: one for each language, or one that holds them all."""
        languages = (self.language,) if self.language else paper.languages
        if self.to == _SCORM:
            yield scorm(paper.model_copy(update={"languages": languages}), self.standard, self.templates)
            return
        for language in languages:
            yield _EXPORTERS[self.to](paper, language, self.templates.words("exams", language))


def export_exam(project: Project, blueprint: str, to: str, language: str | None = None) -> Exports:
    """Write the assembled papers of a blueprint to build/exams/BLUEPRINT/FORMAT, a file a paper and language.

    Raises UsageError where they are not assembled, are not in the language, or would give an exam's key to learners.
    """
    papers = read_papers(project, blueprint).papers
    for paper in papers:
        _check(paper, to, language)
    job = _Job(to, language, project.templates, load_project(project).standard)
    return job.write(papers, exam_folder(project, blueprint) / to)


def export_practice(project: Project, to: str, stage: str | None = None, language: str | None = None) -> Exports:
    """Write the practice questions of a stage, or all, to build/practice/FORMAT.

    Raises UsageError where there is no such stage or language, or no question.
    """
    loaded = load_project(project)
    paper = practice_paper(loaded.standard, loaded.items, _stage(loaded.standard, stage), project.templates)
    if not paper.sections:
        raise UsageError("there is no practice question to export; give items the pool practice")
    _check(paper, to, language)
    job = _Job(to, language, project.templates, loaded.standard)
    return job.write((paper,), project.build / _FOLDER / to)


def _stage(standard: Standard, wanted: str | None) -> Stage | None:
    """A stage by its id or number. Raises UsageError where there is none."""
    if wanted is None:
        return None
    for stage in standard.stages:
        if wanted in (stage.id, stage.number):
            return stage
    known = ", ".join(f"{stage.number} {stage.id}" for stage in standard.stages)
    raise UsageError(f"there is no stage {wanted!r}; there are: {known}")


def _check(paper: Paper, to: str, language: str | None) -> None:
    if to in _FOR_LEARNERS and not paper.is_publishable:
        raise UsageError(
            f"a file for {to} gives the key to whoever has it, and paper {paper.id} holds items of the exam pool; "
            f"export practice questions instead: clausebook exam practice --to {to}"
        )
    if language is not None and language not in paper.languages:
        raise UsageError(f"paper {paper.id} is not in {language!r}; it is in: {', '.join(paper.languages)}")
