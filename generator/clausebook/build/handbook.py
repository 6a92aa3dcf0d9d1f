"""The pages of the site in one language, handbook and forms together, ready for an engine to render."""

import json
from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.build.loading import Loaded, load_project
from clausebook.build.write import write_file
from clausebook.exams import practice
from clausebook.forms import web
from clausebook.forms.definition import Explained
from clausebook.handbook import search
from clausebook.handbook.links import (
    PRACTICE_PAGE,
    alternates,
    as_html,
    clause_target,
    form_page,
    practice_target,
    relative,
)
from clausebook.handbook.navigation import navigation
from clausebook.handbook.pages import pages
from clausebook.model.artifact import Artifact
from clausebook.model.standard import Clause, Standard
from clausebook.project import Project
from clausebook.render.jinja import plain

ASSETS = "assets/clausebook"
STYLES = tuple(f"{ASSETS}/{name}.css" for name in ("site", "views", "reader"))
SCRIPTS = tuple(
    f"{ASSETS}/{name}.js" for name in ("language", "reader", "beside", "filter", "follow", "dialog", "cite", "ticks")
)
POLYFILLS = tuple(f"{ASSETS}/{name}.js" for name in ("early", "iframe-worker", "search"))


@dataclass(frozen=True)
class Site:
    """What an engine needs to build the site in one language."""

    standard: Standard
    language: str
    artifacts: tuple[Artifact, ...]
    navigation: list[Any]
    vocabulary: tuple[str, ...]
    copyright: str


def make_site(project: Project, language: str, loaded: Loaded | None = None) -> Site:
    """All pages and assets of the site in a language; `loaded` is the project where it has been read already.

    Raises InputError where the project holds problems.
    """
    loaded = loaded or load_project(project)
    templates, identity = project.templates, loaded.standard.identity
    words = templates.words("handbook", language)
    forms = tuple(loaded.questionnaires.values())
    has_practice = bool(practice.published(loaded.items))
    made = [
        *pages(loaded.standard, templates, language, forms, loaded.coverage, has_practice=has_practice),
        *_form_pages(loaded, project, language),
        *(_practice(loaded, project, language) if has_practice else ()),
        *_assets(project),
    ]
    own = sorted(path.name for path in (project.content / "pages" / language).glob("*.md"))
    return Site(
        standard=loaded.standard,
        language=language,
        artifacts=tuple(made),
        navigation=navigation(loaded.standard, words, language, forms, own, has_practice=has_practice),
        vocabulary=search.vocabulary(loaded.standard, language),
        copyright=f"{plain(identity.notice[language])} {plain(identity.copyright[language])}",
    )


def add_to_settings(settings: MutableMapping[str, Any], site: Site, *, has_switch: bool) -> None:
    """Add what a site brings to the settings of an engine; `has_switch` tells whether translations stand beside it."""
    settings["nav"] = site.navigation
    settings["copyright"] = settings.get("copyright") or site.copyright
    settings["extra_css"] = [*STYLES, *(settings.get("extra_css") or [])]
    settings["extra_javascript"] = [*(settings.get("extra_javascript") or []), *SCRIPTS]
    extra = settings.setdefault("extra", {})
    extra["polyfills"] = [*extra.get("polyfills", []), *POLYFILLS]
    extra["alternate"] = has_switch and len(site.standard.languages) > 1


def theme_folders(project: Project) -> list[Path]:
    """The folders with the theme's overridden partials, the project's own first."""
    return [folder / "site" / "theme" for folder in project.templates.folders if (folder / "site" / "theme").is_dir()]


def search_options(site: Site) -> dict[str, Any]:
    """The settings of the theme's search for a site's language; none where its own are right."""
    if not search.is_unspaced(site.language):
        return {}
    search.learn(site.vocabulary)
    return {"lang": ["en"], "separator": search.SEPARATOR, "pipeline": []}


def refine_search(site: Site, entries: Iterable[dict[str, Any]]) -> None:
    """Cut the titles and texts of a search index finer, in place, where the language asks for it."""
    for entry in entries if search.is_unspaced(site.language) else ():
        for key in ("title", "text"):
            entry[key] = search.recut(entry[key], site.vocabulary)


def own_alternates(project: Project, site: Site, page: str) -> list[dict[str, str]]:
    """The translations of a hand-written page, where every language has it."""
    languages = site.standard.languages
    is_everywhere = all((project.content / "pages" / language / page).is_file() for language in languages)
    return alternates(page, languages) if is_everywhere else []


def write_search_script(site: Path) -> None:
    """Write the search index of a built site as a script, which a page opened from disk is able to load."""
    index = site / "search" / "search_index.json"
    if index.is_file():
        write_file(index.with_suffix(".js"), b"var __index = " + index.read_bytes())


def _form_pages(loaded: Loaded, project: Project, language: str) -> list[Artifact]:
    made = list(web.assets(project.templates)) if loaded.questionnaires else []
    standard = loaded.standard
    links = {clause.id: _explained(standard, clause) for clause in standard.clauses.values()}
    for questionnaire in loaded.questionnaires.values():
        body = web.page_body(questionnaire, project.templates, language, links, practised=_practised(loaded))
        title = questionnaire.form.title[language]
        made.append(_wide_page(form_page(questionnaire.form), title, body, standard.languages))
    return made


def _practised(loaded: Loaded) -> web.Practised:
    """Where a form leads those who want to practise what they lack."""
    clauses = frozenset(clause for item in practice.published(loaded.items) for clause in item.clauses)
    return web.Practised(f"../{as_html(PRACTICE_PAGE)}", clauses)


def _practice(loaded: Loaded, project: Project, language: str) -> list[Artifact]:
    """The page on which questions are practised, with its script and its questions."""
    standard, templates = loaded.standard, project.templates
    links = {
        clause.id: relative(as_html(clause_target(standard, clause)), PRACTICE_PAGE) for clause in standard.in_order
    }
    title = templates.words("handbook", language)["practise"]
    page = _wide_page(PRACTICE_PAGE, title, practice.page_body(templates, language), standard.languages)
    return [page, *practice.assets(loaded.items, standard, templates, language, links)]


def _wide_page(page: str, title: str, body: str, languages: tuple[str, ...]) -> Artifact:
    """A Markdown page that is one block of HTML and takes the whole width."""
    front = {"title": plain(title), "alternates": alternates(page, languages), "hide": ["navigation", "toc"]}
    return Artifact.text(page, f"---\n{json.dumps(front, ensure_ascii=False)}\n---\n\n{body}")


def _explained(standard: Standard, clause: Clause) -> Explained:
    """Where the handbook explains a clause, as a form's page links to it."""
    practice = practice_target(standard, clause)
    page = f"../{as_html(clause_target(standard, clause))}"
    return Explained(page, None if practice is None else f"../{as_html(practice)}")


def _assets(project: Project) -> list[Artifact]:
    files = {Path(name).name: name for name in (*STYLES, *SCRIPTS, *POLYFILLS)}
    read = project.templates.file
    return [Artifact.text(path, read(f"site/{name}").read_text(encoding="utf-8")) for name, path in files.items()]
