"""assessments/issuer.yaml: who issues certificates. A project that issues none needs no such file."""

from pathlib import Path

from clausebook.errors import InputError, Problem
from clausebook.load.validation import validate
from clausebook.load.yaml_source import read
from clausebook.model.issuer import Issuer

ISSUER_FILE = "issuer.yaml"


def load_issuer(folder: Path, root: Path, languages: tuple[str, ...] | None) -> tuple[Issuer | None, list[Problem]]:
    """The issuer of an assessments folder, None where there is none, and what is wrong with the file."""
    path = folder / ISSUER_FILE
    if not path.is_file():
        return None, []
    try:
        source = read(path, path.relative_to(root).as_posix())
    except InputError as error:
        return None, list(error.problems)
    return validate(Issuer, source, languages)
