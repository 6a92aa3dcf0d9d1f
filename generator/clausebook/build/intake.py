"""Files of answers, in whatever form and packing, become responses, or reasons why there is none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from clausebook.build.reader import File, FileReader, Reader, Received, count_entries
from clausebook.build.sandbox import Failure, Sandbox
from clausebook.load.responses.folder import Found, find_files
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response

_LARGE = 1_000_000
"""From so many bytes on, an archive is shared out among the children."""
_SHARE = 64
_NUMBER = re.compile("[/:]")
"""Ends the number of a file in what is found in it."""


@dataclass
class Contents:
    """A file and the responses in it; whether there is nothing else in it that could not be read."""

    file: Found
    responses: list[Response] = field(default_factory=list)
    is_all_read: bool = True


def receive(reader: FileReader, paths: Iterable[Path], apart: Path | None = None) -> Iterator[Received]:
    """What became of every file and response, in the order of the paths, folders sorted by name.

    `apart` is a folder of our own outputs, which is left out. Raises UsageError where a path is not there.
    """
    yield from receive_files(reader, find_files(paths, apart))


def receive_files(reader: FileReader, files: Iterable[Found]) -> Iterator[Received]:
    """The same for files that have been looked up."""
    with Sandbox(reader) as sandbox, Sandbox(count_entries, workers=1) as counter:
        for reply in sandbox.run(_jobs(files, counter)):
            yield _lost(reply) if isinstance(reply, Failure) else Received.unpacked(reply)


def contents_of(files: Iterable[Found], questionnaires: Mapping[str, Questionnaire]) -> Iterator[Contents]:
    """What is in each file, whichever way it is packed."""
    listed = [file for file in files if file.problem is None]
    contents = [Contents(file) for file in listed]
    jobs = (File(str(number), file.path.absolute(), file.size) for number, file in enumerate(listed))
    with Sandbox(Reader(questionnaires, scores=False)) as sandbox:
        for reply in sandbox.run(jobs):
            received = _lost(reply) if isinstance(reply, Failure) else Received.unpacked(reply)
            of_one = contents[int(_NUMBER.split(received.origin)[0])]
            if received.state == "good":
                of_one.responses.append(Response.model_validate_json(received.body))
            of_one.is_all_read &= received.state in ("good", "skipped")
    yield from contents


def _jobs(files: Iterable[Found], counter: Sandbox) -> Iterator[File]:
    for file in files:
        path = file.path.absolute()
        if known := _known(file):
            yield File(file.origin, path, known=known)
        elif file.size < _LARGE:
            yield File(file.origin, path, file.size)
        else:
            yield from _shares(File(file.origin, path, file.size), counter)


def _known(file: Found) -> Received | None:
    if file.skipped:
        return Received(file.origin, "skipped", detail=file.skipped)
    return Received.left_over(file.origin, file.problem) if file.problem else None


def _shares(file: File, counter: Sandbox) -> Iterator[File]:
    """A large archive in parts, any other large file as a whole."""
    (counted,) = counter.run([file])
    if isinstance(counted, Failure):
        yield File(file.origin, file.path, known=_lost(counted))
        return
    entries = int(counted)
    for start in range(0, entries, _SHARE):
        weight = file.weight * _SHARE // entries
        yield File(file.origin, file.path, weight, start, start + _SHARE)
    if not entries:
        yield file


def _lost(failure: Failure) -> Received:
    return Received.left_over(failure.origin, failure.rejection)
