"""Column mappings: the ones that come with the project, and mistakes in others."""

from pathlib import Path

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import InputError
from clausebook.load.exam_mapping import load_exam_mapping
from clausebook.load.mapping import is_exam_mapping, load_mapping
from clausebook.project import Project
from tests.conftest import ROOT, Run

MAPPING = """\
id: survey
form: baker
person: {id: Number}
questions: {by: ref}
"""


def written(project: Project, text: str) -> Path:
    path = project.assessments / "mappings" / "survey.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted((ROOT / "assessments" / "mappings").glob("*.yaml")), ids=lambda path: path.stem)
def test_mappings_of_the_project(path: Path, real: Project) -> None:
    loaded = load_project(real)
    if is_exam_mapping(path, path.name):
        assert load_exam_mapping(path, path.name, loaded.blueprints).id == path.stem
    else:
        assert load_mapping(path, path.name, loaded.questionnaires).id == path.stem


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("form: baker", "form: barker"), "survey.yaml:2:7: form: there is no form 'barker'; did you mean 'baker'?"),
        (("by: ref", "by: text"), "survey.yaml:4:17: questions.by: 'text' is not one of"),
        (("by: ref", "by: order"), "survey.yaml:4:12: questions: by order, but no first column; give the heading"),
        (("{id: Number}", "{name: Number}"), "survey.yaml:3:9: person: the key 'id' is missing; add it"),
        (
            ("by: ref", "by: ref, columns: {x: flour.z}"),
            "survey.yaml:4:35: questions.columns.x: the form does not ask about 'flour.z'; did you mean 'flour.b'?",
        ),
        (
            ("questions", "answers: {values: {A: 7}}\nquestions"),
            "survey.yaml:4:23: answers.values.A: 7 is not a point of the scale; write one of 0, 1",
        ),
        (("form:", "language: fr\nform:"), "language: the form has no language 'fr'; write one of en, de"),
        (("form:", "reviewer: {id: x}\nform:"), "reviewer: people rate themselves in this form; remove it"),
        (("form:", "models: {column: x}\nform:"), "models: the form has no business models to choose from; remove it"),
    ],
)
def test_mistakes_are_told_by_their_line(change: tuple[str, str], told: str, tiny: Project, run: Run) -> None:
    written(tiny, MAPPING.replace(*change))
    result = run(tiny, "check")
    assert result.exit_code == 1
    assert told in result.stderr


def test_a_mapping_that_fits(tiny: Project, run: Run) -> None:
    path = written(tiny, MAPPING)
    assert run(tiny, "check", "--strict").exit_code == 0
    assert load_mapping(path, "m", load_project(tiny).questionnaires).person.id == "Number"


def test_a_file_that_is_not_there(tiny: Project) -> None:
    with pytest.raises(InputError, match=r"none\.yaml: No such file"):
        load_mapping(tiny.root / "none.yaml", "none.yaml", {})
