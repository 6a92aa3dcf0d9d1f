"""The site as a plain tree of Markdown, which MkDocs or Zensical builds without Clausebook."""

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from clausebook.build import handbook, settings
from clausebook.build.loading import load_project
from clausebook.build.site import check_configs, entrance
from clausebook.build.write import replace_folder, write_all
from clausebook.errors import UsageError
from clausebook.model.artifact import Artifact
from clausebook.project import Project

MARK = "clausebook-export.json"
_FORMAT = "clausebook-export/1"
_BUILT = "site"
_LEFT_BY_ENGINES = {_BUILT, ".cache"}


def export_markdown(project: Project, out: Path) -> list[Path]:
    """Write the site of every language as Markdown below `out`; the configuration files, one a language, in order.

    A tree that was written there before is replaced as a whole. Raises UsageError where `out` holds anything else.
    """
    loaded = load_project(project)
    standard = loaded.standard
    check_configs(project, standard.languages)
    final = out.resolve()
    staged, old = (final.with_name(f"{final.name}.{state}") for state in ("new", "old"))
    for folder in (final, staged, old):
        _check_nothing_is_lost(folder)
    made = _below(_BUILT, [entrance(project, standard)])
    for language in standard.languages:
        site = handbook.make_site(project, language, loaded)
        made += _language(project, site, project.config_file(language, standard.languages))
    shutil.rmtree(staged, ignore_errors=True)
    write_all([_mark(made), *made], staged)
    replace_folder(staged, final)
    return [out / project.config_file(language, standard.languages).name for language in standard.languages]


def _check_nothing_is_lost(folder: Path) -> None:
    """Only what an export has written, or an engine has built of it, may be replaced."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder with --out")
    found = {path.name for path in folder.iterdir()} if folder.exists() else set()
    strange = sorted(found - _entries(folder))
    if strange:
        named = ", ".join(strange[:3]) + (" and more" if len(strange) > 3 else "")
        raise UsageError(f"{folder} holds what no export has written: {named}; move it, or name another with --out")


def _entries(folder: Path) -> set[str]:
    """What may stand in a folder that an export has written: none where it has not."""
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        return {MARK, *_LEFT_BY_ENGINES, *mark["entries"]} if mark["format"] == _FORMAT else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _mark(made: Iterable[Artifact]) -> Artifact:
    """The file that tells an export from other folders. It is written first, so that a torn export has it too."""
    entries = sorted({artifact.path.parts[0] for artifact in made})
    return Artifact.text(MARK, json.dumps({"format": _FORMAT, "entries": entries}, ensure_ascii=False, indent=2) + "\n")


def _language(project: Project, site: handbook.Site, config_file: Path) -> list[Artifact]:
    """Pages, assets, theme files and configuration of one language."""
    given = settings.read_settings(config_file)
    docs, theme, dictionary = (f"{site.language}/{name}" for name in ("docs", "theme", "words.txt"))
    plain = settings.plain_settings(
        given,
        site,
        docs=docs,
        theme=theme,
        built=f"{_BUILT}/{site.language}",
        dictionary=dictionary if site.vocabulary else "",
    )
    own_pages = _own_pages(project, site, project.root / given.get("docs_dir", "docs"))
    custom = settings.custom_theme(given)
    themes = [*([project.root / custom] if custom else []), *reversed(handbook.theme_folders(project))]
    return [
        Artifact.text(config_file.name, settings.as_yaml(plain)),
        *([Artifact.text(dictionary, "\n".join(site.vocabulary) + "\n")] if site.vocabulary else []),
        *_below(docs, _upmost([*site.artifacts, *own_pages])),
        *_below(theme, _upmost(_files(themes))),
    ]


def _own_pages(project: Project, site: handbook.Site, folder: Path) -> Iterator[Artifact]:
    """The hand-written pages, which know their translations, and the files beside them but hidden ones."""
    for file in _files([folder]):
        name = file.path.as_posix()
        if file.path.suffix == ".md":
            page = file.content.decode("utf-8-sig")
            yield Artifact.text(name, settings.with_alternates(page, handbook.own_alternates(project, site, name)))
        elif not any(part.startswith(".") for part in file.path.parts):
            yield file


def _files(folders: Iterable[Path]) -> Iterator[Artifact]:
    """The files of folders by their paths there."""
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield Artifact(PurePosixPath(path.relative_to(folder)), path.read_bytes())


def _upmost(artifacts: Iterable[Artifact]) -> Iterable[Artifact]:
    """Of artifacts of the same name the last."""
    return {artifact.path: artifact for artifact in artifacts}.values()


def _below(folder: str, artifacts: Iterable[Artifact]) -> list[Artifact]:
    return [Artifact(PurePosixPath(folder) / artifact.path, artifact.content) for artifact in artifacts]
