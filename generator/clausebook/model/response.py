"""One person's answers to one form, as they come back from a browser, a PDF or a table.

A response has a hundred replies and more, and a batch has many thousand responses; replies are therefore msgspec
structs, which are read several times faster than pydantic models.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NoReturn

import msgspec
from pydantic import PlainSerializer, PlainValidator, StringConstraints
from pydantic_core import PydanticCustomError

from clausebook.model.base import Id, Language, Model

FORMAT = "clausebook-response/1"

ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16,64}$")]


class Person(Model):
    """Who answered, in their own writing; the roster decides what a certificate prints."""

    id: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
    name: ShortText = ""
    department: ShortText = ""


class Words(str):
    """What somebody wrote, without blanks at the ends, at most `longest` characters, all of which UTF-8 can write."""

    __slots__ = ()
    longest = 10_000


class FileName(Words):
    """The name of a file, as a person gives it."""

    __slots__ = ()
    longest = 200


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that the person names as evidence. The file itself stays with them."""

    name: FileName
    sha256: Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{64}\Z")]


class Reply(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """The answer to one provision: a rating in points of the scale, or not applicable with a reason."""

    rating: int | None = None
    not_applicable: Literal[True] | None = None
    reason: Words = Words()
    comment: Words = Words()
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_answered(self) -> bool:
        return self.rating is not None or bool(self.not_applicable)


def writable(text: str) -> str:
    """The text with halves of characters, which UTF-8 cannot write, as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def as_words(kind: type, written: object) -> Words:
    """A text as Words or FileName, for msgspec's `dec_hook`. Raises ValueError where it is none or cannot be kept."""
    if not isinstance(written, str):
        raise ValueError("text is expected")
    words: Words = kind(written.strip())
    words.encode()
    if len(words) > words.longest:
        raise ValueError(f"the text is longer than {words.longest:,} characters")
    return words


def read_replies(data: Any) -> dict[str, Reply]:
    """Replies from plain data; those that are replies already stay as they are. Raises PydanticCustomError."""
    if not isinstance(data, dict):
        raise PydanticCustomError("bad_reply", "the answers do not stand by the provision")
    replies: dict[str, Reply] = data if set(map(type, data.values())) <= {Reply} else _converted(data)
    for ref in [ref for ref, reply in replies.items() if reply.not_applicable]:
        if replies[ref].rating is not None:
            raise PydanticCustomError("two_answers", "{ref}: both a rating and not applicable", {"ref": ref})
        if not replies[ref].reason:
            raise PydanticCustomError("no_reason", "{ref}: not applicable without a reason", {"ref": ref})
    return replies


def plain_replies(replies: Mapping[str, Reply]) -> Any:
    """Replies as plain data, without what they leave out."""
    return msgspec.to_builtins(replies, enc_hook=lambda words: str(words))


def _converted(data: Mapping[Any, Any]) -> dict[str, Reply]:
    try:
        return msgspec.convert(data, dict[str, Reply], dec_hook=as_words)
    except (msgspec.ValidationError, UnicodeEncodeError):
        _refuse(data)


def _refuse(data: Mapping[Any, Any]) -> NoReturn:
    """Name the first reply that is none."""
    for ref, reply in data.items():
        try:
            msgspec.convert({ref: reply}, dict[str, Reply], dec_hook=as_words)
        except msgspec.ValidationError as error:
            _refuse_reply(writable(str(ref)[:100]), str(error))
        except UnicodeEncodeError:
            break
    raise PydanticCustomError("bad_reply", "a key is no text")


def _refuse_reply(ref: str, message: str) -> NoReturn:
    """Tell what keeps a reply from being one. msgspec says that in its message and nowhere else."""
    context = {"ref": ref, "message": message.partition(" - at ")[0]}
    if message.startswith("Object contains unknown field"):
        context["key"] = message.split("`")[1]
        raise PydanticCustomError("unknown_key", "{ref}: {message}", context)
    if message.startswith("Object missing required field"):
        raise PydanticCustomError("missing_key", "{ref}: {message}", context)
    kind = "bad_rating" if message.endswith(".rating`") else "bad_reply"
    raise PydanticCustomError(kind, "{ref}: {message}", context)


class Response(Model):
    """A person's answers by provision reference. Times are ISO 8601 as the browser wrote them.

    `person` is who or what is rated, `reviewer` who rates where that is somebody else. `models` are the business
    models chosen; where there are none, every one counts.
    """

    format: Literal["clausebook-response/1"]
    form: Id
    form_hash: Hash
    language: Language
    person: Person
    reviewer: Person | None = None
    models: tuple[Id, ...] = ()
    started: ShortText = ""
    saved: ShortText = ""
    answers: Annotated[dict[str, Reply], PlainValidator(read_replies), PlainSerializer(plain_replies)]
