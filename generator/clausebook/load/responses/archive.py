"""Zip files of answers. Nothing is ever unpacked to disk; each entry is inflated by itself, up to a bound."""

import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from clausebook.errors import RejectedRecord
from clausebook.load.responses.names import decoded, is_hidden, is_unsafe, readable
from clausebook.load.responses.reading import CONTENT_TYPES, MAX_BYTES

MAX_ENTRIES = 150_000
MAX_INFLATED = 10_000_000_000
_SMALL = 1_000_000
_MOST_RATIO = 100
"""Answers shrink to a tenth or a thirtieth when packed; what shrinks more than this was made to burst."""
_LOCAL_HEADER = 30
_LISTED, _END, _ZIP64_END = b"PK\x01\x02", b"PK\x05\x06", 76
_TAIL = 22 + 65_535
"""An archive's end with the longest comment that may follow it."""
_MOST_LISTED = 50_000_000
"""The most bytes of a list of entries."""
_IS_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
_DAMAGE = (
    zipfile.BadZipFile,
    ValueError,
    NotImplementedError,
    OSError,
    RuntimeError,
    EOFError,
    IndexError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
)


@dataclass(frozen=True)
class Entry:
    """A file in an archive. `name` is fit to be shown; `problem` is why it cannot be read."""

    name: str
    info: zipfile.ZipInfo
    is_hidden: bool = False
    problem: RejectedRecord | None = None


class Archive:
    """A zip file that is read in place.

    Opening raises RejectedRecord with the reason damaged_archive, empty_archive, too_many_entries or archive_bomb.
    """

    def __init__(self, path: Path) -> None:
        try:
            _check_count(path)
            self._packed = zipfile.ZipFile(path)
        except _DAMAGE:
            raise RejectedRecord("damaged_archive", "the archive is cut off or damaged") from None
        infos = self._packed.infolist()
        self.is_workbook = any(info.filename == CONTENT_TYPES for info in infos)
        if not self.is_workbook:
            _check_whole(infos)
        self.entries = () if self.is_workbook else tuple(_entries(infos))

    def read(self, entry: Entry) -> bytes:
        """The content of an entry. Raises RejectedRecord where it is more than announced or allowed, or damaged."""
        if entry.problem is not None:
            raise entry.problem
        try:
            with self._packed.open(entry.info) as file:
                content = file.read(MAX_BYTES + 1)
        except _DAMAGE:
            raise RejectedRecord("damaged_archive", "this entry of the archive is damaged") from None
        if len(content) > MAX_BYTES:
            raise _too_large()
        return content


def _check_count(path: Path) -> None:
    """Raise RejectedRecord where the list of entries is longer than it is worth the time to read."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
        end = tail.rfind(_END)
        if end < 0:
            return
        length = min(struct.unpack_from("<L", tail, end + 12)[0], _MOST_LISTED + 1)
        file.seek(max(0, size - len(tail) + end - length - _ZIP64_END))
        listed = file.read(length + _ZIP64_END)
    if length > _MOST_LISTED or listed.count(_LISTED) > MAX_ENTRIES:
        raise RejectedRecord("too_many_entries", f"the archive has more than {MAX_ENTRIES:,} entries; split it")


def _check_whole(infos: list[zipfile.ZipInfo]) -> None:
    """Raise RejectedRecord where the archive as a whole is empty or a bomb."""
    if not any(not info.is_dir() for info in infos):
        raise RejectedRecord("empty_archive", "there are no files in the archive")
    if sum(info.file_size for info in infos) > MAX_INFLATED or _overlap(infos):
        raise RejectedRecord("archive_bomb", "the archive would inflate beyond all measure")


def _overlap(infos: list[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, by which a small archive inflates to any size."""
    spans = sorted((i.header_offset, i.header_offset + _LOCAL_HEADER + i.compress_size) for i in infos)
    return any(end > start for (_, end), (start, _) in pairwise(spans))


def _entries(infos: list[zipfile.ZipInfo]) -> Iterator[Entry]:
    files = [(_name(info), info) for info in infos if not info.is_dir()]
    times = Counter(name for name, _ in files)
    for name, info in files:
        hidden = is_hidden(name) and not is_unsafe(name)
        yield Entry(readable(name), info, hidden, None if hidden else _problem(name, info, times[name]))


def _name(info: zipfile.ZipInfo) -> str:
    """The entry's name; zipfile takes names that are not marked as UTF-8 for code page 437."""
    name = info.orig_filename
    return name if info.flag_bits & _IS_UTF8 else decoded(name.encode("cp437", "replace"))


def _problem(name: str, info: zipfile.ZipInfo, times: int) -> RejectedRecord | None:
    """Why an entry is not read, as far as the archive's own list tells."""
    if is_unsafe(name):
        return RejectedRecord("unsafe_name", "the name leads out of the archive or was made to deceive")
    if times > 1:
        return RejectedRecord("duplicate_name", f"the archive has {times} entries of this name; rename them")
    if stat.S_ISLNK(info.external_attr >> 16):
        return RejectedRecord("symbolic_link", "this is a link, not a file; pack the file itself")
    if info.flag_bits & _IS_ENCRYPTED:
        return RejectedRecord("encrypted", "this entry has a password; pack it without one")
    if info.file_size > max(_SMALL, info.compress_size * _MOST_RATIO):
        return RejectedRecord("archive_bomb", "the entry would inflate beyond all measure")
    return _too_large() if info.file_size > MAX_BYTES else None


def _too_large() -> RejectedRecord:
    return RejectedRecord("too_large", f"the file has more than {MAX_BYTES:,} bytes")
