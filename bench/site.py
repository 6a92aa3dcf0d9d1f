"""The site of standards of several sizes in two languages, beside Sphinx and Zensical on the same pages."""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from report import report
from standards import write_project

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
SIZES = (110, 1000, 5000)
CONFIGS = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
INDEXES = ("search_index.json", "search.json", "searchindex.js")
PATIENCE = 7200.0
"""Seconds after which a served page that has not changed is given up."""
GIVE_UP = 3.0
"""A peer that takes longer than this many times our own time is broken off, and said to be."""
LAST_WORDS = 400
"""So many characters of what a program that failed has printed are shown."""

SPHINX_SETTINGS = """
project = "bench"
extensions = ["myst_parser"]
language = {language!r}
root_doc = "contents"
suppress_warnings = ["myst", "docutils"]
html_sidebars = {{"**": ["localtoc.html", "searchbox.html"]}}
"""
SPHINX_CONTENTS = "# Contents\n\n```{toctree}\n:glob:\n:maxdepth: 1\n\n**\n```\n"


class JobError(Exception):
    """A program has failed; the message ends with what it said last."""


@dataclass(frozen=True)
class Job:
    """A command and the folder in which it runs."""

    command: Sequence[str | Path]
    folder: Path


@dataclass(frozen=True)
class Cost:
    """What some jobs took, side by side: seconds by the clock and of processors, and the largest process in MB."""

    wall: float
    cpu: float
    peak: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{SIZES[0]} clauses only")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many clauses")
    parser.add_argument("--peers", type=Path, help="the virtual environment that holds Sphinx and Zensical")
    options = parser.parse_args()
    sizes = SIZES[:1] if options.quick else options.sizes
    path = os.pathsep.join([*([str(options.peers / "bin")] if options.peers else []), os.environ["PATH"]])
    figures: dict[str, float] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            figures |= measure(Path(folder), size, path)
    figures |= growth(figures, sizes)
    report("site", figures, ("mkdocs", "mkdocs-material", "Markdown", "jieba"))


def measure(folder: Path, size: int, path: str) -> dict[str, float]:
    """Everything about a standard of one size; a peer that is not there is said to be missing."""
    project = write_project(ROOT, folder / "project", size)
    ours = run([Job([BIN / "clausebook", "build"], project)])
    figures = told(f"clausebook {size}", ours, project / "build" / "site")
    run([Job([BIN / "clausebook", "export", "markdown", "--out", folder / "markdown"], project)])
    for name, prepare in (("sphinx", sphinx_jobs), ("zensical", zensical_jobs)):
        command = shutil.which({"sphinx": "sphinx-build"}.get(name, name), path=path)
        if command is None:
            print(f"{name} is missing: install it into a virtual environment and name that with --peers")
            continue
        print(subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout.strip())
        patience = GIVE_UP * ours.wall
        try:
            cost = run(list(prepare(command, folder / "markdown", folder / name)), patience)
        except TimeoutError:
            print(f"{name} {size}: broken off after {patience:.0f} s", flush=True)
            figures[f"{name} {size}, s, broken off"] = patience
            continue
        except JobError as error:
            print(f"{name} {size}: {error}", flush=True)
            continue
        figures |= told(f"{name} {size}", cost, *(folder / name).glob("*/site"))
        figures[f"clausebook {size} / {name} {size}, processor"] = ours.cpu / cost.cpu
    return figures | edit(project, size)


def run(jobs: Sequence[Job], patience: float = PATIENCE) -> Cost:
    """Run jobs side by side, until all have ended.

    Raises:
        JobError: a job has failed; all have ended.
        TimeoutError: the jobs were not done after so many seconds, and have been killed.
    """
    start = time.perf_counter()
    started = [_start(job) for job in jobs]
    late = threading.Timer(patience, lambda: [process.kill() for process, _ in started])
    late.start()
    cpu, peak = 0.0, 0.0
    faults = []
    for process, log in started:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            faults.append(f"exit code {process.returncode}: {log.read_text(encoding='utf-8')[-LAST_WORDS:].strip()}")
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss / 1024)
    late.cancel()
    if faults and time.perf_counter() - start >= patience:
        raise TimeoutError
    if faults:
        raise JobError(" / ".join(faults))
    return Cost(time.perf_counter() - start, cpu, peak)


def _start(job: Job) -> tuple[subprocess.Popen[bytes], Path]:
    handle, name = tempfile.mkstemp(dir=job.folder, prefix="log-")
    with os.fdopen(handle, "wb") as log:
        return subprocess.Popen(job.command, cwd=job.folder, stdout=log, stderr=log), Path(name)


def told(name: str, cost: Cost, *sites: Path) -> dict[str, float]:
    """A build's figures under the names that the report gives them."""
    files = [path for site in sites for path in site.rglob("*") if path.is_file()]
    print(f"{name}: {cost.wall:.0f} s, {cost.cpu:.0f} s of processors, {cost.peak:.0f} MB", flush=True)
    return {
        f"{name}, s": cost.wall,
        f"{name}, s of processors": cost.cpu,
        f"{name}, MB of the largest process": cost.peak,
        f"{name}, MB of output": sum(path.stat().st_size for path in files) / 1e6,
        f"{name}, MB of search index": sum(path.stat().st_size for path in files if path.name in INDEXES) / 1e6,
    }


def sphinx_jobs(command: str, markdown: Path, folder: Path) -> Iterator[Job]:
    """Sphinx has no navigation in its pages here: a list of all pages on one page is enough for it."""
    for language in CONFIGS:
        source = shutil.copytree(markdown / language / "docs", folder / language / "source")
        settings = SPHINX_SETTINGS.format(language={"zh": "zh_CN"}.get(language, language))
        (source / "conf.py").write_text(settings, encoding="utf-8")
        (source / "contents.md").write_text(SPHINX_CONTENTS, encoding="utf-8")
        pages, doctrees = folder / language / "site", folder / language / "doctrees"
        yield Job([command, "-q", "-b", "html", "-d", doctrees, source, pages], folder / language)


def zensical_jobs(command: str, markdown: Path, folder: Path) -> Iterator[Job]:
    """Each language from its own copy of the tree: Zensical keeps a cache beside it."""
    for language, config in CONFIGS.items():
        yield Job([command, "build", "-f", config], shutil.copytree(markdown, folder / language))


def edit(project: Path, size: int) -> dict[str, float]:
    """How long `mkdocs serve` takes to come up, and to show a clause that has changed."""
    clause = max((project / "content" / "clauses").glob("*.yaml"))
    text = clause.read_text(encoding="utf-8")
    start = time.perf_counter()
    with served(project) as address:
        wait_for(address, "</html>")
        first = time.perf_counter() - start
        page = page_of(project, text.partition("id: ")[2].partition("\n")[0])
        wait_for(f"{address}/{page}", "</html>")
        time.sleep(2.0)  # the server looks for changes once a second
        start = time.perf_counter()
        clause.write_text(text.replace("purpose:\n  zh: ", "purpose:\n  zh: 甲乙丙丁"), encoding="utf-8")
        wait_for(f"{address}/{page}", "甲乙丙丁")
        again = time.perf_counter() - start
    print(f"serve {size}: up after {first:.1f} s, a change shown after {again:.1f} s", flush=True)
    return {
        f"serve {size}, first build, s": first,
        f"serve {size}, a changed clause, s": again,
        f"serve {size}, a changed clause / first build": again / first,
    }


def page_of(project: Path, clause: str) -> str:
    """The built page on which a clause stands."""
    site = project / "build" / "site" / "zh"
    mark = f'<h2 id="{clause}"'
    found = (path for path in (site / "tasks").glob("*.html") if mark in path.read_text(encoding="utf-8"))
    return next(found).relative_to(site).as_posix()


@contextmanager
def served(project: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [BIN / "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
    server, _ = _start(Job(command, project))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str, text: str) -> None:
    """Ask for a page until it holds a text."""
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                if text in answer.read().decode():
                    return
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.1)
    raise SystemExit(f"{address} has not come to hold {text}")


def growth(figures: dict[str, float], sizes: Sequence[int]) -> dict[str, float]:
    """What a clause costs in the largest standard, by what it costs in the next smaller one."""
    grown = {}
    for name in ("clausebook", "sphinx", "zensical") if len(sizes) > 1 else ():
        small, large = sorted(sizes)[-2:]
        for kind in ("s", "s of processors", "MB of output", "MB of search index"):
            before, after = figures.get(f"{name} {small}, {kind}"), figures.get(f"{name} {large}, {kind}")
            if before and after:
                grown[f"{name}, {kind} a clause, {large} / {small}"] = (after / large) / (before / small)
    return grown


if __name__ == "__main__":
    main()
