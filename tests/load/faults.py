"""What is found in a project after one change."""

from clausebook.build.loading import load_project
from clausebook.errors import InputError, Problem
from clausebook.project import Project


def faults(project: Project, file: str, old: str, new: str) -> list[Problem]:
    """The errors, or else the warnings, once `old` has become `new` in a file."""
    path = project.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    try:
        return list(load_project(project).warnings)
    except InputError as error:
        return list(error.problems)
