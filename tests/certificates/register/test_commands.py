"""The commands on the register: what they say, and their exit codes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from clausebook.certificates.register import Register
from clausebook.project import Project
from tests.certificates.register.conftest import Place, issue, request
from tests.conftest import Run


@pytest.fixture
def serials(tiny: Project) -> list[str]:
    """What the project's own register holds."""
    tiny.register.parent.mkdir(parents=True)
    with Register.at(tiny.register) as register:
        return issue(register, request(1), request(2), request(3))


def test_withdraw_and_put_back(tiny: Project, run: Run, serials: list[str]) -> None:
    first, second, _ = serials
    done = run(tiny, "register", "revoke", first.lower(), second, "--reason", "typed twice")
    assert (done.exit_code, done.stdout) == (0, f"{first}\trevoked\n{second}\trevoked\n")
    assert run(tiny, "register", "reinstate", second, "--reason", "no").stdout == f"{second}\tissued\n"
    assert run(tiny, "register", "expire", second, "--reason", "yes").stdout == f"{second}\texpired\n"
    shown = run(tiny, "register", "show", first).stdout
    assert "state         revoked\n" in shown
    assert "revoked: reason typed twice\n" in shown
    assert "E1" not in "".join(line for line in shown.splitlines() if line.startswith("history"))
    states = [line.split("\t")[1] for line in run(tiny, "register", "list").stdout.splitlines()]
    assert states == ["revoked", "expired", "issued"]


def test_a_day_that_has_passed_shows(
    tiny: Project, run: Run, serials: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1900000000")
    assert "state         expired" in run(tiny, "register", "show", serials[0]).stdout


@pytest.mark.parametrize("verb", ["revoke", "reinstate", "expire"])
def test_wrong_use(tiny: Project, run: Run, serials: list[str], verb: str) -> None:
    assert run(tiny, "register", verb, serials[0]).exit_code == 2
    assert run(tiny, "register", verb, "--reason", "why").exit_code == 2
    assert run(tiny, "register", verb, "BK-2026-1", "--reason", "why").exit_code == 2
    nowhere = run(tiny, "register", "--register", tiny.root / "none.sqlite", verb, serials[0], "--reason", "why")
    assert nowhere.exit_code == 2
    assert not (tiny.root / "none.sqlite").exists()


def test_damage_is_named_and_mended(tiny: Project, run: Run, serials: list[str]) -> None:
    assert run(tiny, "register", "check").stdout == "the register is whole\n"
    with closing(sqlite3.connect(tiny.register)) as connection:
        connection.execute("UPDATE clausebook_certificates SET band = 'golden' WHERE number > 1")
        connection.commit()
    found = run(tiny, "register", "check")
    assert found.exit_code == 1
    assert f"certificate {serials[1]}: band is 'golden', by its events 'baked'" in found.stderr
    assert "2 differences; do not issue certificates" in found.stderr
    refused = run(tiny, "register", "revoke", serials[0], "--reason", "why")
    assert refused.exit_code == 1
    assert "and 1 more; look at all of it with `clausebook register check`" in refused.stderr
    assert run(tiny, "register", "backup", tiny.root / "copy.sqlite").exit_code == 1
    mended = run(tiny, "register", "rebuild")
    assert (mended.exit_code, mended.stdout) == (0, "2 differences mended; the register is whole\n")


def test_what_cannot_be_mended_is_named(tiny: Project, run: Run, serials: list[str]) -> None:
    with closing(sqlite3.connect(tiny.register)) as connection:
        connection.execute("UPDATE clausebook_holders SET name = 'Somebody'")
        connection.commit()
    left = run(tiny, "register", "rebuild")
    assert left.exit_code == 1
    assert f"the holder of {serials[0]} is not the one to whom it was issued" in left.stderr


def test_lines_and_copies(tiny: Project, run: Run, serials: list[str]) -> None:
    told = run(tiny, "register", "export", tiny.root / "out" / "register.csv")
    assert told.stdout.startswith("3 certificates: ")
    assert (tiny.root / "out" / "register.csv").read_bytes().startswith(b"\xef\xbb\xbfserial,")
    assert run(tiny, "register", "export", tiny.root / "register.jsonl").exit_code == 0
    assert len((tiny.root / "register.jsonl").read_text(encoding="utf-8").splitlines()) == 3
    assert "neither .csv nor .jsonl" in run(tiny, "register", "export", tiny.root / "register.xlsx").stderr
    copy = tiny.root / "safe" / "copy.sqlite"
    assert run(tiny, "register", "backup", copy).exit_code == 0
    assert run(tiny, "register", "backup", copy).exit_code == 2
    assert run(tiny, "register", "--register", copy, "list").stdout == run(tiny, "register", "list").stdout


def test_a_database_by_its_url(tiny: Project, run: Run, serials: list[str], database: Place, tmp_path: Path) -> None:
    location, witnesses = str(database.location), tmp_path / "witnesses"
    assert run(tiny, "register", "backup", location).exit_code == 0
    there = ("register", "--register", location, "--witness", witnesses)
    assert run(tiny, *there, "revoke", serials[0], "--reason", "why").exit_code == 0
    assert len(list(witnesses.glob("*.witness"))) == 1
    assert "revoked" in run(tiny, *there, "show", serials[0]).stdout
    with psycopg.connect(location) as connection:
        connection.execute("DELETE FROM clausebook_events WHERE sequence = 8")
    assert "rolled back" in run(tiny, *there, "check").stderr


def test_erasing_in_copies_and_in_a_database(tiny: Project, run: Run, serials: list[str], database: Place) -> None:
    run(tiny, "register", "backup", tiny.root / "safe" / "copy.sqlite")
    run(tiny, "register", "backup", str(database.location))
    named = ("--in", tiny.root / "safe", "--register", str(database.location))
    done = run(tiny, "erase", "E1", *named, "--yes")
    assert done.exit_code == 0, done.output
    assert done.stdout.count("id, names, organisation and department in 1 entries") == 3
    for register in (tiny.register, tiny.root / "safe" / "copy.sqlite", str(database.location)):
        listed = run(tiny, "register", "--register", register, "list").stdout
        assert "Person 1" not in listed
        assert "Person 2" in listed
    again = ("--register", tiny.register)
    assert run(tiny, "erase", "E2", *again).stdout.count("id, names") == 1
