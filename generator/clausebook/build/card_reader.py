"""What happens to scans inside the sandbox: cards are found and read there, and so are lists that people filled in."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clausebook.build.reader import File, Received
from clausebook.build.sandbox import Failure, Sandbox
from clausebook.errors import RejectedRecord
from clausebook.load.cards import pages
from clausebook.load.cards.decisions import read_decisions
from clausebook.load.cards.reading import read_card
from clausebook.load.cards.vision import Vision
from clausebook.load.responses.folder import Found
from clausebook.load.responses.reading import MAX_BYTES
from clausebook.model.answer_card import AnswerCard
from clausebook.model.card_reading import CardReading, Decisions

CARD, DECIDED = "card", "decided"
"""What the body of a good one is, as its `content` says."""
_WORKBOOK = b"PK\x03\x04"
_SMALL = 1_000_000
_SHARE = 12
_DIGEST = 16


@dataclass(frozen=True)
class CardReader:
    """The work of a child: says a `Received`, packed, for each page of a scan, and for each list as a whole.

    `cards` are those of the papers of the exam, by the papers' codes.
    """

    exam: str
    cards: Mapping[str, AnswerCard]

    def prepare(self) -> None:
        """Load what reads scans. Raises MissingLibraryError."""
        pages.prepare()

    def __call__(self, job: File) -> Iterator[str | bytes]:
        """Read one file. The file and each of its pages is an item."""
        yield job.origin
        try:
            if job.known:
                yield job.known.packed()
            elif _is_workbook(job.path):
                yield self._decided(job).packed()
            else:
                yield from self._pages(job)
        except OSError as error:
            why = RejectedRecord("unreadable", error.strerror or "the file cannot be read")
            yield Received.left_over(job.origin, why).packed()
        except RejectedRecord as rejection:
            yield Received.left_over(job.origin, rejection).packed()

    def _pages(self, job: File) -> Iterator[str | bytes]:
        scan, digest, vision = pages.opened(job.path), _digest(job.path), Vision()
        stop = scan.count if job.stop is None else min(job.stop, scan.count)
        for page in range(job.start, stop):
            origin = f"{job.origin}:{page + 1}"
            yield origin
            try:
                read = read_card(vision, scan.page(page), self.cards, f"{digest}-{page + 1}", origin)
                yield Received(origin, "good", content=CARD, body=read.model_dump_json().encode()).packed()
            except RejectedRecord as rejection:
                yield Received.left_over(origin, rejection).packed()

    def _decided(self, job: File) -> Received:
        content = job.path.read_bytes() if job.path.stat().st_size <= MAX_BYTES else b""
        decided = read_decisions(content, self.exam)
        body = json.dumps([[*key, said] for key, said in decided.items()]).encode()
        return Received(job.origin, "good", content=DECIDED, body=body)


def receive_scans(reader: CardReader, files: Iterable[Found]) -> Iterator[Received]:
    """What became of every page and every list, in the order of the files."""
    with Sandbox(reader) as sandbox, Sandbox(_PageCounter(), workers=1) as counter:
        for reply in sandbox.run(_jobs(files, counter)):
            yield _lost(reply) if isinstance(reply, Failure) else Received.unpacked(reply)


def reading_of(received: Received) -> CardReading:
    """The card that a good one is."""
    return CardReading.model_validate_json(received.body)


def decisions_of(received: Received) -> Decisions:
    """The decisions that a good one holds."""
    return {(card, question): said for card, question, said in json.loads(received.body)}


@dataclass(frozen=True)
class _PageCounter:
    """The work of a child that only says how many pages a file has: 0 where it is no scan, or cannot be read."""

    def prepare(self) -> None:
        pages.prepare()

    def __call__(self, job: File) -> Iterator[str | bytes]:
        yield job.origin
        try:
            yield b"0" if _is_workbook(job.path) else b"%d" % pages.opened(job.path).count
        except (OSError, RejectedRecord):
            yield b"0"


def _jobs(files: Iterable[Found], counter: Sandbox) -> Iterator[File]:
    for file in files:
        path = file.path.absolute()
        if file.skipped:
            yield File(file.origin, path, known=Received(file.origin, "skipped", detail=file.skipped))
        elif file.problem:
            yield File(file.origin, path, known=Received.left_over(file.origin, file.problem))
        elif file.size < _SMALL:
            yield File(file.origin, path, file.size)
        else:
            yield from _shares(File(file.origin, path, file.size), counter)


def _shares(file: File, counter: Sandbox) -> Iterator[File]:
    """A large scan in shares of some pages, any other large file as a whole."""
    (counted,) = counter.run([file])
    if isinstance(counted, Failure):
        yield File(file.origin, file.path, known=_lost(counted))
        return
    count = int(counted)
    for start in range(0, count, _SHARE):
        yield File(file.origin, file.path, file.weight * _SHARE // count, start, start + _SHARE)
    if not count:
        yield file


def _lost(failure: Failure) -> Received:
    return Received.left_over(failure.origin, failure.rejection)


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_WORKBOOK)) == _WORKBOOK


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:_DIGEST]
