"""Files and folders as they are named on the command line; links are never followed out of a folder."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from clausebook.errors import RejectedRecord, UsageError
from clausebook.load.responses.names import decoded, is_hidden, readable


@dataclass(frozen=True)
class Found:
    """A file and its size in bytes. `problem` is why it is not read; `skipped` says why it does not count at all."""

    origin: str
    path: Path
    size: int = 0
    problem: RejectedRecord | None = None
    skipped: str = ""


def find_files(paths: Iterable[Path], apart: Path | None = None) -> Iterator[Found]:
    """The files named and those below the folders named, each once, folders sorted by name.

    `apart` is a folder of our own outputs, which is left out. Raises UsageError where a path is not there.
    """
    places = {path.resolve(): path for path in check_paths(paths)}
    for place, path in places.items():
        if not any(other in place.parents for other in places):
            yield from _below(path, apart and apart.resolve()) if path.is_dir() else [_found(path, path.stat())]


def check_paths(paths: Iterable[Path]) -> list[Path]:
    """The same paths. Raises UsageError where one is not there."""
    named = list(paths)
    for path in named:
        if not path.exists():
            raise UsageError(f"{_origin(path)} does not exist")
    return named


def _below(folder: Path, apart: Path | None) -> Iterator[Found]:
    waiting = _listed(folder)
    if not waiting:
        yield Found(_origin(folder), folder, skipped="an empty folder")
    while waiting:
        path = waiting.pop()
        try:
            status = path.lstat()
            if is_hidden(path.name):
                yield Found(_origin(path), path, skipped="a hidden file")
            elif not stat.S_ISDIR(status.st_mode):
                yield _found(path, status)
            elif path.resolve() == apart:
                yield Found(_origin(path), path, skipped="the folder of the results")
            else:
                waiting += _listed(path)
        except OSError as error:
            problem = RejectedRecord("unreadable", error.strerror or "it cannot be read")
            yield Found(_origin(path), path, problem=problem)


def _listed(folder: Path) -> list[Path]:
    """What is in a folder, the first name last."""
    return sorted(folder.iterdir(), key=lambda path: path.name, reverse=True)


def _found(path: Path, status: os.stat_result) -> Found:
    """A file; a pipe or a device is not opened, because reading it may never end."""
    problem = None
    if stat.S_ISLNK(status.st_mode):
        problem = RejectedRecord("symbolic_link", "this is a link, not a file; name what it leads to")
    elif not stat.S_ISREG(status.st_mode):
        problem = RejectedRecord("not_a_file", "this is a pipe or a device")
    return Found(_origin(path), path, status.st_size, problem)


def _origin(path: Path) -> str:
    return readable(decoded(os.fsencode(path)))
