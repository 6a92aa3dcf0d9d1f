"""A hostile, damaged or outdated response is one rejection with a reason; the others are scored."""

import json
from pathlib import Path
from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.project import Project
from tests.conftest import Run

ANSWERS = {
    "flour.a": {"rating": 1},
    "flour.b": {"not_applicable": True, "reason": "no scales"},
    "water.a": {"rating": 1, "comment": "<script>alert(1)</script>"},
    "heat.a": {"rating": 0},
    "cooling.a": {"rating": 1, "evidence": [{"name": "rack.jpg", "sha256": "0" * 64}]},
    "cooling.b": {"rating": 1},
}


@pytest.fixture
def good(tiny: Project) -> dict[str, Any]:
    return {
        "format": "clausebook-response/1",
        "form": "baker",
        "form_hash": load_project(tiny).questionnaires["baker"].content_hash,
        "language": "de",
        "person": {"id": "B1", "name": "Jörg Müßig", "department": ""},
        "started": "2026-01-01T08:00:00Z",
        "saved": "2026-01-01T09:00:00Z",
        "answers": ANSWERS,
    }


CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "another format": ({"format": "clausebook-response/9"}, "unknown_format"),
    "another form": ({"form": "butcher"}, "unknown_form"),
    "another version": ({"form_hash": "0" * 16}, "form_hash_mismatch"),
    "another language": ({"language": "fr"}, "unknown_language"),
    "an own score": ({"score": 100}, "supplied_score"),
    "an own band": ({"band": "baked"}, "supplied_score"),
    "an own score in an answer": ({"answers": ANSWERS | {"heat.a": {"rating": 1, "score": 9}}}, "supplied_score"),
    "an unknown key": ({"extra": 1}, "unknown_key"),
    "no person": ({"person": {}}, "missing_key"),
    "a blank person": ({"person": {"id": "  "}}, "bad_value"),
    "a person with a control character": ({"person": {"id": "B1\x00"}}, "bad_value"),
    "an unknown provision": ({"answers": ANSWERS | {"flour.z": {"rating": 1}}}, "unknown_provision"),
    "a prototype": ({"answers": ANSWERS | {"__proto__": {"rating": 1}}}, "unknown_provision"),
    "off the scale": ({"answers": ANSWERS | {"heat.a": {"rating": 2}}}, "off_scale"),
    "below the scale": ({"answers": ANSWERS | {"heat.a": {"rating": -1}}}, "off_scale"),
    "a float": ({"answers": ANSWERS | {"heat.a": {"rating": 0.5}}}, "off_scale"),
    "a whole float": ({"answers": ANSWERS | {"heat.a": {"rating": 1.0}}}, "off_scale"),
    "a text": ({"answers": ANSWERS | {"heat.a": {"rating": "1"}}}, "off_scale"),
    "true": ({"answers": ANSWERS | {"heat.a": {"rating": True}}}, "off_scale"),
    "a huge number": ({"answers": ANSWERS | {"heat.a": {"rating": 10**400}}}, "off_scale"),
    "two answers": (
        {"answers": ANSWERS | {"heat.a": {"rating": 1, "not_applicable": True, "reason": "x"}}},
        "contradictory_answer",
    ),
    "no reason": ({"answers": ANSWERS | {"heat.a": {"not_applicable": True}}}, "not_applicable_without_reason"),
    "a blank reason": (
        {"answers": ANSWERS | {"heat.a": {"not_applicable": True, "reason": " \n"}}},
        "not_applicable_without_reason",
    ),
    "not applicable: false": ({"answers": ANSWERS | {"heat.a": {"not_applicable": False}}}, "bad_value"),
    "answers as a list": ({"answers": []}, "bad_value"),
}

RAW: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty_file"),
    "cut off": (b'{"format": "clausebook-resp', "bad_json"),
    "not UTF-8": (b'{"format": "\xff\xfe"}', "bad_json"),
    "a key twice": (b'{"format": "clausebook-response/1", "format": "x"}', "bad_json"),
    "NaN": (b'{"format": NaN}', "bad_json"),
    "nested deeply": (b"[" * 100_000, "bad_json"),
    "a list": (b"[1]", "unknown_format"),
    "huge": (b"{" + b" " * 5_000_001, "too_large"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_changed_response_is_rejected(case: str, good: dict[str, Any], tiny: Project, run: Run) -> None:
    changes, reason = CHANGES[case]
    assert_rejected(json.dumps(good | changes).encode(), reason, good, tiny, run)


@pytest.mark.parametrize("case", RAW)
def test_a_damaged_file_is_rejected(case: str, good: dict[str, Any], tiny: Project, run: Run) -> None:
    content, reason = RAW[case]
    assert_rejected(content, reason, good, tiny, run)


def assert_rejected(content: bytes, reason: str, good: dict[str, Any], tiny: Project, run: Run) -> None:
    """The bad file is named with its reason, the good one after it is scored, and the exit code says so."""
    folder = tiny.root / "responses"
    folder.mkdir()
    (folder / "1-bad.json").write_bytes(content)
    (folder / "2-good.json").write_text(json.dumps(good), encoding="utf-8")
    result = run(tiny, "score", folder, "--no-reports")
    assert result.exit_code == 3
    assert f"1-bad.json: {reason}: " in result.stderr
    assert "Traceback" not in result.output
    assert "2 received = 1 scored + 0 held + 1 rejected" in result.stdout
    assert json.loads((tiny.build / "results" / "results.jsonl").read_text())["overall"] == "3/4"


def test_a_good_response(good: dict[str, Any], tiny: Project, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "good.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(good).encode())
    result = run(tiny, "score", path, "--no-reports")
    assert (result.exit_code, result.stderr) == (0, "")


def test_no_file_is_wrong_usage(tiny: Project, run: Run) -> None:
    assert run(tiny, "score", "nowhere.json").exit_code == 2
