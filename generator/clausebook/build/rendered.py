"""Pages as they were rendered before: while a site is served, only what has changed is rendered again."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import CountHandler

from clausebook.render.jinja import Compiled

Entry = dict[str, Any]
"""A section of a page in the index of the theme's search."""


@dataclass
class Rendering:
    """What was made of a page: its HTML, what links need to know of it, and its part of the search index.

    `source` is the file's text and `markdown` what the plugins' events left of it; both have to be the same again.
    `links` are by the names of the files that they lead to. `entries` are None until the page has been indexed.
    """

    source: str
    markdown: str
    content: str
    toc: TableOfContents
    anchors: set[str]
    links: Mapping[str, Mapping[str, str]]
    entries: list[Entry] | None = None


class Renderings:
    """The last rendering of each page by the file's name, as long as what all pages depend on stays the same.

    A page is remembered only where MkDocs had nothing to say about it, for it has to say so each time. `templates` are
    the theme's, compiled.
    """

    def __init__(self) -> None:
        self.templates = Compiled()
        self._known: dict[str, Rendering] = {}
        self._common: object = None
        self._warnings = CountHandler()
        self._before: list[tuple[str, int]] = []

    def begin(self, config: MkDocsConfig, files: Files, vocabulary: Iterable[str]) -> None:
        """Forget everything where another set of files, other settings or other words of the search came up."""
        plugins = [(name, dict(plugin.config)) for name, plugin in config.plugins.items()]
        settings = repr((config.markdown_extensions, config.mdx_configs, config.validation, plugins))
        common = (settings, tuple(vocabulary), [(file.src_uri, file.dest_uri) for file in files])
        if common != self._common:
            self._common, self._known = common, {}
        logging.getLogger("mkdocs.structure").addHandler(self._warnings)

    def find(self, page: Page, markdown: str) -> Rendering | None:
        """The rendering of a page that is about to be rendered, where nothing has changed."""
        self._before = self._warnings.get_counts()
        known = self._known.get(page.file.src_uri)
        is_same = known and (known.source, known.markdown) == (page.file.content_string, markdown)
        return known if is_same else None

    def restore(self, page: Page, known: Rendering, files: Files) -> str:
        """Let a page be as if it had just been rendered; its HTML."""
        page.markdown, page.toc, page.present_anchor_ids = known.markdown, known.toc, known.anchors
        targets = {name: files.get_file_from_path(name) for name in known.links}
        page.links_to_anchors = {file: dict(known.links[name]) for name, file in targets.items() if file}
        return known.content

    def keep(self, page: Page, content: str) -> None:
        """Remember a page that has just been rendered, or else nothing of it."""
        self._known.pop(page.file.src_uri, None)
        if self._warnings.get_counts() == self._before:
            self._known[page.file.src_uri] = Rendering(
                source=page.file.content_string,
                markdown=page.markdown or "",
                content=content,
                toc=page.toc,
                anchors=page.present_anchor_ids or set(),
                links={file.src_uri: links for file, links in (page.links_to_anchors or {}).items()},
            )

    def entries(self, page: Page) -> list[Entry] | None:
        """The page's part of the search index, where it is known."""
        known = self._known.get(page.file.src_uri)
        return known.entries if known else None

    def keep_entries(self, page: Page, entries: list[Entry]) -> None:
        """Remember the part of the search index that was made of a page."""
        if known := self._known.get(page.file.src_uri):
            known.entries = entries
