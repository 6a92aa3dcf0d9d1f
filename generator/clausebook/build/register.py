"""Looking into the register of certificates, keeping it whole, and changing what became of a certificate."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from clausebook.build.write import replace_lines
from clausebook.certificates.register import Event, Form, Ledger, Location, Record, Register
from clausebook.certificates.serial import parse_serial
from clausebook.errors import UsageError
from clausebook.model.result import shown
from clausebook.project import Project
from clausebook.render import clock

_FORMS: dict[str, Form] = {".csv": "csv", ".jsonl": "jsonl"}
_LEFT_OUT = {"at", "event", "serial", "key", "holder", "digest", "payload_digest"}
"""What the history does not say again, or says to nobody."""


@dataclass(frozen=True)
class Place:
    """Where a register is, and the folder for the witness of one that is in PostgreSQL."""

    location: Location
    witnesses: Path

    @classmethod
    def of(cls, project: Project, location: Location | None, witnesses: Path | None = None) -> "Place":
        """The place that is named, or else the project's own."""
        return cls(location or project.register, witnesses or project.register.parent)

    @classmethod
    def of_file(cls, path: Path) -> "Place":
        """The register in a file, by the one path that it has."""
        return cls(path.resolve(), path.resolve().parent)

    def ledger(self) -> Ledger:
        """The register to look into. Opening it raises UsageError where there is none."""
        return Ledger.at(self.location, self.witnesses)

    def register(self) -> Register:
        """The register to write into, with a folder to stand in."""
        if isinstance(self.location, Path):
            self.location.parent.mkdir(parents=True, exist_ok=True)
        return Register.at(self.location, self.witnesses)


def look_up(place: Place, serial: str) -> tuple[Record, list[Event]]:
    """The line of a serial as people type it, and its history. Raises UsageError where there is none."""
    wanted = str(parse_serial(serial))
    with place.ledger() as ledger:
        record = ledger.find(wanted)
        if record is None:
            raise UsageError(f"the register has no certificate {wanted}")
        return record, ledger.events(wanted)


def all_records(place: Place) -> list[Record]:
    """Every line of a register, by prefix, year and number. Raises UsageError where there is no register."""
    with place.ledger() as ledger:
        return ledger.records()


def check_register(place: Place) -> list[str]:
    """Everything that is wrong with a register, in words."""
    with place.ledger() as ledger:
        return ledger.check()


def rebuild_register(place: Place) -> tuple[list[str], list[str]]:
    """Make the table of certificates anew from the events. What was wrong before, and what still is."""
    with place.ledger() as ledger:
        before = ledger.check()
        ledger.rebuild()
        return before, ledger.check()


def export_register(place: Place, file: Path) -> int:
    """Write every line as CSV or as JSON lines, by the end of the file's name. How many there are."""
    form = _FORMS.get(file.suffix)
    if form is None:
        raise UsageError(f"{file} ends in neither .csv nor .jsonl; a register is written as one of them")
    with place.ledger() as ledger:
        lines = list(ledger.export(form))
        count = len(lines) - (form == "csv")
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_lines(file, lines)
    return count


def back_up(place: Place, target: Location) -> None:
    """Copy a register, which may be in use, to where nothing stands yet."""
    if isinstance(target, Path):
        target.parent.mkdir(parents=True, exist_ok=True)
    with place.ledger() as ledger:
        ledger.backup(target)


def change(place: Place, verb: str, serials: Iterable[str], reason: str) -> list[Record]:
    """Revoke, reinstate or expire certificates, one after the other. Raises UsageError where one cannot be."""
    wanted = [str(parse_serial(serial)) for serial in serials]
    with place.ledger():
        pass
    with place.register() as register:
        act = {"revoke": register.revoke, "reinstate": register.reinstate, "expire": register.expire}[verb]
        return [act(serial, reason, clock.now().astimezone()) for serial in wanted]


def is_as_issued(record: Record, file: Path) -> bool:
    """Whether a file is, byte for byte, the one that was issued. Raises OSError where it cannot be read."""
    return record.is_issued and digest(file.read_bytes()) == record.digest


def described(record: Record) -> dict[str, str]:
    """A line of the register in words, by the name of each part."""
    return {
        "serial": record.serial,
        "state": _state(record),
        "issued": record.issued.isoformat(),
        "expires": record.expires.isoformat(),
        "scheme": record.scheme,
        "band": record.band,
        "score": shown(record.overall),
        "holder": record.holder.id,
        "name": record.holder.name,
        "organization": record.holder.organization,
    }


def told(event: Event) -> str:
    """An event in a line."""
    facts = event.facts
    rest = ", ".join(f"{name} {value}" for name, value in facts.items() if name not in _LEFT_OUT)
    return f"{facts['at']}  {facts['event']}" + (f": {rest}" if rest else "")


def _state(record: Record) -> str:
    match record.state:
        case "reserved":
            return "reserved, no file yet"
        case "superseded":
            return f"superseded by {record.superseded_by}"
        case "issued" if record.last_day < clock.now().astimezone().date():
            return "expired"
        case state:
            return state


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content in hex, by which the register knows it."""
    return hashlib.sha256(content).hexdigest()
