"""Tables of text, as spreadsheets and survey tools write them: their lines, whatever the encoding and the delimiter."""

import csv
import io
from collections.abc import Iterator

from clausebook.errors import RejectedRecord
from clausebook.load.responses.table import Row

_DELIMITERS = ",;\t"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins."""
_ENCODINGS = ("utf-8-sig", "gb18030")


class BrokenLine(Exception):
    """A line from which on a file is not CSV."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(line)


def text_of(content: bytes) -> str:
    """The text of a table. Raises RejectedRecord("bad_encoding")."""
    encodings = ("utf-16",) if content.startswith(UTF16) else _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RejectedRecord("bad_encoding", "the table is neither UTF-8, UTF-16 nor GB 18030; save it as CSV UTF-8")


def rows_of(text: str) -> Iterator[Row]:
    """The lines that are not empty, with their numbers; a cell may hold line breaks, so the first of its lines counts.

    A last line that breaks off before its last column was cut, because programs end every line. Raises BrokenLine.
    """
    source = io.StringIO(text, newline="")
    reader = csv.reader(source, delimiter=_delimiter(text), strict=True)
    width, begin = 0, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise BrokenLine(begin) from None
        width = width or len(cells)
        if len(cells) < width and source.tell() == len(text) and not text.endswith(("\n", "\r")):
            raise BrokenLine(begin)
        if any(map(str.strip, cells)):
            yield begin, cells
        begin = reader.line_num + 1


def _delimiter(text: str) -> str:
    """The delimiter by which the first line has the most cells."""

    def cells(delimiter: str) -> int:
        try:
            return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), ()))
        except csv.Error:
            return 0

    return max(_DELIMITERS, key=cells)
