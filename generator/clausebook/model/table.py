"""Answers as a table of one line a person: the columns that Clausebook itself writes and reads."""

import re
from collections.abc import Iterable, Iterator

from clausebook.model.response import Evidence

ENVELOPE = ("form", "form_hash", "language")
PERSON = ("id", "name", "department")
REVIEWER = ("reviewer_id", "reviewer_name", "reviewer_department")
TIMES = ("started", "saved")
MODELS = "models"
MODELS_SEPARATOR = " "
NOT_APPLICABLE = "-"
SUFFIXES = {":reason": "reason", ":comment": "comment", ":evidence": "evidence"}
"""What follows a provision's reference in the headings of columns that hold other parts of the answer."""

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def columns(refs: Iterable[str]) -> Iterator[str]:
    """The headings of a table of answers to these provisions, in their order."""
    yield from (*ENVELOPE, *PERSON, *REVIEWER, *TIMES, MODELS)
    for ref in refs:
        yield from (ref, *(f"{ref}{suffix}" for suffix in SUFFIXES))


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe goes before what looks like one."""
    return f"'{text}" if _LIKE_A_FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell that may have been guarded."""
    return cell[1:] if cell.startswith("'") and _LIKE_A_FORMULA.match(cell) else cell


def evidence_text(files: Iterable[Evidence]) -> str:
    """Files named as evidence, a line each: the name, a space, the SHA-256."""
    return "\n".join(f"{file.name} {file.sha256}".strip() for file in files)
