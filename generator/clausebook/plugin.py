"""The MkDocs plugin: hands the site's pages to MkDocs and lets `mkdocs serve` follow the content."""

from pathlib import Path
from typing import Any, Literal

from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from clausebook.build import handbook
from clausebook.build.loading import Loaded
from clausebook.build.rendered import Entry, Rendering, Renderings
from clausebook.errors import ClausebookError
from clausebook.project import Project

_SEARCH = "material/search"


class ClausebookConfig(Config):
    """The plugin's options in mkdocs.yml: the language of this site."""

    language = Type(str)


class ClausebookPlugin(BasePlugin[ClausebookConfig]):
    """Adds every page of the handbook and the forms to a MkDocs site in one language.

    MkDocs keeps the plugin from one build of a served site to the next, and with it the pages as they were rendered.
    """

    loaded: Loaded | None = None
    """The project, where whoever builds the site has read it already."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether the site is served: then there is one language, and no switch."""
        self.is_serving = command == "serve"
        self.renderings = Renderings()
        self.found: Rendering | None = None

    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make the pages; early, because the search plugin reads its settings in the same event."""
        try:
            self.project = Project.at(Path(config.config_file_path).parent)
            self.site = handbook.make_site(self.project, self.config.language, self.loaded)
        except ClausebookError as error:
            raise PluginError(str(error)) from error
        handbook.add_to_settings(config, self.site, has_switch=not self.is_serving)
        config.theme.dirs[:0] = [str(folder) for folder in handbook.theme_folders(self.project)]
        if _SEARCH in config.plugins:
            config.plugins[_SEARCH].config.update(handbook.search_options(self.site))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the pages; a hand-written page of the same name stays."""
        self.pages: set[str] = set()
        for artifact in self.site.artifacts:
            name = artifact.path.as_posix()
            if files.get_file_from_path(name) is None:
                files.append(File.generated(config, name, content=artifact.content))
                self.pages.add(name)
        return files

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Keep the theme's templates as they were compiled."""
        env.bytecode_cache = self.renderings.templates

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Look whether what was rendered before still holds."""
        if self.is_serving:
            self.renderings.begin(config, files, self.site.vocabulary)

    def _find_translation(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Let the language switch find the translation of a hand-written page."""
        if found := handbook.own_alternates(self.project, self.site, page.file.src_uri):
            page.meta.setdefault("alternates", found)

    @event_priority(-100)
    def _find_rendering(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Leave nothing to render of a page of ours that has not changed."""
        self.found = self.renderings.find(page, markdown) if self._is_ours(page) else None
        return "" if self.found else None

    on_page_markdown = CombinedEvent(_find_translation, _find_rendering)

    @event_priority(100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put what was rendered before in its place, or remember what has just been rendered."""
        if self.found:
            return self.renderings.restore(page, self.found, files)
        if self._is_ours(page):
            self.renderings.keep(page, html)
        return html

    @event_priority(100)
    def _before_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Keep the search from indexing a page again."""
        self.found_entries = self.renderings.entries(page)
        self.found_meta = page.meta
        if self.found_entries is not None:
            page.meta = {**page.meta, "search": {"exclude": True}}
        self.indexed = len(self._index(config))
        return context

    @event_priority(-100)
    def _after_search(
        self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Cut what the search has indexed finer, or put what it did before in its place."""
        entries = self._index(config)
        if self.found_entries is not None:
            page.meta = self.found_meta
            entries += self.found_entries
        else:
            made = entries[self.indexed :]
            handbook.refine_search(self.site, made)
            self.renderings.keep_entries(page, made)
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    def _is_ours(self, page: Page) -> bool:
        return page.file.src_uri in self.pages and self.is_serving

    def _index(self, config: MkDocsConfig) -> list[Entry]:
        """What the search has indexed so far."""
        if _SEARCH not in config.plugins:
            return []
        return config.plugins[_SEARCH].search_index.entries  # type: ignore[attr-defined, no-any-return]

    @event_priority(-50)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Let pages opened from disk load the index, after the search plugin has written it."""
        handbook.write_search_script(Path(config.site_dir))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Rebuild when the content, the assessments or the project's own templates change."""
        for folder in self.project.watched:
            server.watch(str(folder))
        return server
