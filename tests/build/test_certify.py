"""Certificates in bulk: nothing is lost, doubled or left behind, whoever draws and whatever stops the work."""

import csv
import errno
import json
import multiprocessing
import os
import random
import re
import shutil
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from distributed import LocalCluster

from clausebook.build import drawing, write
from clausebook.build.certify import CREDENTIALS, Certified, Run, certify
from clausebook.build.drawing import Workforce
from clausebook.build.handout import ARCHIVES, MAIL_MERGE, MANIFEST, STACKS, Handout
from clausebook.build.loading import load_project
from clausebook.build.register import Place, digest
from clausebook.build.shard import Shard
from clausebook.build.signer import Signer
from clausebook.certificates.document import Press
from clausebook.certificates.signing import SigningKey
from clausebook.errors import UsageError
from clausebook.model.issuer import Issuer
from clausebook.model.response import Person, Response
from clausebook.project import Project
from clausebook.render import clock
from clausebook.scoring.score import Scorer

KILLS = int(os.environ.get("KILLS", "20"))
PEOPLE = int(os.environ.get("PEOPLE", "120"))
HERE = Workforce(processes=1)
ISSUER = Issuer(address="https://certificates.example.org/", name={"en": "Sample guild", "de": "Musterinnung"})
DEPARTMENTS = ("Bread", "", "Cakes / Tarts")


@pytest.fixture
def signer() -> Signer:
    return Signer(ISSUER, SigningKey.new(lambda size: bytes(range(size))))


def enrol(project: Project, count: int, worse: Sequence[int] = ()) -> Path:
    """A roster of so many people, and their results in one file: its path. Some do a little worse than the others."""
    questionnaire = load_project(project).questionnaire("baker")
    scorer = Scorer(questionnaire)
    first, *others = questionnaire.provisions
    results = project.root / "results.jsonl"
    with (project.root / "roster.csv").open("w", encoding="utf-8", newline="") as roster, results.open("w") as lines:
        rows = csv.writer(roster)
        rows.writerow(["id", "name", "organization", "department"])
        for number in range(1, count + 1):
            rows.writerow([f"B{number}", f"Baker {number}", "Sample bakery", DEPARTMENTS[number % 3]])
            response = Response.model_validate(
                {
                    "format": "clausebook-response/1",
                    "form": "baker",
                    "form_hash": questionnaire.content_hash,
                    "language": "en",
                    "person": Person(id=f"B{number}").model_dump(),
                    "started": "2026-01-01T08:00:00Z",
                    "saved": "2026-01-01T09:00:00Z",
                    "answers": {first: {"rating": int(number not in worse)}} | {ref: {"rating": 1} for ref in others},
                }
            )
            lines.write(scorer.score(response).model_dump_json() + "\n")
    return results


def run(
    project: Project,
    results: Path,
    signer: Signer,
    workforce: Workforce = HERE,
    shard: Shard | None = None,
    **handout: bool,
) -> Certified:
    settings = Run(
        scheme=None,
        roster=project.root / "roster.csv",
        out=project.build / "certificates",
        register=Place.of(project, None),
        shard=shard or Shard(),
        workforce=workforce,
        handout=Handout(**handout),
    )
    return certify(project, [results], settings, signer, lambda _what, _count: None)


def files(project: Project) -> dict[str, bytes]:
    """The certificates that stand in the folder, by their path below it."""
    out = project.build / "certificates"
    pdfs = (path for path in out.rglob("*.pdf") if STACKS not in path.parts)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in pdfs}


def assert_whole(project: Project, count: int) -> None:
    """One certificate a person, each as the register has it, numbered without a gap, and nothing besides."""
    with Place.of(project, None).ledger() as ledger:
        records = ledger.records()
        assert ledger.check() == []
    assert sorted(record.holder.id for record in records) == sorted(f"B{number}" for number in range(1, count + 1))
    assert {record.state for record in records} == {"issued"}
    numbers = sorted(int(record.serial.split("-")[2]) for record in records)
    assert numbers == list(range(1, count + 1))
    assert len({record.status_index for record in records}) == count
    found = {name.rpartition("/")[2]: digest(content) for name, content in files(project).items()}
    assert found == {f"{record.serial}.pdf": record.digest for record in records}
    out = project.build / "certificates"
    known = {MANIFEST, MAIL_MERGE, "left-over.csv", "register.sqlite", "register.sqlite.witness"}
    assert {path.name for path in out.iterdir() if path.is_file()} - set(found) <= known
    assert not list(out.rglob(".*"))


def test_everybody_gets_one_and_a_second_run_changes_nothing(tiny: Project, signer: Signer) -> None:
    results = enrol(tiny, 70)
    first = run(tiny, results, signer, by_department=True)
    assert (first.new, first.unchanged, first.left_over) == (70, 0, [])
    assert_whole(tiny, 70)
    out = tiny.build / "certificates"
    assert {path.name for path in out.iterdir() if path.is_dir()} == {"Bread", "Cakes _ Tarts"}
    written = {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")}
    lists = [(out / name).read_bytes() for name in (MANIFEST, MAIL_MERGE)]

    second = run(tiny, results, signer, by_department=True)
    assert (second.new, second.unchanged, second.left_over) == (0, 70, [])
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")} == written
    assert [(out / name).read_bytes() for name in (MANIFEST, MAIL_MERGE)] == lists


def test_the_lists_follow_the_roster_and_lead_to_the_files(tiny: Project, signer: Signer) -> None:
    results = enrol(tiny, 40)
    lines = results.read_text().splitlines()
    random.Random(1).shuffle(lines)
    results.write_text("\n".join(lines) + "\n")
    run(tiny, results, signer, has_archives=True, has_stacks=True, has_credentials=True)
    out = tiny.build / "certificates"
    manifest = [json.loads(line) for line in (out / MANIFEST).read_text(encoding="utf-8").splitlines()]
    rows = list(csv.DictReader((out / MAIL_MERGE).read_text(encoding="utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == [f"B{number}" for number in range(1, 41)]
    assert [row["file"] for row in rows] == [line["file"] for line in manifest]
    for line, row in zip(manifest, rows, strict=True):
        content = (out / line["file"]).read_bytes()
        assert digest(content) == line["sha256"]
        assert row["link"].encode() in content
        assert (out / CREDENTIALS / f"{row['serial']}.jwt").read_bytes().count(b".") == 2
    assert len(list((out / ARCHIVES).iterdir())) == len(list((out / STACKS).iterdir())) == 3

    run(tiny, results, signer)
    assert not (out / ARCHIVES).exists()
    assert not (out / STACKS).exists()


def test_a_changed_result_supersedes_and_never_comes_back(tiny: Project, signer: Signer) -> None:
    run(tiny, enrol(tiny, 3), signer)
    again = run(tiny, enrol(tiny, 3, worse=[2]), signer)
    assert (again.new, again.unchanged) == (1, 2)
    with Place.of(tiny, None).ledger() as ledger:
        records = {record.serial: record for record in ledger.records()}
    (old,) = (record for record in records.values() if record.state == "superseded")
    assert old.holder.id == "B2"
    assert records[old.superseded_by or ""].holder.id == "B2"
    assert records[old.superseded_by or ""].overall < old.overall == 1

    back = run(tiny, enrol(tiny, 3), signer)
    assert (back.new, back.unchanged) == (0, 2)
    assert [one.reason for one in back.left_over] == ["superseded"]


@pytest.mark.parametrize("spoil", ["missing", "changed"])
def test_a_file_that_is_gone_or_changed_comes_back_as_it_was(spoil: str, tiny: Project, signer: Signer) -> None:
    results = enrol(tiny, 3)
    run(tiny, results, signer)
    before = files(tiny)
    path = tiny.build / "certificates" / sorted(before)[1]
    path.unlink() if spoil == "missing" else path.write_bytes(b"%PDF-1.7 of somebody else")
    again = run(tiny, results, signer)
    assert (again.new, again.unchanged) == (1, 2)
    assert files(tiny) == before


def test_another_key_never_replaces_an_issued_file(tiny: Project, signer: Signer) -> None:
    results = enrol(tiny, 2)
    run(tiny, results, signer)
    (name, *_) = sorted(files(tiny))
    (tiny.build / "certificates" / name).unlink()
    again = run(tiny, results, Signer(ISSUER, SigningKey.new(lambda size: bytes(size))))
    assert [one.reason for one in again.left_over] == ["not_reproducible"]
    assert name not in files(tiny)


def test_a_file_lost_after_a_change_of_keys_is_signed_by_the_key_of_its_day(tiny: Project, signer: Signer) -> None:
    results = enrol(tiny, 2)
    run(tiny, results, signer)
    before = files(tiny)
    (tiny.build / "certificates" / sorted(before)[0]).unlink()
    new = SigningKey.new(lambda size: bytes(size))
    rotated = Signer(ISSUER, new, keys_of=lambda _day: [new, signer.key])
    again = run(tiny, results, rotated, has_credentials=True)
    assert (again.new, again.unchanged) == (1, 1)
    assert files(tiny) == before
    rows = csv.DictReader((tiny.build / "certificates" / MAIL_MERGE).read_text(encoding="utf-8-sig").splitlines())
    assert all(row["link"].encode() in before[row["file"]] for row in rows)


def test_signed_files_are_kept_as_they_were_signed(tiny: Project, signer: Signer) -> None:
    class Stamp:
        def signed(self, pdf: bytes) -> bytes:
            return pdf + b"\nsigned"

    results = enrol(tiny, 2)
    stamping = replace(signer, files=Stamp())
    assert run(tiny, results, stamping).new == 2
    assert all(content.endswith(b"\nsigned") for content in files(tiny).values())
    assert_whole(tiny, 2)
    assert run(tiny, results, signer).unchanged == 2


def test_a_revoked_certificate_is_not_issued_again(tiny: Project, signer: Signer) -> None:
    results = enrol(tiny, 2)
    run(tiny, results, signer)
    place = Place.of(tiny, None)
    with place.register() as register:
        serial = register.records()[0].serial
        register.revoke(serial, "a trial", clock.now())
    again = run(tiny, results, signer)
    assert [(one.reason, one.state) for one in again.left_over] == [("revoked", "rejected")]
    assert again.unchanged == 1


def test_a_pool_and_a_cluster_make_the_same_bytes(
    tiny: Project, signer: Signer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What was drawn here is lost, and drawn again elsewhere."""
    monkeypatch.setattr("clausebook.build.certify.CHUNK", 4)
    results = enrol(tiny, 24)
    run(tiny, results, signer)
    before = files(tiny)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, local_directory=str(tmp_path), silence_logs=50
    ) as cluster:
        for workforce in (Workforce(processes=2), Workforce(cluster=cluster.scheduler_address)):
            for name in before:
                (tiny.build / "certificates" / name).unlink()
            assert run(tiny, results, signer, workforce).new == 24
            assert files(tiny) == before


def copy_of(project: Project, folder: Path) -> Path:
    return Path(shutil.copytree(project.root, folder, ignore=shutil.ignore_patterns("build")))


def test_shards_share_the_people_among_them(tiny: Project, signer: Signer) -> None:
    results = enrol(tiny, 40)
    made = [run(tiny, results, signer, shard=Shard.parse(f"{part}/3")) for part in (1, 2, 3)]
    assert all(one.new > 5 for one in made)
    assert sum(one.new for one in made) == 40
    assert_whole(tiny, 40)


@pytest.mark.parametrize("text", ["0/3", "4/3", "1", "a/b", "1/3/5", "-1/3", "１/３"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no share"):
        Shard.parse(text)


@pytest.mark.parametrize("problem", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_does_not_take_it_is_named_and_the_next_run_completes(
    problem: int, tiny: Project, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = enrol(tiny, 70)
    whole, left = Path.write_bytes, iter(range(50))

    def fills_up(path: Path, content: bytes) -> int:
        if path.suffix == ".part" and next(left, None) is None:
            raise OSError(problem, os.strerror(problem), str(path))
        return whole(path, content)

    with monkeypatch.context() as full:
        full.setattr(write.Path, "write_bytes", fills_up)
        with pytest.raises(OSError, match=os.strerror(problem)):
            run(tiny, results, signer)
    assert len(files(tiny)) == 32
    done = run(tiny, results, signer)
    assert (done.new, done.unchanged) == (38, 32)
    assert_whole(tiny, 70)


def test_a_cluster_out_of_reach_is_named(tiny: Project, signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "_PATIENCE", 1)
    nowhere = "tcp://127.0.0.1:9"
    with pytest.raises(UsageError, match=re.escape(f"no cluster at {nowhere}")):
        run(tiny, enrol(tiny, 1), signer, Workforce(cluster=nowhere))


def keep_warm(project: Project, signer: Signer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay the certificate out once for all runs, which are forked from this process."""
    loaded = load_project(project)
    scheme = loaded.scheme(None)
    press = Press(loaded.questionnaire("baker"), scheme, project.templates)
    monkeypatch.setattr("clausebook.build.certify.Press", lambda *_: press)
    trial = copy_of(project, project.root.parent / "trial")
    run(Project.at(trial), trial / "results.jsonl", signer)


def killed(project: Project, results: Path, signer: Signer, chance: random.Random) -> int:
    """Start a run, kill it at some moment while certificates are written, and count those that stand there then."""
    process = multiprocessing.get_context("fork").Process(target=run, args=(project, results, signer))
    process.start()
    enough = len(files(project)) + chance.randint(0, 2 * PEOPLE // KILLS)
    while process.is_alive() and len(files(project)) < enough:
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.05))
    process.kill()
    process.join()
    return len(files(project))


def test_killed_runs_lose_double_and_leave_nothing(
    tiny: Project, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clausebook.build.certify.CHUNK", 4)
    results = enrol(tiny, PEOPLE)
    keep_warm(tiny, signer, monkeypatch)
    chance = random.Random(KILLS)
    standing = [killed(tiny, results, signer, chance) for _ in range(KILLS)]
    assert standing == sorted(standing), "a certificate was lost"
    assert len(set(standing)) > KILLS / 3, "hardly any run was stopped half way"
    done = run(tiny, results, signer)
    assert (done.new + done.unchanged, done.left_over) == (PEOPLE, [])
    assert_whole(tiny, PEOPLE)
