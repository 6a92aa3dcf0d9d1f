"""Assembled papers: build/exams/BLUEPRINT/papers.json."""

from pathlib import Path

from pydantic import ValidationError

from clausebook.errors import UsageError
from clausebook.model.paper import Papers

PAPERS_FILE = "papers.json"


def load_papers(path: Path) -> Papers:
    """The papers in a file. Raises UsageError where there is none, or it is not what `exam papers` writes."""
    try:
        return Papers.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise UsageError(f"there is no {path}; assemble the papers first: clausebook exam papers BLUEPRINT") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(
            f"{path}: {place}: {first['msg']}; assemble the papers again: clausebook exam papers BLUEPRINT"
        ) from None
