"""What every reader hands on, and what kind of file a content is."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from clausebook.errors import RejectedRecord

Kind = Literal["json", "code", "pdf", "xlsx", "archive", "csv"]

MAX_BYTES = 30_000_000
"""No file of answers is larger, packed or not."""
_WINDOW = 4096
"""So many bytes at the beginning decide; a PDF's mark may follow up to 1,024 bytes of something else."""
_PDF = re.compile(rb"(?:\A|[\r\n\x00])%PDF-\d")
_UTF8, _UTF16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
CONTENT_TYPES = "[Content_Types].xml"
_STRANGERS = {
    b"\xd0\xcf\x11\xe0": "an old or encrypted Office file; save it as XLSX without a password",
    b"Rar!": "a RAR archive; unpack it and pack it as ZIP",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive; unpack it and pack it as ZIP",
    b"\x1f\x8b": "a gzip archive; unpack it and pack it as ZIP",
    b"\x89PNG": "a picture; ask for the file itself",
    b"\xff\xd8\xff": "a picture; ask for the file itself",
    b"<": "a page or XML; ask for the answers that the form exports",
}


@dataclass(frozen=True)
class Reading:
    """One response as plain data in the format clausebook-response/1, not yet checked, or why there is none.

    `origin` is where people find it again: "answers.zip/dir/E1.json", "survey.csv:17".
    """

    origin: str
    data: Mapping[str, Any] | RejectedRecord


def kind_of(content: bytes) -> Kind:
    """The kind of a file, by its content and never by its name; a table of text is what is left when nothing else fits.

    Raises RejectedRecord with the reason empty_file, or unknown_format where it is a kind that holds no answers.
    """
    start = content.removeprefix(_UTF8).lstrip()[:_WINDOW]
    if not start:
        raise RejectedRecord("empty_file", "there is nothing in the file")
    if start[:1] in b"{[":
        return "json"
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "xlsx" if _is_workbook(content) else "archive"
    if _PDF.search(start[:1024]):
        return "pdf"
    if b"".join(start.split()).upper().startswith(b"CB1/"):
        return "code"
    _refuse_strangers(start)
    return "csv"


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return CONTENT_TYPES in packed.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return CONTENT_TYPES.encode() in content[:_WINDOW]


def _refuse_strangers(start: bytes) -> None:
    for mark, what in _STRANGERS.items():
        if start.startswith(mark):
            raise RejectedRecord("unknown_format", f"this is {what}")
    if b"\x00" in start and not start.startswith(_UTF16):
        raise RejectedRecord("unknown_format", "this is no file of answers")
