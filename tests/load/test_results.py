"""Results are read back as they were written, and nothing else is."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import RejectedRecord
from clausebook.load.results import ResultReader, is_results
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.model.result import Result
from clausebook.project import Project
from clausebook.scoring.score import Scorer

Forms = Mapping[str, Questionnaire]


@pytest.fixture
def forms(tiny: Project) -> Forms:
    return load_project(tiny).questionnaires


def line(forms: Forms, saved: str = "", **ratings: int | None) -> bytes:
    """The result of full marks with some answers changed, None for not applicable, as score writes it."""
    baker = forms["baker"]
    given: dict[str, Any] = dict.fromkeys(baker.provisions, 1) | {r.replace("_", "."): n for r, n in ratings.items()}
    answers = {
        ref: {"rating": rating} if rating is not None else {"not_applicable": True, "reason": "none here"}
        for ref, rating in given.items()
    }
    response = {
        "format": "clausebook-response/1",
        "form": "baker",
        "form_hash": baker.content_hash,
        "language": "en",
        "person": {"id": "B1", "name": "Jörg Müßig"},
        "saved": saved,
        "answers": answers,
    }
    return Scorer(baker).line(Response.model_validate(response))


@pytest.mark.parametrize(
    "ratings", [{}, {"flour_b": 0, "heat_a": 0}, {"water_a": None}, {"heat_a": None, "water_a": None}]
)
def test_a_result_is_read_back_exactly(ratings: dict[str, int | None], forms: Forms) -> None:
    written = line(forms, **ratings)
    whole = Result.model_validate_json(written)
    stages = tuple(
        stage.model_copy(update={"units": tuple(unit.model_copy(update={"clauses": ()}) for unit in stage.units)})
        for stage in whole.stages
    )
    assert ResultReader(forms).result(written) == whole.model_copy(update={"gaps": (), "stages": stages})
    assert is_results(written[:60])


def test_the_head_tells_what_is_the_same(forms: Forms) -> None:
    reader = ResultReader(forms)
    first, later = reader.head(line(forms)), reader.head(line(forms, saved="2026-11-23"))
    assert (first.form, first.person.id, later.saved) == ("baker", "B1", "2026-11-23")
    assert first.content == later.content
    assert first.content != reader.head(line(forms, heat_a=0)).content


@pytest.mark.parametrize(
    "change",
    [
        {"overall": "3/2"},
        {"overall": "-1"},
        {"overall": 1.0},
        {"overall": "1e9"},
        {"band": "golden"},
        {"reached": None},
        {"band": None, "reached": None},
        {"total": 7},
        {"answered": 7},
        {"not_applicable": 7},
        {"stages": []},
        {"models": ["b2b"]},
        {"reviewer": {"id": "R1"}},
        {"gates": [{"rule": "x"}]},
        {"person": {"id": "B\u00001"}},
    ],
    ids=str,
)
def test_what_scoring_never_says_is_refused(change: dict[str, object], forms: Forms) -> None:
    changed = json.loads(line(forms)) | change
    with pytest.raises(RejectedRecord) as caught:
        ResultReader(forms).result(json.dumps(changed).encode())
    assert caught.value.reason == "bad_result"


def test_a_gate_may_take_the_band_away(forms: Forms) -> None:
    changed = json.loads(line(forms)) | {"band": None}
    assert ResultReader(forms).result(json.dumps(changed).encode()).band is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b'"form":"baker"', b'"form":"cook"', "unknown_form"),
        (b'"form_hash":"', b'"form_hash":"0', "form_hash_mismatch"),
        (b"}", b"", "bad_result"),
        (b'"saved":""', b'"saved":' + b"[" * 5000 + b"]" * 5000, "bad_result"),
        (b"J\xc3\xb6rg", b"J\xff\xffrg", "bad_result"),
    ],
)
def test_a_line_that_is_no_result_of_these_forms(old: bytes, new: bytes, reason: str, forms: Forms) -> None:
    written = line(forms)
    assert old in written
    for read in (ResultReader(forms).head, ResultReader(forms).result):
        with pytest.raises(RejectedRecord) as caught:
            read(written.replace(old, new, 1))
        assert caught.value.reason == reason


@pytest.mark.parametrize("start", [b"", b"[", b'{"format": "clausebook-response/1"', b"id,marks", b'{"form": "Baker"'])
def test_what_does_not_begin_like_results(start: bytes) -> None:
    assert not is_results(start)
