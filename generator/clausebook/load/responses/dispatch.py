"""Which reader takes a file: its content decides."""

from collections.abc import Callable, Iterator, Mapping

from clausebook.errors import RejectedRecord
from clausebook.load.responses.code import read_code
from clausebook.load.responses.csv import read_csv
from clausebook.load.responses.json import read_json
from clausebook.load.responses.pdf import read_pdf
from clausebook.load.responses.reading import Kind, Reading, kind_of
from clausebook.load.responses.xlsx import read_xlsx
from clausebook.model.mapping import ColumnMapping
from clausebook.model.questionnaire import Questionnaire

_READERS: dict[Kind, Callable[..., Iterator[Reading]]] = {
    "json": read_json,
    "code": read_code,
    "pdf": read_pdf,
}
_TABLES: dict[Kind, Callable[..., Iterator[Reading]]] = {"csv": read_csv, "xlsx": read_xlsx}


def read_content(
    content: bytes, origin: str, questionnaires: Mapping[str, Questionnaire], mapping: ColumnMapping | None = None
) -> Iterator[Reading]:
    """Every response in a file that is no archive. Raises RejectedRecord where the file as a whole cannot be read."""
    kind = kind_of(content)
    if kind == "archive":
        raise RejectedRecord("nested_archive", "this is an archive within an archive; unpack it")
    if kind in _TABLES:
        return _TABLES[kind](content, origin, questionnaires, mapping)
    return _READERS[kind](content, origin, questionnaires)
