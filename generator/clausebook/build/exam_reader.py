"""What happens to files of answers to an exam inside the sandbox: they are read and checked there."""

from collections.abc import Iterator
from dataclasses import dataclass

from clausebook.build.reader import FileReader, Received
from clausebook.errors import RejectedRecord
from clausebook.load.exam_responses.dispatch import read_exam_content
from clausebook.load.exam_responses.reading import ExamReading, Sitting


@dataclass(frozen=True)
class ExamReader(FileReader):
    """Reads answers to the papers of an exam. The body of a good one is the response, its identity the person's id."""

    sitting: Sitting

    def read(self, content: bytes, origin: str) -> Iterator[Received]:
        """Each response. Raises RejectedRecord where the file cannot be read."""
        return map(_received, read_exam_content(content, origin, self.sitting))


def _received(reading: ExamReading) -> Received:
    said = reading.response
    if isinstance(said, RejectedRecord):
        return Received.left_over(reading.origin, said)
    return Received(reading.origin, "good", identity=said.person.id, body=said.model_dump_json().encode())
