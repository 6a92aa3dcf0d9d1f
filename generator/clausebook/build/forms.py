"""The forms as files to hand out: web form, spreadsheet and PDF of each, and a roster to fill in."""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from clausebook.build.loading import Loaded, load_project
from clausebook.build.write import write_all
from clausebook.errors import UsageError
from clausebook.forms import web
from clausebook.forms.pdf_form import form_pdf
from clausebook.forms.roster_template import roster_template
from clausebook.forms.spreadsheet import spreadsheet
from clausebook.model.artifact import Artifact
from clausebook.model.questionnaire import Questionnaire
from clausebook.project import Project
from clausebook.render import clock
from clausebook.render.jinja import Templates

_Folders = tuple[Path, ...]
_Jobs = Iterator[Future[Artifact]]


def build_forms(project: Project, loaded: Loaded | None = None) -> list[Path]:
    """Write every form as web form and spreadsheet below build/forms, and a roster to fill in.

    `loaded` is the project where it has been read already.
    """
    return _build(project, loaded or load_project(project), form=None, languages=())


def build_forms_with_pdf(project: Project, form: str | None = None, language: str | None = None) -> list[Path]:
    """Write the same, or only one form, and a PDF of each form in every language, or in one; a PDF takes a while.

    Raises UsageError where there is no such form or language.
    """
    loaded = load_project(project)
    languages = loaded.standard.languages
    if language is not None and language not in languages:
        raise UsageError(f"the standard is not in {language!r}; it is in: {', '.join(languages)}")
    return _build(project, loaded, form=form, languages=(language,) if language else languages)


def _build(project: Project, loaded: Loaded, *, form: str | None, languages: tuple[str, ...]) -> list[Path]:
    chosen = [loaded.questionnaire(form)] if form else list(loaded.questionnaires.values())
    made, folders = clock.now(), project.templates.folders
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        jobs = [job for asked in chosen for job in _submit(pool, asked, folders, languages, made)]
        artifacts = [job.result() for job in jobs]
    if form is None:
        artifacts.append(roster_template(project.templates, loaded.standard.languages, made))
    return write_all(artifacts, project.build)


def _submit(
    pool: ProcessPoolExecutor, asked: Questionnaire, folders: _Folders, languages: tuple[str, ...], made: datetime
) -> _Jobs:
    """The jobs of one form: what holds all languages, and a PDF in each of `languages`."""
    yield pool.submit(_web, asked, folders)
    yield pool.submit(_spreadsheet, asked, folders, made)
    for language in languages:
        yield pool.submit(_pdf, asked, folders, language, made)


def _web(asked: Questionnaire, folders: _Folders) -> Artifact:
    return web.single_file(asked, Templates(*folders))


def _spreadsheet(asked: Questionnaire, folders: _Folders, made: datetime) -> Artifact:
    return spreadsheet(asked, Templates(*folders), made)


def _pdf(asked: Questionnaire, folders: _Folders, language: str, made: datetime) -> Artifact:
    content = form_pdf(asked, Templates(*folders), language, made)
    return Artifact(PurePosixPath(f"forms/{asked.form.id}.{language}.pdf"), content)
