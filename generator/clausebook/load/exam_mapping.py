"""Column mappings that say how the tables of other programs answer an exam: they have the key `exam`, not `form`."""

from collections.abc import Collection, Iterator
from pathlib import Path

from clausebook.errors import InputError, Problem
from clausebook.load.check import suggestion
from clausebook.load.mapping import FOLDER, is_exam_mapping
from clausebook.load.validation import validate
from clausebook.load.yaml_source import Source, read
from clausebook.model.exam_mapping import ExamMapping


def load_exam_mapping(path: Path, shown_as: str, exams: Collection[str]) -> ExamMapping:
    """Read one mapping to one of some exams, by their ids. Raises InputError with everything that is wrong with it."""
    source = read(path, shown_as)
    mapping, problems = validate(ExamMapping, source)
    if mapping is not None:
        problems += _check(mapping, source, exams)
    if mapping is None or problems:
        raise InputError(problems)
    return mapping


def check_exam_mappings(folder: Path, root: Path, exams: Collection[str]) -> Iterator[Problem]:
    """Everything that is wrong with the mappings to exams of an assessments folder."""
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        shown_as = path.relative_to(root).as_posix()
        try:
            if is_exam_mapping(path, shown_as):
                load_exam_mapping(path, shown_as, exams)
        except InputError as error:
            yield from error.problems


def _check(mapping: ExamMapping, source: Source, exams: Collection[str]) -> Iterator[Problem]:
    if mapping.exam not in exams:
        yield source.problem(("exam",), f"there is no exam {mapping.exam!r}", suggestion(mapping.exam, exams))
