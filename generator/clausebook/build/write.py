"""Writing files so that a crash leaves either the old content or the new, never half of one."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from clausebook.errors import UsageError
from clausebook.model.artifact import Artifact

STAGED = ".new"
"""The folder in which outputs that belong together are written."""


def write_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write one file: to a temporary name beside it, synced to disk, then renamed over it.

    At no moment may more people read it than `mode` says.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync(path.parent)


def write_together(files: Mapping[Path, bytes], scratch: Path) -> None:
    """Write many files: all to the folder `scratch` on the same disk, synced, then renamed to where they belong.

    Each is there whole or not at all, whatever stops the work in between.
    """
    temporaries = [scratch / f"{number}.part" for number in range(len(files))]
    for temporary, content in zip(temporaries, files.values(), strict=True):
        temporary.write_bytes(content)
    for temporary in temporaries:
        _sync(temporary)
    for temporary, path in zip(temporaries, files, strict=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.replace(path)
    for folder in {path.parent for path in files}:
        _sync(folder)


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


def spool(folder: Path) -> IO[bytes]:
    """A file to write to and read back, which has no name and is gone when it is closed, or the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    return tempfile.TemporaryFile(dir=folder)


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
    new = folder / STAGED
    with locked(folder) as descriptor:
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        try:
            yield new
            for name in names:
                _replace(new / name, folder / name)
            os.fsync(descriptor)
        finally:
            shutil.rmtree(new, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Keep a folder that is there for one run; its descriptor. Raises UsageError while another run has it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield descriptor
    except BlockingIOError:
        raise UsageError(f"another run is writing to {folder}; wait until it has ended") from None
    finally:
        os.close(descriptor)


@contextmanager
def private_folder(final: Path) -> Iterator[Path]:
    """A new folder that only its owner may open, to write to; when the block ends well it becomes `final`.

    `final` is not there yet, or empty. What a killed run has left of its own goes.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    new = final.with_name(f".{final.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    try:
        yield new
        new.rename(final)
        _sync(final.parent)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _replace(new: Path, final: Path) -> None:
    if new.is_dir():
        replace_folder(new, final)
    elif new.exists():
        new.replace(final)
    elif final.is_dir():
        shutil.rmtree(final)
    else:
        final.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have a file or folder on the disk before anything else happens."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
