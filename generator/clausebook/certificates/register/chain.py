"""The events of a register, each bound to the one before by its hash."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

FORMAT = "clausebook-register/1"


class Head(NamedTuple):
    """The last event: how many there are, and its hash, which stands for all of them."""

    sequence: int
    hash: str


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
START = Head(0, "")
"""Before the first event."""


class Event(NamedTuple):
    """Something that happened to a certificate, or to the register as a whole. `sequence` counts from 1.

    `content` is canonical JSON and names nobody: a holder appears as a digest with a salt that is kept elsewhere.
    """

    sequence: int
    content: str
    hash: str

    @property
    def facts(self) -> dict[str, Any]:
        """The content: `event` is the kind, `at` the time, `serial` the certificate; the rest depends on the kind."""
        facts = json.loads(self.content)
        if not isinstance(facts, dict):
            raise ValueError("not an object")
        return facts

    def concerns(self, serial: str) -> bool:
        """Whether this happened to the certificate with this serial."""
        return bool(self.facts.get("serial") == serial)

    @property
    def head(self) -> Head:
        """The chain up to this event."""
        return Head(self.sequence, self.hash)


def canonical(content: Mapping[str, object]) -> str:
    """The one way to write this as JSON: keys sorted, no blanks."""
    return _ENCODER.encode(content)


def event_after(head: Head, facts: Mapping[str, object]) -> Event:
    """The event that follows in the chain."""
    content = canonical(facts)
    return Event(head.sequence + 1, content, event_hash(head.hash, content))


def event_hash(previous: str, content: str) -> str:
    """The SHA-256 over the hash before and the content, in hex."""
    return hashlib.sha256(f"{previous}{content}".encode()).hexdigest()


def holder_digest(salt: str, holder: Mapping[str, str]) -> str:
    """What binds a holder, field by field, to the reservation. Without the salt nobody finds the name by trying."""
    return hashlib.sha256(f"{salt}{canonical(holder)}".encode()).hexdigest()
