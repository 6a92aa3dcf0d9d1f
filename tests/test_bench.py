"""The benches measure projects that Clausebook accepts."""

from pathlib import Path

import pytest

from clausebook.build.loading import load_project
from clausebook.project import Project

ROOT = Path(__file__).resolve().parents[1]


def test_a_standard_of_any_size_has_no_errors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "bench")
    from standards import write_project

    loaded = load_project(Project.at(write_project(ROOT, tmp_path / "project", 130)))
    assert sum(1 for _ in loaded.standard.clauses) == 130
    assert loaded.questionnaires
