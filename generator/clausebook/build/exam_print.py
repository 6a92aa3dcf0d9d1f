"""Papers of an exam on paper: what candidates get, and key and marking scheme for those who mark them."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from clausebook.build.loading import load_project
from clausebook.build.papers import exam_folder, read_papers
from clausebook.build.write import write_all
from clausebook.errors import RenderError, UsageError
from clausebook.exams.paper_pdf import LARGE, NORMAL, Look, paper_pdf
from clausebook.exams.scheme_pdf import scheme_pdf
from clausebook.model.artifact import Artifact
from clausebook.model.paper import Paper
from clausebook.model.standard import Standard
from clausebook.project import Project
from clausebook.render import clock
from clausebook.render.jinja import Templates

BOTH = "both"
"""Asks for all languages of a paper in one file, side by side."""
_PAPERS, _KEYS = "print", "key"
"""The folders of what candidates get and of what they never get."""


@dataclass(frozen=True)
class _Sheet:
    """A file to be made: a paper in some languages, for candidates or, where `look` is None, for markers."""

    paper: Paper
    languages: tuple[str, ...]
    look: Look | None

    @property
    def path(self) -> PurePosixPath:
        """Its place below the exam's folder."""
        name = f"{self.paper.id}.{'-'.join(self.languages)}"
        if self.look is None:
            return PurePosixPath(_KEYS, f"{name}.key.pdf")
        marks = (".large" if self.look.is_large else "") + (".card" if self.look.has_card else "")
        return PurePosixPath(_PAPERS, f"{name}{marks}.pdf")


def print_exam(
    project: Project, blueprint: str, language: str | None = None, *, is_large: bool = False, has_card: bool = False
) -> list[Path]:
    """Write the assembled papers of a blueprint and their keys as PDF below build/exams/BLUEPRINT; the files.

    A file each language, or only one, or one with BOTH side by side. In large print there is no other key. Raises
    UsageError where the papers are not assembled or not in the language, InputError, RenderError.
    """
    papers = read_papers(project, blueprint).papers
    look = replace(LARGE if is_large else NORMAL, has_card=has_card)
    looks = (look,) if is_large else (look, None)
    sheets = [_Sheet(paper, chosen, each) for paper in papers for chosen in _chosen(paper, language) for each in looks]
    standard = load_project(project).standard
    made, folders = clock.now(), project.templates.folders
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_drawn, sheet, standard, folders, made) for sheet in sheets]
        return write_all([job.result() for job in jobs], exam_folder(project, blueprint))


def _chosen(paper: Paper, language: str | None) -> Sequence[tuple[str, ...]]:
    """The languages of each file of a paper."""
    if language == BOTH:
        return [paper.languages]
    if language is None:
        return [(each,) for each in paper.languages]
    if language not in paper.languages:
        known = ", ".join((*paper.languages, BOTH))
        raise UsageError(f"paper {paper.id} is not in {language!r}; name one of: {known}")
    return [(language,)]


def _drawn(sheet: _Sheet, standard: Standard, folders: tuple[Path, ...], made: datetime) -> Artifact:
    """One file, made in a process of its own."""
    templates = Templates(*folders)
    try:
        if sheet.look is None:
            content = scheme_pdf(sheet.paper, standard, templates, sheet.languages, made)
        else:
            content = paper_pdf(sheet.paper, templates, sheet.languages, made, sheet.look)
    except RenderError as error:
        raise RenderError(f"{sheet.path}: {error}") from None
    return Artifact(sheet.path, content)
