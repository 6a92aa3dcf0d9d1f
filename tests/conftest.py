"""Projects to test on: the tiny standard of tests/data, and a copy of the real one."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, sync_playwright

from clausebook.cli import main
from clausebook.project import Project

ROOT = Path(__file__).resolve().parents[1]
TINY = ROOT / "tests" / "data" / "tiny"

Run = Callable[..., Result]


@pytest.fixture
def tiny(tmp_path: Path) -> Project:
    """The tiny standard: two levels, English and German."""
    return Project.at(Path(shutil.copytree(TINY, tmp_path / "tiny")))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of this project's own content, whose outputs land outside the repository."""
    return copy_of_the_project(tmp_path_factory.mktemp("real"))


def copy_of_the_project(folder: Path) -> Project:
    for name in ("content", "assessments"):
        shutil.copytree(ROOT / name, folder / name)
    for config in ROOT.glob("mkdocs*.yml"):
        shutil.copy(config, folder)
    return Project.at(folder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; one a process, because Playwright runs no two at once."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing; run: make test"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture
def run() -> Run:
    """Run the command line on a project: run(project, "check", "--strict")."""

    def invoke(project: Project | Path, *arguments: str | Path) -> Result:
        folder = project.root if isinstance(project, Project) else project
        return CliRunner().invoke(main, ["--project", str(folder), *map(str, arguments)])

    return invoke


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files with what comes out now")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of tests/golden: golden("handbook/flour.md", text)."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8"), f"{name} has changed; if it should, run pytest --update-golden"

    return compare
