"""Events that are noted together, and what they make of the table of certificates."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, update

from clausebook.certificates.register.chain import Event, Head, event_after
from clausebook.certificates.register.lines import insert_all, portions, rows_of
from clausebook.certificates.register.replay import Row, reserved_row, row_after
from clausebook.certificates.register.tables import certificates, events

_MUTABLE = ("state", "digest", "payload_digest", "superseded_by", "ended")


class Batch:
    """Events that follow on `head`, all at one time. `rows` are the lines that were loaded or changed, by serial."""

    def __init__(self, connection: Connection, head: Head, now: datetime) -> None:
        self.connection = connection
        self.rows: dict[str, Row] = {}
        self.is_changed = False
        self._head = head
        self._at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._events: list[Event] = []
        self._new: dict[str, None] = {}
        self._changed: dict[str, None] = {}

    def load(self, serials: Iterable[str]) -> None:
        """Read the lines that events are going to be about. Those that are not there are left out."""
        self.rows |= rows_of(self.connection, [serial for serial in serials if serial not in self.rows])

    def note(self, kind: str, serial: str = "", **facts: object) -> None:
        """Add an event, about a loaded line or about none."""
        about = {"serial": serial} if serial else {}
        event = event_after(self._head, {"at": self._at, "event": kind, **about, **facts})
        self._head = event.head
        self._events.append(event)
        self.is_changed = True
        if kind == "reserved":
            self.rows[serial] = reserved_row(event.facts, event.sequence)
            self._new[serial] = None
        elif serial:
            self.rows[serial] = row_after(self.rows[serial], event.facts)
            self._changed[serial] = None

    def save(self) -> None:
        """Put what was noted so far into the tables."""
        insert_all(self.connection, events, (event._asdict() for event in self._events))
        insert_all(self.connection, certificates, (self.rows[serial] for serial in self._new))
        self._update([self.rows[serial] for serial in self._changed if serial not in self._new])
        self._events, self._new, self._changed = [], {}, {}

    def _update(self, rows: list[Row]) -> None:
        statement = (
            update(certificates)
            .where(certificates.c.serial == bindparam("of"))
            .values({name: bindparam(f"new_{name}") for name in _MUTABLE})
        )
        for some in portions(rows):
            values = [{"of": row["serial"], **{f"new_{name}": row[name] for name in _MUTABLE}} for row in some]
            self.connection.execute(statement, values)
