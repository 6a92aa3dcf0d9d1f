"""The MkDocs plugin: hands the site's pages to MkDocs and lets `mkdocs serve` follow the content."""

from pathlib import Path
from typing import Literal

from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from clausebook.build import handbook
from clausebook.errors import ClausebookError
from clausebook.project import Project

_SEARCH = "material/search"


class ClausebookConfig(Config):
    """The plugin's options in mkdocs.yml: the language of this site."""

    language = Type(str)


class ClausebookPlugin(BasePlugin[ClausebookConfig]):
    """Adds every page of the handbook and the forms to a MkDocs site in one language."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether the site is served: then there is one language, and no switch."""
        self.is_serving = command == "serve"

    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make the pages; early, because the search plugin reads its settings in the same event."""
        try:
            self.project = Project.at(Path(config.config_file_path).parent)
            self.site = handbook.make_site(self.project, self.config.language)
        except ClausebookError as error:
            raise PluginError(str(error)) from error
        config.nav = self.site.navigation
        config.theme.static_templates.discard("404.html")  # it only works at the root of a server
        config.copyright = config.copyright or self.site.copyright
        config.theme.dirs[:0] = [str(folder) for folder in handbook.theme_folders(self.project)]
        config.extra_css[:0] = handbook.STYLES
        config.extra_javascript += handbook.SCRIPTS
        config.extra["polyfills"] = [*config.extra.get("polyfills", []), *handbook.POLYFILLS]
        config.extra["alternate"] = len(self.site.standard.languages) > 1 and not self.is_serving
        if _SEARCH in config.plugins:
            config.plugins[_SEARCH].config.update(handbook.search_options(self.site))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages; a hand-written page of the same name stays."""
        for artifact in self.site.artifacts:
            name = artifact.path.as_posix()
            if files.get_file_from_path(name) is None:
                files.append(File.generated(config, name, content=artifact.content))
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Let the language switch find the translation of a hand-written page."""
        if found := handbook.own_alternates(self.project, self.site, page.file.src_uri):
            page.meta.setdefault("alternates", found)

    @event_priority(50)
    def _refine_search_index(self, *, config: MkDocsConfig) -> None:
        """Cut the search index finer, before the search plugin writes it."""
        if _SEARCH in config.plugins:
            index = config.plugins[_SEARCH].search_index  # type: ignore[attr-defined]
            handbook.refine_search(self.site, index.entries)

    @event_priority(-50)
    def _write_search_script(self, *, config: MkDocsConfig) -> None:
        """Let pages opened from disk load the index, after the search plugin has written it."""
        handbook.write_search_script(Path(config.site_dir))

    on_post_build = CombinedEvent(_refine_search_index, _write_search_script)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Rebuild when the content, the assessments or the project's own templates change."""
        for folder in self.project.watched:
            server.watch(str(folder))
        return server
