"""Writing into a register: reservations, issues, and what becomes of certificates later."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, func, select

from clausebook.certificates.register.batch import Batch
from clausebook.certificates.register.chain import FORMAT, START, holder_digest
from clausebook.certificates.register.checking import behind, differences, head_of, refuse
from clausebook.certificates.register.ledger import Ledger
from clausebook.certificates.register.lines import in_force, insert_all, records_by, taken
from clausebook.certificates.register.record import Issued, Record, Request, months_after
from clausebook.certificates.register.replay import Row
from clausebook.certificates.register.tables import certificates, holders
from clausebook.certificates.serial import Serial
from clausebook.errors import RegisterError, UsageError
from clausebook.render import clock

STATUS_STEP = 131_072
"""Status lists have a multiple of so many places, so that a place in them says little about whose it is."""


class Register(Ledger):
    """A register to write into, which is made where there is none. Use it as a context manager.

    Opening checks all of it, and raises RegisterError where it is damaged or was rolled back. Every method is one
    transaction; all raise RegisterError where the register is locked, read-only or the disk full.
    """

    def _open(self) -> None:
        known = self._store.witness.read()
        if known is not None and not self._store.is_there():
            raise RegisterError(
                f"the register {self._store.name} is gone, but its witness {self._store.witness.path} remembers it; "
                "restore the newest backup and do not start a new one, its serials are in use"
            )
        with self._store.writing() as connection:
            if not self._store.holds_register(connection):
                self._make(connection)
            refuse(self._store, differences(connection, self._store, self._store.witness.read()))
        self._keep_witness()

    def _make(self, connection: Connection) -> None:
        self._store.make(connection)
        batch = Batch(connection, START, clock.now())
        batch.note("created", format=FORMAT, register=f"{self._randbelow(2**128):032x}")
        batch.save()

    def reserve(self, requests: Sequence[Request], now: datetime) -> list[Record]:
        """The line for each request, in their order: the one that its key has, or a new one with the next serial.

        `now` has a time zone; its day there is the day of issue.
        """
        keys = list(dict.fromkeys(request.key for request in requests))
        with self._batch(now) as batch:
            known = taken(batch.connection, certificates.c.key, keys)
            fresh = {request.key: request for request in reversed(requests) if request.key not in known}
            self._reserve(batch, [fresh[key] for key in keys if key in fresh], now.date())
            batch.save()
            found = {record.key: record for record in records_by(batch.connection, certificates.c.key, keys)}
        return [found[request.key] for request in requests]

    def issue(self, done: Sequence[Issued], now: datetime) -> None:
        """Note that the files of reserved certificates are written.

        An earlier certificate of the same person under the same scheme is superseded at once. The same may be said
        again. Raises RegisterError where a serial is unknown, was revoked before, or was issued as another file; then
        nothing of the batch is noted.
        """
        with self._batch(now) as batch:
            batch.load(one.serial for one in done)
            fresh = []
            for one in done:
                if not self._is_fresh(batch, one):
                    continue
                fresh.append(one.serial)
                payload_digest = sha256(one.payload).hexdigest()
                batch.note("issued", one.serial, digest=one.digest, payload_digest=payload_digest)
            _settle(batch, fresh)

    def revoke(self, serial: str, reason: str, now: datetime) -> Record:
        """Withdraw a certificate. `reason` says why and names nobody: it stays for good. Raises UsageError where the
        register has no such certificate."""
        with self._batch(now) as batch:
            if self._row(batch, serial)["state"] != "revoked":
                batch.note("revoked", serial, reason=_reason(reason))
        return self._found(serial)

    def expire(self, serial: str, reason: str, now: datetime) -> Record:
        """End the validity of an issued certificate with the day before `now`. Raises UsageError for any other."""
        yesterday = now.date() - timedelta(days=1)
        with self._batch(now) as batch:
            row = self._row(batch, serial)
            if row["state"] not in ("issued", "expired"):
                raise UsageError(f"{serial} is {row['state']}; only an issued certificate can expire")
            if row["state"] == "issued":
                ended = min(yesterday, date.fromisoformat(row["expires"]))
                batch.note("expired", serial, reason=_reason(reason), ended=ended.isoformat())
        return self._found(serial)

    def reinstate(self, serial: str, reason: str, now: datetime) -> Record:
        """Put a certificate back in force that was revoked or expired, or whose successor was revoked. A successor that
        is in force supersedes it again. Raises UsageError where it is superseded by one in force."""
        with self._batch(now) as batch:
            row = self._row(batch, serial)
            if row["state"] == "superseded" and self._row(batch, row["superseded_by"])["state"] != "revoked":
                raise UsageError(f"{serial} is superseded by {row['superseded_by']}; revoke that one first")
            if row["state"] not in ("issued", "reserved"):
                batch.note("reinstated", serial, reason=_reason(reason))
                _settle(batch, [serial])
        return self._found(serial)

    def erase(self, holder: str, now: datetime) -> None:
        """Forget who holds the certificates of the holder with this id; what verifies them stays."""
        with self._batch(now) as batch:
            query = select(holders.c.serial).where(holders.c.id == holder).order_by(holders.c.serial)
            serials = batch.connection.scalars(query).all()
            batch.load(serials)
            for serial in serials:
                batch.note("erased", serial)
            batch.connection.execute(delete(holders).where(holders.c.id == holder))

    @contextmanager
    def _batch(self, now: datetime) -> Iterator[Batch]:
        """What is noted in the block is kept as a whole, or not at all."""
        known = self._store.witness.read()
        with self._store.writing() as connection:
            if known is not None:
                refuse(self._store, behind(connection, self._store, known))
            batch = Batch(connection, head_of(connection), now)
            yield batch
            batch.save()
        if batch.is_changed:
            self._keep_witness()

    def _reserve(self, batch: Batch, requests: list[Request], day: date) -> None:
        numbers: dict[str, int] = {}
        indexes = self._free_indexes(batch.connection, len(requests))
        people = []
        for request, index in zip(requests, indexes, strict=True):
            scheme = request.scheme
            if scheme.prefix not in numbers:
                numbers[scheme.prefix] = self._last_number(batch.connection, scheme.prefix, day.year)
            numbers[scheme.prefix] += 1
            serial = str(Serial(scheme.prefix, day.year, numbers[scheme.prefix]))
            salt = f"{self._randbelow(2**128):032x}"
            holder = request.holder.model_dump()
            people.append({"serial": serial, "salt": salt, **holder})
            batch.note(
                "reserved",
                serial,
                key=request.key,
                scheme=scheme.id,
                band=request.band,
                overall=str(request.overall),
                issued=day.isoformat(),
                expires=months_after(day, scheme.validity).isoformat(),
                status_index=index,
                holder=holder_digest(salt, holder),
            )
        insert_all(batch.connection, holders, people)

    def _last_number(self, connection: Connection, prefix: str, year: int) -> int:
        """The highest number of a prefix and year, 0 where there is none."""
        of_these = (certificates.c.prefix == prefix, certificates.c.year == year)
        highest = connection.scalars(select(func.max(certificates.c.number)).where(*of_these)).one()
        return 0 if highest is None else highest

    def _free_indexes(self, connection: Connection, count: int) -> list[int]:
        """So many places in the status lists that nobody has and nobody can guess."""
        used = connection.scalars(select(func.count()).select_from(certificates)).one()
        size = status_list_size(used + count)
        found: dict[int, None] = {}
        while len(found) < count:
            drawn = dict.fromkeys(self._randbelow(size) for _ in range(2 * (count - len(found))))
            gone = taken(connection, certificates.c.status_index, drawn)
            found |= dict.fromkeys(index for index in drawn if index not in gone)
        return list(found)[:count]

    def _row(self, batch: Batch, serial: str) -> Row:
        batch.load([serial])
        if serial not in batch.rows:
            raise UsageError(f"the register {self._store.name} has no certificate {serial}")
        return batch.rows[serial]

    def _found(self, serial: str) -> Record:
        record = self.find(serial)
        if record is None:
            raise RegisterError(f"the register {self._store.name} has lost {serial}; restore it from a backup")
        return record

    def _is_fresh(self, batch: Batch, one: Issued) -> bool:
        """Whether a certificate is to be issued now, and was not before."""
        row = batch.rows.get(one.serial)
        if row is None:
            raise RegisterError(f"the serial {one.serial} is not in the register {self._store.name}; reserve it first")
        if row["digest"] is None and row["state"] != "reserved":
            raise RegisterError(f"{one.serial} was revoked before it was issued; reinstate it first")
        if row["digest"] not in (None, one.digest):
            raise RegisterError(
                f"{one.serial} was issued as another file; look for that file, or restore the templates, the wording "
                "and the version that it was made with"
            )
        return row["digest"] is None


def status_list_size(certificates: int) -> int:
    """How many places the status lists have for so many certificates: at least twice as many, in steps."""
    return STATUS_STEP * (1 + 2 * certificates // STATUS_STEP)


def _settle(batch: Batch, serials: list[str]) -> None:
    """Of the certificates of one person under one scheme only the newest stays in force."""
    batch.save()
    for held in in_force(batch.connection, serials).values():
        for older in held[:-1]:
            batch.load([older])
            batch.note("superseded", older, by=held[-1])


def _reason(text: str) -> str:
    if not text.strip():
        raise UsageError("say why, with --reason; the reason stays for good, so do not name anybody in it")
    return text.strip()
