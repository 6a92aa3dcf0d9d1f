"""What is kept about a person goes, what others need stays, and nothing goes without --yes."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from clausebook.project import Project
from tests.conftest import Run

NAME = "Jörg Müßig"


ALL_OF_IT = ("--by-department", "--archives", "--print", "--credentials")


pytestmark = pytest.mark.usefixtures("keys")


@pytest.fixture
def used(tiny: Project, run: Run) -> Project:
    """A project in which B1 and B2 were scored and B1 was certified."""
    for person in ("B1", "B2"):
        name = NAME if person == "B1" else "Somebody Else"
        out = tiny.build / "samples" / f"{person}.json"
        run(tiny, "sample", "baker", "--person", person, "--name", name, "--out", out)
    (tiny.root / f"{NAME}.json").write_text("{", encoding="utf-8")
    run(tiny, "score", tiny.build / "samples", tiny.root / f"{NAME}.json")
    made = run(tiny, "certify", tiny.build / "samples" / "B1.json", "--roster", tiny.root / "roster.csv", *ALL_OF_IT)
    assert made.exit_code == 0, made.output
    return tiny


def traces(folder: Path, text: str) -> list[Path]:
    """The files whose name or content holds a text."""
    return [path for path in files(folder) if text.encode() in path.read_bytes() or text in path.name]


def files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_goes_without_yes(used: Project, run: Run) -> None:
    before = {path: path.read_bytes() for path in files(used.build)}
    told = run(used, "erase", "B1").stdout
    assert "would remove" in told
    assert "run it again with --yes" in told
    assert {path: path.read_bytes() for path in files(used.build)} == before


def test_a_person_is_removed_everywhere(used: Project, run: Run) -> None:
    assert traces(used.build, NAME)
    certificates = used.build / "certificates"
    (serial,) = (path.stem for path in (certificates / "credentials").iterdir())
    assert {path.suffix for path in files(certificates)} >= {".pdf", ".jwt", ".zip", ".csv"}
    told = run(used, "erase", "B1", "--yes")
    assert told.exit_code == 0, told.output
    assert traces(used.build, NAME) == []
    assert [path for path in files(used.build) if path.name.startswith("B1")] == []
    (line,) = (used.build / "results" / "results.jsonl").read_text().splitlines()
    assert json.loads(line)["person"]["id"] == "B2"
    assert (used.build / "results" / "reports" / "baker" / "B2.html").is_file()
    assert serial in run(used, "register", "list").stdout
    assert "keeps the serial" in told.stdout
    left = [path.name for path in files(certificates)]
    assert left == ["left-over.csv", "mail-merge.csv", "manifest.jsonl", "register.sqlite", "register.sqlite.witness"]
    assert len((certificates / "mail-merge.csv").read_text().splitlines()) == 1
    assert "nothing to remove" in run(used, "erase", "B1").stdout


def test_an_issued_file_is_still_known_afterwards(used: Project, run: Run, tmp_path: Path) -> None:
    (certificate,) = (used.build / "certificates").rglob("BAKE-*.pdf")
    copy = Path(shutil.copy(certificate, tmp_path))
    sample = Path(shutil.copy(used.build / "samples" / "B1.json", tmp_path))
    run(used, "erase", "B1", "--yes")
    assert "as issued" in run(used, "register", "show", copy.stem, "--file", copy).stdout
    assert "B1.json: erased: " in run(used, "certify", sample, "--roster", used.root / "roster.csv").stderr
    assert len(run(used, "register", "list").stdout.splitlines()) == 1


def test_answers_in_a_folder(used: Project, run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.mkdir()
    own, other = (used.build / "samples" / f"B{number}.json" for number in (1, 2))
    shutil.copy(own, answers / "mine.json")
    shutil.copy(other, answers / "other.json")
    (answers / "damaged.json").write_bytes(own.read_bytes()[:-9])
    for name, inside in (("alone.zip", [own]), ("both.zip", [own, other])):
        with zipfile.ZipFile(answers / name, "w") as packed:
            for number, file in enumerate(inside):
                packed.write(file, f"{number}.json")
    told = run(used, "erase", "B1", "--in", answers, "--yes").stdout
    assert {path.name for path in files(answers)} == {"other.json", "damaged.json", "both.zip"}
    assert "both.zip: holds answers of others too" in told
    assert "damaged.json: cannot be read as answers, but names this person" in told


def test_a_reviewer_is_forgotten_in_results_about_others(used: Project, run: Run) -> None:
    results = used.build / "results" / "results.jsonl"
    lines = [json.loads(line) for line in results.read_text().splitlines()]
    lines[1]["reviewer"] = {"id": "R7", "name": "The Boss", "department": ""}
    results.write_text("".join(json.dumps(line) + "\n" for line in lines))
    assert run(used, "erase", "R7", "--yes").exit_code == 0
    assert traces(used.build / "results", "The Boss") == []
    assert not (used.build / "results" / "reports" / "baker" / "B2.html").exists()
    second = json.loads(results.read_text().splitlines()[1])
    assert (second["person"]["id"], second["reviewer"]["id"]) == ("B2", "erased")


def test_an_id_is_no_part_of_another(used: Project, run: Run) -> None:
    assert "nothing to remove" in run(used, "erase", "B").stdout
    assert run(used, "erase", " ").exit_code == 2
