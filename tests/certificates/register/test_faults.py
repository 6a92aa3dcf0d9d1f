"""A register that cannot be used says why and what to do, and goes on where it stopped."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from clausebook.certificates.register import Ledger, Register, is_register, stores
from clausebook.errors import MissingLibraryError, RegisterError, UsageError
from tests.certificates.register.conftest import Place, issue, request
from tests.certificates.register.server import url


def test_locked_file_says_to_wait(file: Place, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_WAIT", 0.05)
    with file.register() as register, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegisterError, match=r"in use by another run; wait"):
            issue(register, request(1))
        assert register.records() == []
        other.rollback()
        assert issue(register, request(1))


def test_locked_database_says_to_wait(database: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with database.register() as register, psycopg.connect(str(database.location)) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({stores._APPLICATION})")
        lock = stores.PostgresStore._TO_WRITE[1]
        monkeypatch.setattr(stores.PostgresStore, "_TO_WRITE", ("SET LOCAL lock_timeout = '50ms'", lock))
        with pytest.raises(RegisterError, match=r"in use by another run; wait"):
            issue(register, request(1))
        assert register.records() == []
        other.rollback()
        assert issue(register, request(1))


@pytest.mark.parametrize(
    ("fault", "mended", "said"),
    [
        ("query_only = ON", "query_only = OFF", "may not be written; allow writing"),
        ("max_page_count = 1", "max_page_count = 100000", "disk is full; free some space"),
    ],
)
def test_failed_write_says_what_to_do_and_loses_nothing(file: Place, fault: str, mended: str, said: str) -> None:
    requests = [request(number) for number in range(100)]
    with file.register() as register:
        first = issue(register, *requests[:10])
        with register._store.reading() as connection:
            connection.exec_driver_sql(f"PRAGMA {fault}")
        with pytest.raises(RegisterError, match=said):
            issue(register, *requests)
        with register._store.reading() as connection:
            connection.exec_driver_sql(f"PRAGMA {mended}")
        assert issue(register, *requests)[:10] == first
        assert register.check() == []
        assert len(register.records()) == 100


def test_witness_that_cannot_be_written_says_so(file: Place, path: Path) -> None:
    with file.register() as register:
        in_the_way = path.with_name(f".{path.name}.witness.new")
        in_the_way.mkdir()
        with pytest.raises(RegisterError, match=r"witness .* cannot be written: .*run again, nothing is lost"):
            issue(register, request(1))
        in_the_way.rmdir()
        issue(register, request(1))
        assert register.check() == []
        assert len(register.records()) == 1


def test_database_without_rights_says_so(database: Place, server: Path) -> None:
    with psycopg.connect(url(server), autocommit=True) as connection:
        connection.execute("DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    as_guest = str(database.location).replace("clausebook@", "guest@")
    with pytest.raises(RegisterError, match="may not be written; allow writing"), Register.at(as_guest):
        pass


@pytest.mark.parametrize("part", ["host=/nowhere", "database"])
def test_database_out_of_reach_says_so_without_the_password(database: Place, part: str) -> None:
    location = str(database.location).replace("clausebook@", "clausebook:secret-word@")
    wrong = location.replace("register_", "other_") if part == "database" else location.partition("?")[0] + f"?{part}"
    with (
        pytest.raises(RegisterError, match="cannot be reached; check that the server runs") as raised,
        Register.at(wrong),
    ):
        pass
    assert "secret-word" not in str(raised.value)


@pytest.mark.parametrize("bad", ["mysql://a:secret-word@b/c", "postgresql://a:secret-word@b:x/c", "://secret-word"])
def test_url_that_is_none_says_so_without_the_password(bad: str) -> None:
    with pytest.raises(UsageError) as raised:
        Ledger.at(bad)
    assert "secret-word" not in str(raised.value)


def test_database_needs_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> None:
        raise ModuleNotFoundError

    monkeypatch.setattr(stores, "create_engine", missing)
    with pytest.raises(MissingLibraryError, match=r"clausebook\[postgres\]"):
        Ledger.at("postgresql://somebody@somewhere/register")


def test_damaged_file_is_not_used(file: Place, path: Path) -> None:
    with file.register() as register:
        issue(register, *map(request, range(50)))
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with file.ledger() as ledger:
        assert ledger.check()
        with pytest.raises(RegisterError, match="damaged; restore it from a backup"):
            ledger.records()
    with pytest.raises(RegisterError, match="damaged"), file.register():
        pass


def test_line_that_is_none_is_damage(file: Place, path: Path) -> None:
    with file.register() as register:
        issue(register, request(1))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE clausebook_certificates SET overall = 'much'")
        connection.commit()
    with file.ledger() as ledger, pytest.raises(RegisterError, match="damaged; restore it from a backup"):
        ledger.records()


@pytest.mark.parametrize("kind", [Register, Ledger])
def test_file_that_is_no_database_is_not_touched(path: Path, kind: type[Ledger]) -> None:
    path.write_text("a letter, and not a register at all\n" * 100)
    with pytest.raises(RegisterError, match="not a register"), kind.at(path):
        pass
    assert path.read_text() == "a letter, and not a register at all\n" * 100


@pytest.mark.parametrize(
    ("pragma", "said"),
    [
        ("application_id = 7", "another program"),
        ("user_version = 9", "newer"),
        ("user_version = 1", "from before the first release"),
    ],
)
def test_database_of_another_kind_is_not_used(path: Path, pragma: str, said: str) -> None:
    with Register.at(path):
        pass
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA {pragma}")
        other.commit()
    for kind in (Register, Ledger):
        with pytest.raises(RegisterError, match=said), kind.at(path):
            pass


@pytest.mark.parametrize("application", [0, 7])
def test_database_of_another_program_is_not_touched(path: Path, application: int) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute(f"PRAGMA application_id = {application}")
        other.execute("CREATE TABLE letters (a)")
        other.commit()
    before = path.read_bytes()
    for kind in (Register, Ledger):
        with pytest.raises(RegisterError, match="another program"), kind.at(path):
            pass
    assert path.read_bytes() == before


def test_database_with_tables_of_its_own_is_not_used(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE letters (a)")
        other.commit()
    with pytest.raises(RegisterError, match="another program"), Register.at(path):
        pass


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"nowhere.*cannot be opened; check that its folder exists"):
        Register.at(tmp_path / "nowhere" / "register.sqlite").__enter__()
    with pytest.raises(UsageError, match="there is no register"):
        Ledger.at(tmp_path / "nowhere" / "register.sqlite").__enter__()


def test_empty_file_is_no_register(path: Path) -> None:
    path.touch()
    with pytest.raises(UsageError, match="is empty, and no register"), Ledger.at(path):
        pass


def test_journal_is_safe_against_power_cuts(file: Place, path: Path) -> None:
    with file.register() as register, register._store.reading() as connection:
        pragmas = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert pragmas == ["delete", 3]
    assert is_register(path)
