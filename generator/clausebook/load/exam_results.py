"""Lines of exam results as `clausebook exam mark` writes them, read back exactly."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from unicodedata import normalize

from pydantic import ValidationError

from clausebook.errors import RejectedRecord
from clausebook.load.marks import Mark
from clausebook.model.exam_response import RESULT_FORMAT, ExamResult
from clausebook.model.scheme import Scheme

MAX_LINE = 5_000_000
"""No line of results has more bytes."""
_BEGIN = f'{{"format":"{RESULT_FORMAT}"'.encode()
_BOM = b"\xef\xbb\xbf"
_DAMAGED = "this is no result as exam mark writes it; mark the answers again"


def is_exam_results(start: bytes) -> bool:
    """Whether a file that begins with these bytes holds results of an exam."""
    return start.removeprefix(_BOM).lstrip().replace(b": ", b":", 1).startswith(_BEGIN)


def read_exam_results(path: Path, origin: str) -> Iterator[tuple[str, ExamResult | RejectedRecord]]:
    """The result on each line that is not empty, with its origin "<origin>:<line>", or why it is none: bad_result.

    Raises RejectedRecord("unreadable").
    """
    try:
        with path.open("rb") as lines:
            number = 0
            while line := lines.readline(MAX_LINE):
                number += 1
                if line.removeprefix(_BOM).strip():
                    yield f"{origin}:{number}", _result(line.removeprefix(_BOM))
    except OSError as error:
        raise RejectedRecord("unreadable", error.strerror or "the file cannot be read") from None


def read_exam_marks(path: Path, origin: str, scheme: Scheme) -> Iterator[Mark]:
    """The results in a file as marks in the exams that a scheme counts.

    A line that cannot be used is a Mark with bad_result, unknown_component or other_maximum. Raises RejectedRecord
    with unreadable, or no_exam where the scheme counts none.
    """
    if not scheme.exams:
        raise RejectedRecord("no_exam", "these are results of an exam, and the scheme counts no exam")
    components = scheme.exam_components
    for place, result in read_exam_results(path, origin):
        if isinstance(result, RejectedRecord):
            yield Mark(place, "", "", "", result)
            continue
        component = components.get(result.exam, "")
        person, name = (normalize("NFC", text) for text in (result.person.id, result.person.name))
        yield Mark(place, person, name, component, _marks(result, component, scheme), result.sat)


def _marks(result: ExamResult, component: str, scheme: Scheme) -> Fraction | RejectedRecord:
    if not component:
        counted = ", ".join(scheme.exam_components)
        detail = f"the scheme counts no exam {result.exam!r} but {counted}; name it there as the exam's 'blueprint'"
        return RejectedRecord("unknown_component", detail)
    maximum = scheme.exams[component].maximum
    if result.maximum != maximum:
        detail = f"the exam has full marks of {float(result.maximum):g}, the scheme counts {float(maximum):g}"
        return RejectedRecord("other_maximum", detail)
    return result.marks


def _result(line: bytes) -> ExamResult | RejectedRecord:
    try:
        result = ExamResult.model_validate_json(line)
    except ValidationError:
        return RejectedRecord("bad_result", _DAMAGED)
    return result if _is_possible(result) else RejectedRecord("bad_result", _DAMAGED)


def _is_possible(result: ExamResult) -> bool:
    """Whether the marks are the sum of the points, and no more than the full marks."""
    points: Mapping[int, Fraction] = {number: answer.points for number, answer in result.answers.items()}
    earned = sum(points.values(), Fraction(0))
    return earned == result.marks and all(own >= 0 for own in points.values()) and 0 < result.maximum >= result.marks
