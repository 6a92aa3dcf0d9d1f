"""Projects to test on: the tiny standard of tests/data, and a copy of the real one."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, sync_playwright

from clausebook.build.loading import Loaded, load_project
from clausebook.cli import main
from clausebook.model.standard import Standard
from clausebook.project import Project

ROOT = Path(__file__).resolve().parents[1]
TINY = ROOT / "tests" / "data" / "tiny"
SAMPLE = ROOT / "templates" / "new"

Run = Callable[..., Result]


@pytest.fixture
def tiny(tmp_path: Path) -> Project:
    """The tiny standard: two levels, English and German."""
    return Project.at(Path(shutil.copytree(TINY, tmp_path / "tiny")))


@pytest.fixture
def kitchen(tmp_path: Path) -> Project:
    """The sample standard of new projects with every kind of record; its task and its last step share an id."""
    project = Project.at(Path(shutil.copytree(SAMPLE, tmp_path / "kitchen")))
    for file, more in KITCHEN.items():
        path = project.content / file
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + more, encoding="utf-8")
    return project


KITCHEN = {
    "standard.yaml": """\
references:
  - id: fire-code
    number: F 1
    title: {en: Fire code, zh: 消防规范}
    note: {en: For the stove., zh: 关于灶台。}
""",
    "terms.yaml": """\
glossary:
  - id: hood
    name: {en: hood, zh: 油烟机}
    aliases: {en: [extractor, fan], zh: [抽油烟机]}
    definition: {en: what draws off the smoke, zh: 抽走油烟的机器}
""",
    "workflow.yaml": """\
  - id: cooking
    title: {en: Cook for many, zh: 做大锅饭}
    summary: {en: For a whole floor., zh: 给一整层楼做饭。}
    tasks: [cooking]
""",
    "laws.yaml": """\
laws:
  - id: food-act
    title: {en: Food Act, zh: 食品法}
    names: {en: [Food Act], zh: [食品法]}
    jurisdiction: {en: Everywhere, zh: 各地}
    authority: {en: The food office, zh: 食品部门}
    checked: 2026-01-31
""",
}


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of this project's own content, whose outputs land outside the repository."""
    return copy_of_the_project(tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session")
def loaded(real: Project) -> Loaded:
    """This project's own data, read once."""
    return load_project(real)


@pytest.fixture(scope="session")
def standard(loaded: Loaded) -> Standard:
    """This project's own standard."""
    return loaded.standard


def copy_of_the_project(folder: Path) -> Project:
    for name in ("content", "assessments"):
        shutil.copytree(ROOT / name, folder / name)
    for config in ROOT.glob("mkdocs*.yml"):
        shutil.copy(config, folder)
    return Project.at(folder)


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    """Fill a folder once for all processes that run tests: the first to ask for it fills it, the others wait."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent

    def fill(name: str, work: Callable[[Path], object]) -> Path:
        folder, done = shared / name, shared / f"{name}.done"
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                work(folder)
                done.touch()
        return folder

    return fill


CHROMIUM = "chromium-headless-shell"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window to open pages faster; one a process, as Playwright runs no two at once."""
    chromium = shutil.which(CHROMIUM)
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


@pytest.fixture
def keys(tiny: Project, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The issuer of the tiny standard, with keys that every command finds."""
    issuer = tiny.assessments / "issuer.yaml"
    lines = 'address: https://certificates.example.org/\nname: {en: "Sample guild", de: "Musterinnung"}\n'
    issuer.write_text(lines, encoding="utf-8")
    monkeypatch.setenv("CLAUSEBOOK_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("CLAUSEBOOK_PASSPHRASE", "correct horse battery staple")
    made = run(tiny, "keys", "init")
    assert made.exit_code == 0, made.output
    issuer.write_text(lines + made.stdout.splitlines()[-1] + "\n", encoding="utf-8")


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
