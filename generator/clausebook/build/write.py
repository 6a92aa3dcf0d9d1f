"""Writing files so that a crash leaves either the old content or the new, never half of one."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from clausebook.errors import UsageError
from clausebook.model.artifact import Artifact

STAGED = ".new"
"""The folder in which outputs that belong together are written."""


def write_file(path: Path, content: bytes) -> None:
    """Write one file: to a temporary name beside it, synced to disk, then renamed over it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file line by line as they come, and sync it; what stands there while it is written is not whole."""
    with path.open("wb") as file:
        for line in lines:
            file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def replace_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file anew line by line and put it in the place of the old one, from which the lines may come."""
    new = path.with_name(f".{path.name}.new")
    try:
        write_lines(new, lines)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def write_all(artifacts: Iterable[Artifact], folder: Path) -> list[Path]:
    """Write artifacts below a folder; their paths, in order."""
    written = []
    for artifact in artifacts:
        path = folder / artifact.path
        write_file(path, artifact.content)
        written.append(path)
    return written


def replace_folder(staged: Path, final: Path) -> None:
    """Put a finished folder where an older one may stand, which goes only once the new one is in place."""
    old = final.with_name(f"{final.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if final.exists():
        final.rename(old)
    staged.rename(final)
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def staged(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    """A new folder to write to, whose files and folders `names` replace those of `folder` when the block ends well.

    What was not written anew goes as well: the names belong together. Raises UsageError while another run writes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    new = folder / STAGED
    try:
        _lock(descriptor, folder)
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        try:
            yield new
            for name in names:
                _replace(new / name, folder / name)
            os.fsync(descriptor)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise UsageError(f"another run is writing to {folder}; wait until it has ended") from None


def _replace(new: Path, final: Path) -> None:
    if new.is_dir():
        replace_folder(new, final)
    elif new.exists():
        new.replace(final)
    elif final.is_dir():
        shutil.rmtree(final)
    else:
        final.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
