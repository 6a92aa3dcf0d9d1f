"""Which reader takes a file of answers to an exam: its content decides."""

from collections.abc import Iterator

from clausebook.errors import RejectedRecord
from clausebook.load.exam_responses.lines import read_lines
from clausebook.load.exam_responses.reading import ExamReading, Sitting
from clausebook.load.exam_responses.tables import read_sheet, read_table
from clausebook.load.exam_responses.worksheet import read_worksheet, worksheet_exam
from clausebook.load.responses.names import readable
from clausebook.load.responses.reading import kind_of
from clausebook.load.responses.sheets import opened


def read_exam_content(content: bytes, origin: str, sitting: Sitting) -> Iterator[ExamReading]:
    """Every response in a file that is no archive. Raises RejectedRecord where the file as a whole cannot be read."""
    kind = kind_of(content)
    if kind == "archive":
        raise RejectedRecord("nested_archive", "this is an archive within an archive; unpack it")
    if kind == "pdf":
        raise RejectedRecord("unknown_format", "this is a PDF; scanned answer cards are read by: clausebook exam scan")
    if kind == "code":
        raise RejectedRecord("unknown_format", "this is the answer to a form; score it with: clausebook score")
    if kind == "json":
        return read_lines(content, origin, sitting)
    return _read_workbook(content, origin, sitting) if kind == "xlsx" else read_table(content, origin, sitting)


def _read_workbook(content: bytes, origin: str, sitting: Sitting) -> Iterator[ExamReading]:
    book = opened(content)
    exam = worksheet_exam(book.worksheets)
    if exam is not None and exam != sitting.exam:
        raise RejectedRecord("other_exam", f"this is a worksheet of another exam, {readable(exam)[:80]!r}")
    if exam is not None:
        return read_worksheet(book.worksheets, origin, sitting)
    if not book.worksheets:
        raise RejectedRecord("no_responses", "there is no sheet in the workbook")
    return read_sheet(book.worksheets[0], origin, sitting)
