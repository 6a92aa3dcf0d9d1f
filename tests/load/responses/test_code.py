"""Text codes as they come back from chats and scanners, whole, in pieces and damaged."""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any

import pytest

from clausebook.errors import RejectedRecord
from clausebook.load.responses.code import read_code
from clausebook.model.questionnaire import Questionnaire
from tests.load.responses.conftest import RARE, SHA256, data, reason

Bakers = Mapping[str, Questionnaire]


def packed(content: Mapping[str, Any] | bytes, *, is_deflated: bool = False) -> bytes:
    text = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    squeeze = zlib.compressobj(wbits=-15)
    return b"\x01" + squeeze.compress(text) + squeeze.flush() if is_deflated else b"\x00" + text


def parts_of(payload: bytes, count: int = 1) -> list[str]:
    text = base64.b32encode(payload).decode().rstrip("=")
    check = base64.b32encode(hashlib.sha256(payload).digest()).decode()[:8]
    size = -(-len(text) // count)
    chunks = [text[place : place + size] for place in range(0, len(text), size)]
    return [f"CB1/{number}/{len(chunks)}/{check}/{chunk}" for number, chunk in enumerate(chunks, start=1)]


def answers(bakers: Bakers, **changes: Any) -> dict[str, Any]:
    note = {"comment": RARE, "evidence": [{"name": "sieb.jpg", "sha256": SHA256}]}
    return {
        "format": "clausebook-answers/1",
        "form": "baker",
        "form_hash": bakers["baker"].content_hash,
        "language": "de",
        "models": [],
        "person": {"id": "B1", "name": "张䶮", "department": ""},
        "started": "",
        "saved": "2026-01-01T09:00:00Z",
        "marks": "1-.010",
        "notes": {"0": note, "1": {"reason": "none"}, "2": {"comment": "later"}},
    } | changes


EXPECTED = {
    "flour.a": {"rating": 1, "comment": RARE, "evidence": [{"name": "sieb.jpg", "sha256": SHA256}]},
    "flour.b": {"not_applicable": True, "reason": "none"},
    "water.a": {"comment": "later"},
    "heat.a": {"rating": 0},
    "cooling.a": {"rating": 1},
    "cooling.b": {"rating": 0},
}


@pytest.mark.parametrize("is_deflated", [False, True])
@pytest.mark.parametrize("count", [1, 7])
def test_any_order_case_and_breaks(is_deflated: bool, count: int, bakers: Bakers) -> None:
    parts = parts_of(packed(answers(bakers), is_deflated=is_deflated), count)
    text = "\r\n".join(part[:9] + "\u200b \n" + part[9:].lower() for part in reversed(parts)).replace("CB1", "c B1")
    (reading,) = read_code(b"\xef\xbb\xbf" + text.encode(), "E1.txt", bakers)
    assert reading.origin == "E1.txt"
    assert data(reading)["answers"] == EXPECTED
    assert data(reading)["person"]["name"] == "张䶮"


def test_several_people_in_one_file(bakers: Bakers) -> None:
    people = [answers(bakers, person={"id": f"B{number}"}) for number in (1, 2)]
    first, second = (parts_of(packed(person), 2) for person in people)
    text = "\n".join((first[0], second[1], first[1], second[0]))
    readings = list(read_code(text.encode(), "scan.txt", bakers))
    assert [(reading.origin, data(reading)["person"]["id"]) for reading in readings] == [
        ("scan.txt:1", "B1"),
        ("scan.txt:2", "B2"),
    ]


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "another format": ({"format": "clausebook-answers/9"}, "unknown_format"),
    "another form": ({"form": "butcher"}, "unknown_form"),
    "another version": ({"form_hash": "0" * 16}, "form_hash_mismatch"),
    "an own score": ({"score": 1}, "unknown_key"),
    "too few marks": ({"marks": "1"}, "damaged_code"),
    "off the scale": ({"marks": "2-.010"}, "off_scale"),
    "no mark at all": ({"marks": "?-.010"}, "off_scale"),
    "a note beyond the form": ({"notes": {"6": {}}}, "damaged_code"),
    "a note that is none": ({"notes": {"0": 1}}, "damaged_code"),
    "a rating in a note": ({"notes": {"0": {"rating": 9}}}, "unknown_key"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_code_is_rejected(case: str, bakers: Bakers) -> None:
    changes, expected = CHANGES[case]
    (text,) = parts_of(packed(answers(bakers, **changes)))
    (reading,) = read_code(text.encode(), "x", bakers)
    assert reason(reading) == expected


def damaged(bakers: Bakers) -> dict[str, tuple[str, str]]:
    parts = parts_of(packed(answers(bakers)), 3)
    (whole,) = parts_of(packed(answers(bakers)))
    return {
        "a part is missing": ("\n".join(parts[::2]), "incomplete_code"),
        "a character is wrong": (whole[:-3] + ("A" if whole[-3] != "A" else "B") + whole[-2:], "damaged_code"),
        "a character is missing": (whole[:40] + whole[41:], "damaged_code"),
        "a foreign character": (whole[:40] + "，" + whole[40:], "damaged_code"),
        "another part of this number": ("\n".join([*parts, parts[0] + "A"]), "damaged_code"),
        "cut off": (whole[:12], "damaged_code"),
        "not JSON": (parts_of(packed(b"{"))[0], "bad_json"),
        "a key twice": (parts_of(packed(b'{"format":1,"format":2}'))[0], "bad_json"),
        "NaN": (parts_of(packed(b'{"format":NaN}'))[0], "bad_json"),
        "nested deeply": (parts_of(packed(b"[" * 100_000))[0], "bad_json"),
        "a list": (parts_of(packed(b"[]"))[0], "unknown_format"),
        "another packing": (parts_of(b"\x02{}")[0], "unknown_format"),
        "not deflated": (parts_of(b"\x01{}")[0], "damaged_code"),
        "a bomb": (parts_of(packed(b" " * 6_000_000, is_deflated=True))[0], "too_large"),
    }


def test_a_damaged_code_is_rejected(bakers: Bakers) -> None:
    for case, (text, expected) in damaged(bakers).items():
        assert [reason(reading) for reading in read_code(text.encode(), "x", bakers)] == [expected], case


def test_no_code_at_all(bakers: Bakers) -> None:
    with pytest.raises(RejectedRecord, match="unknown_format"):
        list(read_code(b"hello", "x", bakers))
