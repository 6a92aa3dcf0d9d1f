"""Where a register is kept: an SQLite file, or a PostgreSQL database. Everything in which the two differ is here."""

import hashlib
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import ClassVar

from pydantic import ValidationError
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from clausebook.certificates.register.tables import events, metadata
from clausebook.certificates.register.witness import Witness
from clausebook.errors import MissingLibraryError, RegisterError, UsageError

Location = Path | str
"""A path, or a URL that begins with postgresql://."""
_APPLICATION = 0x436C4265
"""Marks the file as a register, so that no other SQLite file is taken for one. Names the lock in PostgreSQL."""
_VERSION = 2
_WAIT = 120.0
"""Seconds to wait for another run that is writing; checking or copying 100,000 certificates takes some."""
_BUSY = "is in use by another run; wait until that has ended and run again"
_FORBIDDEN = "may not be written; allow writing to it and run again"
_FULL = "cannot grow, the disk is full; free some space and run again, nothing is lost"
_DISK = "cannot be read or written by the disk; check the disk and run again"
_DAMAGED = "is damaged; restore it from a backup and do not start a new one, its serials are in use"
_UNREACHABLE = "cannot be reached; check that the server runs, and the names of database and user, and the password"


class Store(ABC):
    """A place for a register. `name` is how messages call it, without a password.

    `writing` lets in one writer at a time, from the first look to the last word; `reading` sees one moment.
    """

    needs_witness: ClassVar[bool]
    """Whether the witness always comes with the register, so that one that is missing was taken away."""
    _TO_WRITE: ClassVar[tuple[str, ...]]
    _TO_READ: ClassVar[tuple[str, ...]]

    def __init__(self, name: str, engine: Engine, witness: Witness) -> None:
        self.name = name
        self.witness = witness
        self._engine = engine

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes. Raises RegisterError where it cannot."""
        with self._transaction(self._TO_WRITE) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads. Raises RegisterError where it cannot."""
        with self._transaction(self._TO_READ) as connection:
            yield connection

    @abstractmethod
    def is_there(self) -> bool:
        """Whether there is a database to look into."""

    @abstractmethod
    def holds_register(self, connection: Connection) -> bool:
        """Whether the tables are there. Raises RegisterError where something else is."""

    def make(self, connection: Connection) -> None:
        """Make the tables, empty."""
        metadata.create_all(connection)

    def flaws(self, _connection: Connection) -> list[str]:
        """What the database itself finds wrong."""
        return []

    @contextmanager
    def _transaction(self, statements: tuple[str, ...]) -> Iterator[Connection]:
        with self._reported(), self._engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            yield connection

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise RegisterError(f"the register {self.name} {self._remedy(error.orig)}") from error
        except sqlite3.Error as error:
            raise RegisterError(f"the register {self.name} {self._remedy(error)}") from error
        except ValidationError as error:
            raise RegisterError(f"the register {self.name} {_DAMAGED}") from error

    @abstractmethod
    def _remedy(self, error: BaseException | None) -> str:
        """What is wrong and what to do."""


class SqliteStore(Store):
    """A register in the file `path`."""

    needs_witness = True
    _TO_WRITE = ("BEGIN IMMEDIATE",)
    _TO_READ = ("BEGIN",)
    _REMEDIES: Mapping[int, str] = {
        sqlite3.SQLITE_BUSY: _BUSY,
        sqlite3.SQLITE_LOCKED: _BUSY,
        sqlite3.SQLITE_READONLY: _FORBIDDEN,
        sqlite3.SQLITE_PERM: _FORBIDDEN,
        sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written",
        sqlite3.SQLITE_FULL: _FULL,
        sqlite3.SQLITE_IOERR: _DISK,
        sqlite3.SQLITE_CORRUPT: _DAMAGED,
        sqlite3.SQLITE_NOTADB: "is not a register; restore it from a backup, or name another file",
    }

    def __init__(self, path: Path, witness: Witness) -> None:
        engine = create_engine(
            URL.create("sqlite", database=str(path)),
            connect_args={"timeout": _WAIT, "isolation_level": None},
            hide_parameters=True,
        )
        event.listen(engine, "connect", _set_up)
        super().__init__(str(path), engine, witness)
        self._path = path

    def is_there(self) -> bool:
        """Whether there is such a file."""
        return self._path.is_file()

    def holds_register(self, connection: Connection) -> bool:
        """Whether the file is marked as a register. An empty file is none yet."""
        application, version = (_pragma(connection, name) for name in ("application_id", "user_version"))
        if application == 0 and not inspect(connection).get_table_names():
            return False
        if application != _APPLICATION:
            raise RegisterError(f"the file {self._path} is another program's database; name another file")
        if version < _VERSION:
            raise RegisterError(
                f"the register {self._path} was made by a version of Clausebook from before the first release, which "
                "this one does not read; keep the file, and name a new one for new certificates"
            )
        if version > _VERSION:
            raise RegisterError(f"the register {self._path} was made by a newer Clausebook; update Clausebook")
        return True

    def make(self, connection: Connection) -> None:
        """Make the tables, empty, and mark the file."""
        super().make(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version = {_VERSION}")

    def flaws(self, connection: Connection) -> list[str]:
        """What is broken in the file, by SQLite's own check, and what somebody has added to the tables."""
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        added = "SELECT type || ' ' || name FROM sqlite_master WHERE type IN ('trigger', 'view')"
        strange = [f"the {what} was added" for what in connection.exec_driver_sql(added).scalars()]
        return [*(f"the file is damaged: {line}" for line in found if line != "ok"), *strange]

    def _remedy(self, error: BaseException | None) -> str:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        return self._REMEDIES.get(code, f"cannot be used: {error}")


class PostgresStore(Store):
    """A register in a PostgreSQL database, which it may share with other tables."""

    needs_witness = False
    _TO_WRITE = (
        f"SET LOCAL lock_timeout = '{_WAIT:.0f}s'",
        f"SELECT pg_advisory_xact_lock({_APPLICATION})",
    )
    _TO_READ = ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",)
    _REMEDIES: Mapping[str, str] = {
        "55P03": _BUSY,
        "57014": _BUSY,
        "40001": _BUSY,
        "40P01": _BUSY,
        "25006": _FORBIDDEN,
        "42501": _FORBIDDEN,
        "53100": _FULL,
        "58030": _DISK,
        "XX001": _DAMAGED,
        "XX002": _DAMAGED,
        "42P01": _DAMAGED,
        "42703": _DAMAGED,
    }

    def __init__(self, url: URL, witness: Witness) -> None:
        try:
            engine = create_engine(url.set(drivername="postgresql+psycopg"), hide_parameters=True)
        except ModuleNotFoundError:
            raise MissingLibraryError(
                "a register in PostgreSQL needs psycopg; run: pip install 'clausebook[postgres]'"
            ) from None
        super().__init__(_bare(url), engine, witness)

    def is_there(self) -> bool:
        """Whether the database has the tables."""
        with self.reading() as connection:
            return self.holds_register(connection)

    def holds_register(self, connection: Connection) -> bool:
        """Whether the table that everything else comes from is there."""
        return inspect(connection).has_table(events.name)

    def _remedy(self, error: BaseException | None) -> str:
        state = getattr(error, "sqlstate", None)
        is_lost = state is None and any(kind.__name__ == "OperationalError" for kind in type(error).__mro__)
        if is_lost or str(state).startswith(("08", "28", "3D", "57P")):
            return _UNREACHABLE
        return self._REMEDIES.get(str(state), f"cannot be used: {type(error).__name__}, {state}")


def store_at(location: Location, witnesses: Path | None) -> Store:
    """The store at a path or a URL.

    The witness of a file stands beside it, that of a database in the folder `witnesses`, if one is given. Raises
    UsageError for a URL that is none.
    """
    if isinstance(location, Path) or "://" not in location:
        path = Path(location)
        return SqliteStore(path, Witness(witness_path(path)))
    try:
        url = make_url(location)
    except (ArgumentError, ValueError, NoSuchModuleError):
        raise UsageError("this is no URL of a database; it looks like postgresql://user@host/database") from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise UsageError(f"a register is kept in a file or in PostgreSQL, not in {url.get_backend_name()}")
    name = hashlib.sha256(_bare(url).encode()).hexdigest()[:12]
    return PostgresStore(url, Witness(witnesses and witnesses / f"register-{name}.witness"))


@contextmanager
def copy_store(target: Location) -> Iterator[Store]:
    """A store to fill, which is at `target` once the block ends well. Raises UsageError where a file is there."""
    store = store_at(target, None)
    if isinstance(store, PostgresStore):
        with closing(store):
            yield store
        return
    path = Path(target)
    if path.exists():
        raise UsageError(f"{path} is there already; name another file for the backup")
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    try:
        with closing(SqliteStore(new, store.witness)) as filled:
            yield filled
        new.replace(path)
    except BaseException:
        witness_path(path).unlink(missing_ok=True)
        new.unlink(missing_ok=True)
        raise


def witness_path(path: Path) -> Path:
    """The witness of the register in a file."""
    return path.with_name(f"{path.name}.witness")


def is_register(path: Path) -> bool:
    """Whether a file is a register, by the mark in its header."""
    with path.open("rb") as file:
        header = file.read(72)
    return header.startswith(b"SQLite format 3") and header[68:] == _APPLICATION.to_bytes(4, "big")


def _bare(url: URL) -> str:
    """The URL without user, password and settings."""
    host = url.host or url.query.get("host") or ""
    place = URL.create("postgresql", host=str(host) or None, port=url.port, database=url.database)
    return place.render_as_string()


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # WAL can damage the file in SQLite 3.7.0 to 3.51.2; EXTRA also syncs the folder after the journal is deleted.
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("PRAGMA secure_delete = ON")
    if connection.execute("PRAGMA application_id").fetchone()[0] == _APPLICATION:
        connection.execute("PRAGMA journal_mode = DELETE")


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
