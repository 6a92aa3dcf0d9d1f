"""What was read from one scanned answer card, and how the list of what only a person can read is laid out.

Each sheet of that list has a hidden first row of keys and a hidden first column that says what each row is about, so
that a sheet keeps its meaning however it is sorted. META_SHEET is a hidden sheet of keys and values: `format`, `exam`.
"""

from collections.abc import Mapping

from pydantic import ConfigDict

from clausebook.model.base import Model
from clausebook.model.exam_response import Answer, PaperCode, QuestionNumber

CANDIDATE = 0
"""Stands for the candidate's number where a doubt is not about a question."""
REVIEW_FORMAT = "clausebook-card-review/1"
META_SHEET = "clausebook"
KEY, DECISION = "clausebook:card", "decision"
"""The keys of the column that says what a row is about, and of the column to fill in."""
OWN = "-"
"""Stands in the first of them beside rows that are about no doubt."""
BLANK = "-"
"""What somebody decides where nothing was answered."""

Decisions = Mapping[tuple[str, int], str]
"""What people have decided, by card and question."""


def review_key(card: str, question: int) -> str:
    """What stands in the hidden column beside a doubt."""
    return f"{card}:{question}"


class Doubt(Model):
    """A place that only a person can read: a question, or CANDIDATE.

    `seen` is what the reader makes of it, such as "BC?", and `reason` a stable code: several, faint, crossed,
    incomplete, no_number, and after people have decided: unclear, not_on_roster. `picture` is that part of the card as
    PNG.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    question: int
    seen: str
    reason: str
    picture: bytes = b""


class CardReading(Model):
    """A card: the paper's code, who it is, and the answers of which there is no doubt; None for one left blank.

    `card` tells a card among all: the digest of its file, and the page. `person` is the id of the candidate, or empty
    where that is in doubt; `is_marked` where the card bears no name, so that the candidate had to mark a number.
    `is_absent` is what an invigilator has marked.
    """

    card: str
    origin: str
    code: PaperCode
    language: str = ""
    person: str = ""
    is_marked: bool = False
    is_absent: bool = False
    answers: Mapping[QuestionNumber, Answer]
    doubts: tuple[Doubt, ...] = ()
