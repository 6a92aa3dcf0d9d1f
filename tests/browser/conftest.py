"""The real site, built once, served over http and opened from disk, in a real browser."""

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from clausebook.build.forms import build_forms
from clausebook.build.site import build_site
from tests.conftest import Once, copy_of_the_project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site(once: Once) -> Path:
    """The folder of the built site; the forms stand beside it in ../forms."""

    def build(folder: Path) -> None:
        project = copy_of_the_project(folder)
        build_forms(project)
        build_site(project)

    return once("site", build) / "build" / "site"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on a local server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def http(site: Path) -> Iterator[str]:
    """The address of the site on a local server."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def addresses(http: str, site: Path) -> dict[str, str]:
    """Where the site is, by scheme."""
    return {"http": http, "file": site.as_uri()}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context()
    yield opened
    opened.close()


@contextmanager
def watched(context: BrowserContext, http: str) -> Iterator[Page]:
    """A page whose every request outside the site, and every script error, fails the test."""
    opened = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []

    def note(url: str) -> None:
        if not url.startswith((http, "file:", "data:", "blob:", "about:")):
            foreign.append(url)

    opened.on("request", lambda request: note(request.url))
    opened.on("websocket", lambda socket: foreign.append(socket.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    yield opened
    assert foreign == []
    assert errors == []


@pytest.fixture
def page(context: BrowserContext, http: str) -> Iterator[Page]:
    """A watched page for the site."""
    with watched(context, http) as opened:
        yield opened
