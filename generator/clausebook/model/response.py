"""One person's answers to one form, as they come back from a browser."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from clausebook.model.base import Id, Language, Model

FORMAT = "clausebook-response/1"

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16,64}$")]


class Person(Model):
    """Who answered, in their own writing; the roster decides what a certificate prints."""

    id: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    name: ShortText = ""
    department: ShortText = ""


class Evidence(Model):
    """A file that the person names as evidence. The file itself stays with them."""

    name: ShortText
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Reply(Model):
    """The answer to one provision: a rating in points of the scale, or not applicable with a reason."""

    rating: Annotated[int, Field(strict=True)] | None = None
    not_applicable: Literal[True] | None = None
    reason: LongText = ""
    comment: LongText = ""
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> "Reply":
        if self.rating is not None and self.not_applicable:
            raise PydanticCustomError("two_answers", "both a rating and not applicable")
        if self.not_applicable and not self.reason:
            raise PydanticCustomError("no_reason", "not applicable without a reason")
        return self

    @property
    def is_answered(self) -> bool:
        return self.rating is not None or bool(self.not_applicable)


class Response(Model):
    """A person's answers by provision reference. Times are ISO 8601 as the browser wrote them."""

    format: Literal["clausebook-response/1"]
    form: Id
    form_hash: Hash
    language: Language
    person: Person
    started: ShortText = ""
    saved: ShortText = ""
    answers: dict[str, Reply]
