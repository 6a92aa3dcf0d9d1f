"""The text code of the web form: answers as letters and digits that go through a chat, an e-mail or a QR code.

One or more parts `CB1/<part>/<parts>/<check>/<chunk>`, in any order and case, broken anywhere. The chunks in their
order are base32 (RFC 4648, without padding) of the payload; `check` is the first eight characters of the base32 of its
SHA-256, the same in all its parts.
"""

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from clausebook.errors import RejectedRecord
from clausebook.load.responses.reading import Reading
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import FORMAT

ANSWERS_FORMAT = "clausebook-answers/1"

_UNSEEN = r"[\s\u200b-\u200f\u2060\ufeff]*"
_MARK = re.compile(_UNSEEN.join("CB1/"), re.IGNORECASE)
_PART = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})/([A-Z2-7]{8})/([A-Z2-7]+)", re.ASCII)
_MOST_BYTES = 5_000_000
_PLAIN, _DEFLATED = 0, 1
_RAW_DEFLATE = -15
_UNANSWERED, _NOT_APPLICABLE = ".", "-"
_PLACES = "0123456789abcdefghijklmnopqrstuvwxyz"
_ENVELOPE = ("form", "form_hash", "language", "models", "person", "reviewer", "started", "saved")

Json = dict[str, Any]


@dataclass(frozen=True)
class _Part:
    line: int
    number: int
    count: int
    check: str
    chunk: str


def read_code(content: bytes, origin: str, questionnaires: Mapping[str, Questionnaire]) -> Iterator[Reading]:
    """Read the codes of one person or of many; the origin of one among several is "<origin>:<line>" of its first part.

    A code that cannot be used is a Reading with unknown_format, damaged_code, incomplete_code, unknown_form or
    form_hash_mismatch. Raises RejectedRecord where there is no code at all.
    """
    parts: dict[str, list[_Part]] = {}
    for part in _parts(content.decode("utf-8-sig", "replace")):
        if isinstance(part, Reading):
            yield Reading(f"{origin}:{part.origin}", part.data)
        else:
            parts.setdefault(part.check, []).append(part)
    for own in parts.values():
        place = origin if len(parts) == 1 else f"{origin}:{min(part.line for part in own)}"
        try:
            yield Reading(place, _response(_payload(own), questionnaires))
        except RejectedRecord as rejection:
            yield Reading(place, rejection)


def _parts(text: str) -> Iterator[_Part | Reading]:
    """The parts that a text holds; one that is damaged beyond recognition comes as a Reading named by its line."""
    marks = list(_MARK.finditer(text))
    if not marks:
        raise RejectedRecord("unknown_format", "there is no code of answers in it, which would begin with CB1/")
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        line = text.count("\n", 0, mark.start()) + 1
        match = _PART.fullmatch(re.sub(_UNSEEN, "", text[mark.end() : end]).upper())
        if match:
            yield _Part(line, int(match[1]), int(match[2]), match[3], match[4])
        else:
            yield Reading(str(line), _damaged("a part of the code holds something that does not belong there"))


def _payload(parts: list[_Part]) -> bytes:
    """What the parts of one code hold together. Raises RejectedRecord with damaged_code or incomplete_code."""
    count, chunks = parts[0].count, {part.number: part.chunk for part in parts}
    if any(part.count != count or chunks[part.number] != part.chunk for part in parts):
        raise _damaged("parts of the code contradict each other")
    missing = [number for number in range(1, count + 1) if number not in chunks]
    if missing:
        raise RejectedRecord("incomplete_code", f"of {count} parts these are missing: {', '.join(map(str, missing))}")
    if len(chunks) != count:
        raise _damaged("the code has more parts than it says")
    payload = _from_base32("".join(chunks[number] for number in range(1, count + 1)))
    if base64.b32encode(hashlib.sha256(payload).digest())[:8].decode() != parts[0].check:
        raise _damaged("a character of the code is missing or wrong")
    return payload


def _from_base32(text: str) -> bytes:
    try:
        return base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error:
        raise _damaged("a character of the code is missing or wrong") from None


def _response(payload: bytes, questionnaires: Mapping[str, Questionnaire]) -> Json:
    """A payload as plain data of the format clausebook-response/1. Raises RejectedRecord."""
    data = _json(_unpacked(payload))
    if not isinstance(data, dict) or data.get("format") != ANSWERS_FORMAT:
        raise RejectedRecord("unknown_format", f"the code holds no answers of the format {ANSWERS_FORMAT}")
    questionnaire = questionnaires.get(str(data.get("form")))
    if questionnaire is None:
        raise RejectedRecord("unknown_form", "the code answers a form that is not here")
    if data.get("form_hash") != questionnaire.content_hash:
        raise RejectedRecord(
            "form_hash_mismatch", "the code answers another version of the form; fill in the present one"
        )
    unknown = data.keys() - {"format", "marks", "notes", *_ENVELOPE}
    if unknown:
        raise RejectedRecord("unknown_key", f"the code holds {min(unknown)[:100]!r}")
    envelope = {key: data[key] for key in _ENVELOPE if key in data}
    return {"format": FORMAT, **envelope, "answers": _answers(data, questionnaire)}


def _unpacked(payload: bytes) -> bytes:
    kind, packed = payload[:1], payload[1:]
    if kind == bytes([_PLAIN]):
        return packed
    if kind != bytes([_DEFLATED]):
        raise RejectedRecord("unknown_format", "the code is packed in a way that is not known here")
    inflate = zlib.decompressobj(_RAW_DEFLATE)
    try:
        unpacked = inflate.decompress(packed, _MOST_BYTES)
    except zlib.error:
        raise _damaged("the code cannot be unpacked") from None
    if inflate.unconsumed_tail:
        raise RejectedRecord("too_large", f"the code unpacks to more than {_MOST_BYTES:,} bytes")
    if not inflate.eof or inflate.unused_data:
        raise _damaged("the code cannot be unpacked")
    return unpacked


def _json(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise RejectedRecord("bad_json", "what the code holds is not JSON") from None


def _unique(pairs: list[tuple[str, Any]]) -> Json:
    if len(pairs) != len({key for key, _ in pairs}):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _answers(data: Json, questionnaire: Questionnaire) -> Json:
    """The replies by reference. `marks` has a character for each provision of the whole form, in its order."""
    marks, notes, refs = data.get("marks"), data.get("notes", {}), list(questionnaire.provisions)
    if not isinstance(marks, str) or len(marks) != len(refs) or not isinstance(notes, dict):
        raise _damaged("the code does not hold one mark for each provision")
    strange = notes.keys() - {str(index) for index in range(len(refs))}
    if strange or not all(isinstance(note, dict) for note in notes.values()):
        raise _damaged("the code holds notes that belong to no provision")
    replies = {
        ref: _reply(mark, questionnaire.scale.points, notes.get(str(index), {}))
        for index, (ref, mark) in enumerate(zip(refs, marks, strict=True))
    }
    return {ref: reply for ref, reply in replies.items() if reply}


def _reply(mark: str, points: tuple[int, ...], note: Json) -> Json:
    known = {"reason", "comment", "evidence"}
    if note.keys() - known:
        raise RejectedRecord("unknown_key", "a note in the code holds more than reason, comment and evidence")
    if mark == _UNANSWERED:
        return dict(note)
    if mark == _NOT_APPLICABLE:
        return {"not_applicable": True, **note}
    place = _PLACES.find(mark)
    if not 0 <= place < len(points):
        raise RejectedRecord("off_scale", "the code holds an answer that the scale does not have")
    return {"rating": points[place], **note}


def _damaged(detail: str) -> RejectedRecord:
    return RejectedRecord("damaged_code", detail)
