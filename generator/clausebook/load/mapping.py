"""Column mappings: files that say how the tables of other programs answer a form."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from clausebook.errors import InputError, Problem
from clausebook.load.check import suggestion
from clausebook.load.validation import validate
from clausebook.load.yaml_source import Source, read
from clausebook.model.mapping import ColumnMapping
from clausebook.model.questionnaire import Questionnaire

FOLDER = "mappings"

Questionnaires = Mapping[str, Questionnaire]


def load_mapping(path: Path, shown_as: str, questionnaires: Questionnaires) -> ColumnMapping:
    """Read one mapping. Raises InputError with everything that is wrong with it."""
    source = read(path, shown_as)
    mapping, problems = validate(ColumnMapping, source)
    if mapping is not None:
        problems += _check(mapping, source, questionnaires)
    if mapping is None or problems:
        raise InputError(problems)
    return mapping


def check_mappings(folder: Path, root: Path, questionnaires: Questionnaires) -> Iterator[Problem]:
    """Everything that is wrong with the mappings to forms of an assessments folder."""
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        shown_as = path.relative_to(root).as_posix()
        try:
            if not is_exam_mapping(path, shown_as):
                load_mapping(path, shown_as, questionnaires)
        except InputError as error:
            yield from error.problems


def is_exam_mapping(path: Path, shown_as: str) -> bool:
    """Whether a mapping is one to an exam, not to a form. Raises InputError where the file cannot be read."""
    data = read(path, shown_as).data
    return isinstance(data, Mapping) and "exam" in data and "form" not in data


def _check(mapping: ColumnMapping, source: Source, questionnaires: Questionnaires) -> Iterator[Problem]:
    """What in a mapping leads nowhere: its form, its language, references, points."""
    questionnaire = questionnaires.get(mapping.form)
    if questionnaire is None:
        yield source.problem(("form",), f"there is no form {mapping.form!r}", suggestion(mapping.form, questionnaires))
        return
    yield from _check_envelope(mapping, source, questionnaire)
    for heading, ref in mapping.questions.columns.items():
        if ref not in questionnaire.provisions:
            remedy = suggestion(ref, questionnaire.provisions)
            yield source.problem(("questions", "columns", heading), f"the form does not ask about {ref!r}", remedy)
    for written, points in mapping.answers.values.items():
        if points not in questionnaire.scale.points:
            known = ", ".join(map(str, questionnaire.scale.points))
            place = ("answers", "values", written)
            yield source.problem(place, f"{points} is not a point of the scale", f"write one of {known}")


def _check_envelope(mapping: ColumnMapping, source: Source, questionnaire: Questionnaire) -> Iterator[Problem]:
    languages = questionnaire.standard.languages
    if mapping.language is not None and mapping.language not in languages:
        yield source.problem(
            ("language",), f"the form has no language {mapping.language!r}", f"write one of {', '.join(languages)}"
        )
    if questionnaire.form.has_reviewer and mapping.reviewer is None:
        yield source.problem((), "the form is filled in by a reviewer, who has no columns", "add the key 'reviewer'")
    if mapping.reviewer is not None and not questionnaire.form.has_reviewer:
        yield source.problem(("reviewer",), "people rate themselves in this form", "remove it")
    if mapping.models is not None and not questionnaire.form.models:
        yield source.problem(("models",), "the form has no business models to choose from", "remove it")
