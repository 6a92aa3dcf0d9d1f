"""Responses in the form's own JSON format, clausebook-response/1."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, TypedDict

import msgspec

from clausebook.errors import RejectedRecord
from clausebook.load.responses.reading import Reading
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Reply, as_words

MAX_BYTES = 5_000_000


class _File(TypedDict, total=False):
    """The keys of a response. Its replies are made at once; the rest is left for the check that every reader shares."""

    format: Any
    form: Any
    form_hash: Any
    language: Any
    person: Any
    reviewer: Any
    models: Any
    started: Any
    saved: Any
    answers: dict[str, Reply]


_DECODER = msgspec.json.Decoder(_File, dec_hook=as_words)
_ENCODER = msgspec.json.Encoder(enc_hook=str)


def read_json(content: bytes, origin: str, _questionnaires: Mapping[str, Questionnaire]) -> Iterator[Reading]:
    """The one response of a file. Raises RejectedRecord: too_large, bad_json, unknown_format."""
    if len(content) > MAX_BYTES:
        raise RejectedRecord("too_large", f"the file has more than {MAX_BYTES:,} bytes")
    text = content.removeprefix(b"\xef\xbb\xbf")
    data = _read_fast(text) or _read_strictly(text)
    if not isinstance(data, dict):
        raise RejectedRecord("unknown_format", "this is no response, which begins with a brace")
    yield Reading(origin, data)


def _read_fast(text: bytes) -> Mapping[str, Any] | None:
    """A text that is beyond doubt a response whose keys all stand once; None for any other, whatever its fault.

    A key that stands twice or is unknown leaves fewer colons in what was understood than in the text. An escaped colon
    would offset that, and is left to the strict reader.
    """
    try:
        data = _DECODER.decode(text)
        understood = _ENCODER.encode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    if b"\\u003" in text or text.count(b":") != understood.count(b":"):
        return None
    return data


def _read_strictly(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise RejectedRecord("bad_json", "the file is damaged or not JSON") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) != len({key for key, _ in pairs}):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
