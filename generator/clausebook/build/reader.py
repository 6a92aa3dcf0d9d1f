"""What happens to files of answers inside the sandbox: they are read, checked and scored there."""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path

import msgspec

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.load.responses.archive import Archive, Entry
from clausebook.load.responses.check import check_response
from clausebook.load.responses.dispatch import read_content
from clausebook.load.responses.names import readable
from clausebook.load.responses.reading import MAX_BYTES, Reading
from clausebook.model.mapping import ColumnMapping
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.scoring.score import Scorer

_PACKED = (b"PK\x03\x04", b"PK\x05\x06")
_ENCODER = msgspec.json.Encoder(enc_hook=str)
_Head = tuple[str, str, str, str, str, str, str]


@dataclass(frozen=True)
class File:
    """A file to read, or of an archive the entries from `start` up to `stop`, which is None for all of them.

    `known` is what is to be said of it where that is clear without opening it.
    """

    origin: str
    path: Path
    weight: int = 0
    start: int = 0
    stop: int | None = None
    known: "Received | None" = None

    def rest(self, done: int) -> "File | None":
        """The entries after the first `done`; nothing where the file itself failed."""
        return replace(self, start=self.start + done) if done else None


@dataclass(frozen=True)
class Received:
    """What became of one response or file.

    `state` is good, held, rejected or skipped. Where it is good, `identity` is the same for all responses of a person
    to a form, `content` for all that say the same, and `body` holds the exact result, or the response, as JSON.
    """

    origin: str
    state: str
    reason: str = ""
    detail: str = ""
    identity: str = ""
    content: str = ""
    saved: str = ""
    body: bytes = b""

    def packed(self) -> bytes:
        """As bytes that `unpacked` understands."""
        head = (self.origin, self.state, self.reason, self.detail, self.identity, self.content, self.saved)
        return _ENCODER.encode(head) + b"\n" + self.body

    @classmethod
    def unpacked(cls, content: bytes) -> "Received":
        """From what `packed` made."""
        head, _, body = content.partition(b"\n")
        fields: _Head = msgspec.json.decode(head, type=_Head)
        return cls(*fields, body=body)

    @classmethod
    def left_over(cls, origin: str, why: RejectedRecord) -> "Received":
        """A file or response that cannot be used as it is."""
        state = "held" if isinstance(why, HeldRecord) else "rejected"
        return cls(origin, state, why.reason, readable(why.detail))


class FileReader(ABC):
    """The work of a child: reads files and says a `Received`, packed, for each response and each file that has none."""

    @abstractmethod
    def read(self, content: bytes, origin: str) -> Iterator[Received]:
        """What is in a file that is no archive. Raises RejectedRecord where it cannot be read."""

    def __call__(self, job: File) -> Iterator[str | bytes]:
        """Read one file. Each file and each entry of an archive is an item."""
        yield job.origin
        try:
            if job.known:
                yield job.known.packed()
            elif archive := _archive(job.path):
                yield from self._entries(job, archive)
            elif not job.start:
                yield from self._responses(_content(job.path), job.origin)
        except RejectedRecord as rejection:
            yield Received.left_over(job.origin, rejection).packed()

    def _entries(self, job: File, archive: Archive) -> Iterator[str | bytes]:
        for entry in archive.entries[job.start : job.stop]:
            origin = f"{job.origin}/{entry.name}"
            yield origin
            if entry.is_hidden:
                yield Received(origin, "skipped", detail="a hidden file").packed()
            else:
                yield from self._entry(archive, entry, origin)

    def _entry(self, archive: Archive, entry: Entry, origin: str) -> Iterator[bytes]:
        try:
            yield from self._responses(archive.read(entry), origin)
        except RejectedRecord as rejection:
            yield Received.left_over(origin, rejection).packed()

    def _responses(self, content: bytes, origin: str) -> Iterator[bytes]:
        is_empty = True
        for received in self.read(content, origin):
            is_empty = False
            yield received.packed()
        if is_empty:
            raise RejectedRecord("no_responses", "there is no response in the file")


@dataclass(frozen=True)
class Reader(FileReader):
    """Reads answers to forms.

    The body of a good one is its exact result where `scores` is set, else the response as it was checked.
    """

    questionnaires: Mapping[str, Questionnaire]
    mapping: ColumnMapping | None = None
    scores: bool = True

    def read(self, content: bytes, origin: str) -> Iterator[Received]:
        """Each response, checked and scored. Raises RejectedRecord where the file cannot be read."""
        readings = read_content(content, origin, self.questionnaires, self.mapping)
        return (self._received(reading) for reading in readings)

    def _received(self, reading: Reading) -> Received:
        if isinstance(reading.data, RejectedRecord):
            return Received.left_over(reading.origin, reading.data)
        try:
            response, questionnaire = check_response(reading.data, self.questionnaires)
        except RejectedRecord as rejection:
            return Received.left_over(reading.origin, rejection)
        return Received(
            reading.origin,
            "good",
            identity=_identity(response),
            content=_content_of(response, questionnaire),
            saved=response.saved,
            body=self._result(response) if self.scores else response.model_dump_json().encode(),
        )

    def _result(self, response: Response) -> bytes:
        if response.form not in self._scorers:
            self._scorers[response.form] = Scorer(self.questionnaires[response.form])
        return self._scorers[response.form].line(response)

    @cached_property
    def _scorers(self) -> dict[str, Scorer]:
        """What has been prepared for scoring so far, by form."""
        return {}


def count_entries(job: File) -> Iterator[str | bytes]:
    """The work of a child that only says how many entries an archive has: 0 where it is none, or cannot be read."""
    yield job.origin
    try:
        archive = _archive(job.path)
        yield b"%d" % (len(archive.entries) if archive else 0)
    except RejectedRecord:
        yield b"0"


def _archive(path: Path) -> Archive | None:
    """The archive that a file is, or None where it is something else, a workbook for example."""
    try:
        with path.open("rb") as file:
            is_packed = file.read(4).startswith(_PACKED)
    except OSError as error:
        raise _unreadable(error) from None
    archive = _opened(path) if is_packed else None
    return None if archive is None or archive.is_workbook else archive


@lru_cache(maxsize=1)
def _opened(path: Path) -> Archive:
    return Archive(path)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(error) from None
    if len(content) > MAX_BYTES:
        raise RejectedRecord("too_large", f"the file has more than {MAX_BYTES:,} bytes")
    return content


def _unreadable(error: OSError) -> RejectedRecord:
    return RejectedRecord("unreadable", error.strerror or "the file cannot be read")


def _identity(response: Response) -> str:
    reviewer = response.reviewer.id if response.reviewer else ""
    return _digest("\n".join((response.form, response.person.id, reviewer)).encode())


def _content_of(response: Response, questionnaire: Questionnaire) -> str:
    """A digest of all that the person says: the same whatever way it came and whenever it was saved."""
    envelope = response.model_dump_json(exclude={"started", "saved", "language", "answers"})
    replies = [response.answers.get(ref) for ref in questionnaire.provisions]
    return _digest(envelope.encode() + _ENCODER.encode(replies))


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
