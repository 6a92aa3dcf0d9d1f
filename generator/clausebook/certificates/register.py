"""The register of certificates: every serial that was ever given out, in one SQLite file.

A certificate is reserved, drawn, written, and then marked as issued. Whatever stops the work in between, the next run
finds the reservation by its key and goes on with the same serial and the same dates, so that the same file comes out.
"""

import hashlib
import json
import sqlite3
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import AwareDatetime

from clausebook.certificates.serial import Serial
from clausebook.errors import RegisterError, RejectedRecord
from clausebook.model.base import Exact, Id, Model
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.result import Result
from clausebook.model.scheme import Scheme

_APPLICATION = 0x436C4265
"""Marks the file as a register, so that no other SQLite file is taken for one."""
_VERSION = 1
_WAIT = 30.0
"""Seconds to wait for another run that is writing."""
_SCHEMA = """
CREATE TABLE certificates (
    serial       TEXT PRIMARY KEY,
    key          TEXT NOT NULL UNIQUE,
    prefix       TEXT NOT NULL,
    year         INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    scheme       TEXT NOT NULL,
    holder_id    TEXT NOT NULL,
    name         TEXT NOT NULL,
    name_latin   TEXT NOT NULL,
    organization TEXT NOT NULL,
    department   TEXT NOT NULL,
    band         TEXT NOT NULL,
    overall      TEXT NOT NULL,
    issued       TEXT NOT NULL,
    expires      TEXT NOT NULL,
    reserved     TEXT NOT NULL,
    digest       TEXT,
    UNIQUE (prefix, year, number)
)
"""
_INSERT = """
INSERT INTO certificates VALUES (
    :serial, :key, :prefix, :year, :number, :scheme, :holder_id, :name, :name_latin, :organization, :department,
    :band, :overall, :issued, :expires, :reserved, NULL
)
"""
_ERASE = """
UPDATE certificates SET holder_id = :erased, name = :erased, name_latin = '', organization = :erased, department = ''
WHERE holder_id = :holder
"""
ERASED = "erased"
"""Stands for the id, the name and the organisation of a holder whose data were removed."""
_BY_KEY = "SELECT * FROM certificates WHERE key = ?"
_BY_SERIAL = "SELECT * FROM certificates WHERE serial = ?"
_REMEDIES = {
    sqlite3.SQLITE_BUSY: "is in use by another run; wait until that has ended and run again",
    sqlite3.SQLITE_LOCKED: "is in use by another run; wait until that has ended and run again",
    sqlite3.SQLITE_READONLY: "may not be written; allow writing to the file and its folder and run again",
    sqlite3.SQLITE_PERM: "may not be written; allow writing to the file and its folder and run again",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and may be written",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full; free some space and run again, nothing is lost",
    sqlite3.SQLITE_IOERR: "cannot be read or written by the disk; check the disk and run again",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup and do not start a new one, its serials are in use",
    sqlite3.SQLITE_NOTADB: "is not a register; restore it from a backup, or name another file",
}


class Record(Model):
    """A line of the register. `overall` is the exact score from 0 to 1; `digest` is the SHA-256 of the issued file in
    hex, or None while the certificate is only reserved."""

    serial: str
    key: str
    scheme: Id
    holder: Holder
    band: Id
    overall: Exact
    issued: date
    expires: date
    reserved: AwareDatetime
    digest: str | None

    @property
    def is_issued(self) -> bool:
        """Whether the file was written and its digest is known."""
        return self.digest is not None

    @property
    def is_erased(self) -> bool:
        """Whether the register no longer knows whose certificate this was."""
        return self.holder.id == ERASED

    @property
    def certificate(self) -> Certificate:
        """What is to be drawn for this line."""
        return Certificate(
            serial=self.serial, scheme=self.scheme, holder=self.holder, issued=self.issued, expires=self.expires
        )


def certificate_key(scheme: Scheme, holder: Holder, result: Result) -> str:
    """What makes two requests the same certificate: the scheme, the holder as printed, and the exact result, as
    SHA-256 in hex."""
    parts = [scheme.id, holder.model_dump(mode="json"), result.model_dump(mode="json")]
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_register(path: Path) -> bool:
    """Whether a file is a register, by the mark in its header."""
    with path.open("rb") as file:
        header = file.read(72)
    return header.startswith(b"SQLite format 3") and header[68:] == _APPLICATION.to_bytes(4, "big")


class Register:
    """The register in the file `path`, which is made where there is none. Use it as a context manager.

    Every method raises RegisterError where the file is locked, read-only, damaged or the disk full.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        with self._reported():
            self._connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
            self._connection.row_factory = sqlite3.Row
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def reserve(self, scheme: Scheme, holder: Holder, result: Result, now: datetime) -> Record:
        """The line for this certificate: the one there is, or a new one with the next serial and today's dates.

        `now` has a time zone; its day there is the day of issue. Raises RejectedRecord where the result has no band.
        """
        key = certificate_key(scheme, holder, result)
        with self._transaction():
            return self._find(_BY_KEY, key) or self._insert(key, scheme, holder, result, now)

    def issue(self, serial: str, digest: str) -> None:
        """Note that the file of a reserved certificate is written; `digest` is its SHA-256 in hex.

        The same digest may be given again. Raises RegisterError where the serial is unknown, or was issued as a file
        of other content.
        """
        with self._transaction():
            record = self._find(_BY_SERIAL, serial)
            if record is None:
                raise RegisterError(f"the serial {serial} is not in the register {self._path}; reserve it first")
            if record.digest not in (None, digest):
                raise RegisterError(
                    f"{serial} was issued as another file; look for that file, or restore the templates, the wording "
                    "and the version that it was made with"
                )
            self._connection.execute("UPDATE certificates SET digest = ? WHERE serial = ?", (digest, serial))

    def erase(self, holder: str) -> None:
        """Forget who holds the certificates of the holder with this id; what verifies them stays."""
        with self._reported():
            self._connection.execute("PRAGMA secure_delete = ON")
        with self._transaction():
            self._connection.execute(_ERASE, {"holder": holder, "erased": ERASED})

    def find(self, serial: str) -> Record | None:
        """The line with this serial, in the form that `str(Serial)` gives."""
        with self._reported():
            return self._find(_BY_SERIAL, serial)

    def records(self) -> list[Record]:
        """All lines, by prefix, year and number."""
        with self._reported():
            rows = self._connection.execute("SELECT * FROM certificates ORDER BY prefix, year, number").fetchall()
        return [_record(row) for row in rows]

    def _prepare(self) -> None:
        # WAL can damage the file in SQLite 3.7.0 to 3.51.2; EXTRA also syncs the folder after the journal is deleted.
        self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.execute("PRAGMA synchronous = EXTRA")
        if self._pragma("application_id") == 0:
            with self._transaction():
                self._create()
        if self._pragma("application_id") != _APPLICATION:
            raise RegisterError(f"the file {self._path} is another program's database; name another file")
        if self._pragma("user_version") != _VERSION:
            raise RegisterError(f"the register {self._path} was made by a newer Clausebook; update Clausebook")

    def _create(self) -> None:
        if self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            self._connection.execute(_SCHEMA)
            self._connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {_VERSION}")

    def _pragma(self, name: str) -> int:
        return int(self._connection.execute(f"PRAGMA {name}").fetchone()[0])

    def _find(self, query: str, value: str) -> Record | None:
        row = self._connection.execute(query, (value,)).fetchone()
        return None if row is None else _record(row)

    def _insert(self, key: str, scheme: Scheme, holder: Holder, result: Result, now: datetime) -> Record:
        if result.band is None or result.overall is None:
            raise RejectedRecord("no_band", "the result reaches no band, so there is nothing to certify")
        serial = self._next_serial(scheme.prefix, now.year)
        record = Record(
            serial=str(serial),
            key=key,
            scheme=scheme.id,
            holder=holder,
            band=result.band,
            overall=result.overall,
            issued=now.date(),
            expires=months_after(now.date(), scheme.validity),
            reserved=now.astimezone(UTC),
            digest=None,
        )
        self._connection.execute(_INSERT, _values(record, serial))
        return record

    def _next_serial(self, prefix: str, year: int) -> Serial:
        query = "SELECT coalesce(max(number), 0) + 1 FROM certificates WHERE prefix = ? AND year = ?"
        return Serial(prefix, year, self._connection.execute(query, (prefix, year)).fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One writer at a time, from the first look to the last word."""
        with self._reported():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.rollback()
                raise

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            remedy = _REMEDIES.get(code, f"cannot be used: {error}")
            raise RegisterError(f"the register {self._path} {remedy}") from error


def _values(record: Record, serial: Serial) -> dict[str, str | int]:
    holder = record.holder
    return {
        **record.model_dump(mode="json", exclude={"holder", "digest"}),
        **serial._asdict(),
        **holder.model_dump(exclude={"id"}),
        "holder_id": holder.id,
    }


def _record(row: sqlite3.Row) -> Record:
    fields = dict(row)
    names = {name: fields.pop(name) for name in ("name", "name_latin", "organization", "department")}
    for part in Serial._fields:
        del fields[part]
    return Record(holder=Holder(id=fields.pop("holder_id"), **names), **fields)
