"""Looking into a register, checking and mending it, and taking it elsewhere."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from sqlalchemy import select

from clausebook.certificates.register.chain import Event, Head
from clausebook.certificates.register.checking import all_events, behind, differences, head_of, refuse, replayed
from clausebook.certificates.register.lines import all_records, insert_all, json_rows, listed, records_by, table_rows
from clausebook.certificates.register.record import Listed, Record
from clausebook.certificates.register.stores import Location, Store, copy_store, store_at
from clausebook.certificates.register.tables import certificates, metadata
from clausebook.errors import RegisterError, UsageError

Form = Literal["csv", "jsonl"]


class Ledger:
    """A register that is there, in whatever state. Use it as a context manager.

    Every method raises RegisterError where the register is locked, read-only, damaged or the disk full.
    """

    def __init__(self, store: Store, randbelow: Callable[[int], int]) -> None:
        self._store = store
        self._randbelow = randbelow

    @classmethod
    def at(
        cls, location: Location, witnesses: Path | None = None, *, randbelow: Callable[[int], int] = secrets.randbelow
    ) -> Self:
        """The register at a path or a postgresql:// URL.

        The witness of a file stands beside it; that of a database is kept in the folder `witnesses`, or not at all.
        `randbelow(n)` gives unguessable numbers from 0 to n - 1. Raises UsageError for a URL that is none.
        """
        return cls(store_at(location, witnesses), randbelow)

    def __enter__(self) -> Self:
        try:
            self._open()
        except BaseException:
            self._store.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    def _open(self) -> None:
        """Raises UsageError where there is no register."""
        if not self._store.is_there():
            raise UsageError(f"there is no register {self._store.name}; name it with --register")
        with self._store.reading() as connection:
            if not self._store.holds_register(connection):
                raise UsageError(f"{self._store.name} is empty, and no register; name it with --register")

    @property
    def name(self) -> str:
        """The path or URL, as messages call it: without user and password."""
        return self._store.name

    def find(self, serial: str) -> Record | None:
        """The line with this serial, in the form that `str(Serial)` gives."""
        with self._store.reading() as connection:
            return next(records_by(connection, certificates.c.serial, [serial]), None)

    def records(self) -> list[Record]:
        """All lines, by prefix, year and number."""
        with self._store.reading() as connection:
            return all_records(connection)

    def events(self, serial: str = "") -> list[Event]:
        """Everything that happened, or what happened to one certificate, in order."""
        with self._store.reading() as connection:
            return [event for event in all_events(connection, serial) if not serial or event.concerns(serial)]

    def head(self) -> Head:
        """The last event, which stands for the whole register."""
        with self._store.reading() as connection:
            return head_of(connection)

    def published(self) -> tuple[Head, list[Listed]]:
        """The last event, and what is published of the certificates that were issued by then."""
        with self._store.reading() as connection:
            return head_of(connection), listed(connection)

    def check(self) -> list[str]:
        """Everything that is wrong, in words: where the tables differ from the events, the chain from its hashes, the
        register from its witness, and what the database itself finds."""
        try:
            # The witness comes first: what is committed after that only puts the register ahead of it.
            known = self._store.witness.read()
            with self._store.reading() as connection:
                return differences(connection, self._store, known)
        except RegisterError as error:
            return [str(error)]

    def rebuild(self) -> None:
        """Make the table of certificates anew from the events, and the witness where it is missing.

        Holders cannot be made anew; `check` tells what is still wrong. Raises RegisterError where the events were
        changed or rolled back, and leaves everything as it is.
        """
        known = self._store.witness.read()
        with self._store.writing() as connection:
            replay = replayed(connection)
            refuse(self._store, [*(behind(connection, self._store, known) if known else ()), *replay.flaws])
            certificates.drop(connection, checkfirst=True)
            metadata.create_all(connection)
            insert_all(connection, certificates, replay.rows.values())
        self._keep_witness()

    def backup(self, target: Location) -> None:
        """A copy of one moment, with a witness, at a path or URL where nothing stands yet; the register may be in use.

        Raises UsageError where something stands there, and RegisterError where the register is damaged.
        """
        with copy_store(target) as copy, copy.writing() as there:
            if copy.holds_register(there):
                raise UsageError(f"{copy.name} is a register already; name another place for the backup")
            copy.make(there)
            with self._store.reading() as here:
                for table in metadata.sorted_tables:
                    insert_all(there, table, (row._asdict() for row in here.execute(select(table))))
            found = differences(there, copy, head_of(there))
            if found:
                raise RegisterError(f"no backup is made of a damaged register: {found[0]}; keep the one from before")
            copy.witness.write(head_of(there))

    def export(self, form: Form) -> Iterator[bytes]:
        """All lines, as CSV for a spreadsheet or as JSON lines for programs, without the ends of the lines."""
        return table_rows(self.records()) if form == "csv" else json_rows(self.records())

    def _keep_witness(self) -> None:
        """Write down how far the register has come, while nobody else can take it further."""
        if self._store.witness.path is not None:
            with self._store.writing() as connection:
                self._store.witness.write(head_of(connection))
