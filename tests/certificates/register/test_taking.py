"""Copies of the register for a safe place, and its lines for other programs."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import pytest

from clausebook.certificates.register import Ledger, Register, Request
from clausebook.errors import RegisterError, UsageError
from tests.certificates.conftest import holder
from tests.certificates.register.conftest import NOW, SCHEME, Place, issue, request, reserve, sha256


def test_a_copy_is_a_register_of_its_own(place: Place, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "backup.sqlite"
    copy.parent.mkdir()
    with place.register() as register:
        issue(register, request(1), request(2))
        register.backup(copy)
        expected = register.records(), register.head()
        issue(register, request(3))
    with Register.at(copy) as register:
        assert (register.records(), register.head()) == expected
        assert register.check() == []
        assert len(issue(register, request(4))) == 1
    assert sorted(file.name for file in copy.parent.iterdir()) == ["backup.sqlite", "backup.sqlite.witness"]


def test_a_copy_goes_into_an_empty_database(file: Place, database: Place) -> None:
    with file.register() as register:
        issue(register, *map(request, range(20)))
        register.backup(database.location)
        with database.ledger() as copy:
            assert copy.records() == register.records()
        with pytest.raises(UsageError, match="is a register already"):
            register.backup(database.location)
    with database.register() as copy:
        assert issue(copy, request(21))[0].startswith("BK-2026-000021-")


def test_nothing_is_overwritten(file: Place, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("a letter")
    with file.register() as register, pytest.raises(UsageError, match="is there already"):
        register.backup(tmp_path / "there")
    assert (tmp_path / "there").read_text() == "a letter"


def test_no_copy_is_made_of_a_damaged_register(file: Place, path: Path, tmp_path: Path) -> None:
    with file.register() as register:
        issue(register, request(1))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE clausebook_certificates SET band = 'golden'")
        connection.commit()
    with file.ledger() as ledger, pytest.raises(RegisterError, match="no backup is made of a damaged register"):
        ledger.backup(tmp_path / "copy.sqlite")
    assert list(tmp_path.glob("*copy*")) == []


def test_a_copy_that_finds_no_place_leaves_nothing_behind(file: Place, tmp_path: Path) -> None:
    with file.register() as register, pytest.raises(RegisterError, match="cannot be opened"):
        register.backup(tmp_path / "nowhere" / "copy.sqlite")


def test_lines_for_a_spreadsheet(place: Place) -> None:
    formula = holder("=1+1", id="007", name_latin="＠x", organization="a\nb", department="-")
    with place.register() as register:
        register.reserve([Request(sha256("f"), SCHEME, formula, "baked", Fraction(2, 3))], NOW)
        content = b"".join(line + b"\n" for line in register.export("csv"))
    assert content.startswith(b"\xef\xbb\xbfserial,state,")
    heading, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    cells = dict(zip(heading, row, strict=True))
    assert (cells["id"], cells["name"], cells["name_latin"], cells["department"]) == ("007", "'=1+1", "'＠x", "'-")
    assert (cells["organization"], cells["score"], cells["state"], cells["digest"]) == ("a\nb", "66.7", "reserved", "")


def test_lines_for_programs(place: Place) -> None:
    with place.register() as register:
        reserve(register, request(1), request(2))
        first, second = (json.loads(line) for line in register.export("jsonl"))
    assert (first["holder"]["name"], first["overall"], first["state"]) == ("Person 1", "2/3", "reserved")
    assert second["serial"].startswith("BK-2026-000002-")


def test_history_of_one_certificate(place: Place) -> None:
    with place.register() as register:
        _, second = issue(register, request(1), request(2))
        assert [event.facts["event"] for event in register.events(second)] == ["reserved", "issued"]
        assert [event.sequence for event in register.events()] == [1, 2, 3, 4, 5]
        assert register.head() == register.events()[-1].head


def test_looking_changes_nothing(file: Place, path: Path) -> None:
    with file.register() as register:
        (serial,) = issue(register, request(1))
    before = {file: file.read_bytes() for file in path.parent.iterdir()}
    with Ledger.at(path) as ledger:
        assert ledger.find(serial) in ledger.records()
        assert ledger.check() == []
    assert {file: file.read_bytes() for file in path.parent.iterdir()} == before
