"""Lines of results as `clausebook score` writes them, read back exactly and checked against the form."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import msgspec
from pydantic import ValidationError

from clausebook.errors import RejectedRecord
from clausebook.model.form import Form
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Result

MAX_LINE = 5_000_000
"""No line of results has more bytes."""
_BEGIN = re.compile(rb'\{"form": ?"[a-z0-9-]+", ?"form_hash": ?"')
_DAMAGED = "this is no result as score writes it; score the responses again"


class _Person(msgspec.Struct):
    id: str
    name: str = ""
    department: str = ""


class Head(msgspec.Struct):
    """Whose result of which form a line is, when it was saved, and what a certificate could show of it."""

    form: str
    form_hash: str
    person: _Person
    overall: msgspec.Raw
    stages: msgspec.Raw
    gates: msgspec.Raw
    band: str | None
    reached: str | None
    total: int
    answered: int
    not_applicable: int
    reviewer: _Person | None = None
    models: tuple[str, ...] = ()
    saved: str = ""

    @property
    def content(self) -> str:
        """A digest of what a certificate could show: the same for all results that come to the same."""
        counts = (self.band, self.reached, self.total, self.answered, self.not_applicable, self.models)
        parts = bytes(self.overall), bytes(self.stages), bytes(self.gates), repr(counts).encode()
        return hashlib.blake2b(b"\n".join(parts), digest_size=16).hexdigest()


class _Unit(msgspec.Struct):
    id: str
    number: str
    score: str | None


class _Stage(msgspec.Struct):
    id: str
    number: str
    score: str | None
    units: list[_Unit]


class _Line(msgspec.Struct, omit_defaults=True):
    """What is taken over of a line: reading the gaps and the scores of clauses as well takes ten times as long."""

    form: str
    form_hash: str
    person: _Person
    overall: str | None
    stages: list[_Stage]
    band: str | None
    reached: str | None
    gates: list[dict[str, Any]]
    total: int
    answered: int
    not_applicable: int
    reviewer: _Person | None = None
    models: tuple[str, ...] = ()
    language: str | None = None
    saved: str = ""


_HEAD = msgspec.json.Decoder(Head)
_LINE = msgspec.json.Decoder(_Line)


def is_results(start: bytes) -> bool:
    """Whether a file that begins with these bytes holds results."""
    return bool(_BEGIN.match(start.removeprefix(b"\xef\xbb\xbf").lstrip()))


class ResultReader:
    """Reads results of some forms. Whatever a line says that scoring its form never says is refused."""

    def __init__(self, questionnaires: Mapping[str, Questionnaire]) -> None:
        self._questionnaires = questionnaires
        self._asked: dict[tuple[str, frozenset[str]], Questionnaire] = {}

    def head(self, line: bytes) -> Head:
        """What decides what a line is. Raises RejectedRecord with bad_result, unknown_form or form_hash_mismatch."""
        try:
            head = _HEAD.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise RejectedRecord("bad_result", _DAMAGED) from None
        self._check_form(head.form, head.form_hash)
        return head

    def result(self, line: bytes) -> Result:
        """The exact result on a line, without its gaps and the scores of its clauses. Raises as `head` does."""
        try:
            plain = msgspec.to_builtins(_LINE.decode(line))
            for stage in plain["stages"]:
                stage["units"] = [{**unit, "clauses": ()} for unit in stage["units"]]
            result = Result.model_validate({**plain, "gaps": ()})
        except (msgspec.MsgspecError, ValidationError, UnicodeDecodeError, RecursionError):
            raise RejectedRecord("bad_result", _DAMAGED) from None
        self._check_form(result.form, result.form_hash)
        if not self._is_possible(result):
            raise RejectedRecord("bad_result", _DAMAGED)
        return result

    def _check_form(self, form: str, form_hash: str) -> None:
        if form not in self._questionnaires:
            raise RejectedRecord("unknown_form", "the line names a form that is not here")
        if form_hash != self._questionnaires[form].content_hash:
            detail = f"it was scored with another version of the form {form!r}; score the responses again"
            raise RejectedRecord("form_hash_mismatch", detail)

    def _is_possible(self, result: Result) -> bool:
        form = self._questionnaires[result.form].form
        return (
            set(result.models) <= set(form.models)
            and (result.reviewer is not None) == form.has_reviewer
            and _fits(result, self._questionnaire(result))
            and _has_its_band(result, form)
            and all(score is None or 0 <= score.numerator <= score.denominator for score in _scores(result))
        )

    def _questionnaire(self, result: Result) -> Questionnaire:
        """What the person was asked, whose form is known to offer the business models."""
        key = result.form, frozenset(result.models)
        if key not in self._asked:
            self._asked[key] = self._questionnaires[result.form].asked(result.models)
        return self._asked[key]


def _fits(result: Result, asked: Questionnaire) -> bool:
    """Whether the outline and the counts are those of what was asked."""
    outline = [(stage.id, tuple(unit.id for unit in stage.units)) for stage in asked.standard.stages]
    return (
        [(stage.id, tuple(unit.id for unit in stage.units)) for stage in result.stages] == outline
        and result.total == len(asked.provisions)
        and 0 <= result.not_applicable <= result.answered <= result.total
    )


def _has_its_band(result: Result, form: Form) -> bool:
    """Whether the band that the score reaches is the one of the form, and no gate has raised it."""
    percent = -1 if result.overall is None else result.overall * 100
    met = [None, *(band.id for band in form.bands if percent >= band.minimum)]
    return result.reached == met[-1] and result.band in met


def _scores(result: Result) -> Iterator[Fraction | None]:
    yield result.overall
    for stage in result.stages:
        yield from (stage.score, *(unit.score for unit in stage.units))
