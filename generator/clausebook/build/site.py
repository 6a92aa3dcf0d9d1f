"""The site in every language, built by MkDocs."""

import logging
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from clausebook.build.loading import Loaded, load_project
from clausebook.build.write import replace_folder, write_all
from clausebook.errors import InputError, Problem, RenderError, Where
from clausebook.model.artifact import Artifact
from clausebook.model.standard import Standard
from clausebook.project import Project


def build_site(project: Project, loaded: Loaded | None = None) -> Path:
    """Build the site in every language below build/site and return that folder.

    `loaded` is the project where it has been read already. Everything is built beside the old site first, which stays
    as it is when something fails.
    """
    loaded = loaded or load_project(project)
    languages = loaded.standard.languages
    check_configs(project, languages)
    staged = project.build / "site.new"
    shutil.rmtree(staged, ignore_errors=True)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        jobs = [
            pool.submit(
                _build_language, project.config_file(language, languages), staged / language, loaded, invitation
            )
            for language, invitation in _invitations(project, languages).items()
        ]
        for job in jobs:
            job.result()
    write_all([entrance(project, loaded.standard)], staged)
    if project.lists.is_dir():
        shutil.copytree(project.lists, staged / project.lists.name)
    replace_folder(staged, project.build / "site")
    return project.build / "site"


def entrance(project: Project, standard: Standard) -> Artifact:
    """The page above the sites of all languages, which leads to the one that the browser prefers."""
    languages = standard.languages
    page = project.templates.render("site/entrance.html.j2", standard=standard, languages=languages)
    return Artifact.text("index.html", page)


def check_configs(project: Project, languages: tuple[str, ...]) -> None:
    """A site in several languages has one configuration file each. Raises InputError where one is missing."""
    files = [project.config_file(language, languages) for language in languages]
    remedy = "copy mkdocs.yml and change the language, or let it INHERIT mkdocs.yml"
    missing = [Problem(Where(file.name), "the file is missing", remedy) for file in files if not file.is_file()]
    if missing:
        raise InputError(missing)


def _invitations(project: Project, languages: tuple[str, ...]) -> dict[str, str]:
    """What the foot of every page says to lead readers to the page that checks certificates, where there is one."""
    has_lists = project.lists.is_dir()
    words = {language: project.templates.words("handbook", language) for language in languages}
    return {language: words[language]["check_certificate"] if has_lists else "" for language in languages}


def _build_language(config_file: Path, site: Path, loaded: Loaded, invitation: str) -> None:
    """Build one language. Any warning of MkDocs is an error: a broken link is a broken promise."""
    with _collected_warnings() as warnings:
        try:
            config = load_config(str(config_file), site_dir=str(site))
            config.extra["invitation"] = invitation
            config.plugins.on_startup(command="build", dirty=False)
            if "clausebook" in config.plugins:
                config.plugins["clausebook"].loaded = loaded  # type: ignore[attr-defined]
            mkdocs_build(config)
            config.plugins.on_shutdown()
        except MkDocsException as error:
            warnings.append(str(error))
    if warnings:
        raise RenderError("\n".join(f"{config_file.name}: {warning}" for warning in warnings))


@contextmanager
def _collected_warnings() -> Iterator[list[str]]:
    """The warnings that MkDocs logs meanwhile."""
    messages: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
