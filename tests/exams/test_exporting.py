"""Exports from the command line: of assembled papers and of practice questions."""

import shutil
from pathlib import Path

import pytest

from clausebook.build.exporting import FORMATS
from clausebook.model.paper import Paper, Papers
from clausebook.project import Project
from tests.conftest import SAMPLE, Run
from tests.exams import sample_papers
from tests.exams.canaries import Canaries

FILES = {
    "moodle": "xml",
    "qti2": "qti21.zip",
    "qti3": "qti30.zip",
    "gift": "gift.txt",
    "anki": "apkg",
    "xlsx": "xlsx",
}


@pytest.fixture
def office(tmp_path: Path) -> Project:
    """A project in English and Chinese."""
    return Project.at(Path(shutil.copytree(SAMPLE, tmp_path / "office")))


def keep(project: Project, *papers: Paper) -> Path:
    folder = project.build / "exams" / "sample"
    folder.mkdir(parents=True)
    (folder / "papers.json").write_text(Papers(papers=papers).model_dump_json(), encoding="utf-8")
    return folder


def test_every_format_has_its_file(office: Project, run: Run) -> None:
    folder = keep(office, sample_papers.paper())
    for to in FORMATS:
        done = run(office, "exam", "export", "sample", "--to", to)
        assert done.exit_code == 0, done.output
        expected = {f"A.{language}.{FILES[to]}" for language in ("en", "zh")} if to in FILES else {"A.scorm12.zip"}
        assert {path.name for path in (folder / to).iterdir()} == expected
        assert all(f"file: {folder / to / name}" in done.output for name in expected)
    assert "note: GIFT holds no marks" in run(office, "exam", "export", "sample", "--to", "gift").output


def test_one_language(office: Project, run: Run) -> None:
    folder = keep(office, sample_papers.paper())
    for to in ("moodle", "scorm"):
        assert run(office, "exam", "export", "sample", "--to", to, "--language", "zh").exit_code == 0
    assert {path.name for path in folder.rglob("*.*")} == {"papers.json", "A.zh.xml", "A.zh.scorm12.zip"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("export", "sample", "--to", "anki"), "holds items of the exam pool"),
        (("export", "sample", "--to", "scorm"), "clausebook exam practice --to scorm"),
        (("export", "sample", "--to", "moodle", "--language", "fr"), "not in 'fr'; it is in: en, zh"),
        (("export", "other", "--to", "moodle"), "clausebook exam papers"),
        (("practice", "--to", "gift"), "there is no practice question"),
        (("practice", "--to", "gift", "--stage", "9"), "there is no stage '9'; there are: 1 "),
    ],
)
def test_what_cannot_be_exported(arguments: tuple[str, ...], told: str, office: Project, run: Run) -> None:
    folder = keep(office, sample_papers.exam())
    failed = run(office, "exam", *arguments)
    assert failed.exit_code == 2
    assert told in failed.stderr
    assert [path.name for path in folder.iterdir()] == ["papers.json"]
    assert not (office.build / "practice").exists()


def test_practice_of_a_stage(tiny: Project, run: Run) -> None:
    Canaries().plant(tiny)
    for stage in ("1", "dough"):
        done = run(tiny, "exam", "practice", "--to", "gift", "--stage", stage, "--language", "de")
        assert done.exit_code == 0, done.output
    (path,) = (tiny.build / "practice" / "gift").iterdir()
    assert path.name == "stage-1.de.gift.txt"
    assert path.read_text(encoding="utf-8").count("::stage-1-") == len(sample_papers.items())
    assert run(tiny, "exam", "practice", "--to", "gift", "--stage", "2").exit_code == 2
