"""Whatever is changed in a register behind its back is found, named, and mended where that is possible."""

# ruff: noqa: S608 - the names in the statements are those of our own tables
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import psycopg
import pytest

from clausebook.certificates.register import Ledger, Register
from clausebook.certificates.register.chain import event_hash
from clausebook.errors import RegisterError
from tests.certificates.register.conftest import NOW, Place, issue, request, reserve

TABLES = ("clausebook_events", "clausebook_certificates", "clausebook_holders")
KEYS = {"clausebook_events": ["sequence"], "clausebook_holders": ["serial"]}
UNIQUE = ["serial", "key", "number", "sequence", "status_index"]
CHANGES = 25


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register in which everything has happened."""
    path = tmp_path_factory.mktemp("used") / "register.sqlite"
    with Register.at(path) as register:
        serials = issue(register, *map(request, range(6)))
        issue(register, request(2, Fraction(1)), now=NOW + timedelta(days=400))
        register.revoke(serials[0], "why", NOW)
        register.revoke(serials[1], "why", NOW)
        register.reinstate(serials[1], "why", NOW)
        register.expire(serials[3], "why", NOW)
        register.erase("E4", NOW)
        reserve(register, request(7))
        assert register.check() == []
    return path


@pytest.fixture
def copy(used: Path, tmp_path: Path) -> Path:
    return copied(used, tmp_path)


def copied(register: Path, folder: Path) -> Path:
    for file in (register, witness(register)):
        shutil.copy(file, folder)
    return folder / register.name


def witness(path: Path) -> Path:
    return path.with_name(f"{path.name}.witness")


def dump(path: Path) -> tuple[str, bytes]:
    with closing(sqlite3.connect(path)) as connection:
        return "\n".join(connection.iterdump()), witness(path).read_bytes() if witness(path).exists() else b"-"


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def other_value(value: object, chance: random.Random) -> object:
    """Something like it, but not it."""
    if isinstance(value, int):
        return chance.choice([value + 1, value - 1, value + 1_000, "x"])
    text = str(value or "")
    at = chance.randrange(len(text) + 1)
    return chance.choice([None, "", text + " ", text[:at] + "7" + text[at:], text[:at] + text[at + 1 :], b"\xff\xfe"])


def change_cell(connection: sqlite3.Connection, chance: random.Random) -> None:
    table = chance.choice(TABLES)
    column = chance.choice(columns(connection, table))
    rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
    row, value = chance.choice(rows)
    new = chance.choice([other_value(value, chance), chance.choice(rows)[1]])
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (new, row))


def delete_row(connection: sqlite3.Connection, chance: random.Random) -> None:
    table = chance.choice(TABLES)
    (row,) = chance.choice(connection.execute(f"SELECT rowid FROM {table}").fetchall())
    connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))


def double_row(connection: sqlite3.Connection, chance: random.Random) -> None:
    table = chance.choice(TABLES)
    names = columns(connection, table)
    row = dict(zip(names, chance.choice(connection.execute(f"SELECT * FROM {table}").fetchall()), strict=True))
    for name in KEYS.get(table, UNIQUE):
        row[name] = row[name] + 500 if isinstance(row[name], int) else f"{row[name]}X"
    marks = ", ".join("?" * len(names))
    connection.execute(f"INSERT INTO {table} VALUES ({marks})", list(row.values()))


def swap_rows(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Two lines exchange what one of their columns says, or everything but their key."""
    table = chance.choice(TABLES)
    names = columns(connection, table)
    swapped = chance.choice([names[1:], [chance.choice(names)]])
    rows = connection.execute(f"SELECT rowid, {', '.join(swapped)} FROM {table}").fetchall()
    (one, *ones), (other, *others) = chance.sample(rows, 2)
    places = ", ".join(f"{name} = ?" for name in swapped)
    aside = [f"{value} aside" if isinstance(value, str) else -1 - at for at, value in enumerate(ones)]
    for row, values in ((one, aside), (other, ones), (one, others)):
        connection.execute(f"UPDATE {table} SET {places} WHERE rowid = ?", [*values, row])


def cut_tail(connection: sqlite3.Connection, chance: random.Random) -> None:
    """The last events go, sometimes with everything that they made, as when an old copy is put back."""
    (last,) = connection.execute("SELECT max(sequence) FROM clausebook_events").fetchone()
    first = chance.randrange(2, last + 1)
    connection.execute("DELETE FROM clausebook_events WHERE sequence >= ?", (first,))
    if chance.random() < 0.5:
        connection.execute("DELETE FROM clausebook_certificates WHERE sequence >= ?", (first,))
        connection.execute(
            "DELETE FROM clausebook_holders WHERE serial NOT IN (SELECT serial FROM clausebook_certificates)"
        )


def forge_history(connection: sqlite3.Connection, chance: random.Random) -> None:
    """An event says something else, and every hash from there on is made to fit."""
    rows = connection.execute("SELECT sequence, content FROM clausebook_events ORDER BY sequence").fetchall()
    forged, previous = chance.choice(rows)[0], ""
    for sequence, content in rows:
        text = (
            content.replace("2026-11-02T", "2026-11-01T").replace('"why"', '"because"')
            if sequence == forged
            else content
        )
        previous = event_hash(previous, text)
        connection.execute(
            "UPDATE clausebook_events SET content = ?, hash = ? WHERE sequence = ?", (text, previous, sequence)
        )


def change_witness(path: Path, chance: random.Random) -> None:
    file = witness(path)
    content = bytearray(file.read_bytes())
    at = chance.randrange(len(content))
    match chance.randrange(5):
        case 0:
            file.unlink()
        case 1:
            file.write_bytes(content[:at])
        case 2:
            known = json.loads(content)
            known["sequence"] += chance.choice([1, 2, 50])
            file.write_text(json.dumps(known, sort_keys=True, separators=(",", ":")) + "\n")
        case _:
            content[at] = chance.choice([byte for byte in b'0123456789abcdef{}",: \n' if byte != content[at]])
            file.write_bytes(content)


IN_TABLES: list[Callable[[sqlite3.Connection, random.Random], None]] = [
    *([change_cell] * 5),
    *(delete_row, double_row, swap_rows, swap_rows, cut_tail, forge_history),
]


def mutate(path: Path, chance: random.Random) -> str:
    """Change something; what was done."""
    if chance.random() < 0.1:
        change_witness(path, chance)
        return "change_witness"
    act = chance.choice(IN_TABLES)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        try:
            act(connection, chance)
            connection.commit()
        except sqlite3.IntegrityError:
            connection.rollback()
    return act.__name__


@pytest.mark.parametrize("seed", range(20))
def test_every_change_is_found(used: Path, tmp_path: Path, seed: int) -> None:
    """25 changes of each of 20 seeds; one that leaves everything as it was is made again."""
    chance = random.Random(seed)
    before = dump(used)
    for number in range(CHANGES):
        path = copied(used, tmp_path)
        done = mutate(path, chance)
        while dump(path) == before:
            done = mutate(path, chance)
        with Ledger.at(path) as ledger:
            found = ledger.check()
        assert found, f"{done}: {set(dump(path)[0].splitlines()) ^ set(before[0].splitlines())}"
        if number % 5 == 0:
            with pytest.raises(RegisterError, match=r"register rebuild|restore"), Register.at(path):
                pass


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            "UPDATE clausebook_certificates SET band = 'golden' WHERE number = 2 AND year = 2026",
            "band is 'golden', by its events 'baked'",
        ),
        ("DELETE FROM clausebook_certificates WHERE number = 2 AND year = 2026", "certificate BK-2026-000002-"),
        ("UPDATE clausebook_holders SET name = 'Somebody' WHERE id = 'E1'", "is not the one to whom it was issued"),
        ("DELETE FROM clausebook_holders WHERE id = 'E1'", "the holder of BK-2026-000002-"),
        ("UPDATE clausebook_events SET content = replace(content, 'why', 'no') WHERE sequence > 16", "was changed"),
        ("DELETE FROM clausebook_events WHERE sequence = 3", "event 4 stands where 3 belongs"),
        ("CREATE TRIGGER t AFTER INSERT ON clausebook_events BEGIN SELECT 1; END", "the trigger t was added"),
        ("DROP TABLE clausebook_holders", "clausebook_holders is missing"),
        ("ALTER TABLE clausebook_holders ADD COLUMN mood", "clausebook_holders has other columns"),
    ],
)
def test_every_difference_has_a_name(copy: Path, change: str, named: str) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute(change)
        connection.commit()
    with Ledger.at(copy) as ledger:
        assert any(named in line for line in ledger.check()), ledger.check()


def test_damage_in_a_database_is_found_as_well(database: Place) -> None:
    with database.register() as register:
        issue(register, *map(request, range(5)))
    with psycopg.connect(str(database.location)) as connection:
        connection.execute("UPDATE clausebook_certificates SET state = 'revoked' WHERE number = 2")
    with database.ledger() as ledger:
        (found,) = ledger.check()
        assert "state is 'revoked', by its events 'issued'" in found
        with pytest.raises(RegisterError, match="clausebook register rebuild"):
            database.register().__enter__()
        ledger.rebuild()
        assert ledger.check() == []


def test_a_file_cut_short_is_found(copy: Path) -> None:
    content = copy.read_bytes()
    copy.write_bytes(content[: len(content) // 2])
    for kind in (Ledger, Register):
        with pytest.raises(RegisterError, match="damaged; restore it from a backup"), kind.at(copy):
            pass


def test_a_register_without_its_tables_lets_no_doubled_lines_in(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.executescript(
            "CREATE TABLE c AS SELECT * FROM clausebook_certificates; DROP TABLE clausebook_certificates;"
            "ALTER TABLE c RENAME TO clausebook_certificates; INSERT INTO clausebook_certificates"
            " SELECT * FROM clausebook_certificates LIMIT 1"
        )
    with Ledger.at(copy) as ledger:
        assert ledger.check() == ["the table clausebook_certificates lets in doubled lines"]
        ledger.rebuild()
        assert ledger.check() == []


def test_the_table_of_certificates_is_made_anew(copy: Path, used: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE clausebook_certificates SET band = 'golden', overall = '1'")
        connection.execute("DELETE FROM clausebook_certificates WHERE number = 3")
        connection.commit()
    with Ledger.at(copy) as ledger, Ledger.at(used) as before:
        ledger.rebuild()
        assert ledger.check() == []
        assert ledger.records() == before.records()
        assert ledger.head() == before.head()


def test_changed_events_are_not_mended(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE clausebook_events SET content = replace(content, 'why', 'no')")
        connection.commit()
    before = dump(copy)
    with Ledger.at(copy) as ledger, pytest.raises(RegisterError, match=r"was changed.*restore the newest backup"):
        ledger.rebuild()
    assert dump(copy) == before


def test_an_older_copy_is_not_taken_up(file: Place, path: Path, tmp_path: Path) -> None:
    with file.register() as register:
        issue(register, request(1))
    (tmp_path / "old").mkdir()
    old = copied(path, tmp_path / "old")
    with file.register() as register:
        issue(register, request(2))
    shutil.copy(old, path)
    with pytest.raises(RegisterError, match=r"rolled back: its witness .* knows 5 events, it has 3"):
        file.register().__enter__()
    with file.ledger() as ledger, pytest.raises(RegisterError, match="rolled back"):
        ledger.rebuild()
    witness(path).unlink()
    with pytest.raises(RegisterError, match=r"witness .* is missing"):
        file.register().__enter__()
    with file.ledger() as ledger:
        ledger.rebuild()
    with file.register() as register:
        assert issue(register, request(3))


def test_rollback_is_noticed_while_a_run_goes_on(database: Place) -> None:
    with database.register() as register:
        issue(register, request(1))
        with psycopg.connect(str(database.location)) as connection:
            connection.execute("DELETE FROM clausebook_events WHERE sequence = 3")
        with pytest.raises(RegisterError, match="rolled back"):
            issue(register, request(2))


def test_a_register_that_is_gone_is_not_begun_anew(file: Place, path: Path, database: Place) -> None:
    for place in (file, database):
        with place.register() as register:
            issue(register, request(1))
    path.unlink()
    with psycopg.connect(str(database.location)) as connection:
        for table in TABLES:
            connection.execute(f"DROP TABLE {table}")
    for place in (file, database):
        with pytest.raises(RegisterError, match=r"is gone, but its witness .* remembers it"):
            place.register().__enter__()
    assert not path.exists()


def test_a_register_ahead_of_its_witness_was_only_stopped(file: Place, path: Path) -> None:
    with file.register() as register:
        issue(register, request(1))
        before = witness(path).read_bytes()
        issue(register, request(2))
    witness(path).write_bytes(before)
    with file.register() as register:
        assert len(register.records()) == 2
    assert witness(path).read_bytes() != before


def test_another_computer_may_join_a_database(database: Place, tmp_path: Path) -> None:
    with database.register() as register:
        issue(register, request(1))
    other = Place(database.location, tmp_path / "other")
    with other.register() as register:
        issue(register, request(2))
    assert json.loads(other.witness.read_text())["sequence"] == 5
    with database.register() as register:
        assert register.check() == []
