"""Responses in Clausebook's own JSON format, clausebook-exam-response/1: one a line."""

import json
from collections.abc import Iterator

from clausebook.errors import RejectedRecord
from clausebook.load.exam_responses.check import check_exam_response
from clausebook.load.exam_responses.reading import ExamReading, Sitting
from clausebook.model.exam_response import RESPONSE_FORMAT, ExamResponse

_MOST_BYTES = 1_000_000


def read_lines(content: bytes, origin: str, sitting: Sitting) -> Iterator[ExamReading]:
    """Read each line that is not empty as a response, with the origin "<origin>:<line>"."""
    for number, line in enumerate(content.splitlines(), 1):
        if line.strip():
            place = f"{origin}:{number}"
            try:
                yield ExamReading(place, _response(line, sitting))
            except RejectedRecord as rejection:
                yield ExamReading(place, rejection)


def _response(line: bytes, sitting: Sitting) -> ExamResponse:
    if len(line) > _MOST_BYTES:
        raise RejectedRecord("too_large", f"the line has more than {_MOST_BYTES:,} bytes")
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise RejectedRecord("bad_json", "the line is damaged or not JSON") from None
    if not isinstance(data, dict) or data.get("format") != RESPONSE_FORMAT:
        raise RejectedRecord("unknown_format", f"this is no response of the format {RESPONSE_FORMAT}")
    return check_exam_response(data, sitting.papers)
