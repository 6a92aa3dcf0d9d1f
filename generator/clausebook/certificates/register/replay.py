"""What the events of a register say that its tables hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from clausebook.certificates.register.chain import FORMAT, START, Event, Head, event_hash
from clausebook.certificates.serial import Serial

Row = Mapping[str, Any]
"""A line of the table of certificates, by column."""


def reserved_row(facts: Mapping[str, Any], sequence: int) -> Row:
    """The line of a certificate whose reservation is the event `sequence`."""
    return {
        "serial": facts["serial"],
        "key": facts["key"],
        **_parts(facts["serial"])._asdict(),
        **{name: facts[name] for name in ("scheme", "band", "overall", "issued", "expires", "status_index")},
        "reserved": facts["at"],
        "sequence": sequence,
        "state": "reserved",
        "digest": None,
        "payload_digest": None,
        "superseded_by": None,
        "ended": None,
    }


def row_after(row: Row, facts: Mapping[str, Any]) -> Row:
    """The line of a certificate after an event. Raises ValueError where there is no such event."""
    match facts["event"]:
        case "issued":
            files = {"digest": facts["digest"], "payload_digest": facts["payload_digest"]}
            return {**row, "state": "issued", **files}
        case "superseded":
            return {**row, "state": "superseded", "superseded_by": facts["by"]}
        case "revoked":
            return {**row, "state": "revoked"}
        case "expired":
            return {**row, "state": "expired", "ended": facts["ended"]}
        case "reinstated":
            state = "issued" if row["digest"] else "reserved"
            return {**row, "state": state, "superseded_by": None, "ended": None}
        case "erased":
            return row
        case other:
            raise ValueError(f"no event is called {other}")


@dataclass
class Replay:
    """What comes of some events: the table of certificates and the digest of each holder, both by serial, the head of
    the chain, and what is wrong with the chain itself."""

    rows: dict[str, Row] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    head: Head = START
    flaws: list[str] = field(default_factory=list)
    _numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def follow(self, events: Iterable[Event]) -> None:
        """Go through the events in their order. What is wrong is noted, and the rest gone through all the same."""
        for event in events:
            self._check_link(event)
            self.head = event.head
            try:
                self._apply(event)
            except (ValueError, KeyError, TypeError, AttributeError):
                self.flaws.append(f"event {event.sequence} does not follow from those before")

    def _check_link(self, event: Event) -> None:
        if event.sequence != self.head.sequence + 1:
            self.flaws.append(f"event {event.sequence} stands where {self.head.sequence + 1} belongs")
        if not isinstance(event.content, str) or event.hash != event_hash(self.head.hash, event.content):
            self.flaws.append(f"event {event.sequence} was changed, or one before it")

    def _apply(self, event: Event) -> None:
        facts = event.facts
        if event.sequence == 1:
            _check_start(facts)
            return
        serial = facts["serial"]
        match facts["event"]:
            case "reserved":
                self._reserve(serial, facts, event.sequence)
            case "erased":
                del self.holders[serial]
            case _:
                self.rows[serial] = row_after(self.rows[serial], facts)

    def _reserve(self, serial: str, facts: dict[str, Any], sequence: int) -> None:
        prefix, year, number = _parts(serial)
        if number != self._numbers.get((prefix, year), 0) + 1:
            raise ValueError(f"{Serial(prefix, year, number)} is out of turn")
        self._numbers[prefix, year] = number
        self.rows[serial] = reserved_row(facts, sequence)
        self.holders[serial] = facts["holder"]


def _parts(serial: str) -> Serial:
    """The parts of a serial that stands in an event, where its check character is guarded with the rest."""
    prefix, year, number, _ = serial.split("-")
    return Serial(prefix, int(year), int(number))


def _check_start(facts: dict[str, Any]) -> None:
    if (facts["event"], facts["format"]) != ("created", FORMAT):
        raise ValueError("the first event makes the register")
