"""The handbook as a PDF in each language."""

import gc
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path, PurePosixPath

from clausebook.build.loading import load_project
from clausebook.build.write import write_all
from clausebook.errors import RenderError, UsageError
from clausebook.handbook.document import handbook_pdf
from clausebook.model.artifact import Artifact
from clausebook.model.standard import Standard
from clausebook.project import Project
from clausebook.render import clock
from clausebook.render.jinja import Templates

_RARELY = (200_000, 50, 1000)


def build_handbooks(project: Project, out: Path, language: str | None = None) -> list[Path]:
    """Write the handbook in every language, or in one, below `out` as `<standard's id>.<language>.pdf`.

    Returns the files. Raises InputError, UsageError where the standard does not have the language, RenderError.
    """
    standard = load_project(project).standard
    if language is not None and language not in standard.languages:
        raise UsageError(f"the standard is not in {language!r}; it is in: {', '.join(standard.languages)}")
    made, folders = clock.now(), project.templates.folders
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        chosen = standard.languages if language is None else (language,)
        jobs = [pool.submit(_handbook, standard, folders, code, made) for code in chosen]
        return write_all([job.result() for job in jobs], out)


def _handbook(standard: Standard, folders: tuple[Path, ...], language: str, made: datetime) -> Artifact:
    """One handbook, made in a process of its own."""
    # A layout makes some million objects and lets go of few: to look for cycles among them takes a tenth of its time.
    gc.set_threshold(*_RARELY)
    try:
        content = handbook_pdf(standard, Templates(*folders), language, made)
    except RenderError as error:
        raise RenderError(f"the handbook in {language}: {error}") from None
    return Artifact(PurePosixPath(f"{standard.identity.id}.{language}.pdf"), content)
