"""Schemas, translations, new projects and the doctor."""

import json
from pathlib import Path

import pytest

from clausebook.build import doctor
from clausebook.project import Project
from tests.conftest import Run

FLOUR = "content/clauses/1.1.yaml"


def test_a_changed_source_makes_the_translation_stale_until_it_is_accepted(tiny: Project, run: Run) -> None:
    path = tiny.root / FLOUR
    original = path.read_text(encoding="utf-8")
    assert "1 files changed" in run(tiny, "translated", "flour").stdout
    assert path.read_text(encoding="utf-8").startswith(original)
    assert "0 files changed" in run(tiny, "translated", "flour").stdout

    path.write_text(path.read_text(encoding="utf-8").replace("sift the flour", "sift all flour"), encoding="utf-8")
    warned = run(tiny, "check")
    assert warned.exit_code == 0
    assert f"{FLOUR}:16:23: translated_from.en: warning: the en text has changed" in warned.stdout
    strict = run(tiny, "check", "--strict")
    assert strict.exit_code == 1
    assert "clausebook translated flour" in strict.stderr

    run(tiny, "translated", "--all")
    assert run(tiny, "check", "--strict").exit_code == 0


def test_a_changed_translation_is_not_stale(tiny: Project, run: Run) -> None:
    run(tiny, "translated", "--all")
    path = tiny.root / FLOUR
    path.write_text(path.read_text(encoding="utf-8").replace("Mehl sieben", "Mehl fein sieben"), encoding="utf-8")
    assert run(tiny, "check", "--strict").exit_code == 0


@pytest.mark.parametrize("arguments", [(), ("flour", "--all"), ("nowhere",)])
def test_translated_says_what_it_needs(arguments: tuple[str, ...], tiny: Project, run: Run) -> None:
    assert run(tiny, "translated", *arguments).exit_code == 2


def test_schemas_are_json(tiny: Project, run: Run) -> None:
    assert run(tiny, "schema").exit_code == 0
    schemas = {path.name: json.loads(path.read_text()) for path in (tiny.build / "schemas").glob("*.json")}
    assert "provisions" in schemas["clause.schema.json"]["properties"]
    assert len(schemas) == 9


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
