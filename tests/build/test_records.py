"""Received is scored, held and rejected; whoever stops a run finds the outputs of the run before."""

import csv
import errno
import fcntl
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clausebook.build import records
from clausebook.build.loading import load_project
from clausebook.build.reporting import file_name
from clausebook.cli import main
from clausebook.project import Project
from tests.conftest import Run
from tests.load.responses.corpus import response

Json = dict[str, Any]


@pytest.fixture
def answers(tiny: Project, tmp_path: Path) -> Path:
    folder = tmp_path / "answers"
    folder.mkdir()
    return folder


def put(folder: Path, project: Project, name: str, identity: str, *, rating: int = 1, **changes: Any) -> None:
    data = response(load_project(project).questionnaires["baker"], identity)
    data["answers"]["heat.a"] = {"rating": rating}
    (folder / f"{name}.json").write_text(json.dumps(data | changes), encoding="utf-8")


def score(run: Run, project: Project, *arguments: str | Path) -> Result:
    return run(project, "score", *arguments, "--no-reports")


def results(project: Project) -> list[Json]:
    return [json.loads(line) for line in (project.build / "results" / "results.jsonl").read_text().splitlines()]


def left_over(project: Project) -> list[tuple[str, str, str]]:
    table = (project.build / "results" / "left-over.csv").read_text(encoding="utf-8-sig")
    return [(Path(row["origin"]).stem, row["state"], row["reason"]) for row in csv.DictReader(io.StringIO(table))]


def test_the_same_answers_again_are_one_response(tiny: Project, run: Run, answers: Path) -> None:
    put(answers, tiny, "1", "B1")
    put(answers, tiny, "2", "B1", saved="2026-02-02T09:00:00Z", language="en")
    told = score(run, tiny, answers)
    assert told.exit_code == 0
    assert "2 received = 2 scored (1 of them said again what another file says) + 0 held + 0 rejected" in told.stdout
    assert len(results(tiny)) == 1


def test_a_conflict_holds_every_file_of_that_person(tiny: Project, run: Run, answers: Path) -> None:
    for name, person, rating in (("1", "B1", 1), ("2", "B2", 1), ("3", "B1", 0), ("4", "B1", 1)):
        put(answers, tiny, name, person, rating=rating)
    told = score(run, tiny, answers)
    assert told.exit_code == 3
    assert "4 received = 1 scored + 3 held + 0 rejected" in told.stdout
    assert left_over(tiny) == [(name, "held", "conflicting_response") for name in "134"]
    assert [line["person"]["id"] for line in results(tiny)] == ["B2"]


def test_the_newest_wins_where_that_is_wanted(tiny: Project, run: Run, answers: Path) -> None:
    put(answers, tiny, "1", "B1", rating=0, saved="2026-01-01T10:00:00+08:00")
    put(answers, tiny, "2", "B1", rating=1, saved="2026-01-01T03:00:00Z")
    put(answers, tiny, "3", "B2", rating=0, saved="")
    put(answers, tiny, "4", "B2", rating=1, saved="2026-01-01T03:00:00Z")
    put(answers, tiny, "5", "B3", rating=0)
    put(answers, tiny, "6", "B3", rating=1)
    score(run, tiny, answers, "--conflicts", "newest")
    assert left_over(tiny) == [
        ("1", "rejected", "superseded"),
        *((name, "held", "conflicting_response") for name in "3456"),
    ]
    assert [(line["person"]["id"], line["overall"]) for line in results(tiny)] == [("B1", "1")]


def test_another_name_is_another_content(tiny: Project, run: Run, answers: Path) -> None:
    put(answers, tiny, "1", "B1")
    put(answers, tiny, "2", "B1", person={"id": "B1", "name": "Somebody Else"})
    assert "2 held" in score(run, tiny, answers).stdout


def test_nothing_received_is_no_fault(tiny: Project, run: Run, answers: Path) -> None:
    told = score(run, tiny, answers)
    assert told.exit_code == 0
    assert "skipped, an empty folder" in told.stdout
    assert "0 received = 0 scored" in told.stdout


def test_the_folder_of_the_results_is_left_out(tiny: Project, run: Run, answers: Path) -> None:
    put(answers, tiny, "1", "B1")
    for _ in range(2):
        told = score(run, tiny, answers, "--out", answers / "out")
        assert (told.exit_code, "1 received = 1 scored" in told.stdout) == (0, True)


def test_a_file_named_twice_counts_once(tiny: Project, run: Run, answers: Path) -> None:
    put(answers, tiny, "1", "B1")
    assert "1 received = 1 scored" in score(run, tiny, answers, answers / "1.json", answers / ".." / "answers").stdout


def test_the_table_of_what_is_left_holds_no_formulas(
    tiny: Project, run: Run, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (answers / "=cmd.json").write_bytes(b"{")
    monkeypatch.chdir(answers)
    score(run, tiny, "=cmd.json")
    assert "\r\n'=cmd.json,rejected,bad_json," in (tiny.build / "results" / "left-over.csv").read_bytes().decode()


def test_no_message_repeats_what_a_person_wrote(tiny: Project, run: Run, answers: Path) -> None:
    put(answers, tiny, "1", "B1", person={"id": "B1", "name": "x" * 201, "department": "Secret"})
    put(answers, tiny, "2", "B2", saved=["Secret"])
    told = CliRunner().invoke(main, ["--verbose", "--project", str(tiny.root), "score", str(answers)])
    assert told.exit_code == 3
    assert "Secret" not in told.output
    assert "xxx" not in told.output


def test_reports_are_made_from_the_results(tiny: Project, run: Run, answers: Path) -> None:
    put(answers, tiny, "1", "../../x/..")
    put(answers, tiny, "2", "B2")
    told = run(tiny, "score", answers)
    assert (told.exit_code, told.stderr) == (0, "")
    out = tiny.build / "results"
    hostile = file_name("../../x/..")
    assert sorted(path.name for path in (out / "reports" / "baker").iterdir()) == sorted(
        f"{name}.{ending}" for name in (hostile, "B2") for ending in ("html", "pdf")
    )
    assert {"baker.html", "baker.xlsx"} <= {path.name for path in (out / "team").iterdir()}
    again = run(tiny, "score", answers / "2.json", "--previous", out, "--out", tiny.build / "second")
    assert again.exit_code == 0, again.output
    assert score(run, tiny, answers).exit_code == 0
    assert not (out / "reports").exists()


def test_an_earlier_round_has_to_be_there(tiny: Project, run: Run, answers: Path) -> None:
    assert run(tiny, "score", answers, "--previous", answers).exit_code == 2
    assert not (tiny.build / "results" / "results.jsonl").exists()


def test_a_full_disk_leaves_the_old_outputs(
    tiny: Project, run: Run, answers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(answers, tiny, "1", "B1")
    score(run, tiny, answers)
    before = snapshot(tiny.build)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    put(answers, tiny, "2", "B2")
    with monkeypatch.context() as patched:
        patched.setattr(records, "write_file", full)
        told = score(run, tiny, answers)
    assert (told.exit_code, told.stderr) == (1, "the disk: No space left on device\n")
    assert snapshot(tiny.build) == before


def test_a_folder_that_may_not_be_written_is_named(tiny: Project, run: Run, answers: Path) -> None:
    (tiny.root / "file").write_text("")
    told = score(run, tiny, answers, "--out", tiny.root / "file" / "out")
    assert told.exit_code == 1
    assert "file" in told.stderr


def test_two_runs_do_not_write_to_the_same_folder(tiny: Project, run: Run, answers: Path) -> None:
    out = tiny.build / "results"
    out.mkdir(parents=True)
    descriptor = os.open(out, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    told = score(run, tiny, answers)
    os.close(descriptor)
    assert told.exit_code == 2
    assert "another run is writing" in told.stderr


def snapshot(folder: Path) -> Mapping[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_killed_run_leaves_the_old_outputs_and_no_process(tiny: Project, run: Run, answers: Path) -> None:
    put(answers, tiny, "1", "B1")
    score(run, tiny, answers)
    before = snapshot(tiny.build)
    for number in range(400):
        put_copy(answers, number)
    command = [sys.executable, "-c", "from clausebook.cli import main; main()", "--project", str(tiny.root), "score"]
    process = subprocess.Popen([*command, str(answers), "--no-reports"], start_new_session=True)
    spool = tiny.build / "results" / ".new" / "results.jsonl"
    while not spool.exists() and process.poll() is None:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = {path: content for path, content in snapshot(tiny.build).items() if ".new" not in path.parts}
    assert left == before
    assert "401 received = 401 scored" in score(run, tiny, answers).stdout
    assert not (tiny.build / "results" / ".new").exists()


def put_copy(folder: Path, number: int) -> None:
    text = (folder / "1.json").read_text(encoding="utf-8")
    (folder / f"copy-{number}.json").write_text(text.replace('"B1"', f'"C{number}"'), encoding="utf-8")
