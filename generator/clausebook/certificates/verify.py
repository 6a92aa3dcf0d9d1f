"""Whether a certificate is what it says: its signature, its key, the lists of its issuer, and its file.

The steps and their order are those of the page for verification, and both give the same reasons.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from clausebook.certificates.serial import parse_serial
from clausebook.certificates.verify_lists import Entry, Index, Published, Seen, Source, Trust
from clausebook.certificates.verify_payload import EPOCH, Facts, link_in, payload_of
from clausebook.certificates.verify_reasons import VERDICTS, Finding, Verdict
from clausebook.errors import UsageError

_ONLY_DIGITS = re.compile("[0-9]{40,}")
_DASH = re.compile("[\u2010-\u2015\u2212]")

Kind = Literal["link", "file", "serial"]


@dataclass(frozen=True)
class Report:
    """What a verification has found. `facts` are there only if their signature is right."""

    kind: Kind
    reason: str
    facts: Facts | None = None
    serial: str | None = None
    index: Index | None = None

    @property
    def verdict(self) -> Verdict:
        """What the reason means for the certificate."""
        return VERDICTS[self.reason]


@dataclass
class _Check:
    """One certificate on its way through the steps; what has been found out stays where a step ends it."""

    published: Published
    facts: Facts | None = None
    serial: str | None = None
    index: Index | None = None

    def link(self, link: str, file: bytes | None = None) -> str:
        payload = payload_of(link)
        key = self.published.signer(payload)
        facts = self.facts = payload.facts
        self.serial = facts.serial
        tomorrow = (self.published.trust.now.date() - EPOCH).days + 1
        if not key.covers(facts.issued) or (facts.issued - EPOCH).days > tomorrow:
            raise Finding("key_not_valid_at_issue")
        entry = self._entry(facts.serial)
        if hashlib.sha256(payload.content).hexdigest()[:32] != entry.payload:
            raise Finding("other_payload")
        if file is not None and hashlib.sha256(file).hexdigest() != entry.file:
            raise Finding("file_changed")
        self._look_at_state(entry, min(entry.expires, (facts.expires - EPOCH).days))
        return "genuine"

    def typed(self, text: str) -> str:
        try:
            self.serial = str(parse_serial(_DASH.sub("-", "".join(text.split()))))
        except UsageError:
            raise Finding("bad_serial") from None
        entry = self._entry(self.serial)
        self._look_at_state(entry, entry.expires)
        return "listed"

    def _entry(self, serial: str) -> Entry:
        self.index = self.published.index
        entry = self.published.entry(serial)
        if entry is None:
            raise Finding("old_lists" if self.published.is_old else "not_issued")
        return entry

    def _look_at_state(self, entry: Entry, expires: int) -> None:
        if entry.is_revoked:
            raise Finding("revoked")
        if entry.is_superseded:
            raise Finding("superseded")
        if expires < (self.published.trust.now.date() - EPOCH).days:
            raise Finding("expired")
        if self.published.is_old:
            raise Finding("old_lists")


def is_link(text: str) -> bool:
    """Whether a text that somebody has entered is a link rather than a serial."""
    return "#" in text or _ONLY_DIGITS.fullmatch(text) is not None


class Verifier:
    """Verifies certificates of one issuer by the lists that `source` gives, each of which is read once."""

    def __init__(self, source: Source, trust: Trust) -> None:
        self._published = Published(source, trust)

    def text(self, text: str) -> Report:
        """Verify what somebody has entered: a link, or else a serial."""
        return self.link(text) if is_link(text.strip()) else self.serial(text)

    def link(self, link: str) -> Report:
        """Verify the link of a QR code, or what stands in it after the `#`."""
        return self._report("link", lambda check: check.link(link))

    def file(self, content: bytes) -> Report:
        """Verify a PDF: the link in it, and that the file is the issued one to the last byte."""
        return self._report("file", lambda check: check.link(link_in(content), content))

    def serial(self, text: str) -> Report:
        """Look a typed serial up. Nothing but the number is known of such a certificate."""
        return self._report("serial", lambda check: check.typed(text))

    def seen(self) -> Seen:
        """The highest versions that have been seen by now."""
        highest = self._published.trust.seen
        try:
            highest = Seen(max(highest.keys, self._published.keys.version), highest.lists)
            return Seen(highest.keys, max(highest.lists, self._published.index.version))
        except Finding:
            return highest

    @property
    def address(self) -> str | None:
        """The issuer's address, if the lists can be believed or it was known beforehand."""
        try:
            return self._published.trust.address or self._published.keys.issuer
        except Finding:
            return None

    def _report(self, kind: Kind, work: Callable[[_Check], str]) -> Report:
        check = _Check(self._published)
        try:
            reason = work(check)
        except Finding as found:
            reason = found.reason
        return Report(kind, reason, check.facts, check.serial, check.index)
