"""What the fast reader lets through is what the strict one reads, and what neither may pass has its reason."""

import json
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from clausebook.errors import RejectedRecord
from clausebook.load.responses import json as format_json
from clausebook.load.responses.check import check_response
from clausebook.load.responses.json import read_json
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Evidence, FileName, Reply, Response, Words
from tests.load.responses.conftest import RARE, SHA256, data

Forms = Mapping[str, Questionnaire]
ANSWERS: dict[str, Any] = {
    "flour.a": {"rating": 1},
    "flour.b": {"not_applicable": True, "reason": "no: scales"},
    "water.a": {"rating": 1, "comment": f" {RARE} \n", "evidence": [{"name": " rack.jpg", "sha256": SHA256}]},
    "heat.a": {"comment": "later"},
}


def plain(bakers: Forms, **changes: Any) -> dict[str, Any]:
    envelope = {
        "format": "clausebook-response/1",
        "form": "baker",
        "form_hash": bakers["baker"].content_hash,
        "language": "de",
        "person": {"id": "B1", "name": "Jörg", "department": ""},
        "saved": "2026-01-01T09:00:00Z",
        "answers": ANSWERS,
    }
    return envelope | changes


def read(text: bytes | str, bakers: Forms) -> Response:
    content = text if isinstance(text, bytes) else text.encode()
    (reading,) = read_json(content, "answers.json", bakers)
    return check_response(data(reading), bakers)[0]


def reason(text: bytes | str, bakers: Forms) -> str:
    with pytest.raises(RejectedRecord) as caught:
        read(text, bakers)
    caught.value.detail.encode()
    return caught.value.reason


def test_what_people_wrote_is_kept_without_blanks_around(bakers: Forms) -> None:
    expected = {
        "flour.a": Reply(rating=1),
        "flour.b": Reply(not_applicable=True, reason=Words("no: scales")),
        "water.a": Reply(rating=1, comment=Words(RARE), evidence=(Evidence(FileName("rack.jpg"), SHA256),)),
        "heat.a": Reply(comment=Words("later")),
    }
    assert read(json.dumps(plain(bakers)), bakers).answers == expected
    assert check_response(plain(bakers), bakers)[0].answers == expected


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("escaped", [False, True])
def test_an_ordinary_text_is_read_fast(bakers: Forms, indent: int | None, escaped: bool) -> None:
    text = json.dumps(plain(bakers), indent=indent, ensure_ascii=escaped).encode()
    fast = format_json._read_fast(text)
    assert fast is not None
    assert Response.model_validate(fast) == Response.model_validate(json.loads(text))


def test_a_response_survives_its_own_json(bakers: Forms) -> None:
    response = read(json.dumps(plain(bakers)), bakers)
    assert Response.model_validate_json(response.model_dump_json()) == response
    assert Response.model_validate(response.model_dump(mode="json")) == response


REPEATED = {
    "at the top": '{"language": "de", ',
    "answers": '{"answers": {}, ',
    "a space before the colon": '{"language" : "de", ',
    "a colon that is escaped": '{"language": "de", "started": "\\u003a\\u003A", ',
}


@pytest.mark.parametrize("case", REPEATED)
def test_a_key_twice(case: str, bakers: Forms) -> None:
    text = json.dumps(plain(bakers)).replace("{", REPEATED[case], 1)
    assert reason(text, bakers) == "bad_json"


@pytest.mark.parametrize(
    ("once", "twice"),
    [
        ('"flour.a":', '"flour.a": {"rating": 0}, "flour.a":'),
        ('"rating": 1', '"rating": 0, "rating": 1'),
        ('"rating": 1', '"rating" :0,"rating":1'),
        ('"id": "B1"', '"id": "B2", "id": "B1"'),
        ('"name": " rack.jpg"', '"name": "x", "name": "y"'),
        ('"comment": "later"', '"comment": ":", "comment": "later"'),
        ('"comment": "later"', '"comment": "", "comment": "\\u003a"'),
    ],
)
def test_a_key_twice_further_down(once: str, twice: str, bakers: Forms) -> None:
    text = json.dumps(plain(bakers))
    assert once in text
    assert reason(text.replace(once, twice, 1), bakers) == "bad_json"


HALVES = ["\\ud800", "\\udfff", "\\udc00\\ud800", "\\ud83dx"]


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("written", ["later", "rack.jpg", "no: scales", "Jörg", "B1", "2026-01-01T09:00:00Z"])
def test_half_a_character_is_a_reason(half: str, written: str, bakers: Forms) -> None:
    text = json.dumps(plain(bakers), ensure_ascii=False)
    assert written in text
    assert reason(text.replace(written, half, 1), bakers) == "bad_value"


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("flour.a", "unknown_provision"),
        ("comment", "bad_value"),
        ("language", "bad_value"),
        ("sha256", "bad_value"),
    ],
)
def test_half_a_character_in_a_key_is_a_reason(key: str, found: str, bakers: Forms) -> None:
    text = json.dumps(plain(bakers), ensure_ascii=False)
    assert reason(text.replace(f'"{key}"', '"\\ud800"', 1), bakers) == found


@pytest.mark.parametrize(
    ("number", "found"),
    [
        ("NaN", "bad_json"),
        ("Infinity", "bad_json"),
        ("-Infinity", "bad_json"),
        ("9" * 5000, "bad_json"),
        ("9" * 400, "off_scale"),
        ("18446744073709551617", "off_scale"),
        ("1.0", "off_scale"),
        ("1e0", "off_scale"),
        ("1e999", "off_scale"),
        ("-1", "off_scale"),
        ("true", "off_scale"),
        ('"1"', "off_scale"),
        ("[1]", "off_scale"),
        ("01", "bad_json"),
    ],
)
def test_a_rating_is_a_whole_number_of_the_scale(number: str, found: str, bakers: Forms) -> None:
    text = json.dumps(plain(bakers)).replace('"rating": 1', f'"rating": {number}', 1)
    assert reason(text, bakers) == found


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ({"rating": 1, "extra": 1}, "unknown_key"),
        ({"rating": 1, "points": 1}, "supplied_score"),
        ({"rating": 1, "a`b`c": 1}, "unknown_key"),
        ({"rating": 1, "evidence": [{"name": "x"}]}, "missing_key"),
        ({"rating": 1, "evidence": [{"name": "x", "sha256": SHA256 + "\n"}]}, "bad_value"),
        ({"rating": 1, "evidence": [{"name": "x" * 201, "sha256": SHA256}]}, "bad_value"),
        ({"rating": 1, "comment": None}, "bad_value"),
        ({"rating": 1, "comment": "x" * 10_001}, "bad_value"),
        ({"rating": 1, "not_applicable": 1}, "bad_value"),
        ({1: 1}, "bad_value"),
        (None, "bad_value"),
        ([], "bad_value"),
    ],
)
def test_a_reply_that_is_none(reply: Any, found: str, bakers: Forms) -> None:
    with pytest.raises(RejectedRecord, match=r"heat\.a: ") as caught:
        check_response(plain(bakers, answers=ANSWERS | {"heat.a": reply}), bakers)
    assert caught.value.reason == found
    assert len(caught.value.detail) < 350


def test_blanks_around_do_not_count_as_length(bakers: Forms) -> None:
    answers = {"heat.a": {"rating": 1, "comment": " " * 300 + "x" * 10_000 + "\n"}}
    assert len(read(json.dumps(plain(bakers, answers=answers)), bakers).answers["heat.a"].comment) == 10_000


@pytest.mark.parametrize("answers", [[], None, "x", {1: {"rating": 1}}])
def test_answers_that_are_none(answers: Any, bakers: Forms) -> None:
    with pytest.raises(RejectedRecord) as caught:
        check_response(plain(bakers, answers=answers), bakers)
    assert caught.value.reason == "bad_value"


@pytest.mark.parametrize("seed", range(8))
def test_the_fast_reader_reads_nothing_else(seed: int, bakers: Forms) -> None:
    """Any text with some changes is read alike by both, or left to the strict one."""
    rng = Random(seed)
    whole = json.dumps(plain(bakers), indent=rng.choice((None, 1)), ensure_ascii=rng.random() < 0.5)
    scraps = [*'{}[]",: \t\n\\01.-eé', "\\u003a", "\\ud800", "null", '"rating" :', '"rating":1,', '"heat.a":{},', ":"]
    read_by_both = 0
    for _ in range(1500):
        text = whole
        for _ in range(rng.choice((1, 1, 2))):
            place = rng.randrange(len(text))
            text = text[:place] + rng.choice(scraps) + text[place + rng.choice((0, 0, 1, 4)) :]
        fast = format_json._read_fast(text.encode())
        if fast is not None:
            read_by_both += 1
            strict = format_json._read_strictly(text.encode())
            assert outcome(fast, bakers) == outcome(strict, bakers)
    assert read_by_both > 10


def outcome(found: Any, bakers: Forms) -> Any:
    try:
        return check_response(found, bakers)[0]
    except RejectedRecord as rejection:
        return rejection.reason


def test_the_fast_reader_knows_the_keys_of_a_response() -> None:
    assert format_json._File.__annotations__.keys() == Response.model_fields.keys()
