"""Writing files so that a crash leaves either the old content or the new, never half of one."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from clausebook.model.artifact import Artifact


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


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
