"""The MkDocs plugin: live reload, hostile words on the built page, and what never gets there."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from clausebook.project import Project
from tests.conftest import Run

pytestmark = pytest.mark.xdist_group("site")

PATIENCE = 90.0
"""Seconds after which a server that has not done what it should is given up; a failing test only, never a measure."""


def test_serve_follows_the_content(tiny: Project) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tiny.root / "serve.log").open("wb")
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"],
        cwd=tiny.root,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=os.environ | {"DISABLE_MKDOCS_2_WARNING": "true"},
    )
    page = f"http://127.0.0.1:{port}/stages/dough/index.html"
    clause = tiny.content / "clauses" / "1.1.yaml"
    try:
        wait_until(lambda: "sift the flour" in fetched(page), tiny.root / "serve.log")
        assert 'hreflang="de"' not in fetched(page)
        text = clause.read_text(encoding="utf-8")
        clause.write_text(text.replace("sift the flour", "sieve the rye"), encoding="utf-8")
        wait_until(lambda: "sieve the rye" in fetched(page), tiny.root / "serve.log")
        # A mistake does not stop the server, and mending it does not need a restart.
        clause.write_text(text.replace("shall sift", "must sift"), encoding="utf-8")
        wait_until(
            lambda: "'must' is not a modal verb" in (tiny.root / "serve.log").read_text(), tiny.root / "serve.log"
        )
        clause.write_text(text.replace("sift the flour", "sift the spelt"), encoding="utf-8")
        wait_until(lambda: "sift the spelt" in fetched(page), tiny.root / "serve.log")
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def fetched(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError):
        return ""


def wait_until(condition: Callable[[], bool], log: Path) -> None:
    for _ in range(int(PATIENCE / 0.25)):
        if condition():
            return
        time.sleep(0.25)
    pytest.fail(log.read_text(encoding="utf-8"))


def test_hostile_words_stay_words_on_the_built_site(tiny: Project, run: Run) -> None:
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    for path in (tiny.content / "standard.yaml", tiny.content / "outline.yaml", tiny.content / "clauses" / "1.1.yaml"):
        text = path.read_text(encoding="utf-8")
        for word in (
            "Made up for tests.",
            "Dough",
            "Flour",
            "Lumps show in the crumb.",
            "Sample rules for a small bakery",
        ):
            text = text.replace(f"en: {word},", f"en: '{word} {bad}',")
        path.write_text(text, encoding="utf-8")
    built = run(tiny, "build")
    assert built.exit_code == 0, built.stderr
    site = tiny.build / "site"
    pages = [*site.rglob("*.html"), *(tiny.build / "forms").rglob("*.html")]
    assert any("alert(1)" in page.read_text(encoding="utf-8") for page in pages)
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert "<script>alert" not in html, page
        assert "<img src=x" not in html, page


def test_nothing_but_the_site_is_published(tiny: Project, run: Run) -> None:
    canary = "CANARY-7f3a"
    path = tiny.root / "assessments" / "responses" / "answer.json"
    path.parent.mkdir()
    path.write_text(canary, encoding="utf-8")
    (tiny.root / "roster.csv").write_text(f"id,name,organization\nB1,{canary},Sample\n", encoding="utf-8")
    assert run(tiny, "build").exit_code == 0
    published = [file for file in (tiny.build / "site").rglob("*") if file.is_file()]
    assert published
    assert not [file for file in published if canary.encode() in file.read_bytes()]


def test_a_failed_build_keeps_the_old_site(tiny: Project, run: Run) -> None:
    assert run(tiny, "build").exit_code == 0
    before = {path: path.read_bytes() for path in (tiny.build / "site").rglob("*") if path.is_file()}
    (tiny.content / "pages" / "en" / "own.md").write_text("[broken](nowhere.md)\n", encoding="utf-8")
    failed = run(tiny, "build")
    assert failed.exit_code == 1
    assert "nowhere.md" in failed.stderr
    assert {path: path.read_bytes() for path in (tiny.build / "site").rglob("*") if path.is_file()} == before


def test_a_language_without_a_configuration_is_a_problem(tiny: Project, run: Run) -> None:
    (tiny.root / "mkdocs.de.yml").unlink()
    failed = run(tiny, "build")
    assert failed.exit_code == 1
    assert "mkdocs.de.yml: the file is missing; copy mkdocs.yml" in failed.stderr
