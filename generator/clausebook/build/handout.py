"""What HR hands out beside the certificates: a manifest, a list for mail merge, archives, stacks for the printer."""

import csv
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple, Self
from unicodedata import category, normalize

from clausebook.build.write import write_file
from clausebook.certificates.register import Record
from clausebook.model.result import shown
from clausebook.model.table import guarded
from clausebook.render.stack import stacked

MANIFEST, MAIL_MERGE, ARCHIVES, STACKS = "manifest.jsonl", "mail-merge.csv", "archives", "print"
_COLUMNS = (
    *("id", "name", "name_latin", "organization", "department"),
    *("serial", "issued", "expires", "band", "score", "file", "link"),
)
_STACK = 500
"""Certificates in one file for the printer: viewers choke on more."""
_MOST_BYTES = 120
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
ANYONE = "certificates"
"""Names the archive and the stacks of people without a department."""
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive, so that the same certificates give the same archive."""


@dataclass(frozen=True)
class Handout:
    """What is made: a folder for each department, an archive for each, stacks for the printer, credentials apart."""

    by_department: bool = False
    has_archives: bool = False
    has_stacks: bool = False
    has_credentials: bool = False


class Delivered(NamedTuple):
    """A certificate that stands in the folder: `file` is its path there."""

    record: Record
    digest: str
    file: Path
    link: str


def folder_name(department: str) -> str:
    """A department's name as the name of a folder on any system; "" where nothing of it is left."""
    letters = normalize("NFC", department)
    kept = "".join("_" if category(one)[0] == "C" or one in _FORBIDDEN else one for one in letters).strip(" .")
    while len(kept.encode("utf-8", "replace")) > _MOST_BYTES:
        kept = kept[:-1].rstrip(" .")
    return f"_{kept}" if _RESERVED.fullmatch(kept) else kept


class Lists:
    """The manifest and the list for mail merge in a folder, written line by line. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        self._manifest: IO[str] = (self._folder / MANIFEST).open("w", encoding="utf-8", newline="\n")
        self._mail: IO[str] = (self._folder / MAIL_MERGE).open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._mail)
        self._rows.writerow(_COLUMNS)
        return self

    def __exit__(self, *_: object) -> None:
        self._manifest.close()
        self._mail.close()

    def add(self, delivered: Delivered) -> None:
        """A line in each."""
        record, holder, file = delivered.record, delivered.record.holder, delivered.file.as_posix()
        group = folder_name(holder.department)
        line = {"serial": record.serial, "file": file, "sha256": delivered.digest, "department": group}
        self._manifest.write(json.dumps(line, ensure_ascii=False) + "\n")
        who = (holder.id, holder.name, holder.name_latin, holder.organization, holder.department)
        what = (record.serial, record.issued.isoformat(), record.expires.isoformat(), record.band)
        self._rows.writerow([guarded(cell) for cell in (*who, *what, shown(record.overall), file, delivered.link)])


def hand_out(handout: Handout, lists: Path, certificates: Path, out: Path) -> None:
    """Write the archives and stacks below `out` for the certificates that the manifest in `lists` names."""
    groups = _groups(lists / MANIFEST)
    if handout.has_archives:
        for group, files in groups.items():
            (out / ARCHIVES).mkdir(exist_ok=True)
            _archive(out / ARCHIVES / f"{group}.zip", certificates, files)
    if handout.has_stacks:
        for group, files in groups.items():
            for name, some in _stacks(group, files):
                write_file(out / STACKS / name, stacked(certificates / file for file in some))


def _groups(manifest: Path) -> Mapping[str, list[str]]:
    """The files by department, each in the order of the manifest, which is the roster's."""
    groups: dict[str, list[str]] = {}
    with manifest.open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            groups.setdefault(line["department"] or ANYONE, []).append(line["file"])
    return groups


def _archive(path: Path, certificates: Path, files: Iterable[str]) -> None:
    """PDFs are packed already: they are stored as they are."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            info = zipfile.ZipInfo(Path(file).name, _LONG_AGO)
            info.external_attr = 0o644 << 16
            archive.writestr(info, (certificates / file).read_bytes())


def _stacks(group: str, files: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Names and files of the stacks of a group; they are numbered where there are several."""
    parts = range(0, len(files), _STACK)
    for number, start in enumerate(parts, 1):
        yield f"{group}{f'-{number:03}' if len(parts) > 1 else ''}.pdf", files[start : start + _STACK]
