"""The settings and front matter of a site as plain MkDocs projects have them, without Clausebook's plugin.

MkDocs itself reads them, so that INHERIT and !ENV mean what they mean in `clausebook build`. They are written flat,
because not every Zensical treats the lists of an inherited file as MkDocs does.
"""

from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import Any, TypeAlias

import yaml
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load

from clausebook.build.handbook import Site, add_to_settings, search_options
from clausebook.errors import InputError, Problem, Where

Settings: TypeAlias = dict[str, Any]

_SEARCH = ("search", "material/search")
_OFFLINE = ("offline", "material/offline")
_OF_THE_PROJECT_ALONE = ("hooks", "watch")


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    """Writes plain values, and functions by their names."""


_Dumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))
_Dumper.add_representer(
    FunctionType,
    lambda dumper, function: dumper.represent_scalar(
        f"tag:yaml.org,2002:python/name:{function.__module__}.{function.__qualname__}", ""
    ),
)


def read_settings(config_file: Path) -> Settings:
    """What a configuration file says, with what it inherits. Raises InputError where MkDocs cannot read it."""
    try:
        with config_file.open("rb") as file:
            return dict(yaml_load(file))
    except MkDocsException as error:
        what = " ".join(str(error).split())
        raise InputError([Problem(Where(config_file.name), what, "mend the file and try again")]) from error


def custom_theme(settings: Settings) -> str | None:
    """The folder of the project's own theme files, as the settings name it."""
    theme = settings.get("theme")
    return theme.get("custom_dir") if isinstance(theme, dict) else None


def plain_settings(settings: Settings, site: Site, *, docs: str, theme: str, built: str, dictionary: str) -> Settings:
    """The settings of a project in which nothing needs the plugin. All paths are relative to it.

    `docs` is the folder of the pages, `theme` that of the theme's files, `built` where the site goes, and `dictionary`
    a file of words that the search keeps whole, or "".
    """
    plain = {key: value for key, value in settings.items() if key not in _OF_THE_PROJECT_ALONE}
    add_to_settings(plain, site, has_switch=True)
    options = search_options(site) | ({"jieba_dict_user": dictionary} if dictionary else {})
    return plain | {
        "docs_dir": docs,
        "site_dir": built,
        "use_directory_urls": False,
        "theme": _theme(plain.get("theme", "mkdocs")) | {"custom_dir": theme},
        "plugins": list(_plugins(plain.get("plugins", []), options)),
    }


def as_yaml(settings: Settings) -> str:
    """Settings or front matter as YAML. Raises InputError for a value that has no plain form there."""
    try:
        return str(yaml.dump(settings, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120))
    except yaml.YAMLError as error:
        raise InputError([Problem(Where("mkdocs.yml"), str(error), "use plain values or functions")]) from error


def with_alternates(page: str, alternates: list[dict[str, str]]) -> str:
    """A Markdown page whose front matter names its translations; a page that names its own stays as it is."""
    text, front = get_data(page)
    if not alternates or "alternates" in front:
        return page
    return f"---\n{as_yaml(front | {'alternates': alternates})}---\n\n{text}"


def _theme(theme: str | Settings) -> Settings:
    """The theme's settings. The handbook's styles fit the look that Zensical calls classic; MkDocs has no other."""
    return {"variant": "classic"} | ({"name": theme} if isinstance(theme, str) else theme)


def _plugins(declared: list[str | Settings] | Settings, options: Settings) -> Iterator[str | Settings]:
    """The plugins but Clausebook's; the search has `options`, and another plugin lets pages on disk find its index."""
    entries = declared.items() if isinstance(declared, dict) else map(_entry, declared)
    for name, given in entries:
        own = given or {}
        if name in _SEARCH:
            yield {name: own | options} if own or options else name
            yield "offline"
        elif name != "clausebook" and name not in _OFFLINE:
            yield {name: own} if own else name


def _entry(plugin: str | Settings) -> tuple[str, Settings]:
    return (plugin, {}) if isinstance(plugin, str) else next(iter(plugin.items()))
