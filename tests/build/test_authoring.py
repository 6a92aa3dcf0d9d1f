"""Schemas, translations, new projects and the doctor."""

import json
from pathlib import Path

import pytest

from clausebook.build import doctor
from clausebook.build.authoring import SCHEMAS
from clausebook.project import Project
from tests.conftest import Run


def test_schemas_are_json(tiny: Project, run: Run) -> None:
    assert run(tiny, "schema").exit_code == 0
    schemas = {path.name: json.loads(path.read_text()) for path in (tiny.build / "schemas").glob("*.json")}
    assert "provisions" in schemas["clause.schema.json"]["properties"]
    assert set(schemas) == {f"{kind}.schema.json" for kind in SCHEMAS}
    assert "translated_from" in schemas["outline.schema.json"]["properties"]


def test_a_new_project_has_no_problems(tmp_path: Path, run: Run) -> None:
    made = tmp_path / "demo"
    assert run(tmp_path, "new", made).exit_code == 0
    assert run(made, "check", "--strict").exit_code == 0
    again = run(tmp_path, "new", made)
    assert again.exit_code == 2
    assert "not empty" in again.stderr


def test_the_doctor_names_what_is_missing(tiny: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(tiny, "doctor").exit_code == 0
    monkeypatch.setattr(doctor, "LIBRARIES", {"libnowhere.so.7": "libnowhere7"})
    sick = run(tiny, "doctor")
    assert sick.exit_code == 1
    assert "MISSING  libnowhere.so.7" in sick.stdout
    assert "apt-get install libnowhere7" in sick.stdout
    assert run(tiny, "doctor", "--packages").stdout == "libnowhere7\n"


def test_a_sample_is_the_same_for_the_same_seed(tiny: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    path = tiny.build / "samples" / "baker.json"
    contents = []
    for seed in ("1", "1"):
        run(tiny, "sample", "baker", "--seed", seed)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]
    assert run(tiny, "sample", "butcher").exit_code == 2
