"""The parts of an Office file, looked through before any library opens it."""

import io
import re
import zipfile
import zlib

from clausebook.errors import RejectedRecord

_MOST_PARTS = 500
_MOST_BYTES = 20_000_000
_MOST_RATIO = 200
_SMALL = 1_000_000
_IS_ENCRYPTED = 0x1
_ACTIVE = re.compile(r"vbaProject|macrosheets/|dialogsheets/|activeX|embeddings/|ctrlProps/", re.IGNORECASE)
_LINKED = re.compile(r"externalLinks/|connections\.xml|queryTables/", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FAR_AWAY = re.compile(rb"\br\s*=\s*[\"'][A-Za-z]{0,3}\d{8}")
"""A row beyond the last that any spreadsheet has, which libraries would count their way to."""
_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OSError, RuntimeError, EOFError)


def check_parcel(content: bytes) -> None:
    """Look through a workbook. Raises RejectedRecord where it is damaged or holds what no filled-in form does:

    damaged_workbook, archive_bomb, encrypted, macros, external_links, entities, too_large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            infos = parcel.infolist()
            _check_sizes(infos)
            _check_names([info.filename for info in infos])
            for info in infos:
                _check_part(info.filename, parcel.read(info))
    except _DAMAGE:
        raise RejectedRecord("damaged_workbook", "the workbook is cut off or damaged") from None


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    whole = sum(info.file_size for info in infos)
    bursts = any(info.file_size > max(_SMALL, info.compress_size * _MOST_RATIO) for info in infos)
    if whole > _MOST_BYTES or len(infos) > _MOST_PARTS or bursts:
        raise RejectedRecord("archive_bomb", "the workbook would inflate beyond all measure")
    if any(info.flag_bits & _IS_ENCRYPTED for info in infos):
        raise RejectedRecord("encrypted", "the workbook has a password; save it without one")


def _check_names(names: list[str]) -> None:
    if any(map(_ACTIVE.search, names)):
        raise RejectedRecord("macros", "the workbook holds macros or other programs; fill in a fresh form")
    if any(map(_LINKED.search, names)):
        raise RejectedRecord("external_links", "the workbook takes values from other files; fill in a fresh form")


def _check_part(name: str, content: bytes) -> None:
    if name.endswith((".xml", ".rels")):
        # A part may be in UTF-16, in which every other byte of what is looked for is zero.
        bare = content.replace(b"\x00", b"")
        if _DECLARATION.search(bare):
            raise RejectedRecord("entities", "the workbook declares entities, which no spreadsheet does")
        if _FAR_AWAY.search(bare):
            raise RejectedRecord("too_large", "the workbook has rows beyond the last that a sheet can have")
